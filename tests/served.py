"""`sidelight serve` as a process, with the links that it prints."""

from __future__ import annotations

import socket
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.terminal import COMMAND, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


class ServedStory:
    """A server whose process can be ended and begun again."""

    def __init__(
        self,
        story: Path,
        names: Sequence[str],
        options: Sequence[str] = (),
        *,
        command: Sequence[str] = COMMAND,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start it, in the folder that the story is in, and read the links.

        Args:
            story: What is served.
            names: Who may come in.
            options: What is said besides.
            command: What is started, if it is another than the program of this folder.
            env: Its environment, if it is to be another than that of a terminal.
        """
        folder = story.parent
        (folder / "people").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        self.story = story
        self.port = free_port()
        self.links: dict[str, str] = {}
        """By name."""
        self._folder = folder
        self._command = [
            *command, "serve", story.name, "--people", "people",
            "--listen", f"127.0.0.1:{self.port}", *options,
        ]  # fmt: skip
        self._env = environment(folder) if env is None else env
        self.begin()
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline() for _ in names]
        self.links = dict(line.rstrip().split("\t") for line in lines)

    def begin(self) -> None:
        """Start the process, and wait until it listens."""
        self.process = subprocess.Popen(
            self._command, cwd=self._folder, env=self._env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stderr is not None
        said = ""
        while "until it is interrupted" not in (line := self.process.stderr.readline()):
            said += line
            assert line, said

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.kill()
        self.process.communicate()

    def end(self) -> int:
        """End it in order; gives the code that it left with."""
        self.process.terminate()
        self.process.communicate()
        return self.process.returncode


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(story: Path, names: Sequence[str], options: Sequence[str] = ()) -> Iterator[ServedStory]:
    """A server of this folder's program, ended at the end."""
    server = ServedStory(story, names, options)
    try:
        yield server
    finally:
        server.end()
