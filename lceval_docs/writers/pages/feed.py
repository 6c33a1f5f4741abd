"""The changes of the standard as an Atom feed (RFC 4287): the same bytes from the same changes."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from lceval_docs.views.site.history import Entry, Feed

ATOM = "http://www.w3.org/2005/Atom"


def render_feed(feed: Feed) -> bytes:
    """The feed as XML; every text is text."""
    root = Tree.Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN"})
    _texts(root, id=feed.id, title=feed.title, updated=feed.updated)
    _texts(Tree.SubElement(root, "author"), name=feed.author)
    Tree.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    Tree.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.home})
    for entry in feed.entries:
        _entry(root, entry)
    Tree.indent(root)
    written: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: Tree.Element, entry: Entry) -> None:
    element = Tree.SubElement(root, "entry")
    _texts(element, id=entry.id, title=entry.title, updated=entry.updated)
    Tree.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.page})
    Tree.SubElement(element, "content", {"type": "text"}).text = entry.text


def _texts(element: Tree.Element, **texts: str) -> None:
    for name, text in texts.items():
        Tree.SubElement(element, name).text = text
