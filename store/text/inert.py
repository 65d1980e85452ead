"""One function that makes any text safe to show: one code point in, one code point out.

Textual and Rich hand control characters to the terminal as they are, and bidirectional controls
reorder what a reader sees. Every text that reaches a screen or an error stream passes `inert`
first. Because the length never changes, a display index is a source index.

What is replaced: every control, format, surrogate and line separator character (Unicode categories
Cc, Cf, Cs, Zl, Zp), everything Unicode calls default-ignorable, and the noncharacters; but not
where a script or an emoji is spelled with it (`_KEPT`), and not the ten signs such as U+06DD that
Unicode counts as formats but that are seen. Private-use characters stay: fonts have signs there.
Unassigned ones stay too, as a later version of Unicode will have letters there; neither is an
order to a terminal. A test goes through all 1,114,112 code points.
"""

from __future__ import annotations

import re
from typing import Final

import regex

MARK: Final = "\u25c7"
"""Stands for a character that would be invisible or would change what is around it."""

_SPELLED_WITH_JOINERS: Final = (
    # The cursive and the Indic scripts. Anywhere else a joiner is a way to hide a difference.
    r"[[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mand}\p{scx=Adlm}\p{scx=Rohg}\p{scx=Mong}"
    r"\p{scx=Phag}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}"
    r"\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}"
    r"\p{scx=Java}\p{scx=Bali}\p{scx=Newa}\p{scx=Gran}\p{scx=Tirh}\p{scx=Mtei}\p{scx=Cakm}]"
    r"&&[\p{L}\p{M}]]"
)
_KEPT: Final = "|".join(
    (
        # An emoji sequence such as a family, and how an emoji is to be drawn.
        r"(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d"
        r"(?=\p{Extended_Pictographic})",
        r"(?<=[\p{Emoji}--[0-9#*]])[\ufe0e\ufe0f]",
        r"(?<=[0-9#*])\ufe0f(?=\u20e3)",
        # A flag of a part of a country is spelled in tags; the whole of it, so that nothing can
        # be hidden in a longer one.
        r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f",
        rf"(?<={_SPELLED_WITH_JOINERS})[\u200c\u200d](?={_SPELLED_WITH_JOINERS})",
        # Variants of one character: names in Chinese and Japanese, dotted letters of Shan, and
        # the shapes of Mongolian letters.
        r"(?<=\p{Han})[\ufe00-\ufe02\U000e0100-\U000e01ef]",
        r"(?<=[[\p{Myanmar}\p{Phags_Pa}]&&\p{L}])\ufe00",
        r"(?<=[\p{Mongolian}&&\p{L}])[\u180b-\u180d\u180f]",
    )
)
_BMP: Final = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff"
)
_BEYOND: Final = (
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    # The last two of each plane are noncharacters.
    + "".join(chr(code + 0xFFFE) + chr(code + 0xFFFF) for code in range(0x10000, 0x110000, 0x10000))
)
_SUSPECT: Final = re.compile(f"[{_BMP}\U00010000-\U0010ffff]")
"""Finds whatever may have to be replaced. `re` looks up a class of characters of the first plane
ten times as fast as `regex`, or as itself with ranges beyond that plane."""
_HOSTILE: Final = f"[{_BMP}{_BEYOND}]"
"""Like the two below compiled where it is first needed, as few texts hold anything of it: to
compile the three takes longer than many a module takes to load."""
_KEEPABLE: Final = "\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e01ef"
"""What is replaced or not by what stands beside it."""
_IS_KEEPABLE: Final = f"[{_KEEPABLE}]"
_STRAY: Final = f"(?V1)(?:{_KEPT})(*SKIP)(*FAIL)|[{_KEEPABLE}]+"
_MOST_PASSES: Final = 64
"""Kinds of hostile characters up to which one pass for each is the quickest."""


def _visible(character: str) -> str:
    """What stands for a character that is replaced."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd" if 0x80 <= code < 0xA0 else MARK


def inert(text: str) -> str:
    """Return `text` with every character that acts on a terminal or hides replaced by a mark.

    Args:
        text: Any text, however hostile.

    Returns:
        A text of the same number of code points: C0 controls as Unicode control pictures, C1
        controls as U+FFFD, and bidirectional controls, stray zero-width characters, variation
        selectors, tags, byte order marks, noncharacters and lone surrogates as `MARK`.
    """
    if _SUSPECT.search(text) is None:
        return text
    hostile = set(re.findall(_HOSTILE, "".join(set(text))))
    if not hostile:
        return text
    kept = {character for character in hostile if re.match(_IS_KEEPABLE, character)}
    if kept:
        text = regex.sub(_STRAY, lambda match: MARK * len(match[0]), text)
    if len(hostile) > _MOST_PASSES:
        return text.translate({ord(c): _visible(c) for c in hostile - kept})
    for character in hostile - kept:
        text = text.replace(character, _visible(character))
    return text


def inert_line(text: str) -> str:
    """A text in one line, with nothing hidden in it."""
    return inert(" ".join(text.split()))
