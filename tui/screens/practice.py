"""The screen of practice: the main screen with a teacher who looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.commands import Mode
from tui.render.practice_board import Board, BoardStyle, board_lines
from tui.screens.main import MainScreen
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from store.practice.gold import GoldSpan
    from store.practice.teacher import Teacher
    from store.story.workspace import Change
    from tui.screens.editor_state import EditorSetup


class PracticeScreen(MainScreen):
    """The main screen, with what to do now and what the gold says of it above the panes."""

    def __init__(self, setup: EditorSetup, teacher: Teacher) -> None:
        super().__init__(setup)
        self.base_modes = (Mode.PRACTICE, Mode.READING)
        self.teacher = teacher
        self._board = LineWidget("practice")
        self._text_rows: tuple[int, int] = (0, 0)
        """A width, and the rows that an exercise takes in it."""
        self._shown: GoldSpan | None = None
        """What is marked as an example."""
        self._exercise_without_letters = teacher.course.at
        """Where no letters to jump to were shown last."""
        self.handlers["practice.example"] = lambda _: self._show_example()
        self.handlers["practice.skip"] = lambda _: self._skip()

    # Putting together ----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The lines of the main screen, and the board above the panes."""
        self._board.styles.height = 0
        for widget in super().compose():
            if widget is self.panes:
                yield self._board
            yield widget

    def on_mount(self) -> None:
        """Look on. What the main screen does when it is mounted is done as well."""
        self.workspace.subscribe(self._look_at)

    def on_resize(self, _: events.Resize) -> None:
        """Make room for the board, or for none where the screen is too small.

        What the main screen does at a new size is done as well, after this.
        """
        self.call_later(self._show_board)

    # Looking on ----------------------------------------------------------------------------

    def do(self, command_id: str, count: int | None = None) -> None:
        """Take note of a command, and do what it does."""
        self.teacher.use(command_id)
        super().do(command_id, count)

    def _look_at(self, change: Change) -> None:
        self._follow()
        jump = self.session.jump
        self.teacher.see(change, has_brush=bool(jump and jump.armed_label))
        self._unmark()

    def _follow(self) -> None:
        """Let the teacher know where somebody is."""
        if self.panes.panes and self.pane.opened is not None:
            self.teacher.look_at(self.pane.opened.id, self.pane.selection.head)

    def show_state(self) -> None:
        """Bring the lines around the panes up to date."""
        super().show_state()
        self._show_board()

    def _show_board(self) -> None:
        is_small = self.has_class("-small")
        self._board.display = not is_small
        if is_small or not self.panes.panes:
            return
        width, height = self.size
        teacher, style = self.teacher, BoardStyle(self.keymap, self.palette, width)
        if self._text_rows[0] != width:
            self._text_rows = (width, style.rows_of(teacher.course))
        can_relabel = self.session.jump is None and self.pane.view.last_created is not None
        board = Board(
            course=teacher.course,
            example=teacher.gold.text_of(teacher.example) if teacher.example else "",
            remark=teacher.remark_words(can_relabel=can_relabel),
            is_right=bool(teacher.remark and teacher.remark.is_right),
            score=teacher.score,
            cost=teacher.sitting.cost_of(*teacher.labels),
            labels=teacher.labels,
            letters=self._left_letters(),
        )
        lines = board_lines(board, style, height, self._text_rows[1])
        if self._board.size.height != len(lines):
            self._board.styles.height = len(lines)
        self._board.set_strips(lines)

    def _left_letters(self) -> int:
        """How often Esc takes away letters left from an exercise before; 0 if there are none."""
        if self.session.jump is None:
            self._exercise_without_letters = self.teacher.course.at
            return 0
        if self._exercise_without_letters == self.teacher.course.at:
            return 0
        return 2 if self.session.jump.armed_label else 1

    # Asking the teacher --------------------------------------------------------------------

    def _show_example(self) -> None:
        self._follow()
        span = self.teacher.show_example()
        if span is None:
            self.say("There is nothing to show for this")
            return
        self.go_to(span.article, span.span)
        self._unmark()
        self._shown = span
        self.say(f"Here the gold has {span.label} “{self.teacher.gold.text_of(span)}”")
        if self.session.search is None:
            self.pane.set_found([span.span])

    def _unmark(self) -> None:
        """An edit was made or something else is to be done: the example is not marked any more."""
        span, self._shown = self._shown, None
        if span is not None and self.session.search is None:
            for pane in self.panes.panes_with(span.article):
                pane.set_found([])

    def _skip(self) -> None:
        if self.teacher.course.exercise is None:
            self.say("The lessons are over; practice --again begins them anew")
            return
        self._follow()
        self.teacher.skip()
        self._unmark()
