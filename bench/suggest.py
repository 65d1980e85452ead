"""How good suggestions are: `python -m bench.suggest [GOLD.jsonl… | FOLDER…] [--json]`.

A gold file is a story: native JSONL, one article a line. A folder is a story if it holds one
(`gold_actor_location.jsonl`, else `gold.jsonl`, or what `--file` names), else each folder in it.
Without arguments it is the gold of the two seeds.

*After k articles*: the first k articles of a story, in the order of their names, are what has been
annotated so far; the suggestions for the others are held against their gold. *After n stories*: the
n stories that follow in the list, as a circle, are what the same annotator has done before; nothing
of the story itself is known. Stories with the same labels are one corpus. Only a suggestion of the
exact span and label is right. All articles are added up (micro average).

**The yardstick** is to suggest every exact string that has been tagged: case-sensitive, whole words,
with the label it got most often; where two overlap the one that begins first, then the longer. (Each
label has a memory of its own, so that a name may stand in a claim.)

**Ours** is what the app shows: rules, what was tagged before, and what is learned, put together as
`store.suggest` does, at the app's threshold, and at the threshold with the best F1 (chosen on the
answers: what could be had at best by moving the threshold).

**Keys saved**: a right suggestion costs 1 key (`y`), a wrong one 1 (`n`), and a missed span what jump
labels cost, 2.3 keys. The share is of the keys for all spans by jump labels alone.

**Calibration**: the mean score of suggestions beside the share that is right, by bins.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/suggest.py`

import regex

from bench.figures import Table
from store.labels import DEFAULT_LABELS, Label, LabelSet
from store.suggest.examples import Example
from store.suggest.rules import suggest_by_rules
from store.suggest.training import train

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from store.suggest.learned import Model

    Span: TypeAlias = tuple[int, int, str]
    Scored: TypeAlias = dict[Span, float]

KEYS_MISSED: Final = 2.3
KEYS_ANSWERED: Final = 1.0
THRESHOLD: Final = 0.35
ARTICLES: Final = (0, 1, 2, 3, 5)
STORIES: Final = (1, 2, 4)
FILES: Final = ("gold_actor_location.jsonl", "gold.jsonl")
BINS: Final = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.01)
SEEDS: Final = Path(__file__).resolve().parent.parent / "tests" / "gold" / "seeds.gold.jsonl"


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its gold."""

    name: str
    articles: tuple[Example, ...]

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(label for article in self.articles for _, _, label in article.spans)


@dataclass(slots=True)
class Tally:
    """Counts that can be added up."""

    right: int = 0
    shown: int = 0
    gold: int = 0

    def add(self, shown: Iterable[Span], gold: set[Span]) -> None:
        suggested = set(shown)
        self.right += len(suggested & gold)
        self.shown += len(suggested)
        self.gold += len(gold)

    @property
    def precision(self) -> float | None:
        return self.right / self.shown if self.shown else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.shown + self.gold) if self.right else 0.0

    @property
    def keys_saved(self) -> float | None:
        if not self.gold:
            return None
        spent = KEYS_ANSWERED * self.shown + KEYS_MISSED * (self.gold - self.right)
        return 1 - spent / (KEYS_MISSED * self.gold)


@dataclass(slots=True)
class Outcome:
    """What came out for one label, or for all, after so many articles or stories."""

    yardstick: Tally = field(default_factory=Tally)
    ours: Tally = field(default_factory=Tally)
    scored: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def best(self) -> tuple[float, Tally]:
        """The threshold with the best F1, and what it gives."""
        best, at, right = Tally(gold=self.ours.gold), 1.0, 0
        for number, (score, is_right) in enumerate(sorted(self.scored, reverse=True), start=1):
            right += is_right
            tally = Tally(right, number, self.ours.gold)
            if tally.f1 > best.f1:
                best, at = tally, score
        return at, best


# Stories -----------------------------------------------------------------------------------


def stories_of(paths: Sequence[Path], file: str) -> list[Story]:
    """The stories that are named on the command line."""
    found: list[Story] = []
    for path in paths:
        gold = _gold_in(path, file)
        if gold is None:
            gold_below = [_gold_in(below, file) for below in sorted(path.iterdir())]
            found += [_story(below) for below in gold_below if below is not None]
        else:
            found.append(_story(gold))
    return found


