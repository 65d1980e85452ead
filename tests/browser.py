"""A page as headless Chromium lays it out: a script looks at it from the page around its frame."""

from __future__ import annotations

import json
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM: Final = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_TELL: Final = """
const frame = document.querySelector("iframe"), tell = value => {
  const found = document.createElement("pre");
  found.id = "found";
  found.textContent = JSON.stringify(value);
  document.body.append(found);
};
"""


def looked_at(page: str, folder: Path, width: int, script: str) -> list[str]:
    """What a script tells of a page.

    Args:
        page: The page.
        folder: Where files can be made.
        width: Of the screen, in pixels.
        script: It finds the page in `frame`, and has to `tell` its sentences, once.
    """
    harness = folder / "harness.html"
    harness.write_text(
        f'<!DOCTYPE html><html lang="en"><title>look</title><body>'
        f'<iframe style="width:{width}px;height:900px;border:0"></iframe>'
        f"<script>{_TELL}{script}\nframe.srcdoc = {_in_script(page)};</script></body></html>",
        encoding="utf-8",
    )
    run = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         "--virtual-time-budget=10000", f"--user-data-dir={folder / 'profile'}",
         f"--window-size={width + 40},1000", harness.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = regex.findall(r'<pre id="found">(.*?)</pre>', run.stdout, regex.S)
    assert found, run.stderr[-500:]
    value = json.loads(unescape(found[0]))
    assert isinstance(value, list)
    return value


def _in_script(page: str) -> str:
    return json.dumps(page).replace("</", "<\\/").replace("<!--", "<\\!--")


def without_policy(page: str) -> str:
    """A page in which other sheets and scripts than its own may run."""
    return regex.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def in_the_dark(page: str) -> str:
    """A page as it is where somebody prefers dark ones."""
    return without_policy(page).replace("(prefers-color-scheme:dark)", "all")


def on_paper(page: str) -> str:
    """A page as it is printed."""
    return without_policy(page).replace("@media print", "@media all")
