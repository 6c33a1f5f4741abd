"""The parts of a workbook: bounded, whole, and without anything that refers outside; or what the file really is."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from lceval_docs.problems import Fault, Mark, Problem, Word

NOT_A_WORKBOOK = Fault("E0901", "this is not an Excel workbook (.xlsx): {found}.", "Send the workbook saved as .xlsx.")
OLD_WORKBOOK = Fault(
    "E0902", "this is a workbook in another format: {found}.", "Open it in Excel or WPS and save it as .xlsx."
)
PASSWORD = Fault("E0903", "the workbook has a password.", "Open it in Excel, remove the password and save it.")
BROKEN = Fault(
    "E0904",
    "the workbook is damaged: {found}.",
    "Open it in Excel, let Excel repair it, and save it; or send it again.",
)
LOCK_FILE = Fault(
    "E0905",
    "this is the lock file that Excel keeps while a workbook is open.",
    "Close Excel and give the workbook itself.",
)
TOO_LARGE = Fault(
    "E0906", "the workbook is too large: {found}, at most {limit}.", "Delete what does not belong to the form."
)
DOCUMENT_TYPE = Fault(
    "E0907", "the part {found} of the workbook declares a document type.", "Open it in Excel and save it anew as .xlsx."
)
PART_NAME = Fault(
    "E0939",
    "the workbook has a part named {found}, twice or outside of it.",
    "Open it in Excel and save it anew as .xlsx.",
)
MACROS = Fault(
    "W0908", "the workbook holds macros; they are not read and not kept.", "Save it as .xlsx without macros."
)
EXTERNAL_LINKS = Fault(
    "W0909", "the workbook refers to other files; they are not opened.", "Check the values that come from there."
)

MAX_BYTES, MAX_UNPACKED, MAX_PARTS = 20_000_000, 100_000_000, 2_000
# Of the parts that are read: a tree takes many times the room of its text.
MAX_READ = 40_000_000
# Beyond it a part of some size was made to fill the memory; sheets of blank cells stay well below.
MAX_RATIO, RATIO_FROM = 400, 5_000_000
# Of elements within each other; programs nest a tenth of it.
MAX_DEPTH = 256

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_LOCK_BYTES = (54, 165)
_CONTENT_TYPES, _BOOK, _BINARY_BOOK = "[Content_Types].xml", "xl/workbook.xml", "xl/workbook.bin"

# Bytes of a part that are parsed at once: its beginning, up to the first element, and all of it.
_HEAD, _PIECE = 1024, 1_000_000

_NOT_READ = ("xl/drawings/", "xl/charts/", "xl/externalLinks/", "xl/pivot", "xl/theme/", "customXml/")

EMPTY = Word("it is empty")
WORD_FILE, OLD_WORD = Word("it is a Word file"), Word("it is an old Word file (.doc)")
SLIDES, PDF, HTML = Word("it is a presentation"), Word("it is a PDF"), Word("it is a web page (HTML)")
PICTURE, TEXT, ARCHIVE = Word("it is a picture"), Word("it is a text"), Word("it is another kind of archive")
OTHER = Word("it is something else")
XLS, XLSB, ODS = (
    Word("an old workbook (.xls)"),
    Word("a binary workbook (.xlsb)"),
    Word("an OpenDocument workbook (.ods)"),
)
CSV, XML_2003 = Word("a table as text (.csv)"), Word("an XML workbook of 2003")
CUT = Word("its end is missing, or bytes were changed")
NO_BOOK = Word("it has no list of sheets")
PACKING = Word("its parts are packed in a way that Excel does not use")


def open_package(raw: bytes, mark: Mark) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The XML parts by name, and what is wrong. No parts where the file cannot be used."""
    if not raw.startswith(_ZIP):
        return {}, (_what_it_is(raw, mark),)
    if len(raw) > MAX_BYTES:
        return {}, (TOO_LARGE.at(mark, found=f"{len(raw):,} B", limit=f"{MAX_BYTES:,} B"),)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
            names = [info.filename for info in infos]
            found = [*_package_problems(infos, mark), *_other_package(archive, names, mark)]
            if found:
                return {}, tuple(found)
            parts = {info.filename: archive.read(info) for info in infos if _is_read(info.filename)}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError):
        return {}, (BROKEN.at(mark, found=CUT),)
    warnings = tuple(_warnings(parts, names, mark))
    return parts, warnings


def parse_part(parts: Mapping[str, bytes], name: str, mark: Mark) -> tuple[Element | None, tuple[Problem, ...]]:
    """One part as a tree. A missing part is no problem here; a document type, whatever it says, is."""
    raw = parts.get(name)
    if raw is None:
        return None, ()
    try:
        _refuse_document_type(raw)
        return _tree(raw), ()
    except _DocumentTypeError:
        return None, (DOCUMENT_TYPE.at(mark, found=name),)
    except (ExpatError, LookupError, ValueError) as error:  # a lookup fails for an unknown encoding
        return None, (BROKEN.at(mark, found=f"{name}: {error}"),)


class _DocumentTypeError(Exception):
    """A part declares a document type."""


def _refuse_document_type(raw: bytes) -> None:
    """Looks as far as the first element, in any encoding; every "&" is taken out, so that nothing can be expanded."""

    def refuse(*_: object) -> None:
        raise _DocumentTypeError

    opened: list[object] = []
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda *element: opened.append(element)
    start, end = 0, _HEAD
    while not opened:
        parser.Parse(raw[start:end].replace(b"&", b" "), end >= len(raw))
        start, end = end, 2 * end


