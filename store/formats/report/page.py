"""The report as one web page: it stands alone, fetches nothing, needs no script, and prints."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from store.across.shared_passages import SharedKind
from store.formats.html.document import document_head, escape_line
from store.formats.html.page import HtmlPage
from store.formats.html.tables import wide_table
from store.formats.marking import one_line, readable
from store.formats.matrix.tables import page_legend
from store.formats.report.plots import coverage_plot, dated, quoted_plot
from store.formats.report.reported import MOST_NAMES, claims_in, disputes
from store.formats.report.style import REPORT_STYLE
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.across.matrix_values import MatrixRow
    from store.across.story_passages import StoryPassage
    from store.annotations.model import Mention
    from store.formats.matrix.told import ToldClaim, ToldRow
    from store.formats.report.reported import NameCount, StoryReport

_LONGEST_PASSAGE: Final = 400
_MEANS: Final = {
    SharedKind.UTTERANCE: "quoted in each: one utterance, not copying",
    SharedKind.PARAPHRASE: "quoted in one, in another's own words",
    SharedKind.COPIED: "outside quotation marks in each: copied prose",
}


def report_page(report: StoryReport) -> str:
    """The page."""
    title = escape_line(f"{report.story}: what {counted(len(report.articles), 'article')} say")
    sections = [
        (name, heading, list(lines(report)))
        for name, heading, lines, is_there in _SECTIONS
        if is_there(report)
    ]
    written = [*document_head(title, REPORT_STYLE, "en"), *_head(report, sections), "<main>"]
    for name, heading, lines in sections:
        written.append(f'<section id="{name}" aria-labelledby="{name}-heading">')
        written.append(f'<h2 id="{name}-heading">{escape(heading)}</h2>')
        written += [*lines, "</section>"]
    return "\n".join([*written, "</main>", "</body>", "</html>\n"])


def _head(report: StoryReport, sections: Sequence[tuple[str, str, list[str]]]) -> Iterator[str]:
    about = [counted(len(report.articles), "article")]
    outlets = {each.row.meta.outlet for each in report.articles if each.row.meta.outlet}
    about += [f"{len(outlets)} outlets"] if len(outlets) > 1 else []
    days = [each.day for each in dated(report)]
    about += [days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"] if days else []
    about += [f"annotated by {report.annotator}"]
    yield '<a class="skip" href="#short">Skip to the report</a>'
    yield f"<header><h1>{escape_line(report.story)}</h1>"
    yield f'<p class="about">{escape_line(" · ".join(about))}</p>'
    yield '<nav aria-label="Parts of the report"><ol>'
    yield from (
        f'<li><a href="#{name}">{escape(heading)}</a></li>' for name, heading, _ in sections
    )
    yield "</ol></nav></header>"


# Tables -------------------------------------------------------------------------------------


def _article_heads(report: StoryReport) -> list[str]:
    return [
        f'<a href="#a{a.number}" title="{escape_line(a.title)}">{escape_line(a.short)}</a>'
        for a in report.articles
    ]


def _counts(
    report: StoryReport, caption: str, head: str, names: Sequence[NameCount]
) -> Iterator[str]:
    rows = [
        f'<tr><th scope="row">{escape_line(each.name)}</th>'
        + "".join(f'<td class="number">{count or ""}</td>' for count in (*each.counts, each.total))
        + "</tr>"
        for each in names[:MOST_NAMES]
    ]
    yield from wide_table(caption, [head, *_article_heads(report), "all"], rows)
    if len(names) > MOST_NAMES:
        yield f'<p class="about">and {len(names) - MOST_NAMES:,} more with fewer each</p>'


# Parts --------------------------------------------------------------------------------------


def _short(report: StoryReport) -> Iterator[str]:
    told_of = []
    for each in report.articles:
        meta = each.row.meta
        day = f'<time datetime="{each.day}">{escape_line(meta.date)}</time>' if each.day else ""
        cells = (escape_line(meta.outlet), day or escape_line(meta.date),
                 escape_line(", ".join(each.names)), f"{len(each.row.spans):,}")  # fmt: skip
        told_of.append(cells)
    every = ("outlet", "date", "who is in it most", "spans")
    known = [n for n in range(len(every)) if any(cells[n] for cells in told_of)]
    rows = [
        f'<tr><th scope="row"><a href="#a{each.number}">{escape_line(each.title)}</a></th>'
        + "".join(f"<td>{cells[n]}</td>" for n in known)
        + "</tr>"
        for each, cells in zip(report.articles, told_of, strict=True)
    ]
    heads = ("article", *(every[n] for n in known))
    yield from wide_table("The articles", heads, rows)
    told = report.told.rows
    disputed = sum(row.is_disputed for row in told)
    lone = sum(len(row.origins) == 1 for row in told)
    if told:
        yield (
            f"<p>{counted(len(told), 'claim')} {'are' if len(told) > 1 else 'is'} tied: "
            f"{disputed} disputed, {lone} of a single origin.</p>"
        )
    if report.actors:
        caption = "Who is in the articles: mentions by article"
        yield from _counts(report, caption, "who", report.actors)


def _matrix(report: StoryReport) -> Iterator[str]:
    rows = []
    for number, told in enumerate(report.told.rows, 1):
        kind = ' class="disputed"' if told.is_disputed else ""
        cells = "".join(
            f'<td class="sign{" person" if c.set_by == "person" else ""}" '
            f'title="{escape_line(c.stance)}">{escape(c.marked)}</td>'
            for c in told.cells
        )
        rows.append(
            f'<tr{kind}><th scope="row"><a href="#row-{number}">{escape_line(told.name)}</a></th>'
            f'{cells}<td class="number">{told.articles}</td>'
            f"<td>{escape(told.origin_count)}</td></tr>"
        )
    heads = ["claim", *_article_heads(report), "articles", "origins"]
    yield from wide_table("Claims by article: disputed ones first", heads, rows)
    yield f'<p class="about">{escape(page_legend(report.told))}</p>'


def _claims(report: StoryReport) -> Iterator[str]:
    rows = zip(report.matrix.rows, report.told.rows, strict=True)
    for number, (row, told) in enumerate(rows, 1):
        yield f'<h3 id="row-{number}">{escape_line(told.name)}</h3>'
        yield f'<p class="about">{_said_of(report, row, told)}</p>'
        yield '<div class="sides">'
        for cell, said in zip(row.cells, told.cells, strict=True):
            if said.claims:
                article = report.article(cell.article)
                does = "carries both sides" if said.stance == "both" else said.stance
                yield f"<div><h4>{escape_line(article.short)}: {escape_line(does)}</h4>"
                pairs = zip(claims_in(cell), said.claims, strict=True)
                yield from (_quotation(report, mention, claim) for mention, claim in pairs)
                yield "</div>"
        yield "</div>"


def _said_of(report: StoryReport, row: MatrixRow, told: ToldRow) -> str:
    said = [counted(told.articles, "article")]
    names = (
        f"{report.article(each.name).short} in its own voice" if each.is_own_voice else each.name
        for each in row.origins
    )
    said += [f"from {escape_line(', '.join(names))}"] if row.origins else []
    others = disputes(report, row)
    if others:
        links = (
            f'<a href="#row-{n}">{escape_line(one_line(report.told.rows[n - 1].name))}</a>'
            for n in others
        )
        said.append(f"disputed, with {', '.join(links)}")
    return " · ".join(said)


def _quotation(report: StoryReport, mention: Mention, claim: ToldClaim) -> str:
    kind = ' class="contrary"' if claim.is_contrary else ""
    by = f"said by {', '.join(claim.sources)}" if claim.sources else "in its own voice"
    against = "against it · " if claim.is_contrary else ""
    anchor = report.anchors.get(mention)
    where = report.article(claim.article).short
    link = f' · <a href="#{anchor}">in {escape_line(where)}</a>' if anchor else ""
    return (
        f"<blockquote{kind}><p>{escape(claim.quote)}</p>"
        f'<p class="by">{against}{escape_line(by)}{link}</p></blockquote>'
    )


def _contradictions(report: StoryReport) -> Iterator[str]:
    pairs = zip(report.matrix.pairs, report.told.pairs, strict=True)
    for number, (pair, told) in enumerate(pairs, 1):
        yield f"<h3>{escape_line(told.question) or f'Contradiction {number}'}</h3>"
        yield '<div class="sides">'
        yield _quotation(report, pair.first.claim, told.first)
        yield _quotation(report, pair.second.claim, told.second)
        yield "</div>"


def _differing(report: StoryReport) -> Iterator[str]:
    """What is said of one thing, value by value; two that differ cannot both hold."""
    for table in report.differing:
        rows = []
        for number, placed in enumerate(table.values):
            value = placed.value
            article = report.article(placed.article)
            anchors = (
                report.anchors.get(each) for each in (placed.mention, *placed.claims) if each
            )
            anchor = next(filter(None, anchors), f"a{article.number}")
            against = ", ".join(table.values[n].value.told for n in table.against(number))
            rows.append(
                f'<tr><th scope="row">{escape_line(value.told or value.words)}</th>'
                f'<td><a href="#{anchor}">{escape_line(article.short)}</a></td>'
                f"<td>{escape_line(placed.said)}</td><td>{escape_line(against)}</td></tr>"
            )
        caption = f"{table.name} · {table.kind.value}"
        yield from wide_table(caption, ("value", "article", "words", "differs from"), rows)


def _passages(report: StoryReport) -> Iterator[str]:
    for number, passage in enumerate(report.passages, 1):
        yield f"<h3>Passage {number}: {escape(_MEANS[passage.kind])}</h3>"
        yield f'<p class="about">{escape_line(_about_passage(report, passage))}</p>'
        yield '<div class="sides">'
        for place in passage.places:
            article = report.article(place.article)
            said = article.row.said[place.span.start : place.span.end]
            yield f"<blockquote><p>{escape(one_line(readable(said), _LONGEST_PASSAGE))}</p>"
            link = f'<a href="#a{article.number}">in {escape_line(article.short)}</a>'
            yield f'<p class="by">{link}</p></blockquote>'
        yield "</div>"


def _about_passage(report: StoryReport, passage: StoryPassage) -> str:
    first = f" · first in {report.article(passage.first).short}" if passage.first else ""
    return f"{counted(passage.words, 'word')}{first}"


def _quoted(report: StoryReport) -> Iterator[str]:
    yield "<figure>"
    yield from quoted_plot(report)
    yield "<figcaption>A circle for the claims that an article has from a source.</figcaption>"
    yield "</figure>"
    caption = "Who is quoted by whom: claims by source and article"
    yield from _counts(report, caption, "source", report.sources)


def _coverage(report: StoryReport) -> Iterator[str]:
    yield "<figure>"
    yield from coverage_plot(report)
    yield "<figcaption>A circle for each article, on the day that its byline says.</figcaption>"
    yield "</figure><ol>"
    for each in dated(report):
        link = f'<a href="#a{each.number}">{escape_line(each.title)}</a>'
        day = f'<time datetime="{each.day}">{each.day}</time>'
        yield f"<li>{day} {escape_line(each.short)}: {link}</li>"
    yield "</ol>"


def _articles(report: StoryReport) -> Iterator[str]:
    page = HtmlPage(report.labels, heading="h3")
    articles = [page.article(each.row, each.number) for each in report.articles]
    yield page.legend()
    yield '<div class="articles">'
    yield from articles
    yield "</div>"


_SECTIONS: Final[
    tuple[
        tuple[str, str, Callable[[StoryReport], Iterator[str]], Callable[[StoryReport], bool]], ...
    ]
] = (
    ("short", "The event in short", _short, lambda _: True),
    ("matrix", "Which article says what", _matrix, lambda r: bool(r.told.rows)),
    ("claims", "The claims, side by side", _claims, lambda r: bool(r.told.rows)),
    ("contradictions", "What contradicts each other", _contradictions,
     lambda r: bool(r.told.pairs)),
    ("differs", "What differs: figures, dates, places", _differing, lambda r: bool(r.differing)),
    ("shared", "Shared passages", _passages, lambda r: bool(r.passages)),
    ("quoted", "Who is quoted by whom", _quoted, lambda r: bool(r.sources)),
    ("coverage", "Coverage over time", _coverage,
     lambda r: len({each.day for each in dated(r)}) > 1),
    ("articles", "The articles", _articles, lambda _: True),
)  # fmt: skip
"""The parts in their order: id, heading, what writes it, and whether there is anything to write."""
