"""Install what `make dist` made as people do, use it, and take it away: `make try-dist`.

For each Python that is here, with each installer that is here: an empty home, the wheel and what it
needs from the package index, a folder with a `store.py` and a `tui.py` to stand in, a few commands,
the screen, and then nothing may be left.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.terminal import ENTERING, terminal

ROOT: Final = Path(__file__).parents[1]
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14", "3.15")
DECOY: Final = "raise SystemExit('the wrong module')\n"

KEPT: Final = (".cache/", ".local/share/sidelight", "pipx/logs/", "pipx/venvs/.sidelight.lock")
"""What installers keep of whatever they install, and what the program keeps of the person."""

Run = Callable[..., str]


def pythons() -> dict[str, Path]:
    """The interpreters that are here, by version."""
    found = {}
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for version in PYTHONS:
        kept = sorted(pyenv.glob(f"versions/{version}.*/bin/python"))
        where = kept[-1] if kept else shutil.which(f"python{version}")
        if where:
            found[version] = Path(where)
    return found


def tree(folder: Path) -> set[str]:
    """What is in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def runner(home: Path) -> Run:
    """Runs a command at home and gives what it wrote; ends the program if it goes wrong."""
    env = {name: os.environ[name] for name in os.environ if not name.startswith(("PYTHON", "VIRT"))}
    env |= {"HOME": str(home), "PIPX_HOME": str(home / "pipx"), "PIPX_BIN_DIR": str(home / "bin")}
    env |= {"PIPX_MAN_DIR": str(home / "man"), "UV_TOOL_DIR": str(home / "uv")}
    env |= {"UV_TOOL_BIN_DIR": str(home / "bin"), "UV_PYTHON_DOWNLOADS": "never"}

    def run(*command: str | Path, cwd: Path | None = None) -> str:
        done = subprocess.run(
            command, env=env, cwd=cwd or home, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
        return done.stdout

    return run


def with_pip(run: Run, home: Path, python: Path, wheel: Path) -> tuple[Path, Callable[[], None]]:
    """Install with pip into an empty environment."""
    run(python, "-m", "venv", home / "env")
    pip = home / "env" / "bin" / "pip"
    before = tree(home / "env")
    run(pip, "install", "--quiet", wheel)

    def uninstall() -> None:
        names = [line.split("==")[0] for line in run(pip, "freeze").splitlines()]
        run(pip, "uninstall", "--quiet", "--yes", "sidelight", *(n for n in names if "@" not in n))
        left = {
            path
            for path in tree(home / "env") - before
            if "__pycache__" not in path and (home / "env" / path).is_file()
        }
        if left:
            sys.exit(f"pip left {sorted(left)}")

    return home / "env" / "bin" / "sidelight", uninstall


def with_pipx(run: Run, home: Path, python: Path, wheel: Path) -> tuple[Path, Callable[[], None]]:
    """Install with pipx, with a page for man."""
    pipx = shutil.which("pipx", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert pipx is not None
    run(pipx, "install", "--quiet", "--python", python, wheel)
    assert (home / "man" / "man1" / "sidelight.1").exists()
    return home / "bin" / "sidelight", lambda: _gone(run, home, pipx, "uninstall", "sidelight")


def with_uv(run: Run, home: Path, python: Path, wheel: Path) -> tuple[Path, Callable[[], None]]:
    """Install with uv."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert uv is not None
    run(uv, "tool", "install", "--quiet", "--python", python, wheel)
    away = (uv, "tool", "uninstall", "sidelight")
    return home / "bin" / "sidelight", lambda: _gone(run, home, *away)


def _gone(run: Run, home: Path, *command: str) -> None:
    run(*command)
    left = [path for path in tree(home) if "sidelight" in path and not path.startswith(KEPT)]
    if left:
        sys.exit(f"{command[0]} left {left}")


INSTALLERS: Final = {"pip": with_pip, "pipx": with_pipx, "uv": with_uv}


def use(run: Run, command: Path, home: Path) -> None:
    """Do a few things, standing where modules of our names lie."""
    folder = home / "elsewhere"
    shutil.copytree(ROOT / "seeds", folder / "story")
    for name in ("store.py", "tui.py"):
        (folder / name).write_text(DECOY)
    run(command, "--version", cwd=folder)
    run(command, "completion", "bash", cwd=folder)
    run(command, "stats", "story", cwd=folder)
    run("env", "PYTHONPATH=.", command, "stats", "story", cwd=folder)
    env = {**os.environ, "HOME": str(home), "TERM": "xterm-256color"}
    shown = terminal("story", home=home, command=(str(command),), cwd=folder, env=env)
    with shown as screen:
        screen.until(lambda: ENTERING in screen.output, "it has begun")
        screen.until_shown("q leave")
        screen.press("q")
        assert screen.until_left() == 0, screen.text()
    assert "{" in run(command, "export", "story", cwd=folder)
    shutil.rmtree(folder)


def main() -> None:
    """Try each Python with each installer."""
    (wheel,) = (ROOT / "dist").glob("*.whl")
    here = pythons()
    for version, python in here.items():
        for name, install in INSTALLERS.items():
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder)
                run = runner(home)
                command, uninstall = install(run, home, python, wheel)
                use(run, command, home)
                uninstall()
            sys.stdout.write(f"Python {version} with {name}: installed, used, gone\n")
            sys.stdout.flush()
    absent = [version for version in PYTHONS if version not in here]
    sys.stdout.write(f"not here, so not tried: {', '.join(absent) or 'none'}\n")


if __name__ == "__main__":
    main()
