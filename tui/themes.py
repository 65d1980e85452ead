"""The themes: many colours, few, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

DARK: Final = Theme(
    name="sidelight-dark",
    primary="#74a8fc",
    accent="#8fb8ff",
    foreground="#d6dae2",
    background="#15181e",
    surface="#1c1f25",
    panel="#242830",
    warning="#f2c14e",
    error="#f27878",
    success="#54c99a",
    dark=True,
)
LIGHT: Final = Theme(
    name="sidelight-light",
    primary="#1a5bc4",
    accent="#1a5bc4",
    foreground="#22262e",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e8e5de",
    warning="#a85200",
    error="#b8252e",
    success="#0b7a55",
    dark=False,
)
OWN_THEMES: Final = {theme.name: theme for theme in (DARK, LIGHT)}
_FEW_COLOURS: Final = {
    theme.name: replace(
        BUILTIN_THEMES[base],
        name=theme.name,
        accent=f"ansi_{ink}",
        foreground=f"ansi_{ink}",
        background=f"ansi_{ground}",
        surface=f"ansi_{ground}",
        panel=f"ansi_{ground}",
    )
    for theme, base, ground, ink in (
        (DARK, "ansi-dark", "black", "white"),
        (LIGHT, "ansi-light", "bright_white", "black"),
    )
}
"""The same for terminals with 8 or 16 colours."""
_ANSI: Final = BUILTIN_THEMES["ansi-dark"]
PLAIN: Final = replace(
    _ANSI,
    name="sidelight-plain",
    # Where no colour is left the caret and what is selected in a line to type into are reversed.
    variables={**_ANSI.variables, "input-cursor-text-style": "reverse"},
)
"""The theme without colours of its own, for NO_COLOR."""
_PLAIN: Final = {PLAIN.name: PLAIN}


def themes_of(*, is_plain: bool, has_few_colours: bool) -> Mapping[str, Theme]:
    """Our own themes by their names, as a terminal can show them."""
    if is_plain:
        return _PLAIN
    return _FEW_COLOURS if has_few_colours else OWN_THEMES


def theme_names() -> list[str]:
    """The themes that somebody can name: Textual's and our own."""
    return sorted({*BUILTIN_THEMES, *OWN_THEMES})
