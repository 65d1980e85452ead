from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.annotations import actions
from store.annotations.model import Mention
from store.errors import ConflictError, InputError
from store.files import Files
from store.ledger.journal import JOURNAL
from store.ledger.records import BEGINNING, chained, decode, encode
from store.story.history import Step, edit_back_to, in_time, moment, read_log, selected
from tests.store.ledger.damage import QUICK, repaired
from tests.stories import (
    ANA,
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
from tests.torture.judging import scratch
from tests.torture.person import Person
from tests.torture.subjects import Sidelight, StorySession

if TYPE_CHECKING:
    from pathlib import Path

    from store.story.workspace import Workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


# What was done --------------------------------------------------------------------------------


def test_every_step_is_told_in_a_few_words(tmp_path: Path) -> None:
    write_story(tmp_path)
    with open_story(tmp_path) as workspace:
        moscow = tag(workspace, "Moscow")
        other = tag(workspace, "Moscow", "location", PAPER)
        relate(workspace, Mention(WIRE, moscow.id), Mention(PAPER, other.id))
        gather(workspace, "the town", Mention(WIRE, moscow.id))
        article = workspace.article(WIRE)
        workspace.apply(edit_of(actions.set_note(article.article, moscow, "the state")))
        workspace.undo()
        workspace.redo()
    log = read_log(home(tmp_path), ANA)
    assert log.trouble == ""
    assert [(s.seq, s.did, s.what, s.articles, s.labels) for s in log.steps] == [
        (1, "edit", "add actor “Moscow”", (WIRE,), ("actor",)),
        (2, "edit", "add location “Moscow”", (PAPER,), ("location",)),
        (3, "edit", "tie attribution", (WIRE, PAPER), ()),
        (4, "edit", "add cluster “the town”", (WIRE,), ()),
        (5, "edit", "note on actor “Moscow”", (WIRE,), ("actor",)),
        (6, "undo", "undo: note on actor “Moscow”", (WIRE,), ("actor",)),
        (7, "redo", "redo: note on actor “Moscow”", (WIRE,), ("actor",)),
    ]
    assert all(step.annotator == ANA and step.ms >= 0 for step in log.steps)


def test_what_a_repair_and_a_renaming_did_is_told(tmp_path: Path) -> None:
    write_story(tmp_path)
    with open_story(tmp_path) as workspace:
        for phrase in ("Moscow", "troops", "an official", "Latakia"):
            tag(workspace, phrase)
    path = home(tmp_path) / JOURNAL
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1:3] = [b"?" * len(b"".join(lines[1:3]))]
    path.write_bytes(b"".join(lines))
    for backup in (home(tmp_path) / "backups").iterdir():
        backup.unlink()
    repaired(home(tmp_path))
    (tmp_path / "1_wire.txt").rename(tmp_path / "wire.txt")
    with open_story(tmp_path):
        pass
    told = [step.what for step in read_log(home(tmp_path), ANA).steps]
    assert told[1] == "2 lines up to this number could not be saved by a repair"
    assert told[-1] == "1_wire is called wire now"


def step(seq: int, at: str, annotator: str = ANA, **more: object) -> Step:
    plain = Step(annotator, seq, f"2026-11-24T{at}Z", "edit", "", (WIRE,), ("actor",), 0)
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "seqs"),
    [
        pytest.param({}, [1, 2, 3], id="all"),
        pytest.param({"article": WIRE}, [1, 3], id="article"),
        pytest.param({"article": "1_wire.txt"}, [1, 3], id="article by its file"),
        pytest.param({"article": "wire"}, [], id="not a part of a name"),
        pytest.param({"label": "claim"}, [3], id="label"),
        pytest.param({"since": NOW}, [2, 3], id="since"),
        pytest.param({"until": NOW}, [1, 2], id="until"),
        pytest.param({"since": NOW, "until": NOW}, [2], id="at one moment"),
        pytest.param({"label": "actor", "since": NOW}, [2], id="several"),
    ],
)
def test_steps_are_picked(filters: dict[str, object], seqs: list[int]) -> None:
    all_steps = [
        step(1, "11:00:00.000"),
        step(2, "12:00:00.000", articles=(PAPER,)),
        step(3, "13:00:00.000", labels=("claim",)),
    ]
    found = selected(all_steps, **filters)  # type: ignore[arg-type]
    assert [each.seq for each in found] == seqs


def test_journals_are_put_in_the_order_of_time_but_each_keeps_its_own() -> None:
    # The clock of the second was put back, and a repair was made much later.
    ana = [step(1, "10:00:00.000"), step(2, "12:00:00.000")]
    bob = [
        step(1, "11:00:00.000", "bob"),
        step(2, "09:00:00.000", "bob"),
        step(3, "23:00:00.000", "bob", did="lost"),
        step(4, "11:30:00.000", "bob"),
    ]
    order = [(each.annotator, each.seq) for each in in_time([ana, bob])]
    assert [seq for who, seq in order if who == "bob"] == [1, 2, 3, 4]
    assert order.index((ANA, 2)) == 5


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-11-24T09:30Z", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        (" 2026-11-24T09:30+02:00 ", datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
        ("30m", NOW - timedelta(minutes=30)),
        ("2h", NOW - timedelta(hours=2)),
        ("3 d", NOW - timedelta(days=3)),
        ("1w", NOW - timedelta(weeks=1)),
        ("2026-11-24", datetime(2026, 11, 24).astimezone(UTC)),
    ],
)
def test_moments_as_a_person_writes_them(said: str, expected: datetime) -> None:
    assert moment(said, NOW) == expected


