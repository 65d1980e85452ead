"""What is known of the articles of a story, and what of it is shown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.annotations.model import Origin
from store.suggest.merging import merged, to_show
from store.suggest.proposals import Run
from store.suggest.tagged.spelling import canonical
from store.suggest.tagged.tagged_phrases import PhraseKey, kind_of_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.annotated import OpenArticle
    from store.annotations.model import Annotation
    from store.suggest.blocks import Block, KnownArticle
    from store.suggest.learning.training_schedule import TrainingSchedule
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from store.suggest.tagged.tagged_phrases import TaggedPhrases
    from store.text.span import Span


class SuggestionBoard:
    """The known articles; puts together what their blocks show, and tells who wants to know."""

    def __init__(
        self,
        article: Callable[[str], OpenArticle],
        memory: TaggedPhrases,
        teaching: TrainingSchedule,
        threshold: float,
    ) -> None:
        self._article = article
        self._memory = memory
        self._teaching = teaching
        self.threshold = threshold
        """How sure a suggestion is at least that is shown, from 0 to 1."""
        self.is_on = True
        """Whether anything is suggested that nobody asked for."""
        self.articles: dict[str, KnownArticle] = {}
        """By their ids."""
        self.size = 0
        """Code points of the articles."""
        self._kinds: Counter[str] = Counter()
        """How many suggestions there are of each kind that are answered by one key."""
        self._watchers: list[Callable[[str], None]] = []

    def add(self, known: KnownArticle) -> None:
        """Take an article in the place of what was known of it."""
        self.drop(known.id)
        self.articles[known.id] = known
        self.size += len(known.text)

    def drop(self, article_id: str) -> None:
        """Forget an article."""
        known = self.articles.pop(article_id, None)
        if known is not None:
            self.size -= len(known.text)
            for block in known.blocks:
                self._memory.stands.subtract(block.counted)
                self._count_kinds(block, -1)

    # Who wants to know -----------------------------------------------------------------------

    def watch(self, watcher: Callable[[str], None]) -> Callable[[], None]:
        """Be told the id of each article whose proposals changed; call what is returned to stop."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, article_ids: Iterable[str]) -> None:
        """Tell who watches that the proposals of articles have changed."""
        for article_id in dict.fromkeys(article_ids):
            for watcher in tuple(self._watchers):
                watcher(article_id)

    def tell_nobody(self) -> None:
        """Forget who watches."""
        self._watchers.clear()

    # What is shown -----------------------------------------------------------------------------

    def suggestions(self, known: KnownArticle, block: Block) -> Iterator[Suggestion]:
        """All that is suggested in a block, by anybody."""
        memory, learned = self._memory, self._teaching.labels
        for number, entry, one in block.remembered(memory):
            is_asked = entry.key in memory.asked
            is_learned = entry.key.label in learned and number < self._teaching.entries
            if is_asked or (
                self.is_on
                and not (is_learned and block.learned)
                and memory.sure(entry, one) >= self.threshold  # else it is not worth its words
            ):
                yield memory.suggestion(known.text, entry, one)
        if self.is_on:
            yield from (s for s in block.ruled or () if s.label not in learned)
            yield from block.learned
            for suggestions in block.outside.values():
                yield from suggestions

    def put_together(self, known: KnownArticle, block: Block) -> bool:
        """Bring what a block shows up to date; whether it has changed."""
        opened = self._article(known.id)
        shown = to_show(
            merged(self.suggestions(known, block)),
            opened.annotations,
            opened.rejected,
            known.removed,
            self.threshold,
        )
        run = Run.of(shown)
        block.is_stale = False
        if run == block.run:
            return False
        self._count_kinds(block, -1)
        block.run = run
        self._count_kinds(block, 1)
        known.shown = None
        return True

    def _count_kinds(self, block: Block, by: int) -> None:
        for suggestion in block.run.items if block.run is not None else ():
            kind = _kind(suggestion)
            self._kinds[kind] += by
            if not self._kinds[kind]:
                del self._kinds[kind]

    def freshen(self, known: KnownArticle) -> None:
        """Put together anew what edits have touched: not at the key, but as soon as it is asked."""
        if not known.edited:
            return
        blocks, known.edited = known.edited, {}
        changed = [self.put_together(known, block) for block in blocks.values() if block.is_stale]
        if any(changed):
            self.tell([known.id])

    def found(self, article_id: str, span: Span, label: str) -> Suggestion | None:
        """The suggestion of just that span and label that is shown in an article."""
        known = self.articles.get(article_id)
        return known.proposals().find(span, label) if known is not None else None

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

    def of_kind(
        self, article_ids: Iterable[str], suggestion: Suggestion
    ) -> list[tuple[str, Suggestion]]:
        """The proposals of one kind, by article, in the order in which the articles are given."""
        kind = _kind(suggestion)
        return [
            (article_id, each)
            for article_id in article_ids
            for each in self.proposals(article_id) or ()
            if _kind(each) == kind
        ]

    def count_of_kind(self, suggestion: Suggestion) -> int:
        """How many there are of one kind; costs nothing, however many there are."""
        return max(1, self._kinds[_kind(suggestion)])

    def asked_for(
        self, article_ids: Iterable[str], annotation: Annotation
    ) -> tuple[str, Suggestion] | None:
        """The first proposal, and its article, of those that were asked for with an annotation."""
        kind = kind_of_key(PhraseKey.of(annotation.text, annotation.label))
        for article_id in article_ids:
            for each in self.proposals(article_id) or ():
                if each.origin is Origin.PROPAGATED and each.kind == kind:
                    return article_id, each
        return None


def count_like(block: Block, key: PhraseKey) -> int:
    """How many proposals of a block were asked for with a tagged text."""
    items = block.run.items if block.run is not None else ()
    kind = kind_of_key(key)
    return sum(s.origin is Origin.PROPAGATED and s.kind == kind for s in items)


def _kind(suggestion: Suggestion) -> str:
    """What those share that are answered by one key."""
    return suggestion.kind or f"{suggestion.label}: {canonical(suggestion.text)}"
