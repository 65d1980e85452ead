"""Where the target of a web annotation is in a text: by its place, its words, or both.

A place is taken if the words that the file gives stand there. Words alone are taken only where it
is certain which are meant: they stand once, with what stands before and after them. White space
between words and the shapes of quotation marks, dashes and the like do not count where the words
are not there as they are given. Words that are merely similar are never taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.formats.offsets import NoRangeError, Text, Unit
from store.formats.w3c.model import selectors_of, types_of
from store.text.folding import Exactness, Folded, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.fields import Fields

QUOTE: Final = "TextQuoteSelector"
POSITION: Final = "TextPositionSelector"
RANGE: Final = "RangeSelector"
_ENOUGH: Final = 10
"""Code points, white space not counted, of context on one side that tell where a quote is though
that on the other side has changed."""
_BESIDE_MARKS: Final = re.compile(r"(?<=[^\w\s])|(?=[^\w\s])")
"""Where there may be white space or none; between two letters it stays as it is."""
_LETTERS: Final = Exactness(case=True, accents=True)
"""What counts of a quote that does not stand in the text as it is given."""


@dataclass(frozen=True, slots=True)
class TargetPlace:
    """Where a target is."""

    start: int
    end: int
    said: str
    """The words that stand there; empty if the file gives none."""
    is_by_quote: bool = False
    """Whether it was found by its words though the file gives a place too."""
    is_otherwise: bool = False
    """Whether the file gives its words with other white space or other shapes of characters."""


def kinds_of(selectors: Iterable[Fields]) -> str:
    """What selectors there are, in words."""
    kinds = [kind for each in selectors for kind in types_of(each) or ["a selector elsewhere"]]
    return ", ".join(dict.fromkeys(kinds))


def is_textual(selector: Fields) -> bool:
    """Whether a selector says, or its refinements say, words or places of a text."""
    kinds = types_of(selector)
    if QUOTE in kinds or POSITION in kinds:
        return True
    inner = [
        each
        for name in ("refinedBy", "startSelector", "endSelector")
        for each in selectors_of(selector, name)
    ]
    return any(map(is_textual, inner))


def plain(selectors: Iterable[Fields], kind: str) -> Fields | None:
    """The first selector of a kind that is not refined."""
    return next(
        (s for s in selectors if kind in types_of(s) and not s.values.get("refinedBy")), None
    )


def unit_of(text: str, targets: Iterable[Sequence[Fields]]) -> Unit:
    """What the places in a text count: code points, unless only UTF-16 units fit the quotes.

    Args:
        text: Of the article.
        targets: The selectors of each of its targets.
    """
    fits = dict.fromkeys((Unit.CODEPOINT, Unit.UTF16), 0)
    if text.isascii() or max(text, default="") < "\U00010000":
        return Unit.CODEPOINT  # each character is one of both
    views = {unit: Text.of(text, unit) for unit in fits}
    for selectors in targets:
        quote, position = plain(selectors, QUOTE), plain(selectors, POSITION)
        if quote is None or position is None:
            continue
        for unit, view in views.items():
            at = _at(view, position)
            fits[unit] += at is not None and text[at[0] : at[1]] == quote.text("exact")
    return Unit.UTF16 if fits[Unit.UTF16] > fits[Unit.CODEPOINT] else Unit.CODEPOINT


def _at(view: Text, position: Fields) -> tuple[int, int] | None:
    try:
        return view.range(position.number("start"), position.number("end"))
    except NoRangeError:
        return None


def find(selectors: Sequence[Fields], view: Text) -> TargetPlace | None:
    """Where a target is in a text that is known.

    Args:
        selectors: Of the target, some of them textual.
        view: The text.

    Returns:
        The place; none if it has no width.

    Raises:
        InputError: It is not certain.
    """
    quote, position = plain(selectors, QUOTE), plain(selectors, POSITION)
    if quote is None and position is None:
        nested = next(filter(is_textual, selectors))
        start, end = _nested(nested, view, 0, len(view.said), is_known=True)
        return TargetPlace(start, end, "") if start < end else None
    if quote is None:
        assert position is not None
        ends = position.range_of(view)
        return TargetPlace(*ends, "") if ends else None
    exact = quote.text("exact")
    if position is not None:
        at = _at(view, position)
        said = view.said[at[0] : at[1]] if at is not None else ""
        if at is not None and (said == exact or (said and _words(said) == _words(exact))):
            return TargetPlace(*at, said, is_otherwise=said != exact) if exact else None
    start, end = _quoted(quote, view.said, 0, len(view.said))
    said = view.said[start:end]
    return TargetPlace(start, end, said, position is not None, said != exact)


def place_without_text(selectors: Sequence[Fields]) -> TargetPlace | None:
    """Where a target is in a text that is not known, by its place alone.

    Raises:
        InputError: It has none that could be taken.
    """
    quote, position = plain(selectors, QUOTE), plain(selectors, POSITION)
    if position is None:
        first = next(filter(is_textual, selectors))
        reason = "the text of the article is needed to find this place, and it is not known"
        raise first.fault("", reason)
    start, end = position.number("start"), position.number("end")
    if not 0 <= start <= end:
        raise position.fault("start", f"{start}-{end} is no range of a text")
    return TargetPlace(start, end, quote.text("exact") if quote else "") if start < end else None


def _nested(
    selector: Fields, view: Text, low: int, high: int, *, is_known: bool
) -> tuple[int, int]:
    """A selector that others refine, within a stretch of the text.

    Args:
        selector: Which one.
        view: The text.
        low: Where the stretch begins.
        high: Where it ends.
        is_known: Whether the stretch is the one that is meant, so that places count from `low`.
    """
    kinds = types_of(selector)
    if QUOTE in kinds:
        low, high = _quoted(selector, view.said, low, high)
        is_known = True
    elif POSITION in kinds:
        if not is_known:
            reason = "this place counts from a part of the page that cannot be found in a text"
            raise selector.fault("start", reason)
        part = Text.of(view.said[low:high], view.unit)
        ends = selector.range_of(part)
        if ends is None:  # of no width, but somewhere
            start = selector.number("start")
            ends = part.range(start, start)
        low, high = low + ends[0], low + ends[1]
    elif RANGE in kinds and any(map(is_textual, selectors_of(selector, "startSelector"))):
        ends_ = [
            _nested(each, view, low, high, is_known=is_known)[0]
            for name in ("startSelector", "endSelector")
            for each in selectors_of(selector, name)[:1]
        ]
        # What the last selector selects is not part of the range.
        if len(ends_) != 2 or ends_[0] > ends_[1]:
            raise selector.fault("", "it has no end after its start")
        low, high, is_known = ends_[0], ends_[1], True
    else:
        is_known = False
    refined = next(filter(is_textual, selectors_of(selector, "refinedBy")), None)
    return _nested(refined, view, low, high, is_known=is_known) if refined else (low, high)


def _quoted(quote: Fields, text: str, low: int, high: int) -> tuple[int, int]:
    """Where the words of a quote are.

    Raises:
        InputError: They do not stand there, or not once.
    """
    exact = quote.text("exact")
    if not exact:
        raise quote.fault("exact", "a quote without words has no place")
    prefix, suffix = quote.text("prefix", ""), quote.text("suffix", "")
    if prefix and suffix:
        # Character for character is the strongest that there can be, and the quickest to find.
        whole = prefix + exact + suffix
        same = text.find(whole, low, high)
        if same >= 0 and text.find(whole, same + 1, high) < 0:
            return same + len(prefix), same + len(prefix) + len(exact)
    found = list(_places(text, exact, low, high)) or list(_otherwise(text, exact, low, high))
    if not found:
        raise quote.fault("exact", f"“{exact[:60]}” does not stand in the text")
    around = _words(prefix), _words(suffix)
    agreeing = [_agreement(text, *at, *around) for at in found]
    best = max(agreeing)
    if not best:
        reason = f"“{exact[:60]}” stands in the text, but with other words before and after it"
        raise quote.fault("exact", reason)
    if agreeing.count(best) > 1:
        reason = (
            f"“{exact[:60]}” stands {agreeing.count(best):,} times in the text, and it is not "
            "certain which is meant"
        )
        raise quote.fault("exact", reason)
    return found[agreeing.index(best)]


def _places(text: str, exact: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    at = text.find(exact, low, high)
    while at >= 0:
        yield at, at + len(exact)
        at = text.find(exact, at + 1, high)


def _otherwise(text: str, exact: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Where a quote stands with white space and shapes of characters aside; words stay words."""
    words = " ".join(fold(exact, _LETTERS).text.split())
    if not words:
        return
    pieces = [piece.strip() for piece in _BESIDE_MARKS.split(words) if piece.strip()]
    pattern = re.compile(r"\s*".join(re.escape(piece).replace(r"\ ", r"\s+") for piece in pieces))
    folded = _folded(text)
    for at, _ in _places(folded.text, pieces[0].split()[0], 0, len(folded.text)):
        match = pattern.match(folded.text, at)
        span = folded.span(*match.span()) if match else None
        if span is not None and low <= span.start and span.end <= high:
            yield span.start, span.end


