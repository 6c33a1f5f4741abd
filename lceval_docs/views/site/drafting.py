"""Pages of the rules of drafting: what each asks, where it stands, an example that breaks it and one that keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lceval_docs.checks.gbt.kept import KEPT
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Translate
from lceval_docs.views.block import Block, Code, Heading, Inline, Items, Link, Page, Paragraph, Sample, Table
from lceval_docs.views.site.reference import shown

INDEX_TITLE = "起草规则"
SUBJECTS = (
    ("metadata", "名称与元数据", ("CV",)),
    ("structure", "要素与层次", ("ST", "LV")),
    ("front", "前言、引言与范围", ("FW", "IN", "SC")),
    ("citation", "引用", ("NR", "RF")),
    ("term", "术语与缩略语", ("TM", "SY")),
    ("wording", "条款的表述", ("MV",)),
    ("listing", "列项、注与示例", ("LI", "NT")),
    ("object", "图、表、公式与附录", ("OB", "TB", "FG", "EQ", "AN")),
    ("number", "数、单位与符号", ("NU", "TX")),
    ("consistency", "文字与数据一致", ("DC",)),
)
SEVERITY = {"error": "错误", "warning": "提醒", "info": "提示"}
WHERE = {
    "chapter": "章的正文",
    "annex": "规范性附录的正文",
    "informative annex": "资料性附录的正文",
    "foreword": "前言",
    "introduction": "引言",
    "scope": "范围",
    "references": "规范性引用文件",
    "terms": "术语和定义",
    "bibliography": "参考文献",
    "text": "全部章，=== 后为文件名",
}
BAD, GOOD = "错例", "对例"
ABOUT = "clause 一栏是GB/T 1.1—2020的条号，按公开材料整理，未与原文核对；DC开头的是本标准自己的规则。"
SILENCE = "确有理由不遵守的，在那一处前面写明规则和理由："
SILENCES = "<!-- lint-ignore MV01 引用法规原文 -->\n\n# lint-ignore CV08 名称由协会确定"


def view_rules(rules: Sequence[Rule], translate: Translate) -> Iterator[Page]:
    """The index, then a page a subject."""
    yield Page("rules/index.md", INDEX_TITLE, "", tuple(_index(rules, translate)))
    for id, title, prefixes in SUBJECTS:
        found = [r for r in rules if r.code.startswith(prefixes)]
        blocks = [block for rule in found for block in _rule(rule, translate)]
        yield Page(f"rules/{id}.md", f"{INDEX_TITLE}：{title}", "", tuple(blocks))


def _index(rules: Sequence[Rule], translate: Translate) -> Iterator[Block]:
    yield Paragraph(ABOUT.replace("clause 一栏", "“条”一栏"))
    yield Paragraph(SILENCE)
    yield Sample(SILENCES)
    for id, title, prefixes in SUBJECTS:
        rows = tuple(_row(id, rule, translate) for rule in rules if rule.code.startswith(prefixes))
        yield Heading(2, title, f"s-{id}")
        yield Table(("规则", "含义", "程度", "条"), rows)
    yield Heading(2, "由工具或其他检查保证的规则", "s-kept")
    kept = tuple((Code(k.code), k.says, "、".join(k.by) or "由工具生成，写不错") for k in KEPT)
    yield Table(("规则", "含义", "怎样保证"), kept)


def _row(page: str, rule: Rule, translate: Translate) -> tuple[Inline, ...]:
    link = Link(rule.code, f"rules/{page}.md#r-{rule.code.lower()}")
    return link, shown(translate(rule.says)), SEVERITY[rule.severity], rule.clause or "本标准"


def _rule(rule: Rule, translate: Translate) -> Iterator[Block]:
    yield Heading(2, f"{rule.code}　{shown(translate(rule.says))}", f"r-{rule.code.lower()}")
    about = [f"程度：{SEVERITY[rule.severity]}", f"条：{rule.clause or '本标准'}"]
    if rule.hint:
        about.append(f"怎样改：{shown(translate(rule.hint))}")
    about.append(f"例子写在：{WHERE.get(rule.where, rule.where)}")
    yield Items(tuple(about))
    yield Paragraph(f"{BAD}：")
    yield Sample(rule.bad)
    yield Paragraph(f"{GOOD}：")
    yield Sample(rule.good)
