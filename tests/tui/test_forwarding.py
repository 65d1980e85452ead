"""Keys behind a command that waits are kept, and given in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import App

from tests.tui.support import wait_for
from tui import forwarding
from tui.forwarding import KeptKeys

if TYPE_CHECKING:
    import pytest

LONG = 3_600.0


class Keeping(App[None]):
    """Takes note of the keys that it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []
        self.kept_keys = KeptKeys(self, self.give)

    async def give(self, event: events.Event) -> None:
        assert isinstance(event, events.Key)
        self.given.append(event.key)

    def keep(self, key: str) -> bool:
        return self.kept_keys.keeps(events.Key(key, key))


async def test_what_comes_before_the_command_is_done_is_given_then() -> None:
    app = Keeping()
    async with app.run_test():
        assert not app.keep("a")
        app.kept_keys.begin()
        assert app.keep("b")
        assert app.keep("c")
        assert app.given == []
        await app.kept_keys.end()
        assert app.given == ["b", "c"]
        assert not app.keep("d")


async def test_the_clock_of_a_command_that_is_done_ends_no_later_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Keeping()
    async with app.run_test() as pilot:
        monkeypatch.setattr(forwarding, "_COMMAND", 0.05)
        app.kept_keys.begin()
        await app.kept_keys.end()
        monkeypatch.setattr(forwarding, "_COMMAND", LONG)
        app.kept_keys.begin()
        assert app.keep("b")
        passed: list[bool] = []
        app.set_timer(0.1, lambda: passed.append(True))
        await wait_for(pilot, lambda: passed, "the clock of the first would have rung")
        assert app.given == []


async def test_a_command_that_is_never_told_holds_no_key_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forwarding, "_COMMAND", 0.05)
    app = Keeping()
    async with app.run_test() as pilot:
        app.kept_keys.begin()
        assert app.keep("b")
        await wait_for(pilot, lambda: app.given == ["b"], "it is given")
