"""What is asked over the network, without a browser: who is let in, who is refused, what is given.

What is started for each person is a small program here, so that this is about the server.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from tui.serving.guests import Guests
from tui.serving.seating import Limits, Seating
from tui.serving.server import Left, Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    Socket = aiohttp.ClientWebSocketResponse[bool]

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

LIMITS: Final = Limits(most=3, per_person=2, idle=60)
ECHO: Final = """
import os, sys, termios, tty
os.chdir(os.environ["SIDELIGHT_CONFINED_TO"])
tty.setraw(0)
print("hello", sys.argv[1], *os.get_terminal_size(), end="!", flush=True)
while (typed := os.read(0, 100)) not in (b"", b"q"):
    if typed == b"f":
        open("out.txt", "w").write("exported")
        os.mkdir("folder")
        open("folder/inner.txt", "w").write("exported")
    elif typed == b"x":
        sys.exit(3)
    else:
        os.write(1, typed)
"""


class Served:
    """A server with two people, and what asks it."""

    def __init__(self, server: TestServer, people: Guests, tokens: dict[str, str]) -> None:
        self.server = server
        self.people = people
        self.tokens = tokens
        self.session: aiohttp.ClientSession

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def terminal(
        self, name: str = "ana", tab: str = "1", **headers: str
    ) -> AbstractAsyncContextManager[Socket]:
        """A tab's connection."""
        return self.session.ws_connect(
            f"{self.origin}/terminal",
            protocols=("sidelight", self.tokens.get(name, name)),
            headers={"Origin": self.origin, **headers},
            params={"tab": tab, "columns": "100", "rows": "30"},
        )

    async def get(self, path: str, name: str = "ana") -> tuple[int, bytes]:
        """What is answered."""
        headers = {"Authorization": f"Bearer {self.tokens.get(name, name)}"}
        async with self.session.get(f"{self.origin}{path}", headers=headers) as answer:
            return answer.status, await answer.read()


@asynccontextmanager
async def served(
    folder: Path, limits: Limits = LIMITS, people: Guests | None = None, origin: str = ""
) -> AsyncIterator[Served]:
    if people is None:
        people = Guests()
        tokens = dict(people.invite("ana", "ben"))
    else:
        tokens = dict(people.invite())
    seating = Seating(limits, folder, lambda name: [sys.executable, "-c", ECHO, name], {})
    server = TestServer(Server(people, seating, "story", origin).application())
    async with server, aiohttp.ClientSession() as session:
        found = Served(server, people, tokens)
        found.session = session
        yield found


async def until(socket: Socket, wanted: bytes) -> bytes:
    """What is shown, up to something."""
    shown = b""
    async with asyncio.timeout(20):
        while wanted not in shown:
            message = await socket.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
            shown += message.data if message.type is aiohttp.WSMsgType.BINARY else b""
    return shown


async def seat_of(socket: Socket) -> str:
    kind, name = await socket.receive_json(timeout=20)
    assert kind == "seat"
    return str(name)


async def code_at_the_end(socket: Socket) -> object:
    """As the server says it: by then it may be too late to answer."""
    async with asyncio.timeout(20):
        while True:
            message = await socket.receive()
            if message.type is aiohttp.WSMsgType.CLOSE:
                return message.data
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message


# Who is let in --------------------------------------------------------------------------------


async def test_a_person_has_a_terminal_of_their_own(tmp_path: Path) -> None:
    async with served(tmp_path) as there:
        async with there.terminal("ben") as socket:
            assert await until(socket, b"!") == b"hello ben 100 30!"
            await socket.send_json(["keys", "ä"])
            assert await until(socket, "ä".encode()) == "ä".encode()
            await socket.send_json(["keys", "q"])
            assert await code_at_the_end(socket) == Left.BY_ITSELF
        assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("", {}, 401),
        ("wrong", {}, 401),
        ("ana", {"Origin": "http://elsewhere.example"}, 403),
        ("ana", {"Origin": "null"}, 403),
    ],
    ids=["no token", "a wrong one", "another page", "no page"],
)
async def test_who_is_refused(
    tmp_path: Path, token: str, headers: dict[str, str], status: int
) -> None:
    async with served(tmp_path) as there:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with there.terminal(token or "-", **headers):
                pass
        assert refused.value.status == status
        assert (await there.get("/who", token or ""))[0] == (200 if token == "ana" else 401)
        assert [*tmp_path.iterdir()] == []


async def test_behind_a_proxy_the_name_of_the_proxy_is_what_a_page_must_have(
    tmp_path: Path,
) -> None:
    async with served(tmp_path, origin="https://reader.example") as there:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with there.terminal():
                pass
        async with there.terminal(Origin="https://reader.example") as socket:
            await until(socket, b"!")


@pytest.mark.parametrize(
    "path",
    ["/../server.py", "/%2e%2e/server.py", "/seat/1/..%2f..%2fetc%2fpasswd", "/XTERM-LICENSE",
     "/seat/1/%2e%2e", "/page.js/../../server.py"],
)  # fmt: skip
async def test_a_path_leads_nowhere_else(tmp_path: Path, path: str) -> None:
    async with served(tmp_path) as there, there.terminal() as socket:
        assert await seat_of(socket) == "1"
        reader, writer = await asyncio.open_connection("127.0.0.1", there.server.port)
        token = there.tokens["ana"]
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        answer = await reader.read()
        writer.close()
        assert answer.split(b" ")[1] == b"404"
        assert b"sidelight:" not in answer


