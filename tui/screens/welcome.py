"""A folder without articles: what can be done, until a report is there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.articles.loading import LOADERS, PAPERS, is_article_name
from store.articles.story import folders_below, left_out_sentence, listed, story_of
from store.errors import SidelightError
from store.formats.extras import is_installed
from store.importing.arriving import take_away
from store.labels import LABELS_FILE
from store.text.inert import inert
from store.wording import counted
from tui.keys.commands import Mode
from tui.screens.list_dialog import ListDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from store.story.workspace import Workspace

_LOOK_EVERY: Final = 1.0
"""Seconds after which it is looked whether a report is there."""
_MOST: Final = 50
"""Other folders that are listed."""

_EXTRAS: Final = {"htm": "html"}
"""The optional extras for files with an ending, where they are not called like it."""


class WelcomeScreen(ListDialog[None]):
    """Waits for an article; tells the app where to go on."""

    MODE = Mode.WELCOME

    class Chosen(Message):
        """Somebody wants to go on: with a folder, or to practise."""

        def __init__(self, folder: Path | None = None, *, practises: bool = False) -> None:
            super().__init__()
            self.folder = folder
            self.practises = practises

    def __init__(self, folder: Path, to_edit: Callable[[], Workspace]) -> None:
        """Wait for an article.

        Args:
            folder: Where.
            to_edit: Opens the story there to edit, for an import.
        """
        super().__init__()
        self._folder = folder
        self._to_edit = to_edit
        self._left_out: tuple[str, ...] = ()
        self._others: list[Path] = []

    def compose(self) -> ComposeResult:
        """What can be done, other folders, and what files are there."""
        box = Vertical(classes="dialog", id="welcome-dialog")
        box.border_title = "Sidelight"
        with box:
            yield Static("", markup=False, id="welcome-where")
            yield Static(self._does(), markup=False, id="welcome-does")
            yield Static("", markup=False, id="welcome-files")
            yield Static("", markup=False, id="welcome-others")
            yield OptionList(id="welcome-list", markup=False)

    def _does(self) -> str:
        types, papers = " or ".join(LOADERS), " ".join(PAPERS)
        keys = [
            ("welcome.import", f"makes articles of pages and papers ({papers}),"),
            ("", "or brings in a dataset"),
            ("welcome.practise", "practises on two articles"),
            ("quit", "leaves"),
        ]
        lines = [f" {self.key(name) if name else '':<3} {does}" for name, does in keys]
        first = f"Put the reports of one event here, one {types} file each; then it opens.\n"
        return "\n".join((first, *lines))

    def on_mount(self) -> None:
        """Look now, and again each second."""
        self.options.can_focus = False
        self._list_others()
        self._look()
        self.set_interval(_LOOK_EVERY, self._look)

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "welcome.import": self._import,
            "welcome.practise": lambda: self.post_message(self.Chosen(practises=True)),
            "list.choose": self._choose,
            "quit": self.leave,
        }

    def leave(self) -> None:
        """Leave; nothing was written."""
        self.app.exit()

    # What there is -------------------------------------------------------------------------

    def _look(self) -> None:
        """Open the story if there is something to read; else say what is there."""
        if self.app.screen is not self:
            return
        try:
            story = story_of(self._folder)
            is_ready = any(ref.path.stat().st_size for ref in story.articles)
            names = os.listdir(self._folder)
        except (SidelightError, OSError) as error:
            self.say(str(error))
            return
        if is_ready:
            self.post_message(self.Chosen(self._folder))
            return
        what = "holds no article yet" if names else "is empty"
        self._update("#welcome-where", f"{self._folder.resolve()} {what}\n")
        self._left_out = story.left_out
        known = {*story.left_out, LABELS_FILE}
        others = [name for name in sorted(names) if self._is_strange(name) and name not in known]
        said = [self._files(story.left_out), self._strangers(others)]
        self._update("#welcome-files", "".join(f"\n{each}" for each in said if each))

    def _is_strange(self, name: str) -> bool:
        """Whether a name is that of a file that no article can be called."""
        return not (name[0] == "." or is_article_name(name) or (self._folder / name).is_dir())

    def _strangers(self, names: Sequence[str]) -> str:
        """Which files are no articles: whoever put them there waits for them."""
        if not names:
            return ""
        ends = "its name ends" if len(names) == 1 else "their names end"
        return f"No article, as {ends} otherwise: {listed(names)}."

    def _files(self, names: Sequence[str]) -> str:
        """What was left out, and what has to be installed to make articles of it."""
        if not names:
            return ""
        said = f"{left_out_sentence(names, self.key('welcome.import'))}."
        needed = {_EXTRAS.get(ending, ending) for ending in map(_ending, names)}
        missing = sorted(each for each in needed if not is_installed(each))
        if missing:
            said += f" First: pip install 'sidelight[{','.join(missing)}]'"
        return said

    def _list_others(self) -> None:
        """The folders with articles below this one and beside it."""
        folder = self._folder.resolve()
        for where in (folder, folder.parent):
            try:
                self._others += [where / n for n in folders_below(where) if where / n != folder]
            except OSError:
                continue
        self._others = self._others[:_MOST]
        options = self.options
        options.display = bool(self._others)
        for path in self._others:
            options.add_option(Option(inert(os.path.relpath(path, folder))))
        if self._others:
            options.highlighted = 0
            keys = f"{self.key('list.up')} {self.key('list.down')} {self.key('list.choose')}"
            others = counted(len(self._others), "other folder")
            self._update("#welcome-others", f"\n{keys} opens another folder ({others}):")

    def _update(self, widget: str, text: str) -> None:
        self.query_one(widget, Static).update("\n".join(map(inert, text.split("\n"))))

    # What is done --------------------------------------------------------------------------

    def _choose(self) -> None:
        """Open another folder."""
        number = self.options.highlighted
        if number is not None:
            self.post_message(self.Chosen(self._others[number]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the folder that was clicked."""
        self.post_message(self.Chosen(self._others[event.option_index]))

    def _import(self) -> None:
        """Make articles of what is there, or bring in a dataset."""
        from tui.screens.importing import ImportScreen

        try:
            workspace = self._to_edit()
        except SidelightError as error:
            self.say(str(error))
            return
        if workspace.status.read_only:
            self.say(f"{workspace.status.read_only}; nothing can be imported")
            workspace.close()
            return

        def closed(sentence: str | None) -> None:
            story = workspace.story
            workspace.close()
            if not story.articles:
                take_away(story, workspace.annotator, keeps_root=True)
            if sentence:
                self._look()

        first = self._folder if self._left_out else None
        self.app.push_screen(ImportScreen(workspace, first), closed)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
