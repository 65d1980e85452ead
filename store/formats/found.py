"""What a query has found, told: as values, and as lines of JSON or of CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from store.across.matrix_values import Matrix
from store.annotations.model import Mention
from store.formats.matrix.telling import told_matrix, told_row
from store.formats.matrix.told import ToldRow
from store.formats.spreadsheet import encode_rows, neutral
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.across.matrix_values import MatrixRow
    from store.annotations.model import Origin
    from store.formats.matrix.told import ToldMatrix
    from store.query.finding import Found
    from store.query.of_paragraphs import FoundParagraph
    from store.query.queried import QueriedStory
    from store.story.annotation_list import ListedAnnotation, ListedKind


class ToldAnnotation(Frozen):
    """An annotation, with what ties it."""

    article: str
    line: int
    """Of the article's file, from 1; 0 where its place is not certain."""
    start: int
    """In code points, as the end."""
    end: int
    label: str
    text: str
    note: str
    kind: ListedKind
    origin: Origin | None
    created: str
    id: str
    clusters: tuple[str, ...]
    """What those are called that it is in."""
    said_by: tuple[str, ...]
    """The sources that it is tied to, in their words."""
    attributes: Mapping[str, str]


class ToldParagraph(Frozen):
    """A paragraph."""

    article: str
    line: int
    start: int
    end: int
    text: str
    annotations: int
    """How many begin in it."""


ToldValue = ToldAnnotation | ToldParagraph | ToldRow


def told(found: Found, story: QueriedStory) -> Sequence[ToldAnnotation | ToldParagraph]:
    """The annotations or paragraphs that were found, as values."""
    if found.paragraphs is not None:
        return [_paragraph(each) for each in found.paragraphs]
    return [_annotation(row, story) for row in found.annotations]


def told_rows(rows: Sequence[MatrixRow], story: QueriedStory) -> Sequence[ToldRow]:
    """Rows of the matrix in words."""
    return [told_row(story.ties, row) for row in rows]


def rows_as_matrix(rows: Sequence[MatrixRow], story: QueriedStory) -> ToldMatrix:
    """Rows as a matrix that is shown."""
    return told_matrix("", story.ties, Matrix(story.ids, tuple(rows), ()))


def _paragraph(each: FoundParagraph) -> ToldParagraph:
    span, text = each.span, each.text
    return ToldParagraph(each.article, each.line, span.start, span.end, text, len(each.annotations))


def _annotation(row: ListedAnnotation, story: QueriedStory) -> ToldAnnotation:
    annotation = row.annotation
    mention = Mention(row.article, annotation.id if annotation is not None else "")
    sources = (story.annotations.get(each) for each in story.speakers.get(mention, ()))
    return ToldAnnotation(
        row.article,
        row.line,
        row.start,
        row.end,
        row.label,
        row.text,
        row.note,
        row.kind,
        row.origin,
        row.created,
        mention.id,
        tuple(each.name for each in story.clusters.get(mention, ())),
        tuple(each.text for each in sources if each is not None),
        dict(annotation.attributes if annotation is not None else ()),
    )


def to_json_lines(values: Iterable[tuple[str, ToldValue]]) -> Iterator[str]:
    """A line of JSON for each, in ASCII, so that none acts on a terminal.

    Args:
        values: Each with its story, which is empty where there is only one.
    """
    for story, value in values:
        said = ({"story": story} if story else {}) | msgspec.to_builtins(value)
        yield json.dumps(said).replace("\x7f", "\\u007f") + "\n"


def to_csv(values: Iterable[tuple[str, ToldValue]]) -> bytes:
    """CSV with a head; of rows of the matrix a line each, with a column for each article."""
    lines = [({"story": story} if story else {}) | _cells(value) for story, value in values]
    heads = tuple(dict.fromkeys(name for line in lines for name in line))
    cells = (tuple(neutral(line.get(name, "")) for name in heads) for line in lines)
    return encode_rows([tuple(map(neutral, heads)), *cells], is_csv=True)


def _cells(value: ToldValue) -> dict[str, str]:
    """The columns of a line and what stands in them."""
    if isinstance(value, ToldRow):
        stances = {cell.article: cell.stance or str(cell.count or "") for cell in value.cells}
        return {
            "row": value.name,
            "label": value.label,
            **stances,
            "articles": str(value.articles),
            "origins": str(len(value.origins)),
            "anonymous": str(value.anonymous),
        }
    return {name: _cell(said) for name, said in msgspec.structs.asdict(value).items()}


def _cell(said: object) -> str:
    if isinstance(said, tuple):
        return "; ".join(said)
    if isinstance(said, dict):
        return "; ".join(f"{name}={value}" for name, value in said.items())
    return "" if said is None else str(said)
