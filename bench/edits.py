"""What one durable edit costs, beside one append with fsync and beside stock TinyDB."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final, ParamSpec

import regex
from tinydb import TinyDB

from bench.figures import Spread, Table, spread
from bench.stories import MB, annotation, make_story, opened
from store.annotations import linking
from store.annotations.actions import Refusal, remove
from store.annotations.edits import Batch, EditOfAnnotation, EditOfRelation
from store.annotations.model import Mention, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.programs import Scratch
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace

P = ParamSpec("P")
_STOCK_MOST: Final = 10_000
"""Stock TinyDB is not asked for more: it takes most of a second for each insert there."""
_WORD: Final = regex.compile(r"\p{L}{3,}")


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure edits at each number of annotations, in turns with the floor and stock TinyDB."""
    counts = (10, 1_000) if quick else (10, 1_000, 10_000, 100_000)
    repeats = 20 if quick else 60
    table = Table(
        "A durable edit",
        (
            "annotations",
            "append+fsync",
            "ours",
            "p95",
            "ratio",
            "stock TinyDB",
            "stock/ours",
            "checkpoint",
        ),
        notes=[
            "One annotation added through Workspace.apply, without a screen, in milliseconds: in",
            "turns with one plain append + fsync of a line of the same length and one insert by",
            "TinyDB as it comes. No budget but the design's word: one fsync, at any number.",
            "Checkpoint: writing the TinyDB files after one more edit, done when no one types.",
        ],
    )
    for count in counts:
        ours, floor, stock, checkpoint = _measure(scratch.folder / f"{count}", count, repeats)
        ratio = ours.median / floor.median
        table.rows.append(
            (
                f"{count:,}",
                f"{floor.median:.3f}",
                f"{ours.median:.3f}",
                f"{ours.p95:.3f}",
                f"{ratio:.2f}",
                f"{stock.median:.1f}" if stock else "not run",
                f"{stock.median / ours.median:,.0f}" if stock else "",
                f"{checkpoint.median:.1f}",
            )
        )
        table.data.append(
            {
                "annotations": count,
                "ours_ms": ours,
                "append_fsync_ms": floor,
                "stock_ms": stock,
                "checkpoint_ms": checkpoint,
            }
        )
    return table


