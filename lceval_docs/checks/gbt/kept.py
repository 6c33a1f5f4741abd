"""Rules of GB/T 1.1 that are kept outside the lint: by other checks, or because the tool makes what they speak of.

What is made cannot be typed wrongly; tests hold the outputs against these rules.
"""

from __future__ import annotations

from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Kept:
    """A rule by its id: what it asks, and the codes of the problems that tell a breach; none where the tool makes it."""

    code: str
    says: str
    by: tuple[str, ...] = ()


KEPT = (
    Kept("CV01", "封面的必备要素齐全", ("E0461",)),
    Kept("CV13", "征求意见稿的封面有征集专利的语句，其他阶段没有"),
    Kept("CV15", "封面、正文首页和元数据中的名称一致"),
    Kept("ST16", "目次列出全部章、附录、参考文献，不列术语条目"),
    Kept("ST17", "目次的文字和编号与标题一致"),
    Kept("LV02", "章以下最多五级条", ("E0139",)),
    Kept("LV03", "条的层次不跳级", ("E0123",)),
    Kept("LV12", "网站和Word版的编号与算出的编号一致"),
    Kept("NR07", "规范性引用文件的顺序"),
    Kept("RF06", "文中的引用都有着落", ("E0452",)),
    Kept("RF14", "参考文献的序号不手写"),
    Kept("TM08", "术语条目各部分的顺序"),
    Kept("TM13", "定义不循环", ("E0455",)),
    Kept("TM14", "术语的编号独占一行，不进目次"),
    Kept("LI03", "列项不超过两层", ("E0127",)),
    Kept("NT02", "注的编号：一条的写“注：”，几条的依次编号", ("E0129",)),
    Kept("NT04", "示例的编号", ("E0129",)),
    Kept("NT06", "条文脚注连续编号，表的脚注在表内用字母"),
    Kept("NT07", "脚注与其标记一一对应", ("E0133", "E0137")),
    Kept("OB04", "表题和图题里没有手写的编号"),
    Kept("OB05", "表、图、公式连续编号，附录另起并冠以字母"),
    Kept("TB09", "表头在每页重复", ("E0810",)),
    Kept("TB10", "表的列数一致", ("E0130",)),
    Kept("EQ02", "公式中的符号都有说明"),
    Kept("EQ06", "公式的编号不手写"),
    Kept("AN06", "附录的标识、性质和标题居中各占一行"),
    Kept("NU11", "变量用斜体，单位用正体"),
    Kept("DX01", "纸张和页边距", ("E0805",)),
    Kept("DX02", "节的顺序、页码的形式和起始", ("E0806",)),
    Kept("DX03", "页眉为文件编号，单数页居右、双数页居左，封面没有", ("E0801", "E0807")),
    Kept("DX04", "各种段落的字体、字号、间距", ("E0801",)),
    Kept("DX05", "没有压过样式的直接格式", ("E0802", "E0803", "E0804")),
    Kept("DX06", "章条编号由多级列表生成"),
    Kept("DX07", "表号、图号和交叉引用是域，结果正确"),
    Kept("DX08", "目次是域，打开时条目和页码已经正确"),
    Kept("DX09", "正文从单数页起"),
    Kept("DX10", "前言、附录、参考文献另起一页"),
    Kept("DX11", "终结线", ("E0811",)),
    Kept("DX12", "表的外框粗、内线细", ("E0808",)),
    Kept("DX13", "公式是Word公式，居中，编号右端对齐"),
    Kept("DX14", "中文和西文字体都写明", ("E0801",)),
    Kept("DX15", "文档属性有标题、语言"),
    Kept("DX18", "同样的输入得到同样的字节"),
    Kept("DX19", "Word版与网站的文字逐条相同"),
    Kept("HT01", "每一条、表、术语都有固定的锚点"),
    Kept("HT03", "页内链接都有着落"),
    Kept("HT04", "表头的单元格标明作用范围"),
    Kept("HT05", "公式用MathML"),
    Kept("HT06", "网页不请求别的主机"),
)
