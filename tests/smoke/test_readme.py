"""What the README and docs/commands.md tell one to type is typed, in a clean copy of the project.

The copy's `.venv` is this one under another name, with the marks of an installation that is done:
what would be downloaded and installed there is what these tests run with. `PYTHONPATH` has the
copy's own modules found first, which an installation in the copy would do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from store.annotations.model import Annotation
from tests.people import write_work
from tests.smoke.support import IS_FULL, TITLE, spans_of
from tests.terminal import ENTERING, ROOT, environment, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL: Final = re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S)
"""What is to be typed."""
TYPED: Final = [
    line.partition("#")[0].strip() for block in SHELL for line in block.splitlines() if line
]
LISTED: Final = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
(_LINES,) = re.findall(r"^```\n(sidelight .*?)^```", LISTED, re.M | re.S)
COMMANDS: Final = [
    re.split(r"\s{2,}", line, maxsplit=1) for line in re.sub(r"\n +", " ", _LINES).splitlines()
]
"""The commands of the list, each with what it does and its options."""
KEYS: Final = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
INLINE: Final = sorted(set(re.findall(r"`((?:python|sidelight) [^`]+)`", README + KEYS)))
EVERYTHING: Final = "make test"
SERVING: Final = b"until it is interrupted"
"""What is said by a command that shows nothing here and goes on."""
ENDED: Final = -2
"""How its shell ends then: Ctrl+C is for both."""
PLACES: Final = {
    "PATH…": "seeds/",
    "PATH": "seeds/",
    "QUERY": "'claim -said-by:*'",
    "FILE": "out.jsonl",
    "ARTICLE…": "seeds/*.txt",
    "SHELL": "bash",
}
"""What stands for a place in the list, and what is typed for it here."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy of what is in git, with a dataset and a folder of one's own reports in it."""
    folder = tmp_path_factory.mktemp("copy")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    _as_installed(folder / ".venv")
    shutil.copytree(folder / "seeds", folder / "my-story")
    return folder


def _as_installed(venv: Path) -> None:
    venv.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (venv / name).symlink_to(Path(sys.prefix) / name)
    for stamp in ("run.stamp", "test.stamp"):
        (venv / stamp).touch()


def typed(copy: Path) -> Callable[[str], str]:
    """Types a line as a person does who is in the copy; gives all that was written."""
    env = environment(copy)
    env["PYTHONPATH"] = str(copy)
    env["PATH"] = f"{copy / '.venv' / 'bin'}{os.pathsep}{env['PATH']}"

    def run(line: str) -> str:
        shell = ("sh", "-c", line)
        with terminal(home=copy, command=shell, cwd=copy, env=env) as screen:
            screen.until(
                lambda: (
                    screen.exit_code is not None
                    or any(sign in screen.output for sign in (ENTERING, SERVING))
                ),
                "it has begun",
            )
            if screen.exit_code is None and SERVING in screen.output:
                screen.press("ctrl+c")
                assert screen.until_left() == ENDED
                return screen.output.decode()
            if screen.exit_code is None:
                screen.until_shown(TITLE)
                screen.until_shown("q leave")
                if "practice" not in line and "adjudicate" not in line:  # these suggest nothing
                    screen.press("g g a")  # what is suggested begins with what was tagged
                    screen.until_status("suggested")
                screen.press("q")
            assert screen.until_left() == 0, screen.text()
            screen.assert_restored()
            return screen.output.decode()

    return run


def test_it_is_set_up_with_two_commands() -> None:
    """One that runs it, and one that passes its tests."""
    assert TYPED[:2] == ["make run", EVERYTHING]


@pytest.mark.parametrize("line", [line for line in TYPED if line != EVERYTHING])
def test_what_is_to_be_typed_goes_well(copy: Path, line: str) -> None:
    typed(copy)(line)
    if line.endswith("> out.jsonl"):
        spans_of((copy / "out.jsonl").read_text(encoding="utf-8").splitlines())


def test_what_runs_these_tests_needs_nothing_else(copy: Path) -> None:
    """`make test` is what runs this, and so is only asked what it would do: lint, types, tests."""
    said = typed(copy)(f"make --dry-run {EVERYTHING.removeprefix('make ')}")
    done = re.findall(r"\.venv/bin/(.+)", said)
    assert [line.split()[0].strip() for line in done] == [
        "ruff", "ruff", "mypy", "lint-imports", "pytest",
    ]  # fmt: skip


@pytest.mark.parametrize("line", [line for line, _ in COMMANDS])
def test_a_command_of_the_list_goes_well(copy: Path, line: str) -> None:
    run = typed(copy)
    if not (copy / "out.jsonl").exists():
        run("sidelight export seeds/ > out.jsonl")
    for place, stands_for in PLACES.items():
        line = re.sub(rf"(?<= ){place}(?= |$)", stands_for, line)
    if " agree " in line:  # it is about two people
        for name in ("ana", "ben"):
            run(f"sidelight seeds/ --annotator {name}")
    if " adjudicate " in line:  # it is about two people who are done
        article = min((copy / "seeds").glob("*.txt"))
        text = article.read_text(encoding="utf-8")
        for name, words in (("ana", TITLE.split()[0]), ("ben", TITLE)):
            start = text.index(words)
            end = start + len(words)
            span = Annotation(f"{name}-1", start, end, "actor", words)
            write_work(copy / "seeds", name, {article.stem: [span]})
    if "bundle " in line and not (copy / "seeds" / "annotations").exists():
        run("sidelight seeds/ --annotator ana")
    if " unbundle " in line:
        run("sidelight bundle seeds/ -o work.zip")
    run(line)


@pytest.mark.parametrize(("line", "says"), COMMANDS)
def test_the_options_that_the_list_names_are_there(copy: Path, line: str, says: str) -> None:
    words = line.split()
    command = "open" if words[1].startswith("PATH") else words[1]
    help_text = typed(copy)(f"sidelight {command} --help")
    for option in re.findall(r"--[a-z-]+", says):
        assert option in help_text


@pytest.mark.parametrize("line", INLINE)
def test_a_command_within_a_sentence_goes_well(copy: Path, line: str) -> None:
    if "bench" in line and not IS_FULL:
        pytest.skip("it measures for half a minute; make smoke runs it")
    typed(copy)(line)
