"""Whose work counts when that of several people on a story is joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.adjudication.gathering import items_of_story
from store.annotations import assessing
from store.annotations.actions import Refusal
from store.annotations.model import ArticleState, Mention
from store.articles import find_story
from store.errors import InputError
from store.story.workspace import Workspace
from tests.stories import PAPER, WIRE, relate, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WORK = {WIRE: ("actor Moscow", "source official"), PAPER: ("actor Moscow",)}


def annotate(
    folder: Path, who: str, work: Mapping[str, Iterable[str]], *, done: Iterable[str]
) -> None:
    """Tag what is given as label and quote, tie the first two of the first article, be done."""
    with Workspace.open(find_story([folder]), who) as workspace:
        for article, quotes in work.items():
            made = [
                tag(workspace, quote, label, article)
                for label, _, quote in (each.partition(" ") for each in quotes)
            ]
            if article == WIRE and len(made) > 1:
                ends = [Mention(article, each.id) for each in made]
                relate(workspace, ends[0], ends[1])
        for article in done:
            read = workspace.article(article).article
            edit = assessing.mark(workspace.now.links(), read, ArticleState.DONE)
            assert not isinstance(edit, Refusal)
            workspace.apply(edit)


def test_what_two_have_done_alike_is_agreed_and_nothing_is_written(story: Path) -> None:
    for who in ("ana", "ben"):
        annotate(story, who, WORK, done=(WIRE, PAPER))
    before = {path: path.stat().st_mtime_ns for path in story.rglob("*")}
    found = items_of_story(find_story([story]), ["ben", "ana"])
    assert {article: len(items) for article, items in found.spans.items()} == {WIRE: 2, PAPER: 1}
    assert not any(item.differences for items in found.spans.values() for item in items)
    assert {who: len(links.relations) for who, links in found.links.items()} == {"ana": 1, "ben": 1}
    assert found.unfinished == ()
    assert {path: path.stat().st_mtime_ns for path in story.rglob("*")} == before


def test_an_article_that_somebody_is_not_done_with_counts_without_them(story: Path) -> None:
    annotate(story, "ana", WORK, done=(WIRE, PAPER))
    annotate(story, "ben", {WIRE: ("actor Moscow",), PAPER: ()}, done=(WIRE,))
    annotate(story, "cleo", WORK, done=(PAPER,))
    found = items_of_story(find_story([story]), ["ana", "ben", "cleo"])
    assert found.unfinished == (("ben", PAPER), ("cleo", WIRE))
    assert [item.people for item in found.spans[WIRE]] == [("ana", "ben"), ("ana", "ben")]
    assert [item.people for item in found.spans[PAPER]] == [("ana", "cleo")]


def test_fewer_than_two_who_are_done_are_refused(story: Path) -> None:
    annotate(story, "ana", WORK, done=(WIRE,))
    annotate(story, "ben", WORK, done=(PAPER,))
    with pytest.raises(InputError, match="no article has two people who are done"):
        items_of_story(find_story([story]), ["ana", "ben"])


def test_somebody_who_has_annotated_nothing_is_named(story: Path) -> None:
    annotate(story, "ana", WORK, done=(WIRE,))
    with pytest.raises(InputError, match="ben has annotated nothing here"):
        items_of_story(find_story([story]), ["ana", "ben"])
