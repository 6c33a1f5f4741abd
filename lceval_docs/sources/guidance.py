"""The folder `standard/guidance/`, whole: what helps with each indicator, or every problem in its files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lceval_docs.model.guidance import EvidenceKinds, Guidance, GuidanceBook, GuidanceFront, GuidanceSources
from lceval_docs.problems import Fault, Mark, Problem, Refused
from lceval_docs.sources.document import parse_yaml, split_front_matter
from lceval_docs.sources.file import read_text
from lceval_docs.sources.prose.chapter import parse_chapter
from lceval_docs.sources.record import load_record
from lceval_docs.sources.single import read_single

FOLDER, SOURCES, KINDS = "guidance", "sources.yaml", "evidence.yaml"

OTHER_NAME = Fault(
    "E0494", "the file {found} says that it is about {expected}.", "A file of guidance is named by its indicator."
)
LOOSE_TEXT = Fault("E0495", "text before the first heading.", "Put it below ## … {{#brief}}.")


def load_guidance(root: Path) -> GuidanceBook:
    """The guidance of the edition below `root`; empty if there is none. Raises `Refused` with every problem."""
    folder = root / "standard" / FOLDER
    texts: list[Guidance] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")):
        text, found = read_text(path, _shown(path))
        one, more = (None, found) if found else _guidance(text, path.stem, _shown(path))
        problems += more
        if one is not None:
            texts.append(one)
    sources, found = read_single(folder / SOURCES, _shown(folder / SOURCES), GuidanceSources)
    kinds, more = read_single(folder / KINDS, _shown(folder / KINDS), EvidenceKinds)
    if problems := [*problems, *found, *more]:
        raise Refused(problems)
    return GuidanceBook(tuple(texts), sources.sources if sources else (), kinds.kinds if kinds else ())


def _shown(path: Path) -> str:
    return f"standard/{FOLDER}/{path.name}"


@lru_cache(maxsize=1024)
def _guidance(text: str, name: str, shown: str) -> tuple[Guidance | None, tuple[Problem, ...]]:
    """One file. While a site is edited, the others are as they were."""
    written, body, first_line, problems = split_front_matter(text, shown)
    if problems:
        return None, problems
    head = None
    root, problems = parse_yaml(written, shown, 2)
    if root is not None:
        head, problems = load_record(root, GuidanceFront, shown, 2)
    if head is None:
        return None, problems
    (blocks, clauses, _), problems = parse_chapter(body, shown, first_line, head.status, head.basis)
    if blocks:
        problems = (*problems, LOOSE_TEXT.at(Mark(shown, first_line)))
    if head.id != name:
        problems = (*problems, OTHER_NAME.at(head.mark.of("id"), found=name, expected=head.id))
    return Guidance(**vars(head), sections=clauses), problems
