"""Build the sdist, and the wheel from it, into dist/: `make dist`.

It needs no network. The same commit gives the same bytes: times are the commit's, owners nobody's,
and names are in order; each build is done twice and compared.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

from tools.manual import manual

ROOT: Final = Path(__file__).parents[1]
_HOOK: Final = "import sys, setuptools.build_meta as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"


def commit_time() -> str:
    """When the present commit was made, in seconds; the beginning of zip files without git."""
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "315532800"


def lay_out(folder: Path) -> None:
    """Copy what git tracks, as it is in this folder, and make what is shipped but not kept."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout  # fmt: skip
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    (folder / "share").mkdir()
    (folder / "share" / "sidelight.1").write_text(manual(), encoding="utf-8")


def hook(name: str, source: Path, target: Path, time: str) -> Path:
    """Have setuptools build something.

    Args:
        name: What, as PEP 517 calls it.
        source: The folder with pyproject.toml.
        target: Where what is built is put.
        time: Of what is built, in seconds.
    """
    env = {**os.environ, "SOURCE_DATE_EPOCH": time, "PYTHONHASHSEED": "0"}
    built = subprocess.run(
        [sys.executable, "-P", "-c", _HOOK, name, str(target)],
        cwd=source, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if built.returncode:
        sys.exit(built.stdout + built.stderr)
    return target / built.stdout.splitlines()[-1]


def pack_again(sdist: Path, time: str) -> None:
    """Give an sdist the same bytes wherever and whenever it was built."""
    packed = io.BytesIO()
    with tarfile.open(sdist) as old, tarfile.open(fileobj=packed, mode="w") as new:
        for member in sorted(old.getmembers(), key=lambda member: member.name):
            member.mtime, member.uid, member.gid = int(time), 0, 0
            member.uname = member.gname = ""
            member.mode = 0o755 if member.isdir() else 0o644
            member.pax_headers = {}
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
    with sdist.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=int(time)) as zipped:
        zipped.write(packed.getvalue())


def build(target: Path) -> list[Path]:
    """Build both into a folder."""
    time = commit_time()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        lay_out(source)
        sdist = hook("build_sdist", source, target, time)
        pack_again(sdist, time)
        with tarfile.open(sdist) as packed:
            packed.extractall(folder, filter="data")
        unpacked = Path(folder, sdist.name.removesuffix(".tar.gz"))
        return [sdist, hook("build_wheel", unpacked, target, time)]


def sums(files: list[Path]) -> dict[str, str]:
    """The SHA-256 of files by name."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def main() -> None:
    """Build twice, and keep what is the same both times."""
    with tempfile.TemporaryDirectory() as folder:
        once = sums(build(Path(folder)))
    target = ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    again = sums(build(target))
    if once != again:
        sys.exit(f"two builds of the same commit differ: {once} and {again}")
    for name, found in again.items():
        sys.stdout.write(f"{found}  dist/{name}\n")


if __name__ == "__main__":
    main()
