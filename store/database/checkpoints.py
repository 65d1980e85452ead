"""The TinyDB files: each article's annotations, the story's links, and the state file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote, unquote

import msgspec

from store.annotations.model import Annotation, Cluster, Relation
from store.database.journal import FORMAT, History, sealed, unsealed
from store.database.storage import META, AtomicStorage, Tables
from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.database.files import Files

ANNOTATION_TABLE: Final = "_default"
"""TinyDB's own default table, so that `TinyDB(path).search(...)` finds the annotations."""
_LONGEST_NAME: Final = 200
_HASH_MARK: Final = "~"
"""Parts a shortened name from its hash; a name that holds it is escaped."""
T = TypeVar("T")


@dataclass(slots=True)
class ArticleFile:
    """One article's annotations as of a checkpoint."""

    annotations: tuple[Annotation, ...] = ()
    """In the order of the text, which is the order of the documents in the file."""
    seq: int = 0
    """The last journal record that is contained."""
    sha256: str = ""
    """Of the article's file when it was annotated; empty if it never was."""
    rows: dict[str, str] = field(default_factory=dict)
    """Annotation id to TinyDB document number, so that a document keeps its number and git
    shows one changed annotation as one changed line."""


@dataclass(frozen=True, slots=True)
class StoryFile:
    """The story's relations and clusters as of a checkpoint."""

    relations: tuple[Relation, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    seq: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Up to where the journal is contained in the TinyDB files."""

    offset: int = 0
    """Bytes of the journal."""
    seq: int = 0
    history: History = field(default_factory=History)
    counts: dict[str, int] = field(default_factory=dict)
    """Annotations of each label in the whole story."""
    format: int = FORMAT


class Checkpoints:
    """Reads and writes the TinyDB files in one annotator's folder."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files

    def article_path(self, article_id: str) -> Path:
        """The file of an article, by a name that is safe on every system and unique."""
        return self._folder / "articles" / f"{_file_name(article_id)}.json"

    def article_ids(self) -> list[str]:
        """The articles that have a file, whether the story still has them or not."""
        folder = self._folder / "articles"
        names = self._files.names(folder, ".json")
        return [
            self._hashed_id(folder / name) if _HASH_MARK in name else _article_id(name)
            for name in names
        ]

    def _hashed_id(self, path: Path) -> str:
        tables = AtomicStorage(path, self._files).read() or {}
        return str(_meta(tables, path)["article"])

    def read_article(self, article_id: str) -> ArticleFile:
        """What an article's file holds; nothing if there is none.

        Raises:
            InputError: It is damaged, was changed by hand, or is of a newer format.
        """
        path = self.article_path(article_id)
        tables = AtomicStorage(path, self._files).read()
        if tables is None:
            return ArticleFile()
        meta = _meta(tables, path)
        rows = tables.get(ANNOTATION_TABLE, {})
        annotations = _convert(list(rows.values()), tuple[Annotation, ...], path)
        return ArticleFile(
            annotations=annotations,
            seq=meta["seq"],
            sha256=meta.get("sha256", ""),
            rows={annotation.id: row for annotation, row in zip(annotations, rows, strict=True)},
        )

    def write_article(self, article_id: str, file: ArticleFile) -> None:
        """Write an article's file, giving new annotations the next free document numbers."""
        following = max((int(row) for row in file.rows.values()), default=0) + 1
        new = [a for a in file.annotations if a.id not in file.rows]
        for number, annotation in enumerate(
            sorted(new, key=lambda a: (a.created, a.id)), following
        ):
            file.rows[annotation.id] = str(number)
        documents = {file.rows[a.id]: a for a in file.annotations}
        file.rows = {annotation.id: row for row, annotation in documents.items()}
        path = self.article_path(article_id)
        self._files.make_folder(path.parent)
        meta = {"format": FORMAT, "article": article_id, "seq": file.seq, "sha256": file.sha256}
        AtomicStorage(path, self._files).write({ANNOTATION_TABLE: documents, META: {"1": meta}})

    def read_story(self) -> StoryFile:
        """The story's relations and clusters; nothing if there is no file.

        Raises:
            InputError: The file is damaged, was changed by hand, or is of a newer format.
        """
        path = self._folder / "story.json"
        tables = AtomicStorage(path, self._files).read()
        if tables is None:
            return StoryFile()
        return StoryFile(
            _convert(list(tables.get("relations", {}).values()), tuple[Relation, ...], path),
            _convert(list(tables.get("clusters", {}).values()), tuple[Cluster, ...], path),
            _meta(tables, path)["seq"],
        )

    def write_story(self, file: StoryFile) -> None:
        """Write the story's relations and clusters."""
        AtomicStorage(self._folder / "story.json", self._files).write(
            {
                "relations": _numbered(file.relations),
                "clusters": _numbered(file.clusters),
                META: {"1": {"format": FORMAT, "seq": file.seq}},
            }
        )

    def read_state(self) -> State:
        """The state; a new one if its file is missing or damaged, as the journal has it all."""
        try:
            data = self._files.read(self._folder / "state.json")
        except (FileNotFoundError, NotADirectoryError):
            return State()
        body = unsealed(data.rstrip(b"\n"))
        try:
            return State() if body is None else msgspec.json.decode(body, type=State)
        except msgspec.DecodeError:
            return State()

    def write_state(self, state: State) -> None:
        """Write the state."""
        self._files.replace(self._folder / "state.json", sealed(msgspec.json.encode(state)))


def _meta(tables: Tables, path: Path) -> dict[str, Any]:
    meta: dict[str, Any] = tables[META]["1"]
    if meta.get("format", 0) > FORMAT:
        reason = "it was written by a newer Sidelight; open the story with that one"
        raise InputError(reason, path=path)
    return meta


def _convert(values: list[Any], kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(values, type=kind)
    except msgspec.ValidationError as error:
        raise InputError(f"a document is not as it should be: {error}", path=path) from error


def _numbered(values: Iterable[Relation | Cluster]) -> dict[str, Any]:
    ordered = sorted(values, key=lambda value: value.id)
    return {str(number): value for number, value in enumerate(ordered, start=1)}


def _file_name(article_id: str) -> str:
    name = quote(article_id, safe="/ !#$&'()+,-.;=@[]^_`{}").replace("~", "%7E")
    if len(name.encode()) > _LONGEST_NAME:
        # A name too long for the file system with ".json" and a temporary ending on it.
        import hashlib

        name = f"{name[:120]}{_HASH_MARK}{hashlib.sha256(article_id.encode()).hexdigest()[:16]}"
    return name


def _article_id(file_name: str) -> str:
    return unquote(file_name.removesuffix(".json"))
