"""One value that was changed in two places apart, made one again field by field.

A field that only one side has changed is as that side has it. Where both have changed it to
something else nobody can know which is meant, so that is for a person to say.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec.structs import replace

from store.annotations.model import Annotation, ArticleRecord, Decision
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.annotations.model import Mention, Value

PLACE: Final = ("start", "end", "text", "adrift")
"""The fields of an annotation that say where it stands."""
_TOGETHER: Final[Mapping[type, tuple[str, ...]]] = {
    Annotation: PLACE,
    ArticleRecord: ("state", "text_sha256"),
    Decision: ("seen", "taken", "made"),
}
"""Fields that are one statement: a place in a text, a state and the text of which it is said, what
was decided and on what."""
_NEVER_ASKED: Final = ("id", "created", "updated", "origin")
"""Fields in which two values may differ without anybody having said something else."""


class Merged(Frozen):
    """What two versions of a value come to."""

    value: Value
    """Where both sides have said something else, as mine has it."""
    differing: tuple[str, ...] = ()
    """The fields of which both sides have said something else."""


def merged(before: Value | None, mine: Value, theirs: Value) -> Merged:
    """Two versions of a value as one, with the id of theirs.

    Args:
        before: What both were made from; none if each was made by itself: then a field that says
            nothing gives way to one that says something.
        mine: One version.
        theirs: The other one, of the same class.
    """
    differing: list[str] = []
    taken: dict[str, Any] = {}
    for names, unsaid in _statements(type(theirs)):
        own, other = _of(mine, names), _of(theirs, names)
        was = unsaid if before is None else _of(before, names)
        if own in (other, was):
            continue
        if names == ("members",):
            taken["members"] = _members(was[0] or (), own[0], other[0])
            continue
        if other != was:
            differing.append(names[0])
        taken.update(zip(names, own, strict=True))
    if before is not None and _origin(mine) != _origin(before):
        taken["origin"] = _origin(mine)
    if not taken:
        return Merged(theirs)
    if hasattr(theirs, "updated") and hasattr(mine, "updated"):
        taken["updated"] = max(mine.updated, theirs.updated)
    return Merged(replace(theirs, **taken), tuple(differing))


def says_the_same(one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same, whoever made them and when."""
    if one is None or other is None or type(one) is not type(other):
        return one is other
    names = tuple(name for (names, _) in _statements(type(one)) for name in names)
    return _of(one, names) == _of(other, names)


@cache
def _statements(kind: type) -> tuple[tuple[tuple[str, ...], tuple[Any, ...]], ...]:
    """The fields of a class that are merged, those that are one statement together, each with what
    stands there where nothing is said."""
    unsaid = {
        each.name: None if each.default is msgspec.NODEFAULT else each.default
        for each in msgspec.structs.fields(kind)
        if each.name not in _NEVER_ASKED
    }
    together = _TOGETHER.get(kind, ())
    groups = [together] if together else []
    groups += [(name,) for name in unsaid if name not in together]
    return tuple((names, tuple(unsaid[name] for name in names)) for names in groups)


def _of(value: Value, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(value, name) for name in names)


def _origin(value: Value) -> object:
    return getattr(value, "origin", None)


def _members(
    before: tuple[Mention, ...], mine: tuple[Mention, ...], theirs: tuple[Mention, ...]
) -> tuple[Mention, ...]:
    """The members of theirs with those that mine has added, without those that it has taken off."""
    added, gone = set(mine) - set(before), set(before) - set(mine)
    return tuple(sorted((set(theirs) | added) - gone))
