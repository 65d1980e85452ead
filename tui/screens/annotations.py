"""All annotations of the story in one list: found, looked at in place, and changed together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual.containers import Horizontal
from textual.geometry import Offset
from textual.widgets import Input, Static

from store.annotations.model import Mention
from store.story.annotation_list import ListedAnnotation
from store.wording import counted
from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.render.annotation_sheet import HEAD, ListSheet, Passage, empty_list, list_keys
from tui.render.bars import message_lines
from tui.screens.dialog import Dialog
from tui.screens.list_edits import ListEdits
from tui.widgets.command_keys import CommandKeys
from tui.widgets.inert_input import InertInput
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult

    from store.story.workspace import Change, Workspace
    from tui.render.palette import Palette
    from tui.screens.list_choice import ListChoice

_SLICE: Final = 20
"""Articles that are looked at between two keys."""


class FilterLine(CommandKeys, Horizontal):
    """The line in which a filter is typed."""

    MODE = Mode.FILTER

    def __init__(self, list_screen: AnnotationsScreen, typed: str) -> None:
        super().__init__(id="list-filter")
        self._list_screen = list_screen
        self._typed = typed

    def compose(self) -> ComposeResult:
        """What is typed."""
        yield Static(" / ", markup=False)
        yield InertInput(self._typed, select_on_focus=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return self._list_screen.handlers_of_filter()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what it keeps."""
        event.stop()
        self._list_screen.want(event.value)


