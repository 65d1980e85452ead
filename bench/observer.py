"""What is noted of letters and suggestions while somebody types a gold."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bench.tally import BY_PAGES, BY_SPACE, Outcome
from store.annotations.model import Origin
from store.practice.gold import GoldSpan
from store.suggest.level import BREAK_EVEN
from tui.actions.jumping import alphabet
from tui.jumping import JumpTarget

if TYPE_CHECKING:
    from bench.golds import Gold
    from bench.sight import Sight
    from tests.tui.support import Reader

_REACH_PAGES: Final = 4
"""Screens of letters after Space whose letters count as reaching a span."""


def begin_together(target: JumpTarget, one: GoldSpan) -> bool:
    """Whether a letter stands where a span begins."""
    return (target.article, target.start) == (one.article, one.start)


def _is_passed(target: JumpTarget, picked: GoldSpan) -> bool:
    return target.article == picked.article and target.start <= picked.start


def _is_before(target: JumpTarget, one: GoldSpan) -> bool:
    return target.article == one.article and target.start < one.start


class Observer:
    """Looks on, and presses nothing."""

    def __init__(self, ana: Reader, gold: Gold, sight: Sight) -> None:
        self._ana = ana
        self._gold = gold
        self._sight = sight
        self._seen: set[GoldSpan] = set()
        """What has been suggested in sight."""
        self._by_default: set[GoldSpan] = set()
        """What of that is shown without being asked for."""
        self._before: tuple[GoldSpan | None, dict[JumpTarget, str]] = (None, {})
        """What was picked last, and the letters then."""
        self.outcome = Outcome()
        self.outcome.spans.update(one.label for one in gold.wanted)

    def begin(self) -> None:
        """Letters of another label are shown: none of them was there before."""
        self._before = None, {}

    def look(self) -> None:
        """Note what is suggested in sight."""
        for pane in self._sight.panes:
            if pane.opened is None or pane.proposed is None:
                continue
            for each in pane.proposed.overlapping(pane.viewport.visible_text):
                one = GoldSpan(pane.opened.id, each.start, each.end, each.label)
                self._seen.add(one)
                if each.origin is not Origin.PROPAGATED or each.score >= BREAK_EVEN:
                    self._by_default.add(one)

    def pick(self, one: GoldSpan) -> None:
        """Note what letters are shown as one is about to be picked, and whether one reaches it."""
        self._count_letters(one)
        self.outcome.reach[self._reach(one)] += 1
        self._before = one, dict(self._sight.codes)

    def _count_letters(self, passed: GoldSpan) -> None:
        """Count the letters that are shown."""
        letters, codes = self.outcome.letters, dict(self._sight.codes)
        letters.picks += 1
        letters.shown += len(codes)
        letters.most = max(letters.most, len(codes))
        letters.double += sum(len(code) > 1 for code in codes.values())
        for pane in self._sight.panes:
            for row in pane.overlay.values():
                for sign in row.signs:
                    letters.over_text += not sign.spot.is_blank
        picked, before = self._before
        if picked is not None and picked.label == passed.label:
            left = [t for t in before if not _is_passed(t, picked) and not _is_before(t, passed)]
            letters.left += len(left)
            now = {(target, target.is_end, code) for target, code in codes.items()}
            letters.kept += sum((t, t.is_end, before[t]) in now for t in left)

    def _reach(self, one: GoldSpan) -> str:
        """By what letters it could be tagged now, whatever is pressed; empty if by none."""
        if any((each.article, each.span) == (one.article, one.span) for each in self._sight.codes):
            return "a letter"
        jump, offering = self._sight.jump, self._ana.main.offering
        if jump is None:
            return ""
        asked = replace(jump.likely, by_text=True, typed=self._sight.key_of(one))
        only = offering.only(asked)
        if only is not None and (only.article, only.span) == (one.article, one.span):
            return BY_SPACE
        twin = copy(offering)
        twin._letters = {}  # noqa: SLF001 - looking at what would be shown gives no letter away
        for page in range(0 if only is not None else _REACH_PAGES):
            codes = twin.with_codes(replace(asked, page=page), alphabet(self._ana.main)).codes
            if any((each.article, each.span) == (one.article, one.span) for each in codes):
                return BY_PAGES if page else BY_SPACE
        if not any(begin_together(each, one) for each in offering.beginning_with(asked)):
            return ""
        start = JumpTarget(one.article, one.start, one.start)
        last = replace(asked, range_start=start, typed=self._sight.last_key_of(one))
        ends = offering.beginning_with(last)
        return "letters at both ends" if any(each.end == one.end for each in ends) else ""

    def compare(self) -> None:
        """Compare what is tagged with the gold, and count what was suggested rightly."""
        outcome = self.outcome
        outcome.right = len(self._seen & self._sight.wanted)
        outcome.wrong = len(self._seen - self._sight.wanted)
        outcome.default_right = len(self._by_default & self._sight.wanted)
        outcome.default_wrong = sum(map(self._gold.judges, self._by_default - self._sight.wanted))
        for article in sorted(self._sight.texts):
            tagged = self._sight.tagged(article)
            wanted = {w for w in self._sight.wanted if w.article == article}
            outcome.faults += [f"missing {w}" for w in sorted(wanted - tagged)]
            outcome.faults += [f"too many {w}" for w in sorted(tagged - wanted)]
            for annotation in self._ana.workspace.article(article).annotations:
                if annotation.span.of(self._sight.texts[article]) != annotation.text:
                    outcome.faults.append(f"{annotation} has another text")
