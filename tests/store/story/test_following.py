"""Annotations follow their words where articles change, and never go to a look-alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.annotations.links import Links
from store.annotations.model import UNKNOWN, Mention
from store.errors import ConflictError, ReadOnlyError
from store.text.span import Span
from tests.faults import FaultyFiles
from tests.stories import (
    ARTICLES,
    PAPER,
    WIRE,
    edit_of,
    gather,
    home,
    open_story,
    relate,
    said,
    tag,
    texts,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.story.workspace import Workspace
    from tests.stories import Kept

    Keep = Callable[[Path], Kept]

WIRE_TEXT = (
    "Moscow sent troops, an official said.\n\n"
    "Nobody in the capital would say on Sunday how many had been sent, or for how long, and the "
    "ministry did not answer questions about the ships that were seen off the coast last week.\n\n"
    "The troops arrived in Latakia.\n\n"
    "Residents of the port spoke of aircraft at night. The airfield south of it, which had been "
    "closed for years, was lit, they told reporters, and lorries came and went until the morning.\n"
)
CORRECTED = "CORRECTED: " + WIRE_TEXT
REWRITTEN = "Officials in Damascus said nothing. The troops arrived.\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write_story(tmp_path / "story", {**ARTICLES, "1_wire.txt": WIRE_TEXT})


def change(story: Path, text: str, name: str = "1_wire.txt") -> None:
    (story / name).write_text(text, encoding="utf-8")


def waiting(workspace: Workspace, article_id: str = WIRE) -> list[str]:
    """What waits in an article to be settled, as `label:text`."""
    return [f"{a.label}:{a.text}" for a in workspace.article(article_id).orphaned]


def places_are_right(workspace: Workspace, article_id: str = WIRE) -> bool:
    opened = workspace.article(article_id)
    return all(a.span.of(opened.article.text) == a.text for a in opened.annotations)


@pytest.mark.parametrize("checkpoint", [True, False], ids=["checkpointed", "killed"])
def test_annotations_move_with_their_words(story: Path, kept: Keep, checkpoint: bool) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
        tag(workspace, "Latakia", "location")
        before = [a.start for a in workspace.article(WIRE).annotations]
        workspace.checkpoint()
        if not checkpoint:
            tag(workspace, "troops")
            workspace.undo()
        killed = kept(story)
    change(killed.folder, CORRECTED)
    with killed.open() as workspace:
        assert texts(workspace) == ["actor:arrived", "location:Latakia"]
        assert [a.start for a in workspace.article(WIRE).annotations] == [n + 11 for n in before]
        assert list(workspace.status.notices) == [
            "1_wire.txt has changed since it was annotated; every annotation has followed its words"
        ]
    with killed.open() as workspace:  # and stay there
        assert texts(workspace) == ["actor:arrived", "location:Latakia"]
        assert places_are_right(workspace)
        assert list(workspace.status.notices) == []


def test_what_cannot_be_placed_waits_with_a_proposal_and_a_reason(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Latakia", "location")
        tag(workspace, "The troops arrived", "claim")
    change(story, REWRITTEN)
    with open_story(story) as workspace:
        assert texts(workspace) == []
        assert waiting(workspace) == ["claim:The troops arrived", "location:Latakia"]
        claim, place = workspace.now.orphans(WIRE)
        assert claim.proposal is not None
        assert claim.proposal.of(REWRITTEN) == "The troops arrived"
        assert all(orphan.reason for orphan in (claim, place))
        assert claim.before.endswith("last week.\n\n")
        assert claim.after.startswith(" in Latakia")
        assert workspace.now.counts == {"location": 1, "claim": 1}


def test_a_person_places_one_and_drops_another_and_undo_brings_both_back(story: Path) -> None:
    with open_story(story) as workspace:
        place = tag(workspace, "Latakia", "location")
        claim = tag(workspace, "The troops arrived", "claim")
        relate(workspace, Mention(WIRE, claim.id), Mention(WIRE, place.id))
    change(story, REWRITTEN)
    with open_story(story) as workspace:
        orphans = {orphan.annotation.id: orphan for orphan in workspace.now.orphans(WIRE)}
        opened = workspace.article(WIRE)
        proposal = orphans[claim.id].proposal
        assert proposal is not None
        adrift = orphans[claim.id].annotation
        placed = edit_of(actions.place(opened.article, opened.annotations, adrift, proposal))
        workspace.apply(placed)
        assert (texts(workspace), waiting(workspace)) == (
            ["claim:The troops arrived"],
            ["location:Latakia"],
        )
        assert [a.id for a in workspace.article(WIRE).annotations] == [claim.id]
        dropped = orphans[place.id].annotation
        workspace.apply(actions.remove(WIRE, dropped, workspace.now.links()))
        assert waiting(workspace) == []
        assert said(workspace).relations == ()
        workspace.undo()
        workspace.undo()
        assert waiting(workspace) == ["claim:The troops arrived", "location:Latakia"]
        assert len(workspace.now.relations) == 1
    with open_story(story) as workspace:
        assert waiting(workspace) == ["claim:The troops arrived", "location:Latakia"]


def test_what_waits_goes_back_by_itself_where_the_old_text_comes_back(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Latakia", "location")
        before = said(workspace)
    for text in (REWRITTEN, "Nothing of it.\n", REWRITTEN):
        change(story, text)
        with open_story(story) as workspace:
            assert waiting(workspace) == ["location:Latakia"]
    change(story, WIRE_TEXT)
    with open_story(story) as workspace:
        assert said(workspace) == before
        assert waiting(workspace) == []


def test_an_older_edit_is_undone_where_its_words_are_now(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
        moscow = tag(workspace, "Latakia", "location")
        opened = workspace.article(WIRE)
        workspace.apply(
            edit_of(actions.relabel(opened.article, opened.annotations, moscow, "actor"))
        )
        (arrived,) = opened.annotations.at(WIRE_TEXT.index("arrived"))
        workspace.apply(actions.remove(WIRE, arrived, Links()))
    change(story, CORRECTED)
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Latakia"]
        workspace.undo()  # the removal
        assert texts(workspace) == ["actor:arrived", "actor:Latakia"]
        assert places_are_right(workspace)
        workspace.undo()  # the label
        assert texts(workspace) == ["actor:arrived", "location:Latakia"]
        workspace.undo()
        workspace.undo()
        assert (texts(workspace), workspace.undo()) == ([], None)
        for _ in range(4):
            workspace.redo()
        assert texts(workspace) == ["actor:Latakia"]
        assert places_are_right(workspace)
        assert workspace.redo() is None
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Latakia"]
        assert places_are_right(workspace)


def test_an_undo_whose_words_are_gone_waits_and_does_not_block_the_older_ones(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "troops", article_id=WIRE)
        latakia = tag(workspace, "Latakia", "location")
        workspace.apply(actions.remove(WIRE, latakia, Links()))
    change(story, REWRITTEN)
    with open_story(story) as workspace:
        assert waiting(workspace) == ["actor:troops"]
        workspace.undo()
        assert waiting(workspace) == ["actor:troops", "location:Latakia"]
        workspace.undo()
        workspace.undo()
        assert (waiting(workspace), texts(workspace)) == ([], [])


def test_without_the_old_text_nothing_moves_and_words_are_proposed(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Latakia", "location")
    for copy in (home(story) / "texts").iterdir():
        copy.unlink()
    change(story, CORRECTED)
    with open_story(story) as workspace:
        (orphan,) = workspace.now.orphans(WIRE)
        assert orphan.proposal is not None
        assert orphan.proposal.of(CORRECTED) == "Latakia"
        assert "not kept" in orphan.reason
        assert workspace.article(WIRE).orphaned[0].adrift != UNKNOWN


def test_who_may_only_read_sees_them_moved_and_nothing_is_written(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
    change(story, CORRECTED)
    before = {p: p.read_bytes() for p in home(story).rglob("*") if p.is_file()}
    with open_story(story, read_only=True) as workspace:
        assert texts(workspace) == ["actor:arrived"]
        assert places_are_right(workspace)
        assert [len(list(o.annotations)) for o in workspace.now.every_article()] == [1, 0]
        assert texts(workspace) == ["actor:arrived"]
    assert {p: p.read_bytes() for p in home(story).rglob("*") if p.is_file()} == before


def test_an_edit_of_an_article_that_has_just_gone_says_that_it_is_gone(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
        (story / "1_wire.txt").unlink()
        with pytest.raises(ReadOnlyError, match=r"^Nothing was changed: .*cannot be read: no such"):
            tag(workspace, "Latakia", "location")
        assert texts(workspace) == ["actor:arrived"]


def test_a_full_disk_lets_the_moved_be_read_and_nothing_be_edited(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
    change(story, CORRECTED)
    files = FaultyFiles()
    with open_story(story, files=files) as workspace:
        files.arm("write_some")
        assert texts(workspace) == ["actor:arrived"]
        assert "NOT SAVED" in workspace.article(WIRE).problem
        with pytest.raises(ReadOnlyError, match="was changed"):
            tag(workspace, "Latakia", "location")
        files.disarm()
    with open_story(story) as workspace:
        assert (texts(workspace), workspace.article(WIRE).problem) == (["actor:arrived"], "")
        assert places_are_right(workspace)


# While the story is open ---------------------------------------------------------------------


def test_a_change_is_seen_on_return_and_the_annotations_follow_at_once(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
        seen: list[str] = []
        stop = workspace.now.subscribe(seen.append)
        assert workspace.now.refresh() == []
        change(story, CORRECTED)  # before any checkpoint
        assert workspace.now.refresh() == [WIRE] == seen
        assert texts(workspace) == ["actor:arrived"]
        assert places_are_right(workspace)
        assert workspace.now.refresh() == []
        (story / "1_wire.txt").write_bytes(CORRECTED.encode())  # only touched
        assert workspace.now.refresh() == []
        stop()
        change(story, WIRE_TEXT)
        assert (workspace.now.refresh(), seen) == ([WIRE], [WIRE])
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:arrived"]
        assert places_are_right(workspace)


def test_an_edit_of_a_text_that_has_just_changed_is_refused_once(story: Path) -> None:
    with open_story(story) as workspace:
        workspace.article(WIRE)
        change(story, CORRECTED)
        opened = workspace.article(WIRE)
        stale = edit_of(actions.tag(opened.article, opened.annotations, Span(0, 6), "actor"))
        with pytest.raises(ConflictError, match=r"1_wire\.txt has just changed on the disk"):
            workspace.apply(stale)
        assert workspace.article(WIRE).article.text == CORRECTED
        tag(workspace, "Moscow")
        assert texts(workspace) == ["actor:Moscow"]
    with open_story(story) as workspace:
        assert places_are_right(workspace)


def test_an_article_that_goes_away_while_it_is_open_stays_to_be_read(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
        (story / "1_wire.txt").unlink()
        assert workspace.now.refresh() == [WIRE]
        opened = workspace.article(WIRE)
        assert opened.article.text == WIRE_TEXT
        assert texts(workspace) == ["actor:arrived"]
        assert "no such file" in opened.problem.lower()
        with pytest.raises(ReadOnlyError):
            tag(workspace, "Latakia", "location")
        assert workspace.now.refresh() == []
        change(story, WIRE_TEXT)
        assert workspace.now.refresh() == [WIRE]
        tag(workspace, "Latakia", "location")
        assert texts(workspace) == ["actor:arrived", "location:Latakia"]


# Renamed files -------------------------------------------------------------------------------


def linked(workspace: Workspace) -> None:
    one = tag(workspace, "arrived")
    other = tag(workspace, "An official", "source", PAPER)
    relate(workspace, Mention(PAPER, other.id), Mention(WIRE, one.id))
    gather(workspace, "officials", Mention(WIRE, one.id), Mention(PAPER, other.id))


@pytest.mark.parametrize("checkpoint", [True, False], ids=["closed", "killed"])
def test_a_renamed_article_is_recognised_by_its_bytes(
    story: Path, kept: Keep, checkpoint: bool
) -> None:
    with open_story(story) as workspace:
        linked(workspace)
        workspace.checkpoint()
        if not checkpoint:
            tag(workspace, "troops")
            workspace.undo()
        killed = kept(story)
    (killed.folder / "1_wire.txt").rename(killed.folder / "9_agency.txt")
    for _ in range(2):
        with killed.open() as workspace:
            assert texts(workspace, "9_agency") == ["actor:arrived"]
            assert workspace.now.missing_articles() == []
            (relation,) = workspace.now.relations
            assert (relation.head.article, relation.tail.article) == (PAPER, "9_agency")
            (cluster,) = workspace.now.clusters
            assert {m.article for m in cluster.members} == {PAPER, "9_agency"}
            assert workspace.now.counts == {"actor": 1, "source": 1}
    with killed.open() as workspace:
        for _ in range(4):
            workspace.undo()
        assert said(workspace).counts == {}
        assert (workspace.now.relations, workspace.now.clusters) == ((), ())
        for _ in range(4):
            workspace.redo()
        assert texts(workspace, "9_agency") == ["actor:arrived"]
        assert workspace.now.relations[0].tail.article == "9_agency"


def test_a_renamed_article_is_followed_also_by_who_may_only_read(story: Path) -> None:
    with open_story(story) as workspace:
        linked(workspace)
    (story / "1_wire.txt").rename(story / "9_agency.txt")
    before = {p: p.read_bytes() for p in home(story).rglob("*") if p.is_file()}
    with open_story(story, read_only=True) as workspace:
        assert texts(workspace, "9_agency") == ["actor:arrived"]
        assert list(workspace.status.notices) == [
            "1_wire is called 9_agency now; its annotations have gone with it"
        ]
    assert {p: p.read_bytes() for p in home(story).rglob("*") if p.is_file()} == before


def test_a_copy_or_one_of_two_twins_is_not_taken_for_a_renamed_article(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
    change(story, WIRE_TEXT, "8_copy.txt")
    with open_story(story) as workspace:
        assert (texts(workspace), texts(workspace, "8_copy")) == (["actor:arrived"], [])
    (story / "1_wire.txt").rename(story / "9_agency.txt")
    with open_story(story) as workspace:
        assert texts(workspace, "8_copy") == texts(workspace, "9_agency") == []
        assert workspace.now.missing_articles() == [WIRE]
    (story / "9_agency.txt").rename(story / "1_wire.txt")
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:arrived"]


def test_an_article_that_was_renamed_and_changed_keeps_its_annotations(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived")
    (story / "1_wire.txt").unlink()
    change(story, CORRECTED, "9_agency.txt")
    with open_story(story) as workspace:
        assert texts(workspace, "9_agency") == []
        assert workspace.now.missing_articles() == [WIRE]
        tag(workspace, "Moscow", article_id="9_agency")
    (story / "9_agency.txt").rename(story / "1_wire.txt")
    with open_story(story) as workspace:
        # Both are there now: what was annotated under either name is not thrown together.
        assert texts(workspace) == ["actor:arrived"]
        assert places_are_right(workspace)
        assert workspace.now.missing_articles() == ["9_agency"]
