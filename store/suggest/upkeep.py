"""What can wait: reading articles, looking for what became known, counting; in small steps."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from store.suggest.blocks import Why
from store.suggest.counting import TagCounting
from store.suggest.pieces import pieces_of
from store.suggest.queue import WorkQueue
from store.suggest.tagged.word_index import find_in_text
from store.text.language import is_known
from store.text.lexicon import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.labels import LabelSet
    from store.story.open_article import OpenArticle
    from store.story.workspace import Workspace
    from store.suggest.blocks import Block, KnownArticle
    from store.suggest.board import SuggestionBoard
    from store.suggest.contributors import Contributors
    from store.suggest.model import Suggestion

    Rules: TypeAlias = Callable[[str, LabelSet], list[Suggestion]]


FOREIGN: Final = (
    f"This is not {LANGUAGE.title()}: suggested is only what you tag, wherever else it stands"
)


@dataclass(frozen=True, slots=True)
class Reach:
    """In which stories and articles anything is proposed."""

    for_reading: bool
    """In a story that can only be read too."""
    most: int
    """Code points of the articles of which everything is known. Of others it is only looked for
    what a person asked for."""


class Upkeep:
    """Brings the board up to date, an article after another and a block after another."""

    def __init__(
        self,
        workspace: Workspace,
        board: SuggestionBoard,
        contributors: Contributors,
        rules: Rules,
        reach: Reach,
    ) -> None:
        """Look at nothing yet.

        Args:
            workspace: The story.
            board: What is kept up to date.
            contributors: Who is asked about an article once it is up to date.
            rules: Say what to suggest in a text.
            reach: In which stories and articles anything is proposed.
        """
        self._workspace = workspace
        self._board = board
        self._contributors = contributors
        self._rules = rules
        self._reach = reach
        self.queue = WorkQueue()
        self.counting = TagCounting(workspace.article, board.phrases)
        self._is_told = False
        """Whether it was said that the language is not known."""
        self._searched: dict[str, int] = {}
        """Articles of which not everything is known: up to which phrase they have been searched."""

    @property
    def is_at_work(self) -> bool:
        """Whether anything is proposed in the story."""
        return self._reach.for_reading or not self._workspace.status.read_only

    def may_propose(self, opened: OpenArticle) -> bool:
        """Whether anything is proposed in an article."""
        if self._reach.for_reading:
            return bool(opened.article.text)
        return not self._workspace.status.read_only and not opened.problem

    def known(self, article_id: str) -> KnownArticle:
        """What is known of an article; it is begun with if it was not known."""
        opened = self._workspace.article(article_id)
        known = self._board.articles.get(article_id)
        if known is None or known.text is not opened.article.text:
            known = self._board.know(article_id, opened.article.text)
            self._searched.pop(article_id, None)
            self.counting.set_read(known, opened)
            self.counting.count_tags(opened)
        return known

    def begin(self) -> None:
        """Have all articles wait, the annotated ones first."""
        ids = [ref.id for ref in self._workspace.story.articles]
        self.queue.begin(ids, self._workspace.now.annotated_ids())

    def put_first(self, article_id: str) -> None:
        """Have an article looked at before all others."""
        self.begin()
        self.queue.put_first(article_id)

    def begin_anew(self, article_id: str) -> None:
        """Begin anew with an article that was read again, if it was known."""
        known = self._board.articles.get(article_id)
        if known is not None:
            self.counting.recount(list(self._board.articles))
            self.known(article_id).is_shown = known.is_shown
            self.put_first(article_id)

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        if self._is_told or all(
            is_known(known.text) for known in self._board.articles.values() if known.is_shown
        ):
            return []
        self._is_told = True
        return [FOREIGN]

    def put_all_together(self) -> None:
        """Bring what is shown up to date where somebody looks, and leave the rest to `step`."""
        self._board.invalidate(Why.SUGGESTED)
        changed = []
        for known in self._board.articles.values():
            if known.is_shown:
                anew = [self._board.put_together(known, block) for block in known.blocks]
                changed += [known.id] if any(anew) else []
            self.queue.put(known.id)
        self._board.tell(changed)

    def know_more(self, seconds: float) -> None:
        """Read articles that are not known yet: in a small story, all that somebody asks about."""
        end = time.perf_counter() + seconds
        for ref in self._workspace.story.articles:
            if time.perf_counter() >= end or self._board.size >= self._reach.most:
                return
            self.known(ref.id)

    def search_further(self) -> None:
        """Have what a person has asked for looked for where not everything is known."""
        for article_id in self._searched:
            self.queue.put(article_id)

    # In steps ------------------------------------------------------------------------------

    def step(self, changed: list[str]) -> bool:
        """Do the next thing that takes some milliseconds at most; whether there was one.

        Args:
            changed: Takes the articles whose proposals have changed.
        """
        article_id = self.queue.next
        if article_id is None:
            return self._propose_what_changed() or (self._board.is_on and self._learn())
        if article_id not in self._board.articles and self._board.size >= self._reach.most:
            self.queue.done()
            self._search_only(article_id)
            return True
        known = self.known(article_id)
        if self.may_propose(self._workspace.article(article_id)):
            if any(self._bring_up_to_date(known, block, changed) for block in known.blocks):
                return True
            if self._board.is_on:
                self._contributors.ask(known)
        self.queue.done()
        return True

    def _bring_up_to_date(self, known: KnownArticle, block: Block, changed: list[str]) -> bool:
        """Do what a block needs next; whether it needed anything."""
        board = self._board
        if block.words is None:
            block.look(known.text, board.phrases)
            return True
        if block.ruled is None and board.asks_rules:
            self._ask_rules(known, block)
            return True
        block.search(board.phrases)
        if block.is_miscounted:
            annotations = self._workspace.article(known.id).annotations
            known.count(block, board.phrases, annotations)
        if not block.is_stale:
            return False
        if board.put_together(known, block):
            changed.append(known.id)
        return True

    def _ask_rules(self, known: KnownArticle, block: Block) -> None:
        """Ask the rules about the next piece of a block."""
        if block.pieces is None:
            block.pieces = []
            if is_known(known.text):
                block.pieces = [*pieces_of(known.text, block.within)][::-1]
        if block.pieces:
            piece = block.pieces.pop()
            for each in self._rules(piece.of(known.text), self._workspace.labels):
                source = each.source and each.source.moved(piece.start)
                start, end = each.start + piece.start, each.end + piece.start
                block.ruled_pieces.append(replace(each, start=start, end=end, source=source))
        if not block.pieces:
            block.ruled = tuple(block.ruled_pieces)
            block.invalidate(Why.SUGGESTED)

    def _learn(self) -> bool:
        """Learn on for a small step; whether there was anything to do."""
        has_more, known = self._contributors.learn(self._workspace.article)
        if known is not None:
            self.look_again(known)
        return has_more

    def look_again(self, known: KnownArticle) -> None:
        """Have an article put together of which something else is suggested."""
        if known.is_shown:
            self.put_first(known.id)
        else:
            self.queue.put(known.id)

    def _propose_what_changed(self) -> bool:
        """Propose anew what is tagged more or less often than before; whether there was any."""
        numbers = self._board.phrases.take_changed()
        if not numbers:
            return False
        entries = len(self._board.phrases.entries)
        for known in self._board.articles.values():
            for block in known.blocks:
                if numbers & block.found.keys() or self._board.matches.keys() & block.outside:
                    block.invalidate(Why.SUGGESTED)
            if any(block.is_stale or block.searched < entries for block in known.blocks):
                self.queue.put(known.id)
        return self.queue.next is not None

    def _search_only(self, article_id: str) -> None:
        """Look at an article, and keep it only if something that was asked for stands in it."""
        phrases = self._board.phrases
        first = self._searched.get(article_id, 0)
        self._searched[article_id] = len(phrases.entries)
        opened: OpenArticle = self._workspace.now.peek(article_id)
        self.counting.count_tags(opened)
        for entry in phrases.entries[first:]:
            if entry.key in phrases.asked and find_in_text(
                opened.article.text, entry.forms, phrases.is_common
            ):
                self.known(article_id)
                self.queue.put(article_id)
                return
