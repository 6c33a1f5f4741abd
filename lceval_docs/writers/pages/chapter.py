"""A chapter of the standard as a page: headings in Markdown, so that contents and search see them; the rest as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lceval_docs.model.prose import (
    Block,
    Cell,
    Citation,
    Clause,
    Defined,
    Equation,
    Figure,
    Footnote,
    FootnoteMark,
    Formula,
    Inline,
    Line,
    Listed,
    Listing,
    Paragraph,
    Remark,
    Row,
    Symbol,
    Table,
    Words,
)
from lceval_docs.records import dataclass
from lceval_docs.views.edition.numbering import MEANS, WHERE, NumberedChapter, list_marker
from lceval_docs.writers.pages.escape import as_html, as_markdown
from lceval_docs.writers.pages.mathml import render_inline, render_mathml, render_symbol

_FACES = {"": "{}", "strong": "<strong>{}</strong>", "variable": "<i>{}</i>"}
_DEEPEST = 6
# Tables of more columns scroll sideways on a phone.
_NARROW = 3


def render_chapter(numbered: NumberedChapter, together: bool = False) -> str:
    """The chapter's text without its title. `together`: all chapters stand on this page, so that no link leaves it."""
    chapter = numbered.chapter
    page = _Page(chapter.id, together)
    pieces = [*page.blocks(chapter.blocks), *page.clauses(chapter.clauses)]
    if chapter.footnotes:
        pieces.append(f'<div class="footnotes">{"".join(page.footnote(f) for f in chapter.footnotes)}</div>')
    return "\n\n".join(pieces)


