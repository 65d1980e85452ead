"""What the screens look like. Few on purpose: what a row looks like is in `test_rows`.

`make snapshots` makes them anew; look at each before you commit it.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import pytest

from store.articles import find_story
from store.story.workspace import Workspace
from tests.imported import bring_in
from tests.seeds import GOLD
from tests.stories import ANA, open_story
from tui.app import DARK, LIGHT, SidelightApp
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for

from .support import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

MADE_WITH: Final = "8.2.8"
"""The version of Textual; another may draw the same screen with other codes."""
AT: Final = "2026-01-02T03:04:05.000Z"

pytestmark = pytest.mark.skipif(
    version("textual") != MADE_WITH,
    reason=f"the snapshots were made with textual {MADE_WITH}, not {version('textual')}",
)


@pytest.fixture
def gold(seeds: Path, tmp_path: Path) -> Path:
    """The seed articles with every gold annotation, made at one known moment."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        for span in row["spans"]:
            span["created"] = span["updated"] = AT
    dated = tmp_path / "gold.jsonl"
    dated.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with open_story(seeds) as workspace:
        bring_in(workspace, dated)
    return seeds


@pytest.fixture
def app_on() -> Iterator[Callable[[Path, str], SidelightApp]]:
    """Makes the app on a story, in a theme."""
    opened: list[Workspace] = []

    def make(folder: Path, theme: str = DARK.name) -> SidelightApp:
        workspace = Workspace.open(find_story([folder]), ANA)
        opened.append(workspace)
        keymap = keymap_for(all_commands(workspace.labels))
        return SidelightApp(workspace, keymap, theme=theme, columns=None)

    yield make
    for workspace in opened:
        workspace.close()


async def _begin(pilot: Pilot[None]) -> Reader:
    assert isinstance(pilot.app, SidelightApp)
    reader = Reader(pilot.app, pilot)
    await reader.until(lambda: reader.main.panes.panes and reader.fits(), "all is laid out")
    await reader.until(lambda: reader.main.ties.watch is not None, "what is tied is drawn")
    await reader.settle()
    return reader


async def into_a_claim(pilot: Pilot[None]) -> None:
    """Go to where short spans lie in a claim, with a selection and a current annotation."""
    reader = await _begin(pilot)
    reader.go("Russian leaders")
    await reader.press("enter")
    if len(reader.main.panes.panes) > 1:
        reader.go("Sergei Shoigu", pane=1)
        await reader.press("v 2 e tab")


SCREENS: Final = [
    pytest.param((80, 24), DARK.name, id="80x24"),
    pytest.param((160, 50), DARK.name, id="160x50"),
    pytest.param((160, 50), LIGHT.name, id="light"),
]


@pytest.mark.parametrize(("size", "theme"), SCREENS)
def test_the_main_screen(
    gold: Path,
    app_on: Callable[[Path, str], SidelightApp],
    snap_compare: Callable[..., bool],
    size: tuple[int, int],
    theme: str,
) -> None:
    app = app_on(gold, theme)
    assert snap_compare(app, terminal_size=size, run_before=into_a_claim)


def test_the_main_screen_without_colour(
    gold: Path,
    app_on: Callable[[Path, str], SidelightApp],
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(gold, DARK.name)
    assert snap_compare(app, terminal_size=(160, 50), run_before=into_a_claim)
