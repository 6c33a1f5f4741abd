"""MkDocs plugin: the generated pages and downloads join the hand-written ones, with live reload and edit links."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from lceval_docs.build import plan_site
from lceval_docs.checks.page import check_page
from lceval_docs.cli.terminal import cache_folder
from lceval_docs.delivery import FOLDER as ASSESSMENT_FOLDER
from lceval_docs.delivery import RUNTIME_FOLDER
from lceval_docs.disk import rewrite
from lceval_docs.judging import checked_publicity, checked_standard, judged_examples
from lceval_docs.model.history import History
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark, Problem, Refused, catalogue, in_order
from lceval_docs.records import dataclass
from lceval_docs.runtime import fetched_runtime
from lceval_docs.sources.site import NOT_IN_MENU
from lceval_docs.views.site.assessment import PATH as ASSESSMENT
from lceval_docs.views.site.history import FEED_PATH, FEED_TITLE
from lceval_docs.views.site.moved import view_notice
from lceval_docs.views.site.outlet import Outlet
from lceval_docs.views.site.sought import view_sought
from lceval_docs.writers.pages.policy import with_policy
from lceval_docs.writers.pages.search import render_index

# Not one of MkDocs' own: what it says does not stop a strict build.
_SAID = logging.getLogger("lceval")
# What fails a strict build.
_COUNTED = logging.getLogger("mkdocs.lceval")


def _teach(ids: Iterable[str]) -> None:
    """Ids are words to the search: the segmenter would cut D2-1 at its hyphen. Without one, nothing is segmented."""
    try:
        import jieba
    except ImportError:
        return
    jieba.setLogLevel(logging.WARNING)
    if not hasattr(jieba.cut, "cache_info"):  # an edit leaves nearly all words of the site as they were
        segment = jieba.cut
        jieba.cut = cache(lambda text: tuple(segment(text)))
    for id in ids:
        jieba.add_word(id)


def _outlet(config: MkDocsConfig) -> Outlet:
    """Where the site stands and where readers report, as mkdocs.yml says."""
    return Outlet(config.site_url or "", str(config.extra.get("report_url") or ""))


def _cut(text: str) -> Iterable[str]:
    """A text as the words that the index has: what the segmenter of the search makes of it."""
    try:
        import jieba
    except ImportError:
        return (text,)
    return tuple(jieba.cut(text))


def _initials(name: str) -> str:
    """The initials of a name's pinyin; none where nothing is installed that knows them."""
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError:
        return ""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))


@dataclass(frozen=True)
class _Rendered:
    """What rendering makes of a page: all that MkDocs keeps of it."""

    markdown: str
    content: str | None
    toc: TableOfContents
    title: str | None
    anchors: set[str] | None
    links: dict[str, dict[str, str]]


class _Compiled(BytecodeCache):
    """The theme's templates, compiled once; MkDocs makes a new environment for each build."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


class _Memory:
    """The pages of the build before, while `mkdocs serve` runs: one whose Markdown stayed is not rendered again.

    Links are checked where they are rendered, so nothing is kept once a file has come or gone.
    """

    def __init__(self) -> None:
        self._paths: frozenset[str] = frozenset()
        self._pages: dict[str, _Rendered] = {}
        self._entries: dict[str, tuple[str | None, list[dict[str, str]]]] = {}
        self._checked: dict[str, tuple[str, tuple[Problem, ...]]] = {}
        self.compiled = _Compiled()

    def check(self, path: str, html: str) -> tuple[Problem, ...]:
        """What is wrong with a page as a whole; looked at again only if it is another."""
        if self._checked.get(path, ("",))[0] != html:
            self._checked[path] = (html, tuple(check_page(path, html)))
        return self._checked[path][1]

    def begin(self, files: Files) -> None:
        # The engine and the edition lie in folders named by what they are, and no text links there.
        paths = frozenset(path for path in files.src_uris if not path.startswith(f"{ASSESSMENT_FOLDER}/"))
        if paths != self._paths:
            self._paths, self._pages, self._entries = paths, {}, {}

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """What `Page.render` does, or what it did last time."""
        kept = self._pages.get(page.file.src_uri)
        if kept is None or kept.markdown != page.markdown:
            Page.render(page, config, files)
            self._pages[page.file.src_uri] = _rendered(page)
            return
        page.content, page.toc, page._title_from_render = kept.content, kept.toc, kept.title
        page.present_anchor_ids = kept.anchors
        page.links_to_anchors = {files.src_uris[path]: found for path, found in kept.links.items()}

    def index(self, add: Callable[[Page], None], entries: list[dict[str, str]], page: Page) -> None:
        """What the search's own `add` does to its entries, or what it did last time for the same content."""
        key = page.file.src_uri
        if key not in self._entries or self._entries[key][0] != page.content:
            content, start = page.content, len(entries)
            add(page)
            self._entries[key] = (content, entries[start:])
        else:
            entries += self._entries[key][1]


