"""A scripted person adjudicates real annotation: keys are counted, and the gold is compared.

The key for an item is that of a reading, or of none; what no reading has is corrected afterwards,
as in the gold itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.adjudication.docket import Docket
from store.adjudication.gathering import items_of_story
from store.adjudication.items import disputed_spans
from store.adjudication.questions import LEFT_OUT
from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Annotation, DecisionKind
from store.articles import find_story
from store.library.scanning import annotators
from tests.people import (
    GOLD,
    POLITICO,
    POLNEAR,
    POST,
    hebrew_spans,
    opened_as,
    write_hebrew,
    write_polnear,
)

if TYPE_CHECKING:
    from pathlib import Path

    from store.adjudication.questions import Question
    from store.story.workspace import Workspace

_Place = tuple[int, int, str]


def places(annotations: object) -> set[_Place]:
    return {(a.start, a.end, a.label) for a in annotations}  # type: ignore[attr-defined]  # of them


def wanted_by_id(gold: list[Annotation]) -> dict[str, set[_Place]]:
    """What the real adjudicator has where an annotation of A or B stands, by the id of that."""
    items = disputed_spans(
        {"a": hebrew_spans("annotator_a"), "b": hebrew_spans("annotator_b"), GOLD: gold}
    )
    found = {}
    for item in items:
        by_person = {
            who: spans
            for reading in item.readings
            for who, spans in zip(reading.people, reading.annotations, strict=True)
        }
        for who in ("a", "b"):
            for span in by_person.get(who, ()):
                found[span.id] = places(by_person.get(GOLD, ()))
    return found


def number_for(question: Question, wanted: set[_Place]) -> int:
    """The reading that is what is wanted, else the one that is nearest to it."""
    for number, reading in enumerate(question.readings, start=1):
        if places(reading.values) == wanted:
            return number
    return 1 if wanted else LEFT_OUT


def test_two_people_and_76_keys_lead_to_the_hebrew_gold(tmp_path: Path) -> None:
    folder = write_hebrew(tmp_path / "hebrew")
    gold_spans = hebrew_spans("gold")
    wanted = wanted_by_id(gold_spans)
    docket = Docket(items_of_story(find_story([folder]), ("a", "b")))
    with opened_as(folder) as gold:
        edit, taken = docket.decide_agreed(gold.now, "hebrew", "dan")
        assert edit is not None
        gold.apply(edit)
        keys, exact = 1, 0
        for entry in docket.entries(gold.now, "hebrew"):
            if not entry.needs_a_look:
                continue
            there = wanted[next(i for seen in entry.question.seen for i in seen.ids)]
            number = number_for(entry.question, there)
            edit = docket.decide(gold.now, entry.question, number, "dan")
            assert edit is not None
            gold.apply(edit)
            keys += 1
            reading = entry.question.readings[number - 1].values if number else ()
            exact += places(reading) == there
        corrections = correct(gold, "hebrew", gold_spans)
        assert (taken, keys, exact, corrections) == (416, 77, 75, 12)
        assert places(gold.article("hebrew").annotations) == places(gold_spans)
        left = [e for e in docket.entries(gold.now, "hebrew") if e.is_open]
        assert left == []


def correct(gold: Workspace, article: str, wanted: list[Annotation]) -> int:
    """Remove and add what is otherwise than wanted; how many edits that takes."""
    there = {(a.start, a.end, a.label): a for a in gold.article(article).annotations}
    right = {(a.start, a.end, a.label): a for a in wanted}
    edits = [EditOfAnnotation(article, a, None) for p, a in there.items() if p not in right]
    edits += [EditOfAnnotation(article, None, a) for p, a in right.items() if p not in there]
    for each in edits:
        gold.apply(each)
    return len(edits)


@pytest.mark.skipif(not (POLNEAR / "annotators").is_dir(), reason=f"no annotators in {POLNEAR}")
@pytest.mark.parametrize(
    ("people", "counts"),
    [
        (2, {POLITICO: (29, 7, 7), POST: (51, 7, 7)}),
        (3, {POLITICO: (27, 8, 10), POST: (51, 12, 12)}),
        (6, {POLITICO: (26, 8, 11), POST: (56, 18, 19)}),
    ],
)
def test_people_who_tie_what_they_tag_take_a_key_an_item(
    tmp_path: Path, people: int, counts: dict[str, tuple[int, int, int]]
) -> None:
    """Of each article: items of spans, those to decide, and the keys for these and for ties."""
    folder = write_polnear(tmp_path / "polnear", people)
    story = find_story([folder])
    docket = Docket(items_of_story(story, annotators(story, None)))
    with opened_as(folder) as gold:
        found = {}
        for article in docket.articles:
            spans = [
                each
                for each in docket.entries(gold.now, article)
                if each.question.kind is DecisionKind.SPANS
            ]
            edit, _ = docket.decide_agreed(gold.now, article, "dan")
            assert edit is not None
            gold.apply(edit)
            keys = 0
            while open_now := [e for e in docket.entries(gold.now, article) if e.needs_a_look]:
                question = open_now[0].question
                number = question.majority if question.majority is not None else 1
                edit = docket.decide(gold.now, question, number, "dan")
                assert edit is not None
                gold.apply(edit)
                keys += 1
            found[article] = (len(spans), sum(each.needs_a_look for each in spans), keys)
        assert found == counts
        assert all(a.id for each in docket.articles for a in gold.article(each).annotations)
        links = gold.now.links()
        made = {a.id for each in docket.articles for a in gold.article(each).annotations}
        assert all(links.decision_for(each) for each in (*made, *links.relations))
