"""How a ledger stands: what the person is told of it, and whether it may be written to."""

from __future__ import annotations

import msgspec

from store.errors import ReadOnlyError
from store.ledger.lock import Holder
from store.notices import Notices


class LedgerStatus(msgspec.Struct):
    """What is known of the keeping of annotations; made and changed by the ledger alone."""

    read_only: str = ""
    """Why nothing can be written, as a sentence; empty if it can."""
    holder: Holder | None = None
    """Who has the folder open for writing, if it is not us."""
    notices: Notices = msgspec.field(default_factory=Notices)
    """What the person should know, as sentences."""
    trouble: str = ""
    """What is wrong with writing now, as a sentence."""
    saved_at: float | None = None
    """When the last edit was on the disk, on the `time.monotonic` clock in seconds."""
    conflicts: int = 0
    """How many things two histories say differently wait for a person to settle them."""
    is_newer: bool = False
    """Whether some of it is of a format that we do not know."""

    @property
    def refusal(self) -> str:
        """What is said to who would change something; empty if it can be changed."""
        return f"{self.read_only}; nothing was changed" if self.read_only else ""

    def make_sure(self) -> None:
        """Make sure that something can be changed; raises ReadOnlyError."""
        if self.read_only:
            raise ReadOnlyError(self.refusal)

    def forbid(self, reason: str) -> None:
        """Let nothing be written, and say why."""
        self.read_only = self.read_only or reason
        self.notices.add(reason)

    def forbid_newer(self) -> None:
        """Let nothing be written, as some of it is of a format that we do not know."""
        if not self.is_newer:
            self.is_newer = True
            self.forbid(
                "The story was written by a newer Sidelight; what can be understood of it is shown "
                "to read, and it can be edited with that one"
            )

    def fail(self, trouble: str) -> None:
        """Let nothing be written until it is opened again, as something went wrong."""
        self.trouble = self.read_only = trouble
