"""What the tests of the JSON formats share: one small article, and files to read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.annotations.model import Origin
from store.errors import InputError
from store.formats.beginning import beginning_of
from store.formats.registry import SURE, format_named
from store.formats.rows import ArticleRow, Meta, RelationRow, SpanRow
from tests.formats.generated import read_back, written

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = "“No”, said Ana \U0001f600 & co.\r\nParis is\u2028quiet."
ROW: Final = ArticleRow(
    "one",
    [
        SpanRow(0, 4, "claim", "01J00000000000000000000001", "“No”", attributes={"kind": "<x>"}),
        SpanRow(11, 14, "actor", "01J00000000000000000000002", "Ana", Origin.MANUAL,
                "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", "who?\nwhere?"),
        SpanRow(24, 29, "location", "9", "Paris", attributes={"score": "0.5", "kind": '"7"'}),
        SpanRow(24, 38, "claim", "01J00000000000000000000003", "Paris is\u2028quiet"),
    ],
    TEXT,
    meta=Meta(title="Ana & Paris", outlet="The Post", annotator="ana"),
    relations=[RelationRow("attribution", "01J00000000000000000000001",
                           "01J00000000000000000000002", "r1", "said")],
)  # fmt: skip
"""With an emoji, a line end of Windows, a nested span, a note and attributes."""


def there_and_back(name: str, path: Path, folder: Path) -> tuple[list[ArticleRow], Path]:
    """The rows of a file, and the file that they are written to again."""
    rows, _ = read_back(name, path)
    again, _ = written(name, rows, folder)
    return rows, again


def fault_of(name: str, path: Path, content: str) -> str:
    """The sentence with which a file is refused, without its path."""
    path.write_text(content, encoding="utf-8", newline="")
    with pytest.raises(InputError) as caught:
        read_back(name, path)
    return str(caught.value).removeprefix(str(path)).removeprefix(", ").removeprefix(": ")


def first_guess(path: Path) -> str:
    """Which of the formats that are JSON lines or JSON a file is taken for; empty if for none."""
    head = beginning_of(path)
    found = []
    for name in ("jsonl", "prodigy", "doccano", "label-studio"):
        looks_like = format_named(name).looks_like
        assert looks_like is not None
        found.append((looks_like(head, path.name), name))
    sure, name = max(found)
    return name if sure >= SURE else ""
