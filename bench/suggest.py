"""How good suggestions are: `python -m bench.suggest [GOLD.jsonl… | FOLDER…] [--json]`.

Without arguments: the seeds, and what is there of NewsWCL50, ECB+ and PolNeAR (`bench/golds.py`,
which says of each story whether constants were chosen on it; `--unseen` leaves those out,
`--fitted` all others). A
folder that is named is a corpus: of folders that hold a `gold.jsonl`, or of such files.

Each story is opened as the app opens it, with what an annotator has tagged so far made through the
store, and what the app would suggest by default is held against the gold of articles that are not
tagged: up to five of them, only where they were annotated in full.

*After k articles*: the first k articles of the story, in the order of their names, are tagged.
*After n stories*: the n stories that follow in the corpus, as a circle, were tagged by the same
annotator, and nothing of this one; *1 article and n stories*: the first article too.

**The yardstick** is to suggest every exact string that has been tagged: case-sensitive, whole
words, with the label it got most often; where two overlap the one that begins first, then the
longer. (Each label has a memory of its own, so that a name may stand in a claim.)

**Right** is a suggestion of the exact span and label. **Keys saved**: a right suggestion costs 1
key (`y`), a wrong one 1 (`n`), and a span without one what it takes by hand, `--by-hand`. The share
is of the keys for all spans by hand.

`--without PART` measures what a part is worth: without it (`bench/ablation.py`); `--set LEFT=2`
gives another value to a constant of `store/suggest/tagged/tag_counts.py`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as `python bench/suggest.py`

import regex

from bench.ablation import PARTS, without
from bench.figures import Table
from bench.golds import corpora, load, natural, write_story
from store.annotations.edits import Batch, EditOfAnnotation
from store.annotations.model import Annotation, new_id, timestamp
from store.articles import find_story
from store.story.workspace import Workspace
from store.suggest.other_stories import others_of
from store.suggest.suggester import Suggester
from store.suggest.tagged import tag_counts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from bench.golds import Gold
    from store.practice.gold import GoldSpan

    Place: TypeAlias = tuple[int, int, str]

BY_HAND: Final = 2.3
ANSWERED: Final = 1.0
ANNOTATOR: Final = "bench"
ARTICLES: Final = (0, 1, 2, 3, 4, 5)
STORIES: Final = (1, 2, 4)
MOST_TESTED: Final = 5
MOST_ARTICLES: Final = 8
"""Articles of another story that are tagged."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What has been tagged before."""

    articles: int
    stories: int

    def __str__(self) -> str:
        said = []
        if self.articles or not self.stories:
            said.append(f"{self.articles} article{'' if self.articles == 1 else 's'}")
        if self.stories:
            said.append(f"{self.stories} other stor{'y' if self.stories == 1 else 'ies'}")
        return ", ".join(said)


SETTINGS: Final = (
    *(Setting(count, 0) for count in ARTICLES),
    *(Setting(0, count) for count in STORIES),
    *(Setting(1, count) for count in STORIES),
)


@dataclass(slots=True)
class Tally:
    """Counts that can be added up."""

    right: int = 0
    shown: int = 0
    gold: int = 0

    def add(self, shown: set[Place], gold: set[Place]) -> None:
        """Count what is suggested in an article."""
        self.right += len(shown & gold)
        self.shown += len(shown)
        self.gold += len(gold)

    @property
    def precision(self) -> float | None:
        return self.right / self.shown if self.shown else None

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def wrong(self) -> float:
        """Wrong ones for each gold span."""
        return (self.shown - self.right) / self.gold if self.gold else 0.0

    def saved(self, by_hand: float) -> float:
        """The share of keys that is saved."""
        spent = ANSWERED * self.shown + by_hand * (self.gold - self.right)
        return 1 - spent / (by_hand * self.gold) if self.gold else 0.0


@dataclass(slots=True)
class Outcome:
    """What came out for all stories of a corpus."""

    yardstick: Tally = field(default_factory=Tally)
    ours: Tally = field(default_factory=Tally)
    stories: int = 0


# What is known ------------------------------------------------------------------------------


def in_order(gold: Gold) -> list[str]:
    """The ids of the articles of a story, in the order in which they are read."""
    return sorted(gold.texts, key=natural)


def tagged_in(gold: Gold, article: str) -> list[GoldSpan]:
    """The gold of an article."""
    return sorted(one for one in gold.wanted if one.article == article)


