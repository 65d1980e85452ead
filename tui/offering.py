"""What the visible panes offer to jump to: found, placed, given letters, shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.finding import candidates
from store.suggest.candidates.likelihood import likelihood
from store.text.boundaries import paragraph_at, without_possessive, words
from tui.jumping import Jump, JumpTarget, assign, by_likelihood
from tui.render.signs import JumpSign, Side, find_spots, overlay_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.annotations.collection import Annotations
    from store.labels import Label, LabelSet
    from store.suggest.candidates.candidate import Candidate
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from store.text.span import Span
    from tui.render.signs import Overlay, Spot
    from tui.render.wrap import Layout
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.pane_row import PaneRow

_LONG: Final = frozenset({CandidateKind.CLAUSE, CandidateKind.SENTENCE, CandidateKind.QUOTATION})
_WORD: Final = 0.02
"""How likely a word is the end of what is wanted, beside the ends of likely spans."""
_TAGGED: Final = 0.1
"""How much less likely a span is that lies across one that is tagged with the same label."""
_LEAST: Final = 0.02
"""A span that is less likely than this is not offered."""
_PROPOSED: Final = 0.9
"""How likely the least sure of what is proposed is."""
_LONG_PROPOSAL: Final = 40
"""Code points above which what is proposed is drawn like a clause."""
_REMEMBERED: Final = 5_000
"""Spans whose letters are remembered, so that they have the same when they are offered again."""


@dataclass(frozen=True, slots=True)
class _Source:
    """All that decides what a pane offers; what is found is kept while it is the same."""

    layout: Layout
    rows: range
    annotations: Annotations
    proposed: Proposals | None
    armed_label: str
    every_word: bool
    range_start: JumpTarget | None

    def is_as(self, other: _Source) -> bool:
        """Whether the same is offered; layouts and annotations never change, they are replaced."""
        return (
            self.layout is other.layout
            and self.annotations is other.annotations
            and self.proposed is other.proposed
            and (self.rows, self.armed_label, self.every_word, self.range_start)
            == (other.rows, other.armed_label, other.every_word, other.range_start)
        )


@dataclass(slots=True)
class _Found:
    """What a pane offers."""

    source: _Source
    targets: list[JumpTarget]
    """In the order of the text; those that have a cell for a letter."""
    spots: dict[JumpTarget, Spot]
    shown: tuple[str, list[str | None]] | None = None
    """What had been typed when it was shown, and its codes then."""
    overlay: Overlay | None = None
    """What was laid over the pane to show it."""


class Offering:
    """What is offered in a row of panes, and which letters it had."""

    def __init__(self, panes: PaneRow, labels: LabelSet) -> None:
        self._panes = panes
        self._labels = labels
        self._found: dict[int, _Found] = {}
        """By the number of the pane."""
        self._letters: dict[JumpTarget, str] = {}
        """The letters that spans had when they were last offered."""

    def with_codes(self, jump: Jump, alphabet: str) -> Jump:
        """The jump with codes for all that the panes offer."""
        targets = [t for pane in self._panes.panes for t in self._find(pane, jump).targets]
        place = jump.place
        if jump.range_start is not None:
            place = replace(place, offset=jump.range_start.start)
        codes = assign(by_likelihood(targets, place), alphabet, self._letters)
        if len(self._letters) > _REMEMBERED:
            self._letters.clear()
        self._letters |= codes
        return replace(jump, codes=codes)

    def show(self, jump: Jump) -> None:
        """Lay the letters that can be typed now over the panes, and mark what they stand for."""
        typed = jump.typed
        for pane in self._panes.panes:
            found = self._find(pane, jump)
            codes = [jump.codes.get(target) for target in found.targets]
            if found.shown == (typed, codes) and found.overlay is pane.overlay:
                continue
            found.shown = typed, codes
            signs, extents = [], []
            for target, code in zip(found.targets, codes, strict=True):
                if code is not None and code.startswith(typed):
                    spot = found.spots[target]
                    signs.append(JumpSign(spot, code[len(typed)], len(code) == len(typed) + 1))
                    if typed or not target.is_long:
                        extents.append(target.span)
            if jump.range_start is not None:
                extents = [jump.range_start.span] if found.targets else []
            rows = pane.viewport.visible_rows
            found.overlay = overlay_of(pane.wrapped, rows, signs, extents, jump.armed_label)
            pane.set_overlay(found.overlay)

    def hide(self) -> None:
        """Take the letters away."""
        self._found.clear()
        for pane in self._panes.panes:
            pane.set_overlay({})

    # What can be jumped to -----------------------------------------------------------------

    def _find(self, pane: ArticlePane, jump: Jump) -> _Found:
        source = _Source(
            layout=pane.wrapped,
            rows=pane.viewport.visible_rows,
            annotations=pane.annotations,
            proposed=pane.proposed,
            armed_label=jump.armed_label,
            every_word=jump.every_word,
            range_start=jump.range_start,
        )
        kept = self._found.get(pane.number)
        if kept is not None and kept.source.is_as(source):
            return kept
        targets = self._targets(pane, jump)
        ordered = sorted(targets, key=lambda target: -target.likelihood)
        wanted = ((target, target.span, _sides(target, jump)) for target in ordered)
        spots = find_spots(pane.wrapped, pane.viewport.visible_rows, wanted)
        found = _Found(source, [target for target in targets if target in spots], spots)
        self._found[pane.number] = found
        return found

    def _targets(self, pane: ArticlePane, jump: Jump) -> list[JumpTarget]:
        """What of an article is offered, in the order of the text."""
        opened = pane.opened
        if opened is None or not opened.article.text or not pane.size.height:
            return []
        text, visible = opened.article.text, pane.viewport.visible_text
        if jump.range_start is not None:
            return (
                self._ends(jump.range_start, text, visible)
                if jump.range_start.article == opened.id
                else []
            )
        if jump.every_word:
            found = [(word, _WORD, False) for word in _words(text, visible)]
        else:
            proposed = pane.proposed
            found = _with_proposed(
                self._likely(text, visible, jump.armed_label),
                proposed.overlapping(visible) if proposed else (),
                jump.armed_label,
            )
        tagged = [
            a.span
            for a in pane.annotations.overlapping(visible)
            if a.label == jump.armed_label or not jump.armed_label
        ]
        same = frozenset(tagged)
        targets = []
        for span, likely, is_long in found:
            if span in same and jump.armed_label:
                continue
            is_crossed = bool(jump.armed_label) and any(span.overlaps(other) for other in tagged)
            share = _TAGGED if is_crossed or span in same else 1
            targets.append(JumpTarget(opened.id, span.start, span.end, likely * share, is_long))
        return targets

    def _likely(
        self, text: str, visible: Span, armed_label: str
    ) -> Iterable[tuple[Span, float, bool]]:
        """The likely spans, how likely each is, and whether it is a long one."""
        labels = [label for label in self._labels if not armed_label or label.name == armed_label]
        likely = [_likelihoods(text, visible, label) for label in labels]
        for number, candidate in enumerate(_candidates(text, visible)):
            best = max(values[number] for values in likely)
            if best >= _LEAST:
                yield candidate.span, best, candidate.kind in _LONG

    def _ends(self, range_start: JumpTarget, text: str, visible: Span) -> list[JumpTarget]:
        """Where in its paragraph a span can end that begins somewhere: with a likely one, or any
        word."""
        last = paragraph_at(text, range_start.start).end
        ends = {word.end: _WORD for word in _words(text, visible)}
        for span, likely, _ in self._likely(text, visible, ""):
            ends[span.end] = max(ends.get(span.end, 0), likely)
        return [
            JumpTarget(range_start.article, range_start.start, end, ends[end])
            for end in sorted(ends)
            if range_start.start < end <= last
        ]


def _with_proposed(
    likely: Iterable[tuple[Span, float, bool]], proposed: Iterable[Suggestion], armed_label: str
) -> list[tuple[Span, float, bool]]:
    """The likely spans and what is proposed, in the order of the text; each span once."""
    found = {span: (chance, is_long) for span, chance, is_long in likely}
    for suggestion in proposed:
        if armed_label in ("", suggestion.label):
            default = (0.0, len(suggestion.span) > _LONG_PROPOSAL)
            _, is_long = found.get(suggestion.span, default)
            found[suggestion.span] = (_PROPOSED + (1 - _PROPOSED) * suggestion.score, is_long)
    ordered = sorted(found, key=lambda span: (span.start, -span.end))
    return [(span, *found[span]) for span in ordered]


def _sides(target: JumpTarget, jump: Jump) -> Sequence[Side]:
    if jump.range_start is not None:
        return (Side.END,)
    return (Side.END, Side.START) if target.is_long else (Side.START, Side.END)


@lru_cache(maxsize=32)
def _words(text: str, within: Span) -> tuple[Span, ...]:
    found = (without_possessive(text, word) for word in words(text, within.start, within.end))
    return tuple(found)


@lru_cache(maxsize=32)
def _candidates(text: str, within: Span) -> tuple[Candidate, ...]:
    return candidates(text, within)


@lru_cache(maxsize=128)
def _likelihoods(text: str, within: Span, label: Label) -> tuple[float, ...]:
    """Of each candidate, how likely it is to be tagged with a label."""
    return tuple(likelihood(candidate, label) for candidate in _candidates(text, within))
