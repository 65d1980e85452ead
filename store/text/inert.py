"""One function that makes any text safe to show: one code point in, one code point out.

Textual and Rich hand control characters to the terminal as they are, and bidirectional controls
reorder what a reader sees. Every text that reaches a screen or an error stream passes `inert`
first. Because the length never changes, a display index is a source index.
"""

from __future__ import annotations

from typing import Final

import regex

MARK: Final = "\u25c7"
"""Stands for a character that would be invisible or would change what is around it."""

_KEPT_JOINERS: Final = (
    # An emoji sequence such as a family; and the joiners that Persian, Urdu and the Indic
    # scripts are spelled with. Anywhere else a joiner is a way to hide a difference.
    r"(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})"
    r"|(?<=[[\p{L}\p{M}]--[\p{Latin}\p{Greek}\p{Cyrillic}]])[\u200c\u200d]"
    r"(?=[[\p{L}\p{M}]--[\p{Latin}\p{Greek}\p{Cyrillic}]])"
    r"|(?<=\U0001f3f4[\U000e0020-\U000e007f]*)[\U000e0020-\U000e007f]"
)
_HOSTILE: Final = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_HOSTILE_PATTERN: Final = regex.compile(_HOSTILE)
_STRAY: Final = regex.compile(f"(?V1)(?:{_KEPT_JOINERS})(*SKIP)(*FAIL)|{_HOSTILE}")


def _visible(match: regex.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0:
        return "\ufffd"
    return MARK


def inert(text: str) -> str:
    """Return `text` with every character that acts on a terminal or hides replaced by a mark.

    Args:
        text: Any text, however hostile.

    Returns:
        A text of the same number of code points: C0 controls as Unicode control pictures, C1
        controls as U+FFFD, and bidirectional controls, stray zero-width characters, tags, byte
        order marks and lone surrogates as `MARK`.
    """
    if _HOSTILE_PATTERN.search(text) is None:
        return text
    shown: str = _STRAY.sub(_visible, text)
    return shown
