"""What a query costs with each key that is typed, beside a plain scan of the same annotations."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bench.figures import Table, spread
from bench.stories import MB, make_story, opened
from store.annotations.edits import Batch, EditOfCluster, EditOfRelation
from store.annotations.model import Cluster, Mention, Relation, new_id
from tui.screens.list_choice import ListChoice

if TYPE_CHECKING:
    from bench.programs import Scratch
    from store.story.workspace import Workspace

_QUERIES: Final = (
    "claim -said-by:*",
    'source:"the" -in:2',
    "label:claim (cluster:group or made:>2020) -note:*",
    "is:unsourced made:today",
    "in:1 -in:2 location",
    "is:shared -cluster:none",
)


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Type queries letter by letter over each number of annotations."""
    table = Table(
        "A query as it is typed",
        ("annotations", "first key", "median", "p95", "most", "scan", "p95/scan"),
        notes=[
            "Six queries typed letter by letter over the list of annotations: read, checked,",
            "found, listed, and what can follow; milliseconds of the processor for a key, as no",
            "disk is waited for. Most: a key that first asks for what is said elsewhere. Scan: the",
            "words of each annotation looked at once, the floor. A third of the claims have a",
            "source, a tenth of all annotations are in clusters.",
        ],
    )
    for count in (1_000, 10_000) if quick else (1_000, 10_000, 100_000):
        _measure(scratch, count, table)
    return table


def _measure(scratch: Scratch, count: int, table: Table) -> None:
    made = make_story(scratch.folder / f"queries-{count}", 2 * MB, count, articles=2)
    keys: list[float] = []
    firsts: list[float] = []
    with opened(made) as workspace:
        _tie(workspace)
        choice = ListChoice(workspace, lambda _: ())
        while choice.look_on(1.0):
            pass
        for query in _QUERIES:
            choice.query.forget()
            for number in range(1, len(query) + 1):
                took = _timed(choice, query[:number])
                (firsts if number == 1 else keys).append(took)
        began = time.process_time()
        assert sum("q" in row.words for row in choice.query.story.rows) >= 0
        scan = (time.process_time() - began) * 1_000
    found = spread(keys)
    row = (count, max(firsts), found.median, found.p95, found.most, scan, found.p95 / scan)
    table.rows.append((f"{count:,}", *(f"{each:.1f}" for each in row[1:])))
    table.data.append({"annotations": count, "key_ms": found, "first_ms": max(firsts)})


def _timed(choice: ListChoice, typed: str) -> float:
    began = time.process_time()
    choice.want(typed)
    choice.help(len(typed))
    return (time.process_time() - began) * 1_000


def _tie(workspace: Workspace) -> None:
    """Tie claims to the sources behind them, and gather annotations of the same label."""
    article = workspace.story.articles[0].id
    tagged = list(workspace.article(article).annotations)
    mentions = {each.id: Mention(article, each.id) for each in tagged}
    claims = [each for each in tagged if each.label == "claim"][::3]
    sources = [each for each in tagged if each.label == "source"]
    said = zip(claims, sources, strict=False)
    pairs = [pair for pair in pairwise(tagged) if pair[0].label == pair[1].label][::10]
    edits: list[EditOfRelation | EditOfCluster] = []
    for claim, source in said:
        ends = (mentions[claim.id], mentions[source.id])
        edits.append(EditOfRelation(None, Relation(new_id(), "attribution", *ends, "speaker")))
    for number, (one, other) in enumerate(pairs):
        members = tuple(sorted((mentions[one.id], mentions[other.id])))
        made = Cluster(new_id(), one.label, f"Group {number}", members)
        edits.append(EditOfCluster(None, made))
    workspace.apply(Batch(tuple(edits), "import"))
