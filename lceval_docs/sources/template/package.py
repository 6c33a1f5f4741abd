"""The parts of a .docx that may serve as a template: bounded, whole, and free of what runs or fetches anything."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

from lceval_docs.problems import Fault, Mark, Problem, Word

NOT_WORD = Fault("E0601", "this is not a Word file (.docx): {found}.", "Open it in Word or WPS and save it as .docx.")
UNSAFE = Fault(
    "E0602", "the template holds {found}.", "Remove it in Word; templates hold text, tables, pictures and charts only."
)
DAMAGED = Fault(
    "E0612", "the template is damaged: {found}.", "Open it in Word, let Word repair it, and save it as .docx."
)
TOO_BIG = Fault("E0603", "the template is too large: {found}, at most {expected}.")

OLD_FORMAT = Word("an old .doc, or a file with a password")
BROKEN = Word("no archive, or a broken one")
COMPRESSION = Word("its parts are packed in a way that Word does not use")
STRICT = Word("it is saved as Strict Open XML")
NO_DOCUMENT = Word("it has no document part, or it is a .dotx or .docm")

MAX_BYTES, MAX_UNPACKED, MAX_PARTS = 20_000_000, 100_000_000, 2_000

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# Fields that run or fetch something, ask the reader, or put together what another field then runs.
_DANGEROUS_FIELDS = frozenset(
    ("LINK", "MACROBUTTON", "GOTOBUTTON", "IMPORT", "DATABASE", "QUOTE", "FILLIN", "ASK", "PRINT", "RD", "EMBED")
)
_DANGEROUS_BEGINNINGS = ("DDE", "INCLUDE", "AUTOTEXT")
_DANGEROUS_RELATIONS = frozenset(
    (
        *("aFChunk", "attachedTemplate", "vbaProject", "wordVbaData", "control", "activeXControlBinary", "oleObject"),
        *("subDocument", "frame", "keyMapCustomizations", "attachedToolbars", "mailMergeSource", "recipientData"),
    )
)
_DANGEROUS_ELEMENTS = tuple(
    f"{{{W}}}{name}" for name in ("altChunk", "control", "frameset", "mailMerge", "object", "objectEmbed", "subDoc")
)
_DOCUMENT = "word/document.xml"
_NEEDED_PARTS = ("_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_IDS = etree.XPath("//@r:id | //@r:embed | //@r:link | //@r:pict", namespaces={"r": _RELATIONS})
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_HARMLESS_PARTS = re.compile(r".*\.(xml|rels|xlsx|png|jpe?g|gif|bmp|tiff?|emf|wmf|odttf)", re.IGNORECASE)
_HARMLESS_LINKS = re.compile(r"(https?|mailto):|#", re.IGNORECASE)
_LINK_IN_FIELD = re.compile(r'HYPERLINK\s+(?!\\)"?([^"\s]+)', re.IGNORECASE)


def w(name: str) -> str:
    """A name of Word's main namespace."""
    return f"{{{W}}}{name}"


