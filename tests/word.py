"""Word files in tests: made from parts, read back as text, held against the schemas' most important rules."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class FoundControl:
    """A content control as it stands in a file. `row`: which row of which table, none outside; `code`: of a choice."""

    tag: str
    alias: str
    id: str
    kind: str
    text: str
    is_placeholder: bool
    is_locked: bool
    placeholder: str
    anchor: str
    row: int | None
    code: str


W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def controls_of(raw: bytes) -> list[FoundControl]:
    """Every input of the body, in order; not the sections that repeat rows."""
    root = etree.fromstring(parts_of(raw)["word/document.xml"])
    rows = {row: number for number, row in enumerate(root.iter(w("tr")))}
    return [_control(sdt, rows) for sdt in root.iter(w("sdt")) if sdt.find(f"{w('sdtPr')}/{w('tag')}") is not None]


def _control(sdt: etree._Element, rows: dict[etree._Element, int]) -> FoundControl:
    about = {child.tag: child for child in sdt.find(w("sdtPr"))}
    kinds = [etree.QName(tag).localname for tag in about]
    text = "".join(e.text or "" if e.tag == w("t") else "\n" for e in sdt.iter(w("t"), w("br")))
    items = {i.get(w("displayText")): i.get(w("value")) for i in sdt.iter(w("listItem"))}
    return FoundControl(
        tag=about[w("tag")].get(w("val")),
        alias=about[w("alias")].get(w("val")),
        id=about[w("id")].get(w("val")),
        kind=next(k for k in kinds if k in ("text", "date", "dropDownList", "comboBox", "checkbox", "picture")),
        text=text,
        is_placeholder=w("showingPlcHdr") in about,
        is_locked=about[w("lock")].get(w("val")) == "sdtLocked",
        placeholder=next((d.get(w("val")) for d in sdt.find(w("sdtPr")).iter(w("docPart"))), ""),
        anchor=sdt.getprevious().get(w("name")),
        row=next((rows[a] for a in sdt.iterancestors(w("tr"))), None),
        code=items.get(text, text),
    )


def glossary_of(raw: bytes) -> dict[str, str]:
    """The texts of the glossary by the names of its entries."""
    root = etree.fromstring(parts_of(raw)["word/glossary/document.xml"])
    return {
        next(entry.iter(w("name"))).get(w("val")): "".join(t.text or "" for t in entry.iter(w("t")))
        for entry in root.iter(w("docPart"))
    }


def anchored_texts(raw: bytes) -> dict[str, str]:
    """The text of the first control at each bookmark, around or behind its start."""
    found = {}
    for start in etree.fromstring(parts_of(raw)["word/document.xml"]).iter(w("bookmarkStart")):
        control = next(start.iterancestors(w("sdt")), None)
        control = next(start.itersiblings(w("sdt")), None) if control is None else control
        found[start.get(w("name"))] = "" if control is None else "".join(t.text or "" for t in control.iter(w("t")))
    return found


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


def convert(path: Path, kind: str, folder: Path) -> Path:
    """A file saved by LibreOffice in another format (`pdf`, `docx:MS Word 2007 XML`), in a folder of its own."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(path)], capture_output=True, text=True, check=False, timeout=300
    )
    saved = folder / f"{path.stem}.{kind.split(':')[0]}"
    assert saved.exists(), done.stderr
    return saved
