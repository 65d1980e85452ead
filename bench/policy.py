"""Somebody who knows what is to be tagged, looks at the screen, and types it in few keys.

All that is decided here is decided by what the screen shows: which letters stand where, what is
tagged, what is proposed. Nothing is counted, and nothing but the keys changes anything.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.practice.judging import nudges_between
from store.text.boundaries import next_grapheme
from store.text.span import Span
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
_BY_HAND: Final = 7.0
"""Keys to move the ends by characters and to go on with letters, beside the arrows."""
_END: Final = 1.4
"""Keys for the letter at an end, before it is seen."""
_LONG: Final = 60
"""Code points beyond which a text is not likely to stand elsewhere too."""


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """A span of the gold."""

    article: str
    start: int
    end: int
    label: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class Outcome:
    """What it took."""

    keys: Counter[str] = field(default_factory=Counter)
    """By label: those pressed up to the edit."""
    spans: Counter[str] = field(default_factory=Counter)
    """By label."""
    means: Counter[str] = field(default_factory=Counter)
    """By what each span came from."""
    faults: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return not self.faults

    @property
    def total(self) -> int:
        return sum(self.keys.values())

    def per_span(self, label: str) -> float:
        """Keys for each span of a label, or of all."""
        if not label:
            return self.total / sum(self.spans.values())
        return self.keys[label] / self.spans[label]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A way to a span."""

    cost: float
    means: str
    target: JumpTarget
    nudges: tuple[str, ...] = ()
    is_range: bool = False
    by_words: bool = False


