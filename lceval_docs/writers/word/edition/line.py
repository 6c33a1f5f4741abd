"""What stands inside a line: runs, cross-references as fields with their results, bookmarks, footnote calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from lceval_docs.model.prose import Citation, Equation, Footnote, FootnoteMark, Inline, Line, Symbol, Words
from lceval_docs.views.layout import Box, Sub, Word, lay_out_symbol
from lceval_docs.writers.word.equation import render_equation
from lceval_docs.writers.word.text import element, in_run, run

_FACES = {"": "", "strong": "HeadingFace", "variable": "Variable"}
_FIRST_BOOKMARK = 100
# Kinds whose bookmark holds the number itself; the numbers of clauses are counted by Word.


@dataclass
class Anchors:
    """Names of bookmarks by anchor, and what must be written once a document."""

    names: dict[str, str] = field(default_factory=dict)
    next_id: int = _FIRST_BOOKMARK

    def name(self, anchor: str) -> str:
        """Word allows letters, digits and underscores, and hides names that begin with one."""
        return self.names.setdefault(anchor, f"_Ref{len(self.names) + 1:06d}")

    def around(self, anchor: str, inside: str) -> str:
        """A bookmark around markup."""
        self.next_id += 1
        start = element("bookmarkStart", attributes={"id": self.next_id, "name": self.name(anchor)})
        return start + inside + element("bookmarkEnd", attributes={"id": self.next_id})


def render_line(line: Line, anchors: Anchors, footnotes: dict[str, int]) -> str:
    return "".join(_inline(part, anchors, footnotes) for part in line)


def _inline(part: Inline, anchors: Anchors, footnotes: dict[str, int]) -> str:
    match part:
        case Words(text, face):
            return run(text, _FACES[face])
        case Citation():
            return _citation(part, anchors)
        case FootnoteMark(number, id):
            if id in footnotes:
                return _footnote_call(footnotes[id])
            return run(number, "FootnoteReference")
        case Equation():
            return render_equation(part)
        case Symbol():
            return render_symbol(part)
    raise TypeError(part)


def render_symbol(symbol: Symbol) -> str:
    """A symbol in running text: letters of a variable in italics, what stands below them upright."""
    return _box(lay_out_symbol(symbol), "")


def _box(box: Box, style: str) -> str:
    match box:
        case Word(text, upright):
            return run(text, style or ("" if upright else "Variable"))
        case Sub(base, below):
            return _box(base, style) + _box(below, "Subscript")
    raise TypeError(box)


def _citation(citation: Citation, anchors: Anchors) -> str:
    """`第` + a field that shows 4 + `章`. What lies outside is plain text."""
    if not citation.target:
        return run(citation.text)
    name = anchors.name(citation.target)
    if citation.kind in ("table", "figure"):
        return refer(f"REF {name} \\h", citation.before + citation.number)
    if citation.kind == "formula":
        before, bracket = citation.before[:-1], citation.before[-1:]
        return run(before) + refer(f"REF {name} \\h", bracket + citation.number + citation.after)
    if citation.kind in ("annex", "clause") and citation.number:
        is_annex = citation.number.isalpha()
        shown = citation.before + citation.number if is_annex else citation.number
        before = "" if is_annex else citation.before
        after = citation.after
        return (run(before) if before else "") + refer(f"REF {name} \\r \\h", shown) + (run(after) if after else "")
    return element("hyperlink", run(citation.text), {"anchor": name, "history": 1})


def refer(instruction: str, result: str) -> str:
    """A field with its result already in it."""
    return _mark("begin") + _instruction(instruction) + _mark("separate") + run(result) + _mark("end")


def _mark(kind: str) -> str:
    return element("r", element("fldChar", attributes={"fldCharType": kind}))


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {in_run(text)} </w:instrText></w:r>'


def counted(series: str, number: str) -> str:
    """A number that Word counts: `A.` as text and a SEQ field."""
    letter, _, own = number.rpartition(".")
    return (run(f"{letter}.") if letter else "") + refer(f"SEQ {series}{letter} \\* ARABIC", own)


def _footnote_call(id: int) -> str:
    style = element("rPr", element("rStyle", attributes={"val": "FootnoteReference"}))
    return element("r", style + element("footnoteReference", attributes={"id": id})) + run(")", "FootnoteReference")


def render_footnote(footnote: Footnote, id: int, style: str, anchors: Anchors) -> str:
    """One footnote of the part footnotes.xml."""
    reference = element(
        "r", element("rPr", element("rStyle", attributes={"val": "FootnoteReference"})) + element("footnoteRef")
    )
    inside = reference + run(")　") + render_line(footnote.line, anchors, {})
    paragraph = element("p", element("pPr", element("pStyle", attributes={"val": style})) + inside)
    return f'<w:footnote w:id="{id}">{paragraph}</w:footnote>'
