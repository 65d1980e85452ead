"""`sidelight import` as a person runs it: what it says, what it leaves, and its exit code."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from store.articles import find_story
from store.formats import reading
from store.labels_file import load_labels
from store.story.workspace import Workspace
from tests.cli.support import lay_out, tree
from tests.imported import dataset, row
from tests.stories import ANA, ARTICLES, PAPER, WIRE, make_fifo, open_story, texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

WIRE_TEXT, PAPER_TEXT = ARTICLES["1_wire.txt"], ARTICLES["2_paper.txt"]
NOW = (
    "Moscow sent troops, an official said.\n\nNobody in the capital would say on Sunday how many "
    "had been sent, or for how long, and the ministry did not answer questions about the ships "
    "that were seen off the coast last week.\n\nThe soldiers arrived in Latakia.\n"
)
BRAT = {
    "theirs/1_wire.txt": WIRE_TEXT,
    "theirs/1_wire.ann": "T1\tPER 23 31\tofficial\nT2\tLOC 61 68\tLatakia\n"
    "R1\tat Arg1:T1 Arg2:T2\n",
    "theirs/9_new.txt": "Tehran denies it.\n",
    "theirs/9_new.ann": "T1\tPER 0 6\tTehran\n",
}
MAP = ("--map", "PER=actor", "--map", "LOC=location")


# From other tools --------------------------------------------------------------------------


def test_a_folder_of_brat_is_known_and_comes_in_as_one_edit(
    run: Run, story: Path, tmp_path: Path
) -> None:
    lay_out(tmp_path, BRAT)
    ran = run("import", "story", "theirs", *MAP)
    assert (ran.code, ran.out) == (0, b"")
    known, *said = ran.sentences
    assert known.startswith("theirs is brat (")
    assert known.endswith("% sure)")
    assert said == [
        "3 annotations and 1 relation imported into 2 articles, 1 of which is new",
        "u takes that back as one edit; files that were added stay",
    ]
    assert (story / "9_new.txt").read_text() == "Tehran denies it.\n"
    with open_story(story) as workspace:
        assert texts(workspace) == ["actor:official", "location:Latakia"]
        assert texts(workspace, "9_new") == ["actor:Tehran"]
        workspace.undo()
        assert sum(workspace.now.counts.values()) == 0
        workspace.redo()
    again = run("import", "story", "theirs", "--format", "brat", *MAP)
    assert again.sentences == [
        "0 annotations imported into 2 articles; 3 annotations had been there"
    ]


@pytest.mark.parametrize("is_there", [False, True], ids=["no folder", "an empty folder"])
def test_a_story_is_made_of_a_dataset(run: Run, tmp_path: Path, is_there: bool) -> None:
    lay_out(tmp_path, BRAT)
    if is_there:
        (tmp_path / "made").mkdir()
    assert run("import", "made", "theirs", "--add-labels").code == 0
    assert {p.name for p in (tmp_path / "made").iterdir()} == {
        "1_wire.txt", "9_new.txt", "labels.toml", "annotations",
    }  # fmt: skip
    names = load_labels(tmp_path / "made" / "labels.toml").names
    assert names == ("actor", "location", "claim", "source", "PER", "LOC")
    assert run("labels", "made").code == 0, "no label has a key that it must not have"
    assert run("check", "made").code == 0


def test_a_story_is_not_made_of_what_is_at_fault(run: Run, tmp_path: Path) -> None:
    lay_out(tmp_path, BRAT)
    before = tree(tmp_path)
    ran = run("import", "made", "theirs")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences[0].startswith("theirs is brat (")
    assert "no 'PER' (2 spans), 'LOC' (1 span), only actor" in ran.sentences[1]
    assert ran.sentences[2:] == [
        "[[label]]", 'name = "PER"', 'key = "p"', "[[label]]", 'name = "LOC"', 'key = "o"',
    ]  # fmt: skip
    assert not (tmp_path / "made").exists()
    assert tree(tmp_path) == before


def test_a_file_may_be_named_alone_but_gets_no_articles(
    run: Run, story: Path, tmp_path: Path
) -> None:
    dataset(tmp_path, row(WIRE_TEXT, "actor:Moscow", article=WIRE))
    assert run("import", "story/1_wire.txt", "in.jsonl").code == 0
    dataset(tmp_path, row("Tehran.", "actor:Tehran"))
    ran = run("import", "story/1_wire.txt", "in.jsonl")
    assert ran.code == 1
    assert ran.sentences == [
        "in.jsonl, line 1, field id: the story has no article 'new'; it has 1_wire; "
        "name the story's folder to add articles to it"
    ]


def test_no_new_articles(run: Run, story: Path, tmp_path: Path) -> None:
    dataset(tmp_path, row("Tehran.", "actor:Tehran"))
    before = tree(tmp_path)
    ran = run("import", "story", "in.jsonl", "--no-new-articles")
    assert ran.sentences == [
        "in.jsonl, line 1, field id: the story has no article 'new'; it has 1_wire, 2_paper; "
        "--no-new-articles says to add none"
    ]
    assert (ran.code, tree(tmp_path)) == (1, before)


def test_another_version_of_a_text_is_told(run: Run, story: Path, tmp_path: Path) -> None:
    (story / "1_wire.txt").write_text(NOW)
    then = "UPDATE: " + NOW.replace("Latakia", "Tartus")
    dataset(tmp_path, row(then, "actor:troops", "location:Tartus", article=WIRE))
    ran = run("import", "story", "in.jsonl")
    assert ran.code == 0
    assert ran.sentences[-1] == (
        "where the text of an article differs from that in the file, 1 annotation went to the "
        "same words, and 1 waits for you to settle the place; R in the app lists them"
    )
    with open_story(story) as workspace:
        (orphan,) = workspace.now.orphans(WIRE)
        assert orphan.annotation.text == "Tartus"
        assert workspace.now.old_texts.read(orphan.annotation.adrift) == then


@pytest.mark.parametrize(
    ("options", "ends"),
    [
        (("--offsets", "codepoint"), None),
        (("--offsets", "utf16"), (2, 8)),
        (("--offsets", "utf8"), (4, 10)),
    ],
)
def test_what_offsets_count(
    run: Run, tmp_path: Path, options: tuple[str, ...], ends: tuple[int, int] | None
) -> None:
    start, end = ends or (1, 7)
    line = {
        "id": "a",
        "text": "😀Moscow",
        "spans": [{"start": start, "end": end, "label": "actor"}],
    }
    dataset(tmp_path, line)
    assert run("import", "made", "in.jsonl", *options).code == 0
    with open_story(tmp_path / "made") as workspace:
        assert texts(workspace, "a") == ["actor:Moscow"]


# What is lost, and what is at fault --------------------------------------------------------

HALF: dict[str, Any] = {
    "id": "a",
    "text": "e\u0301tat Moscow",
    "spans": [
        {"start": 0, "end": 1, "label": "claim"},
        {"start": 6, "end": 12, "label": "actor"},
    ],
}


def test_what_is_changed_is_told(run: Run, tmp_path: Path) -> None:
    dataset(tmp_path, HALF)
    refused = run("import", "made", "in.jsonl")
    assert refused.sentences == [
        "in.jsonl, line 1, field spans[0].end: offset 1 lies inside a character; "
        "--alignment expand takes it whole"
    ]
    what = "1 span that begin or end within a character, such as “e” at 0-1"
    strict = run("import", "made", "in.jsonl", "--alignment", "expand", "--strict")
    assert strict.sentences == [
        f"in.jsonl: nothing was imported, as something would be lost or changed: {what}"
    ]
    assert (refused.code, strict.code) == (1, 1)
    assert not (tmp_path / "made").exists()
    ran = run("import", "made", "in.jsonl", "--alignment", "expand")
    assert ran.code == 0
    assert f"changed: {what}" in ran.sentences
    with open_story(tmp_path / "made") as workspace:
        assert texts(workspace, "a") == ["claim:e\u0301", "actor:Moscow"]


def test_what_is_sound_comes_in_and_the_rest_is_listed(
    run: Run, story: Path, tmp_path: Path
) -> None:
    line = row(WIRE_TEXT, "actor:Moscow:m", "actor:troops:t", article=WIRE)
    line["spans"][1]["end"] = 999
    line["relations"] = [{"type": "same", "head": "m", "tail": "t"}]
    other = row(PAPER_TEXT, "source:An official", article=PAPER)
    path = dataset(tmp_path, line, other)
    path.write_text(path.read_text() + "{no JSON}\n")
    assert run("import", "story", "in.jsonl").code == 1
    ran = run("import", "story", "in.jsonl", "--keep-going", "--report", "report.json")
    assert ran.code == 1
    assert ran.sentences == [
        "in.jsonl is jsonl (75% sure)",
        "left out: 1 relation of spans that are left out, such as same",
        "left out: in.jsonl, line 1, field spans[1].start: 12-999 is no range of a text of 70 "
        "characters",
        "left out: in.jsonl, line 3: this line is not JSON: JSON is malformed: object keys must be "
        "strings (byte 1)",
        "2 annotations imported into 2 articles",
    ]
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["imported"] is True
    assert (report["annotations"], report["format"], report["sure"]) == (2, "jsonl", 0.75)
    assert report["lost"][0]["count"] == 1
    assert [(f["line"], f.get("field")) for f in report["faults"]] == [
        (1, "spans[1].start"), (3, None),
    ]  # fmt: skip
    with open_story(story) as workspace:
        assert (texts(workspace), texts(workspace, PAPER)) == (
            ["actor:Moscow"], ["source:An official"],
        )  # fmt: skip


def test_a_whole_import_that_keeps_going_is_no_failure(
    run: Run, story: Path, tmp_path: Path
) -> None:
    dataset(tmp_path, row(WIRE_TEXT, "actor:Moscow", article=WIRE))
    ran = run("import", "story", "in.jsonl", "--keep-going", "--report", "-")
    assert ran.code == 0
    report = json.loads(ran.out)
    assert report | {"sure": 1} == {
        "file": "in.jsonl", "format": "jsonl", "sure": 1, "imported": True, "articles": 1,
        "new_articles": [], "new_labels": [], "annotations": 1, "present": 0,
        "repeated": 0, "placed": 0,
        "waiting": 0, "with_blanks": 0, "within_words": 0, "relations": 0, "clusters": 0,
        "said_of_articles": 0,
        "lost": [], "changed": [], "faults": [],
    }  # fmt: skip


def test_a_refusal_is_reported_too(run: Run, story: Path, tmp_path: Path) -> None:
    dataset(tmp_path, row("Tehran.", "mood:Tehran"))
    ran = run("import", "story", "in.jsonl", "--report", "-")
    report = json.loads(ran.out)
    assert (ran.code, report["imported"]) == (1, False)
    assert report["refused"]["field"] == "spans[0].label"
    assert "the label set has no 'mood'" in report["refused"]["reason"]


def test_of_many_faults_the_first_are_said(run: Run, story: Path, tmp_path: Path) -> None:
    line = row(WIRE_TEXT, "actor:Moscow", article=WIRE)
    line["spans"] += [{"start": 0, "end": 0, "label": "actor"}] * 50
    dataset(tmp_path, line)
    ran = run("import", "story", "in.jsonl", "--keep-going")
    left_out = [each for each in ran.sentences if each.startswith("left out")]
    assert (ran.code, len(left_out)) == (1, 20)
    assert "and 30 more were left out; --report FILE lists them all" in ran.sentences


def test_a_file_in_which_hardly_anything_is_right_is_refused(
    run: Run, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_FAULTS", 10)
    (tmp_path / "in.jsonl").write_text('{"id": 7, "spans": []}\n' * 12)
    before = tree(story)
    ran = run("import", "story", "in.jsonl", "--keep-going", "--format", "jsonl")
    assert ran.code == 1
    assert ran.sentences[-1] == (
        "in.jsonl: more than 10 things in it are at fault; it was given up"
    )
    assert tree(story) == before


def test_where_nothing_is_sound_no_story_is_made(run: Run, tmp_path: Path) -> None:
    dataset(tmp_path, row(None, article="a"), row("", article="b"))
    ran = run("import", "made", "in.jsonl", "--keep-going", "--format", "jsonl")
    assert ran.code == 1
    assert ran.sentences == [
        "left out: in.jsonl, line 1, field id: the story has no article 'a'; it has none; without "
        "its text it cannot be added",
        "in.jsonl: there is nothing in it to import; left out: 1 article without text, such as b",
    ]
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("report", "what"), [("story", "a folder"), ("pipe", "not a regular file")]
)
def test_a_report_needs_a_file(
    run: Run, story: Path, tmp_path: Path, report: str, what: str
) -> None:
    make_fifo(tmp_path / "pipe")
    dataset(tmp_path, row(WIRE_TEXT, "actor:Moscow", article=WIRE))
    ran = run("import", "story", "in.jsonl", "--report", report)
    assert (ran.code, ran.sentences) == (
        1, [f"{report}: this is {what}; name another for the report"],
    )  # fmt: skip


# Files that are none -----------------------------------------------------------------------

LINE = json.dumps(row(WIRE_TEXT, "actor:Moscow", article=WIRE))
BAD = [
    pytest.param("", "in.jsonl: the file is empty; there is nothing to import", id="empty"),
    pytest.param(" \n\n", "in.jsonl: there is nothing in it to import", id="blank"),
    pytest.param(
        json.dumps(json.loads(LINE), indent=2),
        "in.jsonl, line 1: this line is not JSON by itself; put each article on one line, as "
        "jq -c . does",
        id="pretty-printed",
    ),
    pytest.param("no JSON\n", "in.jsonl, line 1: this line is not JSON: ", id="no JSON"),
    pytest.param(LINE.encode("utf-16"), "in.jsonl, line 1: this is in UTF-16; ", id="UTF-16"),
    pytest.param(
        LINE.replace("Moscow", "Moscô").encode("latin-1"),
        "in.jsonl, line 1: this is not UTF-8: byte 82 is 0xf4",
        id="Latin-1",
    ),
    pytest.param(b"\x89PNG\r\n\x1a\n\0", "in.jsonl, line 1: this is not UTF-8: ", id="image"),
    pytest.param(
        LINE + "\n" + "x" * 600, "in.jsonl, line 2: this line is longer than 0 MB", id="long line"
    ),
]


@pytest.mark.parametrize(("content", "sentence"), BAD)
def test_what_is_no_dataset_is_refused_in_one_sentence(
    run: Run, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    content: str | bytes, sentence: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(reading, "LONGEST_LINE", 500)
    lay_out(tmp_path, {"in.jsonl": content})
    before = tree(tmp_path)
    ran = run("import", "story", "in.jsonl", "--format", "jsonl")
    if not content:
        ran = run("import", "story", "in.jsonl")
    (said,) = ran.sentences
    assert (ran.code, ran.out) == (1, b"")
    assert said.startswith(sentence)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["auto", "jsonl"])
def test_a_pipe_is_refused_and_not_waited_for(
    run: Run, story: Path, tmp_path: Path, name: str
) -> None:
    make_fifo(tmp_path / "pipe")
    ran = run("import", "story", "pipe", "--format", name)
    assert (ran.code, ran.sentences) == (1, ["pipe: this is not a regular file"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["auto", "jsonl"])
def test_a_file_that_must_not_be_read(run: Run, story: Path, tmp_path: Path, name: str) -> None:
    dataset(tmp_path, row(WIRE_TEXT)).chmod(0)
    ran = run("import", "story", "in.jsonl", "--format", name)
    assert (ran.code, ran.sentences) == (1, ["in.jsonl: it cannot be read: permission denied"])


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("none/made", "none: there is no folder in which the story could be made"),
        ("in.jsonl", "in.jsonl: an article is a .txt or .md file; this is neither"),
    ],
)
def test_where_no_story_can_be(run: Run, tmp_path: Path, path: str, sentence: str) -> None:
    dataset(tmp_path, row(WIRE_TEXT, "actor:Moscow"))
    ran = run("import", path, "in.jsonl")
    assert (ran.code, ran.sentences) == (1, [sentence])


def test_a_format_that_is_only_written(run: Run, story: Path, tmp_path: Path) -> None:
    from store.formats.registry import every_format

    dataset(tmp_path, row(WIRE_TEXT))
    only_written = [each.name for each in every_format() if each.reads is None]
    for name in only_written:
        ran = run("import", "story", "in.jsonl", "--format", name)
        assert ran.code == 1
        assert ran.sentences == [f"in.jsonl: {name} can only be written, not read"]


def test_whose_work_it_is(run: Run, story: Path, tmp_path: Path) -> None:
    dataset(tmp_path, row(WIRE_TEXT, "actor:Moscow", article=WIRE))
    assert run("import", "story", "in.jsonl", "--annotator", "ben", "--data", "apart").code == 0
    assert (tmp_path / "apart" / "ben" / "journal.jsonl").exists()
    assert not (story / "annotations" / ANA).exists()


# Of several people -------------------------------------------------------------------------

_OF_TWO = (
    '{"id":"one","text":"Ana met Bo.","entities":['
    '{"label":"actor","start_offset":0,"end_offset":3,"user":"ana"},'
    '{"label":"actor","start_offset":0,"end_offset":3,"user":"bo"},'
    '{"label":"actor","start_offset":8,"end_offset":10,"user":"bo"}]}\n'
)


def test_what_everybody_said_comes_in_each_as_an_annotator(run: Run, tmp_path: Path) -> None:
    lay_out(tmp_path, {"two.jsonl": _OF_TWO})
    ran = run("import", "new", "two.jsonl", "--user", "all", "--strict", "--report", "-")
    assert ran.code == 0
    assert ran.sentences[0].startswith("two.jsonl is doccano (")
    assert [report["annotator"] for report in json.loads(ran.out)] == ["ana", "bo"]
    found = {}
    for name in ("ana", "bo"):
        with Workspace.open(find_story([tmp_path / "new"]), name) as workspace:
            found[name] = texts(workspace, "one")
    assert found == {"ana": ["actor:Ana"], "bo": ["actor:Ana", "actor:Bo"]}


def test_who_is_left_out_can_be_asked_for(run: Run, tmp_path: Path) -> None:
    lay_out(tmp_path, {"two.jsonl": _OF_TWO})
    said = run("import", "new", "two.jsonl").sentences
    assert said[1:3] == [
        "left out: 2 annotations by user bo, such as actor of one",
        "--user NAME brings in what somebody else said, --user all everybody's",
    ]


def test_a_person_whose_name_no_folder_can_have_is_told_before_anything_comes_in(
    run: Run, tmp_path: Path
) -> None:
    lay_out(tmp_path, {"two.jsonl": _OF_TWO.replace('"bo"', '"a/b"')})
    ran = run("import", "new", "two.jsonl", "--user", "all")
    assert ran.code == 1
    assert "the annotator's name 'a/b' cannot name a folder" in ran.sentences[0]
    assert not (tmp_path / "new").exists()
