"""Annotations follow their words where an article has changed or its file has another name.

Those whose place is certain (see `store.text.anchoring`) move by themselves. The others stay as
they were, adrift: they remember the text in which they stood, and wait for a person to accept a
proposed place, to choose another, or to drop them. None is lost, none moves to a look-alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation, link_edit
from store.annotations.links import with_names
from store.annotations.model import UNKNOWN, Annotation, Mention
from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Linked
    from store.text.anchoring import Anchored

    OldText = Callable[[str], str | None]
    """The text of an article's file by its SHA-256; none if it was not kept."""

_SHOWN: Final = 60
"""Code points shown of the old text on either side of a orphan annotation."""


class Orphan(Frozen):
    """An annotation whose place in the changed article a person has to settle."""

    article: str
    annotation: Annotation
    proposal: Span | None
    """The likeliest place in the present text, if there is one."""
    reason: str
    """Why it was not placed by itself, as a clause."""
    before: str = ""
    """What stood before it in the old text."""
    after: str = ""
    """What stood behind it."""


def reanchored(
    article_id: str,
    text: str,
    sha256: str,
    everything: Iterable[Annotation],
    annotated_sha256: str,
    old_text: OldText,
) -> tuple[EditOfAnnotation, ...]:
    """What has to change so that annotations stand at their words in the present text, or adrift.

    Args:
        article_id: The article's id.
        text: The article as it is now.
        sha256: Of its file as it is now.
        everything: All annotations of the article.
        annotated_sha256: Of the file in which those that are not adrift stand.
        old_text: Gives the text of a file as it was.
    """
    edits = []
    for before, place in anchored(text, sha256, everything, annotated_sha256, old_text):
        if place.is_certain and place.span is not None:
            start, end = place.span.start, place.span.end
            after = replace(before, start=start, end=end, adrift="")
        else:
            after = replace(before, adrift=before.adrift or annotated_sha256 or UNKNOWN)
        if after != before:
            edits.append(EditOfAnnotation(article_id, before, after))
    return tuple(edits)


def orphans(
    article_id: str, text: str, adrift: Sequence[Annotation], old_text: OldText
) -> list[Orphan]:
    """What a person has to settle in an article, with a proposed place for each."""
    found = []
    for annotation, place in anchored(text, "", adrift, "", old_text):
        old = old_text(annotation.adrift) or ""
        start, end = annotation.start, annotation.end
        found.append(
            Orphan(
                article_id,
                annotation,
                place.span,
                place.reason,
                old[max(0, start - _SHOWN) : start],
                old[end : end + _SHOWN],
            )
        )
    return sorted(found, key=lambda orphan: orphan.annotation.order)


def anchored(
    text: str, sha256: str, some: Iterable[Annotation], annotated_sha256: str, old_text: OldText
) -> list[tuple[Annotation, Anchored]]:
    """Each annotation with its place in the present text, compared with the text it stood in.

    Args:
        text: The article as it is now.
        sha256: Of its file as it is now.
        some: The annotations.
        annotated_sha256: Of the file in which those that are not adrift stand.
        old_text: Gives the text of a file as it was.
    """
    from store.text.anchoring import anchor  # 7 ms to import: paid where an article has changed

    by_text: dict[str, list[Annotation]] = {}
    for annotation in some:
        by_text.setdefault(annotation.adrift or annotated_sha256, []).append(annotation)
    found: list[tuple[Annotation, Anchored]] = []
    for version, group in by_text.items():
        old = text if version == sha256 else old_text(version)
        sound = [a for a in group if old is not None and a.span.of(old) == a.text]
        if old is not None:
            places = anchor(old, text, [a.span for a in sound])
            found += zip(sound, places, strict=True)
        known = set(sound)
        found += [(a, _by_quote(text, a)) for a in group if a not in known]
    return found


def _by_quote(text: str, annotation: Annotation) -> Anchored:
    """A proposal where the text in which an annotation stood is not known."""
    from store.text.anchoring import Anchored

    quote = annotation.text
    start = text.find(quote) if quote else -1
    if start < 0:
        return Anchored(None, "these words are not in the article any more")
    reason = "the article as it was annotated was not kept"
    if text.find(quote, start + 1) >= 0:
        reason += ", and these words stand in more than one place"
    return Anchored(Span(start, start + len(quote)), reason)


# Renamed articles ---------------------------------------------------------------------------


def moved_over(
    old_id: str, new_id: str, everything: Iterable[Annotation], links: Links
) -> tuple[SingleEdit, ...]:
    """The edits that give an article's annotations, and all that is said of it, its new id."""
    renames = {old_id: new_id}
    edits: list[SingleEdit] = []
    for annotation in everything:
        edits.append(EditOfAnnotation(old_id, annotation, None))
        edits.append(EditOfAnnotation(new_id, None, annotation))
    for value in links:
        renamed = renamed_in(value, renames.get)
        if renamed != value:
            edits.append(link_edit(value, renamed))
    return tuple(edits)


def renamed_in(value: Linked, new_id: Callable[[str], str | None]) -> Linked:
    """A value in which articles have their new ids."""

    def named(article: str) -> str:
        return new_id(article) or article

    return with_names(value, lambda each: Mention(named(each.article), each.id), named)
