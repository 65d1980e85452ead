"""Figures, dates and places that differ between the articles, each a key away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from store.across.discrepancies.answers import contradict, not_the_same
from store.across.discrepancies.model import PlacedValue
from store.annotations.actions import Refusal, tag
from store.wording import counted
from tui.actions.making import BEHIND, OwnEdits
from tui.filling import fill
from tui.keys.commands import Mode
from tui.render.discrepancy_sheet import DISCREPANCY_KEYS, DiscrepancySheet
from tui.render.list_sheet import LAST, TYPING_KEYS, key_hints, sheet_keys
from tui.screens.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.strip import Strip

    from store.across.discrepancies.model import Discrepancy
    from store.annotations.edits import Edit, EditOfAnnotation
    from store.story.workspace import Change, Workspace
    from store.text.span import Span
    from tui.render.discrepancy_sheet import ShownDiscrepancies
    from tui.render.palette import Palette
    from tui.screens.discrepancy_choice import DiscrepancyChoice


class DiscrepanciesScreen(ListScreen[PlacedValue]):
    """Its result is a value to be read in its article."""

    MODE = Mode.DIFFERING

    def __init__(self, workspace: Workspace, choice: DiscrepancyChoice, palette: Palette) -> None:
        super().__init__(workspace, choice, palette)
        self._choice = choice
        self._edits = OwnEdits(
            workspace, self.say, partial(self.say, is_bad=True), lambda: choice.is_behind
        )

    def take_change(self, change: Change) -> None:
        """Take over what an edit has changed."""
        self._choice.update(change.edit)
        self.look()

    # Keys --------------------------------------------------------------------------------------

    def row_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do that not every list has, by their ids."""
        return {
            "list.choose": self.choose,
            "discrepancies.contradicts": self._contradict,
            "discrepancies.not-same": self._refuse,
            "discrepancies.all": self._choice.toggle_all,
            "undo": partial(self._edits.take_back, is_undo=True),
            "redo": partial(self._edits.take_back, is_undo=False),
        }

    def choose(self) -> None:
        """Read there."""
        if self._meant() is not None:
            self.dismiss(self._choice.value)

    def _meant(self) -> tuple[Discrepancy, int] | None:
        """The value that the keys are for: its table, and which of that; else it is said."""
        line = self._choice.line
        if line is None or line.number is None:
            self.say("There is no value here that this could be done with")
            return None
        return line.table, line.number

    def _contradict(self) -> None:
        """Say that the value contradicts the one it cannot hold beside."""
        meant, story = self._meant(), self._choice.story
        if meant is None:
            return
        if story is None:
            self.say(BEHIND)
            return
        table, number = meant
        open_ = [
            each
            for each in table.against(number)
            if (min(number, each), max(number, each)) in table.open
        ]
        if open_:
            self._make(lambda: contradict(story.ties, table, (number, open_[0]), self._tag_claim))
        elif table.against(number):
            self.say("They contradict each other already, as you said")
        else:
            self.say("It agrees with all the others; go to one that differs")

    def _tag_claim(self, article_id: str, span: Span) -> EditOfAnnotation | Refusal:
        opened, story = self._workspace.now.peek(article_id), self._choice.story
        if story is None or not story.claim_label:
            return Refusal("No label here is for claims, and only claims contradict each other")
        return tag(opened.article, opened.annotations, span, story.claim_label)

    def _refuse(self) -> None:
        """Say that the value is not of the same thing as the others."""
        meant, links = self._meant(), self._workspace.now.links
        if meant is not None:
            self._make(lambda: not_the_same(links(), *meant))

    def _make(self, build: Callable[[], Edit | Refusal]) -> None:
        self._edits.make_and_tell(build)

    # Drawing -----------------------------------------------------------------------------------

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return self._sheet().rows_in_view

    def _sheet(self) -> DiscrepancySheet:
        keys = self.drawn.keys((self.size, self.is_typing), self._draw_keys)
        return DiscrepancySheet(self.size.width, self.size.height, self._palette, keys, self.drawn)

    def _draw_keys(self) -> list[Strip]:
        keymap, palette = self.keymap, self._palette
        hints = key_hints(TYPING_KEYS if self.is_typing else DISCREPANCY_KEYS, keymap, palette)
        last = key_hints(() if self.is_typing else LAST, keymap, palette)
        return sheet_keys(hints, palette, self.size, 2, last)

    def strips(self, said: list[Strip]) -> list[Strip]:
        """The tables, with the chosen value in view."""
        status, sheet, value = self._workspace.status, self._sheet(), self._choice.value
        shown = self._choice.shown(sheet.rows_in_view)
        story = self._workspace.story
        title = ""
        if value is not None:
            article = self._workspace.now.peek(value.article).article
            title = story.name_of(value.article, article.title)
        trouble = fill(status.trouble, self.key)
        return [
            sheet.head(shown, trouble, is_read_only=bool(status.read_only)),
            *sheet.rows(shown, self._empty(shown)),
            *sheet.detail(shown, title, said),
            *sheet.keys,
        ]

    def _empty(self, shown: ShownDiscrepancies) -> str:
        """Why there is nothing, and what to do."""
        if shown.is_looking:
            return "Looking through the story."
        if shown.typed:
            return fill("Nothing fits that; {key:dialog.leave} ends it.", self.key)
        more = ""
        if shown.total and not shown.shows_all:
            more = (
                f" Press {{key:discrepancies.all}} for {counted(shown.total, 'table')} more: "
                "values that agree, and nouns that are counted differently without being tied."
            )
        return fill(
            "No figure, date or place differs in what is tied. In the text {key:tie} ties a claim "
            "to one that says the same, and {key:clusters} puts together mentions of one thing; "
            f"what they say differently then stands here.{more} {{key:dialog.leave}} goes back.",
            self.key,
        )
