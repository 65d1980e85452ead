"""JSON that is too large to be held: read a little at a time, or refused before it takes memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.formats import beginning, json_files, long_json, reading
from store.formats.beginning import beginning_of
from store.formats.json_files import records
from store.formats.long_json import elements
from store.formats.reading import Input

if TYPE_CHECKING:
    from pathlib import Path

VALUES = ['a \\ " ] “é” 🎉', {"n": [1, -2.5, None], "t": {"x": [[]]}}, 1234567, True, [], "", 12]


@pytest.fixture(autouse=True, params=[1, 2, 3, 7, 64, 4096])
def few_bytes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of so many bytes, so that everything is cut somewhere."""
    monkeypatch.setattr(long_json, "_PIECE", request.param)
    monkeypatch.setattr(long_json, "_NEAR", 16)


def written(path: Path, text: str | bytes) -> Input:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Input(path)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_the_values_are_those_of_the_whole(
    indent: int | None, is_ascii: bool, tmp_path: Path
) -> None:
    text = "\ufeff \n" + json.dumps(VALUES, indent=indent, ensure_ascii=is_ascii) + "\n"
    assert list(elements(written(tmp_path / "a.json", text))) == VALUES
    assert list(elements(written(tmp_path / "a.json", " [ ] "))) == []


@pytest.mark.parametrize(
    ("text", "reason", "field"),
    [
        ('[{"a": 1}, {"a": ', "input data was truncated", "[1]"),
        ("[1, 2", "it ends where “,” should be", None),
        ('[{"a": 1} {"a": 2}]', "stands where “,” should be", None),
        (
            '[{"a": 1}, {"a" 2, "b": "a long way from the end of what was read"}]',
            "delimiter",
            "[1]",
        ),
        ("[1] 2", "it goes on after the list", None),
        ("[1, NaN]", "this is not JSON", "[1]"),
        ("[" * 100_000, "nested too deeply", "[0]"),
        (b'["a", "\xff"]', "this is not UTF-8, at byte 8 of the file", None),
    ],
)
def test_what_is_wrong_is_said(
    text: str | bytes, reason: str, field: str | None, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        list(elements(written(tmp_path / "a.json", text)))
    assert reason in caught.value.reason
    assert caught.value.field == field


def test_a_value_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_json, "LONGEST_OF_OTHERS", 1_000)
    source = written(tmp_path / "a.json", json.dumps(["a", "b" * 20_000]))
    with pytest.raises(InputError, match="it is longer than") as caught:
        list(elements(source))
    assert caught.value.field == "[1]"


def test_a_large_list_is_read_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "_HELD", 10)
    monkeypatch.setattr(json_files, "parts_of", None)
    rows = [{"text": "a", "n": 1}, {"text": "b"}]
    source = written(tmp_path / "a.json", json.dumps(rows))
    assert [record.values for record in records(source)] == rows
    assert [record.place for record in records(source)] == ["[0]", "[1]"]


def test_many_values_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_VALUES", 5)
    source = written(
        tmp_path / "a.jsonl", '{"text": "a", "label": [1, 2, 3]}\n{"b": [1,2,3,4,5,6,7]}'
    )
    with pytest.raises(InputError, match="more than 5 values") as caught:
        list(records(source))
    assert caught.value.line == 2


@pytest.mark.parametrize("size", [5, 8, 50])
def test_what_a_long_record_is_shows_at_its_start(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "_MOST", 100)
    monkeypatch.setattr(beginning, "_LOOKED_AT", 100)
    monkeypatch.setattr(beginning, "_PIECE", size)
    text = 'She \\ said “no”. " ' * 400
    row = {"id": 1, "text": text, "ours": "a\\", "label": [[0, 3, "actor"]]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    expected = json.dumps(row | {"text": ""})
    assert beginning_of(path) == expected.encode()
    monkeypatch.setattr(beginning, "_LONG_START", 40)
    assert len(beginning_of(path)) <= 80
