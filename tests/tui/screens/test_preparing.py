"""What a first key would have to wait for is read and made in a pause."""

from __future__ import annotations

import subprocess
import sys
from time import monotonic
from typing import TYPE_CHECKING, Final, cast

import pytest

from store.suggest.jumping.finding import jumpables_in_passage
from tests.cli.support import environment
from tests.stories import write_story
from tests.tui.support import reading
from tui.screens import opening
from tui.screens.annotations import AnnotationsScreen
from tui.screens.command_palette import PaletteScreen
from tui.screens.help import HelpScreen
from tui.screens.kept_dialogs import prepare_dialog
from tui.screens.picker import PickerScreen
from tui.screens.preparing import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from textual.screen import Screen

    from tests.tui.support import Reader
    from tui.app import SidelightApp
    from tui.screens.main import MainScreen

DIALOGS: Final[dict[str, tuple[type[Screen[Any]], str]]] = {
    "?": (HelpScreen, "Keys and labels"),
    "ctrl+p": (PaletteScreen, "Commands"),
    "p": (PickerScreen, "Articles (2)"),
    "O": (AnnotationsScreen, "There are no annotations yet"),
}
"""The dialogs that are made in a pause, by their keys, with what they show."""
KEYS: Final = (
    "a w c g,g f F O question_mark ctrl+p p slash E V i t equals_sign M B W m D I g,i g,s g,x R h "
    "x ctrl+g"
)
"""Keys that take the most the first time, each with what follows it in a chord."""
OWN: Final = (
    *("cassis", "spacy", "datasets", "pyarrow"),  # looked for, to say whether it is installed
    *(r"compile('(?<=\\W)(?=\\w)|(?<=\\w)(?=\\W)')", r"compile('\\\n')"),  # Textual's, small
)
"""What a key is allowed to wait for."""
PRESSED: Final = """
import asyncio, re, sys, threading
from importlib.abc import MetaPathFinder
from pathlib import Path
import regex
import regex._regex
import tui.cli.main, tui.driver
from store.articles import find_story
from store.story.workspace import Workspace
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for

seen = []

def see(what):
    if threading.current_thread() is threading.main_thread():
        seen.append(what)

class Watching(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        see(name)

def watched(compile_):
    def compiled(pattern, *rest, **named):
        see(f"compile({str(pattern)[:40]!r})".replace(" ", "_"))
        return compile_(pattern, *rest, **named)
    return compiled

async def press(folder):
    with Workspace.open(find_story([folder]), "ana") as workspace:
        from tui.app import SidelightApp
        keys = keymap_for(all_commands(workspace.labels))
        app = SidelightApp(workspace, keys, columns=None, suggests="quiet")
        async with app.run_test(size=(160, 50)) as pilot:
            screen = app.screen
            await pilot.press("w")
            for _ in range(1000):
                if screen.pause.is_prepared and not screen.suggesting.is_busy:
                    break
                await pilot.pause(0.05)
            else:
                sys.exit("it was never prepared")
            # What is lost in a format is worked out once the dialog stands, and in pauses.
            sys.modules["tui.screens.export_choice"].ExportChoice.work_out = lambda *_: None
            sys.meta_path.insert(0, Watching())
            re._compiler.compile = watched(re._compiler.compile)
            regex._regex.compile = watched(regex._regex.compile)
            for keys in sys.argv[2].split():
                await pilot.press(*keys.split(","))
                await pilot.pause(0.05)
                print(keys, *dict.fromkeys(seen))
                for _ in range(3):
                    await pilot.press("escape")
                seen.clear()
            sys.meta_path.pop(0)

asyncio.run(press(Path(sys.argv[1])))
"""


def test_no_first_key_imports_or_compiles_anything_after_a_pause(tmp_path: Path) -> None:
    write_story(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", PRESSED, str(tmp_path), KEYS],
        capture_output=True,
        text=True,
        check=True,
        env=environment(COLORTERM="truecolor"),
    )
    waited_for = {key: what for key, *what in map(str.split, run.stdout.splitlines())}
    assert list(waited_for) == KEYS.split()
    assert {key: what for key, what in waited_for.items() if not {*what} <= {*OWN}} == {}


