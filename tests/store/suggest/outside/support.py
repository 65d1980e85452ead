from __future__ import annotations

import sys
import textwrap
import time
from typing import TYPE_CHECKING

from store.labels import DEFAULT_LABELS
from store.suggest.outside.command import CommandSuggester
from store.suggest.outside.mapping import LabelMap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.suggest.model import Suggestion


TEXT = "Ana Boe met 𝒩ils in Łódź."


DEFAULT = LabelMap(DEFAULT_LABELS)


def said(found: list[Suggestion]) -> list[str]:
    """What is suggested, as `label:text`."""
    return [f"{suggestion.label}:{suggestion.text}" for suggestion in found]


def command(
    tmp_path: Path, code: str, *arguments: str, answering: float = 30.0
) -> CommandSuggester:
    """A suggester that runs a Python script."""
    script = tmp_path / "tool.py"
    script.write_text(
        "import json, os, signal, subprocess, sys, time\n"
        "def questions():\n"
        "    for line in sys.stdin:\n"
        "        yield json.loads(line)\n"
        "def answer(**fields):\n"
        "    print(json.dumps(fields))\n" + textwrap.dedent(code)
    )
    argv = [sys.executable, str(script), *arguments]
    return CommandSuggester(
        "command:tool", argv, DEFAULT, who="tool", loading=0, answering=answering
    )


FINDS_ANA = """
for asked in questions():
    start = asked["text"].find("Ana")
    span = {"start": start, "end": start + 3, "label": "PERSON", "score": 0.9}
    answer(id=asked["id"], spans=[span] if start >= 0 else [])
"""


def until(is_so: Callable[[], object]) -> None:
    """Wait for something that is to come about."""
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


STORY = {"a": "Ana came.", "b": "Boe left."}


def span(start: int, end: int, label: str = "PERSON", **more: object) -> dict[str, object]:
    return {"start": start, "end": end, "label": label, **more}
