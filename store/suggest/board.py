"""What is known of the articles of a story, and what of it is shown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.annotations.model import Origin
from store.steps import Steps
from store.suggest.blocks import KnownArticle, Why
from store.suggest.learning.label_model import BREAK_EVEN
from store.suggest.level import Level
from store.suggest.merging import merged, to_show
from store.suggest.model import MATCHES, Suggestion
from store.suggest.proposals import Run
from store.suggest.tagged.tagged_phrases import SUGGESTER, PhraseKey, TaggedPhrases

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from store.suggest.blocks import Block
    from store.suggest.proposals import Proposals
    from store.suggest.tagged.forms import How
    from store.text.span import Span


LEAST_OF_ALL: Final = 0.35
"""How sure a suggestion is at least where all are wanted."""


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
        self.articles: dict[str, KnownArticle] = {}
        """By their ids."""
        self.matches: dict[str, PhraseKey] = {}
        """What was tagged of the matches of a search so that the others are proposed, by the name
        under which the blocks have these. They are proposed as long as it is tagged."""
        self.size = 0
        """Code points of the articles."""
        self._learned: frozenset[str] = frozenset()
        """The labels of which something has been learned: the rules are not needed for them."""
        self._proved: frozenset[str] = frozenset()
        """The labels of which what has words that were never tagged has proved right."""
        self._learned_from = 0
        """Up to which tagged phrase was known when it was learned."""
        self._kinds: Counter[str] = Counter()
        """How many suggestions there are of each kind that are answered by one key."""
        self._watchers: list[Callable[[str], None]] = []

    def know(self, article_id: str, text: str) -> KnownArticle:
        """Begin anew with an article."""
        known = self.articles.pop(article_id, None)
        if known is not None:
            self.size -= len(known.text)
            for block in known.blocks:
                self.phrases.stands.subtract(block.counted)
                self._count_kinds(block.run, -1)
        known = self.articles[article_id] = KnownArticle.of(article_id, text)
        self.size += len(text)
        return known

    def invalidate(self, why: Why) -> None:
        """Take note that what is shown anywhere may not be right any more."""
        for known in self.articles.values():
            known.invalidate(why)

    def learn(self, labels: frozenset[str], proved: frozenset[str], entries: int) -> None:
        """Take note of the labels of which something was learned, from so many tagged phrases."""
        self._learned, self._proved, self._learned_from = labels, proved, entries

    @property
    def asks_rules(self) -> bool:
        """Whether what the rules say is shown."""
        return self.is_on and self.level is Level.ALL

    @property
    def least(self) -> float:
        """How sure a suggestion is at least that is shown, from 0 to 1."""
        if self.threshold is not None:
            return self.threshold
        return LEAST_OF_ALL if self.level is Level.ALL else BREAK_EVEN

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
        phrases, learned = self.phrases, self._learned
        is_on = self.is_on and self.level is not Level.ASKED
        least = self.least
        sure: dict[tuple[int, How], bool] = {}
        for number, entry, one in block.remembered(phrases):
            is_learned = entry.key.label in learned and number < self._learned_from
            is_sure = sure.get((number, one.how))
            if is_sure is None:  # once for all places of a block
                is_sure = sure[number, one.how] = phrases.sure(entry, one) >= least
            if entry.key in phrases.asked or (is_on and is_sure and not is_learned):
                yield phrases.suggestion(known.text, entry, one)
        if is_on:
            yield from filter(self._is_worth_showing, block.learned)
        for name, suggestions in block.outside.items():
            if self.phrases.is_wanted(self.matches[name]) if name in self.matches else is_on:
                yield from suggestions
        if self.asks_rules:
            yield from (s for s in block.ruled or () if s.label not in learned)

    def _is_worth_showing(self, learned: Suggestion) -> bool:
        """Whether its words were tagged before, or what is new has proved right."""
        is_known = learned.suggester == SUGGESTER or learned.label in self._proved
        return is_known or self.level is Level.ALL

    def put_together(self, known: KnownArticle, block: Block) -> bool:
        """Bring what a block shows up to date; whether it has changed."""
        opened = self._article(known.id)
        shown = to_show(
            merged(self.suggestions(known, block)),
            opened.annotations,
            opened.rejected,
            known.removed,
            self.least,
        )
        before = block.run
        if not known.show(block, Run.of(shown)):
            return False
        self._count_kinds(before, -1)
        self._count_kinds(block.run, 1)
        return True

    def _count_kinds(self, run: Run | None, by: int) -> None:
        for suggestion in run.items if run is not None else ():
            self._kinds[suggestion.kind] += by
            if not self._kinds[suggestion.kind]:
                del self._kinds[suggestion.kind]

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

    def asked_for(
        self, article_ids: Iterable[str], annotation: Annotation
    ) -> tuple[str, Suggestion] | None:
        """The first proposal, and its article, of those that were asked for with an annotation."""
        kind = PhraseKey.of(annotation.text, annotation.label).kind
        for article_id in article_ids:
            for each in self.proposals(article_id) or ():
                if each.origin is Origin.PROPAGATED and each.kind == kind:
                    return article_id, each
        return None

    def propose(self, key: PhraseKey) -> tuple[int, list[str]]:
        """Put together where a phrase stands that was asked for.

        Returns:
            How many proposals that makes, and the articles whose proposals have changed.
        """
        numbers = {n for n, entry in enumerate(self.phrases.entries) if entry.key == key}
        count = 0
        changed: list[str] = []
        for known in self.articles.values():
            for block in known.blocks:
                block.look(known.text, self.phrases)
                block.search(self.phrases)
                if numbers & block.found.keys():
                    changed += [known.id] if self.put_together(known, block) else []
                    items = block.run.items if block.run is not None else ()
                    asked = (s.kind for s in items if s.origin is Origin.PROPAGATED)
                    count += sum(kind == key.kind for kind in asked)
        return count, changed

    def proposing_matches(
        self,
        annotation: Annotation,
        found: Mapping[str, Sequence[Span]],
        known_of: Callable[[str], KnownArticle],
    ) -> Steps[int]:
        """Propose the matches of a search of which one was tagged, a step for each article.

        Args:
            annotation: What was tagged.
            found: The matches, by article.
            known_of: Gives what is known of an article.

        Returns:
            How many proposals that makes.
        """
        key = PhraseKey.of(annotation.text, annotation.label)
        name = f"{MATCHES}: {key.kind}"
        self.matches[name] = key

        def steps() -> Generator[None, None, int]:
            count = 0
            for article_id, spans in found.items():
                known = known_of(article_id)
                known.take(name, _matches(known.text, spans, key))
                for block in known.blocks:
                    if block.outside.get(name):
                        block.look(known.text, self.phrases)
                        block.search(self.phrases)
                        self.put_together(known, block)
                        items = block.run.items if block.run is not None else ()
                        count += sum(s.suggester == MATCHES and s.kind == key.kind for s in items)
                self.tell([article_id])
                yield
            return count

        return Steps(steps(), len(found))


def _matches(text: str, spans: Iterable[Span], key: PhraseKey) -> Iterator[Suggestion]:
    for span in (each.trimmed(text) for each in spans if each.end <= len(text)):
        if len(span):
            yield Suggestion(
                span.start,
                span.end,
                key.label,
                span.of(text),
                origin=Origin.PROPAGATED,
                reason=f"you searched for it, and tagged another match as {key.label}",
                score=1.0,
                suggester=MATCHES,
                kind=key.kind,
            )
