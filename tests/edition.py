"""The text of an edition read back from its outputs, clause by clause: from the Word file with numbers counted as
Word counts them, from the site as a reader sees it."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import lxml.html
import markdown
from lxml import etree
from word import parts_of, w

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_FORMS = {
    "decimal": str,
    "upperLetter": lambda n: string.ascii_uppercase[n - 1],
    "lowerLetter": lambda n: string.ascii_lowercase[n - 1],
    "none": lambda n: "",
}


class WordCount:
    """Counts numbered paragraphs by numbering.xml alone."""

    def __init__(self, numbering: bytes, styles: bytes):
        root = etree.fromstring(numbering)
        self._abstract = {
            a.get(w("abstractNumId")): {int(v.get(w("ilvl"))): v for v in a.findall(w("lvl"))}
            for a in root.findall(w("abstractNum"))
        }
        self._lists = {n.get(w("numId")): n.find(w("abstractNumId")).get(w("val")) for n in root.findall(w("num"))}
        self._styled = {
            s.get(w("styleId")): s.find(f"{w('pPr')}/{w('numPr')}") for s in etree.fromstring(styles).iter(w("style"))
        }
        self._counts: dict[str, dict[int, int]] = {}

    def place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        found = own if own is not None else self._styled.get(style.get(w("val")) if style is not None else "")
        if found is None:
            return None
        return found.find(w("numId")).get(w("val")), int(found.find(w("ilvl")).get(w("val")))

    def label(self, paragraph: etree._Element) -> str:
        place = self.place(paragraph)
        if place is None:
            return ""
        number, level = place
        levels = self._abstract[self._lists[number]]
        counts = self._counts.setdefault(number, {})
        counts[level] = counts.get(level, 0) + 1
        for deeper in [d for d in counts if d > level]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _FORMS[levels[at].find(w("numFmt")).get(w("val"))](counts.get(at, 1))

        return re.sub(r"%(\d)", shown, levels[level].find(w("lvlText")).get(w("val")))


def paragraph_text(paragraph: etree._Element) -> str:
    """Visible text: results of fields, not their instructions; fences of equations as brackets."""
    text = ""
    for part in paragraph.iter():
        if part.tag in (w("t"), f"{{{M}}}t"):
            text += part.text or ""
        elif part.tag == w("footnoteReference"):
            text += str(int(part.get(w("id"))) - 1)
        elif part.tag == f"{{{M}}}d":
            text += "("
        if part.tag == f"{{{M}}}d":
            list(part.iter(f"{{{M}}}t"))[-1].text += ")"
    return text


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def joined(body: etree._Element) -> None:
    """Put tables that were cut at a page's end together again: captions with （续）, repeated heads and cells go."""
    for table in body.findall(w("tbl")):
        above = []
        before = table.getprevious()
        while before is not None and before.tag == w("p") and len(above) < 2:
            above.append(before)
            before = before.getprevious()
        captions = [p for p in above if paragraph_text(p).endswith("（续）")]
        if not captions:
            continue
        for p in above[: above.index(captions[0]) + 1]:
            body.remove(p)
        rows = table.findall(w("tr"))
        bodies = [r for r in rows if r.find(f"{w('trPr')}/{w('tblHeader')}") is None]
        for row in rows:
            if row not in bodies:
                table.remove(row)
        merged = [c.find(f"{w('tcPr')}/{w('vMerge')}") for c in bodies[0].findall(w("tc"))]
        last = table.getprevious()
        earlier = {}
        for row in last.findall(w("tr")):
            for column, cell in enumerate(row.findall(w("tc"))):
                merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
                if merge is not None and merge.get(w("val")) == "restart":
                    earlier[column] = "".join(map(paragraph_text, cell.findall(w("p"))))
        for column, merge in enumerate(merged):
            cell = bodies[0].findall(w("tc"))[column]
            text = "".join(map(paragraph_text, cell.findall(w("p"))))
            if merge is not None and merge.get(w("val")) == "restart" and earlier.get(column) == text:
                for p in cell.findall(w("p")):
                    cell.remove(p)
        for row in bodies:
            last.append(row)
        body.remove(table)


def of_word(raw: bytes) -> tuple[list[tuple[str, str]], list[str]]:
    """Clauses as (number, text), and footnotes. Front and back matter are clauses without a number."""
    parts = parts_of(raw)
    count = WordCount(parts["word/numbering.xml"], parts["word/styles.xml"])
    names = {
        s.get(w("styleId")): s.find(w("name")).get(w("val"))
        for s in etree.fromstring(parts["word/styles.xml"]).iter(w("style"))
    }
    body = etree.fromstring(parts["word/document.xml"]).find(w("body"))
    joined(body)
    clauses: list[tuple[str, str]] = []
    begun = False
    for paragraph in body.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        name = names.get(style.get(w("val")), "") if style is not None else ""
        if name.startswith(("标准文件_正文首页", "标准文件_终结线", "toc", "标准文件_目次")):
            begun = begun or name.startswith("标准文件_目次")
            continue
        if not begun:
            continue
        label, text = count.label(paragraph), paragraph_text(paragraph)
        place = count.place(paragraph)
        is_clause = (place is not None and place[0] in ("1", "2")) or name in (
            "标准文件_前言引言标题",
            "标准文件_参考文献标题",
        )
        if is_clause:
            clauses.append((label, plain(label + text)))
        elif clauses:
            clauses[-1] = (clauses[-1][0], clauses[-1][1] + plain(label + text))
    notes = []
    if "word/footnotes.xml" in parts:
        for number, note in enumerate(etree.fromstring(parts["word/footnotes.xml"]).findall(w("footnote"))[2:], 1):
            notes.append(plain(f"{number}{paragraph_text(note)}"))
    return clauses, notes


def of_site(pages: dict[str, str], chapters: list[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The same from the chapters' pages, rendered as MkDocs renders them."""
    clauses: list[tuple[str, str]] = []
    notes: list[str] = []
    for id in chapters:
        source = pages[f"standard/{id}.md"].split("---\n", 2)[2]
        html = markdown.markdown(source, extensions=["attr_list", "md_in_html", "tables"])
        for element in lxml.html.fromstring(f"<div>{html}</div>"):
            classes = element.get("class", "").split()
            if "framed" in classes or "citation" in classes:  # beside the text
                continue
            if "footnotes" in classes:
                notes += [plain(p.text_content()) for p in element]
                continue
            if element.find("span[@class]") is not None and "status" in element.find("span[@class]").get("class"):
                continue
            text = plain("".join(_texts(element)))
            if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6") or "untitled" in classes:
                number = re.match(r"附录[A-Z]|[A-Z0-9]+(\.\d+)+|\d+(?=　)", element.text_content())
                clauses.append((number[0] if number else "", text))
            elif clauses:
                clauses[-1] = (clauses[-1][0], clauses[-1][1] + text)
    return clauses, notes


def _texts(element: etree._Element) -> Iterator[str]:
    return (str(t) for t in element.itertext())
