"""A share of `python -m tests.torture`: nothing that was acknowledged is lost, whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.torture.campaign import CONTROLS, MENDS, apart, fresh_seed
from tests.torture.jobs import JOBS

if TYPE_CHECKING:
    from tests.torture.tally import Tally

SHARES = {
    "kill": 0.01,
    "power": 0.01,
    "killpower": 0.015,
    "fsync": 0.015,
    "calls": 0.015,
    "beside": 0.3,
    "reads": 0.05,
    "full": 0.05,
    "both": 0.05,
    "handover": 0.05,
    "watch": 0.03,
    "clock": 0.02,
    "damage": 0.03,
    "replaced": 0.04,
    "strange": 0.01,
    "over": 0.01,
    "fuzz": 0.05,
    "parted": 0.001,
}
"""Of the full campaign, by fault: what notices that a guard is gone, as the controls below do.
`make torture` runs all of it."""
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
"""What a fault is meant to meet, and has met in the share that is run."""


def skip_if_it_cannot_run(tally: Tally) -> None:
    if tally.cannot:
        pytest.skip(tally.cannot)


@pytest.mark.parametrize("fault", SHARES)
def test_nothing_acknowledged_is_lost_or_misread(fault: str) -> None:
    tally = apart(fault, "sidelight", fresh_seed(), SHARES[fault])
    skip_if_it_cannot_run(tally)
    assert tally.runs
    assert tally.acknowledged or fault == "fuzz"  # which reads, and saves nothing
    assert MET.get(fault, set()) <= tally.marks.keys(), tally.report()
    if not tally.sound:
        pytest.fail(tally.report(), pytrace=False)


@pytest.mark.parametrize("fault", ["power", "calls", "full", "damage", "replaced", "strange"])
def test_the_same_fault_harms_tinydb_as_it_comes(fault: str) -> None:
    # A fault that harms nobody would prove nothing. Those whose moment chance picks are not here.
    tally = apart(fault, "stock", fresh_seed(), SHARES[fault])
    skip_if_it_cannot_run(tally)
    assert tally.crashed == 0, tally.report()
    assert not tally.sound, tally.report()


@pytest.mark.parametrize("control", CONTROLS)
def test_a_power_cut_is_noticed_where_one_fsync_is_left_out(control: str) -> None:
    tally = apart(control, "sidelight", fresh_seed(), 0.01)
    assert not tally.sound, tally.report()


@pytest.mark.parametrize("mend", [each for each in MENDS if each.partition(",")[0] not in JOBS])
def test_the_harm_is_noticed_where_the_mend_is_taken_out(mend: str) -> None:
    tally = apart(mend, "sidelight", fresh_seed(), 0.03)
    skip_if_it_cannot_run(tally)
    assert not tally.sound, tally.report()


def test_a_journal_cut_between_two_records_shows_an_earlier_moment_and_nothing_else() -> None:
    # The known blind spot: what is left of such a journal is sound in itself, and not all of
    # them can be told from one that was never longer.
    tally = apart("blind", "sidelight", fresh_seed(), 0.1)
    assert tally.runs
    if not tally.sound:
        pytest.fail(tally.report(), pytrace=False)


@pytest.mark.parametrize("fault", ["power", "damage"])
def test_a_seed_does_the_same_again(fault: str) -> None:
    one, other = (apart(fault, "sidelight", 7, 0.005) for _ in range(2))
    one.seconds = other.seconds = 0
    assert one == other
