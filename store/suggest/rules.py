"""Suggestions that need neither a model nor examples: names, places, and who says what.

The scores are guesses at how often such a suggestion is accepted; what is learned from the
annotator (`store.suggest.learning`) takes their place as soon as there is enough to learn from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.annotations.model import Origin
from store.suggest.candidates import Kind, candidates, likelihood
from store.suggest.cues import attributions, trimmed_claim
from store.suggest.gazetteer import PlaceKind, is_given_name, place, places_in
from store.suggest.model import Suggestion
from store.suggest.roles import Roles, roles_of
from store.suggest.words import AFTER_ACTING, BEFORE_ACTING, BEFORE_PLACE, ORGANISATIONS
from store.text.boundaries import sentences
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.labels import LabelSet
    from store.suggest.candidates import Candidate
    from store.suggest.gazetteer import Place

_LEAST_LIKELY: Final = 0.05
"""How likely a name is at least that is worth a suggestion."""
STRETCH: Final = 20_000
"""Code points that are looked at in one go; a text is cut at line ends into such stretches."""
_LINE: Final = regex.compile(r"[^\n\r\u2028\u2029]+")
_WORD_BEFORE: Final = regex.compile(r"(?r)([\p{L}\p{M}'’.-]+)[^\S\n]+\G")
_WORD_AFTER: Final = regex.compile(r"\G[^\S\n]+([\p{L}\p{M}'’-]+)")


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


def kind_of(text: str, label: str) -> str:
    """What a suggestion shares with those of the same words and label."""
    return f"{label}: {' '.join(text.casefold().replace('’', chr(39)).split())}"


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
    if roles.claim or roles.source:
        yield from _reported(text, stretch, roles)
    places = dict(places_in(text, stretch)) if _named(roles) else {}
    if places:
        yield from _places(text, places, roles)
    if roles.person or roles.organisation or roles.group:
        yield from _names(text, stretch, labels, places)


def _named(roles: Roles) -> bool:
    return bool(roles.location or roles.group or roles.person or roles.organisation)


def _suggestion(
    text: str,
    span: Span,
    label: str,
    reason: str,
    score: float,
    suggester: str,
    source: Span | None = None,
) -> Suggestion:
    said = span.of(text)
    kind = kind_of(said, label)
    origin = Origin.SUGGESTED
    return Suggestion(
        span.start, span.end, label, said, origin, reason, score, suggester, kind, source
    )


# Who says what ---------------------------------------------------------------------------------


def _reported(text: str, stretch: Span, roles: Roles) -> Iterator[Suggestion]:
    """Sources and claims beside a reporting cue, and the other sentences as claims."""
    for line in _LINE.finditer(text, stretch.start, stretch.end):
        taken: list[Span] = []
        paragraph = Span(line.start(), line.end())
        for found in attributions(text, paragraph):
            cue = f"beside “{found.cue.of(text)}”"
            if found.claim is not None:
                taken.append(found.claim)
            if roles.source:
                if found.source is not None:
                    yield _suggestion(text, found.source, roles.source, cue, 0.6, "cues")
                if found.carrier is not None:
                    to = f"to whom it was said, {cue}"
                    yield _suggestion(text, found.carrier, roles.source, to, 0.4, "cues")
            if roles.claim and found.claim is not None:
                reason = f"what is said, {cue}"
                pieces = list(_sentences_of(text, found.claim))
                for piece in pieces:
                    score = 0.6 if len(pieces) == 1 else 0.45
                    yield _suggestion(text, piece, roles.claim, reason, score, "cues", found.source)
        if roles.claim:
            yield from _stated(text, paragraph, taken, roles.claim)


def _sentences_of(text: str, claim: Span) -> Iterator[Span]:
    for sentence in sentences(text, claim):
        trimmed = trimmed_claim(text, sentence)
        if len(trimmed) > 12:
            yield trimmed


def _stated(text: str, paragraph: Span, taken: list[Span], label: str) -> Iterator[Suggestion]:
    """Sentences that no one is said to have said."""
    for sentence in sentences(text, paragraph):
        last = text[sentence.end - 1]
        if last not in '.”"…' or any(
            s.start < sentence.end and sentence.start < s.end for s in taken
        ):
            continue
        claim = trimmed_claim(text, sentence)
        if claim.of(text).count(" ") >= 4:
            reason = "a sentence that states something"
            yield _suggestion(text, claim, label, reason, 0.35, "cues")


# Places --------------------------------------------------------------------------------------


def _places(text: str, places: dict[Span, Place], roles: Roles) -> Iterator[Suggestion]:
    for span, entry in places.items():
        acts = _acting(text, span)
        if entry.kind is PlaceKind.DEMONYM:
            if entry.is_people and roles.group:
                reason = f"the people of {entry.country}"
                yield _suggestion(text, span, roles.group, reason, 0.5, "places")
            continue
        listed = f"{entry.kind} in the list of places"
        doubt = 0.5 if entry.is_ambiguous else 1.0
        if roles.location and text[span.end : span.end + 1] not in ("-", "‑"):
            before = _word_before(text, span.start)
            reason = f"{listed}, after “{before}”" if before in BEFORE_PLACE else listed
            score = (0.85 if before in BEFORE_PLACE else 0.55 if not acts else 0.3) * doubt
            yield _suggestion(text, span, roles.location, reason, score, "places")
        if acts and roles.group and entry.kind in (PlaceKind.COUNTRY, PlaceKind.CAPITAL):
            score = 0.6 if entry.kind is PlaceKind.COUNTRY else 0.35
            reason = f"{entry.kind} that acts, {acts}"
            yield _suggestion(text, span, roles.group, reason, score * doubt, "places")


def _acting(text: str, span: Span) -> str:
    """How the words beside a country show that it acts; empty if they do not."""
    before, after = _word_before(text, span.start), _word_after(text, span.end)
    if before in BEFORE_PLACE:
        return ""
    if after in AFTER_ACTING:
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
    text: str, stretch: Span, labels: LabelSet, places: dict[Span, Place]
) -> Iterator[Suggestion]:
    """Names of persons and organisations, and descriptions of people by their roles."""
    roles = roles_of(labels)
    for candidate in candidates(text, stretch):
        if candidate.span in places:
            continue
        name, reason = _meant(text, candidate, roles)
        label = labels.named(name)
        score = 0.0 if label is None else likelihood(candidate, label)
        if score >= _LEAST_LIKELY:
            yield _suggestion(text, candidate.span, name, reason, score, "names")


def _meant(text: str, candidate: Candidate, roles: Roles) -> tuple[str, str]:
    """The label of a name or a role description, empty if there is none, and why."""
    if candidate.kind is Kind.ROLE:
        return roles.group, "people by their role"
    if candidate.kind is not Kind.NAME:
        return "", ""
    said = candidate.span.of(text)
    words = said.split()
    if words[-1].lower() in ORGANISATIONS or (said.isupper() and 2 < len(said) < 7):
        return (roles.organisation if place(said) is None else ""), "the name of an organisation"
    if is_given_name(words[0]) and len(words) > 1:
        return roles.person, "a person’s name"
    return roles.person, "a name"
