"""Words that several places say alike."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


def counted(number: int, noun: str) -> str:
    """A number of things: "1 span", "2,000 spans"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def cut_short(text: str, most: int) -> str:
    """A text of so many characters at the most; one that is longer ends with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


CHECK: Final = "sidelight check names what is wrong, and with {option:repair} mends it"
_MARK: Final = r"\{(key|option):([a-z]+(?:[.-][a-z]+)*)\}"
_SHIELD: Final = "\ufdd0"
"""Stands behind a bracket of data, until the sentence is filled: a noncharacter, which no sentence
shows as it is."""


def local_time(timestamp: str) -> str:
    """A timestamp in the reader's own time zone, to the minute; as it is if it is none."""
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return timestamp
    return moment.astimezone().isoformat(" ", "minutes")[:16]


def unmarked(data: object) -> str:
    """Data to stand in a sentence: a file called `{key:undo}` is no mark of ours."""
    text = str(data)
    for kind in ("key", "option"):
        text = text.replace(f"{{{kind}:", f"{{{_SHIELD}{kind}:")
    return text


def filled(sentence: str, key: Callable[[str], str], option: Callable[[str], str]) -> str:
    """A sentence with what the terminal has for a command's key and for an option.

    A sentence of the store names neither, as both are the terminal's: it says `{key:undo}` for the
    key of the command `undo`, and `{option:repair}` for the option `repair`.

    Args:
        sentence: With such marks, or without; data in it has passed `unmarked`.
        key: The key of a command, by its id.
        option: An option as it is written, by its name.
    """
    if "{" not in sentence:
        return sentence
    import regex  # 10 ms: not where the command line only says what it can do

    gives = {"key": key, "option": option}
    filled_in = regex.sub(_MARK, lambda mark: gives[mark[1]](mark[2]), sentence)
    return str(filled_in.replace("{" + _SHIELD, "{"))


def uncapitalised(sentence: object) -> str:
    """A sentence to stand behind a colon; one that begins with an abbreviation stays."""
    text = str(sentence)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


_BEHIND_A_NOUN: Final = frozenset(
    ("and", "as", "at", "by", "for", "from", "in", "of", "off", "on", "or", "over", "that", "to",
     "which", "whose", "with", "within", "without")
)  # fmt: skip


def singular(things: str) -> str:
    """A phrase for several things made one for a single thing: its first noun changes."""
    for word in things.split(" "):
        if word in _BEHIND_A_NOUN or not word.isalpha():
            break
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            if things.partition(word)[2].startswith((" that are ", " which are ")):
                break  # the verb would have to follow
            one = word[:-1]
            if word.endswith("ies"):
                one = f"{word[:-3]}y"
            elif word.endswith(("ches", "shes", "xes")):
                one = word[:-2]
            return things.replace(word, one, 1)
    return things
