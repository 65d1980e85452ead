"""What is known of one article, by pieces, so that a change costs no more than its surroundings."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.suggest.forms import How, definitions_in
from store.suggest.propagation import Words, pieces_of
from store.suggest.proposals import Proposals
from store.suggest.remembered import is_left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.annotations.collection import Annotations
    from store.suggest.model import Suggestion
    from store.suggest.propagation import Occurrence
    from store.suggest.proposals import Block
    from store.suggest.remembered import Entry, Key, Memory
    from store.text.span import Span


@dataclass(slots=True)
class Piece:
    """A stretch of whole lines of an article."""

    within: Span
    words: Words | None = None
    """None until it has been looked at."""
    ruled: tuple[Suggestion, ...] | None = None
    """What the rules say; None until they have been asked."""
    learned: tuple[Suggestion, ...] = ()
    outside: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    """By the name of a suggester outside the program."""
    searched: int = 0
    """Up to which entry of the memory it has been searched."""
    found: dict[int, tuple[Occurrence, ...]] = field(default_factory=dict)
    """By the number of an entry: where its forms stand."""
    counted: Counter[Key] = field(default_factory=Counter)
    """What of it the memory counts as standing in what has been read."""
    block: Block | None = None
    """What it shows."""
    is_stale: bool = True
    """Whether `block` may not be right any more."""
    is_miscounted: bool = False
    """Whether `counted` may not be."""

    def look(self, text: str, memory: Memory) -> None:
        """Look up its words."""
        self.words = Words.of(text, self.within)
        memory.small |= self.words.small
        memory.define(definitions_in(text[self.within.start : self.within.end]))

    def search(self, memory: Memory) -> bool:
        """Search it for what has become known since it was last searched; whether it was found."""
        if self.words is None:
            return False
        has_found = False
        for number in range(self.searched, len(memory.entries)):
            places: dict[tuple[int, int], Occurrence] = {}
            for form in memory.entries[number].forms:
                for one in self.words.find(form, memory.is_common):
                    places.setdefault((one.start, one.end), one)
            if places:
                self.found[number] = tuple(places.values())
                has_found = True
        self.searched = len(memory.entries)
        self.is_stale |= has_found
        self.is_miscounted |= has_found
        return has_found

    def remembered(self, memory: Memory) -> Iterator[tuple[int, Entry, Occurrence]]:
        """What in it is like what is tagged anywhere now, with the number of the entry."""
        for number, places in self.found.items():
            entry = memory.entries[number]
            if memory.is_wanted(entry.key):
                for one in places:
                    yield number, entry, one

    def count(
        self, memory: Memory, read_up_to: Mapping[str, int], annotations: Annotations
    ) -> set[Key]:
        """Count anew what stands in it, as far as it has been read; the keys that have changed."""
        counts: Counter[Key] = Counter()
        for number, places in self.found.items():
            key = memory.entries[number].key
            for one in places:
                if one.how is How.SAME and one.end <= read_up_to.get(key.label, 0):
                    around = (
                        a.span for a in annotations.overlapping(one.span) if a.label == key.label
                    )
                    counts[key] += is_left_out(one.span, around)
        changed = {
            key for key in counts.keys() | self.counted.keys() if counts[key] != self.counted[key]
        }
        memory.stands.subtract(self.counted)
        memory.stands.update(counts)
        self.counted, self.is_miscounted = counts, False
        return changed


@dataclass(slots=True)
class KnownArticle:
    """An article with what is known of it."""

    id: str
    text: str
    pieces: list[Piece]
    starts: list[int]
    """Where each piece begins."""
    read_up_to: dict[str, int] = field(default_factory=dict)
    """By label: where its last annotation or rejection ends. What stands before that without it was
    left untagged; what comes behind may not have been read yet. A label has its own end, as people
    tag one kind of thing after the other."""
    removed: set[tuple[Span, str]] = field(default_factory=set)
    """What was tagged and removed again since the story was opened."""
    is_shown: bool = False
    """Whether somebody has looked at it."""
    is_asked: bool = False
    """Whether the suggesters outside the program have been asked."""
    edited_at: int = -1
    """The number of the last edit in it; -1 if there was none since the story was opened."""
    shown: Proposals | None = None
    """What its blocks make; None where they have changed since."""
    edited: dict[int, Piece] = field(default_factory=dict)
    """The pieces that edits have touched since what they show was put together, by their ids."""

    @classmethod
    def of(cls, article_id: str, text: str) -> KnownArticle:
        """An article of which nothing is known yet."""
        pieces = [Piece(within) for within in pieces_of(text)]
        return cls(article_id, text, pieces, [piece.within.start for piece in pieces])

    def piece_at(self, offset: int) -> Piece | None:
        """The piece that holds an offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.pieces[index] if self.pieces and index >= 0 else None

    def touching(self, span: Span) -> list[Piece]:
        """The pieces of which something may lie over a span: also the ones beside."""
        first = max(0, bisect_right(self.starts, span.start) - 2)
        last = bisect_right(self.starts, span.end)
        return self.pieces[first : last + 1]

    def by_piece(self, suggestions: Iterable[Suggestion]) -> dict[int, list[Suggestion]]:
        """Suggestions by the number of the piece in which they begin, those that fit the text."""
        found: dict[int, list[Suggestion]] = {}
        for suggestion in suggestions:
            if self.text[suggestion.start : suggestion.end] == suggestion.text:
                index = bisect_right(self.starts, suggestion.start) - 1
                found.setdefault(index, []).append(suggestion)
        return found

    def proposals(self) -> Proposals:
        """What it shows now."""
        if self.shown is None:
            blocks = (piece.block for piece in self.pieces)
            self.shown = Proposals.of_blocks(block for block in blocks if block is not None)
        return self.shown
