"""Long work of a command: done in slices, with a line that says how far it is, until Esc stops it.

What takes no time to speak of is done at once, as if there were no slices. Else the line is painted
before the work goes on, and keys that are pressed meanwhile wait until it is done; Esc drops them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from tui.forwarding import forward
from tui.keys.key_names import pressed_key
from tui.sliced_work import Pace, SlicedWork, reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from store.steps import Steps
    from tui.editor import Editor

T = TypeVar("T")

_AT_ONCE: Final = 0.1
"""Seconds of work that nobody has to be told of."""
_PACE: Final = Pace(0.02, 0.005, shows_every=0.0)


class Work:
    """What an editor is busy with, and the keys that wait for its end."""

    def __init__(
        self,
        editor: Editor,
        steps: Steps[Any],
        doing: str,
        then: Callable[[Any], None],
        stopped: Callable[[], None],
    ) -> None:
        """Use `run`."""
        self._editor = editor
        self._steps = steps
        self._doing = doing
        self._then = then
        self._stopped = stopped
        self._waiting: list[events.Key] = []
        self._sliced = SlicedWork(
            editor, self._go_on, pace=lambda: _PACE, shows=self._show, failed=self._fail
        )

    def begin(self) -> None:
        """Do it, if it takes no time to speak of; else go on once that has been said."""
        self._sliced.begin(_AT_ONCE)

    def _go_on(self, seconds: float) -> bool:
        if self._editor.session.work is self:
            self._editor.bars.forget_message()
        return self._steps.work(seconds)

    def _show(self) -> None:
        """Say how far it is; once it is done, have something done with what it made."""
        editor = self._editor
        if not self._sliced.is_going_on:
            self._then(self._steps.result)
            self._end()
            return
        editor.set_session(editor.session.busy_with(self))
        done = f"{self._steps.done:,} of {self._steps.total:,}"
        editor.say(f"{self._doing}: {done}; {{key:cancel}} stops it")
        editor.show_state()

    def _fail(self, error: Exception) -> None:
        self._editor.complain(reason(error))
        self._end()

    def take(self, event: events.Key) -> None:
        """A key was pressed: that of `cancel` stops the work, and any other waits for its end."""
        if pressed_key(event) not in self._editor.keymap.keys_of("cancel"):
            self._waiting.append(event)
            return
        self._waiting.clear()
        self._sliced.stop()
        self._steps.stop()
        self._stopped()
        self._end()

    def _end(self) -> None:
        """Let the keys that waited be pressed, if anybody had to wait."""
        editor = self._editor
        if editor.session.work is not self:
            return
        editor.set_session(editor.session.busy_with(None))
        editor.show_state()
        for event in self._waiting:
            forward(event, editor.app.screen)


def run(
    editor: Editor,
    steps: Steps[T],
    doing: str,
    then: Callable[[T], None],
    stopped: Callable[[], None] | None = None,
) -> None:
    """Do long work for a command, now or in slices.

    Args:
        editor: What is worked on. Its keys wait until the work is done.
        steps: The work. What it raises as a `SidelightError` is said, and ends it.
        doing: What it does, as the beginning of a line: "Accepting “Moscow” as location".
        then: Takes what the work made: changes something, and says what.
        stopped: Says what has become of it where Esc stops it; by default that nothing was changed.
    """
    if stopped is None:

        def stopped() -> None:
            editor.say("Stopped; nothing was changed")

    Work(editor, steps, doing, then, stopped).begin()
