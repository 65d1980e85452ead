from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.suggest.outside.spans import FoundSpan, SpanFault, Tool, Unmapped, suggestions_from
from store.text.span import Span
from tests.store.suggest.outside.support import DEFAULT, TEXT, said

if TYPE_CHECKING:
    from store.suggest.model import Suggestion


def taken(spans: list[FoundSpan], text: str = TEXT, **options: Any) -> list[Suggestion]:
    unit = options.pop("unit", "codepoint")
    return suggestions_from(text, spans, Tool("x", "x", DEFAULT, **options), unit)


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [("codepoint", 20, 24), ("utf16", 21, 25), ("utf8", 23, 30)],
)
def test_offsets_in_each_unit(unit: Any, start: int, end: int) -> None:
    assert said(taken([FoundSpan(start, end, "GPE", "Łódź")], unit=unit)) == ["location:Łódź"]


@given(st.text(st.sampled_from("aé€𝒩 \n"), min_size=1), st.data())
def test_every_place_is_found_again_in_each_unit(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for unit, encoding, width in (("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)):
        before, upto = (len(text[:edge].encode(encoding)) // width for edge in (start, end))
        span = FoundSpan(before, upto, "actor", text[start:end])
        found = taken([span], text, unit=unit)
        assert [s.span for s in found] == [s for s in [Span(start, end).trimmed(text)] if len(s)]


@pytest.mark.parametrize(
    ("span", "unit", "field", "reason"),
    [
        (FoundSpan(-1, 3, "actor"), "codepoint", "start", "-1 is no offset in this article"),
        (FoundSpan(0, 26, "actor"), "codepoint", "end", "26 is no offset in this article"),
        (FoundSpan(5, 5, "actor"), "codepoint", "end", "5 does not come after 5"),
        (FoundSpan(0, 13, "actor"), "utf16", "end", "13 is no offset in this article"),
        (FoundSpan(0, 14, "actor"), "utf8", "end", "14 is no offset in this article"),
        (
            FoundSpan(0, 3, "actor", "Boe"),
            "codepoint",
            "text",
            "it is “Boe”, but the article says “Ana” there",
        ),
        (FoundSpan(0, 3, "actor", score=1.5), "codepoint", "score", "1.5 is not from 0 to 1"),
    ],
)
def test_a_span_that_does_not_fit(span: FoundSpan, unit: Any, field: str, reason: str) -> None:
    good = FoundSpan(0, 7, "actor")
    with pytest.raises(SpanFault) as fault:
        taken([good, span], unit=unit)
    assert (fault.value.field, fault.value.reason) == (f"spans[1].{field}", reason)


def test_a_span_never_ends_within_a_character() -> None:
    with pytest.raises(SpanFault) as fault:
        taken([FoundSpan(0, 1, "actor")], "e\u0301a")
    assert (fault.value.field, fault.value.reason) == ("spans[0].end", "1 lies inside a character")


def test_spans_in_order_without_spaces_and_of_equal_ones_the_surest() -> None:
    found = taken(
        [
            FoundSpan(19, 25, "GPE", score=0.25),
            FoundSpan(0, 8, "PERSON", score=0.5, reason="it  looks\nlike one"),
            FoundSpan(0, 7, "ORG", score=0.75),
            FoundSpan(7, 8, "ORG"),
        ]
    )
    assert [(s.start, s.end, s.label, s.score, s.reason) for s in found] == [
        (0, 7, "actor", 0.75, "x says ORG"),
        (20, 25, "location", 0.25, "x says GPE"),
    ]


def test_labels_that_mean_nothing_here_are_counted_and_said_once() -> None:
    unmapped = Unmapped()
    dates = [FoundSpan(0, 3, "DATE"), FoundSpan(4, 7, "DATE"), FoundSpan(0, 7, "MONEY")]
    assert taken(dates, unmapped=unmapped) == []
    assert unmapped.sentence("spacy:x") == (
        "spacy:x: 2 DATE, 1 MONEY left out, as the label set has nothing by that name; "
        "{option:suggest-label} DATE=LABEL takes them for LABEL, DATE= leaves them out silently"
    )
    assert unmapped.sentence("spacy:x") == ""
