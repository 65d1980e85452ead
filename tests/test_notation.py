from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notation import parse, show

EXAMPLES = [
    pytest.param("[[Berlin|]] said", "Berlin said", 0, 6, id="forwards"),
    pytest.param("[[|Berlin]] said", "Berlin said", 6, 0, id="backwards"),
    pytest.param("Ber|lin", "Berlin", 3, 3, id="caret"),
    pytest.param("|", "", 0, 0, id="nothing"),
    pytest.param("in [[Berlin|]]", "in Berlin", 3, 9, id="at the end"),
    pytest.param("a[b] [[|c]d[e]]", "a[b] c]d[e", 10, 5, id="single brackets are text"),
]


@pytest.mark.parametrize(("marked", "text", "anchor", "head"), EXAMPLES)
def test_marks_stand_for_anchor_and_head(marked: str, text: str, anchor: int, head: int) -> None:
    assert parse(marked) == (text, anchor, head)
    assert show(text, anchor, head) == marked


@pytest.mark.parametrize(
    "marked",
    ["Berlin", "a|b|c", "[[a]]", "[[a|b]] c", "[[|a|]]", "[[a|", "a|]]", "|[[a]]", "[[|]]"],
)
def test_marks_that_say_nothing_are_refused(marked: str) -> None:
    with pytest.raises(ValueError, match=r"selection|caret|head"):
        parse(marked)


@pytest.mark.parametrize("text", ["a|b", "[[", "]]"])
def test_a_text_that_holds_a_mark_cannot_be_shown(text: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        show(text, 0, 0)


@given(
    text=st.text(st.characters(exclude_characters="[]|")),
    ends=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_what_is_shown_is_parsed_back(text: str, ends: tuple[float, float]) -> None:
    anchor, head = (round(end * len(text)) for end in ends)
    assert parse(show(text, anchor, head)) == (text, anchor, head)
