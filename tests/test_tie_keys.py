"""The gold's ties and cells, made by keys in the real app, are the gold's, and take few keys."""

from __future__ import annotations

import pytest

from bench.golds import SEEDS
from bench.tie_keys import GOALS, replay
from bench.tied_golds import load_tied


@pytest.mark.suggests
@pytest.mark.parametrize("size", [(160, 50), (80, 24)])
async def test_the_gold_is_made_by_keys(size: tuple[int, int]) -> None:
    worked = await replay(load_tied(SEEDS, "seeds"), size)
    assert not worked.faults
    assert worked.made == {"attribution": 36, "same claim": 10, "contradiction": 3, "cell": 16}
    for kind in ("attribution", "contradiction", "cell"):
        assert worked.per_tie(kind) <= GOALS[kind], kind
    assert worked.per_tie("same claim") <= 3.1
