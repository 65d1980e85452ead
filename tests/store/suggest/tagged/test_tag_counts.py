from __future__ import annotations

import pytest

from store.suggest.tagged.tag_counts import COVERS, TagCounts, is_left_out, share
from store.text.span import Span


def counts(tagged: int, stands: int, rejected: int = 0) -> TagCounts[str, str]:
    made: TagCounts[str, str] = TagCounts()
    made.tagged["Boe"], made.stands["Boe"], made.rejected["Boe"] = tagged, stands, rejected
    return made


def test_counts_are_added_and_taken_away() -> None:
    both = counts(1, 3)
    both.add(counts(2, 2, 1))
    assert (both.tagged["Boe"], both.stands["Boe"], both.rejected["Boe"]) == (3, 5, 1)
    both.subtract(counts(1, 3))
    assert both == counts(2, 2, 1)


def test_nine_of_ten_tell_more_than_one_of_one() -> None:
    assert share(0, 0) == pytest.approx(0.6)
    assert share(9, 10) > share(1, 1) > share(1, 2) > share(0, 1)
    assert share(0, 0, prior=0.2, worth=5) == pytest.approx(0.2)


def test_a_part_of_what_is_short_was_not_left_out() -> None:
    name = Span(8, 11)
    assert is_left_out(name, [])
    assert not is_left_out(name, [Span(0, 11)])
    assert is_left_out(name, [Span(8, 11)])
    assert is_left_out(name, [Span(0, COVERS + 1)])
