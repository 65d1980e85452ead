"""The bench of keys per span: it types what it should, counts what it types, and says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from bench import day, golds, keystrokes
from bench.golds import Gold
from bench.policy import Policy
from store.practice.gold import GoldSpan

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


@pytest.mark.parametrize("policy", list(Policy))
@pytest.mark.parametrize("suggesting", [False, True])
async def test_what_is_typed_is_the_gold(
    tmp_path: Path, policy: Policy, *, suggesting: bool
) -> None:
    small = golds.load(gold(tmp_path))
    assert (len(small.wanted), small.repeated) == (8, 2)
    outcome = await keystrokes.replay(small, (100, 30), suggesting=suggesting, policy=policy)
    assert outcome.is_equal
    assert not outcome.skipped
    assert sum(outcome.means.values()) == 8
    assert outcome.spans == {"actor": 3, "location": 2, "claim": 2, "source": 1}
    by_label = sum(outcome.per_span(name) * count for name, count in outcome.spans.items())
    assert by_label == pytest.approx(outcome.total)
    assert outcome.per_span("") == pytest.approx(outcome.total / 8)
    assert outcome.means["a letter and arrows"] >= 1  # no letter leads to the middle of words


async def test_a_gold_with_labels_of_its_own(tmp_path: Path) -> None:
    small = golds.load(gold(tmp_path, label="ORG"))
    outcome = await keystrokes.replay(small, (100, 30), suggesting=False)
    assert outcome.is_equal
    assert set(outcome.spans) == {"ORG"}


ODD: Final = (
    ("He said\u00a0 no.\u00a0And: “So”", (("said\u00a0", "cue"), (":", "cue"), ("So", "claim"))),
    (" \u00a0 Ana", ((" \u00a0 ", "cue"), (" \u00a0 Ana", "source"))),
)


async def test_spans_at_white_space_and_of_marks_stop_nothing(tmp_path: Path) -> None:
    texts = {str(number): text for number, (text, _) in enumerate(ODD)}
    spans = [
        GoldSpan(str(number), start := text.index(said), start + len(said), label)
        for number, (text, found) in enumerate(ODD)
        for said, label in found
    ]
    odd = golds.gold_of("odd", texts, spans, fitted=False)
    assert (odd.mended, len(odd.wanted)) == (3, 4)
    outcome = await keystrokes.replay(odd, (100, 30), suggesting=False)
    assert outcome.is_equal
    assert len(outcome.typed) == 4


def test_what_constants_were_fitted_on_is_not_reported() -> None:
    found = [gold for gold in golds.corpora() if gold.corpus != "seeds"]
    if not found:
        pytest.skip("there are no corpora; SIDELIGHT_CORPORA names the folder that has them")
    told, fitted = ({g.name for g in found if g.is_fitted == is_it} for is_it in (False, True))
    assert told
    assert fitted
    assert not told & fitted


async def test_figures_of_stories_add_up(tmp_path: Path) -> None:
    small = golds.load(gold(tmp_path))
    one = await keystrokes.replay(small, (100, 30), suggesting=False)
    both = one + one
    assert both.total == 2 * one.total
    assert both.figures()["keys_per_span"] == one.figures()["keys_per_span"]
    assert both.letters.picks == 2 * one.letters.picks == 16
    assert 0 < one.figures()["kept"] <= 1


def test_the_peer_is_computed_as_it_was_measured() -> None:
    seeds = golds.load(golds.SEEDS)
    assert keystrokes.slate(seeds)[""] == pytest.approx(4.65, abs=0.005)


def test_counted_motions_of_the_peer() -> None:
    text = "one two three four"
    spans = (GoldSpan("a", 4, 7, "x"), GoldSpan("a", 8, 18, "x"))
    small = Gold("g", {"a": text}, frozenset(spans), 0)
    # 1 to go on and 2 to tag; 1 to go on, 1 to extend and 2 to tag
    assert keystrokes.slate(small) == {"": 3.5, "x": 3.5}


async def test_a_days_work_is_counted_to_the_last_key(tmp_path: Path) -> None:
    small = golds.load(gold(tmp_path))
    worker = await day.work(small, (100, 30))
    assert worker.kinds["progress"] == 4
    assert worker.kinds["leave"] == 1
    assert worker.kinds.total() == worker.outcome.total
    assert set(worker.kinds) <= set(day.KINDS)
