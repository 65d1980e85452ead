"""Stories as each version of the format left them; `closed` in order, `killed` in mid-work."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations.model import DecisionKind
from store.articles import find_story
from store.errors import ReadOnlyError
from store.files import Files
from store.ledger.checkpoints import Checkpoints, State
from store.ledger.records import FORMAT, decode, sealed
from store.ledger.tinydb_storage import AtomicStorage
from store.story.checking import check
from store.story.history import read_log
from tests.stories import (
    ANA,
    PAPER,
    WIRE,
    home,
    open_story,
    said,
    tag,
    tag_edit,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.story.workspace import Workspace

STORED: Final = Path(__file__).parent.parent / "formats"
REVISED: Final = "2_paper, revised"
_ID: Final = "01J00000000000000000000"
NEWER: Final = FORMAT + 1


def fingerprint(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


AS_STORED: Final = fingerprint(STORED)


@pytest.fixture(autouse=True)
def stored_examples_are_never_written_to() -> object:
    yield
    assert fingerprint(STORED) == AS_STORED


@pytest.fixture(
    params=[
        f"{version}/{end}"
        for version in ("v1", "v2", "v3", "v4", "v5")
        for end in ("closed", "killed")
    ]
)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def copy_of(name: str, folder: Path) -> Path:
    return shutil.copytree(STORED / name, folder / "story")


def spans(workspace: Workspace, article_id: str) -> list[tuple[str, str, int, int, str, str]]:
    """Each annotation that stands in an article."""
    return [
        (a.id, a.label, a.start, a.end, a.text, a.note)
        for a in workspace.article(article_id).annotations
    ]


def adrift(workspace: Workspace, article_id: str) -> dict[str, tuple[str, str]]:
    return {a.text: (a.id, a.adrift) for a in workspace.article(article_id).orphaned}


def shows_what_it_held(name: str, workspace: Workspace) -> None:
    """The values are written down here: they are what a person had made with that version."""
    relation, cluster = workspace.now.relations[0], workspace.now.clusters[0]
    assert (len(workspace.now.relations), len(workspace.now.clusters)) == (1, 1)
    assert (relation.id, relation.type) == ("01J0000000000000000000R001", "attribution")
    assert (cluster.id, cluster.label, cluster.name) == (
        "01J0000000000000000000C001", "actor", "officials",
    )  # fmt: skip
    note = "the state, not the city"
    if name.startswith("v1"):
        first = 1 if name == "v1/closed" else 6
        one, two, three, four = (f"{_ID}{first + n:03}" for n in range(4))
        assert spans(workspace, WIRE) == [
            (four, "claim", 0, 18, "Moscow sent troops", ""),
            (one, "actor", 0, 6, "Moscow", note),
            (two, "actor", 12, 18, "troops", ""),
            (three, "source", 20, 31, "an official", ""),
        ]
        paper = (f"{_ID}{first + 4:03}", "source", 0, 11, "An official", "")
        assert spans(workspace, PAPER) == [paper]
        assert dict(+workspace.now.counts) == {"actor": 2, "source": 2, "claim": 1}
        assert (relation.head.article, relation.head.id) == (WIRE, four)
        assert [m.article for m in cluster.members] == [WIRE, PAPER]
        return
    if not name.startswith("v2"):
        shows_what_a_story_holds_since_rejections(name, workspace)
        return
    old = "af9c69f2aee4723e1d18efae3d22f2215617b33161ff3a3da8cd2099873d6e56"
    assert (f"{_ID}002", "location", 285, 292, "Latakia", "the port") in spans(workspace, WIRE)
    assert adrift(workspace, WIRE)["an official"] == (f"{_ID}003", old)
    opened = workspace.article(WIRE)
    everything = {a.text for a in (*opened.annotations, *opened.orphaned)}
    assert everything == {"Moscow sent troops", "Moscow", "an official", "Latakia"}
    assert spans(workspace, REVISED) == [(f"{_ID}005", "source", 0, 11, "An official", "")]
    assert dict(+workspace.now.counts) == {"actor": 1, "location": 1, "source": 2, "claim": 1}
    assert [m.article for m in cluster.members] == [WIRE, REVISED]


def shows_what_a_story_holds_since_rejections(name: str, workspace: Workspace) -> None:
    assert spans(workspace, WIRE) == [
        (f"{_ID}001", "claim", 0, 18, "Moscow sent troops", ""),
        (f"{_ID}002", "actor", 0, 6, "Moscow", "the state, not the city"),
        (f"{_ID}003", "source", 20, 31, "an official", ""),
    ]
    assert [a.text for a in workspace.article(WIRE).rejected] == ["troops"]
    cluster, links = workspace.now.clusters[0], workspace.now.links()
    has_stances = name.startswith(("v4", "v5"))
    assert cluster.refs == (("wikidata:Q649",) if has_stances else ())
    stance, record = links.stance(cluster.id, PAPER), links.record_of(WIRE)
    if not has_stances:
        assert len(links) == 2
        return
    assert stance is not None
    assert (stance.value, stance.note) == ("hedges", "reportedly")
    assert record.state_in(workspace.article(WIRE).article.sha256) == "done"
    assert record.labels == (("genre", "report"),)
    assert links.refusal_of("same", "actor", ["troops", "Moscow"])
    decision = links.decision_for(f"{_ID}002")
    if not name.startswith("v5"):
        assert decision is None
        return
    assert decision is not None
    assert (decision.taken, decision.reason, decision.by) == (("ben",), "guideline", "dan")
    assert [(each.who, each.number) for each in decision.seen] == [("ben", 3), ("cleo", 4)]
    assert links.decisions_on(DecisionKind.SPANS, "ben", f"{_ID[:-1]}B001") == [decision]


def test_it_shows_what_it_held(name: str, tmp_path: Path) -> None:
    folder = copy_of(name, tmp_path)
    with open_story(folder, read_only=True) as workspace:
        shows_what_it_held(name, workspace)
        before = said(workspace)
    assert fingerprint(folder) == fingerprint(STORED / name)
    with open_story(folder) as workspace:
        shows_what_it_held(name, workspace)
        assert not workspace.status.read_only
        assert not workspace.status.trouble
        assert said(workspace) == before
    with open_story(folder) as workspace:
        shows_what_it_held(name, workspace)


def test_check_finds_nothing_wrong_with_it(name: str, tmp_path: Path) -> None:
    folder = copy_of(name, tmp_path)
    found = [f for f in check(find_story([folder]), ANA).findings if f.is_for_repair]
    assert found == []


def test_it_can_be_edited_and_undone_to_its_beginning(name: str, tmp_path: Path) -> None:
    folder = copy_of(name, tmp_path)
    with open_story(folder) as workspace:
        before = said(workspace)
        tag(workspace, "Latakia", "claim")
        workspace.checkpoint()
    with open_story(folder) as workspace:
        assert workspace.undo() is not None
        assert said(workspace) == before
        while workspace.undo() is not None:  # into what the older version has written
            pass
        assert not any(said(workspace).annotations.values())
        assert len(workspace.now.links()) == 0
    with open_story(folder) as workspace:
        while workspace.redo() is not None:
            pass
        assert "Latakia" in {a.text for a in workspace.article(WIRE).annotations}


def test_what_is_written_after_it_is_of_the_present_format(name: str, tmp_path: Path) -> None:
    folder = copy_of(name, tmp_path)
    with open_story(folder) as workspace:
        tag(workspace, "Latakia", "claim")
    journal = (home(folder) / "journal.jsonl").read_bytes()
    assert journal.startswith((STORED / name / "annotations/ana/journal.jsonl").read_bytes())
    last = decode(journal.splitlines()[-1])
    assert last is not None
    assert (last.format, list(last.texts)) == (FORMAT, [WIRE])
    state = json.loads((home(folder) / "state.json").read_bytes())
    file = json.loads((home(folder) / "articles" / "1_wire.json").read_bytes())
    assert (state["format"], file["_meta"]["1"]["format"]) == (FORMAT, FORMAT)


# Newer ones -----------------------------------------------------------------------------------


def newer_line(at: Path) -> None:
    """The journal's last line is of a newer format, and says things that we do not know."""
    path = at / "journal.jsonl"
    seq = len(path.read_bytes().splitlines()) + 1
    line = {"seq": seq, "at": "2027-01-01T00:00:00.000Z", "did": "dream", "edit": {"of": "dream"},
            "format": NEWER}  # fmt: skip
    document = json.dumps(line, separators=(",", ":")).encode()
    path.write_bytes(path.read_bytes() + sealed(document))


