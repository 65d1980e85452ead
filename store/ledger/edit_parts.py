"""The parts of an edit, as they can be made one by one: each value once, and in a good order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.edits import (
    EditOfAnnotation,
    EditOfCluster,
    EditOfRelation,
    EditOfStance,
    singles,
)

if TYPE_CHECKING:
    from store.annotations.edits import Edit, SingleEdit

Key = tuple[type, str]
"""What sort of thing a value is, by the class of its edits, and its id."""


def key_of(single: SingleEdit) -> Key:
    """What a single edit is of."""
    value = single.after or single.before
    assert value is not None
    return type(single), value.id


def at_once(edit: Edit) -> list[SingleEdit]:
    """The single edits of an edit, those of the same value as one."""
    found: dict[Key, SingleEdit] = {}
    for single in singles(edit):
        key = key_of(single)
        earlier = found.get(key)
        whole = single if earlier is None else replace(single, before=earlier.before)
        if whole.before is None and whole.after is None:
            del found[key]
        else:
            found[key] = whole
    return list(found.values())


_ORDER: Final = (EditOfStance, EditOfRelation, EditOfCluster)
"""What names others is removed before these, and made after them."""


def phase(single: SingleEdit) -> int:
    """In which order the parts of an edit are made, so that no link is ever without its ends."""
    if isinstance(single, EditOfAnnotation):
        return 0 if single.after is not None else 10
    order = _ORDER.index(type(single)) if type(single) in _ORDER else 0
    return 1 + order if single.after is None else 9 - order
