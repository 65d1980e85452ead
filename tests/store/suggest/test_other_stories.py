"""What was tagged in another story is only ever added, and only as long as it holds here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations import actions
from store.suggest.level import BREAK_EVEN
from store.suggest.other_stories import OtherStories, others_of
from store.suggest.suggester import Suggester
from store.text.span import Span
from tests.store.suggest.test_suggester import do, finish, nothing, tag
from tests.stories import ANA, open_story, write_story

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.annotations.model import Annotation
    from store.story.workspace import Workspace

THERE = {
    "one.txt": "Ana Boe came. The fleet left. She and Bo Quist ate, then the Ostby crew slept.\n",
    "two.txt": "Ana Boe saw Bo Quist. A fleet is a fleet, a fleet, a fleet. The Ostby crew "
    "and Dan Moe sat; Dan Moe and Dan Moe.\n",
}
HERE = {
    "one.txt": "Ana Boe came and Cara Lind left. Then Bo Quist came. Cara Lind saw a fleet.\n",
    "two.txt": "Ana Boe met Cara Lind. Bo Quist and the fleet were gone, Cara Lind said.\n",
}


def annotated(folder: Path) -> Path:
    """A story in which Ana has tagged two people and a description twice, and the fleet once."""
    with open_story(write_story(folder, THERE)) as workspace:
        for article in ("one", "two"):
            for words in ("Ana Boe", "Bo Quist", "Ostby crew"):
                tag(workspace, article, words)
        tag(workspace, "one", "fleet")
        tag(workspace, "two", "Dan Moe")
    return folder


def read(corpus: Path, annotator: str = ANA, own: str = "own") -> dict[str, float]:
    others = OtherStories(corpus, annotator, corpus / own)
    for _ in others.steps():
        pass
    return {f"{key.text} {key.label}": sure for key, sure in others.sure.items()}


def suggested(folder: Path, article: str, script: Mapping[str, str]) -> set[str]:
    """What is suggested in an article once some words are tagged, or after "no " rejected."""
    with open_story(folder) as workspace:
        suggester = Suggester(
            workspace, others=others_of(workspace.story, workspace.annotator), rules=nothing
        )
        finish(suggester)
        for words, where in script.items():
            if words.startswith("no "):
                said = next(s for s in suggester.proposals(where) if s.text == words[3:])
                do(workspace, suggester.reject(where, said))
            else:
                tag(workspace, where, words)
            finish(suggester)
        found = {f"{one.text} {one.label}" for one in suggester.proposals(article)}
        suggester.close()
    return found


def test_the_other_stories_of_a_corpus_are_read(tmp_path: Path) -> None:
    annotated(tmp_path / "one")
    write_story(tmp_path / "untouched")
    (tmp_path / "notes.txt").write_text("no story", "utf-8")
    assert set(read(tmp_path)) == {"ana boe actor", "bo quist actor"}
    assert all(sure >= BREAK_EVEN for sure in read(tmp_path).values())
    assert read(tmp_path, own="one") == read(tmp_path, "ben") == read(tmp_path / "none") == {}


def test_common_words_of_a_single_article_mean_something_only_there(tmp_path: Path) -> None:
    story = {"one.txt": "The fleet met. Ana Boe saw ships; the fleet and Ana Boe left.\n",
             "two.txt": "A fleet came.\n"}  # fmt: skip
    with open_story(write_story(tmp_path / "one", story)) as workspace:
        opened = workspace.article("one")
        text = opened.article.text
        for words in ("fleet", "Ana Boe"):
            for start in (text.index(words), text.rindex(words)):
                span = Span(start, start + len(words))
                opened = workspace.article("one")
                do(workspace, actions.tag(opened.article, opened.annotations, span, "actor"))
    assert set(read(tmp_path)) == {"ana boe actor"}
    with open_story(tmp_path / "one") as workspace:
        tag(workspace, "two", "fleet")
    assert set(read(tmp_path)) == {"ana boe actor", "fleet actor"}


def test_reading_another_story_leaves_it_as_it_is(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert read(tmp_path)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_damaged_story_teaches_nothing(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one")
    (folder / "one.txt").unlink()
    (folder / "two.txt").unlink()
    assert read(tmp_path) == {}


def test_a_label_that_the_story_does_not_have_is_not_suggested(tmp_path: Path) -> None:
    annotated(tmp_path / "there")
    own = write_story(tmp_path / "own", HERE)
    assert suggested(own, "one", {}) >= {"Ana Boe actor", "Bo Quist actor"}
    (own / "labels.toml").write_text('[[label]]\nname = "person"\nkey = "p"\n', "utf-8")
    assert suggested(own, "one", {}) == set()


def test_another_story_only_adds_and_never_takes_away(tmp_path: Path) -> None:
    scripts: list[dict[str, str]] = [
        {},
        {"Ana Boe": "one"},
        {"Cara Lind": "one"},
        {"Ana Boe": "one", "Cara Lind": "one"},
        {"fleet": "one"},
    ]
    found = []
    for number, script in enumerate(scripts):
        annotated(tmp_path / f"with {number}" / "other")
        alone = suggested(write_story(tmp_path / f"alone {number}" / "own", HERE), "two", script)
        beside = suggested(write_story(tmp_path / f"with {number}" / "own", HERE), "two", script)
        assert alone <= beside
        found.append(beside - alone)
    assert found[0] == {"Ana Boe actor", "Bo Quist actor"}
    assert found[3] == {"Bo Quist actor"}


def test_one_refusal_before_anything_held_ends_what_other_stories_suggest(tmp_path: Path) -> None:
    annotated(tmp_path / "other")
    folder = write_story(tmp_path / "own", HERE)
    assert suggested(folder, "two", {"no Ana Boe": "one"}) == set()


def test_what_was_left_here_is_not_suggested_for_what_was_tagged_elsewhere(tmp_path: Path) -> None:
    annotated(tmp_path / "other")
    folder = write_story(tmp_path / "own", HERE)
    assert suggested(folder, "two", {"Cara Lind": "one"}) == {"Cara Lind actor"}
    assert suggested(folder, "two", {"Ana Boe": "one"}) >= {"Ana Boe actor", "Bo Quist actor"}


def test_what_is_on_can_be_told(tmp_path: Path) -> None:
    annotated(tmp_path / "other")

    def explained(workspace: Workspace, *_: Annotation) -> list[str]:
        others = others_of(workspace.story, workspace.annotator)
        suggester = Suggester(workspace, others=others, rules=nothing)
        finish(suggester)
        return suggester.explained()

    with open_story(write_story(tmp_path / "own", HERE)) as workspace:
        assert explained(workspace) == [
            "Suggested is what is expected to save keys",
            "Nothing is tagged here yet",
            "What was tagged in other stories is suggested as actor",
            "What rules find more would show at the level all: not sure enough, or of rules that "
            "were not right here yet",
            "2 articles of other stories count too",
        ]
