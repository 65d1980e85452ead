"""The lines of one history, made again as new lines of another that has parted from it.

What stands there stands; each line that was written apart from it is made again by the three-way
rule of `store.ledger.fitting`. Undoing what was made again leads back to what stood there before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import Batch, EditOfAnnotation, SingleEdit, link_edit, singles
from store.annotations.model import Annotation, timestamp
from store.annotations.threeway import merged, says_the_same
from store.frozen import Frozen
from store.ledger.edit_parts import key_of
from store.ledger.fitting import Fitter
from store.ledger.lines import EDITS
from store.ledger.records import FORMAT, NOTHING, Record
from store.ledger.replay import Outcome, home_of
from store.ledger.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.annotations.edits import Edit
    from store.ledger.edit_parts import Key
    from store.ledger.lines import Line


class Conflict(Frozen):
    """Something that both histories say, but not alike: what stands there has stayed."""

    why: str
    """What stood in the way, as a clause."""
    edit: SingleEdit
    """From what stands there to what the other history has."""


class Remade(Frozen):
    """What has to follow where it stands."""

    records: tuple[Record, ...]
    """The last one says up to which line of the other history all was looked at."""
    conflicts: tuple[Conflict, ...] = ()


class _Net(Frozen):
    """What the other history has made of a value altogether."""

    single: SingleEdit
    """From what it was to what it is."""
    version: str
    """SHA-256 of the file in which the place that it has in the end is right."""


def remade(standing: Sequence[Record], tail: Sequence[Line]) -> Remade:
    """Make the lines of another history again.

    Args:
        standing: All records where it stands.
        tail: The lines of the other history which that lacks, in order; at least one.
    """
    return _Remaking(standing, tail).run()


class _Remaking:
    """One remaking."""

    def __init__(self, standing: Sequence[Record], tail: Sequence[Line]) -> None:
        parted = tail[0].record.seq
        self._tail = tail
        self._standing = Standing(standing)
        later = (record for record in standing if record.seq >= parted)
        renamed = (pair for record in later for pair in record.renamed.items())
        common = Outcome(record for record in standing if record.seq < parted)
        self._has = {value.id: value for value in common.values.values()}
        """What the other history has by now, by id."""
        self._fitter = Fitter(self._standing, renamed, self._has)
        self._is_known = standing[0].before == 0 if standing else True
        self._is_known &= not any(record.did == "lost" for record in standing)
        self._seq = standing[-1].seq if standing else 0
        self._texts: dict[str, str] = {}
        """By article, as the other history calls it: the text that it has annotated last."""
        for record in standing:
            if record.seq < parted:
                self._texts |= record.texts
        self._asked: dict[Key, str] = {}

    def run(self) -> Remade:
        net = self._net()
        as_it_was = {key for key, each in net.items() if _changes_nothing(each.single)}
        made: list[Record] = []
        for line in self._tail:
            record = line.record
            self._texts |= record.texts
            self._fitter.called.rename(record.renamed)
            if record.did == "rebase":
                made.append(self._mark(record.remade))
            if record.did not in EDITS:
                continue
            for single in singles(record.edit):
                self._has.pop(key_of(single)[1], None)
                if single.after is not None:
                    self._has[single.after.id] = single.after
            edit = self._made(record.edit, as_it_was) if self._is_known else record.edit
            if edit is not None:
                made.append(self._record(line, edit))
        last = self._tail[-1]
        made.append(self._mark((last.record.seq, last.chain)))
        return Remade(tuple(made), tuple(self._conflicts(net)))

    def _mark(self, up_to: tuple[int, str] | None) -> Record:
        """Says up to which line of another history all was looked at."""
        self._seq += 1
        return Record(self._seq, timestamp(), "rebase", NOTHING, remade=up_to, format=FORMAT)

    def _made(self, edit: Edit, as_it_was: set[Key]) -> Edit | None:
        made, asked = self._fitter.fit(edit, self._version, as_it_was.__contains__)
        self._asked |= asked
        if isinstance(edit, Batch):
            return replace(edit, edits=tuple(made)) if made else None
        if len(made) > 1:  # what was rejected there goes with what is tagged
            return Batch(tuple(made))
        return made[0] if made else None

    def _version(self, article: str) -> str:
        return self._texts.get(article, "")

    def _record(self, line: Line, edit: Edit) -> Record:
        self._seq += 1
        articles = {e.article for e in singles(edit) if isinstance(e, EditOfAnnotation)}
        texts = {name: self._standing.texts.get(name, "") for name in sorted(articles)}
        return Record(
            self._seq,
            line.record.at,
            "edit",
            edit,
            ms=line.record.ms,
            texts={name: sha256 for name, sha256 in texts.items() if sha256},
            # A line that stands for another already goes on to stand for that, wherever it goes.
            remade=line.record.remade or (line.record.seq, line.chain),
            format=FORMAT,
        )

    # What is left to a person --------------------------------------------------------------

    def _net(self) -> dict[Key, _Net]:
        net: dict[Key, _Net] = {}
        texts = dict(self._texts)
        for line in self._tail:
            texts |= line.record.texts
            for single in singles(line.record.edit):
                key = key_of(single)
                before = net[key].single.before if key in net else single.before
                whole = replace(single, before=before)
                net[key] = _Net(whole, texts.get(home_of(single), ""))
        return net

    def _conflicts(self, net: dict[Key, _Net]) -> list[Conflict]:
        found = []
        for key, why in self._asked.items():
            edit = self._wanted(net[key])
            if edit is not None:
                found.append(Conflict(why, edit))
        return found

    def _wanted(self, net: _Net) -> SingleEdit | None:
        """The edit that makes of what stands there now what both histories say of it together, or
        the other one where they differ; none if it is so."""
        here = self._fitter.called.here(net.single, net.version)
        there, after = self._standing.value_of(here), here.after
        stood = self._fitter.stood.get(key_of(here), there)
        if after is not None and stood is not None:
            after = merged(here.before, after, stood).value
        if says_the_same(after, there):
            return None
        if isinstance(here, EditOfAnnotation):
            assert there is None or isinstance(there, Annotation)
            assert after is None or isinstance(after, Annotation)
            return EditOfAnnotation(here.article, there, after)
        assert not isinstance(there, Annotation)
        assert not isinstance(after, Annotation)
        return link_edit(there, after)


def _changes_nothing(single: SingleEdit) -> bool:
    return says_the_same(single.before, single.after)
