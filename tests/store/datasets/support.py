"""Stories of which datasets are made, and what is in them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from store.annotations.model import Mention
from store.datasets.publishing import Order, publish_to_stream
from store.formats.registry import format_named
from store.formats.writing import ExportOptions
from tests.formats.test_native import annotate, golden_story
from tests.stories import PAPER, WIRE, gather, open_story, relate, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.datasets.stories import Collection


def annotated_story(folder: Path) -> Path:
    """The story of the golden exports."""
    story = golden_story(folder)
    with open_story(story) as workspace:
        annotate(workspace)
    return story


def make_corpus(folder: Path, stories: int = 4) -> Path:
    """Stories of two articles, in each of which something is tagged and tied."""
    for number in range(stories):
        story = write_story(folder / f"event {number}")
        with open_story(story) as workspace:
            said = tag(workspace, "Moscow sent troops", "claim")
            by = tag(workspace, "an official", "source")
            relate(workspace, Mention(WIRE, said.id), Mention(WIRE, by.id), number)
            here = tag(workspace, "Moscow", "actor", PAPER)
            gather(workspace, "Moscow", Mention(PAPER, here.id))
    write_story(folder / "annotations")
    write_story(folder / ".hidden")
    (folder / "notes").mkdir()
    return folder


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def exported(collection: Collection, options: ExportOptions | None = None) -> bytes:
    stream = io.BytesIO()
    publish_to_stream(collection, stream, Order(format_named("jsonl"), options or ExportOptions()))
    return stream.getvalue()


def ids(rows: list[dict[str, object]], kind: str) -> list[str]:
    found: list[str] = []
    for row in rows:
        links = row.get(kind, [])
        assert isinstance(links, list)
        found += [link["id"] for link in links]
    return found
