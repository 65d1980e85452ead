"""Which text that is not tagged alike is looked at, and which of its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.annotations.edits import EditOfAnnotation, singles
from store.text.spelling import canonical

if TYPE_CHECKING:
    from store.annotations.edits import Edit
    from store.story.workspace import Workspace
    from store.suggest.consistency.inconsistency import Inconsistency, Occurrence
    from store.suggest.consistency.story_survey import StorySurvey

_AROUND: Final = 40
"""Code points told on each side of a place."""


class SettlingChoice:
    """The texts of a survey in an order that stays, and the place of one that is chosen."""

    def __init__(self, workspace: Workspace, survey: StorySurvey) -> None:
        self._workspace = workspace
        self.survey = survey
        self._order: list[str] = []
        """The keys of the texts in the order in which they are listed, also of settled ones."""
        self._chosen = ""
        """The key of the text that is looked at."""
        self.at = 0
        """The number of its place that the keys are for."""
        self.brought_back: Edit | None = None
        """What was undone or made again just now, and is chosen once it is known."""

    def open_anew(self) -> None:
        """List all there is to settle that is known, the likeliest slips first."""
        self._order, self._chosen, self.at = [], "", 0
        self.list()

    # What there is -------------------------------------------------------------------------

    @property
    def findings(self) -> list[Inconsistency]:
        """The texts that are not tagged alike."""
        found = self.survey.findings
        return [found[key] for key in self._order if key in found]

    @property
    def finding(self) -> Inconsistency | None:
        """The text that is looked at."""
        return self.survey.findings.get(self._chosen)

    @property
    def number(self) -> int:
        """Which of the texts that is, from 0."""
        finding = self.finding
        return self.findings.index(finding) if finding is not None else 0

    @property
    def place(self) -> Occurrence | None:
        """The place that is chosen."""
        finding = self.finding
        return finding.occurrences[self.at] if finding is not None else None

    def told(self) -> str:
        """The text and the place, as a sentence; empty if there is nothing to settle."""
        finding, place = self.finding, self.place
        if finding is None or place is None:
            return ""
        article = self._workspace.now.peek(place.article).article
        name = self._workspace.story.name_of(place.article, article.title)
        around = article.text[max(0, place.start - _AROUND) : place.end + _AROUND]
        tags = " and ".join(tag.label for tag in place.tags) or "not tagged"
        return f"“{finding.text}”, {tags} in {name}: … {around} …"

    # After an edit -------------------------------------------------------------------------

    def list(self) -> None:
        """List the texts: those that were listed before in their order, others behind them; none
        before the story has been looked through once."""
        if self.survey.is_through:
            listed = set(self._order)
            self._order += [f.key for f in self.survey.ranked() if f.key not in listed]
            self._stay()
        if self.brought_back is not None and self.survey.is_right:
            self._choose_place_of(self.brought_back)
            self.brought_back = None

    def stay(self) -> None:
        """Choose a place that is there still."""
        finding = self.finding
        if finding is None:
            self._stay()
        else:
            self.at = min(self.at, len(finding.occurrences) - 1)

    def _stay(self) -> None:
        """Choose what stands where something was settled: the next place, or the next text."""
        finding, found = self.finding, self.survey.findings
        if finding is None:
            number = self._order.index(self._chosen) if self._chosen in self._order else 0
            following = (*self._order[number:], *reversed(self._order[:number]))
            self._chosen = next((key for key in following if key in found), "")
            self.at = 0
        elif finding.open and self.at >= len(finding.open):
            self.at = len(finding.open) - 1

    def _choose_place_of(self, edit: Edit) -> None:
        """Choose the place of an edit that was undone or made again, if it is to be settled now."""
        for single in singles(edit):
            annotation = isinstance(single, EditOfAnnotation) and (single.after or single.before)
            if not annotation or not isinstance(single, EditOfAnnotation):
                continue
            finding = self.survey.findings.get(canonical(annotation.text))
            for number, place in enumerate(finding.occurrences if finding is not None else ()):
                if (place.article, place.start) == (single.article, annotation.start):
                    self._chosen, self.at = finding.key if finding is not None else "", number
                    return

    # Choosing ------------------------------------------------------------------------------

    def choose(self, text: int) -> None:
        """Choose a text by its number, if there is such a one, and its first place."""
        found = self.findings
        if 0 <= text < len(found):
            self._chosen, self.at = found[text].key, 0

    def go_to_text(self, by: int) -> bool:
        """Go to the next or previous text; whether there is one."""
        keys = [finding.key for finding in self.findings]
        number = keys.index(self._chosen) + by if self._chosen in keys else -1
        if not 0 <= number < len(keys):
            return False
        self._chosen, self.at = keys[number], 0
        return True

    def choose_last(self) -> None:
        """Choose the last text, and its first place."""
        self.choose(len(self.findings) - 1)

    def go(self, by: int) -> bool:
        """Go to another place of the text; behind its last one, to the next text; whether that
        is there."""
        finding = self.finding
        if finding is None:
            return True
        if 0 <= self.at + by < len(finding.occurrences):
            self.at += by
            return True
        if not self.go_to_text(1 if by > 0 else -1):
            return False
        if by < 0 and self.finding is not None:
            self.at = max(0, len(self.finding.open) - 1)
        return True

    def go_on(self, by: int) -> None:
        """Go so many places on or back, but not beyond the text."""
        finding = self.finding
        if finding is not None:
            self.at = max(0, min(len(finding.occurrences) - 1, self.at + by))
