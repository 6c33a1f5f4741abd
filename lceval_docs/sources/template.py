"""Word templates: a .docx with places, loops and conditions, read into a program of plain data.

The syntax is docxtpl's: `{{ name }}` in text, `{{r name }}` for a whole run, `{% if %}` and `{% for %}` inside a
paragraph, `{%p %}`, `{%tr %}` and `{%tc %}` in the place of a paragraph, row or cell. A picture's or chart's alternative
text may hold `{{ name }}` too; for a chart that name gives its data.

The language is a whitelist over Jinja's own parse tree: names and their attributes, loops over data, conditions made
of names with not, and, or. No calls, arithmetic, comparisons, filters or includes; so a template can neither reach into
Python nor run forever. Blocks must open and close under the same parent, so what comes out is well-formed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from jinja2 import Environment, TemplateSyntaxError, nodes
from lxml import etree

from lceval_docs.problems import NOWHERE, Fault, Mark, Problem

NOT_WORD = Fault("E0601", "this is not a Word file (.docx): {found}.", "Open it in Word or WPS and save it as .docx.")
UNSAFE = Fault("E0602", "the template holds {found}.", "Remove it in Word; templates hold text, tables, pictures and charts only.")
TOO_BIG = Fault("E0603", "the template is too large: {found}, at most {expected}.")
BROKEN_TAG = Fault("E0604", "{where}: broken tag {found}.", "A place is {{{{ name }}}}; a block is {{% if name %}} … {{% endif %}}.")
BAD_TAG = Fault("E0605", "{where}: {found} is not allowed.",
                "Templates may name data, loop over it and ask whether it is there; nothing else.")
UNBALANCED = Fault("E0606", "{where}: {found} has no partner in the same paragraph, table or cell.",
                   "Open and close a block at the same level.")
TEXT_BESIDE = Fault("E0607", "{where}: text stands beside {found}.", "Give such a tag a paragraph or row of its own.")
FULL_WIDTH = Fault("E0608", "{where}: full-width braces {found}.", "Type ASCII braces.")

MAX_BYTES, MAX_UNPACKED, MAX_PARTS = 20_000_000, 100_000_000, 2_000

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"

Path = tuple[str, ...]
Where = Literal["text", "run", "chart"]


@dataclass(frozen=True)
class Text:
    """Literal XML."""

    xml: str


@dataclass(frozen=True)
class Place:
    """A value: as escaped text, as runs of its own, or as the alternative text of a chart."""

    path: Path
    kind: Where
    where: str


@dataclass(frozen=True)
class Loop:
    name: str
    over: Path
    body: Program
    where: str


@dataclass(frozen=True)
class Test:
    """A name (true when it is there and not empty), or not / and / or of tests."""

    sign: Literal["name", "not", "and", "or"]
    path: Path = ()
    parts: tuple[Test, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Choice:
    """if / elif / else."""

    branches: tuple[tuple[Test, Program], ...]
    otherwise: Program


@dataclass(frozen=True)
class Keep:
    """What Word needs whatever the loops give: a cell ends in a paragraph, a table has a row or is left out."""

    kind: Literal["cell", "table"]
    body: Program


Step = Text | Place | Loop | Choice | Keep
Program = tuple[Step, ...]


@dataclass(frozen=True)
class ChartSlot:
    """A native chart in the template: whose data it shows, its part, and its embedded workbook."""

    path: Path
    part: str
    workbook: str
    where: str


@dataclass(frozen=True)
class Template:
    """A template read: its untouched parts, the programs of the others, its charts."""

    parts: Mapping[str, bytes]
    programs: Mapping[str, Program]
    charts: tuple[ChartSlot, ...]
    mark: Mark


@dataclass
class _Tag:
    """One tag as written, and where."""

    source: str
    kind: Where
    where: str

    @cached_property
    def word(self) -> str:
        """The first word of a block tag: for, if, elif, else, endfor, endif."""
        return self.source[2:-2].strip("-+ ").split(" ")[0] if self.source.startswith("{%") else ""


@dataclass
class _Part:
    """One XML part being read."""

    name: str
    tags: list[_Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mark: Mark = NOWHERE
    replaced: dict[etree._Element, etree._Element] = field(default_factory=dict)

    def note(self, fault: Fault, where: str, found: str) -> None:
        self.problems.append(fault.at(self.mark, where=where, found=found))


_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STRUCTURAL = re.compile(r"^(\{[{%])(p|tr|tc|r)\s+(.*)$", re.DOTALL)
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_FULL_WIDTH = re.compile(r"｛[｛%％]|[｝%％]｝")
_MARKER = re.compile("<\\?lceval (\\d+)\\?>|\ue000(\\d+)\ue001")
_SEGMENT = re.compile("\ue002(\\d+)\ue003")
_TAGGED_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_HOSTS = {"p": f"{{{W}}}p", "tr": f"{{{W}}}tr", "tc": f"{{{W}}}tc"}
_DANGEROUS_FIELDS = ("DDE", "INCLUDE", "LINK", "MACROBUTTON", "IMPORT", "DATABASE", "GOTOBUTTON")


def read_template(raw: bytes, shown: str) -> tuple[Template | None, tuple[Problem, ...]]:
    """The template in the bytes of a .docx, or every problem of it."""
    mark = Mark(shown)
    members, problems = _unzip(raw, mark)
    if problems:
        return None, problems
    found = [*_unsafe(members, mark)]
    programs: dict[str, Program] = {}
    charts: list[ChartSlot] = []
    for name in members:
        if not _TAGGED_PART.fullmatch(name) or found:
            continue
        part = _Part(name, mark=mark)
        program = _read_part(part, members, charts)
        found += part.problems
        if program is not None and len(program) > 1:
            programs[name] = program
    if found:
        return None, tuple(found)
    return Template(MappingProxyType(members), MappingProxyType(programs), tuple(charts), mark), ()


def _unzip(raw: bytes, mark: Mark) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The members of a .docx in their order; bounded in number and size, names inside the package and unique."""
    if len(raw) > MAX_BYTES:
        return {}, (TOO_BIG.at(mark, found=len(raw), expected=MAX_BYTES),)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
            size = sum(info.file_size for info in infos)
            if len(infos) > MAX_PARTS or size > MAX_UNPACKED:
                return {}, (TOO_BIG.at(mark, found=f"{len(infos)} / {size}", expected=f"{MAX_PARTS} / {MAX_UNPACKED}"),)
            names = [info.filename for info in infos]
            strange = [n for n in names if n.startswith("/") or "\\" in n or ".." in n.split("/")]
            if strange or len({n.lower() for n in names}) < len(names):
                return {}, (UNSAFE.at(mark, found=f"parts named {strange or names}"[:120]),)
            members = {info.filename: archive.read(info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
        kind = "an old .doc or a file with a password" if raw[:4] == b"\xd0\xcf\x11\xe0" else str(error)
        return {}, (NOT_WORD.at(mark, found=kind or "not a zip"),)
    except Exception as error:
        if type(error).__name__ != "error":  # zlib.error has no public base class
            raise
        return {}, (NOT_WORD.at(mark, found=str(error)),)
    types = members.get("[Content_Types].xml", b"")
    if "word/document.xml" not in members or b"wordprocessingml.document.main+xml" not in types:
        return {}, (NOT_WORD.at(mark, found="no document part, or a .dotx / .docm"),)
    return members, ()


def _unsafe(members: Mapping[str, bytes], mark: Mark) -> Iterator[Problem]:
    """What a template must not bring along into reports."""
    for name, raw in members.items():
        if re.search(r"vbaProject|activeX|oleObject|afchunk", name, re.IGNORECASE):
            yield UNSAFE.at(mark, found=name)
        if not name.endswith((".xml", ".rels")):
            continue
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            yield UNSAFE.at(mark, found=f"a document type declaration in {name}")
            continue
        try:
            root = etree.fromstring(raw, _parser())
        except etree.XMLSyntaxError as error:
            yield NOT_WORD.at(mark, found=f"{name}: {error}")
            continue
        if name.endswith(".rels"):
            for rel in root:
                kind = (rel.get("Type") or "").rsplit("/", 1)[-1]
                if (rel.get("TargetMode") == "External" and kind != "hyperlink") or kind in ("aFChunk", "attachedTemplate"):
                    yield UNSAFE.at(mark, found=f"{kind}: {rel.get('Target')}")
        for instruction in root.iter(f"{{{W}}}instrText", f"{{{W}}}fldSimple"):
            text = (instruction.text or instruction.get(f"{{{W}}}instr") or "").strip().upper()
            if text.startswith(_DANGEROUS_FIELDS):
                yield UNSAFE.at(mark, found=f"the field {text[:40]}")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


# --- from XML to a sequence of literals and tags ----------------------------------------------------------------------


def _read_part(part: _Part, members: Mapping[str, bytes], charts: list[ChartSlot]) -> Program | None:
    root = etree.fromstring(members[part.name], _parser())
    paragraphs = list(root.iter(f"{{{W}}}p"))
    places = {paragraph: number for number, paragraph in enumerate(paragraphs, 1)}
    for paragraph in paragraphs:
        _read_paragraph(paragraph, _place_of(paragraph, places, part), part)
    for drawing in root.iter(f"{{{WP}}}inline", f"{{{WP}}}anchor"):
        _read_drawing(drawing, _place_of(next(drawing.iterancestors(f"{{{W}}}p")), places, part), part, members, charts)
    _check_blocks(root, part)
    if part.problems:
        return None
    _keep_valid(root, part)
    xml = etree.tostring(root, encoding="unicode")
    return _compile(xml, part)


def _place_of(paragraph: etree._Element, places: Mapping[etree._Element, int], part: _Part) -> str:
    """How a problem names a paragraph: its part, its number, how it begins."""
    start = "".join(t.text or "" for t in _texts(paragraph))[:40]
    return f'{part.name.removeprefix("word/").removesuffix(".xml")} ¶{places[paragraph]} "{start}"'


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """The w:t of a paragraph, without those of text boxes inside it."""
    mine = f"{{{W}}}p"
    return [t for t in paragraph.iter(f"{{{W}}}t") if next(t.iterancestors(mine)) is paragraph]


def _read_paragraph(paragraph: etree._Element, where: str, part: _Part) -> None:
    texts = _texts(paragraph)
    whole = "".join(t.text or "" for t in texts)
    if _FULL_WIDTH.search(whole):
        part.note(FULL_WIDTH, where, whole[:40])
    if not _LEFT_OVER.search(whole):
        return
    left = _LEFT_OVER.search(_TAG.sub("", whole))
    if left:
        part.note(BROKEN_TAG, where, left[0])
        return
    _join_split_tags(texts, whole)
    inline: list[_Tag] = []
    for text in _texts(paragraph):
        if _TAG.search(text.text or ""):
            inline += _read_text(text, where, part)
    _check_inline(inline, part)


def _join_split_tags(texts: Sequence[etree._Element], whole: str) -> None:
    """Put every tag wholly into the run in which it begins (Word splits text into runs as it likes)."""
    owner: list[int] = []
    for number, text in enumerate(texts):
        owner += [number] * len(text.text or "")
    for match in _TAG.finditer(whole):
        owner[match.start():match.end()] = [owner[match.start()]] * (match.end() - match.start())
    for number, text in enumerate(texts):
        text.text = "".join(c for c, o in zip(whole, owner, strict=True) if o == number)


def _read_text(text: etree._Element, where: str, part: _Part) -> list[_Tag]:
    """Replace the tags of one w:t by markers; tell those that stand inside the paragraph."""
    inline: list[_Tag] = []
    pieces: list[str] = []
    end = 0
    raw = text.text or ""
    for match in _TAG.finditer(raw):
        pieces.append(raw[end:match.start()])
        end = match.end()
        source = match[0].translate(_QUOTES)
        if source.startswith("{#"):
            continue
        structural = _STRUCTURAL.match(source)
        if structural and structural[2] != "r":
            tag = _Tag(f"{structural[1]} {structural[3]}", "text", where)
            _replace_host(text, structural[2], tag, part)
            continue
        kind: Where = "run" if structural else "text"
        tag = _Tag(f"{structural[1]} {structural[3]}" if structural else source, kind, where)
        part.tags.append(tag)
        inline.append(tag)
        number = len(part.tags) - 1
        if kind == "run":
            _split_run(text, "".join(pieces), number)
            pieces = []
        else:
            pieces.append(f"\ue000{number}\ue001")
    text.text = "".join(pieces) + raw[end:]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return inline


def _split_run(text: etree._Element, before: str, number: int) -> None:
    """A marker between runs: what stood before the tag gets a run of its own, alike in format."""
    run = text.getparent()
    first = etree.Element(run.tag, nsmap=run.nsmap)
    properties = run.find(f"{{{W}}}rPr")
    if properties is not None:
        first.append(etree.fromstring(etree.tostring(properties)))
    if before:
        copy = etree.SubElement(first, text.tag)
        copy.text = before
        copy.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addprevious(first)
    run.addprevious(etree.ProcessingInstruction("lceval", str(number)))


def _replace_host(text: etree._Element, kind: str, tag: _Tag, part: _Part) -> None:
    """Put a marker in the place of the paragraph, row or cell that a structural tag stands in."""
    host = next(text.iterancestors(_HOSTS[kind]), None)
    if host is None:
        part.note(BROKEN_TAG, tag.where, tag.source)
        return
    beside = _TAG.sub("", "".join(t.text or "" for t in host.iter(f"{{{W}}}t"))).strip()
    if beside:
        part.note(TEXT_BESIDE, tag.where, tag.source)
    part.tags.append(tag)
    marker = etree.ProcessingInstruction("lceval", str(len(part.tags) - 1))
    replaced = part.replaced.get(host)
    if replaced is not None:
        replaced.addnext(marker)
    else:
        host.addprevious(marker)
        host.getparent().remove(host)
    part.replaced[host] = marker


def _read_drawing(drawing: etree._Element, where: str, part: _Part, members: Mapping[str, bytes],
                  charts: list[ChartSlot]) -> None:
    """A place in an alternative text; if the drawing is a chart, the place names its data."""
    properties = drawing.find(f"{{{WP}}}docPr")
    source = (properties.get("descr") or "").strip() if properties is not None else ""
    if properties is None or not _LEFT_OVER.search(source):
        return
    if not _TAG.fullmatch(source) or not source.startswith("{{"):
        part.note(BROKEN_TAG, where, source[:40])
        return
    part.tags.append(_Tag(source.translate(_QUOTES), "chart", where))
    properties.set("descr", f"\ue000{len(part.tags) - 1}\ue001")
    chart = next(drawing.iter(f"{{{C}}}chart"), None)
    path = _path_of(source)
    if chart is None or path is None:
        part.note(BROKEN_TAG, where, source[:40])
        return
    target = _relationship(part.name, chart.get(f"{{{R}}}id"), members)
    workbook = _relationship(target, None, members)
    charts.append(ChartSlot(path, target, workbook, where))


def _path_of(source: str) -> Path | None:
    try:
        body = Environment().parse(source).body
        return _path(body[0].nodes[0])  # type: ignore[attr-defined]
    except (TemplateSyntaxError, _NotAllowedError, IndexError, AttributeError):
        return None


def _relationship(part: str, id: str | None, members: Mapping[str, bytes]) -> str:
    """The part that a relationship of a part points to; without an id, the first package."""
    folder, _, file = part.rpartition("/")
    raw = members.get(f"{folder}/_rels/{file}.rels")
    if raw is None:
        return ""
    for rel in etree.fromstring(raw, _parser()):
        if rel.get("Id") == id or (id is None and (rel.get("Type") or "").endswith("/package")):
            steps = f"{folder}/{rel.get('Target')}".split("/")
            while ".." in steps:
                at = steps.index("..")
                del steps[at - 1:at + 1]
            return "/".join(steps)
    return ""


# --- blocks ---------------------------------------------------------------------------------------------------------


def _check_inline(tags: Sequence[_Tag], part: _Part) -> None:
    _balanced([t for t in tags if t.word], part)


def _check_blocks(root: etree._Element, part: _Part) -> None:
    """Structural blocks open and close among the children of one element."""
    for parent in {marker.getparent() for marker in root.iter(etree.ProcessingInstruction)}:
        if parent.tag == f"{{{W}}}p":
            continue
        tags = [part.tags[int(c.text)] for c in parent if c.tag is etree.ProcessingInstruction]
        _balanced([t for t in tags if t.word], part)


def _balanced(tags: Sequence[_Tag], part: _Part) -> None:
    waiting: list[_Tag] = []
    for tag in tags:
        if tag.word in ("for", "if"):
            waiting.append(tag)
        elif tag.word.startswith("end") and waiting and waiting[-1].word == tag.word[3:]:
            waiting.pop()
        elif tag.word not in ("else", "elif") or not waiting:
            part.note(UNBALANCED, tag.where, tag.source)
            return
    for tag in waiting:
        part.note(UNBALANCED, tag.where, tag.source)


def _keep_valid(root: etree._Element, part: _Part) -> None:
    """Wrap cells and tables that a loop over nothing would leave without what Word needs."""
    for kind, holder, needed in (("cell", f"{{{W}}}tc", f"{{{W}}}p"), ("table", f"{{{W}}}tbl", f"{{{W}}}tr")):
        for element in list(root.iter(holder)):
            children = [c for c in element if c.tag is etree.ProcessingInstruction or c.tag == needed
                        or (kind == "cell" and c.tag == f"{{{W}}}tbl")]
            if not any(c.tag is etree.ProcessingInstruction for c in children):
                continue
            if kind == "cell" and children[-1].tag == needed and not _depth_at(children, len(children) - 1, part):
                continue
            if kind == "table" and any(c.tag == needed and not _depth_at(children, n, part)
                                       for n, c in enumerate(children)):
                continue
            _wrap(element, kind, part)


def _depth_at(children: Sequence[etree._Element], position: int, part: _Part) -> int:
    words = [part.tags[int(c.text)].word for c in children[:position] if c.tag is etree.ProcessingInstruction]
    return sum((w in ("for", "if")) - w.startswith("end") for w in words)


def _wrap(element: etree._Element, kind: str, part: _Part) -> None:
    part.tags += [_Tag(f"{{% filter {kind} %}}", "text", ""), _Tag("{% endfilter %}", "text", "")]
    start, end = (etree.ProcessingInstruction("lceval", str(len(part.tags) - n)) for n in (2, 1))
    if kind == "table":
        element.addprevious(start)
        element.addnext(end)
        end.tail, element.tail = element.tail, None
        return
    properties = element.find(f"{{{W}}}tcPr")
    if properties is not None:
        properties.addnext(start)
    else:
        element.insert(0, start)
    element.append(end)


# --- from tags to a program -----------------------------------------------------------------------------------------


class _NotAllowedError(Exception):
    """A construct outside the whitelist."""


def _compile(xml: str, part: _Part) -> Program | None:
    """Jinja parses the tags, one a line, so that a line number names a tag; literals stand between as numbers."""
    literals: list[str] = []
    lines: list[str] = []
    order: list[int] = []
    end = 0
    for match in _MARKER.finditer(xml):
        literals.append(xml[end:match.start()])
        end = match.end()
        number = int(match[1] or match[2])
        order.append(number)
        lines.append(f"\ue002{len(literals) - 1}\ue003" + " ".join(part.tags[number].source.split()))
    literals.append(xml[end:])
    lines.append(f"\ue002{len(literals) - 1}\ue003")
    by_line = [part.tags[n] for n in order]
    try:
        tree = Environment(autoescape=False).parse("\n".join(lines))
        return _Compiler(literals, by_line).program(tree.body)
    except TemplateSyntaxError as error:
        tag = by_line[min(error.lineno, len(by_line)) - 1]
        part.note(BROKEN_TAG, tag.where, tag.source)
    except _NotAllowedError as error:
        node, = error.args
        tag = by_line[min(node.lineno, len(by_line)) - 1]
        part.note(BAD_TAG, tag.where, tag.source)
    return None


@dataclass
class _Compiler:
    literals: Sequence[str]
    tags: Sequence[_Tag]

    def program(self, body: Sequence[nodes.Node]) -> Program:
        return tuple(step for node in body for step in self.steps(node))

    def steps(self, node: nodes.Node) -> Iterator[Step]:
        where = self.tags[min(node.lineno, len(self.tags)) - 1].where if self.tags else ""
        match node:
            case nodes.Output():
                for child in node.nodes:
                    yield from self.output(child)
            case nodes.For(target=nodes.Name(), test=None, recursive=False, else_=[]):
                yield Loop(node.target.name, _path(node.iter), self.program(node.body), where)  # type: ignore[attr-defined]
            case nodes.If():
                branches = [(self.test(node.test), self.program(node.body))]
                branches += [(self.test(n.test), self.program(n.body)) for n in node.elif_]
                yield Choice(tuple(branches), self.program(node.else_))
            case nodes.FilterBlock() if not where:
                yield Keep(node.filter.name, self.program(node.body))  # type: ignore[arg-type]
            case _:
                raise _NotAllowedError(node)

    def output(self, node: nodes.Node) -> Iterator[Step]:
        if isinstance(node, nodes.TemplateData):
            for number in _SEGMENT.findall(node.data):
                if self.literals[int(number)]:
                    yield Text(self.literals[int(number)])
            return
        tag = self.tags[node.lineno - 1]
        yield Place(_path(node), tag.kind, tag.where)

    def test(self, node: nodes.Node) -> Test:
        match node:
            case nodes.Not():
                return Test("not", parts=(self.test(node.node),))
            case nodes.And() | nodes.Or():
                sign: Literal["and", "or"] = "and" if isinstance(node, nodes.And) else "or"
                return Test(sign, parts=(self.test(node.left), self.test(node.right)))
        return Test("name", _path(node), where=self.tags[node.lineno - 1].where)


def _path(node: nodes.Node) -> Path:
    """The dotted name that an expression is, and nothing else."""
    match node:
        case nodes.Name() if not node.name.startswith("_"):
            return (node.name,)
        case nodes.Getattr() if not node.attr.startswith("_"):
            return (*_path(node.node), node.attr)
    raise _NotAllowedError(node)
