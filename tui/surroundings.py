"""The lines above and below the panes: what they show, and when.

They say how the story is kept, what is under the caret, which keys matter, and what has just
happened. A message stays until the next key; a notice, which nobody asked for, until Esc.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from tui.filling import fill
from tui.keys.commands import Mode
from tui.render.bars import key_line, message_line, notice_lines, pending_line, status_line
from tui.render.inspector import Inspected, around_line, target_line
from tui.render.jump_line import jump_line
from tui.render.lines import line_strip
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from textual.strip import Strip
    from textual.timer import Timer

    from tui.keys.keymap import Pressed
    from tui.render.palette import Palette
    from tui.screens.desk import Desk

_HINT_AFTER: Final = 0.4
"""Seconds after the first key of a chord at which what can follow is shown."""
_READING_HINTS: Final = (
    "help", "quit", "jump", "jump.keep", "suggestion.accept", "undo", "annotation.next",
    "annotation.previous", "select.grow", "select.toggle", "search", "pane.next",
    "annotation.remove",
    "annotation.resize", "annotation.note", "export", "palette", "article.next",
)  # fmt: skip
_RESIZING_HINTS: Final = ("resize.keep", "resize.leave", "resize.flip", "help")
_LEAVING_HINTS: Final = ("leave.put-back", "leave.keep", "leave.stay")
_HINTS: Final = {
    Mode.READING: _READING_HINTS,
    Mode.JUMPING: _READING_HINTS,
    Mode.RESIZING: _RESIZING_HINTS,
    Mode.LEAVING: _LEAVING_HINTS,
}


class Surroundings:
    """Everything on the main screen but the panes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.status = LineWidget("status")
        self.notice = LineWidget("notice")
        self.inspector = LineWidget("inspector")
        self.keys = LineWidget("keys")
        self._message: tuple[str, bool] | None = None
        self._rest = ""
        """What of the message stands in the line of keys, as there is no room for it above."""
        self._unread = list(desk.workspace.notices)
        """The notices that the person has not taken away yet."""
        desk.workspace.notices.subscribe(self._unread.append)
        self._pressed: Pressed | None = None
        self._hint_timer: Timer | None = None
        self._hint_is_due = False
        self._keys_made: tuple[Palette, object, Strip] | None = None
        """The line of keys as it was last made, and what it was made from."""

    # Saying things -------------------------------------------------------------------------

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """Show a sentence until the next key; an empty one says nothing."""
        if sentence:
            self._message = (fill(sentence, self._desk.keymap), is_bad)

    def forget_message(self) -> None:
        """A key was pressed: what was said before it has been read."""
        self._message = None

    def dismiss_notice(self) -> bool:
        """Take away the notice that is shown; whether there was one."""
        if not self._unread:
            return False
        del self._unread[0]
        return True

    def wait_for_more(self, pressed: Pressed) -> None:
        """Take note of what came of a key; what can follow it is shown after a moment."""
        if self._hint_timer is not None:
            self._hint_timer.stop()
        self._hint_is_due = False
        self._pressed = pressed if pressed.pending else None
        if pressed.pending:
            self._hint_timer = self._desk.set_timer(_HINT_AFTER, self._hint)

    def _hint(self) -> None:
        self._hint_is_due = True
        self._show_keys()

    # Showing -------------------------------------------------------------------------------

    def show(self) -> None:
        """Bring every line up to date."""
        self._show_notice()
        self.show_status()
        self._rest = self._show_inspector()
        self._show_keys()

    def show_status(self) -> None:
        """Bring the top line up to date, which says how long ago the last edit was saved."""
        desk = self._desk
        at = desk.workspace.saved_at
        saved = None if at is None else time.monotonic() - at
        palette = desk.palette
        line = status_line(desk.workspace, palette, saved, desk.size.width, desk.suggesting.state)
        self.status.set_strips([line])

    def _show_notice(self) -> None:
        desk = self._desk
        desk.set_class(bool(self._unread), "-noticed")
        if self._unread:
            unread = [fill(sentence, desk.keymap) for sentence in self._unread]
            lines = notice_lines(unread, desk.palette, desk.size.width)
            self.notice.styles.height = len(lines)
            self.notice.set_strips(lines)

    def _show_inspector(self) -> str:
        """Say what a key means, and below that what has just happened or what is around it.

        Returns:
            What of the message there was no room for.
        """
        desk = self._desk
        palette, width, pane = desk.palette, desk.size.width, desk.pane
        target = desk.target
        suggestion = target.suggestion
        inspected = Inspected(
            target,
            pane.page.text,
            selected=pane.selection.span.of(pane.page.text),
            opened=pane.opened,
            annotator=desk.workspace.annotator,
            alike=desk.suggesting.suggester.count_of_kind(suggestion) if suggestion else 0,
            search=self._search(),
        )
        first = target_line(inspected, desk.keymap, palette, width)
        rest = ""
        if self._message is not None:
            text, is_bad = self._message
            if self.inspector.size.height == 1:
                return text
            second, rest = message_line(text, is_bad=is_bad, palette=palette, width=width)
        elif self._is_new() and target.suggestion is None and not inspected.search:
            second = line_strip([(f" {self._welcome()}", palette.faint)], [], width, palette.faint)
        else:
            second = around_line(inspected, desk.keymap, palette, width)
        self.inspector.set_strips([first, second])
        return rest

    def _search(self) -> str:
        """The search that is lit, in words; empty if none is, or while it is typed."""
        search, pane = self._desk.search, self._desk.pane
        if search is None or pane.opened is None or self._desk.search_bar is not None:
            return ""
        ids = [ref.id for ref in self._desk.workspace.story.articles]
        return search.described(ids, pane.opened.id, pane.selection.span)

    def _is_new(self) -> bool:
        """Whether nothing has been tagged in the story and nothing is selected."""
        return not sum(self._desk.workspace.counts.values()) and self._desk.pane.selection.is_empty

    def _welcome(self) -> str:
        """What to begin with, as long as nothing is tagged."""
        desk = self._desk
        label = next(iter(desk.workspace.labels))
        key, many = desk.key(f"tag.{label.name}"), desk.key("jump.keep")
        accept, undo = desk.key("suggestion.accept"), desk.key("undo")
        if desk.size.width < 110:
            return (
                f"{key}: tag it as {label.name} · {many} {key}: tag many · {accept}: what is "
                f"suggested · {undo} undo"
            )
        return (
            f"{key} tags it as {label.name} · {many} {key}, then letters: tags many · {accept} "
            f"goes through what is suggested · {undo} undoes · each edit is saved at once"
        )

    def _show_keys(self) -> None:
        desk = self._desk
        palette, width = desk.palette, desk.size.width
        if self._rest:
            style = palette.warning if self._message and self._message[1] else palette.bar
            strip = line_strip([(f" {self._rest}", style)], [], width, palette.bar)
        elif self._pressed is not None and self._hint_is_due:
            strip = pending_line(desk.keymap.typed, self._pressed, palette, width)
        elif desk.jump is not None and desk.mode is Mode.JUMPING:
            strip = jump_line(desk.jump, desk.workspace.labels, desk.keymap, palette, width)
        else:
            counts = desk.workspace.counts
            strip = self._key_line(desk.mode, width, palette, tuple(counts.items()))
        self.keys.set_strips([strip])

    def _key_line(
        self, mode: Mode, width: int, palette: Palette, counts: tuple[tuple[str, int], ...]
    ) -> Strip:
        """The line of keys, made anew only when something in it is different."""
        state = (mode, width, counts)
        made = self._keys_made
        if made is None or made[0] is not palette or made[1] != state:
            desk = self._desk
            hints = _HINTS[mode]
            strip = key_line(
                desk.workspace.labels, dict(counts), desk.keymap, hints, palette, width
            )
            self._keys_made = made = (palette, state, strip)
        return made[2]
