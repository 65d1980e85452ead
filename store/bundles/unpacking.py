"""Take the journals of a bundle into a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.bundles.packing import digests
from store.errors import InputError, system_reason
from store.files import Files
from store.frozen import Frozen
from store.ledger.journal import JOURNAL
from store.ledger.taking_in import TakenIn, take_in
from store.ledger.texts import Texts
from store.library.places import check_distinct, folder_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from store.articles import Story
    from store.bundles.bundle import Bundle, BundledJournal


class Unpacked(Frozen):
    """What became of somebody's journal."""

    annotator: str
    taken: TakenIn
    folder: Path
    """Where their work lies."""


def unpack(
    bundle: Bundle,
    story: Story,
    people: Collection[str] = (),
    data: Path | None = None,
) -> Iterator[Unpacked]:
    """Take the journals of a bundle into a story, one after the other; all are checked first.

    Args:
        bundle: The bundle.
        story: The story.
        people: Whose journals; all that are in it if not given.
        data: Where annotations lie, if not beside the articles.

    Raises:
        InputError: It is of another story, a journal in it is damaged, or one cannot be taken in;
            those before it were.
    """
    files = Files()
    there = {each.annotator: each for each in bundle.manifest.journals}
    if strange := sorted(set(people) - set(there)):
        reason = f"there is no journal of {', '.join(strange)} in it; nothing was taken from it"
        raise InputError(reason, path=bundle.path)
    wanted = [each for who, each in there.items() if not people or who in people]
    for each in there.values():
        bundle.journal(each)  # a bundle of which a part is damaged is not trusted in the rest
        bundle.cuts(each)
        for text in each.texts.items():
            bundle.text(*text)
    _check_story(bundle, story, data, files)
    for each in wanted:
        check_distinct(folder_of(story, each.annotator, data))
    for each in wanted:
        folder = folder_of(story, each.annotator, data)
        taken = take_in(folder, bundle.journal(each), files)
        _keep_texts(bundle, each, folder, files)
        yield Unpacked(each.annotator, taken, folder)


def _keep_texts(bundle: Bundle, each: BundledJournal, folder: Path, files: Files) -> None:
    """Keep what texts were and how they are cut, where that is not known yet."""
    texts = Texts(folder, files)
    try:
        for sha256, length in each.texts.items():
            texts.keep(bundle.text(sha256, length))
        for sha256, cut in bundle.cuts(each).items():
            if texts.cut(sha256) is None:
                texts.keep_cut(sha256, cut)
    except OSError as error:
        reason = f"older texts could not be kept: {system_reason(error)}; do it again"
        raise InputError(reason, path=folder) from error


def other_texts(bundle: Bundle, story: Story) -> tuple[list[str], list[str]]:
    """The ids of the articles that have another text in a story than where a bundle was made, and
    of those that it lacks; one that has only another name here is neither."""
    here = digests(story)
    texts = set(here.values())
    others = [each for each, found in bundle.manifest.articles.items() if found not in texts]
    return [each for each in others if each in here], [each for each in others if each not in here]


def _check_story(bundle: Bundle, story: Story, data: Path | None, files: Files) -> None:
    """Refuse a bundle of another story: of which neither an article nor a journal is as here."""
    here = set(digests(story).values())
    if here & set(bundle.manifest.articles.values()):
        return
    for each in bundle.manifest.journals:
        if _has_begun_alike(bundle, each, folder_of(story, each.annotator, data), files):
            return
    raise InputError(
        f"it is of another story, {bundle.manifest.story!r}: no article of it is in "
        f"{story.name!r}; nothing was taken from it",
        path=bundle.path,
    )


def _has_begun_alike(bundle: Bundle, journal: BundledJournal, folder: Path, files: Files) -> bool:
    """Whether a journal of a bundle has its first line in common with the one that is there."""
    path = folder / JOURNAL
    if not files.exists(path):
        return False
    first = bundle.journal(journal).partition(b"\n")[0]
    return bool(first) and files.read_line(path, 0) == first