@dataclass(frozen=True)
class _Page:
    """The page being written; links to other chapters leave it."""

    id: str
    together: bool

    def clauses(self, clauses: Iterable[Clause]) -> Iterator[str]:
        for clause in clauses:
            if clause.kind == "untitled":
                first, *rest = clause.blocks
                line = first.line if isinstance(first, Paragraph) else ()
                number = f'<span class="number" id="c-{clause.number}">{clause.number}</span>　'
                yield f'<p class="untitled" id="{clause.id}">{number}{self.line(line)}</p>'
                yield from self.blocks(rest if line else clause.blocks)
            else:
                title = "　".join(filter(None, (clause.number, clause.title, clause.english)))
                # By its number for people; by its id, which does not change when something comes before it.
                id = f"c-{clause.number}" if clause.number else clause.id
                alias = f'<span class="anchor" id="{clause.id}"></span>' if clause.number else ""
                level = min(clause.level + self.together, _DEEPEST)
                yield f"{'#' * level} {alias}{as_markdown(title)} {{#{id}}}"
                yield from self.blocks(clause.blocks)
            yield from self.clauses(clause.clauses)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        return (self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph(line):
                return f'<p class="text">{self.line(line)}</p>'
            case Listing():
                return self.listing(block, 1)
            case Remark():
                return self.remark(block)
            case Listed(id, line, label):
                number = f'<span class="marker">{as_html(label)}</span>　' if label else ""
                return f'<p class="listed" id="{id}">{number}{self.line(line)}</p>'
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Formula():
                return self.formula(block)
        raise TypeError(block)

    def listing(self, listing: Listing, level: int) -> str:
        items = []
        for place, entry in enumerate(listing.entries):
            inside = self.listing(entry.inside, level + 1) if entry.inside else ""
            marker = list_marker(listing.ordered, level, place)
            items.append(f'<li><span class="marker">{marker}</span>{self.line(entry.line)}{inside}</li>')
        return f'<ul class="gb{" ordered" if listing.ordered else ""}">{"".join(items)}</ul>'

    def remark(self, remark: Remark) -> str:
        label = f'<span class="label">{as_html(remark.label)}</span>'
        return f'<p class="{remark.kind}">{label}{self.line(remark.line)}</p>'

    def footnote(self, footnote: Footnote) -> str:
        label = f'<span class="label">{as_html(footnote.number)}</span>'
        return f'<p class="footnote" id="fn-{as_html(footnote.id)}">{label} {self.line(footnote.line)}</p>'

    def table(self, table: Table) -> str:
        columns = len(table.widths)
        wide = " wide" if columns > _NARROW else ""
        grid = "".join(f'<col style="width: {100 * w / sum(table.widths):.1f}%">' for w in table.widths)
        heads = "".join(self.row(row, "th") for row in table.heads)
        rows = "".join(self.row(row, "td") for row in table.rows)
        below = "".join([*map(self.remark, table.remarks), *map(self.footnote, table.footnotes)])
        foot = f'<tfoot><tr><td colspan="{columns}">{below}</td></tr></tfoot>' if below else ""
        unit = f'<p class="unit">{as_html(table.unit)}</p>' if table.unit else ""
        return (
            f'<figure class="gb-table" id="t-{table.id}">'
            f'<figcaption id="t-{table.number}">表{table.number}　{as_html(table.title)}</figcaption>{unit}'
            f'<div class="scroll"><table class="gb{wide}"><colgroup>{grid}</colgroup><thead>{heads}</thead><tbody>{rows}</tbody>{foot}</table></div></figure>'
        )

    def row(self, row: Row, tag: str) -> str:
        return f"<tr>{''.join(self.cell(cell, tag) for cell in row)}</tr>"

    def cell(self, cell: Cell, tag: str) -> str:
        attributes = "".join(
            f' {name}="{value}"'
            for name, value in (
                ("id", cell.anchor),
                ("class", "centred" if cell.centred else ""),
                ("colspan", cell.columns if cell.columns > 1 else ""),
                ("rowspan", cell.rows if cell.rows > 1 else ""),
                ("scope", "col" if tag == "th" else ""),
            )
            if value
        )
        before = cell.anchor.lower()  # as pages called it first
        alias = f'<span class="anchor" id="{before}"></span>' if before != cell.anchor else ""
        return f"<{tag}{attributes}>{alias}{'<br>'.join(map(self.line, cell.lines))}</{tag}>"

    def figure(self, figure: Figure) -> str:
        below = "".join(map(self.remark, figure.remarks))
        image = f'<img src="{as_html(figure.path)}" alt="{as_html(figure.alternative)}">'
        caption = f"<figcaption>图{figure.number}　{as_html(figure.title)}</figcaption>"
        return f'<figure class="gb-figure" id="g-{figure.id}">{image}{below}{caption}</figure>'

    def formula(self, formula: Formula) -> str:
        lines = "".join(
            f'<p class="where">{render_symbol(w.symbol)}{MEANS}{as_html(w.meaning)}{"。" if w is formula.where[-1] else "；"}</p>'
            for w in formula.where
        )
        return (
            f'<div class="gb-formula" id="f-{formula.id}"><div class="formula">{render_mathml(formula.equation)}'
            f'<span class="number">（{formula.number}）</span></div><p class="where-head">{WHERE}</p>{lines}</div>'
        )

    def line(self, line: Line) -> str:
        return "".join(map(self.inline, line))

    def inline(self, part: Inline) -> str:
        match part:
            case Words(text, face):
                return _FACES[face].format(as_html(text))
            case Citation(target=""):
                return as_html(part.text)
            case Citation(target=target, chapter=chapter):
                return f'<a href="{self.page(chapter)}#{as_html(target)}">{as_html(part.text)}</a>'
            case Defined(text, definition, target, chapter):
                return render_term(text, f"{self.page(chapter)}#{target}", definition)
            case FootnoteMark(number, id):
                return f'<sup><a href="#fn-{as_html(id)}">{as_html(number)}</a></sup>'
            case Equation():
                return render_inline(part)
            case Symbol():
                return render_symbol(part)
        raise TypeError(part)

    def page(self, chapter: str) -> str:
        """Where a chapter stands, seen from here."""
        return "" if self.together or chapter == self.id else f"{chapter}.html"


def render_term(text: str, address: str, definition: str) -> str:
    """A term with its definition at hand: shown by style, told by screen readers, linked for everybody."""
    said = as_html(definition)
    return f'<a class="term" href="{address}" aria-description="{said}" data-definition="{said}">{as_html(text)}</a>'