class Typist:
    """Types a gold."""

    def __init__(
        self,
        ana: Reader,
        texts: Mapping[str, str],
        wanted: frozenset[Wanted],
        *,
        suggesting: bool,
    ) -> None:
        self._ana = ana
        self._texts = texts
        self._wanted = wanted
        self._suggesting = suggesting
        self._label = ""
        self._last: _Plan | None = None
        self.outcome = Outcome()
        self.outcome.spans.update(one.label for one in wanted)

    # Keys ------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys; each counts for the label that is being worked on."""
        for key in keys:
            self.outcome.keys[self._label] += 1
            await self._ana.press(key)

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

    def _tagged(self, article: str) -> set[Wanted]:
        annotations = self._ana.workspace.article(article).annotations
        return {Wanted(article, a.start, a.end, a.label) for a in annotations}

    def _open(self, article: str, label: str = "") -> list[Wanted]:
        """What is still to be tagged in an article, in the order of the text."""
        tagged = self._tagged(article)
        found = (w for w in self._wanted if w.article == article and label in ("", w.label))
        return sorted((w for w in found if w not in tagged), key=lambda w: (w.start, -w.end))

    def _on_screen(self, label: str) -> list[Wanted]:
        """What of a label is to be tagged and can be seen whole, the active pane's first."""
        found: list[Wanted] = []
        for pane in self._panes:
            if pane.opened is not None:
                seen = pane.viewport.visible_text
                found += [w for w in self._open(pane.opened.id, label) if seen.covers(w.span)]
        return found

    @property
    def _codes(self) -> Mapping[JumpTarget, str]:
        jump = self._ana.main.session.jump
        return jump.codes if jump is not None else {}

    # The work --------------------------------------------------------------------------------

    async def work(self) -> Outcome:
        """Tag all of it, and compare."""
        main = self._ana.main
        await self._ana.until_suggested()
        labels = list(main.workspace.labels.names)
        self._label = max(labels, key=lambda name: self.outcome.spans[name])
        if not self._suggesting:
            await self.press("z")
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
        names = list(labels)
        while True:
            for label in names:
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
        jump = main.session.jump
        if jump is None:
            await self.press("F")
        await self.press(key.upper() if self._suggesting and not is_long else key)
        while wanted := self._on_screen(label):
            if main.mode is not Mode.JUMPING:
                await self.press("F", key.upper() if self._suggesting and not is_long else key)
            one = wanted[0]
            before = self._tagged(one.article)
            await self._tag(one)
            if one not in self._tagged(one.article):
                raise AssertionError(
                    f"{one} could not be tagged; the screen says {self._ana.says()!r}; "
                    f"last {self._last!r}"
                )
            await self._add_labels(one)
            strays = self._tagged(one.article) - before - self._wanted
            if strays:
                raise AssertionError(f"{strays} came with {one}")
            await self._take_proposals()

    async def _add_labels(self, one: Wanted) -> None:
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

    async def _bring_into_sight(self, pane: ArticlePane, one: Wanted) -> None:
        for _ in range(400):
            seen = pane.viewport.visible_text
            if seen.covers(one.span):
                return
            top = pane.view.top
            if one.start < seen.start:
                await self.press("{")
            elif one.start > seen.end:
                await self.press("pagedown")
            else:
                await self.press("}")
            if pane.view.top == top and pane.selection.head in (0, len(pane.page.text)):
                break
        raise AssertionError(f"{one} cannot be seen whole at this size")

    # One span --------------------------------------------------------------------------------

    async def _tag(self, one: Wanted) -> None:
        plan = self._plan(one, by_words=False)
        if plan is None or plan.cost > 4:
            await self.press("space")
            other = self._plan(one, by_words=True)
            if other is None or (plan is not None and other.cost + 2 >= plan.cost):
                await self.press("space")
            else:
                plan = other
        if plan is None:
            raise AssertionError(f"no letter leads to {one}")
        self._last = plan
        await self._follow(one, plan)
        if (
            plan.by_words
            and self._ana.main.session.jump is not None
            and self._ana.main.session.jump.every_word
        ):
            await self.press("space")

    def _plan(self, one: Wanted, *, by_words: bool) -> _Plan | None:
        """The fewest keys by the letters that are shown now."""
        text = self._texts[one.article]
        here = {t: code for t, code in self._codes.items() if t.article == one.article}
        name = "a word's letter" if by_words else "a letter"
        by_hand = "a letter and arrows"
        plans: list[_Plan] = []
        for target, code in here.items():
            if target.span == one.span:
                plans.append(_Plan(len(code), name, target, by_words=by_words))
            elif target.start == one.start:
                cost = len(code) + _END
                plans.append(_Plan(cost, "start and end", target, is_range=True, by_words=by_words))
        best = min((plan.cost for plan in plans), default=9.0)
        if best > 2:
            near = sorted(here, key=lambda t: abs(t.start - one.start) + abs(t.end - one.end))
            for target in near[:_NEAREST]:
                nudges = (
                    nudges_between(text, target.span, one.span) if target.span != one.span else ()
                )
                if nudges and len(nudges) + len(here[target]) < best:
                    cost = len(here[target]) + len(nudges)
                    plans.append(
                        _Plan(cost, "a letter and nudges", target, nudges, by_words=by_words)
                    )
                elif target.span != one.span:
                    moved = abs(target.start - one.start) + abs(target.end - one.end)
                    cost = len(here[target]) + moved + _BY_HAND
                    plans.append(_Plan(cost, by_hand, target, by_words=by_words))
                    moved = 2 * abs(target.start - one.start)
                    cost = len(here[target]) + _END + moved + _BY_HAND
                    plans.append(_Plan(cost, by_hand, target, is_range=True, by_words=by_words))
        return min(plans, key=lambda plan: plan.cost, default=None)

    async def _follow(self, one: Wanted, plan: _Plan) -> None:
        suggested = plan.target.article == one.article and self._is_suggested(one)
        code = self._codes[plan.target]
        if plan.is_range:
            await self.press(code[0].upper(), *code[1:])
            await self._end_at(one)
        else:
            await self.press(*code)
            await self.press(*(_NUDGES[nudge] for nudge in plan.nudges))
        if one in self._tagged(one.article):
            means = "a letter, suggested" if suggested and not plan.is_range else plan.means
            self.outcome.means[means] += 1
            return
        await self._by_hand(one)
        self.outcome.means["a letter and arrows"] += 1

    def _is_suggested(self, one: Wanted) -> bool:
        return self._ana.main.suggesting.find(one.article, one.span, one.label) is not None

    async def _end_at(self, one: Wanted) -> None:
        """A start has been chosen: choose the letter at the end, or the nearest and nudge."""
        text = self._texts[one.article]
        ends = {t: code for t, code in self._codes.items() if t.article == one.article}
        exact = next((code for t, code in ends.items() if t.end == one.end), None)
        if exact is not None:
            await self.press(*exact)
            return
        if not ends:
            await self.press("escape")
            return
        near = min(ends, key=lambda t: abs(t.end - one.end))
        await self.press(*ends[near])
        if near.start == one.start:
            made = Span(one.start, near.end)
            await self.press(*(_NUDGES[nudge] for nudge in nudges_between(text, made, one.span)))

    async def _by_hand(self, one: Wanted) -> None:
        """Move the ends of what was just made by characters, until it is right."""
        pane = self._ana.pane
        made = pane.view.last_created
        if made is None or made.label != one.label:
            raise AssertionError(f"nothing was made where {one} is wanted")
        text = self._texts[one.article]
        while self._ana.main.session.jump is not None:
            await self.press("escape")
        await self.press("r")
        await self._move_head(text, pane, one.end)
        await self.press("o")
        await self._move_head(text, pane, one.start)
        await self.press("enter")

    async def _move_head(self, text: str, pane: ArticlePane, to: int) -> None:
        while pane.selection.head != to:
            await self.press("left" if pane.selection.head > to else "right")
            if pane.selection.head < to < next_grapheme(text, pane.selection.head):
                raise AssertionError(f"{to} lies within a character")

    async def _take_proposals(self) -> None:
        """Take what is proposed like the span just tagged, if all of it is right."""
        main = self._ana.main
        if not self._suggesting or main.session.last_proposed is None:
            return
        suggester = main.suggesting.suggester
        found = suggester.asked_for(main.session.last_proposed)
        if found is None:
            return
        kind = suggester.of_kind(*found)
        proposed = {Wanted(i, s.start, s.end, s.label) for i, s in kind}
        if not proposed <= self._wanted:
            return
        before = {i: len(self._tagged(i)) for i in {p.article for p in proposed}}
        await self.press("Y")
        made = sum(len(self._tagged(i)) - count for i, count in before.items())
        self.outcome.means["Y, all alike"] += made

    def _compare(self) -> None:
        for article in sorted(self._texts):
            tagged = self._tagged(article)
            wanted = {w for w in self._wanted if w.article == article}
            self.outcome.faults += [f"missing {w}" for w in sorted(wanted - tagged)]
            self.outcome.faults += [f"too many {w}" for w in sorted(tagged - wanted)]
            for annotation in self._ana.workspace.article(article).annotations:
                if annotation.span.of(self._texts[article]) != annotation.text:
                    self.outcome.faults.append(f"{annotation} has another text")
