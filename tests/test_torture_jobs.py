"""A share of the jobs of `make torture`, each ended after every call: killed, or the power cut."""

from __future__ import annotations

import pytest

from tests.torture.campaign import fresh_seed
from tests.torture.jobs import CONTROLS, JOBS, run
from tests.torture.subjects import SUBJECTS

MENDS = [(name, left_out) for name in JOBS for left_out in CONTROLS[name]]
OURS = SUBJECTS["sidelight"]


@pytest.mark.parametrize("name", JOBS)
def test_a_job_that_is_ended_at_any_call_is_done_or_not_begun(name: str) -> None:
    tally = run(JOBS[name][1], OURS, fresh_seed(), 0.02, fault=name, most=25)
    assert {"killed", "power cut"} <= tally.marks.keys()
    if not tally.sound:
        pytest.fail(tally.report(), pytrace=False)


@pytest.mark.parametrize(("name", "left_out"), MENDS, ids=lambda value: value)
def test_it_is_noticed_where_one_of_its_fsyncs_is_left_out(name: str, left_out: str) -> None:
    # Round after round, always the same: in one nothing may need the fsync.
    without = CONTROLS[name][left_out]
    rounds = (run(JOBS[name][1], OURS, seed, 0, without) for seed in range(1, 30))
    assert any(not tally.sound for tally in rounds)
