"""What a path names that can be imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.formats.reading import Input
from store.importing.looking import PAPERS_FORMAT, guess_format, size_of
from tests.stories import ARTICLES, write_story
from tests.tui.screens.test_importing import PAGE

if TYPE_CHECKING:
    from pathlib import Path


def test_pages_and_papers_of_a_folder_are_articles_with_names_of_their_own(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    for name in ("a.html", "b.htm", "b.html"):
        (tmp_path / name).write_text(PAGE)
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 nothing more")
    guess = guess_format(tmp_path)
    assert guess.format.name == PAPERS_FORMAT
    assert guess.format.reads is not None
    source = Input(tmp_path, keeps_going=True)
    rows = [placed.row for placed in guess.format.reads(source)]
    assert [row.id for row in rows] == ["a", "b", "b.html"]
    assert all("troops would stay" in row.said for row in rows)
    assert [fault.path for fault in source.faults] == [tmp_path / "c.pdf"]


def test_a_page_of_which_there_is_an_article_is_none_any_more(tmp_path: Path) -> None:
    write_story(tmp_path, {"a.html": PAGE, "a.txt": "Troops stay."})
    with pytest.raises(InputError, match="it is not clear of which format this is"):
        guess_format(tmp_path)


@pytest.mark.parametrize(
    ("content", "name", "format_"),
    [(b'{"id": "1", "text": "x", "spans": []}', "a.jsonl", "jsonl"), (b"{", "a.jsonl", "jsonl")],
)
def test_a_dataset(tmp_path: Path, content: bytes, name: str, format_: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert guess_format(path).format.name == format_
    assert size_of(path) == len(content)


@pytest.mark.parametrize("name", ["", "none.jsonl"])
def test_what_is_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").write_text("")
    with pytest.raises(InputError, match=r"the file is empty|there is no such file"):
        guess_format(tmp_path / (name or "empty"))


def test_the_size_of_a_folder(tmp_path: Path) -> None:
    write_story(tmp_path, ARTICLES)
    assert size_of(tmp_path) == sum(len(text.encode()) for text in ARTICLES.values())
    assert size_of(tmp_path / "none") == 0


def test_a_dataset_is_one_whatever_pages_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "guidelines.html").write_text(PAGE)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "A.TXT").write_text("Ana left")
    (tmp_path / "A.ANN").write_text("T1\tactor 0 3\tAna\n")
    format_ = guess_format(tmp_path).format
    assert format_.name == "brat"
    assert format_.reads is not None
    (placed,) = format_.reads(Input(tmp_path))
    assert [span.text for span in placed.row.spans] == ["Ana"]


def test_a_folder_of_no_format_says_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "train.conll").write_text("Ana B-actor\nleft O\n")
    with pytest.raises(InputError, match=r"no format, but train\.conll in it is conll"):
        guess_format(tmp_path)


def test_a_file_of_places_that_is_called_a_text_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("T1\tactor 0 3\tAna\n")
    format_ = guess_format(tmp_path / "a.txt").format
    assert format_.reads is not None
    with pytest.raises(InputError, match=r"this is an \.ann file; call it a\.ann"):
        list(format_.reads(Input(tmp_path / "a.txt")))
