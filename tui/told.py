"""What an annotation or a link says, in a line, to be compared with another state of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.model import (
    Annotation,
    ArticleRecord,
    Cluster,
    Decision,
    RefusedOffer,
    Relation,
    Stance,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.annotations.model import Mention, Value
    from store.story.open_story import OpenStory


def told(value: Value, now: OpenStory) -> str:
    """All that a value says which a person can see.

    Args:
        value: The value.
        now: The story, which has the words of what it ties.
    """
    return " · ".join(filter(None, _parts(value, now)))


def _parts(value: Value, now: OpenStory) -> Iterator[str]:
    match value:
        case Annotation():
            rejected = "rejected: " if value.rejected else ""
            yield f"{rejected}{value.label} “{value.text}” at {value.start}-{value.end}"
            yield from (f"{name} {said}" for name, said in value.attributes)
        case Relation():
            role = f" ({value.role})" if value.role else ""
            yield f"{value.type}{role}: {_words(value.head, now)} to {_words(value.tail, now)}"
            yield from (f"{name} {said}" for name, said in value.attributes)
        case Cluster():
            yield f"{value.label} “{value.name}” {value.relation}".rstrip()
            yield ", ".join(_words(each, now) for each in value.members)
            yield from (f"{name} {said}" for name, said in value.attributes)
        case Stance():
            cluster = now.readable_links().clusters.get(value.cluster)
            yield f"{value.article} {value.value} “{cluster.name if cluster else value.cluster}”"
        case ArticleRecord():
            yield f"{value.id} {value.state}".rstrip()
            yield from (f"{name} {said}" for name, said in value.labels)
        case Decision():
            yield f"decision on {value.article}: {', '.join(value.taken) or 'nobody'} is right"
            yield value.reason
        case RefusedOffer():
            yield f"kept apart: {' and '.join(value.texts)}"
    if not isinstance(value, RefusedOffer) and value.note:
        yield f"note: {value.note}"


def _words(mention: Mention, now: OpenStory) -> str:
    annotation = now.annotation(mention)
    return f"“{annotation.text}”" if annotation is not None else "what is gone"
