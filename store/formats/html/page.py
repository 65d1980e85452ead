"""One web page with the articles of a story side by side and their spans marked in them.

The page stands alone: no script, nothing fetched, and a policy that forbids both, so that what an
article says can do nothing. What is taken from a dataset is escaped, and what would hide or
reorder text is made visible. Labels are told apart by letters and lines as well as by colours.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

from store.formats.html.document import document_head, escape_line
from store.formats.html.style import STYLE
from store.formats.marking import (
    Ties,
    letters_of,
    marks_of,
    one_line,
    pieces,
    readable,
    said_by,
    title_of,
)
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.marking import Mark, PlaceInReport, Tie
    from store.formats.rows import ArticleRow
    from store.formats.writing import Output
    from store.labels import LabelSet

_NOTHING: Final = "\0"
"""Stands for a character that is not written; it is in no readable text."""


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the page."""
    page = HtmlPage(target.labels)
    # The legend counts all spans, and stands before the articles.
    with tempfile.TemporaryFile(dir=target.folder) as articles:
        for number, row in enumerate(rows, 1):
            articles.write(_bytes(page.article(row, number)))
        with target.stream() as stream:
            stream.write(_bytes(page.head()))
            articles.seek(0)
            shutil.copyfileobj(articles, stream)
            stream.write(_bytes(page.end()))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


