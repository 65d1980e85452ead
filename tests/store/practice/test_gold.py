"""The gold that ships: the same as the tests have, on the articles as they are."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Final

from store.practice.gold import GOLD_FILE, load_gold
from store.text.span import Span
from tests.store.practice.support import CLAIM, GENERAL, GOLD, MOSCOW, OFFICIAL, ONE, VLADIMIR

ROOT: Final = Path(__file__).parents[3]


def test_it_is_the_gold_of_the_tests_byte_for_byte() -> None:
    shipped = resources.files("store.practice").joinpath(GOLD_FILE).read_bytes()
    assert shipped == (ROOT / "tests" / "gold" / GOLD_FILE).read_bytes()


def test_its_texts_are_the_seed_articles_byte_for_byte() -> None:
    files = {path.stem: path.read_bytes() for path in (ROOT / "seeds").glob("*.txt")}
    assert {name: text.encode() for name, text in load_gold().texts.items()} == files


def test_what_it_holds() -> None:
    gold = load_gold()
    assert Counter(span.label for span in gold.spans) == {
        "actor": 116, "location": 35, "claim": 47, "source": 27
    }  # fmt: skip
    for span in gold.spans:
        text = gold.text_of(span)
        assert text
        assert text == text.strip()
        assert span.span == Span(span.start, span.end)


def test_an_article_reads_from_its_start_the_longer_first() -> None:
    assert list(GOLD.of_article(ONE)) == [CLAIM, GENERAL, VLADIMIR, MOSCOW, OFFICIAL]
