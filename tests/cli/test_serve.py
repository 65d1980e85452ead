"""`sidelight serve`: what is wrong with it is said before anybody is let in, and what opens."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tui.cli import serve
from tui.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What is started for each person, where nothing is listened to."""
    found: list[list[str]] = []

    async def run(*what: object) -> None:
        assert isinstance(what[-1], tuple)
        found.append(what[-1][1])

    monkeypatch.setattr(serve, "_run", run)
    return found


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("story", "--keymap", "none.toml"), "none.toml: "),
        (("story", "--theme", "none"), "invalid value for '--theme': there is no theme 'none'"),
        (("story", "--suggest", "file:none"), "there is no such file of suggestions"),
        (("story", "--labels", "none.toml"), "none.toml"),
        (("story", "--listen", "8017"), "it is an address, a colon and a port"),
        (("story", "--people", "nobody"), "nobody: it names nobody"),
        (("nothing",), "nothing: "),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
def test_what_is_wrong_is_said_at_once(
    run: Run, story: Path, opened: list[list[str]], args: tuple[str, ...], said: str
) -> None:
    (story.parent / "nobody").write_text("# nobody\n")
    ran = run("serve", *args)
    assert ran.code
    assert said in ran.sentences[0]
    assert opened == []


def test_everybody_opens_it_as_was_said(
    run: Run, story: Path, opened: list[list[str]], tmp_path: Path
) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\nexport = "f9"\n')
    (tmp_path / "marks.jsonl").write_text(json.dumps({"id": "wire", "spans": []}))
    options = (
        *("--keymap", "keys.toml", "--theme", "sidelight-light", "--columns", "2", "--fresh"),
        *("--suggestions", "all", "--read-only", "--suggest", "file:marks.jsonl"),
        *("--suggest", "command:python mine.py", "--suggest-label", "PER=actor", "--data", "work"),
    )
    ran = run("serve", "story", "--annotator", "ben", *options)
    assert ran.code == 0, ran.err
    assert ran.out.startswith(b"ben\thttp://127.0.0.1:8017/#")
    (command,) = opened
    words = command[command.index("open") + 1 :]
    assert words[0] == str(story)
    context = cli.make_context("sidelight", ["open", *words], resilient_parsing=True)
    found = cli.commands["open"].make_context("open", words, parent=context).params
    del found["annotator"]  # each person has their own
    assert found == {
        "paths": (story,), "labels": None, "data": tmp_path / "work",
        "theme": "sidelight-light", "keymap": tmp_path / "keys.toml", "cursor": "hide",
        "speak": None, "columns": 2, "no_suggestions": False, "suggestions": "all", "fresh": True,
        "read_only": True, "suggest": ("file:marks.jsonl", "command:python mine.py"),
        "suggest_label": ("PER=actor",),
    }  # fmt: skip
    assert "--annotator" not in words


def test_another_address_is_said_to_be_open(run: Run, story: Path, opened: list[list[str]]) -> None:
    assert run("serve", "story").sentences == []
    (sentence,) = run("serve", "story", "--listen", "0.0.0.0:8017").sentences
    assert sentence.startswith("everybody who reaches 0.0.0.0 can try to come in")
