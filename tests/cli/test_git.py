"""One person with two clones of a story: what git leaves in the journal, and the way out of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.stories import PAPER, open_story, tag, texts

if TYPE_CHECKING:
    from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
_TEAMS = Path(__file__).parents[2] / "docs" / "teams.md"


def git(folder: Path, *words: str) -> str:
    settings = ("user.name=x", "user.email=x@example.org", "commit.gpgsign=false",
                "core.autocrlf=false", "core.editor=true")  # fmt: skip
    options = [word for setting in settings for word in ("-c", setting)]
    ran = subprocess.run(
        ["git", *options, *words], cwd=folder, capture_output=True, text=True, check=False
    )
    return ran.stdout + ran.stderr


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "work")


@pytest.mark.parametrize("how", ["--no-rebase", "--rebase"])
def test_two_clones_meet_as_the_page_on_teams_says(
    run: Run, tagged: Path, tmp_path: Path, how: str
) -> None:
    kept = re.search(r"```\n(# \.gitignore\n.*?)```", _TEAMS.read_text("utf-8"), re.DOTALL)
    assert kept is not None
    (tagged / ".gitignore").write_text(kept[1], encoding="utf-8")
    git(tagged, "init", "-q", "-b", "main")
    commit(tagged)
    git(tmp_path, "clone", "-q", "--bare", "story", "hub")
    git(tmp_path, "clone", "-q", "hub", "laptop")
    git(tagged, "remote", "add", "origin", "../hub")
    laptop = tmp_path / "laptop"
    own = {path.name for path in (laptop / "annotations" / "ana").iterdir()}
    assert own == {"journal.jsonl", "texts"}
    with open_story(laptop) as workspace:
        tag(workspace, "troops")
    commit(laptop)
    git(laptop, "push", "-q", "origin", "main")
    with open_story(tagged) as workspace:
        tag(workspace, "denies", "claim", PAPER)
    commit(tagged)
    assert "CONFLICT (content): Merge conflict" in git(tagged, "pull", "-q", how, "origin", "main")
    with open_story(tagged) as workspace:
        assert workspace.status.read_only
    assert "git left the marks of a conflict in it" in run("check", "story").out.decode()
    assert run("check", "story", "--repair").code == 0
    git(tagged, "add", "-A")
    git(tagged, *(("rebase", "--continue") if how == "--rebase" else ("commit", "-q", "-m", "x")))
    assert git(tagged, "status", "--porcelain") == ""
    git(tagged, "push", "-q", "origin", "main")
    git(laptop, "pull", "-q", "origin", "main")
    for folder in (tagged, laptop):
        with open_story(folder) as workspace:
            assert not workspace.status.read_only
            assert "actor:troops" in texts(workspace)
            assert "claim:denies" in texts(workspace, PAPER)
