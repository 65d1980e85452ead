"""What is known of one article, by blocks, so that a change costs no more than its surroundings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from store.suggest.proposals import Proposals
from store.suggest.tagged.forms import How, definitions_in
from store.suggest.tagged.tag_counts import is_left_out
from store.suggest.tagged.word_index import WordIndex, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotations.collection import Annotations
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Run
    from store.suggest.tagged.tagged_phrases import PhraseKey, TaggedPhrase, TaggedPhrases
    from store.suggest.tagged.word_index import FoundForm
    from store.text.span import Span


class Why(Enum):
    """Why what is known of some blocks may not be right any more."""

    EDITED = auto()
    """An edit touches them: what they show, and what is counted in them."""
    READ = auto()
    """The article has been read further, or less far: what is counted in them."""
    SUGGESTED = auto()
    """Something else is suggested, or shown, there: what they show."""


@dataclass(slots=True)
class Block:
    """A stretch of whole lines of an article."""

    within: Span
    words: WordIndex | None = None
    """None until it has been looked at."""
    ruled: tuple[Suggestion, ...] | None = None
    """What the rules say; None until they have been asked about all of it."""
    ruled_pieces: list[Suggestion] = field(default_factory=list)
    """What they have said of its beginning."""
    pieces: list[Span] | None = None
    """What they have not been asked about yet, the last piece first."""
    learned: tuple[Suggestion, ...] = ()
    outside: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    """By the name of a suggester outside the program."""
    searched: int = 0
    """Up to which of the tagged phrases it has been searched."""
    found: dict[int, tuple[FoundForm, ...]] = field(default_factory=dict)
    """By the number of a tagged phrase: where its forms stand."""
    counted: Counter[PhraseKey] = field(default_factory=Counter)
    """What of it is counted as standing in what has been read."""
    run: Run | None = None
    """What it shows."""
    is_stale: bool = True
    """Whether `run` may not be right any more."""
    is_miscounted: bool = False
    """Whether `counted` may not be."""

    def invalidate(self, why: Why) -> None:
        """Take note that something may not be right any more."""
        self.is_stale |= why is not Why.READ
        self.is_miscounted |= why is not Why.SUGGESTED

    def look(self, text: str, phrases: TaggedPhrases) -> None:
        """Look up its words, if that has not been done."""
        if self.words is None:
            self.words = WordIndex.of(text, self.within)
            phrases.meet(self.words.small, definitions_in(self.within.of(text)))

    def search(self, phrases: TaggedPhrases) -> None:
        """Search it for what has become known since it was last searched."""
        if self.words is None:
            return
        new = phrases.find(self.words, self.searched)
        self.searched = len(phrases.entries)
        if new:
            self.found |= new
            self.invalidate(Why.EDITED)

    def remembered(self, phrases: TaggedPhrases) -> Iterator[tuple[int, TaggedPhrase, FoundForm]]:
        """What in it is like what is tagged anywhere now, with the number of the phrase."""
        for number, places in self.found.items():
            entry = phrases.entries[number]
            if phrases.is_wanted(entry.key):
                for one in places:
                    yield number, entry, one


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
    shown: Proposals | None = None
    """What its blocks make; None where they have changed since."""
    edited: dict[int, Block] = field(default_factory=dict)
    """The blocks that edits have touched since what they show was put together, by their ids."""

    @classmethod
    def of(cls, article_id: str, text: str) -> KnownArticle:
        """An article of which nothing is known yet."""
        blocks = [Block(within) for within in blocks_of(text)]
        return cls(article_id, text, blocks, [block.within.start for block in blocks])

    def touching(self, span: Span) -> list[Block]:
        """The blocks of which something may lie over a span: also the ones beside."""
        first = max(0, bisect_right(self.starts, span.start) - 2)
        last = bisect_right(self.starts, span.end)
        return self.blocks[first : last + 1]

    def attributed_near(self, span: Span, kept: dict[int, list[Suggestion]]) -> list[Suggestion]:
        """All suggestions near a span that have a source, shown or not.

        Args:
            span: Near which.
            kept: By block, what was found before; of each it is worked out once.
        """
        found: list[Suggestion] = []
        for block in self.touching(span):
            if id(block) not in kept:
                here = (*block.learned, *(block.ruled or ()))
                kept[id(block)] = [each for each in here if each.source is not None]
            found += kept[id(block)]
        return found

    def invalidate(self, why: Why, spans: Iterable[Span] | None = None) -> None:
        """Take note that what is known of some spans, or of all, may not be right any more."""
        touched = self.blocks if spans is None else [b for s in spans for b in self.touching(s)]
        for block in touched:
            block.invalidate(why)
        if why is Why.EDITED:
            self.edited |= {id(block): block for block in touched}

    def set_read(self, label: str, end: int) -> None:
        """Take note of up to where it has been read for a label."""
        low, high = sorted((self.read_up_to.get(label, 0), end))
        self.read_up_to[label] = end
        if low == high:
            return
        first = max(0, bisect_right(self.starts, low) - 1)
        for block in self.blocks[first : bisect_left(self.starts, high)]:
            if block.within.end > low:
                block.invalidate(Why.READ)

    def take(self, suggester: str | None, suggestions: Iterable[Suggestion]) -> None:
        """Take what a suggester outside the program, or without a name the learner, has found."""
        found: list[list[Suggestion]] = [[] for _ in self.blocks]
        for one in suggestions:
            if self.text[one.start : one.end] == one.text:
                found[bisect_right(self.starts, one.start) - 1].append(one)
        for block, mine in zip(self.blocks, map(tuple, found), strict=True):
            before = block.learned if suggester is None else block.outside.get(suggester, ())
            if suggester is None:
                block.learned = mine
            else:
                block.outside[suggester] = mine
            if mine or before:  # what was learned says too what is not likely any more
                block.invalidate(Why.SUGGESTED)

    def show(self, block: Block, run: Run | None) -> bool:
        """Show this in a block; whether it is another than before."""
        block.is_stale = False
        if run == block.run:
            return False
        block.run, self.shown = run, None
        return True

    def proposals(self) -> Proposals:
        """What it shows now."""
        if self.shown is None:
            runs = (block.run for block in self.blocks)
            self.shown = Proposals.of_runs(run for run in runs if run is not None)
        return self.shown

    def count(self, block: Block, phrases: TaggedPhrases, annotations: Annotations) -> None:
        """Count anew what stands in a block, as far as it has been read."""
        counts: Counter[PhraseKey] = Counter()
        for number, places in block.found.items():
            key = phrases.entries[number].key
            for one in places:
                if one.how is How.SAME and one.end <= self.read_up_to.get(key.label, 0):
                    around = (a.span for a in annotations.overlapping(one.span))
                    counts[key] += is_left_out(one.span, around)
        phrases.recount_standing(block.counted, counts)
        block.counted, block.is_miscounted = counts, False
