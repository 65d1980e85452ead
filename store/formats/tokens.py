"""Tokens for formats that label tokens, and how spans are fitted to them.

They are those of the whole program (`store.text.tokens`): `U.S.`, `1,234.56`, `O'Brien` and `'s`
are one each, as `non-ISIS` is unless words are cut at hyphens, and writing without spaces is taken
character by character. A text that was made of tokens, with blanks between them, has those.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import chain, pairwise, starmap
from operator import le, lt
from typing import TYPE_CHECKING, Final

import regex

from store.formats.choices import AlignmentMode, Overlaps, TokenRules
from store.formats.features import Feature
from store.formats.rows import example_of
from store.text.boundaries import PARAGRAPH_WINDOW, sentences
from store.text.elision import eliding_language
from store.text.span import Span
from store.text.tokens import TokenCutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, Cut, SpanRow

_APART: Final = regex.compile(r"(?<!\S)(?:[,.()\"“”]|``|''|['’]s)(?!\S)")
"""Marks that stand alone, as they do between tokens only."""
_TOGETHER: Final = regex.compile(r"(?m)\w{2,}[,;?!](?=\s|$)|\p{Ll}{3,}\.$")
"""Marks that stand at their word, as they do in every other text."""
_FEW: Final = 10
"""Times as many marks stand alone as stand at their words; a token may end in one (Yahoo!)."""
UNSEEN: Final = regex.compile(r"[\s\p{Cf}]+")
"""What may stand between two tokens in a text: white space and what cannot be seen."""
_LINE: Final = regex.compile(r"[^\n\r\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text in order, and where its sentences end.

    Between two of them there is only white space, or nothing. They are kept as numbers: a text of
    5 MB has a million.
    """

    starts: Sequence[int]
    """Where they start, in code points."""
    ends: Sequence[int]
    sentences: tuple[range, ...]
    """The numbers of the tokens of each sentence; none is empty."""

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self.starts, self.ends)

    def within(self, start: int, end: int) -> range:
        """The numbers of the tokens of which a range of code points holds a part."""
        first = bisect_right(self.ends, start)
        return range(first, max(first, bisect_left(self.starts, end)))

    def hull(self, numbers: range) -> tuple[int, int]:
        """Where the first of some tokens starts and the last of them ends."""
        return self.starts[numbers.start], self.ends[numbers.stop - 1]

    def places(self, numbers: range) -> tuple[Sequence[int], Sequence[int]]:
        """Where some tokens, one after another, start and where they end."""
        chosen = slice(numbers.start, numbers.stop)
        return self.starts[chosen], self.ends[chosen]

    def texts(self, text: str, numbers: range) -> list[str]:
        """What tokens say.

        Args:
            text: Of which they are.
            numbers: Of the tokens, one after another.
        """
        return [text[start:end] for start, end in zip(*self.places(numbers), strict=True)]

    def gaps(self, text: str, numbers: range) -> list[str]:
        """What stands between each of some tokens and the next, or the end of the text."""
        following = [*self.starts[numbers.start + 1 : numbers.stop + 1], len(text)]
        return [
            text[end:start]
            for end, start in zip(self.ends[numbers.start : numbers.stop], following, strict=False)
        ]


def tokens_of(
    text: str, extra: Iterable[int] = (), language: str = "", *, cuts_hyphens: bool = False
) -> Tokens:
    """The tokens of a text, sentence by sentence.

    Args:
        text: Of an article.
        extra: Offsets at which a token may be cut as well: the ends of annotations.
        language: The code of that in which the text is; it is told by the text if empty.
        cuts_hyphens: As `TokenCutter` has it.
    """
    is_made_of_tokens = _is_made_of_tokens(text)
    language = language or eliding_language(text)
    cutter = TokenCutter(language, keeps_words=is_made_of_tokens, cuts_hyphens=cuts_hyphens)
    starts, ends = array("q"), array("q")
    groups: list[range] = []
    for line in _LINE.finditer(text):
        if is_made_of_tokens:
            parts: Iterable[Span] = [Span(line.start(), line.end())]
        else:
            parts = _sentences(text, line.start(), line.end(), language)
        for sentence in parts:
            first = len(starts)
            cutter.cut(text, sentence, starts, ends)
            if len(starts) > first:
                groups.append(range(first, len(starts)))
    return _cut(Tokens(starts, ends, tuple(groups)), extra)


def row_tokens(row: ArticleRow, extra: Iterable[int], rules: TokenRules) -> Tokens:
    """The tokens of an article: those of the file of tokens that it was read from, else ours.

    Args:
        row: The article.
        extra: As `tokens_of` has it.
        rules: How ours are cut.
    """
    if row.own_cut is None:
        return tokens_of(row.said, extra, rules.language, cuts_hyphens=rules.cuts_hyphens)
    return _cut(_as_tokens(row.own_cut), extra)