def unzip(raw: bytes, mark: Mark) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The members of a .docx in their order; bounded in number and size, names inside the package and unique."""
    if len(raw) > MAX_BYTES:
        return {}, (TOO_BIG.at(mark, found=len(raw), expected=MAX_BYTES),)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
            size = sum(info.file_size for info in infos)
            if len(infos) > MAX_PARTS or size > MAX_UNPACKED:
                return {}, (TOO_BIG.at(mark, found=f"{len(infos)} / {size}", expected=f"{MAX_PARTS} / {MAX_UNPACKED}"),)
            if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
                return {}, (NOT_WORD.at(mark, found=COMPRESSION),)
            names = [info.filename for info in infos]
            strange = [n for n in names if n.startswith("/") or "\\" in n or ":" in n or ".." in n.split("/")]
            if strange or len({n.lower() for n in names}) < len(names):
                return {}, (UNSAFE.at(mark, found=f"parts named {strange or names}"[:120]),)
            members = {info.filename: archive.read(info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError):
        kind = OLD_FORMAT if raw[:4] == b"\xd0\xcf\x11\xe0" else BROKEN
        return {}, (NOT_WORD.at(mark, found=kind),)
    types = members.get("[Content_Types].xml", b"")
    if "word/document.xml" not in members or b"wordprocessingml.document.main+xml" not in types:
        return {}, (NOT_WORD.at(mark, found=NO_DOCUMENT),)
    return members, ()


def unsafe(members: Mapping[str, bytes], mark: Mark) -> Iterator[Problem]:
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
            root = etree.fromstring(raw, parser())
        except etree.XMLSyntaxError as error:
            yield NOT_WORD.at(mark, found=f"{name}: {error}")
            continue
        if root.getroottree().docinfo.internalDTD is not None:
            yield UNSAFE.at(mark, found=f"a document type declaration in {name}")
        if name.endswith(".rels"):
            for rel in root.iter(etree.Element):
                kind, target = (rel.get("Type") or "").rsplit("/", 1)[-1], rel.get("Target") or ""
                if kind in _DANGEROUS_RELATIONS or (_is_outside(rel, target) and kind != "hyperlink"):
                    yield UNSAFE.at(mark, found=f"{kind}: {target}")
        for instruction in _instructions(root):
            words = instruction.upper().split() or [""]
            if words[0] in _DANGEROUS_FIELDS or words[0].startswith(_DANGEROUS_BEGINNINGS):
                yield UNSAFE.at(mark, found=f"the field {instruction.strip()[:40]}")


def unfit(members: Mapping[str, bytes], mark: Mark) -> Iterator[Problem]:
    """Why a file that is safe to read is no template all the same. Its parts must be known to be XML."""
    trees = {n: etree.fromstring(raw, parser()) for n, raw in members.items() if n.endswith((".xml", ".rels"))}
    for name in members:
        if not _HARMLESS_PARTS.fullmatch(name) or name == "word/customizations.xml":
            yield UNSAFE.at(mark, found=name)
    yield from _foreign(trees, mark)
    yield from _incomplete(members, trees, mark)


def _foreign(trees: Mapping[str, etree._Element], mark: Mark) -> Iterator[Problem]:
    """What a template has no need of, and a report must not carry to its readers: embedded things, other links."""
    for name, root in trees.items():
        links = [rel.get("Target") or "" for rel in root if name.endswith(".rels") and _is_hyperlink(rel)]
        links += [match[1] for text in _instructions(root) for match in _LINK_IN_FIELD.finditer(text)]
        for link in links:
            if not _HARMLESS_LINKS.match(link):
                yield UNSAFE.at(mark, found=f"a link to {link[:60]}")
        for element in root.iter(*_DANGEROUS_ELEMENTS):
            yield UNSAFE.at(mark, found=f"{etree.QName(element).localname} in {name}")


def _incomplete(members: Mapping[str, bytes], trees: Mapping[str, etree._Element], mark: Mark) -> Iterator[Problem]:
    """What is missing of a document: parts that must be there, that are pointed to, or that are named in the text."""
    for name in _NEEDED_PARTS:
        if name not in members:
            yield DAMAGED.at(mark, found=name)
    document = trees[_DOCUMENT]
    if etree.QName(document).namespace == _STRICT:
        yield NOT_WORD.at(mark, found=STRICT)
    elif document.tag != f"{{{W}}}document" or document.find(f"{{{W}}}body/{{{W}}}sectPr") is None:
        yield DAMAGED.at(mark, found=_DOCUMENT)
    for name, root in trees.items():
        folder, _, file = name.rpartition("/")
        if name.endswith(".rels"):
            missing = _targets(posixpath.dirname(folder), root) - members.keys()
        else:
            relations = trees.get(f"{folder}/_rels/{file}.rels", ())
            missing = {str(id) for id in _IDS(root)} - {rel.get("Id") for rel in relations}
        for found in sorted(missing):
            yield DAMAGED.at(mark, found=f"{name}: {found}")


def _targets(folder: str, relations: etree._Element) -> set[str]:
    """The parts that relationships of a folder's part point to."""
    inside = [rel.get("Target") or "" for rel in relations if rel.get("TargetMode", "Internal") == "Internal"]
    return {posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for target in inside if target}


def _is_outside(rel: etree._Element, target: str) -> bool:
    """Whether a relationship leaves the package, whatever it says of itself."""
    return rel.get("TargetMode", "Internal") != "Internal" or ":" in target or target.startswith(("\\\\", "//"))


def _is_hyperlink(rel: etree._Element) -> bool:
    return (rel.get("Type") or "").endswith("/hyperlink")


def _instructions(root: etree._Element) -> Iterator[str]:
    """What every field is told to do, put together from its runs."""
    for simple in root.iter(f"{{{W}}}fldSimple"):
        yield simple.get(f"{{{W}}}instr") or ""
    waiting: list[str] = []
    for element in root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText"):
        kind = element.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            waiting.append("")
        elif kind == "end" and waiting:
            yield waiting.pop()
        elif kind is None and waiting:
            waiting[-1] += element.text or ""
        elif kind is None:
            yield element.text or ""
    yield from waiting


def parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def relationship(part: str, id: str | None, members: Mapping[str, bytes]) -> str:
    """The part that a relationship of a part points to; without an id, the first package."""
    folder, _, file = part.rpartition("/")
    raw = members.get(f"{folder}/_rels/{file}.rels")
    if raw is None:
        return ""
    for rel in etree.fromstring(raw, parser()):
        if rel.get("Id") == id or (id is None and (rel.get("Type") or "").endswith("/package")):
            steps = f"{folder}/{rel.get('Target')}".split("/")
            while ".." in steps:
                at = steps.index("..")
                del steps[at - 1 : at + 1]
            return "/".join(steps)
    return ""
