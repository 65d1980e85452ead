"""What a person can do to the record of a claim: one edit for each field that is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations import linking
from store.annotations.actions import Refusal
from store.annotations.claim_record import FIELDS, FieldName, recorded, with_record
from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster, quoted
from store.annotations.links import CONTRADICTS
from store.annotations.model import timestamp
from store.labels import ATTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.across.mention_groups import TaggedMention
    from store.annotations.links import Links
    from store.annotations.model import Annotation, Cluster, Mention
    from store.labels import LabelSet
    from store.story.open_story import OpenStory

_OF_CLAIMS = tuple(name for name in FieldName if name is not FieldName.SOURCE)


def has_record(claim: Annotation) -> bool:
    """Whether anything is said in the record of a claim."""
    return any(recorded(claim, name) for name in _OF_CLAIMS)


def set_field(article_id: str, claim: Annotation, name: FieldName, value: str) -> Batch:
    """Have a field of a claim's record hold a value; the same once more, and it holds nothing."""
    said = "" if recorded(claim, name) == value else value
    after = with_record(replace(claim, updated=timestamp()), name, said)
    told = f"{FIELDS[name].title} of {claim.label} {quoted(claim.text)} to {said or 'nothing'}"
    return Batch((EditOfAnnotation(article_id, claim, after),), "set", told)


def clear_record(article_id: str, claim: Annotation) -> Batch | Refusal:
    """Say nothing in the record of a claim any more."""
    after = claim
    for name in _OF_CLAIMS:
        after = with_record(after, name, "")
    if after == claim:
        return Refusal("There is no record of it yet")
    edit = EditOfAnnotation(article_id, claim, replace(after, updated=timestamp()))
    return Batch((edit,), "clear", f"record of {claim.label} {quoted(claim.text)}")


def cluster_of_source(links: Links, source: Mention) -> Cluster | None:
    """The cluster of a source, which has its grade."""
    gathered = (each for each in links.clusters_of(source) if each.relation != CONTRADICTS)
    return next(gathered, None)


def grade_source(links: Links, source: TaggedMention, value: str) -> Batch | Refusal:
    """Grade a source: its cluster, or one of it alone; the same once more takes the grade off."""
    label, text = source.annotation.label, source.annotation.text
    before = cluster_of_source(links, source.mention)
    told = f"grade of {label} {quoted(text)}"
    if before is None:
        made = linking.gather(text, label, [source.mention])
        if isinstance(made, Refusal) or made.after is None:
            return Refusal("It cannot be graded")
        edit = EditOfCluster(None, with_record(made.after, FieldName.SOURCE, value))
        return Batch((edit,), "set", f"{told} to {value}")
    said = "" if recorded(before, FieldName.SOURCE) == value else value
    after = with_record(replace(before, updated=timestamp()), FieldName.SOURCE, said)
    return Batch((EditOfCluster(before, after),), "set", f"{told} to {said or 'none'}")


def all_claims(story: OpenStory, labels: LabelSet) -> Iterator[tuple[str, Annotation]]:
    """The claims of a story in its order, each with the id of its article."""
    heads = labels.relation_type(ATTRIBUTION).heads
    for opened in story.every_article():
        yield from ((opened.id, each) for each in opened.annotations if each.label in heads)
