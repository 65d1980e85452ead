"""Searching: what is found, and that no expression takes longer or more than it may."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.search import LONGEST, Query, StoppedError
from store.search_process import RegexProcess
from store.search_worker import Asked, FoundInText, find
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDLESS = "(a+)+b"
"""Takes longer than the universe lasts in the text below."""
TEXT = "a" * 10_000


@pytest.fixture
def process() -> Iterator[RegexProcess]:
    process = RegexProcess()
    yield process
    process.stop()


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("iran", "Iran and IRAN", [(0, 4), (9, 13)]),
        ("Iran", "Iran and iran", [(0, 4)]),
        ("a.b", "a.b axb", [(0, 3)]),
        ("(", "a (b)", [(2, 3)]),
        ("no", "yes", []),
    ],
)
def test_plain_text(pattern: str, text: str, found: list[tuple[int, int]]) -> None:
    query = Query(pattern)
    query.check()
    assert query.matches(text) == [Span(*each) for each in found]


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1001}",
        "a{9999999}",
        "a{5,2000}",
        "(?:foo){e<=5000}",
        "[a]{1001}",
        "\\\\{1001}",
        "a{1001,}",
    ],
)
def test_what_repeats_too_often_is_refused_before_it_is_compiled(pattern: str) -> None:
    with pytest.raises(InputError, match="repeats more than 1,000 times; write"):
        Query(pattern, is_regex=True).check()


@pytest.mark.parametrize(
    "pattern", ["a{1000}", "\\{1001}", "[{1001}]", "[]{1001}]", "a{2,}", "{x}"]
)
def test_what_only_looks_so_is_not_refused(pattern: str) -> None:
    Query(pattern, is_regex=True).check()


def test_plain_text_may_say_anything_but_not_at_any_length() -> None:
    Query("a{9999999}").check()
    Query("x" * LONGEST).check()
    with pytest.raises(InputError, match="at most 1,000 characters"):
        Query("x" * (LONGEST + 1)).check()


def test_an_expression_is_found_in_the_process(process: RegexProcess) -> None:
    query = Query("^b.|c*", is_regex=True)
    assert process.find(query, "b1 cc\nB2 😀c") == [
        Span(0, 2),
        Span(3, 5),
        Span(6, 8),
        Span(10, 11),
    ]
    assert process.find(Query("B2", is_regex=True), "b1\nB2") == [Span(3, 5)]
    assert process.is_free


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a(", "is no regular expression: missing"),
        ("\\L<x>", "is no regular expression: undefined named list"),
        ("(" * 400 + ")" * 400, "is nested too deeply"),
        ("a", None),
    ],
)
def test_what_is_wrong_with_an_expression_is_said(
    process: RegexProcess, pattern: str, said: str | None
) -> None:
    if said is None:
        assert len(process.find(Query(pattern, is_regex=True), TEXT)) == len(TEXT)
        return
    with pytest.raises(InputError, match=said):
        process.find(Query(pattern, is_regex=True), TEXT)
    assert process.is_free


@pytest.mark.parametrize("pattern", [ENDLESS, "(((a{100}){100}){100}){100}", "(?R)"])
def test_an_expression_that_never_ends_is_ended_and_says_so(
    process: RegexProcess, pattern: str
) -> None:
    with pytest.raises(
        InputError, match=r"takes too (long|much memory); make the expression simpler"
    ):
        process.find(Query(pattern, is_regex=True), TEXT)


def test_the_process_is_killed_where_it_does_not_end_itself(
    process: RegexProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.search_process.TIMEOUT", -0.4)  # long before its own time is up
    with pytest.raises(InputError, match="takes too long"):
        process.find(Query(ENDLESS, is_regex=True), TEXT)
    assert not process.is_free
    with pytest.raises(StoppedError):
        process.find(Query("a", is_regex=True), TEXT)


@pytest.mark.parametrize(
    ("pattern", "texts", "numbers"),
    [
        ("a", ["xa", "b", "aa\na", ""], [0, 2]),
        ("^b$", ["ab", "b", "b", "a\nb"], [1, 2, 3]),
        ("a\\s*b", ["a", "b", "a b"], [2]),  # never from one text into the next
        ("x*", ["a", "xx"], [1]),
        ("a", [], []),
    ],
)
def test_an_expression_is_found_in_many_texts_at_once(
    process: RegexProcess, pattern: str, texts: list[str], numbers: list[int]
) -> None:
    assert process.find_in_each(Query(pattern, is_regex=True), texts) == numbers


def test_another_thread_stops_it(process: RegexProcess) -> None:
    ended: list[Exception] = []

    def ask() -> None:
        try:
            process.find(Query(ENDLESS, is_regex=True), TEXT)
        except (StoppedError, InputError) as error:
            ended.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while process.is_free:
        thread.join(0.001)
    process.stop()
    thread.join(20)
    assert [type(error) for error in ended] == [StoppedError]


def test_too_many_matches_are_not_handed_over() -> None:
    found = find(Asked(".", 0, "a" * 100_001))
    assert found == FoundInText([], "stands more than 100,000 times in one article")
