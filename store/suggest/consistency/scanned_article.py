"""What a scan knows of one article: what is tagged in it, and where what is tagged stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from store.annotations.collection import Annotations
from store.suggest.tagged.word_index import WordIndex, blocks_of
from store.text.spelling import canonical, folded, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from store.suggest.consistency.tagged_texts import TaggedTexts
    from store.text.span import Span

_start_of: Final = attrgetter("start")
_FEW: Final = 50
"""Forms up to which only the blocks are looked at in which a word of one stands."""


@dataclass(slots=True)
class ScannedArticle:
    """An article that is taken in as it is, and as often as it has changed."""

    id: str
    sha256: str
    """Of its file."""
    text: str
    """Empty where it would take too much memory: then it is read again."""
    annotations: Annotations = field(default_factory=Annotations)
    rejected: Annotations = field(default_factory=Annotations)
    read_up_to: int = 0
    """Where its last annotation or rejection ends, in code points."""
    searched: int = 0
    """How many of the forms have been looked for in it."""
    tags: dict[str, list[Annotation]] = field(default_factory=dict)
    """Its annotations by their texts, as `spelling.canonical` makes them, in order."""
    _stands: dict[int, list[Span]] = field(default_factory=dict)
    """By the number of a form: where it stands, in order."""
    _found: dict[int, list[int]] = field(default_factory=dict)
    """By where a block begins: the numbers of the forms that were found in it."""
    _blocks: list[int] = field(default_factory=list)
    """Where each block begins that was searched."""

    # What is tagged -------------------------------------------------------------------------

    def take(self, opened: OpenArticle, texts: TaggedTexts) -> set[str]:
        """Take the article's annotations as they are now.

        Returns:
            The keys of the texts of which it says something else than before.
        """
        gone, come = self.annotations.differences(opened.annotations)
        no_more, anew = self.rejected.differences(opened.rejected)
        changed = self._exchange(gone, come, texts)
        changed |= {canonical(each.text) for each in (*no_more, *anew)}
        changed |= self._keys_over((*gone, *come, *no_more, *anew), texts)
        self.annotations, self.rejected = opened.annotations, opened.rejected
        before, self.read_up_to = self.read_up_to, max(self.annotations.end, self.rejected.end)
        low, high = sorted((before, self.read_up_to))
        return changed | self._keys_from(low, high, texts)

    def let_go(self, texts: TaggedTexts) -> set[str]:
        """Count nothing of it any more; gives the keys of the texts of which it said something."""
        self._exchange(list(self.annotations), [], texts)
        return {*self.tags, *(texts.keys[number] for number in self._stands)}

    def _exchange(
        self, gone: list[Annotation], come: list[Annotation], texts: TaggedTexts
    ) -> set[str]:
        """Take some annotations for others; gives the keys of their texts."""
        ids = {each.id for each in gone}
        new: dict[str, list[Annotation]] = {texts.key_of(each.text): [] for each in gone}
        for each in gone:
            texts.count(each.text, -1)
        for each in come:
            texts.count(each.text, 1)
            new.setdefault(texts.key_of(each.text), []).append(each)
        for key, more in new.items():
            stay = [tag for tag in self.tags.get(key, ()) if tag.id not in ids]
            self.tags[key] = sorted([*stay, *more], key=attrgetter("order"))
        return set(new)

    # Where it stands ------------------------------------------------------------------------

    def search(self, text: str, texts: TaggedTexts) -> Iterator[float]:
        """Find where the forms stand that were not looked for yet, block after block.

        Args:
            text: Of the article.
            texts: What is looked for.

        Yields:
            The share of the text that has been searched.
        """
        first, up_to = self.searched, len(texts)
        is_wanted = range(first, up_to).__contains__
        needed = set(texts.words[first:up_to]) if first and up_to - first <= _FEW else None
        for within in blocks_of(text):
            if not first:
                self._blocks.append(within.start)
            if needed is None or any(map(folded(plain(within.of(text))).__contains__, needed)):
                words = WordIndex.of(text, within)
                for number, _, spans in texts.lookup.find(words, is_wanted):
                    self._stands.setdefault(number, []).extend(spans)
                    self._found.setdefault(within.start, []).append(number)
            yield within.end / len(text)
        self.searched = up_to

    def keys_found(self, first: int, texts: TaggedTexts) -> set[str]:
        """The keys of what stands in it of the forms from a number on."""
        return {texts.keys[number] for number in self._stands if number >= first}

    def stands(self, numbers: Iterable[int]) -> list[Span]:
        """Where any of some forms stands, in order."""
        found = [spans for number in numbers if (spans := self._stands.get(number))]
        if len(found) == 1:
            return found[0]
        return sorted({span for spans in found for span in spans}, key=attrgetter("start", "end"))

    def _keys_over(self, places: Iterable[Annotation], texts: TaggedTexts) -> set[str]:
        """The keys of what stands in, around or over some places."""
        return {
            texts.keys[number]
            for place in places
            for number in self._found_in(place.start, place.end)
            if (behind := bisect_left(self._stands[number], place.end, key=_start_of))
            and self._stands[number][behind - 1].end > place.start
        }

    def _keys_from(self, low: int, high: int, texts: TaggedTexts) -> set[str]:
        """The keys of what begins in a stretch of the text."""
        return {
            texts.keys[number]
            for number in self._found_in(low, high)
            if bisect_left(self._stands[number], low, key=_start_of)
            < bisect_left(self._stands[number], high, key=_start_of)
        }

    def _found_in(self, low: int, high: int) -> Iterator[int]:
        """The numbers of the forms that were found in the blocks that a stretch touches."""
        if low < high:
            first = max(0, bisect_right(self._blocks, low) - 1)
            for start in self._blocks[first : bisect_left(self._blocks, high)]:
                yield from self._found.get(start, ())
