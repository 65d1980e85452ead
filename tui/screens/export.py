"""Export the story: every format with what it would lose, the file, and how much of the story."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.destination import is_confined_out
from store.errors import InputError
from store.files import CONFINED
from store.formats.choices import RowSize
from store.text.inert import inert
from store.wording import counted, unmarked
from tui.filling import fill
from tui.fuzzy import best_matches
from tui.keys.commands import LEAVE, Mode
from tui.render.bars import ago
from tui.render.export_table import (
    LEGEND,
    ExportMark,
    choice_line,
    export_line,
    file_column,
    loss_words,
    mark_of,
    what_line,
)
from tui.screens.dialog import ListDialog
from tui.screens.export_choice import ExportLayers
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from store.formats.exporting import ExportReport
    from store.formats.format import Format
    from tui.screens.export_choice import ExportChoice

_SLICE: Final = 0.01
"""Seconds for which losses are worked out between two looks for a key."""
_REST: Final = 0.2
"""Seconds without a key before they are worked out."""
_SHOWN_EVERY: Final = 0.3
"""Seconds between two times that what is known by now is shown: the list is written whole."""


class ExportScreen(ListDialog[str]):
    """Its result is a sentence on what was written."""

    MODE = Mode.EXPORT

    def __init__(self, choice: ExportChoice) -> None:
        super().__init__()
        self.choice = choice  # what is chosen
        self._shown: list[Format] = []  # those that are listed
        self._timer: Timer | None = None  # has losses worked out
        self._to_show: set[Format] = set()  # of which more is known than is shown
        self._last_key = self._shown_at = 0.0  # by the monotonic clock: a key; losses shown
        self._asked_for = ""  # the path of which has been told that something is there

    def compose(self) -> ComposeResult:
        """The formats, where to, how much, what is wrong with that, and the keys."""
        box = Vertical(classes="dialog", id="export-dialog")
        with box:
            yield InertInput(placeholder="type to find a format", widget_id="export-find")
            yield OptionList(id="export-list", markup=False)
            yield Static("", markup=False, classes="hint", id="export-lost")
            with Horizontal(classes="field"):
                yield Static("file ", classes="hint")
                yield InertInput(widget_id="export-file", select_on_focus=False)
            yield Static("", markup=False, classes="hint", id="export-there")
            yield Static("", markup=False, id="export-what")
            yield Static("", markup=False, id="export-tags")
            yield Static("", markup=False, classes="fault", id="export-fault")
            yield Static(_hints(self), markup=False, classes="hint")

    def on_mount(self) -> None:
        """Begin where formats are found."""
        self.options.can_focus = False
        self.query_one("#export-find").focus()
        self._file.value = self.choice.name
        self._timer = self.set_interval(_SLICE, self._work_on)
        self._take_scope()

    def on_unmount(self) -> None:
        """Work nothing out any more."""
        self.choice.stop()

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "export.field": self._change_field,
            "export.next-scope": partial(self._change_scope, 1),
            "export.previous-scope": partial(self._change_scope, -1),
            "export.text": self._change_text,
            "export.layers": partial(self._change_tags, self.choice.change_layers),
            "export.rows": partial(self._change_tags, self.choice.change_rows),
            "export.write": self._write,
        }

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has just come; nothing is worked out until there is a pause."""
        self._last_key = time.monotonic()
        return super().take_key(event)

    @property
    def _file(self) -> Input:
        return self.query_one("#export-file", Input)

    # The formats ---------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the formats that fit; or take the format that the file's name ends like."""
        event.stop()
        if event.input is not self._file:
            self._list(event.input.value)
        elif self._file.value != self.choice.name:  # the event may be of a name before it
            self.choice.rename(self._file.value)
            if self.choice.format not in self._shown:
                self._list("")
            self._show_formats()
        self._show_place()

    def _list(self, typed: str) -> None:
        """List the formats that fit what is typed; the chosen one stays if it is one of them."""
        formats = self.choice.formats
        texts = [f"{each.name} {each.title}" for each in formats]
        self._shown = [formats[index] for index, _ in best_matches(typed, texts, len(formats))]
        if not typed.strip():
            self._shown = formats
        options = self.options
        options.clear_options()
        for each in self._shown:
            options.add_option(Option("", id=each.name))
        if self._shown and (typed.strip() or self.choice.format not in self._shown):
            self._choose(self._shown[0])
        self._show_formats()

    def _choose(self, format_: Format) -> None:
        """Take another format, and give the file its name."""
        self.choice.change_format(format_)
        self._file.value = self.choice.name
        self._file.cursor_position = len(self.choice.stem)

    def go(self, by: int) -> None:
        """Go to another line, and take its format at once."""
        super().go(by)
        self._take_line()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another line was gone to, maybe with the mouse."""
        event.stop()
        self._take_line()

    def _take_line(self) -> None:
        """Take the format of the line that is gone to."""
        number = self.options.highlighted
        if number is not None and self._shown[number] is not self.choice.format:
            self._choose(self._shown[number])
            self._show_format(self._shown[number])
            self._show_place()
            self._show_tags()

    def _show_formats(self) -> None:
        chosen = self.choice.format
        self._show_tags()
        self.options.highlighted = self._shown.index(chosen) if chosen in self._shown else None
        if self.options.size.width:
            for each in self._shown:
                self._show_format(each)

    def _show_format(self, format_: Format) -> None:
        """Show what is known of a format's losses by now; of the chosen one all of it."""
        if format_ not in self._shown:
            return
        width = self.options.scrollable_content_region.width - 2
        files = file_column(map(self.choice.name_in_list, self.choice.formats), width)
        mark, words = _facts(self.choice, format_, self.key)
        cells = format_.name, self.choice.name_in_list(format_), words or format_.title
        line = export_line(mark, cells, width, files)
        if line != self.options.get_option(format_.name).prompt:  # all lines are laid out anew
            self.options.replace_option_prompt(format_.name, line)
        if format_ is self.choice.format:
            is_loss = mark in (ExportMark.CONTENT, ExportMark.BOOKKEEPING)
            said = f"loses {words}" if is_loss else words or "loses nothing"
            lost, told = self.query_one("#export-lost", Static), inert(f"{format_.title}; {said}")
            if told != lost.content:
                lost.update(told)

    def on_resize(self) -> None:
        """The lines are as long as there is room."""
        self.call_after_refresh(self._show_formats)

    def _work_on(self) -> None:
        """Work out some of what is lost, while nobody types; painting comes in between."""
        now = time.monotonic()
        if now - self._last_key < _REST:
            return
        format_ = self.choice.work_out(_SLICE)
        if format_ is not None:
            self._to_show.add(format_)
        elif self._timer is not None:
            self._timer.pause()
        if format_ is None or format_ is self.choice.format or now - self._shown_at > _SHOWN_EVERY:
            self._shown_at = now
            while self._to_show:
                self._show_format(self._to_show.pop())

    # How much, and where to ----------------------------------------------------------------

    def _change_field(self) -> None:
        """Go on from finding a format to naming the file, or back, at once for the next key."""
        finds = self.focused is not self._file
        self.set_focus(self.query_one("#export-file" if finds else "#export-find"))

    def _change_scope(self, by: int) -> None:
        """Write more or less of the story; in the name of the file the caret goes on."""
        if self.focused is self._file:
            (self._file.action_cursor_right if by > 0 else self._file.action_cursor_left)()
            return
        self.choice.change_scope(by)
        self._take_scope()

    def _take_scope(self) -> None:
        spans, articles = self.choice.size
        box = self.query_one(".dialog")
        box.border_title = f"Export {counted(spans, 'span')}, {counted(articles, 'article')}"
        self._list(self.query_one("#export-find", Input).value)
        self._show_place()
        self._show_what()
        if self._timer is not None:
            self._timer.resume()

    def _change_text(self) -> None:
        self.choice.has_text = not self.choice.has_text
        self._show_what()

    def _show_what(self) -> None:
        """How much is written, and whether with the texts: what is chosen stands out."""
        scopes = {scope: fill(scope.value, self.key) for scope in self.choice.scopes}
        shown = scopes[self.choice.scope]
        line = what_line([*scopes.values()], shown, has_text=self.choice.has_text)
        self.query_one("#export-what", Static).update(line)
        self.say("")

    def _change_tags(self, change: Callable[[], None]) -> None:
        """Take other layers or rows, which may lose more or less."""
        change()
        self._show_formats()
        self._show_tags()
        if self._timer is not None:
            self._timer.resume()

    def _show_tags(self) -> None:
        """Which layers and rows there are, where the format leaves that open."""
        lines = _tag_choices(self.choice, self.key)
        shown = self.query_one("#export-tags", Static)
        shown.update(choice_line(lines))
        shown.display = bool(lines)

    def _show_place(self) -> None:
        """Say what is there already, and no more what was wrong with another place."""
        name = self._file.value.strip()
        there = _what_is_there(Path(name).expanduser(), self.choice, self.key) if name else ""
        self.query_one("#export-there", Static).update(there)
        self.say("")

    # Writing -------------------------------------------------------------------------------

    def _write(self) -> None:
        """Write it, after asking once if it replaces anything."""
        name = self._file.value.strip()
        path, choice = Path(name).expanduser(), self.choice
        if not name:
            self.say("Name a file to write to")
            return
        lost = choice.lost(choice.format)
        try:
            if isinstance(lost, InputError):
                raise lost
            if self._asked_for != name and choice.replaces(path):
                self._asked_for = name
                self.say(_replaces(path))
                return
            report = choice.write(path)
        except InputError as error:
            self.say(str(error))
            return
        self.dismiss(_exported(report, path))

    def say(self, sentence: str) -> None:
        """Show a sentence below the rest."""
        shown = inert(fill(sentence, self.key))
        self.query_one("#export-fault", Static).update(shown)


