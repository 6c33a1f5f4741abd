"""The data workbook: what is filled in comes back, whatever was moved, renamed or saved by another program; what cannot
be used is said with its cell."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from conftest import ROOT, TINY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lceval_docs.model.answer import Address, Answers, Question, Questionnaire
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, catalogue
from lceval_docs.sources.answer import understand
from lceval_docs.sources.case import load_case
from lceval_docs.sources.standard import load_standard
from lceval_docs.sources.workbook import package, read_workbook, table
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.question import view_questions
from lceval_docs.views.workbook import view_workbook
from lceval_docs.writers.workbook import render_workbook

EXAMPLES = sorted(path.name for path in (ROOT / "standard/examples").iterdir() if path.is_dir())
YEARS = ("2021", "2022", "2023")
DATA, SOURCES = "能源与物料", "排放源"


@pytest.fixture(scope="module")
def edition() -> Standard:
    """The real edition, unchecked: only its shapes matter here."""
    return load_standard(ROOT)


@pytest.fixture(scope="module")
def small() -> Standard:
    return load_standard(TINY)


@pytest.fixture(scope="module")
def asked(edition: Standard) -> Questionnaire:
    return view_questions(edition)


def filled_by(name: str) -> tuple[Mapping[Address, str], tuple[str, ...]]:
    factory = load_case(ROOT / "standard/examples" / name).factory
    return view_answers(factory), answered_years(factory)


@pytest.fixture(scope="module")
def metal(edition: Standard) -> tuple[Mapping[Address, str], bytes]:
    """An example's answers, and the workbook filled with them."""
    answers, years = filled_by("low-carbon-metal")
    return answers, render_workbook(view_workbook(edition, view_questions(edition, years), answers))


@pytest.fixture(scope="module")
def blank(edition: Standard, asked: Questionnaire) -> bytes:
    return render_workbook(view_workbook(edition, asked, {}))


def coded(answers: Answers | None, asked: Questionnaire) -> dict[Address, str]:
    """What was read, with words of choices as codes."""
    assert answers is not None

    def code(question: Question | None, text: str) -> str:
        assert question is not None
        return {word: code for code, word in question.choices}.get(text, text)

    return {address: code(asked.question(address), one.text) for address, one in answers.filled.items()}


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in problems}


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.line(catalogue("en")) for problem in problems]


def changed(raw: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook as somebody saves it who did something to it."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(raw: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A workbook with its parts changed by hand."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def cell_of(book: openpyxl.Workbook, sheet: str, row: str, column: int | str) -> openpyxl.cell.Cell:
    """The cell of a row code and a column code, or the head of a year."""
    page = book[sheet]
    for marker in (c for cells in page.iter_rows(max_col=1) for c in cells if str(c.value).startswith("lceval:")):
        rows = [c.row for cells in page.iter_rows(min_row=marker.row, max_col=1) for c in cells if c.value == row]
        places = [c for c in page[marker.row] if c.value == column]
        heads = [c for c in page[marker.row + 1] if c.value == column]
        if rows and (places or heads):
            return page.cell(rows[0], (places or heads)[0].column)
    raise AssertionError((sheet, row, column))


def put(raw: bytes, value: object, sheet: str = DATA, row: str = "water_intake", column: int | str = 2023) -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        cell_of(book, sheet, row, column).value = value

    return changed(raw, change)


# What goes in comes out


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_come_back(edition: Standard, asked: Questionnaire, name: str) -> None:
    """Every answer of an example stands in its workbook and is read again, digit for digit, with its cell."""
    answers, years = filled_by(name)
    view = view_workbook(edition, view_questions(edition, years), answers)
    read, problems = read_workbook(render_workbook(view), f"{name}.xlsx", asked)
    assert not view.left_out and not problems
    assert coded(read, asked) == dict(answers)
    assert read is not None and read.edition == edition.identity.edition
    assert all("!" in one.mark.place and one.mark.line and one.mark.column for one in read.filled.values())


def test_blank_says_nothing(blank: bytes, asked: Questionnaire, edition: Standard) -> None:
    """A blank workbook gives no answers and no problems; its years are the three before the edition's."""
    read, problems = read_workbook(blank, "blank.xlsx", asked)
    assert read is not None and not read.filled and not problems
    page = openpyxl.load_workbook(io.BytesIO(blank))[DATA]
    last = edition.identity.date.year
    assert [c.value for c in page[3] if isinstance(c.value, int)] == [last - 3, last - 2, last - 1]


def test_same_bytes(edition: Standard, asked: Questionnaire, blank: bytes) -> None:
    """The same form has the same bytes."""
    assert render_workbook(view_workbook(edition, asked, {})) == blank


def texts(question: Question) -> st.SearchStrategy[str]:
    """What somebody may type where a question is asked."""
    words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
    odd = st.sampled_from(
        ["=1+1", "+86 20", "-x", "@a", "'a", "007", "4.10", "1e5", "１２３", "_x0041_", "a\nb", "<&>", "1/2"]
    )
    known = [st.sampled_from([code for code, _ in question.choices])] if question.choices else []
    if question.type == "number":
        numbers = st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=3).map(lambda d: f"{d:f}")
        long = st.integers(10**15, 10**30).map(str)
        return st.one_of(numbers, st.integers(0, 10**9).map(str), long, st.just("约100"), *known)
    return st.one_of(odd, words.filter(lambda t: t.strip() and "DISPIMG(" not in t), *known)