def newer_article(at: Path) -> None:
    meta = {"format": NEWER, "article": WIRE, "seq": 99, "something": "new"}
    AtomicStorage(at / "articles" / "1_wire.json", Files()).write(
        {"_default": {"1": {"dream": True}}, "_meta": {"1": meta}}
    )


def newer_links(at: Path) -> None:
    AtomicStorage(at / "story.json", Files()).write(
        {"dreams": {"1": {"dream": True}}, "_meta": {"1": {"format": NEWER, "seq": 99}}}
    )


def newer_state(at: Path) -> None:
    (at / "state.json").write_bytes(sealed(b'{"offset":"a dream","format":%d}' % NEWER))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = write_story(tmp_path / "story")
    with open_story(folder) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "An official", "source", PAPER)
    (home(folder) / "lock.info").unlink()
    return folder


@pytest.mark.parametrize("make", [newer_line, newer_state], ids=["line", "state"])
def test_a_newer_story_opens_to_read_and_says_so(make: Callable[[Path], None], story: Path) -> None:
    make(home(story))
    before = fingerprint(home(story) / "articles"), fingerprint(home(story) / "backups")
    files = {n: (home(story) / n).read_bytes() for n in ("journal.jsonl", "state.json")}
    with open_story(story) as workspace:
        assert "was written by a newer Sidelight" in workspace.status.read_only
        assert "was written by a newer Sidelight" in next(iter(workspace.status.notices))
        assert [a.text for a in workspace.article(WIRE).annotations] == ["Moscow"]
        assert [a.text for a in workspace.article(PAPER).annotations] == ["An official"]
        with pytest.raises(ReadOnlyError, match=r"newer Sidelight.*nothing was changed"):
            workspace.apply(tag_edit(workspace, "troops"))
        workspace.checkpoint()
    assert (fingerprint(home(story) / "articles"), fingerprint(home(story) / "backups")) == before
    assert {name: (home(story) / name).read_bytes() for name in files} == files


