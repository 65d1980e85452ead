"""Articles whose files have other names now: known by their bytes, or not taken for another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from store.articles import find_story
from store.articles.renames import find_renames
from tests.stories import write_story

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """Copies of the texts as they were annotated."""

    texts: frozenset[str]

    def has(self, sha256: str) -> bool:
        return sha256 in map(sha256_of, self.texts)

    def sizes(self) -> set[int]:
        return {len(text.encode()) for text in self.texts}


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("annotated", "there", "renames"),
    [
        pytest.param({"a": "One"}, {"b.txt": "One"}, [("a", "b")], id="another name"),
        pytest.param({"a": "One"}, {"b.md": "One"}, [("a", "b")], id="another ending"),
        pytest.param(
            {"a": "One", "b": "Two"},
            {"c.txt": "Two", "d.txt": "One"},
            [("a", "d"), ("b", "c")],
            id="two",
        ),
        pytest.param({"a": "One"}, {"a.txt": "One", "b.txt": "One"}, [], id="still there"),
        pytest.param({"a": "One"}, {"b.txt": "One."}, [], id="one character more"),
        pytest.param({"a": "One"}, {"b.txt": "Two"}, [], id="as long, but another"),
        pytest.param({"a": "One"}, {"b.txt": "One", "c.txt": "One"}, [], id="a twin of the new"),
        pytest.param(
            {"a": "One", "b": "One"}, {"c.txt": "One"}, [], id="a twin of the missing one"
        ),
        pytest.param({"a": ""}, {"b.txt": "One"}, [], id="never annotated"),
    ],
)
def test_renamed_articles(
    tmp_path: Path,
    annotated: dict[str, str],
    there: dict[str, str],
    renames: list[tuple[str, str]],
) -> None:
    story = find_story([write_story(tmp_path / "story", there)])
    kept = Kept(frozenset(filter(None, annotated.values())))
    sha256s = {name: sha256_of(text) if text else "" for name, text in annotated.items()}
    assert find_renames(story, annotated, sha256s.__getitem__, kept) == renames


def test_a_file_that_is_there_but_was_not_opened_is_not_missing(tmp_path: Path) -> None:
    folder = write_story(tmp_path / "story", {"a.txt": "One", "b.txt": "One"})
    story = find_story([folder / "b.txt"])
    assert find_renames(story, ["a"], lambda _: sha256_of("One"), Kept(frozenset(["One"]))) == []


def test_an_id_that_leads_out_of_the_story_is_not_looked_for(tmp_path: Path) -> None:
    write_story(tmp_path, {"a.txt": "One"})
    story = find_story([write_story(tmp_path / "story", {"b.txt": "One"})])
    kept = Kept(frozenset(["One"]))
    assert find_renames(story, ["../a"], lambda _: sha256_of("One"), kept) == [("../a", "b")]
