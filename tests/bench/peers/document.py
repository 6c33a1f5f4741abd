"""The compared report, some 25 pages, as a template in the syntax of each engine; written with its data into a folder.

Usage: document.py FOLDER ROWS... Cover, table of contents (a field), header and footer, a table of 12 facts, a table of
ROWS scores, two pictures, two charts, 60 blocks of evidence in six sections. What an engine cannot fill is left out of
its template, so that it has less to do: pictures, charts, and the sections where there are no loops over paragraphs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from chart import CHARTS, add_chart
from content import FACTS, PICTURES, picture, report_data
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from syntax import SYNTAXES, Block, Syntax, as_merge_fields

COLUMNS = (
    ("序号", "no", 1.2),
    ("一级指标", "dimension", 2.4),
    ("二级指标", "name", 3),
    ("指标要求", "requirement", 6),
    ("满分", "full", 1.2),
    ("得分", "score", 1.2),
    ("评价结论", "verdict", 2),
)
CAPTIONS = {
    "entrance": "厂区入口",
    "workshop": "生产车间",
    "score_chart": "各维度得分率",
    "energy_chart": "各维度能耗占比",
}
METHODS = 10


class Writer:
    """One template under way."""

    def __init__(self, syntax: Syntax):
        self.syntax = syntax
        self.document = _empty()

    def whole(self) -> Any:
        self._margins()
        self._cover()
        self._overview()
        self._tables()
        self._figures()
        if self.syntax.has_loops:
            self._sections()
        self._end()
        return self.document

    def text(self, text: str, style: str | None = None, size: float | None = None, is_centred: bool = False) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        _typeset(paragraph.add_run(text), size)
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif style is None:
            paragraph.paragraph_format.first_line_indent = Pt(24)
        return paragraph

    def tag(self, text: str, style: str | None = None) -> None:
        """A tag in a paragraph of its own."""
        if text:
            _typeset(self.document.add_paragraph(style=style).add_run(text))

    def _margins(self) -> None:
        section, place = self.document.sections[0], self.syntax.place
        _typeset(section.header.paragraphs[0].add_run(f"低碳工厂评价报告  {place('', 'company_short')}"), 9)
        footer = section.footer.paragraphs[0]
        _typeset(footer.add_run(f"报告编号：{place('', 'report_no')}   第 "), 9)
        _field(footer, "PAGE", "1")
        _typeset(footer.add_run(" 页"), 9)

    def _cover(self) -> None:
        self.text("低碳工厂评价报告", size=26, is_centred=True)
        for label, name in (
            ("企业名称", "company"),
            ("报告编号", "report_no"),
            ("评价机构", "evaluator"),
            ("评价组长", "leader"),
            ("报告日期", "report_date"),
        ):
            self.text(f"{label}：{self.syntax.place('', name)}", size=16, is_centred=True)
        self.document.add_page_break()
        self.text("目  次", size=16, is_centred=True)
        _field(self.document.add_paragraph(), 'TOC \\o "1-3" \\h \\z \\u', "（更新域以生成目次）")
        self.document.add_page_break()

    def _overview(self) -> None:
        place, heading = self.syntax.place, self.document.add_heading
        heading("1 概述", 1)
        heading("1.1 评价背景", 2)
        self.text(place("", "background"))
        self.text(
            f"受{place('', 'company')}委托，{place('', 'evaluator')}依据{place('', 'standard')}开展评价。"
            "企业对所提供资料的真实性、完整性负责，评价机构对评价结论负责。"
        )
        heading("1.2 评价范围", 2)
        self.text(place("", "scope"))
        heading("1.3 评价方法", 2)
        self.text(place("", "method"))
        for number in range(1, METHODS + 1):
            self.text(
                f"（{number}）评价采用现场核查、查阅文件、人员访谈、数据复核相结合的方式进行，对基本要求逐条判定符合性，"
                "对指标逐项打分，并形成评价证据链条，确保结论可追溯、可复核、可验证。"
            )

    def _tables(self) -> None:
        self.document.add_heading("2 企业基本情况", 1)
        facts = self.document.add_table(rows=0, cols=2, style="Table Grid")
        for label, name, _ in FACTS:
            left, right = facts.add_row().cells
            _typeset(left.paragraphs[0].add_run(label), 10.5)
            _typeset(right.paragraphs[0].add_run(self.syntax.place("", name)), 10.5)
        self.text(self.syntax.place("", "summary"))
        self.document.add_heading("3 指标得分表", 1)
        scores = self.document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
        for cell, (title, _, _) in zip(scores.rows[0].cells, COLUMNS, strict=True):
            _typeset(cell.paragraphs[0].add_run(title), 10.5)
        loop = self.syntax.each_row("row", "rows")
        texts = [self.syntax.place("row", name) for _, name, _ in COLUMNS]
        if loop.is_inside:
            texts[0], texts[-1] = loop.begin + texts[0], texts[-1] + loop.end
        before, after = ("", "") if loop.is_inside else loop[:2]
        for line in ([before], texts, [after]):
            if line != [""]:
                for cell, text in zip(scores.add_row().cells, line, strict=False):
                    _typeset(cell.paragraphs[0].add_run(text), 9)
        for column, (_, _, width) in zip(scores.columns, COLUMNS, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)

    def _figures(self) -> None:
        self.document.add_heading("4 图示", 1)
        for name in PICTURES:
            self.text(self.syntax.picture(name), is_centred=True)
            self.text(f"图：{CAPTIONS[name]}", size=10.5, is_centred=True)
        for name in CHARTS:
            holder, tag = self.text("", is_centred=True), self.syntax.chart(name)
            if tag:
                add_chart(self.document, holder.add_run(), name, tag)
            self.text(f"图：{CAPTIONS[name]}", size=10.5, is_centred=True)

    def _sections(self) -> None:
        place, when = self.syntax.place, self.syntax.when
        section, block, piece = (
            self.syntax.each(*names)
            for names in (("section", "sections"), ("block", "section.blocks"), ("piece", "block.evidence"))
        )
        self.document.add_heading("5 评价说明", 1)
        self.tag(section.begin)
        self.text(f"{place('section', 'no')} {place('section', 'title')}", "Heading 2")
        self.text(place("section", "intro"))
        self.text(f"本维度得分 {place('section', 'score')} 分。")
        self.tag(block.begin)
        self.text(f"{place('block', 'no')} {place('block', 'name')}", "Heading 3")
        self.text(f"评价要求：{place('block', 'requirement')}")
        self.text(f"评价发现：{place('block', 'finding')}")
        self.tag(piece.begin)
        self.text(place("piece", "text"), "List Bullet")
        self.tag(piece.end, "List Bullet")
        self._choice(when("block", "gap"), f"改进建议：{place('block', 'advice')}")
        self._choice(when("block", "fine"), f"该项指标{place('block', 'state')}，无需整改。")
        # Carbone finds the beginning of a loop by what looks like its end.
        self.tag(block.end, "Heading 3")
        self.tag(section.end, "Heading 2")

    def _choice(self, tags: Block, text: str) -> None:
        self.tag(tags.begin)
        self.text(text)
        self.tag(tags.end)

    def _end(self) -> None:
        place = self.syntax.place
        self.document.add_heading("6 评价结论", 1)
        self.text(place("", "conclusion"))
        self.text(f"综上，{place('', 'company')}总得分 {place('', 'total')} 分，评价等级为{place('', 'grade')}。")
        self.document.core_properties.title = "低碳工厂评价报告"
        if not self.syntax.has_loops:
            section = self.document.sections[0]
            for root in (self.document.element, section.header._element, section.footer._element):
                as_merge_fields(root)


def _empty() -> Any:
    """A document with the styles such a report uses, as Word itself writes them; not all that the library brings along."""
    document = Document()
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in ("TableNormal", "TableGrid"):
            styles.remove(style)
    for relations, ending in ((document.part.rels, "stylesWithEffects"), (document.part.package.rels, "thumbnail")):
        for id in [id for id, relation in relations.items() if relation.reltype.endswith(ending)]:
            del relations[id]
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    normal.paragraph_format.space_after = Pt(4)
    for name, font in (("Normal", "宋体"), *((f"Heading {level}", "黑体") for level in (1, 2, 3))):
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return document


def _typeset(run: Any, size: float | None = None) -> None:
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    if size:
        run.font.size = Pt(size)


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(PICTURES):
        (folder / f"{name}.png").write_bytes(picture(number))
    for rows in map(int, sys.argv[2:]):
        (folder / f"{rows}.json").write_text(json.dumps(report_data(rows), ensure_ascii=False), encoding="utf-8")
    for name, syntax in SYNTAXES.items():
        Writer(syntax).whole().save(str(folder / f"{name}.docx"))


if __name__ == "__main__":
    main()
