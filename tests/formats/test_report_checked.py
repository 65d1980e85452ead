"""The report before an accessibility checker (axe) and an HTML validator (the Nu checker).

Both are looked for in the folder `node_modules` of the repository, or in the one that
`SIDELIGHT_CHECKERS` names: `npm install --no-save axe-core vnu-jar` puts them there. Skipped,
with the reason, where they are not there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser import CHROMIUM, in_the_dark, looked_at, on_paper, without_policy
from tests.formats.test_report import HOSTILE, told
from tests.formats.test_report_in_a_browser import seeds

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).parents[2]
CHECKERS: Final = Path(os.environ.get("SIDELIGHT_CHECKERS") or ROOT / "node_modules")
AXE: Final = CHECKERS / "axe-core" / "axe.min.js"
VNU: Final = CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"
RUN_AXE: Final = """
frame.onload = async () => {
  const found = await frame.contentWindow.axe.run(frame.contentDocument);
  const undecided = found.incomplete.filter(rule => rule.id !== "color-contrast");
  tell([...found.violations, ...undecided].flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`)));
};
"""
needs_axe = pytest.mark.skipif(
    CHROMIUM is None or not AXE.exists(), reason="there is no Chromium, or no axe-core to check by"
)
needs_vnu = pytest.mark.skipif(
    shutil.which("java") is None or not VNU.exists(), reason="there is no Nu HTML checker, or Java"
)
REPORTS: Final[dict[str, Callable[[Path], str]]] = {
    "seeds": seeds,
    "pictures": told,
    "hostile": lambda folder: told(folder, HOSTILE),
}


def axe(page: str, folder: Path, width: int) -> list[str]:
    """What axe finds wrong with a page, or cannot decide; contrast that it cannot decide, as of
    words in a picture or under an overlapping mark, is measured by `test_report_in_a_browser`."""
    checker = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    page = without_policy(page).replace("</head>", f"<script>{checker}</script></head>")
    return looked_at(page, folder, width, RUN_AXE)


def invalid(page: str, folder: Path) -> list[str]:
    """What the Nu HTML checker calls an error in a page.

    It warns of the style sheet too, as it does not count its hash, by which the policy allows it.
    """
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    run = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--stdout", str(path)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    found = json.loads(run.stdout)["messages"]
    return [each["message"] for each in found if each["type"] == "error"]


@needs_axe
@pytest.mark.parametrize("story", REPORTS)
@pytest.mark.parametrize(
    ("shown", "width"),
    [(without_policy, 1280), (without_policy, 360), (in_the_dark, 1280), (on_paper, 720)],
    ids=["desktop", "telephone", "dark", "paper"],
)
def test_axe_finds_nothing(
    tmp_path: Path, story: str, shown: Callable[[str], str], width: int
) -> None:
    assert axe(shown(REPORTS[story](tmp_path)), tmp_path, width) == []


@needs_axe
def test_axe_looks_at_the_page(tmp_path: Path) -> None:
    page = told(tmp_path).replace('lang="en"', "")
    assert [each.partition(":")[0] for each in axe(page, tmp_path, 1280)] == ["html-has-lang"]


@needs_vnu
@pytest.mark.parametrize("story", REPORTS)
def test_it_is_valid(tmp_path: Path, story: str) -> None:
    assert invalid(REPORTS[story](tmp_path), tmp_path) == []
