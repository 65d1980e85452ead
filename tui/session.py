"""What was last done on the screen and goes on: one value, which the screen keeps and shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from msgspec.structs import replace

from store.frozen import Frozen
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from textual import events

    from store.across.attribution_offers import AttributionOffer
    from store.across.twin_offers import TwinOffer
    from store.annotations.model import Annotation
    from store.search import Query
    from store.suggest.model import Suggestion
    from store.text.span import Span
    from tui.aligned import AcrossMarks, Aligned, LitShared
    from tui.jumping import Jump
    from tui.search import Search
    from tui.tied import Followed, LitEnds
    from tui.tying import Tying
    from tui.view import View

_MOST_LEAPS: Final = 99
_MOST_SEARCHES: Final = 50
_BY_HABIT: Final = 1.5
"""Seconds in which a `q` after a `:` may be the habit of `:q`."""


class LongWork(Protocol):
    """Work of a command that lasts; keys are given to it meanwhile."""

    def take(self, event: events.Key, /) -> None:
        """Take a key that was pressed while it lasts."""


class LeapPlace(Frozen):
    """Where a caret was."""

    article: str
    """The article's id."""
    offset: int
    """In code points."""


class Guideline(Frozen):
    """Which label's guideline is shown: that of what is meant, until another is asked for."""

    meant: str
    """The label that was meant when it was asked for."""
    label: str
    """The label whose guideline it is then."""

    def label_for(self, meant: str) -> str:
        """The label whose guideline is shown while a label is meant."""
        return self.label if meant == self.meant else meant


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
    tying: Tying | None = None
    """The tie that is made, if one is."""
    lit: LitEnds | None = None
    """What is tied to what is meant, and named below the panes."""
    followed: Followed | None = None
    """The ends of a tie that are gone through, while they are."""
    offered_tie: AttributionOffer | TwinOffer | None = None
    """Who said what was just tagged, or which claims have the same words, until the next key."""
    aligned: Aligned | None = None
    """What of the other articles was brought beside what is read, if anything was."""
    shared: LitShared | None = None
    """What the articles share, while it is marked."""
    search: Search | None = None
    """The search that is lit, if any."""
    searched: tuple[Query, ...] = ()
    """What was searched for, the last one last, each once."""
    guideline: Guideline | None = None
    """The guideline that is shown, if any."""
    is_search_typed: bool = False
    """Whether the line is open in which a search is typed."""
    leaving_after: str = ""
    """What was shortened by the `:` of a `:q`, while it is asked what was meant."""
    last_shortened: str = ""
    """What the last key has shortened by a word; empty if it has not."""
    shortened_at: float = 0.0
    """When that was, in seconds of the monotonic clock."""
    leaps: tuple[LeapPlace, ...] = ()
    """Where one was before each leap, the last one last."""
    landed: LeapPlace | None = None
    """Where the last leap has led: one from there goes on with it."""
    work: LongWork | None = None
    """Long work of a command, while it lasts: its keys wait."""

    def matches_in(self, article_id: str) -> list[Span]:
        """The matches of the search that is lit in an article."""
        return self.search.results.get(article_id, []) if self.search is not None else []

    @property
    def alone(self) -> Session:
        """The session with nothing of other articles brought or marked."""
        return replace(self, aligned=None, shared=None)

    def across_in(self, article_id: str) -> tuple[AcrossMarks | None, str]:
        """What is marked in an article because of others, and what is said over it."""
        if self.aligned is None and self.shared is None:
            return None, ""
        from tui.aligned import AcrossMarks  # read where something is marked

        brought, said = None, ""
        if self.aligned is not None:
            brought = self.aligned.brought_in(article_id)
            said = self.aligned.said_over(article_id)
        shared = self.shared.marks.get(article_id, ()) if self.shared is not None else ()
        return AcrossMarks(brought, shared), said

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

    def tying_with(self, tying: Tying | None) -> Session:
        """The session with another tie being made, or none."""
        return replace(self, tying=tying)

    def lighting(self, lit: LitEnds | None) -> Session:
        """The session with other ends lit, or none."""
        return replace(self, lit=lit)

    def following(self, followed: Followed | None) -> Session:
        """The session while the ends of a tie are gone through, or after that."""
        return replace(self, followed=followed)

    def offering_tie(self, offer: AttributionOffer | TwinOffer | None) -> Session:
        """The session with another tie offered, or none."""
        return replace(self, offered_tie=offer)

    def aligning(self, aligned: Aligned | None) -> Session:
        """The session with something else of the other articles beside what is read, or nothing."""
        return replace(self, aligned=aligned)

    def marking_shared(self, shared: LitShared | None) -> Session:
        """The session with what articles share marked, or not."""
        return replace(self, shared=shared)

    def searching(self, search: Search | None) -> Session:
        """The session with another search lit, or none."""
        return replace(self, search=search)

    def remembering(self, query: Query) -> Session:
        """The session after somebody went to a match: it can be searched for again."""
        others = (each for each in self.searched if each != query)
        return replace(self, searched=(*others, query)[-_MOST_SEARCHES:])

    def typing_search(self, *, is_open: bool) -> Session:
        """The session after the line was opened in which a search is typed, or closed."""
        return replace(self, is_search_typed=is_open)

    def reading_guideline(self, guideline: Guideline | None) -> Session:
        """The session with another guideline on the screen, or none."""
        return replace(self, guideline=guideline)

    def leapt(self, start: LeapPlace, end: LeapPlace) -> Session:
        """The session after a leap; several in a row are one, to be gone back from."""
        goes_on = start == self.landed or start == end
        leaps = self.leaps if goes_on else (*self.leaps[-_MOST_LEAPS:], start)
        return replace(self, leaps=leaps, landed=end)

    def gone_back(self) -> Session:
        """The session after going back to where the last leap began."""
        return replace(self, leaps=self.leaps[:-1], landed=None)

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
        if self.tying is not None:
            return Mode.TYING
        return Mode.JUMPING if self.jump and not self.jump.is_waiting else Mode.READING
