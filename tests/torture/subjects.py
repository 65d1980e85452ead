"""What is tortured: a thing that keeps annotations, behind one small set of calls."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from store.annotations.model import Cluster, Relation
from store.articles import find_story
from store.errors import ConflictError, ReadOnlyError, SaveError, SidelightError
from store.story.workspace import Workspace
from tests.torture.person import TEXTS, State
from tests.torture.stock import StockDatabase

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files
    from tests.torture.person import Step

ANNOTATOR = "ana"


class UnreadableError(Exception):
    """What was kept cannot be opened; the message is what a person would be told."""


class RefusedError(Exception):
    """An edit was refused, and the person told so."""


class UnconfirmedError(RefusedError):
    """An edit was refused, and the person told that it may be there or not."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody who opens it is shown and told."""

    state: State
    problems: tuple[str, ...] = ()
    """What they are told is damaged or cannot be shown, as sentences."""
    notices: tuple[str, ...] = ()
    """What else they are told."""
    troubled: frozenset[str] = frozenset()
    """The articles that are said to have a problem."""
    counts_fit: bool = True
    """Whether the counts shown are those of what is shown."""


class Session(Protocol):
    """Something opened."""

    @property
    def writable(self) -> bool:
        """Whether edits can be made."""

    @property
    def told(self) -> str:
        """What the person is told of trouble at this moment; empty if there is none."""

    def do(self, step: Step) -> None:
        """Take a step; when this returns it is acknowledged.

        Raises:
            RefusedError: It was not made.
        """

    def seen(self) -> Seen:
        """What is shown now."""

    def close(self) -> None:
        """Stop."""


class Subject(Protocol):
    """Something that keeps annotations in a folder."""

    @property
    def name(self) -> str:
        """As the table has it."""

    @property
    def links(self) -> bool:
        """Whether it has relations, clusters, undo, and several edits as one."""

    def prepare(self, folder: Path) -> None:
        """Make a folder in which nothing has been annotated yet."""

    def home(self, folder: Path) -> Path:
        """Below a folder, the one in which annotations are kept."""

    def open(self, folder: Path, files: Files) -> Session:
        """Open a folder.

        Raises:
            UnreadableError: It cannot be opened.
        """


class Sidelight:
    """A story, through the interface that the screen uses."""

    name = "Sidelight"
    links = True

    def prepare(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for article, text in TEXTS.items():
            (folder / f"{article}.txt").write_text(text, "utf-8")

    def home(self, folder: Path) -> Path:
        return folder / "annotations" / ANNOTATOR

    def open(self, folder: Path, files: Files) -> StorySession:
        try:
            return StorySession(Workspace.open(find_story([folder]), ANNOTATOR, files=files))
        except SidelightError as error:
            raise UnreadableError(str(error)) from error


@dataclass(slots=True)
class StorySession:
    """An open story."""

    workspace: Workspace

    @property
    def writable(self) -> bool:
        return not self.workspace.status.read_only

    @property
    def told(self) -> str:
        return self.workspace.status.trouble

    def do(self, step: Step) -> None:
        try:
            match step.did:
                case "edit":
                    assert step.edit is not None
                    self.workspace.apply(step.edit)
                case "undo":
                    self._must(self.workspace.undo())
                case "redo":
                    self._must(self.workspace.redo())
                case "checkpoint":
                    self.workspace.checkpoint()
                case "reopen":
                    raise ValueError("closing and opening is for the harness to do")
        except SaveError as error:
            if "LAST EDIT UNCONFIRMED" in str(error):
                raise UnconfirmedError(str(error)) from error
            raise RefusedError(str(error)) from error
        except ConflictError as error:
            # It thinks that something else is said than the model does.
            raise AssertionError(f"an edit that fits was refused: {error}") from error
        except (ReadOnlyError, SidelightError) as error:
            raise RefusedError(str(error)) from error

    @staticmethod
    def _must(change: object) -> None:
        if change is None:
            raise AssertionError("there was nothing to undo or redo, but there should have been")

    def seen(self) -> Seen:
        workspace = self.workspace
        problems = [workspace.status.read_only] if workspace.status.read_only else []
        annotations, troubled = set(), set()
        for opened in workspace.now.every_article():
            if opened.problem:
                problems.append(opened.problem)
                troubled.add(opened.id)
            annotations |= {(opened.id, a) for a in (*opened.annotations, *opened.orphaned)}
        state = State(frozenset(annotations))
        try:
            links = workspace.now.links()
            state = State(
                state.annotations,
                frozenset(links.relations.values()),
                frozenset(links.clusters.values()),
                frozenset(v for v in links if not isinstance(v, Relation | Cluster)),
            )
        except SidelightError as error:
            problems.append(str(error))
        counts = {label: count for label, count in workspace.now.counts.items() if count}
        fit = troubled or counts == Counter(a.label for _, a in annotations)
        return Seen(
            state, tuple(problems), tuple(workspace.status.notices), frozenset(troubled), bool(fit)
        )

    def close(self) -> None:
        self.workspace.close()


class StockTinyDB:
    """TinyDB with the storage that it comes with, used as its documentation shows."""

    name = "stock TinyDB"
    links = False

    def prepare(self, folder: Path) -> None:
        folder.mkdir(parents=True)

    def home(self, folder: Path) -> Path:
        return folder

    def open(self, folder: Path, files: Files) -> StockSession:
        try:
            return StockSession(StockDatabase(folder / "annotations.json", files))
        except (OSError, ValueError) as error:
            raise UnreadableError(f"{type(error).__name__}: {error}") from error


@dataclass(slots=True)
class StockSession:
    """An open TinyDB file."""

    database: StockDatabase
    writable: bool = field(default=True, init=False)
    told: str = field(default="", init=False)

    def do(self, step: Step) -> None:
        if step.edit is None:
            return  # it has no checkpoints
        try:
            self.database.make(step.edit)
        except (OSError, ValueError) as error:
            raise RefusedError(f"{type(error).__name__}: {error}") from error

    def seen(self) -> Seen:
        try:
            return Seen(State(frozenset(self.database.everything())))
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
            raise UnreadableError(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        self.database.close()


SUBJECTS: dict[str, Subject] = {"sidelight": Sidelight(), "stock": StockTinyDB()}
