"""A practice, edit by edit: the lesson, what the gold says, the score and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.practice.record import Cost, PracticeRecord, Sitting
from store.practice.report import PEER_KEYS, Unused, report_on
from tests.store.practice.support import (
    CLAIM,
    GENERAL,
    MOSCOW,
    ONE,
    PUTIN,
    SPANS,
    STATE,
    TWICE,
    TWO,
    VLADIMIR,
    Pupil,
    gold_span,
    opened,
)

if TYPE_CHECKING:
    from pathlib import Path

    from store.practice.gold import GoldSpan
    from store.practice.judging import Remark

LABELS = ("actor", "location", "claim", "source")
WRONG = gold_span(ONE, "Friday", "location")


def remark(pupil: Pupil) -> Remark:
    assert pupil.teacher.remark is not None
    return pupil.teacher.remark


def wanted(pupil: Pupil) -> list[GoldSpan | None]:
    return [verdict.wanted for verdict in remark(pupil).verdicts]


# The lessons ---------------------------------------------------------------------------------


def test_lessons_go_on_by_what_is_done(pupil: Pupil) -> None:
    teacher = pupil.teacher
    assert [each.lesson for each in teacher.course.exercises] == [
        "A word", "A letter at each span", "One label for many", "More and less", "More and less",
        "A claim and its source", "A claim and its source", "Nothing is lost",
    ]  # fmt: skip
    pupil.tag(GENERAL, use="again")
    assert (teacher.course.at, remark(pupil).goes_on) == (0, False)
    pupil.tag(VLADIMIR, use="tag.actor")
    assert (teacher.course.at, remark(pupil).goes_on) == (1, True)
    pupil.teacher.use("jump")
    assert teacher.course.at == 1
    pupil.tag(PUTIN)
    assert teacher.course.at == 2
    pupil.has_brush = True
    for number, span in enumerate((STATE, *TWICE), 1):
        assert (teacher.course.at, teacher.course.times) == (2, number - 1)
        pupil.tag(span, use="jump.keep")
        assert remark(pupil).goes_on == (number == 3)
    assert teacher.course.at == 3


def test_a_command_counts_for_the_next_edit_only(pupil: Pupil) -> None:
    pupil.teacher.skip()
    pupil.teacher.use("jump")
    pupil.tag(GENERAL)
    assert pupil.teacher.course.at == 2
    pupil.teacher.skip()
    pupil.tag(VLADIMIR, use="tag.actor")
    assert pupil.teacher.course.at == 3


def test_what_a_lesson_is_tried_on(pupil: Pupil) -> None:
    teacher = pupil.teacher
    examples = [teacher.example, teacher.show_example()]
    # It stays while somebody goes about, and is another once it is tagged.
    teacher.look_at(TWO, PUTIN.start)
    examples.append(teacher.example)
    for span in (PUTIN, STATE, TWICE[0]):
        pupil.tag(span, use="again")
        examples.append(teacher.example)
    assert examples == [PUTIN, PUTIN, PUTIN, STATE, TWICE[0], None]
    assert teacher.show_example() is None
    teacher.skip()
    examples.append(teacher.example)
    assert examples[-1] == GENERAL


def test_somebody_goes_on_where_they_were(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        pupil = Pupil(workspace, PracticeRecord(3, used=("undo",)))
        assert pupil.teacher.course.at == 3
        pupil.tag(GENERAL)
        assert pupil.teacher.record.step == 3
        assert pupil.teacher.record.used == ("tag.actor", "undo")
        assert pupil.teacher.record.sittings == ()


def test_there_may_be_no_lessons_left(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        teacher = Pupil(workspace, PracticeRecord(99)).teacher
        assert teacher.course.exercise is None
        teacher.skip()
        assert teacher.record.step == len(teacher.course.exercises)


# What the gold says --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "finding"),
    [
        (GENERAL, GENERAL),
        (replace(MOSCOW, label="actor"), MOSCOW),
        (gold_span(ONE, "The Iranian general", "actor"), GENERAL),
        (WRONG, None),
    ],
)
def test_each_edit_is_judged(pupil: Pupil, span: GoldSpan, finding: GoldSpan | None) -> None:
    assert pupil.teacher.remark is None
    pupil.tag(span)
    assert wanted(pupil) == [finding]
    assert not remark(pupil).is_loss
    pupil.teacher.skip()
    assert pupil.teacher.remark is None


def test_what_was_right_and_is_gone(pupil: Pupil) -> None:
    right, wrong = pupil.tag(GENERAL), pupil.tag(WRONG)
    pupil.remove(WRONG, wrong)
    assert (wanted(pupil), remark(pupil).is_loss) == ([], False)
    pupil.remove(GENERAL, right)
    assert (wanted(pupil), remark(pupil).is_loss) == ([], True)
    pupil.undo()
    assert (wanted(pupil), remark(pupil).is_loss) == ([GENERAL], False)
    pupil.undo()
    pupil.undo()
    pupil.undo()
    assert (wanted(pupil), remark(pupil).is_loss) == ([], True)
    assert not remark(pupil).by_rejecting


def test_what_is_rejected(pupil: Pupil) -> None:
    pupil.reject(WRONG)
    assert (remark(pupil).by_rejecting, remark(pupil).is_loss) == (True, False)
    pupil.undo()
    assert not remark(pupil).by_rejecting
    pupil.reject(MOSCOW)
    assert (remark(pupil).by_rejecting, remark(pupil).is_loss) == (True, True)
    assert sum(pupil.teacher.score.other.values()) == 0
    # To tag it after all takes the rejection away.
    pupil.tag(MOSCOW)
    assert (wanted(pupil), remark(pupil).is_loss) == ([MOSCOW], False)


# The score and the cost ----------------------------------------------------------------------


def test_the_score(pupil: Pupil) -> None:
    for span in (GENERAL, VLADIMIR, WRONG, replace(MOSCOW, label="actor"), TWICE[1]):
        pupil.tag(span)
    score = pupil.teacher.score
    assert score.right == {"actor": 2, "source": 1}
    assert score.of - score.right == {"actor": 3, "location": 1, "claim": 1, "source": 1}
    assert score.other == {"actor": 1, "location": 1}
    assert (score.of.total(), score.is_complete) == (len(SPANS), False)
    for span in set(SPANS) - {GENERAL, VLADIMIR, TWICE[1]}:
        pupil.tag(span)
    assert pupil.teacher.score.is_complete


def test_what_spans_cost(pupil: Pupil) -> None:
    pupil.skip_all()
    pupil.tag(GENERAL, keys=3)
    pupil.tag(MOSCOW, keys=2)
    pupil.tag(WRONG, keys=4)
    pupil.undo()
    pupil.tag(VLADIMIR, keys=1)
    assert pupil.teacher.sitting.labels == {
        "actor": Cost(2, 4.0, 4.0),
        "location": Cost(1, 7.0, 7.0),
    }
    assert pupil.teacher.sitting.cost_of(*LABELS) == Cost(3, 11.0, 11.0)


def test_asking_the_teacher_costs_no_key(pupil: Pupil) -> None:
    pupil.skip_all()
    pupil.press(2)
    pupil.press()
    pupil.teacher.use("practice.example")
    pupil.tag(GENERAL)
    assert pupil.teacher.sitting.labels == {"actor": Cost(1, 3.0, 4.0)}
    assert "practice.example" not in pupil.teacher.record.used


def test_what_was_shown_is_no_span_of_the_count(pupil: Pupil) -> None:
    pupil.skip_all()
    assert pupil.teacher.show_example() == CLAIM
    pupil.tag(CLAIM)
    pupil.teacher.look_at(ONE, CLAIM.start)
    assert pupil.teacher.show_example() == GENERAL
    pupil.tag(VLADIMIR)
    assert pupil.teacher.sitting.labels == {
        "actor": Cost(1, 1.0, 1.0), "claim": Cost(0, 1.0, 1.0)
    }  # fmt: skip


def test_what_was_tagged_before_is_not_counted_again(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        Pupil(workspace).tag(GENERAL)
    with opened(tmp_path) as workspace:
        pupil = Pupil(workspace)
        pupil.tag(VLADIMIR)
        assert pupil.teacher.score.right == {"actor": 2}
        assert pupil.teacher.sitting.labels == {"actor": Cost(1, 1.0, 1.0)}


def test_after_the_lessons_the_count_begins_anew(pupil: Pupil) -> None:
    teacher = pupil.teacher
    pupil.tag(GENERAL, keys=5)
    assert teacher.told[1]
    pupil.skip_all()
    assert teacher.in_lessons is not None
    assert teacher.told == (teacher.in_lessons, True)
    assert teacher.in_lessons.labels == {"actor": Cost(1, 5.0, 5.0)}
    remembered = [len(teacher.record.sittings)]
    pupil.tag(VLADIMIR, keys=2)
    sitting, in_lessons = teacher.told
    assert (sitting.labels, in_lessons) == ({"actor": Cost(1, 2.0, 2.0)}, False)
    remembered.append(len(teacher.record.sittings))
    assert remembered == [0, 1]
    assert teacher.record.sittings[-1].labels == sitting.labels
    assert teacher.last is None


# The report ----------------------------------------------------------------------------------


def test_the_report(tmp_path: Path) -> None:
    last = Sitting("2026-01-01T00:00:00Z", {"actor": Cost(2, 9.0, 5.0), "claim": Cost(0, 3, 1)})
    with opened(tmp_path) as workspace:
        pupil = Pupil(workspace, PracticeRecord(99, (last,)))
        pupil.tag(GENERAL, keys=3)
        pupil.tag(VLADIMIR)
        pupil.tag(WRONG, keys=2)
        report = report_on(pupil.teacher, [Unused("F", "much")])
        record = pupil.teacher.record
    assert (report.in_lessons, report.step, report.steps) == (False, 8, 8)
    assert (report.peer, report.peer_keys_per_span) == ("slate", PEER_KEYS)
    assert report.never_used == (Unused("F", "much"),)
    actor, location, claim, source = report.labels
    assert [line.label for line in report.labels] == list(LABELS)
    assert (actor.right, actor.of, actor.other, actor.spans) == (2, 5, 0, 2)
    assert (actor.keys, actor.keys_per_span, actor.seconds_per_span) == (4.0, 2.0, 2.0)
    assert (actor.last_keys_per_span, actor.last_seconds_per_span) == (4.5, 2.5)
    assert (location.right, location.other, location.keys) == (0, 1, 2.0)
    assert location.keys_per_span is None
    assert claim.last_keys_per_span is None
    assert (source.keys, source.keys_per_span) == (0.0, None)
    assert (report.all.label, report.all.right, report.all.of) == ("all", 2, len(SPANS))
    # What was in vain counts as well.
    assert (report.all.keys_per_span, report.all.last_keys_per_span) == (3.0, 6.0)
    assert [each.labels for each in record.sittings[1:]] == [
        {"actor": Cost(2, 4.0, 4.0), "location": Cost(0, 2.0, 2.0)}
    ]


def test_a_report_of_nothing(pupil: Pupil) -> None:
    report = report_on(pupil.teacher, [])
    assert (report.in_lessons, report.step) == (True, 0)
    assert report.all.keys_per_span is None
    assert report.all.of == len(SPANS)
