"""Texts that were left out are put back."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from store.datasets.publishing import Order, publish
from store.datasets.rehydrating import find_texts, rehydrate
from store.datasets.stories import find_collection
from store.errors import InputError
from store.formats.offsets import Unit
from store.formats.registry import format_named
from store.formats.writing import ExportOptions
from tests.store.datasets.support import annotated_story, make_corpus
from tests.stories import ANA, PAPER, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("unit", [None, Unit.UTF16, Unit.UTF8])
@pytest.mark.parametrize("format_", ["jsonl", "csv", "tsv"])
def test_texts_are_put_back_byte_for_byte(tmp_path: Path, format_: str, unit: Unit | None) -> None:
    corpus = make_corpus(tmp_path / "c", 1)
    story = write_story(corpus / "odd", {"a.txt": "😀 Москва said\r\nno.\n", "b.txt": "=1+1\n\nx"})
    with open_story(story) as workspace:
        tag(workspace, "Москва", "location", "a")
        tag(workspace, "=1+1", "claim", "b")
    collection = find_collection(corpus, ANA)
    chosen = format_named(format_)
    bare, whole = tmp_path / f"bare.{format_}", tmp_path / f"whole.{format_}"
    publish(collection, bare, Order(chosen, ExportOptions(unit=unit, has_text=False)))
    publish(collection, whole, Order(chosen, ExportOptions(unit=unit)))
    for words in ("Москва", "1+1"):  # "Moscow" is the name of a cluster, which is the annotator's
        assert words.encode() not in bare.read_bytes()
    stream = io.BytesIO()
    done = rehydrate(bare, find_texts([corpus]), stream)
    assert stream.getvalue() == whole.read_bytes()
    assert (done.missing, done.articles, done.spans) == ([], 4, 5)


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_what_is_missing_can_be_put_back_later(tmp_path: Path, format_: str) -> None:
    collection = find_collection(annotated_story(tmp_path / "story"), ANA)
    chosen = format_named(format_)
    bare, half, whole = (tmp_path / f"{name}.{format_}" for name in ("bare", "half", "whole"))
    publish(collection, bare, Order(chosen, ExportOptions(has_text=False)))
    publish(collection, whole, Order(chosen))
    first, *others = (ref.path for ref in collection.stories[0].story.articles)
    with half.open("wb") as stream:
        done = rehydrate(bare, find_texts([first]), stream)
    missing = [path.stem for path in others if format_ == "jsonl" or path.stem == PAPER]
    counts = f"{len(missing)} articles are" if len(missing) > 1 else "1 article is"
    assert done.sentence == (
        f"{counts} still without text, as no file has it: {', '.join(missing)}"
    )
    again = io.BytesIO()
    done = rehydrate(half, find_texts([first, *others]), again)
    assert not done.missing
    assert again.getvalue() == whole.read_bytes()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"start": 999}, "line 1, field spans[0].start: 999-"),
        ({"start": -1}, "line 1, field spans[0].start: -1-"),
        ({"end": 0}, "line 1, field spans[0].end: "),
        ({"text": "other"}, "line 1, field spans[0].text: it is “other”, but the text says"),
    ],
)
def test_an_offset_that_does_not_fit(
    tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    story = annotated_story(tmp_path / "story")
    bare = tmp_path / "bare.jsonl"
    options = ExportOptions(has_text=False)
    publish(find_collection(story, ANA), bare, Order(format_named("jsonl"), options))
    row = json.loads(bare.read_bytes().splitlines()[0])
    row["spans"][0] |= change
    bare.write_text(json.dumps(row))
    with pytest.raises(InputError) as fault:
        rehydrate(bare, find_texts([story]), io.BytesIO())
    assert str(fault.value).startswith(f"{bare}, {sentence}")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.jsonl", "{", "line 1: this line is not JSON by itself"),
        ("x.jsonl", '{"id": "a", "spans": [], "offset_unit": "inch"}',
         "line 1, field offset_unit: offsets in 'inch' cannot be read"),
        ("x.csv", "a,b\r\n", "line 1: this is no table that was exported with {option:no-text}"),
        ("x.csv", "", "the file is empty; there is nothing to put texts into"),
        ("x.csv", "article,title,start,end,text,text_sha256\r\na,b\r\n",
         "line 2: this row has 2 cells, and the first one 6"),
        ("none.csv", None, "it cannot be read: no such file or directory"),
    ],
)  # fmt: skip
def test_what_no_text_can_be_put_into(
    tmp_path: Path, name: str, content: str | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, newline="")
    with pytest.raises(InputError) as fault:
        rehydrate(tmp_path / name, find_texts([]), io.BytesIO())
    assert sentence in str(fault.value)
    assert str(fault.value).startswith(str(tmp_path / name))
