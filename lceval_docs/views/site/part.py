"""What several pages share: standing, anchors, the list of methods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.formulas import parse
from lceval_docs.model.origin import Statement
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Badge, Block, Code, Formula, Heading, Link, Paragraph, Table


def indicator_path(id: str) -> str:
    """The page of an indicator."""
    return f"indicators/{id.lower()}.md"


def dimension_path(id: str) -> str:
    """The page of a dimension."""
    return f"indicators/{id.lower()}.md"


def data_link(standard: Standard, id: str) -> Link:
    """A data item, in the dictionary."""
    return Link(standard.data_items[id].name, f"develop/data.md#{data_anchor(id)}")


def data_anchor(id: str) -> str:
    return f"d-{id.replace('_', '-')}"


def badge(statement: Statement) -> Badge:
    return Badge(statement.status, label.STATUS[statement.status])


def basis(statement: Statement) -> str:
    """Where a statement comes from, without the standing that its badge shows already."""
    return re.sub(f"^{label.STATUS[statement.status]}[：；]", "", statement.basis)


def methods(standard: Standard) -> Iterator[Block]:
    table = standard.factors.methods
    for method in table.methods:
        yield Heading(3, (f"{method.name} ", badge(method)), f"m-{method.id}")
        yield Formula(Equation(method.symbol, parse(method.formula), standard.symbols))
        yield Paragraph((f"结果的单位：{number.unit(method.unit)}。{method.note}",))
    yield Table(("符号", "名称", "标识"), tuple((p.symbol, p.name, Code(p.id)) for p in table.parameters))
