"""What a command loads: the screen's libraries only where there is a screen to show."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.support import environment
from tests.stories import WIRE

if TYPE_CHECKING:
    from pathlib import Path

SCREEN: Final = {"textual", "rich"}
COMMANDS: Final = {
    f"tui.cli.{name}"
    for name in ("datasets", "export", "formats", "history", "importing", "practice", "suggest")
}
LOADED: Final = """
import sys
sys.argv[0] = "sidelight"
from tui.cli.main import main
try:
    main()
except SystemExit as stop:
    code = stop.code
print("\\n", code, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded_by(*args: str) -> set[str]:
    """The top packages that a command that goes well has loaded when it ends."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    code, *names = run.stderr.splitlines()[-1].split()
    assert code == "0", run.stderr
    return set(names)


@pytest.mark.parametrize(
    "args",
    [
        ("export", "story"),
        ("export", "story", "-o", "out.jsonl"),
        ("stats", "story"),
        ("stats", "story", "--json"),
        ("labels", "story"),
        ("labels", "story", "--json"),
        ("import", "story", "in.jsonl"),
    ],
    ids=" ".join,
)
def test_no_command_but_open_loads_the_screen(story: Path, args: tuple[str, ...]) -> None:
    span = {"start": 0, "end": 6, "label": "actor"}
    (story.parent / "in.jsonl").write_text(json.dumps({"id": WIRE, "spans": [span]}))
    loaded = loaded_by(*args)
    assert loaded.isdisjoint(SCREEN)
    assert {"click", "store", "tui"} <= loaded


@pytest.mark.parametrize("args", [("--version",), ("--help",), ("open", "--help")], ids=" ".join)
def test_what_answers_at_once_loads_next_to_nothing(args: tuple[str, ...]) -> None:
    heavy = {"tinydb", "regex", "msgspec", "sentencex", "charset_normalizer", "filelock"}
    assert loaded_by(*args).isdisjoint(SCREEN | heavy)


def modules_after(*names: str) -> set[str]:
    code = "import importlib, sys\nfor n in sys.argv[1:]: importlib.import_module(n)\n"
    run = subprocess.run(
        [sys.executable, "-c", code + "print(*sys.modules)", *names],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        (("tui.cli",), {*SCREEN, "tinydb", "regex", "msgspec", "store.story.workspace"}),
        (("tui.cli.main",), {*COMMANDS, *SCREEN, "store.formats", "tinydb", "regex", "msgspec"}),
        (("tui.keys.keymap_file", "tui.keys.commands"), {*SCREEN, "tinydb", "click", "tomllib"}),
        (("store.labels",), {*SCREEN, "tinydb", "click", "tui", "regex"}),
        (("store.articles",), {*SCREEN, "tinydb", "click", "tui", "charset_normalizer"}),
        (("tui.screens.export",), {f"store.formats.{n}" for n in ("brat", "cas", "html", "tei")}),
        (("store.text.inert",), {*SCREEN, "tinydb", "click", "tui", "sentencex"}),
    ],
    ids=[
        "the command line",
        "open",
        "keymap and commands",
        "labels",
        "articles",
        "the export",
        "inert",
    ],
)
def test_what_a_module_does_without(modules: tuple[str, ...], unwanted: set[str]) -> None:
    loaded = modules_after(*modules)
    assert set(modules) <= loaded
    assert loaded & unwanted == set()
