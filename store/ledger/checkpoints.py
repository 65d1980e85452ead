"""The TinyDB files: each article's annotations, the story's links, and the state file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

import msgspec

from store.annotations.links import TABLES
from store.annotations.model import (
    Annotation,
    ArticleRecord,
    Cluster,
    Decision,
    Linked,
    RefusedOffer,
    Relation,
    Stance,
)
from store.errors import InputError, NewerError, unreadable
from store.frozen import Frozen
from store.ledger.records import FORMAT, History, sealed, unsealed
from store.ledger.storage import (
    ANNOTATIONS,
    META,
    Tables,
    checked_tables,
    is_as_laid_out,
    read_if_there,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from store.annotations.model import Value
    from store.files import Files

MOST_FILES: Final = 2_000
LINKS: Final = ""
"""In the place of an article's id: the story's own file."""
STORY: Final = "story.json"
STATE: Final = "state.json"
CONFLICTS: Final = "conflicts.json"
"""What two histories say differently; see `store.ledger.conflicts`."""
BACKUPS: Final = "backups"
ARTICLES: Final = "articles"
_NOT_FILE_NAMES: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)))
)
"""Names that mean a device on Windows, with any ending."""
_LONGEST_NAME: Final = 200
_PLAIN: Final = {"format": int, "seq": int, "sha256": str, "article": str, "chain": str}
"""What a file says of itself."""
_HASH_MARK: Final = "~"
"""Parts a shortened name from its hash; a name that holds it is escaped."""


class TableFile(msgspec.Struct):
    """What a TinyDB file holds: an article's annotations, or what belongs to the story as a whole.

    Annotations are in the table `ANNOTATIONS`, the others in those of `TABLES`.
    """

    annotations: tuple[Annotation, ...] = ()
    """In the order of the text, which is the order of the documents in the file."""
    links: tuple[Linked, ...] = ()
    """In the order of `Links`, as the documents in the file."""
    seq: int = 0
    """The last journal record that is contained."""
    sha256: str = ""
    """Of the article's file when it was annotated; empty if it never was."""
    rows: dict[str, int] = msgspec.field(default_factory=dict)
    """Annotation id to TinyDB document number, so that a document keeps its number and git
    shows one changed annotation as one changed line."""
    chain: str = ""
    """Of that record's line, by which its journal is known; empty in older files."""

    @property
    def values(self) -> dict[str, Value]:
        """All that is in it, by id."""
        found: dict[str, Value] = {annotation.id: annotation for annotation in self.annotations}
        found.update((value.id, value) for value in self.links)
        return found


class Stored(msgspec.Struct):
    """The tables of a file, each by the numbers of its documents; those of `TABLES` by their names.

    What else another program has put into it is left alone.
    """

    meta: dict[str, dict[str, Any]] = msgspec.field(name=META, default_factory=dict)
    annotations: dict[str, Annotation] = msgspec.field(name=ANNOTATIONS, default_factory=dict)
    relations: dict[str, Relation] = {}
    clusters: dict[str, Cluster] = {}
    stances: dict[str, Stance] = {}
    articles: dict[str, ArticleRecord] = {}
    refused: dict[str, RefusedOffer] = {}
    decisions: dict[str, Decision] = {}

    @property
    def links(self) -> tuple[Linked, ...]:
        """What belongs to the story as a whole."""
        return tuple(value for name in TABLES.values() for value in getattr(self, name).values())


class Renamed(Frozen):
    """What became of an article's id."""

    to: str
    seq: int
    """The journal record that says so."""


class State(Frozen):
    """Up to where the journal is contained in the TinyDB files."""

    offset: int = 0
    """Bytes of the journal."""
    seq: int = 0
    history: History = History()
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    """Annotations of each label in the whole story."""
    files: dict[str, int] = msgspec.field(default_factory=dict)
    """The record up to which each article's file holds the journal, of the last `MOST_FILES` that
    were written, so that a file put back from elsewhere is noticed; and of `LINKS`."""
    renamed: dict[str, Renamed] = msgspec.field(default_factory=dict)
    """Articles whose file has another name now, by their old id."""
    format: int = FORMAT
    chain: str = ""
    """Of the last record's line, by which the journal is known; empty where an older version wrote
    it."""


