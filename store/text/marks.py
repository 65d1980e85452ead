"""Quotation marks and brackets: which belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import regex

from store.text.passages import passages
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_QUOTATION: Final = 4_000
"""Code points in the longest quotation; what is further apart does not belong together."""
BRACKETS: Final = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "［": "］", "〔": "〕"}
_QUOTES: Final = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
    "”": "”",
    "»": "«",
    '"': '"',
    "'": "'",
    "״": "״",
}
OPENING: Final = frozenset(_QUOTES)
"""Marks with which a quotation can begin."""
CLOSING: Final = frozenset("".join(_QUOTES.values()))
"""Marks with which a quotation can end."""
FULL_STOPS: Final = frozenset(".!?…。！？؟।")
"""Marks that end a sentence."""
_SINGLE: Final = "'’‘‚"
_IN_WORDS: Final = _SINGLE + '"״'
"""Marks that stand within words as well, as apostrophes, or in Hebrew acronyms."""
_ALL: Final = regex.compile(
    "[" + regex.escape("".join({*BRACKETS, *BRACKETS.values(), *OPENING, *CLOSING})) + "]"
)


class Pair(NamedTuple):
    """Two marks that belong together."""

    start: int
    """Code points before the opening mark."""
    end: int
    """Code points up to the end of the closing mark."""
    is_quotation: bool
    """Else they are brackets."""

    @property
    def inside(self) -> Span:
        """What is between the two."""
        return Span(self.start + 1, self.end - 1)

    @property
    def outside(self) -> Span:
        """The whole with the two."""
        return Span(self.start, self.end)

    def is_cut_by(self, span: Span) -> bool:
        """Whether a span holds one of the two and not the other."""
        holds_first = span.start <= self.start < span.end
        return holds_first != (span.start < self.end <= span.end)


def pairs_in(text: str, within: Span) -> tuple[Pair, ...]:
    """The marks that belong together within a passage, by where the first of each stands."""
    opened: list[tuple[int, str]] = []
    found: list[Pair] = []
    for match in _ALL.finditer(text, within.start, within.end):
        at, mark = match.start(), match.group()
        closes = _closed_by(text, at, mark, opened, within)
        if closes is not None:
            start, opening = opened[closes]
            del opened[closes:]
            if at - start <= LONGEST_QUOTATION:
                found.append(Pair(start, at + 1, opening not in BRACKETS))
        elif mark in BRACKETS or (mark in OPENING and _opens(text, at, mark, within)):
            opened.append((at, mark))
    return tuple(sorted(found))


def quotations(text: str, within: Span) -> tuple[Span, ...]:
    """What is quoted in a stretch of text, without the marks and outer white space, in order.

    Args:
        text: Of the article.
        within: Quotations that share a code point with it are found whole.
    """
    found = []
    for passage in passages(text, within):
        for pair in pairs_in(text, passage):
            inside = pair.inside.trimmed(text)
            if pair.is_quotation and len(inside) and inside.overlaps(within):
                found.append(inside)
    return tuple(found)


def is_even(span: Span, pairs: Iterable[Pair]) -> bool:
    """Whether a span cuts through none of the pairs."""
    return not any(pair.is_cut_by(span) for pair in pairs)


def _closed_by(
    text: str, at: int, mark: str, opened: list[tuple[int, str]], within: Span
) -> int | None:
    """Which of the opened marks, by its number, a mark closes; nothing if none."""
    if mark not in CLOSING and mark not in BRACKETS.values():
        return None
    if mark in _IN_WORDS and _is_within_word(text, at, within):
        return None
    if mark in "\"'״" and _looks_opening(text, at, within):
        return None
    for number in range(len(opened) - 1, -1, -1):
        opening = opened[number][1]
        if mark in BRACKETS.get(opening, "") or mark in _QUOTES.get(opening, ""):
            return number
    return None


def _opens(text: str, at: int, mark: str, within: Span) -> bool:
    """Whether a mark that can open a quotation does."""
    if mark in "\"'”»״":
        return _looks_opening(text, at, within)
    return not (mark in _SINGLE and at > within.start and text[at - 1].isalnum())


def _looks_opening(text: str, at: int, within: Span) -> bool:
    before = text[at - 1] if at > within.start else " "
    after = text[at + 1] if at + 1 < within.end else " "
    return (before.isspace() or before in "([{-–—/" or before in OPENING) and not after.isspace()


def _is_within_word(text: str, at: int, within: Span) -> bool:
    """Whether a mark stands between letters."""
    before = text[at - 1] if at > within.start else " "
    after = text[at + 1] if at + 1 < within.end else " "
    return before.isalnum() and after.isalnum()
