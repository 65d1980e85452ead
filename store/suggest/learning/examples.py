"""An article as it was annotated: what is learned from."""

from __future__ import annotations

from typing import Final

import msgspec

LONGEST_TEXT: Final = 60_000
"""Code points of an article beyond which the rest is not looked at."""


class TaggedText(msgspec.Struct, frozen=True, array_like=True):
    """An article, or as much of it as has been read."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    """Start, end and label of what was tagged."""
    rejected: tuple[tuple[int, int, str], ...] = ()
    """Start, end and label of what was suggested and rejected."""