class Checkpoints:
    """Reads and writes the TinyDB files in one annotator's folder."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files

    def path(self, article_id: str) -> Path:
        """The file of an article or `LINKS`, by a name that is unique and safe on every system."""
        return self._folder / self.name(article_id)

    def name(self, article_id: str) -> str:
        """The path of that file within this folder."""
        return STORY if article_id == LINKS else f"{ARTICLES}/{_file_name(article_id)}.json"

    def article_ids(self) -> list[str]:
        """The articles that have a file, whether the story still has them or not.

        Raises:
            InputError: The folder cannot be read.
        """
        folder = self._folder / ARTICLES
        try:
            names = self._files.names(folder, ".json")
        except OSError as error:
            raise InputError(unreadable(error), path=folder) from error
        found = []
        for name in names:
            article_id = article_id_of(name)
            if article_id is None:
                try:
                    data = self._files.read(folder / name)
                    article_id = table_file(data, folder / name)[0]
                except (InputError, OSError):
                    continue  # its name alone does not say of which article it is
            found.append(article_id)
        return found

    def has_file(self, article_id: str) -> bool:
        """Whether an article has a file, not something else in its place."""
        return self._files.is_regular(self.path(article_id))

    def read(self, article_id: str) -> TableFile:
        """What the file of an article (or `LINKS`) holds; nothing if there is none.

        Raises:
            InputError: It is damaged, was changed by hand, or is of a newer format.
        """
        path = self.path(article_id)
        data = read_if_there(path, self._files)
        return TableFile() if data is None else table_file(data, path)[1]

    def write(self, article_id: str, file: TableFile) -> None:
        """Write the file of an article or `LINKS`; new annotations get the next free numbers."""
        from store.ledger.tinydb_storage import AtomicStorage  # not before something is written

        path = self.path(article_id)
        self._files.make_folder(path.parent)
        meta = {"format": FORMAT, "article": article_id, "seq": file.seq, "sha256": file.sha256}
        if article_id == LINKS:
            meta = {"format": FORMAT, "seq": file.seq}
        if file.chain:
            meta["chain"] = file.chain
        tables: Tables = {META: {"1": meta}}
        if article_id == LINKS:
            for kind, name in TABLES.items():
                found = documents(value for value in file.links if type(value) is kind)
                tables[name] = {str(number): each for number, each in enumerate(found, 1)}
        else:
            file.rows = numbered(file)
            rows = {str(file.rows[each.id]): each for each in file.annotations}
            tables[ANNOTATIONS] = rows
        AtomicStorage(path, self._files).write(tables)

    def read_state(self) -> State:
        """The state; a new one if its file is missing or damaged, as the journal has it all.

        Of a newer format only the format is told.
        """
        try:
            data = self._files.read(self._folder / STATE)
        except (FileNotFoundError, NotADirectoryError):
            return State()
        body = unsealed(data.rstrip(b"\n"))
        try:
            if body is None:
                return State()
            header = msgspec.json.decode(body, type=_StateHeader)
            if header.format > FORMAT:
                return State(format=header.format)
            return msgspec.json.decode(body, type=State)
        except msgspec.DecodeError:
            return State()

    def write_state(self, state: State) -> None:
        """Write the state."""
        self._files.replace(self._folder / STATE, sealed(msgspec.json.encode(state)))


def numbered(file: TableFile) -> dict[str, int]:
    """The document number of each annotation of a file: its own, or the next that is free."""
    following = max(file.rows.values(), default=0) + 1
    new = sorted((a.created, a.id) for a in file.annotations if a.id not in file.rows)
    rows = dict(file.rows)
    rows.update((each, number) for number, (_, each) in enumerate(new, following))
    if len(rows) == len(file.annotations):
        return rows
    return {annotation.id: rows[annotation.id] for annotation in file.annotations}


@cache  # what is made of all these classes takes longer than to load the module
def _decoder() -> msgspec.json.Decoder[Stored]:
    return msgspec.json.Decoder(Stored)


def table_file(data: bytes, path: Path) -> tuple[str, TableFile]:
    """The article that a file says it is of, empty if it says none, and what it holds.

    Args:
        data: The bytes of the file.
        path: Where it stands, for what is said of it.

    Raises:
        InputError: They are not what was written, or of a newer format.
    """
    stored, meta = _stored(data, path)
    annotations = tuple(stored.annotations.values())
    try:
        numbers = map(int, stored.annotations)
        rows = dict(zip([each.id for each in annotations], numbers, strict=True))
    except ValueError as error:
        raise InputError("the number of a document is none", path=path) from error
    return meta.get("article", ""), TableFile(
        annotations,
        stored.links,
        meta["seq"],
        meta.get("sha256", ""),
        rows,
        meta.get("chain", ""),
    )


def _stored(data: bytes, path: Path) -> tuple[Stored, Mapping[str, Any]]:
    """The tables of a file, and what it says of itself; raises as `table_file`."""
    try:
        stored = _decoder().decode(data)
        meta = stored.meta.get("1", {})
        is_sound = is_as_laid_out(data, meta, meta.pop("crc", None))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        is_sound = False
    if is_sound:
        return stored, _checked(meta, path)
    tables = checked_tables(data, path)
    meta = tables[META]["1"]
    _checked(meta, path)
    return as_stored(tables, path), meta


def _checked(meta: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    version = meta.get("format", 0)
    if isinstance(version, int) and version > FORMAT:
        reason = "it was written by a newer Sidelight; open the story with that one"
        raise NewerError(reason, path=path)
    for name, kind in _PLAIN.items():
        if not isinstance(meta.get(name, kind()), kind) or "seq" not in meta:
            raise InputError(f"what it says of itself is not as it should be: {name}", path=path)
    return meta


def as_stored(tables: Mapping[str, Any], path: Path) -> Stored:
    """Tables as values.

    Raises:
        InputError: A document in them is not as it should be.
    """
    try:
        return msgspec.convert(tables, type=Stored)
    except msgspec.ValidationError as error:
        raise InputError(f"a document is not as it should be: {error}", path=path) from error


def documents(values: Iterable[Value]) -> list[dict[str, Any]]:
    """Values as documents, their fields in the order of the class."""
    found: list[dict[str, Any]] = msgspec.to_builtins(list(values))
    return found


class _StateHeader(msgspec.Struct):
    format: int = 1


def _file_name(article_id: str) -> str:
    """An article's id as a path that never leaves the folder it is put in."""
    quoted = quote(article_id, safe="/ !#$&'()+,-.;=@[]^_`{}").replace("~", "%7E")
    name = "/".join(map(_safe_part, quoted.split("/")))
    if len(name.encode()) > _LONGEST_NAME:
        # A name too long for the file system with ".json" and a temporary ending on it.
        import hashlib

        digest = hashlib.sha256(article_id.encode()).hexdigest()[:16]
        name = f"{name[:120].rstrip('/')}{_HASH_MARK}{digest}"
    return name


def _safe_part(part: str) -> str:
    """A part of a path that is no step up, no root and no device on any system."""
    if not part.strip(". "):
        return "".join(f"%{ord(c):02X}" for c in part) or "%"
    if part.partition(".")[0].strip().lower() in _NOT_FILE_NAMES:
        return f"%{ord(part[0]):02X}{part[1:]}"
    return part


def article_id_of(file_name: str) -> str | None:
    """The article of a file, by its path within the folder of articles; none if that is too short
    to say it."""
    if _HASH_MARK in file_name:
        return None
    parts = file_name.removesuffix(".json").split("/")
    return "/".join("" if part == "%" else unquote(part) for part in parts)
