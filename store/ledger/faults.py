"""What may be wrong in an annotator's folder, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What sort of thing is wrong."""

    DAMAGED = "damaged"
    """The bytes are not what was written, or are not there."""
    EDITED = "changed by hand"
    """It can be read, but it is not what was written."""
    MERGED = "merged by git"
    """It holds the marks of a conflict, or two histories in one."""
    NEWER = "newer"
    """It is of a format that we do not know."""
    LEFT_OVER = "left over"
    """It does no harm and can go."""
    LOOSE = "loose end"
    """A relation or cluster names an annotation that is not there."""
    RESCUED = "kept beside"
    """Edits that the journal lacks, as it was another file when they were made."""
    STRANGE = "no file"
    """Something else than a file stands in the place of one: nothing that could be mended."""
    ARTICLE = "article"
    """Something between the annotations and the articles; nothing for a repair."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be."""

    file: str
    """Its path within the annotator's folder, or the article's file name."""
    kind: FaultKind
    what: str
    """What is wrong and, where it matters, what to do; a clause."""

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"

    @property
    def is_bad(self) -> bool:
        """Whether something is wrong, and not only untidy."""
        return self.kind is not FaultKind.LEFT_OVER

    @property
    def is_for_repair(self) -> bool:
        """Whether a repair has something to do with it."""
        return self.kind not in (FaultKind.NEWER, FaultKind.STRANGE, FaultKind.ARTICLE)
