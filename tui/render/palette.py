"""The colours and attributes of everything the panes draw, for one theme.

Three depths are told apart: a span, a span inside it, and one inside that. In colour by the
strength of the tint; without colour by attributes. A label's letter stands in the margin in either
case, so nothing hangs on hue alone; the hues are those that the common kinds of colour blindness
keep apart (blue, orange, bluish green, purple).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from rich.color import Color
from rich.style import Style

from store.colours import SHADES
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.labels import LabelSet

_TINTS_DARK: Final = (0.26, 0.46, 0.74)
_TINTS_LIGHT: Final = (0.18, 0.36, 0.62)
_CUBE_DARK: Final = (("00", "5f"), ("00", "af"), ("5f", "ff"))
"""For each depth, how weak and how strong a part of a colour is among the 256 that a terminal has.
The nearest of them to our tints are greys, or one for two labels."""
_CUBE_LIGHT: Final = (("af", "ff"), ("87", "d7"), ("00", "d7"))
_CUBE_END_DARK: Final = ("00", "af")
"""The same for a jump letter behind its span: like no fill, and weaker than one before a span."""
_CUBE_END_LIGHT: Final = ("5f", "ff")
SHARED: Final = Style(italic=True, underline=True)
"""How shared passages look: like nothing else, also without colour and over any fill."""


class SignStyles(Frozen):
    """How jump labels look."""

    start: Style
    """Before its span."""
    end: Style
    """Behind its span: with a line, as the span that leads to it has, and a weaker ground, as it
    must not be read as the start of the word behind it."""
    extent: Style
    """Added to the text that a sign stands for, where that is short."""
    tints: tuple[Style, Style]
    """Added to it where it is long: one and the next differently."""


class LabelStyles(Frozen):
    """How the spans of one label look."""

    fills: tuple[Style, Style, Style]
    """The span itself at depth one, two, and three or more."""
    current: Style
    """The span when it is the current annotation."""
    mark: Style
    """Its letter and bar in the margin, and its name."""
    signs: SignStyles
    """Jump labels that tag with it."""
    proposed: Style
    """What is only suggested: no background of its own, so that it is never taken for a span."""
    proposed_current: Style
    """The suggestion that the next key is about, reached or under the caret."""


class Palette(Frozen, dict=True):
    """The styles of one theme."""

    text: Style
    headline: Style
    """Added to the text of an article's headline."""
    dimmed: Style
    """The text that jump letters do not stand for."""
    faint: Style
    """Margins, rules and what only sometimes matters."""
    bright: Style
    header: Style
    header_active: Style
    rule_done: Style
    """The part of the progress rule that has been read past, in the focused pane."""
    caret: Style
    caret_away: Style
    """The caret of a pane that is not focused."""
    selection: Style
    found: Style
    """A match of the search."""
    lit: Style
    """The other end of what is tied to what is meant."""
    brought: Style
    """Added to the passage of another article that is most like what is read."""
    shared: Style
    """Added to what articles have word for word or nearly."""
    has_brackets: bool
    """Whether what is lit stands in brackets as well, as there is no colour."""
    bar: Style
    """The lines above and below the panes."""
    bar_faint: Style
    bar_strong: Style
    good: Style
    warning: Style
    error: Style
    key: Style
    underline: Style
    """Added to text inside a span that is underlined."""
    signs: SignStyles
    """Jump labels that only select."""
    labels: Mapping[str, LabelStyles]
    unknown: LabelStyles
    """For a label that the label set lacks."""

    def label(self, name: str) -> LabelStyles:
        """The styles of a label."""
        return self.labels.get(name, self.unknown)

    def underlined(self, style: Style) -> Style:
        """One of the styles of text, with a line."""
        made = self._underlined.get(style)
        if made is None:
            made = self._underlined[style] = style + self.underline
        return made

    @cached_property
    def _underlined(self) -> dict[Style, Style]:
        """By what they are without a line: as many as the palette has of text."""
        return {}

    def signs_of(self, label: str) -> SignStyles:
        """The styles of jump labels that tag with a label, or only select if it is empty."""
        return self.label(label).signs if label else self.signs


