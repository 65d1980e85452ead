"""What is imported before the first paint: what the first screen needs, and nothing else.

Each module costs a start about 0.15 ms, and a dataclass 0.4 ms; what the bench finds is of them.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from store.corpus.survey import Survey
from store.corpus.work_place import WorkPlace
from tests.cli.support import environment

if TYPE_CHECKING:
    from pathlib import Path

NEEDED: Final = {
    "store": "colours errors files frozen labels notices search steps wording",
    "store.annotations": "actions collection edits links model persistent",
    "store.articles": "byline loading model renames story",
    "store.ledger": "checkpoints contents journal journal_index ledger lock opening"
    " position records replay rescue scanning status storage texts writer",
    "store.library": "places",
    "store.story": "following last_view old_texts open_article open_story progress rebasing"
    " renaming workspace",
    "store.suggest": "proposals",
    "store.text": "boundaries folding inert span spelling stops",
    "tui": "app driver filling forwarding gc_policy motions reading_ahead refused_typing"
    " resuming search selection session signals sliced_work status_bars suggesting target view",
    "tui.actions": "annotating answering arranging editing jumping leaping making moving"
    " progressing searching selecting suggesting walking working",
    "tui.cli": "main options output screen",
    "tui.input": "bursts meaning reader tokenizer tokens",
    "tui.keys": "commands key_names keymap keymap_file label_keys modes screen_commands"
    " tie_commands",
    "tui.render": "bars cells changes drawn edges inspector jump_line lines palette partial pen"
    " rows viewport wrap",
    "tui.screens": "editor editor_state informed_screen main opening tie_keys",
    "tui.widgets": "article_pane command_keys line painted_rows pane_painter pane_row read_rows"
    " shown_edits",
}
"""Every module of ours that may be imported by then, by its package. What is not there is imported
where it is first used; who adds one says here that no first paint does without it."""
MOST: Final = 146
"""How many these are with their packages. The number may fall."""
SLOW: Final = {
    *("filelock", "sentencex", "charset_normalizer", "tomllib", "tinydb"),
    "importlib.metadata",
}
"""What others have written that is slow to import, and that no first paint needs."""
PAINTED: Final = """
import asyncio, dataclasses, sys
from pathlib import Path
import tui.cli.main, tui.driver
from store.articles import find_story
from store.story.workspace import Workspace
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for


async def paint(folder):
    with Workspace.open(find_story([folder]), "ana") as workspace:
        from tui.app import SidelightApp
        keys = keymap_for(all_commands(workspace.labels))
        app = SidelightApp(workspace, keys, columns=None, suggests=False)
        async with app.run_test(size=(160, 50)):
            modules = dict(sys.modules)
            assert "Angela Merkel" in app.export_screenshot().replace("&#160;", " ")
    return modules

modules = asyncio.run(paint(Path(sys.argv[1])))
print(*sorted(modules))
print(*sorted(
    f"{name}.{key}"
    for name, module in modules.items()
    if name.partition(".")[0] in ("store", "tui")
    for key, value in vars(module).items()
    if dataclasses.is_dataclass(value) and value.__module__ == name
    and not name.startswith("tui.cli.")  # a dataclass says the options of a command
))
"""


def write_texts(folder: Path) -> None:
    """Make a story of two articles."""
    (folder / "one.txt").write_text("A title\n\nAngela Merkel met Vladimir Putin.\n")
    (folder / "two.txt").write_text("Another\n\nThey met in Moscow on 3 May 2018.\n")


def printed(script: str, folder: Path) -> list[str]:
    """The lines that a script prints that is given a folder."""
    run = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env=environment(COLORTERM="truecolor"),
    )
    return run.stdout.splitlines()


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], list[str]]:
    """The modules there are when the first screen stands, and the dataclasses in ours."""
    folder = tmp_path_factory.mktemp("story")
    write_texts(folder)
    modules, dataclasses = printed(PAINTED, folder)
    return set(modules.split()), dataclasses.split()


def test_the_first_paint_imports_what_it_needs_and_nothing_else(
    painted: tuple[set[str], list[str]],
) -> None:
    needed = {f"{room}.{name}" for room, names in NEEDED.items() for name in names.split()}
    needed |= set(NEEDED)
    ours = {name for name in painted[0] if name.partition(".")[0] in ("store", "tui")}
    assert ours - needed == set()
    assert needed - ours == set(), "these need not be named any more"
    assert len(needed) <= MOST


def test_nothing_slow_is_imported_before_it(painted: tuple[set[str], list[str]]) -> None:
    assert {"textual.app", "regex", "msgspec"} <= painted[0]
    assert painted[0] & SLOW == set()


def test_no_class_that_it_takes_is_a_dataclass(painted: tuple[set[str], list[str]]) -> None:
    assert painted[1] == [], "a `store.frozen.Frozen` is made in a fortieth of the time"


AFTERWARDS: Final = """
import asyncio, sys, threading
from importlib.abc import MetaPathFinder
from pathlib import Path
import tui.cli.main, tui.driver
from store.articles import find_story
from store.story.workspace import Workspace
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for

