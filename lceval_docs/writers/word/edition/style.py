"""styles.xml, made from the typesetting: one paragraph style a role, a few character and table styles."""

from __future__ import annotations

from decimal import Decimal

from lceval_docs.model.typesetting import ParagraphStyle, TableRules, Typesetting
from lceval_docs.writers.word.edition.numbering import level_of
from lceval_docs.writers.word.text import element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADING_FACE = "黑体"


def twips(points: Decimal | float) -> int:
    return round(float(points) * 20)


def style_id(role: str) -> str:
    """The id by which a document names the style of a role."""
    return "Std" + "".join(part.capitalize() for part in role.split("-"))


def render_styles(typesetting: Typesetting) -> bytes:
    """The whole part. Every style says its own fonts, East Asian ones too."""
    latin = typesetting.latin
    defaults = element(
        "docDefaults",
        element("rPrDefault", element("rPr", _fonts("宋体", latin) + _size(Decimal("10.5")) + _language()))
        + element("pPrDefault"),
    )
    styles = [
        _normal(latin),
        *(_paragraph(style, latin) for style in typesetting.styles),
        _character("HeadingFace", "标题字体", _fonts(HEADING_FACE, HEADING_FACE)),
        _character("Variable", "变量", element("i")),
        _character("Subscript", "下标", element("vertAlign", attributes={"val": "subscript"})),
        _character("FootnoteReference", "footnote reference", element("vertAlign", attributes={"val": "superscript"})),
        _table(typesetting.tables),
    ]
    return f'{DECLARATION}<w:styles xmlns:w="{W}">{defaults}{"".join(styles)}</w:styles>'.encode()


def _fonts(face: str, latin: str) -> str:
    names = {"ascii": latin, "hAnsi": latin, "eastAsia": face, "cs": latin}
    return element("rFonts", attributes=names)


def _size(points: Decimal) -> str:
    half = int(points * 2)
    return element("sz", attributes={"val": half}) + element("szCs", attributes={"val": half})


def _language() -> str:
    return element("lang", attributes={"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"})


def _normal(latin: str) -> str:
    inside = (
        element("name", attributes={"val": "Normal"})
        + element("qFormat")
        + element("pPr", element("widowControl", attributes={"val": 0}) + element("jc", attributes={"val": "both"}))
        + element("rPr", _fonts("宋体", latin) + _size(Decimal("10.5")))
    )
    return f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal">{inside}</w:style>'


def _paragraph(style: ParagraphStyle, latin: str) -> str:
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    inside = (
        element("name", attributes={"val": style.name})
        + element("basedOn", attributes={"val": "Normal"})
        + element("qFormat")
        + element("pPr", "".join(_properties(style)))
        + element(
            "rPr",
            _fonts(style.face, HEADING_FACE if style.face == HEADING_FACE else latin)
            + _letters(style)
            + _size(style.size),
        )
    )
    return f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(style.id)}">{inside}</w:style>'


def _letters(style: ParagraphStyle) -> str:
    return element("spacing", attributes={"val": twips(style.letter_spacing)}) if style.letter_spacing else ""


def _properties(style: ParagraphStyle) -> list[str]:
    """In the order that the schema asks for."""
    found = []
    if style.keep_next:
        found.append(element("keepNext"))
    if style.new_page:
        found.append(element("pageBreakBefore"))
    found.append(element("widowControl", attributes={"val": 0 if style.id.startswith("table") else 1}))
    found.append(number_of(style.id))
    if style.id.startswith("contents-") and style.id != "contents-title":
        found.append(element("tabs", element("tab", attributes={"val": "right", "leader": "dot", "pos": 9354})))
    if style.id.startswith("formula"):
        centre = element("tab", attributes={"val": "center", "pos": 4677})
        end = element("tab", attributes={"val": "right", "leader": "middleDot", "pos": 9354})
        found.append(element("tabs", centre + end))
    found.append(element("spacing", attributes=_spacing(style)))
    found.append(element("ind", attributes=_indent(style)))
    found.append(element("jc", attributes={"val": style.align}))
    if style.outline:
        found.append(element("outlineLvl", attributes={"val": style.outline - 1}))
    return found


def number_of(role: str) -> str:
    """List and level of a role's paragraphs, as markup; nothing for those without a number."""
    numbered = level_of(role)
    if numbered is None:
        return ""
    number, level = numbered
    return element("numPr", element("ilvl", attributes={"val": level}) + element("numId", attributes={"val": number}))


def _spacing(style: ParagraphStyle) -> dict[str, object]:
    """`…Lines` is what Word uses; the twips beside it serve programs that do not know it."""
    found: dict[str, object] = {}
    for side, lines, points in (
        ("before", style.before_lines, style.before),
        ("after", style.after_lines, style.after),
    ):
        if lines:
            found[f"{side}Lines"] = lines
        found[side] = twips(Decimal("15.6") * lines / 100 if lines else points)
    line = {"line": twips(style.line), "lineRule": "exact"} if style.line else {"line": 240, "lineRule": "auto"}
    return found | line


def _indent(style: ParagraphStyle) -> dict[str, object]:
    found: dict[str, object] = {
        "leftChars": int(style.left * 100),
        "left": twips(style.size * style.left),
    }
    if style.hanging:
        found |= {"hangingChars": int(style.hanging * 100), "hanging": twips(style.size * style.hanging)}
    else:
        found |= {"firstLineChars": int(style.first * 100), "firstLine": twips(style.size * style.first)}
    return found


def _character(id: str, name: str, inside: str) -> str:
    custom = "" if name.isascii() else ' w:customStyle="1"'
    about = element("name", attributes={"val": name}) + element("rPr", inside)
    return f'<w:style w:type="character"{custom} w:styleId="{id}">{about}</w:style>'


def _table(rules: TableRules) -> str:
    """Thick outer frame, thin inner rules."""

    def rule(side: str, points: Decimal) -> str:
        return element(side, attributes={"val": "single", "sz": round(points * 8), "space": 0, "color": "auto"})

    borders = [rule(side, rules.outer) for side in ("top", "left", "bottom", "right")]
    borders += [rule(side, rules.inner) for side in ("insideH", "insideV")]
    padding = {"w": twips(rules.padding), "type": "dxa"}
    margins = element("tblCellMar", element("left", attributes=padding) + element("right", attributes=padding))
    inside = (
        element("name", attributes={"val": "标准文件_表"})
        + element("tblPr", element("tblBorders", "".join(borders)) + margins)
        + element("tcPr", element("vAlign", attributes={"val": "center"}))
    )
    return f'<w:style w:type="table" w:customStyle="1" w:styleId="StdTable">{inside}</w:style>'
