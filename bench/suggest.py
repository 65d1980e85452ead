"""How good suggestions are: `python -m bench.suggest [GOLD.jsonl… | FOLDER…] [--json]`.

A gold file is a story: native JSONL, one article a line. A folder is a story if it holds one
(`gold_actor_location.jsonl` or `gold.jsonl`, each for itself; or what `--file` names), else each
folder in it. Without arguments it is the gold of the two seeds.

*After k articles*: the first k articles of a story, in the order of their names, are what has been
annotated so far; the suggestions for the others are held against their gold. Where no story has
more than k articles nothing is left to hold them against, and the row says so. *After n stories*:
the n stories that follow in the list, as a circle, are what the same annotator has done before;
nothing of the story itself is known. Stories with the same labels are one corpus, and so are all
of one folder. Only a suggestion of the exact span and label is right. All articles are added up
(micro average).

**The yardstick** is to suggest every exact string that has been tagged: case-sensitive, whole
words, with the label it got most often; where two overlap the one that begins first, then the
longer. (Each label has a memory of its own, so that a name may stand in a claim.)

**Ours** is what the app shows where nothing is tagged yet: rules, what was tagged before, and what
is learned, put together as `store.suggest` does, at the app's threshold, and at the threshold with
the best F1 (chosen on the answers: what could be had at best by moving the threshold).

**Keys saved**: a right suggestion costs 1 key (`y`), a wrong one 1 (`n`), and a missed span what
jump labels cost, 2.3 keys. The share is of the keys for all spans by jump labels alone.

**Calibration**: the mean score of suggestions beside the share that is right, by bins.

**Training**: seconds in this process, without its niceness; the app learns in one of its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/suggest.py`

import regex

from bench.figures import Table
from store.annotations.collection import Annotations
from store.labels import DEFAULT_LABELS, Label, LabelSet
from store.suggest.candidates.rules import suggest_by_rules
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.training import train
from store.suggest.merging import merged, to_show
from store.suggest.model import Suggestion
from store.suggest.suggester import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from store.suggest.learning.learned_model import LearnedModel

    Span: TypeAlias = tuple[int, int, str]
    Scored: TypeAlias = dict[Span, float]

KEYS_MISSED: Final = 2.3
KEYS_ANSWERED: Final = 1.0
ARTICLES: Final = (0, 1, 2, 3, 4, 5)
STORIES: Final = (1, 2, 4)
FILES: Final = ("gold_actor_location.jsonl", "gold.jsonl")
BINS: Final = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.01)
SEEDS: Final = Path(__file__).resolve().parent.parent / "tests" / "gold" / "seeds.gold.jsonl"


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its gold."""

    name: str
    articles: tuple[TaggedText, ...]
    corpus: str
    """What it shares with other stories by the same annotator."""
    file: str
    """The name of its gold file."""

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
    return path / file if (path / file).is_file() else None


def _story(gold: Path) -> Story:
    articles = []
    for line in gold.read_text("utf-8").splitlines():
        entry = json.loads(line)
        spans = tuple((span["start"], span["end"], span["label"]) for span in entry["spans"])
        articles.append(TaggedText(entry["id"], entry["text"], spans))
    name = gold.parent.name if gold.name in FILES else gold.name.removesuffix(".jsonl")
    in_order = tuple(sorted(articles, key=lambda article: _natural(article.id)))
    corpus = str(gold.parent.parent) if gold.name in FILES else ""
    story = Story(name, in_order, corpus, gold.name)
    return story if corpus else replace(story, corpus=" ".join(sorted(story.labels)))


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


def yardstick(known: Sequence[TaggedText], text: str) -> set[Span]:
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


def ours(model: LearnedModel | None, labels: LabelSet, text: str) -> Scored:
    """What the app would show at a threshold of nothing, with its score.

    What shows at another threshold are those of them that are as sure.
    """
    learned = set() if model is None else set(model.by_label)
    suggestions = [s for s in suggest_by_rules(text, labels) if s.label not in learned]
    for found in () if model is None else model.suggest(*model.read(text)):
        start, end = found.span.start, found.span.end
        quote, score = found.span.of(text), found.score
        suggestions.append(
            Suggestion(start, end, found.label, quote, reason="", score=score, suggester="learned")
        )
    nothing = Annotations()
    shown = to_show(merged(suggestions), nothing, nothing, (), 0.0)
    return {(one.start, one.end, one.label): one.score for one in shown}


# Measuring ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Measured:
    """All that came out."""

    outcomes: dict[tuple[str, int], dict[str, Outcome]] = field(default_factory=dict)
    """After so many "articles" or "stories", by label; "" is all labels."""
    seconds: dict[int, list[float]] = field(default_factory=dict)
    """By how many articles, how long training on them took."""

    def trained(
        self,
        labels: LabelSet,
        story: Sequence[TaggedText],
        others: Sequence[Sequence[TaggedText]] = (),
    ) -> LearnedModel:
        started = time.perf_counter()
        model = train(labels, story, others)
        articles = len(story) + sum(map(len, others))
        self.seconds.setdefault(articles, []).append(time.perf_counter() - started)
        return model


