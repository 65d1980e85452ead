"""The colours and attributes of everything the panes draw, for one theme.

Three depths are told apart: a span, a span inside it, and one inside that. In colour by the
strength of the tint; without colour by attributes. A label's letter stands in the margin in either
case, so nothing hangs on hue alone; the hues are those that the common kinds of colour blindness
keep apart (blue, orange, bluish green, purple).
"""

from __future__ import annotations

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
_PLAIN_TINTS: Final = (Style(underline=True, dim=False), Style(bold=True, dim=False))
"""Of long spans with jump letters where tints cannot be told apart."""


class SignStyles(Frozen):
    """How jump labels look."""

    start: Style
    """Before its span."""
    end: Style
    """Behind its span."""
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
    """The suggestion that the next key is about."""


class Palette(Frozen):
    """The styles of one theme."""

    text: Style
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

    def signs_of(self, label: str) -> SignStyles:
        """The styles of jump labels that tag with a label, or only select if it is empty."""
        return self.label(label).signs if label else self.signs


def _blend(base: str, over: str, share: float) -> str:
    pairs = [(int(base[i : i + 2], 16), int(over[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _style(colour: str, background: str, *, bold: bool | None = None) -> Style:
    return Style(color=colour, bgcolor=background, bold=bold)


def palette(
    labels: LabelSet, *, background: str, foreground: str, accent: str, is_coarse: bool = False
) -> Palette:
    """The palette for a theme.

    Args:
        labels: What spans can be tagged as.
        background: Of the panes, as `#rrggbb`.
        foreground: Of the text.
        accent: Of the focused pane and the keys.
        is_coarse: Whether the terminal has some 16 colours, of which two shades become the same:
            what jump letters stand for is told apart by attributes as well then.
    """
    dark = sum(Color.parse(background).get_truecolor()) < 3 * 128
    hues = {name: shades.dark if dark else shades.light for name, shades in SHADES.items()}
    tints = _TINTS_DARK if dark else _TINTS_LIGHT
    bar = _blend(background, foreground, 0.07 if dark else 0.08)
    faint = _blend(background, foreground, 0.5 if dark else 0.62)
    strong = "#ffffff" if dark else "#000000"
    bright = _blend(foreground, strong, 0.5)

    def sign_styles(hue: str) -> SignStyles:
        weak, middle = (
            Style(color=bright, bgcolor=_blend(background, hue, share))
            for share in ((0.12, 0.28) if dark else (0.12, 0.26))
        )
        if is_coarse:
            weak, middle = (Style(color=bright) + style for style in _PLAIN_TINTS)
        return SignStyles(
            start=_style(background, hue, bold=True),
            end=_style(background, hue, bold=True),
            extent=Style(color=bright, underline=True, dim=False),
            tints=(weak, middle),
        )

    def label_styles(hue: str) -> LabelStyles:
        shallow, middle, deep = (_blend(background, hue, tint) for tint in tints)
        return LabelStyles(
            fills=(
                _style(_blend(foreground, hue, 0.35), shallow),
                _style(strong, middle),
                _style("#000000", deep),
            ),
            current=_style(background, hue, bold=True),
            mark=_style(hue, background),
            signs=sign_styles(hue),
            proposed=_style(hue, background) + Style(italic=True),
            proposed_current=_style(background, hue) + Style(italic=True, underline=True),
        )

    return Palette(
        text=_style(foreground, background),
        dimmed=_style(_blend(background, foreground, 0.64 if dark else 0.7), background)
        + Style(dim=is_coarse or None),
        faint=_style(faint, background),
        bright=_style(strong, background, bold=True),
        header=_style(_blend(background, foreground, 0.72), bar),
        header_active=_style(background, accent, bold=True),
        rule_done=_style(accent, background),
        caret=_style(background, strong, bold=True),
        caret_away=_style(foreground, _blend(background, foreground, 0.28)),
        selection=_style("#10131a", "#c9d8ff") if dark else _style("#ffffff", "#3a5fb0"),
        found=_style("#14140a", "#e8d44d") if dark else _style("#000000", "#ffd84d"),
        bar=_style(foreground, bar),
        bar_faint=_style(_blend(bar, foreground, 0.55 if dark else 0.66), bar),
        bar_strong=_style(strong, bar, bold=True),
        good=_style(hues["green"], bar),
        warning=_style("#14140a", "#f2c14e", bold=True),
        error=_style("#ffffff", "#b3261e", bold=True),
        key=_style(accent, bar, bold=True),
        underline=Style(underline=True),
        signs=sign_styles(strong),
        labels={label.name: label_styles(hues[label.colour]) for label in labels},
        unknown=label_styles(faint),
    )


def plain_palette(labels: LabelSet) -> Palette:
    """The palette without any colour: attributes only, for NO_COLOR and mono terminals."""
    plain, reverse = Style.null(), Style(reverse=True)
    bold = Style(bold=True)
    signs = SignStyles(
        start=Style(reverse=True, bold=True),
        end=Style(reverse=True, bold=True, underline2=True),
        extent=Style(underline=True, dim=False),
        tints=_PLAIN_TINTS,
    )
    spans = LabelStyles(
        fills=(
            bold,
            Style(bold=True, italic=True),
            Style(bold=True, italic=True, underline2=True),
        ),
        current=Style(reverse=True, bold=True),
        mark=bold,
        signs=signs,
        proposed=Style(italic=True),
        proposed_current=Style(reverse=True, italic=True, underline=True),
    )
    return Palette(
        text=plain,
        dimmed=Style(dim=True),
        faint=Style(dim=True),
        bright=bold,
        header=plain,
        header_active=Style(reverse=True, bold=True),
        rule_done=bold,
        caret=Style(reverse=True, underline2=True),
        caret_away=Style(underline=True),
        selection=reverse,
        found=Style(reverse=True, underline=True),
        bar=plain,
        bar_faint=Style(dim=True),
        bar_strong=bold,
        good=plain,
        warning=Style(reverse=True),
        error=Style(reverse=True, bold=True),
        key=Style(bold=True, underline=True),
        underline=Style(underline=True),
        signs=signs,
        labels={label.name: spans for label in labels},
        unknown=spans,
    )
