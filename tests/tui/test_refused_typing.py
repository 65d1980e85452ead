"""What is typed into a field that did not open gives no commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import write_story
from tests.tui.support import reading
from tui.refused_typing import PAUSE, RefusedTyping

if TYPE_CHECKING:
    from pathlib import Path


def taken(keys: list[str], seconds: float = 0.1) -> list[bool]:
    """Which of some keys are taken, one after the other, each after as many seconds."""
    typing = RefusedTyping()
    typing.start(100.0)
    return [typing.takes(key, 100.0 + number * seconds) for number, key in enumerate(keys, 1)]


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["6", "1", "space", "v", "s", "backspace"], [True] * 6),
        (["q", "escape", "q"], [True, True, False]),
        (["q", "enter", "q"], [True, True, False]),
        (["q", "down", "q"], [True, False, False]),
        (["q", "ctrl+q", "q"], [True, False, False]),
        (["é", "“"], [True, True]),
    ],
)
def test_what_would_have_been_typed_is_taken(keys: list[str], found: list[bool]) -> None:
    assert taken(keys) == found


def test_a_pause_ends_it() -> None:
    assert taken(["q", "q"], PAUSE * 1.1) == [False, False]
    assert taken(list("61 vs 58" * 9), PAUSE * 0.9) == [True] * 72


def test_nothing_is_taken_before_anything_was_refused() -> None:
    assert not RefusedTyping().takes("q", 100.0)


async def test_it_reaches_no_command_and_the_sentence_stays(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"article.txt": "Berlin said nothing."})) as reader:
        before = reader.shown()
        reader.main.complain("There is no annotation here")
        reader.main.swallow_typing()
        reader.burst("a", "w", "space", "q")  # at once: a pause would end it
        await reader.settle()
        assert (reader.tags(), reader.shown()) == ([], before)
        reader.main.show_state()
        assert reader.says() == "There is no annotation here"
        await reader.press("escape a")
        assert reader.tags() == ["actor[0:6]Berlin"]
