"""What a report says it was made from: its custom XML part, read and doubted."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from lceval_docs.model.provenance import FORMAT, NAMESPACE, Fingerprint, Provenance, digest_of
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.sources.template.package import parser

NO_PROVENANCE = Fault(
    "E0851",
    "the file does not say what it was made from.",
    "If it is an evaluation report of this tool, that part was removed: lceval verify REPORT --case FOLDER. Others carry none.",
)
CHANGED_PROVENANCE = Fault(
    "E0852",
    "what the file says it was made from was cut or changed after it was made.",
    "Do not trust it; check the report against the case with --case FOLDER.",
)
NEWER = Fault(
    "E0853",
    "the report was made by a newer version of this tool ({found}); this is {expected}.",
    "Install the newer version and check it with that.",
)
_NAMED = NAMESPACE.encode()
_PROPERTIES = b"datastoreItem"
_FILES = ("factory.yaml", "review.yaml", "origins.yaml")


def read_provenance(
    parts: Mapping[str, bytes], version: str, mark: Mark
) -> tuple[Provenance | None, tuple[Problem, ...]]:
    """What the file carries of its making, whole; or why that cannot be used. `version`: of this program."""
    named = (raw for name, raw in parts.items() if name.startswith("customXml/") and _PROPERTIES not in raw)
    ours = [raw for raw in named if _NAMED in raw]
    if not ours:
        return None, (NO_PROVENANCE.at(mark),)
    root = _ours(ours[0]) if len(ours) == 1 else None
    if root is None or not root.get("format", "").isdecimal():
        return None, (CHANGED_PROVENANCE.at(mark),)
    if int(root.get("format", "")[:9]) > FORMAT:
        return None, (NEWER.at(mark, found=root.get("version", ""), expected=version),)
    found = _provenance(root)
    if root.get("digest") != digest_of(found) or any(name not in _FILES for name in found.texts):
        return None, (CHANGED_PROVENANCE.at(mark),)
    return found, ()


def _ours(raw: bytes) -> etree._Element | None:
    try:
        root = etree.fromstring(raw, parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.tag == f"{{{NAMESPACE}}}report" else None


def _provenance(root: etree._Element) -> Provenance:
    def all_of(name: str) -> list[etree._Element]:
        return list(root.iterchildren(f"{{{NAMESPACE}}}{name}"))

    charts = root.get("charts", "")[:9]
    return Provenance(
        version=root.get("version", ""),
        edition=root.get("edition", ""),
        fingerprint=Fingerprint(root.get("standard", ""), root.get("factors", "")),
        template=root.get("template", ""),
        template_digest=root.get("template-digest", ""),
        texts={file.get("name", ""): file.text or "" for file in all_of("file")},
        evidence=tuple(one.text or "" for one in all_of("evidence")),
        figures=tuple(" ".join(one.text or "" for one in all_of("figures")).split()),
        charts=int(charts) if charts.isascii() and charts.isdigit() else 0,
    )
