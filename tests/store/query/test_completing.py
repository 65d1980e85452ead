"""What is offered while a query is typed, and what is put in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.query.checking import faults_in
from store.query.completing import query_help
from store.query.parsing import parse_query

if TYPE_CHECKING:
    from store.query.queried import QueriedStory
    from store.query.tree import QueryFault


def faults_of(typed: str, story: QueriedStory) -> tuple[QueryFault, ...]:
    parsed = parse_query(typed)
    return (*parsed.faults, *faults_in(parsed.tree, story))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("|", []),
        ("cl|", ["claim", "cluster:"]),
        ("claim|", []),
        ("claim -sa|", ["said-by:"]),
        ("(st|", ["stance:"]),
        (
            "said-by:|",
            ["Moscow", "Officials", "Reuters", '"The Kremlin"', '"US officials"', "none", "many"],
        ),
        ("said-by:k|", ['"The Kremlin"']),
        ('said-by:"the k|', ['"The Kremlin"']),
        ("label:a|", ["actor"]),
        ("in:0|", ["000_wire", "003_post", "007_local"]),
        ("in:put|", ["003_post"]),
        ("in:2|", []),
        ("is:un|", ["unsourced", "unread"]),
        ("tie:c|", ["contradicts", "copied-from"]),
        ("sure:|", ["certain", "likely", "hedged", "denied", "none"]),
        ("actor:so|", ["Soleimani"]),
        ("actor:Soleimani|", []),
        ("made:y|", ["yesterday"]),
        ("attr.s|", ["attr.sex:"]),
        ("cl| in:2", ["claim", "cluster:"]),
        ('"in cl|', []),  # within quotation marks
        ("text:cl|", []),
        ("zz|", []),
    ],
)
def test_what_can_follow_is_offered(story: QueriedStory, typed: str, offered: list[str]) -> None:
    shown = query_help(typed.replace("|", ""), typed.index("|"), story, ())
    assert [each.text for each in shown.offers] == offered


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("cl| in:2", "claim| in:2"),
        ("claim said-by:k|", 'claim said-by:"The Kremlin"|'),
        ("lable:claim|", "label|:claim"),
        ("label:clam| x", "label:claim| x"),
        ("zz|", "zz|"),
    ],
)
def test_what_is_taken_stands_in_its_place(story: QueriedStory, typed: str, taken: str) -> None:
    text = typed.replace("|", "")
    shown = query_help(text, typed.index("|"), story, faults_of(text, story))
    after, caret = shown.taken(text)
    assert f"{after[:caret]}|{after[caret:]}" == taken


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text('ai:s"c (-=<>\\*/', max_size=20), st.integers(0, 20))
def test_whatever_is_typed_something_can_be_said(
    story: QueriedStory, typed: str, caret: int
) -> None:
    shown = query_help(typed, min(caret, len(typed)), story, faults_of(typed, story))
    _, at = shown.taken(typed)
    assert at >= 0
