"""What the docs name exists: commands, options, keys; and the site has a page for each."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.labels import DEFAULT_LABELS
from tests.cli.support import environment
from tools import manual
from tui.keys.commands import all_commands
from tui.keys.key_names import key_name
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS: Final = dict(manual.commands())
OPTIONS: Final = {
    name: {word for parameter in command.params for word in (*parameter.opts, "--help", "-h")}
    for name, command in COMMANDS.items()
}
KEYMAP: Final = keymap_for(all_commands(DEFAULT_LABELS))
CHORDS: Final = {
    key_name(chord) for command in KEYMAP.commands for chord in KEYMAP.keys_of(command.id)
}
BEGINNINGS: Final = {chord.split(" ")[0] for chord in CHORDS}
SINGLE: Final = {chord for chord in CHORDS if " " not in chord} | set("0123456789")
"""Keys that mean something by themselves; digits are numbers, and places in a list."""
NAMED: Final = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:\S|F\d+|Esc|Enter|Tab|Space|Del|PgUp|PgDn)")
DRAWN: Final = frozenset('·"…|␛◇–°●◐')
"""What the screen or a file has, and no keyboard need have: `"` beside a cell, `°` at a note."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code(page: Path) -> Iterator[str]:
    """What stands as code within the sentences and tables of a page."""
    text = re.sub(r"^```.*?^```", "", text_of(page), flags=re.M | re.S)
    for match in re.finditer(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)", text):
        yield match[2].strip().replace("\\|", "|")


def typed(page: Path) -> Iterator[str]:
    """The commands that a page has one type."""
    blocks = re.findall(r"^ *```(?:sh)?\n(.*?)^ *```", text_of(page), re.M | re.S)
    for line in [*(line.strip() for block in blocks for line in block.splitlines()), *code(page)]:
        match = re.match(r"(?:\$ )?(?:\.venv/bin/)?(sidelight( .+)?)$", line)
        if match:
            yield re.split(r"\s{2,}|\s#|[|>…]", match[1])[0].strip()


def faults(command: str) -> Iterator[str]:
    """What a command names that there is not."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    rest = words[1:]
    name = rest[0] if rest and rest[0] in COMMANDS else "open"
    if rest and re.fullmatch(r"[a-z]+", rest[0]) and rest[0] not in (*COMMANDS, "story", "seeds"):
        yield f"no command {rest[0]}"
    for word in rest:
        option = word.split("=")[0]
        if option.startswith("--") and option not in (OPTIONS[name] | {"--", "--version"}):
            yield f"{name} has no {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_that_are_named_are_there(page: Path) -> None:
    assert [(line, fault) for line in typed(page) for fault in faults(line)] == []


def test_commands_are_found_in_the_docs() -> None:
    found = {line.split()[1] for page in PAGES for line in typed(page) if " " in line}
    assert set(COMMANDS) - {"open"} <= found
    assert list(faults("sidelight exprt story --jsn")) == ["no command exprt", "open has no --jsn"]


def unknown_keys(text: str) -> list[str]:
    """Of keys pressed one after the other, those that mean nothing."""
    keys = text.split(" ")
    if text in CHORDS | BEGINNINGS or not all(NAMED.fullmatch(key) for key in keys):
        return []
    unknown, at = [], 0
    while at < len(keys):
        pair = " ".join(keys[at : at + 2])
        if pair in CHORDS:
            at += 2
            continue
        if keys[at] not in SINGLE:
            unknown.append(keys[at])
        at += 1
    return unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_keys_that_are_named_mean_something(page: Path) -> None:
    assert {text for text in code(page) if text not in DRAWN and unknown_keys(text)} == set()


def test_which_keys_are_known() -> None:
    assert unknown_keys("g d") == []
    assert unknown_keys("F a") == []
    assert unknown_keys("g v") == ["g"]
    assert unknown_keys("Ctrl+K") == ["Ctrl+K"]


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="mkdocs is not installed")
def test_the_site_is_built_with_every_link_and_asks_nobody_for_anything(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path],
        cwd=ROOT, env=environment(NO_MKDOCS_2_WARNING="1"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    asked = re.compile(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="?(?:https?:)?//')
    pages = sorted(tmp_path.rglob("*.html"))
    assert {"index.html", "walkthrough.html", "commands.html"} <= {page.name for page in pages}
    for page in pages:
        assert not asked.search(text_of(page)), page.name
    # From a disk a page may fetch nothing, so what is searched is a script, and so is its worker.
    assert (tmp_path / "search" / "search_index.js").exists()
    assert 'src="iframe-worker.js"' in text_of(tmp_path / "index.html")
    styles = "".join(map(text_of, tmp_path.rglob("*.css")))
    assert not re.search(r"url\(['\"]?(?:https?:)?//", styles)
