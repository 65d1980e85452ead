"""Elided words are tokens of their own in French and Italian, and only there."""

from __future__ import annotations

from array import array

import pytest

from store.formats.tokens import tokens_of
from store.text.elision import eliding_language
from store.text.span import Span
from store.text.tokens import TokenCutter

FRENCH = "Le ministre et la présidente sont dans la ville, mais les habitants ne sont pas là."
ITALIAN = "Il ministro e la presidente sono nella città, ma gli abitanti non sono con loro."
ENGLISH = "The minister and the president are in the city, but they have not seen the people."


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("fr", "l'homme qu'il a", ["l'", "homme", "qu'", "il", "a"]),
        ("fr", "L’Élysée, d’abord", ["L’", "Élysée", ",", "d’", "abord"]),
        ("fr", "aujourd'hui O'Brien", ["aujourd'hui", "O'Brien"]),
        ("fr", "jusqu'à s'il", ["jusqu'", "à", "s'", "il"]),
        ("it", "dell'Italia, un'altra", ["dell'", "Italia", ",", "un'", "altra"]),
        ("it", "L'onorevole D'Alema", ["L'", "onorevole", "D'Alema"]),
        ("en", "l'homme O'Brien's", ["l'homme", "O'Brien", "'s"]),
        ("", "l'homme", ["l'homme"]),
    ],
)
def test_tokens_in_a_language(language: str, text: str, tokens: list[str]) -> None:
    starts, ends = array("q"), array("q")
    TokenCutter(language).cut(text, Span(0, len(text)), starts, ends)
    assert [text[a:b] for a, b in zip(starts, ends, strict=True)] == tokens


@pytest.mark.parametrize(
    ("text", "language"),
    [(FRENCH, "fr"), (ITALIAN, "it"), (ENGLISH, ""), ("", ""), ("L'Aquila", ""), (FRENCH[:20], ""),
     (f"{ENGLISH} {FRENCH}", "")],
)  # fmt: skip
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    assert eliding_language(text) == language


def test_a_text_is_cut_by_its_own_language_or_by_that_which_is_said() -> None:
    text = f"{FRENCH} L'avion est là."
    assert "L'" in tokens_of(text).texts(text, range(len(tokens_of(text))))
    as_english = tokens_of(text, language="en")
    assert "L'avion" in as_english.texts(text, range(len(as_english)))
