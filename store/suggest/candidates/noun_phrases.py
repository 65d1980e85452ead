"""Who says something: the noun phrases beside a reporting cue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.text.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    COUNTS,
    DETERMINERS,
    PREPOSITIONS,
    SAYING,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)
from store.text.lexicon import (
    PRONOUNS as ALL_PRONOUNS,
)
from store.text.tokens import joined, tokens_in, with_quotes

if TYPE_CHECKING:
    from store.text.span import Span
    from store.text.tokens import Token

PRONOUNS: Final = SUBJECT_PRONOUNS | {"which", "who"}
"""Pronouns that say something."""
_PARTS_CLAUSES: Final = SUBORDINATORS | CONJUNCTIONS | {"than"}
"""Words over which a noun phrase does not reach."""
_IN_NO_PHRASE: Final = AUXILIARIES | ALL_PRONOUNS | {"her", "not", "to", "then", "also"}
"""Words that stand in no noun phrase."""
_AFTER_LISTENER: Final = (PREPOSITIONS | {"last"}) - {"of"}
"""Words that end the phrase that names to whom something was said."""
_BEGINS_SOURCE: Final = DETERMINERS | COUNTS | {"people", "police"}
"""Words with which a source begins that is no name."""
_LONGEST_SOURCE: Final = 12
"""Words in a source beyond which it is taken for something else."""


def tokens_of_sentence(text: str, sentence: Span) -> list[Token]:
    """The words and marks of a sentence, hyphens and possessives with their words."""
    return joined(with_quotes(tokens_in(text, sentence)))


def subject_before(before: list[Token]) -> list[Token]:
    """The noun phrase that ends here, or before the apposition that ends here."""
    if before and before[-1].text == ",":
        for back in range(len(before) - 2, max(-1, len(before) - 16), -1):
            token = before[back]
            if token.text == "," and not token.in_quotes:
                name = phrase_before(before[:back])
                if len(name) == 1 and name[0].text.isdigit():
                    continue  # "Ana Boe, 34, a migrant, said"
                if name and any(t.text[0].isupper() for t in name[-1:]):
                    return name
                return []
            if token.in_quotes:
                return []
        return []
    return phrase_before(before)


def phrase_before(before: list[Token]) -> list[Token]:
    """The noun phrase that ends here; empty if none does."""
    taken: list[Token] = []
    for token in reversed(before):
        if not stands_in_phrase(token) or len(taken) >= _LONGEST_SOURCE:
            break
        taken.insert(0, token)
        if token.lower in ("a", "an", "the"):
            previous = before[len(before) - len(taken) - 1] if len(before) > len(taken) else None
            if previous is None or previous.lower not in ("of", "from", "in", "for", "at"):
                break
    if len(taken) == 1 and taken[0].lower in PRONOUNS:
        return taken
    opened = [t.text for t in taken].count("(")
    if opened != [t.text for t in taken].count(")"):
        bracket = max(i for i, t in enumerate(taken) if t.text in "()")
        taken = taken[bracket + 1 :]
    stop = max((number for number, token in enumerate(taken) if token.text == "."), default=-1)
    taken = taken[stop + 1 :]
    while taken and taken[0].lower in ("of", "in", "from", "for", "at", "with", "on", "by", ")"):
        taken = taken[1:]
    return taken


def phrase_after(after: list[Token]) -> list[Token]:
    """The noun phrase that begins here; empty if none does."""
    taken: list[Token] = []
    for number, token in enumerate(after):
        if not stands_in_phrase(token) or len(taken) >= _LONGEST_SOURCE:
            break
        if taken and token.lower in _AFTER_LISTENER:
            break
        if taken and token.text == token.lower and token.text.endswith("ed"):
            break
        if taken and token.text.endswith("day") and token.text[0].isupper():
            break
        if number and taken[-1].text[0].isupper() and token.lower in PRONOUNS:
            break
        if number and token.lower in ("the", "a", "an") and taken[-1].lower not in ("of", "to"):
            break
        taken.append(token)
    while taken and taken[-1].text == ".":
        taken.pop()
    return taken


def stands_in_phrase(token: Token) -> bool:
    """Whether a word may be part of a noun phrase."""
    if token.in_quotes or token.lower in _PARTS_CLAUSES:
        return False
    if token.lower in PRONOUNS:
        return True
    if token.lower in _IN_NO_PHRASE or (token.text in SAYING and token.text != "reports"):
        return False
    if token.text == token.lower and token.text.endswith("ly") and token.text not in ("family",):
        return False
    return token.text[0].isalnum() or token.text in ".()&"


def source_at(text: str, span: Span) -> Span | None:
    """The span as a source; nothing where it is a pronoun."""
    piece = text[span.start : span.end]
    words = piece.lower().split()
    if not words or regex.split("['’]", words[0])[0] in PRONOUNS or words[-1] in ("a", "an", "the"):
        return None
    if (
        not any(c.isupper() for c in piece)
        and words[0] not in _BEGINS_SOURCE
        and words[-1][-1] != "s"
    ):
        return None  # neither a name nor "the official" nor "officials"
    return span
