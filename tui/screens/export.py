"""Export the story to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input, Static

from store.errors import InputError
from store.formats.exporting import FORMATS, export_to_file
from store.text.inert import inert
from tui.screens.dialog import Dialog
from tui.widgets.entry import Entry

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from store.workspace import Workspace


class ExportScreen(Dialog[str]):
    """Its result is a sentence on what was written."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._asked_for = ""
        """The file that the person has been told is there already."""

    def compose(self) -> ComposeResult:
        """Where to, what is wrong with that, and the keys."""
        box = Vertical(classes="dialog")
        box.border_title = "Export the dataset"
        count = sum(self._workspace.counts.values())
        articles = len(self._workspace.story.articles)
        with box:
            yield Static(
                f"{count:,} spans in {articles:,} articles, by {inert(self._workspace.annotator)}",
                markup=False,
                classes="hint",
            )
            yield Entry(f"{self._workspace.story.name}.jsonl")
            yield Static("", markup=False, classes="fault", id="export-fault")
            yield Static(
                "JSONL; as a table if the name ends in .csv or .tsv\n"
                f"Enter writes, relative to {inert(str(Path.cwd()))} · Esc leaves",
                markup=False,
                classes="hint",
            )

    def on_mount(self) -> None:
        """Begin with the file's name."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file, after asking if one is there already."""
        event.stop()
        path = Path(event.value.strip()).expanduser()
        if not event.value.strip():
            self._say("Name a file to write to")
        elif path.is_file() and self._asked_for != event.value:
            self._asked_for = event.value
            self._say(f"{path.name} is there already: Enter again replaces it")
        else:
            try:
                format_ = path.suffix.lower().removeprefix(".")
                report = export_to_file(
                    self._workspace, path, format_=format_ if format_ in FORMATS else "jsonl"
                )
            except InputError as error:
                self._say(str(error))
            else:
                self.dismiss(f"Exported {report} to {path}")

    def _say(self, sentence: str) -> None:
        self.query_one("#export-fault", Static).update(inert(sentence))
