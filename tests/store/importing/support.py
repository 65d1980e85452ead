"""A story in two versions, and rows as they stand in a file of our own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.stories import WIRE

if TYPE_CHECKING:
    from pathlib import Path

    from store.story.workspace import Workspace

NOW = (
    "Moscow sent troops, an official said.\n\n"
    "Nobody in the capital would say on Sunday how many had been sent, or for how long, and the "
    "ministry did not answer questions about the ships that were seen off the coast last week.\n\n"
    "The troops arrived in Latakia.\n\n"
    "Residents of the port spoke of aircraft at night. The airfield south of it, which had been "
    "closed for years, was lit, they told reporters, and lorries came and went until the morning.\n"
)
THEN = "UPDATE 1: " + NOW.replace("in Latakia", "in Tartus")
"""Another version, in which the annotations were made."""


def waiting(workspace: Workspace) -> list[str]:
    return [f"{a.label}:{a.text}" for a in workspace.article(WIRE).orphaned]


ID = "01J0000000000000000000000{}".format


def span(text: str = "Moscow", start: int = 0, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": start + len(text), "label": "actor", **more}


def row(*spans: dict[str, Any], article: str = WIRE, **more: Any) -> dict[str, Any]:
    return {"id": article, "spans": list(spans), **more}


def written(tmp_path: Path, *rows: dict[str, Any] | str | bytes) -> Path:
    path = tmp_path / "in.jsonl"
    lines = [
        each
        if isinstance(each, bytes)
        else each.encode()
        if isinstance(each, str)
        else json.dumps(each).encode()
        for each in rows
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path
