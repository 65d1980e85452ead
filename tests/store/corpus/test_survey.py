"""Looking through a folder of stories: what is known, what is looked at again, what is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from store.corpus.summary_index import index_path, read_index
from store.corpus.survey import Survey
from store.corpus.work_place import WorkPlace
from store.errors import InputError
from store.files import Files
from store.story.last_view import LastView, write_last_view
from tests.stories import ANA, ARTICLES, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.corpus.story_summary import StorySummary


@pytest.fixture
def place(tmp_path: Path) -> WorkPlace:
    """A corpus: a story with spans, one without, a folder without articles."""
    corpus = tmp_path / "corpus"
    with open_story(write_story(corpus / "a tagged", ARTICLES)) as workspace:
        tag(workspace, "Moscow")
    write_story(corpus / "b new", ARTICLES)
    (corpus / "c empty").mkdir()
    (corpus / ".hidden").mkdir()
    (corpus / "notes.pdf").write_text("no folder")
    return WorkPlace(corpus, ANA)


def surveyed(place: WorkPlace, index: Path | None = None) -> Survey:
    survey = Survey(place, index)
    while survey.look_on(1.0):
        pass
    return survey


def summary(place: WorkPlace, name: str) -> StorySummary:
    return surveyed(place).stories[name]


def test_what_is_known_of_stories(place: WorkPlace) -> None:
    stories = surveyed(place).stories
    assert list(stories) == ["a tagged", "b new", "c empty"]
    tagged, new, empty = stories.values()
    assert (tagged.articles, tagged.labels, tagged.people) == (2, {"actor": 1}, (ANA,))
    assert tagged.edited.startswith("20")
    assert tagged.suggestions is None
    assert (new.articles, new.labels, new.people, new.edited) == (2, {}, (), "")
    assert empty.is_empty
    assert not new.is_empty


def test_when_a_line_is_too_long_to_be_read_its_file_says_when(place: WorkPlace) -> None:
    journal = place.home("a tagged") / ANA / "journal.jsonl"
    with journal.open("ab") as file:
        file.write(b'{"at":"' + b"x" * 100_000 + b"\n")
    os.utime(journal, (1_700_000_000, 1_700_000_000))
    assert summary(place, "a tagged").edited.startswith("2023-11-14T22:13:20")


def test_suggestions_are_those_left_when_the_story_was_left(place: WorkPlace) -> None:
    folder = place.home("a tagged") / ANA
    write_last_view(folder, LastView((), 0, suggested=41), Files())
    assert summary(place, "a tagged").suggestions == 41


def test_those_in_view_come_first(place: WorkPlace) -> None:
    survey = Survey(place, None)
    while not survey.stories["b new"].is_known:
        survey.look_on(0.0, first=["b new"])
    assert survey.looked_at == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_text("nothing"), id="another file"),
        pytest.param(lambda path: path.write_bytes(b"\xff\n" * 9), id="no text"),
        pytest.param(lambda path: path.unlink(), id="thrown away"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-40]), id="cut off"),
    ],
)
def test_the_index_can_be_thrown_away(place: WorkPlace, tmp_path: Path, damage: object) -> None:
    index = tmp_path / "index.jsonl"
    survey = surveyed(place, index)
    survey.keep()
    assert Survey(place, index).stories == survey.stories
    assert callable(damage)
    damage(index)
    assert surveyed(place, index).stories == survey.stories


def test_an_index_of_others_is_not_believed(place: WorkPlace, tmp_path: Path) -> None:
    index = tmp_path / "index.jsonl"
    surveyed(place, index).keep()
    assert read_index(index, WorkPlace(place.corpus, "ben"), Files()) == {}


def test_what_has_changed_is_looked_at_again(place: WorkPlace, tmp_path: Path) -> None:
    index = tmp_path / "index.jsonl"
    surveyed(place, index).keep()
    with open_story(place.corpus / "a tagged") as workspace:
        tag(workspace, "troops", label="location")
    (place.corpus / "c empty" / "1.txt").write_text("Moscow sent troops.")
    stories = surveyed(place, index).stories
    assert stories["a tagged"].labels == {"actor": 1, "location": 1}
    assert stories["c empty"].articles == 1


def test_a_journal_of_the_same_size_and_time_is_told(place: WorkPlace, tmp_path: Path) -> None:
    index, journal = tmp_path / "index.jsonl", place.home("a tagged") / ANA / "journal.jsonl"
    survey = surveyed(place, index)
    survey.keep()
    status, data = journal.stat(), bytearray(journal.read_bytes())
    data[-5] ^= 1
    journal.write_bytes(data)
    os.utime(journal, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert surveyed(place, index).stories["a tagged"].stamp != survey.stories["a tagged"].stamp


def test_what_is_broken_is_named_and_stops_nothing(place: WorkPlace) -> None:
    home = place.home("a tagged") / ANA
    next((home / "articles").iterdir()).write_text("{")
    (place.corpus / "b new" / "labels.toml").write_text("not TOML")
    with open_story(write_story(place.corpus / "d words", ARTICLES)) as workspace:
        tag(workspace, "Moscow")
    (place.corpus / "d words" / "labels.toml").write_text("not TOML")
    stories = surveyed(place).stories
    assert "this is not a TinyDB file" in " ".join(
        (stories["a tagged"].problem, *stories["a tagged"].remarks)
    )
    assert "this is not TOML" in stories["d words"].problem
    assert stories["b new"].problem == ""  # as long as nobody has worked on it


def test_where_the_index_cannot_be_written_that_is_said(place: WorkPlace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    survey = surveyed(place, tmp_path / "file" / "index.jsonl")
    survey.keep()
    assert "All is looked at anew the next time" in survey.trouble


def test_no_such_corpus(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Survey(WorkPlace(tmp_path / "nowhere", ANA), None)


def test_where_the_index_lies(tmp_path: Path) -> None:
    place = WorkPlace(tmp_path, ANA)
    path = index_path(place, {"XDG_CACHE_HOME": "/caches"})
    assert path.as_posix().startswith("/caches/sidelight/library/")
    assert path != index_path(WorkPlace(tmp_path, "ben"), {"XDG_CACHE_HOME": "/caches"})
    assert index_path(place, {"XDG_CACHE_HOME": "not/absolute"}).is_absolute()
