"""What the input of a terminal is cut into."""

from __future__ import annotations

from store.frozen import Frozen


class TypedText(Frozen):
    """Characters, each of which is a key."""

    text: str


class Escape(Frozen):
    """The Escape key."""


class Alt(Frozen):
    """Escape and a character that came together: Alt and its key, or Esc and then the key."""

    character: str


class Sequence(Frozen):
    """A whole control sequence: a key, the mouse, or what the terminal replies."""

    text: str


class Pasted(Frozen):
    """A whole paste, every character of it text."""

    text: str


Token = TypedText | Escape | Alt | Sequence | Pasted
