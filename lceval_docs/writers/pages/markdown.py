"""Blocks as Markdown. Every text that is data is escaped here, so that it is shown and never obeyed."""

from __future__ import annotations

import posixpath

from lceval_docs.views.block import (
    Badge,
    Block,
    ChapterText,
    Code,
    Formula,
    Heading,
    Inline,
    Items,
    Link,
    Notice,
    Page,
    Paragraph,
    Sample,
    Table,
)
from lceval_docs.writers.pages.chapter import render_chapter
from lceval_docs.writers.pages.escape import as_html, as_markdown
from lceval_docs.writers.pages.mathml import render_mathml


def render_page(page: Page) -> str:
    """The page as Markdown, with its title as front matter and first heading."""
    blocks = "\n\n".join(_block(block, page.path) for block in page.blocks)
    title = page.title.replace("\u3000", " ").replace('"', "'")
    return f'---\ntitle: "{title}"\n---\n\n# {as_markdown(page.title)} {{#top}}\n\n{blocks}\n'


def _block(block: Block, path: str) -> str:
    match block:
        case Heading(level, text, id):
            return f"{'#' * level} {_inline(text, path)} {{#{id}}}"
        case Paragraph(text):
            return _inline(text, path)
        case Notice(title, text):
            return f'<div class="admonition warning" markdown>\n<p class="admonition-title">{as_html(title)}</p>\n\n{as_markdown(text)}\n\n</div>'
        case Items(entries):
            return "\n".join(f"- {_inline(entry, path)}" for entry in entries)
        case Table(heads, rows):
            lines = [_row(heads, path), "|" + " --- |" * len(heads), *(_row(row, path) for row in rows)]
            return "\n".join(lines)
        case Formula(equation):
            return f'<div class="formula">{render_mathml(equation)}</div>'
        case Sample(text):
            # A blank line would end the block of HTML.
            return f"<pre><code>{as_html(text).replace(chr(10), '&#10;')}</code></pre>"
        case ChapterText(chapter):
            return render_chapter(chapter)


def _row(cells: tuple[Inline, ...], path: str) -> str:
    return "| " + " | ".join(_inline(cell, path) or " " for cell in cells) + " |"


def _inline(text: Inline, path: str) -> str:
    match text:
        case str():
            return as_markdown(text)
        case Link(words, target):
            return f"[{as_markdown(words)}]({_relative(target, path)})"
        case Badge(status, words):
            return f'<span class="status {status}">{as_html(words)}</span>'
        case Code(words):
            return f"<code>{as_html(words)}</code>"
        case tuple():
            return "".join(_inline(part, path) for part in text)


def _relative(target: str, path: str) -> str:
    file, _, anchor = target.partition("#")
    relative = posixpath.relpath(file, posixpath.dirname(path) or ".")
    return f"{relative}#{anchor}" if anchor else relative