class AnnotationsScreen(Dialog[ListedAnnotation]):
    """Its result is a row to go to."""

    AUTO_FOCUS = ""
    MODE = Mode.LIST

    def __init__(
        self,
        workspace: Workspace,
        choice: ListChoice,
        palette: Palette,
        here: str,
        export: Callable[[], Dialog[str]],
    ) -> None:
        """List the annotations of a story.

        Args:
            workspace: The story.
            choice: What is listed; it stays so for the next time.
            palette: The styles.
            here: The id of the article that is read.
            export: Gives the dialog in which what is listed is written to a file.
        """
        super().__init__()
        self._workspace = workspace
        self._choice = choice
        self._palette = palette
        self._here = here
        self._export = export
        self._lines = LineWidget("annotations")
        self._filter: FilterLine | None = None
        self._message = ("", False)
        """What is said until the next key, and whether it is bad."""
        self._edits = ListEdits(workspace, choice, self.say, self._note)
        self._unsubscribe: list[Callable[[], None]] = []

    @property
    def caret_cell(self) -> Offset:
        """The row that the keys are for."""
        return Offset(0, HEAD + self._choice.at - self._choice.top)

    def compose(self) -> ComposeResult:
        """One sheet, which is drawn line by line."""
        yield self._lines

    def on_mount(self) -> None:
        """Begin to look through the story."""
        self._unsubscribe = [
            self._workspace.subscribe(self._on_change),
            self._workspace.now.watch(lambda _: self._begin()),
        ]
        self._begin()

    def on_unmount(self) -> None:
        """Stop listening."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._draw()

    def _begin(self) -> None:
        self._choice.begin()
        self._look()

    def _look(self) -> None:
        """Look at some articles; keys and painting come in between."""
        if not self.is_attached:
            return
        if self._choice.look_on(_SLICE):
            self.set_timer(0.001, self._look)
        self._draw()

    def _on_change(self, change: Change) -> None:
        self._choice.update(change.edit)
        if change.place is not None and change.did != "edit":
            self._choice.choose_place(change.place.article, change.place.start)
        self._draw()

    # Keys ----------------------------------------------------------------------------------

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        choice = self._choice
        does: dict[str, Callable[[], object]] = {
            "list.down": partial(self._go, 1),
            "list.up": partial(self._go, -1),
            "annotation.next": partial(self._go, 1),
            "annotation.previous": partial(self._go, -1),
            "list.page-down": partial(self._go_page, 1),
            "list.page-up": partial(self._go_page, -1),
            "rows.first": partial(choice.go, -1_000_000_000),
            "rows.last": partial(choice.go, 1_000_000_000),
            "rows.mark": choice.mark,
            "rows.mark-all": choice.mark_all,
            "rows.mark-to": choice.mark_to_here,
            "rows.group": choice.group_by_text,
            "rows.order": choice.next_order,
            "rows.kinds": choice.next_scope,
            "rows.article": self._only_here,
            "rows.filter": self._open_filter,
            "rows.copy": self._copy,
            "export": self._write,
            "list.choose": self._choose,
            **self._edits.handlers(),
        }
        return {name: partial(self._do_and_draw, do) for name, do in does.items()}

    def handlers_of_filter(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do while a filter is typed."""
        does: dict[str, Callable[[], object]] = {
            LEAVE: partial(self._close_filter, keeps=False),
            "rows.keep-filter": partial(self._close_filter, keeps=True),
            "list.down": partial(self._go, 1),
            "list.up": partial(self._go, -1),
            "list.page-down": partial(self._go_page, 1),
            "list.page-up": partial(self._go_page, -1),
            "suspend": self.app.action_suspend_process,
        }
        return {name: partial(self._do_and_draw, do) for name, do in does.items()}

    def _do_and_draw(self, do: Callable[[], object]) -> None:
        self._message = ("", False)
        do()
        self._draw()

    def leave(self) -> None:
        """Leave the innermost state: the group, the filter, the marks, the list."""
        if self._choice.leave_innermost():
            self._draw()
        else:
            self.dismiss(None)

    def _go(self, by: int) -> None:
        if not self._choice.go(by) and self._choice.count:
            self.say(f"This is the {'last' if by > 0 else 'first'} line")

    def _go_page(self, by: int) -> None:
        self._choice.go(by * max(1, self._sheet().rows_in_view - 1))

    def _choose(self) -> None:
        """Open the group, or go to the row."""
        row = self._choice.row
        if self._choice.shows_groups:
            self._choice.open_group()
        elif row is not None and not row.line:
            self.say(f"Its place in the changed article is not certain; {self.key('review')} "
                      "in the text settles that")  # fmt: skip
        elif row is not None:
            self.dismiss(row)

    def _only_here(self) -> None:
        self._choice.only("" if self._choice.article else self._here)

    def _open_filter(self) -> None:
        if self._filter is None:
            self._filter = FilterLine(self, self._choice.typed)
            self.mount(self._filter)

    def _close_filter(self, *, keeps: bool) -> None:
        if self._filter is not None:
            self._filter.remove()
            self._filter = None
            self.set_focus(None)
        if not keeps:
            self._choice.want("")

    def want(self, typed: str) -> None:
        """List what a filter keeps."""
        self._choice.want(typed)
        self._draw()

    def _copy(self) -> None:
        """Give the rows to the terminal's clipboard, a line each, with tabs between the columns."""
        rows = list(self._choice.chosen_rows())
        lines = [
            "\t".join((row.article, str(row.line), row.label, *_in_one_line(row.text, row.note)))
            for row in rows
        ]
        self.app.copy_to_clipboard("\n".join(lines))
        self.say(f"{counted(len(lines), 'row')} copied, if the terminal lets a program do that")

    def _write(self) -> None:
        """Write what is listed to a file."""

        def written(sentence: str | None) -> None:
            self.say(sentence or "")

        self.app.push_screen(self._export(), written)

    def _note(self, label: str, quote: str, note: str, done: Callable[[str], None]) -> None:
        """Write a note, and have it kept."""
        from tui.screens.note import NoteScreen  # Textual's editor is read with it

        def written(text: str | None) -> None:
            if text is not None:
                done(text)
            self._draw()

        self.app.push_screen(NoteScreen(label, quote, note), written)

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """Show a sentence until the next key."""
        self._message = (fill(sentence, self.key), is_bad)
        self._draw()

    # Drawing -------------------------------------------------------------------------------

    def _draw(self) -> None:
        if not self.size.width or not self.is_attached:
            return
        workspace, sheet = self._workspace, self._sheet()
        shown = self._choice.shown(sheet.rows_in_view)
        text, is_bad = (self._choice.fault, True) if self._choice.fault else self._message
        width, palette = self.size.width, self._palette
        said = message_lines(text, is_bad=is_bad, palette=palette, width=width) if text else []
        passage = None if shown.row is None else self._passage(shown.row)
        trouble = fill(workspace.status.trouble, self.key)
        self._lines.set_strips(
            [
                sheet.head(shown, trouble, is_read_only=bool(workspace.status.read_only)),
                *sheet.rows(shown, partial(empty_list, shown, self.key)),
                *sheet.foot(passage, said),
                *sheet.keys,
            ]
        )

    def _passage(self, row: ListedAnnotation) -> Passage:
        """Where a row stands, and how many ties it has."""
        ties = 0
        if row.annotation is not None:
            mention = Mention(row.article, row.annotation.id)
            ties = sum(1 for _ in self._workspace.now.links().relations_of(mention))
        return Passage(row, self._workspace.now.peek(row.article).article.text, ties)

    def _sheet(self) -> ListSheet:
        size = self.size
        labels, is_filtering = self._workspace.labels, self._filter is not None
        keys = list_keys(labels, self.keymap, self._palette, size, is_filtering=is_filtering)
        return ListSheet(size.width, size.height, self._palette, keys)

    # The mouse -----------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked; a double click goes there."""
        row = event.screen_y - HEAD
        if 0 <= row < self._sheet().rows_in_view:
            self._choice.go(self._choice.top + row - self._choice.at)
            if event.chain == 2:
                self._choose()
        self._draw()

    def on_mouse_scroll_down(self) -> None:
        """Go on to the next row."""
        self._choice.go(1)
        self._draw()

    def on_mouse_scroll_up(self) -> None:
        """Go back to the row before."""
        self._choice.go(-1)
        self._draw()


def _in_one_line(*texts: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in texts)
