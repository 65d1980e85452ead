"""Reading a query: how it is understood, what is wrong with it, and writing it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.query.parsing import DEEPEST, parse_query
from store.query.tree import (
    NOWHERE,
    Conjunction,
    Disjunction,
    Negation,
    Term,
    terms_in,
    written,
)
from store.search import LONGEST

if TYPE_CHECKING:
    from store.query.tree import Node

PIECES = st.sampled_from(
    [*'()-"/\\ :=<>*', "or", "claim", "in:", "made:>", "é", "a-b", "para: ", '"', " ", "\n", "\x00"]
)


def bare(node: Node) -> Node:
    """A query without the places of its conditions."""
    match node:
        case Term():
            return replace(node, span=NOWHERE, value_span=NOWHERE)
        case Negation(part):
            return Negation(bare(part))
        case Conjunction(parts):
            return Conjunction(tuple(map(bare, parts)))
        case Disjunction(parts):
            return Disjunction(tuple(map(bare, parts)))


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("claim -said-by:*", "claim -said-by:*"),
        ("  a   b  ", "a b"),
        ("a or b c or d", "a or b c or d"),
        ("(a or b) c", "(a or b) c"),
        ("(a b) c", "(a b) c"),
        ("-(a b)", "-(a b)"),
        ("--a", "a"),
        ("-", ""),
        ("or a or", "a"),
        ("a -or b", "a or b"),
        ('"a or b"', '"a or b"'),
        (r'"say \"no\""', r'"say \"no\""'),
        ('actor:"Sol', 'actor:"Sol"'),
        ("made:>2026-11-20", "made:>2026-11-20"),
        ("articles>=2", "articles:>=2"),
        ("text=Moscow", "text=Moscow"),
        ("10:30 a.m.", "10:30 a.m."),
        ("text:/a b/ c", "text:/a b/ c"),
        (r"/a\/b/", r"/a\/b/"),
        ("word(s) (a)", "word(s) a"),
        ("(a (b", "a b"),
        ("a) b", "a b"),
        ("label:", ""),
        ("a\x1c-\x1fb", "a b"),
        ("()", ""),
    ],
)
def test_a_query_is_understood(typed: str, understood: str) -> None:
    tree = parse_query(typed).tree
    assert (written(tree) if tree is not None else "") == understood


@pytest.mark.parametrize(
    ("typed", "place", "sentence", "is_mild"),
    [
        (
            'actor:"Sol',
            '"',
            "The quotation mark at character 7 is not closed; taken for",
            True,
        ),
        ("a (b", "(", "The bracket at character 3 is not closed", True),
        ("a) b", ")", "There is no bracket for this one to close", False),
        ("in: x", "in:", "in: has no value yet", True),
        ("/a+", "/a+", "A regular expression ends with a slash", False),
        ("(" * 99 + "a", "(" * (99 - DEEPEST) + "a", "Brackets can stand 20 deep", False),
        ("a" * 2000, "a" * 1000, "A query can have at most 1,000 characters", False),
    ],
)
def test_what_is_wrong_has_its_place(
    typed: str, place: str, sentence: str, is_mild: object
) -> None:
    fault = next(each for each in parse_query(typed).faults if each.sentence.startswith(sentence))
    assert (fault.span.of(typed), fault.is_mild) == (place, is_mild)


def test_paragraphs_are_asked_for_at_the_beginning() -> None:
    assert parse_query("para: -label:*").is_of_paragraphs
    assert parse_query("para:").is_of_paragraphs
    assert not parse_query("a para: b").is_of_paragraphs


def test_a_condition_knows_where_it_stands() -> None:
    typed = '-(text:"a b" or in:2)'
    terms = terms_in(parse_query(typed).tree)
    found = [(each.span.of(typed), each.value_span.of(typed)) for each in terms]
    assert found == [('text:"a b"', '"a b"'), ("in:2", "2")]


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join)))
def test_what_is_written_of_a_query_is_the_same_query(typed: str) -> None:
    parsed = parse_query(typed)
    for fault in parsed.faults:
        assert 0 <= fault.span.start <= fault.span.end <= len(typed)
    if parsed.tree is not None:
        again = parse_query(written(parsed.tree))
        assert again.faults == ()
        assert again.tree is not None
        assert bare(again.tree) == bare(parsed.tree)


@given(st.text("(-ab:", min_size=LONGEST, max_size=LONGEST))
def test_a_long_query_is_read(typed: str) -> None:
    parse_query(typed)
