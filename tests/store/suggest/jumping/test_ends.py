"""Where a span can end: every word behind its start, the likeliest learned and taken back."""

from __future__ import annotations

import pytest
from hypothesis import given

from store.suggest.jumping.ends import EndTaste, ends_from
from store.text.boundaries import floor_grapheme
from tests.tui.texts import TEXTS

NEWS = (
    "The spokesman of the ministry said on Monday that Ali Khamenei had met Russian leaders. "
    "“It is over,” he told Reuters, “and we left.”\n"
)


def likeliest(start: str, *, is_long: bool = False, taste: EndTaste | None = None) -> list[str]:
    """What begins with a phrase, the likeliest first."""
    at = NEWS.index(start)
    found = ends_from(NEWS, at, is_long=is_long)
    chances = (taste if taste is not None else EndTaste()).chances(found, {})
    ranked = sorted(zip(chances, found, strict=True), reverse=True)
    return [NEWS[at : each.end] for _, each in ranked]


def test_every_word_behind_a_start_can_be_its_end() -> None:
    start = NEWS.index("Ali")
    ends = [NEWS[start : one.end] for one in ends_from(NEWS, start, is_long=False, has_all=True)]
    assert ends[:3] == ["Ali", "Ali Khamenei", "Ali Khamenei had"]
    assert ends[-1].endswith("“and we left.”")
    assert ends_from(NEWS, start + 1, is_long=False) == []  # within a word none begins


@pytest.mark.parametrize(
    ("start", "end", "is_long"),
    [
        ("Ali", "Ali Khamenei", False),
        ("Russian", "Russian leaders", False),
        ("said", "said", False),
        ("“It", "“It is over,”", True),
        ("Ali", "Ali Khamenei had met Russian leaders", True),
    ],
)
def test_before_anything_is_learned_what_hangs_together_is_likeliest(
    start: str, end: str, is_long: bool
) -> None:
    assert end in likeliest(start, is_long=is_long)[:2]


def test_how_others_ended_is_learned_and_can_be_taken_back() -> None:
    taste = EndTaste()
    moved = []
    before = likeliest("Russian", taste=taste)
    for phrase in ("Ali Khamenei had", "Reuters,") * 4:
        at = NEWS.index(phrase)
        moved.append(taste.learn(ends_from(NEWS, at, is_long=False), at + len(phrase), {}, 0.5))
    after = likeliest("Russian", taste=taste)
    assert after.index("Russian leaders.") < before.index("Russian leaders.")
    for each in moved:
        taste.move(each, -1)
    assert all(abs(by) < 1e-9 for by in taste.values())


def test_a_text_that_was_tagged_is_likelier_again() -> None:
    found = ends_from(NEWS, NEWS.index("Ali"), is_long=False)
    chances = EndTaste().chances(found, {"Ali Khamenei had": 12.0})
    assert max(zip(chances, found, strict=True))[1].phrase == "Ali Khamenei had"


def test_an_end_that_is_not_there_teaches_nothing() -> None:
    taste = EndTaste()
    assert taste.learn(ends_from(NEWS, 0, is_long=False), 2, {}, 1.0) == {} == taste


@given(TEXTS)
def test_ends_cut_no_grapheme_and_their_chances_are_one_together(text: str) -> None:
    for start in range(min(8, len(text))):
        found = ends_from(text, start, is_long=False)
        chances = EndTaste().chances(found, {})
        assert not found or abs(sum(chances) - 1) < 1e-9
        for one in found:
            assert start < one.end <= len(text)
            assert one.end == len(text) or floor_grapheme(text, one.end) == one.end
