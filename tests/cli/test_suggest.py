"""`sidelight suggest`, `--suggest`, and that exports say what began as a suggestion."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Origin
from tests.cli.support import tree
from tests.stories import ANA, PAPER, WIRE, made, open_story, tag, tag_edit, write_story

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.cli.support import Ran
    from tui.app import SidelightApp

EXAMPLE = Path(__file__).parents[2] / "docs" / "suggester_example.py"
SENT = {"start": 7, "end": 18, "label": "claim", "text": "sent troops", "score": 0.9}


def pre(folder: Path, *rows: object, name: str = "pre.jsonl") -> str:
    """A file of suggestions, as the option names it."""
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return f"file:{name}"


def rows_of(ran: Ran) -> dict[str, Any]:
    """What was printed, by article."""
    return {row["id"]: row for row in map(json.loads, ran.out.splitlines())}


def said(ran: Ran, suggester: str) -> dict[str, list[str]]:
    """What a suggester has suggested, as `label:text`."""
    return {
        article: [
            f"{found['label']}:{found['text']}"
            for found in row["suggestions"]
            if found["suggester"] == suggester
        ]
        for article, row in rows_of(ran).items()
    }


def test_what_is_printed(run: Run, story: Path, tmp_path: Path) -> None:
    option = pre(tmp_path, {"id": WIRE, "spans": [SENT | {"reason": "so it seems"}]})
    ran = run("suggest", "story", "--suggest", option)
    assert ran.code == 0
    wire, paper = rows_of(ran).values()
    exported = [json.loads(line) for line in run("export", "story").out.splitlines()]
    for row, native in zip((wire, paper), exported, strict=True):
        suggestions = row.pop("suggestions")
        assert row == {name: native[name] for name in native if name != "spans"}
        assert all(row["text"][s["start"] : s["end"]] == s["text"] for s in suggestions)
        if row["id"] == WIRE:
            assert (
                SENT
                | {
                    "reason": "so it seems",
                    "suggester": "file:pre.jsonl",
                    "origin": "suggested",
                }
                in suggestions
            )
    assert ran.sentences[-1].startswith("2 articles, ")


def test_what_is_annotated_is_not_suggested(run: Run, story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "sent troops", "claim")
    ran = run("suggest", "story", "--suggest", pre(tmp_path, {"id": WIRE, "spans": [SENT]}))
    assert said(ran, "file:pre.jsonl") == {WIRE: [], PAPER: []}


@pytest.mark.parametrize(("threshold", "found"), [("0.5", ["claim:sent troops"]), ("0.95", [])])
def test_a_threshold(
    run: Run, story: Path, tmp_path: Path, threshold: str, found: list[str]
) -> None:
    option = pre(tmp_path, {"id": WIRE, "spans": [SENT]})
    ran = run("suggest", "story", "--suggest", option, "--threshold", threshold)
    assert said(ran, "file:pre.jsonl")[WIRE] == found
    scores = [s["score"] for row in rows_of(ran).values() for s in row["suggestions"]]
    assert all(score >= float(threshold) for score in scores)


def test_what_was_printed_is_read_back_and_never_imported(
    run: Run, story: Path, tmp_path: Path
) -> None:
    first = run("suggest", "story", "--suggest", pre(tmp_path, {"id": WIRE, "spans": [SENT]}))
    (tmp_path / "out.jsonl").write_bytes(first.out)
    again = run("suggest", "story", "--suggest", "file:out.jsonl")
    assert "claim:sent troops" in said(again, "file:out.jsonl")[WIRE]
    refused = run("import", "story", "out.jsonl")
    assert (refused.code, refused.sentences) == (
        1,
        ["out.jsonl, line 1: object missing required field `spans`"],
    )


def test_suggesting_writes_nothing(run: Run, story: Path, tmp_path: Path) -> None:
    before = tree(story)
    assert run("suggest", "story").code == 0
    assert tree(story) == before


def test_the_example_of_the_documentation(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Moscow\nLatakia\n\nAna (the elder)\n")
    words = shlex.join([sys.executable, str(EXAMPLE), "names.txt"])
    ran = run(
        "suggest", "story", "--suggest", f"command:{words}",
        "--suggest-label", "actor=location",
    )  # fmt: skip
    assert ran.code == 0
    for article, names in ((WIRE, ["Moscow", "Latakia"]), (PAPER, ["Moscow"])):
        texts = rows_of(ran)[article]["suggestions"]
        assert [s["text"] for s in texts if "it is in names.txt" in s["reason"]] == names
        assert {s["label"] for s in texts if s["text"] in names} >= {"location"}


def test_what_goes_wrong_outside_is_said_and_the_rest_goes_on(
    run: Run, story: Path, tmp_path: Path
) -> None:
    bad = shlex.join([sys.executable, "-c", "import sys; sys.exit('no model today')"])
    good = pre(
        tmp_path,
        {"id": WIRE, "spans": [SENT, {"start": 0, "end": 6, "label": "DATE"}]},
        {"id": PAPER, "spans": [{"start": 0, "end": 600, "label": "actor"}]},
    )
    ran = run("suggest", "story", "--suggest", f"command:{bad}", "--suggest", good)
    assert ran.code == 0
    assert said(ran, "file:pre.jsonl")[WIRE] == ["claim:sent troops"]
    said_of = "\n".join(ran.sentences)
    assert "ended with exit code 1 and said “no model today”" in said_of
    assert "pre.jsonl: 1 DATE left out" in said_of
    assert "pre.jsonl, line 2, field spans[0].end: 600 is no offset in this article" in said_of


@pytest.mark.parametrize("command", [("suggest", "story"), ("open", "story")], ids=" ".join)
@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--suggest", "file:none.jsonl"), 1, "none.jsonl: there is no such file of suggestions"),
        (("--suggest", "word2vec:x"), 1,
         "--suggest word2vec:x: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or file:PATH"),
        (("--suggest", "command:no-such-program"), 1,
         "--suggest command:no-such-program: there is no program 'no-such-program' that can be "
         "run"),
        (("--suggest-label", "PERSON=human"), 1,
         "--suggest-label PERSON=human: the label set has no 'human', only actor, location, claim, "
         "source"),
    ],
)  # fmt: skip
def test_what_is_asked_for_in_vain(
    run: Run,
    story: Path,
    shown: list[SidelightApp],
    command: tuple[str, ...],
    options: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    ran = run(*command, *options, terminal=True)
    assert (ran.code, ran.out, ran.sentences) == (code, b"", [sentence])
    assert shown == []


def test_a_threshold_that_is_none(run: Run, story: Path) -> None:
    ran = run("suggest", "story", "--threshold", "2")
    assert (ran.code, ran.out) == (2, b"")
    assert "'--threshold'" in ran.sentences[0]


def test_open_takes_suggesters(
    run: Run, story: Path, tmp_path: Path, shown: list[SidelightApp]
) -> None:
    option = pre(tmp_path, {"id": WIRE, "spans": [SENT]})
    words = f"{shlex.quote(sys.executable)} -c pass"
    ran = run("story", "--suggest", option, "--suggest", f"command:{words}", terminal=True)
    assert (ran.code, ran.err) == (0, "")
    (app,) = shown
    assert [suggester.name for suggester in app.setup.extra] == [option, f"command:{words}"]


# What began as a suggestion -------------------------------------------------------------------


@pytest.fixture
def accepted(story: Path) -> Path:
    """The story with an annotation of each origin."""
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "location")
        for phrase, origin in (("troops", Origin.SUGGESTED), ("official", Origin.PROPAGATED)):
            annotation = replace(made(tag_edit(workspace, phrase)), origin=origin)
            workspace.apply(EditOfAnnotation(WIRE, None, annotation))
    return story


ORIGINS = [("Moscow", "manual"), ("troops", "suggested"), ("official", "propagated")]


def test_an_export_says_what_began_as_a_suggestion(run: Run, accepted: Path) -> None:
    rows = [json.loads(line) for line in run("export", "story").out.splitlines()]
    assert [(s["text"], s["origin"]) for row in rows for s in row["spans"]] == ORIGINS


@pytest.mark.parametrize(("format_", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_so_do_tables(run: Run, accepted: Path, format_: str, delimiter: str) -> None:
    table = run("export", "story", "--format", format_).out.decode()
    rows = csv.DictReader(io.StringIO(table), delimiter=delimiter)
    assert [(row["text"], row["origin"]) for row in rows] == ORIGINS


def test_stats_by_origin(run: Run, accepted: Path) -> None:
    ran = run("stats", "story", "--origins")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.decode().splitlines() == [
        "article  manual  propagated  suggested  imported  all",
        "1_wire        1           1          1         0    3",
        "2_paper       0           0          0         0    0",
        "all           1           1          1         0    3",
    ]
    wire, _ = json.loads(run("stats", "story", "--json").out)
    assert wire["origins"] == {"manual": 1, "propagated": 1, "suggested": 1, "imported": 0}


def test_what_suggests_is_said_instead_of_what_is_suggested(run: Run, tmp_path: Path) -> None:
    story = write_story(tmp_path / "own")
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
    told = run("suggest", str(story), "--explain", "--annotator", ANA)
    assert told.out.decode().splitlines()[:2] == [
        "Suggested is what is expected to save keys",
        "actor: 1 of 1 tagged texts are suggested where they stand",
    ]
    assert told.sentences == ["2 articles, 1 suggestion"]
