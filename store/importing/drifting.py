"""Annotations that were made in a slightly different text: where they are in the article."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.importing.arriving import file_of
from store.story.following import reanchored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.annotations.model import Annotation
    from store.articles import Article
    from store.story.following import OldText

_FEW: Final = 0.05
"""Share of annotations that are placed up to which the texts may be two different ones."""
_ALIKE: Final = 0.5
"""Share of the characters of a text, at least, that stand in another version of it too."""
_TELLING: Final = 12
"""Characters in a row, at least, that are the same for a reason: two words or so."""
_BASE32: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Drifted:
    """What became of the annotations of a row."""

    annotations: list[Annotation]
    """In the order given: at their words in the article, or adrift in the text of the row."""
    sha256: str = ""
    """Of a file with the text of the row."""
    data: bytes = b""
    """That file, which is to be kept where some are adrift."""


def find_drift(
    article: Article, annotations: Sequence[Annotation], text: str, old_text: OldText
) -> Drifted | None:
    """Find annotations of another version of an article in the article.

    Only those whose place is certain are placed (see `store.text.anchoring`).

    Args:
        article: As it is in the story.
        annotations: Placed in the other text.
        text: The other text.
        old_text: Gives other texts by the SHA-256 of their files.

    Returns:
        None if it is no version of the same article: hardly anything of it is there.

    Raises:
        InputError: The other text is none that a file could have.
    """
    if _without_line_ends(text) == _without_line_ends(article.text):
        return Drifted(_on_other_line_ends(article.text, annotations, text))
    data = file_of(text)
    sha256 = hashlib.sha256(data).hexdigest()
    edits = reanchored(
        article.id,
        article.text,
        article.sha256,
        annotations,
        sha256,
        lambda wanted: text if wanted == sha256 else old_text(wanted),
    )
    after = {edit.before: edit.after for edit in edits if edit.before and edit.after}
    moved = [after.get(annotation, annotation) for annotation in annotations]
    placed = sum(not annotation.adrift for annotation in moved)
    if placed <= _FEW * len(moved) and _share(text, article.text) < _ALIKE:
        return None
    return Drifted(moved, sha256, data)


def _without_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


def _on_other_line_ends(new: str, annotations: Sequence[Annotation], old: str) -> list[Annotation]:
    """Annotations where a tool has written line ends in another way: nothing to doubt in that."""
    gone = [match.start() for match in re.finditer("\r\n", old)]
    come = [match.start() - number for number, match in enumerate(re.finditer("\r\n", new))]

    def moved(offset: int) -> int:
        plain = offset - bisect_left(gone, offset)
        return plain + bisect_left(come, plain)

    places = [(moved(a.start), moved(a.end)) for a in annotations]
    return [
        replace(annotation, start=start, end=end, text=new[start:end])
        for annotation, (start, end) in zip(annotations, places, strict=True)
    ]


def _share(old: str, new: str) -> float:
    """How much of a text stands in another one, in the same order."""
    from store.text.diff import equal_blocks

    lengths = (block.length for block in equal_blocks(old, new))
    return sum(length for length in lengths if length >= _TELLING) / max(1, len(old))


def stable_id(article_id: str, place: tuple[int, int, str, str]) -> str:
    """An id in the shape of a ULID that the same annotation of the same text always gets.

    So an import that is repeated finds it, also when a person has said where it belongs.

    Args:
        article_id: Of the article.
        place: Start, end, label, and the SHA-256 of the text's file.
    """
    said = "\0".join((article_id, *map(str, place)))
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:16], "big")
    return "".join(_BASE32[number >> (5 * digit) & 31] for digit in range(25, -1, -1))
