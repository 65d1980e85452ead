"""What the columns of a file of tokens have in them: words, numbers, tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from store.formats.tagging import OUTSIDE, is_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCSTART: Final = "-DOCSTART-"
"""What a line between two articles begins with."""
SPACES: Final = regex.compile(" +")
"""What parts columns where there are no tabs."""
_CHUNKS: Final = frozenset(
    {"NP", "VP", "PP", "ADJP", "ADVP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"}
)
"""Labels of phrases, whose tags stand beside those of names."""


def cells_of(line: str) -> list[str]:
    """The cells of a line, parted by tabs or else by spaces."""
    cells = line.split("\t") if "\t" in line else SPACES.split(line)
    return [cell.strip(" ") for cell in cells]


@dataclass(frozen=True, slots=True)
class TokenColumns:
    """What is in the columns of a file, as its first lines show."""

    word: int = 0
    """Which has the words; those before it have numbers."""
    tags: tuple[int, ...] = (-1,)
    """Which have tags; nested names have several."""

    @classmethod
    def of(cls, lines: Sequence[Sequence[str]]) -> TokenColumns:
        """Those of lines, of which empty ones stand between sentences."""
        sentences: list[list[Sequence[str]]] = [[]]
        for cells in lines:
            if len(cells) > 1 and not cells[0].startswith((DOCSTART, "#")):
                sentences[-1].append(cells)
            elif sentences[-1]:
                sentences.append([])
        rows = [cells for sentence in sentences for cells in sentence]
        count = len(rows[0]) if rows else 0
        if count < 3 or any(len(cells) != count for cells in rows):
            return cls()
        numbers = [[cells[0] for cells in sentence] for sentence in sentences]
        is_numbered = len(rows) > 1 and any(
            all(said == [str(n + base) for n in range(len(said))] for said in numbers)
            for base in (0, 1)
        )
        word = 1 if is_numbered else 0
        tagged = [n for n in range(word + 1, count - 1) if _is_layer([c[n] for c in rows])]
        return cls(word, (*tagged, count - 1)) if tagged or word else cls()


def _is_layer(column: Sequence[str]) -> bool:
    """Whether a column has the tags of names; those of chunks, as in CoNLL-2003, are grammar."""
    labels = {tag[2:] for tag in column if tag != OUTSIDE}
    return bool(labels - _CHUNKS) and all(map(is_tag, column))
