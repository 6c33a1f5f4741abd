"""What the compared report says: invented data of any length, the same for every engine, and two pictures drawn here."""

from __future__ import annotations

import random
import struct
import zlib
from typing import Any

Data = dict[str, Any]

DIMENSIONS = ("低碳管理", "能源结构", "能效水平", "工艺与设备", "资源循环", "排放与抵消")
BLOCKS_A_SECTION = 10
# Signs that mean something in markup stand in the data: an engine that does not escape them fails in the open.
FACTS = (
    ("企业名称", "company", "岭南精密机械&装备<第一厂>有限公司"),
    ("统一社会信用代码", "credit_code", "91440000MA00000001"),
    ("地址", "address", "广东省佛山市示例大道 1 号"),
    ("法定代表人", "legal_person", "王小明"),
    ("所属行业", "industry", "C3484 机械零部件加工"),
    ("员工人数", "employees", "486"),
    ("产能", "capacity", "年产精密零部件 1200 万件"),
    ("占地面积", "area", "86,000 m²"),
    ("投产时间", "founded", "2003年5月"),
    ("综合能耗", "energy", "12,345.67 tce"),
    ("工业总产值", "output", "8.72 亿元"),
    ("评价依据", "standard", "近零碳与低碳工厂评价（示例）"),
)
_WORDS = (
    "企业 建立 能源 管理 制度 计量 器具 配备 符合 标准 要求 现场 核查 查阅 记录 台账 车间 照明 采用 节能 设备 污染物 处理 "
    "设施 运行 正常 排放 浓度 低于 限值 固体 废物 分类 贮存 委托 单位 处置 温室 气体 核算 报告 审定 原材料 消耗 产品 综合 "
    "能耗 优于 行业 平均 水平 可再生 利用 改进 措施 持续"
)
WORDS = tuple(_WORDS.split())
PICTURES = ("entrance", "workshop")
PICTURE_PIXELS = (180, 135)


def report_data(rows: int) -> Data:
    """The data of one report with so many rows of scores: `values`, `pictures` (file names) and `charts`."""
    draw = random.Random(1)
    values: Data = {name: value for _, name, value in FACTS}
    values |= {
        "report_no": "LC-2024-00001",
        "report_date": "2024年6月18日",
        "company_short": "岭南一厂",
        "evaluator": "示例评价中心（广州）",
        "leader": "李工 & 张工",
        "total": "86.4",
        "grade": "低碳工厂",
        "summary": _text(draw, 60, 80),
        "scope": _text(draw, 50, 70),
        "method": _text(draw, 50, 70),
        "background": _text(draw, 70, 90),
        "conclusion": _text(draw, 70, 90),
        "rows": [_row(draw, number, rows) for number in range(rows)],
        "sections": [_section(draw, number) for number in range(len(DIMENSIONS))],
    }
    return {
        "values": values,
        "pictures": {name: f"{name}.png" for name in PICTURES},
        "charts": {"score_chart": _chart(draw, "各维度得分率"), "energy_chart": _chart(draw, "各维度能耗占比")},
    }


def _text(draw: random.Random, least: int, most: int) -> str:
    return "".join(draw.choice(WORDS) for _ in range(draw.randint(least, most))) + "。"


def _row(draw: random.Random, number: int, rows: int) -> Data:
    full = draw.choice((2, 3, 4, 5))
    return {
        "no": str(number + 1),
        "dimension": DIMENSIONS[number * len(DIMENSIONS) // rows],
        "name": _text(draw, 3, 5)[:-1],
        "requirement": _text(draw, 14, 22),
        "full": str(full),
        "score": f"{full * draw.uniform(0.5, 1):.1f}",
        "verdict": draw.choice(("符合", "基本符合", "不符合（<60%）")),
    }


def _section(draw: random.Random, number: int) -> Data:
    return {
        "no": f"5.{number + 1}",
        "title": DIMENSIONS[number],
        "intro": f"{_text(draw, 30, 40)}\n{_text(draw, 20, 30)}",
        "score": f"{draw.uniform(8, 16):.1f}",
        "blocks": [_block(draw, f"5.{number + 1}.{n + 1}") for n in range(BLOCKS_A_SECTION)],
    }


def _block(draw: random.Random, number: str) -> Data:
    has_gap = draw.random() < 0.3
    return {
        "no": number,
        "name": _text(draw, 3, 5)[:-1],
        "requirement": _text(draw, 10, 16),
        "finding": _text(draw, 16, 26),
        "evidence": [{"text": _text(draw, 7, 12)} for _ in range(2)],
        "gap": has_gap,
        "fine": not has_gap,
        "advice": _text(draw, 14, 20),
        "state": "存在差距" if has_gap else "满足要求",
    }


def _chart(draw: random.Random, name: str) -> Data:
    values = [round(draw.uniform(40, 95), 1) for _ in DIMENSIONS]
    return {"alternative": f"图：{name}", "categories": list(DIMENSIONS), "series": [{"name": name, "values": values}]}


def picture(seed: int) -> bytes:
    """A PNG of some 50 kB that compresses no further, as that of a photograph: soft colours and noise."""
    width, height = PICTURE_PIXELS
    draw = random.Random(seed)
    lines = bytearray()
    for y in range(height):
        lines.append(0)
        for x in range(width):
            lines += bytes(
                colour + draw.getrandbits(3) for colour in (x * 160 // width, y * 120 // height, 90 + seed * 40)
            )
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
        for kind, inside in chunks
    )
