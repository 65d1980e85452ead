from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.cli.support import Ran
from tests.seeds import GOLD
from tests.stories import ANA, PAPER, open_story, tag
from tui.cli.main import main

if TYPE_CHECKING:
    from tui.app import SidelightApp


class Run(Protocol):
    def __call__(self, *args: str, terminal: bool = False) -> Ran: ...


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are relative to `tmp_path`, no setting of whoever runs the tests counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIDELIGHT_ANNOTATOR", ANA)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def tagged(story: Path) -> Path:
    """The story, with three annotations of Ana's."""
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "location")
        tag(workspace, "Latakia", "location")
        tag(workspace, "An official", "source", PAPER)
    return story


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command line in this process."""

    def run_main(*args: str, terminal: bool = False) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["sidelight", *args])
            for stream in (sys.stdin, sys.stdout):
                patch.setattr(stream, "isatty", lambda: terminal)
            with pytest.raises(SystemExit) as stop:
                main()
        out, err = capfdbinary.readouterr()
        assert isinstance(stop.value.code, int)
        return Ran(stop.value.code, out, err.decode())

    return run_main


@pytest.fixture
def seeds(run: Run) -> Path:
    """The seeds with their gold as Ana's work."""
    assert run("import", "seeds", str(GOLD)).code == 0
    return Path("seeds")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[SidelightApp]:
    """The apps that were to be shown; none takes the terminal."""
    from tui.app import SidelightApp

    apps: list[SidelightApp] = []

    def keep(app: SidelightApp, *_: Any, **__: Any) -> None:
        apps.append(app)

    monkeypatch.setattr(SidelightApp, "run", keep)
    return apps