class HtmlPage:
    """A page as it is written; what stands before and after the articles is gathered."""

    def __init__(self, labels: LabelSet, heading: str = "h2") -> None:
        """Nothing is written yet.

        Args:
            labels: By which spans are coloured.
            heading: The element in which the title of an article stands.
        """
        self._labels = labels
        self._heading = heading
        self._signs = letters_of(labels, ())
        self._counts: Counter[str] = Counter()
        self._ties = Ties()
        self._articles = 0
        self._story = ""

    # Articles ------------------------------------------------------------------------------

    def article(self, row: ArticleRow, number: int) -> str:
        """An article with its marks, each of which can be linked to."""
        self._articles = number
        self._story = self._story or row.meta.story
        self._counts.update(span.label for span in row.spans)
        self._signs = letters_of(self._labels, self._counts)
        ties = self._ties.add(row, number)
        meta = row.meta
        facts = (meta.outlet, meta.date, meta.author, meta.link)
        about = [escape_line(each) for each in facts if each]
        text = (
            f'<div class="text">{self._text_with_marks(row, number)}</div>'
            if row.text is not None
            else '<p class="about">The text is not in the dataset.</p>'
        )
        lines = [
            f'<article id="a{number}" data-id="{escape_line(row.id)}">',
            f"<{self._heading}>{escape(title_of(row))}</{self._heading}>",
            f'<p class="about">{" · ".join([*about, counted(len(row.spans), "span")])}</p>',
            text,
            *self._said_of(row, number, ties),
            "</article>\n",
        ]
        return "\n".join(lines)

    def _text_with_marks(self, row: ArticleRow, article: int) -> str:
        marks = marks_of(row)
        # The two characters of a line end on Windows are one only where no tag stands between.
        text = readable(row.said).replace("\r\n", f"{_NOTHING}\n").replace("\r", "\n")
        written: list[str] = []
        open_: list[Mark] = []
        for piece in pieces(len(text), marks):
            ending = set(piece.closed)
            # Marks that cross are cut where one ends: elements nest.
            cut: list[Mark] = []
            while ending:
                last = open_.pop()
                written.append("</mark>")
                if last in ending:
                    ending.discard(last)
                else:
                    cut.append(last)
            for mark in (*reversed(cut), *piece.opened):
                open_.append(mark)
                written.append(self._tag(mark, article, piece.start))
            written.append(escape(text[piece.start : piece.end].replace(_NOTHING, "")))
        return "".join(written)

    def _tag(self, mark: Mark, article: int, at: int) -> str:
        span = mark.span
        begins = at == mark.start
        classes = [self._class(span.label), f"d{mark.lane}"]
        classes += ["from"] if begins else []
        id_ = f' id="{anchor_of(article, mark.number)}"' if begins and mark.part == 0 else ""
        sign = f' data-sign="{escape_line(self._signs[span.label])}"' if begins else ""
        title = escape_line(span.label) + (f": {escape_line(span.note)}" if span.note else "")
        return (
            f'<mark class="{" ".join(classes)}"{id_}{sign} data-id="{escape_line(span.id)}" '
            f'data-label="{escape_line(span.label)}" title="{title}">'
        )

    def _class(self, name: str) -> str:
        label = self._labels.named(name)
        return f"{label.colour} {label.drawing.value}" if label else "grey fill"

    def _said_of(self, row: ArticleRow, article: int, ties: Sequence[Tie]) -> Iterator[str]:
        """Notes, and relations within the article."""
        notes = [(number, span) for number, span in enumerate(row.spans, 1) if span.note]
        if not notes and not ties:
            return
        yield '<ul class="said">'
        for number, span in notes:
            said = escape(one_line(said_by(row, span)))
            link = self._link(article, number, span.label, said)
            note = escape(readable(span.note)).replace("\n", "<br>")
            yield f"<li>{link} {note}</li>"
        for tie in ties:
            yield f"<li>{self._tie(tie)}</li>"
        yield "</ul>"

    def _link(self, article: int, number: int, label: str, said: str) -> str:
        sign = f"<b>{escape_line(self._signs[label])}</b>"
        return f'{sign} <a href="#{anchor_of(article, number)}">“{said}”</a>'

    def _place(self, place: PlaceInReport, *, has_article: bool = False) -> str:
        link = self._link(place.article, place.number, place.label, escape(place.said))
        return f"{link} in {escape(place.title)}" if has_article else link

    def _tie(self, tie: Tie, *, has_article: bool = False) -> str:
        head, tail = (self._place(p, has_article=has_article) for p in (tie.head, tie.tail))
        return f"{head} → {tail} <i>{escape_line(tie.name)}</i>"

    # Around them ---------------------------------------------------------------------------

    def head(self) -> str:
        """What stands above the articles."""
        title = escape_line(self._story) or "Annotated articles"
        spans = sum(self._counts.values())
        about = f"{counted(self._articles, 'article')}, {counted(spans, 'span')}"
        return "\n".join(
            (
                *document_head(title, STYLE),
                f'<header><h1>{title}</h1><p class="about">{about}</p>',
                self.legend(),
                "</header>",
                "<main>\n",
            )
        )

    def legend(self) -> str:
        """What the colours and letters say, with how many spans there are of each label."""
        names = [*self._labels.names, *sorted(set(self._counts) - set(self._labels.names))]
        items = (
            f'<li><mark class="{self._class(name)} d0 from" '
            f'data-sign="{escape_line(self._signs[name])}">{escape_line(name)}</mark> '
            f"<span>{self._counts[name]:,}</span></li>"
            for name in names
        )
        return f'<ul class="legend">{"".join(items)}</ul>'

    def end(self) -> str:
        """What stands below them: ties between articles, and clusters."""
        lines = ["</main>"]
        if crossing := self._ties.crossing:
            lines.append("<footer><h2>Between articles</h2><ul>")
            lines += (f"<li>{self._tie(tie, has_article=True)}</li>" for tie in crossing)
            lines.append("</ul></footer>")
        if self._ties.clusters:
            lines.append("<footer><h2>The same thing</h2><dl>")
            for cluster in self._ties.clusters.values():
                what = ", ".join(filter(None, (cluster.label, cluster.relation)))
                name = escape_line(cluster.name) or "without a name"
                lines.append(f"<dt>{name} <i>{escape_line(what)}</i></dt>")
                for member in self._ties.members[cluster.id]:
                    lines.append(f"<dd>{self._place(member, has_article=True)}</dd>")
            lines.append("</dl></footer>")
        return "\n".join([*lines, "</body>", "</html>\n"])


def anchor_of(article: int, number: int) -> str:
    """The id of the first mark of a span, by the numbers of its article and in that, from 1."""
    return f"a{article}-{number}"
