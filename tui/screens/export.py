"""Export the story: every format with what it would lose, the file, and how much of the story."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.destination import is_confined_out
from store.errors import InputError
from store.files import CONFINED
from store.formats.choices import RowSize
from store.text.inert import inert
from store.wording import counted, unmarked
from tui.filling import fill
from tui.fuzzy import best_matches
from tui.keys.commands import LEAVE, Mode
from tui.render.annotation_table import wrapped_parts
from tui.render.bars import ago
from tui.render.export_table import (
    LEGEND,
    ExportMark,
    choice_parts,
    export_line,
    file_column,
    loss_words,
    mark_of,
    what_parts,
)
from tui.render.framed import framed
from tui.render.lines import line_strip, with_the_last
from tui.screens.export_choice import ExportLayers
from tui.screens.framed_list import FramedList
from tui.sliced_work import Pace, SlicedWork, reason
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.strip import Strip

    from store.formats.exporting import ExportReport
    from store.formats.writable import WritableFormat
    from tui.render.lines import Part
    from tui.render.palette import Palette
    from tui.screens.export_choice import ExportChoice

_PACE: Final = Pace(0.01, 0.01, rest=0.2, shows_every=0.3)
"""How losses are worked out."""
_AROUND: Final = 9
"""Lines around the formats, where nothing takes more than one."""


class ExportScreen(FramedList[str]):
    """Its result is a sentence on what was written."""

    MODE = Mode.EXPORT
    HEAD = 2
    FIELD = "export-find"
    PLACEHOLDER = "type to find a format"

    def __init__(self, choice: ExportChoice, palette: Palette) -> None:
        super().__init__(palette, "export-dialog")
        self.choice = choice  # what is chosen
        self._file = InertInput(
            widget_id="export-file", select_on_focus=False, typed=self._name_file
        )
        self._shown: list[WritableFormat] = []  # those that are listed
        self._work = SlicedWork(
            self,
            self._work_on,
            pace=lambda: _PACE,
            shows=self.draw,
            failed=lambda error: self.say(f"What is lost is not known ({reason(error)})"),
        )
        self._asked_for = ""  # the path of which has been told that something is there
        self._extent = (0, 0)  # how many spans and articles are written
        self._feet = 0  # lines below the formats
        self.sheet.styles.height = len(choice.formats) + _AROUND

    def compose(self) -> ComposeResult:
        """The sheet, and over it what is typed: a format, and the name of the file."""
        with self.sheet:
            yield self.field
            yield self._file

    def opened(self) -> None:
        """Begin where formats are found, with what was last written."""
        self._asked_for = ""
        self._extent = self.choice.size
        self._file.value = self.choice.name
        super().opened()
        self.set_focus(self.field)
        self._work.wake()

    def closed(self) -> None:
        """Work nothing out any more."""
        self.choice.stop()
        self._work.stop()

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

    # The formats ---------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many formats are listed."""
        return len(self._shown)

    def list_what_fits(self, typed: str) -> None:
        """List the formats that fit what is typed; the chosen one stays if it is one of them."""
        formats = self.choice.formats
        texts = [f"{each.name} {each.title}" for each in formats]
        self._shown = [formats[index] for index, _ in best_matches(typed, texts, len(formats))]
        if not typed.strip():
            self._shown = formats
        if self._shown and (typed.strip() or self.choice.format not in self._shown):
            self._take(self._shown[0])
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Have the keys mean the line of the chosen format, where it is listed."""
        chosen = self.choice.format
        self.at = self._shown.index(chosen) if chosen in self._shown else 0
        self.said = ""
        self.draw()

    def _take(self, format_: WritableFormat) -> None:
        """Take another format, and give the file its name."""
        self.choice.change_format(format_)
        self._file.value = self.choice.name
        self._file.cursor_position = len(self.choice.stem)

    def go(self, by: int) -> None:
        """Go to another line, and take its format at once."""
        self.at = max(0, min(self.count - 1, self.at + by))
        if self._shown and self._shown[self.at] is not self.choice.format:
            self._take(self._shown[self.at])
        self.said = ""
        self.draw()

    def go_page(self, by: int) -> None:
        """Go ten lines on or back."""
        self.go(10 * by)

    def choose(self) -> None:
        """A format is taken once it is gone to; a key writes it."""

    def _name_file(self, name: str) -> None:
        """Take the name of the file, and the format that it ends like."""
        if name != self.choice.name:
            self.choice.rename(name)
            if self.choice.format not in self._shown:
                self._shown = self.choice.formats
            self._show_chosen()

    def _work_on(self, seconds: float) -> bool:
        """Work out some of what is lost; whether all is known."""
        format_ = self.choice.work_out(seconds)
        if format_ is self.choice.format:
            self._work.was_shown()
            self.draw()
        return format_ is None

    # Drawing -------------------------------------------------------------------------------

    @property
    def frame_title(self) -> str:
        """How much is written."""
        spans, articles = self._extent
        return f"Export {counted(spans, 'span')}, {counted(articles, 'article')}"

    def put_in_frame(self, lines: list[Strip]) -> list[Strip]:
        """All lines of the sheet; what is said stands within the frame."""
        return framed(lines, self.frame_title, "", self.palette, self.sheet.size.width)

    def rows_in_view(self) -> int:
        """How many formats there is room for, above what is said of the one that is chosen."""
        return max(1, self.room[1] - self.HEAD - self._feet)

    def body(self, width: int, height: int) -> list[Strip]:
        """The formats, what is lost, how much is written, what is wrong with that, the keys."""
        palette, bar, choice = self.palette, self.palette.bar, self.choice
        foot = self._foot(width, height - self.HEAD - 1)
        self._feet = len(foot)
        room = max(1, height - self.HEAD - self._feet)
        self.keep_in_view(room)
        names = {each.name: choice.name_in_list(each) for each in choice.formats}
        files = file_column(names.values(), width)
        rows = []
        for format_ in self._shown[self.top : self.top + room]:
            mark, words = _facts(choice, format_, self.key)
            said = "" if mark is ExportMark.UNKNOWN else words  # how far it is, is said below
            cells = format_.name, names[format_.name], said or format_.title
            is_chosen = format_ is choice.format
            rows.append(export_line(mark, cells, (width, files), palette, is_chosen=is_chosen))
        blank = line_strip([], [], width, bar)
        rows += [blank] * (room - len(rows))
        return [blank, line_strip([("file ", palette.bar_faint)], [], width, bar), *rows, *foot]

    def _foot(self, width: int, most: int) -> list[Strip]:
        """What is said below the formats; of what is too much for so many lines what stands
        elsewhere goes: what signs mean, what the format is, keys that are not needed to leave."""
        bar, below = self.palette.bar, self._said_below()
        (keys, style), *_ = below[-2]
        for said in (
            below,
            below[:-1],
            below[1:-1],
            [*below[1:-2], [(with_the_last(keys, width), style)]],
        ):
            lines = [parts for pieces in said for parts in wrapped_parts(pieces, width)]
            if len(lines) <= most:
                break
        return [line_strip(parts, [], width, bar) for parts in lines]

    def _said_below(self) -> list[list[Part]]:
        """What is said below the formats, each in a line of its own or more."""
        palette, choice, faint = self.palette, self.choice, self.palette.bar_faint
        mark, words = _facts(choice, choice.format, self.key)
        is_loss = mark in (ExportMark.CONTENT, ExportMark.BOOKKEEPING)
        lost = f"loses {words}" if is_loss else words or "loses nothing"
        name = self._file.value.strip()
        there = _what_is_there(Path(name).expanduser(), choice, self.key) if name else ""
        keys, legend = _hints(self)
        scopes = {scope: fill(scope.value, self.key) for scope in choice.scopes}
        return [
            [(inert(f"{choice.format.title}; {lost}"), faint)],
            *([[(there, faint)]] if there else []),
            what_parts([*scopes.values()], scopes[choice.scope], palette, has_text=choice.has_text),
            *([choice_parts(tags, palette)] if (tags := _tag_choices(choice, self.key)) else []),
            *([[(inert(self.said), palette.error)]] if self.said else []),
            [(keys, palette.bar)],
            [(legend, faint)],
        ]

    def spoken(self) -> list[str]:
        """The format, the file, and what is lost."""
        (lost, _), *_ = self._said_below()[0]
        return [f"{self.choice.format.name} to {self._file.value}", lost, self.said]

    # How much, and where to ----------------------------------------------------------------

    def _change_field(self) -> None:
        """Go on from finding a format to naming the file, or back, at once for the next key."""
        self.set_focus(self._file if self.focused is not self._file else self.field)

    def _change_scope(self, by: int) -> None:
        """Write more or less of the story; in the name of the file the caret goes on."""
        if self.focused is self._file:
            (self._file.action_cursor_right if by > 0 else self._file.action_cursor_left)()
            return
        self.choice.change_scope(by)
        self._extent = self.choice.size
        self._show_chosen()
        self._work.wake()

    def _change_text(self) -> None:
        self.choice.has_text = not self.choice.has_text
        self._show_chosen()

    def _change_tags(self, change: Callable[[], None]) -> None:
        """Take other layers or rows, which may lose more or less."""
        change()
        self._show_chosen()
        self._work.wake()

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


def _replaces(path: Path) -> str:
    return f"{unmarked(path.name)} is there already: {{key:export.write}} again replaces it"


def _exported(report: ExportReport, path: Path) -> str:
    """What is said once a file is written."""
    left_out = f"; left out: {loss_words(report.losses)}" if report.losses.content else ""
    what = f"{counted(report.articles, 'article')}, {counted(report.spans, 'span')}"
    return f"Exported {what} to {unmarked(path)}{left_out}"


def _facts(
    choice: ExportChoice, format_: WritableFormat, key: Callable[[str], str]
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


def _hints(screen: ExportScreen) -> tuple[str, str]:
    """The keys, what the signs mean, and into which folder a name leads."""
    key = screen.key
    what = f"{key('export.previous-scope')} {key('export.next-scope')} what"
    choose = f"{key('list.up')} {key('list.down')} format"
    keys = screen.hint("export.field", "export.text", "export.write")
    leaves = f"{key(LEAVE)} leaves"
    where = "your downloads" if CONFINED in os.environ else inert(str(Path.cwd()))
    return f"{choose} · {what} · {keys} · {leaves}", f"{LEGEND} · into {where}"
