"""What is opened where files are damaged, older than they were, or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from store.annotations.model import Mention
from store.errors import InputError, ReadOnlyError
from store.ledger.records import sealed
from tests.stories import (
    ARTICLES,
    PAPER,
    WIRE,
    home,
    open_story,
    relate,
    said,
    tag,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.story.workspace import Workspace
    from tests.stories import Kept

    Keep = Callable[[Path], Kept]
from tests.store.story.test_workspace import annotated, do_batch, do_note, do_remove, do_tag


def test_a_missing_state_is_rebuilt_from_the_journal(story: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        workspace.undo()
        before = said(workspace)
    (home(story) / "state.json").unlink()
    with open_story(story) as workspace:
        assert said(workspace) == before
        assert workspace.redo() is not None
        assert workspace.redo() is None


@pytest.mark.parametrize("missing", [["journal.jsonl"], ["journal.jsonl", "state.json"]])
@pytest.mark.parametrize(
    "do", [do_tag, do_batch, do_note, do_remove], ids=lambda do: do.__name__[3:]
)
def test_a_missing_journal_costs_the_history_alone(
    story: Path, kept: Keep, missing: list[str], do: Callable[[Workspace], None]
) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        before = said(workspace)
    for name in missing:
        (home(story) / name).unlink()
    with open_story(story) as workspace:
        assert said(workspace) == before
        assert workspace.undo() is None
        do(workspace)
        now = said(workspace)
        assert kept(story).said() == now
        workspace.undo()
        assert said(workspace) == before
        assert kept(story).said() == before


@pytest.mark.parametrize("missing", [["journal.jsonl"], ["journal.jsonl", "state.json"]])
def test_links_made_after_the_journal_went_missing_are_kept(
    story: Path, kept: Keep, missing: list[str]
) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        moscow = next(iter(workspace.article(WIRE).annotations))
    for name in missing:
        (home(story) / name).unlink()
    with open_story(story) as workspace:
        mention = Mention(WIRE, moscow.id)
        relate(workspace, mention, mention, number=2)
        assert kept(story).said() == said(workspace)


def test_missing_tinydb_files_leave_what_the_journal_has_after_them(
    story: Path, kept: Keep
) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        before = said(workspace)
        killed = kept(story)  # the journal alone
    assert not (home(killed.folder) / "state.json").exists()
    assert killed.said() == before


def test_a_journal_that_is_shorter_than_it_was_makes_the_story_read_only(story: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        before = said(workspace)
    journal = home(story) / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-2]))
    with open_story(story) as workspace:
        assert "shorter than it was" in workspace.status.read_only
        assert list(workspace.status.notices) == [workspace.status.read_only]
        assert said(workspace) == before
        with pytest.raises(ReadOnlyError, match="nothing was changed"):
            tag(workspace, "troops")


def test_a_torn_last_line_is_kept_aside_and_said(story: Path, kept: Keep) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        before = said(workspace)
        tag(workspace, "troops")
        killed = kept(story)
    journal = home(killed.folder) / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-9])
    with killed.open() as workspace:
        assert said(workspace) == before
        (notice,) = workspace.status.notices
        assert "cut off in mid-write" in notice
        (copy,) = home(killed.folder).glob("journal.jsonl.torn-*")
        assert copy.name in notice
        assert copy.read_bytes() == whole.splitlines(keepends=True)[1][:-9]
        tag(workspace, "Latakia", "location")
    with killed.open() as workspace:
        assert (list(workspace.status.notices), texts(workspace)) == (
            [],
            ["actor:Moscow", "location:Latakia"],
        )


def test_a_torn_last_line_is_left_alone_by_a_reader(story: Path, kept: Keep) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        killed = kept(story)
    journal = home(killed.folder) / "journal.jsonl"
    torn = journal.read_bytes()[:-9]
    journal.write_bytes(torn)
    with open_story(killed.folder, read_only=True) as workspace:
        assert texts(workspace) == []
    assert journal.read_bytes() == torn


def test_a_damaged_journal_can_be_read_as_far_as_it_is_sound_and_stays_as_it_is(
    story: Path, kept: Keep
) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        killed = kept(story)
    journal = home(killed.folder) / "journal.jsonl"
    whole = journal.read_bytes()
    damaged = whole[:200] + b"#" + whole[201:]
    journal.write_bytes(damaged)
    with killed.open() as workspace:
        assert "is damaged at byte 0" in workspace.status.read_only
        assert "sidelight check" in workspace.status.read_only
        assert list(workspace.status.notices) == [workspace.status.read_only]
        assert sum(workspace.now.counts.values()) == 2
        with pytest.raises(ReadOnlyError, match="nothing was changed"):
            tag(workspace, "Latakia", "location")
    assert journal.read_bytes() == damaged
    journal.write_bytes(whole)
    with killed.open() as workspace:
        assert (workspace.status.holder, workspace.status.read_only) == (None, "")
        assert workspace.now.counts == {"actor": 1, "source": 2}


def test_damage_that_is_met_while_the_journal_is_read_is_not_written_over(
    story: Path, kept: Keep
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        workspace.checkpoint()
        tag(workspace, "troops")
        workspace.undo()
        workspace.undo()
        before = said(workspace)
        killed = kept(story)
    journal = home(killed.folder) / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(b"#" + whole[1:])
    with killed.open() as workspace:
        assert "the line at byte 0 is damaged" in workspace.status.read_only
    assert journal.read_bytes() == b"#" + whole[1:]
    journal.write_bytes(whole)
    assert killed.said() == before


def test_a_damaged_article_file_closes_that_article_alone(story: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
    path = home(story) / "articles" / "1_wire.json"
    damaged = path.read_text(encoding="utf-8").replace("Moscow", "Москва", 1)
    path.write_text(damaged, encoding="utf-8")
    with open_story(story) as workspace:
        opened = workspace.article(WIRE)
        assert "1_wire.json: the file was damaged or changed by hand" in opened.problem
        assert "left as it is" in opened.problem
        assert opened.article.text == ARTICLES["1_wire.txt"]
        with pytest.raises(ReadOnlyError, match="Nothing was changed"):
            tag(workspace, "troops")
        tag(workspace, "Moscow", article_id=PAPER)
    assert path.read_text(encoding="utf-8") == damaged
    with open_story(story) as workspace:
        assert texts(workspace, PAPER) == ["source:An official", "actor:Moscow"]


def test_an_edit_of_a_damaged_article_waits_in_the_journal(story: Path, kept: Keep) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        workspace.checkpoint()
        tag(workspace, "troops")
        before = said(workspace)
        killed = kept(story)
    path = home(killed.folder) / "articles" / "1_wire.json"
    sound = path.read_bytes()
    path.write_bytes(sound[:-5])
    for _ in range(2):
        with killed.open() as workspace:
            assert workspace.article(WIRE).problem
            tag(workspace, "Moscow", article_id=PAPER)
            workspace.undo()
    path.write_bytes(sound)
    assert killed.said().annotations == before.annotations


def test_damaged_links_refuse_and_stay_as_they_are(story: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
    path = home(story) / "story.json"
    damaged = path.read_bytes()[:-5]
    path.write_bytes(damaged)
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Moscow", "source:an official"]
        with pytest.raises(InputError, match=r"story\.json"):
            _ = workspace.now.relations
        tag(workspace, "troops")
    assert path.read_bytes() == damaged


def test_a_state_of_a_newer_format_is_only_read(story: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
    path = home(story) / "state.json"
    state = msgspec.json.decode(path.read_bytes())
    del state["crc"]
    path.write_bytes(sealed(msgspec.json.encode(state | {"format": 99})))
    before = {p: p.read_bytes() for p in home(story).rglob("*.json*")}
    with open_story(story) as workspace:
        assert "written by a newer Sidelight" in workspace.status.read_only
        assert texts(workspace) == ["actor:Moscow", "source:an official"]
        with pytest.raises(ReadOnlyError, match="newer Sidelight"):
            tag(workspace, "troops")
    assert {p: p.read_bytes() for p in home(story).rglob("*.json*")} == before
