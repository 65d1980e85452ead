"""`sidelight export --format csv` and `tsv`, into files, pipes and a terminal."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.support import lay_out
from tests.stories import ANA, open_story, tag

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

HOSTILE = "Troops\x1b]0;owned\x07\x9b2J\u202e left\r\x1b[31mMoscow.\n\nThey\tleft.\n"


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_a_file_and_standard_output_get_the_same_bytes(
    run: Run, story: Path, tmp_path: Path, format_: str
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "location")
    streamed = run("export", "story", "--format", format_)
    filed = run("export", "story", "--format", format_, "-o", "out")
    assert (streamed.code, filed.code, filed.out) == (0, 0, b"")
    assert (tmp_path / "out").read_bytes() == streamed.out
    assert streamed.sentences == [f"2 articles, 1 span, 0 relations, 0 clusters by {ANA}"]
    assert filed.sentences == [f"2 articles, 1 span, 0 relations, 0 clusters by {ANA} in out"]
    delimiter = {"csv": ",", "tsv": "\t"}[format_]
    rows = list(csv.DictReader(io.StringIO(streamed.out.decode()), delimiter=delimiter))
    assert [(r["article"], r["start"], r["end"], r["label"], r["text"]) for r in rows] == [
        ("1_wire", "0", "6", "location", "Moscow")
    ]
    assert {r["annotator"] for r in rows} == {ANA}


def test_an_unknown_format_is_named(run: Run, story: Path) -> None:
    ran = run("export", "story", "--format", "xls")
    assert (ran.code, ran.out) == (2, b"")
    assert "'xls'" in ran.sentences[0]


def hostile_story(tmp_path: Path) -> None:
    lay_out(tmp_path, {"x/a.txt": HOSTILE.encode()})
    with open_story(tmp_path / "x") as workspace:
        tag(workspace, HOSTILE[: HOSTILE.index("\n")], "claim", "a")
        tag(workspace, "They\tleft", "claim", "a")


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_a_pipe_gets_the_text_as_it_is(run: Run, tmp_path: Path, format_: str) -> None:
    hostile_story(tmp_path)
    out = run("export", "x", "--format", format_).out.decode()
    assert "\x1b]0;owned\x07\x9b2J\u202e left" in out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_a_terminal_gets_nothing_that_acts_on_it(tmp_path: Path, format_: str) -> None:
    from tests.terminal import terminal

    hostile_story(tmp_path)
    arguments = ("export", "x", "--format", format_, "--annotator", ANA)
    with terminal(*arguments, home=tmp_path) as screen:
        assert screen.until_left() == 0
        lines = screen.output.decode().split("\r\n")
    acting = {c for line in lines for c in line if not c.isprintable()}
    assert acting == {"\t"}
    assert "␛]0;owned␇\ufffd2J◇ left" in lines[1]


def test_what_looks_like_the_name_of_a_key_in_data_is_left_as_it_is(
    run: Run, tmp_path: Path
) -> None:
    mark = "{key:undo}"
    lay_out(tmp_path, {f"x/{mark}.txt": f"{mark} and {{option:repair}} left.\n".encode()})
    with open_story(tmp_path / "x") as workspace:
        tag(workspace, mark, "claim", mark)
    (step,) = json.loads(run("log", "x", "--json").out)
    assert (step["articles"], step["what"]) == ([mark], f"add claim “{mark}”")
    assert f"“{mark}”" in run("log", "x").out.decode()
    (count,) = json.loads(run("stats", "x", "--json").out)
    assert (count["id"], count["title"]) == (mark, f"{mark} and {{option:repair}} left.")
    assert mark in run("find", "x", "claim").out.decode()
    (tmp_path / "x" / f"{mark}.csv").write_text("no such columns\n")
    refused = run("import", "x", f"x/{mark}.csv", "--report", "-")
    assert any(f"{mark}.csv" in sentence for sentence in refused.sentences)
