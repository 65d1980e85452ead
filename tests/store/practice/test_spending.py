"""What tagging costs: every key and every second counts once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.practice.record import LONGEST_PAUSE, Spending

Step = float | tuple[str, ...] | None
"""A key after so many seconds, an edit of those labels, or a key that does not count after all."""


def spent(*steps: Step, start: float | None = None) -> Spending:
    spending, now = Spending(start), start or 0.0
    for step in steps:
        if isinstance(step, tuple):
            spending.share(step)
        elif step is None:
            spending.forgive()
        else:
            now += step
            spending.press(now)
    return spending


@pytest.mark.parametrize(
    ("steps", "keys", "seconds", "open_keys"),
    [
        ((), {}, {}, 0),
        ((1.0,), {}, {}, 1),
        ((1.0, ("actor",)), {"actor": 1}, {"actor": 0}, 0),
        ((1.0, 2.0, ("actor",)), {"actor": 2}, {"actor": 2}, 0),
        # What was spent before an edit is that edit's; what comes behind it is the next one's.
        ((1.0, 1.0, ("actor",), 3.0, ("claim",)), {"actor": 2, "claim": 1},
         {"actor": 1, "claim": 3}, 0),
        ((1.0, ("actor",), 2.0, ("actor",)), {"actor": 2}, {"actor": 2}, 0),
        ((1.0, ("actor",), 2.0), {"actor": 1}, {"actor": 0}, 1),
        # Several at once share it.
        ((1.0, 1.0, ("actor", "source")), {"actor": 1, "source": 1},
         {"actor": 0.5, "source": 0.5}, 0),
        ((1.0, 3.0, ("actor", "actor", "claim", "claim")), {"actor": 1, "claim": 1},
         {"actor": 1.5, "claim": 1.5}, 0),
        # An edit of links only leaves it open.
        ((1.0, (), 1.0, ("actor",)), {"actor": 2}, {"actor": 1}, 0),
        # A pause counts up to a minute, and not at all beyond.
        ((1.0, LONGEST_PAUSE, ("actor",)), {"actor": 2}, {"actor": LONGEST_PAUSE}, 0),
        ((1.0, LONGEST_PAUSE + 1, 2.0, ("actor",)), {"actor": 3}, {"actor": 2}, 0),
        # Some keys do not count, but the time goes on.
        ((1.0, 2.0, None, 3.0, ("actor",)), {"actor": 2}, {"actor": 5}, 0),
        ((None, 1.0, ("actor",)), {"actor": 1}, {"actor": 0}, 0),
    ],
)  # fmt: skip
def test_what_is_counted(
    steps: tuple[Step, ...], keys: dict[str, float], seconds: dict[str, float], open_keys: int
) -> None:
    found = spent(*steps)
    assert (found.keys, found.seconds, found.open_keys) == (keys, seconds, open_keys)


def test_the_clock_begins_before_the_first_key() -> None:
    assert spent(4.0, ("actor",), start=50.0).seconds == {"actor": 4.0}


LABELS = st.lists(st.sampled_from(("actor", "claim", "source")), min_size=0, max_size=5)


@given(st.lists(st.floats(0, 100) | LABELS.map(tuple)))
def test_nothing_is_lost_and_nothing_counted_twice(steps: list[Step]) -> None:
    found = spent(*steps)
    keys = [step for step in steps if isinstance(step, float)]
    assert sum(found.keys.values()) + found.open_keys == pytest.approx(len(keys))
    short = sum(gap for gap in keys[1:] if gap <= LONGEST_PAUSE)
    assert sum(found.seconds.values()) + found.open_seconds == pytest.approx(short, abs=1e-6)
    assert found.keys.keys() == found.seconds.keys()
