"""Undo and redo where the articles have changed since: the edit as it has to be made now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    by_article,
    many_edits,
    of_links,
)
from store.annotations.links import articles_in
from store.annotations.model import UNKNOWN
from store.errors import ConflictError
from store.frozen import Frozen
from store.story.following import anchored, renamed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

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
    everything: Callable[[], Annotations]


def rebased(
    edit: Edit,
    texts: Mapping[str, str],
    present: Callable[[str], Present],
    links: Callable[[], Links],
    old_text: OldText,
    folder: Path,
) -> Edit:
    """An edit that was made earlier (or its inverse), as it has to be made now.

    Args:
        edit: What would be done if nothing had changed.
        texts: By article, the SHA-256 of the file to which the places in the edit belong.
        present: Gives an article as it is now by the id that it had.
        links: Gives the relations and clusters as they are now.
        old_text: Gives the text of a file as it was.
        folder: Where there is room for edits that are too many to be held.

    Raises:
        ConflictError: What it would change is not there any more as it was.
    """
    parts = by_article(edit)
    linked = (v for each in of_links(edit) for v in (each.before, each.after) if v is not None)
    mentioned = {article_id for value in linked for article_id in articles_in(value)}
    ids: dict[str, str] = {}
    is_unchanged = True
    for name in {*parts, *mentioned}:
        here = present(name)
        ids[name] = here.id
        is_unchanged &= (here.id, here.sha256) == (name, texts.get(name, here.sha256))
    if is_unchanged:
        return edit

    def moved() -> Iterator[SingleEdit]:
        for name, edits in parts.items():
            here = present(name)
            standing = {each.id: each for each in here.everything()}
            for each in edits:
                yield _annotation_now(each, here, standing, texts.get(name, ""), old_text)
        for link in of_links(edit):
            yield _link_now(link, links(), ids.get)

    if not isinstance(edit, Batch):
        return next(moved())
    if many_edits(edit) is None:
        return replace(edit, edits=tuple(moved()))
    from store.ledger.spool import spooled  # few edits are so many

    return replace(edit, edits=spooled(folder, moved()))


def _annotation_now(
    edit: EditOfAnnotation,
    here: Present,
    there: Mapping[str, Annotation],
    version: str,
    old_text: OldText,
) -> EditOfAnnotation:
    before, after = edit.before, edit.after
    standing = None
    if before is not None:
        standing = there.get(before.id)
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
