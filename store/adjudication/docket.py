"""All that there is to decide of a story, in order, as it stands in the adjudicator's work."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from store.adjudication.cluster_questions import ClusterQuestions
from store.adjudication.draft import Draft
from store.adjudication.questions import UNSAID, DocketEntry, decisions_on
from store.adjudication.span_questions import question_of_gone, span_questions
from store.adjudication.tied_questions import OwnSpans, RelationQuestions
from store.annotations.model import DecisionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.adjudication.gathering import StoryItems
    from store.adjudication.questions import Question, Why
    from store.annotations.edits import Batch
    from store.annotations.model import Decision
    from store.story.open_story import OpenStory


class Docket:
    """The questions of a story. It knows the annotators' work as it was when it was read; the
    adjudicator's is given each time."""

    def __init__(self, items: StoryItems, *, checked_share: float = 0.0) -> None:
        """Join what annotators have.

        Args:
            items: Their work.
            checked_share: From 0 to 1: how many of the spans on which all agree are looked at one
                by one. Which ones they are does not change from one time to the next.
        """
        self.articles = tuple(items.spans)
        """The ids of the articles in which there is something to decide, in the story's order."""
        self.people = tuple(sorted(items.links))
        self._spans = {each: span_questions(items, each) for each in items.spans}
        self._own = OwnSpans(items, self._spans)
        self._relations = RelationQuestions(items, self._own)
        self._clusters = ClusterQuestions(items, self._own)
        self._checked_share = checked_share

    # Questions -----------------------------------------------------------------------------

    def entries(self, now: OpenStory, article: str) -> list[DocketEntry]:
        """The questions of an article as they stand, in the order of its text; a relation once its
        ends have been decided."""
        draft = Draft.of(now)
        asked = [
            *self._spans.get(article, ()),
            *self._gone(draft, article),
            *self._tied(draft, article),
        ]
        found = [self._entry(draft, question) for question in asked]
        return sorted(found, key=lambda each: each.question.order)

    def is_decided(self, now: OpenStory) -> bool:
        """Whether nothing is open, neither what people differ in nor what all agree on."""
        return not any(
            each.is_open for article in self.articles for each in self.entries(now, article)
        )

    def in_dispute(self, draft: Draft) -> Iterator[Question]:
        """What people differ in: spans as the articles read, then ties, clusters and cells of those
        on which they agree; what would wait for a decision is none.

        Args:
            draft: Has nothing yet, and then all on which everybody agrees.
        """
        for article in self.articles:
            for question in self._spans[article]:
                if question.is_agreed:
                    draft.decide(question, 1)
                else:
                    yield question
        self._follow(draft, self.articles)
        for tied in self._ties(draft, self.articles):
            yield from (each for each in tied if not each.is_agreed)

    def entry_of(self, now: OpenStory, decision: Decision) -> DocketEntry | None:
        """The question that was decided, or that is about any of the same, as it stands."""
        ids = {each for seen in decision.seen for each in seen.ids}
        return next(
            (
                each
                for each in self.entries(now, decision.article)
                if each.question.kind is decision.kind and ids & set(each.question.key[1])
            ),
            None,
        )

    def _gone(self, draft: Draft, article: str) -> Iterator[Question]:
        for decision in draft.decisions_in(article) if article in self._spans else ():
            if decision.kind is DecisionKind.SPANS and not self._own.has_any(decision):
                made = [a for each in decision.made if (a := draft.annotation(article, each))]
                if made:
                    yield question_of_gone(decision, made)

    def _tied(self, draft: Draft, article: str) -> Iterator[Question]:
        yield from self._relations.of(draft, article)
        yield from (each for each in self._clusters.every(draft) if each.article == article)
        yield from self._clusters.cells_of(draft, article)

    def _entry(self, draft: Draft, question: Question) -> DocketEntry:
        decision = draft.decision_on(question)
        old = decisions_on(draft.links, question) if decision is None else ()
        return DocketEntry(question, decision, old[0] if old else None, self._is_to_check(question))

    def _is_to_check(self, question: Question) -> bool:
        if (
            not self._checked_share
            or not question.is_agreed
            or question.kind is not DecisionKind.SPANS
        ):
            return False
        ids = "".join(sorted(each for seen in question.seen for each in seen.ids))
        drawn = int.from_bytes(hashlib.sha256(ids.encode()).digest()[:4], "big")
        return drawn < self._checked_share * 2**32

    # Deciding ------------------------------------------------------------------------------

    def decide(
        self, now: OpenStory, question: Question, number: int, by: str, why: Why = UNSAID
    ) -> Batch | None:
        """The edit that takes a reading, with the ties on which then all agree.

        Args:
            now: The adjudicator's work.
            question: What is decided.
            number: Of the reading, from 1; `LEFT_OUT` to have nothing there.
            by: The login name of who decides.
            why: The reason and the note.
        """
        draft = Draft.of(now, by)
        draft.decide(question, number, why)
        self._follow(draft, sorted(self._relations.articles_of(question.article)))
        return draft.batch("decide")

    def decide_agreed(self, now: OpenStory, article: str, by: str) -> tuple[Batch | None, int]:
        """The edit that takes all on which everybody agrees in an article, and how many that is.

        What was decided before somebody changed their work is left, and what is to be checked.
        """
        draft, count = Draft.of(now, by), 0
        for entry in self.entries(now, article):
            if entry.is_open and not entry.needs_a_look:
                draft.decide(entry.question, 1)
                count += 1
        self._follow(draft, sorted(self._relations.articles_of(article)))
        return draft.batch("decide"), count

    def open_again(self, now: OpenStory, question: Question) -> Batch | None:
        """The edit that takes back what was decided, and what that made."""
        draft = Draft.of(now)
        draft.open_again(question)
        return draft.batch("open again")

    def _follow(self, draft: Draft, articles: Iterable[str]) -> None:
        """Take the ties on which all agree who have both ends, now that these are decided."""
        for tied in self._ties(draft, articles):
            for question in tied:
                old = decisions_on(draft.links, question)
                is_settled = draft.decision_on(question) is not None
                if question.is_agreed and not is_settled and all(d.taken for d in old):
                    draft.decide(question, 1)

    def _ties(self, draft: Draft, articles: Iterable[str]) -> Iterator[list[Question]]:
        """The relations from some articles, then all clusters and cells: each as what comes before
        has been decided."""
        for each in articles:
            yield list(self._relations.of(draft, each))
        if self._clusters.are_there:
            yield self._clusters.every(draft)
            for each in self.articles:
                yield list(self._clusters.cells_of(draft, each))
