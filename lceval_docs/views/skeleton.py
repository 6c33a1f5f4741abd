"""What an author begins with: a complete entry that holds, with places to fill."""

from __future__ import annotations

NAME, WHEN, REQUIREMENT = "（填写名称）", "（填写满足的条件）", "工厂宜（填写要求）。"
EVIDENCE, BASIS = "（填写证明材料）", "提案：（写明依据）"
RETIRED = "填好以后删去这一行，并使二级指标的分值仍等于其三级指标之和"


def view_indicator_skeleton(id: str, name: str, indent: int) -> str:
    """A level-3 indicator in YAML, whose name is in YAML already. It counts only once its author takes `retired` away."""
    lines = (
        f"- id: {id}",
        f"  name: {name}",
        "  kind: optional",
        "  points: 1",
        f"  requirement: {REQUIREMENT}",
        "  scoring:",
        "    method: yes_no",
        f"    when: {WHEN}",
        "  evidence:",
        f"    - {EVIDENCE}",
        "  not_applicable:",
        "    allowed: false",
        "  examples:",
        "    - {name: 满足, met: true, points: 1, arithmetic: 1 × 1 = 1}",
        "    - {name: 不满足, met: false, points: 0, arithmetic: 1 × 0 = 0}",
        f"  retired: true  # {RETIRED}",
        "  status: proposal",
        f"  basis: {BASIS}",
    )
    return "".join(f"{' ' * indent}{line}\n" for line in lines)