def only(gold: Gold, articles: Sequence[str]) -> Gold:
    """A story with some of its articles."""
    return replace(
        gold,
        texts={each: gold.texts[each] for each in articles},
        wanted=frozenset(one for one in gold.wanted if one.article in set(articles)),
    )


def tag(workspace: Workspace, gold: Gold, articles: Iterable[str]) -> None:
    """Tag the gold of some articles."""
    now = timestamp()
    edits = [
        EditOfAnnotation(
            article,
            None,
            Annotation(
                *(new_id(), one.start, one.end, one.label, one.span.of(gold.texts[article])),
                created=now,
                updated=now,
            ),
        )
        for article in articles
        for one in tagged_in(gold, article)
    ]
    if edits:
        workspace.apply(Batch(tuple(edits), "import"))


def yardstick(known: Iterable[tuple[str, str]], text: str) -> set[Place]:
    """Every exact string that has been tagged, given with its label, and the label it got most."""
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for string, label in known:
        labels[string][label] += 1
    strings: defaultdict[str, list[str]] = defaultdict(list)
    for string, counts in labels.items():
        strings[counts.most_common(1)[0][0]].append(string)
    found: set[Place] = set()
    for label, of_label in strings.items():
        last = 0
        for start, end in sorted(_places(of_label, text), key=lambda place: (place[0], -place[1])):
            if start >= last:
                found.add((start, end, label))
                last = end
    return found


