from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.articles import find_story
from store.errors import InputError
from store.labels import LABELS_FILE
from store.story.reading import open_to_read
from tests.stories import ANA, PAPER, WIRE, home, open_story, tag, texts

if TYPE_CHECKING:
    from pathlib import Path


def every_file(folder: Path) -> dict[Path, tuple[bytes, int] | None]:
    """Every path with its bytes and when it was changed; folders too, with nothing."""
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns) if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_the_work_of_somebody_who_is_at_it_is_read_and_left_as_it_is(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "actor", WIRE)
        workspace.checkpoint()
        tag(workspace, "official", "source", PAPER)
        before = every_file(story)
        with open_to_read(find_story([story]), ANA) as annotated:
            found = {opened.id: len(opened.annotations) for opened in annotated.every_article()}
            assert (found, annotated.clusters) == ({WIRE: 1, PAPER: 1}, ())
        assert every_file(story) == before
        tag(workspace, "troops", "equipment", WIRE)  # the lock is still the other's
        assert workspace.status.read_only == ""


def test_an_article_that_has_changed_is_followed_in_memory_alone(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Latakia", "location", WIRE)
    article = story / f"{WIRE}.txt"
    article.write_text(
        article.read_text("utf-8").replace("sent troops", "has sent troops"), "utf-8"
    )
    before = every_file(story)
    with open_to_read(find_story([story]), ANA) as annotated:
        opened = annotated.article(WIRE)
        assert "has sent" in opened.article.text
        (latakia,) = (*opened.annotations, *opened.orphaned)
        assert latakia.text == "Latakia"
        assert len(annotated.status.notices) == 1
    assert every_file(story) == before


def test_a_damaged_journal_and_a_damaged_label_set_are_no_reason_to_write(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "actor", WIRE)
    (story / LABELS_FILE).write_text("not [ toml", "utf-8")
    with (home(story) / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":2,"at"')
    before = every_file(story)
    with open_to_read(find_story([story]), ANA) as annotated:
        assert [a.text for a in annotated.article(WIRE).annotations] == ["Moscow"]
    assert every_file(story) == before
    (story / LABELS_FILE).unlink()
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Moscow"]


def test_nobody_is_said_to_have_annotated_nothing(story: Path) -> None:
    before = every_file(story)
    opening = open_to_read(find_story([story]), "eve")
    with pytest.raises(InputError, match="eve has annotated nothing"), opening:
        pass
    assert every_file(story) == before
