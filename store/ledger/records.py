"""The lines of the journal: what one holds, its checksum, and how the lines hang together.

A line ends in a CRC-32 of what stands before it. It says on which line it was written by the chain
of that, a hash of all lines up to there: so a journal is known by more than its length.

Undo and redo are edits like any other, and each line says where in the file (in bytes) the edit
stands that undoing would reach next. So the whole history is a linked list through the file: it
survives a restart, costs one read per undo, and nothing of it is held in memory.
"""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from store.annotations.edits import Batch, Edit, many_edits
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.ledger.source import Source

FORMAT: Final = 5
"""The version of what we write. Of a greater one we only read what we can; smaller ones are read,
and what is written after them is of this one.

1: a line names an article's text only at the first edit in a session; no annotation is adrift.
2: a line names the text of every article it touches; articles are followed when they change.
3: an annotation may be a suggestion that was rejected, which is none.
4: a story holds stances, what is said of articles, and offers that were refused; a line says `on`
   which line it was written, the files of a story of which line's journal they are, and a line
   that was made again on another history, which one it stands for.
5: a story holds the decisions of an adjudicator.
"""

Did = Literal["edit", "undo", "redo", "follow", "lost", "rebase"]
"""Whether an edit is new, or one taken back, or one made again; `follow`, where annotations were
moved with the text of a changed or renamed article, which no undo takes back; `lost`, where a
repair found lines missing; `rebase`, behind the lines of another history that were made again."""
NOTHING: Final = Batch(())
BEGINNING: Final = "0" * 32
"""The chain before the first line."""
TAIL: Final = 16_384
"""Bytes at the end of a journal that are remembered, and in which its last line is looked for
first."""
LONG: Final = 1 << 22
"""Bytes of the longest line whose edits are held in memory: but for an import all are shorter."""
_CHAIN_BYTES: Final = 16


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the journal."""

    seq: int
    """Counts the lines from 1."""
    at: str
    """When: UTC, ISO 8601."""
    did: Did
    edit: Edit
    """What was applied; for an undo, the inverse of what was undone."""
    below: int | None = None
    """For an edit or redo: where the edit before it stands that undo would reach after it. For
    an undo: where the undo before it stands that redo would reach after it."""
    ms: int = 0
    """Milliseconds since the edit before it in the same session, or since the opening."""
    texts: dict[str, str] = {}
    """By article: SHA-256 of the file in which the places that the edit leaves are right."""
    renamed: dict[str, str] = {}
    """For `follow`: articles whose file has another name now, old id to new."""
    lost: int = 0
    """For `lost`, which takes the number of the last line that is missing: how many are missing
    before that one."""
    remade: tuple[int, str] | None = None
    """The number and the chain of the line of another history that it stands for; for `rebase`, of
    the last one that was made again, or found to be there already."""
    format: int = 1
    on: str = ""
    """The chain of the line before it; empty in lines of formats 1 to 3."""

    @property
    def before(self) -> int:
        """The number of the line before it, or of the last that is lost before it."""
        return self.seq - self.lost - 1


class History(Frozen):
    """Where in the journal the next undo and the next redo stand, as byte offsets."""

    undo: int | None = None
    redo: int | None = None

    def taken_back_by(self, record: Record) -> int | None:
        """Where what an undo or redo takes back stands; none for any other record."""
        return {"undo": self.undo, "redo": self.redo}.get(record.did)


class JournalEntry(Frozen):
    """A record and where it stands."""

    offset: int
    record: Record


class NewerFormatError(ValueError):
    """A record is sound, but of a format that this version does not know."""


class _RecordHeader(msgspec.Struct):
    format: int = 1
    on: str = ""


_NO_EDITS: Final = b'"edit":{"of":"batch","edits":[]'
_CRC_START: Final = b',"crc":"'
_CRC_LENGTH: Final = len(_CRC_START) + 8 + len(b'"}')


@cache  # to make one takes longer than to load the module, and a new story has no line
def _decoder() -> msgspec.json.Decoder[Record]:
    return msgspec.json.Decoder(Record)


def sealed(document: bytes) -> bytes:
    """A JSON object as a line that ends in the CRC-32 of what stands before it."""
    return b"".join(_sealed((document,)))


def _sealed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A JSON object in pieces as a line in pieces: those of an import are not all held."""
    crc, held = 0, b""
    for piece in pieces:
        crc = zlib.crc32(held, crc)
        yield held
        held = piece
    yield held[:-1]
    yield _CRC_START + b'%08x"}\n' % zlib.crc32(held[:-1], crc)


