"""How many origins that do not depend on each other a row of claims has.

An origin is who said it, by cluster of the sources, or the article's own voice. Claims that are
copied from one another have one, and so have quotations of one utterance, and a claim that an
outlet carried with that of the outlet's own article. Sources without a name are never taken for the
same because they are called alike.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

from store.across.mention_form import mention_form
from store.across.prose import is_quoted
from store.across.record_proposals import naming_of
from store.across.shared_passages import ComparedText, shared_runs
from store.annotations.claim_record import FieldName, recorded
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.across.story_ties import StoryTies
    from store.annotations.model import Mention


class ClaimOrigin(Frozen):
    """Where the claims of a row come from."""

    name: str
    """Of the source, or the article's id where it speaks in its own voice."""
    is_own_voice: bool = False
    is_anonymous: bool = False


def origins_of(ties: StoryTies, claims: Sequence[Mention]) -> tuple[ClaimOrigin, ...]:
    """The independent origins of the claims of a row, in the order of the story."""
    said = {claim for claim in claims if ties.speaker_of(claim) is not None}
    covered = {claim.article for claim in said}
    counted = [c for c in claims if c in said or not (_is_title(ties, c) and c.article in covered)]
    groups: dict[str, list[Mention]] = {}
    told_first: dict[str, Mention] = {}
    for claim in counted:
        first = _carried_from(ties, _copied_from(ties, claim), counted)
        key = _key(ties, first)
        told_first.setdefault(key, first)
        groups.setdefault(key, []).append(claim)
    _join_utterances(ties, groups)
    return tuple(_origin(ties, told_first[key]) for key in groups)


def _join_utterances(ties: StoryTies, groups: dict[str, list[Mention]]) -> None:
    """Make one of groups that have a quotation of the same words: the one that was told first."""
    quoted = {
        claim: ComparedText(ties.articles[claim.article].text, ties.annotations[claim].span)
        for claim in chain.from_iterable(groups.values())
        if is_quoted(ties.articles[claim.article].text, ties.annotations[claim].span)
    }
    for one, other in combinations(quoted, 2):
        keys = [key for key, claims in groups.items() if one in claims or other in claims]
        is_apart = len(keys) > 1 and one.article != other.article
        if is_apart and shared_runs(quoted[one], quoted[other]):
            groups[keys[0]] += groups.pop(keys[1])


def _copied_from(ties: StoryTies, claim: Mention) -> Mention:
    """What a claim was copied from in the end, itself if from nothing; of a circle, any one."""
    seen = [claim]
    while True:
        known = (each for each in ties.copied_from(seen[-1]) if each in ties.annotations)
        following = next(known, None)
        if following is None:
            return seen[-1]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)


def _carried_from(ties: StoryTies, claim: Mention, others: Sequence[Mention]) -> Mention:
    """Of some claims the one in an article of the outlet that carried a claim; else itself."""
    carrier = ties.carrier_of(claim)
    if carrier is None:
        return claim
    name = mention_form(ties.annotations[carrier].text).key
    outlets = {each: ties.articles[each.article].outlet for each in others}
    there = (
        each for each, outlet in outlets.items() if outlet and mention_form(outlet).key == name
    )
    return next((each for each in there if each.article != claim.article), claim)


def _key(ties: StoryTies, claim: Mention) -> str:
    """What claims of one origin share."""
    speaker = ties.speaker_of(claim)
    if speaker is None:
        return f"article {claim.article}"
    cluster = ties.entity_of(speaker)
    if cluster is not None:
        return f"cluster {cluster.id}"
    if is_anonymous(ties, claim):
        return f"mention {speaker.article} {speaker.id}"
    return f"name {mention_form(ties.annotations[speaker].text).key}"


def _origin(ties: StoryTies, first: Mention) -> ClaimOrigin:
    """The origin of claims, of which this was told first."""
    speaker = ties.speaker_of(first)
    if speaker is None:
        return ClaimOrigin(first.article, is_own_voice=True)
    cluster = ties.entity_of(speaker)
    name = cluster.name if cluster is not None and cluster.name else ties.annotations[speaker].text
    return ClaimOrigin(name, is_anonymous=is_anonymous(ties, first))


def is_anonymous(ties: StoryTies, claim: Mention) -> bool:
    """Whether who said a claim has no name, as its record says, else how the source is worded."""
    said = recorded(ties.annotations[claim], FieldName.NAMING)
    speaker = ties.speaker_of(claim)
    if said:
        return said == "anonymous"
    return speaker is not None and naming_of(ties.annotations[speaker].text) == "anonymous"


def _is_title(ties: StoryTies, claim: Mention) -> bool:
    """Whether a claim stands in the first line of its article, and there are others."""
    text = ties.articles[claim.article].text
    first = len(text) - len(text.lstrip())
    return ties.annotations[claim].end <= text.find("\n", first)
