"""The figures of what was counted: for every pair, their mean, and all together."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.agreement import spans
from store.agreement.cells import cell_figures
from store.agreement.clusters import cluster_count, cluster_figures
from store.agreement.coefficients import Figure
from store.agreement.relations import relation_figures
from store.agreement.resampling import ENOUGH, TIMES, interval_of, resampled_in_steps
from store.agreement.row import AgreementRow, Among, By, Interval
from store.agreement.spans import ALL, group_figures
from store.agreement.tallying import Subject
from store.agreement.values import value_count, value_figures
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from store.agreement.counts import Place, Sums
    from store.agreement.resampling import Samples
    from store.agreement.tallying import AgreementTally, Group


ALL_LABELS_ONLY: Final = "all labels only"
NO_PAIR: Final = "no pair has it"


class _Kind(Frozen):
    """How the sums of a subject become figures."""

    figures: Callable[[Sums, str], Mapping[str, Figure]]
    count: Callable[[Sums, str], int]


_KINDS: Final[Mapping[Subject, _Kind]] = {
    Subject.SPANS: _Kind(spans.pair_figures, spans.pair_count),
    Subject.RELATIONS: _Kind(relation_figures, spans.pair_count),
    Subject.CLUSTERS: _Kind(cluster_figures, cluster_count),
    Subject.CELLS: _Kind(cell_figures, value_count),
    Subject.RECORDS: _Kind(value_figures, value_count),
    Subject.ARTICLES: _Kind(value_figures, value_count),
}


def rows_in_steps(tally: AgreementTally, by: By) -> Generator[None, None, list[AgreementRow]]:
    """All figures, a draw of articles at a step where there are intervals.

    Pairs in the order of names, then their mean, then all; of each all labels, then each label.
    """
    rows: list[AgreementRow] = []
    for subject in Subject:
        told = _SubjectRows(tally, subject)
        if told.is_empty and subject is not Subject.SPANS:
            continue
        if by is By.LABEL:
            rows += yield from told.by_label_in_steps()
        elif by is By.ANNOTATOR:
            rows += told.by_annotator()
        else:
            rows += told.by_place(by)
    return rows


def draws_of(tally: AgreementTally, by: By) -> int:
    """How many steps `rows_in_steps` has at the most."""
    drawn = [subject for subject in Subject if not _SubjectRows(tally, subject).is_empty]
    return TIMES * len(drawn) if by is By.LABEL else 0


def with_gamma(rows: Iterable[AgreementRow], gammas: Mapping[Group, Figure]) -> list[AgreementRow]:
    """The rows of spans with gamma in those of all labels, and its mean in that of the pairs.

    Args:
        rows: By label.
        gammas: Of each pair, and of all.
    """
    found: list[AgreementRow] = []
    of_pairs: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        gamma = Figure(None, ALL_LABELS_ONLY)
        if row.subject is not Subject.SPANS:
            found.append(row)
            continue
        if row.label == ALL and row.among is Among.MEAN:
            values = of_pairs["gamma"]
            gamma = Figure(None, NO_PAIR)
            if values:
                gamma = Figure(fsum(values) / len(values), "", *_ends(values))
        elif row.label == ALL:
            gamma = gammas.get(row.people, gamma)
            if row.among is Among.PAIR:
                _gather(of_pairs, {"gamma": gamma})
        found.append(replace(row, figures={**row.figures, "gamma": gamma}))
    return found


class _SubjectRows:
    """The rows of one subject."""

    def __init__(self, tally: AgreementTally, subject: Subject) -> None:
        self._subject = subject
        self._pairs = tally.pairs
        self._all = tally.all if subject is Subject.SPANS else None
        groups = [*tally.pairs, *([self._all] if self._all is not None else [])]
        self._counts = {group: tally.counts(subject, group) for group in groups}
        self._people = tally.people
        kind = _KINDS[subject]
        self._labels = sorted({ALL, *(n for c in self._counts.values() for n in c.labels)})
        self._kind = kind

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of it."""
        return not any(each.total() for each in self._counts.values())

    # By label --------------------------------------------------------------------------------

    def by_label_in_steps(self) -> Generator[None, None, list[AgreementRow]]:
        """With intervals where there are articles enough, a draw at a step."""
        enough = {g: each for g, each in self._counts.items() if len(each) >= ENOUGH}
        samples: Samples = {}
        if enough:
            samples = yield from resampled_in_steps(enough, self._figures, self._pairs)
        pairs = [
            self._with_ends(row, samples)
            for pair in self._pairs
            for row in self._rows_of(pair, self._counts[pair].total())
        ]
        rows = [*pairs, *self._means(pairs, samples, is_enough=enough.keys() >= set(self._pairs))]
        if self._all is not None:
            of_all = self._rows_of(self._all, self._counts[self._all].total())
            rows += [self._with_ends(row, samples) for row in of_all]
        return rows

    def _figures(self, group: Group, sums: Sums) -> Iterator[tuple[str, Mapping[str, Figure]]]:
        if group == self._all:
            people = len(group)
            yield from ((each, group_figures(sums, each, people)) for each in self._labels)
        else:
            yield from ((each, self._kind.figures(sums, each)) for each in self._labels)

    def _rows_of(
        self, group: Group, sums: Sums, part: str = "", places: int | None = None
    ) -> Iterator[AgreementRow]:
        """The rows of a group, of sums: all labels, then each."""
        is_all = group == self._all
        count = spans.group_count if is_all else self._kind.count
        number = len(self._counts[group]) if places is None else places
        for label, figures in self._figures(group, sums):
            yield AgreementRow(
                Among.ALL if is_all else Among.PAIR,
                group,
                self._subject,
                label,
                part,
                number,
                count(sums, label),
                figures,
            )

    def _with_ends(self, row: AgreementRow, samples: Samples) -> AgreementRow:
        """A row with its interval, or with the range over articles where these are few."""
        counts = self._counts[row.people]
        if len(counts) >= ENOUGH:
            ends = {
                n: interval_of(samples.get((row.people, row.label, n), ())) for n in row.figures
            }
            return _with_interval(row, Interval.BOOTSTRAP, ends)
        if len(counts) < 2:
            return row
        values: dict[str, list[float]] = defaultdict(list)
        for packed in counts.packed.values():
            figures = dict(self._figures(row.people, counts.read(packed)))[row.label]
            _gather(values, figures)
        return _with_interval(row, Interval.ARTICLES, {n: _ends(values[n]) for n in row.figures})

    def _means(
        self, pairs: Sequence[AgreementRow], samples: Samples, *, is_enough: bool
    ) -> Iterator[AgreementRow]:
        """The means over pairs, label by label."""
        if len(self._pairs) < 2:
            return
        of_all = self._counts[self._all].total() if self._all is not None else {}
        for label in self._labels:
            row = _mean([row for row in pairs if row.label == label], self._people)
            if self._all is not None:  # each annotation once, not with each of the others
                row = replace(row, count=spans.group_count(of_all, label))
            if is_enough:
                ends = {n: interval_of(samples.get(((), label, n), ())) for n in row.figures}
                row = _with_interval(row, Interval.BOOTSTRAP, ends)
            yield row

    # By place, by annotator ------------------------------------------------------------------

    def by_place(self, by: By) -> Iterator[AgreementRow]:
        """Each article, or each story, by itself: all labels together."""
        self._labels = [ALL]
        parts: dict[str, list[Place]] = defaultdict(list)
        for place in sorted({place for each in self._counts.values() for place in each.packed}):
            parts[place[0] if by is By.STORY else ":".join(filter(None, place))].append(place)
        for part, places in parts.items():
            pairs = [row for pair in self._pairs for row in self._part_rows(pair, part, places)]
            yield from pairs
            together = list(self._part_rows(self._all, part, places)) if self._all else []
            if len(pairs) > 1:
                mean = replace(_mean(pairs, self._people), part=part)
                yield replace(mean, count=together[0].count) if together else mean
            yield from together

    def _part_rows(
        self, group: Group, part: str, places: Sequence[Place]
    ) -> Iterator[AgreementRow]:
        counts = self._counts[group]
        there = [place for place in places if place in counts.packed]
        if there:
            yield from self._rows_of(group, counts.total(there), part, len(there))

    def by_annotator(self) -> Iterator[AgreementRow]:
        """Each person with all the others: the mean over the pairs that somebody is in."""
        pairs = [
            row
            for pair in self._pairs
            if len(self._counts[pair])
            for row in self._rows_of(pair, self._counts[pair].total())
        ]
        for name in self._people:
            for label in self._labels:
                own = [row for row in pairs if row.label == label and name in row.people]
                if own:
                    yield replace(_mean(own, self._people), part=name)


