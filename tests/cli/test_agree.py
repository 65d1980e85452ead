"""`sidelight agree`: how far annotators agree, of what is done or of everything."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from store.annotations import assessing
from store.annotations.actions import Refusal
from store.annotations.model import ArticleState
from store.articles import find_story
from store.story.workspace import Workspace
from tests.stories import PAPER, WIRE, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A story in which two people share one span, and one of them has another."""
    story = write_story(tmp_path / "two")
    for name, phrases in {"ana": ("Moscow", "troops"), "ben": ("Moscow",)}.items():
        with Workspace.open(find_story([story]), name) as workspace:
            for phrase in phrases:
                tag(workspace, phrase)
    return story


def test_only_what_is_done_counts_and_nothing_done_is_said(run: Run, two: Path) -> None:
    ran = run("agree", str(two))
    assert (ran.code, ran.out) == (0, b"")
    assert "no article is marked as done by two" in ran.err


def test_everything_counts_if_asked(run: Run, two: Path) -> None:
    ran = run("agree", str(two), "--everything")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.decode().splitlines()
    assert lines[0] == "ana and ben"
    articles = str(len(find_story([two]).articles))
    assert lines[2].split()[1:6] == ["labels", articles, "3", "0.667", "0.667"]


def test_what_both_have_done_counts(run: Run, two: Path) -> None:
    for name in ("ana", "ben"):
        with Workspace.open(find_story([two]), name) as workspace:
            article = workspace.article(WIRE).article
            edit = assessing.mark(workspace.now.links(), article, ArticleState.DONE)
            assert not isinstance(edit, Refusal)
            workspace.apply(edit)
    lines = run("agree", str(two)).out.decode().splitlines()
    assert lines[2].split()[1:4] == ["labels", "1", "3"]


def test_who_has_done_nothing_with_others_is_said(run: Run, two: Path) -> None:
    with Workspace.open(find_story([two]), "cleo") as workspace:
        tag(workspace, "Moscow")
    for name in ("ana", "ben"):
        with Workspace.open(find_story([two]), name) as workspace:
            article = workspace.article(WIRE).article
            edit = assessing.mark(workspace.now.links(), article, ArticleState.DONE)
            assert not isinstance(edit, Refusal)
            workspace.apply(edit)
    ran = run("agree", str(two))
    assert "by both of ana and cleo, ben and cleo; left out" in ran.err


def test_json_has_figures_or_reasons(run: Run, two: Path) -> None:
    rows = json.loads(run("agree", str(two), "--everything", "--format", "json").out)
    assert [row["people"] for row in rows] == [["ana", "ben"]] * 2
    assert rows[0]["figures"]["exact_f1"]["value"] == pytest.approx(2 / 3)
    assert rows[0]["figures"]["unitizing_alpha"]["value"] is None
    assert rows[0]["figures"]["unitizing_alpha"]["why"] == "each label apart"


def test_csv_has_a_line_for_each_figure(run: Run, two: Path) -> None:
    text = run("agree", str(two), "--everything", "--format", "csv").out.decode()
    lines = list(csv.DictReader(text.splitlines()))
    assert {line["people"] for line in lines} == {"ana | ben"}
    told = {(line["label"], line["figure"]): line for line in lines}
    assert float(told["", "exact_f1"]["value"]) == pytest.approx(2 / 3)
    assert told["", "unitizing_alpha"]["value"] == ""
    assert told["", "unitizing_alpha"]["why"] == "each label apart"


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        ("article", [f"two:{WIRE}", f"two:{PAPER}"]),
        ("story", ["two"]),
        ("annotator", ["ana", "ben"]),
    ],
)
def test_figures_are_told_apart_for_what_is_asked(
    run: Run, two: Path, by: str, parts: list[str]
) -> None:
    ran = run("agree", str(two), "--everything", "--by", by, "--format", "json")
    rows = [row for row in json.loads(ran.out) if not row["label"]]
    assert sorted({row["part"] for row in rows}) == sorted(parts)
    lines = run("agree", str(two), "--everything", "--by", by).out.decode().splitlines()
    names = [line.split("  ")[0] for line in lines[2:] if line]
    assert len(set(names)) == len(names)  # each row says what it is of
    assert set(parts) <= set(names)


def test_a_pair_is_compared_and_nobody_else(run: Run, two: Path) -> None:
    with Workspace.open(find_story([two]), "cleo") as workspace:
        tag(workspace, "Moscow")
    ran = run("agree", str(two), "--everything", "--pair", "ben", "ana", "--format", "json")
    assert {tuple(row["people"]) for row in json.loads(ran.out)} == {("ana", "ben")}
    assert "not ana twice" in run("agree", str(two), "--pair", "ana", "ana").err
    assert "dora has annotated nothing" in run("agree", str(two), "--pair", "ana", "dora").err


