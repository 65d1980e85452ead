"""Names are one name wherever lines end in them, and whatever nobody sees stands at their ends."""

from __future__ import annotations

from itertools import product

import pytest
import regex

from store.suggest.tagged.forms import forms_of
from store.suggest.tagged.word_index import WordIndex, is_whole
from store.text.boundaries import word_at
from store.text.span import Span
from tests.cli.test_cases import CASES


def found(text: str, name: str) -> list[str]:
    words = WordIndex.of(text, Span(0, len(text)))
    return [each.of(text) for each in words.find(forms_of(name)[0])]


@pytest.mark.parametrize("name", ["North Korea", "North  Korea", "North\r\nKorea"])
@pytest.mark.parametrize(
    "text",
    [
        "in North Korea now",
        "in North\r\nKorea now",
        "in North  Korea now",
        "in North \n  Korea now",
        "in North\u00a0\tKorea, now",
    ],
)
def test_white_space_within_a_paragraph_is_one_blank(text: str, name: str) -> None:
    (one,) = found(text, name)
    assert one.split() == ["North", "Korea"]


def test_a_paragraph_ends_a_name() -> None:
    assert found("in North\n\nKorea and North\r\n\r\nKorea", "North Korea") == []


@pytest.mark.parametrize("name", ["crlf.txt", "double.txt", "indent.txt"])
def test_hard_wrapped_wire_copy(name: str) -> None:
    text = (CASES / "05" / "STORY" / name).read_bytes().decode()
    assert len(found(text, "North Korea")) == len("".join(text.split()).split("NorthKorea")) - 1


def test_a_word_ends_at_its_last_visible_character() -> None:
    text = (CASES / "04" / "STORY" / "a.txt").read_bytes().decode()
    for name in ("Kyiv", "Rome", "Oslo", "Bonn", "Lima", "Paris", "Baku"):
        start = text.index(name)
        word = word_at(text, start)
        assert word is not None
        assert word.of(text) == name
        assert found(text, name) == [name]
        assert Span(start, start + len(name) + 1).visible(text).of(text) == name


def test_words_end_where_unicode_says_so() -> None:
    edge = regex.compile(r"(?w)\b")
    said = [chr(n) for n in range(0x20, 0x7F)] + ["\t", "\n", "\r", "é", "\u0301", "’"]
    for before, after in product(said, repeat=2):
        text = f"a{before}{after}a"
        assert is_whole(text, 2, 4) == (edge.match(text, 2) is not None), text


def test_a_name_stands_where_it_is_whole_words_whatever_is_around_it() -> None:
    around = [
        " ",
        "\n",
        "\t",
        "\u202f",
        "\u200b",
        "\u0301",
        "’s ",
        "'",
        ".",
        ",",
        "-",
        "_",
        "é",
        "語",
    ]
    around += ["a", "A", "1", "(", ")", "½", ""]
    for before, after in product(around, repeat=2):
        text = f"He {before}Peru{after} it"
        start = text.index("Peru")
        is_word = regex.search(r"(?<!\w)Peru(?!\w)", text) is not None
        expected = is_word and is_whole(text, start, start + 4)
        assert found(text, "Peru") == ["Peru"] * expected, text