def _gold_in(path: Path, file: str) -> Path | None:
    if path.is_file():
        return path if path.suffix == ".jsonl" else None
    names = (file,) if file else FILES
    return next((path / name for name in names if (path / name).is_file()), None)


def _story(gold: Path) -> Story:
    articles = []
    for line in gold.read_text("utf-8").splitlines():
        entry = json.loads(line)
        spans = tuple((span["start"], span["end"], span["label"]) for span in entry["spans"])
        articles.append(Example(entry["id"], entry["text"], spans))
    name = gold.parent.name if gold.name in FILES else gold.name.removesuffix(".jsonl")
    return Story(name, tuple(sorted(articles, key=lambda article: _natural(article.id))))


def _natural(name: str) -> list[tuple[int, int | str]]:
    parts = regex.split(r"(\d+)", name)
    return [(0, int(part)) if part.isdigit() else (1, part) for part in parts]


def labels_of(names: Iterable[str]) -> LabelSet:
    """A label set of these names; the labels that every story has keep how they are drawn."""
    return LabelSet(
        tuple(
            DEFAULT_LABELS.named(name) or Label(name, chr(ord("a") + number % 26), "blue")
            for number, name in enumerate(sorted(names))
        )
    )


# Suggestions -------------------------------------------------------------------------------


def yardstick(known: Sequence[Example], text: str) -> set[Span]:
    """Every exact string that has been tagged, with the label that it got most often."""
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in known:
        for start, end, label in article.spans:
            labels[article.text[start:end]][label] += 1
    strings: defaultdict[str, list[str]] = defaultdict(list)
    for string, counts in labels.items():
        strings[counts.most_common(1)[0][0]].append(string)
    found: set[Span] = set()
    for label, of_label in strings.items():
        last = 0
        places = sorted(_places(of_label, text), key=lambda place: (place[0], -place[1]))
        for start, end in places:
            if start >= last:
                found.add((start, end, label))
                last = end
    return found


