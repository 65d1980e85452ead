"""Which stories are listed, and in what order."""

from __future__ import annotations

from typing import Final

import pytest

from store.corpus.story_choice import StoryOrder, ordered_stories, story_filter
from store.corpus.story_summary import StorySummary
from store.errors import InputError

STORIES: Final = (
    StorySummary("bridge", "x", articles=5),
    StorySummary("convoy", "x", articles=5, read=5, done=5, labels={"actor": 9},
                 edited="2026-11-20T10:00:00Z", people=("ana", "ben"), suggestions=3),
    StorySummary("empty", "x"),
    StorySummary("port", "x", articles=9, read=2, labels={"claim": 4}, settled=3, cells=8,
                 edited="2026-11-28T10:00:00Z", people=("Zoë",), remarks=("1.txt has changed",)),
    StorySummary("wrong", "x", problem="a.txt: this is binary data"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", "bridge convoy empty port wrong"),
        ("or", "port"),
        ("R o", "port wrong"),
        ("who:zoe", "port"),
        ("who:ana", "convoy"),
        ("-who:ana is:begun", "port"),
        ("is:new", "bridge"),
        ("is:done", "convoy"),
        ("is:open", "port"),
        ("is:sugg", "convoy"),
        ("is:changed", "port"),
        ("is:broken", "wrong"),
        ("is:empty", "empty"),
        ("is:unread -port", "bridge"),
    ],
)
def test_what_a_filter_keeps(typed: str, names: str) -> None:
    wanted = story_filter(typed)
    assert " ".join(story.name for story in STORIES if wanted(story)) == names


def test_what_nothing_is_is_said() -> None:
    with pytest.raises(InputError, match="a story can be new, begun, done"):
        story_filter("is:finished")


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (StoryOrder.LAST, "port convoy bridge"),
        (StoryOrder.NAME, "bridge convoy empty"),
        (StoryOrder.TO_DO, "port bridge convoy"),
        (StoryOrder.SPANS, "convoy port bridge"),
        (StoryOrder.OPEN, "port bridge convoy"),
        (StoryOrder.SUGGESTED, "convoy bridge empty"),
    ],
)
def test_orders(order: StoryOrder, first: str) -> None:
    names = [story.name for story in ordered_stories(STORIES, order)]
    assert " ".join(names[:3]) == first
