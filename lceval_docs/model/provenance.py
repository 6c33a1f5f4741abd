"""What a report was made from: enough to make every figure of it again, wherever the file has gone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from lceval_docs.records import dataclass

# How a report carries it: the name of the element, and the how many-th way of writing it this is.
NAMESPACE = "urn:lceval:report"
FORMAT = 1


@dataclass(frozen=True)
class Fingerprint:
    """Digests of an edition's files: of all that reports are made by, and of its factors alone."""

    standard: str = ""
    factors: str = ""


UNKNOWN = Fingerprint()


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What a report carries of its making.

    `version`: of the program. `template`: the file name of the Word template; `template_digest`: of its bytes. `texts`:
    the files of the case by name; `evidence`: names of the files in its evidence folder. `figures`: names of the
    bookmarks around the printed figures, in their order; `charts`: how many are drawn.
    """

    version: str
    edition: str
    fingerprint: Fingerprint
    template: str
    template_digest: str
    texts: Mapping[str, str]
    evidence: tuple[str, ...]
    figures: tuple[str, ...] = ()
    charts: int = 0


def digest_of(provenance: Provenance) -> str:
    """One digest of everything that a report carries of its making."""
    digest = hashlib.sha256()
    for part in (
        *(provenance.version, provenance.edition, provenance.fingerprint.standard, provenance.fingerprint.factors),
        *(provenance.template, provenance.template_digest),
        *(piece for named in provenance.texts.items() for piece in named),
        *(" ".join(provenance.figures), str(provenance.charts), *provenance.evidence),
    ):
        raw = part.encode(errors="surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()
