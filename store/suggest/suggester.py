"""What is proposed in a story, kept up to date as it is edited: the wiring of what suggests.

An edit costs nothing but a note of the blocks of the article that it touches: they are put
together anew when somebody asks for proposals there, or by `work`. That is called in small slices
when nobody presses a key, and does all else: reading articles, looking for what became known,
counting.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from store.annotations.edits import by_article
from store.suggest import answers, asking
from store.suggest.board import SuggestionBoard
from store.suggest.candidates.rules import suggest_by_rules
from store.suggest.explaining import explained
from store.suggest.level import Level
from store.suggest.proposals import NOTHING, Proposals
from store.suggest.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.steps import Steps
    from store.story.workspace import Change, Workspace
    from store.suggest.model import Suggestion
    from store.suggest.other_stories import OtherStories
    from store.suggest.outside.background import Background
    from store.suggest.outside.choosing import OutsideSuggester
    from store.suggest.upkeep import Rules
    from store.text.span import Span

_AT_ONCE: Final = 0.02
"""Seconds for reading more articles when somebody wants something proposed everywhere."""
MOST: Final = 1_000_000
"""Code points of the articles of which everything is known. In a story of more than that the others
are known once somebody looks at them, or where what a person asked for stands in them."""


class Suggester:
    """The proposals of one workspace."""

    def __init__(  # each is another who suggests, or says how much
        self,
        workspace: Workspace,
        *,
        others: OtherStories | None = None,
        extra: Sequence[OutsideSuggester] = (),
        for_reading: bool = False,
        most: int = MOST,
        rules: Rules = suggest_by_rules,
    ) -> None:
        """Nothing is read or started before `proposals` or `work` is called.

        Args:
            workspace: The story. One that can only be read gets no proposals, as they could not be
                accepted.
            others: Other stories by the same annotator, of which something may hold here.
            extra: Suggesters outside the program.
            for_reading: Propose in a story that can only be read too.
            most: Code points of the articles of which everything is known; see `MOST`.
            rules: Say what to suggest in a text without examples.
        """
        self._workspace = workspace
        self._for_reading = for_reading
        self._board = SuggestionBoard(workspace.article)
        self.subscribe = self._board.subscribe
        self._upkeep = Upkeep(workspace, self._board, rules, others, most)
        self._others = others
        self._outside = tuple(extra)
        self._background: Background | None = None
        self._unsubscribe = [
            workspace.subscribe(self._on_change),
            workspace.now.subscribe(self._upkeep.begin_anew),
        ]

    def close(self) -> None:
        """End what was started."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        self._board.tell_nobody()
        if self._background is not None:
            self._background.close()

    # How things stand ----------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether anything is suggested. What a person asked for by a key is proposed anyway."""
        return self._board.is_on

    @is_on.setter
    def is_on(self, value: bool) -> None:
        if value != self._board.is_on:
            self._board.is_on = value
            self._upkeep.put_all_together()

    @property
    def level(self) -> Level:
        """How much is suggested."""
        return self._board.level

    @level.setter
    def level(self, value: Level) -> None:
        if value is not self._board.level:
            self._board.level = value
            self._upkeep.put_all_together()

    def show_from(self, threshold: float) -> None:
        """Show whatever is found that is that sure, from 0 to 1."""
        self._board.level, self._board.threshold = Level.ALL, threshold
        self._upkeep.put_all_together()

    @property
    def _is_at_work(self) -> bool:
        """Whether anything is proposed in the story."""
        return self._for_reading or not self._workspace.status.read_only

    @property
    def progress(self) -> tuple[int, int]:
        """How many articles have been looked at, and how many there are."""
        total = len(self._workspace.story.articles)
        return (len(self._upkeep.looked_at) if self._is_at_work else total), total

    @property
    def count(self) -> int:
        """Proposals in the articles looked at so far."""
        return sum(len(known.proposals()) for known in self._board.articles.values())

    @property
    def held_back(self) -> tuple[int, bool]:
        """How many more there would be if all were wanted, and whether that is for certain."""
        return self._board.held_back

    @property
    def reached(self) -> int:
        """How many articles what is asked for has been looked for in."""
        return len(self._board.articles)

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        outside = self._background.take_notices() if self._background is not None else []
        return [*self._upkeep.take_notices(), *outside]

    def explained(self) -> list[str]:
        """What suggests, and what has held here, as sentences."""
        others = self._others.explained if self._others is not None else []
        outside = [f"{one.name} suggests too" for one in self._outside]
        return [*explained(self._board), *others, *outside]

    @property
    def _ids(self) -> Iterator[str]:
        """The articles of the story, in order."""
        return (ref.id for ref in self._workspace.story.articles)

    # Proposals -----------------------------------------------------------------------------

    def proposals(self, article_id: str) -> Proposals:
        """What is to be shown in an article now. More may come with `work`; see `subscribe`."""
        opened = self._workspace.article(article_id)
        if not self._is_at_work or (opened.problem and not self._for_reading):
            return NOTHING
        known = self._upkeep.known(article_id)
        if not known.is_shown:
            known.is_shown = True
            self._upkeep.put_first(article_id)
        self._board.freshen(known)
        return known.proposals()

    def found(self, article_id: str, span: Span, label: str) -> Suggestion | None:
        """The suggestion of just that span and label that is shown in an article."""
        known = self._board.articles.get(article_id)
        return known.proposals().find(span, label) if known is not None else None

    def known_proposals(self, article_id: str) -> Proposals | None:
        """What is to be shown in an article that has been looked at; none of any other."""
        return self._board.proposals(article_id)

    def propose_like(self, article_id: str, annotation: Annotation) -> int:
        """Propose the text of an annotation wherever else it stands; how many that makes by now."""
        self._upkeep.begin()
        self._upkeep.known(article_id)
        self._upkeep.know_more(_AT_ONCE)
        count, changed = asking.propose(self._board, article_id, annotation)
        self._upkeep.search_further()
        self._board.tell(changed)
        return count

    def proposing_matches(
        self, article_id: str, annotation: Annotation, found: Mapping[str, Sequence[Span]]
    ) -> Steps[int]:
        """Propose the matches of a search of which one was tagged; see the board's."""
        self._upkeep.known(article_id)
        known = self._upkeep.known
        return asking.proposing_matches(self._board, article_id, annotation, found, known)

    def asked_for(self, annotation: Annotation) -> tuple[str, Suggestion] | None:
        """The first proposal, and its article, of those that were asked for with an annotation."""
        return asking.asked_for(self._board, self._ids, annotation)

    # Answers -------------------------------------------------------------------------------

    def of_kind(self, article_id: str, suggestion: Suggestion) -> list[tuple[str, Suggestion]]:
        """The proposals in the whole story that are of one kind, by article in its order."""
        return self._board.of_kind(self._ids, suggestion.kind) or [(article_id, suggestion)]

    def count_of_kind(self, suggestion: Suggestion) -> int:
        """How many there are of one kind; costs nothing, however many there are."""
        return self._board.count_of_kind(suggestion.kind)

    def accept(
        self,
        article_id: str,
        suggestion: Suggestion,
        *,
        label: str | None = None,
        span: Span | None = None,
    ) -> Edit | Refusal:
        """The edit that makes an annotation of a suggestion; see `answers.accepted`."""
        opened, labels = self._workspace.article(article_id), self._workspace.labels
        links = self._workspace.now.readable_links()
        return answers.accepted(opened, suggestion, labels, label=label, span=span, links=links)

    def reject(self, article_id: str, suggestion: Suggestion) -> Edit | Refusal:
        """The edit that rejects a suggestion for good."""
        return answers.rejected(self._workspace.article(article_id), suggestion)

    def accepting(self, chosen: Sequence[tuple[str, Suggestion]]) -> Steps[Edit | Refusal]:
        """The one edit that accepts suggestions, each with its article, a step for each."""
        found = [(self._workspace.article(article_id), each) for article_id, each in chosen]
        links = self._workspace.now.readable_links()
        return answers.accepting(found, self._workspace.labels, links)

    def rejecting(self, chosen: Sequence[tuple[str, Suggestion]]) -> Steps[Edit | Refusal]:
        """The one edit that rejects suggestions, a step for each."""
        found = [(self._workspace.article(article_id), each) for article_id, each in chosen]
        return answers.rejecting(found)

    # What has changed ----------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        for article_id, edits in by_article(change.edit).items():
            opened = self._workspace.article(article_id)
            known = self._board.articles.get(article_id)
            if known is not None and known.text is opened.article.text:
                is_new = change.did in ("edit", "redo")
                known.edit(edits, opened, self._board.phrases, is_new=is_new)
                self._upkeep.put_first(article_id)

    # Idle work -----------------------------------------------------------------------------

    def work(self, seconds: float, is_wanted: Callable[[], bool] = lambda: False) -> bool:
        """Do some of what can wait; call it when no key is pressed.

        Args:
            seconds: How long it may take; a step that is begun is finished, which takes some
                milliseconds.
            is_wanted: Whether something else is to be done at once, so that no step more is begun.

        Returns:
            Whether there is more to do, or something else is at work of which results will come.
        """
        if not self._is_at_work:
            return False
        end = time.perf_counter() + seconds
        self._upkeep.begin()
        for known in self._background.hear(self._board.articles) if self._background else ():
            self._upkeep.look_again(known)
        changed: list[str] = []
        has_more = self._upkeep.step(changed)
        while has_more and time.perf_counter() < end and not is_wanted():
            has_more = self._upkeep.step(changed)
        if self._outside and self._board.is_on:
            self._ask()
        self._board.tell(changed)
        return has_more or (self._background is not None and self._background.is_busy)

    def _ask(self) -> None:
        """Ask the suggesters outside about what has been looked at since."""
        if self._background is None:
            from store.suggest.outside.background import Background  # few stories have one

            self._background = Background(self._outside)
        looked_at, articles = self._upkeep.looked_at, self._board.articles.values()
        self._background.ask_about(known for known in articles if known.id in looked_at)
