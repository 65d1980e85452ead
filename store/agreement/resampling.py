"""How far figures would lie elsewhere with other articles: the bootstrap over articles.

Articles are drawn again, as many as there are, and the figures computed of what was drawn. The
draws depend on how many articles there are and on nothing else, and the articles are taken in the
order of their names: so the same work always has the same intervals.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

    from store.agreement.coefficients import Figure
    from store.agreement.counts import PlaceCounts, Sums
    from store.agreement.tallying import Group

TIMES: Final = 1_000
"""How often articles are drawn again."""
ENOUGH: Final = 20
"""With fewer articles there is no interval, as it would look narrower than it is."""
_SEED: Final = 1
_OUTSIDE: Final = 0.025
"""The share of values below an interval, and above it."""
_MOST_UNDEFINED: Final = 0.05
"""Where more of the draws have no value there is no interval either."""
Samples = dict[tuple["Group", str, str], list[float]]
"""The values of each figure over all draws: by group (none for the mean of pairs), label, name."""


def resampled_in_steps(
    counts: Mapping[Group, PlaceCounts],
    figures: Callable[[Group, Sums], Iterable[tuple[str, Mapping[str, Figure]]]],
    pairs: Sequence[Group],
) -> Generator[None, None, Samples]:
    """The values of all figures over draws of articles, a draw at a step.

    Args:
        counts: Those of each group; all groups see the same draws.
        figures: The figures of a group by label, of sums.
        pairs: The groups of which there is a mean.
    """
    places = sorted({place for each in counts.values() for place in each.packed})
    packed = {
        group: [each.packed.get(place, 0) for place in places] for group, each in counts.items()
    }
    samples: Samples = defaultdict(list)
    chance = random.Random(_SEED)
    for _ in range(TIMES):
        drawn = chance.choices(range(len(places)), k=len(places))
        of_pairs: dict[tuple[str, str], list[float]] = defaultdict(list)
        for group, each in counts.items():
            sums = each.read(sum(map(packed[group].__getitem__, drawn)))
            for label, found in figures(group, sums):
                for name, figure in found.items():
                    if figure.value is not None:
                        samples[group, label, name].append(figure.value)
                        if group in pairs:
                            of_pairs[label, name].append(figure.value)
        for key, values in of_pairs.items():
            samples[(), *key].append(sum(values) / len(values))
        yield
    return samples


def interval_of(values: Sequence[float]) -> tuple[float | None, float | None]:
    """The interval in which 95 % of the values of draws lie; none where too few have a value."""
    if len(values) < TIMES * (1 - _MOST_UNDEFINED):
        return None, None
    ordered = sorted(values)
    return _quantile(ordered, _OUTSIDE), _quantile(ordered, 1 - _OUTSIDE)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, between two of them by proportion."""
    place = share * (len(ordered) - 1)
    before = int(place)
    after = min(before + 1, len(ordered) - 1)
    return ordered[before] + (place - before) * (ordered[after] - ordered[before])
