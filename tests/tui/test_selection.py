"""A selection has a direction."""

from __future__ import annotations

from tui.selection import Selection


def test_the_head_moves_and_the_anchor_stays_only_if_it_is_extended() -> None:
    selection = Selection(3, 7)
    assert selection.with_head(1, extend=True) == Selection(3, 1)
    assert selection.with_head(1, extend=False) == Selection.caret(1)
    assert selection.with_head(1, extend=True).span == Selection(1, 3).span
    assert selection.flip() == Selection(7, 3)
    assert [each.is_empty for each in (selection, Selection.caret(2))] == [False, True]
