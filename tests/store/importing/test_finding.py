"""A row finds its article: by its id, or by its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from store.articles import find_story
from store.errors import InputError
from store.formats.rows import text_sha256
from store.importing.dataset import ImportOptions
from store.importing.finding import Matcher
from tests.imported import bring_in, dataset, row, source_of
from tests.store.importing.support import NOW
from tests.stories import (
    ARTICLES,
    PAPER,
    WIRE,
    open_story,
    texts,
    write_story,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write_story(tmp_path / "story", {**ARTICLES, "1_wire.txt": NOW})


@pytest.mark.parametrize(
    ("row_id", "article"),
    [
        ("1_wire", WIRE),
        ("1_wire.txt", WIRE),
        ("1_wire.TXT", WIRE),
        ("1_wire.md", WIRE),
        ("1_wire.ann", WIRE),
        ("story/1_wire", WIRE),
        ("story/1_wire.txt", WIRE),
        ("story/1_wire.ann", WIRE),
        ("other/1_wire", None),
        ("1_wire.xmi", None),
        ("1_wir", None),
        ("", None),
    ],
)
def test_an_id_may_carry_an_ending_or_the_storys_name(
    story: Path, row_id: str, article: str | None
) -> None:
    assert Matcher(find_story([story]), (".ann",)).by_id(row_id) == article


def test_a_file_beside_one_of_the_same_name_is_known_by_its_whole_name(tmp_path: Path) -> None:
    matcher = Matcher(find_story([write_story(tmp_path / "s", {"a.txt": "1", "a.md": "2"})]))
    assert [matcher.by_id(name) for name in ("a", "a.txt", "a.md", "s/a.md")] == [
        "a", "a", "a.md", "a.md",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {"text": ARTICLES["2_paper.txt"]},
        {"text_sha256": text_sha256(ARTICLES["2_paper.txt"])},
    ],
    ids=["text", "checksum"],
)
def test_a_row_finds_its_article_by_its_text(
    story: Path, tmp_path: Path, more: dict[str, Any]
) -> None:
    span = {"start": 0, "end": 11, "label": "source"}
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, {"id": "n-17", "spans": [span]} | more))
        assert texts(workspace, PAPER) == ["source:An official"]
        assert len(workspace.story.articles) == 2


def test_a_text_that_two_articles_have_says_nothing(story: Path, tmp_path: Path) -> None:
    (story / "3_copy.txt").write_text(ARTICLES["2_paper.txt"])
    path = dataset(tmp_path, row(ARTICLES["2_paper.txt"], article="n-17"))
    with open_story(story) as workspace, pytest.raises(InputError) as caught:
        bring_in(workspace, path)
    assert caught.value.reason == (
        "several articles have this text (2_paper, 3_copy); give it the id of one"
    )


def test_an_id_that_nearly_fits_counts_less_than_the_very_text(story: Path, tmp_path: Path) -> None:
    path = dataset(tmp_path, row(ARTICLES["2_paper.txt"], "actor:Moscow", article="1_wire.txt"))
    with open_story(story) as workspace:
        bring_in(workspace, path)
        assert (texts(workspace), texts(workspace, PAPER)) == ([], ["actor:Moscow"])


def test_an_id_with_a_wholly_other_text_counts_less_than_the_very_text(
    story: Path, tmp_path: Path
) -> None:
    path = dataset(tmp_path, row(ARTICLES["2_paper.txt"], "actor:Moscow", article=WIRE))
    with open_story(story) as workspace:
        bring_in(workspace, path)
        assert (texts(workspace), texts(workspace, PAPER)) == ([], ["actor:Moscow"])


def test_a_file_called_by_a_number_is_another_article_than_an_unlike_one(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"1.txt": "Moscow sent troops, an official said.\n"})
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "1.txt").write_text("Another matter: the mayor of Berlin.\n")
    (folder / "1.ann").write_text("T1\tactor 20 25\tmayor\n")
    with open_story(story) as workspace:
        refused = ImportOptions(refusal="none are to be added")
        with pytest.raises(InputError, match=r"it is not the text of 1\.txt"):
            bring_in(workspace, source_of(folder), refused, name="brat")
        source = source_of(folder)
        plan = bring_in(workspace, source, name="brat")
        assert plan.new_articles == ("brat-1",)
        assert (texts(workspace, "1"), texts(workspace, "brat-1")) == ([], ["actor:mayor"])
        assert "such as 1, which is brat-1 here" in str(source.losses)
        plan = bring_in(workspace, source_of(folder), name="brat")
        assert (plan.new_articles, plan.present) == ((), 1)


def test_a_file_called_by_a_number_may_be_another_version(tmp_path: Path) -> None:
    text = "Moscow sent troops, an official said.\n"
    story = write_story(tmp_path / "story", {"1.txt": text})
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "1.txt").write_text(f"LONDON. {text}")
    (folder / "1.ann").write_text("T1\tactor 8 14\tMoscow\n")
    with open_story(story) as workspace:
        plan = bring_in(workspace, source_of(folder), name="brat")
        assert (plan.articles, plan.added, plan.new_articles) == (1, 1, ())
