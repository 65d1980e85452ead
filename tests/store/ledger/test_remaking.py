"""Two histories that have parted: the second made again behind the first, and nothing lost."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations.edits import EditOfAnnotation, singles
from store.annotations.model import Annotation
from store.annotations.threeway import merged, says_the_same
from store.ledger.edit_parts import key_of
from store.ledger.lines import lacking, lines_in
from store.ledger.replay import Outcome
from store.ledger.restore_journal import with_history
from store.ledger.scanning import scan
from tests.torture.machines import Machine, after, held
from tests.torture.parting import dangling
from tests.torture.person import changed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from store.annotations.model import Value
    from store.ledger.records import Record
    from store.ledger.restore_journal import Rebuilt

SEEDS: Final = range(int(os.environ.get("SIDELIGHT_EXAMPLES", "150")))


def values_of(records: Sequence[Record]) -> dict[tuple[bool, str], Value]:
    return {(bool(home), each): v for (home, each), v in Outcome(records).values.items()}


def doubled(records: Sequence[Record], told: Collection[str] = ()) -> set[tuple[object, ...]]:
    """Where two annotations of one label are, but for those that a person is told of, by id."""
    seen: set[tuple[object, ...]] = set()
    twice: set[tuple[object, ...]] = set()
    for (home, _), value in Outcome(records).values.items():
        if isinstance(value, Annotation) and value.id not in told:
            place = (home, value.start, value.end, value.label)
            (twice if place in seen else seen).add(place)
    return twice


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_of_either_history_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    base = Machine(seed).work(chance.randrange(15))
    ours = base.parted(seed + 10**6).work(chance.randrange(1, 19))
    theirs = base.parted(seed + 2 * 10**6).work(chance.randrange(1, 19))
    standing, tail = ours.journal, lines_in(theirs.journal.data)
    both = with_history(standing, tail)
    assert both.data.startswith(standing.data)
    reading = scan(both.data, 0, None)
    assert not reading.damages
    assert [entry.record for entry in reading.entries] == list(both.records)
    made = both.records[len(standing.records) :]
    # What was made again fits strictly, and undoing it leads back to what stood there.
    now = [after(standing.records)]
    for record in made:
        for single in singles(record.edit):
            assert (single.before is None) or single.before in held(now[-1]), record
            now.append(changed(now[-1], single))
    back = now[-1]
    for record in reversed(made):
        back = changed(back, record.edit.inverse())
    assert back == now[0]
    # Nothing dangles and nothing is there twice that was not so before; but for what one side had
    # twice for a while and the other holds on to, of which a person is told.
    assert len(dangling(both.records)) <= len(dangling(ours.records) + dangling(theirs.records))
    told = {key_of(c.edit)[1] for c in both.conflicts}
    new = doubled(both.records, told) - doubled(ours.records) - doubled(theirs.records)
    assert not new
    # The same lines again change nothing.
    assert with_history(both, tail) == both
    assert lacking(tail, lines_in(both.data)) == []
    _all_is_there(base, ours, theirs, both)


def _all_is_there(base: Machine, ours: Machine, theirs: Machine, both: Rebuilt) -> None:
    """What only one side has changed is as that has it, else a person is asked."""
    was, mine, other, now = (
        values_of(records) for records in (base.records, theirs.records, ours.records, both.records)
    )
    asked = {(key_of(c.edit)[0] is EditOfAnnotation, key_of(c.edit)[1]) for c in both.conflicts}
    places = {_place(v) for v in now.values() if isinstance(v, Annotation)}
    own_places = {_place(v) for v in mine.values() if isinstance(v, Annotation)}
    for key in was.keys() | mine.keys() | other.keys():
        first, own, there = was.get(key), mine.get(key), other.get(key)
        if not key[0] or key in asked:
            continue  # a link may have to stay, or go on with another end
        if says_the_same(own, first):
            is_joined = isinstance(there, Annotation) and (
                (key not in was and now.get(key) != there) or _place(there) in own_places
            )
            assert now.get(key) == there or is_joined
        elif says_the_same(there, first):
            is_joined = isinstance(own, Annotation) and _place(own) in places
            assert is_joined or says_the_same(own, now.get(key)), own


def _place(annotation: Annotation) -> tuple[object, ...]:
    return annotation.start, annotation.end, annotation.label, annotation.text


def test_what_both_have_done_already_needs_no_mark() -> None:
    base = Machine(1).work(5)
    ours = base.parted(2).work(4)
    assert with_history(ours.journal, lines_in(base.journal.data)) == ours.journal


def test_a_machine_that_was_put_back_gets_only_what_is_new() -> None:
    base = Machine(1).work(5)
    ours, theirs = base.parted(2).work(4), base.parted(3).work(6)
    both = with_history(ours.journal, lines_in(theirs.journal.data))
    later = theirs.work(3)
    again = with_history(both, lines_in(later.journal.data))
    first = [r.remade[0] for r in again.records[len(both.records) :] if r.remade]
    assert min(first) > len(theirs.records) - 3


WAS: Final = Annotation("01J1", 0, 6, "actor", "Moscow", note="")


@pytest.mark.parametrize(
    ("mine", "theirs", "expected", "differing"),
    [
        ({"label": "source"}, {}, {"label": "source"}, ()),
        ({}, {"label": "source"}, {"label": "source"}, ()),
        ({"label": "source"}, {"note": "n"}, {"label": "source", "note": "n"}, ()),
        ({"label": "source"}, {"label": "source"}, {"label": "source"}, ()),
        ({"label": "source"}, {"label": "claim"}, {"label": "source"}, ("label",)),
        ({"end": 5, "text": "Mosco"}, {"start": 1, "text": "oscow"},
         {"end": 5, "text": "Mosco"}, ("start",)),
    ],
)  # fmt: skip
def test_fields_that_one_side_has_changed_are_as_that_has_them(
    mine: dict[str, str],
    theirs: dict[str, str],
    expected: dict[str, str],
    differing: tuple[str, ...],
) -> None:
    from msgspec.structs import replace

    found = merged(WAS, replace(WAS, **mine), replace(WAS, **theirs))
    assert (found.value, found.differing) == (replace(WAS, **expected), differing)
