"""The lines of a pane that are not text: its header, its rule of progress, what is wrong."""

from __future__ import annotations

from textwrap import wrap as wrap_words
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from store.wording import counted
from tui.render.lines import line_strip

if TYPE_CHECKING:
    from tui.render.palette import Palette
    from tui.render.wrap import Layout


class PaneHeading(NamedTuple):
    """What stands over an article."""

    position: str
    """Which article of how many it is."""
    problem: str
    """Why it cannot be annotated; empty if it can."""
    state: str = ""
    """How far a person says to be with it: "read", "done" or nothing."""
    across: str = ""
    """What is said of it instead, while a passage of it stands beside what is read."""

    def standing(self, spans: int, left: int) -> str:
        """How it stands with an article, as in `done · 67 spans` or `12 spans · 3 left`.

        Args:
            spans: How many are tagged.
            left: How many suggestions are drawn that nobody has answered.
        """
        if self.across:
            return self.across
        counts = (counted(spans, "span") if spans else "", f"{left} left" if left else "")
        return " · ".join(part for part in (self.state, *counts) if part)


def header_line(
    position: str, title: str, standing: str, *, active: bool, palette: Palette, width: int
) -> Strip:
    """Which article of how many, its title, which is cut first, and how it stands with it.

    It is bright in the pane that has the keys.
    """
    style = palette.header_active if active else palette.header
    right = f"  {standing} " if standing else " "
    return line_strip([(f" {position} ", style), (title, style)], [(right, style)], width, style)


def rule_line(
    layout: Layout, caret: int, doing: str, *, active: bool, palette: Palette, width: int
) -> Strip:
    """How far the caret has come: its line, as lists name it too, and the share of the rows.

    Args:
        layout: Of the article.
        caret: Its offset.
        doing: What motions do besides moving, such as "selecting"; may be empty.
        active: Whether the pane has the keys.
        palette: The styles.
        width: In cells.
    """
    share = layout.row_of(caret) / max(1, len(layout) - 1)
    line = f"line {layout.line_of(caret)}/{layout.lines}"
    label = f" {doing}{' · ' if doing else ''}{line} · {share:.0%} "
    length = max(0, width - len(label))
    done = round(length * share)
    segments = [
        Segment(("━" if active else "─") * done, palette.rule_done if active else palette.faint),
        Segment("─" * (length - done), palette.faint),
        Segment(label[:width], palette.faint),
    ]
    return Strip(segments, width)


def problem_line(problem: str, y: int, palette: Palette, width: int) -> Strip:
    """A line of the sentence that stands in place of an article that cannot be shown."""
    lines = wrap_words(problem, max(10, width - 4))
    text = lines[y - 2] if 0 <= y - 2 < len(lines) else ""
    return line_strip([("  " + text, palette.text)], [], width, palette.text)