def measure(stories: Sequence[Story], threshold: float) -> Measured:
    """Hold what is suggested against the gold."""
    measured = Measured()
    outcomes = measured.outcomes
    corpora: defaultdict[str, list[Story]] = defaultdict(list)
    for story in stories:
        corpora[story.corpus].append(story)
    for corpus in corpora.values():
        labels = labels_of({label for story in corpus for label in story.labels})
        for number, story in enumerate(corpus):
            for count in ARTICLES:
                known, rest = story.articles[:count], story.articles[count:]
                if len(known) == count and rest:
                    model = measured.trained(labels, known) if known else None
                    into = outcomes.setdefault(("articles", count), {})
                    _measure(into, model, labels, known, rest, threshold)
            for count in STORIES:
                others = [corpus[(number + i) % len(corpus)] for i in range(1, count + 1)]
                if count < len(corpus):
                    model = measured.trained(labels, (), [other.articles for other in others])
                    known = tuple(article for other in others for article in other.articles)
                    into = outcomes.setdefault(("stories", count), {})
                    _measure(into, model, labels, known, story.articles, threshold)
    return measured


def _measure(
    into: dict[str, Outcome],
    model: LearnedModel | None,
    labels: LabelSet,
    known: Sequence[TaggedText],
    rest: Sequence[TaggedText],
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


def table(measured: Measured, label: str, file: str) -> Table:
    """The figures of one label, or of all."""
    title = f"{file}: {f'label {label}' if label else 'all labels'}"
    header = ("after", "yardstick P", "R", "F1", "keys saved")
    names = (*header, "ours P", "R", "F1", "keys saved", "best at", "P", "R", "F1", "keys saved")
    made = Table(title, names)
    asked = [("articles", count) for count in ARTICLES] + [("stories", count) for count in STORIES]
    for unit, count in asked:
        outcome = measured.outcomes.get((unit, count), {}).get(label)
        if outcome is None or not outcome.ours.gold:
            if label:
                continue
            left = "nothing left to test" if unit == "articles" else "too few stories"
            made.rows.append((f"{count} {unit}", left, *[""] * (len(names) - 2)))
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
                "gold_file": file,
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
    for low, high in pairwise(BINS):
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
    files = (options.file,) if options.file else FILES
    results: list[tuple[list[Story], Measured, float]] = []
    for file in files:
        stories = stories_of(options.paths or [SEEDS], file)
        if stories and all(stories != known for known, *_ in results):
            started = time.perf_counter()
            measured = measure(stories, options.threshold)
            results.append((stories, measured, time.perf_counter() - started))
    if not results:
        parser.error("there is no gold in what was named")
    if options.json:
        documents = [_document(*result, options.threshold) for result in results]
        print(json.dumps(documents, indent=1, ensure_ascii=False))
        return 0
    print(f"Exact span and label; shown from a score of {options.threshold} on\n")
    for stories, measured, seconds in results:
        _print(stories, measured, seconds)
    return 0


def _tables(stories: Sequence[Story], measured: Measured) -> list[Table]:
    labels = sorted({label for story in stories for label in story.labels})
    return [table(measured, label, stories[0].file) for label in ("", *labels)]


def _document(
    stories: Sequence[Story], measured: Measured, seconds: float, threshold: float
) -> dict[str, Any]:
    tables = _tables(stories, measured)
    return {
        "stories": [story.name for story in stories],
        "articles": sum(len(story.articles) for story in stories),
        "spans": sum(len(a.spans) for story in stories for a in story.articles),
        "threshold": threshold,
        "keys": {"answered": KEYS_ANSWERED, "missed": KEYS_MISSED},
        "rows": [row for made in tables for row in made.data],
        "training_seconds": measured.seconds,
        "seconds": seconds,
    }


def _print(stories: Sequence[Story], measured: Measured, seconds: float) -> None:
    spans = sum(len(article.spans) for story in stories for article in story.articles)
    articles = sum(len(story.articles) for story in stories)
    print(f"{len(stories)} stories, {articles} articles, {spans:,} spans; {seconds:.0f} s\n")
    tables = _tables(stories, measured)
    for made in tables:
        print(made)
    print("Calibration, all labels: mean score/share right (how many)")
    for row in tables[0].data:
        bins = (f"{b['score']:.2f}/{b['right']:.2f} ({b['count']})" for b in row["calibration"])
        print(f"  {row['after']} {row['unit']}:  {'  '.join(bins)}")
    print("Training, seconds: median (longest)")
    for count, times in sorted(measured.seconds.items()):
        print(f"  {count} articles:  {statistics.median(times):.1f} ({max(times):.1f})")
    print()


if __name__ == "__main__":
    sys.exit(main())
