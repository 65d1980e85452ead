"""Every command when all is well: data on standard output, words on standard error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from store.labels import DEFAULT_LABELS
from tests.cli.support import lay_out, tree
from tests.stories import ANA, PAPER, WIRE, home, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tui.app import SidelightApp

LABELS = (
    '[[label]]\nname = "place"\nkey = "z"\nguideline = "Any  place."\nexamples = ["[Moscow]"]\n'
)


@pytest.fixture
def tagged(story: Path) -> Path:
    """The story, with three annotations of Ana's."""
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "location")
        tag(workspace, "Latakia", "location")
        tag(workspace, "An official", "source", PAPER)
    return story


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
        "3 annotations, 0 relations and 0 clusters imported into 2 articles",
    ]
    assert run("export", "other/story").out == (tmp_path / "out.jsonl").read_bytes()
    again = run("import", "other/story", "out.jsonl", "--format", "jsonl")
    assert again.sentences == [
        "0 annotations, 0 relations and 0 clusters imported into 2 articles; "
        "3 annotations had been there"
    ]
    assert run("export", "other/story").out == (tmp_path / "out.jsonl").read_bytes()


def test_one_of_each_is_not_said_in_the_plural(run: Run, story: Path, tmp_path: Path) -> None:
    span = {"start": 0, "end": 6, "label": "actor"}
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": WIRE, "spans": [span, span]}))
    assert run("import", "story", "in.jsonl").sentences == [
        "in.jsonl is jsonl (75% sure)",
        "1 annotation, 0 relations and 0 clusters imported into 1 article; "
        "1 annotation had been there",
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


# Stats and labels ----------------------------------------------------------------------------


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


def test_labels_as_json(run: Run, story: Path) -> None:
    ran = run("labels", "story", "--json")
    rows = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert [row["name"] for row in rows] == list(DEFAULT_LABELS.names)
    assert rows[2]["drawing"] == "underline"


def test_what_is_left_out_is_said(run: Run, tagged: Path) -> None:
    (tagged / "2_paper.txt").unlink()
    for command in ("stats", "export"):
        ran = run(command, "story")
        assert ran.code == 0
        assert ran.sentences[0] == (
            f"{PAPER} has annotations, but is not among the articles opened; left out"
        )


def test_a_changed_text_stops_the_export_and_is_told_by_stats(run: Run, tagged: Path) -> None:
    (tagged / "2_paper.txt").write_text("No official said that.\n")
    stats, export = run("stats", "story"), run("export", "story")
    assert (stats.code, stats.sentences) == (
        0,
        [
            "2_paper.txt has changed since it was annotated: 1 annotation waits for you to settle "
            "the place; R lists what there is to review"
        ],
    )
    assert (export.code, export.out) == (1, b"")
    (sentence,) = export.sentences
    assert sentence.startswith("story/2_paper.txt: the export was stopped: the article has changed")
    assert "the source “An official” (id 01" in sentence


def test_an_encoding_that_was_detected_is_said(run: Run, tmp_path: Path) -> None:
    text = "Präsident Müller äußerte sich über die Gespräche in Köln und Zürich.\n" * 3
    lay_out(tmp_path, {"x/a.txt": text.encode("cp1252"), "x/b.txt": "Plain"})
    ran = run("stats", "x")
    (sentence,) = ran.sentences
    assert (ran.code, sentence[:37]) == (0, "a.txt is not UTF-8; it was read as cp")


# Whose work, which labels, where -------------------------------------------------------------


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


# Open ----------------------------------------------------------------------------------------

COMMANDS = ["open", "export", "import", "stats", "labels"]


@pytest.mark.parametrize(
    ("args", "articles"),
    [
        (("story",), [WIRE, PAPER]),
        (("open", "story"), [WIRE, PAPER]),
        (("story/",), [WIRE, PAPER]),
        (("story/.",), [WIRE, PAPER]),
        (("story/2_paper.txt",), [PAPER]),
        (("story/2_paper.txt", "story/1_wire.txt", "story/2_paper.txt"), [WIRE, PAPER]),
        (("--columns", "2", "story"), [WIRE, PAPER]),
        (("--", "story"), [WIRE, PAPER]),
    ],
    ids=["short", "long", "last slash", "dot", "one file", "files", "option first", "dashes"],
)
def test_open(
    run: Run, story: Path, shown: list[SidelightApp], args: tuple[str, ...], articles: list[str]
) -> None:
    ran = run(*args, terminal=True)
    assert (ran.code, ran.out, ran.err) == (0, b"", "")
    (app,) = shown
    assert [ref.id for ref in app.workspace.story.articles] == articles
    assert (app.workspace.story.root, app.workspace.status.read_only) == (story, "")


def test_the_current_folder(
    run: Run, story: Path, shown: list[SidelightApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(story)
    assert run(".", terminal=True).code == 0
    assert shown[0].workspace.story.name == "story"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_called_like_a_command(
    run: Run, tmp_path: Path, shown: list[SidelightApp], name: str
) -> None:
    write_story(tmp_path / name)
    for args in (("open", name), (f"./{name}",)):
        assert run(*args, terminal=True).code == 0
    assert [app.workspace.story.name for app in shown] == [name, name]
    assert run(name).code == 2


def test_a_folder_called_nearly_like_a_command(
    run: Run, tmp_path: Path, shown: list[SidelightApp]
) -> None:
    write_story(tmp_path / "exports")
    assert run("exports", terminal=True).code == 0
    assert shown[0].workspace.story.name == "exports"


def test_the_options_of_open(run: Run, story: Path, shown: list[SidelightApp]) -> None:
    lay_out(story.parent, {"keys.toml": '[keys]\n"go.next-word" = "t"\n'})
    ran = run("story", "--read-only", "--theme", "sidelight-light", "--columns", "1",
              "--keymap", "keys.toml", "--annotator", "bob", terminal=True)  # fmt: skip
    (app,) = shown
    assert (ran.code, ran.err) == (0, "")
    assert (app.theme, app.setup.columns, app.workspace.annotator) == ("sidelight-light", 1, "bob")
    assert app.workspace.status.read_only == "The story was opened to read only"
    assert app.own_keymap.keys_of("go.next-word") == ("t",)
    assert not (story / "annotations").exists()


def test_a_keymap_of_ones_own_is_found(
    run: Run, story: Path, shown: list[SidelightApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(
        story.parent,
        {
            "config/sidelight/keymap.toml": '[keys]\nhelp = "t"\n',
            "home/.config/sidelight/keymap.toml": '[keys]\nhelp = "m"\n',
        },
    )
    assert run("story", terminal=True).code == 0
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(story.parent / "home"))
    assert run("story", terminal=True).code == 0
    assert [app.own_keymap.keys_of("help") for app in shown] == [("t",), ("m",)]


def test_a_label_may_take_the_key_that_a_keymap_has_freed(
    run: Run, story: Path, shown: list[SidelightApp]
) -> None:
    lay_out(story, {"labels.toml": '[[label]]\nname = "weapon"\nkey = "w"\n'})
    lay_out(story.parent, {"keys.toml": '[keys]\n"go.next-word" = "t"\n'})
    assert run("story", "--keymap", "keys.toml", terminal=True).code == 0
    assert shown[0].own_keymap.keys_of("tag.weapon") == ("w",)


def test_no_color_outdoes_a_theme(
    run: Run, story: Path, shown: list[SidelightApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("story", "--theme", "sidelight-light", terminal=True).code == 0
    assert shown[0].is_plain
    assert shown[0].theme == "ansi-dark"


# About itself --------------------------------------------------------------------------------


def test_version(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(b"sidelight 0.")


@pytest.mark.parametrize("args", [("--help",), ("-h",), *((name, "-h") for name in COMMANDS)])
def test_help(run: Run, args: tuple[str, ...]) -> None:
    ran = run(*args)
    assert (ran.code, ran.err) == (0, "")
    text = ran.out.decode()
    assert text.startswith("Usage: sidelight ")
    wanted = COMMANDS if len(args) == 1 and args[0] != "open" else ["PATH", "--annotator", "--data"]
    assert all(word in text for word in wanted)
