"""Keys per span: `python bench/keystrokes.py [GOLD.jsonl…] [--size 160x50] [--json]`.

Replays a gold annotation (native JSONL, articles and all) in the real app, through its own key
handling, once without any suggestion and once with, and checks that what is tagged then is the
gold, span for span. All keys count from the first to the last, but the one that leaves.

**The policy**, which a person can follow by looking at the screen (`bench/policy.py`):

1. `F` shows letters. Work through the screen label by label, from the top down: the label's key,
   then the letter at each span that is wanted.
2. Where no letter stands at just that span: take the one that needs fewest corrections and mend it
   with the nudge keys; or, if that is fewer keys, Shift and the letter at the start, then the
   letter at the end; with `Space` each word has a letter.
3. `PgDn` when the screen is done, `Tab` for the other pane, `]` for the next article.

With suggestions the label's capital is used for all but long spans, so that the same text is
proposed wherever else it stands, and `Y` takes the proposals, but only where all of them are right.
Before each label the person rests for a moment, as readers do, and what is learned meanwhile comes
in.

**slate, computed**: the best that slate (the other terminal tool) can do on the same gold with
perfect counting of words: in the order of the text, a counted motion by whitespace tokens, a
counted extension, and two keys to tag. Spans that do not end with a token count as if they did.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/keystrokes.py`

import regex

from bench.figures import Table
from bench.policy import Outcome, Typist, Wanted
from tests.tui.support import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

SEEDS: Final = Path(__file__).resolve().parent.parent / "tests" / "gold" / "seeds.gold.jsonl"
_OURS: Final = {"actor", "location", "claim", "source"}
_LETTERS: Final = "abcdegilmoprstvwxz"
"""Letters that labels of other golds get; none that keeps its meaning whatever the labels are."""
_TOKEN: Final = regex.compile(r"\S+")
_WAYS: Final = (False, True)


@dataclass(frozen=True, slots=True)
class Gold:
    """A story with its gold."""

    name: str
    texts: dict[str, str]
    """By the id of the article."""
    wanted: frozenset[Wanted]
    repeated: int
    """Spans that stood twice in the file with the same ends and label: they count once."""

    @property
    def labels(self) -> list[str]:
        return sorted({one.label for one in self.wanted})


def load(path: Path) -> Gold:
    """Read a gold file."""
    texts: dict[str, str] = {}
    wanted: list[Wanted] = []
    for line in path.read_text("utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        texts[row["id"]] = row["text"]
        for span in row["spans"]:
            wanted.append(Wanted(row["id"], span["start"], span["end"], span["label"]))
    name = path.parent.name if path.stem in ("gold", "gold_actor_location") else path.stem
    return Gold(name, texts, frozenset(wanted), len(wanted) - len(set(wanted)))


def write_story(folder: Path, gold: Gold) -> None:
    """The articles of a gold as a story, with a label set if the gold has labels of its own."""
    for article_id, text in gold.texts.items():
        path = folder / f"{article_id}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    if not set(gold.labels) <= _OURS:
        lines = []
        free = iter(_LETTERS)
        for label in gold.labels:
            lines += ["[[label]]", f"name = {json.dumps(label)}", f'key = "{next(free)}"', ""]
        (folder / "labels.toml").write_text("\n".join(lines), "utf-8")


async def replay(gold: Gold, size: tuple[int, int], *, suggesting: bool) -> Outcome:
    """Type the gold into the app."""
    with tempfile.TemporaryDirectory(prefix="sidelight-bench-") as folder:
        story = Path(folder) / "story"
        story.mkdir()
        write_story(story, gold)
        async with reading(story, size=size) as ana:
            typist = Typist(ana, gold.texts, gold.wanted, suggesting=suggesting)
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
            key=lambda one: (one.start, -one.end),
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


# Telling -----------------------------------------------------------------------------------


def table(gold: Gold, outcomes: dict[bool, Outcome]) -> Table:
    """Keys per span by label."""
    peer = slate(gold)
    made = Table(
        f"{gold.name}: {len(gold.texts)} articles, {len(gold.wanted)} spans",
        ("label", "spans", "without", "with suggestions", "slate, computed"),
    )
    for label in (*gold.labels, ""):
        count = sum(label in ("", one.label) for one in gold.wanted)
        cells = [f"{outcomes[way].per_span(label):.2f}" for way in _WAYS]
        made.rows.append((label or "all", str(count), *cells, f"{peer[label]:.2f}"))
    return made


def told(gold: Gold, outcomes: dict[bool, Outcome], seconds: float) -> dict[str, Any]:
    """All figures of one gold."""
    peer = slate(gold)
    names = {False: "without_suggestions", True: "with_suggestions"}
    return {
        "gold": gold.name,
        "articles": len(gold.texts),
        "spans": len(gold.wanted),
        "repeated": gold.repeated,
        "equal": {names[way]: outcomes[way].is_equal for way in _WAYS},
        "keys_per_span": {
            **{names[way]: round(outcomes[way].per_span(""), 4) for way in _WAYS},
            "slate_computed": round(peer[""], 4),
        },
        "keys": {names[way]: outcomes[way].total for way in _WAYS},
        "by_label": {
            label: {
                **{names[way]: round(outcomes[way].per_span(label), 4) for way in _WAYS},
                "slate_computed": round(peer[label], 4),
            }
            for label in gold.labels
        },
        "means": {
            names[way]: {
                means: round(count / len(gold.wanted), 4)
                for means, count in outcomes[way].means.most_common()
            }
            for way in _WAYS
        },
        "seconds": round(seconds, 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, or one JSON document; fails where what was tagged is not the gold."""
    parser = argparse.ArgumentParser(
        prog="python bench/keystrokes.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--size", default="160x50", metavar="COLUMNSxROWS")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    options = parser.parse_args(arguments)
    columns, rows = (int(part) for part in options.size.split("x"))
    stories: list[dict[str, Any]] = []
    for path in options.gold or [SEEDS]:
        gold = load(path)
        started = time.perf_counter()
        outcomes = {
            way: asyncio.run(replay(gold, (columns, rows), suggesting=way)) for way in _WAYS
        }
        figures = told(gold, outcomes, time.perf_counter() - started)
        stories.append(figures)
        if options.json:
            continue
        print(table(gold, outcomes))
        for way in _WAYS:
            outcome = outcomes[way]
            shares = ", ".join(
                f"{means} {count / len(gold.wanted):.0%}"
                for means, count in outcome.means.most_common()
            )
            which = "with" if way else "without"
            print(f"  {which} suggestions, spans by: {shares}")
            for sentence in outcome.faults[:10]:
                print(f"  NOT EQUAL: {sentence}")
        if gold.repeated:
            print(f"  {gold.repeated} spans stand twice in the file and were tagged once")
        print(f"  ({figures['seconds']:.0f} s at {options.size})\n", flush=True)
    if options.json:
        spans = sum(story["spans"] for story in stories)
        every = {
            name: round(sum(s["keys_per_span"][name] * s["spans"] for s in stories) / spans, 4)
            for name in stories[0]["keys_per_span"]
        }
        print(json.dumps({"keys_per_span": every, "size": options.size, "stories": stories}))
    return int(not all(all(story["equal"].values()) for story in stories))


if __name__ == "__main__":
    sys.exit(main())
