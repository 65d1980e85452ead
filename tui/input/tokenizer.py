"""Cut the input of a terminal into characters, keys, pastes and whole control sequences.

Textual's parser gives what it does not know as keys, so that a terminal's reply, or an arrow key
that a slow line has cut in two, would give commands. Here a sequence is put together however it
comes, and what is not whole in time is dropped. Strings (OSC, DCS, APC, PM, SOS) are only replies
and go at once. The forms are those of ECMA-48 and of xterm's and Linux's keys.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from tui.input.tokens import Alt, Escape, PasteBuffer, Pasted, Sequence, TypedText

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.input.tokens import Token

ESCAPE_WAIT: Final = 0.1
"""Seconds after which an Escape alone is the key."""
PIECE_WAIT: Final = 0.6
"""Seconds that the next piece of a sequence is waited for: half a second, and what it takes to
arrive."""
STRING_WAIT: Final = 1.0
"""Seconds that a string may take, if nothing comes for a moment then."""
STRING_MOST: Final = 64 * 1024
"""Characters that a string may have, if nothing comes for a moment then."""
PASTE_WAIT: Final = 3.0
"""Seconds without input after which a paste is over whose end was lost."""
_SEQUENCE_MOST: Final = 256
"""Characters of a sequence that are kept; none that means something is as long."""

_ESC: Final = "\x1b"
_PASTE_BEGIN: Final = "\x1b[200~"
_PASTE_END: Final = "\x1b[201~"
_ABORTS: Final = "\x18\x1a"
"""CAN and SUB, which end any sequence."""
_EIGHT_BIT: Final = {
    character: chr(code - 0x40)
    for code in range(0x80, 0xA0)
    for character in (chr(code), chr(0xDC00 + code))
}
"""The controls that stand for Escape and a character, also as a byte that is no UTF-8."""
_SPECIAL: Final = re.compile("[\x1b\x80-\x9f\udc80-\udc9f]")
_STRING_END: Final = re.compile("[\x07\x18\x1a\x1b\x9c\udc9c]")
_LATE: Final = re.compile(r"\[|O(?=[A-Za-z])|[\]PX^_](?!\]).{4}", re.DOTALL)
"""How the rest of a sequence begins whose Escape was taken for the key. Strings are longer than
what is typed in one moment: somebody may go three articles on after Esc, by `]` `]` `]`."""


class _Within(Enum):
    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()
    STRING = auto()
    STRING_ESCAPE = auto()
    """An Escape within a string, which ends it, by itself or as the first half of ST."""
    PASTE = auto()


_INTRODUCED: Final = {
    "[": _Within.CSI,
    "O": _Within.SS3,
    **dict.fromkeys("]PX^_", _Within.STRING),
}


class Tokenizer:
    """Takes input as it comes, in pieces of any length, and gives what is whole.

    Times are seconds of any clock that never goes back. Whoever reads waits until `deadline`, and
    calls `expire` only if nothing is there to be read by then: a busy machine cuts nothing.
    """

    def __init__(self) -> None:
        self.deadline: float | None = None
        """When what is held is given up; none if nothing is held."""
        self._state = _Within.GROUND
        self._held = ""
        """What has come of a sequence; of a string only its first two characters."""
        self._is_late = False
        """Whether the Escape of what is held was already given as the key."""
        self._late_until = 0.0
        """Until when the rest may come of a sequence whose Escape was given as the key."""
        self._size = 0
        """Characters that have come of a string."""
        self._now = self._begun = 0.0
        """When something was last read, and when what is held began."""
        self._pasted = PasteBuffer()
        self._tail = ""
        """The last characters of a paste, if its end may begin with them."""
        self._found: list[Token] = []
        self._take: dict[_Within, Callable[[str, int], int]] = {
            _Within.GROUND: self._take_ground,
            _Within.ESCAPE: self._take_escape,
            _Within.CSI: self._take_csi,
            _Within.SS3: self._take_ss3,
            _Within.STRING: self._take_string,
            _Within.STRING_ESCAPE: self._take_string_escape,
            _Within.PASTE: self._take_paste,
        }

    def feed(self, text: str, now: float) -> list[Token]:
        """Take what was read at a time; gives what is whole by now."""
        if not text:
            return []
        self._now = now
        position = self._begin_late(text) if now < self._late_until else 0
        self._late_until = 0.0
        while position < len(text):
            position = self._take[self._state](text, position)
        self.deadline = self._deadline(now)
        return self._drain()

    def expire(self, now: float) -> list[Token]:
        """Give up what has been waited for long enough; gives what it was instead."""
        if self.deadline is None or now < self.deadline:
            return []
        state, held = self._state, self._held
        if state in (_Within.ESCAPE, _Within.STRING_ESCAPE):
            self._end_introducer()
            self._found.append(Escape())
            self._late_until = now + PIECE_WAIT - ESCAPE_WAIT
        elif state is _Within.PASTE:
            self._pasted.add(self._tail)
            self._end_paste()
        elif self._is_late and not held.strip("\x1b["):
            self._found.append(TypedText(held[1:]))  # somebody typed a bracket after Esc
        else:
            self._end_introducer()
        self._rest()
        self.deadline = None
        return self._drain()

    def _drain(self) -> list[Token]:
        found, self._found = self._found, []
        return found

    def _deadline(self, now: float) -> float | None:
        if self._state is _Within.GROUND:
            return None
        if self._state is _Within.ESCAPE:
            return now + ESCAPE_WAIT
        if self._state is _Within.PASTE:
            return now + PASTE_WAIT
        if self._state is _Within.STRING and self._size:
            # Never in the midst of what goes on arriving, which would then be taken for keys.
            pause = now + ESCAPE_WAIT
            return pause if self._size > STRING_MOST else max(pause, self._begun + STRING_WAIT)
        return now + PIECE_WAIT

    # One state each: what is taken of a text from a position, and where the rest begins ---------

    def _take_ground(self, text: str, position: int) -> int:
        special = _SPECIAL.search(text, position)
        end = special.start() if special else len(text)
        if end > position:
            self._found.append(TypedText(text[position:end]))
        if special is None:
            return end
        if text[end] == _ESC:
            self._go(_Within.ESCAPE, _ESC)
        else:
            second = _EIGHT_BIT[text[end]]
            if second in _INTRODUCED:  # any other is no key
                self._go(_INTRODUCED[second], _ESC + second)
        return end + 1

    def _take_escape(self, text: str, position: int) -> int:
        character = text[position]
        if character == _ESC:
            self._found.append(Escape())
        elif character in _EIGHT_BIT:
            self._found.append(Escape())
            self._rest()
            return position
        elif character in _INTRODUCED:
            self._go(_INTRODUCED[character], _ESC + character)
        else:
            self._found.append(Alt(character))
            self._rest()
        return position + 1

    def _take_csi(self, text: str, position: int) -> int:
        character = text[position]
        is_place = self._held.startswith("\x1b[M")
        if not " " <= character <= ("\U0010ffff" if is_place else "~"):
            return self._abort(character, position)
        if len(self._held) < _SEQUENCE_MOST:
            self._held += character
        body = self._held[2:]
        if body[0] == "[":  # a function key of the Linux console
            is_whole = len(body) == 2
        elif is_place or body == "M":  # what the mouse reports in three characters
            is_whole = len(body) == 4
        elif character == "$":  # the end of a key of rxvt, else what stands before the end
            is_whole = len(body) <= 3 and body[:-1].isdigit()
        else:
            is_whole = "@" <= character <= "~"
        if is_whole and self._held == _PASTE_BEGIN:
            self._go(_Within.PASTE, "")
        elif is_whole:
            self._end_sequence()
        return position + 1

    def _take_ss3(self, text: str, position: int) -> int:
        character = text[position]
        if not " " <= character <= "~":
            return self._abort(character, position)
        if len(self._held) < _SEQUENCE_MOST:
            self._held += character
        if character not in "0123456789;":
            self._end_sequence()
        return position + 1

    def _take_string(self, text: str, position: int) -> int:
        end = _STRING_END.search(text, position)
        if end is None:
            self._size += len(text) - position
            return len(text)
        if end.group() == _ESC:
            self._state = _Within.STRING_ESCAPE
            self._size += end.start() - position
        else:
            self._rest()
        return end.end()

    def _take_string_escape(self, text: str, position: int) -> int:
        if text[position] == "\\":
            self._rest()
            return position + 1
        self._end_introducer()
        self._go(_Within.ESCAPE, _ESC)
        return position

    def _take_paste(self, text: str, position: int) -> int:
        rest, self._tail = self._tail + text[position:], ""
        before, end, after = rest.partition(_PASTE_END)
        if end:
            self._pasted.add(before)
            self._end_paste()
            return len(text) - len(after)
        held = _beginning_of(_PASTE_END, rest)
        self._pasted.add(rest[: len(rest) - held])
        self._tail = rest[len(rest) - held :]
        return len(text)

    # From state to state -----------------------------------------------------------------------

    def _go(self, state: _Within, held: str) -> None:
        self._state, self._held = state, held
        self._size, self._begun, self._is_late = 0, self._now, False

    def _rest(self) -> None:
        self._go(_Within.GROUND, "")

    def _begin_late(self, text: str) -> int:
        """Take up a sequence whose Escape was given as the key; gives what is taken of the text."""
        late = _LATE.match(text) if self._state is _Within.GROUND else None
        if late is None:
            return 0
        introducer = late.group()[0]
        self._go(_INTRODUCED[introducer], _ESC + introducer)
        self._is_late = True
        return 1

    def _abort(self, character: str, position: int) -> int:
        """Drop a sequence in which there is something that cannot be; that is taken by itself."""
        self._end_introducer()
        self._rest()
        return position + 1 if character in _ABORTS else position

    def _end_introducer(self) -> None:
        """Say that nothing came after the beginning of a sequence: somebody typed Esc and it.

        Not so for CSI, of which half may have got lost.
        """
        is_alone = len(self._held) == 2 and not self._size and not self._is_late
        if is_alone and self._held != "\x1b[":
            self._found.append(Alt(self._held[1]))

    def _end_sequence(self) -> None:
        if len(self._held) < _SEQUENCE_MOST:
            self._found.append(Sequence(self._held))
        self._rest()

    def _end_paste(self) -> None:
        self._found.append(Pasted(self._pasted.take()))
        self._tail = ""
        self._rest()


def _beginning_of(mark: str, text: str) -> int:
    """How many of the last characters of a text may be the beginning of a mark."""
    return next((n for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), 0)
