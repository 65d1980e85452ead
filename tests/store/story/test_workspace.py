from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

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
from store.formats.collecting import story_rows
from store.labels import COLOURS, Label, LabelSet
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
    others: list[str] = []

    def subscriber(change: Change) -> None:
        told.append(change)
        assert kept(story).said() == said(workspace)

    workspace.subscribe(lambda change: others.append(change.did))
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
    assert others == ["edit", "undo", "redo", "undo"]


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
        assert "an official" not in str(exported(workspace)).replace(ARTICLES["1_wire.txt"], "")
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
        if content == b"":  # nothing of it can be placed, which is counted and stops no other
            wire, paper = story_rows(workspace)
            assert (wire.spans, wire.unplaced) == ([], ["actor “Moscow” of 1_wire"])
            assert len(paper.spans) == 1
        else:
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
# Reading only ------------------------------------------------------------------------------


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


def test_who_subscribes_is_told_that_there_are_other_labels_or_articles(tmp_path: Path) -> None:
    told: list[int] = []
    with open_story(write_story(tmp_path / "story")) as workspace:
        unsubscribe = workspace.subscribe_to_growth(
            lambda: told.append(len(workspace.story.articles))
        )
        (tmp_path / "story" / "3_new.txt").write_text("Moscow said so.")
        workspace.grow(story=find_story([tmp_path / "story"]))
        unsubscribe()
        workspace.grow(labels=workspace.labels)
    assert told == [3]
