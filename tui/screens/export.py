"""Export the story to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.widgets import Input, Static

from store.errors import InputError
from store.formats.exporting import export_to_file, place_of, write_dataset
from store.formats.features import Feature
from store.formats.registry import every_format, format_named
from store.formats.staging import staging_folder
from store.formats.writing import ExportOptions
from store.text.inert import inert
from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from store.formats.format import Format
    from store.formats.losses import Losses
    from store.story.workspace import Workspace

_LOOKED_AT: Final = 5_000
"""Annotations up to which it is tried out at once what a format cannot hold of them."""
_QUIET: Final = frozenset({Feature.IDS, Feature.ORIGINS, Feature.TEXT, Feature.OFFSETS})
"""What a format lacks without anything being lost to those who use the annotations."""


class ExportScreen(Dialog[str]):
    """Its result is a sentence on what was written."""

    MODE = Mode.EXPORT

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        able = (each for each in every_format() if each.writes is not None)
        self._formats = [*able, format_named("tsv")]
        self._format = self._formats[0]
        self._asked_for = ("", "")
        """The name and the format with which the person has been told what would be replaced or
        left out."""
        self._tried: dict[str, Losses | InputError] = {}
        """What was found of formats that were tried out, by their names."""

    def compose(self) -> ComposeResult:
        """Where to, in which format, what is wrong with that, and the keys."""
        box = Vertical(classes="dialog")
        box.border_title = "Export the dataset"
        count = sum(self._workspace.now.counts.values())
        articles = len(self._workspace.story.articles)
        with box:
            yield Static(
                f"{count:,} spans in {articles:,} articles, by {inert(self._workspace.annotator)}",
                markup=False,
                classes="hint",
            )
            yield InertInput(f"{self._workspace.story.name}.jsonl")
            yield Static("", markup=False, id="export-format")
            yield Static("", markup=False, classes="fault", id="export-fault")
            yield Static(
                f"{self.key('export.previous-format')} and {self.key('export.next-format')} change "
                "the format, or the ending of the name does\n"
                f"{self.hint('export.write')}, relative to {inert(str(Path.cwd()))} · "
                f"{self.key(LEAVE)} leaves",
                markup=False,
                classes="hint",
            )

    def on_mount(self) -> None:
        """Begin with the file's name."""
        self.query_one(Input).focus()
        self._show_format()

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "export.next-format": partial(self._change_format, 1),
            "export.previous-format": partial(self._change_format, -1),
            "export.write": self._write,
        }

    # The format ----------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take the format that the name ends like; one of several that is chosen stays."""
        event.stop()
        ending = _ending(event.value.strip(), self._formats)
        if ending and ending not in self._format.endings:
            self._format = next(each for each in self._formats if ending in each.endings)
        self.say("")
        self._show_format()

    def _change_format(self, by: int) -> None:
        """Take another format, and give the name its ending."""
        number = (self._formats.index(self._format) + by) % len(self._formats)
        self._format = self._formats[number]
        entry = self.query_one(Input)
        name = entry.value.strip()
        stem = name.removesuffix(_ending(name, self._formats, has_case=True))
        ending = "" if self._format.is_folder else next(iter(self._format.endings), "")
        entry.value = f"{stem}{ending}"
        entry.cursor_position = len(stem)
        self.say("")
        self._show_format()

    def _show_format(self) -> None:
        format_ = self._format
        kind = "a folder" if format_.is_folder else "a file"
        lines = [f"{format_.name}, {kind}: {format_.title}", f"  {self._lacks()}"]
        self._update("#export-format", lines)

    @property
    def _is_tried_at_once(self) -> bool:
        """Whether what is left out is counted before it is asked for."""
        is_slow = bool(self._format.extra)  # a library may take a second to load
        return not is_slow and sum(self._workspace.now.counts.values()) <= _LOOKED_AT

    def _lacks(self) -> str:
        """What the format cannot hold of this story."""
        if not self._is_tried_at_once:
            lacks = [str(f) for f in Feature if f not in self._format.holds | _QUIET]
            return f"has no place for {', '.join(lacks)}" if lacks else "holds everything"
        tried = self._tried_out()
        if isinstance(tried, InputError):
            return str(tried)
        return f"cannot hold {tried}" if tried.content else "holds all that is in this story"

    def _tried_out(self) -> Losses | InputError:
        """What is left out of a dataset that nobody gets to see."""
        name = self._format.name
        if name not in self._tried:
            try:
                with staging_folder(None) as folder:
                    self._tried[name] = self._made(folder)
            except InputError as error:
                self._tried[name] = error
        return self._tried[name]

    def _made(self, folder: Path) -> Losses:
        from store.formats.collecting import story_rows

        rows = story_rows(self._workspace)
        options = ExportOptions()
        _, report = write_dataset(
            rows, self._format, folder, "dataset", self._workspace.labels, options
        )
        return report.losses

    # Writing -------------------------------------------------------------------------------

    def _write(self) -> None:
        """Write the file, after asking if one is there already or something would be left out."""
        name = self.query_one(Input).value.strip()
        path = Path(name).expanduser()
        if not name:
            self.say("Name a file to write to")
            return
        try:
            if self._asked_for != (name, self._format.name):
                warnings = self._warnings(path)
                if warnings:
                    self._asked_for = (name, self._format.name)
                    self.say("\n".join(warnings))
                    return
            report = export_to_file(self._workspace, path, format_=self._format.name)
        except InputError as error:
            self.say(str(error))
        else:
            lost = report.losses.content
            left_out = f"; left out: {report.losses}" if lost else ""
            self.dismiss(f"Exported {report} to {path}{left_out}")

    def _warnings(self, path: Path) -> list[str]:
        """What the person should know before anything is written.

        Raises:
            InputError: Nothing can be written there, or not so.
        """
        place_of(self._workspace, path, is_folder=self._format.is_folder)
        tried = self._tried_out()
        if isinstance(tried, InputError):
            raise tried
        sentences: list[str] = []
        again = self.key("export.write")
        if tried.content and not self._is_tried_at_once:  # else it stands above already
            sentences += tried.sentences(self._format.name)
        if path.is_file():
            sentences.append(f"{path.name} is there already: {again} again replaces it")
        elif tried.content:
            sentences.append(f"{again} again writes it all the same")
        return sentences

    def say(self, sentence: str) -> None:
        """Show a sentence below the format."""
        self._update("#export-fault", sentence.split("\n"))

    def _update(self, widget: str, lines: list[str]) -> None:
        shown = "\n".join(inert(fill(line, self.key)) for line in lines)
        self.query_one(widget, Static).update(shown)


def _ending(name: str, formats: list[Format], *, has_case: bool = False) -> str:
    """The longest ending of a format that a name has; empty if it has none."""
    lower = name.lower()
    endings = {ending for each in formats for ending in each.endings if lower.endswith(ending)}
    longest = max(endings, key=len, default="")
    return name[len(name) - len(longest) :] if has_case and longest else longest