def test_three_people_have_a_mean_and_are_told_together(run: Run, two: Path) -> None:
    with Workspace.open(find_story([two]), "cleo") as workspace:
        tag(workspace, "Moscow")
    lines = run("agree", str(two), "--everything").out.decode().splitlines()
    heads = [line for line in lines if line and line[0] != " " and "ana" in line]
    assert heads == [
        "ana and ben",
        "ana and cleo",
        "mean over the pairs of ana, ben, cleo",
        "ana, ben, cleo together",
    ]


def test_one_person_alone_agrees_with_nobody(run: Run, tmp_path: Path) -> None:
    story = write_story(tmp_path / "one")
    with Workspace.open(find_story([story]), "ana") as workspace:
        tag(workspace, "Moscow")
    ran = run("agree", str(story))
    assert ran.code == 1
    assert "needs the work of two annotators; there is that of ana" in ran.err


def test_each_disagreement_is_listed_with_its_place(run: Run, two: Path) -> None:
    rows = json.loads(run("agree", str(two), "--everything", "--list", "--format", "json").out)
    with Workspace.open(find_story([two]), "ana", read_only=True) as workspace:
        (troops,) = (a for a in workspace.article(WIRE).annotations if a.text == "troops")
    assert rows == [
        {
            "place": f"two:{WIRE}:{troops.start}-{troops.end}",
            "differences": ["missing"],
            "readings": [f"ana: {troops.label} “troops”"],
            "left_out_by": ["ben"],
        }
    ]


def test_nothing_to_list_is_said(run: Run, two: Path) -> None:
    ran = run("agree", str(two), "--list")
    assert (ran.code, ran.out) == (0, b"")
    assert "no article has two people who are done with it" in ran.err


def test_the_list_as_csv_and_table(run: Run, two: Path) -> None:
    for format_ in ("csv", "table"):
        out = run("agree", str(two), "--everything", "--list", "--format", format_).out.decode()
        assert out.splitlines()[0].startswith("place")
        assert "missing" in out.splitlines()[1]


@pytest.mark.parametrize("options", [(), ("--list",)])
def test_a_journal_that_was_cut_is_told(run: Run, two: Path, options: tuple[str, ...]) -> None:
    (two / "annotations" / "ben" / "journal.jsonl").write_text("{broken")
    ran = run("agree", str(two), "--everything", *options)
    assert "journal" in ran.err
    assert "is shorter than it was" in ran.err


def test_a_label_called_all_is_none_of_all_labels(run: Run, two: Path) -> None:
    for name in ("ana", "ben"):
        with Workspace.open(find_story([two]), name) as workspace:
            tag(workspace, "official", "all")
    rows = json.loads(run("agree", str(two), "--everything", "--format", "json").out)
    assert [(row["label"], row["count"]) for row in rows] == [("", 5), ("actor", 3), ("all", 2)]


def test_who_is_not_done_is_told_beside_the_list(run: Run, two: Path) -> None:
    for name, articles in (("ana", (WIRE, PAPER)), ("ben", (WIRE,))):
        with Workspace.open(find_story([two]), name) as workspace:
            for each in articles:
                article = workspace.article(each).article
                edit = assessing.mark(workspace.now.links(), article, ArticleState.DONE)
                assert not isinstance(edit, Refusal)
                workspace.apply(edit)
    assert "ben is not done with 1 article of two" in run("agree", str(two), "--list").err
    assert "ben is done with 1 of 2 articles; only these count" in run("agree", str(two)).err


def test_what_is_taken_for_what_is_told_with_examples(run: Run, two: Path) -> None:
    with Workspace.open(find_story([two]), "ana") as workspace:
        tag(workspace, "official", "source")
    with Workspace.open(find_story([two]), "ben") as workspace:
        tag(workspace, "official", "actor")
    lines = run("agree", str(two), "--everything", "--confusion").out.decode().splitlines()
    assert lines[0] == "ana and ben: 1 of 3 have the same label"
    at = lines.index("  source  actor        1")
    assert lines[at + 1].strip() == f"two:{WIRE}:23-31  “official”"
    assert "  actor   nothing      1" in lines
    ran = run("agree", str(two), "--everything", "--confusion", "--format", "json")
    cells = json.loads(ran.out)
    assert sum(cell["count"] for cell in cells) == 3
    ran = run("agree", str(two), "--everything", "--confusion", "--format", "csv")
    assert f"ana | ben,source,actor,1,two:{WIRE}:23-31" in ran.out.decode().splitlines()


def test_a_page_has_all_parts(run: Run, two: Path) -> None:
    ran = run("agree", str(two), "--everything", "--format", "html")
    page = ran.out.decode()
    assert (ran.code, page[:15]) == (0, "<!DOCTYPE html>")
    assert f"two:{WIRE}:" in page
    assert run("agree", str(two), "--list", "--format", "html").code == 2
