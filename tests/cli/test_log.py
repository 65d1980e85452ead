"""`sidelight log`: who did what when, and the way back."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations.edits import EditOfAnnotation, EditOfCluster
from store.annotations.model import Annotation, Cluster
from store.files import Files
from store.ledger.journal import JOURNAL
from store.ledger.lock import WriterLock
from store.ledger.records import FORMAT, Record, encode
from tests.cli.support import lay_out, tree
from tests.stories import ANA, PAPER, WIRE, home, open_story, tag, texts

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotations.edits import Edit
    from tests.cli.conftest import Run
    from tests.cli.support import Ran

WEAPON: Final = '[[label]]\nname = "weapon"\nkey = "w"\n'


@pytest.fixture(autouse=True)
def in_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def worked(story: Path) -> Path:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "Moscow", "location", PAPER)
        tag(workspace, "troops")
        workspace.undo()
    return story


def steps(ran: Ran) -> list[str]:
    """The steps that were printed, by number and annotator."""
    lines = [line.split() for line in ran.out.decode().splitlines()[1:]]
    return [f"{line[0]} {line[3]}" for line in lines]


def test_the_log_is_a_table_with_the_newest_last(run: Run, worked: Path) -> None:
    before = tree(worked)
    ran = run("log", "story")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.decode().splitlines()
    assert lines[0].split() == ["step", "when", "who", "article", "what"]
    wire, paper = "1/2 Moscow sent troops, an offi…", "2/2 An official said that Mosco…"
    assert [" ".join(line.split()[3:]) for line in lines[1:]] == [
        f"{ANA} {wire} add actor “Moscow”",
        f"{ANA} {paper} add location “Moscow”",
        f"{ANA} {wire} add actor “troops”",
        f"{ANA} {wire} undo: add actor “troops”",
    ]
    assert tree(worked) == before


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--article", WIRE), [1, 3, 4]),
        (("--article", "1_wire.txt"), [1, 3, 4]),
        (("--article", "2"), [2]),
        (("--label", "location"), [2]),
        (("--last", "2"), [3, 4]),
        (("--annotator", ANA), [1, 2, 3, 4]),
        (("--annotator", "bob"), []),
        (("--since", "1h"), [1, 2, 3, 4]),
        (("--until", "2000-01-01"), []),
        (("--since", "2h", "--label", "actor", "--last", "1"), [4]),
    ],
)
def test_filters(options: tuple[str, ...], expected: list[int], run: Run, worked: Path) -> None:
    ran = run("log", "story", *options)
    assert ran.code == 0
    assert steps(ran) == [f"#{number} {ANA}" for number in expected]
    assert bool(ran.err) == (not expected)
    as_json = run("log", "story", "--json", *options)
    assert [step["seq"] for step in json.loads(as_json.out)] == expected


def test_the_log_of_several(run: Run, worked: Path) -> None:
    shutil.copytree(home(worked), worked / "annotations" / "bob")
    assert len(steps(run("log", "story"))) == 8
    assert steps(run("log", "story", "--annotator", "bob")) == [f"#{n} bob" for n in range(1, 5)]


def test_nothing_to_show(run: Run, story: Path) -> None:
    ran = run("log", "story")
    assert (ran.code, ran.out, ran.sentences) == (0, b"", ["nobody has annotated this"])
    assert json.loads(run("log", "story", "--json").out) == []


@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize("said", ["soon", "999999w", "\x1b[2J"])
def test_what_is_no_moment(said: str, option: str, run: Run, worked: Path) -> None:
    ran = run("log", "story", option, said)
    assert (ran.code, ran.out) == (1, b"")
    assert "is no moment" in ran.sentences[0]
    assert "\x1b" not in ran.err


def test_a_damaged_journal_is_shown_with_a_word_about_it(run: Run, worked: Path) -> None:
    path = home(worked) / JOURNAL
    data = path.read_bytes()
    path.write_bytes(data.replace(b"location", b"Location", 1))
    ran = run("log", "story")
    assert ran.code == 0
    assert steps(ran) == ["#1 ana", "#3 ana", "#4 ana"]
    assert "The journal of ana is damaged at byte" in ran.sentences[0]
    assert "lines of it are not shown" in ran.sentences[0]


HOSTILE = "\x1b]52;c;eA==\x07\x9b31m\u202e[red]\x00\r\n\u2028x"


def test_nothing_in_a_journal_acts_on_the_terminal(run: Run, worked: Path) -> None:
    annotation = Annotation(HOSTILE, 0, 5, HOSTILE, HOSTILE, note=HOSTILE)
    edits: list[Edit] = [
        EditOfAnnotation(HOSTILE, None, annotation),
        EditOfCluster(None, Cluster(HOSTILE, HOSTILE, HOSTILE, ())),
    ]
    lines = [
        encode(Record(seq, at, "edit", edit, texts={HOSTILE: "0"}, format=FORMAT))
        for seq, (edit, at) in enumerate(
            [(edits[0], HOSTILE), (edits[1], "0001-01-01T00:00:00+12:00")], start=5
        )
    ]
    renamed = Record(7, HOSTILE, "follow", edits[0], renamed={HOSTILE: HOSTILE}, format=FORMAT)
    with (home(worked) / JOURNAL).open("ab") as journal:
        journal.write(b"".join((*lines, encode(renamed))))
    for options in ((), ("--json",), ("--label", HOSTILE), ("--article", HOSTILE)):
        ran = run("log", "story", *options)
        assert ran.code == 0
        text = ran.out.decode()
        assert not {c for c in text if c != "\n" and (c < " " or "\x7f" <= c < "\xa0")}
        assert not set("\u202e\u2028") & set(text)
    assert len(run("log", "story").out.decode().splitlines()) == 8
    assert json.loads(run("log", "story", "--json").out)[4]["articles"] == [HOSTILE]


# The way back ---------------------------------------------------------------------------------


def test_undo_to_is_one_new_edit(run: Run, worked: Path) -> None:
    ran = run("log", "story", "--undo-to", "#1")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.sentences == [
        "everything is as it was after step #1; u in the story takes that back"
    ]
    with open_story(worked) as workspace:
        assert (texts(workspace), texts(workspace, PAPER)) == (["actor:Moscow"], [])
    assert steps(run("log", "story"))[-1] == "#5 ana"
    assert run("log", "story", "--undo-to", "#0").code == 0
    with open_story(worked) as workspace:
        assert texts(workspace) == []
        workspace.undo()
        workspace.undo()
        assert texts(workspace, PAPER) == ["location:Moscow"]


@pytest.mark.parametrize(
    ("own", "labels", "key"),
    [
        ('[keys]\nundo = "f9"\n', "", "F9"),
        ('[keys]\nundo = "nonsense+x"\n', "", "u"),
        ("no toml", "", "u"),
        ('[keys]\n"tag.weapon" = "f6"\nundo = "f7"\n', WEAPON, "F7"),
    ],
)
def test_a_sentence_names_the_key_that_the_person_has(
    own: str, labels: str, key: str, run: Run, worked: Path
) -> None:
    lay_out(worked.parent, {"config/sidelight/keymap.toml": own})
    if labels:
        lay_out(worked, {"labels.toml": labels})
    ran = run("log", "story", "--undo-to", "#1")
    assert ran.code == 0
    assert ran.sentences[-1].endswith(f"; {key} in the story takes that back")


def test_undo_to_where_nothing_has_changed(run: Run, worked: Path) -> None:
    before = (home(worked) / JOURNAL).read_bytes()
    ran = run("log", "story", "--undo-to", "#2")
    assert ran.sentences == ["everything is as it was after step #2 already"]
    assert (home(worked) / JOURNAL).read_bytes() == before


@pytest.mark.parametrize(
    ("point", "sentence"),
    [("#9", "there is no step #9"), ("soon", "is no moment"), ("\x1b[2J", "is no moment")],
)
def test_undo_to_a_point_that_is_none(point: str, sentence: str, run: Run, worked: Path) -> None:
    before = (home(worked) / JOURNAL).read_bytes()
    ran = run("log", "story", "--undo-to", point)
    assert (ran.code, ran.out) == (1, b"")
    assert sentence in ran.sentences[0]
    assert "\x1b" not in ran.err
    assert (home(worked) / JOURNAL).read_bytes() == before


def test_undo_to_is_refused_where_the_story_is_open_elsewhere(run: Run, worked: Path) -> None:
    before = (home(worked) / JOURNAL).read_bytes()
    other = WriterLock(home(worked), Files())
    assert other.acquire() is None
    try:
        ran = run("log", "story", "--undo-to", "#1")
    finally:
        other.release()
    assert ran.code == 1
    assert "nothing was changed" in ran.sentences[-1]
    assert (home(worked) / JOURNAL).read_bytes() == before
