"""The claims of a story as JSON-LD in the words of schema.org: a `Claim` a row of the matrix.

Schema.org has no words for what claims are to each other, so those are our own. A `ClaimReview` is
written only where a person has graded a claim; it needs the address of who publishes it, which a
story does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.prose import is_quoted
from store.across.story_passages import day_of
from store.annotations.claim_record import FieldName, recorded
from store.annotations.model import StanceValue
from store.formats.w3c.names import LINK, annotation_iri, article_iri
from store.text.inert import inert_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.across.matrix_values import Matrix, MatrixRow
    from store.across.origins import ClaimOrigin
    from store.across.story_ties import StoryTies
    from store.annotations.model import Mention

_CONTEXT: Final = ["https://schema.org", {"sidelight": "urn:sidelight:ns:"}]
_APPEARS: Final = (StanceValue.ASSERTS, StanceValue.HEDGES, StanceValue.BOTH)
"""What an article does with a claim that appears in it."""
_BEST: Final = 5
"""Of a rating: a claim of grade 1, confirmed; grade 5 is improbable."""
_UNRATED: Final = "6"
"""The grade of what cannot be judged."""


def claims_document(ties: StoryTies, matrix: Matrix, annotator: str) -> dict[str, object]:
    """The rows of a matrix of claims as a JSON-LD document.

    Args:
        ties: What the matrix was made of.
        matrix: Its rows are claims.
        annotator: Who has graded them.
    """
    rows: dict[Mention, str] = {}
    for row in matrix.rows:
        for member in row.members:
            rows.setdefault(member, _iri(row))
    graph: list[dict[str, object]] = []
    for row in matrix.rows:
        graph.append(_claim(ties, row, rows))
        graph += _reviews(ties, row, annotator)
    return {"@context": _CONTEXT, "@graph": graph}


def _iri(row: MatrixRow) -> str:
    return annotation_iri(row.cluster.id if row.cluster is not None else row.members[0].id, LINK)


def _claim(ties: StoryTies, row: MatrixRow, rows: Mapping[Mention, str]) -> dict[str, object]:
    appearance = [_article(ties, cell.article) for cell in row.cells if cell.value in _APPEARS]
    against = dict.fromkeys(rows[each] for each in row.against if each in rows)
    omitted = (cell.article for cell in row.cells if cell.value is StanceValue.OMITS)
    return _full(
        {
            "@type": "Claim",
            "@id": _iri(row),
            "name": inert_line(row.name),
            "text": _quotation(ties, row.members),
            "author": [_author(origin) for origin in row.origins],
            "appearance": appearance,
            "firstAppearance": _first(appearance),
            "sidelight:contradicts": [{"@id": each} for each in against],
            "sidelight:omittedBy": [_article(ties, each) for each in omitted],
            "sidelight:grades": list(_grades(ties, row)),
            "sameAs": list(row.cluster.refs) if row.cluster is not None else [],
        }
    )


def _quotation(ties: StoryTies, claims: Sequence[Mention]) -> str:
    """The words of the first claim that is a quotation, else of the first."""
    texts = {each: ties.articles[each.article].text for each in claims}
    quoted = (each for each in claims if is_quoted(texts[each], ties.annotations[each].span))
    first = next(quoted, claims[0] if claims else None)
    return inert_line(ties.annotations[first].text) if first is not None else ""


def _author(origin: ClaimOrigin) -> dict[str, object]:
    """Who said it: schema.org asks for a person or an organization, and nobody has said which."""
    if origin.is_own_voice:
        return {"@id": article_iri(origin.name)}
    return _full({"name": inert_line(origin.name), "sidelight:isAnonymous": origin.is_anonymous})


def _article(ties: StoryTies, article_id: str) -> dict[str, object]:
    article = ties.articles[article_id]
    return _full(
        {
            "@type": "NewsArticle",
            "@id": article_iri(article_id),
            "headline": inert_line(article.title),
            "publisher": {"@type": "Organization", "name": article.outlet}
            if article.outlet
            else None,
            "datePublished": day_of(article.date),
        }
    )


def _first(articles: Sequence[dict[str, object]]) -> dict[str, object] | None:
    """The article that is dated first; none where one has no date."""
    if not all(each.get("datePublished") for each in articles):
        return None
    first = min(articles, key=lambda each: str(each["datePublished"]), default=None)
    return {"@id": first["@id"]} if first is not None else None


def _grades(ties: StoryTies, row: MatrixRow) -> Iterator[dict[str, object]]:
    """What a person says of a claim and of its source, each pair once."""
    seen = set()
    for claim in row.members:
        information = recorded(ties.annotations[claim], FieldName.INFORMATION)
        speaker = ties.speaker_of(claim)
        cluster = ties.entity_of(speaker) if speaker is not None else None
        source = recorded(cluster, FieldName.SOURCE) if cluster is not None else ""
        if (information or source) and (information, source) not in seen:
            seen.add((information, source))
            yield _full(
                {
                    "admiralty-scale:source-reliability": source.lower(),
                    "admiralty-scale:information-credibility": information,
                }
            )


def _reviews(ties: StoryTies, row: MatrixRow, annotator: str) -> Iterator[dict[str, object]]:
    """A review for each claim of a row whose credibility a person has graded."""
    for claim in row.members:
        annotation = ties.annotations[claim]
        grade = recorded(annotation, FieldName.INFORMATION)
        if not grade:
            continue
        rating = {"ratingValue": _BEST + 1 - int(grade), "bestRating": _BEST, "worstRating": 1}
        yield _full(
            {
                "@type": "ClaimReview",
                "claimReviewed": inert_line(annotation.text),
                "itemReviewed": {"@id": _iri(row)},
                "author": {"@type": "Person", "name": annotator},
                "reviewRating": {"@type": "Rating", **rating} if grade != _UNRATED else None,
            }
        )


def _full(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in ("", [], None, False)}
