from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.payloads import ESCAPES
from tui import pasting
from tui.pasting import Pasted, Pastes, Typed

BEGIN, END = "\x1b[200~", "\x1b[201~"
TYPED = st.text("aj/\x1b[20~1", max_size=8).filter(lambda text: BEGIN not in text)
PASTED = st.lists(st.sampled_from((*ESCAPES, "a", "\x1b", "\x1b[20", BEGIN)), max_size=6).map(
    "".join
)


def taken(pieces: list[str]) -> list[Typed | Pasted]:
    """What comes of input in pieces, with what was typed put together."""
    pastes = Pastes()
    found: list[Typed | Pasted] = []
    for piece in [*(p for p in pieces if p), ""]:
        for one in pastes.feed(piece):
            if isinstance(one, Typed) and found and isinstance(found[-1], Typed):
                one = Typed(found.pop().text + one.text)
            found.append(one)
    return found


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (["abc"], [Typed("abc")]),
        ([f"a{BEGIN}b{END}c"], [Typed("a"), Pasted("b"), Typed("c")]),
        ([f"{BEGIN}{END}"], [Pasted("")]),
        ([f"{BEGIN}b", f"c{END}"], [Pasted("bc")]),
        (["a\x1b[", "20", "0~b\x1b[2", "01", "~c"], [Typed("a"), Pasted("b"), Typed("c")]),
        ([f"{BEGIN}\x1b[6n\x1b{END}d"], [Pasted("\x1b[6n\x1b"), Typed("d")]),
        ([f"{BEGIN}\x1bunknown {'d' * 99}{END}"], [Pasted(f"\x1bunknown {'d' * 99}")]),
        ([f"{BEGIN}never ended"], []),
        (["\x1b"], [Typed("\x1b")]),
        (["\x1b", "x"], [Typed("\x1bx")]),
        (["\x1b[20", ""], [Typed("\x1b[20")]),
    ],
)
def test_what_is_pasted_is_told_from_what_is_typed(
    pieces: list[str], found: list[Typed | Pasted]
) -> None:
    assert taken(pieces) == found


@given(TYPED, PASTED, TYPED, st.lists(st.integers(0, 60), max_size=8))
def test_it_does_not_matter_in_which_pieces_it_comes(
    before: str, pasted: str, after: str, cuts: list[int]
) -> None:
    whole = f"{before}{BEGIN}{pasted}{END}{after}"
    cuts = [min(cut, len(whole)) for cut in cuts if cut != len(before) + 1]
    edges = [0, *sorted(cuts), len(whole)]
    pieces = [whole[a:b] for a, b in pairwise(edges)]
    assert taken(pieces) == taken([whole])


def test_escape_is_a_key_at_once() -> None:
    pastes = Pastes()
    assert list(pastes.feed("\x1b")) == [Typed("\x1b")]
    assert not pastes.is_waiting


def test_a_paste_without_an_end_takes_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasting, "MOST", 10)
    assert taken([BEGIN, "x" * 8, "y" * 8, "z" * 8 + END]) == [Pasted("x" * 8 + "yy")]
