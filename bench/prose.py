"""News-like prose of any length, the same for the same seed."""

from __future__ import annotations

import random
from typing import Final

MARKER: Final = "Marchfield"
"""A word that stands in the second line of each article and nowhere else."""

_GIVEN: Final = (
    "Amara", "Boris", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hassan", "Ines", "Jorge",
    "Karim", "Lena", "Mateus", "Nadia", "Omar", "Petra", "Qassem", "Rosa", "Sergei", "Tamar",
    "Umut", "Vera", "Walid", "Xenia", "Yusuf", "Zoé",
)  # fmt: skip
_FAMILY: Final = (
    "Abadi", "Bianchi", "Castellanos", "Drozdov", "Eriksen", "Farouk", "Grünwald", "Haddad",
    "Ivanova", "Jansen", "Kovač", "Lindqvist", "Moreau", "Nasser", "O’Brien", "Pereira",
    "Qureshi", "Rahimi", "Suleiman", "Tanaka", "Ustinov",
)  # fmt: skip
_PLACES: Final = (
    "Aleppo", "Beirut", "Caracas", "Damascus", "Erbil", "Freetown", "Geneva", "Hama", "Idlib",
    "Jakarta", "Kyiv", "Latakia", "Minsk", "Nairobi", "Oslo", "Palmyra", "Quito", "Riyadh",
    "São Paulo", "Tartus", "Ürümqi", "Valletta", "Warsaw", "Yerevan",
)  # fmt: skip
_BODIES: Final = (
    "the foreign ministry", "the Revolutionary Guards", "a monitoring group", "the Red Crescent",
    "the central bank", "opposition fighters", "the Security Council", "a coalition of aid groups",
    "the port authority", "federal prosecutors", "two senior officials", "the defence committee",
)  # fmt: skip
_VERBS: Final = (
    "had agreed to", "refused to", "was preparing to", "would not", "promised to", "was unable to",
    "has quietly begun to", "voted to", "was said to", "is expected to",
)  # fmt: skip
_DEEDS: Final = (
    "reopen the crossing", "withdraw from the northern districts", "publish the findings in full",
    "send a second convoy", "halt shipments of grain", "expel three diplomats",
    "extend the ceasefire by ten days", "rebuild the bridge before the winter",
    "share the intercepted calls", "freeze the accounts of the ministry’s contractors",
    "move heavy weapons towards the coast", "meet the families of the missing",
)  # fmt: skip
_WHEN: Final = (
    "on Monday", "late last week", "in the early hours", "after months of talks", "since July",
    "a day before the summit", "for the first time since 2011", "despite earlier assurances",
)  # fmt: skip
_SAID: Final = ("said", "told reporters", "wrote in a letter", "insisted", "told state television")
_LINKS: Final = (
    "Meanwhile, ",
    "However, ",
    "According to diplomats, ",
    "In addition, ",
    "",
    "",
    "",
)


def article(length: int, seed: int) -> str:
    """An article of about so many bytes in UTF-8: a title, a dateline, paragraphs."""
    chance = random.Random(seed)
    parts = [f"{_title(chance)}\n\n{MARKER}, {_place(chance)}, October {chance.randint(1, 31)}\n"]
    size = len(parts[0].encode())
    while size < length:
        sentences = [_sentence(chance) for _ in range(chance.randint(1, 5))]
        paragraph = f"\n{' '.join(sentences)}\n"
        parts.append(paragraph)
        size += len(paragraph.encode())
    return "".join(parts)


def _title(chance: random.Random) -> str:
    return f"{_person(chance)} and {_place(chance)}: what is known {chance.choice(_WHEN)}"


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}"


def _place(chance: random.Random) -> str:
    return chance.choice(_PLACES)


def _claim(chance: random.Random) -> str:
    who = chance.choice(_BODIES) if chance.random() < 0.5 else _person(chance)
    number = f"{chance.randint(2, 900):,}"
    extra = chance.choice(
        (f" in {_place(chance)}", f", where {number} people live,", "", f" near {_place(chance)}")
    )
    return f"{who}{extra} {chance.choice(_VERBS)} {chance.choice(_DEEDS)} {chance.choice(_WHEN)}"


def _sentence(chance: random.Random) -> str:
    claim = _claim(chance)
    capital = claim[0].upper() + claim[1:]
    match chance.randrange(4):
        case 0:
            return f"“{capital},” {_person(chance)} {chance.choice(_SAID)}."
        case 1:
            return f'"{capital}, and {_claim(chance)}," {chance.choice(_BODIES)} said.'
        case 2:
            text = f"{chance.choice(_LINKS)}{claim}, {_person(chance)} {chance.choice(_SAID)}."
        case _:
            text = (
                f"{chance.choice(_LINKS)}{claim} – {chance.randint(1, 99)} % of those asked agree."
            )
    return text[0].upper() + text[1:]
