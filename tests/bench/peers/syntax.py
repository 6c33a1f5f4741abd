"""The tags of each engine: a place, a picture, a loop over paragraphs or rows, a condition."""

from __future__ import annotations

import copy
import re
from typing import Any, ClassVar, NamedTuple, Protocol

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


class Block(NamedTuple):
    """The two tags around something; '' where the engine has none."""

    begin: str
    end: str
    # Whether the tags of a row loop stand in the row itself, not in rows of their own.
    is_inside: bool = False


class ChartTag(NamedTuple):
    """What stands in a chart's alternative text and in its title."""

    alternative: str
    title: str


class Syntax(Protocol):
    """How a template is written. `scope` is the loop's name for its item, '' outside of loops."""

    has_loops: bool

    def place(self, scope: str, name: str) -> str: ...
    def picture(self, name: str) -> str:
        """The tag; '' where the engine has none."""

    def chart(self, name: str) -> ChartTag | None:
        """Where the tag stands; None where the engine fills no charts."""

    def each(self, scope: str, over: str) -> Block: ...
    def each_row(self, scope: str, over: str) -> Block: ...
    def when(self, scope: str, name: str) -> Block: ...


class Docxtpl:
    has_loops = True

    def place(self, scope: str, name: str) -> str:
        return f"{{{{ {scope}.{name} }}}}" if scope else f"{{{{ {name} }}}}"

    def picture(self, name: str) -> str:
        return self.place("", name)

    def chart(self, name: str) -> ChartTag | None:
        return None

    def each(self, scope: str, over: str) -> Block:
        return Block(f"{{%p for {scope} in {over} %}}", "{%p endfor %}")

    def each_row(self, scope: str, over: str) -> Block:
        return Block(f"{{%tr for {scope} in {over} %}}", "{%tr endfor %}")

    def when(self, scope: str, name: str) -> Block:
        return Block(f"{{%p if {scope}.{name} %}}", "{%p endif %}")


class Ours(Docxtpl):
    """docxtpl's tags, and a place in the alternative text of a chart."""

    def chart(self, name: str) -> ChartTag | None:
        return ChartTag(self.place("", name), "")


class Docxtemplater:
    has_loops = True

    def place(self, scope: str, name: str) -> str:
        return f"{{{name}}}"

    def picture(self, name: str) -> str:
        return f"{{%{name}}}"

    def chart(self, name: str) -> ChartTag | None:
        return None

    def each(self, scope: str, over: str) -> Block:
        name = over.rpartition(".")[2]
        return Block(f"{{#{name}}}", f"{{/{name}}}")

    def each_row(self, scope: str, over: str) -> Block:
        return Block(*self.each(scope, over)[:2], True)

    def when(self, scope: str, name: str) -> Block:
        return self.each(scope, name)


class EasyTemplateX(Docxtemplater):
    def picture(self, name: str) -> str:
        return f"{{{name}}}"

    def chart(self, name: str) -> ChartTag | None:
        return ChartTag("", f"{{{name}}}")


class DocxTemplates(Docxtemplater):
    def place(self, scope: str, name: str) -> str:
        return f"+++INS ${scope}.{name}+++" if scope else f"+++INS {name}+++"

    def picture(self, name: str) -> str:
        return f"+++IMAGE {name}()+++"

    def each(self, scope: str, over: str) -> Block:
        return Block(f"+++FOR {scope} IN {'$' if '.' in over else ''}{over}+++", f"+++END-FOR {scope}+++")

    def each_row(self, scope: str, over: str) -> Block:
        return self.each(scope, over)

    def when(self, scope: str, name: str) -> Block:
        return Block(f"+++IF ${scope}.{name}+++", "+++END-IF+++")


class Carbone(Docxtemplater):
    """Loops are paths with [i], ended by what would be the next item, [i+1]."""

    _PATHS: ClassVar[dict[str, str]] = {
        "": "d",
        "row": "d.rows[i]",
        "section": "d.sections[i]",
        "block": "d.sections[i].blocks[i]",
        "piece": "d.sections[i].blocks[i].evidence[i]",
    }

    def place(self, scope: str, name: str) -> str:
        return f"{{{self._PATHS[scope]}.{name}{':convCRLF' if name == 'intro' else ''}}}"

    def picture(self, name: str) -> str:
        return ""

    def each(self, scope: str, over: str) -> Block:
        first = "text" if scope == "piece" else "no"
        return Block("", f"{{{self._PATHS[scope][:-1]}+1].{first}}}")

    def each_row(self, scope: str, over: str) -> Block:
        return self.each(scope, over)

    def when(self, scope: str, name: str) -> Block:
        path = f"{self._PATHS[scope]}.{name}"
        return Block(f"{{{path}:ifEQ(true):showBegin}}", f"{{{path}:showEnd}}")


class MailMerge(Docxtemplater):
    """Word's merge fields: plain places and rows of tables, no loops over paragraphs."""

    has_loops = False

    def place(self, scope: str, name: str) -> str:
        return f"«{name}»"

    def picture(self, name: str) -> str:
        return ""

    def each_row(self, scope: str, over: str) -> Block:
        return Block("", "", True)


SYNTAXES: dict[str, Syntax] = {
    "lceval": Ours(),
    "docxtpl": Docxtpl(),
    "docx-mailmerge2": MailMerge(),
    "docxtemplater": Docxtemplater(),
    "carbone": Carbone(),
    "docx-templates": DocxTemplates(),
    "easy-template-x": EasyTemplateX(),
}


def as_merge_fields(root: Any) -> None:
    """Runs with «name» in them become runs and fields of Word's own."""
    for run in list(root.iter(qn("w:r"))):
        text = run.find(qn("w:t"))
        if text is None or "«" not in (text.text or ""):
            continue
        for number, piece in enumerate(re.split("«(.*?)»", text.text)):
            if not piece:
                continue
            new = copy.deepcopy(run)
            inside = new.find(qn("w:t"))
            inside.text = f"«{piece}»" if number % 2 else piece
            inside.set(qn("xml:space"), "preserve")
            if number % 2:
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), f" MERGEFIELD {piece} \\* MERGEFORMAT ")
                field.append(new)
                new = field
            run.addprevious(new)
        run.getparent().remove(run)
