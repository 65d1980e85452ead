"""Figures with their ends as a picture within the page; the table below says the same."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from store.agreement.wording import exact
from store.formats.html.document import escape_line
from store.wording import cut_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.agreement.row import AgreementRow

_WIDTH: Final = 720
_LEFT: Final = 244
"""Units for the names on the left."""
_RIGHT: Final = 650
_ROW: Final = 26
_HEAD: Final = 30
_LONGEST: Final = 30
"""Characters of a name."""
_MOST: Final = 40


def interval_plot(rows: Sequence[AgreementRow], name: str, title: str) -> Iterator[str]:
    """A circle for each row on a scale from 0 to 1, on a line from its lower to its upper end.

    Args:
        rows: By label; the first ones are shown.
        name: Of the figure.
        title: What is shown.
    """
    shown = [row for row in rows if row.figures[name].value is not None][:_MOST]
    height = _HEAD + _ROW * len(shown) + 6
    said = "; ".join(f"{r.label or 'all labels'} {r.figures[name].value:.2f}" for r in shown)
    yield (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {height}" aria-labelledby="plot-title plot-said">'
    )
    yield f'<title id="plot-title">{escape(title)}</title>'
    yield f'<desc id="plot-said">{escape_line(said)}</desc>'
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        x = _x(tick)
        yield f'<line class="rule" x1="{x}" y1="{_HEAD - 6}" x2="{x}" y2="{height}"/>'
        yield f'<text x="{x}" y="16" text-anchor="middle">{tick}</text>'
    for number, row in enumerate(shown):
        figure = row.figures[name]
        y = _HEAD + _ROW * number + _ROW / 2
        short = cut_short(row.label or "all labels", _LONGEST)
        yield f'<text x="0" y="{y + 5:.0f}">{escape_line(short)}</text>'
        if figure.low is not None and figure.high is not None:
            yield (
                f'<line class="ends" x1="{_x(figure.low)}" y1="{y:.0f}" '
                f'x2="{_x(figure.high)}" y2="{y:.0f}"/>'
            )
        yield f'<circle cx="{_x(figure.value or 0)}" cy="{y:.0f}" r="5"/>'
        said = exact(figure.value or 0)
        yield f'<text x="{_WIDTH}" y="{y + 5:.0f}" text-anchor="end">{said}</text>'
    yield "</svg>"


def _x(value: float) -> str:
    return f"{_LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, value)):.1f}"
