"""What a format is and what it can hold; what is lost when something else is put into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.wording import counted, singular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from store.formats.offsets import Unit
    from store.formats.rows import ArticleRow, Placed
    from store.formats.source import Source
    from store.formats.target import Target

    Reader: TypeAlias = Callable[[Source], Iterator[Placed]]
    """Reads one article after the other; says what it leaves out to the source."""
    Writer: TypeAlias = Callable[[Iterator[ArticleRow], Target], None]
    """Writes articles as they come; says what it leaves out to the target."""


class Feature(StrEnum):
    """Something that a format may have a place for; the value is how people call it."""

    OVERLAPS = "overlapping spans"
    SUBTOKEN = "spans off token boundaries"
    DISCONTINUOUS = "discontinuous spans"
    RELATIONS = "relations"
    CROSSING = "relations between articles"
    CLUSTERS = "clusters"
    NOTES = "notes"
    ATTRIBUTES = "attributes"
    OFFSETS = "character offsets"
    TEXT = "the text of articles"
    IDS = "ids"
    ORIGINS = "origins and times"


CONTENT: Final = frozenset(Feature) - {Feature.IDS, Feature.ORIGINS}
"""What `--strict` refuses to lose. Ids and times are made anew where they are missing."""
EVERYTHING: Final = frozenset(Feature)


class Overlaps(StrEnum):
    """Which of two spans stays where a format has no place for both."""

    LONGEST = "longest"
    SHORTEST = "shortest"


class Alignment(StrEnum):
    """What becomes of a span that does not begin and end with tokens (the names are spaCy's)."""

    CONTRACT = "contract"
    """Only the tokens that lie whole within it."""
    EXPAND = "expand"
    """All tokens of which it holds a part."""
    REFUSE = "refuse"
    """Nothing is written."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: one module has its reader and its writer, and one of these, named `FORMAT`."""

    name: str
    """As `--format` takes it."""
    title: str
    """What it is called, and by whom it is used."""
    holds: frozenset[Feature]
    reads: Reader | None = None
    writes: Writer | None = None
    endings: tuple[str, ...] = ()
    """Of file names, the usual one first, with their points."""
    is_folder: bool = False
    """Whether a dataset is a folder of files, not one file."""
    is_text: bool = True
    """Whether it can be shown on a terminal."""
    extra: str = ""
    """The optional extra of the package that it needs; empty for none."""
    units: frozenset[Unit] = frozenset()
    """What offsets can be written in; empty where the format knows only one unit, or has no room
    to say which it is."""
    needs_text: bool = True
    """Whether it makes no sense without the texts of the articles."""
    looks_like: Callable[[bytes, str], float] | None = None
    """How sure it is, from 0 to 1, that a file is of this format, by its first records with what is
    long in them shortened (`beginning_of`), and its name. A folder's name ends with a slash, and in
    the place of records stand the names of what is in it, a line each."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format had no place for."""

    feature: Feature | str
    """What it is, or in words what else was left out."""
    count: int
    example: str = ""
    """The first of them, as a person can find it."""

    def __str__(self) -> str:
        example = f", such as {self.example}" if self.example else ""
        what = singular(self.feature) if self.count == 1 else self.feature
        return f"{self.count:,} {what}{example}"


@dataclass(slots=True)
class Losses:
    """What was left out so far."""

    found: dict[str, Loss] = field(default_factory=dict)
    """By what it is."""
    changed: dict[str, Loss] = field(default_factory=dict)
    """What was not left out, but is not quite the same: spans moved to the ends of tokens."""

    def lose(self, feature: Feature | str, count: int = 1, example: str = "") -> None:
        """Take note that something was left out."""
        _add(self.found, feature, count, example)

    def change(self, feature: Feature | str, count: int = 1, example: str = "") -> None:
        """Take note that something was changed to fit."""
        _add(self.changed, feature, count, example)

    def add(self, other: Losses) -> None:
        """Take note of all that was noted elsewhere."""
        for loss in other.found.values():
            self.lose(loss.feature, loss.count, loss.example)
        for loss in other.changed.values():
            self.change(loss.feature, loss.count, loss.example)

    @property
    def content(self) -> list[Loss]:
        """What is a loss to those who use the annotations: all but ids and times."""
        kept = (Feature.IDS, Feature.ORIGINS)
        lost = [loss for loss in self.found.values() if loss.feature not in kept]
        return [*lost, *self.changed.values()]

    def sentences(self, format_name: str) -> list[str]:
        """What was left out, a sentence each; none if nothing was."""
        lost = [f"left out, as {format_name} has no place for it: {loss}" for loss in self._lost()]
        return [*lost, *(f"changed to fit {format_name}: {each}" for each in self.changed.values())]

    def _lost(self) -> list[Loss]:
        return list(self.found.values())

    def as_json(self) -> dict[str, object]:
        """The same for a script."""
        return {
            kind: [
                {"what": str(loss.feature), "count": loss.count, "example": loss.example}
                for loss in losses.values()
            ]
            for kind, losses in (("lost", self.found), ("changed", self.changed))
        }

    def __str__(self) -> str:
        return "; ".join(map(str, self.content)) or f"{counted(0, 'thing')} left out"


def _add(losses: dict[str, Loss], feature: Feature | str, count: int, example: str) -> None:
    if not count:
        return
    known = losses.get(feature)
    if known is None:
        losses[feature] = Loss(feature, count, example)
    else:
        losses[feature] = Loss(feature, known.count + count, known.example or example)
