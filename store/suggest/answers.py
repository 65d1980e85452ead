"""What a person says to suggestions, as edits: accepted, perhaps with a correction, or rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.actions import Refusal, tag
from store.annotations.edits import Batch, EditOfAnnotation, EditOfRelation
from store.annotations.links import Links
from store.annotations.model import Mention, Relation, new_id
from store.labels import ATTRIBUTION, SPEAKER
from store.steps import Steps
from store.suggest.candidates.finding import analyses
from store.suggest.candidates.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from store.annotations.edits import Edit, SingleEdit
    from store.annotations.model import Annotation, Origin
    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion
    from store.text.span import Span

_CUE: Final = "cue"
"""How a label for the words is called that tell who says something."""
_UNTIED: Final = Links()
"""Of a story in which nothing is tied."""


def accepted(
    opened: OpenArticle,
    suggestion: Suggestion,
    labels: LabelSet,
    *,
    label: str | None = None,
    span: Span | None = None,
    links: Links = _UNTIED,
) -> Edit | Refusal:
    """The edit that makes an annotation of a suggestion.

    With a claim its source and its cue are tagged, where there are labels for them and they are not
    tagged yet; claim and source are tied where both are annotations then, and of the claim nobody
    has said yet who said it. A suggestion that is
    corrected is rejected as it was by the same edit, so that it does not come back.

    Args:
        opened: The article.
        suggestion: What is accepted.
        labels: Of the story.
        label: Another label than the suggested one.
        span: Other ends than the suggested ones.
        links: Of the story.
    """
    return _accepted(opened, suggestion, _Parts.of(labels, links), label=label, span=span)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The labels of what belongs together where something is said, empty where there is none; and
    what is tied already."""

    claim: str
    source: str
    cue: str
    links: Links

    @classmethod
    def of(cls, labels: LabelSet, links: Links) -> _Parts:
        roles = roles_of(labels)
        cue = next((label.name for label in labels if label.name.casefold() == _CUE), "")
        return cls(roles.claim, roles.source, cue, links)

    def is_attributed(self, claim: Mention) -> bool:
        """Whether it has been said already who said a claim."""
        relations = self.links.relations_of(claim)
        return any(each.type == ATTRIBUTION and each.head == claim for each in relations)


def _accepted(
    opened: OpenArticle,
    suggestion: Suggestion,
    parts: _Parts,
    *,
    label: str | None = None,
    span: Span | None = None,
) -> Edit | Refusal:
    """As `accepted`, with the labels that matter instead of all."""
    chosen_label, chosen_span = label or suggestion.label, span or suggestion.span
    edit = tag(
        opened.article, opened.annotations, chosen_span, chosen_label, origin=suggestion.origin
    )
    if isinstance(edit, Refusal):
        return edit
    made = edit.after
    assert made is not None
    edits: list[SingleEdit] = [edit]
    if (made.span, made.label) != (suggestion.span, suggestion.label):
        rejection = rejected(opened, suggestion)
        if not isinstance(rejection, Refusal):
            edits.append(rejection)
    said = _said_with(opened, suggestion, parts) if made.label == parts.claim else []
    edits += said
    fresh = [each.after for each in said if each.after is not None]
    edits += _ties(opened, made, suggestion, parts, fresh)
    return Batch(tuple(edits), "accept") if len(edits) > 1 else edit


def rejected(opened: OpenArticle, suggestion: Suggestion) -> EditOfAnnotation | Refusal:
    """The edit that rejects a suggestion for good."""
    return rejected_at(opened, suggestion.span, suggestion.label, suggestion.origin)


def rejected_at(
    opened: OpenArticle, span: Span, label: str, origin: Origin
) -> EditOfAnnotation | Refusal:
    """The edit that says for good that a span has not a label."""
    if opened.rejected.find(span, label) is not None:
        return Refusal("This was rejected already")
    edit = tag(opened.article, opened.annotations, span, label, origin=origin)
    if isinstance(edit, Refusal) or edit.after is None:
        return edit
    return EditOfAnnotation(edit.article, None, replace(edit.after, rejected=True))


def accepting(
    of_kind: Sequence[tuple[OpenArticle, Suggestion]],
    labels: LabelSet,
    links: Links = _UNTIED,
) -> Steps[Edit | Refusal]:
    """The one edit that accepts several suggestions, a step for each.

    Args:
        of_kind: Each with its article.
        labels: Of the story.
        links: Of the story.
    """
    parts = _Parts.of(labels, links)
    return _answering(of_kind, lambda opened, each: _accepted(opened, each, parts), "accept")


