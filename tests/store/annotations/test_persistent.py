"""A mapping of which every change gives another, beside a dictionary that does the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.persistent import PersistentMap, grouped


class Alike(int):
    """A key whose hash agrees with many others."""

    def __hash__(self) -> int:
        return int(self) % 3


KEYS = st.integers(0, 80) | st.integers(0, 80).map(Alike)


@given(st.dictionaries(KEYS, st.integers(), max_size=80), st.lists(st.tuples(KEYS, st.booleans())))
def test_it_is_a_dictionary_whose_earlier_versions_stay(
    items: dict[int, int], changes: list[tuple[int, bool]]
) -> None:
    held, mapping = dict(items), PersistentMap.of(items)
    for number, (key, is_kept) in enumerate(changes):
        before, was = mapping, dict(held)
        if is_kept:
            held[key], mapping = number, mapping.with_(key, number)
        elif key in held:
            del held[key]
            mapping = mapping.without(key)
        assert (dict(mapping), len(mapping)) == (held, len(held))
        assert (dict(before), len(before)) == (was, len(was))


def test_what_is_not_there_is_not_found_and_cannot_be_taken() -> None:
    mapping = PersistentMap.of({n: n for n in range(100)})
    assert mapping.get(100) is None
    with pytest.raises(KeyError):
        mapping.without(100)


def test_values_are_grouped_by_their_key() -> None:
    groups = grouped([("a", 1), ("b", 2), ("a", 3), ("a", 1)])
    assert {key: set(values) for key, values in groups.items()} == {"a": {1, 3}, "b": {2}}
