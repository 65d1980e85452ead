"""What was rejected is counted nowhere, and told only where nothing else happened."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from store.annotations.describing import describe
from store.annotations.edits import Batch, Edit, EditOfAnnotation, change_of_counts, labels_counted
from store.annotations.model import Annotation

IRAN = Annotation("01J00000000000000000000001", 0, 4, "actor", "Iran")
SYRIA = Annotation("01J00000000000000000000002", 8, 13, "location", "Syria")
REJECTED = replace(IRAN, rejected=True)
ALSO_REJECTED = replace(SYRIA, rejected=True)


def of(before: Annotation | None, after: Annotation | None) -> EditOfAnnotation:
    return EditOfAnnotation("a", before, after)


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (of(None, IRAN), {"actor": 1}),
        (of(IRAN, None), {"actor": -1}),
        (of(IRAN, replace(IRAN, label="source")), {"actor": -1, "source": 1}),
        (of(None, REJECTED), {}),
        (of(REJECTED, None), {}),
        (of(REJECTED, IRAN), {"actor": 1}),
        (of(IRAN, REJECTED), {"actor": -1}),
        (Batch((of(None, SYRIA), of(None, REJECTED))), {"location": 1}),
        (Batch((of(None, SYRIA), of(ALSO_REJECTED, None))), {"location": 1}),
    ],
)
def test_what_is_rejected_changes_no_count(edit: Edit, change: dict[str, int]) -> None:
    assert change_of_counts(edit) == Counter(change)


def test_what_was_rejected_is_not_counted() -> None:
    assert labels_counted([IRAN, ALSO_REJECTED]) == {"actor": 1}


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (of(None, REJECTED), "reject actor “Iran”"),
        (of(REJECTED, None), "no longer reject actor “Iran”"),
        (of(REJECTED, replace(REJECTED, start=1)), "change actor “Iran”"),
        (Batch((of(None, SYRIA), of(None, REJECTED)), "accept"), "add location “Syria”"),
        (Batch((of(None, REJECTED),), "reject"), "reject actor “Iran”"),
        (Batch((of(None, REJECTED), of(None, ALSO_REJECTED)), "reject"), "reject 2 suggestions"),
        (Batch((of(None, REJECTED), of(None, ALSO_REJECTED))), "reject 2 suggestions"),
        (
            Batch((of(None, IRAN), of(None, SYRIA), of(ALSO_REJECTED, None)), "accept"),
            "accept 2 annotations",
        ),
    ],
)
def test_a_rejection_is_told_where_nothing_else_happened(edit: Edit, words: str) -> None:
    assert describe(edit) == words
