"""What mkdocs.yml says of the web: an address is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.problems import Fault, Mark, Problem

NO_ADDRESS = Fault("E0734", 'extra.report_url: "{found}" is no address of the web.', "It begins with https://.")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def check_report_address(address: str) -> Iterator[Problem]:
    """The address of the form for reports; a site may do without."""
    if address and not _ADDRESS.fullmatch(address):
        yield NO_ADDRESS.at(Mark("mkdocs.yml"), found=address)
