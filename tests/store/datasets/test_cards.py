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
from tests.stories import ANA, open_story, tag, write_story

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


def test_a_card_says_of_all_texts_whether_they_stand_in_two_splits(tmp_path: Path) -> None:
    for number, text in enumerate(("Moscow sent troops.", "Москва молчит.")):
        story = tmp_path / "c" / f"event {number}"
        story.mkdir(parents=True)
        (story / "report.txt").write_text(text, encoding="utf-8")
    collection = find_collection(tmp_path / "c", ANA)
    split = Order(format_named("jsonl"), split=Split((1, 0, 1), 5), card=CardOptions())
    publish(collection, tmp_path / "out", split)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "\nNo text stands in two splits, word for word.\n" in card
    assert "Language: not stated; most letters are Cyrillic (1), Latin (1)\n" in card
    assert "annotations_creators:\n- no-annotation\n" in card


def test_a_card_says_what_has_no_tag(tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    story = write_story(tmp_path / "story")
    with open_story(story) as workspace:
        tag(workspace, "Moscow sent troops", "actor")
        tag(workspace, "Moscow", "location")
    collection = find_collection(story, ANA)
    publish(collection, tmp_path / "out", Order(format_named("hf"), card=CardOptions()))
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "\n- not among the tags: 1 overlapping span" in card


def test_the_splits_of_a_hugging_face_dataset_open_as_one(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    publish(collection, tmp_path / "out", Order(format_named("hf"), split=Split((2, 1, 1), 5)))
    loaded = datasets.load_from_disk(str(tmp_path / "out"))
    assert {name: len(part) for name, part in loaded.items()} == {"train": 4, "dev": 2, "test": 2}


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
