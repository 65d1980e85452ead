"""What is known of one article, by blocks, so that a change costs no more than its surroundings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.suggest.proposals import Proposals
from store.suggest.tagged.beside import Beside
from store.suggest.tagged.forms import How, begins_with_article, is_behind_article
from store.suggest.tagged.tag_counts import ShortSpans, TagCounts, TaggedSentences
from store.suggest.tagged.word_index import WordIndex, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.edits import EditOfAnnotation
    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Run
    from store.suggest.rule_record import Judged
    from store.suggest.tagged.forms import FoundForm
    from store.suggest.tagged.tag_counts import PhraseKey
    from store.suggest.tagged.tagged_phrases import TaggedPhrases
    from store.text.span import Span


@dataclass(slots=True)
class Block:
    """A stretch of whole lines of an article."""

    within: Span
    words: WordIndex | None = None
    """None until it has been looked at."""
    searched: int = 0
    """Up to which of the tagged phrases it has been searched."""
    found: dict[int, tuple[FoundForm, ...]] = field(default_factory=dict)
    """By the number of a tagged phrase: where its forms stand."""
    counts: TagCounts = field(default_factory=TagCounts)
    """How often phrases are tagged, left and rejected in it."""
    judged: Counter[Judged] = field(default_factory=Counter)
    """What became of what the rules say, as far as it has been read."""
    ruled: list[Suggestion] = field(default_factory=list)
    """What the rules have said of it so far."""
    pieces: list[Span] | None = None
    """What they have not been asked about yet, the last piece first; None before they are asked."""
    outside: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    """By the name of a suggester outside the program."""
    run: Run | None = None
    """What it shows."""
    held_back: int = 0
    """How many more it would show if all were wanted."""
    is_stale: bool = True
    """Whether `run` may not be right any more."""
    is_miscounted: bool = True
    """Whether `counts` may not be."""
    is_held_back_due: bool = False
    """Whether `held_back` may not be."""

    def tell(self, one: Annotation, phrases: TaggedPhrases, by: int) -> None:
        """Count one more that was tagged or rejected, or one less, if it begins in the block.

        How often something was left is not known from that: it is to be counted anew.
        """
        if self.within.start <= one.start < self.within.end:
            counts = TagCounts()
            of = counts.rejected if one.rejected else counts.tagged
            of[phrases.add(one.text, one.label)] = by
            self.counts.exchange(TagCounts(), counts)
            phrases.exchange(TagCounts(), counts)

    def search(self, text: str, phrases: TaggedPhrases) -> None:
        """Search it for what has become known since it was last searched."""
        if self.words is None:
            self.words = WordIndex.of(text, self.within)
        new = phrases.find(self.words, self.searched)
        self.searched = len(phrases.entries)
        if new:
            self.found |= new
            self.is_stale = self.is_miscounted = True

    def count(self, known: KnownArticle, opened: OpenArticle, phrases: TaggedPhrases) -> None:
        """Count anew what is tagged, left and rejected."""
        counts, within = TagCounts(), self.within
        near = opened.annotations.overlapping(within)
        beside = Beside(known.text, within, near)
        for one in (a for a in near if a.start >= within.start):
            counts.tagged[phrases.add(one.text, one.label)] += 1
            if begins_with_article(one.text) or is_behind_article(known.text, one.start):
                counts.articles[one.label, begins_with_article(one.text)] += 1
            counts.said[one.label, beside.is_reported(one.start, one.end)] += 1
        for one in opened.rejected.overlapping(within) if len(opened.rejected) else ():
            if one.start >= within.start:
                counts.rejected[phrases.add(one.text, one.label)] += 1
        tagged = {(one.span, one.label) for one in near}
        around = ShortSpans(one.span for one in near)
        sentences = TaggedSentences(known.text, within, (one.span for one in near))
        met: defaultdict[tuple[PhraseKey, bool], set[int]] = defaultdict(set)
        for number, places in self.found.items():
            entry = phrases.entries[number]
            key = entry.key
            end = known.read_up_to.get(key.label, 0)
            if within.start >= end:
                continue
            starts = met[key, entry.is_elsewhere]
            left: list[Span] = []
            for place in places:
                if place.how is How.SAME and place.end <= end and place.start not in starts:
                    starts.add(place.start)
                    span = place.span
                    if (span, key.label) not in tagged and not around.has_part(span):
                        left.append(span)
            if entry.is_elsewhere:
                counts.met[key] += len(left)
            elif left:
                counts.left[key] += len(left)
                counts.unread[key] += sum(not sentences.has(span) for span in left)
                counts.aside[key] += sum(
                    not beside.is_said(span.start, span.end, key.label) for span in left
                )
        before, self.counts, self.is_miscounted = self.counts, counts, False
        phrases.exchange(before, counts)


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
    def of(cls, opened: OpenArticle) -> KnownArticle:
        """An article of which nothing is known yet, but how far it has been read."""
        text = opened.article.text
        blocks = [Block(within) for within in blocks_of(text)]
        known = cls(opened.id, text, blocks, [block.within.start for block in blocks])
        known.set_read(opened)
        return known

    def touching(self, span: Span) -> list[Block]:
        """The blocks of which something may lie over a span: also the ones beside."""
        first = max(0, bisect_right(self.starts, span.start) - 2)
        last = bisect_right(self.starts, span.end)
        return self.blocks[first : last + 1]

    def edit(
        self,
        edits: Iterable[EditOfAnnotation],
        opened: OpenArticle,
        phrases: TaggedPhrases,
        *,
        is_new: bool,
    ) -> None:
        """Take note of edits of it that have been made.

        Args:
            edits: All of one change.
            opened: The article as it is now.
            phrases: What was tagged in the story.
            is_new: Whether a person has just made them, or made them again.
        """
        is_shorter = False
        for edit in edits:
            before, after = (a if a and not a.adrift else None for a in (edit.before, edit.after))
            for one, by in ((before, -1), (after, 1)):
                if one is not None:
                    for block in self.touching(one.span):
                        self._touch(block, one.span, comes=by > 0)
                        block.tell(one, phrases, by)
            if after is not None:
                self.removed.discard((after.span, after.label))
                self._read(after.label, max(after.end, self.read_up_to.get(after.label, 0)))
            if before is not None:
                is_shorter |= before.end >= self.read_up_to.get(before.label, 0)
                if is_new and edit.after is None and not before.rejected:
                    self.removed.add((before.span, before.label))
        if is_shorter:
            self.set_read(opened)

    def _touch(self, block: Block, span: Span, *, comes: bool) -> None:
        """Take note that an annotation comes or goes over a block.

        One that comes brings nothing up: what does not lie under it stays as it is shown.
        """
        block.is_miscounted |= block.within.overlaps(span)
        if not comes or (block.run is not None and block.run.overlapping(span)):
            block.is_stale = True
        self.edited[id(block)] = block

    def outdate(self) -> None:
        """Take note that something else may be suggested, or shown, in it."""
        for block in self.blocks:
            block.is_stale = True

    def set_read(self, opened: OpenArticle) -> None:
        """Look up to where it has been read for each label, from all that is in it."""
        ends: dict[str, int] = {}
        for collection in (opened.annotations, opened.rejected):
            for one in collection:
                ends[one.label] = max(one.end, ends.get(one.label, 0))
        for label in ends.keys() | self.read_up_to.keys():
            self._read(label, ends.get(label, 0))

    def _read(self, label: str, end: int) -> None:
        low, high = sorted((self.read_up_to.get(label, 0), end))
        self.read_up_to[label] = end
        if low < high:
            first = max(0, bisect_right(self.starts, low) - 1)
            for block in self.blocks[first : bisect_left(self.starts, high)]:
                block.is_miscounted = True

    def take(self, suggester: str, suggestions: Iterable[Suggestion]) -> None:
        """Take what a suggester outside the program has found."""
        found: list[list[Suggestion]] = [[] for _ in self.blocks]
        for one in suggestions:
            if self.text[one.start : one.end] == one.text:
                found[bisect_right(self.starts, one.start) - 1].append(one)
        for block, mine in zip(self.blocks, map(tuple, found), strict=True):
            block.is_stale |= block.outside.get(suggester, ()) != mine
            block.outside[suggester] = mine

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
