"""The clauses of a text, and its quotations, whole and by windows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.clauses import clauses_of, sentences_in
from store.text.marks import pairs_in, quotations
from store.text.passages import passages
from store.text.span import Span
from tests.store.text.support import PLACES, TEXTS, span_in


def clauses(text: str) -> list[Span]:
    """The clauses of all sentences of a text, in order, the longer first."""
    found: set[Span] = set()
    for passage in passages(text, Span(0, len(text))):
        pairs = pairs_in(text, passage)
        for sentence in sentences_in(text, passage, pairs):
            found.update(clauses_of(text, sentence, pairs))
    return sorted(found, key=lambda span: (span.start, -span.end))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We left us.", ["We left us"]),
        ("Iran has left; Russia has paid.", ["Iran has left; Russia has paid", "Iran has left",
                                             "Russia has paid"]),
        ("Iran left it, and Russia took it.", ["Iran left it, and Russia took it", "Iran left it",
                                               "Russia took it"]),
        # Several subjects and several verbs are no clauses of their own
        ("Iran and Russia have left.", ["Iran and Russia have left"]),
        ("The talks between Iran and Russia have failed.",
         ["The talks between Iran and Russia have failed"]),
        ("Iran sent men and has paid them.", ["Iran sent men and has paid them"]),
        ("He said the army left because it was late.",
         ["He said the army left because it was late", "the army left because it was late"]),
        ("It came despite assurances from him that the army has left.",
         ["It came despite assurances from him that the army has left", "It came",
          "despite assurances from him", "the army has left"]),
        ("It has won — it is safe.", ["It has won — it is safe", "It has won", "it is safe"]),
        ("“It has won; it is safe,” he said.",
         ["“It has won; it is safe,” he said", "It has won", "it is safe", "he said"]),
        ("北京举行了会谈，双方讨论了问题。", ["北京举行了会谈，双方讨论了问题", "北京举行了会谈",
                                              "双方讨论了问题"]),
        ("", []),
    ],
)  # fmt: skip
def test_clauses(text: str, found: list[str]) -> None:
    assert [clause.of(text) for clause in clauses(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He “left” and 'paid' it.", ["left", "paid"]),
        ('He "left" and said "no".', ["left", "no"]),
        ("«Oui» and „nein“ and »ja«", ["Oui", "nein", "ja"]),
        ("‘don’t’ and rebels’ men", ["don’t"]),
        ("“he said ‘no’ to it”", ["he said ‘no’ to it", "no"]),
        ("「来了」《书》", ["来了", "书"]),
        ("“left\n\nand right”", []),
        ('a 5" pipe', []),
        ('dov צה"ל it', []),
    ],
)
def test_quotations(text: str, found: list[str]) -> None:
    assert [quotation.of(text) for quotation in quotations(text, Span(0, len(text)))] == found


@given(TEXTS, st.tuples(PLACES, PLACES))
def test_quotations_of_a_window_are_those_of_the_text(
    text: str, places: tuple[float, float]
) -> None:
    window = span_in(text, places)
    found = quotations(text, Span(0, len(text)))
    assert list(quotations(text, window)) == [each for each in found if each.overlaps(window)]
    assert list(found) == sorted(found, key=lambda each: (each.start, -each.end))


@given(TEXTS)
def test_no_clause_and_no_quotation_has_white_space_around_it(text: str) -> None:
    for each in (*clauses(text), *quotations(text, Span(0, len(text)))):
        assert len(each)
        assert each == each.trimmed(text)
