"""What the input of a terminal is cut into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypedText:
    """Characters, each of which is a key."""

    text: str


@dataclass(frozen=True, slots=True)
class Escape:
    """The Escape key."""


@dataclass(frozen=True, slots=True)
class Alt:
    """Escape and a character that came together: Alt and its key, or Esc and then the key."""

    character: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """A whole control sequence: a key, the mouse, or what the terminal replies."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A whole paste, every character of it text."""

    text: str


Token = TypedText | Escape | Alt | Sequence | Pasted