@pytest.mark.parametrize(
    "said", ["", "soon", "2026-13-01", "999999w", "-1h", "1y", "٣h", "2026-11-24T25:00", "#"]
)
def test_what_is_no_moment_is_said(said: str) -> None:
    with pytest.raises(InputError, match="is no moment; write 2026-11-24"):
        moment(said, NOW)


def test_a_damaged_journal_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    write_story(tmp_path)
    with open_story(tmp_path) as workspace:
        for phrase in ("Moscow", "troops", "an official", "Latakia"):
            tag(workspace, phrase)
    path = home(tmp_path) / JOURNAL
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join((lines[0], b"#" + lines[1][1:], lines[2], lines[2], lines[3])))
    log = read_log(home(tmp_path), ANA)
    assert [each.seq for each in log.steps] == [1, 3, 4]
    assert log.trouble == (
        f"The journal of ana is damaged at byte {len(lines[0]):,} ({len(lines[1]):,} bytes are not "
        "what was written) and in 1 other place, and lines of it are not shown; sidelight check "
        "names what is wrong, and with {option:repair} mends it"
    )
    with (
        open_story(tmp_path) as workspace,
        pytest.raises(InputError, match=r"journal\.jsonl: it is damaged at byte"),
    ):
        edit_back_to(workspace, "#1")


# The way back ---------------------------------------------------------------------------------


def go_back(workspace: Workspace, point: str) -> int:
    edit, last = edit_back_to(workspace, point)
    if edit is not None:
        workspace.apply(edit)
    return last


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 40), st.lists(st.integers(0, 40), max_size=3))
def test_it_is_then_as_it_was_after_any_step(seed: int, length: int, points: list[int]) -> None:
    person = Person(seed, housekeeping=0)
    with scratch() as folder:
        subject = Sidelight()
        subject.prepare(folder / "story")
        with open_story(folder / "story", files=QUICK) as workspace:
            session = StorySession(workspace)
            states = [person.state]
            while len(states) <= length:
                each = person.next()
                session.do(each)
                person.did(each)
                states.append(person.state)
            for point in points:
                before = states[-1]
                wanted = states[point % len(states)]
                go_back(workspace, f"#{point % len(states)}")
                assert session.seen().state == wanted
                assert session.seen().counts_fit
                if before != wanted:
                    states.append(wanted)  # it is a step like any other
                    assert workspace.undo() is not None
                    assert session.seen().state == before
                    assert workspace.redo() is not None
                    states += [before, wanted]
        with open_story(folder / "story", files=QUICK) as workspace:
            assert StorySession(workspace).seen().state == states[-1]


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    """A story with four steps, an hour apart."""
    write_story(tmp_path)
    with open_story(tmp_path) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "troops")
        tag(workspace, "Moscow", "location", PAPER)
        tag(workspace, "an official", "source")
    hours_of(tmp_path, 9, 10, 11, 12)
    return tmp_path


def hours_of(folder: Path, *hours: int) -> None:
    """Give the lines of the journal other times."""
    path = home(folder) / JOURNAL
    lines = []
    chain = BEGINNING
    for line, hour in zip(path.read_bytes().splitlines(), hours, strict=True):
        record = decode(line)
        assert record is not None
        at = f"2026-11-24T{hour:02}:00:00.000Z"
        lines.append(encode(msgspec.structs.replace(record, at=at, on=chain)))
        chain = chained(chain, lines[-1])
    path.write_bytes(b"".join(lines))  # each line is as long as it was


@pytest.mark.parametrize(
    ("point", "last"),
    [
        ("#4", 4), ("#2", 2), ("2", 2), (" #1 ", 1), ("#0", 0),
        ("2026-11-24T10:00Z", 2), ("2026-11-24T10:59:59Z", 2), ("2026-11-24T08:00Z", 0),
        ("2099-01-01", 4),
    ],
)  # fmt: skip
def test_points_to_go_back_to(point: str, last: int, worked: Path) -> None:
    with open_story(worked) as workspace:
        assert go_back(workspace, point) == last
        expected = ["actor:Moscow", "actor:troops"][: min(last, 2)]
        assert texts(workspace) == expected + (["source:an official"] if last == 4 else [])
        assert texts(workspace, PAPER) == (["location:Moscow"] if last > 2 else [])


