"""What a release has beside the program: versions, licences, completion, man, its names."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.cli.support import environment
from tools import licences, manual

ROOT: Final = Path(__file__).parents[1]
COMMANDS: Final = [name for name, _ in manual.commands()]
LAUNCH: Final = (sys.executable, "-P", str(ROOT / "sidelight.py"))


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found


def test_a_release_has_one_version() -> None:
    version = project()["version"]
    changed = re.findall(r"^## \[(\d[^]]*)\]", (ROOT / "CHANGELOG.md").read_text(), re.M)
    cited = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.M)
    assert changed[0] == version
    assert cited == [version]


# Licences --------------------------------------------------------------------------------------


def test_what_is_needed_has_a_licence_that_goes_with_ours() -> None:
    needed = list(licences.needed())
    assert {"textual", "tinydb", "regex"} <= {name for name, *_ in needed}
    assert [(name, said) for name, _, said, _ in needed if licences.fault_of(said)] == []


@pytest.mark.parametrize(
    ("licence", "is_fine"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("GPL-3.0-or-later", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0-only AND MIT", False),
        ("unknown", False),
    ],
)
def test_which_licences_do(licence: str, is_fine: bool) -> None:
    assert (licences.fault_of(licence) == "") is is_fine


# The names of the packages ---------------------------------------------------------------------


def test_what_lies_where_one_stands_is_not_taken_for_our_packages(tmp_path: Path) -> None:
    for name in ("store.py", "tui.py"):
        (tmp_path / name).write_text("raise SystemExit('the wrong module')")
    run = subprocess.run(
        [*LAUNCH, "--help"],
        cwd=tmp_path, env={**environment(), "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("Usage: sidelight")


def test_a_package_that_was_installed_over_ours_is_told(tmp_path: Path) -> None:
    launcher = tmp_path / "sidelight.py"
    shutil.copyfile(ROOT / "sidelight.py", launcher)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "__init__.py").touch()
    run = subprocess.run(
        [sys.executable, str(launcher), "--help"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr == (
        f"sidelight: the package 'store' beside {launcher} is not Sidelight's: another one "
        "has been installed over it; install Sidelight by itself, as with pipx install sidelight\n"
    )


# The page for man ------------------------------------------------------------------------------


def test_the_manual_has_every_command_with_every_option() -> None:
    page = manual.manual().replace("\\-", "-")
    assert {"export", "open", "completion"} <= set(COMMANDS)
    for name, command in manual.commands():
        part = page.partition(f".SS {name} ")[2].partition(".SS ")[0]
        assert part, name
        for written, _ in manual.options_of(command):
            assert f".B {written}\n" in part


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff, which man uses, is not installed")
def test_man_has_nothing_to_say_against_the_manual() -> None:
    run = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z"],
        input=manual.manual(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stderr == ""


# Completion ------------------------------------------------------------------------------------

BASH: Final = """
compopt() {{ :; }}
eval "$({launch} completion bash)"
COMP_WORDS=({words}) COMP_CWORD={at}
_sidelight_completion sidelight
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
FISH: Final = "{launch} completion fish | source; complete -C '{line}'"
ZSH: Final = """
autoload -Uz compinit; compinit -u -d {folder}/dump
eval "$({launch} completion zsh)"
print ${{_comps[sidelight]}}
"""


def launcher(folder: Path) -> str:
    """A command `sidelight` in a folder, as the shells look for it by that name."""
    command = folder / "sidelight"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from sidelight import main\nmain()\n"
    )
    command.chmod(0o755)
    return str(command)


def shell(name: str, script: str, folder: Path) -> list[str]:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    env = {**environment(), "HOME": str(folder), "PATH": f"{folder}:{environment()['PATH']}"}
    run = subprocess.run(
        [name, "-c", script], env=env, cwd=folder, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    return run.stdout.split("\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("sidelight ex", ["export"]),
        ("sidelight export --form", ["--format"]),
        ("sidelight export --format doc", ["doccano"]),
        ("sidelight story --read", ["--read-only"]),
        ("sidelight completion z", ["zsh"]),
    ],
)
def test_bash_completes(tmp_path: Path, words: str, offered: list[str]) -> None:
    script = BASH.format(launch=launcher(tmp_path), words=words, at=len(words.split()) - 1)
    found = shell("bash", script, tmp_path)
    assert [word for word in found if word] == offered


def test_fish_completes(tmp_path: Path) -> None:
    script = FISH.format(launch=launcher(tmp_path), line="sidelight export --format doc")
    assert [line.split("\t")[0] for line in shell("fish", script, tmp_path) if line] == ["doccano"]


def test_zsh_has_what_completes(tmp_path: Path) -> None:
    script = ZSH.format(launch=launcher(tmp_path), folder=tmp_path)
    assert shell("zsh", script, tmp_path)[0] == "_sidelight_completion"
