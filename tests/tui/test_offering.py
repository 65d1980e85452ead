"""What is offered to jump to, in the app and with the real weights: what holds on every screen."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.tokens import is_spaceless
from tests.examples import scaled
from tests.stories import write_story
from tests.tui.support import reading
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from tests.tui.support import Reader

SENTENCES: Final = (
    "Iran told Syria. ", "He said “Rome left” and went.", "\n\n", "al-Assad’s men (IRGC) fled; ",
    "The non-ISIS fighters, who came, told\xa0Reuters that it was over.\n", "“So he” ",
    "Dmitri Peskov ", "of the U.S. officials ", "— said they. ", "e\u0301tude ", "京都。タワー ",
)  # fmt: skip
PROSE: Final = st.tuples(
    *(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=40).map("".join) for _ in range(2))
)

# What holds on every screen --------------------------------------------------------------------

STEPS: Final = st.lists(
    st.sampled_from(("a", "c", "l", "s", "first", "last", "range", "space", "letter", "escape",
                     "pagedown", "u", "tab")),
    max_size=12,
)  # fmt: skip


@given(PROSE, STEPS, st.sampled_from(((80, 24), (60, 16), (160, 30))))
@settings(max_examples=scaled(12), deadline=None)
async def test_letters_are_few_single_different_and_cover_no_text_without_need(
    texts: tuple[str, str], steps: list[str], size: tuple[int, int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = write_story(Path(folder), {"a.txt": texts[0], "b.txt": texts[1]})
        async with reading(story, size=size) as ana:
            await ana.press("F")
            for step in steps:
                jump = ana.main.session.jump
                letters = list(jump.codes.values()) if jump is not None else []
                if step in ("first", "last", "range"):
                    key = (letters or ["escape"])[-1 if step == "last" else 0]
                    step = key.upper() if step == "range" and len(key) == 1 else key
                elif step == "letter":
                    step = "t"
                await ana.press(step)
                if ana.main.session.jump is None or ana.main.mode is not Mode.JUMPING:
                    break
                holds(ana)


def holds(ana: Reader) -> None:
    """What is so of the letters on every screen."""
    jump = ana.main.session.jump
    assert jump is not None
    letters = list(jump.codes.values())
    assert len(letters) <= 18
    assert all(len(letter) == 1 for letter in letters)
    assert len(set(letters)) == len(letters)
    if jump.range_start is None:
        starts = {(each.article, each.start) for each in jump.codes if not each.is_end}
        behind = [each for each in jump.codes if each.is_end]
        assert len(starts) + len(behind) == len(jump.codes)
        for each in behind:  # it begins at the last letter before its own
            before = [at for article, at in starts if article == each.article and at < each.end]
            assert max(before) == each.start
    signs = []
    for pane in ana.main.panes.panes:
        text = pane.wrapped.text
        cells = set()
        for row, overlay in pane.overlay.items():
            for sign in overlay.signs:
                signs.append(sign.letter)
                spot = sign.spot
                cells |= {(row, spot.column + number) for number in range(spot.width)}
                assert spot.is_blank or is_spaceless(pane.wrapped.row(row).of(text))
        assert len(cells) >= sum(len(overlay.signs) for overlay in pane.overlay.values())
    assert sorted(signs) == sorted(letters)
