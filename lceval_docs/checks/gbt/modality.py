"""Kinds of clauses by their verbs: 应 要求, 宜 推荐, 可 允许, 能 能力, 可能 可能性; else an instruction or a statement.

Source: GB/T 1.1—2020, Annex C. A character of a verb is no verb where it is part of a word (应用, 适宜, 可靠, 能源). Which
reading holds is decided by what stands beside it: a word is taken for a word unless its neighbours make another one
(管理应…, 应验证, 应对…进行…). The lists below were made on the tuning half of the labelled sentences in tests/cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from lceval_docs.records import dataclass

Kind = Literal["requirement", "recommendation", "permission", "ability", "possibility", "instruction", "statement"]


@dataclass(frozen=True)
class Modal:
    """A verb that makes a clause what it is: its kind, its words, where it stands."""

    kind: Kind
    words: str
    start: int
    negative: bool = False


_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|‘[^’]*’|《[^》]*》|`[^`]*`|\"[^\"]*\"")

# X应 is a word, unless X ends one of these words before it (管理|应, 提供|应).
_BEFORE_YING = {
    "响": "影音声反作交",
    "对": "核校比面针配成双逐",
    "相": "互真三各单两气液固动照物每多首",
    "适": "合舒",
    "供": "提口",
    "反": "违相正平",
    "效": "有失无生功绩能时成高实见等增药疗速长低",
    "感": "敏情手口质观体触快遥美传",
    "回": "返收召撤退取找追驳放送来挽赎",
    "呼": "称招欢传",
    "顺": "孝柔笔归",
    "因": "原诱成主起病基",
    "答": "回解问抢作应",
}
# 理应 is a word only where nothing ends in 理.
_ENDS_IN_LI = "处管办受清整原治修代物合审料梳护经推机助条定道地心伦纹调伺肌病数生"
_AFTER_YING = re.compile(
    r"应(?:急(?!速|冷)|力(?!争|求)|变(?!更|换|为|成|压|速|频|质|得|小|大|色)|答(?!复|疑|谢|题|辩)|激(?!活|励|发|起)"
    r"|付(?!诸|清|费|给|讫|租)|收(?:账|款|票据|未收|项)|届|邀(?!请|约)|聘(?!请|用|任)|税|允(?!许)|验(?!证|收|算|明|看|货|电|讫|核|伤)"
    r"|试(?!验|运|装|车|用|行|点|算|压|样|剂|产|制|吹|穿|拉|通)|接不暇|诉|战|景|征(?!求|得|询|集|收)|标(?!明|识|注|示|定|出|准|记|有|签|称)"
    r"|运而生|声|酬|许(?!可)|有尽有|有的|时令|季|计未计|纳税|诺|俱全)"
)
_WITH = (
    r"擦|洗|连接|固定|测量|测定|密封|覆盖|包装|包裹|裹|缠|捆|扎|标识|标示|标明|冲|搅拌|填写|表示|清理|清扫|盛|稀释|滴定|润湿|检查|校准|校正|盖|封|隔开|隔离|遮"
    r"|支撑|吊|书写|打印|浸|量取|装|传输|书面|加密|存放|保存|替代|代替|补|填充|涂|刷|粘|切|磨|过滤|烘|吹|记录|核对|验证|计算|登录|发送|绑|悬挂|搬运|分隔|垫"
)
_USE = re.compile(rf"应用(?!于)(?![^，。；！？]{{1,16}}?(?:{_WITH}))|应用于")
_LEADS_TO_USE = "的泛际程化与和及、，推新其得再被可能宜应"
_DO = (
    r"进行|予以|作出|做出|作好|做好|加以|实施|开展|采取|说明|检查|复核|核对|记录|负责|编号|标识|标注|培训|评价|评估|验证|确认|监测|测量|校准|审核|评审"
    r"|保密|公示|分析|计算|清洗|处理|维护|管理|考核|修约|保持|建立|提出|补正|备份|测试|试验|检验|检测|登记|归档|留存|更新|监督|控制|隔离|密封|保护|跟踪|抽查"
    r"|清理|加密|签字|分类|汇总|答复|解释|报告|通报|消毒|称重|取样|抽样|加固|涂|统计|核实|公开|承担|规定|设置|赋值|打分|排序|取整|培养|巡查|巡检|盘点"
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
    "协同",
    "科学",
    "能够",
    "从容",
)

_YI_WORDS = re.compile(
    r"(?<!舒)适宜|(?<![方以简轻随顺就])便宜|(?<![议从办民人])事宜|(?<![赋授确维股债产特主人决])权宜|(?<![三各单两气液固])相宜|合时宜|授机宜|因.制宜"
    r"|宜居(?!中|左|右|前|后|住|高|于|间|家)|宜春(?!季|节|天|耕|播|茶|夏)|宜昌|宜宾(?!馆|客)|宜人(?!工|员|均|为|机)|宜家(?!具|庭|长)|宜兴(?!建|修)|宜林|咸宜"
)

# Adjectives: 可靠, 可信 …; those that another word may follow begin one (可控制, 可读取).
_KE_ADJECTIVES = re.compile(
    r"可(?:靠(?!墙|近|拢|岸|边|右|左|窗|泊)|信(?!任)|持续|再生(?!成|产)|燃|溶|逆|塑|疑|观(?!察|测|看)|贵|惜|怕|谓|口|乐|爱|耕|编程|移动|操作性|获得性|追溯|回收|降解"
    r"|视(?!情|需|具体|为|作|同|其|实)|见|行(?!使|驶|走|车)|控(?!制|股|温)|读(?!取|出|入|写)|比(?!较|照|对)|变(?!更|换|为|成(?!本))|选(?!用|取|购|择|定|配|做|作|任|派|拔)"
    r"|研(?!究|磨|制|发|讨|判|读)|调(?!整|节(?!负荷|范围|阀|性)|用|取|配|低|高|至|阅|换|动)|测(?!定|量|得|算|试|出)|加工性|知|否|达(?!到)|拓展性|扩展性|歌|喜|憎|怜|悲|敬)"
)
_KE_LIKE = re.compile(
    r"可(?:用|操作|获得|获取|证实|证明|访问|识别|维护|维修|扩展|拓展|量化|核查|核实|验证|互换|拆卸|更换|利用|接受|重复|调节|测量|替代|复制|检索|复现|重现|计量|比较|预见|预测|感知|共享|配置|理解|解释|执行|行走)"
    r"(?=的|性|化|度|率|。|，|；|、|$|面积|容量|空间|功率|资源|余热|材料|部件|屋顶|负荷)"
)
_KE_AFTER = re.compile(r"(?<![准允特不])许可|(?<![确承默否公辨自])认可|宁可|无可|未可|不可|非可|两可|尽可")
_NENG_AFTER = re.compile(
    r"能(?:力(?!争|求)|源(?!自|于)|量(?!化|测)|耗|效(?!仿)|级|见度|手|动性|人|谱|带(?!动|来|走)|否|者|愿动词)|使能(?=信号|端|位|引脚|控制)|才能(?=。|，|、|；|$|和|的|与)"
)
# X能 is a word, unless X ends one of these words before it (断电|能, 环节|能).
_NENG_BEFORE = {
    "性": "特属惯共理要行用靠",
    "功": "成",
    "电": "断通停来供带放充市",
    "热": "预加散传隔导受遇",
    "光": "荧激灯曝散反阳遮透",
    "储": "存仓",
    "动": "自移活推启手联振驱制传转带",
    "职": "在兼任",
    "智": "",
    "技": "科",
    "效": "有失生",
    "势": "趋走形",
    "产": "生投量达停复增",
    "节": "环调细季关",
    "用": "使利应费采引通作信试",
    "耗": "损消",
    "供": "提",
    "核": "审考复",
    "风": "通送出排新",
    "潜": "",
    "机": "人主整风电样手算洗压水空切有",
    "赋": "",
    "阳": "",
    "械": "器机",
    "学": "",
    "体": "主整具气液固",
    "万": "",
    "内": "",
    "水": "给排供进出",
    "氢": "",
    "冷": "",
    "单": "",
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
    r"(?<![的提改出进和及、理项条份关整意等各该此])(?:推荐|建议)(?!书|值|性|表|稿|单|名|人|函|。|，|、|；|：|和|的|及|与|材料|目录|方案|被|是|$|中|等|应|采纳|清单|措施|内容|信|了)"
)
# What a person is told to do.
_VERBS = (
    r"称取|量取|吸取|移取|移除|打开|关闭|关掉|关停|加入|加热|加盖|冷却|搅拌|过滤(?!效|器|网|面|精|材|介)|抽取|抽查|取下|取出|取样|取(?=[0-9一二三四五两适同等上下该其另少约若])|测量(?!的|结|不|设|范|精|误|仪)|测定(?!的|结|方|值)"
    r"|检查(?!应|表|由|的|是|包|内容|结果|员)|检测(?!的|结|方|机|限|能|范|项|数|设|仪|报)|启动(?!的|电|时)|停止|停机|连接(?!的|件|器|线|处)|断开|放置|放入|清洗|清扫|清零|清除|清空|干燥(?!的|器|箱)|擦拭|擦净|擦干|重复(?!性|使)|静置|摇匀"
    r"|滴加|滴定(?!的|管|法)|稀释|定容|标记|标出|填写|核对|核实|调节(?!的|阀|范)|调整(?!的|后)|调零|调至|调平|设置(?!的|在|于)|设定(?!的|值)|选择(?!的|性)|选取|选定|输入(?!的|端|电)|点击|单击|双击|保存(?!的|期)|导出|导入|旋转(?!的|部)"
    r"|拧紧|拧下|拧开|拧松|松开|卸下|卸载|安装(?!应|的|在|有|位置|质量|于|高)|拆下|拆除|接通|切断|切换|升温|降温|等待|观察|收集(?!的|与)|列出|列入|倒入|倒出|倒掉|注入|注满|移入|移至|转移|盖上|盖好|置于|放回|充入|充满|抽真空|开启"
    r"|预热|校准(?!应|的|证|周期)|计算(?!的|结|机|方|值|书)|登录|上传|下载|勾选|扫描|插入|插上|拔出|拔下|复位|剪下|剪取|剪断|粘贴|烘干|恒温|振荡|离心|洗涤|冲洗|润洗|配制|查阅|查看|查询|查明|解压|运行(?!的|状|数)|更换|施加|汇总|记录(?!应|表|由|的|是|包)|记下"
    r"|读取|读出|涂抹|涂刷|喷涂|铺|埋|敷设|绘制|绘出|裁取|裁下|切取|切下|锯|研磨|破碎|混匀|混合(?!的|物)|分装|密封(?!的|件|圈)|包裹|固定(?!的|式|资)|夹紧|夹持|悬挂|吊起|放下|推入|拉出|按下|按住|长按|输出(?!的|端|功)|提交|签字|签署|核算(?!的|边|方)"
    r"|扣除|剔除|删除|替换|代入|求出|求和|取平均|修约(?!的|间)|比对|对照|打磨|抛光|吹扫|排空|排出|放空|放尽|泄压|升压|加压|降压|保压|浸泡|浸入|浸没|蒸发|蒸干|萃取|洗脱|收取|通知|填入|填满|贴上|贴好|登记(?!的|表)|建立(?!的|了)|保持(?!的)|维持|静放|回填|夯实|浇筑|养护|展开|收起|折叠|撕下|扫码|刷卡|计时|敲击|轻敲|抹平|整平|找平|对中|归零|开机|关机|重启|启用|停用|合上|断电|通电|上电|排查|备份|恢复(?!的|期|正常)|抽出|滴入|倾倒|弃去|舍弃|舍去"
    r"|组装|拼接|压实|压紧|压入|量出|测出|算出|加至|补足|补加|添加|佩戴|穿戴|戴好|戴上|穿好|放好|摆放|布置|找出|对准|翻转|倒置|摇动|晃动|拍打|锁定|锁紧|锁上|解锁|退出|返回|进入|采集(?!的|点|频)|拍摄|拍照|换上|换算|折算|累加|相加|相乘|绑扎|抬起|托起|开挖|洒水|覆盖"
    r"|张贴|签收|归档|编号|确认|确定(?!的|性)|复核|审核(?!的|员|组|方|意|结)|填报|报送|上报|测读|加装|套上|套入|接入|接好|接上|连通|引出|引入|滤去|滤出|焊接(?!的|质|工)|打孔|划线|请(?!求|示)|勿|切勿|不要|注意(?!事)"
    r"|[抹压拧擦拉推放取装卸拆接插拔套盖扣夹捆绑贴粘涂刷切剪锯磨敲打转摇搅拌倒注加添滴抽吸排灌铺垫支吊挂摆搬移换调校读记写画填勾点按选删存关开启停钻焊剥挤拨旋扭撬刮][上下出入开紧松好净干匀满掉至到回去成齐牢平直断起住尽稳准零](?!升|降|口|料|机|水|式|层|度|线|图|行|位|限|部|端|型|果)|画出|标注|记作|取走|移开|撤除|推动|拉动|拉紧"
)
_MANNER = r"(?:再次|重新|继续|立即|缓慢|缓缓|迅速|小心|轻轻|依次|逐滴|逐个|逐项|逐一|反复|然后|再|先|随机|均匀|准确|精确|分别|同时|随后|接着|最后|首先|平行|充分|彻底|完全|自上而下|定期|连续|每隔[^，。]{1,8}|每次|至少|逐级|逐步|逐渐|轮流|交替|另|一次性|匀速|徐徐|及时|尽快|全部|手动|人工|单独|就近|仔细|快速|慢慢|彻底)*(?:地)?"
_IMPERATIVE = re.compile(
    rf"(?:将|把)(?!来)|{_MANNER}(?:(?:用(?!于|户|能|电|水(?!平|冲|清)|途|量|地|人)|从|沿|以|按|按照|依据|根据|对|向|在|于|自|经|参照|使用|采用|利用|由|朝|顺着|距|隔|就|借助|通过)[^，。；]{{0,22}}?{_MANNER})?(?:{_VERBS})"
)
_CONDITION = re.compile(
    r"(?:(?:当|如|若|待|如果|每|一旦|必要时|需要时|试验前|试验后|使用前|使用后)[^，。；]{0,30}|[^，。；]{1,30}(?:时|后|前|完毕|完成|结束|无误))，"
)
_STATES = re.compile(
    r"分为|属于|包括|称为|组成|构成|是(?!否)|表示(?!为)|均为|即为|可分|取决于|有助于|有利于|来自|如下|见表|见图|所示|由[^，]{1,12}(?:得|给|确|负责|完成|承担|提供)|等于|达到了|(?<![改变设调定置算换成作视记称认])为(?![空零此止])|见(?:附|第|本)"
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
    """The kinds of clauses in a sentence: those of its verbs, an instruction, else a statement."""
    found: set[Kind] = {modal.kind for modal in modals(sentence)}
    if _is_told(_masked(sentence)):
        found.add("instruction")
    return frozenset(found) or frozenset(("statement",))


def _is_told(text: str) -> bool:
    """Whether a sentence without a subject says what to do, at its beginning or after a condition."""
    first = re.split("[，；。]", text, maxsplit=1)[0]
    if not first.endswith(("时", "后", "前")) and _tells(first):
        return True
    condition = _CONDITION.match(text)
    if condition is None or any(m.start < condition.end() for m in modals(text)):
        return False
    return _tells(re.split("[，；。]", text[condition.end() :], maxsplit=1)[0])


def _tells(segment: str) -> bool:
    return bool(_IMPERATIVE.match(segment)) and not _STATES.search(segment) and not modals(segment)


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
    if before == "不":
        return False
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
    if any(m.start() <= at < m.end() for m in _KE_AFTER.finditer(text)):
        return True
    if text[at - 1 : at] == "是" and _KE_LIKE.match(text[: at + 3] + "的", at):
        return True
    return bool(_KE_ADJECTIVES.match(text, at) or _KE_LIKE.match(text, at))


def _neng(text: str) -> Iterator[Modal]:
    words = {n for m in _NENG_AFTER.finditer(text) for n in range(*m.span())}
    for at in _places(text, "能"):
        before, further = text[at - 1 : at], text[at - 2 : at - 1] if at > 1 else ""
        if before == "可" or at in words:
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
