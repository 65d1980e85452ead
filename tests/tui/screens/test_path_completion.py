"""A path goes on as far as there is one way, and a paste that names a file is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.screens.path_completion import completed, dropped_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one two.txt", "one.md", "other/in.txt", ".hidden"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "whole", "names"),
    [
        ("", "o", ["one two.txt", "one.md", "other/"]),
        ("on", "one", ["one two.txt", "one.md"]),
        ("one.", "one.md", ["one.md"]),
        ("ot", "other/", ["other/"]),
        ("other/", "other/in.txt", ["in.txt"]),
        (".h", ".hidden", [".hidden"]),
        ("none", "none", []),
        ("none/x", "none/x", []),
    ],
)
def test_how_a_path_goes_on(
    folder: Path, typed: str, whole: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert completed(typed) == (whole, names)


@pytest.mark.parametrize("form", ["{}", "{} ", "'{}'", '"{}"', "file://{}", "{}\n"])
def test_a_dropped_file_is_known_in_every_form(folder: Path, form: str) -> None:
    path = folder / "one.md"
    assert dropped_path(form.format(path)) == path


def test_blanks_in_a_name(folder: Path) -> None:
    path = folder / "one two.txt"
    escaped = str(path).replace(" ", "\\ ")
    address = f"file://{str(path).replace(' ', '%20')}"
    assert [dropped_path(each) for each in (str(path), escaped, address)] == [path] * 3


@pytest.mark.parametrize("pasted", ["", "Moscow", "no/such/file", "it's 5/4", "/nowhere\n/x"])
def test_what_names_no_file(pasted: str) -> None:
    assert dropped_path(pasted) is None