def test_an_article_file_of_a_newer_format_can_be_read_but_not_edited(story: Path) -> None:
    newer_article(home(story))
    data = (home(story) / "articles" / "1_wire.json").read_bytes()
    with open_story(story) as workspace:
        assert "written by a newer Sidelight" in workspace.article(WIRE).problem
        assert workspace.article(WIRE).article.text
        with pytest.raises(ReadOnlyError, match="newer"):
            workspace.apply(tag_edit(workspace, "troops"))
        tag(workspace, "Moscow", "location", PAPER)  # the others can be worked on
    assert (home(story) / "articles" / "1_wire.json").read_bytes() == data


def test_links_of_a_newer_format_are_left_alone(story: Path) -> None:
    newer_links(home(story))
    data = (home(story) / "story.json").read_bytes()
    with open_story(story) as workspace:
        tag(workspace, "troops")
    assert (home(story) / "story.json").read_bytes() == data


@pytest.mark.parametrize(
    ("make", "file"),
    [
        pytest.param(newer_line, "journal.jsonl", id="line"),
        pytest.param(newer_state, "state.json", id="state"),
        pytest.param(newer_article, "articles/1_wire.json", id="article"),
        pytest.param(newer_links, "story.json", id="links"),
    ],
)
def test_check_names_what_is_newer_and_writes_nothing(
    make: Callable[[Path], None], file: str, story: Path
) -> None:
    make(home(story))
    before = fingerprint(story)
    found = [f for f in check(find_story([story]), ANA).findings if f.is_bad]
    assert [(f.file, f.what) for f in found] == [(file, "it was written by a newer Sidelight")]
    assert fingerprint(story) == before


def test_the_log_shows_the_lines_before_a_newer_one(story: Path) -> None:
    newer_line(home(story))
    log = read_log(home(story), ANA)
    assert [step.seq for step in log.steps] == [1, 2]
    assert "goes on with lines of a newer Sidelight" in log.trouble


def test_a_newer_state_is_known_by_its_format_alone(story: Path) -> None:
    newer_state(home(story))
    assert Checkpoints(home(story), Files()).read_state() == State(format=NEWER)
