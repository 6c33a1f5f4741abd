"""Around the text: the cover, sections with their page numbers, headers and footers, the parts of the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lceval_docs.model.typesetting import CoverPlace, PageSize, Typesetting
from lceval_docs.views.edition.whole import CoverView
from lceval_docs.writers.word.edition.line import refer
from lceval_docs.writers.word.edition.style import DECLARATION, W
from lceval_docs.writers.word.edition.table import paragraph
from lceval_docs.writers.word.text import element, run

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TWIPS_PER_MM = 1440 / 25.4
_KINDS = ("styles", "numbering", "settings", "fontTable", "footnotes")
_FURNITURE = ("header1", "header2", "footer1", "footer2")


def mm(value: object) -> int:
    """Millimetres in twips."""
    return round(float(str(value)) * _TWIPS_PER_MM)


def text_width(page: PageSize) -> int:
    """The width of the text in twips."""
    return mm(page.width) - mm(page.inner) - mm(page.outer)


def section(page: PageSize, kind: str, numbers: str, furniture: bool, line_numbers: bool = False) -> str:
    """Section properties. `numbers`: attributes of the page numbers, empty for a section without them."""
    references = ""
    if furniture:
        for tag, name, use in (
            ("headerReference", "header1", "default"),
            ("headerReference", "header2", "even"),
            ("footerReference", "footer1", "default"),
            ("footerReference", "footer2", "even"),
        ):
            references += f'<w:{tag} w:type="{use}" r:id="rId_{name}"/>'
    margins = {
        "top": mm(page.top),
        "right": mm(page.outer),
        "bottom": mm(page.bottom),
        "left": mm(page.inner),
        "header": mm(page.header),
        "footer": mm(page.footer),
        "gutter": 0,
    }
    inside = (
        references
        + element("type", attributes={"val": kind})
        + element("pgSz", attributes={"w": mm(page.width), "h": mm(page.height)})
        + element("pgMar", attributes=margins)
        + (element("lnNumType", attributes={"countBy": 1, "restart": "continuous"}) if line_numbers else "")
        + (f"<w:pgNumType {numbers}/>" if numbers else "")
    )
    return f"<w:sectPr>{inside}</w:sectPr>"


def render_cover(cover: CoverView, typesetting: Typesetting) -> Iterator[str]:
    """Blocks that stand at fixed heights of the page. The rules belong to the lines above them."""
    places = {place.id: place for place in typesetting.cover_places}
    width = text_width(typesetting.cover)
    rule = element("pBdr", element("bottom", attributes={"val": "single", "sz": 8, "space": 6, "color": "auto"}))
    blocks = {
        "class": [("cover-class", cover.ics, ""), ("cover-class", cover.ccs, "")],
        "banner": [("cover-banner", cover.banner, "")],
        "number": [
            ("cover-number", cover.number, "" if cover.replaces else rule),
            ("cover-replaces", cover.replaces, rule),
        ],
        "title": [
            ("cover-title", cover.title, ""),
            ("cover-english", cover.title_en, ""),
            ("cover-version", cover.version, ""),
            ("cover-version", cover.date, ""),
            ("cover-call", cover.patent_call, ""),
        ],
        "notice": [("cover-notice", cover.notice, "")],
    }
    for id, lines in blocks.items():
        for role, text, border in lines:
            if text:
                yield paragraph(role, run(text), _frame(places[id], width) + border)
    end = element("tabs", element("tab", attributes={"val": "right", "pos": width}))
    dates = run(cover.published_on) + element("r", element("tab")) + run(cover.effective_on)
    yield paragraph("cover-dates", dates, _frame(places["dates"], width) + rule + end)
    yield paragraph("cover-owner", run(f"{cover.owner}　{cover.issued}"), _frame(places["owner"], width))


def _frame(place: CoverPlace, width: int) -> str:
    attributes = {
        "w": width,
        "h": mm(place.height),
        "hRule": "exact",
        "wrap": "notBeside",
        "vAnchor": "page",
        "hAnchor": "margin",
        "x": 1,
        "y": mm(place.top),
    }
    return element("framePr", attributes=attributes)


def section_break(properties: str) -> str:
    """An empty paragraph that ends a section."""
    return element("p", element("pPr", element("spacing", attributes={"line": 20, "lineRule": "exact"}) + properties))


def end_line(typesetting: Typesetting) -> str:
    """The line that ends the text."""
    rule = typesetting.end_line
    aside = round(text_width(typesetting.page) * (1 - float(rule.share)) / 2)
    border = {"val": "single", "sz": round(float(rule.weight) * 8), "space": 1, "color": "auto"}
    extra = element("pBdr", element("top", attributes=border)) + element(
        "ind", attributes={"left": aside, "right": aside}
    )
    return paragraph("end-line", "", extra)


def render_furniture(header: str) -> dict[str, bytes]:
    """Headers and footers of odd and even pages."""
    page = refer("PAGE", "1")
    lines = {
        "header1": ("hdr", "header-odd", run(header)),
        "header2": ("hdr", "header-even", run(header)),
        "footer1": ("ftr", "footer-odd", page),
        "footer2": ("ftr", "footer-even", page),
    }
    return {
        f"word/{name}.xml": f'{DECLARATION}<w:{tag} xmlns:w="{W}">{paragraph(role, text)}</w:{tag}>'.encode()
        for name, (tag, role, text) in lines.items()
    }


def render_settings(footnotes: bool) -> bytes:
    separators = "".join(element("footnote", attributes={"id": n}) for n in (0, 1))
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15}
    inside = (
        element("mirrorMargins")
        + element("defaultTabStop", attributes={"val": 420})
        + element("evenAndOddHeaders")
        + element("characterSpacingControl", attributes={"val": "compressPunctuation"})
        + (element("footnotePr", separators) if footnotes else "")
        + element("compat", element("useFELayout") + element("compatSetting", attributes=mode))
        + element("themeFontLang", attributes={"val": "en-US", "eastAsia": "zh-CN"})
    )
    return f'{DECLARATION}<w:settings xmlns:w="{W}">{inside}</w:settings>'.encode()


# What the faces are called where Chinese names are not known.
_OTHER_NAMES = {"宋体": "SimSun", "黑体": "SimHei"}


def render_fonts(latin: str) -> bytes:
    """The fonts by name, with the names a program may know them by; none is embedded."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in _OTHER_NAMES.items()
    )
    fonts += element(
        "font",
        element("charset", attributes={"val": "00"}) + element("family", attributes={"val": "roman"}),
        {"name": latin},
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'.encode()


def render_footnotes(notes: str) -> bytes:
    """The part of footnotes: the two separators that Word wants, then ours."""
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for n, kind in enumerate(("separator", "continuationSeparator"))
    )
    return f'{DECLARATION}<w:footnotes xmlns:w="{W}">{rules}{notes}</w:footnotes>'.encode()