@st.composite
def answered(draw: st.DrawFn, asked: Questionnaire) -> dict[Address, str]:
    """Answers to some of the questions; rows of lists numbered without gaps."""
    found: dict[Address, str] = {}
    for one in asked.tables:
        rows = [row.id for row in one.rows] or [str(n) for n in range(1, draw(st.integers(0, 3)) + 1)]
        for row in rows:
            open_columns = [c.id for c in one.columns if one.question(row, c.id)]
            chosen = draw(st.lists(st.sampled_from(open_columns), unique=True, max_size=4)) if open_columns else []
            chosen = ([] if chosen == ["unit"] else chosen) if one.rows else chosen or open_columns[:1]
            for column in chosen:
                question = one.question(row, column)
                assert question is not None
                found[Address(one.id, row, column)] = draw(texts(question))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_answered_comes_back(small: Standard, data: st.DataObject) -> None:
    """Any answers, of any shape, are read as they were written."""
    questions = view_questions(small, YEARS)
    answers = data.draw(answered(questions))
    view = view_workbook(small, questions, answers)
    read, problems = read_workbook(render_workbook(view), "x.xlsx", view_questions(small))
    assert not view.left_out and not problems, told(problems)
    words = {a: dict(q.choices).get(t, t) for a, t in answers.items() if (q := questions.question(a))}
    assert read is not None and {a: f.text for a, f in read.filled.items()} == words


def test_nothing_typed_becomes_a_formula(small: Standard) -> None:
    """Text that begins like a formula, a date or a link is kept as text, numbers that would lose digits too."""
    typed = {"name": "=HYPERLINK(1)", "notice": "http://a.invalid", "output_name": "@SUM", "evaluation_year": "1" * 20}
    answers = {Address("factory", id, "value"): text for id, text in typed.items()}
    raw = render_workbook(view_workbook(small, view_questions(small, YEARS), answers))
    page = openpyxl.load_workbook(io.BytesIO(raw))["基本信息"]
    kinds = {c.value: c.data_type for cells in page.iter_rows() for c in cells if c.value in typed.values()}
    assert kinds == dict.fromkeys(typed.values(), "s") and not page._hyperlinks


# What people do to a form


