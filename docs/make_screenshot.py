"""Make docs/screenshot.png from the running app: `make screenshot` (needs chromium)."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import islice
from pathlib import Path

from store.articles import find_story
from store.formats.native import FORMAT, read
from store.formats.reading import Input
from store.importing.dataset import import_dataset
from store.story.workspace import Workspace
from tui.app import DARK, SidelightApp
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for
from tui.screens.main import MainScreen

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold" / "seeds.gold.jsonl"
SIZE = (160, 44)
KEYS = ("tab", "j", "j", "j", "j", "j", "j")


async def picture(data: Path) -> str:
    """The screen as SVG: the first article with its gold, in the second what is suggested."""
    workspace = Workspace.open(find_story([ROOT / "seeds"]), "ana", data=data)
    first = replace(FORMAT, reads=lambda source: islice(read(source), 1))
    import_dataset(workspace, first, Input(GOLD))
    keymap = keymap_for(all_commands(workspace.labels))
    app = SidelightApp(workspace, keymap, theme=DARK.name, columns=None)
    async with app.run_test(size=SIZE) as pilot:
        main = app.screen_stack[0]
        assert isinstance(main, MainScreen)
        suggesting = main.suggesting
        while suggesting.is_busy or not (suggesting.has_begun or suggesting.has_stopped):
            await asyncio.sleep(0.05)
        if suggesting.has_stopped:
            sys.exit(list(workspace.status.notices)[-1])
        await pilot.press(*KEYS)
        await pilot.pause()
        svg = app.export_screenshot()
    workspace.close()
    return svg


def main() -> None:
    """Draw the picture and have chromium turn it into a PNG."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is needed to turn the picture into a PNG; install it and run this again")
    os.environ["COLORTERM"] = "truecolor"  # whatever terminal this is run in
    with tempfile.TemporaryDirectory() as folder:
        svg = asyncio.run(picture(Path(folder) / "data"))
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        assert size is not None
        width, height = (round(float(size[i])) for i in (1, 2))
        page = Path(folder) / "page.html"
        page.write_text(f'<body style="margin:0">{svg}</body>', encoding="utf-8")
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                f"--user-data-dir={folder}/profile", f"--window-size={width},{height}",
                f"--screenshot={ROOT / 'docs' / 'screenshot.png'}", page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
