"""What an edit does, in a few words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.annotations.edits import (
    Batch,
    EditOfArticle,
    EditOfCluster,
    EditOfDecision,
    EditOfRefusal,
    EditOfRelation,
    EditOfStance,
    cluster_left,
    is_of_rejection,
    of_annotations,
    quoted,
)
from store.annotations.model import (
    Annotation,
    ArticleRecord,
    Cluster,
    Decision,
    RefusedOffer,
    Relation,
    Stance,
)
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.annotations.edits import Edit, LinkEdit
    from store.annotations.model import Linked


def describe(edit: Edit) -> str:
    """What an edit does, in a few words: `add actor "Iran"`."""
    if isinstance(edit, Batch):
        return _describe_batch(edit)
    before, after = edit.before, edit.after
    if is_of_rejection(edit):
        value = after or before
        assert isinstance(value, Annotation)
        verb = "no longer reject" if after is None else "reject" if before is None else "change"
        return f"{verb} {value.label} {quoted(value.text)}"
    if isinstance(before, Annotation) and isinstance(after, Annotation):
        if before.label != after.label:
            return f"relabel {quoted(after.text)} {before.label} → {after.label}"
        if before.adrift and not after.adrift:
            return f"place {after.label} {quoted(after.text)}"
        if before.span != after.span:
            return f"resize {after.label} to {quoted(after.text)}"
        if before.origin is not after.origin:
            given = f"give the origin “{after.origin.in_words}” to"
            return f"{given} {after.label} {quoted(after.text)}"
        what = "note on" if before.note != after.note else "record of"
        return f"{what} {after.label} {quoted(after.text)}"
    value = after or before
    assert value is not None
    if isinstance(value, Annotation):
        return f"{'add' if after else 'remove'} {value.label} {quoted(value.text)}"
    return _describe_link(before, after)  # type: ignore[arg-type]  # it is of no annotation


def _describe_link(before: Linked | None, after: Linked | None) -> str:
    verb = "change" if before and after else "add" if after else "remove"
    match after or before:
        case Relation() as relation:
            return (
                f"{'change' if before and after else 'tie' if after else 'untie'} {relation.type}"
            )
        case Cluster() as cluster:
            if isinstance(before, Cluster) and after:
                return _describe_cluster(before, cluster)
            return f"{verb} cluster {quoted(cluster.name)}"
        case Stance() as stance:
            where = f"the cell of {stance.article}"
            return f"set {where} to {stance.value}" if after else f"clear {where}"
        case RefusedOffer() as refused:
            verb = "keep" if after else "no longer keep"
            return f"{verb} {' and '.join(map(quoted, refused.texts))} apart"
        case Decision() as decision:
            return _describe_decision(before, decision, is_there=after is not None)
        case ArticleRecord() as record:
            empty = ArticleRecord(record.article)
            was, now = (v if isinstance(v, ArticleRecord) else empty for v in (before, after))
            return _describe_record(was, now)
    return f"{verb} nothing"


def _describe_cluster(before: Cluster, after: Cluster) -> str:
    """What has changed in a cluster, by what tells most."""
    which = f"cluster {quoted(after.name)}"
    if before.name != after.name:
        return f"rename cluster {quoted(before.name)} to {quoted(after.name)}"
    if before.label != after.label:
        return f"relabel {which} {before.label} → {after.label}"
    if before.members != after.members:
        return f"{'join' if {*after.members} - {*before.members} else 'leave'} {which}"
    if before.relation != after.relation:
        return f"set relation of {which} to {after.relation or 'none'}"
    if before.refs != after.refs:
        return f"set ids of {which} to {' '.join(after.refs) or 'none'}"
    return f"{'note on' if before.note != after.note else 'change'} {which}"


def _describe_decision(before: Linked | None, decision: Decision, *, is_there: bool) -> str:
    if not is_there:
        return f"open again what was decided in {decision.article}"
    if isinstance(before, Decision) and before.taken == decision.taken:
        return f"say why something was decided in {decision.article}"
    had = " and ".join(decision.taken)
    return f"decide for {had} in {decision.article}" if had else f"leave out in {decision.article}"


def _describe_record(before: ArticleRecord, after: ArticleRecord) -> str:
    if before.note != after.note:
        return f"note on {after.article}"
    if changed := {*before.labels} ^ {*after.labels}:
        given = dict(after.labels)
        name = min(name for name, _ in changed)
        if name in given:
            return f"set {name} of {after.article} to {given[name]}"
        return f"no longer say {name} of {after.article}"
    if changed := {*before.byline} ^ {*after.byline}:
        name = min(name for name, _ in changed)
        value = dict(after.byline).get(name)
        said = "what its text says" if value is None else quoted(value) if value else "unknown"
        return f"set {name} of {after.article} to {said}"
    if not after.state:
        return f"no longer mark {after.article} as {before.state}"
    return f"mark {after.article} as {after.state}"


def _describe_batch(batch: Batch) -> str:
    """What a batch does; what only goes with something greater in it is not worth a word."""
    if batch.to:
        return f"{batch.what} {batch.to}"
    numbers = Counter(map(is_of_rejection, of_annotations(batch)))
    told, rejections = numbers[False], numbers[True]
    if (told or rejections) == 1:
        ones = (each for each in of_annotations(batch) if not told or not is_of_rejection(each))
        one = next(ones)
        gone = _untied_by(batch) if one.before and one.after else ""
        return describe(one) + _tied_by(batch) + gone
    if told or rejections:
        what, noun = ("change", "annotations") if told else ("reject", "suggestions")
        return f"{batch.what or what} {told or rejections} {noun}{_untied_by(batch)}"
    if len(batch.edits) == 1:
        return describe(*batch.edits)
    kinds = Counter(type(each) for each in batch.edits)
    counts = (counted(kinds[kind], noun) for kind, noun in _NOUNS.items() if kinds[kind])
    return f"{batch.what or 'change'} {' and '.join(counts) or 'nothing'}"


def _tied_by(batch: Batch) -> str:
    """The relations that come with something new: who said a claim, once both are tagged."""
    is_new = any(not each.before and each.after for each in of_annotations(batch))
    tied = sum(isinstance(each, EditOfRelation) and each.before is None for each in batch.edits)
    return f", and tie {counted(tied, 'relation')}" if tied and is_new else ""


def _untied_by(batch: Batch) -> str:
    """The relations and clusters that go with new labels, which do not fit them, or with what is
    removed."""
    untied = sum(isinstance(e, EditOfRelation) and e.after is None for e in batch.edits)
    left = sum(cluster_left(e) is not None for e in batch.edits)
    ways = ("untie", untied, "relation"), ("leave", left, "cluster")
    return "".join(f", and {what} {counted(n, noun)}" for what, n, noun in ways if n)


_NOUNS: Final[Mapping[type[LinkEdit], str]] = {
    EditOfRelation: "relation",
    EditOfCluster: "cluster",
    EditOfStance: "stance",
    EditOfArticle: "article",
    EditOfRefusal: "refused offer",
    EditOfDecision: "decision",
}
