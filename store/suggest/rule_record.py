"""What has become of what the rules suggest, where an article has been read: which hold here."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from store.text.spelling import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion

_LEAST_PROVED: Final = 8
"""Texts that were right from which on their share says something."""
_PROVED: Final = 0.6
"""What share of them has to be right."""
_REFUSED: Final = 3
"""How many wrong texts a refusal is worth: somebody has looked."""


class Became(Enum):
    """What has become of something that a rule suggests."""

    TAGGED = auto()
    LEFT = auto()
    REFUSED = auto()


Rule: TypeAlias = tuple[str, str]
"""Who suggests, and the label."""
Judged: TypeAlias = tuple[Rule, str, Became]
"""The text in the middle is `canonical`."""


def judged(
    ruled: Iterable[Suggestion], opened: OpenArticle, read_up_to: Mapping[str, int]
) -> Counter[Judged]:
    """What has become of suggestions in an article, as far as it has been read for their labels."""
    found: Counter[Judged] = Counter()
    for one in ruled:
        if one.end <= read_up_to.get(one.label, 0):
            became = Became.LEFT
            if opened.annotations.find(one.span, one.label) is not None:
                became = Became.TAGGED
            elif len(opened.rejected) and opened.rejected.find(one.span, one.label) is not None:
                became = Became.REFUSED
            found[(one.suggester, one.label), canonical(one.text), became] += 1
    return found


class RuleRecord:
    """How often each rule was right for each label; the same text counts once."""

    def __init__(self) -> None:
        self._judged: Counter[Judged] = Counter()
        self._is_outdated = False
        self.proved: dict[Rule, tuple[int, int]] = {}
        """The rules that are mostly right here: how many texts were right, and of how many."""

    def is_proved(self, one: Suggestion) -> bool:
        """Whether the rule that suggests something is mostly right here for its label."""
        return (one.suggester, one.label) in self.proved

    def exchange(self, before: Counter[Judged], after: Counter[Judged]) -> None:
        """Count a part of the story otherwise than before."""
        if before != after:
            self._judged.subtract(before)
            self._judged.update(after)
            self._is_outdated = True

    def weigh(self) -> bool:
        """Find out which rules are proved; whether these are others than before."""
        if not self._is_outdated:
            return False
        self._is_outdated = False
        texts: defaultdict[Rule, defaultdict[str, Counter[Became]]]
        texts = defaultdict(lambda: defaultdict(Counter))
        for (rule, text, became), times in self._judged.items():
            if times > 0:
                texts[rule][text][became] += times
        before = self.proved.keys()
        self.proved = {}
        for rule, of_rule in texts.items():
            right = sum(each[Became.TAGGED] / each.total() for each in of_rule.values())
            refused = sum(each[Became.REFUSED] for each in of_rule.values())
            of = len(of_rule) + _REFUSED * refused
            if right >= _LEAST_PROVED and right >= _PROVED * of:
                self.proved[rule] = round(right), of
        return before != self.proved.keys()
