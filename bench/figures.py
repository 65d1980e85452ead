"""Medians, budgets and tables."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Spread:
    """How many values there are and where they lie."""

    median: float
    p95: float
    least: float
    most: float
    count: int


def spread(values: Iterable[float]) -> Spread:
    """The spread of one value or more; p95 is the value that 5 % at most lie above."""
    ordered = sorted(values)
    at = max(0, -(-95 * len(ordered) // 100) - 1)
    return Spread(statistics.median(ordered), ordered[at], ordered[0], ordered[-1], len(ordered))


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that something may be."""

    name: str
    value: float
    most: float
    unit: str = ""

    @property
    def missed_by(self) -> float:
        """How far the value lies above the budget; 0 or less if it is met."""
        return self.value - self.most


def verdict(*budgets: Budget) -> str:
    """ "met", or which budgets were missed by how much; empty without a budget."""
    missed = [
        f"{budget.name} by {_figure(budget.missed_by)}{budget.unit}"
        for budget in budgets
        if budget.missed_by > 0
    ]
    if missed:
        return f"MISSED: {', '.join(missed)}"
    return "met" if budgets else ""


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"


@dataclass(slots=True)
class Table:
    """What one part of the bench found."""

    title: str
    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    """With as many cells as the header; one of a single cell is a heading for those below it."""
    notes: list[str] = field(default_factory=list)
    """What the budgets are and how it was measured, as sentences."""
    data: list[dict[str, Any]] = field(default_factory=list)
    """The same figures unrounded, for a script."""
    words: int = 1
    """How many of the first columns hold words, not figures."""

    def __str__(self) -> str:
        cells = [list(self.header), *(list(row) for row in self.rows)]
        figures = [row for row in cells if len(row) > 1]
        widths = [max(len(row[i]) for row in figures) for i in range(len(self.header))]
        lines = [self.title, *(f"  {note}" for note in self.notes), ""]
        for number, row in enumerate(cells):
            # The first columns say what and the last the verdict; between them stand figures.
            if len(row) == 1:
                lines += ("", f"  {row[0]}")
                continue
            last = len(row) - 1
            texts = [
                cell.ljust(width) if i < self.words or i == last else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            lines.append(f"  {'  '.join(texts).rstrip()}")
            if number == 0:
                lines.append(f"  {'  '.join('-' * width for width in widths)}")
        return "\n".join(lines) + "\n"
