"""Whether a Word file is set as the typesetting says: its pages, styles, paragraphs, tables and its end line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lceval_docs.model.produced import FoundFile, FoundParagraph, FoundSection, Look
from lceval_docs.model.typesetting import PageSize, ParagraphStyle, Typesetting
from lceval_docs.problems import Fault, Mark, Problem, Word

STYLE_CHANGED = Fault(
    "E0801", 'the style "{style}" has {what} {found}, expected {expected}.', "{source}. First used {place}."
)
PARAGRAPH_CHANGED = Fault(
    "E0802",
    '{place}: {what} {found} in the style "{style}", expected {expected}.',
    "Give the paragraph its style again.",
)
RUN_CHANGED = Fault(
    "E0803", "{place}: words in {found}, expected {expected}.", "Select them and take the formatting away."
)
UNKNOWN_STYLE = Fault(
    "E0804", '{place}: the style "{style}" is none of this standard.', "Give the paragraph a style of the standard."
)
PAGE_CHANGED = Fault("E0805", "section {section}: {what} {found}, expected {expected}.", "{source}.")
SECTIONS = Fault(
    "E0806",
    "page numbers begin with {found}, expected upperRoman 1 for the front matter and decimal 1 for the text.",
    "Cover, front matter and text are sections of their own.",
)
NOT_MIRRORED = Fault(
    "E0807", "odd and even pages are set alike.", "Page setup: mirror margins, different odd and even."
)
TABLE_CHANGED = Fault("E0808", "{place}: the table has {what} {found}, expected {expected}.")
NO_CAPTION = Fault("E0809", "{place}: a table without a caption above it.", "Put the caption above the table.")
HEAD_NOT_REPEATED = Fault("E0810", "{place}: the head of the table is not repeated.", "Repeat as header row.")
END_LINE = Fault("E0811", "the line that ends the text is {found}, expected {expected} of the text width.")
NOT_OURS = Fault(
    "E0812",
    "this file uses none of the styles of the standard.",
    "A finished edition is made by lceval edition; a report template has places such as {{{{ factory_name }}}}.",
)

_WORDS: Mapping[str, Word] = {
    "face": Word("the face"),
    "size": Word("the size"),
    "align": Word("the alignment"),
    "before": Word("the space before"),
    "after": Word("the space after"),
    "line": Word("the line pitch"),
    "left": Word("the indent"),
    "first": Word("the first line's indent"),
    "outline": Word("the outline level"),
    "keep_next": Word("keep with next"),
    "new_page": Word("page break before"),
}
_NEAR = 0.6
_MM = 1.0


def check_produced(found: FoundFile, typesetting: Typesetting, file: str) -> Iterator[Problem]:
    """Every difference, by paragraph."""
    expected = {style.name: style for style in typesetting.styles}
    used = [p for p in found.paragraphs if p.style in expected]
    if not used:
        yield NOT_OURS.at(Mark(file))
        return
    yield from _styles(found, expected, typesetting.grid, file)
    for paragraph in found.paragraphs:
        yield from _paragraph(paragraph, found.styles, expected, file)
    yield from _tables(found, typesetting, file)
    yield from _pages(found, typesetting, file)


def _place(paragraph: FoundParagraph) -> str:
    return f"{paragraph.number}（{paragraph.heading}）" if paragraph.heading else str(paragraph.number)


def _expected(style: ParagraphStyle, grid: Decimal) -> Look:
    """What a style looks like in points."""

    def space(lines: int, points: Decimal) -> float:
        return float(grid * lines / 100 if lines else points)

    return Look(
        face=style.face,
        size=float(style.size),
        align=style.align,
        before=space(style.before_lines, style.before),
        after=space(style.after_lines, style.after),
        line=float(style.line),
        left=float(style.left * style.size),
        first=float((style.first - style.hanging) * style.size),
        outline=style.outline,
        keep_next=style.keep_next,
        new_page=style.new_page,
    )


def _differences(found: Look, expected: Look) -> Iterator[tuple[str, object, object]]:
    for name in _WORDS:
        mine, theirs = getattr(found, name), getattr(expected, name)
        is_near = isinstance(mine, float) and isinstance(theirs, float) and abs(mine - theirs) <= _NEAR
        if mine != theirs and not is_near:
            yield name, mine, theirs


def _said(value: object) -> object:
    if isinstance(value, bool):
        return Word("yes") if value else Word("no")
    return f"{value:g} pt" if isinstance(value, float) else value


def _styles(found: FoundFile, expected: Mapping[str, ParagraphStyle], grid: Decimal, file: str) -> Iterator[Problem]:
    for name in dict.fromkeys(p.style for p in found.paragraphs if p.style in expected):
        first = next(p for p in found.paragraphs if p.style == name)
        style = expected[name]
        for what, mine, theirs in _differences(found.styles[name], _expected(style, grid)):
            yield STYLE_CHANGED.at(
                Mark(file, first.number),
                style=name,
                what=_WORDS[what],
                found=_said(mine),
                expected=_said(theirs),
                source=style.source,
                place=_place(first),
            )


def _paragraph(
    paragraph: FoundParagraph, styles: Mapping[str, Look], expected: Mapping[str, ParagraphStyle], file: str
) -> Iterator[Problem]:
    mark, place = Mark(file, paragraph.number), _place(paragraph)
    if paragraph.style not in expected:
        if paragraph.text:
            yield UNKNOWN_STYLE.at(mark, place=place, style=paragraph.style)
        return
    # What stands beside its style on purpose: a paragraph kept with its formula, a page begun, a frame's or an end line's indents.
    own = {"keep_next", "new_page"} | ({"left"} if not paragraph.text else set())
    for what, mine, theirs in _differences(paragraph.look, styles[paragraph.style]):
        if what not in own:
            yield PARAGRAPH_CHANGED.at(
                mark, place=place, what=_WORDS[what], found=_said(mine), style=paragraph.style, expected=_said(theirs)
            )
    for face, size in paragraph.runs:
        look = paragraph.look
        yield RUN_CHANGED.at(mark, place=place, found=f"{face} {size:g} pt", expected=f"{look.face} {look.size:g} pt")


def _tables(found: FoundFile, typesetting: Typesetting, file: str) -> Iterator[Problem]:
    rules = typesetting.tables
    captions = {s.name for s in typesetting.styles if s.id in ("table-caption", "table-unit")}
    for table in found.tables:
        mark = Mark(file, table.paragraph)
        place = f"{table.paragraph}（{table.heading}）"
        for what, widths, expected in (
            (Word("an outer rule of"), table.outer, rules.outer),
            (Word("inner rules of"), table.inner, rules.inner),
        ):
            wrong = [x for x in widths if abs(x - float(expected)) > 0.13]
            if wrong or not widths:
                yield TABLE_CHANGED.at(
                    mark, place=place, what=what, found=f"{(*wrong, 0.0)[0]:g} pt", expected=f"{expected} pt"
                )
        if table.caption_style not in captions:
            yield NO_CAPTION.at(mark, place=place)
        if not table.repeats_head:
            yield HEAD_NOT_REPEATED.at(mark, place=place)


def _pages(found: FoundFile, typesetting: Typesetting, file: str) -> Iterator[Problem]:
    mark = Mark(file)
    begun = [(s.numbering, s.start) for s in found.sections if s.start]
    if begun != [("upperRoman", "1"), ("decimal", "1")] or len(found.sections) < 3:
        yield SECTIONS.at(mark, found=", ".join(f"{form} {start}" for form, start in begun) or Word("none"))
    for number, section in enumerate(found.sections, 1):
        page = typesetting.cover if number == 1 else typesetting.page
        yield from _section(section, page, number, mark)
        if section.has_footer != (number > 1):
            is_there = Word("yes") if section.has_footer else Word("no")
            wanted = Word("yes") if number > 1 else Word("no")
            yield PAGE_CHANGED.at(
                mark, section=number, what=Word("page numbers"), found=is_there, expected=wanted, source=page.source
            )
    if not (found.mirrors and found.odd_and_even):
        yield NOT_MIRRORED.at(mark)
    share, weight = found.end_line
    rule = typesetting.end_line
    if abs(share - float(rule.share)) > 0.01 or abs(weight - float(rule.weight)) > 0.3:
        yield END_LINE.at(mark, found=f"{share:.2f}", expected=rule.share)


def _section(section: FoundSection, page: PageSize, number: int, mark: Mark) -> Iterator[Problem]:
    names = {"left": "inner", "right": "outer"}
    for name, found in section.page.items():
        expected = float(getattr(page, names.get(name, name)))
        if abs(found - expected) > _MM and name not in ("header", "footer"):
            yield PAGE_CHANGED.at(
                mark,
                section=number,
                what=_SIDES[name],
                found=f"{found:.1f} mm",
                expected=f"{expected:g} mm",
                source=page.source,
            )


_SIDES: Mapping[str, Word] = {
    "width": Word("the page's width"),
    "height": Word("the page's height"),
    "top": Word("the top margin"),
    "bottom": Word("the bottom margin"),
    "left": Word("the inner margin"),
    "right": Word("the outer margin"),
}
