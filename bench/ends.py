"""What each sign speaks for the end of a span: `python -m bench.ends [--without CORPUS] [--print]`.

Learns the weights of `store/suggest/jumping/data/ends.txt` as the program learns, but slowly and
from all that constants are fitted on, and says how often the true end is among the likeliest:
of stories that nothing was fitted to, as long as nothing has been learned of their labels, and as
it is learned span by span. `--without` leaves a corpus out, `--print` prints the table.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from bench.figures import Table
from bench.golds import corpora
from store.suggest.jumping.ends import End, EndTaste, ends_from
from store.suggest.jumping.taste import END_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.golds import Gold

_LONG: Final = frozenset(("claim",))
_RATE, _ROUNDS, _SHRINKS = 0.03, 6, 0.1
_LEAST: Final = 0.1
_RANKS: Final = (1, 2, 3, 5, 8, 12)


class Example(NamedTuple):
    """A span of a gold, and where else it might have ended."""

    corpus: str
    story: str
    label: str
    ends: list[End]
    end: int


def examples(golds: Iterable[Gold]) -> list[Example]:
    """All spans of some golds, story by story in the order of the text."""
    found = []
    for gold in golds:
        for one in sorted(gold.wanted):
            ends = ends_from(gold.texts[one.article], one.start, is_long=one.label in _LONG)
            bare = [each._replace(prior=0.0) for each in ends]
            found.append(Example(gold.corpus, gold.name, one.label, bare, one.end))
    return found


def fitted(given: Sequence[Example]) -> dict[str, float]:
    """What each sign speaks, by some spans; signs that name a word say nothing in general."""
    weights = EndTaste()
    mixed = random.Random(0)
    general = [
        (each.end, [end._replace(signs=_general(end.signs)) for end in each.ends]) for each in given
    ]
    for number in range(_ROUNDS):
        mixed.shuffle(general)
        for end, ends in general:
            weights.learn(ends, end, {}, _RATE / (1 + number))
        for sign in weights:
            weights[sign] *= 1 - _SHRINKS / _ROUNDS
    return {sign: by for sign, by in weights.items() if abs(by) >= _LEAST}


def _general(signs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sign for sign in signs if not sign.startswith(("last ", "next ")))


def ranks(given: Sequence[Example], weights: dict[str, float], rate: float) -> Table:
    """How often the true end is among the likeliest, by corpus and label."""
    tastes: dict[tuple[str, str], EndTaste] = defaultdict(EndTaste)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in given:
        taste = tastes[one.story, one.label]
        ends = [e._replace(prior=sum(weights.get(s, 0.0) for s in e.signs)) for e in one.ends]
        chances = taste.chances(ends, {})
        by_end = {each.end: chance for each, chance in zip(ends, chances, strict=True)}
        true = by_end.get(one.end, 0.0)
        found[one.corpus, one.label].append(sum(each >= true for each in chances))
        if rate:
            taste.learn(ends, one.end, {}, rate)
    made = Table(f"learned at {rate:g}", ("corpus", "label", "spans", *map(str, _RANKS)))
    for (corpus, label), mine in sorted(found.items()):
        shares = (sum(rank <= most for rank in mine) / len(mine) for most in _RANKS)
        made.rows.append((corpus, label, f"{len(mine):,}", *(f"{each:.3f}" for each in shares)))
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how good the weights are, or the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.ends", description=__doc__)
    parser.add_argument("--without", default="", metavar="CORPUS")
    parser.add_argument("--print", action="store_true", dest="prints")
    options = parser.parse_args(arguments)
    golds = [gold for gold in corpora() if gold.corpus != options.without or not gold.is_fitted]
    known = examples(gold for gold in golds if gold.is_fitted)
    short, long = (
        fitted([each for each in known if (each.label in _LONG) == is_long])
        for is_long in (False, True)
    )
    if options.prints:
        for sign in sorted({*short, *long}):
            cells = (f"{each[sign]:.1f}" if sign in each else "." for each in (short, long))
            print(f"{sign:22}" + "".join(f"{cell:>6}" for cell in cells))
        return 0
    new = examples(gold for gold in golds if not gold.is_fitted)
    for rate in (0.0, END_RATE):
        for weights, is_long in ((short, False), (long, True)):
            print(ranks([e for e in new if (e.label in _LONG) == is_long], weights, rate))
    return 0


if __name__ == "__main__":
    sys.exit(main())
