"""Where a site stands on the web and where its readers report what is wrong, which only its builder knows."""

from __future__ import annotations

from dataclasses import replace

from lceval_docs.records import dataclass
from lceval_docs.views.block import Foot, Outward, Page

REPORT = "报告本条问题"
REPORT_TITLE = "{title}（{edition}）"
REPORT_BODY = "网页：{page}\n版次：{edition}\n\n问题：\n\n建议：\n"
_AS_THEY_ARE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True)
class Outlet:
    """The site's address, ending in a slash, and that of the form for reports; either may be unknown.

    `report` has the places `{title}` and `{body}` for what is filled in.
    """

    address: str = ""
    report: str = ""


# Neither is known.
NOWHERE_YET = Outlet()


def page_of(source: str) -> str:
    """The page that a Markdown source becomes."""
    return f"{source.removesuffix('.md')}.html" if source.endswith(".md") else source


def reported(page: Page, edition: str, outlet: Outlet) -> Page:
    """The page, with a link to the form for reports at its foot."""
    title = REPORT_TITLE.format(title=page.title.replace("\u3000", " "), edition=edition)
    body = REPORT_BODY.format(page=f"{outlet.address}{page_of(page.path)}", edition=edition)
    address = outlet.report.replace("{title}", encoded(title)).replace("{body}", encoded(body))
    return replace(page, blocks=(*page.blocks, Foot(Outward(REPORT, address))))


def encoded(text: str) -> str:
    """Text as part of an address."""
    return "".join(chr(byte) if byte in _AS_THEY_ARE else f"%{byte:02X}" for byte in text.encode())
