"""Kinds of clauses by their verbs: 应 要求, 宜 推荐, 可 允许, 能 能力, 可能 可能性; else an instruction or a statement.

Source: GB/T 1.1—2020, Annex C. A character of a verb is no verb where it is part of a word (应用, 适宜, 可靠, 能源). Which
reading holds is decided by what stands beside it: a word is taken for a word unless its neighbours make another one
(管理应…, 应验证, 应对…进行…). The lists below were made on the tuning half of the labelled sentences in tests/cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["requirement", "recommendation", "permission", "ability", "possibility", "instruction", "statement"]


@dataclass(frozen=True)
class Modal:
    """A verb that makes a clause what it is: its kind, its words, where it stands."""

    kind: Kind
    words: str
    start: int
    negative: bool = False


_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|‘[^’]*’|《[^》]*》|`[^`]*`|\"[^\"]*\"")

# 应 with the character before it, unless that character ends another word (管理|应, 提供|应).
_BEFORE_YING = {
    "响": "影",
    "对": "核校比面针相配应",
    "相": "互真",
    "适": "合舒",
    "供": "提",
    "反": "违相",
    "效": "有失无生功绩能时成高实见等",
    "感": "敏情",
    "回": "返收召撤退取",
    "呼": "",
    "顺": "",
    "因": "原诱成主起",
    "一": "",
    "允": "",
    "报": "",
    "策": "",
}
# 理应 is a word only where nothing ends in 理.
_ENDS_IN_LI = "处管办受清整原治修代物合审料梳护经推机助条定道地心伦纹调伺"
_AFTER_YING = re.compile(
    r"应(?:急(?!速|需)|力(?!争|求)|变(?!更|换|为|成|压|速|频)|答(?!复|疑)|激(?!活|励|发)|付(?!诸|清|费|给)|收(?:账|款|票据|未收|项)|届|邀|聘"
    r"|税|允(?!许)|验(?!证|收|算|明|看|货|电)|试(?!验|运|装|车|用|行|点|算|压|样|剂)|接不暇|诉|战|景|征(?!求|得)|运而生|声|酬|许|有尽有|有的|时令|季|计未计|纳税)"
)
_USE = re.compile(
    r"应用(?!.{1,16}?(?:擦|洗|连接|固定|测量|密封|覆盖|包装|标识|标示|标明|冲|搅拌|填写|表示|清理|盛|稀释|滴定|润湿|检查|校准|盖|封|隔开|遮|支撑|吊|书写|打印|浸|量取|装))"
)
_LEADS_TO_USE = "的泛际程化与和及、，示推新其得再被可能宜应"
_DO = (
    r"进行|予以|作出|做出|作好|做好|加以|实施|开展|采取|说明|检查|复核|核对|记录|负责|编号|标识|标注|培训|评价|评估|验证|确认|监测|测量|校准|审核|评审"
    r"|保密|公示|分析|计算|清洗|处理|维护|管理|考核|修约|保持|建立|提出|补正|备份|测试|试验|检验|检测|登记|归档|留存|更新|监督|控制|隔离|密封|保护|跟踪|抽查"
)
_COPE = re.compile(rf"应对(?![^，。；！？]*?(?:{_DO}))")
_BEFORE_COPE = (
    "制定",
    "采取",
    "用于",
    "具备",
    "提高",
    "提升",
    "增强",
    "积极",
    "有效",
    "共同",
    "为了",
    "如何",
    "妥善",
    "及时",
    "主动",
)

_YI_WORDS = re.compile(
    r"适宜|便宜|事宜|权宜|相宜|合时宜|授机宜|制宜|宜居|宜春|宜昌|宜宾|宜人|宜家|宜兴|宜林|咸宜|得宜|宜室"
)

_KE_ADJECTIVES = (
    r"可(?:靠|信(?!任)|持续|再生|燃|溶|逆|塑|疑|观(?!察|测)|贵|惜|怕|谓|口|乐|爱|耕|编程|移动|操作性|获得性|追溯|回收|降解|视(?!情|需|具体|为|作|同)|见|行(?!使|驶)"
    r"|控(?!制)|读(?!取|出|入)|比(?!较|照|对)|变(?!更|换|为|成)|选(?!用|取|购|择|定|配|做|作|任)|研(?!究|磨|制)|调(?!整|节|用|取|配|低|高|至)|测(?!定|量|得|算|试)|加工性|知|否|达|拓展性|扩展性)"
)
_KE_LIKE = re.compile(
    r"可(?:用|操作|获得|证实|证明|访问|识别|维护|扩展|拓展|量化|核查|核实|验证|互换|拆卸|更换|利用|接受|重复|调节|测量|替代|复制|检索|复现|重现|计量|比较|预见|预测|感知|共享|配置)(?=的|性|化|度|率|。|，|；|、|$|面积|容量|空间|功率|资源|余热|材料|部件|屋顶|于?的)"
)
_BEFORE_KE = re.compile(r"许可|认可|宁可|尚可|无可|未可|不可|大可|非可|两可|亦可再生|缺一不可")
_NENG_AFTER = re.compile(r"能(?:力(?!争|求)|源|量(?!化)|耗|效|级|见度|手|动性|人|谱|带|否|者)")
_NENG_BEFORE = {
    "性": "特属惯共",
    "功": "成",
    "电": "",
    "热": "",
    "光": "",
    "储": "",
    "动": "自移活推启手联",
    "职": "",
    "智": "",
    "技": "",
    "效": "有",
    "势": "",
    "产": "生",
    "节": "环调细",
    "用": "使利应费采引通",
    "耗": "",
    "供": "提",
    "核": "",
    "风": "",
    "潜": "",
    "机": "",
    "赋": "",
    "阳": "",
    "械": "",
    "学": "",
    "体": "",
    "万": "",
    "内": "",
    "水": "",
    "氢": "",
    "冷": "",
    "单": "",
    "一": "",
    "多": "",
    "全": "安完",
    "余": "",
    "释": "",
    "蓄": "",
    "焓": "",
    "官": "",
    "异": "",
    "无": "",
    "应": "",
    "宜": "",
}
_BIYAO = re.compile(r"不必要|不必然")
_ADVISE = re.compile(
    r"(?<![的提改出进和及、理项条份关整意等])(?:推荐|建议)(?!书|值|性|表|稿|单|名|人|函|。|，|、|；|：|和|的|及|与|材料|目录|方案|被|是|$|中|等|应|采纳|清单|措施|内容)"
)
_IMPERATIVE = re.compile(
    r"(?:称取|量取|吸取|移取|准确|精确|打开|关闭|关掉|加入|加热|冷却|搅拌|过滤|取(?!决|得|代|消|暖|样点|值)|将|把|用(?!于|户|能|电|水|途|量|地|人)|按下|按住|按(?=[^照]{0,14}[，,])|记录(?!应|表|由|的|是|包)|读取|读出|测量(?=[^的]{0,10}[，。])"
    r"|测定(?=[^的]{0,10}[，。])|检查(?!应|表|由|的|是|包|内容|结果)|启动|停止|连接|断开|放置|放入|清洗|干燥|擦拭|擦净|重复(?!性|使用)|静置|摇匀|滴加|滴定|稀释|定容|标记|填写|核对|调节|调整|设置|设定|选择"
    r"|输入|点击|单击|双击|保存|导出|导入|旋转|拧紧|拧下|卸下|安装(?!应|的|在|有|位置|质量)|拆下|接通|切断|升温|降温|等待|观察|抽取|收集(?!的|与)|列出|倒入|倒出|注入|移入|转移|盖上|盖好|置于|放回|取下|取出|充入|抽真空|开启|预热|校准(?!应|的|证|周期)"
    r"|计算(?=[^的]{0,12}[，。])|登录|上传|下载|勾选|扫描|核实|插入|拔出|复位|剪下|剪取|粘贴|烘干|恒温|振荡|离心|洗涤|冲洗|润洗|配制|平行|再次|重新|继续|立即|缓慢|缓缓|迅速|小心|轻轻|依次|逐滴|反复|然后|先(?=[^应]{1,12}[，。]))"
)
_STATES = re.compile(
    r"分为|属于|包括|称为|组成|构成|是(?!否)|表示|均为|即为|可分|取决于|有助于|有利于|来自|如下|见表|见图|所示"
)


def _masked(sentence: str) -> str:
    """The sentence with what is only mentioned put out of sight."""
    return _QUOTED.sub(lambda m: "□" * len(m[0]), sentence)


@lru_cache(maxsize=20_000)
def modals(sentence: str) -> tuple[Modal, ...]:
    """The modal verbs of a sentence, in order. Words in quotation marks are mentioned, not used."""
    text = _masked(sentence)
    found = [*_ying(text), *_yi(text), *_ke(text), *_neng(text), *_others(text)]
    return tuple(sorted(found, key=lambda m: m.start))


@lru_cache(maxsize=20_000)
def kinds(sentence: str) -> frozenset[Kind]:
    """The kinds of clauses in a sentence: those of its verbs, else an instruction or a statement."""
    found: frozenset[Kind] = frozenset(modal.kind for modal in modals(sentence))
    if found:
        return found
    is_told = _IMPERATIVE.match(sentence) and not _STATES.search(sentence)
    return frozenset(("instruction",)) if is_told else frozenset(("statement",))


def _modal(kind: Kind, text: str, start: int, words: str) -> Modal:
    negative = start > 0 and text[start - 1] == "不"
    return Modal(kind, ("不" if negative else "") + words, start - negative, negative)


def _places(text: str, character: str) -> Iterator[int]:
    return (m.start() for m in re.finditer(character, text))


def _ying(text: str) -> Iterator[Modal]:
    for at in _places(text, "应"):
        if not _is_word_with_ying(text, at):
            words = text[at : at + 2] if text[at : at + 2] in ("应当", "应该") else "应"
            yield _modal("requirement", text, at, words)


def _is_word_with_ying(text: str, at: int) -> bool:
    before, further = text[at - 1 : at], text[at - 2 : at - 1] if at > 1 else ""
    if _AFTER_YING.match(text, at):
        return True
    if text.startswith("应用", at):
        return before in _LEADS_TO_USE or at == 0 or _USE.match(text, at) is not None
    if text.startswith("应对", at):
        return text[:at].endswith(_BEFORE_COPE) or _COPE.match(text, at) is not None
    if before == "理":
        return further not in _ENDS_IN_LI
    ends = _BEFORE_YING.get(before)
    return ends is not None and not (further and further in ends)


def _yi(text: str) -> Iterator[Modal]:
    words = {n for m in _YI_WORDS.finditer(text) for n in range(*m.span())}
    return (_modal("recommendation", text, at, "宜") for at in _places(text, "宜") if at not in words)


def _ke(text: str) -> Iterator[Modal]:
    for at in _places(text, "可"):
        if text.startswith("可能", at):
            if not text.startswith("可能性", at) and text[at - 1 : at] != "尽":
                yield _modal("possibility", text, at, "可能")
        elif text.startswith("可以", at):
            yield _modal("permission", text, at, "可以")
        elif not _is_word_with_ke(text, at):
            yield Modal("permission", "可", at)


def _is_word_with_ke(text: str, at: int) -> bool:
    if any(m.start() <= at < m.end() for m in _BEFORE_KE.finditer(text)):
        return True
    return bool(re.compile(_KE_ADJECTIVES).match(text, at) or _KE_LIKE.match(text, at))


def _neng(text: str) -> Iterator[Modal]:
    for at in _places(text, "能"):
        before, further = text[at - 1 : at], text[at - 2 : at - 1] if at > 1 else ""
        if before == "可" or _NENG_AFTER.match(text, at):
            continue
        ends = _NENG_BEFORE.get(before)
        if ends is None or (further and further in ends):
            yield _modal("ability", text, at, "能够" if text.startswith("能够", at) else "能")


def _others(text: str) -> Iterator[Modal]:
    unneeded = {m.start() for m in _BIYAO.finditer(text)}
    for match in re.finditer(r"不必|无须|无需", text):
        if match.start() not in unneeded:
            yield Modal("permission", match[0], match.start(), True)
    for match in _ADVISE.finditer(text):
        negative = text[match.start() - 1 : match.start()] == "不"
        yield Modal("recommendation", match[0], match.start(), negative)
