"""The colours of terminals that have few can be read in each, and what is marked told apart."""

from __future__ import annotations

from typing import Final

import pytest
from rich.color import Color
from rich.style import Style
from rich.terminal_theme import TerminalTheme

from store.labels import DEFAULT_LABELS
from tests.tui.render.test_palette import ALL_COLOURS, contrast, to_be_read
from tui.render.few_colours import ansi_palette, plain_palette


def _terminal(normal: str, bright: str) -> TerminalTheme:
    colours = [Color.parse(f"#{colour}").get_truecolor() for colour in f"{normal} {bright}".split()]
    return TerminalTheme(colours[0], colours[7], list(colours[:8]), list(colours[8:]))


TERMINALS: Final = {
    "xterm": _terminal(
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5",
        "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    ),
    "urxvt": _terminal(
        "000000 cd0000 00cd00 cdcd00 0000cd cd00cd 00cdcd faebd7",
        "404040 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff",
    ),
    "kitty": _terminal(
        "000000 cc0403 19cb00 cecb00 0d73cc cb1ed1 0dcdcd dddddd",
        "767676 f2201f 23fd00 fffd00 1a8fff fd28ff 14ffff ffffff",
    ),
    "console": _terminal(
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa",
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    ),
}
"""Their sixteen colours as they come."""


def _seen(style: Style, terminal: TerminalTheme, *, bold_is_bright: bool) -> Style:
    """A style as it is seen in a terminal."""
    assert style.color is not None
    assert style.bgcolor is not None
    number = style.color.number
    assert number is not None
    ink = (
        Color.from_ansi(number + 8) if bold_is_bright and style.bold and number < 8 else style.color
    )
    pair = [Color.from_triplet(each.get_truecolor(terminal)) for each in (ink, style.bgcolor)]
    return Style(color=pair[0], bgcolor=pair[1])


@pytest.mark.parametrize("bold_is_bright", [True, False])
@pytest.mark.parametrize("is_dark", [True, False])
@pytest.mark.parametrize("name", TERMINALS)
def test_every_text_can_be_read(name: str, is_dark: bool, bold_is_bright: bool) -> None:
    styles = to_be_read(ansi_palette(ALL_COLOURS, is_dark=is_dark))
    found = {
        what: contrast(_seen(style, TERMINALS[name], bold_is_bright=bold_is_bright))
        for what, style in styles.items()
        if not style.dim
    }
    assert {what: ratio for what, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("is_dark", [True, False])
def test_what_is_marked_is_told_apart(is_dark: bool) -> None:
    colours = ansi_palette(DEFAULT_LABELS, is_dark=is_dark)
    for label in colours.labels.values():
        styles = (*label.fills, label.current, label.proposed)
        assert len({str(style) for style in styles}) == len(styles)
        assert label.proposed.underline is None
        tints = (colours.dimmed, *(colours.dimmed + tint for tint in label.signs.tints))
        assert len({(s.dim, s.bold, s.underline, s.underline2) for s in tints}) == len(tints)
        assert all(fill.underline or fill.underline2 for fill in label.fills)
    hues = [colours.label(name).mark.color for name in ("actor", "location", "source")]
    assert len(set(hues)) == len(hues)


def test_without_colour_there_is_none_and_depths_differ() -> None:
    colours = plain_palette(DEFAULT_LABELS)
    for label in colours.labels.values():
        styles = (colours.text, *label.fills, label.current)
        assert all(style.color is None and style.bgcolor is None for style in styles)
        assert len({str(style) for style in styles}) == len(styles)
