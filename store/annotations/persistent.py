"""A persistent mapping: every change gives a new one, and costs the same at ten and at a million.

A hash trie. A node is a tuple of 32 places, chosen by five bits of the key's hash; a leaf is a
dictionary of a few items. A change copies the nodes from the root to one leaf and shares the rest:

    PersistentMap.of({"a": 1}).with_("b", 2)  ->  {"a": 1, "b": 2}, and the first is as it was

It is iterated in no order that means anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

K = TypeVar("K")
V = TypeVar("V")
_BITS: Final = 5
_MASK: Final = (1 << _BITS) - 1
_LEAF: Final = 16
"""Items in a full leaf; one of more becomes a node."""
_DEEPEST: Final = 60
"""Bits of a hash that are looked at; keys that agree in all of them share a leaf of any size."""
_EMPTY: Final[dict[Any, Any]] = {}


class PersistentMap(Mapping[K, V], Generic[K, V]):
    """An immutable mapping of which changed copies are cheap."""

    __slots__ = ("_length", "_root")

    def __init__(self, root: Any = _EMPTY, length: int = 0) -> None:
        self._root = root
        self._length = length

    @classmethod
    def of(cls, items: Mapping[K, V]) -> PersistentMap[K, V]:
        """A mapping of many items at once."""
        return cls(_built(dict(items), 0), len(items))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[K]:
        return _keys(self._root)

    def __getitem__(self, key: K) -> V:
        node, path = self._root, hash(key)
        while type(node) is tuple:
            node, path = node[path & _MASK], path >> _BITS
        value: V = node[key]
        return value

    def __repr__(self) -> str:
        return f"PersistentMap.of({dict(self)!r})"

    def with_(self, key: K, value: V) -> PersistentMap[K, V]:
        """The mapping with a key that has a value, whether it had one or not."""
        is_new = key not in self
        return PersistentMap(_put(self._root, key, value, hash(key), 0), self._length + is_new)

    def without(self, key: K) -> PersistentMap[K, V]:
        """The mapping without a key, which is in it.

        Raises:
            KeyError: It is not.
        """
        return PersistentMap(_taken(self._root, key, hash(key)), self._length - 1)


def _built(items: dict[K, V], depth: int) -> Any:
    if len(items) <= _LEAF or depth >= _DEEPEST:
        return items
    places: list[dict[K, V]] = [{} for _ in range(_MASK + 1)]
    for key, value in items.items():
        places[(hash(key) >> depth) & _MASK][key] = value
    return tuple(_built(each, depth + _BITS) if each else _EMPTY for each in places)


def _put(node: Any, key: Any, value: Any, path: int, depth: int) -> Any:
    if type(node) is tuple:
        at = path & _MASK
        child = _put(node[at], key, value, path >> _BITS, depth + _BITS)
        return (*node[:at], child, *node[at + 1 :])
    return _built({**node, key: value}, depth)


def _taken(node: Any, key: Any, path: int) -> Any:
    if type(node) is tuple:
        at = path & _MASK
        return (*node[:at], _taken(node[at], key, path >> _BITS), *node[at + 1 :])
    left = dict(node)
    del left[key]
    return left


def _keys(node: Any) -> Iterator[Any]:
    if type(node) is tuple:
        for child in node:
            yield from _keys(child)
    else:
        yield from node


def grouped(pairs: Iterable[tuple[K, V]]) -> PersistentMap[K, PersistentMap[V, None]]:
    """For each key the values that go with it, as the keys of a mapping of their own."""
    groups: dict[K, dict[V, None]] = {}
    for key, value in pairs:
        groups.setdefault(key, {})[value] = None
    return PersistentMap.of({key: PersistentMap.of(values) for key, values in groups.items()})