def _places(strings: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    for string in strings:
        for match in regex.finditer(rf"(?<!\w){regex.escape(string)}(?!\w)", text):
            yield match.span()


def ours(model: Model | None, labels: LabelSet, text: str) -> Scored:
    """What the app would show, with its score."""
    scored: Scored = {}
    learned = set() if model is None else set(model.by_label)
    for suggestion in suggest_by_rules(text, labels):
        if suggestion.label not in learned:
            scored[suggestion.start, suggestion.end, suggestion.label] = suggestion.score
    if model is not None:
        for found in model.suggest(*model.read(text)):
            scored[found.span.start, found.span.end, found.label] = found.score
    return scored


# Measuring ---------------------------------------------------------------------------------


def measure(
    stories: Sequence[Story], threshold: float
) -> dict[tuple[str, int], dict[str, Outcome]]:
    """The outcomes after so many "articles" or "stories", by label; "" is all labels."""
    outcomes: dict[tuple[str, int], dict[str, Outcome]] = {}
    corpora: defaultdict[frozenset[str], list[Story]] = defaultdict(list)
    for story in stories:
        corpora[story.labels].append(story)
    for names, corpus in corpora.items():
        labels = labels_of(names)
        for number, story in enumerate(corpus):
            for count in ARTICLES:
                known, rest = story.articles[:count], story.articles[count:]
                if len(known) == count and rest:
                    model = train(labels, known) if known else None
                    into = outcomes.setdefault(("articles", count), {})
                    _measure(into, model, labels, known, rest, threshold)
            for count in STORIES:
                others = [corpus[(number + i) % len(corpus)] for i in range(1, count + 1)]
                if count < len(corpus):
                    model = train(labels, (), [list(other.articles) for other in others])
                    known = tuple(article for other in others for article in other.articles)
                    into = outcomes.setdefault(("stories", count), {})
                    _measure(into, model, labels, known, story.articles, threshold)
    return outcomes


def _measure(
    into: dict[str, Outcome],
    model: Model | None,
    labels: LabelSet,
    known: Sequence[Example],
    rest: Sequence[Example],
    threshold: float,
) -> None:
    for article in rest:
        gold = set(article.spans)
        scored = ours(model, labels, article.text)
        strings = yardstick(known, article.text)
        shown = [span for span, score in scored.items() if score >= threshold]
        for label in ("", *labels.names):
            outcome = into.setdefault(label, Outcome())
            mine = {span for span in gold if label in ("", span[2])}
            outcome.yardstick.add((s for s in strings if label in ("", s[2])), mine)
            outcome.ours.add((s for s in shown if label in ("", s[2])), mine)
            outcome.scored += [
                (score, span in gold) for span, score in scored.items() if label in ("", span[2])
            ]


# Telling -----------------------------------------------------------------------------------


def table(outcomes: dict[tuple[str, int], dict[str, Outcome]], label: str) -> Table:
    """The figures of one label, or of all."""
    title = f"Label {label}" if label else "All labels"
    header = ("after", "yardstick P", "R", "F1", "keys saved")
    names = (*header, "ours P", "R", "F1", "keys saved", "best at", "P", "R", "F1", "keys saved")
    made = Table(title, names)
    for (unit, count), by_label in sorted(outcomes.items()):
        outcome = by_label.get(label)
        if outcome is None or not outcome.ours.gold:
            continue
        at, best = outcome.best
        made.rows.append(
            (
                f"{count} {unit}",
                *_figures(outcome.yardstick),
                *_figures(outcome.ours),
                f"{at:.2f}",
                *_figures(best),
            )
        )
        made.data.append(
            {
                "after": count,
                "unit": unit,
                "label": label or "all",
                "gold": outcome.ours.gold,
                "yardstick": _plain(outcome.yardstick),
                "ours": _plain(outcome.ours),
                "best": {"threshold": at, **_plain(best)},
                "calibration": calibration(outcome.scored),
            }
        )
    return made


def calibration(scored: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """For each bin that holds any: the mean score, the share that is right, how many there are."""
    lines = []
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = [(score, right) for score, right in scored if low <= score < high]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            lines.append({"score": mean, "right": share, "count": len(inside)})
    return lines


def _figures(tally: Tally) -> tuple[str, str, str, str]:
    return (
        "-" if tally.precision is None else f"{tally.precision:.2f}",
        "-" if tally.recall is None else f"{tally.recall:.2f}",
        f"{tally.f1:.2f}",
        "-" if tally.keys_saved is None else f"{tally.keys_saved:.0%}",
    )


def _plain(tally: Tally) -> dict[str, float | None]:
    return {
        **asdict(tally),
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        "keys_saved": tally.keys_saved,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, or one JSON document."""
    lines = (__doc__ or "").splitlines()
    parser = argparse.ArgumentParser(
        prog="python -m bench.suggest",
        description="\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="GOLD.jsonl | FOLDER")
    parser.add_argument("--file", default="", metavar="NAME", help="the gold file of a folder")
    parser.add_argument("--threshold", type=float, default=THRESHOLD, metavar="SHARE")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    options = parser.parse_args(arguments)
    stories = stories_of(options.paths or [SEEDS], options.file)
    if not stories:
        parser.error("there is no gold in what was named")
    started = time.perf_counter()
    outcomes = measure(stories, options.threshold)
    seconds = time.perf_counter() - started
    labels = ["", *sorted({label for by_label in outcomes.values() for label in by_label} - {""})]
    tables = [table(outcomes, label) for label in labels]
    if options.json:
        document: dict[str, Any] = {
            "stories": [story.name for story in stories],
            "articles": sum(len(story.articles) for story in stories),
            "spans": sum(len(a.spans) for story in stories for a in story.articles),
            "threshold": options.threshold,
            "keys": {"answered": KEYS_ANSWERED, "missed": KEYS_MISSED},
            "rows": [row for made in tables for row in made.data],
            "seconds": seconds,
        }
        print(json.dumps(document, indent=1, ensure_ascii=False))
        return 0
    spans = sum(len(article.spans) for story in stories for article in story.articles)
    articles = sum(len(story.articles) for story in stories)
    print(f"{len(stories)} stories, {articles} articles, {spans:,} spans; exact span and label")
    print(f"shown from a score of {options.threshold} on; {seconds:.0f} s\n")
    for made in tables:
        print(made)
    print("Calibration, all labels: mean score/share right (how many)")
    for row in tables[0].data:
        bins = (f"{b['score']:.2f}/{b['right']:.2f} ({b['count']})" for b in row["calibration"])
        print(f"  {row['after']} {row['unit']}:  {'  '.join(bins)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
