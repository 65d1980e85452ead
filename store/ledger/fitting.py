"""An edit of one history as it has to be made on what another history has come to.

Each single edit either fits, and then may have to be made otherwise, or changes nothing that is not
so already, or meets something that only a person can settle: then a clause says what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation, link_edit
from store.annotations.links import CONTRADICTS, mentions_in
from store.annotations.model import Annotation, Cluster, Mention, Stance
from store.annotations.threeway import merged, says_the_same
from store.ledger.counterparts import Counterparts
from store.ledger.edit_parts import at_once, key_of, phase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.annotations.edits import Edit, LinkEdit, SingleEdit
    from store.annotations.model import Linked, Value
    from store.ledger.edit_parts import Key
    from store.ledger.standing import Standing

Fit = tuple["SingleEdit", ...] | str
"""What has to be made for a single edit, or why a person has to settle it."""
_PAIR: Final = 2


class Fitter:
    """Makes the edits of another history fit, one record after another."""

    def __init__(
        self, standing: Standing, renamed: Iterable[tuple[str, str]], has: dict[str, Value]
    ) -> None:
        """Begin where both histories part.

        Args:
            standing: What stands there; it is changed with what is made.
            renamed: The articles that have another name since then where it stands, in order.
            has: What the other history has by now, by id. Whoever has made it keeps it up to date.
        """
        self._standing = standing
        self._has = has
        self.called = Counterparts(standing, renamed)
        """What things of the other history are called where it stands."""
        self.stood: dict[Key, Value | None] = {}
        """What stood there before anything of it was made again, by what it is of."""
        self._leaving: set[str] = set()
        """The annotations that the edit which is being made removes."""
        self._going: set[str] = set()
        """The links that it removes, while it is only looked at."""

    # Whole edits ---------------------------------------------------------------------------

    def fit(
        self, edit: Edit, version: Callable[[str], str], leave: Callable[[Key], bool]
    ) -> tuple[list[SingleEdit], dict[Key, str]]:
        """Make what fits of an edit.

        Args:
            edit: Of the other history.
            version: Gives for an article of that the text in which places of the edit are right.
            leave: Whether what an edit is of is to be left as it is.

        Returns:
            What was made, and what of the other history a person has to settle, and why.
        """
        wanted = [each for each in at_once(edit) if not leave(key_of(each))]
        kept = self._kept(wanted, version)
        made: list[SingleEdit] = []
        asked: dict[Key, str] = {}
        for single in sorted(wanted, key=phase):
            here = self.called.here(single, _version(single, version))
            if not isinstance(here, EditOfAnnotation):
                needed = self._without_cuts(here, kept)
                if needed is None:
                    continue
                here = needed
            self.stood.setdefault(key_of(here), self._standing.value_of(here))
            fit = (
                self._fit_annotation(here)
                if isinstance(here, EditOfAnnotation)
                else self._fit_link(here)
            )
            if isinstance(fit, str):
                asked[key_of(single)] = fit
                continue
            for each in fit:
                self._standing.make(each)
                made.append(each)
        return made, asked

    def _kept(self, wanted: Sequence[SingleEdit], version: Callable[[str], str]) -> set[str]:
        """The annotations that an edit would remove and that have to stay: what ties them stays."""
        removals = [
            self.called.annotation_here(e, _version(e, version))
            for e in wanted
            if isinstance(e, EditOfAnnotation) and e.after is None
        ]
        freed = self._freed(wanted) if removals else set()
        kept: set[str] = set()
        for removal in removals:
            assert removal.before is not None
            each = removal.before.id
            there = self._standing.annotation(each)
            if there is None:
                continue
            ties = {(tie, each) for tie in self._standing.ties_of(Mention(removal.article, each))}
            if ties - freed or not says_the_same(removal.before, there):
                kept.add(each)
        self._leaving = {r.before.id for r in removals if r.before is not None} - kept
        return kept

    def _freed(self, wanted: Sequence[SingleEdit]) -> set[tuple[str, str]]:
        """Which links an edit takes off which annotations: the ids of both."""
        links = [e for e in wanted if not isinstance(e, EditOfAnnotation) and e.before is not None]
        self._going = {key_of(e)[1] for e in links if e.after is None}
        freed: set[tuple[str, str]] = set()
        for single in links:
            here = self.called.here(single, "")
            assert not isinstance(here, EditOfAnnotation)
            there, fit = self._standing.links.standing(here), self._fit_link(here)
            if there is None or isinstance(fit, str) or not fit:
                continue
            after = fit[0].after
            assert not isinstance(after, Annotation)
            left = mentions_in(after) if after is not None else ()
            freed |= {(there.id, each.id) for each in set(mentions_in(there)) - set(left)}
        self._going = set()
        return freed

    def _without_cuts(self, edit: LinkEdit, kept: set[str]) -> LinkEdit | None:
        """An edit of a link that leaves it at the annotations that stay; none if nothing is left.

        Args:
            edit: As it would be made.
            kept: The ids of annotations that stay though the whole edit would remove them.
        """
        before, after = edit.before, edit.after
        if not kept or before is None:
            return edit
        if isinstance(before, Stance):
            cluster = self._standing.links.clusters.get(before.cluster)
            stays = after is None and cluster is not None
            is_held = cluster is not None and any(m.id in kept for m in cluster.members)
            return None if stays and is_held else edit
        held = [mention for mention in mentions_in(before) if mention.id in kept]
        if not held:
            return edit
        if after is None:
            return None
        if isinstance(after, Cluster):
            members = tuple(sorted({*after.members, *held}))
            return link_edit(before, replace(after, members=members))
        return edit

    # Annotations ---------------------------------------------------------------------------

    def _fit_annotation(self, edit: EditOfAnnotation) -> Fit:
        before, after = edit.before, edit.after
        if after is None:
            assert before is not None
            return self._removed(edit, before)
        there = self._standing.annotation(after.id)
        if before is None:
            there = there or self._twin(edit.article, after, after)
            if there is None:
                return (edit,)
            if there.id != after.id and there.id in self._has:
                return "the same stands there already"
            return self._joined(edit.article, after, there)
        if there is None:
            return "it was removed there"
        value = merged(before, after, there)
        if value.differing:
            return _both_changed(value.differing)
        assert isinstance(value.value, type(there))
        if value.value == there:
            return ()
        if self._twin(edit.article, value.value, after) is not None:
            return "the same stands there already"
        return (EditOfAnnotation(edit.article, there, value.value),)

    def _twin(self, article: str, annotation: Annotation, mine: Annotation) -> Annotation | None:
        """Another one at the same place, unless the other history has the two of them there.

        Args:
            article: Where it stands.
            annotation: As it would be.
            mine: As the other history has it: where both histories have changed it, neither has
                put it where the changes of both together do.
        """
        twin = self._standing.twin(article, annotation)
        if twin is None or twin.id in self._leaving:
            return None
        own = self._has.get(twin.id)
        is_put_there = _place(annotation) == _place(mine)
        return None if is_put_there and own is not None and says_the_same(own, twin) else twin

    def _call(self, each: str, there: str) -> None:
        """From now on a value of the other history is one that stands there by another id."""
        self.called.alias[each] = there
        self._has[there] = self._has[each]

    def _joined(self, article: str, mine: Annotation, there: Annotation) -> Fit:
        """One that was added on both sides."""
        if there.rejected and not mine.rejected and there.id != mine.id:
            return EditOfAnnotation(article, there, None), EditOfAnnotation(article, None, mine)
        if there.id != mine.id:
            self._call(mine.id, there.id)
        if mine.rejected and not there.rejected:
            return "it is tagged there, and was rejected here"
        value = merged(None, mine, there)
        if value.differing:
            return _both_changed(value.differing)
        assert isinstance(value.value, type(there))
        return () if value.value == there else (EditOfAnnotation(article, there, value.value),)

    def _removed(self, edit: EditOfAnnotation, before: Annotation) -> Fit:
        there = self._standing.annotation(before.id)
        if there is None:
            return ()
        if not says_the_same(before, there):
            return "it was changed there"
        if self._standing.ties_of(Mention(edit.article, there.id)):
            return "it was tied there"
        return (EditOfAnnotation(edit.article, there, None),)

    # Links ---------------------------------------------------------------------------------

    def _fit_link(self, edit: LinkEdit) -> Fit:
        before, after, there = edit.before, edit.after, self._standing.links.standing(edit)
        if after is None:
            return self._removed_link(before, there)
        if before is None:
            twin = there or self._standing.twin_link(after)
            if twin is None or (there is None and twin.id in self._has):
                return _end_is_gone(self._standing, after) or (edit,)
            if twin.id != after.id:
                self._call(after.id, twin.id)
            there = twin
        if there is None:
            return "it was removed there"
        value = merged(before, after, there)
        if value.differing:
            return _both_changed(value.differing)
        if value.value == there:
            return ()
        assert isinstance(value.value, type(there))
        reason = _end_is_gone(self._standing, value.value) or _too_small(value.value)
        return reason or (link_edit(there, value.value),)

    def _removed_link(self, before: Linked | None, there: Linked | None) -> Fit:
        if there is None:
            return ()
        if not says_the_same(before, there):
            return "it was changed there"
        said = {each.id for each in self._standing.links.stances_of(there.id)}
        if isinstance(there, Cluster) and said - self._going:
            return "something was said of it there"
        return (link_edit(there, None),)


def _place(annotation: Annotation) -> tuple[int, int, str]:
    return annotation.start, annotation.end, annotation.label


def _version(single: SingleEdit, version: Callable[[str], str]) -> str:
    return version(single.article) if isinstance(single, EditOfAnnotation) else ""


def _end_is_gone(standing: Standing, value: Linked) -> str:
    if isinstance(value, Stance):
        is_there = value.cluster in standing.links.clusters
        return "" if is_there else "what it is said of was removed there"
    is_whole = all(map(standing.has, mentions_in(value)))
    return "" if is_whole else "what it ties was removed there"


def _too_small(value: Linked) -> str:
    if not isinstance(value, Cluster):
        return ""
    is_small = len(value.members) < (_PAIR if value.relation == CONTRADICTS else 1)
    return "too little of it would be left" if is_small else ""


def _both_changed(fields: Iterable[str]) -> str:
    words = {"start": "place", "head": "end", "tail": "end"}
    said = dict.fromkeys(words.get(name, name) for name in fields)
    return f"both have changed its {' and '.join(said)}"
