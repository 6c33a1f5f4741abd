"""Pages that lead from an old address to the new one without scripts, and the list of editions for the theme."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lceval_docs.views.site.moved import Redirect, Version
from lceval_docs.writers.pages.escape import as_html

_PAGE = """<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{to}">
<meta http-equiv="refresh" content="0; url={to}">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{says}<a href="{to}">{words}</a></p>
</main>
</body>
</html>
"""


def render_redirect(redirect: Redirect) -> bytes:
    """A whole page of its own: browsers go on at once, people and machines that do not find a link."""
    title, says, words, to = map(as_html, (redirect.title, redirect.says, redirect.words, redirect.to))
    return _PAGE.format(title=title, says=says, words=words, to=to).encode()


def render_versions(versions: Iterable[Version]) -> bytes:
    """`versions.json` as the theme's selector reads it."""
    told = [{"version": one.path, "title": one.title, "aliases": []} for one in versions]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
