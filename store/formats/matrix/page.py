"""The matrix as one web page: the table first, each row with its quotations side by side.

It stands alone, as the page of the articles does, opens and closes without a script, and prints
with the head of the table on each sheet. On paper, where no row can be opened, the quotations of
all rows stand behind the table.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

from store.formats.html.document import document_head
from store.formats.matrix.tables import page_legend, tail, tail_heads
from store.formats.matrix.told import short_id
from store.wording import counted, cut_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.matrix.told import ToldCell, ToldClaim, ToldMatrix, ToldRow

_STYLE: Final = """
:root{--page:#fff;--ink:#1b1b1b;--soft:#595959;--rule:#d0d0d0;--band:#f3f3f3;
color-scheme:light dark}
@media (prefers-color-scheme:dark){
:root{--page:#161616;--ink:#e9e9e9;--soft:#a9a9a9;--rule:#3d3d3d;--band:#222}
}
*{box-sizing:border-box}
body{margin:0;padding:1.2rem;background:var(--page);color:var(--ink);
font:1rem/1.45 system-ui,"Noto Sans",sans-serif}
h1{font-size:1.35rem;margin:0}
h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
.about,.soft,small{color:var(--soft);font-size:.85rem}
.about{margin:.2rem 0 1rem}
table{border-collapse:separate;border-spacing:0;width:100%;border:1px solid var(--rule);
border-bottom:0}
th,td{padding:.4rem .6rem;border-bottom:1px solid var(--rule);text-align:start;
vertical-align:top;background:var(--page)}
thead th{position:sticky;top:0;z-index:2;font-size:.85rem;border-bottom:2px solid var(--ink)}
tbody th{position:sticky;left:0;z-index:1;font-weight:normal;width:28%;min-width:14rem;
max-width:30rem;overflow-wrap:anywhere}
thead th:first-child{left:0;z-index:3}
td.sign{white-space:nowrap;font-family:ui-monospace,"DejaVu Sans Mono",monospace}
td.person{font-weight:bold}
tr.disputed th{border-left:.3rem double var(--ink)}
summary{cursor:pointer}
/* Over the empty part of the cells beside it, which a head that sticks lies above. */
.quotes{--wide:min(calc(100vw - 4.5rem),75rem);width:var(--wide);
margin:.7rem calc(-1 * var(--wide)) .3rem 0;display:grid;gap:.6rem 1.2rem;
grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr))}
.quotes h4{font-size:.85rem;margin:0 0 .2rem;color:var(--soft);font-weight:normal}
.quotes p{margin:0}
.quotes .from{grid-column:1/-1}
.paper{display:none}
blockquote{margin:0 0 .5rem;padding-inline-start:.6rem;border-inline-start:2px solid var(--rule);
overflow-wrap:anywhere}
blockquote.contrary{border-inline-start-style:dashed;border-inline-start-color:var(--ink)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}
dd{margin:0;overflow-wrap:anywhere}
.pair{display:grid;gap:.6rem 1.2rem;grid-template-columns:1fr 1fr;margin:.6rem 0;
break-inside:avoid}
@page{size:landscape;margin:1.3cm}
@media print{
:root{--page:#fff;--ink:#000;--soft:#444;--rule:#999}
html{font-size:10pt}
body{padding:0}
thead{display:table-header-group}
thead th{position:static}
tbody th{position:relative}
th,td{background:none}
summary{list-style:none}
tr{break-inside:avoid}
details .quotes{display:none}
.paper{display:block}
.paper h3{font-size:1rem;margin:.9rem 0 .2rem;overflow-wrap:anywhere}
.paper .quotes{width:auto;margin:0 0 0 1rem}
blockquote,.quotes h4{break-inside:avoid}
h2,h3,h4{break-after:avoid}
}
"""
_MANY: Final = 12
"""Articles above which a sheet of paper has room for their ids alone, written downwards."""
_NARROW: Final = """
@media print{
html{font-size:8pt}
table{table-layout:fixed}
th,td{padding:.3rem .1rem .3rem .3rem}
tbody th,thead th:first-child{width:60mm;min-width:0}
thead th{writing-mode:vertical-rl}
thead small,thead br{display:none}
.number{width:12mm;overflow-wrap:anywhere}
}
"""
_COLUMN: Final = 9
"""Millimetres of a column there, and of all else on the sheet."""
_ELSE: Final = 110
_SHEET: Final = 297


def _style(articles: int) -> str:
    """The style: where the articles are too many for a sheet it has room for all, in its shape."""
    if articles <= _MANY:
        return _STYLE
    width = _ELSE + articles * _COLUMN
    wider = f"@page{{size:{width}mm {round(width / 2**0.5)}mm}}\n" if width > _SHEET else ""
    return f"{_STYLE}{_NARROW}{wider}"


def to_html(matrix: ToldMatrix) -> str:
    """The page."""
    title = escape(f"{matrix.story}: what each article says")
    head = document_head(title, _style(len(matrix.articles)))
    return "\n".join((*head, *_body(matrix), "</body>", "</html>\n"))


def _body(matrix: ToldMatrix) -> Iterator[str]:
    disputed = sum(row.is_disputed for row in matrix.rows)
    about = [counted(len(matrix.rows), "row"), counted(len(matrix.articles), "article")]
    about += [f"{disputed} disputed"] if disputed else []
    yield f"<h1>{escape(matrix.story)}</h1>"
    yield f'<p class="about">{escape(", ".join(about))}</p>'
    yield "<table>"
    heads = (
        f'<th scope="col" title="{escape(title)}">{escape(short_id(article))}<br>'
        f"<small><bdi>{escape(cut_short(title, 40))}</bdi></small></th>"
        for article, title in matrix.articles.items()
    )
    numbers = (f'<th scope="col" class="number">{each}</th>' for each in tail_heads(matrix))
    yield f'<thead><tr><th scope="col"></th>{"".join((*heads, *numbers))}</tr></thead>'
    yield "<tbody>"
    for row in matrix.rows:
        yield from _row(row, matrix)
    yield "</tbody></table>"
    yield f'<p class="about">{escape(page_legend(matrix))}</p>'
    if matrix.articles:
        yield "<h2>Articles</h2><dl>"
        for article, title in matrix.articles.items():
            yield f"<dt>{escape(short_id(article))}</dt><dd><bdi>{escape(title)}</bdi></dd>"
        yield "</dl>"
    if matrix.pairs:
        yield "<h2>What contradicts each other</h2>"
        for pair in matrix.pairs:
            yield f'<p class="soft">{escape(pair.question)}</p>' if pair.question else ""
            first, second = (_claim(each, matrix) for each in (pair.first, pair.second))
            yield f'<div class="pair"><div>{first}</div><div>{second}</div></div>'
    yield from _on_paper(matrix)


def _on_paper(matrix: ToldMatrix) -> Iterator[str]:
    """What all rows open to, which is printed and not shown."""
    if matrix.rows:
        yield '<section class="paper"><h2>What the articles say of each row</h2>'
        for row in matrix.rows:
            yield f"<h3><bdi>{escape(row.name)}</bdi></h3>{_quotes(row, matrix)}"
        yield "</section>"


def _row(row: ToldRow, matrix: ToldMatrix) -> Iterator[str]:
    cells = "".join(_cell(cell) for cell in row.cells)
    about = "".join(f'<td class="number">{escape(each)}</td>' for each in tail(row))
    kind = ' class="disputed"' if row.is_disputed else ""
    opened = f"<summary><bdi>{escape(row.name)}</bdi></summary>{_quotes(row, matrix)}"
    head = f'<th scope="row"><details>{opened}</details></th>'
    yield f"<tr{kind}>{head}{cells}{about}</tr>"


def _quotes(row: ToldRow, matrix: ToldMatrix) -> str:
    """What a row opens to: what the articles say of it, side by side."""
    said = _said if row.is_of_claims else _named
    columns = [
        f'<div><h4 dir="auto">{escape(matrix.articles[cell.article])}</h4>{said(cell.claims)}</div>'
        for cell in row.cells
        if cell.claims
    ]
    if row.origins:
        columns.append(f'<p class="soft from">from {_isolated(row.origins)}</p>')
    return f'<div class="quotes">{"".join(columns)}</div>'


def _said(claims: Sequence[ToldClaim]) -> str:
    return "".join(map(_quote, claims))


def _named(mentions: Sequence[ToldClaim]) -> str:
    """What something is called, and how often."""
    times = Counter(each.quote for each in mentions)
    named = (
        f"<bdi>{escape(text)}</bdi>{f' {number}' if number > 1 else ''}"
        for text, number in times.most_common()
    )
    return f"<p>{' · '.join(named)}</p>"


def _cell(cell: ToldCell) -> str:
    classes = "sign person" if cell.set_by == "person" else "sign"
    title = f"{cell.stance}, set by a person" if cell.set_by == "person" else cell.stance
    return f'<td class="{classes}" title="{escape(title)}">{escape(cell.marked)}</td>'


def _claim(claim: ToldClaim, matrix: ToldMatrix) -> str:
    return f"<small><bdi>{escape(matrix.articles[claim.article])}</bdi></small>{_quote(claim)}"


def _quote(claim: ToldClaim) -> str:
    kind = ' class="contrary"' if claim.is_contrary else ""
    by = f"said by {_isolated(claim.sources)}" if claim.sources else "in its own voice"
    quote = f'{escape(claim.quote)}<br><small dir="ltr">{by}</small>'
    return f'<blockquote dir="auto"{kind}>{quote}</blockquote>'


def _isolated(names: Sequence[str]) -> str:
    """Names in a row, each written in its own direction."""
    return ", ".join(f"<bdi>{escape(name)}</bdi>" for name in names)
