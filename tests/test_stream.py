"""Markup read piece by piece says the same as a tree of it, and what is remembered of it is bounded."""

from __future__ import annotations

import pytest
from lxml import etree

from lceval_docs.memory import Memory
from lceval_docs.writers.word.flow import WP, Paragraph, Table, read_flow
from lceval_docs.writers.word.pages import count_pages
from lceval_docs.writers.word.seam import SEAM, with_seams, without_seams
from lceval_docs.writers.word.stream import Reader, sections
from lceval_docs.writers.word.style import W, read_styles, w

STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults/><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:rPr><w:sz w:val="21"/></w:rPr></w:style></w:styles>'
).encode()
HEAD = f'<w:document xmlns:w="{W}"><w:body>'.encode()
TAIL = b"</w:body></w:document>"
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="9000"/>'
    '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000"/></w:sectPr>'
)
LOWERED = '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def table(*cells: str) -> str:
    """A row for each cell's paragraphs."""
    rows = "".join(f'<w:tr><w:tc><w:tcPr><w:tcW w:w="900"/></w:tcPr>{cell}</w:tc></w:tr>' for cell in cells)
    return f'<w:tbl><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>{rows}</w:tbl>'


def shapes(blocks: object) -> object:
    """What a block says, to be compared."""
    if isinstance(blocks, Table):
        return [[shapes(paragraph) for cell in row.cells for paragraph in cell] for row in blocks.rows], blocks.margins
    assert isinstance(blocks, Paragraph)
    return blocks.style, blocks.text, blocks.drawn, blocks.turns_page


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def drawing(said: str) -> str:
    extent = f'<wp:extent xmlns:wp="{WP}" cx="900000" cy="500000"/>'
    return f'<w:r><w:drawing>{extent}<wp:docPr xmlns:wp="{WP}" id="1" descr="{said}"/></w:drawing></w:r>'


BODIES = {
    "texts": paragraph(run("甲" * 60)) + paragraph(run("乙")) + paragraph(),
    "two texts": paragraph(run("甲"), "<w:r><w:br/></w:r>", run("乙")),
    "faces": paragraph(run("CO"), run("2", LOWERED), run("e", "<w:rPr><w:i/></w:rPr>")),
    "references": paragraph(run("a &amp; b &lt; c &#x7532;")) + table(paragraph(run("&gt; 1")), paragraph(run("2"))),
    "an open angle": paragraph(run("a>b > c")),
    "a comment in a text": paragraph(run("甲<!-- c -->乙"), run("丙")),
    "the mark itself": paragraph(run("\ue000甲\ue000"), run("\ue000")),
    "empty texts": paragraph("<w:r><w:t/></w:r>", "<w:r><w:t></w:t></w:r>", run("甲")),
    "empty paragraphs": '<w:p/><w:p w:rsidR="1"/><w:p w:rsidR="1"><w:r><w:t>甲</w:t></w:r></w:p>',
    "rows": table(paragraph(run("1")), paragraph(run("2")) + paragraph(run("甲" * 9)), paragraph(run("1"))),
    "between rows": table(paragraph(run("1")), paragraph(run("2"))).replace(
        "</w:tr><w:tr>", '</w:tr><w:bookmarkEnd w:id="1"/><w:tr>'
    ),
    "behind rows": table(paragraph(run("1")), paragraph(run("2"))).replace(
        "</w:tbl>", '<w:bookmarkEnd w:id="1"/></w:tbl>'
    )
    + table(paragraph(run("3"))),
    "drawings": paragraph(drawing("甲 1 &lt; 2 > 1")) + paragraph(drawing("")) + paragraph(drawing("乙"), run("丙")),
    "said like of a drawing": paragraph(run(' descr="甲"'), run(' descr="'), run('"'))
    + paragraph(run("<!-- --> descr=''")),
    "a break": paragraph('<w:r><w:br w:type="page"/></w:r>') + '<w:bookmarkEnd w:id="1"/>' + paragraph(run("甲")),
}


@pytest.mark.parametrize("name", BODIES)
def test_pieces_say_what_a_tree_says(name: str) -> None:
    """The first time, and again with what is remembered; also where other texts stood in the same markup before."""
    styles = read_styles(STYLES)
    reader = Reader(styles, HEAD)
    for inside in (BODIES[name].replace("甲", "子丑"), BODIES[name], BODIES[name]):
        document = HEAD + (inside + SECTION).encode() + TAIL
        body = etree.fromstring(document).find(w("body"))
        blocks = reader.blocks(document, len(HEAD), len(document) - len(TAIL))
        assert b"".join(block.markup for block in blocks) == document[len(HEAD) : -len(TAIL)]
        (read,), (expected,) = sections(blocks), read_flow(body, styles)
        assert [shapes(b) for b in read.blocks] == [shapes(b) for b in expected.blocks]
        by_number, by_element = count_pages([read]).numbers, count_pages([expected]).numbers
        assert [by_number.get(n) for n in read.places] == [by_element.get(e) for e in expected.places]


