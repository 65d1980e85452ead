"""The colours can be read and told apart, also by the colour-blind, and without colour."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import dist
from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import astuple
from rich.color import ColorSystem
from rich.style import Style

from store.frozen import Frozen
from store.labels import COLOURS, DEFAULT_LABELS, Label, LabelSet
from tui.app import DARK, LIGHT
from tui.render.palette import palette

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.theme import Theme

    from tui.render.palette import Palette

Linear = tuple[float, float, float]

# Severity 1.0 of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
# Color Vision Deficiency", IEEE TVCG 15(6), 2009; applied to linear RGB.
DEFICIENCIES: Final = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
ALL_COLOURS: Final = LabelSet(
    tuple(Label(colour, chr(ord("a") + i), colour) for i, colour in enumerate(COLOURS))
)


def made(theme: Theme, labels: LabelSet = DEFAULT_LABELS, *, has_256: bool = False) -> Palette:
    assert theme.background is not None
    assert theme.foreground is not None
    assert theme.accent is not None
    return palette(
        labels,
        background=theme.background,
        foreground=theme.foreground,
        accent=theme.accent,
        has_256=has_256,
    )


def among_256(style: Style) -> Style:
    """A style as a terminal with 256 colours shows it."""
    return Style(
        color=style.color and style.color.downgrade(ColorSystem.EIGHT_BIT),
        bgcolor=style.bgcolor and style.bgcolor.downgrade(ColorSystem.EIGHT_BIT),
    )


def linear(style: Style, *, background: bool = False) -> Linear:
    colour = style.bgcolor if background else style.color
    assert colour is not None
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (part / 255 for part in colour.get_truecolor())
    )
    return red, green, blue


def contrast(style: Style) -> float:
    """The contrast ratio of WCAG 2.1."""
    weights = (0.2126, 0.7152, 0.0722)
    lights = sorted(
        sum(w * c for w, c in zip(weights, linear(style, background=b), strict=True))
        for b in (False, True)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen(colour: Linear, deficiency: str) -> Linear:
    """What is left of a colour, in OKLab: distances in it follow what people see."""
    rows = DEFICIENCIES[deficiency]
    r, g, b = (max(0.0, sum(m * c for m, c in zip(row, colour, strict=True))) for row in rows)
    cones = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    x, y, z = (c ** (1 / 3) for c in cones)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def to_be_read(colours: Palette) -> dict[str, Style]:
    """All styles of text, by what has them."""
    styles = {
        "text": colours.text,
        "selection": colours.selection,
        "found": colours.found,
        "caret": colours.caret,
        "dimmed": colours.dimmed,
        "header": colours.header,
        "header_active": colours.header_active,
        "key": colours.key,
        "warning": colours.warning,
        "error": colours.error,
    }
    for name, label in colours.labels.items():
        for depth, fill in enumerate(label.fills, start=1):
            styles[f"{name} {depth}"] = fill
        styles[f"{name} current"] = label.current
        styles[f"{name} mark"] = label.mark
        styles[f"{name} proposed"] = label.proposed
        styles[f"{name} proposed current"] = label.proposed_current
    for name in ("", *colours.labels):
        signs = colours.signs_of(name)
        for field in ("start", "end"):
            styles[f"sign {name} {field}"] = getattr(signs, field)
        for number, extent in enumerate((signs.extent, *signs.tints)):
            styles[f"sign {name} extent {number}"] = colours.dimmed + extent
    return styles


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_text_can_be_read(theme: Theme) -> None:
    styles = to_be_read(made(theme, ALL_COLOURS))
    assert {name: contrast(style) for name, style in styles.items() if contrast(style) < 4.5} == {}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_text_can_be_read_where_there_are_256_colours(theme: Theme) -> None:
    shown = to_be_read(made(theme, ALL_COLOURS, has_256=True))
    styles = {name: among_256(style) for name, style in shown.items()}
    assert {name: contrast(style) for name, style in styles.items() if contrast(style) < 4.5} == {}


@pytest.mark.parametrize("has_256", [False, True])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_steps_back_can_be_read_too(theme: Theme, has_256: bool) -> None:
    colours = made(theme, has_256=has_256)
    for style in (colours.faint, colours.bar_faint):  # hints, dates, what is around
        assert contrast(among_256(style) if has_256 else style) >= 4.5


@pytest.mark.parametrize("has_256", [False, True])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_three_depths_and_the_page_are_told_apart(theme: Theme, has_256: bool) -> None:
    colours, least = made(theme, ALL_COLOURS, has_256=has_256), 0.1 if theme is DARK else 0.06
    for label in colours.labels.values():
        grounds = [colours.text, *label.fills]
        if has_256:
            grounds = [among_256(style) for style in grounds]
        for shallow, deep in pairwise(linear(style, background=True) for style in grounds):
            assert dist(seen(shallow, "none"), seen(deep, "none")) > least


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_fills_of_labels_are_told_apart_where_there_are_256_colours(theme: Theme) -> None:
    colours = made(theme, has_256=True)
    for depth in range(3):
        fills = [among_256(label.fills[depth]) for label in colours.labels.values()]
        grounds = [seen(linear(fill, background=True), "none") for fill in fills]
        assert min(dist(a, b) for a, b in combinations(grounds, 2)) > 0.04


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_labels_are_told_apart_with_every_kind_of_sight(theme: Theme, deficiency: str) -> None:
    colours = made(theme)
    marks = {name: seen(linear(label.mark), deficiency) for name, label in colours.labels.items()}
    distances = {(a, b): dist(marks[a], marks[b]) for a, b in combinations(marks, 2)}
    assert {pair: d for pair, d in distances.items() if d < 0.04} == {}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_jump_labels_stand_out_from_the_text_and_from_one_another(theme: Theme) -> None:
    colours = made(theme, ALL_COLOURS)
    for name in ("", *colours.labels):
        signs = colours.signs_of(name)
        grounds = {
            field: seen(linear(getattr(signs, field), background=True), "none")
            for field in ("start", "end")
        }
        grounds["text"] = seen(linear(colours.text, background=True), "none")
        for number, tint in enumerate(signs.tints):
            grounds[f"tint {number}"] = seen(linear(tint, background=True), "none")
        assert [bool(each.underline) for each in (signs.start, signs.end)] == [False, True]
        near = {pair: dist(grounds[pair[0]], grounds[pair[1]]) for pair in combinations(grounds, 2)}
        assert {pair: d for pair, d in near.items() if d < 0.05} == {}, name


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_letter_of_an_end_is_told_from_that_of_a_start_where_there_are_256_colours(
    theme: Theme,
) -> None:
    colours = made(theme, ALL_COLOURS, has_256=True)
    for name in ("", *colours.labels):
        signs = colours.signs_of(name)
        fills = colours.labels[name].fills[:1] if name else ()
        shown = map(among_256, (signs.start, signs.end, colours.text, *fills))
        grounds = [seen(linear(each, background=True), "none") for each in shown]
        near = [pair for pair in combinations(range(len(grounds)), 2)
                if dist(grounds[pair[0]], grounds[pair[1]]) < 0.05]  # fmt: skip
        assert near == [], name


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("has_256", [True, False])
def test_no_style_has_a_colour_of_the_terminal(theme: Theme, *, has_256: bool) -> None:
    """So nothing looks for them in each line that is drawn (`lines_as_drawn`)."""
    for style in styles_in(made(theme, ALL_COLOURS, has_256=has_256)):
        assert not style.dim
        assert all(c is None or c.triplet is not None for c in (style.color, style.bgcolor))


def styles_in(value: object) -> Iterator[Style]:
    """All styles in a value and what it holds."""
    if isinstance(value, Style):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from styles_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from styles_in(each)
    elif isinstance(value, Frozen):
        yield from styles_in(astuple(value))
