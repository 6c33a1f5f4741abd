"""The index of the search, to which the words are added that readers type and pages do not say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from lceval_docs.views.site.sought import Sought

# The theme weighs a title 1000 times as much as running text, and a page that holds all words asked for 2.5 times as
# much as a section that does. A section with all words in its keys comes before such a page, one with half of them not.
_WEIGHT = 3000.0
# The theme cuts words at this; a reader sees nothing of it.
_CUT = "\u200b"
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def render_index(
    index: str, sought: Iterable[Sought], cut: Callable[[str], Iterable[str]], initials: Callable[[str], str]
) -> str:
    """The theme's index with a field of keys more. `cut`: a text into its words; `initials`: a name to `pfyz`.

    The search looks a whole name up as its words, so a key holds words: a name kept whole would hide all places that
    hold only the words. What is typed is cut at hyphens too, so a key holds the parts. The theme searches every field
    that the index declares, and shows only those it knows.
    """
    whole = json.loads(index)
    whole["config"]["fields"]["keys"] = {"boost": _WEIGHT}
    sections = {section["location"]: section for section in whole["docs"]}

    def words(text: str) -> str:
        return _CHINESE.sub(lambda run: _CUT + _CUT.join(cut(run[0])) + _CUT, text).strip(_CUT)

    for place in sought:
        section = sections.get(place.location)
        if section is None:
            if not place.title:
                continue
            section = {
                "location": place.location,
                "title": words(place.title),
                "text": words(place.text),
                "boost": place.boost,
            }
            whole["docs"].append(section)
        parts = [part for name in place.names if "-" in name for part in name.split("-")]
        keys = _CUT.join([*map(words, place.names), *parts, *map(initials, place.spelled)])
        section["keys"] = _CUT.join(filter(None, keys.split(_CUT)))
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
