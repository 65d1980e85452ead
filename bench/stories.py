"""Makes the story folders that are measured, with annotations made through the store."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from bench.prose import article
from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster, EditOfRelation
from store.annotations.model import (
    Annotation,
    Cluster,
    Mention,
    Relation,
    new_id,
    timestamp,
)
from store.articles import find_story
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.articles import Article

ANNOTATOR: Final = "bench"
KB: Final = 1_000
MB: Final = 1_000_000
_WORD: Final = regex.compile(r"\p{L}{3,}")
_SENTENCE: Final = regex.compile(r"[^\s.][^.\n]{40,}\.")
_DENSE: Final = 400
"""At most so many annotations stand close together at the start of the article."""


@dataclass(frozen=True, slots=True)
class Made:
    """A story folder and where its annotations lie."""

    path: Path
    data: Path
    text_size: int
    annotations: int
    articles: int

    def __str__(self) -> str:
        return f"{human(self.text_size)}, {self.annotations:,} annotations"


def human(size: int) -> str:
    """A number of bytes as people say it."""
    return f"{size // MB} MB" if size >= MB else f"{size // KB} KB"


def make_story(folder: Path, text_size: int, annotations: int, articles: int) -> Made:
    """A story whose first article has the size and the annotations; the others only the size.

    Up to 400 annotations, never more than half, stand close together at the start of the text,
    long ones around short ones; the others are spread evenly over all of it.
    """
    path = folder / f"story-{text_size}-{annotations}-{articles}"
    path.mkdir(parents=True)
    for number in range(articles):
        text = article(text_size, seed=text_size + number)
        (path / f"report {number + 1}.txt").write_text(text, encoding="utf-8")
    made = Made(path, folder / f"data-{path.name}", text_size, annotations, articles)
    if annotations:
        _annotate(made)
    return made


def make_tied(folder: Path, ties: int, clusters: int, articles: int) -> Made:
    """A story of articles that are all annotated, with so many ties and clusters across them.

    Each claim and each source has a few ties, each place is in a cluster of eight.
    """
    each = max(1_000, ties // 10)
    made = make_story(folder / f"tied-{ties}", each * 100, 0, articles)
    with opened(made) as workspace:
        found: dict[str, list[Mention]] = {}
        for ref in workspace.story.articles:
            article = workspace.article(ref.id).article
            spans = list(_spans(article, each))
            edits = (EditOfAnnotation(ref.id, None, span) for span in spans)
            workspace.apply(Batch(tuple(edits), "import"))
            for span in spans:
                found.setdefault(span.label, []).append(Mention(ref.id, span.id))
        claims, sources, places = (found[name] for name in ("claim", "source", "location"))
        tied = (
            EditOfRelation(
                None,
                Relation(
                    new_id(),
                    "attribution",
                    claims[number * 7 % len(claims)],
                    sources[number * 11 % len(sources)],
                    "speaker",
                ),
            )
            for number in range(ties)
        )
        gathered = (
            EditOfCluster(
                None,
                Cluster(
                    new_id(),
                    "location",
                    f"place {number}",
                    tuple(sorted(places[number :: len(places) // 8][:8])),
                ),
            )
            for number in range(clusters)
        )
        workspace.apply(Batch((*tied, *gathered), "import"))
    return Made(made.path, made.data, made.text_size, each * articles, articles)


def make_many(folder: Path, count: int) -> Made:
    """A folder of many small articles."""
    path = folder / f"many-{count}"
    path.mkdir(parents=True)
    for number in range(count):
        text = article(600, seed=number)
        (path / f"report {number + 1}.txt").write_text(text, encoding="utf-8")
    return Made(path, folder / f"data-{path.name}", 600, 0, count)


def make_corpus(folder: Path, count: int) -> Made:
    """A folder of many stories of two small articles each."""
    path = folder / f"corpus-{count}"
    texts = [article(600, seed=number) for number in range(2)]
    for number in range(count):
        story = path / f"story {number + 1:05}"
        story.mkdir(parents=True)
        for which, text in enumerate(texts):
            (story / f"report {which + 1}.txt").write_text(text, encoding="utf-8")
    return Made(path, folder / f"data-{path.name}", 600, 0, 2 * count)


def opened(made: Made) -> Workspace:
    """The story, open for writing."""
    return Workspace.open(find_story([made.path]), ANNOTATOR, data=made.data)


def _annotate(made: Made) -> None:
    with opened(made) as workspace:
        first = workspace.story.articles[0].id
        text = workspace.article(first).article
        spans = _spans(text, made.annotations)
        edits = tuple(EditOfAnnotation(first, None, span) for span in spans)
        workspace.apply(Batch(edits, "import"))


def _spans(article: Article, count: int) -> Iterator[Annotation]:
    """Annotations for an article; no single word is an actor, so that one can still be tagged."""
    dense = min(count // 2, _DENSE)
    close = list(_close(article.text, dense))
    words = [m.span() for m in _WORD.finditer(article.text, close[-1][1] if close else 0)]
    spread = count - dense
    chance = random.Random(count)
    for start, end, label in close:
        yield annotation(article, start, end, label)
    for number in range(spread):
        start, end = words[number * len(words) // spread]
        yield annotation(article, start, end, chance.choice(("location", "source", "claim")))


def _close(text: str, count: int) -> Iterator[tuple[int, int, str]]:
    """Sentences as claims, with every second word in them as something else."""
    made = 0
    for sentence in _SENTENCE.finditer(text):
        if made >= count:
            return
        yield *sentence.span(), "claim"
        made += 1
        for word in list(_WORD.finditer(text, *sentence.span()))[::2]:
            if made >= count:
                return
            yield *word.span(), ("location", "source")[made % 2]
            made += 1


def annotation(article: Article, start: int, end: int, label: str) -> Annotation:
    """An annotation as the store wants it."""
    now = timestamp()
    return Annotation(
        new_id(), start, end, label, article.text[start:end], created=now, updated=now
    )
