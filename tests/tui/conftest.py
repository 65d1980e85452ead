from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from textual.css.stylesheet import Stylesheet

from tui import gc_policy
from tui.actions import working
from tui.render.bars import status_line
from tui.screens import editor, tie_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.css.model import RuleSet
    from textual.css.types import CSSLocation
    from textual.strip import Strip

    from tui.render.bars import Status
    from tui.render.palette import Palette


@pytest.fixture(autouse=True, scope="session")
def _style_sheets_are_parsed_once() -> Iterator[None]:
    """An app that has a style sheet and colours as one before it has them parsed already.

    What comes of a style sheet depends on its text, whose it is and the variables of the theme, and
    nothing changes it afterwards: widgets take values from it into styles of their own.
    """
    parse = Stylesheet._parse_rules  # noqa: SLF001  # Textual remembers it for one app
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}

    def remembered(
        sheet: Stylesheet,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        variables = tuple(sheet._variables.items())  # noqa: SLF001  # as above
        asked = (css, read_from, is_default_rules, tie_breaker, scope, variables)
        if (rules := parsed.get(asked)) is None:
            rules = parse(sheet, css, read_from, is_default_rules, tie_breaker, scope)
            if not any(rule.errors for rule in rules):
                parsed[asked] = rules
        return rules

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Colours, time zone and terminal as they are nowhere changed by whoever runs the tests."""
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _when_it_suggests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Suggestions begin at once in tests marked `suggests`, and in others when a key needs them.

    Elsewhere they begin by themselves a moment after the first screen. Most tests here are of one
    key on a text in which something would be suggested: what it did would hang on whether that
    moment was over. The marked ones, and those that drive the real program, wait for it instead.
    """
    is_wanted = request.node.get_closest_marker("suggests") is not None
    monkeypatch.setattr(editor, "BEGIN_AFTER", 0.01 if is_wanted else 3_600.0)
    monkeypatch.setattr(tie_keys, "BEGIN_AFTER", 0.01)  # so that no test waits long for it


@pytest.fixture(autouse=True)
def _however_long_a_command_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command does is done when its key has been, however busy the machine is.

    What takes more than 0.1 s goes on in slices, and keys that are pressed meanwhile wait: who
    looks at once sees half of it. `test_working` has slices, and waits for their end.
    """
    monkeypatch.setattr(working, "_AT_ONCE", 3_600.0)


@pytest.fixture(autouse=True)
def _nothing_is_alive_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is alive once all has been looked at dies with the test, where it does with the program.

    Set aside from the garbage collector, each such test's app stayed until the end of the run.
    """
    monkeypatch.setattr(gc_policy, "set_aside", lambda: None)


@pytest.fixture
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long ago the last edit was saved is never said anew: that is no key's doing.

    The top line says it each second, which on a busy machine falls between a key and the look at
    what the key has painted.
    """

    def status(status: Status, palette: Palette, width: int) -> Strip:
        return status_line(replace(status, saved=None), palette, width)

    monkeypatch.setattr("tui.status_bars.status_line", status)
