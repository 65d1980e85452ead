"""`sidelight bundle` and `sidelight unbundle`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.stories import open_story, tag, texts, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def laptop(tagged: Path, tmp_path: Path) -> Path:
    """The story at another machine, where more was tagged."""
    other = shutil.copytree(tagged, tmp_path / "laptop")
    with open_story(other) as workspace:
        tag(workspace, "troops")
    return other


def test_work_goes_from_one_machine_to_another(run: Run, tagged: Path, laptop: Path) -> None:
    ran = run("bundle", "laptop", "-o", "work.zip")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.sentences == ["ana: 4 lines", "1 journal of laptop in work.zip"]
    ran = run("unbundle", "work.zip", "story")
    assert (ran.code, ran.sentences) == (0, ["ana: 1 edit added"])
    ran = run("unbundle", "work.zip", "story")
    assert (ran.code, ran.sentences) == (0, ["ana: nothing in it is new here"])
    with open_story(tagged) as workspace:
        assert "actor:troops" in texts(workspace)


def test_what_has_parted_is_put_together(run: Run, tagged: Path, laptop: Path) -> None:
    with open_story(tagged) as workspace:
        tag(workspace, "an official", "source")
    assert run("bundle", "laptop", "-o", "work.zip").code == 0
    ran = run("unbundle", "work.zip", "story")
    assert ran.code == 0
    (sentence,) = ran.sentences
    assert sentence.startswith(
        "ana: 1 edit added, and 1 edit of what was done here meanwhile made again behind them; "
        "what was there before is kept in "
    )
    with open_story(tagged) as workspace:
        assert {"actor:troops", "source:an official"} <= set(texts(workspace))


def test_whose_journals_are_taken(run: Run, tagged: Path, tmp_path: Path) -> None:
    shutil.copytree(tagged / "annotations" / "ana", tagged / "annotations" / "ben")
    write_story(tmp_path / "other")
    assert run("bundle", "story", "-o", "all.zip").sentences[-1] == "2 journals of story in all.zip"
    ran = run("unbundle", "all.zip", "other", "--annotator", "ben")
    assert ran.sentences == ["ben: 3 edits added"]
    ran = run("unbundle", "all.zip", "other", "--annotator", "cleo")
    assert ran.code == 1
    assert ran.sentences == [
        "all.zip: there is no journal of cleo in it; nothing was taken from it"
    ]
    ran = run("bundle", "story", "--annotator", "cleo", "-o", "none.zip")
    assert ran.code == 1
    assert "cleo has annotated nothing here" in ran.sentences[0]
    assert not (tmp_path / "none.zip").exists()


def test_nothing_is_bundled_over_the_story(run: Run, tagged: Path) -> None:
    before = (tagged / "1_wire.txt").read_bytes()
    for place in ("story/1_wire.txt", "story/annotations/ana/journal.jsonl", "story"):
        assert run("bundle", "story", "-o", place).code == 1
    assert (tagged / "1_wire.txt").read_bytes() == before


def test_a_story_that_nobody_has_annotated(run: Run, story: Path) -> None:
    ran = run("bundle", "story", "-o", "work.zip")
    assert (ran.code, ran.sentences) == (1, ["story: nobody has annotated anything here"])


def test_a_text_that_is_another_here_is_named(run: Run, tagged: Path, laptop: Path) -> None:
    (tagged / "2_paper.txt").write_text("Yesterday, an official said that Moscow denies it.\n")
    assert run("bundle", "laptop", "-o", "work.zip").code == 0
    ran = run("unbundle", "work.zip", "story")
    assert ran.code == 0
    assert ran.sentences[-1] == (
        "2_paper has another text than where the bundle was made; annotations follow the words"
    )


def test_a_text_that_is_lacking_here_is_named_and_may_come_later(
    run: Run, tagged: Path, laptop: Path
) -> None:
    paper = (tagged / "2_paper.txt").rename(tagged.parent / "2_paper.txt")
    assert run("bundle", "laptop", "-o", "work.zip").code == 0
    ran = run("unbundle", "work.zip", "story")
    assert ran.sentences[-1] == (
        "2_paper is not in the story here; what was annotated in it is there once the file is"
    )
    paper.rename(tagged / "2_paper.txt")
    assert "everything is as it was written" in run("check", "story").err
