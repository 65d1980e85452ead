"""What is known of one article, by blocks, so that a change costs no more than its surroundings."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.suggest.proposals import Proposals
from store.suggest.tagged.forms import How, definitions_in
from store.suggest.tagged.tagged_phrases import is_left_out
from store.suggest.tagged.word_index import WordIndex, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.annotations.collection import Annotations
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Run
    from store.suggest.tagged.tagged_phrases import PhraseKey, TaggedPhrase, TaggedPhrases
    from store.suggest.tagged.word_index import FoundForm
    from store.text.span import Span


@dataclass(slots=True)
class Block:
    """A stretch of whole lines of an article."""

    within: Span
    words: WordIndex | None = None
    """None until it has been looked at."""
    ruled: tuple[Suggestion, ...] | None = None
    """What the rules say; None until they have been asked."""
    learned: tuple[Suggestion, ...] = ()
    outside: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    """By the name of a suggester outside the program."""
    searched: int = 0
    """Up to which entry of the memory it has been searched."""
    found: dict[int, tuple[FoundForm, ...]] = field(default_factory=dict)
    """By the number of an entry: where its forms stand."""
    counted: Counter[PhraseKey] = field(default_factory=Counter)
    """What of it the memory counts as standing in what has been read."""
    run: Run | None = None
    """What it shows."""
    is_stale: bool = True
    """Whether `run` may not be right any more."""
    is_miscounted: bool = False
    """Whether `counted` may not be."""

    def look(self, text: str, memory: TaggedPhrases) -> None:
        """Look up its words."""
        self.words = WordIndex.of(text, self.within)
        memory.small |= self.words.small
        memory.define(definitions_in(text[self.within.start : self.within.end]))

    def search(self, memory: TaggedPhrases) -> bool:
        """Search it for what has become known since it was last searched; whether it was found."""
        if self.words is None:
            return False
        has_found = False
        for number in range(self.searched, len(memory.entries)):
            places: dict[tuple[int, int], FoundForm] = {}
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

    def remembered(self, memory: TaggedPhrases) -> Iterator[tuple[int, TaggedPhrase, FoundForm]]:
        """What in it is like what is tagged anywhere now, with the number of the entry."""
        for number, places in self.found.items():
            entry = memory.entries[number]
            if memory.is_wanted(entry.key):
                for one in places:
                    yield number, entry, one

    def count(
        self, memory: TaggedPhrases, read_up_to: Mapping[str, int], annotations: Annotations
    ) -> set[PhraseKey]:
        """Count anew what stands in it, as far as it has been read; the keys that have changed."""
        counts: Counter[PhraseKey] = Counter()
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
    blocks: list[Block]
    starts: list[int]
    """Where each block begins."""
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
    edited: dict[int, Block] = field(default_factory=dict)
    """The blocks that edits have touched since what they show was put together, by their ids."""

    @classmethod
    def of(cls, article_id: str, text: str) -> KnownArticle:
        """An article of which nothing is known yet."""
        blocks = [Block(within) for within in blocks_of(text)]
        return cls(article_id, text, blocks, [block.within.start for block in blocks])

    def piece_at(self, offset: int) -> Block | None:
        """The block that holds an offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.blocks[index] if self.blocks and index >= 0 else None

    def touching(self, span: Span) -> list[Block]:
        """The blocks of which something may lie over a span: also the ones beside."""
        first = max(0, bisect_right(self.starts, span.start) - 2)
        last = bisect_right(self.starts, span.end)
        return self.blocks[first : last + 1]

    def by_block(self, suggestions: Iterable[Suggestion]) -> dict[int, list[Suggestion]]:
        """Suggestions by the number of the block in which they begin, those that fit the text."""
        found: dict[int, list[Suggestion]] = {}
        for suggestion in suggestions:
            if self.text[suggestion.start : suggestion.end] == suggestion.text:
                index = bisect_right(self.starts, suggestion.start) - 1
                found.setdefault(index, []).append(suggestion)
        return found

    def proposals(self) -> Proposals:
        """What it shows now."""
        if self.shown is None:
            blocks = (block.run for block in self.blocks)
            self.shown = Proposals.of_blocks(run for run in blocks if run is not None)
        return self.shown
