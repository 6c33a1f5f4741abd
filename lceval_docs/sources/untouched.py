"""Whether a file of ours is still as we wrote it, or somebody has changed it since, by what stands in it."""

from __future__ import annotations

import io
import re
import zlib

PDF = ".pdf"
# Office programs put the time of saving into a file; entries and properties of ours are of one time only.
_NEW_YEAR_1980 = (1980, 1, 1, 0, 0, 0)
_CORE, _INSTANTS = "docProps/core.xml", re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]{0,40})<")
_MOST_OF_CORE = 100_000
# LibreOffice ends a PDF so; who signs it or writes on it adds another end, or writes it without this.
_PDF_END, _PDF_MARK, _PDF_TAIL = b"%%EOF", b"/DocChecksum", 400


def is_untouched(content: bytes, ending: str) -> bool:
    """Whether a Word, Excel or PDF file is as it was made. What cannot be read is not."""
    return _is_as_converted(content) if ending == PDF else _is_as_written(content)


def _is_as_written(package: bytes) -> bool:
    import zipfile  # only where a file is in the way

    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            stamps = {info.date_time for info in archive.infolist()}
            core = archive.read(_CORE) if archive.getinfo(_CORE).file_size < _MOST_OF_CORE else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError):
        return False
    return stamps == {_NEW_YEAR_1980} and len(set(_INSTANTS.findall(core))) == 1


def _is_as_converted(pdf: bytes) -> bool:
    return pdf.count(_PDF_END) == 1 and pdf.rstrip().endswith(_PDF_END) and _PDF_MARK in pdf[-_PDF_TAIL:]
