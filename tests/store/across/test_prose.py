"""What is found of a text is kept for as many texts as there is room for."""

from __future__ import annotations

from store.across import prose as module
from store.across.prose import prose

TEXTS = [f"The bridge of town {number} fell. “It fell,” Ana said." for number in range(40)]


def test_all_articles_of_a_story_are_found_again() -> None:
    first = [prose(text) for text in TEXTS]
    assert all(prose(text) is known for text, known in zip(TEXTS, first, strict=True))


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    long = "It fell.\n" * (module._MOST // 20)  # noqa: SLF001  # what is kept has a size
    old = prose(TEXTS[0])
    prose(long)
    assert prose(TEXTS[0]) is old
    for number in range(3):
        prose(f"{long}{number}")
    assert prose(TEXTS[0]) is not old
    assert sum(map(len, module._kept)) <= module._MOST  # noqa: SLF001  # as above
