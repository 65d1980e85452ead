"""What the gold says of an annotation, and the keys that would make it right."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.practice.gold import GoldSpan, load_gold
from store.practice.judging import NUDGES, Remark, Verdict, judge, nudges_between, remark_words
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

SHIPPED: Final = load_gold()
TIGHTEN, START_RIGHT, END_LEFT, START_LEFT, END_RIGHT = NUDGES


def verdict_on(span: GoldSpan, *tagged: GoldSpan) -> Verdict:
    return judge(GOLD, span, {span, *tagged})


@pytest.mark.parametrize("span", SPANS)
def test_what_the_gold_has_is_right_whatever_else_is_tagged(span: GoldSpan) -> None:
    for tagged in ((), SPANS):
        verdict = verdict_on(span, *tagged)
        assert verdict.is_right
        assert verdict == Verdict(span, span)


@pytest.mark.parametrize(
    ("span", "tagged", "wanted"),
    [
        # Another label
        (replace(MOSCOW, label="actor"), (), MOSCOW),
        (replace(STATE, label="location"), (), STATE),
        (replace(TWICE[0], label="location"), (), TWICE[0]),
        (replace(TWICE[0], label="location"), (TWICE[0],), TWICE[1]),
        (replace(TWICE[0], label="location"), TWICE, None),
        (replace(MOSCOW, label="actor"), (MOSCOW,), None),
        # Another extent
        (gold_span(ONE, "The Iranian general", "actor"), (), GENERAL),
        (gold_span(ONE, "Putin", "actor"), (), VLADIMIR),
        (gold_span(ONE, "Putin", "actor"), (VLADIMIR,), None),
        (gold_span(ONE, "met Vladimir Putin in", "actor"), (), VLADIMIR),
        # Another extent and another label is something else
        (gold_span(ONE, "The Iranian general", "source"), (), None),
        # Too little in common
        (gold_span(ONE, "Vladimir Putin in Moscow, a senior official", "location"), (), None),
        (gold_span(ONE, "met", "actor"), (), None),
        (gold_span(ONE, "Friday", "location"), (), None),
        (gold_span(TWO, "denied it", "claim"), (), None),
    ],
)  # fmt: skip
def test_what_is_not_right(
    span: GoldSpan, tagged: tuple[GoldSpan, ...], wanted: GoldSpan | None
) -> None:
    verdict = verdict_on(span, *tagged)
    assert not verdict.is_right
    assert verdict.wanted == wanted


@pytest.mark.parametrize(
    ("phrase", "label", "leaves_out", "takes_in", "keys"),
    [
        ("The Iranian general", "actor", ("The",), (), (TIGHTEN,)),
        ("Putin", "actor", (), ("Vladimir",), (START_LEFT,)),
        ("Vladimir", "actor", (), ("Putin",), (END_RIGHT,)),
        ("met Vladimir", "actor", ("met",), ("Putin",), (START_RIGHT, END_RIGHT)),
        ("Vladimir Putin in", "actor", ("in",), (), (END_LEFT,)),
        ("general met Vladimir Putin", "actor", ("general met",), (), (START_RIGHT,) * 2),
        ("general", "actor", (), ("Iranian",), (START_LEFT,)),
        ("in Moscow", "location", ("in",), (), (START_RIGHT,)),
        ("senior official said", "source", ("said",), ("a",), (END_LEFT, START_LEFT)),
    ],
)
def test_how_it_would_be_right(
    phrase: str,
    label: str,
    leaves_out: tuple[str, ...],
    takes_in: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    verdict = verdict_on(gold_span(ONE, phrase, label))
    sentence, texts = remark_words(GOLD, Remark((verdict,)), can_relabel=True)
    assert texts == [*leaves_out, *takes_in]
    assert ("leaves out “{}”" in sentence, "has “{}” too" in sentence) == (
        bool(leaves_out),
        bool(takes_in),
    )
    assert sorted(re.findall(r"\{key:([^}]+)\}", sentence)) == sorted(keys)


def test_what_is_too_far_has_no_way() -> None:
    phrase = "Vladimir Putin in Moscow, a senior official said"
    verdict = verdict_on(gold_span(ONE, phrase, "claim"))
    assert verdict.wanted == CLAIM
    assert remark_words(GOLD, Remark((verdict,)), can_relabel=True) == (
        "Nearly: the gold leaves out “{}” and has “{}” too; {key:undo} takes yours back",
        [", a senior official said", "The Iranian general met"],
    )


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        ("[[Berlin|]] said", "[[Berlin|]] said", ()),
        ("[[in Berlin|]] said", "in [[Berlin|]] said", (START_RIGHT,)),
        ("[[|Berlin said]]", "[[Berlin|]] said", (END_LEFT,)),
        ("one [[two|]] three four", "[[one two three four|]]",
         (START_LEFT, END_RIGHT, END_RIGHT)),
        ("[[one|]] two three four five six", "[[one two three four five six|]]", ()),
    ],
)  # fmt: skip
def test_the_way_from_one_span_to_another(before: str, after: str, keys: tuple[str, ...]) -> None:
    (text, *one), (_, *other) = parse(before), parse(after)
    found = nudges_between(text, Span(min(one), max(one)), Span(min(other), max(other)))
    assert sorted(found) == sorted(keys)


@given(
    st.sampled_from(sorted(SHIPPED.spans)), st.lists(st.sampled_from(sorted(NUDGES)), max_size=3)
)
def test_the_keys_that_are_named_lead_there(span: GoldSpan, astray: list[str]) -> None:
    text, begun = SHIPPED.texts[span.article], span.span
    for nudge in astray:
        begun = NUDGES[nudge](text, begun)
    found = nudges_between(text, begun, span.span)
    assert len(found) <= 4
    here = begun
    for nudge in found:
        here = NUDGES[nudge](text, here)
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
    verdict = judge(SHIPPED, place, tagged)
    wanted = verdict.wanted
    assert verdict.is_right == (place in SHIPPED.spans)
    if wanted is None or verdict.is_right:
        return
    assert wanted in SHIPPED.spans - tagged
    assert wanted.article == article
    assert (wanted.span == place.span) != (wanted.label == label)
    assert wanted.span.overlaps(place.span)
