"""Where an annotator's work lies, and which folders are work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.articles.model import Story
from store.errors import InputError
from store.library.places import (
    check_distinct,
    check_name,
    folder_of,
    has_work,
    home_of,
    is_name,
    is_work,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

STORY = Story(Path("/stories/aleppo"), "aleppo", ())


@pytest.mark.parametrize(
    ("data", "home"),
    [(None, "/stories/aleppo/annotations"), (Path("/elsewhere"), "/elsewhere")],
)
def test_where_work_lies(data: Path | None, home: str) -> None:
    assert home_of(STORY.root, data) == Path(home)
    assert folder_of(STORY, "ana", data) == Path(home) / "ana"


@pytest.mark.parametrize("name", ["ana", "Ana Núñez", "北京", "a.b", "x" * 100, "ana@home"])
def test_a_name_that_an_annotator_can_have(name: str) -> None:
    assert is_name(name)
    check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        " ana",
        "ana.",
        "a/b",
        "a\\b",
        "C:",
        "a*",
        "a\nb",
        "x" * 101,
        "é" * 51,
        "\u202e",
    ],
)
def test_a_name_that_cannot_be_a_folders(name: str) -> None:
    assert not is_name(name)
    with pytest.raises(InputError, match="cannot name a folder"):
        folder_of(STORY, name)


@pytest.mark.parametrize(
    ("names", "work", "own"),
    [
        ([], False, False),
        (["journal.jsonl"], True, False),
        (["articles/"], True, False),
        (["journal.jsonl", "state.json"], True, True),
        (["journal.jsonl", "articles/"], True, True),
        (["journal.jsonl/", "articles/"], True, False),
        (["notes.txt"], False, False),
    ],
)
def test_folders_of_work(tmp_path: Path, names: Sequence[str], work: bool, own: bool) -> None:
    for name in names:
        path = tmp_path / name
        if name.endswith("/"):
            path.mkdir()
        else:
            path.write_bytes(b"")
    assert (has_work(tmp_path), is_work(tmp_path)) == (work, own)


@pytest.mark.parametrize(
    ("there", "new"), [("ana", "Ana"), ("José", "Jose\u0301"), ("ana", "ａｎａ")]
)
def test_a_name_that_is_that_of_another_on_some_machines(
    tmp_path: Path, there: str, new: str
) -> None:
    check_distinct(tmp_path / "annotations" / new)
    (tmp_path / there).mkdir()
    check_distinct(tmp_path / new)  # a folder without work is nobody's
    (tmp_path / there / "journal.jsonl").write_bytes(b"")
    check_distinct(tmp_path / there)
    check_distinct(tmp_path / "ben")
    with pytest.raises(InputError, match="whose work is here, are one name on some machines"):
        check_distinct(tmp_path / new)