def _rendered(page: Page) -> _Rendered:
    links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
    title, anchors = page._title_from_render, page.present_anchor_ids
    return _Rendered(page.markdown or "", page.content, page.toc, title, anchors, links)


class LcevalConfig(Config):  # type: ignore[no-untyped-call]
    """`root`: the folder that holds `standard/`; the folder of mkdocs.yml unless said."""

    root = config_options.Type(str, default=".")
    lang = config_options.Choice(["zh", "en"], default="zh")


class LcevalPlugin(BasePlugin[LcevalConfig]):  # type: ignore[no-untyped-call]
    history, edition = History(), ""
    _standard: Standard
    _problems: list[Problem]
    _memory: _Memory | None = None

    def _root(self, config: MkDocsConfig) -> Path:
        return (Path(config.config_file_path or ".").parent / self.config.root).resolve()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Pages are kept between the builds of a server; for one build alone there is nothing to keep."""
        self._memory = _Memory() if command == "serve" else None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what is made from the standard; stop the build with all problems if it cannot be made."""
        root = self._root(config)
        try:
            standard = checked_standard(root)
            runtime = self._runtime(root)
            judged = judged_examples(standard, root)
            pages, sources, downloads = plan_site(standard, root, judged, _outlet(config), bool(runtime))
            self.history, _ = checked_publicity(root, standard)
            self.edition = standard.identity.edition
        except Refused as refused:
            raise self._stop(refused.problems) from None
        self._standard, self._problems = standard, []
        # With an edition alone the theme would ask for a list that is not there.
        if len(self.history.editions) > 1:
            config.extra["version"] = {"provider": "mike"}
        _teach([indicator.id for indicator in standard.indicators])
        for path, text in pages.items():
            file = File.generated(config, path, content=text)
            file.edit_uri = f"../{sources[path]}" if sources[path] else None
            files.append(file)
        for path, content in downloads.items():
            files.append(File.generated(config, path, content=content))
        for name, kept in runtime.items():
            files.append(File.generated(config, f"{RUNTIME_FOLDER}/{name}", abs_src_path=str(kept)))
        return files

    def _runtime(self, root: Path) -> Mapping[str, Path]:
        """The Python of the self-assessment page; without it the page offers the workbook, and that is said."""
        files, problems = fetched_runtime(cache_folder() or root / "build")
        for problem in problems:
            _SAID.warning(problem.line(catalogue(self.config.lang)))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """All files are known now, so links can be told to lead where they led. A chapter without a menu is told."""
        listed = {page.file.src_uri for page in nav.pages}
        for path in (f"standard/{chapter.id}.md" for chapter in self._standard.chapters):
            if path not in listed:
                _COUNTED.warning(NOT_IN_MENU.at(Mark("mkdocs.yml"), found=path).line(catalogue(self.config.lang)))
        if self._memory:
            self._memory.begin(files)
            if "material/search" in config.plugins:
                index = config.plugins["material/search"].search_index  # type: ignore[attr-defined]
                index.add_entry_from_context = partial(self._memory.index, index.add_entry_from_context, index.entries)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        if self._memory:
            env.bytecode_cache = self._memory.compiled
        return env

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        if self._memory:
            page.render = partial(self._memory.render, page)  # type: ignore[method-assign]
        return page

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """What `site/overrides/main.html` shows: the feed of changes, and that an edition is old."""
        context["feed"] = {"path": FEED_PATH, "title": FEED_TITLE}  # type: ignore[typeddict-unknown-key]
        context["edition_notice"] = view_notice(self.history, self.edition, page.url)  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Look at the page as a whole, with what the theme put around it; where a factory types, nothing else may run."""
        check = self._memory.check if self._memory else check_page
        self._problems += check(page.file.dest_uri, output)
        is_served = self._memory is not None  # a server adds a script of its own
        return with_policy(output) if page.file.src_uri == ASSESSMENT and not is_served else output

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for pages that have no source of their own."""
        if template_name.endswith(".html"):
            self._problems += check_page(template_name, output_content)
        return output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Stop if a page has faults; else add to the index of the search what readers type."""
        if self._problems:
            raise self._stop(in_order(self._problems))
        index = Path(config.site_dir, "search/search_index.json")
        if "material/search" in config.plugins and index.is_file():
            sought = tuple(view_sought(self._standard))
            rewrite(index, lambda text: render_index(text, sought, _cut, _initials))

    def _stop(self, problems: Iterable[Problem]) -> PluginError:
        """All problems, each with its place, as the end of the build."""
        translate = catalogue(self.config.lang)
        return PluginError("\n".join(p.line(translate) for p in problems))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when the standard or a template changes."""
        for folder in ("standard", "report_templates"):
            server.watch(str(self._root(config) / folder))
        return server
