"""What work has cost and come to, from the journal."""

from __future__ import annotations

from typing import Final

import pytest
from msgspec.structs import replace

from store.annotations.edits import Edit, EditOfAnnotation
from store.annotations.model import Annotation, Origin
from store.ledger.records import Did, Record
from store.story.working_time import working_time

IRAN: Final = Annotation("1", 0, 4, "actor", "Iran")
ADDED: Final = EditOfAnnotation("x", None, IRAN)
TAKEN: Final = EditOfAnnotation("x", None, replace(IRAN, origin=Origin.PROPAGATED))
REJECTED: Final = EditOfAnnotation("x", None, replace(IRAN, rejected=True))
RELABELLED: Final = EditOfAnnotation("x", IRAN, replace(IRAN, label="source"))


def records(*done: tuple[Edit, Did, int]) -> list[Record]:
    return [
        Record(number, "2026-11-20T12:00:00.000Z", did, edit, ms=ms)
        for number, (edit, did, ms) in enumerate(done, 1)
    ]


@pytest.mark.parametrize(
    ("done", "ms", "deeds"),
    [
        ([(ADDED, "edit", 4_000)], 4_000, {"by hand": 1}),
        ([(ADDED, "edit", 4_000), (TAKEN, "edit", 500)], 4_500, {"by hand": 1, "taken": 1}),
        ([(ADDED, "edit", 120_000)], 0, {"by hand": 1}),
        ([(REJECTED, "edit", 10)], 10, {"rejected": 1}),
        ([(RELABELLED, "edit", 10)], 10, {"relabelled": 1}),
        ([(ADDED, "edit", 10), (ADDED.inverse(), "undo", 10)], 20, {"by hand": 0}),
        ([(ADDED, "follow", 10)], 0, None),
    ],
)
def test_time_and_deeds(
    done: list[tuple[Edit, Did, int]], ms: int, deeds: dict[str, int] | None
) -> None:
    time = working_time(records(*done))
    assert sum(day.ms for day in time.by_day.values()) == ms
    if deeds is None:
        assert time.by_day == {}
    else:
        assert [dict(work.deeds) for work in time.by_day.values()] == [deeds]
        assert [dict(work.deeds) for work in time.by_article.values()] == [deeds]
