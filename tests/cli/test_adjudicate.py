"""`sidelight adjudicate`: whose work it takes, what it refuses, and what an export says of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from store.adjudication.compared import adjudicators
from store.adjudication.docket import Docket
from store.adjudication.gathering import items_of_story
from store.annotations import actions
from store.annotations.model import timestamp
from store.articles import find_story
from store.text.span import Span
from tests.people import GOLD, opened_as, quoted_spans, write_work
from tui.adjudication_app import AdjudicationApp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run

TEXT: Final = "The mayor said the curfew would stay in force until noon, officers said.\n"
PEOPLE: Final = {
    "ana": "actor The mayor + claim the curfew would stay in force + source officers",
    "ben": "actor The mayor + claim the curfew would stay in force until noon",
}


def write(folder: Path, people: Mapping[str, str] = PEOPLE) -> Path:
    folder.mkdir()
    (folder / "curfew.txt").write_text(TEXT, encoding="utf-8")
    for who, quotes in people.items():
        write_work(folder, who, {"curfew": quoted_spans(TEXT, quotes, who)})
    return folder


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[AdjudicationApp]:
    """The apps that were shown; none is."""
    apps: list[AdjudicationApp] = []
    monkeypatch.setattr(AdjudicationApp, "run", lambda app, **_: apps.append(app))
    return apps


def test_it_opens_where_something_is_to_be_decided(
    run: Run, tmp_path: Path, shown: list[AdjudicationApp]
) -> None:
    folder = write(tmp_path / "story")
    assert run("adjudicate", str(folder), "--as", GOLD, terminal=True).code == 0
    (app,) = shown
    assert app.adjudication.docket.people == ("ana", "ben")
    assert app.workspace.annotator == GOLD
    assert app.adjudication.entry is not None
    assert app.adjudication.entry.question.differences == ("boundary",)


def test_it_begins_at_a_place_that_agree_names(
    run: Run, tmp_path: Path, shown: list[AdjudicationApp]
) -> None:
    folder = write(tmp_path / "story")
    listed = run("agree", str(folder), "--list", "--format", "json").out
    place = json.loads(listed)[1]["place"]
    ran = run("adjudicate", str(folder), "--as", GOLD, "--at", place, terminal=True)
    assert ran.code == 0, ran.err
    entry = shown[0].adjudication.entry
    assert entry is not None
    assert TEXT[entry.question.start : entry.question.end] == "officers"
    ran = run("adjudicate", str(folder), "--as", GOLD, "--at", "curfew:1-2", terminal=True)
    assert (ran.code, ran.err) == (
        1,
        f"sidelight: {folder}: there is nothing to decide at curfew:1-2\n",
    )


@pytest.mark.parametrize(
    ("people", "options", "said"),
    [
        ({"ana": "actor The mayor"}, ["--as", GOLD],
         "adjudication needs the work of two annotators besides that of who decides; there is that "
         "of ana"),
        (PEOPLE, ["--as", "ana"], "there is that of ben"),
        (PEOPLE, ["--as", GOLD, "--of", "ana,eve"], "eve has annotated nothing here"),
        (PEOPLE, ["--as", GOLD, "--of", f"ana,{GOLD}"],
         "gold decides, and is none of those who are decided on"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_said_in_a_sentence(
    run: Run, tmp_path: Path, people: dict[str, str], options: list[str], said: str
) -> None:
    ran = run("adjudicate", str(write(tmp_path / "story", people)), *options, terminal=True)
    assert ran.code == 1
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("share", ["half", "120%", "-1"])
def test_a_share_that_is_none_is_wrong_use(run: Run, tmp_path: Path, share: str) -> None:
    ran = run("adjudicate", str(write(tmp_path / "s")), "--as", GOLD, f"--check={share}")
    assert ran.code == 2
    assert "is no share from 0% to 100%" in ran.err


def test_without_a_terminal_it_says_so(run: Run, tmp_path: Path) -> None:
    ran = run("adjudicate", str(write(tmp_path / "story")), "--as", GOLD)
    assert (ran.code, ran.out) == (1, b"")
    assert "needs a terminal" in ran.err


def decided(folder: Path) -> Path:
    """A story whose gold has what all agree on, what one had, something changed and added."""
    docket = Docket(items_of_story(find_story([folder]), ("ana", "ben")))
    with opened_as(folder) as gold:
        edit, _ = docket.decide_agreed(gold.now, "curfew", "dan")
        assert edit is not None
        gold.apply(edit)
        for entry in docket.entries(gold.now, "curfew"):
            if entry.is_open:
                edit = docket.decide(gold.now, entry.question, 1, "dan")
                assert edit is not None
                gold.apply(edit)
        opened = gold.article("curfew")
        officers = list(opened.annotations)[-1]
        longer = Span(officers.start, officers.end + len(" said"))
        decision = gold.now.links().decision_for(officers.id)
        assert decision is not None
        while timestamp() <= decision.updated:
            pass  # what is told is what has been changed later, by the clock
        changed = actions.resize(opened.article, opened.annotations, officers, longer)
        assert not isinstance(changed, actions.Refusal)
        gold.apply(changed)
        added = actions.tag(opened.article, opened.annotations, Span(44, 49), "actor")
        assert not isinstance(added, actions.Refusal)
        gold.apply(added)
    return folder


def test_an_export_says_where_what_was_decided_comes_from(run: Run, tmp_path: Path) -> None:
    folder = decided(write(tmp_path / "story"))
    plain = json.loads(run("export", str(folder), "--annotator", GOLD).out)
    assert all(not span.get("attributes") for span in plain["spans"])
    line = json.loads(run("export", str(folder), "--annotator", GOLD, "--provenance").out)
    told = [
        {name.removeprefix("gold_"): value for name, value in span["attributes"].items()}
        for span in line["spans"]
    ]
    when = [each.pop("at", "") for each in told]
    assert all(each.endswith("Z") for each in when[:2])
    assert told == [
        {"decision": "agreed", "had": "ana, ben", "of": "ana, ben", "by": "dan"},
        {"decision": "taken", "had": "ana", "of": "ana, ben", "by": "dan"},
        {"decision": "added"},
        {"decision": "changed", "had": "ana", "of": "ana, ben", "by": "dan"},
    ]


def test_others_have_no_provenance_and_formats_without_a_place_say_what_they_lose(
    run: Run, tmp_path: Path
) -> None:
    folder = decided(write(tmp_path / "story"))
    lines = run("export", str(folder), "--annotator", "all", "--provenance").out.splitlines()
    by_person = {line["meta"]["annotator"]: line["spans"] for line in map(json.loads, lines)}
    assert all("attributes" not in span for span in by_person["ana"])
    assert all("attributes" in span for span in by_person[GOLD])
    options = ("--annotator", GOLD, "--provenance", "--format", "conll")
    ran = run("export", str(folder), *options)
    assert ran.code == 0
    assert "attribute" in ran.err
    assert run("export", str(folder), *options, "--strict").code == 1


def test_what_was_decided_on_is_no_opinion_of_its_own(run: Run, tmp_path: Path) -> None:
    folder = decided(write(tmp_path / "story"))
    ran = run("agree", str(folder), "--everything", "--format", "json")
    assert {tuple(row["people"]) for row in json.loads(ran.out)} == {("ana", "ben")}
    assert f"the work of {GOLD} is left out" in ran.err
    ran = run("agree", str(folder), "--everything", "--format", "json", "--of", "ana", "--of", GOLD)
    assert {tuple(row["people"]) for row in json.loads(ran.out)} == {("ana", GOLD)}
    story = find_story([folder])
    assert adjudicators(story, ["ana", "ben", GOLD], None) == {GOLD}


def test_the_stories_of_a_folder_come_one_after_the_other(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("1_first", "2_second", "3_third"):
        write(corpus / name, PEOPLE if name != "2_second" else {"ana": PEOPLE["ana"]})
    decided(write(corpus / "4_decided"))
    shown: list[tuple[str, bool]] = []
    decides = True

    def show(app: AdjudicationApp, **_: object) -> None:
        now = app.workspace.now
        shown.append((now.story.name, app.has_next))
        docket = app.adjudication.docket
        edit, _count = docket.decide_agreed(now, "curfew", "dan")
        while decides and edit is not None:
            app.workspace.apply(edit)
            following = (e.question for e in docket.entries(now, "curfew") if e.needs_a_look)
            question = next(following, None)
            edit = None if question is None else docket.decide(now, question, 1, "dan")

    monkeypatch.setattr(AdjudicationApp, "run", show)
    command = ("adjudicate", str(corpus), "--as", GOLD)
    ran = run(*command, "--at", "3_third:curfew:19-47", terminal=True)
    assert (ran.code, shown) == (1, [])
    assert "there is nothing to decide at 3_third:curfew:19-47" in ran.err
    decides = False
    assert run(*command, terminal=True).code == 0
    assert shown == [("1_first", True)]  # it was left with something to be decided
    decides = True
    ran = run(*command, terminal=True)
    assert (ran.code, shown[1:]) == (0, [("1_first", True), ("3_third", True)])
    assert "2_second: adjudication needs the work of two annotators" in ran.err
    ran = run(*command, terminal=True)
    assert (ran.code, shown[3:]) == (0, [])
    assert "nothing is left to decide in the stories of " in ran.err
