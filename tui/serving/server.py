"""What is asked of us over the network: the page, the terminal, files; and who is refused."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from contextlib import suppress
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from aiohttp import WSMsgType, hdrs, web

from store.errors import InputError
from tui.serving.seating import FullError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tui.serving.guests import Guests
    from tui.serving.seat import Seat
    from tui.serving.seating import Seating

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE: Final = Path(__file__).parent / "page"
PROTOCOL: Final = "sidelight"
"""The subprotocol of our WebSocket; beside it the page offers its token."""
_KINDS: Final = {
    ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml",
}  # fmt: skip
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Server": "sidelight",
}
_LARGEST_UPLOAD: Final = 64 * 2**20
_LARGEST_MESSAGE: Final = 2**20
_HEARTBEAT: Final = 20.0
"""Seconds between two questions whether the browser is still there."""
_ALIVE: Final = '["alive"]'
"""What a page is told as often, which cannot see those questions."""
_LOOKS: Final = 0.5
"""Seconds between two looks for exports, and for people who have to go."""
_LOOKS_A_BEAT: Final = round(_HEARTBEAT / _LOOKS)


class Left(IntEnum):
    """Why a connection was closed, as the page is told."""

    BY_ITSELF = 4000
    ELSEWHERE = 4001
    IDLE = 4002
    FULL = 4003
    DIED = 4004
    REVOKED = 4005


class Server:
    """The handlers of all that can be asked."""

    def __init__(self, people: Guests, seating: Seating, title: str, origin: str = "") -> None:
        """Take what is served.

        Args:
            people: Who may come in.
            seating: Where they sit.
            title: What is opened, as the page is called.
            origin: Where browsers find us, if a proxy calls us by another name.
        """
        self._people = people
        self._seating = seating
        self._title = title
        self._origin = origin
        self._sockets: dict[str, web.WebSocketResponse] = {}

    def application(self) -> web.Application:
        """What aiohttp runs."""
        app = web.Application(middlewares=[_with_headers], client_max_size=_LARGEST_UPLOAD)
        app.add_routes(
            [web.get(f"/{name}", _file_handler(name)) for name in _page_files()]
            + [
                web.get("/", _file_handler("index.html")),
                web.get("/who", self._who),
                web.get("/terminal", self._terminal),
                web.get("/seat/{seat}/{name}", self._download),
                web.post("/seat/{seat}/{name}", self._upload),
            ]
        )
        app.cleanup_ctx.append(self._watched)
        app.on_shutdown.append(self._close_all)
        return app

    # Who it is -----------------------------------------------------------------------------

    def _person(self, token: str) -> str:
        person = self._people.who(token)
        if person is None:
            raise web.HTTPUnauthorized(text="This link is not valid, or not any more.")
        return person

    def _of_header(self, request: web.Request) -> str:
        kind, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        return self._person(token if kind == "Bearer" else "")

    def _check_origin(self, request: web.Request) -> None:
        """Refuse what a page of somebody else has a browser ask."""
        said = request.headers.get(hdrs.ORIGIN)
        own = self._origin or f"{urlsplit(said or '').scheme}://{request.host}"
        if said is None or said != own:
            raise web.HTTPForbidden(text="This may only be asked by the page itself.")

    async def _who(self, request: web.Request) -> web.Response:
        return web.json_response({"name": self._of_header(request), "title": self._title})

    # The terminal --------------------------------------------------------------------------

    async def _terminal(self, request: web.Request) -> web.WebSocketResponse:
        self._check_origin(request)
        offered = request.headers.get(hdrs.SEC_WEBSOCKET_PROTOCOL, "").split(",")
        protocol, token = (*map(str.strip, offered), "", "")[:2]
        if protocol != PROTOCOL:
            token = ""
        person = self._person(token)
        tab, size = request.query.get("tab", "")[:64], _size_of(request)
        socket = web.WebSocketResponse(
            protocols=[PROTOCOL], heartbeat=_HEARTBEAT, max_msg_size=_LARGEST_MESSAGE,
            compress=False,
        )  # fmt: skip
        await socket.prepare(request)
        try:
            name, seat = await self._seating.take(person, tab, size)
        except FullError as error:
            await socket.close(code=Left.FULL, message=str(error).encode()[:120])
            return socket
        self._sockets[name] = socket
        try:
            await socket.send_json(["seat", name])
            await self._connected(socket, seat)
        finally:
            self._sockets.pop(name, None)
            await self._seating.leave(name)
        return socket

    async def _connected(self, socket: web.WebSocketResponse, seat: Seat) -> None:
        """Hand on keys and the screen until either side has gone."""
        showing = asyncio.create_task(_show(socket, seat))
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT or not await _take(message.data, seat):
                    break
        finally:
            if not seat.is_leaving:  # else it is about to say why, and must
                showing.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await showing

    # Files ---------------------------------------------------------------------------------

    def _seat_of(self, request: web.Request) -> Seat:
        seat = self._seating.of(request.match_info["seat"], self._of_header(request))
        if seat is None:
            raise web.HTTPNotFound(text="There is no such place.")
        return seat

    async def _download(self, request: web.Request) -> web.StreamResponse:
        path = self._seat_of(request).file(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound(text="There is no such file.")
        name = f"{path.name}.zip" if path.is_dir() else path.name
        headers = {
            hdrs.CONTENT_TYPE: "application/octet-stream",
            hdrs.CONTENT_DISPOSITION: f"attachment; filename*=UTF-8''{quote(name)}",
        }
        if path.is_dir():
            return web.Response(body=await asyncio.to_thread(_zipped, path), headers=headers)
        return web.FileResponse(path, headers=headers)

    async def _upload(self, request: web.Request) -> web.Response:
        self._check_origin(request)
        seat = self._seat_of(request)
        try:
            path = seat.place_for(request.match_info["name"])
        except InputError as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        # What belongs to nobody yet has a point before its name, so that it is not offered.
        arriving = path.with_name(f".{path.name}")
        left = _LARGEST_UPLOAD
        try:
            with arriving.open("wb") as file:
                async for part in request.content.iter_chunked(65_536):
                    left -= len(part)
                    if left < 0:
                        raise web.HTTPRequestEntityTooLarge(
                            _LARGEST_UPLOAD, text="The file is larger than 64 MB."
                        )
                    file.write(part)
            arriving.rename(path)
        finally:
            arriving.unlink(missing_ok=True)
        seat.has_given(path)
        # As a terminal has it where a file is dropped on it: the program offers to import it.
        await seat.write(b"\x1b[200~" + bytes(path) + b"\x1b[201~")
        return web.Response(text="")

    # Meanwhile -----------------------------------------------------------------------------

    async def _watched(self, _: web.Application) -> AsyncIterator[None]:
        """While the server runs, offer what was exported, and have those leave who must."""
        watching = asyncio.create_task(self._watch())
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    async def _watch(self) -> None:
        for look in count(1):
            await asyncio.sleep(_LOOKS)
            for name, seat in self._seating.taken().items():
                socket = self._sockets.get(name)
                if socket is None or socket.closed:
                    continue
                with suppress(ConnectionError):
                    await self._look_at(socket, seat)
                    if look % _LOOKS_A_BEAT == 0:
                        await socket.send_str(_ALIVE)

    async def _look_at(self, socket: web.WebSocketResponse, seat: Seat) -> None:
        if not self._people.has(seat.person):
            await socket.close(code=Left.REVOKED)
        elif self._seating.is_idle(seat):
            await socket.close(code=Left.IDLE)
        else:
            for name in seat.new_files():
                await socket.send_json(["file", name])

    async def _close_all(self, _: web.Application) -> None:
        for socket in [*self._sockets.values()]:
            with suppress(ConnectionError):
                await socket.close(code=1001)
        await self._seating.leave_all()


async def _show(socket: web.WebSocketResponse, seat: Seat) -> None:
    """Hand the screen on until the program has ended, and say how."""
    while data := await seat.read():
        await socket.send_bytes(data)
    gave_way = seat.gives_way
    await seat.end()
    how = Left.DIED if seat.exit_code else Left.BY_ITSELF
    code = Left.ELSEWHERE if gave_way else how
    await socket.close(code=code)


async def _take(data: str, seat: Seat) -> bool:
    """Do what the page says; whether it is what a page of ours can say."""
    try:
        match json.loads(data):
            case ["keys", str(typed)]:
                await seat.write(typed.encode("utf-8", "replace"))
            case ["bytes", str(typed)]:
                await seat.write(typed.encode("latin-1", "replace"))
            case ["size", int(columns), int(rows)]:
                seat.resize(columns, rows)
            case _:
                return False
    except (ValueError, RecursionError):
        return False
    return True


def _size_of(request: web.Request) -> tuple[int, int]:
    try:
        return int(request.query.get("columns", "80")), int(request.query.get("rows", "24"))
    except ValueError as error:
        raise web.HTTPBadRequest(text="A size is two numbers.") from error


def _page_files() -> list[str]:
    return sorted(path.name for path in PAGE.iterdir() if path.suffix in _KINDS)


def _file_handler(name: str) -> Handler:
    """What gives a file of the page: by its name in a list, so no path leads anywhere else."""
    path = PAGE / name
    body = path.read_bytes()

    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=_KINDS[path.suffix], charset="utf-8")

    return handler


@web.middleware
async def _with_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as refusal:
        refusal.headers.update(_HEADERS)
        raise
    if not response.prepared:
        response.headers.update(_HEADERS)
    return response


def _zipped(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                archive.write(path, str(path.relative_to(folder.parent)))
    return packed.getvalue()
