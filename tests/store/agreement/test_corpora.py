"""Real double annotation: six people on two articles of PolNeAR, two on 484 Hebrew sentences.

The figures are those of a prototype in another hand; they have to be the same to the last place.
"""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pytest

from bench.golds import CORPORA
from store.agreement.relations import TiedUnits, count_relations
from store.agreement.row import Among, By
from store.agreement.rows import rows_in_steps
from store.agreement.tallying import AgreementTally, Subject
from store.agreement.units import ComparedUnit
from store.steps import Steps

if TYPE_CHECKING:
    from pathlib import Path

from store.agreement.row import AgreementRow

POLNEAR: Final = CORPORA / "polnear-dev"
HEBREW: Final = CORPORA / "nonlatin" / "hebrew"
STEMS: Final = {
    1: "politico_2016-09-08_flynn-says-trump-absolutely-righ",
    2: "wash-post_2016-09-26_charlotte-struggles-to-return-to",
}
needs_polnear = pytest.mark.skipif(
    not (POLNEAR / "annotators").is_dir(), reason=f"there are no annotators in {POLNEAR}"
)
needs_hebrew = pytest.mark.skipif(not HEBREW.is_dir(), reason=f"there is no {HEBREW}")


def units(path: Path) -> list[ComparedUnit]:
    """The spans of a file of PolNeAR, those in pieces with their pieces."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [unit for line in lines if (unit := unit_of(line)) is not None]


def unit_of(line: str) -> ComparedUnit | None:
    match = re.match(r"T\d+\t(Content|Cue|Source) ([\d ;]+)\t", line)
    if match is None:
        return None
    pieces = tuple((int(p.split()[0]), int(p.split()[1])) for p in match[2].split(";"))
    parts = pieces if len(pieces) > 1 else ()
    return ComparedUnit(pieces[0][0], pieces[-1][1], match[1], parts)


def told(tally: AgreementTally) -> list[AgreementRow]:
    return Steps(rows_in_steps(tally, By.LABEL), 0).all()


@needs_polnear
@pytest.mark.parametrize(
    ("article", "label", "means", "together"),
    [
        # exact F1, overlap F1, kappa, u-alpha: means over pairs; Fleiss, alpha, u-alpha: of all
        (1, "Content", (0.789, 0.889, 0.893), (0.894, 0.894, 0.887)),
        (1, "Cue", (0.793, 0.823, 0.763), (0.764, 0.765, 0.727)),
        (1, "Source", (0.818, 0.818, 0.837), (0.831, 0.832, 0.841)),
        (1, "", (0.799, 0.844, 0.841), (0.843, 0.843, None)),
        (2, "Content", (0.793, 0.891, 0.931), (0.931, 0.931, 0.930)),
        (2, "Cue", (0.891, 0.895, 0.838), (0.835, 0.835, 0.847)),
        (2, "Source", (0.914, 0.936, 0.949), (0.950, 0.950, 0.954)),
        (2, "", (0.864, 0.906, 0.917), (0.917, 0.917, None)),
    ],
)
def test_six_people_on_an_article_of_polnear(
    article: int,
    label: str,
    means: tuple[float, ...],
    together: tuple[float | None, ...],
) -> None:
    stem = STEMS[article]
    paths = [*POLNEAR.glob(f"annotators/*/{stem}.ann"), POLNEAR / f"{stem}.ann"]
    people = {path.parent.name: units(path) for path in paths}
    assert len(list(combinations(people, 2))) == 15
    tally = AgreementTally(people)
    text = (POLNEAR / f"{stem}.txt").read_text(encoding="utf-8")
    tally.add_article(("polnear", stem), text, people)
    rows = {row.among: row for row in told(tally) if row.label == label}
    names = ("exact_f1", "overlap_f1", "kappa")
    assert rounded(rows[Among.MEAN], names) == means
    assert rounded(rows[Among.ALL], ("fleiss_kappa", "alpha", "unitizing_alpha")) == together


def relations(path: Path) -> list[TiedUnits]:
    """From each content to its source."""
    spans, found = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            spans[name] = unit_of(line)
        elif name.startswith("E"):
            ends = {
                kind: [spans[id_] for id_ in re.findall(rf"{kind}\d*:(T\d+)", rest)]
                for kind in ("Content", "Source")
            }
            found += [
                TiedUnits("source", "", "a", head, "a", tail)
                for head in ends["Content"]
                for tail in ends["Source"]
                if head is not None and tail is not None
            ]
    return found


def is_in(units: set[ComparedUnit], _: str, unit: ComparedUnit) -> bool:
    return unit in units


@needs_polnear
@pytest.mark.parametrize(("article", "means"), [(1, (0.791, 0.832)), (2, (0.796, 0.902))])
def test_six_people_on_the_relations_of_an_article_of_polnear(
    article: int, means: tuple[float, ...]
) -> None:
    stem = STEMS[article]
    paths = [*POLNEAR.glob(f"annotators/*/{stem}.ann"), POLNEAR / f"{stem}.ann"]
    tally = AgreementTally(path.parent.name for path in paths)
    people = {path.parent.name: (relations(path), set(units(path))) for path in paths}
    for pair in tally.pairs:
        (first, one), (second, other) = (people[who] for who in pair)
        counts = count_relations(first, second, partial(is_in, one & other))
        tally.add(Subject.RELATIONS, pair, ("polnear", stem), counts)
    rows = [row for row in told(tally) if row.subject is Subject.RELATIONS and not row.label]
    mean = next(row for row in rows if row.among is Among.MEAN)
    assert rounded(mean, ("exact_f1", "overlap_f1")) == means
    # No relation differs but by what stands at its ends.
    assert rounded(mean, ("shared_ends_f1",)) == (1.0,)


def rounded(row: AgreementRow, names: tuple[str, ...]) -> tuple[float | None, ...]:
    values = (row.figures[name].value for name in names)
    return tuple(None if value is None else round(value, 3) for value in values)


@needs_hebrew
@pytest.mark.parametrize(
    ("people", "exact", "overlap"),
    [
        (("annotator_a", "annotator_b"), 0.889, 0.910),
        (("annotator_a", "gold"), 0.963, 0.971),
        (("annotator_b", "gold"), 0.905, 0.922),
    ],
)
def test_two_people_and_the_gold_on_hebrew_sentences(
    people: tuple[str, str], exact: float, overlap: float
) -> None:
    tally = AgreementTally(people)
    documents: dict[str, dict[str, list[ComparedUnit]]] = {}
    texts = {}
    for who in people:
        lines = (HEBREW / f"nemo_dev_{who}.gold.jsonl").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            document = json.loads(line)
            texts[f"{number}"] = document["text"]
            spans = [ComparedUnit(s["start"], s["end"], s["label"]) for s in document["spans"]]
            documents.setdefault(f"{number}", {})[who] = spans
    for name, document in documents.items():
        tally.add_article(("hebrew", name), texts[name], document)
    row = next(row for row in told(tally) if not row.label)
    assert rounded(row, ("exact_f1", "overlap_f1")) == (exact, overlap)
    if "gold" not in people:
        assert rounded(row, ("kappa", "alpha")) == (0.896, 0.896)