def rejecting(of_kind: Sequence[tuple[OpenArticle, Suggestion]]) -> Steps[Edit | Refusal]:
    """The one edit that rejects several suggestions, a step for each."""
    return _answering(of_kind, rejected, "reject")


def _answering(
    of_kind: Sequence[tuple[OpenArticle, Suggestion]],
    edit_of: Callable[[OpenArticle, Suggestion], Edit | Refusal],
    what: str,
) -> Steps[Edit | Refusal]:
    def steps() -> Generator[None, None, Edit | Refusal]:
        edits = []
        for opened, each in of_kind:
            edits.append(edit_of(opened, each))
            yield
        return _together(edits, what)

    return Steps(steps(), len(of_kind))


def _together(edits: Sequence[Edit | Refusal], what: str) -> Edit | Refusal:
    made: list[SingleEdit] = []
    sources: set[tuple[str, Span, str]] = set()
    for edit in edits:
        if isinstance(edit, Batch):
            first, *rest = edit.edits
            added = {_place(each) for each in rest} - {None}
            is_twice = not added.isdisjoint(sources)  # the source of two claims is tagged once
            made += (first,) if is_twice else edit.edits
            sources |= {place for place in added if place is not None}
        elif not isinstance(edit, Refusal):
            made.append(edit)
    if not made:
        refusals = [edit for edit in edits if isinstance(edit, Refusal)]
        return refusals[0] if refusals else Refusal("Nothing of this kind is proposed any more")
    return made[0] if len(made) == 1 else Batch(tuple(made), what)


def _place(edit: SingleEdit) -> tuple[str, Span, str] | None:
    """Where an edit adds an annotation, and which; none if it adds none."""
    if not isinstance(edit, EditOfAnnotation) or edit.after is None or edit.after.rejected:
        return None
    return edit.article, edit.after.span, edit.after.label


# Claims and their sources ------------------------------------------------------------------------


def _said_with(
    opened: OpenArticle, suggestion: Suggestion, parts: _Parts
) -> list[EditOfAnnotation]:
    """The edits that tag the source and the cue of a claim, as far as they are not tagged yet."""
    found: list[EditOfAnnotation] = []
    for span, label in ((suggestion.source, parts.source), (suggestion.cue, parts.cue)):
        if span is None or not label or _annotated(opened, span, label) is not None:
            continue
        edit = tag(opened.article, opened.annotations, span, label, origin=suggestion.origin)
        if not isinstance(edit, Refusal) and opened.rejected.find(span, label) is None:
            found.append(edit)
    return found


def _ties(
    opened: OpenArticle,
    made: Annotation,
    suggestion: Suggestion,
    parts: _Parts,
    fresh: Sequence[Annotation],
) -> list[SingleEdit]:
    """The relations between a new annotation and the claims or the source that go with it; what
    the same edit tags is `fresh`."""
    if not parts.source:
        return []
    ties: list[tuple[Annotation, Annotation]] = []
    if suggestion.source is not None and made.label != parts.source:
        source = _annotated(opened, suggestion.source, parts.source) or next(
            (one for one in fresh if one.label == parts.source), None
        )
        ties += [(made, source)] if source is not None else []
    if made.label == parts.source:
        claims = _claims_of(opened, suggestion.span, parts.claim)
        unsaid = (each for each in claims if not parts.is_attributed(Mention(opened.id, each.id)))
        ties += [(claim, made) for claim in unsaid]
    here, origin, when = opened.id, suggestion.origin, made.created
    return [
        EditOfRelation(
            None,
            Relation(
                new_id(),
                ATTRIBUTION,
                Mention(here, head.id),
                Mention(here, tail.id),
                SPEAKER,
                origin,
                when,
                when,
            ),
        )
        for head, tail in dict.fromkeys(ties)
    ]


def _claims_of(opened: OpenArticle, source: Span, label: str) -> Iterator[Annotation]:
    """The annotated claims that a source is said to have made."""
    for at, passage in analyses(opened.article.text, source):
        for said in passage.attributions:
            if said.claim is not None and said.source and said.source.moved(at) == source:
                claim = said.claim.moved(at)
                for each in opened.annotations.overlapping(claim):
                    if each.label == label and claim.covers(each.span):
                        yield each


def _annotated(opened: OpenArticle, span: Span, label: str) -> Annotation | None:
    """The annotation with a label that stands where a source was found, or most over that place."""
    beside = [a for a in opened.annotations.overlapping(span) if a.label == label]
    return max(beside, key=lambda a: (a.span == span, a.span.shared(span)), default=None)
