"""Making the summary of a story: opening it to read, a step at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from store.across.row_choice import matrix_in_steps
from store.across.story_ties import read_ties_in_steps
from store.annotations.model import ArticleState
from store.articles.story import story_of
from store.corpus.story_summary import StorySummary
from store.corpus.team import team_in_steps
from store.corpus.work_place import end_of, stamp_of
from store.errors import InputError, SidelightError, system_reason
from store.files import Files
from store.frozen import Frozen
from store.labels import DEFAULT_LABELS, own_labels
from store.labels_file import load_labels
from store.ledger.journal import JOURNAL
from store.library.scanning import annotators
from store.story.last_view import read_last_view
from store.story.reading import open_to_read
from store.suggest.candidates.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from store.articles import Story
    from store.corpus.work_place import WorkPlace

_END: Final = 65_536
"""Bytes at the end of a journal in which its last line is looked for."""


def summary_in_steps(place: WorkPlace, name: str) -> Generator[None, None, StorySummary]:
    """What is known of a story, an article or a row of the matrix at a step; never raises."""
    known = StorySummary(name, stamp_of(place, name))
    try:
        story = story_of(place.corpus / name)
        people = annotators(story, place.data_of(name))
        known = replace(known, articles=len(story.articles), people=tuple(people))
        if story.articles and place.annotator in people:
            known = yield from _with_work(place, story, known)
        if story.articles and len(people) > 1:
            team = yield from team_in_steps(story, people, place.data_of(name))
            known = replace(known, team=team)
    except SidelightError as error:
        return replace(known, problem=str(error))
    except OSError as error:
        return replace(known, problem=f"{error.filename or name}: {system_reason(error)}")
    return known


def _with_work(
    place: WorkPlace, story: Story, known: StorySummary
) -> Generator[None, None, StorySummary]:
    """A summary with what somebody has done in a story."""
    folder = place.home(known.name) / place.annotator
    view = read_last_view(folder, Files())
    with open_to_read(story, place.annotator, data=place.data_of(known.name)) as now:
        ties = yield from read_ties_in_steps(now)
        states = [
            ties.links.record_of(each).state_in(article.sha256)
            for each, article in ties.articles.items()
        ]
        blank = [each for each, article in ties.articles.items() if not article.text]
        known = replace(
            known,
            read=sum(state is not ArticleState.OPEN for state in states),
            done=states.count(ArticleState.DONE),
            labels={label: count for label, count in now.counts.items() if count},
            edited=_last_edit(folder),
            suggestions=None if view is None else view.suggested,
            problem=now.article(blank[0]).problem if blank else "",
            remarks=tuple(now.status.notices),
        )
    own = own_labels(story.root)
    try:
        labels = load_labels(own) if own else DEFAULT_LABELS
    except InputError as error:  # without the labels of a story nobody knows which are claims
        return replace(known, problem=known.problem or str(error))
    claim = roles_of(labels).claim
    if not claim:
        return known
    matrix = yield from matrix_in_steps(ties, labels, claim)
    cells = [cell for row in matrix.rows for cell in row.cells]
    return replace(known, cells=len(cells), settled=sum(not cell.is_open for cell in cells))


def _last_edit(folder: Path) -> str:
    """When the last line of a journal was written, as it says, or where it is too long to be read
    for that, as its file says; empty if there is none."""
    files, path = Files(), folder / JOURNAL
    end = end_of(path, _END)
    if not end:
        return ""
    try:
        return msgspec.json.decode(end.rstrip(b"\n").rpartition(b"\n")[2], type=_Dated).at
    except msgspec.DecodeError:
        return datetime.fromtimestamp(files.status(path).st_mtime, UTC).isoformat()


class _Dated(Frozen):
    """A line of a journal as far as its time goes."""

    at: str