def _mean(rows: Sequence[AgreementRow], people: Group) -> AgreementRow:
    """The mean of rows of pairs, with the least and the greatest as its ends."""
    values: dict[str, list[float]] = defaultdict(list)
    whys: dict[str, str] = {}
    for row in rows:
        _gather(values, row.figures)
        for name, figure in row.figures.items():
            if figure.why:
                whys.setdefault(name, figure.why)
    figures = {
        name: Figure(fsum(values[name]) / len(values[name]), "", *_ends(values[name]))
        if values[name]
        else Figure(None, whys[name])
        for name in rows[0].figures
    }
    return replace(
        rows[0],
        among=Among.MEAN,
        people=people,
        places=max(row.places for row in rows),
        count=sum(row.count for row in rows),
        figures=figures,
        interval=Interval.PAIRS if len(rows) > 1 else Interval.NONE,
    )


def _gather(values: dict[str, list[float]], figures: Mapping[str, Figure]) -> None:
    for name, figure in figures.items():
        if figure.value is not None:
            values[name].append(figure.value)


def _ends(values: Sequence[float]) -> tuple[float | None, float | None]:
    """The least and the greatest of two values or more."""
    return (min(values), max(values)) if len(values) > 1 else (None, None)


def _with_interval(
    row: AgreementRow,
    interval: Interval,
    ends: Mapping[str, tuple[float | None, float | None]],
) -> AgreementRow:
    figures = {
        name: figure if figure.value is None else Figure(figure.value, "", *ends[name])
        for name, figure in row.figures.items()
    }
    return replace(row, figures=figures, interval=interval)
