"""Put the journals of a story into a bundle, with what is known of its texts besides.

That is how files of tokens cut them, and what those were that have changed.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from store.articles.loading import read_bytes
from store.bundles.bundle import (
    FORMAT,
    MANIFEST,
    WITHOUT_CUTS,
    WITHOUT_TEXTS,
    BundledJournal,
    Manifest,
    text_member,
)
from store.errors import InputError, unreadable
from store.files import Files
from store.frozen import Frozen
from store.ledger.checkpoints import Checkpoints
from store.ledger.journal import JOURNAL
from store.ledger.records import sealed
from store.ledger.scanning import scan
from store.ledger.texts import Texts, is_sha256
from store.library.places import folded, folder_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from store.articles import Story
    from store.ledger.scanning import JournalScan


class Packed(Frozen):
    """A bundle that was made."""

    data: bytes
    manifest: Manifest


def digests(story: Story) -> dict[str, str]:
    """The SHA-256 of each article's file, by its id; without those that cannot be read."""
    found = {}
    for ref in story.articles:
        try:
            found[ref.id] = hashlib.sha256(read_bytes(ref.path)[0]).hexdigest()
        except InputError:
            continue  # said when it is opened
    return found


def pack(story: Story, people: Iterable[str], data: Path | None = None) -> Packed:
    """Make a bundle of the journals of some annotators, also of those that are being written to.

    Args:
        story: The story.
        people: Whose journals.
        data: Where annotations lie, if not beside the articles.

    Raises:
        InputError: A journal is not there, cannot be read, or is damaged.
    """
    files, journals = Files(), []
    contents: dict[str, bytes] = {}
    here = digests(story)
    by_name: dict[str, str] = {}
    for who in people:
        if (other := by_name.setdefault(folded(who), who)) != who:
            reason = f"{other!a} and {who!a} are one name on some machines, so not in one bundle"
            raise InputError(f"{reason}; name one with {{option:annotator}}", path=story.root)
        folder = folder_of(story, who, data)
        whole, reading = _read_journal(folder, who, files)
        cuts, texts = _cuts(folder, files), _old_texts(folder, set(here.values()), files)
        sizes = {sha256: len(text) for sha256, text in texts.items()}
        journal = BundledJournal(who, reading.last, len(whole), reading.chain, len(cuts), sizes)
        journals.append(journal)
        contents[journal.member] = whole
        if cuts:
            contents[journal.cuts_member] = cuts
        contents |= {text_member(sha256): text for sha256, text in texts.items()}
    has_cuts = any(each.cuts for each in journals)
    has_texts = any(each.texts for each in journals)
    version = FORMAT if has_texts else WITHOUT_TEXTS if has_cuts else WITHOUT_CUTS
    manifest = Manifest(story.name, here, tuple(journals), version)
    said = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    return Packed(_zipped({MANIFEST: said} | contents), manifest)


def _read_journal(folder: Path, annotator: str, files: Files) -> tuple[bytes, JournalScan]:
    """A journal up to the end of its last whole line, and what it holds.

    Raises:
        InputError: It is not there, cannot be read, or is damaged.
    """
    path = folder / JOURNAL
    try:
        contained = Checkpoints(folder, files).read_state().offset  # first, as it grows
        held = files.read(path)
    except FileNotFoundError as error:
        raise InputError(f"{annotator} has annotated nothing here", path=folder) from error
    except OSError as error:
        raise InputError(unreadable(error), path=path) from error
    reading = scan(held, 0, None)
    whole = held[: len(held) - reading.torn]
    is_cut = len(whole) < contained
    if reading.damages or reading.is_newer or not reading.chain or is_cut:
        reason = "it is damaged; mend it first with sidelight check and {option:repair}"
        raise InputError(reason, path=path)
    return whole, reading


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip file, in which nothing has a time: of the same contents it has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def _cuts(folder: Path, files: Files) -> bytes:
    """How files of tokens cut texts, a line each; without those that are damaged."""
    texts = Texts(folder, files)
    found = ((sha256, texts.cut(sha256)) for sha256 in sorted(filter(is_sha256, texts.cuts())))
    return b"".join(f"{sha256} ".encode() + sealed(cut) for sha256, cut in found if cut)


def _old_texts(folder: Path, here: Collection[str], files: Files) -> dict[str, bytes]:
    """The texts in which annotations were made and which no article has any more.

    Without those that are damaged, or cannot be read: without them annotations wait.
    """
    texts = Texts(folder, files)
    found: dict[str, bytes] = {}
    for sha256 in sorted(filter(is_sha256, texts.hashes())):
        if sha256 not in here:
            with suppress(InputError, OSError):
                found[sha256] = texts.read(sha256) or b""
    return found