def test_moved_and_renamed(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """Sheets renamed and in another order, rows sorted and put in between, columns put in between: nothing is lost."""
    answers, raw = metal

    def change(book: openpyxl.Workbook) -> None:
        for page in list(book):
            page.title = f"表 {page.title}'!"
        book.move_sheet(book.worksheets[3], 5)
        data = book[f"表 {DATA}'!"]
        rows = [[c.value for c in cells] for cells in data.iter_rows(min_row=5, max_row=9)]
        for number, values in enumerate(reversed(rows), 5):
            for column, value in enumerate(values, 1):
                data.cell(number, column).value = value
        data.insert_rows(6, 2)
        data.insert_rows(1, 3)
        data.insert_cols(1, 2)
        data.insert_cols(6)
        sources = book[f"表 {SOURCES}'!"]
        sources.insert_rows(6, 4)
        sources.insert_cols(5)

    read, problems = read_workbook(changed(raw, change), "x.xlsx", asked)
    assert not problems, told(problems)
    assert coded(read, asked) == dict(answers)
    assert read is not None and any(f.mark.place.startswith(f"表 {DATA}'!!") for f in read.filled.values())


def test_another_year(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """A column put among the years with a year as its head is a year; the head alone says which."""

    def change(book: openpyxl.Workbook) -> None:
        page = book[DATA]
        column = cell_of(book, DATA, "water_intake", 2023).column
        page.insert_cols(column)
        page.cell(3, column).value = "２０２０年"
        cell_of(book, DATA, "water_intake", "２０２０年").value = 7.5

    read, problems = read_workbook(changed(metal[1], change), "x.xlsx", asked)
    assert not problems, told(problems)
    assert coded(read, asked) == {**metal[0], Address("data", "water_intake", "2020"): "7.5"}


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (0.35, "General", "0.35"),
        (-0.5, "General", "-0.5"),
        (12, "General", "12"),
        (12.5, "0.000", "12.500"),
        (12.3456, "0.00", "12.3456"),
        (0.12, "0%", "12%"),
        (0.125, "0.0%", "12.5%"),
        (1200, '#,##0"吨"', "1200"),
        (1200, "#,##0.00", "1200.00"),
        ("１２３", "General", "１２３"),
        ("约100", "@", "约100"),
        ("12%", "@", "12%"),
    ],
)
def test_numbers_as_shown(
    metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, value: object, shown: str, text: str
) -> None:
    """A number keeps its digits; one that is shown in percent is told in percent; a text stays what was typed."""

    def change(book: openpyxl.Workbook) -> None:
        cell = cell_of(book, DATA, "water_intake", 2023)
        cell.value, cell.number_format = value, shown

    read, problems = read_workbook(changed(metal[1], change), "x.xlsx", asked)
    assert read is not None and not problems
    filled = read.filled[Address("data", "water_intake", "2023")]
    assert filled.text == text and filled.mark.place.startswith(f"{DATA}!")


@pytest.mark.parametrize("nothing", ["", " ", "-", "/", "无", "N/A", "—", "ｎ／ａ"])
def test_nothing_to_report(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, nothing: str) -> None:
    """What people type where there is no number is no answer, never 0; a sign for nothing is told."""
    read, problems = read_workbook(put(metal[1], nothing), "x.xlsx", asked)
    assert read is not None and not problems
    values, told_of = understand(read, asked)
    assert ("data", "water_intake", "values", "2023") not in values
    assert codes(told_of) == ({"W0979"} if nothing.strip() else set())


def test_days(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """A day is told as one, by either calendar of Excel."""
    for is_1904 in (False, True):

        def change(book: openpyxl.Workbook, is_1904: bool = is_1904) -> None:
            if is_1904:
                book.epoch = datetime(1904, 1, 1)
            cell_of(book, "基本信息", "established", "value").value = date(2008, 9, 12)

        read, _ = read_workbook(changed(metal[1], change), "x.xlsx", asked)
        assert read is not None and read.filled[Address("profile", "established", "value")].text == "2008-09-12"


# Other programs


def soffice(folder: Path, raw: bytes) -> bytes:
    """A workbook as LibreOffice saves it."""
    (folder / "in.xlsx").write_bytes(raw)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(folder / "in.xlsx")], check=True, capture_output=True
    )
    return (folder / "out/in.xlsx").read_bytes()


