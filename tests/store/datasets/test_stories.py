"""The stories of a corpus, and the ids that they have in a dataset."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from store.datasets.stories import find_collection
from tests.store.datasets.support import exported, ids, lines, make_corpus
from tests.stories import ANA, PAPER, WIRE, open_story

if TYPE_CHECKING:
    from pathlib import Path


def test_the_stories_of_a_corpus(tmp_path: Path) -> None:
    found = find_collection(make_corpus(tmp_path / "c"), ANA)
    assert found.is_corpus
    assert [each.name for each in found.stories] == [f"event {n}" for n in range(4)]
    rows = lines(exported(found))
    assert [row["id"] for row in rows] == [
        f"event {n}/{article}" for n in range(4) for article in (WIRE, PAPER)
    ]
    assert {row["meta"]["story"] for row in rows[:2]} == {"event 0"}


def test_a_copied_story_gets_ids_of_its_own(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "c", 1)
    shutil.copytree(corpus / "event 0", corpus / "event 1")
    found = find_collection(corpus, ANA)
    rows = lines(exported(found))
    for kind in ("spans", "relations", "clusters"):
        assert len(set(ids(rows, kind))) == len(ids(rows, kind)) > 0
    for row in rows:
        own = ids([row], "spans")
        for relation in row.get("relations", []):
            assert {relation["head"], relation["tail"]} <= set(own)
        for cluster in row.get("clusters", []):
            assert set(cluster["members"]) <= set(own)
    assert exported(found) == exported(found)
    with open_story(corpus / "event 0") as first:
        assert ids(rows[:1], "spans") == [a.id for a in first.article(WIRE).annotations]


def test_annotations_of_a_corpus_may_lie_elsewhere(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "c", 2)
    for story in ("event 0", "event 1"):
        shutil.move(corpus / story / "annotations", tmp_path / "data" / story)
    assert ids(lines(exported(find_collection(corpus, ANA))), "spans") == []
    rows = lines(exported(find_collection(corpus, ANA, tmp_path / "data")))
    assert len(ids(rows, "spans")) == 6
