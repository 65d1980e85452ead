"""Export the story: every format with what it would lose, the file, and how much of the story."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import InputError
from store.text.inert import inert
from store.wording import counted
from tui.filling import fill
from tui.fuzzy import best_matches
from tui.keys.commands import LEAVE, Mode
from tui.render.bars import ago
from tui.render.export_table import (
    LEGEND,
    ExportMark,
    export_line,
    file_column,
    loss_words,
    mark_of,
)
from tui.screens.dialog import ListDialog
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from store.formats.format import Format
    from tui.screens.export_choice import ExportChoice

_SLICE: Final = 0.01
"""Seconds for which losses are worked out between two keys."""


class ExportScreen(ListDialog[str]):
    """Its result is a sentence on what was written."""

    MODE = Mode.EXPORT

    def __init__(self, choice: ExportChoice) -> None:
        super().__init__()
        self._choice = choice
        self._shown: list[Format] = []
        """The formats that are listed."""
        self._asked_for = ""
        """The path of which the person has been told that something is there."""

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
            yield Static("", markup=False, classes="fault", id="export-fault")
            yield Static(self._hints(), markup=False, classes="hint")

    def _hints(self) -> str:
        what = f"{self.key('export.previous-scope')} {self.key('export.next-scope')} what"
        choose = f"{self.key('list.up')} {self.key('list.down')} format"
        keys = self.hint("export.field", "export.text", "export.write")
        leaves = f"{self.key(LEAVE)} leaves"
        return f"{choose} · {what} · {keys} · {leaves}\n{LEGEND} · into {inert(str(Path.cwd()))}"

    def on_mount(self) -> None:
        """Begin where formats are found."""
        self.options.can_focus = False
        self.query_one("#export-find").focus()
        self._file.value = self._choice.name
        self._take_scope()

    def on_unmount(self) -> None:
        """Work nothing out any more."""
        self._choice.stop()

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "export.field": self._change_field,
            "export.next-scope": partial(self._change_scope, 1),
            "export.previous-scope": partial(self._change_scope, -1),
            "export.text": self._change_text,
            "export.write": self._write,
        }

    @property
    def _file(self) -> Input:
        return self.query_one("#export-file", Input)

    # The formats ---------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the formats that fit; or take the format that the file's name ends like."""
        event.stop()
        if event.input is not self._file:
            self._list(event.input.value)
        elif self._file.value != self._choice.name:  # the event may be of a name before it
            self._choice.rename(self._file.value)
            if self._choice.format not in self._shown:
                self._list("")
            self._show_formats()
        self._show_place()

    def _list(self, typed: str) -> None:
        """List the formats that fit what is typed; the chosen one stays if it is one of them."""
        formats = self._choice.formats
        texts = [f"{each.name} {each.title}" for each in formats]
        self._shown = [formats[index] for index, _ in best_matches(typed, texts, len(formats))]
        if not typed.strip():
            self._shown = formats
        options = self.options
        options.clear_options()
        for each in self._shown:
            options.add_option(Option("", id=each.name))
        if self._shown and (typed.strip() or self._choice.format not in self._shown):
            self._choose(self._shown[0])
        self._show_formats()

    def _choose(self, format_: Format) -> None:
        """Take another format, and give the file its name."""
        self._choice.change_format(format_)
        self._file.value = self._choice.name
        self._file.cursor_position = len(self._choice.stem)

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
        if number is not None and self._shown[number] is not self._choice.format:
            self._choose(self._shown[number])
            self._show_format(self._shown[number])
            self._show_place()

    def _show_formats(self) -> None:
        chosen = self._choice.format
        self.options.highlighted = self._shown.index(chosen) if chosen in self._shown else None
        if self.options.size.width:
            for each in self._shown:
                self._show_format(each)

    def _show_format(self, format_: Format) -> None:
        """Show what is known of a format's losses by now; of the chosen one all of it."""
        if format_ not in self._shown:
            return
        width = self.options.scrollable_content_region.width - 2
        files = file_column(map(self._name_in_list, self._choice.formats), width)
        mark, words = self._facts(format_)
        cells = format_.name, self._name_in_list(format_), words or format_.title
        self.options.replace_option_prompt(format_.name, export_line(mark, cells, width, files))
        if format_ is self._choice.format:
            is_loss = mark in (ExportMark.CONTENT, ExportMark.BOOKKEEPING)
            said = f"loses {words}" if is_loss else words or "loses nothing"
            self.query_one("#export-lost", Static).update(inert(f"{format_.title}; {said}"))

    def _facts(self, format_: Format) -> tuple[ExportMark, str]:
        """How much is lost in a format, and what; or why it is not known."""
        lost = self._choice.lost(format_)
        if lost is None:
            return ExportMark.UNKNOWN, f"what is lost is worked out: {self._choice.progress:.0%}"
        if isinstance(lost, InputError):
            return ExportMark.IMPOSSIBLE, fill(str(lost), self.key)
        return mark_of(lost), loss_words(lost)

    def _name_in_list(self, format_: Format) -> str:
        return self._choice.file_name(format_) + ("/" if format_.is_folder else "")

    def on_resize(self) -> None:
        """The lines are as long as there is room."""
        self.call_after_refresh(self._show_formats)

    def _work_on(self) -> None:
        """Work out some of what is lost; keys and painting come in between."""
        if not self.is_attached:
            return
        format_ = self._choice.work_out(_SLICE)
        if format_ is not None:
            self._show_format(format_)
            self.set_timer(0.002, self._work_on)

    # How much, and where to ----------------------------------------------------------------

    def _change_field(self) -> None:
        """Go on from finding a format to naming the file, or back."""
        finds = self.focused is not self._file
        self.query_one("#export-file" if finds else "#export-find").focus()

    def _change_scope(self, by: int) -> None:
        """Write more or less of the story; in the name of the file the caret goes on."""
        if self.focused is self._file:
            (self._file.action_cursor_right if by > 0 else self._file.action_cursor_left)()
            return
        self._choice.change_scope(by)
        self._take_scope()

    def _take_scope(self) -> None:
        spans, articles = self._choice.size
        box = self.query_one(".dialog")
        box.border_title = f"Export {counted(spans, 'span')}, {counted(articles, 'article')}"
        self._list(self.query_one("#export-find", Input).value)
        self._show_place()
        self._show_what()
        self._work_on()

    def _change_text(self) -> None:
        self._choice.has_text = not self._choice.has_text
        self._show_what()

    def _show_what(self) -> None:
        """How much is written, and whether with the texts: what is chosen stands out."""
        choice = self._choice
        line = Text("what ", "dim")
        for scope in choice.scopes:
            line.append(f" {fill(scope.value, self.key)} ", _style(is_chosen=scope is choice.scope))
        line.append("   text ", "dim")
        for has_text, said in ((True, "with"), (False, "without")):
            line.append(f" {said} ", _style(is_chosen=has_text is choice.has_text))
        self.query_one("#export-what", Static).update(line)
        self.say("")

    def _show_place(self) -> None:
        """Say what is there already, and no more what was wrong with another place."""
        path = Path(self._file.value.strip()).expanduser()
        said = ""
        try:
            if self._file.value.strip() and path.is_file():
                age = max(0.0, time.time() - path.stat().st_mtime)
                asks = path.resolve() != self._choice.written
                key = self.key("export.write")
                does = f"{key} asks once" if asks else f"{key} replaces it"
                said = f"     exists, written {ago(age)}: {does}"
        except OSError:
            said = ""  # what is wrong with it is said once it is to be written
        self.query_one("#export-there", Static).update(said)
        self.say("")

    # Writing -------------------------------------------------------------------------------

    def _write(self) -> None:
        """Write it, after asking once if it replaces anything."""
        name = self._file.value.strip()
        path, choice = Path(name).expanduser(), self._choice
        if not name:
            self.say("Name a file to write to")
            return
        lost = choice.lost(choice.format)
        try:
            if isinstance(lost, InputError):
                raise lost
            if self._asked_for != name and choice.replaces(path):
                self._asked_for = name
                self.say(f"{path.name} is there already: {{key:export.write}} again replaces it")
                return
            report = choice.write(path)
        except InputError as error:
            self.say(str(error))
            return
        left_out = loss_words(report.losses) if report.losses.content else ""
        what = f"{counted(report.articles, 'article')}, {counted(report.spans, 'span')}"
        self.dismiss(f"Exported {what} to {path}" + (f"; left out: {left_out}" if left_out else ""))

    def say(self, sentence: str) -> None:
        """Show a sentence below the rest."""
        shown = inert(fill(sentence, self.key))
        self.query_one("#export-fault", Static).update(shown)


def _style(*, is_chosen: bool) -> str:
    return "bold reverse" if is_chosen else "dim"
