"""Make the pictures of the docs from the running program: `make pictures` (needs chromium)."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.articles import find_story
from store.formats.native import FORMAT, read
from store.formats.reading import Input
from store.importing.dataset import import_dataset
from store.story.workspace import Workspace
from tui.app import DARK, LIGHT, SidelightApp
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for
from tui.screens.main import MainScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
GOLD: Final = ROOT / "tests" / "gold" / "seeds.gold.jsonl"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the screen."""

    path: str
    """Below docs/, without `.png`."""
    keys: tuple[str, ...]
    """What is pressed before it is taken."""
    articles: int = 2
    """Of how many the gold is there."""
    theme: str = DARK.name
    size: tuple[int, int] = (120, 34)


PICTURES: Final = (
    Picture("screenshot", ("tab", *"jjjjjj"), articles=1, size=(160, 44)),
    Picture("pictures/letters", ("tab", "F", "a"), articles=1),
    Picture("pictures/matrix", ("m",)),
    Picture("pictures/list", ("O",)),
    Picture("pictures/clusters", ("W",)),
    Picture("pictures/light", ("j", "j"), theme=LIGHT.name),
)


async def drawn(picture: Picture, data: Path) -> str:
    """The screen as SVG."""
    workspace = Workspace.open(find_story([ROOT / "seeds"]), "ana", data=data)
    some = replace(FORMAT, reads=lambda source: islice(read(source), picture.articles))
    import_dataset(workspace, some, Input(GOLD))
    keymap = keymap_for(all_commands(workspace.labels))
    app = SidelightApp(workspace, keymap, theme=picture.theme, columns=None)
    async with app.run_test(size=picture.size) as pilot:
        await _until_suggested(app, pilot)
        await pilot.press(*picture.keys)
        for _ in range(20):  # what is worked out is drawn when it is there
            await pilot.pause(0.05)
        svg = app.export_screenshot()
    workspace.close()
    return svg


async def _until_suggested(app: SidelightApp, pilot: Pilot[None]) -> None:
    main = app.screen_stack[0]
    assert isinstance(main, MainScreen)
    suggesting = main.suggesting
    while suggesting.is_busy or not (suggesting.has_begun or suggesting.has_stopped):
        await pilot.pause(0.05)
    if suggesting.has_stopped:
        sys.exit(list(app.workspace.status.notices)[-1])


def main() -> None:
    """Draw each picture and have chromium turn it into a PNG."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is needed to turn the pictures into PNGs; install it and run this again")
    os.environ["COLORTERM"] = "truecolor"  # whatever terminal this is run in
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(drawn(picture, Path(folder) / "data"))
            _write_png(svg, DOCS / f"{picture.path}.png", Path(folder), chromium)
        sys.stdout.write(f"docs/{picture.path}.png\n")


def _write_png(svg: str, target: Path, folder: Path, chromium: str) -> None:
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert size is not None
    width, height = (round(float(size[i])) for i in (1, 2))
    page = folder / "page.html"
    page.write_text(f'<body style="margin:0">{svg}</body>', encoding="utf-8")
    target.parent.mkdir(exist_ok=True)
    subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={folder}/profile", f"--window-size={width},{height}",
            f"--screenshot={target}", page.as_uri(),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()
