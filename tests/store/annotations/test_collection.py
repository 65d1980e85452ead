from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations import collection
from store.annotations.collection import CHUNK, Annotations, Chunk
from store.annotations.model import Annotation
from store.errors import ConflictError
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABELS = ("actor", "claim")


def annotation(number: int, start: int, end: int, label: str = "actor") -> Annotation:
    return Annotation(f"{number:05}", start, end, label, "x" * (end - start))


@st.composite
def many(draw: st.DrawFn, most: int = 3 * CHUNK) -> list[Annotation]:
    """Annotations that nest, overlap and repeat; often enough of them to split chunks."""
    extents = draw(
        st.lists(
            st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from(LABELS)), max_size=12
        )
    )
    times = draw(st.integers(1, max(1, most // max(1, len(extents)))))
    return [
        annotation(number, start + number % 7, start + number % 7 + length, label)
        for number, (start, length, label) in enumerate(extents * times)
    ]


def in_order(items: list[Annotation]) -> list[Annotation]:
    return sorted(items, key=lambda a: (a.start, -a.end, a.label, a.id))


def built(items: list[Annotation], at_once: bool) -> Annotations:
    if at_once:
        return Annotations.of(items)
    annotations = Annotations()
    for item in items:
        annotations = annotations.changed([(None, item)])
    return annotations


@given(many(), st.booleans())
def test_it_holds_what_was_added_in_the_order_of_the_text(
    items: list[Annotation], at_once: bool
) -> None:
    annotations = built(items, at_once)
    assert list(annotations) == in_order(items)
    assert len(annotations) == len(items)
    assert all(item in annotations for item in items)
    assert annotation(99_999, 3, 9) not in annotations


@given(many(), st.booleans())
def test_removing_leaves_the_rest(items: list[Annotation], at_once: bool) -> None:
    annotations, left = built(items, at_once), list(items)
    for item in items[:: max(1, len(items) // 40)]:
        annotations = annotations.changed([(item, None)])
        left.remove(item)
        assert item not in annotations
    assert list(annotations) == in_order(left)
    assert len(annotations) == len(left)


@given(many())
def test_adding_and_removing_all_leaves_nothing(items: list[Annotation]) -> None:
    annotations = built(items, at_once=False)
    for item in reversed(items):
        annotations = annotations.changed([(item, None)])
    assert annotations == Annotations()


@given(many(), st.booleans(), st.integers(-1, 100), st.integers(0, 40))
def test_questions_agree_with_a_plain_list(
    items: list[Annotation], at_once: bool, start: int, length: int
) -> None:
    annotations, model = built(items, at_once), in_order(items)
    span = Span(start, start + length)
    assert annotations.overlapping(span) == [
        a for a in model if a.start < span.end and a.end > start
    ]
    over = [a for a in model if start in a.span]
    assert annotations.at(start) == sorted(
        over, key=lambda a: (len(a.span), -a.start, a.label, a.id)
    )
    for label in LABELS:
        same = [a for a in model if a.span == span and a.label == label]
        assert annotations.find(span, label) == (same[0] if same else None)


@given(many(), st.booleans(), st.integers(0, 90), st.integers(-90, 0), st.sampled_from(LABELS))
def test_neighbours_agree_with_a_plain_list(
    items: list[Annotation], at_once: bool, start: int, minus_end: int, label: str
) -> None:
    annotations, model = built(items, at_once), in_order(items)
    places = [(start, minus_end, label, "00003"), *(item.order for item in model[::17])]
    for place in places:
        after = [a for a in model if a.order > place]
        before = [a for a in model if a.order < place]
        assert annotations.after(place) == (after[0] if after else None)
        assert annotations.before(place) == (before[-1] if before else None)


def test_a_walk_by_neighbours_meets_each_annotation_once() -> None:
    items = [annotation(n, n % 50, n % 50 + 1 + n % 9) for n in range(5 * CHUNK)]
    annotations = built(items, at_once=False)
    met, here = [], annotations.after((-1, 0, "", ""))
    while here is not None:
        met.append(here)
        here = annotations.after(here.order)
    assert met == list(annotations)
    assert len(met) == len(items)


def test_the_old_collection_stays_as_it_was() -> None:
    items = [annotation(n, n, n + 1) for n in range(2 * CHUNK)]
    before = Annotations.of(items)
    before.changed([(None, annotation(900, 3, 9))])
    before.changed([(items[5], None)])
    assert list(before) == items


@given(many(), many(CHUNK), st.data())
def test_changes_at_once_are_as_one_after_another(
    items: list[Annotation], others: list[Annotation], data: st.DataObject
) -> None:
    new = [replace(other, id=f"9{other.id}") for other in others]
    moved = data.draw(st.lists(st.sampled_from(items), unique=True)) if items else []
    changes: list[tuple[Annotation | None, Annotation | None]] = [
        *((item, replace(item, end=item.end + 3)) for item in moved),
        *((None, other) for other in new),
        *((replace(item, end=item.end + 3), None) for item in moved[::2]),
        *((other, other) for other in new[::3]),
    ]
    one_by_one = Annotations.of(items)
    for before, after in changes:
        one_by_one = one_by_one if before is None else one_by_one.changed([(before, None)])
        one_by_one = one_by_one if after is None else one_by_one.changed([(None, after)])
    at_once = Annotations.of(items).changed(changes)
    assert list(at_once) == list(one_by_one)
    assert len(at_once) == len(one_by_one)
    assert all(item in at_once for item in one_by_one)


FEW = [
    Annotation("1", start, 4, label, "x", note=note)
    for start in (0, 2)
    for label in LABELS
    for note in ("", "?")
]


@given(
    st.lists(st.sampled_from(FEW), max_size=4),
    st.lists(st.tuples(*2 * [st.none() | st.sampled_from(FEW)]), max_size=6),
)
def test_changes_fit_exactly_what_is_there_or_are_refused(
    items: list[Annotation], changes: list[tuple[Annotation | None, Annotation | None]]
) -> None:
    held = {item.order: item for item in items}
    annotations, fits = Annotations.of(held.values()), True
    for before, after in changes:
        if before is not None:
            fits = fits and held.pop(before.order, None) == before
        if after is not None:
            fits = fits and after.order not in held
            held[after.order] = after
    if fits:
        assert list(annotations.changed(changes)) == in_order(list(held.values()))
    else:
        with pytest.raises(ConflictError):
            annotations.changed(changes)


def test_many_changes_copy_each_chunk_once(monkeypatch: pytest.MonkeyPatch) -> None:
    annotations = Annotations.of(annotation(n, 2 * n, 2 * n + 1) for n in range(100 * CHUNK))
    copied = 0
    original = collection.chunks_of

    def counted(items: Sequence[Annotation]) -> Iterator[Chunk]:
        nonlocal copied
        copied += len(items)
        return original(items)

    monkeypatch.setattr(collection, "chunks_of", counted)
    new = [annotation(90_000 + n, 2 * n, 2 * n + 2) for n in range(100 * CHUNK)]
    both = annotations.changed((None, each) for each in new)
    assert len(both) == 200 * CHUNK
    assert copied == 200 * CHUNK
    copied = 0
    both.changed([(None, annotation(200_000, 77, 78))])
    assert 0 < copied <= 2 * CHUNK + 1


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(annotation(8, 0, 4), id="another id"),
        pytest.param(annotation(1, 0, 5), id="another end"),
        pytest.param(annotation(1, 0, 4, "claim"), id="another label"),
        pytest.param(Annotation("00001", 0, 4, "actor", "xxxx", note="new"), id="another note"),
    ],
)
def test_only_what_is_there_exactly_can_be_removed(wrong: Annotation) -> None:
    annotations = Annotations.of([annotation(1, 0, 4)])
    with pytest.raises(
        ConflictError, match=f"annotation {wrong.id} is not there any more as it was"
    ):
        annotations.changed([(wrong, None)])
    with pytest.raises(ConflictError):
        Annotations().changed([(wrong, None)])


def test_the_same_annotation_cannot_be_added_twice() -> None:
    one = annotation(1, 0, 4)
    with pytest.raises(ConflictError, match="annotation 00001 is there already"):
        Annotations.of([one]).changed([(None, one)])


def test_the_innermost_comes_first() -> None:
    outer, inner, apart = annotation(1, 0, 9), annotation(2, 2, 5), annotation(3, 6, 7)
    annotations = Annotations.of([outer, inner, apart])
    assert annotations.at(3) == [inner, outer]
    assert annotations.at(5) == [outer]
    assert annotations.at(9) == []


def test_only_that_span_with_that_label_is_found() -> None:
    actor, claim = annotation(1, 2, 5), annotation(2, 2, 5, "claim")
    annotations = Annotations.of([actor, claim, annotation(3, 2, 6)])
    assert annotations.find(Span(2, 5), "claim") is claim
    assert annotations.find(Span(2, 5), "source") is None
    assert annotations.find(Span(3, 5), "actor") is None


def test_nothing_is_found_in_nothing() -> None:
    empty = Annotations()
    assert list(empty) == empty.overlapping(Span(0, 9)) == empty.at(0) == []
    assert empty.after((0, 0, "", "")) is empty.before((9, 0, "", "")) is None
