"""The site: a cold build, and how it grows with the indicators, beside a stock Material site of as many pages. `make bench`.

The larger editions hold each indicator several times, made in memory; their pages are written as `lceval site emit`
would and built without the plugin, whose own time is printed apart.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import yaml

from lceval_docs.build import all_faults
from lceval_docs.judging import checked_guidance, checked_standard, judged_examples
from lceval_docs.model.standard import Standard
from lceval_docs.problems import catalogue
from lceval_docs.views.site import view_site
from lceval_docs.writers.pages.markdown import render_page

ROOT = Path(__file__).parents[2]
TIMES = (1, 3, 10)
BARS = {1: 8.0, 10: 60.0}


def built(config: Path, target: Path) -> float:
    """Seconds of one cold build in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config), "-d", str(target)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return time.perf_counter() - start


def multiplied(standard: Standard, times: int) -> Standard:
    """The edition with each indicator so many times, under ids of their own."""
    dimensions = tuple(
        replace(
            dimension,
            topics=tuple(
                replace(
                    topic,
                    indicators=tuple(
                        replace(i, id=f"{i.id}{'' if n == 0 else f'x{n}'}")
                        for n in range(times)
                        for i in topic.indicators
                    ),
                )
                for topic in dimension.topics
            ),
        )
        for dimension in standard.dimensions
    )
    return replace(standard, dimensions=dimensions)


def pages_of(standard: Standard) -> dict[str, str]:
    """The generated pages of an edition; the guidance of an indicator stands on each of its copies."""
    book = checked_guidance(ROOT, checked_standard(ROOT))
    texts = {text.id: text for text in book.texts}
    copies = [replace(texts[i.id.partition("x")[0]], id=i.id) for i in standard.indicators]
    examples = [(j.case, j.evaluation) for j in judged_examples(checked_standard(ROOT), ROOT)]
    whole = replace(book, texts=tuple(copies))
    pages = view_site(standard, whole, examples, all_faults(), catalogue("zh"))
    return {page.path: render_page(page) for page in pages}


def written(folder: Path, pages: dict[str, str]) -> Path:
    """A site of these pages with the settings of ours, but without the plugin."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    head = re.sub(r"(?m)^  - lceval.*\n(?:    .*\n)*", "", text[: text.index("\nnav:")])
    for name, page in pages.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    shutil.copytree(ROOT / "site/assets", folder / "site/assets", dirs_exist_ok=True)
    if (ROOT / "site/overrides").is_dir():
        shutil.copytree(ROOT / "site/overrides", folder / "site/overrides", dirs_exist_ok=True)
    config = folder / "mkdocs.yml"
    config.write_text(head + "\n", encoding="utf-8")
    return config


def stock(folder: Path, count: int, size: int) -> Path:
    """A Material site as it comes, with as many pages of as much text."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    paragraph = "工厂应核算单位产品综合能耗，并与行业数据对比。" * 4
    for number in range(count):
        body = "\n\n".join([paragraph] * max(1, size // len(paragraph)))
        name = "index.md" if number == 0 else f"page-{number}.md"
        (docs / name).write_text(f"# 页{number}\n\n{body}\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    settings = {
        "site_name": "stock",
        "theme": {"name": "material", "language": "zh"},
        "plugins": [{"search": {"lang": ["zh", "en"]}}],
    }
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return config


def main() -> None:
    standard = checked_standard(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"\n{'the site, cold build in a process of its own':52}{'pages':>8}{'s':>8}{'bar':>7}")
        whole = built(ROOT / "mkdocs.yml", folder / "whole")
        count = len(list((folder / "whole").rglob("*.html")))
        print(f"{'ours, with the plugin':52}{count:8}{whole:8.2f}{BARS[1]:7.1f}")
        pages = pages_of(standard)
        size = sum(map(len, pages.values())) // len(pages)
        plain = built(stock(folder / "stock", count, size), folder / "stock-built")
        print(f"{'stock Material, as many pages of as much text':52}{count:8}{plain:8.2f}")
        print(f"\n{'growth with the indicators':44}{'pages':>8}{'made s':>8}{'built s':>9}{'ms a page':>11}{'bar':>7}")
        for times in TIMES:
            start = time.perf_counter()
            pages = pages_of(multiplied(standard, times))
            made = time.perf_counter() - start
            config = written(folder / f"x{times}", pages)
            took = built(config, folder / f"x{times}-built")
            bar = f"{BARS[times]:7.1f}" if times in BARS else ""
            label = f"{len(standard.indicators) * times} indicators"
            print(f"{label:44}{len(pages):8}{made:8.2f}{took:9.2f}{took / len(pages) * 1000:11.1f}{bar}")


if __name__ == "__main__":
    main()