async def prepared(ana: Reader) -> None:
    """Have all prepared at once, of which else one step is made after the other."""
    for has_to_wait in prepare(ana.main):
        if has_to_wait:
            await ana.settle()


async def test_a_dialog_that_was_prepared_is_the_one_that_is_opened(seeds: Path) -> None:
    async with reading(seeds, size=(120, 40)) as ana:
        await prepared(ana)
        made = {kind: ana.app.kept_dialogs[kind] for kind, _ in DIALOGS.values()}
        assert len(made) == len(DIALOGS)
        assert ana.app.screen is ana.main
        for key, (kind, shown) in DIALOGS.items():
            assert made[kind].size == ana.app.size, "it is laid out"
            await ana.press(key)
            await ana.until_screen(shown)
            assert ana.app.screen is made[kind]
            await ana.press("escape")
            await ana.until_main()


async def test_it_draws_what_one_draws_that_was_not_prepared(seeds: Path, tmp_path: Path) -> None:
    drawn: list[dict[str, str]] = []
    for is_prepared in (False, True):
        async with reading(seeds, size=(120, 40)) as ana:
            if is_prepared:
                await prepared(ana)
            screens = {}
            for key, (_, shown) in DIALOGS.items():
                await ana.press(key)
                await ana.until_screen(shown)
                await ana.settle()
                screens[key] = ana.picker() or ana.screen()
                await ana.press("escape")
                await ana.until_main()
            drawn.append(screens)
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("steps", range(8))
async def test_a_key_may_come_before_a_dialog_is_ready(seeds: Path, steps: int) -> None:
    async with reading(seeds, size=(120, 40)) as ana:
        preparing = prepare_dialog(ana.app, opening.help_dialog(ana.main))
        for _, has_to_wait in zip(range(steps), preparing, strict=False):
            if has_to_wait and steps % 2:
                await ana.settle()
        await ana.press("?")
        await ana.until_screen("Keys and labels")
        for has_to_wait in preparing:
            if has_to_wait:
                await ana.settle()
        await ana.write("theme")
        await ana.until_screen("between dark and light")
        await ana.press("escape escape")
        await ana.until_main()
        await ana.press("?")
        await ana.until_screen("Keys and labels")


async def test_what_was_opened_already_is_left_as_it_is(seeds: Path) -> None:
    async with reading(seeds, size=(120, 40)) as ana:
        await ana.press("ctrl+p")
        await ana.write("theme")
        before = ana.rows()
        await prepared(ana)
        assert ana.rows() == before


async def test_what_letters_can_stand_at_is_found_before_they_are_asked_for(seeds: Path) -> None:
    async with reading(seeds, size=(120, 40)) as ana:
        await prepared(ana)
        before = jumpables_in_passage.cache_info().misses
        await ana.press("f")
        assert ana.main.session.jump is not None
        assert jumpables_in_passage.cache_info().misses == before


async def test_it_is_prepared_by_itself_though_no_key_is_pressed(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.until(
            lambda: "pause" in vars(ana.main) and ana.main.pause.is_prepared, "it is prepared"
        )
        assert HelpScreen in ana.app.kept_dialogs


async def test_a_key_is_heard_between_two_steps(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    heard: list[int] = []

    def steps(screen: MainScreen) -> Iterator[bool]:
        for number in range(50):
            done.append(number)
            if number == 1:  # as the thread says that reads the terminal
                cast("SidelightApp", screen.app).read_at = monotonic()
                screen.call_later(lambda: heard.append(len(done)))
            yield False

    monkeypatch.setattr("tui.screens.preparing.prepare", steps)
    async with reading(seeds) as ana:
        await ana.until(lambda: len(done) == 50, "all is prepared")
        assert heard == [2]


async def test_what_goes_wrong_in_it_is_for_the_key_to_say(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Iterator[bool]:
        raise RuntimeError("it is broken")

    with monkeypatch.context() as patch:
        patch.setattr("tui.jump_targets.find_ahead", broken)
        async with reading(seeds, fails=True) as ana:
            await ana.press("w")
            await ana.until(lambda: ana.main.pause.is_prepared, "it has ended")
            assert HelpScreen not in ana.app.kept_dialogs
            await ana.press("?")
            await ana.until_screen("Keys and labels")
