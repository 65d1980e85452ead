"""`sidelight stats` and `sidelight labels`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.labels import DEFAULT_LABELS
from tests.cli.support import lay_out
from tests.stories import WIRE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tui.app import SidelightApp


LABELS = (
    '[[label]]\nname = "place"\nkey = "z"\nguideline = "Any  place."\nexamples = ["[Moscow]"]\n'
)


def test_stats(run: Run, tagged: Path) -> None:
    ran = run("stats", "story")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.decode().splitlines() == [
        "article  actor  location  claim  source  all",
        "1_wire       0         2      0       0    2",
        "2_paper      0         0      0       1    1",
        "all          0         2      0       1    3",
    ]


def test_stats_as_json(run: Run, tagged: Path) -> None:
    ran = run("stats", "story", "--json")
    wire, paper = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert wire == {
        "id": WIRE,
        "title": "Moscow sent troops, an official said.",
        "characters": 70,
        "labels": {"actor": 0, "location": 2, "claim": 0, "source": 0},
        "origins": {"manual": 2, "propagated": 0, "suggested": 0, "imported": 0},
        "displaced": 0,
        "problem": "",
    }
    assert paper["labels"]["source"] == 1


def test_labels(run: Run, story: Path) -> None:
    lay_out(story, {"labels.toml": LABELS})
    ran = run("labels", "story")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.decode() == "z  place  (blue, fill)\n   Any place.\n     [Moscow]\n"


def test_labels_in_layers_and_of_whole_articles(run: Run, story: Path) -> None:
    genre = '[[document]]\nname = "genre"\nkey = "g"\nvalues = ["news", "opinion"]\n'
    lay_out(story, {"labels.toml": f'{LABELS}layer = "towns"\n\n{genre}guideline = "Its kind."\n'})
    assert run("labels", "story").out.decode() == (
        "z  place  (blue, fill, layer towns)\n   Any place.\n     [Moscow]\n"
        "g  genre  (of an article as a whole: news, opinion)\n   Its kind.\n"
    )


def test_labels_with_the_ties_that_are_declared(run: Run, story: Path) -> None:
    near = '[[relation]]\nname = "near"\nkey = "n"\nfrom = ["place"]\nguideline = "In sight."\n'
    lay_out(story, {"labels.toml": f'{LABELS}\n{near}[[relation]]\nname = "far"\n'})
    assert run("labels", "story").out.decode().endswith(
        "\nn  near  (a tie, from place to anything)\n   In sight.\n"
        "   far  (a tie, from anything to anything)\n"
    )  # fmt: skip


def test_labels_as_json(run: Run, story: Path) -> None:
    ran = run("labels", "story", "--json")
    rows = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert [row["name"] for row in rows] == list(DEFAULT_LABELS.names)
    assert rows[2]["drawing"] == "underline"


def test_a_label_that_was_renamed_in_the_file_is_noticed_and_can_be_renamed(
    run: Run, tagged: Path, shown: list[SidelightApp]
) -> None:
    lay_out(tagged, {"labels.toml": LABELS + '[[label]]\nname = "source"\nkey = "s"\n'})
    noticed = (
        "2 annotations have the label location, which is not in the label set; "
        "`sidelight labels PATH --rename location=NEW` gives it another name"
    )
    for command in (["stats", "story"], ["export", "story", "-o", "out.jsonl"]):
        assert noticed in run(*command).err
    assert noticed in run("check", "story").out.decode()
    run("story", terminal=True)
    unfilled = noticed.replace("--rename", "{option:rename}")
    assert unfilled in list(shown[0].workspace.status.notices)
    ran = run("labels", "story", "--rename", "location=town")
    assert ran.code == 1
    assert "the label set has no label town; it has place, source" in ran.err
    ran = run("labels", "story", "--rename", "location=place")
    assert ran.err.startswith("sidelight: 2 annotations of location now have the label place; ")
    assert "not in the label set" not in run("stats", "story").err
    assert "relabel 2 annotations" in run("log", "story").out.decode()
    run("log", "story", "--undo-to", "#3")
    assert noticed in run("stats", "story").err
    ran = run("labels", "story", "--rename", "nothing=place")
    assert "no annotation has the label nothing" in ran.err
    ran = run("labels", "story", "--rename", "a=b", "--rename", "b=a")
    assert (ran.code, "--rename is given once" in ran.err) == (2, True)
