"""Keys per span: `python bench/keystrokes.py [GOLD.jsonl…] [--quick] [--fitted] [--ties] [--json]`.

Replays gold annotations in the real app, through its own key handling, without any suggestion and
with, and checks that what is tagged then is the gold, span for span. All keys count from the first
to the last, but the one that leaves.

**Which golds**: the two seeds, and the stories of NewsWCL50 (actor, location), ECB+ (the same) and
PolNeAR (source, cue, claim) that are in `corpora` of the folder `SIDELIGHT_CORPORA`, else of
`../shared`; each corpus has figures of its own. Constants were fitted on the seeds, NewsWCL50
events 0, 2 and 8, ECB+ topics 1 to 10 and the first 20 articles of PolNeAR: these have a table of
their own (`--fitted`), and what is reported is the rest. `--quick` takes two stories of each.

**The policy** of a plain person, who goes by what the screen shows (`bench/policy.py`):

1. `F` shows letters. Work through the screen label by label, from the top down: the label's key,
   then the letter at each span that is wanted.
2. Where no letter stands at just that span: a letter and one nudge; or Shift and the letter at its
   start, then the one at its end; else the same after `Space`; else by hand.
3. `PgDn` when the screen is done, `Tab` for the other pane, `]` for the next article.

With suggestions the label's capital is used for all but long spans, so that the same text is
proposed wherever else it stands, and `Y` takes the proposals, but only where all that it would take
is in sight and right. Before each label the person rests for a moment, as readers do, and what is
learned meanwhile comes in. `--knowing` types as nobody can: `Y` also where what it takes is out of
sight, and right, and as many nudges as it takes.

**Ties** (`--ties`, the seeds alone): what ties, cells and links of clusters take by kind, as
`bench/tie_keys.py` and `bench/cluster_keys.py` have them made by keys; fails where they are not
the gold's.

**slate, computed**: the best that slate (the other terminal tool) can do on the same gold with
perfect counting of words: in the order of the text, a counted motion by whitespace tokens, a
counted extension, and two keys to tag. Spans that do not end with a token count as if they did.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/keystrokes.py`

import regex

from bench import cluster_keys, tie_keys
from bench.figures import Table
from bench.golds import SEEDS, corpora, load, write_story
from bench.policy import Policy, Typist
from bench.programs import scratch_folder
from bench.tally import Outcome
from bench.tied_golds import load_tied
from tests.tui.support import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.golds import Gold

_TOKEN: Final = regex.compile(r"\S+")
_WAYS: Final = {False: "without suggestions", True: "with suggestions"}
_QUICK: Final = 2
"""Stories of each corpus that are typed to look quickly."""
_DEAR: Final = 2
"""Keys beyond which a span is a dear one."""


async def replay(
    gold: Gold, size: tuple[int, int], *, suggesting: bool, policy: Policy = Policy.PLAIN
) -> Outcome:
    """Type the gold into the app."""
    with scratch_folder() as folder:
        story = folder / "story"
        story.mkdir()
        write_story(story, gold)
        async with reading(story, size=size) as ana:
            typist = Typist(ana, gold, suggesting=suggesting, policy=policy)
            return await typist.work()


def slate(gold: Gold) -> dict[str, float]:
    """Keys per span by label, and in all as "", that slate takes at best."""
    keys: Counter[str] = Counter()
    spans: Counter[str] = Counter()
    for article_id, text in gold.texts.items():
        starts = [match.start() for match in _TOKEN.finditer(text)]
        here = 0
        mine = sorted(
            (one for one in gold.wanted if one.article == article_id),
            key=lambda one: (one.start, -one.end, one.label),
        )
        for one in mine:
            first, last = _token(starts, one.start), _token(starts, one.end - 1)
            cost = _counted(abs(first - here)) + _counted(last - first) + 2
            here = first
            for label in ("", one.label):
                keys[label] += cost
                spans[label] += 1
    return {label: keys[label] / spans[label] for label in keys}


def _token(starts: Sequence[int], offset: int) -> int:
    from bisect import bisect_right

    return max(0, bisect_right(starts, offset) - 1)


def _counted(times: int) -> int:
    """Keys to press one key so many times, with a number before it if that is fewer."""
    return min(times, len(str(times)) + 1) if times else 0


# Which -------------------------------------------------------------------------------------


def chosen(options: argparse.Namespace) -> list[Gold]:
    """The golds that are typed."""
    if options.gold:
        return [load(path, path.stem) for path in options.gold]
    found = [
        gold
        for gold in corpora()
        if (gold.is_fitted == options.fitted or gold.corpus == "seeds")
        and options.corpus in ("", gold.corpus)
    ]
    if not options.quick:
        return found
    by_corpus: dict[str, list[Gold]] = defaultdict(list)
    for gold in found:
        by_corpus[gold.corpus].append(gold)
    # The largest ones: a story of a dozen spans says little.
    return [
        gold
        for golds in by_corpus.values()
        for gold in sorted(golds, key=lambda each: -len(each.wanted))[:_QUICK]
    ]


# Telling -----------------------------------------------------------------------------------


def table(corpus: str, golds: Sequence[Gold], outcomes: dict[bool, Outcome]) -> Table:
    """Keys per span by label."""
    peers = [(slate(gold), Counter(one.label for one in gold.wanted)) for gold in golds]
    first = next(iter(outcomes.values()))
    made = Table(
        f"{corpus}: {len(golds)} {'story' if len(golds) == 1 else 'stories'}, "
        f"{first.spans.total():,} spans",
        ("label", "spans", *(_WAYS[way] for way in outcomes), "slate, computed"),
    )
    for label in (*sorted(first.spans), ""):
        count = first.spans[label] if label else first.spans.total()
        cells = [f"{outcome.per_span(label):.2f}" for outcome in outcomes.values()]
        keys = sum(p.get(label, 0) * (n[label] if label else n.total()) for p, n in peers)
        made.rows.append((label or "all", f"{count:,}", *cells, f"{keys / max(1, count):.2f}"))
    return made


def _lines(outcome: Outcome) -> Iterable[str]:
    """What was on the screen, and how spans were made."""
    f = outcome.figures()
    yield (
        f"letters on the screen {f['letters']} ({f['letters_at_most']} at most), of two letters "
        f"{f['double']}, over text {f['over_text']}, kept {f['kept']:.3f}"
    )
    reach = ", or ".join(f"{means} {n:.3f}" for means, n in f["reach"].items())
    yield f"spans that can be reached by {reach}"
    yield "spans by: " + ", ".join(f"{means} {n:.1%}" for means, n in f["means"].items())
    if outcome.right + outcome.wrong:
        yield (
            f"suggestions in sight: {outcome.wrong} wrong, {f['wrong_suggestions_per_span']} a "
            f"span; {f['right_suggestions']:.0%} right; of those that show unasked, where it was "
            f"annotated, {f['right_by_default']:.0%}"
        )
    for sentence in outcome.skipped[:10]:
        yield f"no key makes {sentence}"
    for sentence in outcome.faults[:10]:
        yield f"NOT EQUAL: {sentence}"


def dear(golds: Sequence[Gold], outcome: Outcome) -> Iterable[str]:
    """The spans that cost most, by what they came from, with what stands around them."""
    texts = {article: text for gold in golds for article, text in gold.texts.items()}
    found = [each for each in outcome.typed if each.keys > _DEAR]
    found.sort(key=lambda each: (each.wanted.label, each.means))
    for (label, means), group in groupby(found, key=lambda e: (e.wanted.label, e.means)):
        same = list(group)
        spare = sum(each.keys - 1 for each in same)
        yield f"{label}, {means}: {len(same)} spans, {spare} keys more than one each"
        for each in same:
            text, span = texts[each.wanted.article], each.wanted.span
            around = (
                f"{text[max(0, span.start - 30) : span.start]}[[{span.of(text)}]]"
                f"{text[span.end : span.end + 20]}"
            )
            yield f"  {each.keys:3} {around!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, or one JSON document; fails where what was tagged is not the gold."""
    options = _options(arguments)
    columns, rows = (int(part) for part in options.size.split("x"))
    policy = Policy.KNOWING if options.knowing else Policy.PLAIN
    if options.ties:
        return _print_ties((columns, rows), is_json=options.json)
    told: list[dict[str, Any]] = []
    is_equal = True
    for corpus, group in groupby(chosen(options), key=lambda gold: gold.corpus):
        golds = list(group)
        started = time.perf_counter()
        ways = [False] if options.without else list(_WAYS)
        outcomes: dict[bool, Outcome] = {way: Outcome() for way in ways}
        for gold in golds:
            for way in ways:
                outcomes[way] += asyncio.run(
                    replay(gold, (columns, rows), suggesting=way, policy=policy)
                )
        is_equal = is_equal and all(outcome.is_equal for outcome in outcomes.values())
        figures = {_WAYS[way]: outcome.figures() for way, outcome in outcomes.items()}
        seconds = round(time.perf_counter() - started, 1)
        told.append({
            "corpus": corpus,
            "stories": [gold.name for gold in golds],
            "fitted": options.fitted or corpus == "seeds",
            "spans": sum(len(gold.wanted) for gold in golds),
            "repeated": sum(gold.repeated for gold in golds),
            "mended": sum(gold.mended for gold in golds),
            "seconds": seconds,
            **figures,
        })  # fmt: skip
        if options.json:
            continue
        print(table(corpus, golds, outcomes))
        for way, outcome in outcomes.items():
            for line in _lines(outcome):
                print(f"  {_WAYS[way]}: {line}")
            for line in dear(golds, outcome) if options.dear else ():
                print(f"    {line}")
        print(f"  ({seconds:.0f} s at {options.size}, {policy})\n", flush=True)
    if options.json:
        print(json.dumps({"size": options.size, "policy": policy, "corpora": told}))
    return int(not is_equal)