async def test_everything_is_given_with_what_keeps_it_from_others(tmp_path: Path) -> None:
    async with served(tmp_path) as there:
        for path in ("/", "/page.js", "/who", "/nowhere"):
            async with there.session.get(f"{there.origin}{path}") as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none'; script-src 'self';")
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "no-referrer"


# How many, and how long -----------------------------------------------------------------------


async def test_how_many_may_come_in(tmp_path: Path) -> None:
    async with served(tmp_path) as there:
        async with there.terminal(tab="1") as first, there.terminal(tab="2") as second:
            await until(first, b"!")
            await until(second, b"!")
            async with there.terminal(tab="3") as third:
                assert await code_at_the_end(third) == Left.FULL
            async with there.terminal("ben", "4") as fourth:
                await until(fourth, b"!")
                async with there.terminal("ben", "5") as fifth:
                    assert await code_at_the_end(fifth) == Left.FULL
        async with there.terminal(tab="6") as later:
            await until(later, b"!")


async def test_a_tab_that_comes_back_has_its_place(tmp_path: Path) -> None:
    async with served(tmp_path) as there, there.terminal() as first:
        await until(first, b"!")
        async with there.terminal() as again:
            await until(again, b"!")
            assert await code_at_the_end(first) == Left.ELSEWHERE


async def test_who_does_nothing_for_long_has_left(tmp_path: Path) -> None:
    async with served(tmp_path, replace(LIMITS, idle=0.1)) as there, there.terminal() as socket:
        assert await code_at_the_end(socket) == Left.IDLE


async def test_whose_link_is_void_has_to_leave(tmp_path: Path) -> None:
    file = tmp_path / "people"
    file.write_text("ana\nben\n")
    (tmp_path / "seats").mkdir()
    async with (
        served(tmp_path / "seats", people=Guests(file)) as there,
        there.terminal() as socket,
    ):
        await until(socket, b"!")
        file.write_text("".join(file.read_text().splitlines(keepends=True)[1:]))
        assert await code_at_the_end(socket) == Left.REVOKED
        assert (await there.get("/who"))[0] == 401


async def test_a_program_that_dies_is_told_from_one_that_is_left(tmp_path: Path) -> None:
    async with served(tmp_path) as there, there.terminal() as socket:
        await until(socket, b"!")
        await socket.send_json(["keys", "x"])
        assert await code_at_the_end(socket) == Left.DIED


@pytest.mark.parametrize("said", ["[", "{}", '["keys"]', '["keys", 1]', "[" * 100_000])
async def test_what_no_page_of_ours_says_ends_the_connection(tmp_path: Path, said: str) -> None:
    async with served(tmp_path) as there, there.terminal() as socket:
        await until(socket, b"!")
        await socket.send_str(said)
        assert await code_at_the_end(socket) is not None
    assert [*tmp_path.iterdir()] == []


# Files ----------------------------------------------------------------------------------------


async def test_what_is_exported_is_offered_and_given_to_nobody_else(tmp_path: Path) -> None:
    async with served(tmp_path) as there, there.terminal() as socket:
        seat = await seat_of(socket)
        await until(socket, b"!")
        await socket.send_json(["keys", "f"])
        offered: list[Any] = [await socket.receive_json(timeout=20) for _ in range(2)]
        assert sorted(offered) == [["file", "folder"], ["file", "out.txt"]]
        assert await there.get(f"/seat/{seat}/out.txt") == (200, b"exported")
        assert (await there.get(f"/seat/{seat}/folder"))[1].startswith(b"PK")
        assert (await there.get(f"/seat/{seat}/out.txt", "ben"))[0] == 404
        assert (await there.get(f"/seat/{seat}/out.txt", ""))[0] == 401


async def test_what_is_uploaded_is_dropped_on_the_terminal(tmp_path: Path) -> None:
    async with served(tmp_path) as there, there.terminal() as socket:
        seat = await seat_of(socket)
        await until(socket, b"!")
        headers = {"Authorization": f"Bearer {there.tokens['ana']}"}
        url = f"{there.origin}/seat/{seat}/in put.jsonl"
        async with there.session.post(url, data=b"{}", headers=headers) as refused:
            assert refused.status == 403  # another page may not have a browser do so
        headers["Origin"] = there.origin
        async with there.session.post(url, data=b"{}", headers=headers) as answer:
            assert answer.status == 200
        shown = await until(socket, b"\x1b[201~")
        path = tmp_path / seat / "in put.jsonl"
        assert shown == b"\x1b[200~" + bytes(path) + b"\x1b[201~"
        assert path.read_bytes() == b"{}"
        async with there.session.post(
            f"{there.origin}/seat/{seat}/..", data=b"", headers=headers
        ) as refused:
            assert refused.status in (400, 404, 405)
