"""Suggestions that need neither a model nor examples: names, places, and who says what.

They are the candidates that fit a label by its name. How sure they are is how likely a candidate
is; whether that holds for an annotator is found out from what they tag (`rule_record`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.cues import Cue
from store.suggest.candidates.finding import analyses
from store.suggest.candidates.gazetteer import PlaceKind, is_given_name
from store.suggest.candidates.likelihood import likelihood
from store.suggest.candidates.passage_analysis import ACTING
from store.suggest.candidates.roles import roles_of
from store.suggest.model import Suggestion
from store.text.lexicon import ORGANISATIONS
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.labels import LabelSet
    from store.suggest.candidates.attributions import Attribution
    from store.suggest.candidates.candidate import Candidate
    from store.suggest.candidates.gazetteer import GazetteerEntry
    from store.suggest.candidates.passage_analysis import PassageAnalysis
    from store.suggest.candidates.roles import Roles

_LONG: Final = frozenset((CandidateKind.QUOTATION, CandidateKind.CLAUSE, CandidateKind.SENTENCE))
_LEAST_LIKELY: Final = 0.05
"""How likely a candidate is at least that is worth a suggestion."""
_STATES: Final = frozenset((PlaceKind.COUNTRY, PlaceKind.CAPITAL))


def suggest_by_rules(text: str, labels: LabelSet) -> list[Suggestion]:
    """What the rules find in a text, in its order; each span once for each label.

    Args:
        text: Of an article, whole.
        labels: A label set; labels whose names mean nothing to the rules are never suggested.
    """
    roles = roles_of(labels)
    found: list[Suggestion] = []
    for start, passage in analyses(text, Span(0, len(text))):
        for candidate in passage.candidates:
            span = candidate.span.moved(start)
            for name, suggester, reason in _meant(passage, candidate, roles):
                label = labels.named(name)
                score = 0.0 if label is None else likelihood(candidate, label)
                if score >= _LEAST_LIKELY:
                    said = _attribution(passage, candidate) if name == roles.claim else None
                    made = Suggestion(
                        *(candidate.start, candidate.end, name, span.of(text)),
                        reason=reason,
                        score=score,
                        suggester=suggester,
                        source=said.source if said and roles.source else None,
                        cue=said.cue if said else None,
                    )
                    found.append(made.moved(start))
    return sorted(found, key=lambda suggestion: suggestion.order)


def _meant(
    passage: PassageAnalysis, candidate: Candidate, roles: Roles
) -> Iterator[tuple[str, str, str]]:
    """The labels that a candidate may get, each with who suggests it and why."""
    span, place = candidate.span, passage.places.get(candidate.span)
    if candidate.kind in _LONG:
        said = _attribution(passage, candidate)
        is_cued = said is not None and candidate.cues & {Cue.CUED, Cue.CUED_PART}
        states = f"a {candidate.kind.value} that states something"
        yield roles.claim, "cues", _said(passage, said) if said and is_cued else states
    saying = next((a for a in passage.attributions if span in (a.source, a.carrier)), None)
    if saying is not None:
        told = "to whom it was said, " if saying.source != span else ""
        yield roles.source, "cues", f"{told}{_beside(passage, saying)}"
    if candidate.kind is CandidateKind.ROLE:
        yield roles.group, "names", "people by their role"
    elif candidate.kind is CandidateKind.NAME and place is not None:
        yield from _as_place(passage, candidate, place, roles)
    elif candidate.kind is CandidateKind.NAME:
        yield _as_name(span.of(passage.text), roles)


def _beside(passage: PassageAnalysis, said: Attribution) -> str:
    return f"beside “{said.cue.of(passage.text)}”"


def _said(passage: PassageAnalysis, said: Attribution) -> str:
    by = f"by “{said.source.of(passage.text)}”, " if said.source else ""
    return f"what is said {by}{_beside(passage, said)}"


def _attribution(passage: PassageAnalysis, candidate: Candidate) -> Attribution | None:
    """Where a cue beside it says that it is said, that with who says it."""
    saying = (a for a in passage.attributions if a.claim and a.claim.covers(candidate.span))
    return next(saying, None)


def _as_place(
    passage: PassageAnalysis, candidate: Candidate, place: GazetteerEntry, roles: Roles
) -> Iterator[tuple[str, str, str]]:
    if place.kind is not PlaceKind.DEMONYM:
        listed = f"{place.kind} in the list of places"
        if Cue.PLACED in candidate.cues:
            before = passage.starts[candidate.start] - 1
            before -= passage.tokens[before].lower == "the"
            listed += f", after “{passage.tokens[before].text}”"
        yield roles.location, "places", listed
        if place.kind in _STATES and Cue.ACTING_STATE in candidate.cues:
            how = next((f", {cue}" for cue in ACTING if cue in candidate.cues), "")
            yield roles.group, "places", f"{place.kind} that acts{how}"
    elif place.is_people:
        yield roles.group, "places", f"the people of {place.country}"


def _as_name(name: str, roles: Roles) -> tuple[str, str, str]:
    words = name.split()
    if words[-1].lower() in ORGANISATIONS or (name.isupper() and 2 < len(name) < 7):
        return roles.organisation, "names", "the name of an organisation"
    if is_given_name(words[0]) and len(words) > 1:
        return roles.person, "names", "a person’s name"
    return roles.person, "names", "a name"