def unsealed(line: bytes) -> bytes | None:
    """The JSON object in a line without its newline; none if the line is damaged."""
    body, ending = line[:-_CRC_LENGTH], line[-_CRC_LENGTH:]
    return body + b"}" if ending == b'%s%08x"}' % (_CRC_START, zlib.crc32(body)) else None


def encode(record: Record) -> bytes:
    """A record as a line with its checksum and a newline."""
    return b"".join(SealedRecord(record))


def _pieces(record: Record) -> Iterator[bytes]:
    """A record as JSON; in pieces if not all of its edits are held."""
    edit, many = record.edit, many_edits(record.edit)
    if many is None or not isinstance(edit, Batch):
        yield msgspec.json.encode(record)
        return
    bare = msgspec.structs.replace(record, edit=msgspec.structs.replace(edit, edits=()))
    before, between, after = msgspec.json.encode(bare).partition(_NO_EDITS)
    yield before + between[:-1]
    for number, piece in enumerate(many.encoded()):
        yield b"," + piece if number else piece
    yield between[-1:] + after


class SealedRecord(Frozen):
    """A record as a line in pieces, which are made each time they are asked for."""

    record: Record

    def __iter__(self) -> Iterator[bytes]:
        return _sealed(_pieces(self.record))


def chained(chain: str, line: bytes) -> str:
    """The chain of a line with its newline, on that of the one before it: of all lines up to it,
    whatever their format."""
    return chained_by(chain, (line,))


def chained_between(chain: str, data: Source, start: int, end: int) -> str:
    """The chain of a line that stands somewhere, from its beginning to behind its newline."""
    if end - start <= LONG:
        return chained(chain, data[start:end])
    from store.ledger.source import pieces_of  # few lines are long

    return chained_by(chain, pieces_of(data, start, end))


def chained_by(chain: str, pieces: Iterable[bytes]) -> str:
    """The chain of a line that comes in pieces, on that of the one before it."""
    digest = chain_started(chain)
    for piece in pieces:
        digest.update(piece)
    return chain_of_digest(digest)


def chain_started(chain: str) -> hashlib._Hash:
    """What is to be told a line, so that `chain_of_digest` gives its chain, on that of the one
    before it."""
    return hashlib.sha256(bytes.fromhex(chain))


def chain_of_digest(digest: hashlib._Hash) -> str:
    """The chain of a line that was told."""
    return digest.digest()[:_CHAIN_BYTES].hex()


def decode(line: bytes) -> Record | None:
    """The record in a line without its newline; none if the line is damaged.

    Raises:
        NewerFormatError: The line is sound, but not of a format that we know.
    """
    return decode_between(line, 0, len(line))


def _decoded(document: bytes) -> Record:
    try:
        record = _decoder().decode(document)
    except msgspec.DecodeError as error:
        raise NewerFormatError from error
    if record.format > FORMAT:
        raise NewerFormatError
    return record


def decode_between(data: Source, start: int, end: int) -> Record | None:
    """The record in a line that stands among others; if it is long its edits stay there."""
    if end - start <= LONG:
        document = unsealed(data[start:end])
        return None if document is None else _decoded(document)
    from store.ledger.long_edits import edits_in  # few lines are long
    from store.ledger.source import crc_of

    body = end - _CRC_LENGTH
    if data[body:end] != b'%s%08x"}' % (_CRC_START, crc_of(data, start, body)):
        return None
    try:
        first, last, edits = edits_in(data, start, body) or (body, body, None)  # it is no batch
    except msgspec.DecodeError as error:
        raise NewerFormatError from error
    record = _decoded(data[start:first] + data[last:body] + b"}")
    if edits is None:
        return record
    return msgspec.structs.replace(record, edit=msgspec.structs.replace(record.edit, edits=edits))


def chain_before(line: bytes) -> str:
    """The chain that a line without its newline stands on; empty if it says none, or is damaged.

    What else the line holds is not looked at: that of an import takes a second to be read.
    """
    document = unsealed(line)
    try:
        header = msgspec.json.decode(document or b"{}", type=_RecordHeader)
    except msgspec.DecodeError:
        return ""
    return header.on if header.format <= FORMAT else ""


def advance(history: History, entry: JournalEntry, undone: Record | None = None) -> History:
    """The history after one more record.

    Args:
        history: Before the record.
        entry: The record and its place.
        undone: For an undo or redo, the record that it took back: what `history` named.
    """
    match entry.record.did:
        case "edit":
            return History(undo=entry.offset, redo=None)
        case "undo":
            return History(undo=undone.below if undone else None, redo=entry.offset)
        case "redo":
            return History(undo=entry.offset, redo=undone.below if undone else None)
        case "follow":
            return history
        case "rebase":
            return History(undo=history.undo)
        case "lost":
            return History()  # what comes before cannot be undone: nobody knows what lay between
