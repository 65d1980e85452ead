"""What two articles have word for word or nearly, and what that means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.across.shared_passages import (
    ComparedText,
    SharedKind,
    SharedPassage,
    shared_passages,
    shared_runs,
)
from store.text.span import Span

TOLD = "the old tower fell into the harbour before dawn"


def shared(one: str, other: str) -> list[tuple[str, str]]:
    """What two texts share, by the words of the first, and what it means."""
    found = shared_passages(ComparedText(one), ComparedText(other))
    return [(each.spans[0].of(one), each.kind.value) for each in found]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (f"She said: “It was so, {TOLD}.”", f"“Yes, {TOLD},” said Boe.", "utterance"),
        (f"She said: “It was so, {TOLD}.”", f"Boe knew that {TOLD}.", "paraphrase"),
        (f"On Monday {TOLD}.", f"Boe knew that {TOLD}.", "copied"),
    ],
)
def test_quotation_marks_say_what_it_means(one: str, other: str, kind: str) -> None:
    assert shared(one, other) == [(TOLD, kind)]


def test_runs_are_found_in_any_order() -> None:
    second = "nobody knows when the missing keeper left his house"
    found = shared(f"Here {TOLD}. So {second}.", f"But {second}. And {TOLD}.")
    assert [words for words, _ in found] == [TOLD, second]


@pytest.mark.parametrize(
    "words",
    [
        "with South Korean President Moon Jae-in",
        "in the middle of all of it",
        "old tower fell",
    ],
)
def test_names_small_words_and_few_words_are_not_enough(words: str) -> None:
    one, other = f"Boe went {words}, yes.", f"He came {words}, no."
    assert shared_runs(ComparedText(one), ComparedText(other)) == []


def test_a_sentence_with_some_words_changed_is_a_near_copy() -> None:
    one = "Police in the town said on Monday that two men were held there."
    other = "Police in the town said late Monday that two men were freed there."
    (found,) = shared_passages(ComparedText(one), ComparedText(other))
    assert (found.kind, found.is_doubtful) == (SharedKind.COPIED, False)
    assert 0.4 <= found.containment < 1


@pytest.mark.parametrize(("containment", "is_doubtful"), [(0.3, True), (0.4, False), (1.0, False)])
def test_little_in_common_is_doubtful(containment: float, is_doubtful: bool) -> None:
    spans = (Span(0, 1), Span(0, 1))
    passage = SharedPassage(spans, SharedKind.COPIED, 8, containment)
    assert passage.is_doubtful is is_doubtful


WORDS = st.lists(st.sampled_from("abcd"), max_size=30)


@given(WORDS, WORDS)
def test_a_run_is_the_same_in_both_and_as_long_as_it_can_be(
    one: list[str], other: list[str]
) -> None:
    here, there = (ComparedText(" ".join(f"w{word}" for word in words)) for words in (one, other))
    for (first, second), count in shared_runs(here, there, 0):
        assert first.of(here.text) == second.of(there.text)
        assert len(first.of(here.text).split()) == count
        behind = [c.text[s.end :].split()[:1] for c, s in ((here, first), (there, second))]
        assert behind[0] != behind[1] or not behind[0]
