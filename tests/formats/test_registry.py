"""The formats there are, and which of them a file or a folder is of."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.formats.extras import is_installed
from store.formats.reading import Input
from store.formats.registry import (
    NAMES,
    every_fact,
    every_format,
    format_named,
    guess_formats,
    recognise,
)
from store.formats.writable import WRITABLE, WritableFormat
from tests.corpora import corpus
from tests.formats.generated import written
from tests.formats.samples import ROW
from tests.formats.test_cas import corpus_files as cas_files

if TYPE_CHECKING:
    from pathlib import Path


def test_files_are_recognised_by_what_is_in_them() -> None:
    formats = [format_named(name) for name in ("cas-xmi", "cas-json", "gate", "tei")]
    expected = dict(cas_files())
    expected |= dict.fromkeys(corpus("formats/gate").glob("*.xml"), "gate")
    expected |= dict.fromkeys(corpus("formats/tei").glob("*.xml"), "tei")
    for path in sorted(corpus("formats").rglob("*")):
        if path.is_file():
            head = path.read_bytes()[: 64 * 1024]
            sure = {f.name: f.looks_like(head, path.name) for f in formats if f.looks_like}
            found = [name for name, how in sure.items() if how > 0]
            assert found == ([expected[path]] if path in expected else []), path


def test_what_can_be_written_is_what_each_format_says_of_itself() -> None:
    able = (each for each in every_format() if each.writes is not None)
    said = [
        WritableFormat(
            each.name,
            each.title,
            each.endings,
            each.is_folder,
            each.extra,
            each.writes_without_extra,
            each.has_layers,
            each.has_row_sizes,
        )
        for each in (*able, format_named("tsv"))
    ]
    assert list(WRITABLE) == said


def test_a_name_that_is_none_of_a_format_is_answered_with_those_that_are() -> None:
    with pytest.raises(InputError, match="there is no format 'word'; there are jsonl, prodigy, "):
        format_named("word")


def test_the_facts_are_those_of_every_format_in_the_order_of_their_names() -> None:
    facts = list(every_fact())
    assert [fact.name for fact in facts] == list(NAMES)
    for fact in facts:
        assert {*fact.holds, *fact.lacks} == {str(each) for each in format_named("jsonl").holds}


@pytest.mark.parametrize("name", ["brat", "gate", "tei", "webanno-tsv", "conll"])
def test_a_folder_is_known_by_the_files_in_it(name: str, tmp_path: Path) -> None:
    path, _ = written(name, [ROW], tmp_path)
    folder = path if path.is_dir() else path.parent
    best = max(
        (guess for guess in guess_formats(folder)), key=lambda guess: guess.sure, default=None
    )
    known = best.format.name if best else ""
    assert known == (name if format_named(name).is_folder else "")


def test_what_is_of_no_format_is_said_to_be_unclear(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0")
    with pytest.raises(InputError, match="it is not clear of which format this is"):
        recognise(path)
    with pytest.raises(InputError, match="there is no such file or folder"):
        recognise(tmp_path / "none")


@pytest.mark.parametrize("name", ["csv", "tsv", "spacy", "hf"])
def test_what_is_only_written_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    extra = format_named(name).extra
    if not is_installed(extra):
        pytest.skip(f"{extra} is not installed")
    path, _ = written(name, [ROW], tmp_path)
    with pytest.raises(InputError, match=f"this is {name}, which can only be written, not read"):
        recognise(path)


def test_a_tree_whose_files_are_all_in_folders_is_one(tmp_path: Path) -> None:
    for folder, who in (("news", "Ana"), ("news/old", "Bob")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{who} left.")
        (tmp_path / folder / "a.ann").write_text(f"T1\tPER 0 3\t{who}\n")
    (tmp_path / "README.md").write_text("# What this is\n")
    found = recognise(tmp_path).format
    assert found.name == "brat"
    assert found.reads is not None
    rows = [placed.row for placed in found.reads(Input(tmp_path))]
    assert [(row.id, row.spans[0].text) for row in rows] == [
        ("news/a", "Ana"),
        ("news/old/a", "Bob"),
    ]


def test_a_folder_may_hold_a_name_that_is_not_unicode(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe9.ann"):
        (tmp_path / os.fsdecode(name)).touch()
    assert recognise(tmp_path).format.name == "brat"


@pytest.mark.parametrize("id_", [17, "a"])
def test_lines_of_others_with_numbers_for_ids_are_read(id_: object, tmp_path: Path) -> None:
    span = {"id": 1, "start": 0, "end": 3, "label": "PER"}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": id_, "text": "Ana left.", "spans": [span]}))
    found = recognise(path).format
    assert found.reads is not None
    (row,) = [placed.row for placed in found.reads(Input(path))]
    assert (row.id, row.is_numbered) == (str(id_), id_ == 17)
    assert [(each.id, each.text) for each in row.spans] == [("1", "Ana")]
