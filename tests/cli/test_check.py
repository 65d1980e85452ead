"""`sidelight check`: what it finds, what it mends, and what it says."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from store.annotations.edits import EditOfRelation
from store.annotations.model import Mention, Relation, new_id
from store.errors import InputError
from store.files import Files
from store.ledger.lock import WriterLock
from tests.cli.support import tree
from tests.stories import ANA, PAPER, WIRE, home, open_story, tag, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

HINT = "sidelight check --repair mends what can be mended, and keeps what it replaces"


@pytest.fixture
def tagged(story: Path) -> Path:
    with open_story(story) as workspace:
        moscow = tag(workspace, "Moscow")
        source = tag(workspace, "An official", "source", PAPER)
        ends = Mention(WIRE, moscow.id), Mention(PAPER, source.id)
        workspace.apply(EditOfRelation(None, Relation(new_id(), "copied-from", *ends)))
    return story


def edit_file(path: Path, was: str, now: str) -> bytes:
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), "utf-8")
    return path.read_bytes()


def test_a_sound_story_is_said_to_be_one(run: Run, tagged: Path) -> None:
    before = tree(tagged)
    ran = run("check", "story")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.sentences == ["ana: 2 annotations in 2 articles; everything is as it was written"]
    assert tree(tagged) == before


def test_a_story_that_nobody_has_annotated(run: Run, story: Path) -> None:
    ran = run("check", "story")
    assert (ran.code, ran.out, ran.sentences) == (0, b"", ["nobody has annotated this"])
    assert not (story / "annotations").exists()


def test_damage_is_named_by_file_and_nothing_is_changed(run: Run, tagged: Path) -> None:
    (home(tagged) / "story.json").write_bytes(b"\0" * 9)
    edit_file(home(tagged) / "journal.jsonl", "Moscow", "Moskau")
    before = tree(tagged)
    ran = run("check", "story")
    assert ran.code == 1
    assert [line.split(maxsplit=2)[:2] for line in ran.out.decode().splitlines()] == [
        ["ana", "journal.jsonl"], ["ana", "story.json"],
    ]  # fmt: skip
    assert ran.sentences == [HINT]
    assert tree(tagged) == before


def test_findings_as_json(run: Run, tagged: Path) -> None:
    (home(tagged) / "story.json").write_bytes(b"")
    ran = run("check", "story", "--json")
    assert ran.code == 1
    assert json.loads(ran.out) == [
        {
            "annotator": ANA,
            "annotations": 2,
            "articles": 2,
            "findings": [
                {"file": "story.json", "kind": "damaged", "what": "it cannot be read"},
            ],
        }
    ]


def test_a_repair_says_what_it_did_and_where_the_copies_are(run: Run, tagged: Path) -> None:
    (home(tagged) / "story.json").write_bytes(b"gone")
    ran = run("check", "story", "--repair")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.sentences[0] == "ana: story.json: restored from the journal"
    start = "ana: what was replaced is kept in "
    assert ran.sentences[1].startswith(start)
    assert ran.sentences[2] == ("ana: 2 annotations in 2 articles; everything is as it was written")
    (copies,) = (home(tagged) / "repairs").iterdir()
    assert ran.sentences[1] == f"{start}{copies}"
    assert (copies / "story.json").read_bytes() == b"gone"


def test_one_annotators_work_alone(run: Run, tagged: Path) -> None:
    shutil.copytree(home(tagged), tagged / "annotations" / "bob")
    (tagged / "annotations" / "bob" / "story.json").write_bytes(b"")
    assert run("check", "story", "--annotator", ANA).code == 0
    both = run("check", "story")
    assert (both.code, both.out.split()[:2]) == (1, [b"bob", b"story.json"])
    assert run("check", "story", "--annotator", "bob", "--repair").code == 0
    assert run("check", "story").code == 0


@pytest.mark.parametrize("name", ["../ana", "a/b", "", "\x1b[2J"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, run: Run, tagged: Path) -> None:
    before = tree(tagged)
    for extra in ((), ("--repair",)):
        ran = run("check", "story", "--annotator", name, *extra)
        assert ran.code == 1
        assert "cannot name a folder" in ran.sentences[0]
    assert tree(tagged) == before


def test_folders_that_are_no_annotators_are_passed_over(run: Run, tagged: Path) -> None:
    for name in ("\x1b]0;x\x07", "empty", ".git"):
        (tagged / "annotations" / name).mkdir()
    (tagged / "annotations" / "\x1b]0;x\x07" / "journal.jsonl").write_bytes(b"?")
    assert run("check", "story").code == 0


def test_accept_goes_with_repair(run: Run, tagged: Path) -> None:
    ran = run("check", "story", "--accept")
    assert (ran.code, "--accept goes with --repair" in ran.err) == (2, True)


def test_a_story_that_is_open_elsewhere_is_left_alone(run: Run, tagged: Path) -> None:
    (home(tagged) / "story.json").write_bytes(b"")
    other = WriterLock(home(tagged), Files())
    assert other.acquire() is None
    try:
        before = tree(tagged)
        ran = run("check", "story", "--repair")
        assert tree(tagged) == before
    finally:
        other.release()
    assert ran.code == 1
    assert "the story is open in process" in ran.sentences[0]


def test_the_work_of_others_is_mended_where_one_cannot_be(run: Run, tagged: Path) -> None:
    shutil.copytree(home(tagged), tagged / "annotations" / "bob")
    for name in (ANA, "bob"):
        (tagged / "annotations" / name / "story.json").write_bytes(b"")
    (home(tagged) / "state.json").write_bytes(b"")
    other = WriterLock(home(tagged), Files())
    assert other.acquire() is None
    try:
        ran = run("check", "story", "--repair")
    finally:
        other.release()
    assert ran.code == 1
    assert "bob: story.json: restored from the journal" in ran.sentences
    assert run("check", "story", "--annotator", "bob").code == 0


# By hand --------------------------------------------------------------------------------------


def test_what_was_changed_by_hand_is_taken_out_and_it_is_said_how_to_keep_it(
    run: Run, tagged: Path
) -> None:
    path = home(tagged) / "articles" / "1_wire.json"
    mine = edit_file(path, '"label":"actor"', '"label":"location"')
    assert b"damaged, or changed by hand" in run("check", "story").out
    ran = run("check", "story", "--repair")
    assert ran.code == 0
    assert (
        "ana: 1 change made by hand in 1_wire taken out; put the changed file back from the copies "
        "and use --accept to take them over"
    ) in ran.sentences
    with open_story(tagged, read_only=True) as workspace:
        assert texts(workspace) == ["actor:Moscow"]
    (copies,) = (home(tagged) / "repairs").iterdir()
    assert (copies / "articles" / "1_wire.json").read_bytes() == mine
    shutil.copy(copies / "articles" / "1_wire.json", path)  # as it is said
    assert run("check", "story", "--repair", "--accept").code == 0
    with open_story(tagged, read_only=True) as workspace:
        assert texts(workspace) == ["location:Moscow"]


def row(path: Path, number: str, **fields: object) -> Callable[[], None]:
    """Puts a document into a file by hand: a copy of the first with other fields."""

    def put() -> None:
        tables = json.loads(path.read_bytes())
        first = next(iter(tables["_default"].values()))
        tables["_default"][number] = {**first, **fields}
        path.write_text(json.dumps(tables), "utf-8")

    return put


def test_accepted_changes_are_one_edit_that_undo_takes_back(run: Run, tagged: Path) -> None:
    path = home(tagged) / "articles" / "1_wire.json"
    edit_file(path, '"note":""', '"note":"by hand"')
    new = "01J00000000000000000000099"
    row(path, "7", id=new, start=12, end=18, text="troops", label="location")()
    edit_file(home(tagged) / "story.json", '"copied-from"', '"denial"')
    ran = run("check", "story", "--repair", "--accept")
    assert ran.code == 0
    assert "ana: 3 changes made by hand taken over, as one edit that u undoes" in ran.sentences
    with open_story(tagged) as workspace:
        assert texts(workspace) == ["actor:Moscow", "location:troops"]
        assert [a.note for a in workspace.article(WIRE).annotations] == ["by hand", "by hand"]
        assert workspace.now.relations[0].type == "denial"
        workspace.undo()
        assert texts(workspace) == ["actor:Moscow"]
        assert workspace.now.relations[0].type == "copied-from"
        workspace.redo()
        assert texts(workspace) == ["actor:Moscow", "location:troops"]
    assert run("check", "story").code == 0


def test_a_removal_by_hand_can_be_accepted_with_what_hung_on_it(run: Run, tagged: Path) -> None:
    path = home(tagged) / "articles" / "1_wire.json"
    tables = json.loads(path.read_bytes())
    tables["_default"] = {}
    path.write_text(json.dumps(tables), "utf-8")
    ran = run("check", "story", "--repair", "--accept")
    assert ran.code == 0
    assert "1 link to annotations that are gone taken off, which u undoes" in ran.err
    with open_story(tagged) as workspace:
        assert (texts(workspace), workspace.now.relations) == ([], ())
        workspace.undo()
        workspace.undo()
        assert (texts(workspace), len(workspace.now.relations)) == (["actor:Moscow"], 1)


NEW = "01J00000000000000000000099"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({"id": NEW, "start": 1}, "1_wire does not say “Moscow” at 1-6",
                     id="other words"),
        pytest.param({"id": NEW, "start": 900, "end": 906}, "at 900-906", id="beyond the end"),
        pytest.param({"id": NEW, "start": -6, "end": 0}, "at -6-0", id="before the beginning"),
        pytest.param({"id": NEW, "start": 3, "end": 3, "text": ""}, "at 3-3", id="nothing"),
        pytest.param({"id": "mine"}, "“mine” in 1_wire is not the id of an annotation", id="id"),
        pytest.param({"id": "\x1b[2J"}, "is not the id of an annotation", id="hostile id"),
        pytest.param({"id": NEW, "text": "\x1b[2J"}, "1_wire does not say “␛[2J”", id="hostile"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_article_is_refused_and_named(
    fields: dict[str, object], sentence: str, run: Run, tagged: Path
) -> None:
    path = home(tagged) / "articles" / "1_wire.json"
    row(path, "7", **fields)()
    mine = path.read_bytes()
    ran = run("check", "story", "--repair", "--accept")
    assert ran.code == 1
    assert "what was changed by hand cannot be taken over" in ran.sentences[0]
    assert sentence in ran.sentences[0]
    assert "\x1b" not in ran.err
    with open_story(tagged) as workspace:
        assert not workspace.status.read_only
        assert texts(workspace) == ["actor:Moscow"]
    (copies,) = (home(tagged) / "repairs").iterdir()
    assert (copies / "articles" / "1_wire.json").read_bytes() == mine


def test_an_id_that_another_article_has_is_refused(run: Run, tagged: Path) -> None:
    with open_story(tagged, read_only=True) as workspace:
        (other,) = workspace.article(PAPER).annotations
    path = home(tagged) / "articles" / "1_wire.json"
    row(path, "7", id=other.id, start=12, end=18, text="troops")()
    ran = run("check", "story", "--repair", "--accept")
    assert ran.code == 1
    assert f"an annotation in 2_paper has the id {other.id}" in ran.sentences[0]


def test_an_id_that_stands_there_twice_is_not_taken_over(run: Run, tagged: Path) -> None:
    path = home(tagged) / "articles" / "1_wire.json"
    row(path, "7", start=12, end=18, text="troops")()
    ran = run("check", "story", "--repair", "--accept")
    assert ran.code == 0
    assert "cannot be taken over, as the id 01" in ran.err
    with open_story(tagged) as workspace:
        assert texts(workspace) == ["actor:Moscow"]


# Between the annotations and the articles -----------------------------------------------------


def test_articles_that_have_changed_or_are_gone_are_named_but_not_for_repair(
    run: Run, tagged: Path
) -> None:
    (tagged / "1_wire.txt").write_text("Something else altogether.")
    (tagged / "2_paper.txt").unlink()
    ran = run("check", "story")
    assert ran.code == 1
    out = ran.out.decode()
    assert "it has changed, and 1 annotation of it waits for review" in out
    assert "it has annotations, but is not in the story" in out
    assert HINT not in ran.err


def test_a_loose_end_is_named_and_tied_up(run: Run, tagged: Path) -> None:
    from store.annotations.edits import EditOfAnnotation

    with open_story(tagged) as workspace:
        (moscow,) = workspace.article(WIRE).annotations
        workspace.apply(EditOfAnnotation(WIRE, moscow, None))
    ran = run("check", "story")
    assert (ran.code, b"names an annotation that is gone" in ran.out) == (1, True)
    assert run("check", "story", "--repair").code == 0
    with open_story(tagged) as workspace:
        assert workspace.now.relations == ()


def test_where_a_repair_is_interrupted_it_is_said(
    run: Run, tagged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home(tagged) / "story.json").write_bytes(b"")
    (home(tagged) / "repairs").write_bytes(b"in the way")
    ran = run("check", "story", "--repair")
    assert ran.code == 1
    assert "the repair was interrupted: not a directory; do it again" in ran.sentences[0]


def test_a_repair_says_so_where_there_is_nothing(story: Path) -> None:
    from store.articles import find_story
    from store.story.repairing import repair_work

    with pytest.raises(InputError, match="ana has annotated nothing here"):
        repair_work(find_story([story]), ANA)