@pytest.mark.office
def test_saved_by_libreoffice(
    tmp_path: Path, metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, blank: bytes
) -> None:
    """LibreOffice keeps every answer and code, and computes every formula to what we wrote as its value."""

    def without_values(parts: dict[str, bytes]) -> None:
        for name in parts:
            if name.startswith("xl/worksheets/sheet"):
                parts[name] = re.sub(rb"</f><v>[^<]*</v>", b"</f>", parts[name])

    for number, (raw, answers) in enumerate(((metal[1], metal[0]), (blank, {}))):
        folder = tmp_path / str(number)
        folder.mkdir()
        saved = soffice(folder, repacked(raw, without_values))
        read, problems = read_workbook(saved, "x.xlsx", asked)
        assert not problems and coded(read, asked) == dict(answers)
        formulas = openpyxl.load_workbook(io.BytesIO(raw))
        ours, theirs = (openpyxl.load_workbook(io.BytesIO(r), data_only=True) for r in (raw, saved))
        count = 0
        for page in formulas:
            for cell in (c for cells in page.iter_rows() for c in cells if c.data_type == "f"):
                pair = [book[page.title][cell.coordinate].value or 0 for book in (ours, theirs)]
                assert pair[0] == pair[1], (page.title, cell.coordinate, cell.value)
                count += 1
        assert count > 300


def test_calamine_reads_the_same(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """An independent reader sees the same numbers and texts in the same cells."""
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(metal[1]))
    read, _ = read_workbook(metal[1], "x.xlsx", asked)
    assert read is not None
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    for filled in read.filled.values():
        value = sheets[filled.mark.place.split("!")[0]][filled.mark.line - 1][filled.mark.column - 1]
        same = float(filled.text) == value if isinstance(value, float) else filled.text == str(value)
        assert same, (filled, value)


# Files that are something else


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)


