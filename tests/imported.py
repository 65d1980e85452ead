"""Short ways to write datasets and to import them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from store.formats.reading import Input, ReadOptions
from store.formats.registry import format_named
from store.importing.dataset import ImportOptions, import_dataset

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files
    from store.importing.reporting import ImportPlan
    from store.story.workspace import Workspace

Row = dict[str, Any]


def row(text: str | None, *said: str, article: str = "new", **more: Any) -> Row:
    """A line whose spans are the first places of words: `actor:Moscow` or, with an id,
    `actor:Moscow:m`."""
    spans = []
    for each in said:
        label, words, *ids = each.split(":")
        start = (text or "").index(words)
        span = {"start": start, "end": start + len(words), "label": label, "text": words}
        spans.append(span | ({"id": ids[0]} if ids else {}))
    return {"id": article, "spans": spans} | ({} if text is None else {"text": text}) | more


def dataset(folder: Path, *rows: Row) -> Path:
    """A file of our own format, beside the story."""
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path


def source_of(path: Path, *, keeps_going: bool = False) -> Input:
    """A dataset to be read."""
    return Input(path, ReadOptions(), keeps_going=keeps_going)


def bring_in(
    workspace: Workspace,
    source: Path | Input,
    options: ImportOptions | None = None,
    files: Files | None = None,
    name: str = "jsonl",
) -> ImportPlan:
    """Import a dataset."""
    read = source if isinstance(source, Input) else source_of(source)
    return import_dataset(workspace, format_named(name), read, options, files)
