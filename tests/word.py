"""Word files in tests: made from parts, read back as text, held against the schemas' most important rules."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_body(template: bytes, body: str) -> bytes:
    """The template with other paragraphs in its body."""
    parts = parts_of(template)
    document = parts["word/document.xml"].decode()
    start, end = document.index("<w:body>") + len("<w:body>"), document.rindex("<w:sectPr")
    parts["word/document.xml"] = (document[:start] + body + document[end:]).encode()
    return zipped(parts)


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{r}</w:t></w:r>' for r in runs) + "</w:p>"


def table(*rows: str) -> str:
    cells = "".join(f'<w:tr><w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{row}</w:tc></w:tr>' for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>{cells}</w:tbl>'


def text_of(raw: bytes) -> str:
    """The visible text, a line a paragraph; breaks and tabs as such."""
    root = etree.fromstring(parts_of(raw)["word/document.xml"])
    lines = []
    for p in root.iter(w("p")):
        pieces = {w("br"): "\n", w("tab"): "\t"}
        lines.append(
            "".join(
                pieces.get(e.tag, e.text or "")
                for e in p.iter(w("t"), w("br"), w("tab"))
                if e.tag != w("tab") or e.getparent().tag == w("r")
            )
        )
    return "\n".join(lines)


def faults_of(raw: bytes) -> list[str]:
    """What would make Word refuse or repair the file."""
    found = []
    parts = parts_of(raw)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    root = etree.fromstring(parts["word/document.xml"])
    found += ["cell without a last paragraph" for c in root.iter(w("tc")) if c[-1].tag != w("p")]
    found += ["table without rows" for t in root.iter(w("tbl")) if t.find(w("tr")) is None]
    ids = [b.get(w("id")) for b in root.iter(w("bookmarkStart"))]
    found += ["bookmark twice"] if len(ids) != len(set(ids)) else []
    drawings = [
        d.get("id") for d in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    ]
    found += ["drawing id twice"] if len(drawings) != len(set(drawings)) else []
    kinds = [f.get(w("fldCharType")) for f in root.iter(w("fldChar"))]
    found += ["fields unbalanced"] if kinds.count("begin") != kinds.count("end") else []
    left = [t for t in ("{{", "{%", "}}", "%}") if t in "".join(root.itertext())]
    return found + [f"left over {t}" for t in left]
