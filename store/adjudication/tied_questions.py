"""The questions about relations, clusters and cells: asked once what they join has been decided.

What annotators have tied are their own spans; which of these stand in the adjudicator's work, and
as what, the decisions on the spans say. Somebody who does not have a span cannot tie it, so they
are asked for nothing there; somebody who has both ends and does not tie them has left it out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from store.adjudication.items import by_value
from store.adjudication.questions import Question, Reading, digest, undivided_question
from store.annotations.model import Annotation, DecisionKind, Mention, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.adjudication.draft import Draft
    from store.adjudication.gathering import StoryItems
    from store.annotations.model import Decision
    from store.text.span import Span

_EVENT_NUMBER: Final = re.compile(r"E\d+")
_Types = tuple[tuple[str, str], ...]


def meant_role(relation: Relation) -> str:
    """The role of a relation, but for the number of an event of brat: it differs from file to file
    and says nothing of what is tied."""
    return "" if _EVENT_NUMBER.fullmatch(relation.role) else relation.role


class OwnSpans:
    """The spans of all annotators of a story, by the questions that they are in."""

    def __init__(self, items: StoryItems, questions: Mapping[str, Sequence[Question]]) -> None:
        self._question_of: dict[tuple[str, str], Question] = {
            (seen.who, each): question
            for those in questions.values()
            for question in those
            for seen in question.seen
            for each in seen.ids
        }
        self._span_of: dict[tuple[str, str], Annotation] = {
            (who, span.id): span
            for those in items.spans.values()
            for item in those
            for reading in item.readings
            for who, spans in zip(reading.people, reading.annotations, strict=True)
            for span in spans
        }

    def question_of(self, who: str, mention: Mention) -> Question | None:
        """The question that somebody's span is in; none if it counts in none."""
        return self._question_of.get((who, mention.id))

    def has_any(self, decision: Decision) -> bool:
        """Whether anything that was seen when something was decided is still there."""
        seen = ((each.who, seen_id) for each in decision.seen for seen_id in each.ids)
        return any(each in self._question_of for each in seen)

    def stands_as(self, draft: Draft, who: str, mention: Mention) -> Mention | None:
        """What stands for somebody's span in the adjudicator's work: of several what has its label,
        then what shares most of its text; none if nothing does, or that is to be decided."""
        question = self.question_of(who, mention)
        decision = draft.decision_on(question) if question is not None else None
        if decision is None:
            return None
        own = self._span_of[who, mention.id]
        made = [a for each in decision.made if (a := draft.annotation(mention.article, each))]
        best = max(made, key=lambda a: _likeness(a, own), default=None)
        return Mention(mention.article, best.id) if best is not None else None

    def is_open(self, draft: Draft, who: str, mention: Mention) -> bool:
        """Whether it is still to be decided what stands for somebody's span."""
        question = self.question_of(who, mention)
        return question is not None and draft.decision_on(question) is None


def _likeness(made: Annotation, own: Annotation) -> tuple[bool, int, int]:
    """Sorts what may stand for somebody's span, what is most like it last."""
    shared = made.span.shared(own.span)
    return shared > 0 and made.label == own.label, shared, -made.start


def having(question: Question) -> set[str]:
    """Who has anything of what a question is about."""
    return {seen.who for seen in question.seen if seen.ids}


class RelationQuestions:
    """The relations of all annotators, by the articles of their heads."""

    def __init__(self, items: StoryItems, spans: OwnSpans) -> None:
        self._spans = spans
        self._items = items
        self._by_article: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
        self._reaching: dict[str, set[str]] = defaultdict(set)
        for who, links in items.links.items():
            for relation in links.relations.values():
                self._by_article[relation.head.article].append((who, relation))
                self._reaching[relation.tail.article].add(relation.head.article)

    def articles_of(self, article: str) -> set[str]:
        """The articles of which questions may depend on what is decided in one."""
        return {article} | self._reaching.get(article, set())

    def of(self, draft: Draft, article: str) -> Iterator[Question]:
        """What ties two spans of the adjudicator's, the first of which is in an article.

        Args:
            draft: The adjudicator's work.
            article: The article's id.
        """
        tied: dict[tuple[Mention, Mention], dict[str, list[Relation]]] = defaultdict(
            lambda: defaultdict(list)
        )
        able: dict[tuple[Mention, Mention], set[str]] = defaultdict(set)
        for who, relation in self._by_article.get(article, ()):
            head = self._spans.stands_as(draft, who, relation.head)
            tail = self._spans.stands_as(draft, who, relation.tail)
            at_head = self._spans.question_of(who, relation.head)
            at_tail = self._spans.question_of(who, relation.tail)
            if head is None or tail is None or at_head is None or at_tail is None:
                continue
            if head == tail:  # two spans of theirs, for which one was taken
                continue
            tied[head, tail][who].append(relation)
            able[head, tail] |= having(at_head) & having(at_tail)
        for (head, tail), by_person in tied.items():
            annotation = draft.annotation(head.article, head.id)
            assert annotation is not None
            yield self._question(annotation.span, (head, tail), by_person, able[head, tail])

    def _question(
        self,
        place: Span,
        ends: tuple[Mention, Mention],
        by_person: Mapping[str, Sequence[Relation]],
        able: Iterable[str],
    ) -> Question:
        types: dict[str, _Types] = {
            who: tuple(sorted({(each.type, meant_role(each)) for each in those}))
            for who, those in by_person.items()
        }
        readings = tuple(
            Reading(names, tuple(Relation("", kind, *ends, role=role) for kind, role in those))
            for those, names in by_value(types)
        )
        had = {
            who: (tuple(each.id for each in those), digest(types[who], ends[0].id, ends[1].id))
            for who, those in by_person.items()
        }
        seen = self._items.seen(sorted({*able, *by_person}), had)
        return undivided_question(DecisionKind.RELATION, ends[0].article, place, readings, seen)
