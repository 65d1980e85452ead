"""The sheet on which texts that are not tagged alike are listed with their places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.strip import Strip

from store.wording import counted
from tui.keys.commands import LEAVE
from tui.keys.key_names import key_name
from tui.render.concordance import (
    Columns,
    PlaceInContext,
    areas,
    finding_line,
    hint_lines,
    one_line,
    place_line,
    top_with,
)
from tui.render.lines import key_parts, line_strip, pressable, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.labels import LabelSet
    from store.suggest.consistency.inconsistency import Inconsistency
    from tui.keys.keymap import Keymap
    from tui.render.concordance import Area
    from tui.render.lines import Part
    from tui.render.palette import Palette

_SHORT: Final = 18
"""Rows below which the keys have one line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown: a line at the top, the texts and the places of one, what is said, the keys."""

    width: int
    """In cells."""
    height: int
    palette: Palette
    findings: Sequence[Inconsistency]
    chosen: int
    """The number of the finding whose places are shown."""
    at: int
    """The number of its place that the keys are for."""
    tops: tuple[int, int]
    """The first lines in view, of the texts and of the places."""
    keys: Sequence[Strip]
    """The lines at the bottom."""

    @property
    def areas(self) -> tuple[Area, Area]:
        """Where the texts and the places stand, below the line at the top."""
        body = max(3, self.height - 2 - len(self.keys))
        return areas(self.width, body, len(self.findings))

    @property
    def chosen_cell(self) -> tuple[int, int]:
        """The column and the row of the screen at which the chosen place begins."""
        places = self.areas[1]
        return places.x, 1 + places.y + self.at - self.tops[1]

    def scroll_to_choice(self) -> Sheet:
        """The sheet with what is chosen in view."""
        if not self.findings:
            return self
        texts, places = self.areas
        count = len(self.findings[self.chosen].occurrences)
        top = top_with(self.tops[0], self.chosen, texts.height, len(self.findings))
        place_top = top_with(self.tops[1], self.at, places.height, count)
        return replace(self, tops=(top, place_top))

    def head(self, trouble: str, looked: str, *, is_read_only: bool) -> Strip:
        """The line at the top: how much is left, or what is wrong with keeping it.

        Args:
            trouble: What is wrong; empty if nothing is.
            looked: How much of what has changed has been looked through; empty for all.
            is_read_only: Whether nothing can be settled.
        """
        palette, found = self.palette, self.findings
        if trouble:
            said = [(f" {trouble}", palette.error)]
            return line_strip(said, [], self.width, palette.error)
        left: list[Part] = [(" Consistency ", palette.bar_strong)]
        if found:
            left_open = counted(sum(len(finding.open) for finding in found), "place")
            left.append((f" {counted(len(found), 'text')} · {left_open} to settle", palette.bar))
            if looked:
                left.append((f" · {looked} looked through", palette.bar))
        right = [(" READ ONLY ", palette.warning)] if is_read_only else []
        return line_strip(left, right, self.width, palette.bar)

    def body(self, article_of: Callable[[str], tuple[str, str]], instead: str) -> list[Strip]:
        """The lines of texts and places.

        Args:
            article_of: Gives the name and the text of an article by its id.
            instead: What is said where there is nothing to list.
        """
        texts, places = self.areas
        palette = self.palette
        if not self.findings:
            height = max(1, self.height - 2 - len(self.keys))
            blank = line_strip([], [], self.width, palette.text)
            said = line_strip([(f"  {instead}", palette.text)], [], self.width, palette.text)
            above = min(2, height - 1)
            return [*[blank] * above, said, *[blank] * (height - above - 1)]
        rows = self._finding_lines(texts)
        lines = [self._heading(places.width), *self._place_lines(places, article_of)]
        if texts.width == self.width:
            return [*rows, *lines]
        rule = line_strip([("│", palette.faint)], [], 1, palette.text)
        return [Strip.join((row, rule, line)) for row, line in zip(rows, lines, strict=True)]

    def _finding_lines(self, area: Area) -> list[Strip]:
        first = self.tops[0]
        shown = list(enumerate(self.findings))[first : first + area.height]
        rows = [
            finding_line(finding, self.palette, area.width, is_chosen=number == self.chosen)
            for number, finding in shown
        ]
        return rows + [line_strip([], [], area.width, self.palette.text)] * (
            area.height - len(rows)
        )

    def _heading(self, width: int) -> Strip:
        palette, finding = self.palette, self.findings[self.chosen]
        places = counted(len(finding.occurrences), "place")
        facts = f"  {len(finding.open):,} of {places} to settle "
        left = [(f" {one_line(finding.text)}", palette.bar_strong)]
        return line_strip(left, [(facts, palette.header)], width, palette.header)

    def _place_lines(self, area: Area, article_of: Callable[[str], tuple[str, str]]) -> list[Strip]:
        first = self.tops[1]
        places = self.findings[self.chosen].occurrences[first : first + area.height]
        shown = [PlaceInContext(place, *article_of(place.article)) for place in places]
        columns = Columns.of(shown, area.width)
        rows = [
            place_line(each, columns, self.palette, area.width, is_chosen=number == self.at)
            for number, each in enumerate(shown, first)
        ]
        blank = line_strip([], [], area.width, self.palette.text)
        return [*rows, *[blank] * (area.height - len(rows))]


def key_lines(
    labels: LabelSet, keymap: Keymap, majority: str, palette: Palette, size: tuple[int, int]
) -> list[Strip]:
    """The keys that matter, in the lines at the bottom.

    Args:
        labels: Of the story.
        keymap: The keys of the commands.
        majority: The label that most places of the chosen text have; empty if there is no text.
        palette: The styles.
        size: Of the screen, in columns and rows.
    """
    named = [("undo", "undo")]
    hints: list[list[Part]] = []
    if majority:
        hints = label_hints(labels, keymap, palette, size[0], is_short=size[1] < _SHORT)
        named = [
            ("suggestion.accept-kind", f"all untagged as {majority}"),
            ("suggestion.reject", "right as it is"),
            ("annotation.remove", "remove"),
            ("undo", "undo"),
            ("pane.next", "next text"),
            ("list.choose", "go there"),
            ("help", "keys"),
        ]
    hints += [parts for name, does in named if (parts := key_parts(keymap, name, does, palette))]
    leaves = key_parts(keymap, LEAVE, "leaves", palette)
    return hint_lines(hints, palette, size[0], 1 if size[1] < _SHORT else 2, leaves)


def label_hints(
    labels: LabelSet, keymap: Keymap, palette: Palette, width: int, *, is_short: bool
) -> list[list[Part]]:
    """The keys of the labels, each with its name.

    Names are cut where they would take over a line, and left out where that is the only line.
    """
    badges = {
        label.name: (f" {key_name(keys[0])} ", palette.label(label.name).current)
        for label in labels
        if (keys := keymap.keys_of(f"tag.{label.name}"))
    }
    if is_short:
        pressed = (pressable([badge], f"tag.{label}") for label, badge in badges.items())
        said = (" relabel ", palette.bar)
        return [[*(part for parts in pressed for part in parts), said]] if badges else []
    room = width - sum(cell_len(f"{text}  ") for text, _ in badges.values())
    names = shortened([*badges], room)
    ends = "  " if names == [*badges] else " "
    return [
        pressable([badge, (f" {name}{ends}", palette.bar)], f"tag.{label}")
        for (label, badge), name in zip(badges.items(), names, strict=True)
    ]
