"""What finding annotations again in a changed article costs, and how sure each rule for it is."""

from __future__ import annotations

import random
import re
import time
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from bench.figures import Table, spread
from bench.prose import article
from bench.stories import KB, MB, human
from store.text.alignment import TextAlignment
from store.text.anchoring import CONTEXT, anchor
from store.text.span import Span
from tests.drift import drift

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from bench.programs import Scratch
    from tests.drift import Case

    Rule: TypeAlias = Callable[[str, str, list[Span]], list[Span | None]]

_WORD: Final = re.compile(r"\w+")
_PEER_LIMIT: Final = 400 * KB
"""Beyond this size `difflib` takes minutes."""


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure the speed beside `difflib`, and what each rule does with edited articles."""
    del scratch  # nothing is written
    repeats = 1 if quick else 3
    count = 1_000 if quick else 10_000
    table = Table(
        "Anchoring",
        ("what", "difflib ms", "ours ms", "ratio", "placed"),
        notes=[
            "All spans of a changed text at once, beside difflib.SequenceMatcher (autojunk off) of",
            f"the lines and then of the characters of lines that changed; medians of {repeats}.",
            *_rules(count),
        ],
    )
    cases = [(10 * KB, 100, 5), (100 * KB, 1_000, 50), (MB, 1_000, 5), (MB, 10_000, 500)]
    if not quick:
        cases += [(10 * MB, 10_000, 5), (10 * MB, 10_000, 5_000)]
    for size, spans, edits in cases:
        old, new, marked = _changed(size, spans, edits)
        ours, peer, placed = [], [], 0
        for _ in range(repeats):
            started = time.perf_counter()
            placed = sum(found.is_certain for found in anchor(old, new, marked))
            ours.append((time.perf_counter() - started) * 1000)
            if size <= _PEER_LIMIT:
                started = time.perf_counter()
                _difflib(old, new)
                peer.append((time.perf_counter() - started) * 1000)
        found, least = spread(ours), spread(peer) if peer else None
        what = f"{human(size)}, {spans:,} spans, {edits:,} edits"
        table.rows.append(
            (
                what,
                f"{least.median:,.0f}" if least else "-",
                f"{found.median:,.0f}",
                f"{found.median / least.median:.3f}" if least else "-",
                f"{placed / spans:.0%}",
            )
        )
        table.data.append({"what": what, "ours_ms": found, "difflib_ms": least, "placed": placed})
    return table


def _changed(size: int, count: int, edits: int) -> tuple[str, str, list[Span]]:
    """A text, the same with words put over single characters, and spans of one to three words."""
    chance = random.Random(size + edits)
    old = article(size, seed=size)
    words = [Span(*match.span()) for match in _WORD.finditer(old)]
    spans = []
    for _ in range(count):
        first = chance.randrange(len(words) - 3)
        spans.append(Span(words[first].start, words[first + chance.randrange(3)].end))
    characters = list(old)
    for _ in range(edits):
        characters[chance.randrange(len(old))] = "some new words "[: chance.randint(0, 14)]
    return old, "".join(characters), spans


def _difflib(old: str, new: str) -> None:
    """What one would write with the standard library: lines first, then characters."""
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, i, j, k, m in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if kind == "replace":
            before, after = "".join(lines[i:j]), "".join(others[k:m])
            SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()


# Rules -------------------------------------------------------------------------------------


def _rules(count: int) -> list[str]:
    """How the rules fare with the same edited articles, as lines of a table."""
    cases = [drift(random.Random(f"bench/{number}")) for number in range(count)]
    lines = [
        f"Rules, on {count:,} edited articles (tests/drift.py):",
        f"{'':32}{'right':>8}{'SILENTLY WRONG':>16}{'asked, needless':>17}{'asked, rightly':>16}",
    ]
    for name, rule in RULES.items():
        right, wrong, needless, rightly = _outcomes(rule, cases)
        lines.append(f"{name:32}{right:>8,}{wrong:>16,}{needless:>17,}{rightly:>16,}")
    return lines


def _outcomes(rule: Rule, cases: list[Case]) -> tuple[int, int, int, int]:
    right = wrong = needless = rightly = 0
    for case in cases:
        found = rule(case.old, case.new, list(case.spans))
        for place, truth, seen in zip(found, case.truth, case.in_sight, strict=True):
            right += place is not None and place in (truth, seen)
            wrong += place is not None and place not in (truth, seen)
            needless += place is None and truth is not None
            rightly += place is None and truth is None
    return right, wrong, needless, rightly


def _nearest(old: str, new: str, spans: list[Span]) -> list[Span | None]:
    found: list[Span | None] = []
    for span in spans:
        starts = [(abs(start - span.start), start) for start in _starts(new, span.of(old))]
        at = min(starts)[1] if starts else -1
        found.append(Span(at, at + len(span)) if starts else None)
    return found


def _by_diff(old: str, new: str, spans: list[Span]) -> list[Span | None]:
    aligned = TextAlignment.of(old, new)
    found: list[Span | None] = []
    for span in spans:
        number = aligned.holding(span)
        found.append(None if number is None else aligned.moved(span, number))
    return found


def _by_context(old: str, new: str, spans: list[Span], *, both: bool) -> list[Span | None]:
    """Words that stand once in either text together with the context of one side, or of each."""
    found: list[Span | None] = []
    for span in spans:
        low = max(0, span.start - CONTEXT)
        sides = ((low, span.end), (span.start, span.end + CONTEXT))
        places = set()
        for start, end in sides:
            passage = old[start:end]
            there = _starts(new, passage)
            if len(there) == 1 == len(_starts(old, passage)):
                places.add(there[0] + span.start - start)
            elif both:
                places.add(-1)
        at = places.pop() if len(places) == 1 else -1
        found.append(Span(at, at + len(span)) if at >= 0 else None)
    return found


def _ours(old: str, new: str, spans: list[Span]) -> list[Span | None]:
    return [found.span if found.is_certain else None for found in anchor(old, new, spans)]


def _starts(text: str, passage: str) -> list[int]:
    starts = []
    at = text.find(passage)
    while at >= 0:
        starts.append(at)
        at = text.find(passage, at + 1)
    return starts


def _either_and_diff(old: str, new: str, spans: list[Span]) -> list[Span | None]:
    either, diff = _by_context(old, new, spans, both=False), _by_diff(old, new, spans)
    return [one if one == other else None for one, other in zip(either, diff, strict=True)]


RULES: Final[dict[str, Rule]] = {
    "nearest same words": _nearest,
    "diff alone": _by_diff,
    "once, with either context": lambda *of: _by_context(*of, both=False),
    "once, with both contexts": lambda *of: _by_context(*of, both=True),
    "either context, and the diff": _either_and_diff,
    "ours": _ours,
}
