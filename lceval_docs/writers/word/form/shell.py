"""The template around a form: its body replaced, its pages turned, its text protected, its name written in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from lceval_docs.records import dataclass
from lceval_docs.writers.word.form import glossary
from lceval_docs.writers.word.form.picture import PART, RELATION, picture_bytes
from lceval_docs.writers.word.text import escape, in_attribute

DOCUMENT, SETTINGS, RELATIONS = "word/document.xml", "word/settings.xml", "word/_rels/document.xml.rels"
TYPES, ROOT_RELATIONS, CUSTOM = "[Content_Types].xml", "_rels/.rels", "docProps/custom.xml"
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document'
    + "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    + ' mc:Ignorable="w14 w15"><w:body>'
)
_LAST_SECTION = re.compile(r"<w:sectPr.*</w:sectPr>(?=</w:body>)", re.DOTALL)
_SIZE = re.compile(r'<w:pgSz [^>]*?w:w="(\d+)" w:h="(\d+)"[^>]*/>')
_MARGINS = re.compile(r"<w:pgMar [^>]*/>")
_SIDES = re.compile(r'w:(?:left|right)="(\d+)"')
_FURNITURE = re.compile(r"<w:(?:header|footer)Reference [^>]*/>")
_ACROSS = '<w:pgSz w:w="{high}" w:h="{wide}" w:orient="landscape"/>'
_FRAME = "".join(
    f'<w:{side} w:val="thinThickSmallGap" w:sz="24" w:space="24" w:color="1B5E3A"/>'
    for side in ("top", "left", "bottom", "right")
)
_FRAMED = (
    '<w:pgMar w:top="1247" w:right="1701" w:bottom="1077" w:left="1701" w:header="851" w:footer="851" w:gutter="0"/>'
    f'<w:pgBorders w:offsetFrom="page">{_FRAME}</w:pgBorders>'
)
_PROTECTION = '<w:documentProtection w:edit="forms" w:enforcement="1"/>'
# What may follow the protection in the settings.
_AFTER = re.compile(
    r"<w:(?:autoFormatOverride|styleLockTheme|styleLockQFSet|defaultTabStop|autoHyphenation|evenAndOddHeaders|"
    r"characterSpacingControl|footnotePr|endnotePr|compat|rsids|themeFontLang|clrSchemeMapping|decimalSymbol|"
    r"listSeparator)\b|</w:settings>"
)
_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_STYLES = "word/styles.xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


@dataclass(frozen=True)
class Page:
    """A page of the template: its section's markup, and how wide its text is, in twips."""

    section: str
    width: int


def page_of(parts: Mapping[str, bytes]) -> Page:
    """The page of the template's last section."""
    found = _LAST_SECTION.search(parts[DOCUMENT].decode())
    assert found
    return _page(found[0])


def _page(section: str) -> Page:
    size, margins = _SIZE.search(section), _MARGINS.search(section)
    assert size and margins
    return Page(section, int(size[1]) - sum(int(side) for side in _SIDES.findall(margins[0])))


def across(page: Page) -> Page:
    """The same page lying on its side."""
    return _page(_SIZE.sub(lambda size: _ACROSS.format(wide=size[1], high=size[2]), page.section))


def framed(page: Page) -> Page:
    """A certificate's page: a frame instead of header and footer."""
    return _page(_MARGINS.sub(_FRAMED, _FURNITURE.sub("", page.section)))


def filled_shell(
    parts: Mapping[str, bytes], body: str, names: Mapping[str, str], placeholders: Collection[str]
) -> dict[str, bytes]:
    """The template's parts with a body, protected, with custom properties and the placeholders of its inputs."""
    found = {**parts, DOCUMENT: f"{_HEAD}{body}</w:body></w:document>".encode()}
    if RELATION in body:
        found[PART] = picture_bytes()
        found[RELATIONS] = _related(found[RELATIONS], RELATION, "image", "media/photograph.png")
        found[TYPES] = _inserted(found[TYPES], "<Default ", '<Default Extension="png" ContentType="image/png"/>')
    if placeholders:
        _add_glossary(found, placeholders)
    found[SETTINGS] = _AFTER.sub(lambda m: _PROTECTION + m[0], parts[SETTINGS].decode(), count=1).encode()
    found[CUSTOM] = _custom(names)
    found[ROOT_RELATIONS] = _related(parts[ROOT_RELATIONS], "rIdCustom", "custom-properties", CUSTOM)
    _declare(found, CUSTOM, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
    return found


def _add_glossary(parts: dict[str, bytes], placeholders: Collection[str]) -> None:
    """The glossary with styles of its own, as Word wants it."""
    parts[glossary.PART], parts[glossary.STYLES] = glossary.render_glossary(placeholders), parts[_STYLES]
    parts[glossary.RELATIONS] = _related(_NO_RELATIONS, "rIdStyles", "styles", "styles.xml")
    parts[RELATIONS] = _related(parts[RELATIONS], "rIdGlossary", "glossaryDocument", "glossary/document.xml")
    _declare(parts, glossary.PART, f"{_WORD}.document.glossary+xml")
    _declare(parts, glossary.STYLES, f"{_WORD}.styles+xml")


def _declare(parts: dict[str, bytes], name: str, kind: str) -> None:
    """The content type of a part."""
    parts[TYPES] = _inserted(parts[TYPES], "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/>')


def _inserted(part: bytes, before: str, markup: str) -> bytes:
    text = part.decode()
    return part if markup in text else text.replace(before, markup + before, 1).encode()


def _related(part: bytes, id: str, kind: str, target: str) -> bytes:
    markup = f'<Relationship Id="{id}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
    return _inserted(part, "</Relationships>", markup)


def _custom(names: Mapping[str, str]) -> bytes:
    """Custom properties: numbered from 2, as the format wants it."""
    properties = "".join(
        f'<property fmtid="{_PROPERTY}" pid="{number}" name="{in_attribute(name)}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(names.items(), 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{properties}</Properties>'
    ).encode()
