"""Suggestions that need neither a model nor examples: names, places, and who says what.

The scores are guesses at how often such a suggestion is accepted; what is learned from the
annotator (`store.suggest.learning`) takes their place as soon as there is enough to learn from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import regex

from store.suggest.candidates.attributions import attributions, trimmed_claim
from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.finding import candidates
from store.suggest.candidates.gazetteer import PlaceKind, is_given_name, place, places_in
from store.suggest.candidates.likelihood import likelihood
from store.suggest.candidates.roles import Roles, roles_of
from store.suggest.model import Suggestion
from store.text.boundaries import sentences
from store.text.lexicon import BEFORE_ACTING, BEFORE_PLACE, FINITE, ORGANISATIONS, SAYING
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.labels import Label, LabelSet
    from store.suggest.candidates.attributions import Attribution
    from store.suggest.candidates.candidate import Candidate
    from store.suggest.candidates.gazetteer import GazetteerEntry

_LONG: Final = frozenset((CandidateKind.QUOTATION, CandidateKind.CLAUSE, CandidateKind.SENTENCE))
_LEAST_LIKELY: Final = 0.05
"""How likely a name is at least that is worth a suggestion."""
STRETCH: Final = 20_000
"""Code points that are looked at in one go; a text is cut at line ends into such stretches."""
_LINE: Final = regex.compile(r"[^\n\r\u2028\u2029]+")
_WORD_BEFORE: Final = regex.compile(r"(?r)([\p{L}\p{M}'’.-]+)[^\S\n]+\G")
_WORD_AFTER: Final = regex.compile(r"\G[^\S\n]+([\p{L}\p{M}'’-]+)")


class _Why(NamedTuple):
    """What speaks for a suggestion."""

    reason: str
    score: float
    suggester: str
    source: Span | None = None


def suggest_by_rules(text: str, labels: LabelSet) -> list[Suggestion]:
    """What the rules find in a text, in its order; each span once for each label.

    Args:
        text: Of an article, whole.
        labels: A label set; labels whose names mean nothing to the rules are never suggested.
    """
    found: dict[tuple[int, int, str], Suggestion] = {}
    for stretch in _stretches(text):
        for suggestion in _in_stretch(text, stretch, labels):
            key = (suggestion.start, suggestion.end, suggestion.label)
            if key not in found or found[key].score < suggestion.score:
                found[key] = suggestion
    return sorted(found.values(), key=lambda suggestion: suggestion.order)


def _stretches(text: str) -> Iterator[Span]:
    """The text in pieces of whole lines, so that no rule sees more than a stretch at a time."""
    start = 0
    while start < len(text):
        end = min(len(text), start + STRETCH)
        if end < len(text):
            line_end = text.rfind("\n", start, end)
            end = line_end + 1 if line_end > start else end
        yield Span(start, end)
        start = end


def _in_stretch(text: str, stretch: Span, labels: LabelSet) -> Iterator[Suggestion]:
    roles = roles_of(labels)
    found = {candidate.span: candidate for candidate in candidates(text, stretch)}
    if roles.claim or roles.source:
        yield from _reported(text, stretch, labels, found)
    places = dict(places_in(text, tokens_in(text, stretch))) if _named(roles) else {}
    if places:
        yield from _places(text, places, roles)
    if roles.person or roles.organisation or roles.group:
        yield from _names(text, labels, found.values(), places)


def _named(roles: Roles) -> bool:
    return bool(roles.location or roles.group or roles.person or roles.organisation)


def _suggestion(text: str, span: Span, label: str, why: _Why) -> Suggestion:
    return Suggestion(
        span.start,
        span.end,
        label,
        span.of(text),
        reason=why.reason,
        score=why.score,
        suggester=why.suggester,
        source=why.source,
    )


# Who says what ---------------------------------------------------------------------------------


def _reported(
    text: str, stretch: Span, labels: LabelSet, found: Mapping[Span, Candidate]
) -> Iterator[Suggestion]:
    """Sources and claims beside a reporting cue, and what else may be a claim."""
    roles = roles_of(labels)
    claims: dict[Span, Attribution] = {}
    for line in _LINE.finditer(text, stretch.start, stretch.end):
        for each in attributions(text, Span(line.start(), line.end())):
            cue = f"beside “{each.cue.of(text)}”"
            if each.claim is not None:
                claims[each.claim] = each
            for span, reason, usual in (
                (each.source, cue, 0.6),
                (each.carrier, f"to whom it was said, {cue}", 0.4),
            ):
                if span is not None and roles.source:
                    score = _score(found.get(span), labels.named(roles.source), usual)
                    yield _suggestion(text, span, roles.source, _Why(reason, score, "cues"))
    label = labels.named(roles.claim)
    if label is not None:
        yield from _claims(text, label, found, claims)


def _score(candidate: Candidate | None, label: Label | None, usual: float) -> float:
    """How likely a span beside a cue is; of one that is no candidate the usual share of such."""
    return usual if candidate is None or label is None else likelihood(candidate, label)


def _claims(
    text: str,
    label: Label,
    found: Mapping[Span, Candidate],
    reported: Mapping[Span, Attribution],
) -> Iterator[Suggestion]:
    """What somebody is said to have said, and clauses and sentences that state something."""
    taken = set()
    for claim, each in reported.items():
        reason = f"what is said, beside “{each.cue.of(text)}”"
        pieces = list(_sentences_of(text, claim))
        for piece in pieces:
            taken.add(piece)
            score = _score(found.get(piece), label, 0.6 if len(pieces) == 1 else 0.45)
            why = _Why(reason, score, "cues", each.source)
            yield _suggestion(text, piece, label.name, why)
    for span, candidate in found.items():
        is_new = span not in taken and span == span.trimmed(text)
        if candidate.kind in _LONG and is_new:
            score = likelihood(candidate, label)
            if score >= _LEAST_LIKELY:
                source = next((e.source for c, e in reported.items() if c.covers(span)), None)
                reason = f"a {candidate.kind.value} that states something"
                yield _suggestion(text, span, label.name, _Why(reason, score, "cues", source))


def _sentences_of(text: str, claim: Span) -> Iterator[Span]:
    for sentence in sentences(text, claim):
        trimmed = trimmed_claim(text, sentence)
        if len(trimmed) > 12:
            yield trimmed


# Places --------------------------------------------------------------------------------------


def _places(text: str, places: dict[Span, GazetteerEntry], roles: Roles) -> Iterator[Suggestion]:
    for span, entry in places.items():
        acts = _acting(text, span)
        if entry.kind is PlaceKind.DEMONYM:
            if entry.is_people and roles.group:
                reason = f"the people of {entry.country}"
                yield _suggestion(text, span, roles.group, _Why(reason, 0.5, "places"))
            continue
        listed = f"{entry.kind} in the list of places"
        doubt = 0.5 if entry.is_ambiguous else 1.0
        if roles.location and text[span.end : span.end + 1] not in ("-", "‑"):
            before = _word_before(text, span.start)
            reason = f"{listed}, after “{before}”" if before in BEFORE_PLACE else listed
            score = (0.85 if before in BEFORE_PLACE else 0.55 if not acts else 0.3) * doubt
            yield _suggestion(text, span, roles.location, _Why(reason, score, "places"))
        if acts and roles.group and entry.kind in (PlaceKind.COUNTRY, PlaceKind.CAPITAL):
            score = 0.6 if entry.kind is PlaceKind.COUNTRY else 0.35
            reason = f"{entry.kind} that acts, {acts}"
            yield _suggestion(text, span, roles.group, _Why(reason, score * doubt, "places"))


def _acting(text: str, span: Span) -> str:
    """How the words beside a country show that it acts; empty if they do not."""
    before, after = _word_before(text, span.start), _word_after(text, span.end)
    if before in BEFORE_PLACE:
        return ""
    if after in FINITE | SAYING:
        return f"before “{after}”"
    if before in BEFORE_ACTING:
        return f"after “{before}”"
    if text[span.end : span.end + 2] in ("'s", "’s"):
        return "with “’s”"
    return ""


def _word_before(text: str, offset: int) -> str:
    match = _WORD_BEFORE.search(text, max(0, offset - 40), offset)
    return match.group(1).lower() if match else ""


def _word_after(text: str, offset: int) -> str:
    match = _WORD_AFTER.match(text, offset, min(len(text), offset + 40))
    return match.group(1) if match else ""


# Names -----------------------------------------------------------------------------------------


def _names(
    text: str, labels: LabelSet, found: Iterable[Candidate], places: dict[Span, GazetteerEntry]
) -> Iterator[Suggestion]:
    """Names of persons and organisations, and descriptions of people by their roles."""
    roles = roles_of(labels)
    for candidate in found:
        if candidate.span in places:
            continue
        name, reason = _meant(text, candidate, roles)
        label = labels.named(name)
        score = 0.0 if label is None else likelihood(candidate, label)
        if score >= _LEAST_LIKELY:
            yield _suggestion(text, candidate.span, name, _Why(reason, score, "names"))


def _meant(text: str, candidate: Candidate, roles: Roles) -> tuple[str, str]:
    """The label of a name or a role description, empty if there is none, and why."""
    if candidate.kind is CandidateKind.ROLE:
        return roles.group, "people by their role"
    if candidate.kind is not CandidateKind.NAME:
        return "", ""
    said = candidate.span.of(text)
    words = said.split()
    if words[-1].lower() in ORGANISATIONS or (said.isupper() and 2 < len(said) < 7):
        return (roles.organisation if place(said) is None else ""), "the name of an organisation"
    if is_given_name(words[0]) and len(words) > 1:
        return roles.person, "a person’s name"
    return roles.person, "a name"
