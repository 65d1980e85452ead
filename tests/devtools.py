"""Headless Chromium, driven over its DevTools protocol: pages, keys, the mouse, the screen."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import subprocess
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from tests.browser import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

PATIENCE: Final = 40.0
"""Seconds after which something that has not happened never will."""
_SCREEN: Final = """
(() => {
  if (document.readyState !== "complete") return "";
  const buffer = terminal.buffer.active, lines = [];
  for (let y = 0; y < terminal.rows; y++) {
    lines.push(buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? "");
  }
  return lines.join("\\n");
})()
"""
_SAID: Final = """
document.readyState !== "complete" || byId("said").hidden ? "" : byId("sentence").textContent
"""
_LISTENING: Final = """
globalThis.refused = [];
addEventListener("securitypolicyviolation", event => refused.push(event.effectiveDirective));
"""
_CODES: Final = {"Escape": 27, "Enter": 13, "Tab": 9, "Backspace": 8, "ArrowDown": 40}


class Tab:
    """A page in the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, session: str) -> None:
        self._socket = socket
        self._session = session
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    def take(self, message: dict[str, Any]) -> None:
        """Take a message of the browser that is for this page."""
        waiting = self._answers.pop(message.get("id", 0), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(message)

    async def ask(self, method: str, **what: object) -> dict[str, Any]:
        """Have the browser do something with the page."""
        number = next(self._numbers) + 1_000_000 * (hash(self._session) % 1000 + 1)
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        await self._socket.send_json(
            {"id": number, "method": method, "params": what, "sessionId": self._session}
        )
        message = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in message, message
        result: dict[str, Any] = message["result"]
        return result

    async def value(self, script: str) -> Any:
        """The value of a script in the page; of a promise, what it comes to."""
        found = await self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def screen(self) -> str:
        """What stands in the terminal."""
        return str(await self.value(_SCREEN))

    async def caret_row(self) -> str:
        """What stands in the row of the terminal's cursor."""
        row = int(await self.value("terminal.buffer.active.cursorY"))
        return (await self.screen()).split("\n")[row]

    async def refused(self) -> str:
        """Of what kinds was what the policy of the page has refused, in order."""
        return " ".join(await self.value("refused"))

    async def said(self) -> str:
        """What the page says over the terminal; empty if nothing."""
        return str(await self.value(_SAID))

    async def until(self, what: Callable[[], Any], condition: Callable[[str], bool]) -> str:
        """Wait until something that is asked fulfils a condition; gives it."""
        found = ""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition(found := await what()):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(found) from None
        return found

    async def until_shown(self, text: str) -> str:
        """Wait until a text stands in the terminal."""
        return await self.until(self.screen, lambda screen: text in screen)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other: characters, or keys by their names."""
        for key in keys:
            name = key.rpartition("+")[2] if len(key) > 1 else key
            bits = 2 if key.startswith("ctrl+") else 0
            code = _CODES.get(name) or (ord(name.upper()) if name.isalnum() and not name[1:] else 0)
            text = {"text": name} if len(name) == 1 and not bits else {}
            text = {"text": "\r"} if name == "Enter" else text
            what = {"key": name, "windowsVirtualKeyCode": code, "modifiers": bits}
            await self.ask("Input.dispatchKeyEvent", type="keyDown", **what, **text)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", **what)

    async def press_at_once(self, *keys: str) -> None:
        """Press keys with nothing between them."""
        await asyncio.gather(*(self.press(key) for key in keys))

    async def cell(self, column: int, row: int) -> tuple[float, float]:
        """Where a cell of the terminal is in the page, counted from 0."""
        x, y = await self.value(
            "(() => {const s = document.querySelector('.xterm-screen').getBoundingClientRect();"
            f"return [s.x + s.width / terminal.cols * ({column} + 0.5),"
            f" s.y + s.height / terminal.rows * ({row} + 0.5)];}})()"
        )
        return x, y

    async def click(self, column: int, row: int) -> None:
        """Click on a cell of the terminal."""
        x, y = await self.cell(column, row)
        for kind in ("mousePressed", "mouseReleased"):
            await self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left",
                           clickCount=1)  # fmt: skip

    async def touch(self, *places: tuple[float, float]) -> None:
        """Put a finger down, move it over the other places, and lift it."""
        for number, (x, y) in enumerate(places):
            kind = "touchMove" if number else "touchStart"
            await self.ask("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y}])
        await self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    async def touch_button(self, text: str) -> None:
        """Touch a button of the page."""
        found = "[...document.querySelectorAll('button')].find(each => each.textContent === "
        x, y = await self.value(
            f"(() => {{const b = {found}{json.dumps(text)}).getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2];})()"
        )
        await self.touch((x, y))

    async def picture(self, path: Path) -> None:
        """Write what is to be seen as a PNG."""
        taken = await self.ask("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(taken["data"]))

    async def close(self) -> None:
        """Close the page."""
        await self.ask("Page.close")


class Browser:
    """A headless Chromium."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, downloads: Path) -> None:
        self.downloads = downloads
        """Where downloads are put."""
        self._socket = socket
        self._tabs: dict[str, Tab] = {}
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def listen(self) -> None:
        """Hand on what the browser says."""
        async for message in self._socket:
            said = json.loads(message.data)
            if said.get("sessionId") in self._tabs:
                self._tabs[said["sessionId"]].take(said)
            elif said.get("id") in self._answers:
                self._answers.pop(said["id"]).set_result(said)

    async def ask(self, method: str, **what: object) -> dict[str, Any]:
        """Have the browser do something."""
        number = next(self._numbers)
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": what})
        message = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in message, message
        result: dict[str, Any] = message["result"]
        return result

    async def open(self, url: str, *, on_telephone: bool = False) -> Tab:
        """Open a page in a window of its own, or as on a telephone."""
        width, height = (390, 844) if on_telephone else (1280, 800)
        made = await self.ask(
            "Target.createTarget", url="about:blank", width=width, height=height, newWindow=True
        )
        session = await self.ask("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        tab = self._tabs[session["sessionId"]] = Tab(self._socket, session["sessionId"])
        await tab.ask("Page.enable")
        await tab.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        if on_telephone:
            await tab.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                          deviceScaleFactor=2, mobile=True)  # fmt: skip
            await tab.ask("Emulation.setTouchEmulationEnabled", enabled=True)
        await tab.ask("Page.addScriptToEvaluateOnNewDocument", source=_LISTENING)
        await tab.ask("Page.navigate", url=url)
        return tab


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    """A browser with a profile, and downloads, in a folder."""
    downloads = folder / "downloads"
    downloads.mkdir()
    process = subprocess.Popen(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--remote-debugging-port=0", f"--user-data-dir={folder / 'profile'}", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        said = folder / "profile" / "DevToolsActivePort"
        async with asyncio.timeout(PATIENCE):
            while not said.exists() or len(said.read_text().splitlines()) < 2:
                await asyncio.sleep(0.05)
        port, path = said.read_text().splitlines()[:2]
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=2**26) as socket,
        ):
            found = Browser(socket, downloads)
            listening = asyncio.create_task(found.listen())
            await found.ask("Browser.setDownloadBehavior", behavior="allow",
                            downloadPath=str(downloads))  # fmt: skip
            allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
            await found.ask("Browser.grantPermissions", permissions=allowed)
            yield found
            listening.cancel()
    finally:
        process.terminate()
        process.wait()
