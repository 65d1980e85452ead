"""A bundle: a zip file with the journals of a story, and what they are.

`bundle.json` names the story, the SHA-256 of each article's file where the bundle was made, and of
each journal its annotator, how many lines and bytes it has, and the chain of the last line. Beside
it stands each journal as `<annotator>.jsonl` and, where files of tokens were imported, as
`<annotator>.cuts` how these cut the texts, in numbers: a line for each text, its SHA-256 before a
sealed object. Of articles that have changed there are the older texts in which annotations were
made, as `<SHA-256>.txt`, by which these find their words. Nothing else is in it, and nothing is
ever unpacked by the name that it has there.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError, unreadable
from store.frozen import Frozen
from store.ledger.records import unsealed
from store.ledger.scanning import scan
from store.ledger.texts import is_sha256
from store.library.places import folded, is_name

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MANIFEST: Final = "bundle.json"
FORMAT: Final = 3
"""The version of bundles that we read; also of those that we write, if there are texts in them."""
WITHOUT_TEXTS: Final = 2
"""The version of those with cuts alone, which an older Sidelight can read as well."""
WITHOUT_CUTS: Final = 1
"""The version of those with journals alone."""
_LONGEST_MANIFEST: Final = 16 * 1024 * 1024
_LARGEST: Final = 1024 * 1024 * 1024
"""Bytes of all journals in a bundle."""
_MOST_PACKED: Final = 200
"""How many times as long as its packed bytes a journal may be; ours are some 8 times as long."""
_SHORT: Final = 1024 * 1024
"""Bytes that may be packed as well as they can be."""
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What `zipfile` raises for a file that is not as it was written, or is of a kind that we do not
make: encrypted, or packed in another way."""
_NOT_OURS: Final = "this is no bundle of Sidelight, or it is damaged"


class BundledJournal(Frozen):
    """What a bundle says of a journal in it."""

    annotator: str
    number: int
    """Of its last line."""
    length: int
    """In bytes."""
    chain: str
    """Of its last line."""
    cuts: int = 0
    """Bytes of what says how texts are cut; 0 if no file of tokens does."""
    texts: dict[str, int] = msgspec.field(default_factory=dict)
    """The texts that articles had before they changed: the bytes of each, by its SHA-256."""

    @property
    def member(self) -> str:
        """Its name in the bundle."""
        return f"{self.annotator}.jsonl"

    @property
    def members(self) -> dict[str, int]:
        """What is of this annotator in the bundle, with its length in bytes."""
        cuts = {self.cuts_member: self.cuts} if self.cuts else {}
        texts = {text_member(sha256): length for sha256, length in self.texts.items()}
        return {self.member: self.length, **cuts, **texts}

    @property
    def cuts_member(self) -> str:
        """The name of what says how texts are cut."""
        return f"{self.annotator}.cuts"


def text_member(sha256: str) -> str:
    """The name of a text in a bundle, where it stands once whoever has it."""
    return f"{sha256}.txt"


class Manifest(Frozen):
    """What a bundle says of itself."""

    story: str
    articles: dict[str, str]
    """By id: SHA-256 of the article's file where the bundle was made."""
    journals: tuple[BundledJournal, ...]
    format: int = FORMAT


class Bundle:
    """A bundle that is open to be read."""

    def __init__(self, path: Path) -> None:
        """Open it, and make sure that it is what it says.

        Raises:
            InputError: It is no bundle, of a newer format, damaged, or larger than it may be.
        """
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
        except OSError as error:
            raise InputError(unreadable(error), path=path) from error
        except _DAMAGED as error:
            raise self._refusal(_NOT_OURS) from error
        try:
            self.manifest = self._manifest()
            self._check()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Bundle:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def _refusal(self, reason: str) -> InputError:
        return InputError(f"{reason}; nothing was taken from it", path=self.path)

    def _manifest(self) -> Manifest:
        data = self._read(MANIFEST, _LONGEST_MANIFEST)
        try:
            if msgspec.json.decode(data, type=_Header).format > FORMAT:
                raise self._refusal("it was written by a newer Sidelight")
            return msgspec.json.decode(data, type=Manifest)
        except msgspec.DecodeError as error:
            raise self._refusal(_NOT_OURS) from error

    def _check(self) -> None:
        journals = self.manifest.journals
        if not journals:
            raise self._refusal("there is no journal in it")
        for each in journals:
            if not is_name(each.annotator):
                raise self._refusal(f"{each.annotator!r} in it can be no annotator's name")
        if len({folded(each.annotator) for each in journals}) < len(journals):
            raise self._refusal("two annotators in it have the same name")
        if not all(is_sha256(sha256) for each in journals for sha256 in each.texts):
            raise self._refusal("a text in it has no SHA-256")
        names = [info.filename for info in self._archive.infolist()]
        members = {MANIFEST: 0} | {n: size for each in journals for n, size in each.members.items()}
        if sorted(names) != sorted(members):
            raise self._refusal("it does not hold what it says")
        if sum(max(0, size) for size in members.values()) > _LARGEST:
            raise self._refusal(f"its journals have more than {_LARGEST // 1024**2:,} MiB")
        for each in journals:
            for name, length in each.members.items():
                info = self._archive.getinfo(name)
                if info.file_size != length:
                    raise self._refusal(f"the journal of {each.annotator} in it is damaged")
                if info.file_size > max(_SHORT, _MOST_PACKED * info.compress_size):
                    raise self._refusal(f"the journal of {each.annotator} in it is no journal")

    def _read(self, member: str, most: int) -> bytes:
        """A file in it, of which never more is unpacked than may be."""
        try:
            with self._archive.open(member) as file:
                data = file.read(most + 1)
        except OSError as error:
            raise InputError(unreadable(error), path=self.path) from error
        except (KeyError, *_DAMAGED) as error:
            raise self._refusal(_NOT_OURS) from error
        if len(data) > most:
            raise self._refusal(_NOT_OURS)
        return data

    def journal(self, each: BundledJournal) -> bytes:
        """A journal in it, as it was written, line by line.

        Raises:
            InputError: It is damaged, not the one that the bundle names, or of a newer format.
        """
        data = self._read(each.member, each.length)
        reading = scan(data, 0, None)
        if reading.is_newer:
            raise self._refusal(f"the journal of {each.annotator} was written by a newer Sidelight")
        is_as_said = (reading.last, reading.chain) == (each.number, each.chain)
        if reading.damages or reading.torn or not is_as_said or len(data) != each.length:
            raise self._refusal(f"the journal of {each.annotator} in it is damaged")
        return data

    def cuts(self, each: BundledJournal) -> dict[str, bytes]:
        """How files of tokens cut texts: a JSON object by the SHA-256 of each text.

        Raises:
            InputError: It is damaged.
        """
        data = self._read(each.cuts_member, each.cuts) if each.cuts else b""
        found: dict[str, bytes] = {}
        for line in data.splitlines():
            sha256, _, kept = line.partition(b" ")
            document = unsealed(kept)
            if document is None or not is_sha256(sha256.decode("ascii", "replace")):
                raise self._refusal(f"the cuts of {each.annotator} in it are damaged")
            found[sha256.decode()] = document
        return found

    def text(self, sha256: str, length: int) -> bytes:
        """The file of an article as it was before it changed.

        Raises:
            InputError: It is damaged.
        """
        data = self._read(text_member(sha256), length)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise self._refusal("a text in it is damaged")
        return data


class _Header(msgspec.Struct):
    format: int
