"""The program in headless Chromium: what somebody with a link does, and what befalls them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import pytest_asyncio

from tests.browser import CHROMIUM
from tests.devtools import browser
from tests.served import served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.devtools import Browser, Tab
    from tests.served import ServedStory

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]
ROOT: Final = Path(__file__).parents[2]
READY: Final = "q leave"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedStory]:
    story = tmp_path_factory.mktemp("served") / "story"
    shutil.copytree(ROOT / "seeds", story, ignore=shutil.ignore_patterns("annotations"))
    with served(story, ["ana", "ben", "cem", "dee", "eva"]) as server:
        yield server


def edits_of(server: ServedStory, name: str) -> list[str]:
    """What somebody's journal says: the labels of what was tagged, or what else was done."""
    journal = server.story / "annotations" / name / "journal.jsonl"
    if not journal.exists():
        return []
    found = []
    for line in journal.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        edit = record.get("edit", {})
        found.append(edit["after"]["label"] if edit.get("after") else record["did"])
    return found


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


def processes_of(name: str) -> list[int]:
    """The programs of an annotator."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[-3:-1] == [b"--annotator", name.encode()]:
                found.append(int(folder.name))
    return found


async def edits(tab: Tab, server: ServedStory, name: str, wanted: list[str]) -> None:
    async def found() -> str:
        return str(edits_of(server, name))

    await tab.until(found, lambda said: said == str(wanted))


async def test_keys_and_the_mouse_do_what_they_do_in_a_terminal(
    chromium: Browser, server: ServedStory
) -> None:
    tab = await chromium.open(server.links["ana"])
    await tab.until_shown(READY)
    assert await tab.value("document.title") == "story · ana · Sidelight"
    await tab.click(6, 7)
    await tab.press_at_once("l")  # nothing may come between a click and a key and lose either
    await edits(tab, server, "ana", ["location"])
    await tab.press("u")
    await edits(tab, server, "ana", ["location", "undo"])
    await tab.press("m")
    await tab.until_shown("claims by article")
    await tab.press_at_once("Escape", "a")  # not Alt and a
    await edits(tab, server, "ana", ["location", "undo", "actor"])
    await tab.press("?")
    await tab.until_shown("The dozen keys")
    await tab.press("Escape", "g", "g", "v", "w", "w", "ctrl+c")

    async def copied() -> str:
        return str(await tab.value("navigator.clipboard.readText()"))

    await tab.until(copied, lambda text: "Plotted" in text)
    await assert_nobody_else_is_asked(tab, server)
    await tab.close()


async def assert_nobody_else_is_asked(tab: Tab, server: ServedStory) -> None:
    """The page has asked only its server, and cannot ask anybody else."""
    asked = await tab.value("performance.getEntriesByType('resource').map(each => each.name)")
    assert asked
    own = f"http://127.0.0.1:{server.port}/"
    assert [url for url in asked if not url.startswith(own)] == []
    assert await tab.refused() == ""
    foreign = "<style>p {color: red}</style><p style='color: red'><img src=http://127.0.0.1:9/x>"
    await tab.value(f"document.body.insertAdjacentHTML('beforeend', {json.dumps(foreign)})")
    await tab.until(tab.refused, "style-src-attr style-src-elem img-src".__eq__)


async def test_two_people_at_once_and_a_second_tab_that_reads(
    chromium: Browser, server: ServedStory
) -> None:
    first = await chromium.open(server.links["ben"])
    other = await chromium.open(server.links["cem"], on_telephone=True)
    await first.until_shown(READY)
    await first.press("c")
    await edits(first, server, "ben", ["claim"])
    await assert_fingers_are_enough(other, server)
    second = await chromium.open(server.links["ben"])
    shown = await second.until_shown(READY)
    assert "READ ONLY: The story is open in process" in shown
    assert "(ben, since" in shown
    await second.press("a")
    await first.press("y")
    assert edits_of(server, "ben")[0] == "claim"
    for tab in (first, other, second):
        await tab.close()


async def assert_fingers_are_enough(tab: Tab, server: ServedStory) -> None:
    """Without a keyboard a word is tagged by its label's name, more is shown, and dialogs end."""
    shown = await tab.until_shown(" l  location c  claim s  source")
    assert await tab.value("terminal.textarea.inputMode") == "none"
    await tab.touch(await tab.cell(6, 6))
    await tab.until_shown("word “Vladimir”")
    await tab.touch(await tab.cell(15, shown.split("\n").index(shown.split("\n")[-1])))
    await edits(tab, server, "cem", ["location"])
    await tab.touch(*[await tab.cell(20, row) for row in range(30, 10, -2)])
    await tab.until(tab.screen, lambda screen: "Iran Plotted With Russia for" not in screen)
    await tab.touch_button("Ctrl")

    async def pressed() -> str:
        return str(await tab.value("byId('ctrl').ariaPressed"))

    await tab.until(pressed, "true".__eq__)
    await tab.press("p")
    await tab.until_shown("─ Commands ─")
    await tab.touch_button("Esc")
    await tab.until(tab.screen, lambda screen: "─ Commands ─" not in screen)
    await tab.touch_button("⌨")

    async def wanted() -> str:
        return str(await tab.value("terminal.textarea.inputMode"))

    await tab.until(wanted, "text".__eq__)