NESTED = {
    "a table": table(table(paragraph(run("甲"))) + paragraph()),
    "a table with a field": table(
        table(paragraph(run("甲"))) + paragraph("<w:r><w:instrText>SEQ A</w:instrText></w:r>")
    ),
    "a text box": paragraph(f"<w:r><w:txbxContent>{paragraph(run('甲'))}</w:txbxContent></w:r>"),
    "a control": f"<w:sdt><w:sdtContent>{paragraph(run('甲'))}</w:sdtContent></w:sdt>",
}


@pytest.mark.parametrize("inside", NESTED.values(), ids=NESTED)
def test_what_is_nested_is_cut_by_a_tree(inside: str) -> None:
    """Each block is whole, where cutting by end tags would cut in the middle."""
    document = HEAD + (inside + paragraph(run("乙")) + SECTION).encode() + TAIL
    blocks = Reader(read_styles(STYLES), HEAD).blocks(document, len(HEAD), len(document) - len(TAIL))
    assert [etree.fromstring(b.markup).tag for b in blocks[1:]] == [w("p"), w("sectPr")]
    assert len(blocks) == 3


@pytest.mark.parametrize("inside", NESTED.values(), ids=NESTED)
def test_tables_beside_what_is_nested_take_room(inside: str) -> None:
    """Cut by a tree they begin otherwise than others; and a block with a field is read once more."""
    document = HEAD + (inside + table(*[paragraph(run("乙"))] * 90) + paragraph(run("丙")) + SECTION).encode() + TAIL
    styles = read_styles(STYLES)
    reader, body = Reader(styles, HEAD), etree.fromstring(document).find(w("body"))
    (expected,) = read_flow(body, styles)
    blocks = reader.blocks(document, len(HEAD), len(document) - len(TAIL))
    for made in (blocks, [reader.block(block.markup) for block in blocks]):
        (read,) = sections(made)
        assert [shapes(b) for b in read.blocks] == [shapes(b) for b in expected.blocks]
        assert count_pages([read]).numbers[2] == count_pages([expected]).numbers[body[2]] != "1"


def test_what_is_said_of_a_drawing_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports whose charts say different things are read once."""
    read: list[bytes] = []
    real = Reader._read
    monkeypatch.setattr(Reader, "_read", lambda reader, markup: (read.append(markup), real(reader, markup))[1])
    reader = Reader(read_styles(STYLES), HEAD)
    for number in range(5):
        shape = reader.block(paragraph(drawing(f"{number} t &amp; more")).encode()).shape
        assert isinstance(shape, Paragraph) and shape.drawn > 0
    assert len(read) == 1


def test_memory_keeps_what_recurs_and_stays_small() -> None:
    """What every report has is made once; what one report has is forgotten."""
    made: list[bytes] = []

    def make(markup: bytes) -> bytes:
        made.append(markup)
        return markup

    memory = Memory(make, 20_000)
    for number in range(1000):
        assert memory[b"shared"] == b"shared"
        assert memory[b"own %d" % number] == b"own %d" % number
        assert len(memory) < 60
    assert made.count(b"shared") == 1
    assert memory[b"own 0"] and made.count(b"own 0") == 2


MIXED = {
    "without first": (False, True),
    "without last": (True, False),
    "without any": (False, False),
    "with all": (True, True),
}


@pytest.mark.parametrize("seamed", MIXED.values(), ids=MIXED)
def test_tables_that_came_without_seams_are_found_too(seamed: tuple[bool, ...]) -> None:
    """A document that was put into a report brings tables of its own, which have none."""
    styles = read_styles(STYLES)
    one, other = table(paragraph(run("1")), paragraph(run("2"))).encode(), table(paragraph(run("3"))).encode()
    pieces = [with_seams(markup) if has else markup for markup, has in zip((one, other), seamed, strict=True)]
    between = paragraph(run("甲")).encode()
    document = b"".join((HEAD, between, pieces[0], between, pieces[1], between, SECTION.encode(), TAIL))
    (expected,) = read_flow(etree.fromstring(without_seams(document)).find(w("body")), styles)
    blocks = Reader(styles, HEAD).blocks(document, len(HEAD), len(document) - len(TAIL))
    (read,) = sections(blocks)
    assert [shapes(b) for b in read.blocks] == [shapes(b) for b in expected.blocks]
    assert b"".join(block.markup for block in blocks).count(SEAM) == 0
