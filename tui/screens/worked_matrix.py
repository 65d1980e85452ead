"""The matrix of a story, worked out in steps, and again where an edit has changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.across.likely_claims import ClaimIndex
from store.across.matrix import remade_row
from store.across.matrix_values import Matrix
from store.across.row_choice import matrix_in_steps
from store.across.story_ties import read_ties_in_steps
from store.annotations.edits import EditOfCluster, EditOfStance, of_links, touched
from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from store.across.matrix_values import MatrixRow
    from store.across.story_ties import StoryTies
    from store.annotations.edits import Edit
    from store.annotations.model import Annotation, Cluster, Mention
    from store.story.workspace import Workspace

_MOST_COMPARED: Final = 2_000
"""Claims of a story beyond which it is not looked which are worded alike."""
_LEAST_LIKE: Final = 0.05
"""How like another a claim has to be so that it is worth showing, from 0 to 1."""


class WorkedMatrix:
    """What is known of a matrix by now."""

    def __init__(self, workspace: Workspace, label: str) -> None:
        self._workspace = workspace
        self.label = label
        """What the rows are tagged as."""
        self.ties: StoryTies | None = None
        """What the rows are made of; none before it has been read."""
        self.matrix = Matrix((), (), ())
        self.is_behind = True
        """Whether annotations have changed since they were read."""
        self._claims: Mapping[Mention, Annotation] | None = None
        """All claims of the story, once they have been looked for."""
        self._index: ClaimIndex | None = None
        """The same by their words; none where they are too many."""
        self._steps: Steps[tuple[StoryTies, Matrix]] | None = None
        self._stamp: tuple[object, ...] | None = None
        """That of the story when it was worked out."""

    def look_again(self) -> None:
        """Work it out anew, unless nothing has changed since it was."""
        if (
            self._steps is not None
            or self._stamp is None
            or self._stamp != self._workspace.now.stamp()
        ):
            self.begin(reads=True)

    def begin(self, *, reads: bool = False) -> None:
        """Work it out anew; where it `reads`, from the annotations as they are now."""
        self.is_behind |= reads
        self._steps = Steps(self._made(), 0)

    def _made(self) -> Generator[None, None, tuple[StoryTies, Matrix]]:
        ties = self.ties
        if ties is None or self.is_behind:
            ties = yield from read_ties_in_steps(self._workspace.now)
        matrix = yield from matrix_in_steps(ties, self._workspace.labels, self.label)
        return ties, matrix

    @property
    def looked_at(self) -> int | None:
        """How many articles and rows have been looked at; none once that is done."""
        return None if self._steps is None else self._steps.done

    def go_on(self, seconds: float) -> bool:
        """Work it out for so long; whether there is more still.

        Raises:
            InputError: The file of what ties the annotations is damaged.
        """
        steps, self._steps = self._steps, None
        if steps is None:
            return False
        if not steps.work(seconds):
            self._steps = steps
            return True
        if self.is_behind:
            self._claims = None
        self.ties, self.matrix = steps.result
        self.is_behind, self._stamp = False, self._workspace.now.stamp()
        return False

    def update(self, edit: Edit, in_view: Sequence[MatrixRow]) -> None:
        """Take over an edit: what is in view at once, all else in the steps to come."""
        if self.ties is None or touched(edit):
            self.begin(reads=True)
            return
        links = list(of_links(edit))
        self.ties = ties = replace(self.ties, links=self._workspace.now.links())
        rows = list(in_view)
        if all(isinstance(each, EditOfStance) for each in links):
            named = {v.cluster for e in links if isinstance(e, EditOfStance)
                     for v in (e.before, e.after) if v is not None}  # fmt: skip
            rows = [r for r in self.matrix.rows if r.cluster is not None and r.cluster.id in named]
        else:
            self.begin()
        new = [e.after for e in links if isinstance(e, EditOfCluster) and e.after is not None]
        made = {id(row): remade_row(ties, _clustered(row, new)) for row in rows}
        changed = tuple(made.get(id(row), row) for row in self.matrix.rows)
        self.matrix = replace(self.matrix, rows=changed)

    def likeliest(self, row: MatrixRow, article: str) -> Mention | None:
        """The claim of an article that is worded most like a row's; none if none is like it."""
        if self.ties is None or not row.relation:
            return None
        if self._claims is None:
            annotations = self.ties.annotations.items()
            self._claims = {m: a for m, a in annotations if a.label == row.label}
            compares = len(self._claims) <= _MOST_COMPARED
            self._index = ClaimIndex(self._claims.items()) if compares else None
        if self._index is None:
            return None
        there = (each for each in self._claims if each.article == article)
        best = next(iter(self._index.likely(row.members[0], there)), None)
        return best[0] if best is not None and best[1] >= _LEAST_LIKE else None


def is_same_row(row: MatrixRow, other: MatrixRow) -> bool:
    """Whether two rows are of one thing, which may have become a cluster meanwhile."""
    if row.cluster is not None and other.cluster is not None:
        return row.cluster.id == other.cluster.id
    return row.members == other.members


def _clustered(row: MatrixRow, clusters: Sequence[Cluster]) -> MatrixRow:
    """A row with the cluster that has been made of it, if one has."""
    if row.cluster is not None:
        return row
    of_row = (set(row.members), row.relation)
    made = (each for each in clusters if (set(each.members), each.relation) == of_row)
    return replace(row, cluster=next(made, None))
