"""Names of output files: safe in every system's folders, whatever a factory or a form is called."""

from __future__ import annotations

import re
import unicodedata

FORM_ENDING, WORKBOOK_ENDING = ".docx", ".xlsx"
# What a report is called that is made by one of our templates; one made by another goes by the name of its file.
TEMPLATE_NAMES = {"evaluation_report": "评价报告", "summary": "一页摘要"}
REPORT_TITLE = "{factory}：{standard}评价报告"

_UNFIT_FOR_FILES = re.compile(
    r'[\\/:*?"<>|／＼\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]'
)
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\..*)?", re.IGNORECASE)
# For a program's option, for a folder, for the lock file of an office program.
_UNFIT_BEGINNINGS = ("-", "~")
# Characters for the sake of whole paths on Windows, bytes for the names of all other file systems.
_LONGEST_NAME, _LONGEST_NAME_BYTES = 80, 255


def report_ending(template: str) -> str:
    """What the file name of a report ends in, so that reports of one case by different templates lie side by side."""
    stem = template.rpartition("/")[2].removesuffix(FORM_ENDING)
    return f"-{TEMPLATE_NAMES.get(stem) or file_name(stem, '')}{FORM_ENDING}"


def kept_name(name: str, number: int) -> str:
    """What a file is called that somebody has changed, and that would have been written over."""
    stem, point, ending = name.rpartition(".")
    return file_name(stem, f"（改动留存{number}）{point}{ending}")


def file_name(text: str, ending: str) -> str:
    """A name that is safe in every system's folders, made from any text, with an ending of ours."""
    room = _LONGEST_NAME_BYTES - len(f"_{ending}".encode())
    plain = _UNFIT_FOR_FILES.sub("_", unicodedata.normalize("NFC", text))[:_LONGEST_NAME]
    plain = plain.encode()[:room].decode(errors="ignore").strip(" \u3000.．")
    is_unfit = not plain or _RESERVED.fullmatch(plain) or plain.startswith(_UNFIT_BEGINNINGS)
    return f"_{plain}{ending}" if is_unfit else f"{plain}{ending}"
