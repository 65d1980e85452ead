"""Pictures of a report as SVG within the page; beside each stands a table that says the same."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Final

from store.formats.report.reported import MOST_NAMES
from store.wording import counted, cut_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.report.reported import NameCount, ReportedArticle, StoryReport

_WIDTH: Final = 720
_NAMES: Final = 244
"""Units for the names on the left."""
_ROW: Final = 30
_HEAD: Final = 34
_LONGEST: Final = 32
"""Characters of a name: so many stand on the left of the lines."""
_LARGEST: Final = 13
"""The radius of the largest circle."""


def quoted_plot(report: StoryReport) -> Iterator[str]:
    """Who is quoted by whom: sources in rows, articles in columns, a circle for the claims."""
    names, articles = report.sources[:MOST_NAMES], report.articles
    step = (_WIDTH - _NAMES) / len(articles)
    most = max(max(each.counts) for each in names)
    height = _HEAD + _ROW * len(names) + 6
    yield from _begun("quoted", height, "Who is quoted by whom", _quoted_said(names, articles))
    for column, article in enumerate(articles):
        x = _NAMES + step * (column + 0.5)
        yield _text(x, 20, cut_short(article.short, max(4, int(step // 8))), "middle")
    for number, each in enumerate(names):
        y = _HEAD + _ROW * number + _ROW / 2
        yield f'<line class="rule" x1="{_NAMES}" y1="{y:.1f}" x2="{_WIDTH}" y2="{y:.1f}"/>'
        yield _text(0, y + 5, cut_short(each.name, _LONGEST), "start")
        for column, count in enumerate(each.counts):
            if count:
                x = _NAMES + step * (column + 0.5)
                radius = max(8, _LARGEST * (count / most) ** 0.5)
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
                yield _text(x, y + 4, str(count), "middle", "in")
    yield "</svg>"


def _quoted_said(names: Sequence[NameCount], articles: Sequence[ReportedArticle]) -> str:
    first = names[0]
    column = max(range(len(articles)), key=lambda n: first.counts[n])
    return (
        f"{first.name} is quoted most: {counted(first.total, 'claim')}, of which "
        f"{first.counts[column]} in {articles[column].short}. The table below has all numbers."
    )


def dated(report: StoryReport) -> list[ReportedArticle]:
    """The articles whose day is known, the earliest first."""
    return sorted((each for each in report.articles if each.day), key=lambda each: each.day)


def coverage_plot(report: StoryReport) -> Iterator[str]:
    """Coverage by outlet over time: outlets in rows, a mark for each article on its day."""
    articles = dated(report)
    days = [date.fromisoformat(each.day) for each in articles]
    first, length = days[0], max(1, (days[-1] - days[0]).days)
    outlets = list(dict.fromkeys(each.short for each in articles))
    height = _HEAD + _ROW * len(outlets) + 6
    said = (
        f"{len(articles)} articles of {len(outlets)} outlets, from {articles[0].day} to "
        f"{articles[-1].day}. The list below has each."
    )
    yield from _begun("coverage", height, "Coverage by outlet over time", said)
    left, right = _NAMES + 40, _WIDTH - 50
    ends = dict.fromkeys((days[0], days[-1]))
    for day in ends:
        yield _text(left + (right - left) * (day - first).days / length, 20, str(day), "middle")
    for number, outlet in enumerate(outlets):
        y = _HEAD + _ROW * number + _ROW / 2
        yield f'<line class="rule" x1="{_NAMES}" y1="{y:.1f}" x2="{_WIDTH}" y2="{y:.1f}"/>'
        yield _text(0, y + 5, cut_short(outlet, _LONGEST), "start")
        for article, day in zip(articles, days, strict=True):
            if article.short == outlet:
                x = left + (right - left) * (day - first).days / length
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    yield "</svg>"


def _begun(name: str, height: float, title: str, said: str) -> Iterator[str]:
    yield (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {height:.0f}" '
        f'aria-labelledby="{name}-title {name}-said">'
    )
    yield f'<title id="{name}-title">{escape(title)}</title>'
    yield f'<desc id="{name}-said">{escape(said)}</desc>'


def _text(x: float, y: float, said: str, anchor: str, kind: str = "") -> str:
    class_ = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{class_}>{escape(said)}</text>'
