"""What is to be written: bytes by path, below a folder that is named later."""

from collections.abc import Mapping

Plan = Mapping[str, bytes]