def _places(strings: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    for string in strings:
        if string in text:
            for match in regex.finditer(rf"(?<!\w){regex.escape(string)}(?!\w)", text):
                yield match.span()


# What is suggested --------------------------------------------------------------------------


def measure(stories: Sequence[Gold], number: int, setting: Setting) -> Outcome | None:
    """Hold what is suggested in one story of a corpus against its gold."""
    gold = stories[number]
    ids = in_order(gold)
    tested = ids[setting.articles : setting.articles + MOST_TESTED]
    if not tested or setting.stories >= len(stories) or len(ids) < setting.articles:
        return None
    others = [stories[(number + i) % len(stories)] for i in range(1, setting.stories + 1)]
    others = [only(other, in_order(other)[:MOST_ARTICLES]) for other in others]
    known = ids[: setting.articles]
    strings = [
        (one.span.of(each.texts[one.article]), one.label)
        for each in (only(gold, known), *others)
        for one in sorted(each.wanted)
    ]
    outcome = Outcome(stories=1)
    with tempfile.TemporaryDirectory(prefix="sidelight-") as folder:
        shown = _suggested(Path(folder), only(gold, [*known, *tested]), known, others)
        for article in tested:
            text, within = gold.texts[article], gold.within.get(article)
            wanted = {(one.start, one.end, one.label) for one in tagged_in(gold, article)}
            outcome.ours.add(_inside(shown[article], within), _inside(wanted, within))
            known_here = _inside(yardstick(strings, text), within)
            outcome.yardstick.add(known_here, _inside(wanted, within))
    return outcome


def _suggested(
    folder: Path, gold: Gold, known: Sequence[str], others: Sequence[Gold]
) -> dict[str, set[Place]]:
    """By article, what is suggested by default."""
    labels = sorted({label for each in (gold, *others) for label in each.labels})
    for place, other in enumerate(others):
        with _opened(folder / f"other {place}", other, labels) as workspace:
            tag(workspace, other, other.texts)
    with _opened(folder / "story", gold, labels) as workspace:
        tag(workspace, gold, known)
        elsewhere = others_of(workspace.story, ANNOTATOR)
        suggester = Suggester(workspace, others=elsewhere, most=sys.maxsize)
        while suggester.work(1.0):
            pass
        shown = {
            each: {(one.start, one.end, one.label) for one in suggester.proposals(each)}
            for each in gold.texts
        }
        suggester.close()
    return shown


def _opened(folder: Path, gold: Gold, labels: Sequence[str]) -> Workspace:
    write_story(folder, gold, labels)
    return Workspace.open(find_story([folder]), ANNOTATOR)


def _inside(places: set[Place], within: Sequence[tuple[int, int]] | None) -> set[Place]:
    if within is None:
        return places
    return {p for p in places if any(start <= p[0] and p[1] <= end for start, end in within)}


# Telling ------------------------------------------------------------------------------------


def table(corpus: str, outcomes: dict[Setting, Outcome], by_hand: float) -> Table:
    """The figures of one corpus."""
    header = ("after", "stories", "spans", "strings P", "R", "keys", "ours P", "R", "keys")
    made = Table(corpus, (*header, "wrong a span", ""))
    for setting, outcome in outcomes.items():
        ours, strings = outcome.ours, outcome.yardstick
        better = ours.saved(by_hand) - strings.saved(by_hand)
        made.rows.append(
            (
                str(setting),
                str(outcome.stories),
                f"{ours.gold:,}",
                *_figures(strings, by_hand),
                *_figures(ours, by_hand),
                f"{ours.wrong:.2f}",
                "" if better > -0.005 else f"below by {-better:.1%}",
            )
        )
        made.data.append(
            {
                "corpus": corpus,
                "after": asdict(setting),
                "stories": outcome.stories,
                "yardstick": {**asdict(strings), "saved": strings.saved(by_hand)},
                "ours": {**asdict(ours), "saved": ours.saved(by_hand)},
            }
        )
    return made


def _figures(tally: Tally, by_hand: float) -> tuple[str, str, str]:
    precision = "-" if tally.precision is None else f"{tally.precision:.2f}"
    return precision, f"{tally.recall:.2f}", f"{tally.saved(by_hand):.1%}"


def by_corpus(paths: Sequence[Path], fitted: Collection[bool]) -> dict[str, list[Gold]]:
    """The stories that are asked for; of the known ones those that were fitted on, or not."""
    found: defaultdict[str, list[Gold]] = defaultdict(list)
    for path in paths:
        files = [path] if path.is_file() else sorted(path.glob("**/*.jsonl"))
        for each in files:
            found[path.name].append(load(each, path.name))
    for gold in corpora() if not paths else ():
        if gold.is_fitted in fitted:
            found[gold.corpus].append(gold)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each corpus, or one JSON document."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.suggest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="GOLD.jsonl | FOLDER")
    parser.add_argument("--corpus", action="append", metavar="NAME", help="only this one")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--unseen", action="store_true", help="no story that was fitted on")
    which.add_argument("--fitted", action="store_true", help="only those")
    parser.add_argument("--articles", type=int, action="append", metavar="K")
    parser.add_argument("--stories", type=int, action="append", metavar="N")
    parser.add_argument("--most", type=int, default=1_000, metavar="N", help="stories of a corpus")
    parser.add_argument("--by-hand", type=float, default=BY_HAND, metavar="KEYS")
    parser.add_argument("--without", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--set", action="append", default=[], metavar="CONSTANT=NUMBER")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    options = parser.parse_args(arguments)
    settings = [
        each
        for each in SETTINGS
        if (options.articles is None or each.articles in options.articles)
        and (options.stories is None or each.stories in options.stories)
    ]
    tables = []
    for name, _, number in (each.partition("=") for each in options.set):
        setattr(tag_counts, name, type(getattr(tag_counts, name))(number))
    with without(options.without) if options.without else nullcontext():
        fitted = [
            which for which, no in ((True, options.unseen), (False, options.fitted)) if not no
        ]
        for corpus, stories in by_corpus(options.paths, fitted).items():
            if options.corpus is None or corpus in options.corpus:
                outcomes = _of_corpus(stories, settings, options.most)
                tables.append(table(corpus, outcomes, options.by_hand))
    if not tables:
        parser.error("there is no gold in what was named")
    if options.json:
        print(json.dumps([row for made in tables for row in made.data], indent=1))
    else:
        print(*tables, sep="\n")
    return 0


def _of_corpus(
    stories: Sequence[Gold], settings: Sequence[Setting], most: int
) -> dict[Setting, Outcome]:
    outcomes: dict[Setting, Outcome] = {}
    for setting in settings:
        for number in range(min(most, len(stories))):
            outcome = measure(stories, number, setting)
            if outcome is not None:
                into = outcomes.setdefault(setting, Outcome())
                into.stories += 1
                for whose in ("ours", "yardstick"):
                    add(getattr(into, whose), getattr(outcome, whose))
    return outcomes


def add(into: Tally, tally: Tally) -> None:
    """Add what was counted to a sum."""
    into.right += tally.right
    into.shown += tally.shown
    into.gold += tally.gold


if __name__ == "__main__":
    sys.exit(main())
