"""Somebody who knows what is to be tagged, looks at the screen, and types it in few keys.

All that is decided here is decided by what the screen shows: which letters stand where, what is
tagged, what is suggested. Nothing but the keys changes anything. There are two of them:

plain     answers only what is in sight: `Y`, which takes what is in sight, where all of that is
          right; mends what a letter made by one nudge at most
knowing   presses `Y` where all that is proposed in the whole story is right, in sight or not, and
          mends by as many nudges as it takes: what keys can do at best, not what a person does
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bench.hands import Hands
from bench.observer import begin_together
from bench.tally import BY_SPACE, Outcome, Typed
from store.practice.gold import GoldSpan
from store.practice.judging import nudges_between
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.golds import Gold
    from tests.tui.support import Reader
    from tui.jumping import JumpTarget
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
_PAGES: Final = 8
"""Screens of letters that are looked through for one span, after Space."""
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


class Typist(Hands):
    """Types a gold."""

    def __init__(
        self, ana: Reader, gold: Gold, *, suggesting: bool, policy: Policy = Policy.PLAIN
    ) -> None:
        super().__init__(ana, gold)
        self._suggesting = suggesting
        self._policy = policy

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
        self.observer.compare()
        return self.outcome

    async def _work_down(self, labels: Iterable[str]) -> None:
        """Tag all in the articles on the screen, from their tops to their ends."""
        while True:
            jump = self.sight.jump
            armed = jump.armed_label if jump is not None else ""
            for label in sorted(labels, key=lambda name: name != armed):
                await self._work_on_screen(label)
            if not await self._scroll():
                return

    async def _work_on_screen(self, label: str) -> None:
        if not self.sight.on_screen(label):
            return
        self._label = label
        if self._suggesting:
            await self.rest()
        main = self._ana.main
        key = main.keymap.keys_of(f"tag.{label}")[0]
        first = self.sight.on_screen(label)
        is_long = sum(len(w.span) for w in first) / len(first) > _LONG
        if self._suggesting and not is_long:
            key = key.upper()
        jump = main.session.jump
        if jump is None:
            await self.press("F")
        if jump is None or (jump.armed_label, jump.proposes) != (label, key != key.lower()):
            await self.press(key)
        self.observer.begin()
        while wanted := self.sight.on_screen(label):
            if main.mode is not Mode.JUMPING:
                await self.press("F", key)
            self.observer.look()
            if await self._take_run(wanted[0]):
                continue
            one = wanted[0]
            await self._tag(one)
            if one not in self.sight.tagged(one.article):
                self._skip(one, "no key tagged it")
            await self._add_labels(one)
            await self._take_proposals()

    async def _add_labels(self, one: GoldSpan) -> None:
        """Give what was just tagged its other labels too: a letter would take the first away."""
        for other in self.sight.left_in(one.article):
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
            left = self.sight.left_in(pane.opened.id) if pane.opened else []
            if left:
                self._label = left[0].label
                await self._bring_into_sight(pane, left[0])
                moved = True
            others = (p.opened for p in row.panes if p is not pane and p.opened)
            if any(self.sight.left_in(opened.id) for opened in others):
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
        self.outcome.skipped.append(f"{one}: {one.span.of(self.sight.texts[one.article])!r}: {why}")
        self.sight.wanted.discard(one)

    async def _tag(self, one: GoldSpan) -> None:
        keys = self.outcome.total
        self.observer.pick(one)
        before = self.sight.tagged(one.article) | self.sight.wanted
        means = ""
        for way in (self._by_letter, self._by_space, self.tag_by_hand):
            means = await way(one)
            while self.sight.tagged(one.article) - before:  # it was not what it looked like
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
        if (plan is None or plan.means != "a letter") and not self.sight.is_active(one):
            while not self.sight.is_active(one):
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
        offering, jump = self._ana.main.offering, self.sight.jump
        if jump is None:
            return ""
        if not jump.codes:
            asked = replace(jump, typed=self.sight.key_of(one))
            if not any(begin_together(each, one) for each in offering.beginning_with(asked)):
                await self.press("escape")
                return ""
            only = offering.only(asked)
            if only is not None and only.span != one.span:
                await self.press(asked.typed.upper())
                return "Space, start and end" if await self._end_at(one) else ""
            await self.press(asked.typed)
            if only is not None:
                return BY_SPACE if one in self.sight.tagged(one.article) else ""
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
        text = self.sight.texts[one.article]
        here = {t: code for t, code in self.sight.codes.items() if t.article == one.article}
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
        code = self.sight.codes[plan.target]
        if plan.is_range:
            await self.press(code[0].upper(), *code[1:])
            return plan.means if await self._end_at(one) else ""
        await self.press(*code)
        await self.press(*(_NUDGES[nudge] for nudge in plan.nudges))
        if one not in self.sight.tagged(one.article):
            return ""
        return "a letter, suggested" if suggested and not plan.nudges else plan.means

    async def _end_at(self, one: GoldSpan) -> bool:
        """A start has been chosen: choose the letter at the end; whether that was it."""
        if code := self.sight.code_of_end(one):
            await self.press(code)
            return one in self.sight.tagged(one.article)
        await self.press("space")
        offering, jump = self._ana.main.offering, self.sight.jump
        asked = replace(jump, typed=self.sight.last_key_of(one)) if jump is not None else None
        if asked and any(each.end == one.end for each in offering.beginning_with(asked)):
            only = offering.only(asked)
            await self.press(asked.typed)
            for _ in range(0 if only is not None else _PAGES):
                if code := self.sight.code_of_end(one):
                    await self.press(code)
                    break
                await self.press("space")
            if one in self.sight.tagged(one.article):
                return True
        while (jump := self.sight.jump) is not None and jump.range_start is not None:
            await self.press("escape")
        return False

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
            if one not in self.sight.wanted or following.source is not None:
                break
            run.append(one)
            following = pane.proposed.after(following.order)
        if following is None or not seen.covers(following.span):
            run = run[:-1]  # behind the last the caret goes on to what is out of sight
        wanted = self.sight.on_screen(first.label)
        passed = [w for w in wanted if w.article == article and w not in run]
        while run and passed and run[-1].start > passed[0].start:
            run.pop()  # what is passed over loses its letter
        if len(run) < _LEAST_AT_ONCE:
            return False
        before = self.sight.tagged(article)
        await self.press(str(len(run)), "y")
        made = self.sight.tagged(article) - before
        self.outcome.means["a number and y"] += len(made & self.sight.wanted)
        while self.sight.tagged(article) - before - self.sight.wanted:  # another came in between
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
        seen = {each for each in proposed if self.sight.is_in_sight(each.article, each.span)}
        is_all = self._policy is Policy.KNOWING and proposed <= self.sight.wanted
        if not is_all and not (seen and seen <= self.sight.wanted):
            return
        before = {i: len(self.sight.tagged(i)) for i in {p.article for p in proposed}}
        await self.press("Y", *(("Y",) if is_all and seen != proposed else ()))
        made = sum(len(self.sight.tagged(i)) - count for i, count in before.items())
        self.outcome.means["Y, all alike"] += made
