"""Names of the hidden bookmarks around printed figures, made of the figures' addresses (see `traced`)."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

# Word's names of bookmarks have at most 40 characters; one of these hides them, and some may say the how many-th it is.
_HIDDEN, _LONGEST = "_", 39
_DIGITS, _ROOM, _AGAIN = 12, 5, "~"
_STRANGE = re.compile(r"[^\w.-]")


@lru_cache(maxsize=8192)
def hidden_name(address: str) -> str:
    """The name of the bookmark around a figure: its address, with a digest where Word would cut it or takes no sign of it.

    `address` may begin with the how many-th time it is that the figure is printed, see `again`.
    """
    time, sign, plain = address.rpartition(_AGAIN)
    if len(address) > _LONGEST or _STRANGE.search(plain):
        digest = hashlib.sha256(plain.encode()).hexdigest()[:_DIGITS]
        plain = f"{_STRANGE.sub('', plain)[: _LONGEST - _DIGITS - _ROOM]}.{digest}"
    return f"{_HIDDEN}{time}{sign}{plain}"


def again(time: int) -> str:
    """What stands before the address of a figure that is printed for the so many-th time."""
    return "" if time == 1 else f"{time}{_AGAIN}"


def first_name(name: str) -> str:
    """The name of the bookmark around the same figure where it is printed first."""
    return _HIDDEN + name.removeprefix(_HIDDEN).rpartition(_AGAIN)[2]
