"""What was last done on the screen and goes on: one value, which the screen keeps and shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from msgspec.structs import replace

from store.frozen import Frozen
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from textual import events

    from store.annotations.model import Annotation
    from store.suggest.model import Suggestion
    from tui.jumping import Jump
    from tui.search import Search
    from tui.view import View

_BY_HABIT: Final = 1.5
"""Seconds in which a `q` after a `:` may be the habit of `:q`."""


class LongWork(Protocol):
    """Work of a command that lasts; keys are given to it meanwhile."""

    def take(self, event: events.Key, /) -> None:
        """Take a key that was pressed while it lasts."""


class Session(Frozen):
    """What commands remember for the commands after them; each change gives another session.

    It is about everything on the screen. What is about one article in one pane is a `View`.
    """

    last_label: str = ""
    """What was last tagged with."""
    last_proposed: Annotation | None = None
    """What was last tagged so as to propose the same elsewhere, until that is answered."""
    last_replaced: str = ""
    """The label that it had until then: annotations of the same text that still have it are meant
    as well."""
    left_elsewhere: tuple[tuple[str, Suggestion | Annotation], ...] = ()
    """Of a kind of which those in sight were answered just now, the others, with their articles."""
    accepts_elsewhere: bool = True
    """Whether they were accepted; else rejected."""
    jump: Jump | None = None
    """The jump labels that are shown, if any."""
    search: Search | None = None
    """The search that is lit, if any."""
    is_search_typed: bool = False
    """Whether the line is open in which a search is typed."""
    leaving_after: str = ""
    """What was shortened by the `:` of a `:q`, while it is asked what was meant."""
    last_shortened: str = ""
    """What the last key has shortened by a word; empty if it has not."""
    shortened_at: float = 0.0
    """When that was, in seconds of the monotonic clock."""
    work: LongWork | None = None
    """Long work of a command, while it lasts: its keys wait."""

    def labelled(self, label: str) -> Session:
        """The session after something was tagged."""
        return replace(self, last_label=label)

    def proposing(self, annotation: Annotation | None, replaced: str = "") -> Session:
        """The session after an annotation was proposed elsewhere, or once that is answered.

        Args:
            annotation: What was tagged, or relabelled; none where nothing is to be answered.
            replaced: The label that it had before, if it was relabelled.
        """
        return replace(self, last_proposed=annotation, last_replaced=replaced, left_elsewhere=())

    def leaving_elsewhere(
        self, others: tuple[tuple[str, Suggestion | Annotation], ...], *, accepts: bool
    ) -> Session:
        """The session after those of a kind that were in sight were answered, and others were not.

        Args:
            others: With the ids of their articles; the same key answers them too.
            accepts: Whether the answer was that they are right.
        """
        return replace(self.proposing(None), left_elsewhere=others, accepts_elsewhere=accepts)

    def jumping(self, jump: Jump | None) -> Session:
        """The session with other jump labels on the screen, or none."""
        return replace(self, jump=jump)

    def searching(self, search: Search | None) -> Session:
        """The session with another search lit, or none."""
        return replace(self, search=search)

    def typing_search(self, *, is_open: bool) -> Session:
        """The session after the line was opened in which a search is typed, or closed."""
        return replace(self, is_search_typed=is_open)

    def leaving(self, text: str) -> Session:
        """The session while it is asked what `:q` meant, or with an empty text no more."""
        return replace(self, leaving_after=text)

    def shortened(self, text: str, at: float) -> Session:
        """The session after a key has shortened a text, at a time of the monotonic clock."""
        return replace(self, last_shortened=text, shortened_at=at)

    def busy_with(self, work: LongWork | None) -> Session:
        """The session while long work lasts, or after it."""
        return replace(self, work=work)

    def just_shortened(self, now: float) -> str:
        """What was shortened so short a time ago that a `q` may belong to it; empty if nothing."""
        return self.last_shortened if now - self.shortened_at < _BY_HABIT else ""

    def modes(self, view: View, base: tuple[Mode, ...]) -> tuple[Mode, ...]:
        """What the keys mean now, and where they mean nothing so, what they mean then.

        Args:
            view: Of the pane that the keys go to.
            base: What they mean as long as nothing else has been begun.
        """
        mode = self.mode(view)
        if mode is Mode.RESIZING:
            return (mode,)
        return base if mode is Mode.READING else (mode, *base)

    def mode(self, view: View) -> Mode:
        """What the keys mean now, with the view of the pane that they go to."""
        if self.leaving_after:
            return Mode.LEAVING
        if view.resizing is not None:
            return Mode.RESIZING
        return Mode.JUMPING if self.jump and not self.jump.is_waiting else Mode.READING
