"""From the bytes of a terminal to Textual's events."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Final

from textual import events
from textual._xterm_parser import XTermParser

from tui.input.bursts import Bursts
from tui.input.meaning import meaning
from tui.input.tokenizer import Tokenizer
from tui.input.tokens import Alt, Escape, Pasted, Sequence, TypedText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.message import Message

    from tui.input.tokens import Token

_NAMED: Final = {
    "\r": "enter",
    "\n": "ctrl+j",
    "\t": "tab",
    "\x7f": "backspace",
    "\b": "backspace",
    " ": "space",
}
_UNREADABLE: Final = dict.fromkeys(range(56448, 56576), "�")
"""What stands for a byte that is no text."""


class Reader:
    """Takes bytes as they come; gives keys, the mouse, pastes, and what Textual asks about."""

    def __init__(self, takes_alt: Callable[[str], bool], *, debug: bool = False) -> None:
        """Begin to read.

        Args:
            takes_alt: Whether Alt and a key, named as in a keymap file, means something.
            debug: Whether Textual's parser keeps a log.
        """
        self._takes_alt = takes_alt
        # Not all terminals write UTF-8, and none of their bytes may end the reading.
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._tokenizer = Tokenizer()
        self._bursts = Bursts()
        # It gets nothing but what is whole, so that it never waits for anything.
        self._parser = XTermParser(debug)

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """Take what was read at a time, in seconds."""
        tokens = self._tokenizer.feed(self._decoder.decode(data), now)
        yield from self._events(self._bursts.take(tokens, now))

    def wait(self, now: float) -> float | None:
        """For how many seconds more may be waited for; none if nothing is held."""
        deadlines = [d for d in (self._tokenizer.deadline, self._bursts.deadline) if d is not None]
        return max(0.0, min(deadlines) - now) if deadlines else None

    def expire(self, now: float) -> Iterator[Message]:
        """Nothing was there to be read: give up what was waited for long enough."""
        tokens = self._tokenizer.expire(now)
        yield from self._events(self._bursts.expire(now))
        yield from self._events(tokens)

    def _events(self, tokens: list[Token]) -> Iterator[Message]:
        for token in tokens:
            match token:
                case TypedText(text):
                    yield from self._parser.feed(text.translate(_UNREADABLE))
                case Sequence(text):
                    if spelled := meaning(text):
                        yield from self._parser.feed(spelled)
                case Escape():
                    yield events.Key("escape", "\x1b")
                case Alt(character):
                    yield from self._alt(character)
                case Pasted(text):
                    yield events.Paste(text.translate(_UNREADABLE))

    def _alt(self, character: str) -> Iterator[Message]:
        """Alt and a key where that means something, else Esc and then the key."""
        name = alt_name(character)
        if self._takes_alt(name):
            yield events.Key(name, None)
        else:
            yield events.Key("escape", "\x1b")
            yield from self._parser.feed(character.translate(_UNREADABLE))


def alt_name(character: str) -> str:
    """Alt and a character, as a keymap file names them."""
    if character.isupper() and len(character.lower()) == 1:
        return f"alt+shift+{character.lower()}"
    return f"alt+{_NAMED.get(character, character)}"
