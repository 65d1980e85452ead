"""Stories that several people have annotated, some of them real, to be adjudicated."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pytest

from bench.golds import CORPORA
from store.annotations import assessing
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfAnnotation, EditOfRelation
from store.annotations.model import Annotation, ArticleState, Mention, Relation
from store.articles import find_story
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from store.annotations.edits import SingleEdit

GOLD: Final = "gold"
HEBREW: Final = CORPORA / "nonlatin" / "hebrew"
POLNEAR: Final = CORPORA / "polnear-dev"
POLITICO: Final = "politico_2016-09-08_flynn-says-trump-absolutely-righ"
POST: Final = "wash-post_2016-09-26_charlotte-struggles-to-return-to"


def opened_as(folder: Path, who: str = GOLD) -> Workspace:
    """A story, opened for one of its annotators."""
    return Workspace.open(find_story([folder]), who)


def write_work(
    folder: Path,
    who: str,
    spans: Mapping[str, Iterable[Annotation]],
    relations: Iterable[Relation] = (),
) -> None:
    """Have somebody annotate articles and be done with them."""
    with opened_as(folder, who) as workspace:
        edits: list[SingleEdit] = [
            EditOfAnnotation(article, None, each)
            for article, those in spans.items()
            for each in those
        ]
        edits += [EditOfRelation(None, each) for each in relations]
        if edits:
            workspace.apply(Batch(tuple(edits), "import"))
        for article in spans:
            read = workspace.article(article).article
            edit = assessing.mark(workspace.now.links(), read, ArticleState.DONE)
            if not isinstance(edit, Refusal):  # else it is marked already
                workspace.apply(edit)


def quoted_spans(text: str, quotes: str, who: str) -> list[Annotation]:
    """Annotations of a text from a line such as "actor The mayor + claim the curfew"."""
    found = []
    for quote in filter(None, quotes.split(" + ")):
        label, _, words = quote.partition(" ")
        start = text.index(words)
        end = start + len(words)
        found.append(Annotation(f"{who}-{label}-{start}-{end}", start, end, label, words))
    return found


# Hebrew ------------------------------------------------------------------------------------


def hebrew_spans(name: str) -> list[Annotation]:
    """What an annotator, or the adjudicator, has in 484 sentences; skipped where that is absent."""
    path = HEBREW / f"nemo_dev_{name}.gold.jsonl"
    if not path.is_file():
        pytest.skip(f"there is no {path}")
    article = json.loads(path.read_text(encoding="utf-8"))
    return [
        Annotation(
            f"{name}-{number}",
            span["start"],
            span["end"],
            span["label"],
            article["text"][span["start"] : span["end"]],
        )
        for number, span in enumerate(article["spans"])
    ]


def write_hebrew(folder: Path) -> Path:
    """The Hebrew story, as A and B have annotated it."""
    folder.mkdir(parents=True)
    gold = hebrew_spans("gold")
    assert gold
    path = HEBREW / "nemo_dev_gold.gold.jsonl"
    text = json.loads(path.read_text(encoding="utf-8"))["text"]
    (folder / "hebrew.txt").write_text(text, encoding="utf-8", newline="")
    labels = sorted({span.label for span in gold})
    write_labels(folder, labels)
    for who, name in (("a", "annotator_a"), ("b", "annotator_b")):
        write_work(folder, who, {"hebrew": hebrew_spans(name)})
    return folder


def write_labels(folder: Path, labels: Iterable[str]) -> None:
    """A label set; the letters are none that keep their meaning."""
    letters = "acglmopstvwxz"
    sections = (
        f'[[label]]\nname = "{name}"\nkey = "{letter}"\n'
        for name, letter in zip(labels, letters, strict=False)
    )
    (folder / "labels.toml").write_text("\n".join(sections), encoding="utf-8")


# PolNeAR -----------------------------------------------------------------------------------


def attributions(path: Path) -> tuple[list[Annotation], list[Relation]]:
    """The spans of a file of PolNeAR and its relations from content to source and to cue; of a
    span in pieces, all from the first to the last."""
    spans: list[Annotation] = []
    relations: list[Relation] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if match := re.match(r"(Content|Cue|Source) ([\d ;]+)\t(.*)", rest):
            offsets = [int(number) for number in re.findall(r"\d+", match[2])]
            spans.append(Annotation(name, offsets[0], offsets[-1], match[1], match[3]))
        elif name.startswith("E"):
            ends = dict(re.findall(r"(Content|Cue|Source)\d*:(T\d+)", rest))
            relations += [
                Relation(
                    f"{name}{end}", end, Mention(path.stem, ends["Content"]), Mention(path.stem, to)
                )
                for end, to in ends.items()
                if end != "Content" and "Content" in ends
            ]
    return spans, relations


def polnear_paths(stem: str) -> list[Path]:
    """The files of six people for an article: of five, and of the corpus itself."""
    return [*sorted(POLNEAR.glob(f"annotators/*/{stem}.ann")), POLNEAR / f"{stem}.ann"]


def write_polnear(folder: Path, people: int = 6) -> Path:
    """The two articles of PolNeAR, as so many people have annotated them."""
    if not (POLNEAR / "annotators").is_dir():
        pytest.skip(f"there are no annotators in {POLNEAR}")
    folder.mkdir(parents=True)
    work: dict[str, tuple[dict[str, list[Annotation]], list[Relation]]] = {}
    for stem in (POLITICO, POST):
        text = (POLNEAR / f"{stem}.txt").read_text(encoding="utf-8")
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8", newline="")
        for path in polnear_paths(stem)[:people]:
            spans, relations = attributions(path)
            of_person = work.setdefault(path.parent.name, ({}, []))
            of_person[0][stem] = list(_of_text(spans, text, f"{path.parent.name}-{stem[:4]}-"))
            of_person[1].extend(_renamed(relations, f"{path.parent.name}-{stem[:4]}-"))
    write_labels(folder, ("Content", "Cue", "Source"))
    for who, (by_article, tied) in work.items():
        write_work(folder, who, by_article, tied)
    return folder


def _of_text(spans: Iterable[Annotation], text: str, prefix: str) -> Iterator[Annotation]:
    seen = set()
    for each in spans:
        place = (each.start, each.end, each.label)
        if place not in seen:
            seen.add(place)
            words = text[each.start : each.end]
            yield Annotation(f"{prefix}{each.id}", each.start, each.end, each.label, words)


def _renamed(relations: Iterable[Relation], prefix: str) -> Iterator[Relation]:
    for each in relations:
        head, tail = (Mention(m.article, f"{prefix}{m.id}") for m in (each.head, each.tail))
        yield Relation(f"{prefix}{each.id}", each.type, head, tail)
