"""Names, as capitals show them."""

from __future__ import annotations

import pytest
from hypothesis import given

from store.text.names import is_date_word, is_title, name_in, name_runs, pieces_of, span_of
from store.text.span import Span
from store.text.tokens import tokens_in
from tests.store.text.support import TEXTS


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("we met Bashar al-Assad there", ["Bashar al-Assad"]),
        ("the Islamic Republic of Iran left", ["Islamic Republic of Iran"]),
        ("The men left", []),
        ("But Moscow said so", ["Moscow"]),
        ("He met Kim Jong-un", ["Kim Jong-un"]),
        ("a CIA-backed group", ["CIA"]),
        ("al-Qaeda struck", ["al-Qaeda"]),
        ("Russia and Iran agreed", ["Russia", "Iran"]),
        ("the Ministry of Health and Welfare", ["Ministry of Health and Welfare"]),
        ("US troops", ["US"]),
        ("nothing here", []),
    ],
)
def test_runs_of_capitals(text: str, runs: list[str]) -> None:
    tokens = tokens_in(text, Span(0, len(text)))
    assert [span_of(tokens[a:b]).of(text) for a, b in name_runs(tokens)] == runs


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Ministry of Health and Welfare", ["Ministry", "Health", "Welfare"]),
        ("Bank of the West", ["Bank", "West"]),
        ("Moscow", ["Moscow"]),
    ],
)
def test_a_run_is_cut_at_its_small_words(text: str, pieces: list[str]) -> None:
    tokens = tokens_in(text, Span(0, len(text)))
    assert [span_of(tokens[a:b]).of(text) for a, b in pieces_of(tokens, 0, len(tokens))] == pieces


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("President Assad", "Assad"),
        ("General Sir John Doe", "John Doe"),
        ("Bashar Assad", "Bashar Assad"),
        ("President", "President"),
    ],
)
def test_a_name_begins_behind_its_titles(text: str, name: str) -> None:
    tokens = tokens_in(text, Span(0, len(text)))
    assert span_of(tokens[name_in(tokens, 0, len(tokens)) :]).of(text) == name


@pytest.mark.parametrize(
    ("word", "title", "date"),
    [
        ("President", True, False),
        ("Gen.", True, False),
        ("Monday", False, True),
        ("Sept.", False, True),
        ("Moscow", False, False),
    ],
)
def test_titles_and_dates(word: str, title: bool, date: bool) -> None:
    (token, *_) = tokens_in(word, Span(0, len(word)))
    assert (is_title(token), is_date_word(token)) == (title, date)


@given(TEXTS)
def test_runs_are_apart_and_in_order(text: str) -> None:
    tokens = tokens_in(text, Span(0, len(text)))
    runs = list(name_runs(tokens))
    ends = [edge for run in runs for edge in run]
    assert ends == sorted(ends)
    assert all(first < last <= len(tokens) for first, last in runs)
