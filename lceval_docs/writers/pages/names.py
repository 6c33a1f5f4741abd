"""The table of names that closes the README of the templates."""

from __future__ import annotations

from collections.abc import Iterable

from lceval_docs.views.meaning import NameView

BEGINNING = "## 可用的名称\n"
_HEAD = "\n| 名称 | 意思 | 写法 |\n| --- | --- | --- |\n"


def render_names(readme: str, names: Iterable[NameView]) -> str:
    """The README with its table made anew; what stands before it is left as it is."""
    rows = "".join(f"| `{n.name}` | {n.meaning} | {n.use} |\n" for n in names)
    return readme.partition(BEGINNING)[0] + BEGINNING + _HEAD + rows
