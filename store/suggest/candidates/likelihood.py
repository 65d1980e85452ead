"""How likely a span is to be tagged with a label, by the cues that speak for and against it."""

from __future__ import annotations

from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, Final

from store.labels import Drawing, Label, LabelSet
from store.suggest.candidates.cues import Cue
from store.suggest.candidates.roles import roles_of
from store.suggest.candidates.weights import BIAS, MEANINGS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

PERSON, ORGANISATION, QUOTATION, AMOUNT = "person", "organisation", "quotation", "amount"
"""What a label may be for beside `MEANINGS`."""
SHORT, LONG = "short", "long"
"""What a label is for whose name says nothing, by how it is drawn."""
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    QUOTATION: ("quot",),
    AMOUNT: ("date", "time", "when", "number", "quantit", "money", "percent", "cardinal", "amount"),
}
"""How the names of labels begin for those that `roles_of` does not know."""
_NO_PERSON: Final = frozenset((Cue.BODY, Cue.ACRONYM, Cue.MEDIUM, Cue.COUNTRY, Cue.LINKED))
_NO_BODY: Final = frozenset((Cue.GIVEN, Cue.AFTER_TITLE, Cue.TITLED))
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    PERSON: ("actor",),
    ORGANISATION: ("actor",),
    SHORT: ("actor", "location", "source"),
    LONG: ("claim",),
    QUOTATION: ("claim",),
    AMOUNT: (),
}
_SOUGHT: Final[Mapping[str, tuple[frozenset[Cue], float]]] = {
    SHORT: (frozenset((Cue.NUMBER, Cue.DATE)), 0.1),
    LONG: (frozenset((Cue.QUOTATION,)), 0.3),
    QUOTATION: (frozenset((Cue.QUOTATION,)), 0.8),
    AMOUNT: (frozenset((Cue.NUMBER, Cue.DATE)), 0.8),
}
"""Signs that say what is meant, and how likely it is then."""
_AGAINST: Final[Mapping[str, frozenset[Cue]]] = {PERSON: _NO_PERSON, ORGANISATION: _NO_BODY}
_DOUBT: Final = 0.1
"""The share that is left by a sign against it, or where another meaning lends its numbers."""


@lru_cache(maxsize=256)
def meaning_of(name: str, drawing: Drawing) -> str:
    """What a label is for, by its name; where that says nothing, by how it is drawn."""
    for meaning, beginnings in _NAMES.items():
        if name.casefold().startswith(beginnings):
            return meaning
    roles = roles_of(LabelSet((Label(name, "x", "blue", drawing),)))
    for meaning in ("location", "claim", "source"):
        if getattr(roles, meaning):
            return meaning
    if roles.person and roles.organisation:
        return "actor"
    if roles.person or roles.organisation:
        return PERSON if roles.person else ORGANISATION
    return SHORT if drawing is Drawing.FILL else LONG


@lru_cache(maxsize=65_536)
def chance(cues: frozenset[Cue], meaning: str) -> float:
    """How likely a span with some cues is to be meant, from 0 to 1."""
    if meaning in MEANINGS:
        weights = WEIGHTS[meaning]
        total = BIAS[meaning] + sum(weights.get(sign, 0.0) for sign in cues)
        return 1 / (1 + exp(-total))
    best = max((chance(cues, part) for part in _PARTS[meaning]), default=0.0)
    if meaning == QUOTATION or not cues.isdisjoint(_AGAINST.get(meaning, frozenset())):
        best *= _DOUBT
    sought, likely = _SOUGHT.get(meaning, (frozenset(), 0.0))
    return best if cues.isdisjoint(sought) else max(best, likely)
