"""What is known of the articles of a story, and what of it is shown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.suggest.blocks import KnownArticle
from store.suggest.level import BREAK_EVEN, LEAST_OF_ALL, Level
from store.suggest.merging import to_show
from store.suggest.proposals import Run
from store.suggest.rule_record import RuleRecord, judged
from store.suggest.tagged.beside import Beside
from store.suggest.tagged.tag_counts import PhraseKey, TagCounts
from store.suggest.tagged.tagged_phrases import TaggedPhrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from store.suggest.blocks import Block
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals


class SuggestionBoard:
    """The known articles, and what is tagged in the story; puts together what is shown of both."""

    def __init__(self, article: Callable[[str], OpenArticle]) -> None:
        """Know nothing yet.

        Args:
            article: Gives an article by its id.
        """
        self._article = article
        self.threshold: float | None = None
        """How sure a suggestion is at least that is shown, from 0 to 1; none: by the level."""
        self.level = Level.QUIET
        """How much is suggested."""
        self.is_on = True
        """Whether anything is suggested that nobody asked for."""
        self.phrases = TaggedPhrases()
        self.rules = RuleRecord()
        self.articles: dict[str, KnownArticle] = {}
        """By their ids."""
        self.matches: dict[str, PhraseKey] = {}
        """What was tagged of the matches of a search so that the others are proposed, by the name
        under which the blocks have these. They are proposed as long as it is tagged."""
        self.size = 0
        """Code points of the articles."""
        self._held_back = 0
        self._kinds: Counter[str] = Counter()
        """How many suggestions there are of each kind that are answered by one key."""
        self._subscribers: list[Callable[[str], None]] = []

    def know(self, opened: OpenArticle) -> KnownArticle:
        """Begin anew with an article."""
        before = self.articles.pop(opened.id, None)
        known = self.articles[opened.id] = KnownArticle.of(opened)
        self.size += len(known.text)
        if before is not None:
            known.is_shown = before.is_shown
            self.size -= len(before.text)
            for block in before.blocks:
                self.phrases.exchange(block.counts, TagCounts())
                self.rules.exchange(block.judged, Counter())
                self._count_kinds(block.run, -1)
                self._held_back -= block.held_back
        return known

    def _least(self, level: Level) -> float:
        """How sure a suggestion is at least that is shown, from 0 to 1."""
        if self.threshold is not None:
            return self.threshold
        return LEAST_OF_ALL if level is Level.ALL else BREAK_EVEN

    # Who wants to know -----------------------------------------------------------------------

    def subscribe(self, subscriber: Callable[[str], None]) -> Callable[[], None]:
        """Be told the id of each article whose proposals changed; call what is returned to stop."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def tell(self, article_ids: Iterable[str]) -> None:
        """Tell the subscribers that the proposals of articles have changed."""
        for article_id in dict.fromkeys(article_ids):
            for subscriber in tuple(self._subscribers):
                subscriber(article_id)

    def tell_nobody(self) -> None:
        """Forget the subscribers."""
        self._subscribers.clear()

    # What is shown -----------------------------------------------------------------------------

    def bring_up_to_date(self, known: KnownArticle, block: Block) -> tuple[bool, bool]:
        """Search, count and put together what has to be in a block.

        Returns:
            Whether anything had to be done, and whether the block shows something else now.
        """
        block.search(known.text, self.phrases)
        if not (block.is_miscounted or block.is_stale or block.is_held_back_due):
            return False, False
        self._count(known, block)
        has_changed = block.is_stale and self._show(known, block)
        if block.is_held_back_due:
            self._count_held_back(known, block)
        return True, has_changed

    def _count(self, known: KnownArticle, block: Block) -> None:
        if block.is_miscounted:
            opened = self._article(known.id)
            block.count(known, opened, self.phrases)
            ruled = (one for one in block.ruled if one.score >= LEAST_OF_ALL)
            before, block.judged = block.judged, judged(ruled, opened, known.read_up_to)
            self.rules.exchange(before, block.judged)

    def _worth_showing(
        self, known: KnownArticle, block: Block, level: Level
    ) -> Iterator[Suggestion]:
        """All that is suggested in a block, by anybody, and is sure enough for a level."""
        phrases, least = self.phrases, self._least(level)
        is_on = self.is_on and level is not Level.ASKED
        near = self._article(known.id).annotations.overlapping(block.within)
        beside = Beside(known.text, block.within, near)
        for number, places in block.found.items():
            entry = phrases.entries[number]
            is_asked = entry.key in phrases.asked and phrases.is_tagged(entry.key)
            if is_asked or (is_on and phrases.score(entry.key) >= least):
                for one in places:
                    sure = phrases.sure(entry, one, known.text, beside)
                    if is_asked or sure >= least:
                        yield phrases.suggestion(known.text, entry, one, sure)
        for name, suggestions in block.outside.items():
            if name in self.matches:
                yield from suggestions if phrases.is_tagged(self.matches[name]) else ()
            elif is_on:
                yield from (each for each in suggestions if each.score >= least)
        if is_on:
            yield from self._by_rules(block, level)

    def _by_rules(self, block: Block, level: Level) -> Iterator[Suggestion]:
        for each in block.ruled:
            if level is Level.ALL:
                if each.score >= self._least(level):
                    yield each
            elif each.score >= LEAST_OF_ALL and self.rules.is_proved(each):
                yield each

    def put_together(self, known: KnownArticle, block: Block) -> bool:
        """Bring what a block shows up to date, and how much it does not; whether it shows something
        else now."""
        has_changed = self._show(known, block)
        self._count_held_back(known, block)
        return has_changed

    def _show(self, known: KnownArticle, block: Block) -> bool:
        """Bring what a block shows up to date; whether it has changed."""
        before = block.run
        block.is_held_back_due = True
        if not known.show(block, Run.of(self._at(self.level, known, block))):
            return False
        self._count_kinds(before, -1)
        self._count_kinds(block.run, 1)
        return True

    def _at(self, level: Level, known: KnownArticle, block: Block) -> list[Suggestion]:
        """What would be shown in a block if so much was wanted."""
        found, opened = self._worth_showing(known, block, level), self._article(known.id)
        return to_show(found, opened.annotations, opened.rejected, known.removed)

    def _count_held_back(self, known: KnownArticle, block: Block) -> None:
        """Count how many more a block would show if all were wanted."""
        before, block.held_back, block.is_held_back_due = block.held_back, 0, False
        if self.is_on and self.level is not Level.ALL:
            shown = len(block.run.items) if block.run is not None else 0
            block.held_back = max(0, len(self._at(Level.ALL, known, block)) - shown)
        self._held_back += block.held_back - before

    @property
    def held_back(self) -> tuple[int, bool]:
        """How many suggestions more would be shown if all were wanted, and whether that is for
        certain: rules are asked about an article once something is tagged in it."""
        last = (known.blocks[-1] for known in self.articles.values() if known.blocks)
        return self._held_back, all(block.pieces == [] for block in last)

    def _count_kinds(self, run: Run | None, by: int) -> None:
        for suggestion in run.items if run is not None else ():
            self._kinds[suggestion.kind] += by
            if not self._kinds[suggestion.kind]:
                del self._kinds[suggestion.kind]

    def freshen(self, known: KnownArticle) -> None:
        """Put together anew what edits have touched: not at the key, but as soon as it is asked.

        How often things were left, and how much more there would be, is counted in a pause, as all
        that can wait: no key needs it.
        """
        if not known.edited:
            return
        blocks, known.edited = known.edited, {}
        changed = [self._show(known, block) for block in blocks.values() if block.is_stale]
        if any(changed):
            self.tell([known.id])

    def proposals(self, article_id: str) -> Proposals | None:
        """What is to be shown in an article that has been looked at; none of any other."""
        known = self.articles.get(article_id)
        if known is None:
            return None
        self.freshen(known)
        if not known.is_shown:  # else somebody has to be told of what changes
            for block in known.blocks:
                if block.is_stale and block.words is not None:
                    self.put_together(known, block)
        return known.proposals()

    # Kinds -----------------------------------------------------------------------------------

    def of_kind(self, article_ids: Iterable[str], kind: str) -> list[tuple[str, Suggestion]]:
        """The proposals of one kind, by article, in the order in which the articles are given."""
        return [
            (article_id, each)
            for article_id in article_ids
            for each in self.proposals(article_id) or ()
            if each.kind == kind
        ]

    def count_of_kind(self, kind: str) -> int:
        """How many there are of one kind; costs nothing, however many there are."""
        return max(1, self._kinds[kind])

    def count_near(self, article_id: str, annotation: Annotation) -> None:
        """Count an annotation that was just made."""
        known = self.articles[article_id]
        for block in known.touching(annotation.span):
            self._count(known, block)
