"""What a report was made from, as a part of the Word file that no page shows: a custom XML part.

Word, WPS and LibreOffice keep such parts when they save. Its digest tells a part that is whole from one that was cut or
changed; who wants to deceive can make that anew too, so that a case folder is the better witness.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lceval_docs.model.provenance import FORMAT, NAMESPACE, Provenance, digest_of
from lceval_docs.writers.word.template.addition import OFFICE, TYPES, open_list, relations_name
from lceval_docs.writers.word.text import escape, in_attribute

if TYPE_CHECKING:
    from lceval_docs.writers.word.template.addition import OpenList

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DOCUMENT = "word/document.xml"
_ITEM_ID = "{6C1F1D0E-5B0B-4C0B-9B7A-3D6B8C1E2A41}"
# Beyond the numbers that office programs give.
_NUMBER = 900


def with_place(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """A template's parts with an empty part for what a report is made from, and that part's name.

    A template that was once a report has one already.
    """
    mine = next((name for name, raw in parts.items() if name.startswith("customXml/") and _NAMED in raw), "")
    if mine:
        return dict(parts), mine
    number = next(n for n in range(_NUMBER, _NUMBER + len(parts) + 1) if f"customXml/item{n}.xml" not in parts)
    name, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    return {
        **parts,
        name: f'{_DECLARATION}<report xmlns="{NAMESPACE}"/>'.encode(),
        properties: _properties(),
        relations_name(name): _with_relation(None, "customXmlProps", f"itemProps{number}.xml"),
        relations_name(_DOCUMENT): _with_relation(parts[relations_name(_DOCUMENT)], "customXml", f"../{name}"),
        TYPES: _with_line(
            open_list(parts[TYPES], is_types=True),
            f'<Override PartName="/{properties}" ContentType="{_PROPERTIES_TYPE}"/>',
        ),
    }, name


_NAMED = f'"{NAMESPACE}"'.encode()


def _properties() -> bytes:
    return (
        f'{_DECLARATION}<ds:datastoreItem xmlns:ds="{_CUSTOM}" ds:itemID="{_ITEM_ID}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def _with_relation(raw: bytes | None, kind: str, target: str) -> bytes:
    known = open_list(raw)
    number = next(n for n in range(_NUMBER, _NUMBER + len(known.names) + 1) if f"rId{n}" not in known.names)
    return _with_line(known, f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>')


def _with_line(known: OpenList, line: str) -> bytes:
    return f"{known.begin}{line}{known.end}".encode()


def render_provenance(provenance: Provenance) -> bytes:
    """The part, with the digest of all that it says."""
    said = {
        "format": str(FORMAT),
        "version": provenance.version,
        "edition": provenance.edition,
        "standard": provenance.fingerprint.standard,
        "factors": provenance.fingerprint.factors,
        "template": provenance.template,
        "template-digest": provenance.template_digest,
        "charts": str(provenance.charts),
        "digest": digest_of(provenance),
    }
    attributes = "".join(f' {name}="{in_attribute(value)}"' for name, value in said.items())
    files = "".join(
        f'<file name="{in_attribute(name)}">{escape(text)}</file>' for name, text in provenance.texts.items()
    )
    evidence = "".join(f"<evidence>{escape(name)}</evidence>" for name in provenance.evidence)
    figures = f"<figures>{' '.join(provenance.figures)}</figures>"
    return f'{_DECLARATION}<report xmlns="{NAMESPACE}"{attributes}>{files}{evidence}{figures}</report>'.encode()
