"""Every command when all is well: data on standard output, words on standard error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.support import lay_out, tree
from tests.stories import ANA, PAPER, WIRE, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


# Export and import ---------------------------------------------------------------------------


def test_export_writes_the_same_bytes_to_a_file_and_to_standard_output(
    run: Run, tagged: Path, tmp_path: Path
) -> None:
    streamed, dashed = run("export", "story"), run("export", "story", "--output", "-")
    filed = run("export", "story", "--output", "out.jsonl")
    assert (streamed.code, filed.code) == (0, 0)
    assert (tmp_path / "out.jsonl").read_bytes() == streamed.out == dashed.out
    report = f"2 articles, 3 spans, 0 relations, 0 clusters by {ANA}"
    assert (streamed.sentences, filed.out) == ([report], b"")
    assert filed.sentences == [f"{report} in out.jsonl"]
    rows = [json.loads(line) for line in streamed.out.splitlines()]
    assert [(row["id"], len(row["spans"])) for row in rows] == [(WIRE, 2), (PAPER, 1)]


def test_export_import_export(run: Run, tagged: Path, tmp_path: Path) -> None:
    first = run("export", "story", "-o", "out.jsonl")
    write_story(tmp_path / "other" / "story")
    imported = run("import", "other/story", "out.jsonl")
    assert (first.code, imported.code, imported.out) == (0, 0, b"")
    assert imported.sentences == [
        "out.jsonl is jsonl (99% sure)",
        "3 annotations imported into 2 articles",
    ]
    assert run("export", "other/story").out == (tmp_path / "out.jsonl").read_bytes()
    again = run("import", "other/story", "out.jsonl", "--format", "jsonl")
    assert again.sentences == [
        "0 annotations imported into 2 articles; 3 annotations had been there"
    ]
    assert run("export", "other/story").out == (tmp_path / "out.jsonl").read_bytes()


def test_one_of_each_is_not_said_in_the_plural(run: Run, story: Path, tmp_path: Path) -> None:
    span = {"start": 0, "end": 6, "label": "actor"}
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": WIRE, "spans": [span, span]}))
    assert run("import", "story", "in.jsonl").sentences == [
        "in.jsonl is jsonl (75% sure)",
        "1 annotation imported into 1 article; 1 annotation stood there twice",
    ]


def test_an_export_replaces_what_a_link_points_to_and_keeps_the_link(
    run: Run, tagged: Path, tmp_path: Path
) -> None:
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    ran = run("export", "story", "-o", "link.jsonl")
    assert ran.code == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_bytes() == run("export", "story").out


def test_a_file_called_dash_is_named_with_its_folder(
    run: Run, tagged: Path, tmp_path: Path
) -> None:
    ran = run("export", "story", "-o", "./-")
    assert (ran.code, ran.out) == (0, b"")
    assert (tmp_path / "-").read_bytes() == run("export", "story").out


@pytest.mark.parametrize("command", ["export", "stats", "labels"])
def test_looking_writes_nothing(run: Run, tagged: Path, command: str) -> None:
    before = tree(tagged)
    assert run(command, "story").code == 0
    assert tree(tagged) == before


def test_what_is_left_out_is_said(run: Run, tagged: Path) -> None:
    (tagged / "2_paper.txt").unlink()
    for command in ("stats", "export"):
        ran = run(command, "story")
        assert ran.code == 0
        assert ran.sentences[0] == (
            f"{PAPER} has annotations, but is not among the articles opened; left out"
        )


def test_what_waits_in_a_changed_text_is_told_and_left_out(run: Run, tagged: Path) -> None:
    (tagged / "2_paper.txt").write_text("No official said that.\n")
    stats, export = run("stats", "story"), run("export", "story")
    assert (stats.code, stats.sentences) == (
        0,
        [
            "2_paper.txt has changed since it was annotated: 1 annotation waits for you to settle "
            "the place; R lists what there is to review"
        ],
    )
    rows = [json.loads(line) for line in export.out.splitlines()]
    assert (export.code, [len(row["spans"]) for row in rows]) == (0, [2, 0])
    assert any("left out, until it is placed with R" in each for each in export.sentences)
    assert run("export", "story", "--strict").code == 1


def test_an_encoding_that_was_detected_is_said(run: Run, tmp_path: Path) -> None:
    text = "Präsident Müller äußerte sich über die Gespräche in Köln und Zürich.\n" * 3
    lay_out(tmp_path, {"x/a.txt": text.encode("cp1252"), "x/b.txt": "Plain"})
    ran = run("stats", "x")
    (sentence,) = ran.sentences
    assert (ran.code, sentence[:37]) == (0, "a.txt is not UTF-8; it was read as cp")


def test_stats_say_what_each_day_has_come_to(run: Run, tagged: Path) -> None:
    shown = run("stats", "story", "--time")
    head, *days = [line.split() for line in shown.out.decode().splitlines()]
    assert head == ["day", "minutes", "by", "hand", "taken", "imported", "rejected", "relabelled"]
    assert [day[1:] for day in days] == [["0", "3", "0", "0", "0", "0"]]
    told = json.loads(run("stats", "story", "--time", "--json").out)
    assert [work["deeds"] for work in told["by_day"].values()] == [{"by hand": 3}]
