"""Where each of many passages stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.text.occurrences import MANY, places


@given(
    st.text("ab ,中", max_size=300), st.lists(st.tuples(st.integers(0, 250), st.integers(1, 90)))
)
def test_places_are_those_that_a_plain_search_finds(text: str, cuts: list[tuple[int, int]]) -> None:
    passages = {text[start : start + size] for start, size in cuts} - {""}
    expected = {
        passage: [at for at in range(len(text)) if text.startswith(passage, at)][:MANY]
        for passage in passages
    }
    assert places(text, passages) == expected
