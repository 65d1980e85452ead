"""Datasets of many stories, whole and in parts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from store.datasets.publishing import Order, publish
from store.datasets.splitting import Split
from store.datasets.stories import find_collection
from store.errors import InputError
from store.formats.registry import format_named
from tests.store.datasets.support import lines, make_corpus
from tests.stories import ANA

if TYPE_CHECKING:
    from pathlib import Path


def test_a_split_writes_each_story_into_one_file(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    order = Order(format_named("jsonl"), split=Split((2, 1, 1), 5))
    done = publish(collection, tmp_path / "out", order)
    written = {path.name: lines(path.read_bytes()) for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["dev.jsonl", "test.jsonl", "train.jsonl"]
    stories = {
        name: {str(row["id"]).partition("/")[0] for row in rows} for name, rows in written.items()
    }
    assert sorted(itertools.chain(*stories.values())) == [f"event {n}" for n in range(4)]
    assert {name: each.articles for name, each in done.parts.items()} == {
        "train": 4, "dev": 2, "test": 2
    }  # fmt: skip
    again = publish(collection, tmp_path / "again", order)
    assert again.whole.spans == done.whole.spans == 12
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_folders_of_a_split(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    publish(collection, tmp_path / "out", Order(format_named("brat"), split=Split((2, 0, 2))))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["test", "train"]
    assert len(list((tmp_path / "out" / "train").rglob("*.ann"))) == 4


def test_a_place_that_is_taken_stays_as_it_is(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    with pytest.raises(InputError, match="there is something there already; name a new folder"):
        publish(collection, tmp_path / "out", Order(format_named("jsonl"), split=Split((2, 1, 1))))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]
