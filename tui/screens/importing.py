"""Import a dataset, or pages and papers: what would change is said before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.widgets import Input, Static

from store.errors import SidelightError
from store.text.inert import inert
from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.screens.dialog import Dialog
from tui.screens.import_choice import ImportChoice
from tui.screens.path_completion import completed
from tui.sliced_work import WAITED_FOR, SlicedWork, reason
from tui.widgets.hint_lines import HintLines
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from store.story.workspace import Workspace

_NAMES: Final = 12
"""Names that a path can go on with that are shown."""


class ImportScreen(Dialog[str]):
    """Its result is a sentence on what was imported."""

    MODE = Mode.IMPORT

    def __init__(self, workspace: Workspace, path: Path | None = None) -> None:
        """Ask what is imported.

        Args:
            workspace: The story, open to edit.
            path: What is looked at to begin with, if anything is.
        """
        super().__init__()
        self._workspace = workspace
        self._choice = ImportChoice(workspace)
        self._work = SlicedWork(
            self,
            lambda seconds: not self._choice.work(seconds),
            pace=lambda: WAITED_FOR,
            shows=self._show,
            failed=self._fail,
        )
        self._first = path

    def compose(self) -> ComposeResult:
        """The path, what is there, and the keys."""
        box = Vertical(classes="dialog", id="import-dialog")
        box.border_title = f"Import into {inert(self._workspace.story.name)}"
        with box:
            yield InertInput(
                "" if self._first is None else str(self._first),
                "a dataset, a page or a paper, or a folder of them",
                select_on_focus=False,
            )
            yield Static("", markup=False, id="import-facts")
            yield Static("", markup=False, classes="fault", id="import-fault")
            yield HintLines()

    def on_mount(self) -> None:
        """Begin with the path; look at once at one that was given."""
        self.query_one(Input).focus()
        if self._first is not None:
            self._look()
        self._show()

    def on_unmount(self) -> None:
        """Take away what was made to look at it."""
        self._choice.close()

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "import.complete": self._complete,
            "import.go": self._go,
            "import.labels": self._change_labels,
        }

    @property
    def _path(self) -> Path:
        return Path(self.query_one(Input).value.strip()).expanduser()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was found at another path does not matter any more."""
        event.stop()
        if self._choice.path is not None and self._choice.path != self._path:
            self._choice.close()
            self._show()

    def _complete(self) -> None:
        """Go on with the path as far as there is one way; else name the ways."""
        field = self.query_one(Input)
        typed = field.value
        field.value, names = completed(typed)
        field.cursor_position = len(field.value)
        self._show()
        if len(names) > 1 and field.value == typed:
            more = f"  and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
            self._update("#import-facts", "  ".join(names[:_NAMES]) + more)
        elif not names:
            self.say("There is nothing of that name")

    def _change_labels(self) -> None:
        self._choice.adds_labels = not self._choice.adds_labels
        if self._choice.path is not None:
            self._look()

    # Looking, and importing ----------------------------------------------------------------

    def _go(self) -> None:
        """Look at what is there; once that has been seen, import it."""
        choice = self._choice
        if choice.path != self._path or choice.fault:
            self._look()
        elif choice.changes_anything:
            try:
                self.dismiss(choice.carry_out())
            except SidelightError as error:
                self.say(str(error))
        elif choice.plan is not None:
            self.say("Nothing of it is new, so there is nothing to import")

    def _look(self) -> None:
        if not self.query_one(Input).value.strip():
            self.say("Name a file or a folder")
            return
        self._choice.begin(self._path)
        self._work.begin()

    def _fail(self, error: Exception) -> None:
        self._choice.fail(f"It cannot be looked at ({reason(error)})")
        self._show()

    # Showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        choice = self._choice
        facts = (f"{what:<9} {fill(said, self.key)}" for what, said in choice.facts())
        self._update("#import-facts", "\n".join(facts))
        self.say(choice.fault)
        completes = self.hint("import.complete")
        if choice.plan is None:
            go = f"{self.key('import.go')} looks at it; nothing is written yet"
        elif choice.plan.edit.edits:
            go = f"{self.key('import.go')} imports it as one edit"
        elif choice.changes_anything:
            go = f"{self.key('import.go')} adds the articles"
        else:
            go = "nothing of it is new"
        labels = f"{self.key('import.labels')} {'leaves out' if choice.adds_labels else 'adds'}"
        leaves = f"{self.key(LEAVE)} leaves"
        does = f"{go} · {completes} · {labels} unknown labels · {leaves}"
        self.query_one(HintLines).show(does)

    def say(self, sentence: str) -> None:
        """Show a sentence below the facts."""
        self._update("#import-fault", fill(sentence, self.key))

    def _update(self, widget: str, text: str) -> None:
        shown = "\n".join(map(inert, text.split("\n")))
        self.query_one(widget, Static).update(shown)
