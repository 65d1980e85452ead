"""How far annotators agree, as one web page: it fetches nothing, needs no script, and prints."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, Final

from store.agreement.confusions import MOST_EXAMPLES, ConfusedExample
from store.agreement.resampling import ENOUGH, TIMES
from store.agreement.row import Among, Interval
from store.agreement.spans import ALL, EACH_APART
from store.agreement.tallying import Subject
from store.agreement.wording import (
    COUNTED,
    ENDS,
    HEADS,
    MEANINGS,
    TITLES,
    brief_ends,
    exact,
    told_people,
    where,
)
from store.formats.agreement.plot import interval_plot
from store.formats.agreement.style import AGREEMENT_STYLE
from store.formats.html.document import document_head, escape_line
from store.formats.html.tables import wide_table
from store.frozen import Frozen
from store.wording import counted, cut_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.agreement.coefficients import Figure
    from store.agreement.confusions import ConfusedCell
    from store.agreement.row import AgreementRow

MOST_ARTICLES: Final = 100
"""Articles that are listed, those with the least agreement first."""
_LONGEST: Final = 160
"""Characters of an example."""


class AgreementPage(Frozen):
    """What is on the page."""

    name: str
    """Of the story, or of the folder of stories."""
    people: tuple[str, ...]
    rows: Sequence[AgreementRow]
    """By label."""
    articles: Sequence[AgreementRow]
    """By article."""
    annotators: Sequence[AgreementRow]
    """By annotator."""
    confusions: Sequence[ConfusedCell]
    is_done_only: bool

    @property
    def main(self) -> Among:
        """Whose rows stand for all: those of the only pair, or the means."""
        is_pair = not any(row.among is Among.MEAN for row in self.rows)
        return Among.PAIR if is_pair else Among.MEAN

    def of(self, subject: Subject, among: Among) -> list[AgreementRow]:
        """The rows of a subject."""
        return [r for r in self.rows if (r.subject, r.among) == (subject, among) and r.places]


def agreement_page(page: AgreementPage) -> str:
    """The page."""
    title = escape_line(f"{page.name}: how far annotators agree")
    sections = [section for section in _sections(page) if section[2]]
    written = [*document_head(title, AGREEMENT_STYLE, "en")]
    written.append('<a class="skip" href="#spans">Skip to the figures</a>')
    written.append(f"<header><h1>{escape_line(page.name)}: how far annotators agree</h1>")
    written.append(f'<p class="about">{escape_line(_about(page))}</p>')
    written.append('<nav aria-label="Parts of the page"><ol>')
    written += [f'<li><a href="#{name}">{escape(head)}</a></li>' for name, head, _ in sections]
    written.append("</ol></nav></header><main>")
    for name, heading, lines in sections:
        written.append(f'<section id="{name}" aria-labelledby="{name}-heading">')
        written.append(f'<h2 id="{name}-heading">{escape(heading)}</h2>')
        written += [*lines, "</section>"]
    return "\n".join([*written, "</main>", "</body>", "</html>\n"])


def _about(page: AgreementPage) -> str:
    said = [", ".join(page.people)]
    spans = page.of(Subject.SPANS, page.main)
    if spans:
        which = "done by two or more" if page.is_done_only else "compared, done or not"
        said.append(f"{counted(spans[0].places, 'article')} {which}")
        said.append(f"{spans[0].count:,} spans")
    return " · ".join(said)


def _sections(page: AgreementPage) -> Iterator[tuple[str, str, list[str]]]:
    yield Subject.SPANS, TITLES[Subject.SPANS], list(_spans(page))
    yield "pairs", "Every two people", list(_pairs(page))
    for subject in list(Subject)[1:]:
        rows = page.of(subject, page.main)
        yield subject, TITLES[subject], list(_table(rows)) if rows else []
    yield "by-article", "Article by article", list(_articles(page))
    yield "confusion", "Which label is taken for which", list(_confusions(page))
    yield "meaning", "What the figures mean", list(_meaning(page))


def _spans(page: AgreementPage) -> Iterator[str]:
    main, together = page.of(Subject.SPANS, page.main), page.of(Subject.SPANS, Among.ALL)
    if not main:
        yield "<p>No article has been done by two of these people: there is nothing to compare.</p>"
        return
    yield "<figure>"
    yield from interval_plot(main, "exact_f1", "Exact F1 by label")
    ends = _ends_of(main)
    yield f"<figcaption>Exact F1 of all labels and of each{ends}.</figcaption></figure>"
    yield from _table(main)
    yield from _table(together)


def _ends_of(rows: Sequence[AgreementRow]) -> str:
    match rows[0].interval:
        case Interval.NONE:
            return ""
        case Interval.BOOTSTRAP:
            return "; on the line 95 % of the values lie where articles are drawn again"
        case interval:
            return f"; the line from the least to the greatest value {ENDS[interval]}"


def _table(rows: Sequence[AgreementRow]) -> Iterator[str]:
    """The rows of a group by label."""
    if rows:
        first = rows[0]
        ends = f"; below each figure: {ENDS[first.interval]}" if first.interval else ""
        names = [(row.label or "all labels") for row in rows]
        yield from _figures_table(f"{told_people(first)}{ends}", "label", names, rows)


def _figures_table(
    caption: str, head: str, names: Sequence[str], rows: Sequence[AgreementRow]
) -> Iterator[str]:
    subject = rows[0].subject
    counts = {"arts": "articles"}.get(where(subject), where(subject))
    figures = [n for n in rows[0].figures if any(r.figures[n].why != EACH_APART for r in rows)]
    heads = [head, counts, COUNTED[subject], *(HEADS[name] for name in figures)]
    lines = [
        f'<tr><th scope="row">{escape_line(name)}</th>'
        f'<td class="number">{row.places:,}</td><td class="number">{row.count:,}</td>'
        f"{''.join(_cell(row.figures[figure]) for figure in figures)}</tr>"
        for name, row in zip(names, rows, strict=True)
    ]
    yield from wide_table(caption, heads, lines, "figures")


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return f'<td class="by">{escape(figure.why)}</td>'
    ends = brief_ends(figure.low, figure.high)
    more = f'<br><span class="by">{ends}</span>' if ends else ""
    return f'<td class="number">{exact(figure.value)}{more}</td>'


def _pairs(page: AgreementPage) -> Iterator[str]:
    pairs = [row for row in page.of(Subject.SPANS, Among.PAIR) if row.label == ALL]
    if len(pairs) < 2:
        return
    by_pair = {row.people: row.figures["exact_f1"] for row in pairs}
    people = [name for name in page.people if any(name in pair for pair in by_pair)]
    rows = []
    for one in people:
        cells = []
        for other in people:
            figure = by_pair.get((min(one, other), max(one, other)))
            value = "" if figure is None or figure.value is None else exact(figure.value)
            cells.append(f'<td class="number">{value}</td>')
        rows.append(f'<tr><th scope="row">{escape_line(one)}</th>{"".join(cells)}</tr>')
    yield from wide_table(
        "Exact F1 of all labels", ["annotator", *map(escape_line, people)], rows, "figures"
    )
    of_all = [row for row in page.annotators if row.subject is Subject.SPANS and row.label == ALL]
    if of_all:
        names = [row.part for row in of_all]
        caption = "Each with all others: means over the pairs, below each figure: of one pair"
        yield from _figures_table(caption, "annotator", names, of_all)
    names = [told_people(row) for row in pairs]
    yield from _figures_table("All labels, pair by pair", "pair", names, pairs)


def _articles(page: AgreementPage) -> Iterator[str]:
    rows = [r for r in page.articles if r.subject is Subject.SPANS and r.among is page.main]
    if not rows and page.main is Among.MEAN:  # articles that only one pair has done have no mean
        rows = [r for r in page.articles if r.subject is Subject.SPANS]
    known = [row for row in rows if row.figures["exact_f1"].value is not None]
    if len(rows) < 2 or not known:
        return
    known.sort(key=lambda row: (row.figures["exact_f1"].value or 0, row.part))
    yield "<p>Those in which least is the same come first"
    left = len(rows) - len(known)
    yield (
        f"; {counted(left, 'article')} in which nobody marked anything left out.</p>"
        if left
        else ".</p>"
    )
    shown = known[:MOST_ARTICLES]
    yield from _figures_table("All labels", "article", [row.part for row in shown], shown)
    if len(known) > len(shown):
        yield f'<p class="about">and {len(known) - len(shown):,} more with greater exact F1</p>'


def _confusions(page: AgreementPage) -> Iterator[str]:
    """What two take for something else, over all pairs: who of two it was makes no difference."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    examples: dict[tuple[str, str], list[ConfusedExample]] = defaultdict(list)
    for cell in page.confusions:
        turned = (cell.second == "", cell.second) < (cell.first == "", cell.first)
        labels = (cell.second, cell.first) if turned else (cell.first, cell.second)
        counts[labels] += cell.count
        examples[labels] += [_turned(each) if turned else each for each in cell.examples]
    same = sum(count for (one, other), count in counts.items() if one == other)
    all_ = sum(counts.values())
    if not all_:
        return
    yield f"<p>{same:,} of {all_:,} have the same label with both.</p>"
    rows = []
    for labels, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        if labels[0] != labels[1]:
            shown = "".join(map(_example, sorted(set(examples[labels]))[:MOST_EXAMPLES]))
            rows.append(
                f'<tr><th scope="row">{escape_line(labels[0])}</th>'
                f"<td>{escape_line(labels[1]) or 'nothing'}</td>"
                f'<td class="number">{count:,}</td><td>{shown}</td></tr>'
            )
    if rows:
        yield from wide_table(
            "What one calls so and another otherwise, most frequent first",
            ["one says", "the other", "times", f"the first {MOST_EXAMPLES} places"],
            rows,
        )


def _turned(example: ConfusedExample) -> ConfusedExample:
    place = (example.story, example.article, example.start, example.end)
    return ConfusedExample(*place, example.second, example.first)


def _example(example: ConfusedExample) -> str:
    words = dict.fromkeys(_quoted(each) for each in (example.first, example.second) if each)
    return f'<p>{" / ".join(words)} <span class="by">{escape_line(example.place)}</span></p>'


def _quoted(words: str) -> str:
    return f"<q>{escape_line(cut_short(words, _LONGEST))}</q>"


def _meaning(page: AgreementPage) -> Iterator[str]:
    heads = dict.fromkeys(HEADS[name] for row in page.rows if row.places for name in row.figures)
    if not heads:
        return
    yield "<dl>"
    for head in heads:
        yield f"<dt>{escape(head)}</dt><dd>{escape(MEANINGS[head])}</dd>"
    yield "</dl>"
    yield (
        "<p>Intervals are those in which 95 % of the values lie where articles are drawn again "
        f"{TIMES:,} times; with fewer than {ENOUGH} articles the least and the greatest value "
        "stand in their place. A figure that cannot be told says why. As CSV or JSON "
        "<code>sidelight agree</code> gives all figures with all their places.</p>"
    )