def package(parts: Mapping[str, bytes], pictures: list[bytes]) -> dict[str, bytes]:
    """All parts with what ties them together."""
    kinds = [name for name in _KINDS if f"word/{name}.xml" in parts]
    types = [
        f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>',
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
        *(f'<Override PartName="/word/{n}.xml" ContentType="{_OFFICE}.{n}+xml"/>' for n in kinds),
        *(f'<Override PartName="/word/{n}.xml" ContentType="{_OFFICE}.{n[:-1]}+xml"/>' for n in _FURNITURE),
    ]
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    )
    targets = [(f"rId_{n}", n, f"{n}.xml") for n in kinds]
    targets += [(f"rId_{n}", n[:-1], f"{n}.xml") for n in _FURNITURE]
    targets += [(f"rIdPicture{n}", "image", f"media/image{n}.png") for n in range(1, len(pictures) + 1)]
    roots = (
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{"".join(types)}</Types>'.encode(),
        "_rels/.rels": _relationships(roots),
        "word/_rels/document.xml.rels": _relationships(
            "".join(f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{to}"/>' for id, kind, to in targets)
        ),
        **parts,
        **{f"word/media/image{n}.png": content for n, content in enumerate(pictures, 1)},
    }


def _relationships(inside: str) -> bytes:
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()
