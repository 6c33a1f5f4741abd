"""Pictures made to harm: a picture of the text is a whole PNG of bounded size beside it, or it is refused by name."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from conftest import TINY
from lxml import etree
from test_edition import png
from word import faults_of, parts_of, zipped

from lceval_docs.build import plan_edition, plan_form
from lceval_docs.judging import checked_standard
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Refused
from lceval_docs.sources.form import read_form
from lceval_docs.views.question import view_questions

GOOD = png(4, 3)
HEAD, SIGNATURE = 8 + 25, b"\x89PNG\r\n\x1a\n"
EMU_PER_CM = 360_000


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def sized(width: int, height: int) -> bytes:
    """A small file that says it is so large."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return SIGNATURE + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def with_chunk(kind: bytes, content: bytes) -> bytes:
    return GOOD[:HEAD] + chunk(kind, content) + GOOD[HEAD:]


REFUSED = {
    "empty": (b"", "E0135"),
    "text": (b"x", "E0135"),
    "signature alone": (SIGNATURE, "E0135"),
    "JPEG named PNG": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 100, "E0135"),
    "JPEG with four colours and a turn": (b"\xff\xd8\xff\xe1\0\x20Exif\0\0MM\0*" + b"\0" * 100, "E0135"),
    "animated GIF named PNG": (b"GIF89a\x01\0\x01\0" + b"\0" * 100, "E0135"),
    "SVG with a script": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>x</script></svg>", "E0135"),
    "HTML": (b"<html><body onload='x'>", "E0135"),
    "program": (b"MZ" + b"\0" * 200, "E0135"),
    "PDF": (b"%PDF-1.7 x" + b"\0" * 200, "E0135"),
    "WebP": (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 100, "E0135"),
    "TIFF": (b"II*\0" + b"\0" * 100, "E0135"),
    "900 megapixels": (sized(30_000, 30_000), "E0135"),
    "largest that can be said": (sized(2**31 - 1, 2**31 - 1), "E0135"),
    "0 by 0": (sized(0, 0), "E0135"),
    "0 high": (sized(10, 0), "E0135"),
    "too high by one": (sized(1, 10_001), "E0135"),
    "cut": (GOOD[:-20], "E0143"),
    "without its end": (GOOD[:-12], "E0143"),
    "a byte changed": (GOOD[:45] + bytes([GOOD[45] ^ 1]) + GOOD[46:], "E0143"),
    "wrong sum of the head": (GOOD[:29] + b"\0\0\0\0" + GOOD[33:], "E0143"),
    "chunk longer than the file": (GOOD[:HEAD] + struct.pack(">I", 2**31) + b"tEXt" + GOOD[HEAD:], "E0143"),
    "5 MB and more": (with_chunk(b"tEXt", b"x" * 5_000_001), "E0138"),
}  # fmt: skip

HARMLESS = {
    "one pixel": png(1, 1),
    "as high as allowed": sized(1, 10_000),
    "as wide as allowed": sized(10_000, 1),
    "animated": with_chunk(b"acTL", struct.pack(">II", 2, 0)),
    "0 dots a metre": with_chunk(b"pHYs", struct.pack(">IIB", 0, 0, 1)),
    "4 milliard dots a metre": with_chunk(b"pHYs", struct.pack(">IIB", 2**32 - 1, 2**32 - 1, 1)),
    "a place and a turn": with_chunk(b"eXIf", b"MM\0*" + b"\0" * 40),
    "a text in it": with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<script>x</script>"),
    "a profile that is none": with_chunk(b"iCCP", b"x\0\0" + zlib.compress(b"x" * 1_000_000)),
    "something behind it": GOOD + b"<script>x</script>",
}


def edition_with(root: Path, picture: bytes | None, name: str = "a.png") -> Standard:
    """The tiny edition with a figure in its first chapter."""
    text = root / "standard/text/01-scope.md"
    if picture is not None:
        (root / "standard/text/a.png").write_bytes(picture)
    content = (TINY / "standard/text/01-scope.md").read_text(encoding="utf-8")
    figure = f"::: figure 杯 {{#cups}}\n![杯]({name})\n:::"
    text.write_text(content.replace("[[tables:indicators]]", figure), encoding="utf-8")
    return checked_standard(root)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tiny_root: Path) -> None:
    """Whatever a picture is called, it is what its bytes say, and a broken one is told with the line that names it."""
    picture, code = REFUSED[name]
    with pytest.raises(Refused) as refused:
        edition_with(tiny_root, picture)
    (problem,) = refused.value.problems
    assert problem.code == code and problem.mark.file.endswith("01-scope.md") and problem.mark.line > 1


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name: str, tiny_root: Path) -> None:
    """Odd pictures stand in the Word edition, no larger than the page, by our own rule of size."""
    (raw,) = plan_edition(edition_with(tiny_root, HARMLESS[name])).values()
    assert faults_of(raw) == []
    parts = parts_of(raw)
    assert HARMLESS[name] in parts.values()
    (extent,) = etree.fromstring(parts["word/document.xml"]).iter("{*}extent")
    assert 0 < int(extent.get("cx")) <= 17 * EMU_PER_CM and 0 < int(extent.get("cy")) <= 20 * EMU_PER_CM


@pytest.mark.parametrize(
    "name", ["../a.png", "/etc/passwd", "..\\a.png", "C:/a.png", "http://x.invalid/a.png", "file:///a.png"]
)
def test_places_outside(name: str, tiny_root: Path) -> None:
    """A picture lies in the folder of the text; nothing is fetched."""
    with pytest.raises(Refused) as refused:
        edition_with(tiny_root, None, name)
    assert {p.code for p in refused.value.problems} <= {"E0131", "E0136", "E0138"}


def test_what_is_no_file(tiny_root: Path) -> None:
    """A folder or a pipe in the place of a picture is told, and never waited for."""
    (tiny_root / "standard/text/b.png").mkdir()
    os.mkfifo(tiny_root / "standard/text/c.png")
    for name in ("b.png", "c.png", "d.png"):
        with pytest.raises(Refused) as refused:
            edition_with(tiny_root, None, name)
        assert {p.code for p in refused.value.problems} == {"E0138"}


def test_pictures_of_filled_forms_are_not_opened(tiny: Standard, tiny_root: Path) -> None:
    """A photograph in a form that comes back may be anything: its answers are read all the same, the picture never."""
    (form,) = plan_form(tiny, tiny_root, "visit").values()
    expected = read_form(form, "到访记录.docx", view_questions(tiny))
    assert expected[0] is not None
    for picture, _ in REFUSED.values():
        raw = zipped({**parts_of(form), "word/media/photograph.png": picture})
        assert read_form(raw, "到访记录.docx", view_questions(tiny)) == expected