def _blend(base: str, over: str, share: float) -> str:
    pairs = [(int(base[i : i + 2], 16), int(over[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _style(colour: str, background: str, *, bold: bool | None = None) -> Style:
    return Style(color=colour, bgcolor=background, bold=bold)


def _cube_fill(hue: str, weak: str, strong: str) -> Style:
    """A fill in the hue that only has colours of the 256."""
    parts = [int(hue[i : i + 2], 16) for i in (1, 3, 5)]
    ground = [strong if part >= 0.8 * max(parts) else weak for part in parts]
    shares = (0.21, 0.72, 0.07)
    light = sum((int(g, 16) / 255) ** 2.2 * s for g, s in zip(ground, shares, strict=True))
    return _style("#000000" if light > 0.18 else "#ffffff", "#" + "".join(ground))


def palette(
    labels: LabelSet, *, background: str, foreground: str, accent: str, has_256: bool = False
) -> Palette:
    """The palette for a theme.

    Args:
        labels: What spans can be tagged as.
        background: Of the panes, as `#rrggbb`.
        foreground: Of the text.
        accent: Of the focused pane and the keys.
        has_256: Whether the terminal has only so many colours.
    """
    dark = sum(Color.parse(background).get_truecolor()) < 3 * 128
    hues = {name: shades.dark if dark else shades.light for name, shades in SHADES.items()}
    tints = _TINTS_DARK if dark else _TINTS_LIGHT
    bar = _blend(background, foreground, 0.07 if dark else 0.08)
    faint = _blend(background, foreground, 0.54 if dark else 0.64)
    strong = "#ffffff" if dark else "#000000"
    bright = _blend(foreground, strong, 0.5)

    def sign_styles(hue: str, vivid: str = "") -> SignStyles:
        weak, middle = (
            Style(color=bright, bgcolor=_blend(background, hue, share))
            for share in ((0.12, 0.28) if dark else (0.12, 0.26))
        )
        end = (
            _cube_fill(vivid, *(_CUBE_END_DARK if dark else _CUBE_END_LIGHT))
            if has_256 and vivid
            else _style(strong, _blend(background, hue, 0.4))
        )
        return SignStyles(
            start=_style(background, hue, bold=True),
            end=end + Style(bold=True, underline=True),
            extent=Style(color=bright, underline=True),
            tints=(weak, middle),
        )

    def fills(hue: str) -> tuple[Style, Style, Style]:
        if has_256:
            first, second, third = _CUBE_DARK if dark else _CUBE_LIGHT
            return _cube_fill(hue, *first), _cube_fill(hue, *second), _cube_fill(hue, *third)
        shallow, middle, deep = (_blend(background, hue, tint) for tint in tints)
        return (
            _style(_blend(foreground, hue, 0.35), shallow),
            _style(strong, middle),
            _style("#000000", deep),
        )

    def label_styles(hue: str, vivid: str) -> LabelStyles:
        return LabelStyles(
            fills=fills(vivid if has_256 else hue),
            current=_style(background, hue, bold=True),
            mark=_style(hue, background),
            signs=sign_styles(hue, vivid),
            proposed=_style(hue, background),
            proposed_current=_style(background, hue),
        )

    return Palette(
        text=_style(foreground, background),
        headline=Style(bold=True),
        dimmed=_style(_blend(background, foreground, 0.64 if dark else 0.7), background),
        faint=_style(faint, background),
        bright=_style(strong, background, bold=True),
        header=_style(_blend(background, foreground, 0.72), bar),
        header_active=_style(background, accent, bold=True),
        rule_done=_style(accent, background),
        caret=_style(background, strong, bold=True),
        caret_away=_style(foreground, _blend(background, foreground, 0.28)),
        selection=_style("#10131a", "#c9d8ff") if dark else _style("#ffffff", "#3a5fb0"),
        found=_style("#14140a", "#e8d44d") if dark else _style("#000000", "#ffd84d"),
        lit=_style(strong, _blend(background, accent, 0.5), bold=True),
        brought=Style(color=bright, bgcolor=_blend(background, accent, 0.2)),
        shared=SHARED,
        has_brackets=False,
        bar=_style(foreground, bar),
        bar_faint=_style(_blend(bar, foreground, 0.62 if dark else 0.66), bar),
        bar_strong=_style(strong, bar, bold=True),
        good=_style(hues["green"], bar),
        warning=_style("#14140a", "#f2c14e", bold=True),
        error=_style("#ffffff", "#b3261e", bold=True),
        key=_style(accent, bar, bold=True),
        underline=Style(underline=True),
        signs=sign_styles(strong),
        labels={
            label.name: label_styles(hues[label.colour], SHADES[label.colour].dark)
            for label in labels
        },
        unknown=label_styles(faint, faint),
    )
