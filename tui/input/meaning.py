"""What a whole control sequence means to Textual's parser, spelled as that parser can read it.

The parser knows kitty's keyboard protocol only without what we have not asked for, and fails at
numbers that are no characters. It takes any number for a key whose character it is: by `CSI 113 ; 1
~`, which is none, one would leave.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from textual._xterm_parser import XTermParser

_REPORTS: Final = re.compile(
    r"""\x1b\[(?:
        <\d{1,4};-?\d{1,6};-?\d{1,6}[Mm]     # the mouse
        | [IO]                               # the window has or has not the keys
        | \?(?:2026|2048);\d\$y              # modes that Textual asks about
    )""",
    re.VERBOSE,
)
_SIZE: Final = re.compile(
    r"\x1b\[48;(\d{1,5})(?:[:\d]*);(\d{1,5})(?:[:\d]*);(\d*)[:\d]*;(\d*)[:\d]*t"
)
_LARGEST: Final = 10_000
"""Rows or columns that a terminal may have."""
_KEY: Final = re.compile(
    r"\x1b\[(?P<code>\d{0,7})(?::\d*(?::(?P<base>\d{0,7}))?)?"
    r"(?:;(?P<modifiers>\d{0,3})(?::(?P<event>\d))?(?:;(?P<text>[\d:]*))?)?"
    r"(?P<final>[u~A-FHPQRS])"
)
_LIKE_A_KEY: Final = re.compile(r"\x1b\[[\d:;]*[u~A-FHPQRS]")
_NUMBERED: Final = frozenset(
    (*range(1, 9), *range(11, 16), *range(17, 22), *range(23, 27), 28, 29, *range(31, 35))
)
"""The keys that end in a tilde."""
_OTHER_KEYS: Final = 27
"""What stands before the tilde where xterm tells the key by its character (modifyOtherKeys)."""
_SHIFT, _ALT, _CTRL, _LOCKS = 1, 2, 4, 64 | 128
_RELEASED: Final = "3"
_PRIVATE: Final = range(0xE000, 0xF900)
"""Codes of keys that are told by no character, such as those of a keypad."""
_CONTROLS: Final = frozenset((9, 13, 27, 127))
"""Keys that have the code of a control: Tab, Enter, Esc, Backspace."""
_LOCK_KEYS: Final = frozenset((*range(57358, 57361), *range(57441, 57455)))
"""Shift and its like, CapsLock and its like: pressed alone they mean nothing."""
_LONGEST: Final = 32
"""Characters of a sequence, from which on Textual's parser gives it as keys."""


def meaning(sequence: str) -> str:
    """The spelling of a sequence that Textual's parser understands; empty if it means nothing.

    Args:
        sequence: A whole CSI or SS3 sequence.
    """
    if len(sequence) > _LONGEST:
        return ""
    if _REPORTS.fullmatch(sequence):
        return sequence
    if size := _SIZE.fullmatch(sequence):
        return _size(size)
    return _key(sequence)


def _size(match: re.Match[str]) -> str:
    """The size of the window; one that tells no pixels has one for each cell."""
    rows, columns = int(match[1]), int(match[2])
    if not (0 < rows <= _LARGEST and 0 < columns <= _LARGEST):
        return ""
    height, width = int(match[3] or 0) or rows, int(match[4] or 0) or columns
    spelled = f"\x1b[48;{rows};{columns};{height};{width}t"
    return spelled if len(spelled) <= _LONGEST else ""


@lru_cache(maxsize=1024)
def _key(sequence: str) -> str:
    if _LIKE_A_KEY.fullmatch(sequence):
        match = _KEY.fullmatch(sequence)
        sequence = _press(match) if match else ""
    return sequence if sequence and _is_understood(sequence) else ""


def _press(match: re.Match[str]) -> str:
    """A key of kitty's protocol or with modifiers of xterm's, without what is not asked for."""
    code, final, text = int(match["code"] or 1), match["final"], match["text"] or ""
    bits = max(0, int(match["modifiers"] or 1) - 1) & ~_LOCKS
    if match["event"] == _RELEASED:
        return ""
    if final == "~" and code == _OTHER_KEYS:
        if not text.isdecimal():
            return ""
        # Shift alone is told by the character; else the parser would leave Alt out.
        code, final, text = int(text), "u", text if bits == _SHIFT else ""
    if final == "u":
        base = int(match["base"] or 0)
        if base and code > 0x7F and bits & (_ALT | _CTRL):
            code = base  # a letter of another script: the key at its place
        return _character(code, bits, text)
    if final == "~":
        return _spell(str(code), bits, final) if code in _NUMBERED else ""
    if final == "R":  # F3 with modifiers; any other place is that of a cursor
        return _spell("13", bits, "~") if code == 1 and bits else ""
    if code != 1:
        return ""
    return _spell("1" if bits else "", bits, final)


def _character(code: int, bits: int, text: str) -> str:
    """A key that is told by its character, and the text that it writes."""
    written = [int(part) for part in text.split(":") if part.isdecimal() and len(part) < 8]
    if not all(_is_character(one, frozenset()) for one in written):
        written = []
    if not code and written:
        code = written[0]  # text of an input method, which is of no key
    if not _is_character(code, _CONTROLS) or code in _LOCK_KEYS:
        return ""
    if bits & (_ALT | _CTRL) and chr(code).isupper() and len(chr(code).lower()) == 1:
        code, bits = ord(chr(code).lower()), bits | _SHIFT  # xterm and iTerm2 send the capital
    if bits & _ALT and written:
        if chr(code).lower() == chr(written[0]).lower():
            written = []  # a real Alt, which the parser would leave out for the text
        else:
            bits = 0  # AltGr, or an Option key that writes: the text is what was meant
    if not written and code not in _CONTROLS and code not in _PRIVATE:
        written = _text_of(chr(code), bits)
    return _spell(str(code), bits, "u", ":".join(map(str, written)))


def _text_of(character: str, bits: int) -> list[int]:
    """What a key writes of which the terminal does not tell it, as far as that can be known."""
    if not bits:
        return [ord(character)]
    capital = character.upper()
    return [ord(capital)] if bits == _SHIFT and character.isalpha() and len(capital) == 1 else []


def _is_character(code: int, controls: frozenset[int]) -> bool:
    is_control = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000
    return code in controls or not (is_control or code > 0x10FFFF)


def _spell(code: str, bits: int, final: str, text: str = "") -> str:
    modifiers = f";{bits + 1}" if bits else ";" if text else ""
    return f"\x1b[{code}{modifiers}{f';{text}' if text else ''}{final}"


def _is_understood(sequence: str) -> bool:
    """Whether Textual's parser is done with a sequence, so that what follows is by itself."""
    parser = XTermParser()
    for _ in parser.feed(sequence):
        pass
    return [getattr(event, "key", "") for event in parser.feed("x")] == ["x"]