def _measure(
    folder: Path, count: int, repeats: int
) -> tuple[Spread, Spread, Spread | None, Spread]:
    made = make_story(folder, 2 * MB if count > 10_000 else MB // 2, count, articles=1)
    ours: list[float] = []
    floor: list[float] = []
    stock: list[float] = []
    checkpoints: list[float] = []
    stock_repeats = 0 if count > _STOCK_MOST else repeats if count < _STOCK_MOST else 10
    with opened(made) as workspace, TinyDB(folder / "stock.json", encoding="utf-8") as database:
        article_id = workspace.story.articles[0].id
        new = _new(workspace, article_id)
        line = b"x" * _line_length(workspace, article_id, new)
        database.insert_multiple(
            _document(a) for a in workspace.article(article_id).annotations if stock_repeats
        )
        descriptor = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            for number in range(repeats):
                floor.append(_timed(_append, descriptor, line))
                edit = EditOfAnnotation(article_id, None, next(new))
                ours.append(_timed(workspace.apply, edit))
                if number < stock_repeats:
                    stock.append(_timed(database.insert, _document(next(new))))
        finally:
            os.close(descriptor)
        for _ in range(5):
            workspace.apply(EditOfAnnotation(article_id, None, next(new)))
            checkpoints.append(_timed(workspace.checkpoint))
    found = spread(stock) if stock else None
    return spread(ours), spread(floor), found, spread(checkpoints)


def run_links(scratch: Scratch, *, quick: bool) -> Table:
    """Measure a tie, and the removal of an annotation that has two, at each number of links."""
    counts = (10, 1_000) if quick else (10, 10_000, 100_000)
    table = Table(
        "A tie",
        ("links", "append+fsync", "tie", "untie", "ratio", "removal", "questions"),
        notes=[
            "A relation made and taken away through Workspace.apply, an annotation removed that",
            "has two relations and a cluster, and the relations of a mention; medians, in",
            "milliseconds. Ratio: a tie among so many by one among ten.",
        ],
    )
    least = 0.0
    for count in counts:
        tie, untie, removal, question, floor = _measure_links(
            scratch.folder / f"links-{count}", count
        )
        least = least or tie.median
        row = (floor, tie, untie, removal, question)
        table.rows.append(
            (
                f"{count:,}",
                f"{floor.median:.3f}",
                f"{tie.median:.3f}",
                f"{untie.median:.3f}",
                f"{tie.median / least:.2f}",
                f"{removal.median:.3f}",
                f"{question.median:.4f}",
            )
        )
        names = ("append_fsync_ms", "tie_ms", "untie_ms", "removal_ms", "question_ms")
        table.data.append({"links": count, **dict(zip(names, row, strict=True))})
    return table


def _measure_links(folder: Path, count: int) -> tuple[Spread, Spread, Spread, Spread, Spread]:
    made = make_story(folder, MB // 2, 100, articles=1)
    ties: list[float] = []
    unties: list[float] = []
    removals: list[float] = []
    questions: list[float] = []
    floor: list[float] = []
    with opened(made) as workspace:
        article = workspace.story.articles[0].id
        annotations = list(workspace.article(article).annotations)
        here = [Mention(article, a.id) for a in annotations]
        away = [Mention("elsewhere", f"{n}") for n in range(count)]
        standing = tuple(
            EditOfRelation(None, Relation(f"{n:09}", "same", head, here[n % 50]))
            for n, head in enumerate(away)
        )
        workspace.apply(Batch(standing, "import"))
        line = b"x" * 400
        descriptor = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for number in range(40):
            floor.append(_timed(_append, descriptor, line))
            head, tail = here[50 + number], away[number % count]
            ends = (article, annotations[50 + number]), (article, annotations[number % 50])
            links, labels = workspace.now.links(), workspace.labels
            edit = linking.tie(links, labels, "supports", ends)
            second = linking.tie(links, labels, "copied-from", ends)
            cluster = linking.gather("x", "actor", [head, tail])
            assert isinstance(edit, Batch)
            assert isinstance(second, Batch)
            assert not isinstance(cluster, Refusal)
            ties.append(_timed(workspace.apply, edit))
            questions.append(_timed(workspace.now.links().relations_of, head))
            [relation] = workspace.now.links().relations_of(head)
            unties.append(_timed(workspace.apply, linking.untie(relation)))
            workspace.apply(edit)
            workspace.apply(second)
            workspace.apply(cluster)
            removals.append(_timed(_remove, workspace, head))
        os.close(descriptor)
    return spread(ties), spread(unties), spread(removals), spread(questions), spread(floor)


def _remove(workspace: Workspace, mention: Mention) -> None:
    everything = workspace.article(mention.article).annotations
    [annotation] = [a for a in everything if a.id == mention.id]
    workspace.apply(remove(mention.article, annotation, workspace.now.links()))


def _timed(action: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    started = time.perf_counter()
    action(*args, **kwargs)
    return (time.perf_counter() - started) * 1000


def _append(descriptor: int, line: bytes) -> None:
    os.write(descriptor, line)
    os.fsync(descriptor)


def _new(workspace: Workspace, article_id: str) -> Iterator[Annotation]:
    """Annotations of words all over the article that no one has made yet."""
    article = workspace.article(article_id).article
    words = [match.span() for match in _WORD.finditer(article.text)]
    for start, end in words[:: max(1, len(words) // 1_000)]:
        yield annotation(article, start, end, "actor")


def _document(value: Annotation) -> dict[str, str | int]:
    return {
        "id": value.id,
        "start": value.start,
        "end": value.end,
        "label": value.label,
        "text": value.text,
        "created": value.created,
    }


def _line_length(workspace: Workspace, article_id: str, new: Iterator[Annotation]) -> int:
    """The bytes that one edit adds to the journal."""
    journal = workspace.folder / "journal.jsonl"
    for _ in range(2):  # the first edit of a session says more than the others
        before = journal.stat().st_size
        workspace.apply(EditOfAnnotation(article_id, None, next(new)))
    return journal.stat().st_size - before
