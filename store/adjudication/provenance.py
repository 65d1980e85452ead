"""Where what stands in an adjudicator's work comes from: who had it, who decided, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen

if TYPE_CHECKING:
    from store.annotations.links import Links

PREFIX: Final = "gold_"
"""What the names of attributes that say it begin with."""


class Came(StrEnum):
    """How something came into the gold."""

    AGREED = "agreed"
    """All had it."""
    TAKEN = "taken"
    """Some had it, and it was taken."""
    KEPT = "kept"
    """It was taken, all who had it have removed it since, and it stays."""
    CHANGED = "changed"
    """It was taken, and changed afterwards by the adjudicator."""
    ADDED = "added"
    """It was made by the adjudicator alone."""


class Provenance(Frozen):
    """Where something in the gold comes from."""

    came: Came
    had: tuple[str, ...] = ()
    """Who had what was taken, in alphabetical order."""
    of: tuple[str, ...] = ()
    """Everybody whose work was compared."""
    by: str = ""
    """Who decided."""
    at: str = ""
    """When: UTC, ISO 8601."""
    reason: str = ""
    note: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """What it says as names and values, without what says nothing."""
        told = {
            "decision": self.came,
            "had": ", ".join(self.had),
            "of": ", ".join(self.of),
            "by": self.by,
            "at": self.at,
            "reason": self.reason,
            "note": self.note,
        }
        return {f"{PREFIX}{name}": str(value) for name, value in told.items() if value}


def provenance_of(links: Links, made_id: str, updated: str) -> Provenance:
    """Where an annotation, a relation or a cluster of the gold comes from.

    Args:
        links: All that the adjudicator says of the story as a whole.
        made_id: Its id.
        updated: When it was last changed.
    """
    decision = links.decision_for(made_id)
    if decision is None:
        return Provenance(Came.ADDED)
    of = tuple(seen.who for seen in decision.seen)
    if updated > decision.updated:
        came = Came.CHANGED
    elif not decision.taken:
        came = Came.KEPT
    else:
        came = Came.AGREED if len(decision.taken) == len(of) else Came.TAKEN
    return Provenance(
        came,
        decision.taken,
        of,
        decision.by,
        decision.updated,
        decision.reason,
        decision.note,
    )
