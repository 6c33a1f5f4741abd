"""Blocks as Markdown. Every text that is data is escaped here, so that it is shown and never obeyed."""

from __future__ import annotations

import posixpath
from functools import partial

from lceval_docs.views.block import (
    Anchor,
    Badge,
    Block,
    ChapterText,
    ChosenTable,
    Code,
    Facet,
    Foot,
    Formula,
    Framed,
    Heading,
    Inline,
    Items,
    Key,
    Link,
    Lookup,
    Notice,
    Outward,
    Page,
    Paragraph,
    Sample,
    Table,
    TermLink,
)
from lceval_docs.views.picture import BarChart, CurveChart, FlowChart, RadarChart, TreeChart
from lceval_docs.views.sheet import Assessment
from lceval_docs.writers.pages.assessment import render_assessment
from lceval_docs.writers.pages.chapter import render_chapter, render_term
from lceval_docs.writers.pages.escape import as_html, as_markdown
from lceval_docs.writers.pages.mathml import render_mathml
from lceval_docs.writers.pages.svg import render_picture


def render_page(page: Page) -> str:
    """The page as Markdown, with its title as front matter and first heading."""
    blocks = "\n\n".join(_block(block, page.path) for block in page.blocks)
    title = page.title.replace("\u3000", " ").replace('"', "'")
    unsearched = "" if page.is_searched else "search:\n  exclude: true\n"
    wide = "hide:\n  - navigation\n  - toc\n" if page.is_wide else ""
    cited = f'\n<div class="citation" data-cite="{as_html(page.citation)}" hidden></div>\n' if page.citation else ""
    return f'---\ntitle: "{title}"\n{unsearched}{wide}---\n\n# {as_markdown(page.title)} {{#top}}\n\n{blocks}\n{cited}'


def _block(block: Block, path: str) -> str:
    match block:
        case Heading(level, text, id):
            return f"{'#' * level} {_inline(text, path)} {{#{id}}}"
        case Paragraph(text):
            return _inline(text, path)
        case Notice(title, text):
            return f'<div class="admonition warning" markdown>\n<p class="admonition-title">{as_html(title)}</p>\n\n{as_markdown(text)}\n\n</div>'
        case Items(entries, ordered):
            marker = "1." if ordered else "-"
            return "\n".join(f"{marker} {_inline(entry, path)}" for entry in entries)
        case Table(heads, rows):
            lines = [_row(heads, path), "|" + " --- |" * len(heads), *(_row(row, path) for row in rows)]
            return "\n".join(lines)
        case ChosenTable():
            return _chosen(block, path)
        case Lookup():
            return _lookup(block, path)
        case Framed(kind, inside):
            within = "\n\n".join(_block(one, path) for one in inside)
            return f'<div class="framed {kind}" markdown>\n\n{within}\n\n</div>'
        case Foot(text):
            return f'<p class="foot" data-search-exclude>{_html(text, path)}</p>'
        case Formula(equation):
            return f'<div class="formula">{render_mathml(equation)}</div>'
        case Sample(text):
            # A blank line would end the block of HTML.
            return f"<pre><code>{as_html(text).replace(chr(10), '&#10;')}</code></pre>"
        case ChapterText(chapter, together):
            return render_chapter(chapter, together)
        case CurveChart() | BarChart() | TreeChart() | FlowChart() | RadarChart():
            return render_picture(block, partial(_address, path))
        case Assessment():
            return render_assessment(block, partial(_address, path))


def _row(cells: tuple[Inline, ...], path: str) -> str:
    return "| " + " | ".join(_inline(cell, path) or " " for cell in cells) + " |"


