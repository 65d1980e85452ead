from __future__ import annotations

import pytest

from store.suggest.tagged.tag_counts import COVERS, is_left_out, share_of
from store.text.span import Span


def test_nine_of_ten_tell_more_than_one_of_one() -> None:
    assert share_of(0, 0, 0) == pytest.approx(0.7)
    assert share_of(9, 1, 0) > share_of(1, 0, 0) > share_of(1, 1, 0) > share_of(0, 1, 0)


def test_a_rejection_tells_more_than_what_was_left_and_of_a_name_that_tells_least() -> None:
    assert share_of(1, 1, 0, is_name=True) > share_of(1, 1, 0) > share_of(1, 0, 1)
    assert share_of(1, 1, 0, is_name=True, is_doubted=True) < share_of(1, 1, 0)


def test_a_part_of_what_is_short_was_not_left_out() -> None:
    name = Span(8, 11)
    assert is_left_out(name, [])
    assert not is_left_out(name, [Span(0, 11)])
    assert is_left_out(name, [Span(8, 11)])
    assert is_left_out(name, [Span(0, COVERS + 1)])