def is_ours(cut: Cut, text: str) -> bool:
    """Whether we would cut a text just so."""
    ours, theirs = tokens_of(text), _as_tokens(cut)
    return (ours.starts, ours.ends, ours.sentences) == (
        theirs.starts,
        theirs.ends,
        theirs.sentences,
    )


def fits(cut: Cut, text: str) -> bool:
    """Whether it can be how a text is cut: one token after the other, each in a sentence, and
    nothing that can be seen between them."""
    edges = [0, *chain.from_iterable(zip(cut.starts, cut.ends, strict=False)), len(text)]
    between = "".join(map(text.__getitem__, map(slice, edges[::2], edges[1::2])))
    return (
        len(cut.starts) == len(cut.ends) == [0, *cut.sentences][-1]
        and all(starmap(le, pairwise(edges)))
        and all(starmap(lt, zip(cut.starts, cut.ends, strict=True)))
        and all(starmap(lt, pairwise([0, *cut.sentences])))
        and not UNSEEN.sub("", between)
    )


def _as_tokens(cut: Cut) -> Tokens:
    groups = tuple(map(range, [0, *cut.sentences], cut.sentences))
    return Tokens(array("q", cut.starts), array("q", cut.ends), groups)


def _cut(tokens: Tokens, extra: Iterable[int]) -> Tokens:
    """The tokens, cut at these offsets as well."""
    cuts = []
    for cut in sorted(set(extra)):
        number = bisect_right(tokens.ends, cut)
        if number < len(tokens) and tokens.starts[number] < cut:
            cuts.append(cut)
    if not cuts:
        return tokens

    groups = []
    before = 0
    for group in tokens.sentences:
        after = bisect_left(cuts, tokens.ends[group.stop - 1])
        groups.append(range(group.start + before, group.stop + after))
        before = after
    starts = array("q", sorted([*tokens.starts, *cuts]))
    return Tokens(starts, array("q", sorted([*tokens.ends, *cuts])), tuple(groups))


def _is_made_of_tokens(text: str) -> bool:
    apart = sum(1 for _ in _APART.finditer(text))
    return apart > 0 and apart > _FEW * sum(1 for _ in _TOGETHER.finditer(text))


def _sentences(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    """The sentences of a line, of which `sentences` looks only at a stretch at a time."""
    while start < end:
        stop = min(end, start + PARAGRAPH_WINDOW)
        if stop < end:
            stop = next((i for i in range(stop, start, -1) if text[i].isspace()), stop)
        found = sentences(text, Span(start, stop), language)
        if stop < end and len(found) > 1:
            found = found[:-1]  # it may go on
            stop = found[-1].end
        yield from found
        start = stop


@dataclass(frozen=True, slots=True)
class Fitted:
    """A span on the tokens that it got."""

    span: SpanRow
    first: int
    last: int
    """The number after that of its last token."""

    @property
    def tokens(self) -> range:
        """Their numbers."""
        return range(self.first, self.last)


def fit_to_tokens(
    row: ArticleRow, tokens: Tokens, alignment: AlignmentMode, losses: Losses
) -> list[Fitted]:
    """The spans of an article on its tokens; what is moved or cannot be is noted.

    Args:
        row: An article whose spans have no parts.
        tokens: Of its text.
        alignment: What becomes of spans that begin or end within a token. With `REFUSE` they are
            left out and noted as lost, which stops a strict export.
        losses: Where it is noted.
    """
    found: list[Fitted] = []
    for span in row.spans:
        touched = tokens.within(span.start, span.end)
        chosen = touched
        if touched and alignment in (AlignmentMode.CONTRACT, AlignmentMode.REFUSE):
            first, last = touched.start, touched.stop
            if tokens.starts[first] < span.start:
                first += 1
            if tokens.ends[last - 1] > span.end:
                last -= 1
            chosen = range(first, max(first, last))
        if not chosen:
            losses.lose(Feature.SUBTOKEN, example_of(row, span))
            continue
        if tokens.hull(chosen) != (span.start, span.end):
            if alignment is AlignmentMode.REFUSE:
                losses.lose(Feature.SUBTOKEN, example_of(row, span))
                continue
            losses.change(Feature.SUBTOKEN, example_of(row, span))
        found.append(Fitted(span, chosen.start, chosen.stop))
    return found


def without_overlaps(
    row: ArticleRow, spans: Sequence[Fitted], overlaps: Overlaps, losses: Losses
) -> list[Fitted]:
    """Of spans that share a token only one, in the order of the text; the others are noted."""
    longest_first = overlaps is Overlaps.LONGEST
    taken: set[int] = set()
    kept: list[Fitted] = []
    order = sorted(
        spans,
        key=lambda f: (-len(f.tokens) if longest_first else len(f.tokens), f.first, f.span.label),
    )
    for one in order:
        if taken.isdisjoint(one.tokens):
            taken.update(one.tokens)
            kept.append(one)
        else:
            losses.lose(Feature.OVERLAPS, example_of(row, one.span))
    return sorted(kept, key=lambda f: f.first)
