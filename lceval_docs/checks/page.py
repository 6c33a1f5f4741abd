"""A built page of the site: its pictures say in words what they show, and no two places on it share a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import html

from lceval_docs.problems import Fault, Mark, Problem

NO_WORDS = Fault(
    "E1001",
    "a picture without a text alternative: {found}.",
    "Say in words what it shows: ![words](file) in Markdown; a title or aria-label in SVG.",
)
TWICE = Fault(
    "E1002", 'the id "{found}" stands on {times} elements.', "A link leads to the first only: give each its own."
)

_LONGEST = 80


def check_page(name: str, page: str) -> Iterator[Problem]:
    """The faults of one page, with the lines of the HTML file."""
    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    ids = Counter(str(id) for id in tree.xpath("//@id"))
    for picture in _pictures(tree):
        if not _words(picture, ids) and not any(map(_tells, picture.iterancestors())):
            yield NO_WORDS.at(Mark(name, picture.sourceline or 0), found=_shown(picture))
    for id, times in ids.items():
        if times > 1:
            second = [element for element in tree.iter() if element.get("id") == id][1]
            yield TWICE.at(Mark(name, second.sourceline or 0), found=id, times=times)


def _pictures(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Pictures anywhere; drawings in the article, as those around it are icons of the theme."""
    yield from tree.iter("img", "object")
    yield from (area for area in tree.iter("area") if area.get("href"))
    yield from (button for button in tree.iter("input") if button.get("type") == "image")
    for article in tree.iter("article"):
        yield from (svg for svg in article.iter("svg") if next(svg.iterancestors("svg"), None) is None)


def _tells(around: html.HtmlElement) -> bool:
    """Whether what is around a picture is hidden, or is a link or button that has a name."""
    named = around.tag in ("a", "button", "label") and (around.get("title") or around.get("aria-label"))
    return bool(named) or around.get("aria-hidden") == "true"


def _words(picture: html.HtmlElement, ids: Counter[str]) -> bool:
    """Whether anything names the picture or says that it is an ornament; an empty text does neither."""
    if picture.get("aria-hidden") == "true" or picture.get("role") in ("presentation", "none"):
        return True
    own = [picture.get(name, "") for name in ("alt", "aria-label", "title")]
    titles = picture.xpath("./title//text()") if picture.tag in ("svg", "object") else []
    named = any(ids[id] for id in picture.get("aria-labelledby", "").split())
    return named or any(text.strip() for text in (*own, *titles))


def _shown(picture: html.HtmlElement) -> str:
    """The start of the picture's tag, enough to find it by."""
    tag = html.tostring(picture, encoding="unicode").partition(">")[0] + ">"
    return tag if len(tag) <= _LONGEST else f"{tag[:_LONGEST]}…"
