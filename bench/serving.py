"""Twenty people in browsers at once, beside twenty bare apps that are served the same way.

Each has a WebSocket and presses a key now and then; a key is answered when the first bytes of the
screen come back over that. The browser's own drawing is not in it: `xterm.js` is the same for both.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

import aiohttp
from aiohttp.test_utils import TestServer

from bench.bare import READY
from bench.figures import Table, spread
from bench.programs import ROOT, SEEDS, bare, clean_environment
from bench.startup import SEEDS_MARKER
from bench.terminal import Memory, cpu_ms_of, memory_of
from tui.serving.guests import Guests
from tui.serving.seating import Limits, Seating
from tui.serving.server import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from bench.programs import Scratch

    Socket = aiohttp.ClientWebSocketResponse[bool]

PEOPLE: Final = 20
_PAUSE: Final = 0.5
"""Seconds between two keys of one person, in the mean."""
_PATIENCE: Final = 120.0


@asynccontextmanager
async def served(
    scratch: Scratch, folder: Path, command_of: Callable[[str], Sequence[str]], names: Sequence[str]
) -> AsyncIterator[tuple[Seating, list[Socket]]]:
    """A server with everybody connected to it."""
    folder.mkdir()
    env = clean_environment(scratch.home) | {"PYTHONPATH": str(ROOT)}
    seating = Seating(Limits(PEOPLE, 1, 3_600), folder, command_of, env)
    guests = Guests()
    tokens = dict(guests.invite(*names))
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            TestServer(Server(guests, seating, "bench").application())
        )
        session = await stack.enter_async_context(aiohttp.ClientSession())
        origin = f"http://127.0.0.1:{server.port}"
        sockets: list[Socket] = []
        for name in names:
            connecting = session.ws_connect(
                f"{origin}/terminal?tab=1&columns=160&rows=50",
                protocols=("sidelight", tokens[name]), headers={"Origin": origin},
            )  # fmt: skip
            sockets.append(await stack.enter_async_context(connecting))
        yield seating, sockets


async def until_shown(socket: Socket, marker: bytes) -> None:
    """Wait until something stands on somebody's screen, and what comes after it is over."""
    shown = b""
    async with asyncio.timeout(_PATIENCE):
        while marker not in shown:
            message = await socket.receive()
            shown += message.data if message.type is aiohttp.WSMsgType.BINARY else b""
    await until_quiet(socket, 3.0)


async def until_quiet(socket: Socket, seconds: float) -> None:
    """Read until nothing has come for so long."""
    while True:
        try:
            await socket.receive(timeout=seconds)
        except TimeoutError:
            return


async def pressed(socket: Socket, times: int, seed: int) -> list[float]:
    """The milliseconds until each of some keys was answered."""
    chance, found = random.Random(seed), []
    for number in range(times):
        await asyncio.sleep(chance.uniform(0, 2 * _PAUSE))
        await until_quiet(socket, 0.02)
        began = time.perf_counter()
        await socket.send_json(["keys", "\x1b[C" if number % 8 < 4 else "\x1b[D"])
        while (await socket.receive()).type is not aiohttp.WSMsgType.BINARY:
            pass
        found.append((time.perf_counter() - began) * 1_000)
    return found


@dataclass(slots=True)
class Served:
    """What it took to serve everybody."""

    latency: list[float] = field(default_factory=list)
    """Milliseconds of each key."""
    program: list[float] = field(default_factory=list)
    """Milliseconds of processor time that a key took each person's program, in the mean."""
    server: list[float] = field(default_factory=list)
    """The same of the server, with the clients, which are in its process; once a turn."""
    memory: list[Memory] = field(default_factory=list)
    """Of each program."""


async def _measure(
    scratch: Scratch, folder: Path, command_of: Callable[[str], Sequence[str]], marker: str, *,
    times: int, kept: Served,
) -> None:  # fmt: skip
    """Serve everybody for as many keys each, and keep what that took."""
    names = [f"p{number:02}" for number in range(PEOPLE)]
    async with served(scratch, folder, command_of, names) as (seating, sockets):
        await asyncio.gather(*(until_shown(each, marker.encode()) for each in sockets))
        pids = [seat.pid for seat in seating.taken().values()]
        before, own = [cpu_ms_of(pid) for pid in pids], time.process_time()
        done = await asyncio.gather(*(pressed(each, times, at) for at, each in enumerate(sockets)))
        kept.server.append((time.process_time() - own) * 1_000 / (times * PEOPLE))
        took = zip(before, map(cpu_ms_of, pids), strict=True)
        kept.program += [(after - earlier) / times for earlier, after in took]
        kept.latency += [one for each in done for one in each]
        kept.memory += map(memory_of, pids)


def run(scratch: Scratch, *, quick: bool) -> Table:
    """Measure both, in turns."""
    times, turns = (6, 1) if quick else (20, 2)
    story = scratch.folder / "served-story"
    shutil.copytree(SEEDS, story, ignore=shutil.ignore_patterns("annotations"))
    command = [*_python(), "-m", "tui.cli", "open", str(story), "--annotator"]
    cases: dict[str, tuple[Callable[[str], Sequence[str]], str]] = {
        "bare": (lambda _: bare(), READY),
        "seeds/": (lambda person: [*command, person], SEEDS_MARKER),
    }
    found = {name: Served() for name in cases}
    for turn in range(turns):
        for name, (command_of, marker) in cases.items():
            folder = scratch.folder / f"served-{name.strip('/')}-{turn}"
            measuring = _measure(scratch, folder, command_of, marker, times=times, kept=found[name])
            asyncio.run(measuring)
    table = Table(
        f"{PEOPLE} people in browsers at once",
        ("what", "p50 ms", "ratio", "p95 ms", "ratio", "CPU ms a key", "ratio", "server's",
         "PSS MB each", "RSS MB each"),
        notes=[
            "From a key to the first bytes of its answer over the WebSocket; everybody presses one",
            f"every {_PAUSE:g} s in the mean. Server, clients and programs share the machine.",
            "CPU: processor time of a program for a key, and of the server with its clients.",
        ],
    )  # fmt: skip
    floor, least = spread(found["bare"].latency), spread(found["bare"].program)
    for name, one in found.items():
        latency, program = spread(one.latency), spread(one.program)
        pss, rss = (spread(getattr(each, kind) for each in one.memory) for kind in ("pss", "rss"))
        table.rows.append((
            name, f"{latency.median:.1f}", f"{latency.median / floor.median:.2f}",
            f"{latency.p95:.1f}", f"{latency.p95 / floor.p95:.2f}",
            f"{program.median:.1f}", f"{program.median / least.median:.2f}",
            f"{spread(one.server).median:.1f}", f"{pss.median:.1f}", f"{rss.median:.1f}",
        ))  # fmt: skip
        table.data.append({"what": name, **asdict(one)})
    return table


def _python() -> list[str]:
    return bare()[:1]
