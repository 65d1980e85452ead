"""What the gold says of an annotation, and the keys that would make it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.practice.gold import GoldSpan, load_gold
from store.practice.judging import Judgement, Nudge, Verdict, judge, nudges_between
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


def verdict_on(span: GoldSpan, *tagged: GoldSpan) -> Verdict:
    return judge(GOLD, span.article, annotation(span), {span, *tagged})


@pytest.mark.parametrize("span", SPANS)
def test_what_the_gold_has_is_right_whatever_else_is_tagged(span: GoldSpan) -> None:
    for tagged in ((), SPANS):
        verdict = verdict_on(span, *tagged)
        assert (verdict.judgement, verdict.wanted) == (Judgement.RIGHT, span)
        assert (verdict.label, verdict.text) == (span.label, GOLD.text_of(span))


@pytest.mark.parametrize(
    ("span", "tagged", "finding", "wanted"),
    [
        # Another label
        (replace(MOSCOW, label="actor"), (), Judgement.LABEL, MOSCOW),
        (replace(STATE, label="location"), (), Judgement.LABEL, STATE),
        (replace(TWICE[0], label="location"), (), Judgement.LABEL, TWICE[0]),
        (replace(TWICE[0], label="location"), (TWICE[0],), Judgement.LABEL, TWICE[1]),
        (replace(TWICE[0], label="location"), TWICE, Judgement.ABSENT, None),
        (replace(MOSCOW, label="actor"), (MOSCOW,), Judgement.ABSENT, None),
        # Another extent
        (gold_span(ONE, "The Iranian general", "actor"), (), Judgement.EXTENT, GENERAL),
        (gold_span(ONE, "Putin", "actor"), (), Judgement.EXTENT, VLADIMIR),
        (gold_span(ONE, "Putin", "actor"), (VLADIMIR,), Judgement.ABSENT, None),
        (gold_span(ONE, "met Vladimir Putin in", "actor"), (), Judgement.EXTENT, VLADIMIR),
        # Another extent and another label is something else
        (gold_span(ONE, "The Iranian general", "source"), (), Judgement.ABSENT, None),
        # Too little in common
        (gold_span(ONE, "Vladimir Putin in Moscow, a senior official", "location"), (),
         Judgement.ABSENT, None),
        (gold_span(ONE, "met", "actor"), (), Judgement.ABSENT, None),
        (gold_span(ONE, "Friday", "location"), (), Judgement.ABSENT, None),
        (gold_span(TWO, "denied it", "claim"), (), Judgement.ABSENT, None),
    ],
)  # fmt: skip
def test_what_is_not_right(
    span: GoldSpan, tagged: tuple[GoldSpan, ...], finding: Judgement, wanted: GoldSpan | None
) -> None:
    verdict = verdict_on(span, *tagged)
    assert (verdict.judgement, verdict.wanted) == (finding, wanted)


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
    verdict = verdict_on(gold_span(ONE, phrase, label))
    assert (verdict.leaves_out, verdict.takes_in) == (leaves_out, takes_in)
    assert sorted(verdict.nudges) == sorted(keys)


def test_what_is_too_far_has_no_way() -> None:
    phrase = "Vladimir Putin in Moscow, a senior official said"
    verdict = verdict_on(gold_span(ONE, phrase, "claim"))
    assert (verdict.judgement, verdict.wanted, verdict.nudges) == (Judgement.EXTENT, CLAIM, ())
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
    found = nudges_between(text, Span(min(one), max(one)), Span(min(other), max(other)))
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
    found = nudges_between(text, begun, span.span)
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
    assert GoldSpan.of(article, value) == place
    verdict = judge(SHIPPED, article, value, tagged)
    wanted = verdict.wanted
    assert (wanted is None) == (verdict.judgement is Judgement.ABSENT)
    if wanted is None:
        return
    assert wanted in SHIPPED.spans
    assert wanted.article == article
    assert (wanted == place) == (verdict.judgement is Judgement.RIGHT)
    if verdict.judgement is not Judgement.RIGHT:
        assert wanted not in tagged
        assert (wanted.span == place.span) == (verdict.judgement is Judgement.LABEL)
        assert (wanted.label == label) == (verdict.judgement is Judgement.EXTENT)
    if verdict.judgement is Judgement.EXTENT:
        assert wanted.span.overlaps(place.span)