OTHER_FILES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "E0901", "空文件"),
    "word": (zipped(word__document_dot_xml=b"<a/>"), "E0901", "Word"),
    "old word": (ole("WordDocument"), "E0901", ".doc"),
    "slides": (zipped(ppt__presentation_dot_xml=b"<a/>"), "E0901", "演示文稿"),
    "pdf": (b"%PDF-1.7 ...", "E0901", "PDF"),
    "html": (b"\xef\xbb\xbf<html><table></table></html>", "E0901", "HTML"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "E0901", "图片"),
    "text": ("只是文字".encode("gb18030"), "E0901", "文本"),
    "bytes": (bytes(range(1, 256)) * 3, "E0901", "别的"),
    "zip": (zipped(readme=b"hello"), "E0901", "压缩包"),
    "xls": (ole("Workbook"), "E0902", ".xls"),
    "xlsb": (zipped(xl__workbook_dot_bin=b"x"), "E0902", ".xlsb"),
    "ods": (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "E0902", "OpenDocument"),
    "csv": ("代码,数据项,2023\nwater,取水量,1\n".encode("gb18030"), "E0902", ".csv"),
    "xml": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "E0902", "2003"),
    "password": (ole("EncryptedPackage"), "E0903", "密码"),
    "no sheets": (zipped(**{"[Content_Types]_dot_xml": b"<Types/>"}), "E0904", "目录"),
    "lock file": (b"\x05owner" + b" " * 159, "E0905", "锁文件"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_other_files(asked: Questionnaire, name: str) -> None:
    """A file that is no workbook is called what it is."""
    raw, code, says = OTHER_FILES[name]
    read, problems = read_workbook(raw, "given.xlsx", asked)
    assert read is None and [p.code for p in problems] == [code]
    assert says in problems[0].worded(catalogue("zh"))


def test_lock_file_by_name(asked: Questionnaire) -> None:
    assert codes(read_workbook(b"owner", "folder/~$form.xlsx", asked)[1]) == {"E0905"}


def test_every_cut_and_flipped_file(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """Wherever a file ends too soon or a byte is changed, it is refused or read right; nothing is raised."""
    answers, raw = metal
    step = len(raw) // 60
    for at in range(0, len(raw), step):
        read, problems = read_workbook(raw[:at], "x.xlsx", asked)
        assert read is None and problems
        flipped = raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :]
        read, problems = read_workbook(flipped, "x.xlsx", asked)
        assert problems or coded(read, asked) == dict(answers)


def test_bombs(
    metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size is told from the directory of the archive; nothing is unpacked for it."""

    def swollen(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet99.xml"] = bytes(30_000_000)

    def many(parts: dict[str, bytes]) -> None:
        parts.update({f"a/{n}": b"" for n in range(package.MAX_PARTS)})

    for change in (swollen, many):
        raw = repacked(metal[1], change)
        with monkeypatch.context() as patch:
            patch.setattr(zipfile.ZipFile, "read", None)
            assert codes(read_workbook(raw, "x.xlsx", asked)[1]) == {"E0906"}
    assert codes(read_workbook(b"PK" + bytes(package.MAX_BYTES), "x.xlsx", asked)[1]) == {"E0906"}


def test_part_names(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """A part that stands twice, or outside, is refused: programs differ in which one they take."""
    for name in ("xl/Workbook.xml", "../evil.xml", "/abs.xml", "xl\\a.xml"):
        raw = repacked(metal[1], lambda parts, name=name: parts.update({name: b"<a/>"}))  # type: ignore[misc]
        assert codes(read_workbook(raw, "x.xlsx", asked)[1]) == {"E0939"}


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_document_types(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, part: str) -> None:
    """A part with a document type is refused, in whatever encoding and place; entities are never followed or expanded."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    types = (
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE a [<!ENTITY e0 "x">{grown}<!ATTLIST a b CDATA "&e19;">]>',
        f"<!--{'>' * 5000}--><!DOCTYPE a>",
    )
    for encoding, declared in itertools.product(("utf-8", "utf-16", "utf-16BE"), types):

        def change(parts: dict[str, bytes], encoding: str = encoding, declared: str = declared) -> None:
            text = parts[part].decode().split("?>", 1)[1]
            parts[part] = (f'<?xml version="1.0" encoding="{encoding}"?>{declared}' + text).encode(encoding)

        read, problems = read_workbook(repacked(metal[1], change), "x.xlsx", asked)
        assert read is None and codes(problems) == {"E0907"}


def test_comments(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """Comments and instructions in the XML, wherever they stand, change nothing."""

    def change(parts: dict[str, bytes]) -> None:
        for name in (n for n in parts if n.endswith((".xml", ".rels"))):
            parts[name] = parts[name].replace(b">", b"><!-- <row/> --><?x y?>")

    read, problems = read_workbook(repacked(metal[1], change), "x.xlsx", asked)
    assert not problems and coded(read, asked) == dict(metal[0])


def test_damaged_parts(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """A sheet that is missing, no XML, endlessly nested, or numbered with nonsense is damage, and its part is named."""

    def missing(parts: dict[str, bytes]) -> None:
        del parts["xl/worksheets/sheet3.xml"]

    def no_xml(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet3.xml"] = b"<worksheet"

    def unknown(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet3.xml"] = b'<?xml version="1.0" encoding="unheard-of"?><a/>'

    def nested(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet3.xml"] = b"<a>" * 1_500_000

    def just_nested(parts: dict[str, bytes]) -> None:
        depth = package.MAX_DEPTH
        parts["xl/worksheets/sheet3.xml"] = b"<a>" + b"<b>" * depth + b"</b>" * depth + b"<c/></a>"

    def nonsense(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"].replace(b'<row r="5"', b'<row r="five"')

    for change in (missing, no_xml, unknown, nested, just_nested, nonsense):
        read, problems = read_workbook(repacked(metal[1], change), "x.xlsx", asked)
        assert read is None and codes(problems) == {"E0904"} and "sheet3.xml" in told(problems)[0]


def test_macros_and_links_are_told(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """Values are read all the same."""

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"macro"
        parts["xl/externalLinks/externalLink1.xml"] = b"<a/>"

    read, problems = read_workbook(repacked(metal[1], change), "x.xlsx", asked)
    assert codes(problems) == {"W0908", "W0909"} and coded(read, asked) == dict(metal[0])


# Cells that are no answer


def in_cell(raw: bytes, xml: str) -> bytes:
    """A workbook with the XML of one number cell changed by hand."""

    def change(parts: dict[str, bytes]) -> None:
        for name, content in parts.items():
            if b"<v>130000</v>" in content and name.startswith("xl/worksheets/"):
                parts[name] = re.sub(
                    rb'<c r="(\w+)" s="(\d+)"><v>130000</v></c>', lambda m: xml.format(m[1].decode()).encode(), content
                )
                return
        raise AssertionError

    return repacked(raw, change)


CELLS = {
    "uncomputed": ('<c r="{}"><f>1+1</f></c>', "E0910"),
    "division": ('<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "E0911"),
    "true": ('<c r="{}" t="b"><v>1</v></c>', "E0912"),
    "letters": ('<c r="{}"><v>abc</v></c>', "E0915"),
    "nan": ('<c r="{}"><v>NaN</v></c>', "E0915"),
    "inf": ('<c r="{}"><v>1e999</v></c>', "E0915"),
    "tiny": ('<c r="{}"><v>1e-400</v></c>', "E0915"),
    "no such text": ('<c r="{}" t="s"><v>99999</v></c>', "E0915"),
    "no such style": ('<c r="{}" s="9999"><v>1</v></c>', "E0915"),
    "digits": ('<c r="{}"><v>9.13500000000001E17</v></c>', "E0914"),
    "picture": ('<c r="{}" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', "E0916"),
    "control": ('<c r="{}" t="inlineStr"><is><t>a_x0001_b</t></is></c>', "E0917"),
    "long": ('<c r="{}" t="inlineStr"><is><t>' + "长" * 20_001 + "</t></is></c>", "E0918"),
    "day": ('<c r="{}" t="d"><v>2023-05-31</v></c>', "E0913"),
}


@pytest.mark.parametrize("name", CELLS)
def test_cells_that_are_no_answer(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, name: str) -> None:
    """Each is refused with its cell; nothing is guessed."""
    xml, code = CELLS[name]
    read, problems = read_workbook(in_cell(metal[1], xml), "x.xlsx", asked)
    assert read is None and [p.code for p in problems] == [code], told(problems)
    assert re.fullmatch(rf"{DATA}![A-Z]+\d+", problems[0].mark.place)


@pytest.mark.parametrize("day", [datetime(2023, 5, 31), date(1900, 1, 5)])
def test_day_in_a_number_cell(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, day: date) -> None:
    """A day is no number; days that programs count differently are no days."""
    read, problems = read_workbook(put(metal[1], day), "x.xlsx", asked)
    assert read is None and codes(problems) <= {"E0913", "E0915"} and len(problems) == 1


def test_values_written_in_other_ways(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """A formula with its value, text in the cell, rich text with readings, escaped letters."""
    address = Address("data", "water_intake", "2023")
    for xml, text, warned in (
        ('<c r="{}"><f>65000*2</f><v>130000</v></c>', "130000", {"W0932"}),
        ('<c r="{}" t="str"><f>A1</f><v>12</v></c>', "12", {"W0932"}),
        ('<c r="{}" t="inlineStr"><is><t>12</t></is></c>', "12", set()),
        (
            '<c r="{}" t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>',
            "12",
            set(),
        ),
        ('<c r="{}" t="inlineStr"><is><t>_x0031_2</t></is></c>', "12", set()),
        ('<c r="{}"><v>0.34999999999999998</v></c>', "0.35", set()),
        ('<c r="{}"><v>1.2E+3</v></c>', "1200", set()),
        ('<c r="{}"><v>0.30000000000000004</v></c>', "0.30000000000000004", set()),
    ):
        read, problems = read_workbook(in_cell(metal[1], xml), "x.xlsx", asked)
        assert read is not None and codes(problems) == warned, told(problems)
        assert read.filled[address].text == text


def test_far_cell_and_wrong_dimension(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """A cell in the last corner, and a size of the sheet that is wrong, cost nothing."""

    def change(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet3.xml"
        far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts[name])
        parts[name] = parts[name].replace(b"</sheetData>", far)

    read, problems = read_workbook(repacked(metal[1], change), "x.xlsx", asked)
    assert codes(problems) == {"W0929"} and coded(read, asked) == dict(metal[0])


# Forms that were changed


def changes() -> dict[str, tuple[Callable[[openpyxl.Workbook], None], str]]:
    def head(book: openpyxl.Workbook, value: object) -> None:
        page = book[DATA]
        next(c for c in page[3] if c.value == 2022).value = value

    def merge(book: openpyxl.Workbook) -> None:
        cell = cell_of(book, DATA, "water_intake", 2022)
        book[DATA].merge_cells(
            start_row=cell.row, end_row=cell.row, start_column=cell.column, end_column=cell.column + 1
        )

    def extra(book: openpyxl.Workbook) -> None:
        book[DATA].cell(8, 30).value = "我的备注"

    def inserted(book: openpyxl.Workbook) -> None:
        book[DATA].insert_rows(8)
        book[DATA].cell(8, 4).value = 5

    def closed(book: openpyxl.Workbook) -> None:
        cell_of(book, DATA, "air_pollutants", "unit").value = "t"

    def hide(book: openpyxl.Workbook) -> None:
        book[DATA].row_dimensions[cell_of(book, DATA, "water_intake", 2023).row].hidden = True

    def hide_sheet(book: openpyxl.Workbook) -> None:
        book[DATA].sheet_state = "hidden"

    def hide_column(book: openpyxl.Workbook) -> None:
        book[DATA].column_dimensions["D"].hidden = True

    def no_edition(book: openpyxl.Workbook) -> None:
        book["填写说明"]["B1"].value = None
        del book.custom_doc_props["lceval-edition"]

    def other(book: openpyxl.Workbook) -> None:
        book["填写说明"]["B1"].value = "2019"

    def cell(address: str, value: object, sheet: str = DATA) -> Callable[[openpyxl.Workbook], None]:
        return lambda book: setattr(book[sheet][address], "value", value)

    def no_markers(book: openpyxl.Workbook) -> None:
        for page in list(book):
            page.delete_rows(1, 3)
        book["基本信息"].delete_rows(10, 8)
        del book["选项"]

    return {
        "merged": (merge, "E0919"),
        "unknown row": (cell("A8", "nosuch"), "E0920"),
        "doubled row": (cell("A8", "water_intake"), "E0921"),
        "unknown column": (cell("H2", "nosuch"), "E0922"),
        "doubled column": (cell("H2", "unit"), "E0923"),
        "no heads": (cell("A3", None), "E0924"),
        "no year": (lambda book: head(book, "去年"), "E0925"),
        "empty year": (lambda book: head(book, None), "E0925"),
        "doubled year": (lambda book: head(book, 2023), "E0926"),
        "inserted row": (inserted, "W0928"),
        "extra column": (extra, "W0929"),
        "closed cell": (closed, "W0930"),
        "hidden row": (hide, "W0931"),
        "hidden sheet": (hide_sheet, "W0931"),
        "hidden column": (hide_column, "W0931"),
        "no markers": (no_markers, "E0933"),
        "other edition": (other, "E0967"),
        "unknown table": (cell("A2", "lceval:nosuch", SOURCES), "E0935"),
        "doubled table": (cell("A2", "lceval:data", SOURCES), "E0936"),
        "no edition": (no_edition, "W0937"),
        "column deleted": (lambda book: book[DATA].delete_cols(3), "E0940"),
        "first column deleted": (lambda book: book[DATA].delete_cols(1), "E0938"),
        "sheet deleted": (lambda book: book.remove(book[SOURCES]), "E0938"),
    }


@pytest.mark.parametrize("name", changes())
def test_changed_forms(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, name: str) -> None:
    """What was done to a form is said; a warning does not stop the reading, an error does."""
    change, code = changes()[name]
    read, problems = read_workbook(changed(metal[1], change), "x.xlsx", asked)
    assert code in codes(problems), told(problems)
    assert (read is None) == any(not p.fault.is_warning for p in problems)
    if code.startswith("W") and code != "E0938":
        assert codes(problems) == {code} and coded(read, asked) == dict(metal[0])


def test_another_edition_says_what_differs(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """Both editions, what only the form asks and what only this edition asks."""

    def change(book: openpyxl.Workbook) -> None:
        book["填写说明"]["B1"].value = "2019"
        for row in book[DATA].iter_rows():
            if row[0].value == "water_intake":
                row[0].value = "spoons"

    read, problems = read_workbook(changed(metal[1], change), "x.xlsx", asked)
    (problem,) = problems
    line = problem.line(catalogue("zh"))
    assert read is None and problem.code == "E0967"
    assert "2019" in line and asked.edition in line and "data/spoons" in line and "data/water_intake" in line


def test_edition_is_kept_in_the_properties(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """Without its first sheet a workbook still says which edition it is of."""
    read, problems = read_workbook(changed(metal[1], lambda b: b.remove(b["填写说明"])), "x.xlsx", asked)
    assert read is not None and not problems and read.edition == asked.edition


def test_all_problems_at_once(metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire) -> None:
    """One reading tells everything."""

    def change(book: openpyxl.Workbook) -> None:
        cell_of(book, DATA, "water_intake", 2023).value = True
        cell_of(book, DATA, "water_intake", 2022).value = datetime(2022, 1, 2)
        book[SOURCES]["H6"].value = "=1/0"

    read, problems = read_workbook(changed(metal[1], change), "x.xlsx", asked)
    assert read is None and codes(problems) == {"E0912", "E0913", "E0910"}


def test_too_many_rows(blank: bytes, asked: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list has a limit; lists within it are read to their end, below the prepared rows too."""

    def change(book: openpyxl.Workbook) -> None:
        for row in range(200):
            book["证明材料"].cell(4 + row, 2).value = f"E-{row}"

    raw = changed(blank, change)
    read, problems = read_workbook(raw, "x.xlsx", asked)
    assert read is not None and not problems and len(read.filled) == 200
    monkeypatch.setattr(table, "MAX_ROWS", 100)
    assert codes(read_workbook(raw, "x.xlsx", asked)[1]) == {"E0927"}


# The look of the form


def test_form_is_usable(blank: bytes, edition: Standard) -> None:
    """Protected without a password, inputs open, choices from the hidden sheet, heads that stay, A4 on its side."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    assert book["选项"].sheet_state == "veryHidden"
    assert {p.name: p.value for p in book.custom_doc_props.props}["lceval-edition"] == edition.identity.edition
    for page in book:
        protection = page.protection
        assert protection.sheet and not protection.password
        assert not protection.insertRows and not protection.insertColumns and not protection.sort
        assert (page.page_setup.orientation, int(page.page_setup.paperSize), page.page_setup.fitToHeight) == (
            "landscape",
            9,
            0,
        )
    page = book[DATA]
    assert page.freeze_panes == "C4" and page.print_title_rows == "$3:$3" and page.row_dimensions[2].hidden
    cell = cell_of(book, DATA, "water_intake", "unit")
    assert not cell.protection.locked and cell.value == "m³"
    assert cell_of(book, DATA, "ledger_sampled", "unit").protection.locked
    assert page["A5"].protection.locked and not page["D3"].protection.locked and not page["D5"].protection.locked
    assert not book["证明材料"].column_dimensions["C"].protection.locked
    assert all(v.formula1.startswith("'选项'!") for v in page.data_validations.dataValidation if v.type == "list")
    assert edition.identity.notice in [c.value for cells in book["填写说明"].iter_rows() for c in cells]


@pytest.mark.parametrize("code", ["[" * 1_000_000, '"' * 999_999, "0." + "0" * 1_000_000])
@pytest.mark.parametrize("id", ["\u00b2", "9" * 5000, "164"])
def test_strange_number_formats(
    metal: tuple[Mapping[Address, str], bytes], asked: Questionnaire, code: str, id: str
) -> None:
    """A format that no program writes is read as none, or refused; nothing breaks, and nothing takes minutes."""
    answers, raw = metal

    def change(parts: dict[str, bytes]) -> None:
        one = f'<numFmt numFmtId="{id}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        styles = re.sub(rb"<numFmts.*?</numFmts>", b"", parts["xl/styles.xml"], flags=re.DOTALL)
        styles = styles.replace(b"<fonts", f"<numFmts count='1'>{one}</numFmts><fonts".encode(), 1)
        parts["xl/styles.xml"] = re.sub(rb'numFmtId="\d+"', f'numFmtId="{id}"'.encode(), styles)

    found, problems = read_workbook(repacked(raw, change), "a.xlsx", asked)
    assert codes(problems) <= {"E0906", "E0925"} if found is None else len(found.filled) == len(answers)
