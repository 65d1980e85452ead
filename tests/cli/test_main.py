"""`sidelight PATH` opens a story, and the command line says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.support import lay_out
from tests.stories import PAPER, WIRE, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tui.app import SidelightApp


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
    lay_out(story.parent, {"keys.toml": '[keys]\n"go.next-word" = "ö"\n'})
    ran = run("story", "--read-only", "--theme", "sidelight-light", "--columns", "1",
              "--keymap", "keys.toml", "--annotator", "bob", terminal=True)  # fmt: skip
    (app,) = shown
    assert (ran.code, ran.err) == (0, "")
    assert (app.theme, app.setup.columns, app.workspace.annotator) == ("sidelight-light", 1, "bob")
    assert app.workspace.status.read_only == "The story was opened to read only"
    assert app.own_keymap.keys_of("go.next-word") == ("ö",)
    assert not (story / "annotations").exists()


def test_a_keymap_of_ones_own_is_found(
    run: Run, story: Path, shown: list[SidelightApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(
        story.parent,
        {
            "config/sidelight/keymap.toml": '[keys]\nhelp = "ö"\n',
            "home/.config/sidelight/keymap.toml": '[keys]\nhelp = "ä"\n',
        },
    )
    assert run("story", terminal=True).code == 0
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(story.parent / "home"))
    assert run("story", terminal=True).code == 0
    assert [app.own_keymap.keys_of("help") for app in shown] == [("ö",), ("ä",)]


def test_a_label_may_take_the_key_that_a_keymap_has_freed(
    run: Run, story: Path, shown: list[SidelightApp]
) -> None:
    lay_out(story, {"labels.toml": '[[label]]\nname = "weapon"\nkey = "w"\n'})
    lay_out(story.parent, {"keys.toml": '[keys]\n"go.next-word" = "ö"\n'})
    assert run("story", "--keymap", "keys.toml", terminal=True).code == 0
    assert shown[0].own_keymap.keys_of("tag.weapon") == ("w",)


def test_no_color_outdoes_a_theme(
    run: Run, story: Path, shown: list[SidelightApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("story", "--theme", "light", terminal=True).code == 0
    assert shown[0].is_plain
    assert shown[0].theme == "sidelight-plain"


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
