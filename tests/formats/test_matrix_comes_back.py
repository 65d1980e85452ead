"""A story's matrix is the same after its annotations went by way of another tool's format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.across.cell_edits import set_cell
from store.across.matrix import claim_matrix
from store.across.story_ties import read_ties
from store.annotations.actions import Refusal
from store.annotations.assessing import mark
from store.annotations.linking import set_refs
from store.annotations.model import ArticleState, StanceValue
from store.formats.exporting import export_to_file
from tests.imported import bring_in
from tests.seeds import GOLD, copied_seeds
from tests.stories import open_story

if TYPE_CHECKING:
    from store.story.workspace import Workspace

ROOT: Final = Path(__file__).parents[2]
NAMES: Final = (
    *("jsonl", "w3c", "prodigy", "doccano", "label-studio"),
    *("brat", "webanno-tsv", "cas-xmi", "cas-json", "gate", "tei"),
)


def told(workspace: Workspace) -> list[object]:
    """The rows, with what each article does, who set it, and where the row is known elsewhere."""
    ties = read_ties(workspace.now)
    return [
        (
            row.name,
            [(c.sign, c.stance is not None, len(c.claims), len(c.contrary)) for c in row.cells],
            [(o.name, o.is_own_voice, o.is_anonymous) for o in row.origins],
            row.cluster.refs if row.cluster is not None else (),
        )
        for row in claim_matrix(ties, "claim").rows
    ]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold of the seeds, with cells set, an article read and a row known elsewhere."""
    seeds = copied_seeds(tmp_path_factory.mktemp("matrix"))
    with open_story(seeds) as workspace:
        bring_in(workspace, GOLD)
        rows = claim_matrix(read_ties(workspace.now), "claim").rows
        article = next(iter(workspace.now.every_article())).article
        row, links = rows[-1], workspace.now.links()
        assert row.cluster is not None
        for edit in (
            set_cell(links, row, row.cells[1].article, StanceValue.OMITS),
            set_cell(links, rows[2], row.cells[0].article, StanceValue.OMITS),  # ties say otherwise
            mark(links, article, ArticleState.READ),
            set_refs(links, row.cluster, ["wikidata:Q1"]),
        ):
            assert not isinstance(edit, Refusal)
            workspace.apply(edit)
    return seeds


@pytest.mark.parametrize("name", NAMES)
def test_the_matrix_comes_back(seeds: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with open_story(seeds) as workspace:
        was = told(workspace)
        report = export_to_file(workspace, path, format_=name)
        assert not report.losses.found.keys() & {"stances of articles", "relations", "clusters"}
    with open_story(copied_seeds(tmp_path)) as workspace:
        bring_in(workspace, path, name=name)
        assert told(workspace) == was
