"""How likely a candidate is to be tagged with a label, by the cues for and against it."""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.labels import Meaning
from store.suggest.candidates.cues import Cue
from store.suggest.candidates.roles import meaning_of
from store.text.lexicon import lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.labels import Label
    from store.suggest.candidates.candidate import Candidate


def _weights() -> tuple[dict[Meaning, float], dict[Meaning, dict[Cue, float]]]:
    """What is said of a span of which nothing is known, and what each cue speaks for a meaning."""
    first, *rows = map(str.split, lines_of(Path(__file__).parent / "data" / "weights.txt"))
    bias: dict[Meaning, float] = {}
    weights: dict[Meaning, dict[Cue, float]] = {Meaning(name): {} for name in first[1:]}
    for name, *values in rows:
        for meaning, value in zip(weights, values, strict=True):
            if name == "bias":
                bias[meaning] = float(value)
            elif value != ".":
                weights[meaning][Cue[name.upper()]] = float(value)
    return bias, weights


_BIAS, _WEIGHTS = _weights()
_NO_PERSON: Final = frozenset((Cue.BODY, Cue.ACRONYM, Cue.MEDIUM, Cue.COUNTRY, Cue.LINKED))
_NO_BODY: Final = frozenset((Cue.GIVEN, Cue.AFTER_TITLE, Cue.TITLED))
_PARTS: Final[Mapping[Meaning, tuple[Meaning, ...]]] = {
    Meaning.PERSON: (Meaning.ACTOR,),
    Meaning.ORGANISATION: (Meaning.ACTOR,),
    Meaning.SHORT: (Meaning.ACTOR, Meaning.LOCATION, Meaning.SOURCE),
    Meaning.LONG: (Meaning.CLAIM,),
    Meaning.QUOTATION: (Meaning.CLAIM,),
    Meaning.AMOUNT: (),
}
"""Meanings whose numbers are lent to one that has none of its own."""
_SOUGHT: Final[Mapping[Meaning, tuple[frozenset[Cue], float]]] = {
    Meaning.SHORT: (frozenset((Cue.NUMBER, Cue.DATE)), 0.1),
    Meaning.LONG: (frozenset((Cue.QUOTATION,)), 0.3),
    Meaning.QUOTATION: (frozenset((Cue.QUOTATION,)), 0.8),
    Meaning.AMOUNT: (frozenset((Cue.NUMBER, Cue.DATE)), 0.8),
}
"""Cues that say what is meant, and how likely it is then."""
_AGAINST: Final[Mapping[Meaning, frozenset[Cue]]] = {
    Meaning.PERSON: _NO_PERSON,
    Meaning.ORGANISATION: _NO_BODY,
}
_LEAST: Final = 1e-4
"""The least likely that anything is."""
_DOUBT: Final = 0.1
"""The share that is left by a cue against it, or where another meaning lends its numbers."""


def likelihood(candidate: Candidate, label: Label) -> float:
    """How likely a candidate is to be tagged with a label, from 0 to 1; see `roles.meaning_of`."""
    return _chance(candidate.cues, meaning_of(label))


@lru_cache(maxsize=65_536)
def log_odds(cues: frozenset[Cue], meaning: Meaning) -> float:
    """How likely a span with some cues is to be meant, in log odds."""
    chance = min(max(_chance(cues, meaning), _LEAST), 1 - _LEAST)
    return log(chance / (1 - chance))


@lru_cache(maxsize=65_536)
def _chance(cues: frozenset[Cue], meaning: Meaning) -> float:
    """How likely a span with some cues is to be meant, from 0 to 1."""
    if meaning in _WEIGHTS:
        weights = _WEIGHTS[meaning]
        return 1 / (1 + exp(-_BIAS[meaning] - sum(weights.get(cue, 0.0) for cue in cues)))
    best = max((_chance(cues, part) for part in _PARTS[meaning]), default=0.0)
    if meaning is Meaning.QUOTATION or not cues.isdisjoint(_AGAINST.get(meaning, frozenset())):
        best *= _DOUBT
    sought, likely = _SOUGHT.get(meaning, (frozenset(), 0.0))
    return best if cues.isdisjoint(sought) else max(best, likely)
