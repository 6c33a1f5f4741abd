"""A catalogue as OSCAL JSON.

Every text is data: what OSCAL would read as markup is escaped. Identifiers follow from the edition alone, so that the
same edition gives the same bytes; that of the document follows from its content too, as OSCAL asks.

Source: NIST OSCAL 1.2, JSON format of the catalog model: https://pages.nist.gov/OSCAL/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lceval_docs.views.export.catalog import Catalog, Control, Group, Part, Property, Resource, Vocabulary
from lceval_docs.writers.export.record import as_json

OSCAL_VERSION = "1.2.1"
NAMESPACE = "urn:lceval:oscal"
# A name without a namespace is one of OSCAL's own.
_NAMESPACES: Mapping[Vocabulary, str] = {"oscal": "", "rmf": "http://csrc.nist.gov/ns/rmf", "own": NAMESPACE}

_MARKUP = re.compile(r'[\\`*_{}\[\]<>#~^"&|!]|^[-+=](?=\s)|(?<=^\d)[.)]', re.MULTILINE)
# The letters of XML names, which OSCAL's ids are.
_LETTERS = (
    r"_A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
)
_NOT_IN_TOKEN = re.compile(rf"[^{_LETTERS}.0-9-]")
_NOT_FIRST = re.compile(r"[.0-9-]")


def render_catalog(catalog: Catalog) -> bytes:
    return as_json(_without_nothing({"catalog": _Written(catalog).whole()}))


class _Written:
    """A catalogue being written."""

    def __init__(self, catalog: Catalog):
        self._catalog = catalog

    def whole(self) -> dict[str, Any]:
        catalog = self._catalog
        return {
            "uuid": self._uuid(f"catalog/{catalog.fingerprint}"),
            "metadata": {
                "title": _line(catalog.title or catalog.seed),
                "published": _instant(catalog.published) if catalog.published else None,
                "last-modified": _instant(catalog.modified),
                "version": _value(catalog.version) or catalog.modified.isoformat(),
                "oscal-version": OSCAL_VERSION,
                "props": _properties(catalog.properties),
                "parties": [{"uuid": self._uuid("owner"), "type": "organization", "name": _value(catalog.owner)}],
                "remarks": _prose([catalog.notice]),
            },
            "groups": [self._group(group) for group in catalog.groups],
            "back-matter": {"resources": [self._resource(one) for one in catalog.resources]},
        }

    def _uuid(self, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{NAMESPACE}:{self._catalog.seed}/{name}"))

    def _group(self, group: Group) -> dict[str, Any]:
        return {
            "id": _token(group.id),
            "class": group.kind,
            "title": _line(group.title or group.id),
            "props": _properties(group.properties),
            "groups": [self._group(one) for one in group.groups],
            "controls": [self._control(one) for one in group.controls],
        }

    def _control(self, control: Control) -> dict[str, Any]:
        id = _token(control.id)
        return {
            "id": id,
            "class": control.kind,
            "title": _line(control.title or control.id),
            "props": _properties(control.properties),
            "links": [{"href": f"#{self._uuid(_resource(one))}", "rel": "reference"} for one in control.cites],
            "parts": [_part(id, part) for part in control.parts],
        }

    def _resource(self, resource: Resource) -> dict[str, Any]:
        return {
            "uuid": self._uuid(_resource(resource.id)),
            "title": _line(resource.title),
            "props": _properties(resource.properties),
            "document-ids": [{"identifier": _value(resource.id)}],
            "citation": {"text": _line(resource.citation)},
            "remarks": _prose([resource.remarks]),
        }


def _resource(id: str) -> str:
    """What the identifier of a resource is made from."""
    return f"resource/{id}"


def _part(control: str, part: Part) -> dict[str, Any]:
    return {
        "id": f"{control}_{part.id}",
        "name": part.name,
        "ns": _NAMESPACES[part.of],
        "title": _line(part.title),
        "props": _properties(part.properties),
        "prose": _prose(part.prose),
        "parts": [_part(control, one) for one in part.parts],
    }


def _properties(properties: Iterable[Property]) -> list[dict[str, str]]:
    """Those that have a value: OSCAL knows no empty one."""
    told = ((one, _value(one.value)) for one in properties)
    return [{"name": one.name, "ns": _NAMESPACES[one.of], "value": value} for one, value in told if value]


def _without_nothing(value: Any) -> Any:
    """The same without empty keys: OSCAL leaves out what there is none of."""
    if isinstance(value, dict):
        kept = ((key, _without_nothing(one)) for key, one in value.items())
        return {key: one for key, one in kept if one not in (None, "", [], {})}
    return [_without_nothing(one) for one in value] if isinstance(value, list) else value


def _instant(day: date) -> str:
    """The beginning of a day: an edition has a date and no hour."""
    return f"{day.isoformat()}T00:00:00Z"


def _value(text: str) -> str:
    """Plain text in one line."""
    return " ".join(text.split())


def _line(text: str) -> str:
    return _escaped(_value(text))


def _prose(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(_escaped(text.strip()) for text in paragraphs)


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)


def _token(id: str) -> str:
    """An id as OSCAL takes it: a letter first, then letters, digits and a few signs."""
    plain = _NOT_IN_TOKEN.sub("-", id)
    return f"_{plain}" if not plain or _NOT_FIRST.match(plain) else plain
