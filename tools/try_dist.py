"""Install what `make dist` made as people do, use it, and take it away: `make try-dist`.

For each Python that is here, with each installer that is here: an empty home, the wheel or sdist
and what it needs from the package index, a folder with a `store.py` and a `tui.py` to stand in, a
few commands, the screen, a server and somebody who comes to it; then nothing may be left.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import aiohttp
import pytest

from tests.served import ServedStory
from tests.terminal import ENTERING, terminal

ROOT: Final = Path(__file__).parents[1]
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14", "3.15")
DECOY: Final = "raise SystemExit('the wrong module')\n"

TRIES: Final = (
    ("pip", "*.tar.gz", ""),
    ("pip", "*.whl", "all"),
    ("pipx", "*.whl", "web"),
    ("uv", "*.whl", "web"),
)
"""With what, which file, with which extras."""
PATIENCE: Final = 60.0
"""Seconds after which what a server has not said it never will."""
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


def with_pip(run: Run, home: Path, python: Path, wanted: str) -> tuple[Path, Callable[[], None]]:
    """Install with pip into an empty environment."""
    run(python, "-m", "venv", home / "env")
    pip = home / "env" / "bin" / "pip"
    before = tree(home / "env")
    run(pip, "install", "--quiet", wanted)

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


def with_pipx(run: Run, home: Path, python: Path, wanted: str) -> tuple[Path, Callable[[], None]]:
    """Install with pipx, with a page for man."""
    pipx = program("pipx")
    run(pipx, "install", "--quiet", "--python", python, wanted)
    assert (home / "man" / "man1" / "sidelight.1").exists()
    return home / "bin" / "sidelight", lambda: _gone(run, home, pipx, "uninstall", "sidelight")


def with_uv(run: Run, home: Path, python: Path, wanted: str) -> tuple[Path, Callable[[], None]]:
    """Install with uv."""
    uv = program("uv")
    run(uv, "tool", "install", "--quiet", "--python", python, wanted)
    away = (uv, "tool", "uninstall", "sidelight")
    return home / "bin" / "sidelight", lambda: _gone(run, home, *away)


def program(name: str) -> str:
    """Where an installer is; empty if it is not here."""
    folders = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return shutil.which(name, path=folders) or ""


def _gone(run: Run, home: Path, *command: str) -> None:
    run(*command)
    left = [path for path in tree(home) if "sidelight" in path and not path.startswith(KEPT)]
    if left:
        sys.exit(f"{command[0]} left {left}")


INSTALLERS: Final = {"pip": with_pip, "pipx": with_pipx, "uv": with_uv}


def use(run: Run, command: Path, home: Path, *, serves: bool) -> None:
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
    if serves:
        serve(command, folder / "story", env)
    else:
        refused = subprocess.run(
            [str(command), "serve", "story"],
            cwd=folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert refused.returncode == 1
        assert "pip install 'sidelight[web]'" in refused.stderr, refused.stderr
    shutil.rmtree(folder)


def serve(command: Path, story: Path, env: dict[str, str]) -> None:
    """Serve the story to one person, who comes to it, and to somebody without a link."""
    server = ServedStory(story, ["ana"], command=(str(command),), env=env)
    origin, token = server.links["ana"].split("/#")
    try:
        asyncio.run(_visit(origin, token))
    finally:
        code = server.end()
    assert code == 143, code


async def _visit(origin: str, token: str) -> None:
    async with aiohttp.ClientSession(headers={"Origin": origin}) as session:
        async with session.get(origin) as page:
            assert 'id="terminal"' in await page.text()
        for said, status in ((token, 200), ("wrong", 401), ("", 401)):
            headers = {"Authorization": f"Bearer {said}"}
            async with session.get(f"{origin}/who", headers=headers) as answer:
                assert answer.status == status, answer
        terminal_at = f"{origin}/terminal?tab=1&columns=120&rows=40"
        with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
            await session.ws_connect(terminal_at, protocols=("sidelight", "wrong"))
        async with session.ws_connect(terminal_at, protocols=("sidelight", token)) as socket:
            shown = b""
            while b"Soleimani" not in shown:
                message = await socket.receive(timeout=PATIENCE)
                assert message.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY), message
                shown += message.data if message.type is aiohttp.WSMsgType.BINARY else b""


def main() -> None:
    """Try each Python with each installer."""
    here = pythons()
    tries = [each for each in TRIES if each[0] == "pip" or program(each[0])]
    for version, python in here.items():
        for name, kind, extras in tries:
            (file,) = (ROOT / "dist").glob(kind)
            what = f"sidelight[{extras}]" if extras else "sidelight"
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder)
                run = runner(home)
                wanted = f"{what} @ {file.as_uri()}"
                command, uninstall = INSTALLERS[name](run, home, python, wanted)
                use(run, command, home, serves=bool(extras))
                uninstall()
            sys.stdout.write(f"Python {version} with {name}: {what} of the {kind[2:]} installed, "
                             "used, gone\n")  # fmt: skip
            sys.stdout.flush()
    absent = [version for version in PYTHONS if version not in here]
    absent += [name for name in INSTALLERS if name != "pip" and not program(name)]
    sys.stdout.write(f"not here, so not tried: {', '.join(absent) or 'none'}\n")


if __name__ == "__main__":
    main()