seen = []

class Watching(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if threading.current_thread() is threading.main_thread():
            seen.append(name)

async def read(folder):
    with Workspace.open(find_story([folder]), "ana") as workspace:
        from tui.app import SidelightApp
        keys = keymap_for(all_commands(workspace.labels))
        app = SidelightApp(workspace, keys, columns=None, suggests="quiet")
        async with app.run_test(size=(160, 50)) as pilot:
            sys.meta_path.insert(0, Watching())
            screen = app.screen
            for _ in range(1000):
                if screen.suggesting.has_begun and not screen.suggesting.is_busy:
                    if screen.ties.watch and screen.across.index.made is not None:
                        break
                await pilot.pause(0.05)
            else:
                sys.exit("it never began")
            sys.meta_path.pop(0)

asyncio.run(read(Path(sys.argv[1])))
print(*seen)
"""


def test_no_key_waits_for_an_import_after_the_first_paint(tmp_path: Path) -> None:
    """What ties, suggestions and comparing the articles take is read by another thread."""
    write_texts(tmp_path)
    (line,) = printed(AFTERWARDS, tmp_path)
    small = {"concurrent.futures.thread", "store.ledger.keeping_up"}  # a millisecond each
    assert set(line.split()) <= small


LISTED: Final = """
import asyncio, sys
from pathlib import Path
import tui.cli.main, tui.driver
from store.articles.story import story_of
from store.corpus.survey import Survey
from store.corpus.work_place import WorkPlace
from store.story.workspace import Workspace
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for
from tui.library_app import LibraryApp
from tui.screens.library_choice import LibraryChoice

async def listed(corpus):
    choice = LibraryChoice(Survey(WorkPlace(corpus, "ana"), corpus.parent / "index"))
    with Workspace.open(story_of(corpus), "ana", read_only=True) as workspace:
        app = LibraryApp(workspace, keymap_for(all_commands(workspace.labels)), choice)
        async with app.run_test(size=(160, 50)) as pilot:
            while "Convoy" not in app.export_screenshot():
                await pilot.pause()
            return dict(sys.modules)

print(*sorted(asyncio.run(listed(Path(sys.argv[1]).parent))))
"""


def test_the_list_of_stories_imports_nothing_that_looks_into_texts(tmp_path: Path) -> None:
    """Not where it is known how far the stories are: what queries ask takes long to import."""
    corpus = tmp_path / "corpus"
    (corpus / "Convoy").mkdir(parents=True)
    write_texts(corpus / "Convoy")
    survey = Survey(WorkPlace(corpus, "ana"), tmp_path / "index")
    while survey.look_on(1.0):
        pass
    survey.keep()
    (line,) = printed(LISTED, corpus / "Convoy")
    modules = set(line.split())
    assert {"tui.screens.library_choice", "store.corpus.survey"} <= modules
    rooms = ("store.across", "store.suggest.candidates", "store.query.finding", "store.text.tokens")
    assert {name for name in modules if name.startswith(rooms)} == set()
