"""The formats there are, and which of them a file or a folder is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.formats.registry import NAMES, every_fact, format_named, guess_formats, recognise
from tests.formats.corpora import corpus
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
