"""Somebody who knows what is to be tagged, looks at the screen, and types it in few keys.

All that is decided here is decided by what the screen shows: which letters stand where, what is
tagged, what is suggested. Nothing but the keys changes anything. There are two of them:

plain     answers only what is in sight: `Y`, which takes what is in sight, where all of that is
          right; mends what a letter made by one nudge at most
knowing   presses `Y` where all that is proposed in the whole story is right, in sight or not, and
          mends by as many nudges as it takes: what keys can do at best, not what a person does
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bench.tally import BY_PAGES, BY_SPACE, Outcome, Typed
from store.annotations.model import Origin
from store.practice.gold import GoldSpan
from store.practice.judging import nudges_between
from store.suggest.level import BREAK_EVEN
from store.text.boundaries import next_grapheme
from tui.actions.jumping import alphabet
from tui.jump_targets import keys_of
from tui.jumping import JumpTarget
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bench.golds import Gold
    from store.text.span import Span
    from tests.tui.support import Reader
    from tui.jumping import Jump
    from tui.widgets.article_pane import ArticlePane

_NUDGES: Final = {
    "nudge.tighten": ",",
    "nudge.start-left": "h",
    "nudge.start-right": "H",
    "nudge.end-right": ";",
    "nudge.end-left": ":",
}
_NEAREST: Final = 5
"""Spans with a letter that are thought of as nearly the wanted one."""
_FAR: Final = 8
"""Code points from an end beyond which it is moved by words."""
_PAGES: Final = 8
"""Screens of letters that are looked through for one span, after Space."""
_REACH_PAGES: Final = 4
"""Those whose letters count as reaching it."""
_LEAST_AT_ONCE, _MOST_AT_ONCE = 4, 9
"""Suggestions in a row, at least and at most, that are taken by a number and `y`."""
_LONG: Final = 60
"""Code points beyond which a text is not likely to stand elsewhere too."""


class Policy(StrEnum):
    """Who types."""

    PLAIN = "plain"
    KNOWING = "knowing"


@dataclass(frozen=True, slots=True)
class _Plan:
    """A way to a span, by the letters that are shown."""

    means: str
    target: JumpTarget
    nudges: tuple[str, ...] = ()
    is_range: bool = False


def _begin_together(target: JumpTarget, one: GoldSpan) -> bool:
    return (target.article, target.start) == (one.article, one.start)


def _is_passed(target: JumpTarget, picked: GoldSpan) -> bool:
    return target.article == picked.article and target.start <= picked.start


def _is_before(target: JumpTarget, one: GoldSpan) -> bool:
    return target.article == one.article and target.start < one.start


class Typist:
    """Types a gold."""

    def __init__(
        self,
        ana: Reader,
        gold: Gold,
        *,
        suggesting: bool,
        policy: Policy = Policy.PLAIN,
    ) -> None:
        self._ana = ana
        self._gold = gold
        self._texts = gold.texts
        self._wanted = set(gold.wanted)
        self._suggesting = suggesting
        self._policy = policy
        self._label = ""
        self._seen: set[GoldSpan] = set()
        """What has been suggested in sight."""
        self._by_default: set[GoldSpan] = set()
        """What of that is shown without being asked for."""
        self._before: tuple[GoldSpan | None, dict[JumpTarget, str]] = (None, {})
        """What was picked last, and the letters then."""
        self.outcome = Outcome()
        self.outcome.spans.update(one.label for one in gold.wanted)

    # Keys ------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before has done its work; each counts for the label that is
        being worked on."""
        for key in keys:
            self.outcome.keys[self._label] += 1
            await self._ana.press(key)
            await self._ana.until(lambda: self._ana.main.session.work is None, "it is done")

    async def rest(self) -> None:
        """Read for a moment: what is worked out while no key is pressed comes in."""
        await self._ana.until_suggested()

    # What the screen shows -------------------------------------------------------------------

    @property
    def _panes(self) -> list[ArticlePane]:
        """The panes, the active one first."""
        row = self._ana.main.panes
        here = row.active_index
        return [*row.panes[here:], *row.panes[:here]]

    def _tagged(self, article: str) -> set[GoldSpan]:
        annotations = self._ana.workspace.article(article).annotations
        return {GoldSpan(article, a.start, a.end, a.label) for a in annotations}

    def _open(self, article: str, label: str = "") -> list[GoldSpan]:
        """What is still to be tagged in an article, in the order of the text."""
        tagged = self._tagged(article)
        found = (w for w in self._wanted if w.article == article and label in ("", w.label))
        return sorted((w for w in found if w not in tagged), key=lambda w: (w.start, -w.end))

    def _on_screen(self, label: str) -> list[GoldSpan]:
        """What of a label is to be tagged and can be seen whole, the active pane's first."""
        found: list[GoldSpan] = []
        for pane in self._panes:
            if pane.opened is not None:
                seen = pane.viewport.visible_text
                found += [w for w in self._open(pane.opened.id, label) if seen.covers(w.span)]
        return found

    def _is_active(self, one: GoldSpan) -> bool:
        opened = self._ana.pane.opened
        return opened is not None and opened.id == one.article

    def _in_sight(self, article: str, span: Span) -> bool:
        return any(
            pane.opened is not None
            and pane.opened.id == article
            and pane.viewport.visible_text.covers(span)
            for pane in self._panes
        )

    @property
    def _codes(self) -> Mapping[JumpTarget, str]:
        jump = self._ana.main.session.jump
        return jump.codes if jump is not None else {}

    def _look(self) -> None:
        """Note what is suggested in sight."""
        for pane in self._panes:
            if pane.opened is None or pane.proposed is None:
                continue
            for each in pane.proposed.overlapping(pane.viewport.visible_text):
                one = GoldSpan(pane.opened.id, each.start, each.end, each.label)
                self._seen.add(one)
                if each.origin is not Origin.PROPAGATED or each.score >= BREAK_EVEN:
                    self._by_default.add(one)

    def _count_letters(self, passed: GoldSpan) -> None:
        """Count the letters that are shown when one is about to be picked."""
        letters, codes = self.outcome.letters, dict(self._codes)
        letters.picks += 1
        letters.shown += len(codes)
        letters.most = max(letters.most, len(codes))
        letters.double += sum(len(code) > 1 for code in codes.values())
        for pane in self._panes:
            for row in pane.overlay.values():
                for sign in row.signs:
                    letters.over_text += not sign.spot.is_blank
        picked, before = self._before
        if picked is not None and picked.label == passed.label:
            left = [t for t in before if not _is_passed(t, picked) and not _is_before(t, passed)]
            letters.left += len(left)
            now = {(target, target.is_end, code) for target, code in codes.items()}
            letters.kept += sum((t, t.is_end, before[t]) in now for t in left)

    # The work --------------------------------------------------------------------------------

    async def work(self) -> Outcome:
        """Tag all of it, and compare."""
        main = self._ana.main
        await self._ana.until_suggested()
        labels = list(main.workspace.labels.names)
        self._label = max(labels, key=lambda name: self.outcome.spans[name])
        if not self._suggesting:
            await self.press("z")
            await self.rest()  # until what is suggested out of sight is gone too
        await self.press("F")
        ids = [ref.id for ref in main.workspace.story.articles]
        done: set[str] = set()
        while len(done) < len(ids):
            shown = list(main.panes.shown_ids)
            await self._work_down(labels)
            done |= set(shown)
            left = [i for i in ids if i not in done]
            if not left:
                break
            for _ in range(min(len(left), len(shown))):
                await self.press("]", *(("tab",) if len(shown) > 1 else ()))
        self._compare()
        return self.outcome

    async def _work_down(self, labels: Iterable[str]) -> None:
        """Tag all in the articles on the screen, from their tops to their ends."""
        while True:
            jump = self._jump
            armed = jump.armed_label if jump is not None else ""
            for label in sorted(labels, key=lambda name: name != armed):
                await self._work_on_screen(label)
            if not await self._scroll():
                return

    async def _work_on_screen(self, label: str) -> None:
        if not self._on_screen(label):
            return
        self._label = label
        if self._suggesting:
            await self.rest()
        main = self._ana.main
        key = main.keymap.keys_of(f"tag.{label}")[0]
        first = self._on_screen(label)
        is_long = sum(len(w.span) for w in first) / len(first) > _LONG
        if self._suggesting and not is_long:
            key = key.upper()
        jump = main.session.jump
        if jump is None:
            await self.press("F")
        if jump is None or (jump.armed_label, jump.proposes) != (label, key != key.lower()):
            await self.press(key)
        self._before = None, {}
        while wanted := self._on_screen(label):
            if main.mode is not Mode.JUMPING:
                await self.press("F", key)
            self._look()
            if await self._take_run(wanted[0]):
                continue
            one = wanted[0]
            await self._tag(one)
            if one not in self._tagged(one.article):
                self._skip(one, "no key tagged it")
            await self._add_labels(one)
            await self._take_proposals()

    async def _add_labels(self, one: GoldSpan) -> None:
        """Give what was just tagged its other labels too: a letter would take the first away."""
        for other in self._open(one.article):
            if other.span == one.span:
                self._label = other.label
                await self.press("&", self._ana.main.keymap.keys_of(f"tag.{other.label}")[0])
                self.outcome.means["a second label"] += 1
        self._label = one.label

    async def _scroll(self) -> bool:
        """Go on to what is below in each pane that has something left; whether there was any."""
        row = self._ana.main.panes
        moved = False
        for _ in row.panes:
            pane = row.active
            left = self._open(pane.opened.id) if pane.opened else []
            if left:
                self._label = left[0].label
                await self._bring_into_sight(pane, left[0])
                moved = True
            others = [
                p for p in row.panes if p is not pane and p.opened and self._open(p.opened.id)
            ]
            if others:
                await self.press("tab")
        return moved

    async def _bring_into_sight(self, pane: ArticlePane, one: GoldSpan) -> None:
        """Go by paragraphs; where they are longer than the pane, by half pages, then by rows."""
        for back, on in (("{", "}"), ("ctrl+u", "ctrl+d"), ("up", "down")):
            been: set[tuple[int, int]] = set()
            while (here := (pane.view.top, pane.selection.head)) not in been:
                seen = pane.viewport.visible_text
                if seen.covers(one.span):
                    return
                been.add(here)
                if one.start < seen.start:
                    await self.press(back)
                else:
                    await self.press("pagedown" if one.start > seen.end else on)
        self._skip(one, "it cannot be seen whole at this size")

    def _skip(self, one: GoldSpan, why: str) -> None:
        """Leave a span untagged, which the figures say."""
        self.outcome.skipped.append(f"{one}: {one.span.of(self._texts[one.article])!r}: {why}")
        self._wanted.discard(one)

    # One span --------------------------------------------------------------------------------

    async def _tag(self, one: GoldSpan) -> None:
        keys = self.outcome.total
        self._count_letters(one)
        self.outcome.reach[self._reach(one)] += 1
        self._before = one, dict(self._codes)
        before = self._tagged(one.article) | self._wanted
        means = ""
        for way in (self._by_letter, self._by_space, self._by_hand):
            means = await way(one)
            while self._tagged(one.article) - before:  # it was not what it looked like
                await self.press("u")
            if means:
                break
        self.outcome.means[means] += 1
        self.outcome.typed.append(Typed(one, self.outcome.total - keys, means))

    async def _by_letter(self, one: GoldSpan) -> str:
        """Tag it by a letter that is shown; by what, or empty if there is no such way.

        Letters are few where the keys do not go: if it has none, go to its pane first.
        """
        plan = self._plan(one)
        if (plan is None or plan.means != "a letter") and not self._is_active(one):
            while not self._is_active(one):
                await self.press("tab")
            plan = self._plan(one)
        if plan is None:
            return ""
        return await self._follow(one, plan)

    async def _by_space(self, one: GoldSpan) -> str:
        """Tag it by Space and its first letter, and one more where several begin so.

        What is underlined after Space is taken at once. Where that is not what is wanted a capital
        begins a longer span instead.
        """
        await self.press("space")
        offering, jump = self._ana.main.offering, self._jump
        if jump is None:
            return ""
        if not jump.codes:
            asked = replace(jump, typed=self._key_of(one))
            if not any(_begin_together(each, one) for each in offering.beginning_with(asked)):
                await self.press("escape")
                return ""
            only = offering.only(asked)
            if only is not None and only.span != one.span:
                await self.press(asked.typed.upper())
                return "Space, start and end" if await self._end_at(one) else ""
            await self.press(asked.typed)
            if only is not None:
                return BY_SPACE if one in self._tagged(one.article) else ""
        for _ in range(_PAGES):
            plan = self._plan(one)
            if plan is not None:
                means = await self._follow(one, plan)
                return BY_SPACE if means == "a letter" else f"Space, {means}" if means else ""
            await self.press("space")
        await self.press("escape")
        return ""

    def _plan(self, one: GoldSpan) -> _Plan | None:
        """Just this span; else the one that a nudge makes of it; else its start, and then its end.

        Who is knowing takes the fewest keys instead, with any number of nudges.
        """
        text = self._texts[one.article]
        here = {t: code for t, code in self._codes.items() if t.article == one.article}
        exact = next((t for t in here if t.span == one.span), None)
        if exact is not None:
            return _Plan("a letter", exact)
        plans: list[tuple[float, _Plan]] = []
        near = sorted(here, key=lambda t: abs(t.start - one.start) + abs(t.end - one.end))
        for target in near[:_NEAREST]:
            nudges = nudges_between(text, target.span, one.span)
            if nudges and (len(nudges) == 1 or self._policy is Policy.KNOWING):
                plan = _Plan("a letter and a nudge", target, nudges)
                plans.append((len(here[target]) + len(nudges), plan))
        for target in here:
            if target.start == one.start:
                plan = _Plan("start and end", target, is_range=True)
                plans.append((len(here[target]) + 1.5, plan))
        return min(plans, key=lambda each: each[0])[1] if plans else None

    async def _follow(self, one: GoldSpan, plan: _Plan) -> str:
        suggested = self._ana.main.suggesting.find(one.article, one.span, one.label) is not None
        code = self._codes[plan.target]
        if plan.is_range:
            await self.press(code[0].upper(), *code[1:])
            return plan.means if await self._end_at(one) else ""
        await self.press(*code)
        await self.press(*(_NUDGES[nudge] for nudge in plan.nudges))
        if one not in self._tagged(one.article):
            return ""
        return "a letter, suggested" if suggested and not plan.nudges else plan.means

    async def _end_at(self, one: GoldSpan) -> bool:
        """A start has been chosen: choose the letter at the end; whether that was it."""
        if code := self._code_of_end(one):
            await self.press(code)
            return one in self._tagged(one.article)
        await self.press("space")
        offering, jump = self._ana.main.offering, self._jump
        asked = replace(jump, typed=self._last_key_of(one)) if jump is not None else None
        if asked and any(each.end == one.end for each in offering.beginning_with(asked)):
            only = offering.only(asked)
            await self.press(asked.typed)
            for _ in range(0 if only is not None else _PAGES):
                if code := self._code_of_end(one):
                    await self.press(code)
                    break
                await self.press("space")
            if one in self._tagged(one.article):
                return True
        while (jump := self._jump) is not None and jump.range_start is not None:
            await self.press("escape")
        return False

    def _reach(self, one: GoldSpan) -> str:
        """By what letters it could be tagged now, whatever is pressed; empty if by none."""
        if any(target.article == one.article and target.span == one.span for target in self._codes):
            return "a letter"
        jump, offering = self._jump, self._ana.main.offering
        if jump is None:
            return ""
        asked = replace(jump.likely, by_text=True, typed=self._key_of(one))
        only = offering.only(asked)
        if only is not None and (only.article, only.span) == (one.article, one.span):
            return BY_SPACE
        twin = copy(offering)
        twin._letters = {}  # noqa: SLF001 - looking at what would be shown gives no letter away
        for page in range(0 if only is not None else _REACH_PAGES):
            codes = twin.with_codes(replace(asked, page=page), alphabet(self._ana.main)).codes
            if any((each.article, each.span) == (one.article, one.span) for each in codes):
                return BY_PAGES if page else BY_SPACE
        if not any(_begin_together(each, one) for each in offering.beginning_with(asked)):
            return ""
        start = JumpTarget(one.article, one.start, one.start)
        last = replace(asked, range_start=start, typed=self._last_key_of(one))
        ends = offering.beginning_with(last)
        return "letters at both ends" if any(each.end == one.end for each in ends) else ""

    def _key_of(self, one: GoldSpan) -> str:
        """The key that stands for the first character of a span."""
        return keys_of(self._texts[one.article][one.start])[-1]

    def _last_key_of(self, one: GoldSpan) -> str:
        """The same of its last word."""
        text, begins = self._texts[one.article], one.end - 1
        while begins > one.start and text[begins - 1].isalnum() and text[begins].isalnum():
            begins -= 1
        return keys_of(text[begins])[-1]

    @property
    def _jump(self) -> Jump | None:
        return self._ana.main.session.jump

    def _code_of_end(self, one: GoldSpan) -> str:
        ends = ((t, c) for t, c in self._codes.items() if t.article == one.article)
        return next((code for target, code in ends if target.end == one.end), "")

    async def _by_hand(self, one: GoldSpan) -> str:
        """Tag what is nearest, and move its ends by characters until it is right."""
        here = {t: code for t, code in self._codes.items() if t.article == one.article}
        before = self._tagged(one.article)
        if here:
            near = min(here, key=lambda t: abs(t.start - one.start) + abs(t.end - one.end))
            await self.press(*here[near])
        while self._ana.main.session.jump is not None:
            await self.press("escape")
        text = self._texts[one.article]
        if self._tagged(one.article) == before:
            await self._select_by_hand(text, one)
            return "by hand"
        pane = self._ana.pane
        await self.press("r")
        await self._move_head(text, pane, one.end)
        await self.press("o")
        await self._move_head(text, pane, one.start)
        await self.press("enter")
        return "a letter and arrows"

    async def _select_by_hand(self, text: str, one: GoldSpan) -> None:
        """Go to the start by rows and characters, select to the end, and tag."""
        while (pane := self._ana.pane).opened is None or pane.opened.id != one.article:
            await self.press("tab")
        layout = pane.wrapped
        while (row := layout.row_of(pane.selection.head)) != layout.row_of(one.start):
            await self.press("up" if row > layout.row_of(one.start) else "down")
        await self._move_head(text, pane, one.start)
        await self.press("v")
        await self._move_head(text, pane, one.end)
        await self.press(self._ana.main.keymap.keys_of(f"tag.{one.label}")[0])

    async def _move_head(self, text: str, pane: ArticlePane, to: int) -> None:
        """Move an end: by words while it is far, then by characters."""
        back = pane.selection.head > to
        while abs(pane.selection.head - to) > _FAR and (pane.selection.head > to) == back:
            head = pane.selection.head
            await self.press("b" if back else "w")
            if pane.selection.head == head:
                break
        while pane.selection.head != to:
            head = pane.selection.head
            await self.press("left" if head > to else "right")
            if head < to < next_grapheme(text, head) or pane.selection.head == head:
                return

    async def _take_run(self, first: GoldSpan) -> bool:
        """Take the next suggestions, if so many of them are right that a number before `y` is worth
        it; whether anything was taken."""
        pane = self._ana.pane
        if not (self._suggesting and pane.opened is not None and pane.proposed is not None):
            return False
        article, seen = pane.opened.id, pane.viewport.visible_text
        if article != first.article:
            return False
        run: list[GoldSpan] = []
        following = pane.proposed.after((pane.selection.head, -(10**15), "", ""))
        while following is not None and seen.covers(following.span) and len(run) < _MOST_AT_ONCE:
            one = GoldSpan(article, following.start, following.end, following.label)
            if one not in self._wanted or following.source is not None:
                break
            run.append(one)
            following = pane.proposed.after(following.order)
        if following is None or not seen.covers(following.span):
            run = run[:-1]  # behind the last the caret goes on to what is out of sight
        passed = [w for w in self._on_screen(first.label) if w.article == article and w not in run]
        while run and passed and run[-1].start > passed[0].start:
            run.pop()  # what is passed over loses its letter
        if len(run) < _LEAST_AT_ONCE:
            return False
        before = self._tagged(article)
        await self.press(str(len(run)), "y")
        self.outcome.means["a number and y"] += len((self._tagged(article) - before) & self._wanted)
        while self._tagged(article) - before - self._wanted:  # another came in between
            await self.press("u")
        return True

    async def _take_proposals(self) -> None:
        """Take what is proposed like the span just tagged and in sight, if all of that is right.

        Who is knowing takes what is out of sight too, by the same key again, if that is right.
        """
        main = self._ana.main
        if not self._suggesting or main.session.last_proposed is None:
            return
        suggester = main.suggesting.suggester
        found = suggester.asked_for(main.session.last_proposed)
        if found is None:
            return
        proposed = {GoldSpan(i, s.start, s.end, s.label) for i, s in suggester.of_kind(*found)}
        seen = {each for each in proposed if self._in_sight(each.article, each.span)}
        is_all = self._policy is Policy.KNOWING and proposed <= self._wanted
        if not is_all and not (seen and seen <= self._wanted):
            return
        before = {i: len(self._tagged(i)) for i in {p.article for p in proposed}}
        await self.press("Y", *(("Y",) if is_all and seen != proposed else ()))
        made = sum(len(self._tagged(i)) - count for i, count in before.items())
        self.outcome.means["Y, all alike"] += made

    def _compare(self) -> None:
        outcome = self.outcome
        outcome.right = len(self._seen & self._wanted)
        outcome.wrong = len(self._seen - self._wanted)
        outcome.default_right = len(self._by_default & self._wanted)
        outcome.default_wrong = sum(map(self._gold.judges, self._by_default - self._wanted))
        for article in sorted(self._texts):
            tagged = self._tagged(article)
            wanted = {w for w in self._wanted if w.article == article}
            outcome.faults += [f"missing {w}" for w in sorted(wanted - tagged)]
            outcome.faults += [f"too many {w}" for w in sorted(tagged - wanted)]
            for annotation in self._ana.workspace.article(article).annotations:
                if annotation.span.of(self._texts[article]) != annotation.text:
                    outcome.faults.append(f"{annotation} has another text")
