"""What of other articles stands beside what is read: passages brought there, and shared ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.across.alignment import AlignedPassage, AskedPassage
    from store.across.story_passages import StoryPassage
    from store.text.span import Span


class SharedMark(Frozen):
    """A shared passage in an article, as it is drawn."""

    span: Span
    sign: str
    """What stands beside its rows."""


class AcrossMarks(Frozen):
    """What is marked in an article because of others."""

    brought: Span | None = None
    """The passage that is most like what is read in another pane."""
    shared: tuple[SharedMark, ...] = ()

    def sign(self, row: Span) -> str:
        """What stands beside a row; empty where nothing does."""
        if self.brought is not None and self.brought.overlaps(row):
            return BROUGHT_SIGN
        return next((mark.sign for mark in self.shared if mark.span.overlaps(row)), "")


BROUGHT_SIGN: Final = ">"


class Brought(Frozen):
    """The passages that may stand in one pane, or where there is but one pane, be gone to."""

    found: tuple[AlignedPassage, ...]
    """Those that are alike, the surest first."""
    at: int = 0
    """Which of them it is."""

    @property
    def passage(self) -> AlignedPassage | None:
        """The one that stands there; none where nothing is alike."""
        return self.found[self.at] if self.found else None

    @property
    def next(self) -> Brought:
        """The passages with the next best in sight; behind the last comes the first."""
        return replace(self, at=(self.at + 1) % max(1, len(self.found)))

    @property
    def words(self) -> str:
        """How sure it is, and which of how many."""
        if self.passage is None:
            return "nothing like it here"
        many = f" · {self.at + 1} of {len(self.found)}" if len(self.found) > 1 else ""
        return f"{self.passage.level}{many}"


class Aligned(Frozen):
    """What is read, and what of the other articles was brought beside it."""

    asked: AskedPassage
    brought: Mapping[str, Brought]
    """By the article of the pane; by "" where there is but one pane."""
    tops: Mapping[str, int]
    """By article where its first row began before, in code points."""
    goes_on: bool = False
    """Whether the panes move together while one reads on."""
    is_waiting: bool = False
    """Whether they will in a moment."""

    @property
    def next(self) -> Aligned:
        """What is aligned, with the next best passage in each pane."""
        return replace(self, brought={name: each.next for name, each in self.brought.items()})

    def brought_in(self, article_id: str) -> Span | None:
        """The passage that stands in the pane of an article."""
        brought = self.brought.get(article_id)
        passage = brought.passage if brought is not None else None
        return passage.sentence if passage is not None else None

    def said_over(self, article_id: str) -> str:
        """What is said over the pane of an article; empty for nothing."""
        if article_id == self.asked.article:
            return "the others follow" if self.goes_on else ""
        brought = self.brought.get(article_id)
        return brought.words if brought is not None else ""


class LitShared(Frozen):
    """What articles share, while it is marked."""

    passages: Sequence[StoryPassage]
    marks: Mapping[str, tuple[SharedMark, ...]]
    """By article, in the order of the text."""
