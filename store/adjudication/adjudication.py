"""Somebody goes through a docket, one question after another, from article to article."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.adjudication.questions import LEFT_OUT, UNSAID, DecidedCounts, Why
from store.annotations.actions import Refusal
from store.annotations.edits import EditOfDecision, singles
from store.annotations.model import Annotation, DecisionKind
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.adjudication.docket import Docket
    from store.adjudication.questions import DocketEntry, Question
    from store.annotations.edits import Edit
    from store.annotations.model import DecisionReason
    from store.story.open_story import OpenStory


class Adjudication:
    """Where an adjudicator is. It builds edits and makes none."""

    def __init__(self, docket: Docket, now: OpenStory, by: str, *, is_blind: bool = False) -> None:
        """Begin at the first question that is open.

        Args:
            docket: What there is to decide.
            now: The adjudicator's work.
            by: The login name of who decides.
            is_blind: Whether nobody's name is shown, nor that two readings are of one person.
        """
        self.docket = docket
        self.is_blind = is_blind
        self.article = docket.articles[0]
        """The id of the article that the question at hand is in."""
        self._now = now
        self._by = by
        self._at: Question | None = None
        self._why: tuple[object, Why] = None, UNSAID
        """What was said beforehand of a question, by its key."""
        self._known: tuple[tuple[object, object], list[DocketEntry]] | None = None
        self.go_on()

    # Where one is --------------------------------------------------------------------------

    @property
    def entries(self) -> list[DocketEntry]:
        """The questions of the article, as they stand."""
        stands = self._now.links(), self._now.article(self.article).annotations
        if self._known is None or any(
            one is not other for one, other in zip(stands, self._known[0], strict=True)
        ):
            self._known = stands, self.docket.entries(self._now, self.article)
        return self._known[1]

    @property
    def entry(self) -> DocketEntry | None:
        """The question at hand, as it stands; none where there is none in the article."""
        if self._at is None:
            return None
        key = self._at.key
        return next((each for each in self.entries if each.question.key == key), None)

    @property
    def singles(self) -> list[DocketEntry]:
        """The questions of the article that are decided one by one."""
        return [each for each in self.entries if each.is_single]

    @property
    def tally(self) -> DecidedCounts:
        """How far the article is decided."""
        single = self.singles
        spans = DecisionKind.SPANS  # ties follow these, and are no work
        plain = [e for e in self.entries if not e.is_single and e.question.kind is spans]
        return DecidedCounts(
            len(single),
            sum(not each.is_open for each in single),
            len(plain),
            sum(not each.is_open for each in plain),
        )

    @property
    def why(self) -> Why:
        """The reason and the note of the question at hand, decided or not."""
        entry = self.entry
        if entry is not None and entry.decision is not None:
            return Why(entry.decision.reason, entry.decision.note)
        key = self._at.key if self._at is not None else None
        return self._why[1] if self._why[0] == key else UNSAID

    def name(self, who: str) -> str:
        """What somebody is called: where names are hidden a letter, another in each question."""
        if not self.is_blind or self._at is None:
            return who
        key = "".join(self._at.key[1])
        order = sorted(
            self.docket.people, key=lambda each: hashlib.sha256(f"{key}/{each}".encode()).digest()
        )
        return chr(ord("A") + order.index(who)) if who in order else who

    def made(self, entry: DocketEntry) -> list[Annotation]:
        """The spans that stand for a question in the adjudicator's work."""
        made = entry.decision.made if entry.decision is not None else ()
        here = self._now.article(self.article).annotations
        return [each for each in here if each.id in made]

    # Going ---------------------------------------------------------------------------------

    def go_to(self, question: Question) -> None:
        """Have another question at hand."""
        self._at = question
        self._look_at(question.article)

    def _look_at(self, article: str) -> None:
        if article != self.article:
            self.article, self._known = article, None

    def walk(self, by: int, *, every: bool) -> bool:
        """Go to the next question; whether there is one in the article.

        Args:
            by: 1 to go on, -1 to go back.
            every: Whether those are meant too that are decided, and on which all agree.
        """
        entries = self.entries
        key = self._at.key if self._at is not None else None
        beyond = -1 if by > 0 else len(entries)
        at = next((n for n, each in enumerate(entries) if each.question.key == key), beyond)
        numbers = range(at + 1, len(entries)) if by > 0 else range(at - 1, -1, -1)
        found = next((n for n in numbers if every or entries[n].needs_a_look), None)
        if found is not None:
            self._at = entries[found].question
        return found is not None

    def go_on(self) -> bool:
        """Go to the next question that is open: below, in other articles, then above; whether one
        is left."""
        if self.walk(1, every=False):
            return True
        following = self._next_elsewhere(lambda each: each.needs_a_look)
        if following is not None:
            self.go_to(following.question)
            return True
        if self._at is None and self.entries:
            self._at = self.entries[0].question
        return False

    def go_to_agreed(self) -> bool:
        """Go to an article in which something on which everybody agrees is left to be taken, if not
        in this one; whether there is one."""
        if self.tally.taken < self.tally.agreed:
            return True
        found = self._next_elsewhere(lambda each: each.is_open and not each.is_single)
        if found is not None:
            self.go_to_article(found.question.article)
        return found is not None

    def _next_elsewhere(self, is_meant: Callable[[DocketEntry], bool]) -> DocketEntry | None:
        """The first such question in the articles below, then in those above and in this one."""
        articles = self.docket.articles
        here = articles.index(self.article)
        for article in (*articles[here + 1 :], *articles[: here + 1]):
            for each in self.docket.entries(self._now, article):
                if is_meant(each):
                    return each
        return None

    def go_to_article(self, article: str) -> None:
        """Go to the first open question of an article, else to its first."""
        self._at = None
        self._look_at(article)
        if not self.walk(1, every=False):
            self.walk(1, every=True)

    def go_to_place(self, place: str) -> bool:
        """Go to the question at a place such as `story:article:40-71`, with or without the story;
        whether there is one."""
        article, _, extent = place.rpartition(":")
        known = [each for each in self.docket.articles if f":{article}".endswith(f":{each}")]
        start, _, end = extent.partition("-")
        if not known or not start.isdecimal() or not end.isdecimal():
            return False
        here = (int(start), int(end))
        found = [
            each
            for each in self.docket.entries(self._now, max(known, key=len))
            if (each.question.start, each.question.end) == here
        ]
        for entry in sorted(found, key=lambda each: not each.needs_a_look)[:1]:
            self.go_to(entry.question)
        return bool(found)

    def follow(self, edit: Edit) -> bool:
        """Go to what an edit has decided, or opened again; whether it is of one question."""
        values = [
            value
            for each in singles(edit)
            if isinstance(each, EditOfDecision) and (value := each.after or each.before)
        ]
        of_spans = [each for each in values if each.kind is DecisionKind.SPANS]
        told = of_spans or values
        if len(told) != 1 or told[0].article not in self.docket.articles:
            return False
        found = self.docket.entry_of(self._now, told[0])
        if found is not None:
            self.go_to(found.question)
        return found is not None

    # Deciding ------------------------------------------------------------------------------

    def decide(self, number: int) -> Edit | Refusal:
        """The edit that takes a reading of the question at hand."""
        question = self._at
        if question is None:
            return Refusal("There is nothing to decide here")
        if number > len(question.readings):
            return Refusal(f"There are {counted(len(question.readings), 'reading')} of it")
        edit = self.docket.decide(self._now, question, number, self._by, self.why)
        assert edit is not None  # a decision is always written, with what was seen
        return edit

    def decide_by_majority(self) -> Edit | Refusal:
        """The edit that takes what most of the people have: more than half of all."""
        question = self._at
        if question is not None and question.majority is None:
            return Refusal("No reading has a majority; take one by its number")
        return self.decide(question.majority or LEFT_OUT if question is not None else LEFT_OUT)

    def number_with(self, label: str) -> int | None:
        """The number of the first reading of the question at hand with a label."""
        readings: Sequence[object] = self._at.readings if self._at is not None else ()
        for number, reading in enumerate(readings, start=1):
            values = getattr(reading, "values", ())
            if any(isinstance(v, Annotation) and v.label == label for v in values):
                return number
        return None

    def decide_agreed(self) -> tuple[Edit | Refusal, int]:
        """The edit that takes all on which everybody agrees in the article, and how many it is."""
        edit, count = self.docket.decide_agreed(self._now, self.article, self._by)
        return edit or Refusal("All on which everybody agrees here is taken already"), count

    def open_again(self) -> Edit | Refusal:
        """The edit that takes back what was decided of the question at hand."""
        entry = self.entry
        edit = self.docket.open_again(self._now, entry.question) if entry is not None else None
        return edit or Refusal("Nothing was decided of this yet")

    def say_why(
        self, *, reason: DecisionReason | None = None, note: str | None = None
    ) -> Edit | None:
        """Keep a reason or a note: the edit where it was decided already, else none, and it is
        written with the decision."""
        why = self.why
        why = Why(
            why.reason if reason is None else reason, why.note if note is None else note.strip()
        )
        entry = self.entry
        if entry is None or entry.decision is None:
            self._why = (self._at.key if self._at is not None else None), why
            return None
        after = replace(entry.decision, reason=why.reason, note=why.note)
        return EditOfDecision(entry.decision, after)

    def notes(self) -> Iterator[tuple[str, str]]:
        """Who has written what on the readings of the question at hand."""
        for reading in self._at.readings if self._at is not None else ():
            yield from ((self.name(who), note) for who, note in reading.notes)
