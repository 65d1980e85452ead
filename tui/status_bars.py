"""The lines above and below the panes: what they show, and when.

They say how the story is kept, what is under the caret, which keys matter, and what has just
happened. A message stays until the next key; a notice, which nobody asked for, until Esc.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.render.bars import key_line, message_line, notice_lines, pending_lines, status_line
from tui.render.inspector import around_line, target_line
from tui.render.jump_line import jump_line
from tui.render.lines import line_strip
from tui.widgets.line import LineWidget, SearchPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.strip import Strip

    from store.labels import Label, LabelSet
    from store.notices import Notices
    from store.search import Query
    from tui.jumping import Jump
    from tui.keys.keymap import Keymap, Pressed
    from tui.render.bars import Status
    from tui.render.inspector import Inspected
    from tui.render.palette import Palette
    from tui.tying import Tying
    from tui.widgets.search_bar import SearchBar

_SPOKEN: Final = 400
"""Cells of a line that nobody sees: nothing in it is cut."""
_READING_HINTS: Final = (
    "help", "quit", "jump", "jump.keep", "suggestion.accept", "undo", "search", "annotations",
    "article.done", "select.grow", "annotation.next", "annotation.previous", "select.toggle",
    "pane.next", "annotation.remove", "annotation.resize", "annotation.note", "export", "palette",
    "article.next",
)  # fmt: skip
_RESIZING_HINTS: Final = ("resize.keep", "resize.leave", "resize.flip", "help")
_SEARCH_HINTS: Final = ("search.go", LEAVE, "search.kind", "search.earlier", "palette")
_LEAVING_HINTS: Final = ("leave.put-back", "leave.keep", "leave.stay")
_HINTS: Final = {
    Mode.READING: _READING_HINTS,
    Mode.JUMPING: _READING_HINTS,
    Mode.TYING: _READING_HINTS,
    Mode.RESIZING: _RESIZING_HINTS,
    Mode.LEAVING: _LEAVING_HINTS,
    Mode.SEARCH: _SEARCH_HINTS,
}


class EditorState(Frozen):
    """What the lines are made from: how things stand on the screen."""

    palette: Palette
    width: int
    """Of the screen, in cells."""
    inspected: Inspected
    mode: Mode
    jump: Jump | None
    tying: Tying | None
    counts: Mapping[str, int]
    """How many spans there are of each label."""
    teaches: bool
    """Whether the first hints are shown."""
    guideline: Label | None = None
    """The label whose guideline is shown."""
    guideline_rows: int = 0
    """How many rows it may take."""


class StatusBars:
    """Everything on the main screen but the panes."""

    hints: Mapping[Mode, tuple[str, ...]] = _HINTS
    """The commands that are named in the line of keys, by what keys mean."""

    def __init__(self, labels: LabelSet, keymap: Keymap, notices: Notices) -> None:
        """What the lines say of keys and labels, and the notices, to which others add."""
        self._labels = labels
        self._keymap = keymap
        self.status = LineWidget("status")
        self.notice = LineWidget("notice")
        self.inspector = LineWidget("inspector")
        self.prompt = SearchPlace()
        self.guideline = LineWidget("guideline")
        self.keys = LineWidget("keys")
        self._message: tuple[str, bool] | None = None
        self.rest = ""
        """What of the message stands in the line of keys, as there is no room for it above."""
        self._unread = list(notices)
        """The notices that the person has not taken away yet."""
        notices.subscribe(self._unread.append)
        self._pressed: Pressed | None = None
        self._shown_status: tuple[Status, Palette, int] | None = None
        """What the line at the top was made from."""
        self._keys_made: tuple[Palette, object, Strip] | None = None
        """The line of keys as it was last made, and what it was made from."""

    # Saying things -------------------------------------------------------------------------

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """Show a sentence until the next key; an empty one says nothing."""
        if sentence:
            self._message = (fill(sentence, self._keymap.name_of), is_bad)

    def is_said(self, beginning: str) -> bool:
        """Whether what was said last begins so, and is still shown."""
        return self._message is not None and self._message[0].startswith(beginning)

    def forget_message(self) -> None:
        """A key was pressed: what was said before it has been read."""
        self._message = None

    def dismiss_notice(self) -> bool:
        """Take away the notice that is shown; whether there was one."""
        if not self._unread:
            return False
        del self._unread[0]
        return True

    @property
    def has_notice(self) -> bool:
        """Whether there is a notice that has not been taken away."""
        return bool(self._unread)

    def wait_for_more(self, pressed: Pressed) -> None:
        """Take note of what came of a key; what can follow it is shown."""
        self._pressed = pressed if pressed.pending else None

    def spoken(self, state: EditorState) -> list[str]:
        """What the lines below the panes say, as sentences: what a key means, then a message."""
        message = self._message[0] if self._message else ""
        if state.tying is not None:
            asked, likeliest = self._tie_lines(state, state.tying, _SPOKEN)
            return [asked.text, message or likeliest.text]
        target = self.meaning_line(state.inspected, state.palette, _SPOKEN)
        return [target.text, message]

    def meaning_line(
        self, inspected: Inspected, palette: Palette, width: int, labels: Iterable[Label] = ()
    ) -> Strip:
        """What a key means: the first line below the panes.

        Args:
            inspected: What is under the caret, and around it.
            palette: The styles.
            width: In cells.
            labels: Those whose keys are said, while hints are.
        """
        return target_line(inspected, self._keymap, palette, width, labels)

    def _tie_lines(self, state: EditorState, tying: Tying, width: int) -> list[Strip]:
        """What is tied, and what is likeliest."""
        from tui.render.tie_lines import tie_lines  # read at the first tie

        return tie_lines(tying, self._labels, self._keymap, state.palette, width)

    # Showing -------------------------------------------------------------------------------

    def open_search(self, query: Query | None, earlier: Sequence[Query]) -> SearchBar:
        """Have a search typed in place of the second line below the panes, so that no text moves.

        Args:
            query: What is searched for already, if anything is.
            earlier: What was searched for until now, the last one last.
        """
        self.inspector.styles.height = 1
        self.prompt.styles.height = "auto"
        bar = self.prompt.search_bar()
        bar.begin(query, earlier)
        return bar

    def close_search(self) -> None:
        """Show that line again."""
        for each in (self.inspector, self.prompt):
            each.styles.clear_rule("height")
            each.refresh(layout=True)

    def show(self, state: EditorState, status: Status) -> None:
        """Bring every line up to date."""
        palette, width = state.palette, state.width
        if self._unread:
            unread = [fill(sentence, self._keymap.name_of) for sentence in self._unread]
            lines = notice_lines(unread, self._keymap, palette, width)
            self.notice.styles.height = len(lines)
            self.notice.set_strips(lines)
        self.show_status(status, palette, width)
        self._show_guideline(state)
        self.rest = self._show_inspector(state)
        self._show_keys(state)

    def show_status(self, status: Status, palette: Palette, width: int) -> None:
        """Bring the top line up to date, which says how long ago the last edit was saved."""
        shown = status, palette, width
        if shown != self._shown_status:
            self._shown_status = shown
            self.status.set_strips([status_line(status, palette, width)])

    def _show_guideline(self, state: EditorState) -> None:
        """Show the guideline that was asked for, or none."""
        self.guideline.display = state.guideline is not None
        if state.guideline is None:
            return
        from tui.render.guideline import guideline_lines  # few keys ask for it

        lines = guideline_lines(
            state.guideline, self._keymap, state.palette, state.width, state.guideline_rows
        )
        self.guideline.styles.height = len(lines)
        self.guideline.set_strips(lines)

    def _show_inspector(self, state: EditorState) -> str:
        """Say what a key means, and below that what has just happened or what is around it.

        Returns:
            What of the message there was no room for.
        """
        palette, width, inspected = state.palette, state.width, state.inspected
        teaches = state.teaches and state.mode is Mode.READING  # else a letter is another
        labels = self._labels if teaches else ()
        first = self.meaning_line(inspected, palette, width, labels)
        ways: Strip | None = None
        if state.tying is not None:
            first, ways = self._tie_lines(state, state.tying, width)
        rest = ""
        if self._pressed is not None:
            second = pending_lines(self._keymap.typed, self._pressed, palette, width)[0]
        elif self._message is not None:
            text, is_bad = self._message
            if self._has_one_line:
                return text
            second, rest = message_line(text, is_bad=is_bad, palette=palette, width=width)
        elif ways is not None:
            second = ways
        elif teaches and (hint := self._first_hint(inspected)):
            second = line_strip([(f" {hint}", palette.faint)], [], width, palette.faint)
        else:
            follows = state.mode not in (Mode.RESIZING, Mode.SEARCH)  # there it keeps what is new
            second = around_line(inspected, self._keymap, palette, width, follows=follows)
        self.inspector.set_strips([first, second])
        return rest

    @property
    def _has_one_line(self) -> bool:
        """Whether what is around the target, and messages, have no line below the panes; so it is
        before it is laid out so."""
        height = self.inspector.styles.height
        return height is not None and height.value == 1

    def _key(self, command_id: str) -> str:
        return self._keymap.name_of(command_id)

    def _first_hint(self, inspected: Inspected) -> str:
        """What to do with a word, or with what is tagged, until somebody has tagged a little."""
        if inspected.says_nothing_around:
            return self._welcome()
        if not inspected.says_only_what_it_is:
            return ""
        tags = (self._key(f"tag.{label.name}") for label in self._labels)
        ends = map(self._key, ("nudge.start-left", "nudge.start-right", "nudge.end-right",
                               "nudge.end-left"))  # fmt: skip
        return (
            f"{self._key('annotation.remove')} removes · {' '.join(ends)} move its ends · "
            f"{' '.join(tags)} relabel · {self._key('suggestion.accept')}: what is suggested"
        )

    def _welcome(self) -> str:
        """What to begin with."""
        label = self._key(f"tag.{next(iter(self._labels)).name}")
        leap, many = self._key("jump"), self._key("jump.keep")
        accept, undo, every = (self._key(c) for c in ("suggestion.accept", "undo", "help"))
        return (
            f"{leap}: letters to leap, {many} {label}: to tag many · {accept}: what is suggested · "
            f"{undo} undo · {every} help"
        )

    def _show_keys(self, state: EditorState) -> None:
        palette, width = state.palette, state.width
        following = self._following(palette, width)
        if self.rest:
            style = palette.warning if self._message and self._message[1] else palette.bar
            strip = line_strip([(f" {self.rest}", style)], [], width, palette.bar)
        elif following:
            strip = following[0]
        elif state.tying is not None:
            from tui.render.tie_lines import tie_key_line  # read at the first tie

            strip = tie_key_line(state.tying, self._keymap, palette, width)
        elif state.jump is not None and state.mode is Mode.JUMPING:
            strip = jump_line(state.jump, self._labels, self._keymap, palette, width)
        else:
            strip = self._key_line(state)
        self.keys.set_strips([strip])

    def _following(self, palette: Palette, width: int) -> list[Strip]:
        """What can follow the keys of a chord, as far as there is no room for it above."""
        if self._pressed is None:
            return []
        lines = pending_lines(self._keymap.typed, self._pressed, palette, width)
        return lines if self._has_one_line else lines[1:]

    def _key_line(self, state: EditorState) -> Strip:
        """The line of keys, made anew only when something in it is different."""
        palette, width, counts = state.palette, state.width, dict(state.counts)
        made_from = (state.mode, width, counts)
        made = self._keys_made
        if made is None or made[0] is not palette or made[1] != made_from:
            hints = self.hints[state.mode]
            labels = () if state.mode is Mode.SEARCH else self._labels
            strip = key_line(labels, counts, self._keymap, hints, palette, width)
            self._keys_made = made = (palette, made_from, strip)
        return made[2]
