"""One person at two machines: their steps as the lines of two journals with a common beginning.

Articles change and get other names between the steps, at each machine by itself: what the person
does is said of the text and by the name that the article has there by then.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.annotations.edits import Batch, EditOfAnnotation, link_edit, singles
from store.annotations.links import with_names
from store.annotations.model import Annotation, Mention
from store.ledger.records import FORMAT, Record
from store.ledger.restore_journal import written
from tests.torture.person import TEXTS, Person, State, changed

if TYPE_CHECKING:
    from store.annotations.edits import Edit, SingleEdit
    from store.annotations.model import Linked
    from store.ledger.records import Did
    from store.ledger.restore_journal import Rebuilt

_MOST: Final = 9
"""Code points by which an article gets longer at its beginning."""


class Machine:
    """Somebody whose steps become the records of a journal.

    Args:
        seed: Of what they do.
        moves: How likely an article changes or is renamed before a step.
    """

    def __init__(self, seed: int, moves: float = 0) -> None:
        self.person = Person(seed, housekeeping=0)
        self.records: list[Record] = []
        self.moves = moves
        self.has_moved = False
        """Whether an article has changed or was renamed here."""
        self._done: list[Edit] = []
        """The edits that the states of the person were reached by."""
        self._chance = random.Random(seed)
        self._shifts = dict.fromkeys(TEXTS, 0)
        """By how much each article has got longer at its beginning."""
        self._names = {name: name for name in TEXTS}

    def parted(self, seed: int) -> Machine:
        """The same person at another machine."""
        other = Machine(seed, self.moves)
        other.person.states = [self.person.state]
        other.records = list(self.records)
        other._shifts, other._names = dict(self._shifts), dict(self._names)
        return other

    def goes_on_with(self, records: list[Record]) -> None:
        """Go on with another journal, in which no article has changed or was renamed."""
        self.records = records
        self.person.states, self.person.here, self._done = [after(records)], 0, []

    @property
    def journal(self) -> Rebuilt:
        """What they have done."""
        return written(self.records)

    def work(self, steps: int) -> Machine:
        """Do so much more."""
        person = self.person
        for _ in range(steps):
            if self._chance.random() < self.moves:
                self._move()
            step, here = person.next(), person.here
            edit = step.edit
            if step.did == "undo":
                edit = self._done[here - 1].inverse()
            elif step.did == "redo":
                edit = self._done[here]
            elif edit is not None:
                self._done = [*self._done[:here], edit]
            assert edit is not None
            assert step.did != "checkpoint"
            assert step.did != "reopen"
            person.did(step)
            articles = {e.article for e in singles(edit) if isinstance(e, EditOfAnnotation)}
            self._write(step.did, self._said(edit), articles)
        return self

    def _write(
        self, did: Did, edit: Edit, articles: set[str], renamed: dict[str, str] | None = None
    ) -> None:
        number = len(self.records) + 1
        at = f"2026-01-01T00:00:00.{number:03}{self.person.seed}Z"
        texts = {self._names[name]: self._sha256(name) for name in sorted(articles)}
        if renamed:
            texts |= {old: texts[new] for old, new in renamed.items()}
        self.records.append(
            Record(number, at, did, edit, texts=texts, renamed=renamed or {}, format=FORMAT)
        )

    def _sha256(self, article: str) -> str:
        return hashlib.sha256(f"{article} {self._shifts[article]}".encode()).hexdigest()

    # What became of the articles -----------------------------------------------------------

    def _move(self) -> None:
        """Have an article change, or get another name, and the annotations go with it."""
        self.has_moved = True
        article = self._chance.choice(sorted(TEXTS))
        state, old = self.person.state, self._names[article]
        held = [each for each in _annotations(state) if each.article == article]
        before = [self._said_single(each.inverse()) for each in held]
        links = [link_edit(value, value) for value in _links(state)]
        links_before = [self._said_single(each) for each in links]
        if self._chance.random() < 0.6:
            self._shifts[article] += self._chance.randrange(1, _MOST)
            edits: list[SingleEdit] = []
            for was, each in zip(before, held, strict=True):
                now = self._said_single(each)
                assert isinstance(now, EditOfAnnotation)
                assert isinstance(was, EditOfAnnotation)
                edits.append(EditOfAnnotation(old, was.before, now.after))
            self._write("follow", Batch(tuple(edits), "follow"), {article})
            return
        new = self._names[article] = f"{old}-{self.person.seed % 97}"
        edits = [e for was, each in zip(before, held, strict=True)
                 for e in (was, self._said_single(each))]  # fmt: skip
        for link_was, link in zip(links_before, links, strict=True):
            link_now = self._said_single(link)
            if link_now != link_was:
                assert not isinstance(link_was, EditOfAnnotation)
                assert not isinstance(link_now, EditOfAnnotation)
                assert link_was.before is not None
                edits.append(link_edit(link_was.before, link_now.after))
        self._write("follow", Batch(tuple(edits), "rename"), {article}, {old: new})

    def _said(self, edit: Edit) -> Edit:
        """An edit as it is here: of articles as they are, by the names that they have."""
        if isinstance(edit, Batch):
            return replace(edit, edits=tuple(map(self._said_single, edit.edits)))
        return self._said_single(edit)

    def _said_single(self, edit: SingleEdit) -> SingleEdit:
        if isinstance(edit, EditOfAnnotation):
            by = self._shifts[edit.article]
            before, after = (
                v and replace(v, start=v.start + by, end=v.end + by)
                for v in (edit.before, edit.after)
            )
            return EditOfAnnotation(self._names[edit.article], before, after)
        return link_edit(*(v and self._said_link(v) for v in (edit.before, edit.after)))

    def _said_link(self, value: Linked) -> Linked:
        def mention(each: Mention) -> Mention:
            return Mention(self._names[each.article], each.id)

        return with_names(value, mention, lambda article: self._names[article])


def _annotations(state: State) -> list[EditOfAnnotation]:
    """As edits that add them, in order."""
    found = sorted(state.annotations, key=lambda each: (each[0], each[1].order))
    return [EditOfAnnotation(article, None, annotation) for article, annotation in found]


def _links(state: State) -> list[Linked]:
    found = {*state.relations, *state.clusters, *state.others}
    return sorted(found, key=lambda value: value.id)


def after(records: list[Record] | tuple[Record, ...]) -> State:
    """What has been said by the end of a journal."""
    state = State()
    for record in records:
        state = changed(state, record.edit)
    return state


def held(state: State) -> set[object]:
    """All values that a state has."""
    annotations: set[Annotation] = {each for _, each in state.annotations}
    return {*annotations, *state.relations, *state.clusters, *state.others}
