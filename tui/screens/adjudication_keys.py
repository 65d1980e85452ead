"""What the keys of adjudication do, on its screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.adjudication.questions import LEFT_OUT
from store.annotations.model import DecisionKind
from tui.actions.making import make_edit
from tui.keys.screen_commands import REASONS
from tui.render.told_readings import told_short

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.adjudication.adjudication import Adjudication
    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.model import DecisionReason
    from store.story.workspace import Change
    from tui.handlers import Handlers
    from tui.render.told_readings import StoryWords
    from tui.screens.main import MainScreen

_NUDGES: Final = (
    "nudge.start-left", "nudge.start-right", "nudge.end-right", "nudge.end-left", "nudge.tighten",
)  # fmt: skip


class AdjudicationKeys:
    """Gives keys to what is decided."""

    def __init__(
        self,
        screen: MainScreen,
        adjudication: Adjudication,
        words: StoryWords,
        look: Callable[[], None],
    ) -> None:
        """Give them to one screen.

        Args:
            screen: The screen.
            adjudication: Where one is.
            words: What is looked up of the story.
            look: Brings the question at hand on screen.
        """
        self._screen = screen
        self._adjudication = adjudication
        self._words = words
        self._look = look
        self._while_reading: Handlers = dict(screen.handlers)
        """What the commands do that mean something else for a question."""
        self.shows_people = True
        """Whether it is said who has which reading."""
        self.has_next = False
        """Whether another story comes after this one."""

    @property
    def handlers(self) -> Handlers:
        """What the commands do."""
        labels = self._screen.workspace.labels.names
        return {
            **{f"tag.{name}": partial(self._take_label, name) for name in labels},
            **{each: partial(self._nudge, each) for each in _NUDGES},
            **{f"adjudicate.take-{n}": partial(self._take_number, n) for n in range(1, 10)},
            **{each: partial(self._say_reason, why) for each, why in REASONS.items()},
            "adjudicate.none": partial(self._take_number, LEFT_OUT),
            "adjudicate.majority": lambda _: self._take(self._adjudication.decide_by_majority),
            "adjudicate.next": partial(self._walk, 1, every=False),
            "adjudicate.previous": partial(self._walk, -1, every=False),
            "adjudicate.next-any": partial(self._walk, 1, every=True),
            "adjudicate.previous-any": partial(self._walk, -1, every=True),
            "adjudicate.agreed": lambda _: self._take_agreed(),
            "adjudicate.why": lambda _: self._write_why(),
            "adjudicate.open": lambda _: self._open_again(),
            "adjudicate.article": lambda _: self._go_to_next_article(),
            "adjudicate.who": lambda _: self._show_or_hide_people(),
        }

    # Deciding ------------------------------------------------------------------------------

    def _make(self, build: Callable[[], Edit | Refusal]) -> Change | None:
        return make_edit(self._screen.workspace, build, self._screen.say, self._screen.complain)

    def _take(self, build: Callable[[], Edit | Refusal]) -> None:
        """Decide, and go on to the next question that is open."""
        if self._make(build) is None:
            return
        self._go_on()
        self._look()

    def _take_number(self, number: int, _: int | None) -> None:
        self._take(partial(self._adjudication.decide, number))

    def _take_label(self, label: str, count: int | None) -> None:
        """Take the first reading with a label; what is selected, or stands there, is tagged."""
        number = self._adjudication.number_with(label)
        entry = self._adjudication.entry
        is_open = entry is not None and entry.is_open
        if number is not None and is_open and self._screen.pane.selection.is_empty:
            self._take_number(number, count)
        else:
            self._while_reading[f"tag.{label}"](count)

    def _nudge(self, command_id: str, count: int | None) -> None:
        """Move an end: of an open question, of the reading that is taken with it."""
        entry = self._adjudication.entry
        is_meant = entry is not None and entry.is_open and self._screen.pane.selection.is_empty
        if is_meant and entry is not None and entry.question.kind is DecisionKind.SPANS:
            number = entry.question.majority or 1
            if self._make(partial(self._adjudication.decide, number)) is None:
                return
            self._look()
        self._while_reading[command_id](count)

    def _open_again(self) -> None:
        if self._make(self._adjudication.open_again) is not None:
            self._look()

    def _take_agreed(self) -> None:
        count = 0

        def build() -> Edit | Refusal:
            nonlocal count
            edit, count = self._adjudication.decide_agreed()
            return edit

        if self._make(build) is not None:
            self._screen.say(f"{count} agreed; taken. {{key:undo}} takes that back")
            entry = self._adjudication.entry
            if entry is None or not entry.needs_a_look:
                self._adjudication.go_on()
            self._look()

    def _go_on(self) -> None:
        """Go to the next question that is open; without one, to what all agree on and is left."""
        if self._adjudication.go_on():
            return
        if self._adjudication.go_to_agreed():
            tally = self._adjudication.tally
            left = tally.agreed - tally.taken
            said = f"All questions are decided; {{key:adjudicate.agreed}} takes the {left} agreed"
            self._screen.say(f"{said} here")
        else:
            then = ", {key:quit} goes on to the next story" if self.has_next else ""
            self._screen.say(
                f"All is decided; {{key:article.done}} marks the article as done{then}"
            )

    # Saying why ----------------------------------------------------------------------------

    def _say_reason(self, reason: DecisionReason, _: int | None) -> None:
        edit = self._adjudication.say_why(reason=reason)
        if edit is not None:
            self._make(lambda: edit)
        self._screen.say(f"Reason: {reason}" + ("" if edit else "; kept with what you decide"))

    def _write_why(self) -> None:
        entry = self._adjudication.entry
        if entry is None:
            return
        from tui.screens.note import Writing, note_dialog

        quote = told_short(entry.question, self._words, 200)
        app, note = self._screen.app, self._adjudication.why.note
        writing = Writing("Note on the decision", quote, note)
        note_dialog(app, writing).push(app, self._keep_why)

    def _keep_why(self, note: str | None) -> None:
        if note is not None:
            edit = self._adjudication.say_why(note=note)
            if edit is not None:
                self._make(lambda: edit)
        self._screen.show_state()

    # Going ---------------------------------------------------------------------------------

    def _walk(self, by: int, count: int | None, *, every: bool) -> None:
        """Go to another question; behind the last open one of an article, to the next article."""
        for _ in range(count or 1):
            if self._adjudication.walk(by, every=every):
                continue
            if by > 0 and not every:
                self._go_on()
                continue
            where = "below" if by > 0 else "above"
            self._screen.say(
                f"There is no {'' if every else 'open '}question {where} in this article"
            )
            break
        self._look()

    def _go_to_next_article(self) -> None:
        articles = self._adjudication.docket.articles
        here = articles.index(self._adjudication.article)
        self._adjudication.go_to_article(articles[(here + 1) % len(articles)])
        if len(articles) == 1:
            self._screen.say("This is the only article that two people at least are done with")
        self._look()

    def _show_or_hide_people(self) -> None:
        if self._adjudication.is_blind:
            self._screen.say("Names were hidden when this was opened; they stay so")
            return
        self.shows_people = not self.shows_people
