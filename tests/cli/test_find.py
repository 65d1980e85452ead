"""`sidelight find`: what a query finds, in each format, and what is said where it cannot."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.annotations.model import Mention
from tests.cli.support import tree
from tests.stories import PAPER, WIRE, gather, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_the_table_says_where_and_what(run: Run, seeds: Path) -> None:
    ran = run("find", "seeds", "claim said-by:reuters")
    head, first, second = ran.out.decode().splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert head.split() == ["article", "line", "label", "text"]
    assert first.startswith("000      13    claim  Soleimani is the commander of the Quds Force")
    assert second.startswith("003      16    claim  Two tank-landing ships")
    assert max(map(len, (first, second))) <= 80


def test_a_note_has_a_column(run: Run, tagged: Path) -> None:
    with open_story(tagged) as workspace:
        opened = workspace.article(WIRE)
        noted = next(iter(opened.annotations))
        edit = actions.set_note(opened.article, noted, "a city or a state? " * 5)
        assert not isinstance(edit, actions.Refusal)
        workspace.apply(edit)
    lines = run("find", str(tagged), "location").out.decode().splitlines()
    assert lines[0].split() == ["article", "line", "label", "text", "note"]
    assert "Moscow" in lines[1]
    assert "a city or a state?" in lines[1]
    assert lines[1].endswith("…")
    assert max(map(len, lines)) <= 80


def test_lines_of_json_hold_what_ties_them(run: Run, seeds: Path) -> None:
    lines = run("find", "seeds", "claim said-by:reuters", "--format", "jsonl").out.splitlines()
    first = json.loads(lines[0])
    assert (first["article"], first["line"], first["start"], first["end"]) == (
        "000_dbd621557e353835", 13, 629, 823,
    )  # fmt: skip
    assert first["said_by"] == ["Reuters"]
    assert first["clusters"] == ["Soleimani commands the Quds Force of the Revolutionary Guards"]
    assert len(lines) == 2


def test_csv_has_a_head(run: Run, seeds: Path) -> None:
    written = run("find", "seeds", "via:*", "--format", "csv").out.decode()
    rows = list(csv.DictReader(written.splitlines()))
    assert len(rows) == 8
    assert {row["label"] for row in rows} == {"claim"}


def test_a_query_of_rows_shows_them_as_the_matrix_does(run: Run, seeds: Path) -> None:
    lines = run("find", "seeds", "articles:1 stance:unread").out.decode().splitlines()
    assert lines[0].split() == ["000", "003", "arts", "origins"]
    assert lines[1].startswith("  Iran and Russia plotted intervention")
    rows = run("find", "seeds", "articles:>1", "--format", "csv").out.decode().splitlines()
    assert rows[0].split(",")[:2] == ["row", "label"]
    assert len(rows) == 7


def test_paragraphs_are_found(run: Run, seeds: Path) -> None:
    lines = run("find", "seeds", "para: -label:* in:000").out.decode().splitlines()
    assert [line.split() for line in lines] == [
        ["article", "line", "text"],
        ["000", "5", "October", "6,", "2015"],
    ]


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        (
            "lable:claim",
            ["lable:claim", "^^^^^", "There is no field “lable”; did you mean “label”?"],
        ),
        (
            "claim in:005",
            [
                "claim in:005",
                "         ^^^",
                "No article is called “005”; there are 000_dbd621557e353835, 003_74a61ec87d41618b",
            ],
        ),
        ("text:/(/", ["“(” is no regular expression: missing ) at position 1"]),
    ],
)
def test_what_cannot_be_answered_is_said_with_its_place(
    run: Run, seeds: Path, query: str, sentences: list[str]
) -> None:
    ran = run("find", "seeds", query)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == sentences


def test_nothing_found_is_said(run: Run, seeds: Path) -> None:
    ran = run("find", "seeds", "sure:likely")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.sentences == ["none of 225 annotations is so; nothing here has sure: yet"]


def test_what_is_mildly_wrong_is_said_and_answered(run: Run, seeds: Path) -> None:
    ran = run("find", "seeds", 'said-by:"Reut')
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 3
    assert ran.sentences == ["The quotation mark at character 9 is not closed; taken for “Reut”"]


@pytest.mark.parametrize(
    ("args", "code"), [(("find", "seeds"), 2), (("find", "nowhere", "claim"), 1)]
)
def test_usage_and_input_are_told_apart(run: Run, args: tuple[str, ...], code: int) -> None:
    assert run(*args).code == code


def test_nothing_is_written(run: Run, seeds: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    run("find", "seeds", "claim -said-by:*")
    assert tree(tmp_path) == before


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two stories: in one a cluster has the name that is asked for, in the other none has."""
    folder = tmp_path / "corpus"
    for name in ("north", "south"):
        with open_story(write_story(folder / name)) as workspace:
            city = tag(workspace, "Moscow", "location")
            tag(workspace, "An official", "source", PAPER)
            if name == "north":
                gather(workspace, "The capital", Mention(WIRE, city.id))
    return folder


def test_a_corpus_is_asked_story_by_story(run: Run, corpus: Path) -> None:
    ran = run("find", "corpus", "location")
    assert [line.split() for line in ran.out.decode().splitlines()] == [
        ["article", "line", "label", "text"],
        ["north/1", "1", "location", "Moscow"],
        ["south/1", "1", "location", "Moscow"],
    ]
    lines = run("find", "corpus", "source", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["story"] for line in lines] == ["north", "south"]
    rows = run("find", "corpus", "location articles:1", "--format", "csv").out.decode().splitlines()
    assert rows[0] == "story,row,label,1_wire,2_paper,articles,origins,anonymous"
    assert [row.split(",")[0] for row in rows[1:]] == ["north", "south"]
    shown = run("find", "corpus", "location articles:1").out.decode()
    assert "\nnorth\n" in shown


def test_what_one_story_has_no_name_for_another_may(run: Run, corpus: Path) -> None:
    ran = run("find", "corpus", "cluster:capital")
    assert (ran.code, ran.err) == (0, "")
    assert "north/1" in ran.out.decode()
    refused = run("find", "corpus", "cluster:nowhere")
    assert refused.code == 1
    assert refused.sentences[-1].startswith("No cluster is called “nowhere”")
    none = run("find", "corpus", "location note:*")
    assert (none.code, none.sentences) == (0, ["nothing in any story is so"])
