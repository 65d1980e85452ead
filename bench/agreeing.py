"""How far two people agree on a thousand articles: time and memory, beside reading their files."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Final

import regex

from bench.prose import article
from bench.stories import Made, annotation
from store.annotations.edits import Batch, EditOfAnnotation, EditOfArticle
from store.annotations.model import ArticleRecord, ArticleState
from store.articles import find_story
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

_PEOPLE: Final = ("ana", "ben")
_TEXT: Final = 4_000
_LABELS: Final = ("actor", "location", "claim", "source")
_WORD: Final = regex.compile(r"\p{L}{3,}")


def make_compared(folder: Path, articles: int, spans: int) -> Made:
    """A story that two people have done: of the spans of each some four in five are the other's."""
    path = folder / f"compared-{articles}"
    path.mkdir(parents=True)
    for number in range(articles):
        text = article(_TEXT, seed=number)
        (path / f"report {number + 1:05}.txt").write_text(text, encoding="utf-8")
    made = Made(path, folder / f"data-{path.name}", _TEXT, articles * spans, articles)
    story = find_story([path])
    for who in _PEOPLE:
        own = random.Random(who)
        with Workspace.open(story, who, data=made.data) as workspace:
            for ref in story.articles:
                edits: list[EditOfAnnotation | EditOfArticle] = []
                read = workspace.now.peek(ref.id).article
                words = [match.span() for match in _WORD.finditer(read.text)]
                shared = random.Random(ref.id)
                for start, end in sorted(shared.sample(words, spans)):
                    label = shared.choice(_LABELS)
                    moved = own.random() < 0.2
                    place = own.choice(words) if moved else (start, end)
                    span = annotation(read, *place, label)
                    edits.append(EditOfAnnotation(ref.id, None, span))
                done = ArticleRecord(ref.id, ArticleState.DONE, read.sha256)
                edits.append(EditOfArticle(None, done))
                workspace.apply(Batch(tuple(edits), "import"))
    return made


if __name__ == "__main__":
    from pathlib import Path

    make_compared(Path(sys.argv[1]), int(sys.argv[2]), 60)
