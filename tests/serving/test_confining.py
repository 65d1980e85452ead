"""Who uses this machine from elsewhere reads and writes in one folder alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.destination import Destination, Protected, is_confined_out
from store.errors import InputError
from store.files import CONFINED
from tui.screens.path_completion import completed, dropped_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("a secret")
    (folder / "link").symlink_to(tmp_path)
    monkeypatch.setenv(CONFINED, str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "name", ["../out.jsonl", "link/out.jsonl", "/etc/passwd", "a/../../out", "../own-not/x", "\0"]
)
def test_nothing_leads_out(own: Path, name: str) -> None:
    path = own / name
    assert is_confined_out(path)
    with pytest.raises(InputError, match="in a browser only what was uploaded is read"):
        Destination.at(path, Protected(()))


def test_what_lies_within_is_there(own: Path) -> None:
    (own / "in.jsonl").write_text("{}")
    assert Destination.at(own / "out.jsonl", Protected(())).target == own / "out.jsonl"
    assert dropped_path(str(own / "in.jsonl")) == own / "in.jsonl"
    assert completed("in") == ("in.jsonl", ["in.jsonl"])


def test_what_lies_elsewhere_is_not_even_known(own: Path) -> None:
    assert dropped_path(str(own.parent / "secret.txt")) is None
    assert completed("../se") == ("../se", [])
    assert completed("link/se") == ("link/se", [])
