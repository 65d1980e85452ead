from __future__ import annotations

from typing import TYPE_CHECKING

from store.suggest.outside.background import Background
from tests.store.suggest.outside.support import FINDS_ANA, command, said, until

if TYPE_CHECKING:
    from pathlib import Path


def heard(background: Background, number: int) -> list[tuple[str, str, list[str]]]:
    """What so many answers say: the text, who says it, what."""
    found: list[tuple[str, str, list[str]]] = []

    def has_come() -> bool:
        found.extend((h.text, h.suggester, said(list(h.suggestions))) for h in background.poll())
        return len(found) >= number

    until(has_come)
    return sorted(found)


def test_several_are_asked_at_the_same_time_and_one_that_fails_harms_no_other(
    tmp_path: Path,
) -> None:
    (tmp_path / "bad").mkdir()
    bad = command(tmp_path / "bad", "sys.exit('no')")
    good = command(tmp_path, FINDS_ANA)
    bad.name = "command:bad"
    background = Background([bad, good])
    try:
        background.ask("a", "Ana")
        background.ask("b", "an Ana", soon=True)
        assert heard(background, 4) == [
            ("Ana", "command:bad", []),
            ("Ana", "command:tool", ["actor:Ana"]),
            ("an Ana", "command:bad", []),
            ("an Ana", "command:tool", ["actor:Ana"]),
        ]
        assert not background.is_busy
    finally:
        background.close()
    assert len(background.take_notices()) == 1
