"""What the name of a label says that it is for: a list of words, and how a name is held to it."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LABEL_WORDS: Final[Mapping[str, frozenset[str]]] = {
    meaning: frozenset(words.split())
    for meaning, words in {
        "actor": "actor agent party participant entity who stakeholder player subject "
        "protagonist name",
        "person": "person per people individual human politician",
        "organisation": "organisation organization org institution agency company group norp",
        "location": "location loc place gpe where country geo geography city region area state",
        "claim": "claim statement assertion content quote quotation proposition allegation said",
        "source": "source speaker attribution attributor witness spokesperson outlet informant",
    }.items()
}
"""Names of labels, in small letters, by what they stand for (`store.labels.Meaning`)."""


def named_for(meaning: str, names: Iterable[str]) -> str:
    """The name that stands for a meaning: one that is a word for it, else the first that begins
    with one; empty if none does."""
    known = list(names)
    exact = (name for name in known if name.casefold() in LABEL_WORDS[meaning])
    alike = (name for name in known if is_named_for(meaning, name))
    return next(exact, "") or next(alike, "")


def is_named_for(meaning: str, name: str) -> bool:
    """Whether the first word of a label's name, or its singular, stands for a meaning."""
    letters = dropwhile(lambda each: not each.isalpha(), name)
    first = "".join(takewhile(str.isalpha, letters)).casefold()
    words = LABEL_WORDS[meaning]
    return first in words or (len(first) > 3 and first.endswith("s") and first[:-1] in words)
