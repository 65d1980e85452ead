"""A short article with its gold, and somebody who practises on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Annotation, timestamp
from store.articles import find_story
from store.practice.folder import ANNOTATOR, prepare
from store.practice.gold import Gold, GoldSpan
from store.practice.record import PracticeRecord
from store.practice.teacher import Teacher
from store.story.workspace import Workspace
from tests.stories import edit_of, made

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "1_one", "2_two"
TEXTS: Final = {
    ONE: "The Iranian general met Vladimir Putin in Moscow, a senior official said on Friday.",
    TWO: "Putin denied it. Moscow will not send troops, Putin said.",
}
KNOWN: Final = frozenset(
    ("jump", "jump.keep", "select.grow", "undo", "tag.actor", "tag.location", "nudge.tighten")
)
"""Commands with a key: none that proposes."""


def gold_span(article: str, phrase: str, label: str, number: int = 1) -> GoldSpan:
    """A place where an article says something."""
    text, start = TEXTS[article], -1
    for _ in range(number):
        start = text.index(phrase, start + 1)
    return GoldSpan(article, start, start + len(phrase), label)


GENERAL: Final = gold_span(ONE, "Iranian general", "actor")
VLADIMIR: Final = gold_span(ONE, "Vladimir Putin", "actor")
MOSCOW: Final = gold_span(ONE, "Moscow", "location")
CLAIM: Final = gold_span(ONE, TEXTS[ONE][: TEXTS[ONE].index(",")], "claim")
OFFICIAL: Final = gold_span(ONE, "a senior official", "source")
PUTIN: Final = gold_span(TWO, "Putin", "actor")
STATE: Final = gold_span(TWO, "Moscow", "actor")
TWICE: Final = (gold_span(TWO, "Putin", "actor", 2), gold_span(TWO, "Putin", "source", 2))
SPANS: Final = (GENERAL, VLADIMIR, MOSCOW, CLAIM, OFFICIAL, PUTIN, STATE, *TWICE)
GOLD: Final = Gold(TEXTS, frozenset(SPANS))


def annotation(span: GoldSpan) -> Annotation:
    """Somebody's annotation of a place."""
    text = GOLD.text_of(span)
    return Annotation("01J0000000000000000000A001", span.start, span.end, span.label, text)


def opened(folder: Path) -> Workspace:
    """The articles, to practise on."""
    prepare(folder, GOLD, afresh=False)
    return Workspace.open(find_story([folder]), ANNOTATOR)


class Pupil:
    """Somebody who practises, key by key, a second each."""

    def __init__(self, workspace: Workspace, record: PracticeRecord | None = None) -> None:
        self.workspace = workspace
        self.now = 100.0
        self.teacher = Teacher(workspace, GOLD, record or PracticeRecord(), KNOWN)
        self.teacher.begin(self.now)
        self.has_brush = False
        workspace.subscribe(lambda c: self.teacher.see(c, has_brush=self.has_brush))

    def press(self, keys: int = 1) -> None:
        for _ in range(keys):
            self.now += 1.0
            self.teacher.press(self.now)

    def tag(self, span: GoldSpan, keys: int = 1, use: str = "tag.actor") -> Annotation:
        """Tag a place with a command, after so many keys."""
        from store.annotations import actions

        self.press(keys)
        self.teacher.use(use)
        article = self.workspace.article(span.article)
        edit = edit_of(actions.tag(article.article, article.annotations, span.span, span.label))
        self.workspace.apply(edit)
        return made(edit)

    def remove(self, span: GoldSpan, annotation: Annotation) -> None:
        self.press()
        self.teacher.use("annotation.remove")
        self.workspace.apply(EditOfAnnotation(span.article, annotation, None))

    def reject(self, span: GoldSpan) -> None:
        """Reject what somebody has proposed."""
        from msgspec.structs import replace

        self.press()
        now = timestamp()
        value = replace(annotation(span), rejected=True, created=now, updated=now)
        self.workspace.apply(EditOfAnnotation(span.article, None, value))

    def undo(self) -> None:
        self.press()
        self.teacher.use("undo")
        self.workspace.undo()

    def skip_all(self) -> None:
        while self.teacher.course.exercise is not None:
            self.teacher.skip()
