"""Mentions that stand side by side and mean one thing: "the commander, Qassem Soleimani"."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

import regex

from store.across.mention_form import mention_form
from store.text.lexicon import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.across.mention_groups import MentionGroup, TaggedMention
    from store.across.sieves import Holders

_TITLE: Final = rf"(?i:{'|'.join(sorted(TITLES))})\.?"
_SPACE: Final = "[ \u00a0]"
_RANKS: Final = rf"(?:{_TITLE}{_SPACE})*"
_MARKS: Final = rf",{_SPACE}|{_SPACE}?[—–]+{_SPACE}?|{_SPACE}-{_SPACE}|{_SPACE}\("
_OWNS: Final = regex.compile(r"['’]s?\b")
_FARTHEST: Final = 60
"""Code points between two mentions that stand side by side."""
_MOST_BETWEEN: Final = 6
"""Mentions that may begin between them, within the first."""


# Every title stands in these: they take longer to compile than all else here to import.
@cache
def next_to() -> regex.Pattern[str]:
    """Between a role and the name behind it: a space, and further titles."""
    return regex.compile(rf"{_SPACE}{_RANKS}")


@cache
def parted() -> regex.Pattern[str]:
    """Between a name and who somebody is: a comma, a dash or a bracket."""
    return regex.compile(rf"(?:{_MARKS})(?:the |a |an )?{_RANKS}")


@cache
def titles_before() -> regex.Pattern[str]:
    """Titles before a name, and a word before them that may say of which country."""
    return regex.compile(rf"(?r)(?:\b\p{{Lu}}\p{{L}}+{_SPACE})?(?:\b{_TITLE}{_SPACE})+\G")


def appositions(
    groups: Iterable[MentionGroup], texts: Mapping[str, str]
) -> Iterator[tuple[TaggedMention, TaggedMention]]:
    """Pairs of mentions of one label that stand side by side, one of them a name."""
    for article, mentions in _by_article(groups).items():
        text = texts.get(article, "")
        for first, second in _neighbours(mentions):
            gap = text[first.annotation.end : second.annotation.start]
            if _OWNS.match(text, second.annotation.end):
                continue
            one, other = first.form, second.form
            if not (one.says_which and other.says_which) or one.is_plural or other.is_plural:
                continue
            is_next = one.head and other.name and next_to().fullmatch(gap)
            is_other = bool(one.name) != bool(other.name)
            if is_next or (is_other and parted().fullmatch(gap)):
                yield first, second


def _neighbours(mentions: Sequence[TaggedMention]) -> Iterator[tuple[TaggedMention, TaggedMention]]:
    """Pairs of which the second begins not far behind the end of the first."""
    for number, second in enumerate(mentions):
        start = second.annotation.start
        for first in mentions[max(0, number - _MOST_BETWEEN) : number]:
            if 0 < start - first.annotation.end <= _FARTHEST:
                yield first, second


def titles_beside(
    groups: Iterable[MentionGroup],
    texts: Mapping[str, str],
    beside: Sequence[tuple[TaggedMention, TaggedMention]],
) -> Holders:
    """The names of a story by the titles that stand before them, in a mention or beside one, each
    with the country that it is said to be of."""
    found: Holders = defaultdict(list)
    for article, mentions in _by_article(groups).items():
        text = texts.get(article, "")
        for each in mentions:
            form = each.form
            if not form.name or not form.says_which:
                continue
            if form.title:
                found[form.title].append((form, form.country))
            before = titles_before().match(text, endpos=each.annotation.start)
            if before is not None:
                title = mention_form(before[0].strip())
                found[title.role].append((form, title.country))
    for one, other in beside:
        named, role = (one.form, other.form) if one.form.name else (other.form, one.form)
        found[role.role].append((named, role.country))
    return found


def _by_article(groups: Iterable[MentionGroup]) -> dict[str, list[TaggedMention]]:
    """The mentions of each article in the order of the text, each once."""
    found: dict[str, dict[str, TaggedMention]] = defaultdict(dict)
    for group in groups:
        for each in group.members:
            found[each.article][each.annotation.id] = each
    return {
        article: sorted(some.values(), key=lambda each: each.annotation.order)
        for article, some in found.items()
    }
