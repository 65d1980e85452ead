"""What the gold says of an annotation, and the keys that would make it right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.practice.gold import GoldSpan, load_gold
from store.practice.judging import Finding, Nudge, Verdict, judged, place_of, way
from store.text.objects import move_end, move_start, tightened
from store.text.span import Span
from tests.notation import parse
from tests.store.practice.support import (
    CLAIM,
    GENERAL,
    GOLD,
    MOSCOW,
    ONE,
    SPANS,
    STATE,
    TWICE,
    TWO,
    VLADIMIR,
    annotation,
    gold_span,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHIPPED: Final = load_gold()
N: Final = Nudge


def judge(span: GoldSpan, *tagged: GoldSpan) -> Verdict:
    return judged(GOLD, span.article, annotation(span), {span, *tagged})


@pytest.mark.parametrize("span", SPANS)
def test_what_the_gold_has_is_right_whatever_else_is_tagged(span: GoldSpan) -> None:
    for tagged in ((), SPANS):
        verdict = judge(span, *tagged)
        assert (verdict.finding, verdict.wanted) == (Finding.RIGHT, span)
        assert (verdict.label, verdict.text) == (span.label, GOLD.text_of(span))


@pytest.mark.parametrize(
    ("span", "tagged", "finding", "wanted"),
    [
        # Another label
        (replace(MOSCOW, label="actor"), (), Finding.LABEL, MOSCOW),
        (replace(STATE, label="location"), (), Finding.LABEL, STATE),
        (replace(TWICE[0], label="location"), (), Finding.LABEL, TWICE[0]),
        (replace(TWICE[0], label="location"), (TWICE[0],), Finding.LABEL, TWICE[1]),
        (replace(TWICE[0], label="location"), TWICE, Finding.ABSENT, None),
        (replace(MOSCOW, label="actor"), (MOSCOW,), Finding.ABSENT, None),
        # Another extent
        (gold_span(ONE, "The Iranian general", "actor"), (), Finding.EXTENT, GENERAL),
        (gold_span(ONE, "Putin", "actor"), (), Finding.EXTENT, VLADIMIR),
        (gold_span(ONE, "Putin", "actor"), (VLADIMIR,), Finding.ABSENT, None),
        (gold_span(ONE, "met Vladimir Putin in", "actor"), (), Finding.EXTENT, VLADIMIR),
        # Another extent and another label is something else
        (gold_span(ONE, "The Iranian general", "source"), (), Finding.ABSENT, None),
        # Too little in common
        (gold_span(ONE, "Vladimir Putin in Moscow, a senior official", "location"), (),
         Finding.ABSENT, None),
        (gold_span(ONE, "met", "actor"), (), Finding.ABSENT, None),
        (gold_span(ONE, "Friday", "location"), (), Finding.ABSENT, None),
        (gold_span(TWO, "denied it", "claim"), (), Finding.ABSENT, None),
    ],
)  # fmt: skip
def test_what_is_not_right(
    span: GoldSpan, tagged: tuple[GoldSpan, ...], finding: Finding, wanted: GoldSpan | None
) -> None:
    verdict = judge(span, *tagged)
    assert (verdict.finding, verdict.wanted) == (finding, wanted)


@pytest.mark.parametrize(
    ("phrase", "label", "leaves_out", "takes_in", "keys"),
    [
        ("The Iranian general", "actor", ("The",), (), (N.TIGHTEN,)),
        ("Putin", "actor", (), ("Vladimir",), (N.START_LEFT,)),
        ("Vladimir", "actor", (), ("Putin",), (N.END_RIGHT,)),
        ("met Vladimir", "actor", ("met",), ("Putin",), (N.START_RIGHT, N.END_RIGHT)),
        ("Vladimir Putin in", "actor", ("in",), (), (N.END_LEFT,)),
        ("general met Vladimir Putin", "actor", ("general met",), (), (N.START_RIGHT,) * 2),
        ("general", "actor", (), ("Iranian",), (N.START_LEFT,)),
        ("in Moscow", "location", ("in",), (), (N.START_RIGHT,)),
        ("senior official said", "source", ("said",), ("a",), (N.END_LEFT, N.START_LEFT)),
    ],
)
def test_how_it_would_be_right(
    phrase: str,
    label: str,
    leaves_out: tuple[str, ...],
    takes_in: tuple[str, ...],
    keys: tuple[Nudge, ...],
) -> None:
    verdict = judge(gold_span(ONE, phrase, label))
    assert (verdict.leaves_out, verdict.takes_in) == (leaves_out, takes_in)
    assert sorted(verdict.way) == sorted(keys)


def test_what_is_too_far_has_no_way() -> None:
    phrase = "Vladimir Putin in Moscow, a senior official said"
    verdict = judge(gold_span(ONE, phrase, "claim"))
    assert (verdict.finding, verdict.wanted, verdict.way) == (Finding.EXTENT, CLAIM, ())
    assert verdict.leaves_out == (", a senior official said",)
    assert verdict.takes_in == ("The Iranian general met",)


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        ("[[Berlin|]] said", "[[Berlin|]] said", ()),
        ("[[in Berlin|]] said", "in [[Berlin|]] said", (N.START_RIGHT,)),
        ("[[|Berlin said]]", "[[Berlin|]] said", (N.END_LEFT,)),
        ("one [[two|]] three four", "[[one two three four|]]",
         (N.START_LEFT, N.END_RIGHT, N.END_RIGHT)),
        ("[[one|]] two three four five six", "[[one two three four five six|]]", ()),
    ],
)  # fmt: skip
def test_the_way_from_one_span_to_another(before: str, after: str, keys: tuple[Nudge, ...]) -> None:
    (text, *one), (_, *other) = parse(before), parse(after)
    found = way(text, Span(min(one), max(one)), Span(min(other), max(other)))
    assert sorted(found) == sorted(keys)


MOVES: Final[Mapping[Nudge, Callable[[str, Span], Span]]] = {
    N.TIGHTEN: tightened,
    N.START_RIGHT: lambda text, span: move_start(text, span, 1),
    N.END_LEFT: lambda text, span: move_end(text, span, -1),
    N.START_LEFT: lambda text, span: move_start(text, span, -1),
    N.END_RIGHT: lambda text, span: move_end(text, span, 1),
}


@given(st.sampled_from(sorted(SHIPPED.spans)), st.lists(st.sampled_from(N), max_size=3))
def test_the_keys_that_are_named_lead_there(span: GoldSpan, astray: list[Nudge]) -> None:
    text, begun = SHIPPED.texts[span.article], span.span
    for nudge in astray:
        begun = MOVES[nudge](text, begun)
    found = way(text, begun, span.span)
    assert len(found) <= 4
    here = begun
    for nudge in found:
        here = MOVES[nudge](text, here)
    assert here == span.span or not found


@given(st.data())
def test_a_verdict_is_about_one_place(data: st.DataObject) -> None:
    """Whatever is tagged: what is wanted has the label or the extent, and is not tagged yet."""
    article = data.draw(st.sampled_from(sorted(SHIPPED.texts)))
    text = SHIPPED.texts[article]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 300)))
    label = data.draw(st.sampled_from(("actor", "location", "claim", "source")))
    place = GoldSpan(article, start, end, label)
    tagged = data.draw(st.sets(st.sampled_from(sorted(SHIPPED.spans)), max_size=200)) | {place}
    value = replace(annotation(GENERAL), start=start, end=end, label=label, text=text[start:end])
    assert place_of(article, value) == place
    verdict = judged(SHIPPED, article, value, tagged)
    wanted = verdict.wanted
    assert (wanted is None) == (verdict.finding is Finding.ABSENT)
    if wanted is None:
        return
    assert wanted in SHIPPED.spans
    assert wanted.article == article
    assert (wanted == place) == (verdict.finding is Finding.RIGHT)
    if verdict.finding is not Finding.RIGHT:
        assert wanted not in tagged
        assert (wanted.span == place.span) == (verdict.finding is Finding.LABEL)
        assert (wanted.label == label) == (verdict.finding is Finding.EXTENT)
    if verdict.finding is Finding.EXTENT:
        assert wanted.span.overlaps(place.span)
