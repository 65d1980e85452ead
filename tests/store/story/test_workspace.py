from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from store.annotations import actions
from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    EditOfCluster,
    EditOfRelation,
    EditPlace,
)
from store.annotations.model import Mention, Relation
from store.articles import find_story
from store.errors import ConflictError, InputError, ReadOnlyError
from store.files import Files
from store.labels import COLOURS, Label, LabelSet
from store.ledger.records import sealed
from store.story.statistics import count_story
from store.story.workspace import Change, Workspace
from store.text.span import Span
from tests.stories import (
    ARTICLES,
    PAPER,
    WIRE,
    edit_of,
    exported,
    gather,
    home,
    open_story,
    relate,
    said,
    tag,
    tag_edit,
    texts,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.annotations.edits import Edit
    from tests.stories import Kept

    Keep = Callable[[Path], Kept]


# What is kept ------------------------------------------------------------------------------


def do_tag(workspace: Workspace) -> None:
    tag(workspace, "troops")


def do_relabel(workspace: Workspace) -> None:
    opened = workspace.article(WIRE)
    (moscow, *_) = opened.annotations
    edit = actions.relabel(opened.article, opened.annotations, moscow, "source")
    workspace.apply(edit_of(edit))


def do_resize(workspace: Workspace) -> None:
    opened = workspace.article(WIRE)
    (moscow, *_) = opened.annotations
    edit = actions.resize(opened.article, opened.annotations, moscow, Span(0, 11))
    workspace.apply(edit_of(edit))


def do_note(workspace: Workspace) -> None:
    opened = workspace.article(WIRE)
    (moscow, *_) = opened.annotations
    workspace.apply(edit_of(actions.set_note(opened.article, moscow, "the “capital”\n\u2028")))


def do_remove(workspace: Workspace) -> None:
    (moscow, *_) = workspace.article(WIRE).annotations
    workspace.apply(actions.remove(WIRE, moscow, workspace.now.links()))


def do_batch(workspace: Workspace) -> None:
    edits = (tag_edit(workspace, "Latakia"), tag_edit(workspace, "Moscow", "location", PAPER))
    workspace.apply(Batch(edits, "propagate"))


def do_undo(workspace: Workspace) -> None:
    assert workspace.undo() is not None


def do_nothing(workspace: Workspace) -> None:
    assert workspace.redo() is None


EVERYTHING = [do_tag, do_relabel, do_resize, do_note, do_remove, do_batch, do_undo, do_nothing]


def annotated(workspace: Workspace) -> None:
    """Say something of each kind."""
    moscow = tag(workspace, "Moscow")
    official = tag(workspace, "an official", "source")
    other = tag(workspace, "An official", "source", PAPER)
    relate(workspace, Mention(WIRE, moscow.id), Mention(PAPER, other.id))
    gather(workspace, "official", Mention(WIRE, official.id), Mention(PAPER, other.id))


@pytest.mark.parametrize("between", ["nothing", "checkpoint", "reopening"])
@pytest.mark.parametrize("do", EVERYTHING, ids=lambda do: do.__name__[3:])
def test_what_was_done_is_there_after_a_kill(
    story: Path, kept: Keep, do: Callable[[Workspace], None], between: str
) -> None:
    workspace = open_story(story)
    annotated(workspace)
    if between == "checkpoint":
        workspace.checkpoint()
    elif between == "reopening":
        workspace.close()
        workspace = open_story(story)
    do(workspace)
    now = said(workspace)
    killed = kept(story)
    assert killed.said() == now
    assert killed.said() == now, "and after a second opening, which wrote the TinyDB files"
    workspace.checkpoint()
    assert kept(story).said() == now
    workspace.close()
    assert kept(story).said() == now


def test_each_state_on_the_way_is_there_after_a_kill(story: Path, kept: Keep) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        for do in EVERYTHING[:-2]:
            do(workspace)
            assert kept(story).said() == said(workspace)
        for _ in EVERYTHING[:-2]:
            workspace.undo()
            assert kept(story).said() == said(workspace)


def test_reading_alone_writes_nothing(story: Path) -> None:
    with open_story(story) as workspace:
        said(workspace)
    assert {path.name for path in home(story).rglob("*")} <= {"lock", "lock.info"}
    assert sorted(path.name for path in story.glob("*.txt")) == sorted(ARTICLES)


def test_the_articles_are_never_written_to(story: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
    for name, content in ARTICLES.items():
        assert (story / name).read_bytes() == content.encode()


def test_annotators_are_kept_apart(story: Path) -> None:
    found = find_story([story])
    with Workspace.open(found, "ana") as ana, Workspace.open(found, "ben") as ben:
        tag(ana, "Moscow")
        assert texts(ana) == ["actor:Moscow"]
        assert texts(ben) == []


def test_annotations_may_be_kept_elsewhere(story: Path, tmp_path: Path) -> None:
    found = find_story([story])
    with Workspace.open(found, "ana", data=tmp_path / "data") as workspace:
        tag(workspace, "Moscow")
    assert not (story / "annotations").exists()
    with Workspace.open(found, "ana", data=tmp_path / "data") as workspace:
        assert texts(workspace) == ["actor:Moscow"]


@pytest.mark.parametrize(
    "name", ["", " ", "a/b", "..", ".", "a\\b", "a:b", "a\nb", "a ", "a.", "x" * 101, "\x1b[31m"]
)
def test_a_name_that_cannot_name_a_folder_is_refused(story: Path, name: str) -> None:
    with pytest.raises(
        InputError, match=r"annotator's name .* choose another with {option:annotator}"
    ):
        Workspace.open(find_story([story]), name)
    assert not (story / "annotations").exists()


@pytest.mark.parametrize("name", ["ana", "Ana María", "安娜", "o'neil", "x" * 100])
def test_other_names_can(story: Path, name: str) -> None:
    with Workspace.open(find_story([story]), name) as workspace:
        tag(workspace, "Moscow")


# Undo and redo -----------------------------------------------------------------------------


def test_undo_and_redo_survive_a_restart(story: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
    states = []
    with open_story(story) as workspace:
        states.append(said(workspace))
        while workspace.undo() is not None:
            states.append(said(workspace))
        assert said(workspace).counts == {}
    with open_story(story) as workspace:
        for state in reversed(states[:-1]):
            assert workspace.redo() is not None
            assert said(workspace) == state
        assert workspace.redo() is None
    assert len(states) == 6


def test_undo_and_redo_may_alternate_over_restarts(story: Path, kept: Keep) -> None:
    with open_story(story) as workspace:
        for phrase in ("Moscow", "troops", "Latakia"):
            tag(workspace, phrase)
    expected = {
        "undo": ["actor:Moscow", "actor:troops"],
        "redo": ["actor:Moscow", "actor:troops", "actor:Latakia"],
    }
    for _ in range(3):
        for did in ("undo", "redo"):
            with open_story(story) as workspace:
                change = workspace.undo() if did == "undo" else workspace.redo()
                assert change is not None
                assert (change.did, texts(workspace)) == (did, expected[did])
                assert kept(story).said() == said(workspace)


def test_an_edit_after_an_undo_drops_what_could_be_redone(story: Path) -> None:
    with open_story(story) as workspace:
        for phrase in ("Moscow", "troops"):
            tag(workspace, phrase)
        workspace.undo()
        tag(workspace, "Latakia", "location")
        assert workspace.redo() is None
    with open_story(story) as workspace:
        assert workspace.redo() is None
        workspace.undo()
        assert texts(workspace) == ["actor:Moscow"]
        workspace.undo()
        assert texts(workspace) == []
        assert workspace.undo() is None
        workspace.redo()
        workspace.redo()
        assert texts(workspace) == ["actor:Moscow", "location:Latakia"]


def test_a_batch_is_one_undo(workspace: Workspace) -> None:
    do_batch(workspace)
    assert texts(workspace) + texts(workspace, PAPER) == ["actor:Latakia", "location:Moscow"]
    change = workspace.undo()
    assert change is not None
    assert isinstance(change.edit, Batch)
    assert texts(workspace) + texts(workspace, PAPER) == []
    assert workspace.undo() is None


# What subscribers are told -----------------------------------------------------------------


def test_subscribers_are_told_of_what_is_on_the_disk_and_in_memory(
    workspace: Workspace, story: Path, kept: Keep
) -> None:
    told: list[Change] = []

    def subscriber(change: Change) -> None:
        told.append(change)
        assert kept(story).said() == said(workspace)

    unsubscribe = workspace.subscribe(subscriber)
    edit = tag_edit(workspace, "troops")
    assert workspace.apply(edit) == told[0] == Change(edit, "edit", EditPlace(WIRE, 12, 18))
    workspace.undo()
    assert told[1] == Change(edit.inverse(), "undo", EditPlace(WIRE, 12, 18))
    workspace.redo()
    assert told[2] == Change(edit, "redo", EditPlace(WIRE, 12, 18))
    unsubscribe()
    workspace.undo()
    assert len(told) == 3


def test_an_edit_changes_the_article_that_is_open(workspace: Workspace) -> None:
    wire, paper = workspace.article(WIRE), workspace.article(PAPER)
    tag(workspace, "Moscow")
    assert workspace.article(WIRE) is wire
    assert (len(wire.annotations), len(paper.annotations)) == (1, 0)
    workspace.undo()
    assert len(wire.annotations) == 0


def test_counts_follow_every_edit(workspace: Workspace) -> None:
    tag(workspace, "Moscow")
    tag(workspace, "Moscow", article_id=PAPER)
    assert workspace.now.counts["actor"] == 2
    do_relabel(workspace)
    assert (workspace.now.counts["actor"], workspace.now.counts["source"]) == (1, 1)
    workspace.undo()
    workspace.undo()
    assert (workspace.now.counts["actor"], workspace.now.counts["source"]) == (1, 0)


def test_the_counts_of_a_story(story: Path) -> None:
    (story / "3_broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "an official", "source")
        wire, paper, broken = count_story(workspace)
    assert wire.labels == {"actor": 1, "location": 0, "claim": 0, "source": 1}
    assert (wire.title, wire.characters, wire.displaced, wire.problem) == (
        "Moscow sent troops, an official said.",
        len(ARTICLES["1_wire.txt"]),
        0,
        "",
    )
    assert set(paper.labels.values()) == {0}
    assert "binary data" in broken.problem


# Conflicts ---------------------------------------------------------------------------------


def wrong_edits(workspace: Workspace) -> dict[str, tuple[Edit, str]]:
    moscow = tag(workspace, "Moscow")
    mention = Mention(WIRE, moscow.id)
    relation = relate(workspace, mention, mention)
    cluster = gather(workspace, "Moscow", mention)
    fresh = tag_edit(workspace, "troops")
    assert fresh.after is not None
    return {
        "unknown article": (
            EditOfAnnotation("9_none", None, fresh.after),
            "9_none is not open here",
        ),
        "other text": (
            EditOfAnnotation(WIRE, None, replace(fresh.after, text="tanks!")),
            "1_wire does not say “tanks!” at 12-18; nothing was changed",
        ),
        "past the end": (
            EditOfAnnotation(WIRE, None, replace(fresh.after, end=999)),
            "does not say “troops” at 12-999",
        ),
        "zero length": (
            EditOfAnnotation(WIRE, None, replace(fresh.after, end=12, text="")),
            "does not say “” at 12-12",
        ),
        "not there": (EditOfAnnotation(WIRE, fresh.after, None), "not there any more as it was"),
        "changed since": (
            EditOfAnnotation(WIRE, replace(moscow, note="?"), None),
            "not there any more as it was",
        ),
        "added twice": (EditOfAnnotation(WIRE, None, moscow), "is there already"),
        "relation not there": (
            EditOfRelation(replace(relation, role="?"), None),
            "not there any more as it was",
        ),
        "relation added twice": (
            EditOfRelation(None, replace(relation, role="speaker")),
            f"a link {relation.id} already",
        ),
        "cluster added twice": (
            EditOfCluster(None, replace(cluster, name="?")),
            f"a link {cluster.id} already",
        ),
        "the last of a batch": (
            Batch(
                (
                    fresh,
                    EditOfRelation(None, Relation("R", "same", mention, mention)),
                    EditOfAnnotation(WIRE, moscow, None),
                    EditOfAnnotation(WIRE, moscow, None),
                )
            ),
            "not there any more as it was",
        ),
    }


@pytest.mark.parametrize(
    "case",
    [
        "unknown article",
        "other text",
        "past the end",
        "zero length",
        "not there",
        "changed since",
        "added twice",
        "relation not there",
        "relation added twice",
        "cluster added twice",
        "the last of a batch",
    ],
)
def test_an_edit_that_does_not_fit_changes_nothing(
    workspace: Workspace, story: Path, kept: Keep, case: str
) -> None:
    edit, reason = wrong_edits(workspace)[case]
    before, journal = said(workspace), (home(story) / "journal.jsonl").read_bytes()
    with pytest.raises(ConflictError, match=reason):
        workspace.apply(edit)
    assert said(workspace) == before == kept(story).said()
    assert (home(story) / "journal.jsonl").read_bytes() == journal


def test_an_article_the_story_does_not_have(workspace: Workspace) -> None:
    with pytest.raises(KeyError):
        workspace.article("9_none")


# Changed articles --------------------------------------------------------------------------


def change_text(story: Path, name: str = "1_wire.txt", by: str = "Today ") -> None:
    (story / name).write_text(by + ARTICLES[name], encoding="utf-8")


def test_where_an_article_has_changed_too_much_annotations_wait_and_nothing_is_dropped(
    story: Path,
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "an official", "source")
        tag(workspace, "Moscow", article_id=PAPER)
        before = said(workspace)
    (story / "1_wire.txt").write_text("Moscow said no.\n\nNothing more.\n", encoding="utf-8")
    with open_story(story) as workspace:
        assert texts(workspace) == []
        assert [a.text for a in workspace.article(WIRE).orphaned] == ["Moscow", "an official"]
        assert list(workspace.status.notices) == [
            "1_wire.txt has changed since it was annotated: 2 annotations wait for you to settle "
            "the place; {key:review} lists what there is to review"
        ]
        assert texts(workspace, PAPER) == ["actor:Moscow"]
        assert workspace.now.counts == before.counts
        tag(workspace, "Nothing")
        with pytest.raises(InputError, match=r"the actor “Moscow” .* waits for its place"):
            exported(workspace)
    (story / "1_wire.txt").write_text(ARTICLES["1_wire.txt"], encoding="utf-8")
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Moscow", "source:an official"]
        assert [a.text for a in workspace.article(WIRE).orphaned] == ["Nothing"]
        assert "1 annotation waits" in next(iter(workspace.status.notices))


def test_the_notice_comes_again_until_the_text_is_put_back(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
    (story / "1_wire.txt").write_text("The troops are in Moscow, he said.\n", encoding="utf-8")
    for _ in range(3):
        with open_story(story) as workspace:
            workspace.article(WIRE)
            assert len(workspace.status.notices) == 1
            tag(workspace, "troops")
            workspace.checkpoint()
            workspace.undo()
    (story / "1_wire.txt").write_text(ARTICLES["1_wire.txt"], encoding="utf-8")
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Moscow"]
        assert [n for n in workspace.status.notices if "wait" in n] == []
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Moscow"]
        assert list(workspace.status.notices) == []


def test_each_line_of_the_journal_says_which_text_its_places_belong_to(story: Path) -> None:
    with open_story(story) as workspace:
        sha256 = workspace.article(WIRE).article.sha256
        tag(workspace, "Moscow")
        workspace.undo()
    lines = (home(story) / "journal.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line).get("texts") for line in lines] == [{WIRE: sha256}] * 2


def test_a_change_that_moves_nothing_is_said_as_such(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
    (story / "1_wire.txt").write_text(ARTICLES["1_wire.txt"] + "More.\n", encoding="utf-8")
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Moscow"]
        assert list(workspace.status.notices) == [
            "1_wire.txt has changed since it was annotated; every annotation still fits its text"
        ]


@pytest.mark.parametrize("checkpoint", [False, True], ids=["killed", "closed"])
def test_a_change_is_noticed_also_before_the_first_checkpoint(
    story: Path, kept: Keep, checkpoint: bool
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        if checkpoint:
            workspace.checkpoint()
        killed = kept(story)
    (killed.folder / "1_wire.txt").write_text("In Moscow, nothing.\n", encoding="utf-8")
    with killed.open() as workspace:
        assert texts(workspace) == []
        assert [a.text for a in workspace.article(WIRE).orphaned] == ["Moscow"]
        assert "1 annotation waits" in next(iter(workspace.status.notices))


def test_an_article_that_is_gone_keeps_its_annotations(story: Path, kept: Keep) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow", article_id=PAPER)
        workspace.checkpoint()
        tag(workspace, "An official", "source", article_id=PAPER)
        killed = kept(story)
    aside = (killed.folder / "2_paper.txt").read_bytes()
    (killed.folder / "2_paper.txt").unlink()
    with killed.open() as workspace:
        assert workspace.now.missing_articles() == [PAPER]
        assert workspace.now.counts == {"actor": 1, "source": 1}
        tag(workspace, "Moscow")
        assert workspace.now.missing_articles() == [PAPER]
    with killed.open() as workspace:
        assert workspace.now.missing_articles() == [PAPER]
    (killed.folder / "2_paper.txt").write_bytes(aside)
    with killed.open() as workspace:
        assert workspace.now.missing_articles() == []
        assert texts(workspace, PAPER) == ["source:An official", "actor:Moscow"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "1_wire.txt is empty; there is nothing to read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary data"),
        (None, "it cannot be read: no such file or directory"),
    ],
    ids=["empty", "binary", "gone"],
)
def test_an_article_that_cannot_be_read_refuses_edits_and_loses_nothing(
    story: Path, content: bytes | None, problem: str
) -> None:
    with open_story(story) as workspace:
        moscow = tag(workspace, "Moscow")
    found = find_story([story])
    path = story / "1_wire.txt"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with Workspace.open(found, "ana") as workspace:
        opened = workspace.article(WIRE)
        assert problem in opened.problem
        assert opened.orphaned == (moscow,)
        with pytest.raises(ReadOnlyError, match=problem):
            workspace.apply(EditOfAnnotation(WIRE, moscow, None))
        tag(workspace, "Moscow", article_id=PAPER)
        with pytest.raises(InputError, match="export was stopped"):
            exported(workspace)
    path.write_bytes(ARTICLES["1_wire.txt"].encode())
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:Moscow"]


def test_other_encodings_are_told_once(story: Path) -> None:
    text = "Der Außenminister sagte, über 30 Männer kämen „für die Öffentlichkeit“ zurück.\n" * 4
    (story / "3_alt.txt").write_bytes(text.encode("cp1252"))
    with open_story(story) as workspace:
        assert workspace.article("3_alt").article.text == text
        list(workspace.now.every_article())
        list(workspace.now.every_article())
        (notice,) = workspace.status.notices
    # Many encodings agree on a text, and then any of them is the right one.
    assert notice.startswith("3_alt.txt is not UTF-8; it was read as ")


def test_going_through_a_story_twice_says_everything_once(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
    change_text(story)
    with open_story(story) as workspace:
        for _ in range(3):
            assert [opened.id for opened in workspace.now.every_article()] == [WIRE, PAPER]
        assert len(workspace.status.notices) == 1


# Damaged and missing files -----------------------------------------------------------------


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


# JournalScan only ------------------------------------------------------------------------------


def test_a_reader_writes_nothing_and_sees_everything(story: Path, kept: Keep) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        workspace.checkpoint()
        tag(workspace, "troops")
        before = said(workspace)
        killed = kept(story)
    files = {p: p.read_bytes() for p in killed.folder.rglob("*") if p.is_file()}
    with open_story(killed.folder, read_only=True) as workspace:
        assert said(workspace) == before
        assert workspace.status.read_only == "The story was opened to read only"
        for act in (lambda: tag(workspace, "Latakia"), workspace.undo):
            with pytest.raises(ReadOnlyError, match="opened to read only; nothing was changed"):
                act()
        assert said(workspace) == before
    assert {p: p.read_bytes() for p in killed.folder.rglob("*") if p.is_file()} == files


def test_a_story_without_annotations_can_be_read_without_a_trace(story: Path) -> None:
    with open_story(story, read_only=True) as workspace:
        assert said(workspace).counts == {}
    assert not (story / "annotations").exists()


def test_a_folder_that_cannot_be_written_to_is_refused_with_a_way_out(story: Path) -> None:
    (story / "annotations").write_text("a file in the place of the folder")
    with pytest.raises(
        InputError, match=r"cannot be kept here: .*{option:data} DIR, or .* {option:read-only}"
    ):
        open_story(story)


def test_a_large_story_opens_without_reading_its_articles(tmp_path: Path) -> None:
    class Reads(Files):
        def read(self, path: Path, offset: int = 0) -> bytes:
            names.append(path.name)
            return super().read(path, offset)

    names: list[str] = []
    story = write_story(tmp_path, {f"{n}.txt": f"Article {n}." for n in range(50)})
    with open_story(story) as workspace:
        for n in range(50):
            tag(workspace, "Article", article_id=str(n))
    with open_story(story, files=Reads()) as workspace:
        assert set(names) <= {"state.json", "journal.jsonl"}
        assert workspace.now.counts == {"actor": 50}
        workspace.article("7")
        assert names[-1] == "7.json"


def test_a_copied_folder_is_the_same_work(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        annotated(workspace)
        before = said(workspace)
    copy = shutil.copytree(story, tmp_path / "moved" / "elsewhere")
    with open_story(Path(copy)) as workspace:
        assert said(workspace) == before
        assert list(workspace.status.notices) == []
        workspace.undo()


def test_labels_and_articles_that_were_added_are_there_at_once(tmp_path: Path) -> None:
    with open_story(write_story(tmp_path / "story")) as workspace:
        labels = LabelSet((*workspace.labels, Label("event", "e", COLOURS[-1])))
        workspace.grow(labels=labels)
        write_story(tmp_path / "story", {"3_late.txt": "Moscow denies it.\n"})
        assert workspace.story.ref("3_late") is None
        workspace.grow(story=find_story([tmp_path / "story"]))
        assert workspace.labels == labels
        tag(workspace, "Moscow", "event", "3_late")
        assert workspace.now.counts == {"event": 1}
