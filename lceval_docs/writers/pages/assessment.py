"""The page of the self-assessment: the form, the places where a script shows what it comes to, and what there is without.

Without scripts the form can be read and the fallback stands above it; nothing here carries a style, a handler or a
script of its own, so that a strict Content-Security-Policy holds. The outermost element is the only one of its kind,
and no heading has an id: the search of the theme stops skipping at the first end of such an element, and begins anew at
such a heading.
"""

from __future__ import annotations

from lceval_docs.views.sheet import Assessment
from lceval_docs.writers.pages.escape import as_html
from lceval_docs.writers.pages.sheet import Address, link, render_section, render_suggestions

_FOLDER = "assets/assessment"
_SCRIPTS = ("page.js", "store.js", "form.js", "engine.js", "result.js", "notice.js", "picture.js", "printing.js")
_ACTIONS = (
    ("open", "打开文件…"),
    ("save", "保存 factory.yaml"),
    ("workbook", "保存数据表（Excel）"),
    ("print-result", "打印结果"),
    ("print-answers", "打印答卷"),
    ("clear", "清空…"),
)
# Parts of the result that a script fills in: id, heading, what stands in it.
_TABLES = (
    ("dimensions", "各一级指标", ("一级指标", "满分", "得分", "得分率（%）")),
    ("gates", "门槛", ("门槛", "限值", "本厂", "结果")),
    ("prerequisites", "基本要求", ("编号", "要求", "结论")),
)


def render_assessment(assessment: Assessment, address: Address) -> str:
    """The whole block on one line."""
    sections = "".join(render_section(section, address) for section in assessment.sections)
    return (
        f'<section id="assessment" class="assessment" data-search-exclude data-edition="{as_html(assessment.edition)}"'
        f' data-model="{as_html(assessment.model)}" data-base="{address("index.md").removesuffix("index.html")}">'
        f"{_loaded(address)}{_fallback(assessment, address)}"
        '<div class="notices" id="notices" role="region" aria-label="提示" aria-live="polite"></div>'
        f"{_actions()}"
        f'<div class="layout"><div class="side">{_contents(assessment)}{_panel()}</div>'
        f'<div class="sheet"><form id="sheet" autocomplete="off" novalidate>{_industry(assessment)}{sections}'
        f"{render_suggestions(assessment.sections)}</form>{_result(assessment)}</div></div>"
        f"{_answers(assessment)}{_dialog()}"
        f'<script type="module" src="{address(f"{_FOLDER}/page.js")}"></script></section>'
    )


def _loaded(address: Address) -> str:
    preloaded = "".join(f'<link rel="modulepreload" href="{address(f"{_FOLDER}/{name}")}">' for name in _SCRIPTS[1:])
    return f'<link rel="stylesheet" href="{address(f"{_FOLDER}/assessment.css")}">{preloaded}'


def _fallback(assessment: Assessment, address: Address) -> str:
    """Shown where no script runs: by style alone, because then nothing else can."""
    books = f"下载{link(assessment.workbook, address)}，在 Excel 或 WPS 中填写；" if assessment.workbook else ""
    return (
        '<div class="fallback" id="fallback"><p><strong>这里不能自动计算。</strong>'
        "浏览器没有运行网页脚本，或不支持 WebAssembly，或网页是从磁盘直接打开的。</p>"
        f"<p>{books}或到{link(assessment.forms, address)}取申请表（Word）填写，两者问的是同一批问题，填好后照样可以评价。"
        '<span class="kept">本页已经填写的内容仍然保存在浏览器里，没有丢失。</span></p></div>'
    )


def _actions() -> str:
    buttons = "".join(f'<button type="button" data-action="{id}">{name}</button>' for id, name in _ACTIONS)
    return (
        f'<div class="actions" role="group" aria-label="文件">{buttons}'
        '<input type="file" id="file" accept=".yaml,.yml,.xlsx,.json" aria-label="要打开的文件" hidden>'
        '<p class="saved" id="saved"></p></div>'
    )


def _contents(assessment: Assessment) -> str:
    entries = "".join(
        f'<li><a href="#s-{s.id}">{as_html(s.title)}</a> <span class="count" data-count="{s.id}"></span></li>'
        for s in assessment.sections
    )
    return f'<nav class="contents" aria-label="各部分"><ol>{entries}<li><a href="#result">结果</a></li></ol></nav>'


