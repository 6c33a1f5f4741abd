"""The parts of a .docx that may serve as a template: bounded, whole, and free of what runs or fetches anything."""

from __future__ import annotations

import io
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
TOO_BIG = Fault("E0603", "the template is too large: {found}, at most {expected}.")

OLD_FORMAT = Word("an old .doc, or a file with a password")
BROKEN = Word("no archive, or a broken one")
COMPRESSION = Word("its parts are packed in a way that Word does not use")
NO_DOCUMENT = Word("it has no document part, or it is a .dotx or .docm")

MAX_BYTES, MAX_UNPACKED, MAX_PARTS = 20_000_000, 100_000_000, 2_000

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_DANGEROUS_FIELDS = ("DDE", "INCLUDE", "LINK", "MACROBUTTON", "IMPORT", "DATABASE", "GOTOBUTTON")


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
            strange = [n for n in names if n.startswith("/") or "\\" in n or ".." in n.split("/")]
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
        if name.endswith(".rels"):
            for rel in root:
                kind = (rel.get("Type") or "").rsplit("/", 1)[-1]
                if (rel.get("TargetMode") == "External" and kind != "hyperlink") or kind in (
                    "aFChunk",
                    "attachedTemplate",
                ):
                    yield UNSAFE.at(mark, found=f"{kind}: {rel.get('Target')}")
        for instruction in root.iter(f"{{{W}}}instrText", f"{{{W}}}fldSimple"):
            text = (instruction.text or instruction.get(f"{{{W}}}instr") or "").strip().upper()
            if text.startswith(_DANGEROUS_FIELDS):
                yield UNSAFE.at(mark, found=f"the field {text[:40]}")


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
