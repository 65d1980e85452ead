"""Recognise articles whose files have other names now, by their content."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Protocol

from store.articles.loading import LOADERS, read_bytes
from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from store.articles.model import ArticleRef, Story


class KeptTexts(Protocol):
    """The copies of articles as they were annotated."""

    def has(self, sha256: str) -> bool:
        """Whether there is a copy of a file with that SHA-256."""

    def sizes(self) -> set[int]:
        """How long the copied files are, in bytes."""


def find_renames(
    story: Story,
    annotated: Collection[str],
    sha256_of: Callable[[str], str],
    kept: KeptTexts,
) -> list[tuple[str, str]]:
    """Which annotated articles that are missing are in the story under another name.

    An article is taken for another only if its file is the same byte for byte, and if neither the
    missing nor the present one has a twin.

    Args:
        story: What was opened.
        annotated: The ids of the articles that have been annotated.
        sha256_of: Gives the SHA-256 of a missing article's file as it was annotated; empty if it
            has no annotations.
        kept: The copies of articles as they were annotated.

    Returns:
        Pairs of old and new id.
    """
    missing = [name for name in annotated if story.ref(name) is None and not _is_there(story, name)]
    new = [ref for ref in story.articles if ref.id not in annotated]
    if not missing or not new:
        return []
    found: dict[str, list[str]] = {}
    for ref, sha256 in _known_texts(new, kept):
        found.setdefault(sha256, []).append(ref.id)
    if not found:
        return []
    lost: dict[str, list[str]] = {}
    for name in missing:
        lost.setdefault(sha256_of(name), []).append(name)
    return sorted(
        (lost[sha256][0], names[0])
        for sha256, names in found.items()
        if len(names) == 1 and len(lost.get(sha256, ())) == 1
    )


def _is_there(story: Story, article_id: str) -> bool:
    """Whether an article's file is where it was, though it was not opened."""
    if article_id.startswith("/") or ".." in article_id.split("/"):
        return False
    return any((story.root / f"{article_id}{ending}").exists() for ending in ("", *LOADERS))


def _known_texts(refs: Iterable[ArticleRef], kept: KeptTexts) -> list[tuple[ArticleRef, str]]:
    """Those whose file is one that was annotated, with its SHA-256."""
    sizes = kept.sizes()
    found = []
    for ref in refs:
        try:
            # The size is looked at first, so that a large story is not read for it.
            if os.stat(ref.path).st_size not in sizes:
                continue
            sha256 = hashlib.sha256(read_bytes(ref.path)[0]).hexdigest()
        except (OSError, InputError):
            continue
        if kept.has(sha256):
            found.append((ref, sha256))
    return found
