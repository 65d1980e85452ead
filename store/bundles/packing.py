"""Put the journals of a story into a bundle, with how files of tokens cut its texts."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import msgspec

from store.articles.loading import read_bytes
from store.bundles.bundle import FORMAT, MANIFEST, WITHOUT_CUTS, BundledJournal, Manifest
from store.errors import InputError, system_reason
from store.files import Files
from store.frozen import Frozen
from store.ledger.checkpoints import Checkpoints
from store.ledger.journal import JOURNAL
from store.ledger.records import sealed
from store.ledger.scanning import scan
from store.ledger.texts import Texts, is_sha256
from store.library.places import folded, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.articles import Story


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
    files, journals, contents = Files(), [], []
    by_name: dict[str, str] = {}
    for who in people:
        if (other := by_name.setdefault(folded(who), who)) != who:
            reason = f"{other!a} and {who!a} are one name on some machines, so not in one bundle"
            raise InputError(f"{reason}; name one with {{option:annotator}}", path=story.root)
        path = folder_of(story, who, data) / JOURNAL
        try:
            contained = Checkpoints(path.parent, files).read_state().offset  # first, as it grows
            held = files.read(path)
        except FileNotFoundError as error:
            raise InputError(f"{who} has annotated nothing here", path=path.parent) from error
        except OSError as error:
            raise InputError(f"it cannot be read: {system_reason(error)}", path=path) from error
        reading = scan(held, 0, None)
        whole = held[: len(held) - reading.torn]
        is_cut = len(whole) < contained
        if reading.damages or reading.is_newer or not reading.chain or is_cut:
            reason = "it is damaged; mend it first with sidelight check and {option:repair}"
            raise InputError(reason, path=path)
        last = reading.entries[-1].record.seq if reading.entries else 0
        cuts = _cuts(path.parent, files)
        journals.append(BundledJournal(who, last, len(whole), reading.chain, len(cuts)))
        contents += [whole, cuts] if cuts else [whole]
    version = FORMAT if any(each.cuts for each in journals) else WITHOUT_CUTS
    manifest = Manifest(story.name, digests(story), tuple(journals), version)
    names = [name for each in journals for name in each.members]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # Of no time: the same journals are the same bytes.
        for name, held in (
            (MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"),
            *zip(names, contents, strict=True),
        ):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, held)
    return Packed(out.getvalue(), manifest)


def _cuts(folder: Path, files: Files) -> bytes:
    """How files of tokens cut texts, a line each; without those that are damaged."""
    texts = Texts(folder, files)
    found = ((sha256, texts.cut(sha256)) for sha256 in sorted(filter(is_sha256, texts.cuts())))
    return b"".join(f"{sha256} ".encode() + sealed(cut) for sha256, cut in found if cut)
