"""Markdown: read as an article as it is; written to show articles with their spans.

A span stands in bold brackets with its label and number after it, which survives wherever
Markdown is shown, and which the table under the article explains. Nothing that an article, a
label or a note says is taken for markup.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from store.formats.format import Format
from store.formats.marking import (
    SHOWN,
    Ties,
    marks_of,
    one_line,
    pieces,
    readable,
    said_by,
    title_of,
)
from store.formats.text import article_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.marking import Mark, PlaceInReport, Tie
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow, Placed
    from store.formats.writing import Output

# Characters are written as references where GitHub acts on more than the standard's markup:
# formulas, and what it makes links of.
_REFERENCES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "@": "&#64;"}
_ESCAPED: Final = {
    **{c: f"\\{c}" for c in r"\`*_{}[]()#+-.!|~=:^"},
    **_REFERENCES,
    "\u00a0": "&nbsp;",
}
_SIGNS: Final = str.maketrans(_ESCAPED)
_HARMLESS: Final = regex.compile(r"(?<=\p{L})-(?=\p{L})|(?<=[\p{L}\p{N}\"”’)])[.:](?=[ \n]|$)")
"""Points and hyphens in running text, which begin no list and no link."""
_LINE_END: Final = regex.compile(r"\r\n|\r|\n")
_LEADING: Final = regex.compile(r"^[ \t]+", regex.MULTILINE)
_OPENING: Final = "<b>[</b>"
_CLOSING: Final = "<b>]</b>"
_TABLE_HEAD: Final = ["", "label", "text", "place"]


def read(source: Input) -> Iterator[Placed]:
    """The file as one article, its text as it is.

    Raises:
        InputError: It is what is written here, which is no article.
    """
    found = article_of(source)
    if _OPENING in found.row.said and _cells(_TABLE_HEAD) in found.row.said:
        reason = "this is what Sidelight wrote to be read, no article; import the dataset instead"
        raise source.error(reason)
    yield found


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles one under the other, then what ties them."""
    ties = Ties()
    with target.stream() as stream:
        for number, row in enumerate(rows, 1):
            if number > 1:
                stream.write(b"\n---\n\n")
            stream.write(_article(row, number, ties).encode("utf-8", "replace"))
        stream.write(_between(ties).encode("utf-8", "replace"))


@lru_cache(1_024)
def escape(text: str) -> str:
    """A text in one line that is shown as it is and never taken for markup."""
    return _escape_signs(readable(" ".join(text.split())))


def _escape_signs(text: str) -> str:
    if text.isalnum():
        return text
    pieces_: list[str] = []
    at = 0
    for match in _HARMLESS.finditer(text):
        if _begins_list(text, match.start()):
            continue
        pieces_ += (text[at : match.start()].translate(_SIGNS), match[0])
        at = match.end()
    return "".join(pieces_) + text[at:].translate(_SIGNS)


