"""Undo and redo where the articles have changed since: the edit as it has to be made now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    of_links,
    singles,
    touched,
)
from store.annotations.links import articles_in
from store.annotations.model import UNKNOWN
from store.errors import ConflictError
from store.frozen import Frozen
from store.story.following import anchored, renamed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.annotations.collection import Annotations
    from store.annotations.edits import Edit, LinkEdit, SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Annotation
    from store.story.following import OldText


class Present(Frozen):
    """An article as it is now, for an edit that was made when it was different."""

    id: str
    """Its id now."""
    text: str
    sha256: str
    everything: Annotations


def rebased(
    edit: Edit,
    texts: Mapping[str, str],
    present: Callable[[str], Present],
    links: Callable[[], Links],
    old_text: OldText,
) -> Edit:
    """An edit that was made earlier (or its inverse), as it has to be made now.

    Args:
        edit: What would be done if nothing had changed.
        texts: By article, the SHA-256 of the file to which the places in the edit belong.
        present: Gives an article as it is now by the id that it had.
        links: Gives the relations and clusters as they are now.
        old_text: Gives the text of a file as it was.

    Raises:
        ConflictError: What it would change is not there any more as it was.
    """
    now = {article_id: present(article_id) for article_id in touched(edit)}
    linked = (v for each in of_links(edit) for v in (each.before, each.after) if v is not None)
    mentioned = {article_id for value in linked for article_id in articles_in(value)}
    renames = {name: now[name].id if name in now else present(name).id for name in mentioned}
    unchanged = all(
        here.id == name and texts.get(name, here.sha256) == here.sha256
        for name, here in now.items()
    )
    if unchanged and all(old == new for old, new in renames.items()):
        return edit
    moved: list[SingleEdit] = []
    for single in singles(edit):
        if isinstance(single, EditOfAnnotation):
            here = now[single.article]
            moved.append(_annotation_now(single, here, texts.get(single.article, ""), old_text))
        else:
            moved.append(_link_now(single, links(), renames.get))
    if isinstance(edit, Batch):
        return replace(edit, edits=tuple(moved))
    return moved[0]


def _annotation_now(
    edit: EditOfAnnotation, here: Present, version: str, old_text: OldText
) -> EditOfAnnotation:
    before, after = edit.before, edit.after
    standing = None
    if before is not None:
        standing = next((a for a in here.everything if a.id == before.id), None)
        if standing is None or not _differ_in_place_only(standing, before):
            raise ConflictError(f"the annotation {before.id} is not there any more as it was")
    if after is not None:
        if before is not None and standing is not None and before.span == after.span:
            after = replace(
                after,
                start=standing.start,
                end=standing.end,
                text=standing.text,
                adrift=standing.adrift,
            )
        else:
            after = _placed(after, here, version, old_text)
    return EditOfAnnotation(here.id, standing, after)


def _differ_in_place_only(one: Annotation, other: Annotation) -> bool:
    return replace(one, start=0, end=0, adrift="") == replace(other, start=0, end=0, adrift="")


def _placed(annotation: Annotation, here: Present, version: str, old_text: OldText) -> Annotation:
    [(_, place)] = anchored(here.text, here.sha256, [annotation], version, old_text)
    if place.is_certain and place.span is not None:
        return replace(annotation, start=place.span.start, end=place.span.end, adrift="")
    return replace(annotation, adrift=annotation.adrift or version or UNKNOWN)


def _link_now(edit: LinkEdit, links: Links, new_id: Callable[[str], str | None]) -> SingleEdit:
    before, after = (value and renamed_in(value, new_id) for value in (edit.before, edit.after))
    renamed = type(edit)(before, after)  # type: ignore[arg-type]  # of the same class
    return replace(renamed, before=None if before is None else links.standing(renamed))
