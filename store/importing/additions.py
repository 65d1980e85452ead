"""The annotations that an import adds, put down article by article, and known again by place."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Mention
from store.ledger.spool import Spool, SpooledEdits

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Annotation
    from store.importing.spanning import Extent, Place

_REMEMBERED: Final = 50_000
"""Annotations that are remembered by their places at a time, as an article may have more rows."""


class Additions:
    """What row after row adds."""

    def __init__(self, folder: Path) -> None:
        """Take a folder in which there is room for them."""
        self._folder = folder
        self._spool = Spool(folder)
        self._remembered: OrderedDict[str, dict[Place, Annotation]] = OrderedDict()
        self._number_remembered = 0

    def of(self, article_id: str) -> dict[Place, Annotation]:
        """What earlier rows add to an article, by its place; `add` grows it."""
        known = self._remembered.get(article_id)
        if known is None:
            edits = self._spool.of(article_id)
            known = {
                (*extent_of(each.after), ""): each.after for each in edits if each.after is not None
            }
            self._remembered[article_id] = known
            self._number_remembered += len(known)
        self._remembered.move_to_end(article_id)
        return known

    def add(self, article_id: str, annotations: Mapping[Place, Annotation]) -> None:
        """Put down what a row adds to the article that was asked for last.

        Raises:
            InputError: There is no room for it.
        """
        if not annotations:
            return
        self._spool.add(
            article_id, [EditOfAnnotation(article_id, None, each) for each in annotations.values()]
        )
        self._remembered[article_id].update(annotations)
        self._number_remembered += len(annotations)
        while self._number_remembered > _REMEMBERED and len(self._remembered) > 1:
            self._number_remembered -= len(self._remembered.popitem(last=False)[1])

    def rename(self, ids: Mapping[Mention, str]) -> None:
        """Put all down anew, with other ids for some.

        Raises:
            InputError: There is no room for it.
        """
        old, self._spool = self._spool, Spool(self._folder)
        for article_id, edits in old.parts():
            self._spool.add(article_id, [_renamed(edit, ids) for edit in edits])

    def edits(self, rest: tuple[SingleEdit, ...]) -> Collection[SingleEdit]:
        """All of them as edits, and others behind them."""
        return SpooledEdits(self._spool, rest) if self._spool.lengths else rest


def extent_of(annotation: Annotation) -> Extent:
    """Where an annotation is and what it is called."""
    return (annotation.start, annotation.end, annotation.label, annotation.adrift)


def _renamed(edit: EditOfAnnotation, ids: Mapping[Mention, str]) -> EditOfAnnotation:
    assert edit.after is not None
    new = ids.get(Mention(edit.article, edit.after.id))
    if new is None:
        return edit
    return EditOfAnnotation(edit.article, None, msgspec.structs.replace(edit.after, id=new))
