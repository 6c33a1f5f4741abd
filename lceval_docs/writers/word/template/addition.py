"""What the values of one report bring into its package: relationships, pictures, kinds of files, changed parts.

Lists of relationships and of content types are kept open at their end, so that a line more costs no parsing; a report
that adds no more than lines needs no reader of XML.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from lceval_docs.records import dataclass
from lceval_docs.writers.word.text import escape

if TYPE_CHECKING:
    from lxml import etree

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SIGNATURES = (("png", b"\x89PNG\r\n\x1a\n"), ("jpeg", b"\xff\xd8\xff"), ("gif", b"GIF8"))
# Above what templates number themselves.
_FIRST_NUMBER = 700_000


@dataclass(frozen=True)
class OpenList:
    """A list of relationships or content types without its end: how it begins, how it ends, what it names already."""

    begin: str
    end: str
    names: frozenset[str]


def open_list(raw: bytes | None, is_types: bool = False) -> OpenList:
    """The list in a part; of relationships that are not there, an empty one."""
    from lxml import etree

    from lceval_docs.sources.template.package import parser

    kind, namespace = ("Types", "content-types") if is_types else ("Relationships", "relationships")
    entries = [] if raw is None else [e for e in etree.fromstring(raw, parser()) if isinstance(e.tag, str)]
    lines = "".join(_line(etree.QName(e).localname, dict(e.attrib)) for e in entries)
    names = {e.get("Id") or (e.get("Extension") or "").lower() or e.get("PartName") or "" for e in entries}
    begin = f'{_DECLARATION}<{kind} xmlns="{_PACKAGE}/{namespace}">{lines}'
    return OpenList(begin, f"</{kind}>", frozenset(names))


def _line(tag: str, attributes: Mapping[str, str]) -> str:
    written = "".join(f' {name}="{escape(value).replace(chr(34), "&quot;")}"' for name, value in attributes.items())
    return f"<{tag}{written}/>"


def relations_name(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def kind_of_picture(image: bytes) -> str:
    """png, jpeg or gif; empty for what is none of them."""
    return next((kind for kind, signature in _SIGNATURES if image.startswith(signature)), "")


class Additions:
    """What one report adds to its template, under way."""

    def __init__(self, parts: Mapping[str, bytes], lists: Mapping[str, OpenList], names: Set[str]):
        self._parts, self._lists, self._names = parts, lists, names
        self._lines: dict[str, list[str]] = {}
        self._trees: dict[str, etree._Element] = {}
        self._pictures: dict[bytes, str] = {}
        self._related: dict[tuple[str, str, str], str] = {}
        self._new: dict[str, bytes] = {}
        self._number = _FIRST_NUMBER

    def number(self) -> int:
        """A number that no other drawing of the report has."""
        self._number += 1
        return self._number

    def relate(self, part: str, kind: str, target: str, is_outside: bool = False) -> str:
        """The id under which a part names another, or an address."""
        known = self._related.get((part, kind, target))
        if known:
            return known
        name = relations_name(part)
        lines = self._lines.setdefault(name, [])
        taken = self._lists[name].names
        number = len(taken) + len(lines) + 1
        while f"rId{number}" in taken:
            number += 1
        id = self._related[part, kind, target] = f"rId{number}"
        mode = {"TargetMode": "External"} if is_outside else {}
        lines.append(_line("Relationship", {"Id": id, "Type": f"{OFFICE}/{kind}", "Target": target, **mode}))
        return id

    def picture(self, part: str, image: bytes) -> str:
        """The id under which a part names a picture; the same picture is packed once."""
        name = self._pictures.get(image) or self._new_picture(image)
        return self.relate(part, "image", posixpath.relpath(name, posixpath.dirname(part)))

    def _new_picture(self, image: bytes) -> str:
        kind = kind_of_picture(image)
        number = len(self._pictures) + 1
        while (name := f"word/media/added{number}.{kind}") in self._names or name in self._new:
            number += 1
        self._pictures[image] = name
        self._new[name] = image
        self._declare("Default", "Extension", kind, f"image/{kind}")
        return name

    def new_part(self, name: str, content: bytes, content_type: str) -> None:
        """A part that the template lacks."""
        self._new[name] = content
        self._declare("Override", "PartName", f"/{name}", content_type)

    def _declare(self, tag: str, key: str, value: str, content_type: str) -> None:
        lines = self._lines.setdefault(TYPES, [])
        line = _line(tag, {key: value, "ContentType": content_type})
        if value not in self._lists[TYPES].names and line not in lines:
            lines.append(line)

    def tree(self, name: str) -> etree._Element | None:
        """A part as a tree that may be changed; None if the package has no such part."""
        from lxml import etree

        from lceval_docs.sources.template.package import parser

        if name not in self._trees:
            raw = self._new.get(name) or self._parts.get(name)
            if raw is None:
                return None
            self._trees[name] = etree.fromstring(raw, parser())
        return self._trees[name]

    def changed(self) -> dict[str, bytes]:
        """The parts that are new or changed."""
        made = dict(self._new)
        for name, lines in self._lines.items():
            known = self._lists[name]
            made[name] = "".join((known.begin, *lines, known.end)).encode()
        for name, tree in self._trees.items():
            from lxml import etree

            made[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return made
