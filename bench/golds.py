"""Stories with a gold: the seeds, and those of public corpora, which are read in place.

What constants were fitted on is kept apart from what is reported. A corpus that is not there is
left out; they are in `corpora` of the folder named by `SIDELIGHT_CORPORA`, else of `../shared`.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from store.practice.gold import GoldSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOT: Final = Path(__file__).resolve().parent.parent
SEEDS: Final = _ROOT / "tests" / "gold" / "seeds.gold.jsonl"
CORPORA: Final = Path(os.environ.get("SIDELIGHT_CORPORA", _ROOT.parent / "shared")) / "corpora"
"""Where public corpora are, as far as they are there."""
_OURS: Final = {"actor", "location", "claim", "source"}
_KNOWN: Final = {
    "claim": 'key = "c"\nstyle = "underline"',
    "source": 'key = "s"',
    "cue": 'key = "e"',
}
"""What labels get that are not all among those of a story without a label set."""
_LETTERS: Final = "abdgilmoprtvwxz"
"""Letters that other labels get; none that keeps its meaning whatever the labels are."""
NEWS_FITTED: Final = frozenset(("0", "2", "8"))
TOPICS_FITTED: Final = frozenset(str(number) for number in range(1, 11))
ARTICLES_FITTED: Final = 20
_ARTICLES_IN_STORY: Final = 4
"""Articles of PolNeAR are of no story; so many in the order of their names are taken as one."""
_PASSAGE: Final = regex.compile(r"^T\d+\t(Source|Cue|Content) ([\d ;]+)\t", regex.MULTILINE)
_NAMES: Final = {"Source": "source", "Cue": "cue", "Content": "claim"}


@dataclass(frozen=True, slots=True)
class Gold:
    """A story with its gold."""

    name: str
    texts: dict[str, str]
    """By the id of the article."""
    wanted: frozenset[GoldSpan]
    repeated: int
    """Spans that stood twice in the file with the same ends and label: they count once."""
    mended: int = 0
    """Spans that began or ended with white space, which no annotation does: without it."""
    corpus: str = ""
    is_fitted: bool = False
    """Whether constants of letters and suggestions, or weights of the rules, were chosen on it."""
    within: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """By article, where it was annotated in full; all of an article that is not named."""

    def judges(self, one: GoldSpan) -> bool:
        """Whether a span stands where it was annotated in full, so that it is wrong if it is not
        of the gold."""
        within = self.within.get(one.article)
        return within is None or any(a <= one.start and one.end <= b for a, b in within)

    @property
    def labels(self) -> list[str]:
        return sorted({one.label for one in self.wanted})


def gold_of(
    name: str, texts: dict[str, str], spans: Iterable[GoldSpan], corpus: str = "", *, fitted: bool
) -> Gold:
    """A gold of spans as they stand in a file."""
    given = list(spans)
    whole = [(one, one.span.trimmed(texts[one.article])) for one in given]
    wanted = {GoldSpan(o.article, s.start, s.end, o.label) for o, s in whole if len(s)}
    mended = sum(one.span != span for one, span in whole)
    repeated = len(given) - len(set(given))
    return Gold(name, texts, frozenset(wanted), repeated, mended, corpus, fitted)


def load(path: Path, corpus: str = "", *, fitted: bool = False) -> Gold:
    """Read a gold file: native JSONL, an article a line."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    texts = {row["id"]: row["text"] for row in rows}
    spans = [
        GoldSpan(row["id"], each["start"], each["end"], each["label"])
        for row in rows
        for each in row["spans"]
    ]
    name = path.parent.name if path.stem in ("gold", "gold_actor_location") else path.stem
    ranges = {row["id"]: row["annotated_ranges"] for row in rows if "annotated_ranges" in row}
    within = {each: tuple((start, end) for start, end in of) for each, of in ranges.items()}
    return replace(gold_of(name, texts, spans, corpus, fitted=fitted), within=within)


def write_story(folder: Path, gold: Gold, labels: Iterable[str] = ()) -> None:
    """The articles of a gold as a story, with a label set if it, or what is given, has labels of
    its own."""
    for article_id, text in gold.texts.items():
        path = folder / f"{article_id}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    names = sorted({*gold.labels, *labels})
    if not set(names) <= _OURS:
        free = iter(_LETTERS)
        tables = []
        for label in names:
            known = _KNOWN.get(label) or f'key = "{next(free)}"'
            tables.append(f"[[label]]\nname = {json.dumps(label)}\n{known}\n")
        (folder / "labels.toml").write_text("\n".join(tables), "utf-8")


# Corpora -----------------------------------------------------------------------------------


def corpora() -> Iterator[Gold]:
    """The seeds, and the stories of all corpora that are there."""
    yield load(SEEDS, "seeds", fitted=True)
    for corpus in (_news, _topics, _attributions):
        yield from corpus(CORPORA)


def _news(folder: Path) -> Iterator[Gold]:
    for path in sorted(folder.glob("newswcl50/*/gold_actor_location.jsonl")):
        yield load(path, "NewsWCL50", fitted=path.parent.name in NEWS_FITTED)


def _topics(folder: Path) -> Iterator[Gold]:
    for path in sorted(folder.glob("ecbplus/*/gold.jsonl"), key=lambda p: natural(p.parent.name)):
        topic = path.parent.name.partition("_")[0]
        yield load(path, "ECB+", fitted=topic in TOPICS_FITTED)


def natural(name: str) -> list[tuple[bool, int, str]]:
    """What names are ordered by: numbers in them by their value."""
    parts = regex.split(r"(\d+)", name)
    return [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts]


def _attributions(folder: Path) -> Iterator[Gold]:
    paths = sorted(folder.glob("polnear-dev/*.ann"))
    for first in range(0, len(paths), _ARTICLES_IN_STORY):
        texts, spans = {}, []
        for path in paths[first : first + _ARTICLES_IN_STORY]:
            texts[path.stem] = path.with_suffix(".txt").read_bytes().decode("utf-8")
            spans += list(_passages(path))
        name = f"articles {first + 1} to {first + len(texts)}"
        yield gold_of(name, texts, spans, "PolNeAR", fitted=first < ARTICLES_FITTED)


def _passages(path: Path) -> Iterator[GoldSpan]:
    """The sources, cues and contents in a file of brat; of what is in pieces, each piece."""
    for match in _PASSAGE.finditer(path.read_text("utf-8")):
        for piece in match[2].split(";"):
            start, end = map(int, piece.split())
            yield GoldSpan(path.stem, start, end, _NAMES[match[1]])
