"""What is tied to what is meant, as values: what is said of it, and how far one has followed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.frozen import Frozen

if TYPE_CHECKING:
    from store.annotations.model import Mention


_IN_WORDS: Final = {"=": "the same as", "!": "against"}
"""What the signs stand for."""


class LitEnd(Frozen):
    """One thing that what is meant is tied to, as it is said."""

    what: str
    """What it is to that: "said by"."""
    quote: str
    """Its text, or the name of a cluster."""
    where: str = ""
    """How many there are in a cluster, or where one is that is out of sight."""
    other: Mention | None = None
    """Which it is; none for a cluster."""

    @property
    def words(self) -> str:
        """What it is to that, without a sign."""
        return _IN_WORDS.get(self.what, self.what)


class LitEnds(Frozen):
    """All that is tied to what is meant."""

    focus: Mention
    """What is meant."""
    named: tuple[LitEnd, ...]


class Followed(Frozen):
    """The ends of what an annotation is tied to, gone through one after another."""

    start: Mention
    """Where that began."""
    ends: tuple[Mention, ...]
    at: int = 0
    """Which of them one is at."""

    @property
    def here(self) -> Mention:
        """The end that one is at; where it began behind the last."""
        return (*self.ends, self.start)[self.at]

    @property
    def next(self) -> Followed:
        """What comes after it: the next end, and behind the last where it began."""
        return replace(self, at=(self.at + 1) % (len(self.ends) + 1))
