"""What goes across the articles on the main screen, ties and what is alike: its keys, and who draws
it. What that takes is read after the first paint."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tui.keys.commands import COMMANDS
from tui.reading_ahead import SOON, TIES, ReadingAhead
from tui.sliced_work import reason

if TYPE_CHECKING:
    from contextlib import ExitStack

    from tui.aligned import AcrossMarks
    from tui.handlers import Handlers
    from tui.screens.editor import EditorScreen
    from tui.screens.tie_watch import TieWatch

BEGIN_AFTER: Final = 0.3
"""Seconds after the first paint after which what is tied is read."""
_READ_AFTER: Final = 0.7
"""Seconds after that until all articles are read, to be compared."""
_GROUPS: Final = ("Ties", "While tying", "Across the articles")
"""The groups of the commands."""


class TieKeys:
    """Gives keys to ties."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen
        self._ahead = ReadingAhead(TIES, lambda: screen.read_at, SOON)
        self.watch: TieWatch | None = None
        """Who draws what is tied; none before the first screen is there."""
        self.handlers: Handlers = {
            command.id: partial(self._run, command.id)
            for command in COMMANDS
            if command.group in _GROUPS
        }

    def begin_soon(self, at_the_end: ExitStack) -> None:
        """Read what is tied once the first screen is there, and draw it.

        Args:
            at_the_end: Takes what ends that when the screen is left.
        """
        self._screen.set_timer(BEGIN_AFTER, self._read)
        at_the_end.callback(self._ahead.stop)

    def _read(self) -> None:
        self._ahead.begin(self._begin, self._say_why_not)

    def _say_why_not(self, error: Exception) -> None:
        self._screen.workspace.status.notices.add(f"Ties are not shown ({reason(error)})")
        self._screen.progress_changed(has_notices=True)

    def _begin(self) -> None:
        if not self._screen.is_attached:
            return
        from tui.screens.tie_watch import TieWatch

        self.watch = TieWatch(self._screen)
        self._screen.show_state()
        if len(self._screen.workspace.story.articles) > 1:
            self._screen.set_timer(_READ_AFTER, lambda: self._screen.across.index.begin())

    def _run(self, command_id: str, count: int | None) -> None:
        from tui.actions import aligning, sharing, tying

        of_all = (tying, aligning, sharing)
        known = [each.handlers(self._screen) for each in of_all]
        next(each for each in known if command_id in each)[command_id](count)

    def take(self, key: str) -> bool:
        """Take a key that says what an annotation is tied to; whether it was one.

        Any key but the one that takes it passes by what is offered.
        """
        session, accepting = self._screen.session, self._screen.keymap.keys_of("suggestion.accept")
        if session.offered_tie is not None and key not in accepting:
            self._screen.set_session(session.offering_tie(None))
        if session.tying is None:
            return False
        from tui.actions import tying

        return tying.take(self._screen, key)

    def after(self, command_id: str) -> None:
        """A command has been run: go on with a tie that is being made, or leave it."""
        if self._screen.session.tying is not None:
            from tui.actions import tying

            tying.after(self._screen, command_id)

    def pass_by(self) -> None:
        """The mouse was used: nothing is offered any more, and no tie is being made."""
        self._screen.set_session(self._screen.session.offering_tie(None))
        if self._screen.session.tying is not None:
            from tui.actions import tying

            tying.leave(self._screen)

    def show(self) -> None:
        """Offer who has said what was tagged, and light what is tied to what is meant."""
        if self.watch is not None and self._screen.panes.panes:
            self.watch.offer()
            self.watch.light()
            self._show_across()

    def marks_in(self, article_id: str) -> tuple[AcrossMarks | None, str]:
        """What is marked in an article because of others, and what is said over it."""
        return self._screen.session.across_in(article_id)

    def _show_across(self) -> None:
        """Mark in each pane what was brought there, and what is shared."""
        session = self._screen.session
        if session.aligned is not None:
            from tui.actions import aligning

            aligning.show(self._screen)
        for pane in self._screen.panes.panes:
            if pane.opened is not None:
                marks, said = self.marks_in(pane.opened.id)
                pane.set_across(marks, said)

    def shift(self) -> None:
        """Show letters and lights where they belong: other rows are visible."""
        if self.watch is not None:
            self.watch.light()
        if self._screen.session.tying is not None:
            from tui.actions import tying

            tying.offer_again(self._screen)