def _chosen(table: ChosenTable, path: str) -> str:
    """A table as HTML: its rows say what they are chosen by, and a form that a script shows chooses among them."""
    heads = "".join(f'<th scope="col">{as_html(head)}</th>' for head in table.heads)
    rows = "".join(
        f"<tr{_options(table.facets, kept)}>{''.join(f'<td>{_html(cell, path)}</td>' for cell in cells)}</tr>"
        for cells, kept in zip(table.rows, table.kept, strict=True)
    )
    return (
        f'<form class="facets" data-table="{table.id}" hidden>{"".join(map(_facet, table.facets))}'
        f'<label>查找<input type="search" name="words" autocomplete="off"></label><button type="reset">全部显示</button>'
        f'<output data-says="{as_html(table.says)}"></output></form>'
        f'<div class="scroll"><table class="chosen" id="{table.id}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _lookup(lookup: Lookup, path: str) -> str:
    """A table as HTML, whose rows say what a script judges them by, below the field that it shows."""
    heads = "".join(f'<th scope="col">{as_html(head)}</th>' for head in lookup.heads)
    rows = "".join(
        f"<tr{_key(key)}>{''.join(f'<td>{_html(cell, path)}</td>' for cell in cells)}</tr>"
        for cells, key in zip(lookup.rows, lookup.keys, strict=True)
    )
    says = "".join(f' data-{outcome}="{as_html(sentence)}"' for outcome, sentence in lookup.says)
    return (
        f'<form class="lookup" data-table="{lookup.id}" hidden><label>{as_html(lookup.label)}'
        f'<input type="search" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false"></label>'
        f"<button>{as_html(lookup.button)}</button><output{says}></output><dl hidden></dl></form>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{as_html(lookup.name)}">'
        f'<table class="chosen register" id="{lookup.id}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _key(key: Key) -> str:
    invented = " data-invented" if key.invented else ""
    return (
        f' id="{as_html(key.anchor)}" data-code="{as_html(key.code)}" data-status="{as_html(key.status)}"'
        f' data-until="{as_html(key.until)}"{invented}'
    )


def _facet(facet: Facet) -> str:
    options = "".join(f'<option value="{as_html(id)}">{as_html(name)}</option>' for id, name in facet.options)
    return f'<label>{as_html(facet.name)}<select name="{facet.id}"><option value="">全部</option>{options}</select></label>'


def _options(facets: tuple[Facet, ...], kept: tuple[tuple[str, ...], ...]) -> str:
    pairs = zip(facets, kept, strict=True)
    return "".join(f' data-{facet.id}="{as_html(" ".join(options))}"' for facet, options in pairs)


def _html(text: Inline, path: str) -> str:
    """The same as HTML, where no Markdown is read."""
    match text:
        case Link(words, target):
            return f'<a href="{_address(path, target)}">{as_html(words)}</a>'
        case tuple():
            return "".join(_html(part, path) for part in text)
        case str():
            return as_html(text)
    return _inline(text, path)


def _inline(text: Inline, path: str) -> str:
    match text:
        case str():
            return as_markdown(text)
        case Link(words, target):
            return f"[{as_markdown(words)}]({_relative(target, path)})"
        case Badge(status, words):
            return f'<span class="status {status}">{as_html(words)}</span>'
        case TermLink(words, target, definition):
            return render_term(words, _address(path, target), definition)
        case Outward(words, address):
            return f'<a href="{as_html(address)}">{as_html(words)}</a>'
        case Anchor(id):
            return f'<span class="anchor" id="{as_html(id)}"></span>'
        case Code(words):
            return f"<code>{as_html(words)}</code>"
        case tuple():
            return "".join(_inline(part, path) for part in text)


def _address(path: str, target: str) -> str:
    """A link in HTML, which the builder of the site leaves as it is: to the page that a source becomes."""
    file, _, anchor = _relative(target, path).partition("#")
    page = f"{file.removesuffix('.md')}.html" if file.endswith(".md") else file
    return f"{page}#{anchor}" if anchor else page


def _relative(target: str, path: str) -> str:
    file, _, anchor = target.partition("#")
    if not file:  # on the same page
        return target
    relative = posixpath.relpath(file, posixpath.dirname(path) or ".")
    return f"{relative}#{anchor}" if anchor else relative
