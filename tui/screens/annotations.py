"""All annotations of the story in one list: found, looked at in place, and changed together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations.model import Mention
from store.story.annotation_list import ListedAnnotation
from store.wording import counted
from tui.filling import fill
from tui.keys.commands import Mode
from tui.render.annotation_sheet import AnnotationSheet, ListKeys, Passage, empty_list, list_keys
from tui.screens.list_choice import ListScope
from tui.screens.list_edits import ListEdits
from tui.screens.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.strip import Strip

    from store.story.workspace import Change, Workspace
    from tui.render.palette import Palette
    from tui.screens.dialog import Dialog
    from tui.screens.list_choice import ListChoice
    from tui.suggesting import Suggesting


_KEYS: Final = {
    ListScope.ANNOTATIONS: ((), "suggested"),
    ListScope.SUGGESTED: (
        (("suggestion.accept", "accept"), ("suggestion.reject", "reject")),
        "rejected",
    ),
    ListScope.REJECTED: ((("suggestion.accept", "take back"),), "uncertain"),
    ListScope.ORPHANS: ((), "annotations"),
}
"""Which keys there are for what is listed, and what the key for its kinds lists next."""


class AnnotationsScreen(ListScreen[ListedAnnotation]):
    """Its result is a row to go to."""

    MODE = Mode.LIST

    def __init__(
        self,
        workspace: Workspace,
        choice: ListChoice,
        palette: Palette,
        here: Callable[[], str],
        suggesting: Suggesting,
        export: Callable[[], Dialog[str]],
    ) -> None:
        """List the annotations of a story.

        Args:
            workspace: The story.
            choice: What is listed; it stays so for the next time.
            palette: The styles.
            here: Gives the id of the article that is read.
            suggesting: What is suggested.
            export: Gives the dialog in which what is listed is written to a file.
        """
        super().__init__(workspace, choice, palette)
        self._choice = choice
        self._here = here
        self._export = export
        self._read = ("", "")
        """The article whose text was read last, which is not always open, and that text."""
        self._edits = ListEdits(workspace, choice, suggesting, self.say, self._note)

    def _begin(self) -> None:
        self._read = ("", "")  # it may have another text
        super()._begin()

    def take_change(self, change: Change) -> None:
        """Take what an edit has changed."""
        self._choice.update(change.edit)
        if change.place is not None and change.did != "edit":
            self._choice.choose_place(change.place.article, change.place.start)
        self.draw()

    # Keys ----------------------------------------------------------------------------------

    def row_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do that not every list has, by their ids."""
        choice = self._choice
        return {
            "rows.mark": partial(self._mark, choice.mark),
            "rows.mark-all": partial(self._mark, choice.mark_all),
            "rows.mark-to": partial(self._mark, choice.mark_to_here),
            "rows.group": choice.group_by_text,
            "rows.order": choice.next_order,
            "rows.kinds": choice.next_scope,
            "rows.article": self._only_here,
            "rows.attribute": partial(
                self.open_line, "attribute, as name=value:", "", self._edits.set_attribute
            ),
            "rows.copy": self._copy,
            "export": self._write,
            "list.choose": self.choose,
            **self._edits.handlers(),
        }

    def spoken(self) -> list[str]:
        """The row, as a sentence; of a group as it is painted."""
        row = self._choice.row
        if row is None or self._choice.shows_groups:
            return super().spoken()
        _, *message = super().spoken()
        where = f"{row.called} “{row.text}” in article {row.number}, line {row.line}"
        note = f"note: {row.note}" if row.note else ""
        marked = f"{len(self._choice.marked):,} marked" if self._choice.marked else ""
        return [where, note, marked, *message]

    def choose(self) -> None:
        """Open the group, or go to the row."""
        row = self._choice.row
        if self._choice.shows_groups:
            self._choice.open_group()
        elif row is not None and not row.line:
            self.say(f"Its place in the changed article is not certain; {self.key('review')} "
                      "in the text settles that")  # fmt: skip
        elif row is not None:
            self.dismiss(row)

    def _mark(self, mark: Callable[[], None]) -> None:
        """Mark rows; of a group that is said not to be needed."""
        if self._choice.shows_groups:
            self.say(f"Keys are for all of the group; {self.key('list.choose')} lists its rows")
        else:
            mark()

    def _only_here(self) -> None:
        self._choice.only("" if self._choice.article else self._here())

    def _copy(self) -> None:
        """Give the rows to the terminal's clipboard, a line each, with tabs between the columns."""
        lines = [_in_columns(row) for row in self._choice.chosen_rows()]
        self.app.copy_to_clipboard("\n".join(lines))
        self.say(f"{counted(len(lines), 'row')} copied, if the terminal lets a program do that")

    def _write(self) -> None:
        """Write what is listed to a file."""
        self._export().push(self.app, lambda sentence: self.say(sentence or ""))

    def _note(
        self,
        label: str,
        quote: str,
        note: str,
        done: Callable[[str], bool],
        draft: str | None = None,
    ) -> None:
        """Write a note, and have it kept; where that fails, what was written stands there again."""
        from tui.screens.note import Writing, note_dialog  # Textual's editor is read with it

        def written(text: str | None) -> None:
            if text is not None and not done(text) and text != note:
                self._note(label, quote, note, done, text)
            self.draw()

        writing = Writing(f"Note on {label}", quote, note, draft=draft)
        note_dialog(self.app, writing).push(self.app, written)

    # Drawing -------------------------------------------------------------------------------

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return self._sheet().rows_in_view

    def strips(self, said: list[Strip]) -> list[Strip]:
        """The lines of the screen."""
        status, sheet = self._workspace.status, self._sheet()
        shown = self._choice.shown(sheet.rows_in_view)
        passage = None if shown.row is None else self._passage(shown.row)
        trouble = fill(status.trouble, self.key)
        return [
            sheet.head(shown, trouble, is_read_only=bool(status.read_only)),
            *sheet.rows(shown, partial(empty_list, shown, self.key)),
            *sheet.passage(passage, said),
            *sheet.keys,
        ]

    def _sheet(self) -> AnnotationSheet:
        size = self.size
        is_query = self.line is not None and self.line.is_query
        answers, next_kinds = _KEYS[self._choice.scope]
        is_of_one = bool(self._choice.article)
        shown = ListKeys(answers, next_kinds, is_of_one, self.is_typing, is_query)
        draw = partial(list_keys, self._workspace.labels, self.keymap, self._palette, size, shown)
        keys = self.drawn.keys((size, shown), draw)
        return AnnotationSheet(size.width, size.height, self._palette, keys, self.drawn)

    def _passage(self, row: ListedAnnotation) -> Passage:
        """Where a row stands, and what ties it."""
        now = self._workspace.now
        if self._read[0] != row.article:
            self._read = row.article, now.peek(row.article).article.text
        ties, clusters = 0, []
        if row.annotation is not None:
            mention, links = Mention(row.article, row.annotation.id), now.readable_links()
            ties = sum(1 for _ in links.relations_of(mention))
            clusters = [cluster.name for cluster in links.clusters_of(mention)]
        return Passage(row, self._read[1], ties, clusters)


def _in_columns(row: ListedAnnotation) -> str:
    """A row with tabs between its columns."""
    words = (" ".join(text.split()) for text in (row.text, row.note))
    return "\t".join((row.article, str(row.line), row.label, *words))