@lru_cache(maxsize=2)
def _folded(text: str) -> Folded:
    """An article, which many quotes are sought in."""
    return fold(text, _LETTERS)


def _agreement(text: str, start: int, end: int, before: str, after: str) -> int:
    """How well a place has the context that a file gives: 2 for all of it, 1 for enough of it.

    Layout is not the same in a page and in its text, and the text may begin after the page does:
    white space does not count, nor what would stand before or after all of the text.
    """
    if not before and not after:
        return 2
    said_before = _words(text[max(0, start - _reach(before)) : start])
    said_after = _words(text[end : end + _reach(after)])
    sides = [
        _has(said_before, before, is_cut=start <= _reach(before)),
        _has(said_after[::-1], after[::-1], is_cut=end + _reach(after) >= len(text)),
    ]
    if False not in sides:
        return 2 if True in sides else 0
    agreed = before if sides[0] else after if sides[1] else ""
    return 1 if len(agreed) >= _ENOUGH else 0


def _has(said: str, words: str, *, is_cut: bool) -> bool | None:
    """Whether a text ends with words; none where it says nothing of that.

    Args:
        said: What stands beside a quote, without white space.
        words: What should, without it too.
        is_cut: Whether there is no more text.
    """
    if not words:
        return None
    if said.endswith(words):
        return True
    if is_cut and words.endswith(said):
        return True if len(said) >= _ENOUGH else None
    return False


def _words(text: str) -> str:
    """What counts of a text where white space and shapes of characters do not."""
    return "".join((text if text.isascii() else fold(text, _LETTERS).text).split())


def _reach(words: str) -> int:
    """How far from a quote its context is sought, with the white space that it may have."""
    return 4 * len(words) + 40
