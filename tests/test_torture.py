"""A share of `python -m tests.torture`: nothing that was acknowledged is lost, whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.torture.campaign import CONTROLS, MENDS, apart, fresh_seed

if TYPE_CHECKING:
    from tests.torture.tally import Tally

SHARES = {
    "kill": 0.1,
    "power": 0.1,
    "killpower": 0.2,
    "fsync": 0.15,
    "calls": 0.1,
    "beside": 1,
    "reads": 0.3,
    "full": 0.3,
    "both": 0.2,
    "handover": 0.2,
    "watch": 0.2,
    "clock": 0.2,
    "damage": 0.25,
    "replaced": 0.15,
    "strange": 0.04,
    "over": 0.05,
    "fuzz": 0.05,
    "parted": 0.001,
}
"""Of the full campaign, by fault: about a minute on one core, all together."""


def skip_if_it_cannot_run(tally: Tally) -> None:
    if tally.cannot:
        pytest.skip(tally.cannot)


@pytest.mark.parametrize("fault", SHARES)
def test_nothing_acknowledged_is_lost_or_misread(fault: str) -> None:
    tally = apart(fault, "sidelight", fresh_seed(), SHARES[fault])
    skip_if_it_cannot_run(tally)
    assert tally.runs
    assert tally.acknowledged or fault == "fuzz"  # which reads, and saves nothing
    if not tally.sound:
        pytest.fail(tally.report(), pytrace=False)


@pytest.mark.parametrize("fault", ["power", "calls", "full", "damage", "replaced", "strange"])
def test_the_same_fault_harms_tinydb_as_it_comes(fault: str) -> None:
    # A fault that harms nobody would prove nothing. Those whose moment chance picks are not here.
    tally = apart(fault, "stock", fresh_seed(), max(0.1, SHARES[fault]))
    skip_if_it_cannot_run(tally)
    assert tally.crashed == 0, tally.report()
    assert not tally.sound, tally.report()


@pytest.mark.parametrize("control", CONTROLS)
def test_a_power_cut_is_noticed_where_one_fsync_is_left_out(control: str) -> None:
    tally = apart(control, "sidelight", fresh_seed(), 0.05)
    assert not tally.sound, tally.report()


@pytest.mark.parametrize("mend", MENDS)
def test_the_harm_is_noticed_where_the_mend_is_taken_out(mend: str) -> None:
    tally = apart(mend, "sidelight", fresh_seed(), 0.03)
    skip_if_it_cannot_run(tally)
    assert not tally.sound, tally.report()


def test_a_journal_cut_between_two_records_shows_an_earlier_moment_and_nothing_else() -> None:
    # The known blind spot: what is left of such a journal is sound in itself, and not all of
    # them can be told from one that was never longer.
    tally = apart("blind", "sidelight", fresh_seed(), 0.4)
    assert tally.runs
    if not tally.sound:
        pytest.fail(tally.report(), pytrace=False)


MET = {
    "kill": {"killed at work"},
    "power": {"cut again in the recovery", "with an edit begun", "idle"},
    "fsync": {"unconfirmed"},
    "watch": {"seen at work"},
    "calls": {"edits unconfirmed", "checkpoints that failed", "openings refused"},
    "beside": {"calls that failed"},
    "replaced": {"rename_over", "write_over", "cut", "delete", "move_folder", "replace_folder"},
    "parted": {"with changed or renamed texts", "with conflicts", "killed"},
    "damage": {"journal.jsonl", "state.json", "story.json", "*.json"},
}


@pytest.mark.parametrize("fault", MET)
def test_the_faults_meet_what_they_are_meant_to_meet(fault: str) -> None:
    tally = apart(fault, "sidelight", fresh_seed(), min(0.03, SHARES[fault]))
    skip_if_it_cannot_run(tally)
    assert MET[fault] <= tally.marks.keys(), tally.report()


@pytest.mark.parametrize("fault", ["power", "damage"])
def test_a_seed_does_the_same_again(fault: str) -> None:
    one, other = (apart(fault, "sidelight", 7, 0.01) for _ in range(2))
    one.seconds = other.seconds = 0
    assert one == other
