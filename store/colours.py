"""The colours that a label can have, and their shades wherever they are shown.

A role such as `blue` stands in `labels.toml`. What shade it has depends on what it is seen on: the
panes of the terminal, which mix their tints from one hue (`tui.render.palette`), or a web page,
where a tint lies behind the text and a line below it. Hues are told apart by the colour-blind too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


class PageShades(Frozen):
    """On a web page: the line has a contrast of 3:1 or more to the page, the text one of 7:1 or
    more to the tint."""

    tint: str
    line: str


class Shades(Frozen):
    """One colour, as `#rrggbb`."""

    dark: str
    """In a dark terminal."""
    light: str
    """In a light one."""
    light_page: PageShades
    dark_page: PageShades


def _shades(dark: str, light: str, light_page: str, dark_page: str) -> Shades:
    return Shades(dark, light, PageShades(*light_page.split()), PageShades(*dark_page.split()))


SHADES: Final[Mapping[str, Shades]] = {
    "blue": _shades("#6aa0fb", "#1b63d1", "#d6e6fb #1f5fae", "#1d3a5f #7fb2f0"),
    "green": _shades("#54c99a", "#0b7a55", "#d5f0dc #1e7a3c", "#1b4428 #72cf90"),
    "purple": _shades("#dcbcff", "#5b1a9e", "#eadffa #7440b8", "#412b62 #bd97f2"),
    "orange": _shades("#f2a65a", "#a85200", "#fde4cc #b05a0a", "#573312 #f0a661"),
    "red": _shades("#f27878", "#b8252e", "#fbd9d9 #b3262d", "#5a2224 #f28d90"),
    "teal": _shades("#56c7d3", "#0a727c", "#d0f0ee #0f7470", "#15423f #63cbc5"),
    "pink": _shades("#ee8cc4", "#ad2a75", "#fbdcee #a92f75", "#552140 #ef8fc4"),
    "yellow": _shades("#e3cd5f", "#776300", "#f8efbd #7d6608", "#4a4010 #dcc453"),
}
"""By its role."""
OTHER_LIGHT_PAGE: Final = PageShades("#e6e6e6", "#5f5f5f")
"""For a label that the label set lacks."""
OTHER_DARK_PAGE: Final = PageShades("#3c3c3c", "#b0b0b0")
