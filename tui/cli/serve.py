"""The command that opens stories in browsers."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from store.errors import InputError, NoArticlesError
from tui.cli.options import (
    OUTSIDE,
    STORIES,
    WHOSE,
    NumberRange,
    Outside,
    PathType,
    Whose,
    find_named_story,
    gather_options,
    option,
    typed_again,
)
from tui.cli.output import tell
from tui.cli.screen import StoryLooks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.serving.guests import Guests

_HERE: Final = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class _Serving:
    """Who is served, where, and how many."""

    people: Path | None = option(
        "--people", metavar="FILE", type=PathType(),
        help="Who may come in: a name in each line. Each gets a link, printed once; the file keeps "
             "a hash of it. Without its line a link is void; without its hash there is a new one.",
    )  # fmt: skip
    listen: str = option(
        "--listen", metavar="ADDRESS:PORT", default="127.0.0.1:8017", show_default=True,
        help="Where to listen. Any other address than this machine's own is for a network that you "
             "trust: nothing is encrypted here.",
    )  # fmt: skip
    url: str | None = option(
        "--url", metavar="URL", help="Where browsers find this, if a proxy stands before it."
    )
    most: int = option(
        "--most", metavar="N", type=click.IntRange(1, 1000), default=30, show_default=True,
        help="How many programs run at a time; each takes some 60 MB.",
    )  # fmt: skip
    per_person: int = option(
        "--per-person", metavar="N", type=click.IntRange(1, 100), default=3, show_default=True,
        help="In how many tabs a person may have it open; one writes, the others read.",
    )  # fmt: skip
    idle: float = option(
        "--idle", metavar="MINUTES", type=NumberRange(0.05), default=60, show_default=True,
        help="After how long without a key a program is left.",
    )  # fmt: skip


@click.command()
@STORIES
@WHOSE
@gather_options("serving", _Serving)
@gather_options("screen", StoryLooks, without=["speak"])
@OUTSIDE
def serve(
    paths: tuple[Path, ...], whose: Whose, serving: _Serving, screen: StoryLooks, outside: Outside
) -> None:
    """Open stories in browsers: a link for each person, and a program of their own behind it.

    Everything a person can do in a terminal they can do there. Exports are downloaded, and what is
    imported is uploaded; no other file of this machine is read or written.
    """
    if sys.platform == "win32":
        raise InputError("this needs pseudo-terminals, which Windows does not have")
    try:
        import aiohttp  # noqa: F401  # what is needed is said before anything is begun
    except ImportError as error:
        raise InputError("this needs pip install 'sidelight[web]'") from error
    try:
        title = _checked(paths, whose, screen, outside)
    except NoArticlesError as error:
        if not error.has_stories:
            raise
        title = paths[0].resolve().name
    host, port = _address(serving.listen)
    from tui.serving.guests import Guests

    people = Guests(serving.people)
    invited = people.invite(*(() if serving.people else (whose.name,)))
    _tell_address(host)
    for name, token in invited:
        url = (serving.url or f"http://{f'[{host}]' if ':' in host else host}:{port}").rstrip("/")
        click.echo(f"{name}\t{url}/#{token}")
    if not invited:
        tell("everybody has a link already; a name without a hash gets a new one")
    sys.stdout.flush()
    command = [sys.executable, "-P", "-m", "tui.cli", "open"]
    command += [str(path.resolve()) for path in paths]
    command += typed_again(replace(whose, annotator=None), screen, outside)
    asyncio.run(_run(people, serving, (host, port), (title, command)))


def _checked(paths: Sequence[Path], whose: Whose, screen: StoryLooks, outside: Outside) -> str:
    """The name of the story that everybody opens.

    Raises:
        SidelightError: Nobody could open it so.
    """
    from store.story.workspace import Workspace

    story = find_named_story(paths, whose)
    with Workspace.open(
        story, whose.name, labels=whose.labels, data=whose.data, read_only=True
    ) as workspace:
        screen.keys_in(workspace, whose)
        outside.suggesters(workspace)
    return story.name


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65_536 or not host:
        raise click.BadParameter("it is an address, a colon and a port", param_hint="'--listen'")
    return host.strip("[]"), int(port)


def _tell_address(host: str) -> None:
    if host not in _HERE:
        tell(
            f"everybody who reaches {host} can try to come in, and what is read and typed goes "
            "over the network as it is; a proxy with TLS before it mends that (docs/serving.md)"
        )


async def _run(
    people: Guests, serving: _Serving, address: tuple[str, int], opened: tuple[str, list[str]]
) -> None:
    """Serve until a signal ends it; then everybody's program leaves."""
    import tempfile

    from aiohttp import web

    from tui import signals
    from tui.serving.seating import Limits, Seating
    from tui.serving.server import Server

    title, command = opened
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    limits = Limits(serving.most, serving.per_person, serving.idle * 60)
    with tempfile.TemporaryDirectory(prefix="sidelight-") as folder:
        seating = Seating(
            limits, Path(folder), lambda name: [*command, "--annotator", name], _environment()
        )
        origin = _origin(serving.url) if serving.url else ""
        server = Server(people, seating, title, origin)
        runner = web.AppRunner(server.application(), access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, *address, shutdown_timeout=1).start()
        except OSError as error:
            await runner.cleanup()
            where = serving.listen
            raise InputError(f"nothing can listen at {where}: {error.strerror}") from error
        number: list[int] = []

        def end(got: int) -> None:
            number.append(got)
            loop.call_soon_threadsafe(ended.set)

        with signals.hand_to(end):
            tell(f"serving {title} at {serving.listen} until it is interrupted")
            await ended.wait()
            await runner.cleanup()
    raise signals.Ended(number[0])


def _origin(url: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _environment() -> dict[str, str]:
    """What a program in a browser is started with."""
    import tui

    root = str(Path(tui.__file__).parents[1])
    own = os.environ.get("PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return kept | {
        "PYTHONPATH": f"{root}{os.pathsep}{own}" if own else root,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }
