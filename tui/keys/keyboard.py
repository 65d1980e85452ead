"""The keys of keyboards for other scripts, by their place.

Where a letter means nothing, the key that types it is taken for the one at its place on a Latin
keyboard. Where text is written nothing is changed.
"""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache
from typing import Final

_PLACES: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_SHIFTED: Final = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_LAYOUTS: Final = (
    "йцукенгшщзхъфывапролджэячсмитьбю.",  # Russian
    "йцукенгшщзхїфівапролджєячсмитьбю.",  # Ukrainian
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,./",  # Greek
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.",  # Hebrew
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ ",  # Arabic, with a blank for what takes two letters
)
_BULGARIAN: Final = ",уеишщксдзц;ьяаожгтнвмчюйъэфхпрлб"
_FULL_WIDTH: Final = 0xFEE0
"""How far the full-width forms are from ASCII."""


def by_place(key: str) -> str:
    """The Latin character at the place of a letter of another script; the key itself if none is."""
    if len(key) != 1 or key.isascii():
        return key
    if 0xFF01 <= ord(key) <= 0xFF5E:
        return chr(ord(key) - _FULL_WIDTH)
    digit = unicodedata.decimal(key, None)
    return str(digit) if digit is not None else _table().get(key, key)


def script_of(key: str) -> str:
    """The script of a letter that is taken by its place, as "Cyrillic"; empty of any other."""
    return unicodedata.name(key, "another").split()[0].title() if key in _table() else ""


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    language = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    layouts = (_BULGARIAN, *_LAYOUTS) if language.startswith("bg") else _LAYOUTS
    table: dict[str, str] = {}
    for layout in layouts:
        for letter, place, shifted in zip(layout, _PLACES, _SHIFTED, strict=True):
            if not letter.isascii():
                table.setdefault(letter, place)
                if len(letter.upper()) == 1 and letter.upper() != letter:
                    table.setdefault(letter.upper(), shifted)
    return table
