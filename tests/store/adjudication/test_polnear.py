"""Six people who annotated two articles of PolNeAR: what they leave to decide.

In a story a span is one piece, so one in several pieces is here all from the first to the last.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from store.adjudication.docket import Docket
from store.adjudication.draft import Draft
from store.adjudication.gathering import StoryItems
from store.adjudication.items import Difference, disputed_spans
from store.annotations.links import Links
from store.annotations.model import DecisionKind
from tests.people import POLITICO, POLNEAR, POST, attributions, polnear_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.annotations.model import Annotation, Relation

pytestmark = pytest.mark.skipif(
    not (POLNEAR / "annotators").is_dir(), reason=f"there are no annotators in {POLNEAR}"
)


def work_on(stem: str) -> dict[str, tuple[list[Annotation], list[Relation]]]:
    """What each of six people annotated in an article: of five, and of the corpus itself."""
    return {path.parent.name: attributions(path) for path in polnear_paths(stem)}


@pytest.mark.parametrize(
    ("stem", "people", "items", "missing"),
    [
        (POLITICO, 2, 26.27, 3.07),
        (POLITICO, 3, 26.40, 3.10),
        (POLITICO, 6, 26.00, 2.00),
        (POST, 2, 51.80, 6.00),
        (POST, 3, 53.55, 7.55),
        (POST, 6, 56.00, 8.00),
    ],
)
def test_so_many_items_on_average_over_all_choices_of_people(
    stem: str, people: int, items: float, missing: float
) -> None:
    work = work_on(stem)
    found = [
        disputed_spans({who: work[who][0] for who in chosen})
        for chosen in combinations(sorted(work), people)
    ]
    assert mean([len(each) for each in found]) == items
    only_missing = [sum(i.differences == {Difference.MISSING} for i in each) for each in found]
    assert mean(only_missing) == missing


def mean(counts: Sequence[int]) -> float:
    return round(sum(counts) / len(counts), 2)


@pytest.mark.parametrize(("stem", "to_decide"), [(POLITICO, (8, 10)), (POST, (18, 20))])
def test_two_more_differ_by_the_pieces_of_a_span_alone(
    stem: str, to_decide: tuple[int, int]
) -> None:
    """One of the six has cut spans at the spaces between sentences: counted by their pieces, these
    are other spans, and the two items that they are in are to be decided too."""
    work = work_on(stem)
    pieces = {
        (path.parent.name, found[1]): found[2]
        for path in polnear_paths(stem)
        for found in re.finditer(r"^(T\d+)\t\S+ ([\d ;]+)\t", path.read_text("utf-8"), re.MULTILINE)
    }
    open_now = open_by_pieces = 0
    for item in disputed_spans({who: spans for who, (spans, _) in work.items()}):
        cut = {
            tuple(pieces[who, each.id] for each in spans)
            for reading in item.readings
            for who, spans in zip(reading.people, reading.annotations, strict=True)
        }
        open_now += bool(item.differences)
        open_by_pieces += bool(item.differences) or len(cut) > 1
    assert (open_now, open_by_pieces) == to_decide


def test_digits_number_all_readings_of_an_item() -> None:
    for stem in (POLITICO, POST):
        items = disputed_spans({who: spans for who, (spans, _) in work_on(stem).items()})
        assert max(len(item.readings) for item in items) <= 9


def test_no_attribution_differs_but_by_its_ends() -> None:
    tied = agreed = 0
    for stem in (POLITICO, POST):
        work = work_on(stem)
        for pair in combinations(sorted(work), 2):
            items = StoryItems(
                {stem: disputed_spans({who: work[who][0] for who in pair})},
                texts={stem: " " * 10_000},
                links={who: Links.of(work[who][1]) for who in pair},
            )
            draft = Draft()
            asked = list(Docket(items).in_dispute(draft))
            assert {each.kind for each in asked} == {DecisionKind.SPANS}
            agreed += len(draft.links.relations)
            ends = [tuple(places_by_id(items, who, work[who][1])) for who in pair]
            tied += len(set(ends[0]) | set(ends[1]))
    assert (tied - agreed, agreed) == (179, 624)


def places_by_id(items: StoryItems, who: str, relations: Sequence[Relation]) -> list[object]:
    """The items at both ends of somebody's relations."""
    item_of = {
        each.id: (item.start, item.end, item.readings[0].place)
        for those in items.spans.values()
        for item in those
        for reading in item.readings
        for name, spans in zip(reading.people, reading.annotations, strict=True)
        if name == who
        for each in spans
    }
    return [(item_of[each.head.id], item_of[each.tail.id]) for each in relations]
