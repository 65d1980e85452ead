"""A folder of stories: the list, a story that is opened from it, the list again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.stories import ARTICLES, write_story
from tui.app import SidelightApp
from tui.library_app import LibraryApp

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        write_story(tmp_path / "corpus" / name, ARTICLES)
    (tmp_path / "corpus" / "broken").mkdir()
    (tmp_path / "corpus" / "broken" / "1.txt").write_bytes(b"\0\1\2\3" * 99)
    return tmp_path / "corpus"


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Where somebody went who opens each thing that stands in `wanted`, and comes back."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    wanted, seen = ["one", "broken", "two", ""], list[str]()

    def run(app: SidelightApp, *_: Any, **__: Any) -> None:
        if isinstance(app, LibraryApp):
            said = app.choice.said
            seen.append(f"library: {said}" if said else "library")
            app.choice.said = ""
            app.chosen = app.choice.opened = wanted.pop(0)
        else:
            assert app.has_library
            seen.append(app.workspace.story.name)
            app.wants_library = True

    monkeypatch.setattr(SidelightApp, "run", run)
    return seen


def test_from_the_list_to_stories_and_back(run: Run, corpus: Path, went: list[str]) -> None:
    """What cannot be opened is said in the list, and stops nothing."""
    ran = run(str(corpus), terminal=True)
    assert (ran.code, ran.err) == (0, "")
    assert [each.partition(":")[0] for each in went] == [
        "library", "one", "library", "library", "two", "library",
    ]  # fmt: skip
    assert "this is binary data, not text" in went[3]


def test_from_a_story_to_those_beside_it(run: Run, corpus: Path, went: list[str]) -> None:
    assert run(str(corpus / "two"), terminal=True).code == 0
    assert went[:3] == ["two", "library", "one"]


def test_without_a_terminal_it_is_said_what_to_open(run: Run, corpus: Path) -> None:
    ran = run(str(corpus))
    assert ran.code == 1
    assert "folders in it have: open one of them" in ran.err


def test_read_only_keeps_nothing(run: Run, corpus: Path, went: list[str], tmp_path: Path) -> None:
    assert run("open", str(corpus), "--read-only", terminal=True).code == 0
    assert not (tmp_path / "cache").exists()
