"""What a card says of a dataset."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from store.datasets.cards import MARK, CardOptions, as_markdown, quote
from store.datasets.publishing import Order, publish
from store.datasets.splitting import Split
from store.datasets.stories import find_collection
from store.errors import InputError
from store.formats.registry import format_named
from store.formats.writing import ExportOptions
from tests.store.datasets.support import annotated_story, make_corpus
from tests.stories import ANA

GOLDEN: Final = Path(__file__).parents[2] / "golden"


def order(license_: str = "", **options: Any) -> Order:
    said = CardOptions(license_, command="sidelight export x --card", version="1.2.3")
    return Order(format_named("jsonl"), ExportOptions(**options), card=said)


def test_golden_card(tmp_path: Path) -> None:
    collection = find_collection(annotated_story(tmp_path / "story"), ANA)
    publish(collection, tmp_path / "out.jsonl", order("CC BY 4.0", names={"claim": "statement"}))
    card = (tmp_path / "README.md").read_bytes()
    assert card == (GOLDEN / "card.md").read_bytes()


def test_golden_card_of_a_split(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    said = CardOptions(command="sidelight export c --split 2/1/1", version="1.2.3")
    split = Split((2, 1, 1), 5)
    publish(collection, tmp_path / "out", Order(format_named("conll"), split=split, card=said))
    card = (tmp_path / "out" / "README.md").read_bytes()
    assert card == (GOLDEN / "card-of-a-split.md").read_bytes()


def test_no_card_over_a_readme_that_is_not_ours(tmp_path: Path) -> None:
    collection = find_collection(annotated_story(tmp_path / "story"), ANA)
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(InputError, match=r"README.md already that is not a card of ours"):
        publish(collection, tmp_path / "out.jsonl", order())
    assert not (tmp_path / "out.jsonl").exists()
    (tmp_path / "README.md").write_text(f"old\n{MARK}\n")
    publish(collection, tmp_path / "out.jsonl", order("mit"))
    assert "\nlicense: mit\n" in (tmp_path / "README.md").read_text()


def test_what_articles_say_is_no_markup(tmp_path: Path) -> None:
    assert as_markdown("a|b <i>\n# *x* [y](z) `c` \x1b[1m") == (
        r"a\|b &lt;i> \# \*x\* \[y\](z) \`c\` ␛\[1m"
    )
    assert json.loads(quote('a "b": \x85\u2028')) == 'a "b": \ufffd␤' or quote("\x85").isprintable()
