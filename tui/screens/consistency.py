"""Settle by key what is tagged in one place and not, or otherwise, in another."""

from __future__ import annotations

from functools import partial
from operator import is_
from typing import TYPE_CHECKING, Final, TypeAlias

from textual.geometry import Offset

from store.suggest.consistency import resolving as settling
from store.suggest.consistency.story_survey import StorySurvey
from tui.actions.making import BEHIND, OwnEdits
from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.render.bars import message_lines
from tui.render.settling_sheet import Sheet, key_lines
from tui.screens.dialog import Dialog
from tui.screens.settling_choice import SettlingChoice
from tui.sliced_work import BESIDE_TEXT, NOT_LOOKED_THROUGH, Pace, SlicedWork, reason
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.story.open_article import OpenArticle
    from store.story.workspace import Change, Workspace
    from store.suggest.consistency.inconsistency import Inconsistency, Occurrence
    from tui.render.palette import Palette

    Answer = Callable[[OpenArticle, Inconsistency, Occurrence], Edit | Refusal]

_AT_ONCE: Final = 0.03
"""Seconds for which it is looked at what has changed before anything is shown."""
_IN_FRONT: Final = Pace(0.02, 0.004, rest=0.2, shows_every=0.5)
_ALIKE: Final = "Every text that is tagged is tagged alike wherever it stands."
_NOTHING: Final = "Nothing is tagged yet, so nothing can be tagged otherwise."


_DrawnOf: TypeAlias = "tuple[tuple[object, ...], Sequence[Inconsistency]]"
"""What the lines were drawn of."""


