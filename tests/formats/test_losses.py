"""Losses: counted by what they are, with the first of each as an example."""

from __future__ import annotations

from store.formats.features import Feature
from store.formats.losses import Losses


def test_the_same_is_counted_together_with_its_first_example() -> None:
    losses = Losses()
    losses.lose(Feature.NOTES)
    losses.lose(Feature.NOTES, "that on Ana", 2)
    losses.lose(Feature.NOTES, "that on Bo", 3)
    losses.lose(Feature.CLUSTERS, "none", 0)
    assert str(losses) == "6 notes, such as that on Ana"
    assert losses.as_json() == {
        "lost": [{"what": "notes", "count": 6, "example": "that on Ana"}],
        "changed": [],
    }


def test_ids_and_times_are_told_and_are_no_content() -> None:
    losses = Losses()
    losses.lose(Feature.IDS, count=3)
    losses.lose(Feature.ORIGINS)
    losses.change(Feature.SUBTOKEN)
    assert [loss.feature for loss in losses.content] == [Feature.SUBTOKEN]
    assert losses.sentences("conll") == [
        "left out, as conll has no place for it: 3 ids",
        "left out, as conll has no place for it: 1 origin and time",
        "changed to fit conll: 1 span off token boundaries",
    ]


def test_what_was_noted_elsewhere_is_added() -> None:
    one, other = Losses(), Losses()
    one.lose("comments", "“a”")
    other.lose("comments", "“b”", 2)
    other.change(Feature.SUBTOKEN, count=4)
    one.add(other)
    assert (one.found["comments"].count, one.changed[Feature.SUBTOKEN].count) == (3, 4)
    assert one.found["comments"].example == "“a”"
    assert other.found["comments"].count == 2