def _tree(raw: bytes) -> Element:
    """Names are written `namespace}name`; comments and instructions are left out."""
    builder, parser = TreeBuilder(), ParserCreate(namespace_separator="}")
    root: list[Element] = []

    def open_root(name: str, attributes: dict[str, str]) -> None:
        root.append(builder.start(name, attributes))
        parser.StartElementHandler = builder.start

    parser.StartElementHandler, parser.EndElementHandler = open_root, builder.end
    parser.CharacterDataHandler = builder.data
    for start in range(0, len(raw), _PIECE):
        parser.Parse(raw[start : start + _PIECE], start + _PIECE >= len(raw))
        _refuse_depth(root, slice(-1, None))  # what is open now, before it fills the memory
    _refuse_depth(root, slice(None))
    return root[0]


def _refuse_depth(level: list[Element], among: slice) -> None:
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element[among]]
        if not level:
            return
    raise ValueError(f"more than {MAX_DEPTH} elements within each other")


def _is_read(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(_NOT_READ)


def _package_problems(infos: list[zipfile.ZipInfo], mark: Mark) -> Iterator[Problem]:
    """What the directory of the archive alone tells: nothing is unpacked for it."""
    size = sum(info.file_size for info in infos)
    if len(infos) > MAX_PARTS:
        yield TOO_LARGE.at(mark, found=len(infos), limit=MAX_PARTS)
    swollen = [i for i in infos if i.file_size > RATIO_FROM and i.file_size > MAX_RATIO * max(1, i.compress_size)]
    read = sum(info.file_size for info in infos if _is_read(info.filename))
    if size > MAX_UNPACKED or swollen:
        yield TOO_LARGE.at(mark, found=f"{size:,} B", limit=f"{MAX_UNPACKED:,} B")
    elif read > MAX_READ:
        yield TOO_LARGE.at(mark, found=f"{read:,} B", limit=f"{MAX_READ:,} B")
    if any(info.flag_bits & 1 for info in infos):
        yield PASSWORD.at(mark)
    elif any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        yield BROKEN.at(mark, found=PACKING)
    names = [info.filename for info in infos]
    strange = [n for n in names if n.startswith("/") or "\\" in n or ".." in n.split("/")]
    doubled = sorted({n for n in names if [m.lower() for m in names].count(n.lower()) > 1})
    for name in (strange + doubled)[:3]:
        yield PART_NAME.at(mark, found=name)


def _other_package(archive: zipfile.ZipFile, names: list[str], mark: Mark) -> Iterator[Problem]:
    """A zip that is no .xlsx, by the parts it has."""
    if _BOOK in names:
        return
    if "word/document.xml" in names:
        yield NOT_A_WORKBOOK.at(mark, found=WORD_FILE)
    elif "ppt/presentation.xml" in names:
        yield NOT_A_WORKBOOK.at(mark, found=SLIDES)
    elif _BINARY_BOOK in names:
        yield OLD_WORKBOOK.at(mark, found=XLSB)
    elif "mimetype" in names and b"spreadsheet" in archive.read("mimetype")[:200]:
        yield OLD_WORKBOOK.at(mark, found=ODS)
    elif _CONTENT_TYPES in names:
        yield BROKEN.at(mark, found=NO_BOOK)
    else:
        yield NOT_A_WORKBOOK.at(mark, found=ARCHIVE)


def _warnings(parts: Mapping[str, bytes], names: list[str], mark: Mark) -> Iterator[Problem]:
    if b"macroEnabled" in parts.get(_CONTENT_TYPES, b"") or any("vbaproject" in n.lower() for n in names):
        yield MACROS.at(mark)
    if any(n.startswith("xl/externalLinks/") for n in names):
        yield EXTERNAL_LINKS.at(mark)


def _what_it_is(raw: bytes, mark: Mark) -> Problem:
    """What a file is that is no zip."""
    start = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not raw.strip():
        return NOT_A_WORKBOOK.at(mark, found=EMPTY)
    if mark.file.rpartition("/")[2].startswith("~$") or (len(raw) in _LOCK_BYTES and raw[0] < min(_LOCK_BYTES)):
        return LOCK_FILE.at(mark)
    if raw.startswith(_OLE):
        return _old_format(raw, mark)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return OLD_WORKBOOK.at(mark, found=XML_2003)
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in start:
        return NOT_A_WORKBOOK.at(mark, found=HTML)
    if start.startswith(b"%pdf"):
        return NOT_A_WORKBOOK.at(mark, found=PDF)
    if raw.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")):
        return NOT_A_WORKBOOK.at(mark, found=PICTURE)
    text = _as_text(raw[:4000])
    if any(separator in text.split("\n")[0] for separator in ",;\t"):
        return OLD_WORKBOOK.at(mark, found=CSV)
    return NOT_A_WORKBOOK.at(mark, found=TEXT if text else OTHER)


def _old_format(raw: bytes, mark: Mark) -> Problem:
    """Which of the old containers: their streams are named in two-byte letters."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in raw

    if has("EncryptedPackage"):
        return PASSWORD.at(mark)
    if has("WordDocument"):
        return NOT_A_WORKBOOK.at(mark, found=OLD_WORD)
    return OLD_WORKBOOK.at(mark, found=XLS) if has("Workbook") or has("Book") else NOT_A_WORKBOOK.at(mark, found=OTHER)


def _as_text(raw: bytes) -> str:
    """The text of bytes that are one, in the encodings that tables are saved in; a cut letter at the end is forgiven."""
    for encoding in ("utf-8", "gb18030"):
        for end in (len(raw), len(raw) - 1, len(raw) - 2, len(raw) - 3):
            try:
                text = raw[:end].decode(encoding)
            except UnicodeDecodeError:
                continue
            return text if all(c.isprintable() or c in "\r\n\t\ufeff" for c in text) else ""
    return ""