def _begins_list(text: str, at: int) -> bool:
    """Whether only digits stand before a point in its line: "1." would number a list."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return not line.strip() or line.strip().isdigit()


def _article(row: ArticleRow, number: int, ties: Ties) -> str:
    lines = [f"## {number}. {_escape_signs(title_of(row))}\n"]
    meta = row.meta
    facts = (meta.outlet, meta.date, meta.author, meta.link, row.id)
    about = [each for each in facts if each]
    lines.append(" · ".join(map(escape, about)) + "\n")
    if row.text is None:
        lines.append("*The text is not in the dataset.*\n")
    else:
        lines.append(_text_with_marks(row.said, marks_of(row)) + "\n")
    within = ties.add(row, number)
    if row.spans:
        lines.append(_table(row))
    if within:
        lines.append("\n".join(_tie(tie) for tie in within) + "\n")
    return "\n".join(lines)


def _text_with_marks(text: str, marks: Sequence[Mark]) -> str:
    shown = readable(text)
    crossing = _crossing(marks)
    written: list[str] = []
    for piece in pieces(len(text), marks):
        for mark in piece.closed:
            label = escape(mark.span.label)
            written.append(f"{_CLOSING}<sub>{label} {mark.number}</sub>")
        for mark in piece.opened:
            number = f"<sub>{mark.number}</sub>" if mark in crossing else ""
            written.append(f"{number}{_OPENING}")
        written.append(_passage(shown, piece.start, piece.end))
    return _paragraphs("".join(written))


def _passage(text: str, start: int, end: int) -> str:
    """A stretch of a text; what a sign means depends on what stands beside it."""
    is_within_line = start > 0 and text[start - 1] not in "\r\n"
    passage = _LINE_END.sub("\n", text[start:end])
    escaped_ = _escape_signs(("x" if is_within_line else "") + passage)
    return escaped_[1:] if is_within_line else escaped_


def _crossing(marks: Sequence[Mark]) -> set[Mark]:
    """The marks that begin in another and end outside it, and those others."""
    found: set[Mark] = set()
    for place, mark in enumerate(marks):
        for number in range(place + 1, len(marks)):
            other = marks[number]
            if other.start >= mark.end:
                break
            if mark.start < other.start and mark.end < other.end:
                found |= {mark, other}
    return found


def _paragraphs(marked: str) -> str:
    """Line ends that are seen: blank lines stay, others become breaks; no line is code."""
    blocks = regex.split(r"\n(?:[ \t]*\n)+", marked.strip("\n"))
    return "\n\n".join(_lines(block) for block in blocks if block.strip())


def _lines(block: str) -> str:
    spaced = _LEADING.sub(lambda m: "&emsp;" * len(m[0].replace("\t", "  ")), block)
    return "<br>\n".join(line.rstrip(" \t") for line in spaced.split("\n"))


def _table(row: ArticleRow) -> str:
    has_notes = any(span.note for span in row.spans)
    head = [*_TABLE_HEAD, *(["note"] if has_notes else [])]
    lines = [_cells(head), _cells(["---:", *["---"] * (len(head) - 1)])]
    for number, span in enumerate(row.spans, 1):
        place = ", ".join(f"{start}–{end}" for start, end in span.extents)
        said = one_line(said_by(row, span), 200)
        cells = [str(number), escape(span.label), escape(said), place]
        if has_notes:
            cells.append("<br>".join(map(escape, _LINE_END.split(span.note))))
        lines.append(_cells(cells))
    return "\n".join(lines) + "\n"


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _tie(tie: Tie) -> str:
    return f"* {_place(tie.head)} → {_place(tie.tail)}: {escape(tie.name)}"


def _place(place: PlaceInReport, *, has_article: bool = False) -> str:
    where = f" in article {place.article}" if has_article else ""
    return f"{escape(place.label)} {place.number} “{escape(place.said)}”{where}"


def _between(ties: Ties) -> str:
    lines: list[str] = []
    if ties.crossing:
        lines.append("\n## Between articles\n")
        for tie in ties.crossing:
            head, tail = (_place(each, has_article=True) for each in (tie.head, tie.tail))
            lines.append(f"* {head} → {tail}: {escape(tie.name)}")
        lines.append("")
    if ties.clusters:
        lines.append("\n## The same thing\n")
        for cluster in ties.clusters.values():
            name = escape(cluster.name) or "without a name"
            relation = f", {escape(cluster.relation)}" if cluster.relation else ""
            lines.append(f"* <b>{name}</b> ({escape(cluster.label)}{relation})")
            members = (_place(each, has_article=True) for each in ties.members[cluster.id])
            lines += (f"  * {member}" for member in members)
        lines.append("")
    return "\n".join(lines)


def _looks_like(_head: bytes, name: str) -> float:
    """By its name: any text is Markdown."""
    return 0.6 if name.lower().endswith((".md", ".markdown")) else 0.0


FORMAT: Final = Format(
    name="markdown",
    title="Markdown: read as an article; written to be read, with the spans in brackets",
    holds=SHOWN,
    reads=read,
    writes=write,
    endings=(".md",),
    looks_like=_looks_like,
)