async def test_an_export_is_downloaded_and_comes_back_as_an_import(
    chromium: Browser, server: ServedStory
) -> None:
    tab = await chromium.open(server.links["dee"])
    await tab.until_shown(READY)
    await tab.press("a")
    await edits(tab, server, "dee", ["actor"])
    await tab.press("E")
    await tab.until_shown("Export 1 span")
    await tab.press("Enter")

    async def note() -> str:
        return str(await tab.value("byId('note').textContent"))

    await tab.until(note, lambda said: said == "story.jsonl was downloaded")
    path = chromium.downloads / "story.jsonl"

    async def written() -> str:
        return path.read_text(encoding="utf-8") if path.exists() else ""

    await tab.until(written, bool)
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert [span["label"] for span in row["spans"]] == ["actor"]
    row["spans"][0] |= {"start": 5, "end": 12, "text": row["text"][5:12], "id": "other"}
    sent = json.dumps(json.dumps(row))
    await tab.value(f"upload(new File([{sent}], 'more.jsonl'))")
    await tab.until_shown("1 new")
    await tab.press("Enter")
    await edits(tab, server, "dee", ["actor", "edit"])
    await tab.press("E")
    await tab.until_shown("Export 2 spans")
    await tab.press("Tab")
    await tab.until(tab.caret_row, lambda row: "file story.jsonl" in row)
    await tab.press(*"/../../out.jsonl")
    await tab.until_shown("file story.jsonl/../../out.jsonl")
    await tab.press("Enter")
    await tab.until_shown("in a browser only what was uploaded is read")
    await tab.close()


async def test_a_link_that_is_none_says_so(chromium: Browser, server: ServedStory) -> None:
    origin = f"http://127.0.0.1:{server.port}/"
    for link, said in ((f"{origin}#wrong", "not valid"), (origin, "a link of your own")):
        tab = await chromium.open(link)
        assert said in await tab.until(tab.said, bool)
    await tab.value(
        "fetch = async () => new Response('<html>', {status: 413, statusText: 'Too Large',"
        " headers: {'Content-Type': 'text/html'}}); upload(new File(['x'], 'x.jsonl'))"
    )
    refused = "x.jsonl: a proxy before the server says 413 Too Large"
    assert await tab.value("byId('note').textContent") == refused


async def test_everything_is_there_again_after_whatever_happens(
    chromium: Browser, server: ServedStory
) -> None:
    def is_back(screen: str) -> bool:
        return "1 span" in screen and READY in screen

    tab = await chromium.open(server.links["eva"])
    await tab.until_shown(READY)
    await tab.press("s")
    await tab.until(tab.screen, is_back)
    (pid,) = processes_of("eva")
    os.kill(pid, signal.SIGKILL)
    assert "ended unexpectedly" in await tab.until(tab.said, bool)
    await tab.press("Enter")
    await tab.until(tab.said, lambda said: not said)
    await tab.until(tab.screen, is_back)
    await tab.ask("Page.reload")
    await tab.until(tab.screen, is_back)
    await tab.value("heard = 0, checkIsHeard()")  # as after a night
    assert "connection is lost" in await tab.until(tab.said, bool)
    await tab.until(tab.said, lambda said: not said)
    await tab.until(tab.screen, is_back)
    server.kill()
    assert "connection is lost" in await tab.until(tab.said, bool)
    server.begin()
    await tab.press("Enter")  # rather than wait until it is tried again
    await tab.until(tab.said, lambda said: not said)
    await tab.until(tab.screen, is_back)
    assert edits_of(server, "eva") == ["source"]
    await tab.press("q")
    assert "You have left" in await tab.until(tab.said, bool)
    await tab.close()
