"""The bench of keys per span: it types what it should, counts what it types, and says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from bench import keystrokes
from bench.policy import Wanted

if TYPE_CHECKING:
    from pathlib import Path

ROWS: Final = (
    ("a", "Ana Boe told Rome: “the results of it all.”\n\nAna Boe left Rome, Zed said.\n",
     (("Ana Boe", "actor", 0), ("Rome", "location", 0), ("“the results of it all.”", "claim", 0),
      ("Ana Boe left Rome", "claim", 0), ("Ana Boe", "actor", 1), ("Zed", "source", 0))),
    ("b", "Then Ana Boe went to non-Rome.\n", (("Ana Boe", "actor", 0), ("on-Ro", "location", 0))),
)  # fmt: skip


def gold(folder: Path, *, label: str = "") -> Path:
    lines = []
    for name, text, spans in ROWS:
        found = []
        for said, own, number in spans:
            start = -1
            for _ in range(number + 1):
                start = text.index(said, start + 1)
            row = {"start": start, "end": start + len(said), "label": label or own}
            found.append(row)
        lines.append(json.dumps({"id": name, "text": text, "spans": [*found, found[0]]}))
    path = folder / "small.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("suggesting", [False, True])
async def test_what_is_typed_is_the_gold(tmp_path: Path, *, suggesting: bool) -> None:
    small = keystrokes.load(gold(tmp_path))
    assert (len(small.wanted), small.repeated) == (8, 2)
    outcome = await keystrokes.replay(small, (100, 30), suggesting=suggesting)
    assert outcome.is_equal
    assert sum(outcome.means.values()) == 8
    assert outcome.spans == {"actor": 3, "location": 2, "claim": 2, "source": 1}
    by_label = sum(outcome.per_span(name) * count for name, count in outcome.spans.items())
    assert by_label == pytest.approx(outcome.total)
    assert outcome.per_span("") == pytest.approx(outcome.total / 8)
    assert outcome.means["a letter and arrows"] >= 1  # no letter leads to the middle of words


async def test_a_gold_with_labels_of_its_own(tmp_path: Path) -> None:
    small = keystrokes.load(gold(tmp_path, label="ORG"))
    outcome = await keystrokes.replay(small, (100, 30), suggesting=False)
    assert outcome.is_equal
    assert set(outcome.spans) == {"ORG"}


def test_the_peer_is_computed_as_it_was_measured() -> None:
    seeds = keystrokes.load(keystrokes.SEEDS)
    assert keystrokes.slate(seeds)[""] == pytest.approx(4.65, abs=0.005)


def test_counted_motions_of_the_peer() -> None:
    text = "one two three four"
    spans = (Wanted("a", 4, 7, "x"), Wanted("a", 8, 18, "x"))
    small = keystrokes.Gold("g", {"a": text}, frozenset(spans), 0)
    # 1 to go on and 2 to tag; 1 to go on, 1 to extend and 2 to tag
    assert keystrokes.slate(small) == {"": 3.5, "x": 3.5}
