"""Behind nginx with TLS, as docs/serving.md says: what stands there is the configuration."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp
import pytest

from tests.served import free_port
from tests.serving.test_server import seat_of, served, until

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS: Final = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin"
NGINX: Final = shutil.which("nginx", path=FOLDERS)
OPENSSL: Final = shutil.which("openssl")
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed"),
]
if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

DOCS: Final = Path(__file__).parents[2] / "docs" / "serving.md"
AROUND: Final = """
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {}
http {
    access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
"""
URL: Final = "https://reader.example"


def documented(below: str) -> str:
    """The server of the docs; below a path with the place that stands there for that."""
    server, place = re.findall(
        r"^```nginx\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.M | re.S
    )
    assert f"location {below} {{" in (server if below == "/" else place)
    found = server if below == "/" else re.sub(r" *location.*?}\n", place, server, flags=re.S)
    assert isinstance(found, str)
    return found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [str(OPENSSL), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", "reader.example.key", "-out", "reader.example.crt",
         "-subj", "/CN=reader.example"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


class Proxy:
    """An nginx, of which only the ports and the certificate are not those of the docs."""

    def __init__(self, folder: Path, below: str, certificate: Path, upstream: int) -> None:
        self.port = free_port()
        said = documented(below)
        for there, here in (
            ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("/etc/ssl/", f"{certificate}/"),
            ("127.0.0.1:8017", f"127.0.0.1:{upstream}"),
        ):
            assert there in said
            said = said.replace(there, here)
        folder.mkdir()
        (folder / "nginx.conf").write_text(f"{AROUND}{said}}}", encoding="utf-8")
        self._process = subprocess.Popen(
            [str(NGINX), "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    async def listens(self) -> None:
        """Wait until it does."""
        async with asyncio.timeout(20):
            while self._process.poll() is None:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except ConnectionRefusedError:
                    await asyncio.sleep(0.01)
                else:
                    writer.close()
                    return
        assert self._process.stderr is not None
        raise AssertionError(self._process.stderr.read())

    def end(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.communicate()


@pytest.fixture
def proxies() -> Iterator[list[Proxy]]:
    """Those that are to be ended."""
    found: list[Proxy] = []
    yield found
    for each in found:
        each.end()


@pytest.mark.parametrize("below", ["/", "/sidelight/"])
async def test_page_terminal_and_files_come_through(
    tmp_path: Path, certificate: Path, proxies: list[Proxy], below: str
) -> None:
    (tmp_path / "seats").mkdir()
    async with served(tmp_path / "seats", origin=URL) as there:
        proxy = Proxy(tmp_path / "nginx", below, certificate, there.server.port or 0)
        proxies.append(proxy)
        await proxy.listens()
        root = f"https://127.0.0.1:{proxy.port}{below}"
        headers = {"Origin": URL, "Authorization": f"Bearer {there.tokens['ana']}"}
        async with there.session.get(root, ssl=False) as page:
            assert 'id="terminal"' in await page.text()
        async with there.session.get(f"{root}who", headers=headers, ssl=False) as who:
            assert await who.json() == {"name": "ana", "title": "story"}
        protocols = ("sidelight", there.tokens["ana"])
        at = f"{root}terminal?tab=1"
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await there.session.ws_connect(at, protocols=protocols, ssl=False)
        async with there.session.ws_connect(
            at, protocols=protocols, headers={"Origin": URL}, ssl=False
        ) as socket:
            seat = await seat_of(socket)
            await until(socket, b"!")
            large = b"x" * 2**21  # more than nginx takes if nothing is said
            url = f"{root}seat/{seat}/large.jsonl"
            async with there.session.post(url, data=large, headers=headers, ssl=False) as sent:
                assert (sent.status, await sent.text()) == (200, "")
            await until(socket, b"\x1b[201~")
            assert (tmp_path / "seats" / seat / "large.jsonl").read_bytes() == large
            async with there.session.get(url, headers=headers, ssl=False) as back:
                assert await back.read() == large