def _panel() -> str:
    figures = "".join(
        f'<div><dt>{name}</dt><dd data-shown="{id}">—</dd></div>'
        for id, name in (("total", "得分"), ("grade", "等级"), ("filled", "已填"), ("missing", "还缺"))
    )
    return (
        f'<div class="panel" role="region" aria-label="试算"><dl>{figures}</dl><p class="engine" data-shown="engine"></p>'
        '<a class="to-result" href="#result">看结果</a>'
        '<p class="unseen" id="announcement" role="status" aria-live="polite"></p></div>'
    )


def _industry(assessment: Assessment) -> str:
    if not assessment.industries:
        return ""
    options = "".join(f'<option value="{as_html(id)}">{as_html(name)}</option>' for id, name in assessment.industries)
    return (
        '<div class="field choice industry"><label for="industry">行业</label>'
        f'<select id="industry" aria-describedby="industry-hint"><option value="">不选</option>{options}</select>'
        '<small id="industry-hint">行业调整给出基准值、引领值和通常不适用的指标。'
        "正式评价时用哪个行业调整由评价组选定，这里选择只为试算，不写进申请材料。</small></div>"
    )


def _result(assessment: Assessment) -> str:
    tables = "".join(_table(*one) for one in _TABLES)
    return (
        '<div class="result" id="result" role="region" aria-label="结果" tabindex="-1">'
        f'<h2>结果</h2><p class="unofficial">{as_html(assessment.standing)}</p>'
        '<p class="state" data-result="state">还没有结果。填写评价范围和数据后，这里显示得分、等级和还缺什么。</p>'
        f"{_part('notes', '提示', '<ul></ul>')}"
        '<div class="scored"><p data-result="heading"></p><dl class="figures">'
        '<div><dt>总分</dt><dd data-result="total"></dd></div><div><dt>等级</dt><dd data-result="grade"></dd></div>'
        '<div><dt>温室气体排放</dt><dd data-result="emissions"></dd></div>'
        '<div><dt>综合能耗</dt><dd data-result="energy"></dd></div></dl>'
        f'<ul data-result="reasons"></ul></div>{_part("missing", "还缺什么", _missing())}<div class="scored">'
        '<div class="pictures"><div data-result="radar"></div><div data-result="inventory"></div></div>'
        f"{tables}"
        f"{_part('steps', '最值得做的改进', '<p></p><ol></ol>')}{_part('path', '到下一等级的一条路', '<ol></ol>')}"
        f"{_part('obstacles', '还有哪些门槛没有过', '<ul></ul>')}{_part('whatif', '假如改进一项', _whatif())}"
        "</div></div>"
    )


def _part(id: str, title: str, inside: str) -> str:
    return f'<div class="part" data-result="{id}" hidden><h3>{title}</h3>{inside}</div>'


def _missing() -> str:
    return "<ul></ul><details hidden><summary>另有几项</summary><ul></ul></details>"


def _table(id: str, title: str, heads: tuple[str, ...]) -> str:
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    table = f'<div class="scroll"><table class="chosen"><thead><tr>{cells}</tr></thead><tbody></tbody></table></div>'
    return _part(id, title, table)


def _whatif() -> str:
    """A slider that judges the same answers with one improvement; it changes nothing that is filled in."""
    return (
        "<p>只作试算，不改动填写的内容。</p>"
        '<div class="field choice"><label for="whatif-indicator">指标</label>'
        '<select id="whatif-indicator"></select></div>'
        '<div class="field"><label for="whatif-stop">改进到</label>'
        '<input type="range" id="whatif-stop" min="0" max="100" value="0" step="1">'
        '<output id="whatif-shown" for="whatif-indicator whatif-stop"></output></div>'
    )


def _answers(assessment: Assessment) -> str:
    """Filled for printing only."""
    return (
        '<div class="answers" id="answers" role="region" aria-label="答卷" hidden>'
        f'<p class="unofficial">{as_html(assessment.standing)}</p><div></div></div>'
    )


def _dialog() -> str:
    return (
        '<dialog id="ask" aria-labelledby="ask-title"><form method="dialog"><p id="ask-title"></p>'
        '<div class="buttons"><button value="no">取消</button><button value="yes" class="strong"></button></div>'
        "</form></dialog>"
    )
