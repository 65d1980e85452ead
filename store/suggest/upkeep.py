"""What can wait: reading articles, looking for what became known, counting; in small steps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeAlias

from store.suggest.level import Level
from store.suggest.pieces import pieces_of
from store.suggest.tagged.word_index import WordIndex, blocks_of
from store.text.language import is_known
from store.text.lexicon import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from store.labels import LabelSet
    from store.story.workspace import Workspace
    from store.suggest.blocks import Block, KnownArticle
    from store.suggest.board import SuggestionBoard
    from store.suggest.model import Suggestion
    from store.suggest.other_stories import OtherStories

    Rules: TypeAlias = Callable[[str, LabelSet], list[Suggestion]]


FOREIGN: Final = (
    f"This is not {LANGUAGE.title()}: suggested is only what you tag, wherever else it stands"
)
_AT_ONCE: Final = 200
"""Annotations that are looked at between two steps."""
LONGEST_READ: Final = 60_000
"""Code points of an article in which it is found out whether rules hold here."""


class Upkeep:
    """Brings the board up to date, an article after another and a block after another."""

    def __init__(
        self,
        workspace: Workspace,
        board: SuggestionBoard,
        rules: Rules,
        others: OtherStories | None,
        most: int,
    ) -> None:
        """Look at nothing yet.

        Args:
            workspace: The story.
            board: What is kept up to date.
            rules: Say what to suggest in a text.
            others: Other stories by the same annotator.
            most: Code points of the articles of which everything is known. Of others it is only
                looked for what a person asked for.
        """
        self._workspace = workspace
        self._board = board
        self._rules = rules
        self._most = most
        self._others = others
        self._reading = others.steps() if others is not None else iter(())
        self._waiting: dict[str, None] = {}
        """The ids of articles that have to be looked at, in order."""
        self._is_begun = False
        self._pass: tuple[str, Generator[bool]] | None = None
        """The article that is being looked at, and what goes through it: whether each step has
        changed what is shown."""
        self.looked_at: set[str] = set()
        """Articles that have been looked at from beginning to end."""
        self._is_told = False
        """Whether it was said that the language is not known."""

    def known(self, article_id: str) -> KnownArticle:
        """What is known of an article; it is begun with if it was not known."""
        opened = self._workspace.article(article_id)
        known = self._board.articles.get(article_id)
        if known is None or known.text is not opened.article.text:
            return self._board.know(opened)
        return known

    def begin(self) -> None:
        """Have all articles wait, the annotated ones first; only once."""
        if not self._is_begun:
            self._is_begun = True
            first = self._workspace.now.annotated_ids()
            ids = sorted(self._ids(), key=lambda id_: id_ not in first)
            self._waiting |= dict.fromkeys(ids)

    def _ids(self) -> list[str]:
        return [ref.id for ref in self._workspace.story.articles]

    def put_first(self, article_id: str) -> None:
        """Have an article looked at before all others."""
        self.begin()
        ids = [self._pass[0]] if self._pass is not None else []
        self._pass = None
        self._waiting = dict.fromkeys((article_id, *ids, *self._waiting))

    def _put(self, article_ids: Iterable[str]) -> None:
        """Have articles looked at behind the others, once all have been put in."""
        if self._is_begun:
            self._waiting |= dict.fromkeys(article_ids)

    def look_again(self, known: KnownArticle) -> None:
        """Have an article put together of which something else is suggested."""
        if known.is_shown:
            self.put_first(known.id)
        else:
            self._put([known.id])

    def begin_anew(self, article_id: str) -> None:
        """Begin anew with an article that was read again, if it was known."""
        if article_id in self._board.articles:
            self._board.know(self._workspace.article(article_id))
            self.put_first(article_id)

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        shown = (known for known in self._board.articles.values() if known.is_shown)
        if self._is_told or all(is_known(known.text) for known in shown):
            return []
        self._is_told = True
        return [FOREIGN]

    def put_all_together(self) -> None:
        """Bring what is shown up to date where somebody looks, and leave the rest to `step`."""
        changed = []
        for known in self._board.articles.values():
            known.outdate()
            if known.is_shown:
                anew = [self._board.put_together(known, block) for block in known.blocks]
                changed += [known.id] if any(anew) else []
            self._put([known.id])
        self._board.tell(changed)

    def know_more(self, seconds: float) -> None:
        """Read articles that are not known yet: in a small story, all that somebody asks about."""
        end = time.perf_counter() + seconds
        for article_id in self._ids():
            if time.perf_counter() >= end or self._board.size >= self._most:
                return
            self.known(article_id)

    def search_further(self) -> None:
        """Have what a person has asked for looked for where not everything is known."""
        self._put(i for i in self._ids() if i not in self._board.articles)

    # In steps ------------------------------------------------------------------------------

    def step(self, changed: list[str]) -> bool:
        """Do the next thing that takes some milliseconds at most; whether there was one.

        Args:
            changed: Takes the articles whose proposals have changed.
        """
        if self._pass is None:
            article_id = next(iter(self._waiting), None)
            if article_id is None:
                return self._weigh() or (self._board.is_on and self._read_on())
            del self._waiting[article_id]
            self._pass = article_id, self._look_through(article_id)
        article_id, steps = self._pass
        has_changed = next(steps, None)
        if has_changed:
            changed.append(article_id)
        if has_changed is None:
            self._pass = None
            self.looked_at.add(article_id)
        return True

    def _look_through(self, article_id: str) -> Generator[bool]:
        if article_id not in self._board.articles and self._board.size >= self._most:
            yield from self._look_for_what_was_asked(article_id)
            return
        known, board = self.known(article_id), self._board
        if self._workspace.article(article_id).problem and not self._workspace.status.read_only:
            return
        for number, annotation in enumerate(self._workspace.article(article_id).annotations):
            board.phrases.add(annotation.text, annotation.label)  # so that one search finds all
            if number % _AT_ONCE == _AT_ONCE - 1:
                yield False
        for block in known.blocks:
            if block.words is None:
                block.search(known.text, board.phrases)
                yield False
            was_due, has_changed = board.bring_up_to_date(known, block)
            if was_due:
                yield has_changed
        for block in known.blocks:
            while self._wants_rules(known, block):
                self._ask_rules(known, block)
                yield False
            was_due, has_changed = board.bring_up_to_date(known, block)
            if was_due:
                yield has_changed

    def _wants_rules(self, known: KnownArticle, block: Block) -> bool:
        """Whether the rules have to be asked about more of a block: to show what they say, or to
        find out whether they hold here."""
        if not self._board.is_on or self._board.level is Level.ASKED or block.pieces == []:
            return False
        if self._board.level is Level.ALL:
            return True
        is_near = block.within.start < LONGEST_READ
        return is_near and bool(known.read_up_to or self._board.rules.proved)

    def _ask_rules(self, known: KnownArticle, block: Block) -> None:
        """Ask the rules about the next piece of a block."""
        if block.pieces is None:
            is_of_language = is_known(known.text)
            block.pieces = [*pieces_of(known.text, block.within)][::-1] if is_of_language else []
        if block.pieces:
            piece = block.pieces.pop()
            text = piece.of(known.text)
            for each in self._rules(text, self._workspace.labels) if is_known(text) else ():
                block.ruled.append(each.moved(piece.start))
        if not block.pieces:
            block.is_stale = block.is_miscounted = True

    def _weigh(self) -> bool:
        """Propose anew what is to be judged otherwise than before; whether there was any."""
        phrases = self._board.phrases
        numbers = phrases.take_changed()
        is_other_rule = self._board.rules.weigh()
        is_other = numbers and phrases.weigh()
        for known in self._board.articles.values():
            if is_other or is_other_rule:
                known.outdate()
            for block in known.blocks if numbers else ():
                is_match = not self._board.matches.keys().isdisjoint(block.outside)
                block.is_stale |= is_match or not numbers.isdisjoint(block.found)
            due = len(phrases.entries)
            if any(block.is_stale or block.searched < due for block in known.blocks):
                self._put([known.id])
        return bool(self._waiting)

    def _read_on(self) -> bool:
        """Go on reading other stories, and take what was found in them; whether there was more."""
        if self._others is None:
            return False
        for _ in self._reading:
            return True
        here = {label.name for label in self._workspace.labels}  # other stories may have others
        for text, label in self._others.texts:
            if label in here:
                self._board.phrases.add(text, label, is_elsewhere=True)
        sure = self._others.sure.items()
        self._board.phrases.elsewhere = {key: how for key, how in sure if key.label in here}
        self._board.phrases.articles_elsewhere = self._others.articles
        self._board.phrases.weigh()
        self._others = None
        self._weigh()
        return True

    def _look_for_what_was_asked(self, article_id: str) -> Generator[bool]:
        """Look at an article, and keep it only if something that was asked for stands in it."""
        text = self._workspace.now.peek(article_id).article.text
        phrases = self._board.phrases
        asked = {n for n, entry in enumerate(phrases.entries) if entry.key in phrases.asked}
        for within in blocks_of(text) if asked else ():
            if asked & phrases.find(WordIndex.of(text, within), 0).keys():
                self.known(article_id)
                self._put([article_id])
                return
            yield False
