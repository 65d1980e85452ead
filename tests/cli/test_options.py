"""Whose work a command is about, with which labels, and where it lies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.support import lay_out
from tests.stories import ANA, WIRE, home

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Run


LABELS = (
    '[[label]]\nname = "place"\nkey = "z"\nguideline = "Any  place."\nexamples = ["[Moscow]"]\n'
)


def test_each_annotator_has_work_of_their_own(
    run: Run, tagged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("export", "story").sentences[-1].startswith("2 articles, 3 spans")
    monkeypatch.setenv("SIDELIGHT_ANNOTATOR", "bob")
    told = f"bob has annotated nothing here; with --annotator NAME there is the work of {ANA}"
    for_bob = "2 articles, 0 spans, 0 relations, 0 clusters by bob"
    assert run("export", "story").sentences == [told, for_bob]
    assert run("export", "story", "--annotator", ANA).sentences[-1].endswith(f"by {ANA}")
    monkeypatch.setenv("SIDELIGHT_ANNOTATOR", "")
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    assert run("export", "story").sentences[-1].endswith("by login")


def test_who_cannot_be_known_is_asked_for(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.delenv("SIDELIGHT_ANNOTATOR")
    monkeypatch.setattr("getpass.getuser", nobody)
    ran = run("stats", "story")
    assert (ran.code, ran.out, ran.sentences) == (
        1,
        b"",
        ["who you are is unknown; say it with --annotator NAME"],
    )


def test_labels_from_another_file(run: Run, tagged: Path, tmp_path: Path) -> None:
    lay_out(tmp_path, {"mine.toml": LABELS})
    assert run("labels", "story", "--labels", "mine.toml").out.startswith(b"z  place")
    head = run("stats", "story", "--labels", "mine.toml").out.decode().splitlines()[0]
    assert head.split() == ["article", "place", "location", "source", "all"]


def test_data_in_another_folder(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"id": WIRE, "spans": [{"start": 0, "end": 6, "label": "actor"}]})
    )
    assert run("import", "story", "in.jsonl", "--data", "far/away").code == 0
    assert not home(story).exists()
    assert (tmp_path / "far" / "away" / ANA / "journal.jsonl").exists()
    assert run("export", "story", "--data", "far/away").out.count(b'"label":"actor"') == 1
    assert run("export", "story").out.count(b'"label":"actor"') == 0
