"""What a rule of the lint is: a fault with the clause of GB/T 1.1 it guards, how grave it is, and an example of either kind."""

from __future__ import annotations

from typing import Literal

from lceval_docs.problems import Fault
from lceval_docs.records import dataclass

Severity = Literal["error", "warning", "info"]
Where = Literal[
    "chapter",
    "annex",
    "informative annex",
    "foreword",
    "introduction",
    "scope",
    "references",
    "terms",
    "bibliography",
    "text",
    "standard.yaml",
    "terms.yaml",
    "references.yaml",
    "indicator",
    "edition",
]


@dataclass(frozen=True)
class Rule(Fault):
    """A rule. `code` is its id (MV01), stable as other codes are; only an error stops the work.

    `bad` breaks the rule, `good` says the same rightly; both are the whole of what stands in `where`: the Markdown of
    one chapter, all chapters ("text": `=== file name` before each, with its front matter), lines of standard.yaml that
    replace those of the same key, or the content of one of the other two files; lines of the first "indicator" of their
    `kind`; or files of the "edition" (`=== path` before each), the others left as they are.
    """

    clause: str = ""
    severity: Severity = "error"
    where: Where = "chapter"
    bad: str = ""
    good: str = ""
