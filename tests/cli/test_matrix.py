"""`sidelight matrix`: which article says what, in each format, of the two seeds."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.support import tree
from tests.stories import ARTICLES, write_story
from tui.cli.output import print_columns

if TYPE_CHECKING:
    from tests.cli.conftest import Run

FIRST = "Russia's campaign is aimed at Western-backed rebels rather than ISIS"


def test_the_table_has_eight_rows_and_three_pairs(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run("matrix", "seeds")
    lines = ran.out.decode().splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[0].split() == ["000", "003", "arts", "origins"]
    assert [line[:42] for line in lines[1:3]] == [
        "! Russia's campaign is aimed at Western-ba",
        "! the increased military activity is meant",
    ]
    assert lines[2].split()[-5:] == ["+!1", "!", "1", "1", "1"]
    assert lines[3].split()[-7:] == ["+", "1", "+", "3", "2", "3", "??"]
    assert lines[8].split()[-6:] == ["+", "3", ".", "1", "1", "?"]
    assert lines[10].startswith("+ asserts   ~ hedges   ! contradicts")
    assert [line[:3] for line in lines[11:] if line[:1].isdigit()] == ["1. ", "2. ", "3. "]
    assert any("(000: own voice)  !  “" in line for line in lines[12:])
    assert max(map(len, lines)) <= 80


def test_csv_has_a_line_for_each_cell(run: Run, seeds: Path) -> None:
    ran = run("matrix", "seeds", "--format", "csv")
    rows = list(csv.DictReader(ran.out.decode().splitlines()))
    assert len(rows) == 16
    assert {key: rows[3][key] for key in ("article", "stance", "set_by", "n", "sources")} == {
        "article": "003_74a61ec87d41618b",
        "stance": "contradicts",
        "set_by": "ties",
        "n": "1",
        "sources": "",
    }


@pytest.mark.parametrize("query", ["is:disputed", "-is:disputed", "articles:>1", "/^the /"])
def test_only_the_rows_that_a_query_asks_for(run: Run, seeds: Path, query: str) -> None:
    def names(*args: str) -> list[str]:
        return [row["name"] for row in json.loads(run("matrix", "seeds", *args).out)["rows"]]

    kept = names("--format", "json", "--filter", query)
    every = names("--format", "json")
    assert kept == [name for name in every if name in kept]
    assert 0 < len(kept) < len(every)


def test_a_filter_that_is_no_query_is_refused(run: Run, seeds: Path) -> None:
    ran = run("matrix", "seeds", "--filter", "is:dispted")
    assert ran.code != 0
    assert "did you mean “disputed”" in ran.err


def test_a_story_that_lacks_a_name_of_the_filter_is_left_out_and_named(
    run: Run, seeds: Path
) -> None:
    write_story(Path("corpus") / "other", ARTICLES)
    shutil.move(seeds, Path("corpus") / "seeds")
    ran = run("matrix", "corpus", "--filter", "in:003", "--format", "json")
    assert ran.code == 0
    assert [each["story"] for each in json.loads(ran.out)] == ["seeds"]
    assert "other is left out: No article is called “003”" in ran.err
    ran = run("matrix", "corpus", "--filter", "in:none-such")
    assert ran.code != 0
    assert "No article is called “none-such”" in ran.err


def test_wide_csv_has_a_column_for_each_article(run: Run, seeds: Path) -> None:
    ran = run("matrix", "seeds", "--format", "csv", "--wide")
    head, first, *_ = csv.reader(ran.out.decode().splitlines())
    assert head[1:] == [
        "000_dbd621557e353835",
        "003_74a61ec87d41618b",
        "articles",
        "origins",
        "anonymous",
    ]
    assert first == [FIRST, "both", "asserts", "2", "2", "1"]


def test_json_holds_all_of_it(run: Run, seeds: Path) -> None:
    found = json.loads(run("matrix", "seeds", "--format", "json").out)
    assert (len(found["rows"]), len(found["pairs"])) == (8, 3)
    assert found["rows"][0]["origins"] == ["U.S. officials", "003 in its own voice"]
    assert found["rows"][0]["cells"][0]["claims"][1] == {
        "article": "000_dbd621557e353835",
        "quote": "the increased military activity is meant to combat the terrorist group",
        "sources": ["Moscow"],
        "is_contrary": True,
    }


def test_markdown_is_a_table_with_the_pairs_below(run: Run, seeds: Path) -> None:
    lines = run("matrix", "seeds", "--format", "md").out.decode().splitlines()
    assert lines[4].startswith(f"| {FIRST} | \\+\\!1 | \\+ 1 | 2 | 2 ?")
    assert sum(line.startswith("- “") for line in lines) == 3


@pytest.mark.parametrize("rows", ["actors", "locations", "sources", "actor"])
def test_other_rows_count_mentions(run: Run, seeds: Path, rows: str) -> None:
    ran = run("matrix", "seeds", "--rows", rows)
    assert ran.code == 0
    assert ran.out.decode().splitlines()[0].split() == ["000", "003", "arts"]


def test_rows_that_are_of_no_label_are_said_with_those_that_are(run: Run, seeds: Path) -> None:
    ran = run("matrix", "seeds", "--rows", "claimz")
    assert ran.code == 1
    assert ran.sentences == [
        "no label is for “claimz”; rows can be claims, actors, locations, sources, actor, "
        "location, claim, source"
    ]


def test_where_nothing_is_tied_that_is_said(run: Run, tagged: Path) -> None:
    ran = run("matrix", "story")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.sentences == ["there are no claims yet that are tied or clustered; nothing is shown"]


@pytest.mark.parametrize("args", [("--wide",), ("--format", "html", "--wide"), ("--output", "x")])
def test_options_that_do_not_go_together(run: Run, seeds: Path, args: tuple[str, ...]) -> None:
    assert run("matrix", "seeds", *args).code == 2


def test_a_page_is_written_whole_and_never_over_a_story(run: Run, seeds: Path) -> None:
    ran = run("matrix", "seeds", "--format", "html", "-o", "page.html")
    assert (ran.code, ran.sentences) == (0, ["written to page.html"])
    page = Path("page.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    before = tree(seeds)
    article = "seeds/000_dbd621557e353835.txt"
    assert run("matrix", "seeds", "--format", "html", "-o", article).code == 1
    assert tree(seeds) == before


def test_claims_are_json_ld(run: Run, seeds: Path) -> None:
    ran = run("matrix", "seeds", "--format", "claims")
    assert (ran.code, ran.err) == (0, "")
    graph = json.loads(ran.out)["@graph"]
    assert [each["@type"] for each in graph] == ["Claim"] * 8
    ran = run("matrix", "seeds", "--format", "claims", "--rows", "actors")
    assert ran.code == 2
    assert "--format claims goes with rows of claims" in ran.err


def test_a_folder_of_stories_has_the_name_of_the_story_in_each_row(run: Run, seeds: Path) -> None:
    rows = list(csv.DictReader(run("matrix", ".", "--format", "csv").out.decode().splitlines()))
    assert {row["story"] for row in rows} == {"seeds"}
    assert len(rows) == 16
    told = json.loads(run("matrix", ".", "--format", "json").out)
    assert "seeds" in {each["story"] for each in told}
    assert "\nseeds\n" in run("matrix", ".").out.decode()
    assert run("matrix", ".", "--format", "html").code == 2


def test_stats_of_a_folder_of_stories(run: Run, seeds: Path) -> None:
    counts = json.loads(run("stats", ".", "--json").out)
    assert sum(each["labels"]["claim"] for each in counts) == 47
    assert any(each["id"].startswith("seeds/000") for each in counts)
    assert run("stats", ".", "--time").code == 2


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (14, "橋    1  22  3\nasks  a  b   c\n"),
        (13, "橋    1  22\nasks  a  b\n\n橋    3\nasks  c\n"),
        (2, "橋    1\nasks  a\n\n橋    22\nasks  b\n\n橋    3\nasks  c\n"),
    ],
)
def test_columns_for_which_there_is_no_room_stand_below(
    capsys: pytest.CaptureFixture[str], most: int, said: str
) -> None:
    print_columns([["橋", "1", "22", "3"], ["asks", "a", "b", "c"]], most=most)
    assert capsys.readouterr().out == said
