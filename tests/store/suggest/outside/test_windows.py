from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from store.suggest.outside.windows import by_length, by_words


@given(st.text(st.sampled_from("ab-.\u0301 \n"), max_size=200), st.integers(1, 9))
def test_windows_hold_every_word_and_no_more_than_fit(text: str, most: int) -> None:
    word = re.compile(r"\w+(?:[-_]\w+)*|\S")
    windows = list(by_words(text, most))
    counts = [len(word.findall(window.of(text))) for window in windows]
    assert all(0 < count <= most for count in counts)
    assert sum(counts) == len(word.findall(text))
    assert sorted(windows) == windows
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(windows))


@given(st.text(st.sampled_from("ab \n"), max_size=200), st.integers(1, 30))
def test_windows_by_length_are_the_whole_text(text: str, most: int) -> None:
    windows = list(by_length(text, most))
    assert "".join(window.of(text) for window in windows) == text
    assert all(0 < len(window) <= most for window in windows)


def test_windows_end_with_sentences() -> None:
    text = "Ana came. Boe left at once. Nils stayed."
    assert [w.of(text) for w in by_words(text, 9)] == [
        "Ana came. Boe left at once.",
        "Nils stayed.",
    ]