def test_where_the_clock_was_put_back_the_order_of_the_journal_counts(worked: Path) -> None:
    hours_of(worked, 9, 12, 10, 13)
    with open_story(worked) as workspace:
        assert edit_back_to(workspace, "2026-11-24T11:00Z")[1] == 1


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("#5", "there is no step #5; sidelight log shows those there are"),
        ("#999999999999", "there is no step"),
        ("#-1", "is no moment"),
        ("# 1", "is no moment"),
        ("yesterday", "is no moment"),
        ("", "is no moment"),
        ("\x1b[2J", "is no moment"),
    ],
)
def test_no_such_point(point: str, sentence: str, worked: Path) -> None:
    with open_story(worked) as workspace, pytest.raises(InputError, match=sentence):
        edit_back_to(workspace, point)


def test_nothing_is_done_where_all_is_as_it_was(worked: Path) -> None:
    with open_story(worked) as workspace:
        workspace.undo()
        workspace.redo()
        assert edit_back_to(workspace, "#4") == (None, 4)


def test_lost_lines_bar_the_way_but_not_what_came_after(worked: Path) -> None:
    path = home(worked) / JOURNAL
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = b"?" * len(lines[1])
    path.write_bytes(b"".join(lines))
    for backup in (home(worked) / "backups").iterdir():
        backup.unlink()
    repaired(home(worked))
    with open_story(worked) as workspace:
        with pytest.raises(InputError, match="lines after #1 are lost"):
            edit_back_to(workspace, "#1")
        with pytest.raises(InputError, match="lines after #1 are lost"):
            edit_back_to(workspace, "2026-11-24T09:30Z")
        assert go_back(workspace, "#2") == 2
        assert texts(workspace) == ["actor:Moscow", "actor:troops"]
        assert edit_back_to(workspace, "2026-11-24T11:30Z")[1] == 3  # when the repair was is moot


def test_a_journal_that_begins_late_goes_back_to_its_beginning_only(worked: Path) -> None:
    for name in (JOURNAL, *(f"backups/{p.name}" for p in (home(worked) / "backups").iterdir())):
        (home(worked) / name).unlink()
    with open_story(worked) as workspace:
        before = said(workspace)
        tag(workspace, "Latakia", "location")
        with pytest.raises(InputError, match="there is no step #0"):
            edit_back_to(workspace, "#0")
        assert go_back(workspace, "2000-01-01") == 4
        assert said(workspace) == before


LONG = (
    "Moscow sent troops, an official said.\n\nThe ships were seen off the coast of Cyprus on "
    "Monday, three days after they had left the Black Sea.\n\nA spokesman for the harbour gave no "
    "comment, and none of the captains could be reached.\n\nThe troops arrived in Latakia.\n"
)


def test_it_goes_back_across_changed_and_renamed_articles(tmp_path: Path) -> None:
    write_story(tmp_path, {"1_wire.txt": LONG, "2_paper.txt": "Moscow denies it."})
    with open_story(tmp_path) as workspace:
        tag(workspace, "Latakia", "location")
        tag(workspace, "Moscow", "actor", PAPER)
        latakia = workspace.article(WIRE).annotations.after((-1, 0, "", ""))
        assert latakia is not None
        note = actions.set_note(workspace.article(WIRE).article, latakia, "the port")
        workspace.apply(edit_of(note))
        tag(workspace, "Cyprus", "location")
    (tmp_path / "1_wire.txt").write_text("Our correspondent reports.\n\n" + LONG)
    (tmp_path / "2_paper.txt").rename(tmp_path / "paper.txt")
    with open_story(tmp_path) as workspace:
        assert texts(workspace) == ["location:Cyprus", "location:Latakia"]
        tag(workspace, "denies it", "claim", "paper")
        before = said(workspace)
        go_back(workspace, "#2")
        assert texts(workspace, "paper") == ["actor:Moscow"]
        (back,) = workspace.article(WIRE).annotations
        assert (back.text, back.note) == ("Latakia", "")
        assert back.start == ("Our correspondent reports.\n\n" + LONG).index("Latakia")
        assert workspace.undo() is not None
        assert said(workspace) == before
        go_back(workspace, "#0")
        assert (texts(workspace), texts(workspace, "paper")) == ([], [])


def test_an_article_that_is_gone_is_named(worked: Path) -> None:
    (worked / "2_paper.txt").unlink()
    with open_story(worked) as workspace:
        with pytest.raises(ConflictError, match="The article 2_paper is not open here"):
            edit_back_to(workspace, "#2")
        assert go_back(workspace, "#3") == 3


def test_any_seed_is_told_in_one_line_a_step(tmp_path: Path) -> None:
    person = Person(random.Random(0).randrange(1_000), housekeeping=0)
    subject = Sidelight()
    subject.prepare(tmp_path / "story")
    with open_story(tmp_path / "story", files=Files()) as workspace:
        session = StorySession(workspace)
        for _ in range(30):
            each = person.next()
            session.do(each)
            person.did(each)
    for told in read_log(home(tmp_path / "story"), ANA).steps:
        assert told.what
        assert "\n" not in told.what
