"""The themes and palettes for terminals with 8 or 16 colours, and for those without any.

Which shade a terminal has for one of its colours is its own business, and differs by terminal.
So only those are taken that can be read on the ground in every one of the common ones; a ground is
painted, as it is not known either. What has another ground is drawn reversed, for which the same
contrast holds. Bold makes a colour a brighter one in many of these terminals: on a light ground
nothing that is coloured is bold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.theme import BUILTIN_THEMES

from tui.render.palette import SHARED, LabelStyles, Palette, SignStyles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.labels import LabelSet

DARK_GROUND: Final = ("black", "white")
"""The colours of the ground and the text in a dark theme."""
LIGHT_GROUND: Final = ("bright_white", "black")
"""The same in a light one."""
THEMES: Final = {
    name: replace(
        BUILTIN_THEMES[base],
        name=name,
        accent=f"ansi_{ink}",
        foreground=f"ansi_{ink}",
        background=f"ansi_{ground}",
        surface=f"ansi_{ground}",
        panel=f"ansi_{ground}",
    )
    for name, base, ground, ink in (
        ("sidelight-dark", "ansi-dark", *DARK_GROUND),
        ("sidelight-light", "ansi-light", *LIGHT_GROUND),
    )
}
"""Our themes, by name, for terminals with 8 or 16 colours."""
_ANSI: Final = BUILTIN_THEMES["ansi-dark"]
PLAIN_THEMES: Final = {
    "sidelight-plain": replace(
        _ANSI,
        name="sidelight-plain",
        # With no colour left the caret and what is selected in a line to type into are reversed.
        variables={**_ANSI.variables, "input-cursor-text-style": "reverse"},
    )
}
"""The theme without colours of its own, for NO_COLOR."""
_ON_DARK: Final[Mapping[str, str]] = {
    "blue": "bright_cyan",  # a terminal's own blue cannot be read on black
    "teal": "bright_cyan",
    "green": "bright_green",
    "purple": "bright_magenta",
    "pink": "bright_magenta",
    "orange": "bright_yellow",
    "yellow": "bright_yellow",
    "red": "bright_red",
}
"""A terminal's colour for each colour that a label can have."""
_ON_LIGHT: Final[Mapping[str, str]] = {
    "blue": "blue",
    "teal": "blue",
    "green": "magenta",  # green, yellow and cyan cannot be read on white
    "purple": "magenta",
    "pink": "magenta",
    "orange": "red",
    "yellow": "red",
    "red": "red",
}
_REVERSE: Final = Style(reverse=True)
_BOLD: Final = Style(bold=True)
_LINE: Final = Style(underline=True)
_DIM: Final = Style(dim=True)
_TWO_LINES: Final = Style(underline2=True)


def ansi_palette(labels: LabelSet, *, is_dark: bool) -> Palette:
    """The palette of a terminal's own colours.

    An annotation has its label's colour and a line below it, one within another is reversed as
    well. What is drawn with a bar has the colour of the text, as a row has one line only.
    """
    ground, ink = DARK_GROUND if is_dark else LIGHT_GROUND
    hues = _ON_DARK if is_dark else _ON_LIGHT
    strong = _BOLD if is_dark else Style.null()

    def on_ground(colour: str) -> Style:
        return Style(color=colour, bgcolor=ground)

    text = on_ground(ink)
    undimmed = text + Style(underline=True, dim=False)

    def sign_styles(hue: Style) -> SignStyles:
        return SignStyles(
            start=hue + _REVERSE,
            end=hue + _REVERSE + _LINE,
            extent=undimmed,
            tints=(undimmed, hue + Style(bold=is_dark, underline2=not is_dark, dim=False)),
        )

    def label_styles(hue: Style) -> LabelStyles:
        return LabelStyles(
            fills=(
                hue + strong + _LINE,
                hue + strong + _REVERSE + _LINE,
                hue + strong + _REVERSE + _TWO_LINES,
            ),
            current=hue + strong + _REVERSE,
            mark=hue,
            signs=sign_styles(hue),
            proposed=hue,
            proposed_current=hue + _REVERSE,
        )

    faint = text + _DIM if is_dark else on_ground("bright_black")
    bright = on_ground("bright_white" if is_dark else ink) + strong
    barred = labels.barred
    return Palette(
        text=text,
        headline=strong,
        dimmed=text + _DIM,
        faint=faint,
        bright=bright,
        header=text,
        header_active=text + _REVERSE,
        rule_done=text,
        caret=on_ground("bright_white" if is_dark else ink) + _REVERSE + _TWO_LINES,
        caret_away=Style(underline=True),
        selection=text + _REVERSE,
        found=on_ground("bright_yellow" if is_dark else "red") + _REVERSE + _LINE,
        lit=bright + _REVERSE,
        brought=Style.null(),  # what stands beside its rows says it
        shared=SHARED,
        has_brackets=True,
        bar=text,
        bar_faint=text,
        bar_strong=bright,
        good=on_ground("bright_green") if is_dark else text,
        warning=on_ground("bright_yellow" if is_dark else "red") + _REVERSE,
        error=on_ground("bright_red" if is_dark else "red") + _REVERSE,
        key=bright if is_dark else on_ground("blue"),
        underline=_LINE,
        signs=sign_styles(bright),
        labels={
            label.name: label_styles(
                text if label.name in barred else on_ground(hues[label.colour])
            )
            for label in labels
        },
        unknown=label_styles(text),
    )


def plain_palette(labels: LabelSet) -> Palette:
    """The palette without any colour: attributes only, for NO_COLOR and mono terminals."""
    plain = Style.null()
    signs = SignStyles(
        start=_REVERSE + _BOLD,
        end=_REVERSE + _BOLD + _TWO_LINES,
        extent=Style(underline=True, dim=False),
        tints=(Style(underline=True, dim=False), Style(bold=True, dim=False)),
    )
    spans = LabelStyles(
        fills=(
            _BOLD,
            Style(bold=True, italic=True),
            Style(bold=True, italic=True, underline2=True),
        ),
        current=_REVERSE + _BOLD,
        mark=_BOLD,
        signs=signs,
        proposed=Style(italic=True),
        proposed_current=Style(reverse=True, italic=True),
    )
    return Palette(
        text=plain,
        headline=plain,  # bold is what is tagged
        dimmed=_DIM,
        faint=_DIM,
        bright=_BOLD,
        header=plain,
        header_active=_REVERSE + _BOLD,
        rule_done=_BOLD,
        caret=_REVERSE + _TWO_LINES,
        caret_away=_LINE,
        selection=_REVERSE,
        found=_REVERSE + _LINE,
        lit=Style(bold=True, underline=True, dim=False),
        brought=Style.null(),  # what stands beside its rows says it
        shared=SHARED,
        has_brackets=True,
        bar=plain,
        bar_faint=_DIM,
        bar_strong=_BOLD,
        good=plain,
        warning=_REVERSE,
        error=_REVERSE + _BOLD,
        key=_BOLD,  # a line would be drawn under the blanks beside it too
        underline=_LINE,
        signs=signs,
        labels={label.name: spans for label in labels},
        unknown=spans,
    )
