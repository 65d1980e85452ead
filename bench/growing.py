"""Presses of `x` from the first word of a claim to the claim: `python -m bench.growing`.

Each claim of a gold is grown from a caret at its start. What it costs is the least of presses and
words that are then too many or too few, as a person may stop at any press and move the ends. Of
NewsWCL50, which has no claims, its spans of four words or more that are no actor and no location
are taken. What constants were fitted on has lines of its own.
"""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bench.golds import CORPORA, NEWS_FITTED, corpora, load
from store.text.boundaries import words
from store.text.objects import grow
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.golds import Gold

_MOST: Final = 12
"""Presses after which nobody goes on."""
_LONG: Final = 4
"""Words of a span that is as long as a claim."""


def cost(text: str, wanted: Span) -> tuple[int, bool]:
    """Presses and words off, at the least, and whether some number of presses gives just that."""
    span, costs, is_exact = Span(wanted.start, wanted.start), [], False
    for presses in range(1, _MOST):
        larger = grow(text, span)
        if larger == span:
            break
        span = larger
        costs.append(presses + _between(text, span.start, wanted.start)
                     + _between(text, span.end, wanted.end))  # fmt: skip
        is_exact |= span == wanted
    return min(costs, default=_MOST), is_exact


def _between(text: str, one: int, other: int) -> int:
    return sum(1 for _ in words(text, min(one, other), max(one, other)))


def _golds() -> Iterator[tuple[Gold, bool]]:
    """The golds, and whether theirs are claims."""
    yield from ((gold, True) for gold in corpora() if gold.corpus in ("seeds", "PolNeAR"))
    for path in sorted(CORPORA.glob("newswcl50/*/gold.jsonl")):
        yield load(path, "NewsWCL50", fitted=path.parent.name in NEWS_FITTED), False


def main() -> int:
    """Print a line for each corpus."""
    found: dict[tuple[str, bool], list[tuple[int, bool]]] = defaultdict(list)
    for gold, has_claims in _golds():
        for one in gold.wanted:
            text = gold.texts[one.article]
            is_long = _between(text, one.start, one.end) >= _LONG
            if one.label == "claim" if has_claims else is_long:
                found[gold.corpus, gold.is_fitted].append(cost(text, one.span))
    for (corpus, is_fitted), costs in found.items():
        mean = statistics.mean(each for each, _ in costs)
        exact = sum(is_exact for _, is_exact in costs) / len(costs)
        kept = "fitted on" if is_fitted else "unseen"
        print(f"{corpus:10} {kept:9} {len(costs):5,} spans  {mean:5.2f} keys  {exact:4.0%} exact")
    return 0


if __name__ == "__main__":
    sys.exit(main())