def _replaces(path: Path) -> str:
    return f"{unmarked(path.name)} is there already: {{key:export.write}} again replaces it"


def _exported(report: ExportReport, path: Path) -> str:
    """What is said once a file is written."""
    left_out = f"; left out: {loss_words(report.losses)}" if report.losses.content else ""
    what = f"{counted(report.articles, 'article')}, {counted(report.spans, 'span')}"
    return f"Exported {what} to {unmarked(path)}{left_out}"


def _facts(
    choice: ExportChoice, format_: Format, key: Callable[[str], str]
) -> tuple[ExportMark, str]:
    """How much is lost in a format, and what; or why it is not known."""
    lost = choice.lost(format_)
    if lost is None:
        return ExportMark.UNKNOWN, choice.progress_of(format_)
    if isinstance(lost, InputError):
        return ExportMark.IMPOSSIBLE, fill(str(lost), key)
    return mark_of(lost), loss_words(lost)


def _what_is_there(path: Path, choice: ExportChoice, key: Callable[[str], str]) -> str:
    """What is said of a file that is there already; nothing where there is none."""
    try:
        if is_confined_out(path) or not path.is_file():
            return ""
        age = max(0.0, time.time() - path.stat().st_mtime)
        asks = path.resolve() != choice.written
    except OSError:
        return ""  # what is wrong with it is said once it is to be written
    pressed = key("export.write")
    does = f"{pressed} asks once" if asks else f"{pressed} replaces it"
    return f"     exists, written {ago(age)}: {does}"


def _tag_choices(
    choice: ExportChoice, key: Callable[[str], str]
) -> list[tuple[str, list[str], str]]:
    """Which layers and rows there are, where the format leaves that open."""
    lines: list[tuple[str, list[str], str]] = []
    if choice.format.has_layers:
        lines.append((f"{key('export.layers')} layers", [*ExportLayers], choice.layers))
    if choice.format.has_row_sizes:
        lines.append((f"{key('export.rows')} rows", [*RowSize], choice.rows))
    return lines


def _hints(screen: ExportScreen) -> str:
    """The keys, what the signs mean, and into which folder a name leads."""
    key = screen.key
    what = f"{key('export.previous-scope')} {key('export.next-scope')} what"
    choose = f"{key('list.up')} {key('list.down')} format"
    keys = screen.hint("export.field", "export.text", "export.write")
    leaves = f"{key(LEAVE)} leaves"
    where = "your downloads" if CONFINED in os.environ else inert(str(Path.cwd()))
    return f"{choose} · {what} · {keys} · {leaves}\n{LEGEND} · into {where}"
