"""What is asked, as the inputs of an HTML form: each with a name that is its address, a label and what helps.

Everything stands on one line: in Markdown a blank line would end the block of HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lceval_docs.views.picture import Linked
from lceval_docs.views.sheet import Blank, Blanks, Entry, Group, Help, Listing, Section
from lceval_docs.writers.pages.escape import as_html

# From a source path to what a link on the page needs.
Address = Callable[[str], str]


def render_section(section: Section, address: Address) -> str:
    groups = "".join(_group(group, address) for group in section.groups)
    return (
        f'<div class="asked" id="s-{section.id}" data-section="{section.id}" role="region" tabindex="-1"'
        f' aria-label="{_text(section.title)}"><h2>{_text(section.title)}</h2>{_told(section.told)}{groups}</div>'
    )


def render_suggestions(sections: Iterable[Section]) -> str:
    """The answers offered where others are taken too, once for each column."""
    found = {_list_id(blank): blank.suggested for blank in _all_blanks(sections) if blank.suggested}
    lists = (
        f'<datalist id="{id}">{"".join(f"<option>{_text(word)}</option>" for word in words)}</datalist>'
        for id, words in found.items()
    )
    return "".join(lists)


def link(pointer: Linked, address: Address) -> str:
    return f'<a href="{address(pointer.path)}">{_text(pointer.text)}</a>'


def _all_blanks(sections: Iterable[Section]) -> Iterable[Blank]:
    for section in sections:
        for group in section.groups:
            for part in group.parts:
                yield from (*part.blanks.asked, *part.blanks.years, *part.blanks.more)


def _group(group: Group, address: Address) -> str:
    title = f"<h3>{_text(group.title)}</h3>" if group.title else ""
    parts = "".join(_part(part, address, group.title or "") for part in group.parts)
    return f'<div class="group">{title}{_told(group.told)}{parts}</div>'


def _part(part: Entry | Listing, address: Address, group: str) -> str:
    if isinstance(part, Listing):
        return _listing(part, group)
    if part.is_plain:
        return f'<div class="entry plain" data-entry="{part.table}">{_blank(part.blanks.asked[0])}</div>'
    inside = "".join(
        (
            f"<legend>{_text(part.title)}</legend>",
            _facts(part, address),
            _told(part.told),
            _blanks(part.blanks),
            '<div class="folded">',
            _help(part.help, address),
            _more(part.blanks.more),
            "</div>",
        )
    )
    return f'<fieldset class="entry" id="e-{part.table}-{part.id}" data-entry="{part.table}">{inside}</fieldset>'


def _facts(entry: Entry, address: Address) -> str:
    """Short words below a title: kind, points, standing, its page, and room for its score."""
    words = "".join(f"<span>{_text(fact)}</span>" for fact in entry.facts)
    if entry.standing:
        words += f'<span class="status {entry.standing.status}">{_text(entry.standing.text)}</span>'
    if entry.page:
        words += (
            f'<a href="{address(entry.page)}">{_text(entry.id)} 指标页</a><span data-score="{_text(entry.id)}"></span>'
        )
    return f'<div class="facts">{words}</div>' if words else ""


def _blanks(blanks: Blanks) -> str:
    asked = "".join(map(_blank, blanks.asked))
    years = "".join(map(_blank, blanks.years))
    cells = f'<div class="blanks">{asked}</div>' if asked else ""
    cells += f'<div class="years">{years}</div>' if years else ""
    return f'<div class="cells">{cells}</div>' if cells else ""


def _more(blanks: tuple[Blank, ...]) -> str:
    if not blanks:
        return ""
    names = "、".join(_text(blank.label) for blank in blanks)
    return f'<details class="more"><summary>{names}</summary>{"".join(map(_blank, blanks))}</details>'


def _help(offered: tuple[Help, ...], address: Address) -> str:
    if not offered:
        return ""
    names = "、".join(_text(one.title) for one in offered)
    terms = "".join(f"<dt>{_text(one.title)}</dt>{_meaning(one, address)}" for one in offered)
    return f'<details class="help"><summary>{names}</summary><dl>{terms}</dl></details>'


def _meaning(one: Help, address: Address) -> str:
    lines = "".join(f"<dd>{_text(line)}</dd>" for line in one.lines)
    return lines + "".join(f"<dd>{link(pointer, address)}</dd>" for pointer in one.pointers)


def _listing(listing: Listing, group: str) -> str:
    """A list, its rows in a template; a heading where the group does not name it."""
    title = f"<h4>{_text(listing.title)}</h4>" if group and group != listing.title else ""
    row = (
        '<li class="row"><fieldset><legend></legend>'
        f'{_blanks(listing.blanks)}<div class="folded">{_more(listing.blanks.more)}</div>'
        '<button type="button" class="delete">删去这一行</button></fieldset></li>'
    )
    add = f'<button type="button" class="add" aria-label="{_text(listing.title)}：{_text(listing.add)}">{_text(listing.add)}</button>'
    return (
        f'<div class="listing" data-list="{listing.table}" data-title="{_text(listing.title)}">{title}{_told(listing.told)}'
        f'<ol class="rows"></ol>{add}<template>{row}</template></div>'
    )


def _blank(blank: Blank) -> str:
    """An input with its label; what has only one answer is kept unseen."""
    if blank.kept:
        unit = blank.choices[0][1]
        shown = f'<p class="unit">计量单位：{_text(unit)}</p>' if unit else ""
        return f'{shown}<input type="hidden" name="{blank.address}">'
    unit = f"（{_text(blank.unit)}）" if blank.unit else ""
    label = f'<label for="{blank.address}">{_text(blank.label)}{unit}</label>'
    hint = f'<small id="{blank.address}/hint">{_text(blank.hint)}</small>' if blank.hint else ""
    return f'<div class="field {_kind(blank)}">{label}{_input(blank)}{hint}</div>'


def _kind(blank: Blank) -> str:
    return "choice" if blank.choices else blank.type.replace("_", "-")


def _input(blank: Blank) -> str:
    told = f' aria-describedby="{blank.address}/hint"' if blank.hint else ""
    named = f'id="{blank.address}" name="{blank.address}"{told}'
    if blank.choices:
        first = f'<option value="">{_text(blank.unchosen)}</option>'
        options = "".join(
            f'<option value="{_text(id)}"{_kinds(blank, id)}>{_text(name)}</option>' for id, name in blank.choices
        )
        return f"<select {named}>{first}{options}</select>"
    if blank.type == "long_text":
        return f'<textarea {named} rows="2"></textarea>'
    mode = ' inputmode="decimal"' if blank.type == "number" else ""
    offered = f' list="{_list_id(blank)}"' if blank.suggested else ""
    return f"<input {named}{mode}{offered}>"


def _kinds(blank: Blank, choice: str) -> str:
    """The kinds of row in which a choice is offered."""
    kinds = blank.kinds.get(choice)
    return f' data-kinds="{_text(" ".join(kinds))}"' if kinds else ""


def _list_id(blank: Blank) -> str:
    """Rows of a list share what is offered in a column."""
    return f"{blank.address.replace('/{row}', '')}/offered"


def _told(text: str) -> str:
    return f'<p class="told">{_text(text)}</p>' if text else ""


def _text(text: str) -> str:
    """On one line."""
    return as_html(" ".join(text.splitlines()))