class ConsistencyScreen(Dialog["Occurrence"]):
    """Its result is a place to go to."""

    AUTO_FOCUS = ""
    fills_the_screen = True
    MODE = Mode.CHECK

    def __init__(self, workspace: Workspace, palette: Palette) -> None:
        super().__init__()
        self._workspace = workspace
        self._survey = StorySurvey(workspace)
        self._palette = palette
        self._lines = LineWidget("consistency")
        self._choice = SettlingChoice(workspace, self._survey)
        self._tops = (0, 0)
        """The first lines in view, of the texts and of the places."""
        self._message = ("", False)  # what is said until the next key, and whether it is bad
        self._drawn: _DrawnOf = ((), ())
        self._edits = OwnEdits(workspace, self.say, partial(self.say, is_bad=True))
        self._make = self._edits.make_and_tell
        self._unsubscribe: list[Callable[[], None]] = []
        self._at_work = SlicedWork(
            self,
            lambda seconds: not self._survey.work(seconds),
            pace=lambda: _IN_FRONT if self.is_opened else BESIDE_TEXT,
            shows=self._show_found,
            failed=lambda error: self.say(NOT_LOOKED_THROUGH.format(reason(error)), is_bad=True),
        )

    def compose(self) -> ComposeResult:
        """One sheet, which is drawn line by line."""
        yield self._lines

    def on_mount(self) -> None:
        """Listen from now on, also while something else is shown."""
        self._unsubscribe = [
            self._workspace.subscribe(self._on_change),
            self._workspace.now.subscribe(lambda _: self._go_on()),
        ]

    def on_unmount(self) -> None:
        """Stop listening."""
        self._survey.close()
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def opened(self) -> None:
        """Show what is known by now, and look on where that is not all."""
        self._survey.look_at_files()
        if not self._at_work.is_going_on:
            self._survey.work(_AT_ONCE)
        self._choice.open_anew()
        self._tops, self._message = (0, 0), ("", False)
        self._draw()
        self._go_on()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._draw()

    # What there is to settle ---------------------------------------------------------------

    def _go_on(self) -> None:
        """Look at what is not looked at yet, if there is anything, also behind something else."""
        if not self._survey.is_done:
            self._at_work.wake()

    def _show_found(self) -> None:
        """Show what is known by now, and how far it is."""
        if self.is_opened:
            (self._choice.stay if self._at_work.is_going_on else self._choice.list)()
            self._draw()

    def _on_change(self, change: Change) -> None:
        """Show what an edit has changed, of which the survey has heard."""
        if self.is_opened:
            self._survey.work(_AT_ONCE)
            self._choice.brought_back = change.edit if change.did != "edit" else None
            self._choice.list()
        self._go_on()

    # Keys ----------------------------------------------------------------------------------

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        does: dict[str, Callable[[], object]] = {
            **dict.fromkeys(("list.down", "annotation.next"), partial(self._go, 1)),
            **dict.fromkeys(("list.up", "annotation.previous"), partial(self._go, -1)),
            "list.page-down": partial(self._go_page, 1),
            "list.page-up": partial(self._go_page, -1),
            **dict.fromkeys(("check.next-text", "pane.next"), partial(self._go, 1, is_text=True)),
            **dict.fromkeys(
                ("check.previous-text", "pane.previous"), partial(self._go, -1, is_text=True)
            ),
            "rows.first": partial(self._choice.choose, 0),
            "rows.last": self._choice.choose_last,
            "list.choose": self._leave_for_place,
            "annotation.remove": self._remove,
            "suggestion.reject": partial(self._answer, settling.kept),
            "suggestion.accept-kind": self._fill,
            "undo": partial(self._edits.take_back, is_undo=True),
            "redo": partial(self._edits.take_back, is_undo=False),
            **{f"tag.{name}": partial(self._tag, name) for name in self._workspace.labels.names},
        }
        return {"help": self._help} | {n: partial(self._settle, do) for n, do in does.items()}

    def _help(self) -> None:
        from tui.screens.help import show_help  # read only where it is asked for

        show_help(self, self._workspace.labels, self._do)

    def _settle(self, do: Callable[[], object]) -> None:
        """Do what a command does, if what is shown is what is so by now; else say why not."""
        self._message, self._choice.brought_back = ("", False), None
        if not self._survey.is_right:
            self._survey.work(_AT_ONCE)
        self._choice.stay()
        (do if self._survey.is_right else partial(self.say, BEHIND))()
        self._draw()

    def _go(self, by: int, *, is_text: bool = False) -> None:
        """Go to another text, or place of the text; behind its last one, to the next text."""
        choice = self._choice
        is_there = choice.go_to_text(by) if is_text else choice.go(by)
        if choice.findings and not is_there:
            self.say(f"This is the {'last' if by > 0 else 'first'} text")

    def _go_page(self, by: int) -> None:
        self._choice.go_on(by * max(1, self._sheet().areas[1].height))

    def _leave_for_place(self) -> None:
        self.dismiss(self._choice.place)

    # Edits ---------------------------------------------------------------------------------

    def _tag(self, label: str) -> None:
        layer_of = self._workspace.labels.layer_of
        self._answer(partial(settling.tagged, label=label, layer_of=layer_of))

    def _remove(self) -> None:
        links_now = self._workspace.now.links
        self._answer(lambda opened, one, at: settling.removed(opened, one, at, links_now()))

    def _answer(self, answer: Answer) -> None:
        """Make what is said of the chosen place."""
        finding, place = self._choice.finding, self._choice.place
        if finding is not None and place is not None and self._may_edit([place]):
            self._make(lambda: answer(self._workspace.article(place.article), finding, place))

    def _fill(self) -> None:
        finding = self._choice.finding
        if finding is not None and self._may_edit(finding.open):
            self._make(lambda: settling.filled(self._workspace.article, finding))

    def _may_edit(self, places: Iterable[Occurrence]) -> bool:
        """Whether places can be changed; says why not."""
        workspace = self._workspace
        if refusal := workspace.status.refusal:
            self.say(refusal, is_bad=True)
            return False
        if all(self._survey.is_current(workspace.article(p.article)) for p in places):
            return True
        self._survey.look_again({place.article for place in places})
        self._go_on()
        self.say("An article has changed on the disk; nothing was changed, look and repeat")
        return False

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """Show a sentence until the next key."""
        self._message = (fill(sentence, self.key), is_bad)
        self._draw()

    @property
    def caret_cell(self) -> Offset:
        """The place that the keys are for."""
        return Offset(*self._sheet().chosen_cell)

    def spoken(self) -> list[str]:
        """The text and the place that keys are for, and what was said."""
        return [self._choice.told(), self._message[0]]

    # Drawing -------------------------------------------------------------------------------

    def _sheet(self) -> Sheet:
        """All that is shown now."""
        choice, palette = self._choice, self._palette
        majority = choice.finding.majority if choice.finding is not None else ""
        return Sheet(
            *self.size,
            palette,
            choice.findings,
            choice.number,
            choice.at,
            self._tops,
            key_lines(self._workspace.labels, self.keymap, majority, palette, self.size),
        ).scroll_to_choice()

    def _draw(self) -> None:
        if not self.size.width:
            return
        workspace, choice, survey = self._workspace, self._choice, self._survey
        looked = "" if survey.is_done else f"{survey.progress:.0%}"
        trouble, is_read_only = workspace.status.trouble, bool(workspace.status.read_only)
        is_tagged = bool(workspace.now.counts.total())
        place = (choice.number, choice.at, self._tops)
        of = (self.size, place, self._message, looked, trouble, is_read_only, is_tagged)
        if of == self._drawn[0] and _are_same(choice.findings, self._drawn[1]):
            return
        sheet = self._sheet()
        self._tops = sheet.tops
        instead = _ALIKE if is_tagged else _NOTHING
        if looked:
            instead = f"Looking through the story: {looked}."
        instead = f"{instead} {self.key(LEAVE)} goes back."
        text, is_bad = self._message
        said = message_lines(text, is_bad=is_bad, palette=self._palette, width=self.size.width)
        body = sheet.body(self._article, instead)
        body = body[: len(body) + 1 - len(said)]
        head = sheet.head(fill(trouble, self.key), looked, is_read_only=is_read_only)
        self._lines.set_strips([head, *body, *said, *sheet.keys])
        self._drawn = ((self.size, (*place[:2], self._tops), *of[2:]), sheet.findings)

    def _article(self, article_id: str) -> tuple[str, str]:
        """What an article is called, and its text."""
        article = self._workspace.now.peek(article_id).article
        return self._workspace.story.name_of(article_id, article.title), article.text

    # The mouse -----------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose the text or the place that was clicked; a double click goes there."""
        choice, (texts, places) = self._choice, self._sheet().areas
        x, y = event.screen_x, event.screen_y - 1
        if (row := texts.row_at(x, y)) is not None:
            choice.choose(self._tops[0] + row)
        finding, row = choice.finding, places.row_at(x, y)
        if row is not None and finding and self._tops[1] + row < len(finding.occurrences):
            choice.at = self._tops[1] + row
            if event.chain == 2:
                self._leave_for_place()
                return
        self._draw()

    def on_mouse_scroll_down(self) -> None:
        """Go on to the next place."""
        self._settle(partial(self._go, 1))

    def on_mouse_scroll_up(self) -> None:
        """Go back to the place before."""
        self._settle(partial(self._go, -1))


def _are_same(findings: Sequence[Inconsistency], before: Sequence[Inconsistency]) -> bool:
    """Whether the lines were drawn of just these."""
    return len(findings) == len(before) and all(map(is_, findings, before))
