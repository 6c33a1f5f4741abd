"""A .docx as a zip: fixed order, fixed times, so that the same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_COMPRESSED_ALREADY = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".zip")
_LEVEL = 6


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """The package of the given parts, the list of content types first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name in sorted(parts, key=lambda n: n != _FIRST):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(_COMPRESSED_ALREADY) else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, parts[name])
    return buffer.getvalue()
