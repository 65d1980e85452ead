"""Values of JSON of any kind as the texts that attributes are, and back."""

from __future__ import annotations

from typing import Final

import msgspec

_FIRST: Final = frozenset('-0123456789tfn[{"')
"""What JSON begins with; most attributes are no JSON, and this says so quickly."""


def as_attribute(value: object) -> str:
    """A value of JSON as the text that an attribute is; `as_value` gives the value back.

    A text stays as it is, unless it would be taken for something else.
    """
    if isinstance(value, str) and as_value(value) == value:
        return value
    return msgspec.json.encode(value).decode()


def as_value(attribute: str) -> object:
    """The value that an attribute stands for: only what `as_attribute` writes is no text."""
    if attribute[:1] not in _FIRST:
        return attribute
    try:
        value: object = msgspec.json.decode(attribute)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return attribute
    if msgspec.json.encode(value).decode() != attribute:
        return attribute
    return attribute if isinstance(value, str) and as_value(value) == value else value
