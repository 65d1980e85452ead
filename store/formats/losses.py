"""What is lost, or changed to fit, when annotations are put into a format or read from one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from store.formats.features import GONE, MADE_ANEW, UNPLACED, Feature
from store.wording import singular

_WAITS: Final[dict[str, str]] = {
    UNPLACED: "until it is placed with {key:review}",
    GONE: "until their files come back",
}
"""Why a format is not to blame."""


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
        what: str = self.feature
        if self.count == 1:
            what = "origin and time" if what is Feature.ORIGINS else singular(what)
        return f"{self.count:,} {what}{example}"


@dataclass(slots=True)
class Losses:
    """What was left out so far."""

    found: dict[str, Loss] = field(default_factory=dict)
    """By what it is."""
    changed: dict[str, Loss] = field(default_factory=dict)
    """What was not left out, but is not quite the same: spans moved to the ends of tokens."""
    untagged: dict[str, Loss] = field(default_factory=dict)
    """What the dataset has, though not among its tags, of which a word can have one."""

    def lose(self, feature: Feature | str, example: str = "", count: int = 1) -> None:
        """Take note that something was left out."""
        _add(self.found, feature, count, example)

    def change(self, feature: Feature | str, example: str = "", count: int = 1) -> None:
        """Take note that something was changed to fit."""
        _add(self.changed, feature, count, example)

    def add(self, other: Losses) -> None:
        """Take note of all that was noted elsewhere."""
        for loss in other.found.values():
            self.lose(loss.feature, loss.example, loss.count)
        for loss in other.changed.values():
            self.change(loss.feature, loss.example, loss.count)
        for loss in other.untagged.values():
            _add(self.untagged, loss.feature, loss.count, loss.example)

    def are_untagged(self, unfit: Losses) -> None:
        """Take note that what tags had no place for is in the dataset all the same."""
        for loss in unfit.found.values():
            _add(self.untagged, loss.feature, loss.count, loss.example)

    @property
    def content(self) -> list[Loss]:
        """What is a loss to those who use the annotations: all but ids and times."""
        lost = [loss for loss in self.found.values() if loss.feature not in MADE_ANEW]
        return [*lost, *self.changed.values()]

    def sentences(self, format_name: str) -> list[str]:
        """What was left out, a sentence each; none if nothing was."""
        lost = [
            f"left out, {_WAITS.get(loss.feature, f'as {format_name} has no place for it')}: {loss}"
            for loss in self.found.values()
        ]
        changed = (f"changed to fit {format_name}: {each}" for each in self.changed.values())
        untagged = (
            f"in {format_name}, but not among its tags: {each}" for each in self.untagged.values()
        )
        return [*lost, *changed, *untagged]

    def as_json(self) -> dict[str, object]:
        """What was left out, for a script; `untagged` only where something has no tag."""
        kinds = {"lost": self.found, "changed": self.changed}
        if self.untagged:
            kinds["untagged"] = self.untagged
        return {
            kind: [
                {"what": str(loss.feature), "count": loss.count, "example": loss.example}
                for loss in losses.values()
            ]
            for kind, losses in kinds.items()
        }

    def __str__(self) -> str:
        return "; ".join(map(str, self.content)) or "0 things left out"


def _add(losses: dict[str, Loss], feature: Feature | str, count: int, example: str) -> None:
    if not count:
        return
    known = losses.get(feature)
    if known is None:
        losses[feature] = Loss(feature, count, example)
    else:
        losses[feature] = Loss(feature, known.count + count, known.example or example)
