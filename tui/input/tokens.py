"""What the input of a terminal is cut into."""

from __future__ import annotations

from store.values import Value


class TypedText(Value):
    """Characters, each of which is a key."""

    text: str


class Escape(Value):
    """The Escape key."""


class Alt(Value):
    """Escape and a character that came together: Alt and its key, or Esc and then the key."""

    character: str


class Sequence(Value):
    """A whole control sequence: a key, the mouse, or what the terminal replies."""

    text: str


class Pasted(Value):
    """A whole paste, every character of it text."""

    text: str


Token = TypedText | Escape | Alt | Sequence | Pasted