def _print_ties(size: tuple[int, int], *, is_json: bool) -> int:
    gold = load_tied(SEEDS, "seeds")
    tied = asyncio.run(tie_keys.replay(gold, size))
    clustered = asyncio.run(cluster_keys.replay(gold, size))
    links = clustered.links
    tied.made["cluster link"], tied.keys["cluster link"] = links, clustered.keys.total()
    at = "x".join(map(str, size))
    if is_json:
        keys = {kind: round(tied.per_tie(kind), 3) for kind in tie_keys.GOALS}
        print(json.dumps({"size": at, "made": tied.made, "keys_each": keys, "ways": tied.ways}))
    else:
        print(tie_keys.table(tied, f"ties, links and cells of the seeds, {at}"))
    for fault in tied.faults:
        print(f"NOT EQUAL: {fault}", file=sys.stderr)
    return int(bool(tied.faults) or not clustered.is_equal)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python bench/keystrokes.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--size", default="160x50", metavar="COLUMNSxROWS")
    parser.add_argument("--quick", action="store_true", help="two stories of each corpus")
    parser.add_argument("--corpus", default="", metavar="NAME", help="only this one")
    parser.add_argument("--fitted", action="store_true", help="what constants were fitted on")
    parser.add_argument("--without", action="store_true", help="only without suggestions")
    parser.add_argument("--knowing", action="store_true", help="type as nobody can")
    parser.add_argument("--ties", action="store_true", help="only ties, cells and clusters")
    parser.add_argument("--dear", action="store_true", help="print the spans that cost most")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
