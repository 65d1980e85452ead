"""What things of one history are called in another from which it has parted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation
from store.annotations.links import with_names
from store.annotations.model import UNKNOWN, Decision, Mention, Stance
from store.annotations.threeway import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Annotation, Linked
    from store.ledger.standing import Standing


class Counterparts:
    """Annotations, links, articles and places of the other history, as they are where it stands."""

    def __init__(self, standing: Standing, renamed: Iterable[tuple[str, str]]) -> None:
        self._standing = standing
        self._renamed = tuple(renamed)
        self._renamed_apart: list[tuple[str, str]] = []
        self.alias: dict[str, str] = {}
        """The ids of values of the other history that stand there by another id."""

    def rename(self, renamed: dict[str, str]) -> None:
        """Take note of articles that have another name in the other history from now on."""
        self._renamed_apart += renamed.items()

    def article(self, name: str) -> str:
        """What an article of the other history is called where it stands."""
        for old, new in reversed(self._renamed_apart):
            name = old if name == new else name
        for old, new in self._renamed:
            name = new if name == old else name
        return name

    def mention(self, mention: Mention) -> Mention:
        """The name of an annotation of the other history, where it stands."""
        each = self.alias.get(mention.id, mention.id)
        return Mention(self._standing.home.get(each) or self.article(mention.article), each)

    def here(self, single: SingleEdit, version: str) -> SingleEdit:
        """An edit with what it names called as it is here, and places in the text that is here.

        Args:
            single: Of the other history.
            version: SHA-256 of the file in which its places are right; empty if nobody knows.
        """
        if isinstance(single, EditOfAnnotation):
            return self.annotation_here(single, version)
        before, after = (v and self._link_here(v) for v in (single.before, single.after))
        return type(single)(before, after)  # type: ignore[arg-type]  # of the same class

    def _link_here(self, value: Linked) -> Linked:
        named = with_names(value, self.mention, self.article)
        if isinstance(named, Stance):
            named = replace(named, cluster=self.alias.get(named.cluster, named.cluster))
        if isinstance(named, Decision):
            named = replace(named, made=tuple(self.alias.get(each, each) for each in named.made))
        known = self.alias.get(value.id)
        return replace(named, id=known) if known is not None else named

    def annotation_here(self, single: EditOfAnnotation, version: str) -> EditOfAnnotation:
        """An edit of an annotation as it has to be made here; see `here`."""
        value = single.after or single.before
        assert value is not None
        each = self.alias.get(value.id, value.id)
        there = self._standing.annotation(each)
        article = self._standing.home.get(each) or self.article(single.article)
        present = self._standing.texts.get(article) or version
        version = version or present
        if present:
            self._standing.texts[article] = present
        before, after = (
            v and replace(v, id=each, adrift=_adrift(v, version, present))
            for v in (single.before, single.after)
        )
        if version != present and there is not None and before is not None:
            # Only the text has changed around it: that is no statement of anybody.
            if after is not None and _place(before) == _place(after):
                before, after = _put_at(before, there), _put_at(after, there)
            elif before.text == there.text:
                before = _put_at(before, there)
        return EditOfAnnotation(article, before, after)


def _adrift(value: Annotation, version: str, present: str) -> str:
    """In which text a place is right, as `Annotation.adrift` says it."""
    stood = value.adrift or version
    if stood == present:
        return ""
    return stood or UNKNOWN


def _place(annotation: Annotation) -> tuple[object, ...]:
    return tuple(getattr(annotation, name) for name in PLACE)


def _put_at(annotation: Annotation, there: Annotation) -> Annotation:
    return replace(annotation, **dict(zip(PLACE, _place(there), strict=True)))
