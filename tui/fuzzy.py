"""Find texts by a few of their characters, in order: the best first, fast for thousands."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence


def best_matches(typed: str, texts: Sequence[str], most: int) -> list[tuple[int, tuple[int, ...]]]:
    """The texts in which the characters of `typed` occur in order, whatever their case.

    Each word that is typed may occur as a whole or scattered. Texts where the characters are
    close together, at the start of words and early come first.

    Args:
        typed: What the person typed; empty fits everything.
        texts: What to look in.
        most: How many to give at most.

    Returns:
        The index of each text, and the code points that fit, in order of quality.
    """
    wanted = typed.split()
    if not wanted:
        return [(index, ()) for index in range(min(most, len(texts)))]
    patterns = [(_whole_pattern(word), _loose_pattern(word)) for word in wanted]
    scored = []
    for index, text in enumerate(texts):
        places: list[int] = []
        penalty = 0
        for whole, scattered in patterns:
            match = whole.search(text)
            if match:
                found = list(range(*match.span()))
            else:
                match = scattered.search(text)
                if not match:
                    break
                found = [match.start(group + 1) for group in range(len(match.groups()))]
                penalty += 50
            first = found[0]
            at_word = first == 0 or not text[first - 1].isalnum()
            penalty += (found[-1] - first) + first // 8 + (0 if at_word else 20)
            places += found
        else:
            scored.append((penalty, index, tuple(sorted(set(places)))))
    return [(index, found_places) for _, index, found_places in nsmallest(most, scored)]


def _whole_pattern(word: str) -> regex.Pattern[str]:
    return regex.compile(regex.escape(word), regex.IGNORECASE)


def _loose_pattern(word: str) -> regex.Pattern[str]:
    # Atomic: if the first place of a character leads nowhere, none behind it does.
    source = "".join(f"(?>.*?({regex.escape(character)}))" for character in word[1:])
    source = f"({regex.escape(word[0])}){source}"
    return regex.compile(source, regex.IGNORECASE | regex.DOTALL)
