"""Files that are no files, or that will not hold still: a sentence each, and nobody waits."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.articles import ArticleRef, find_story, load_article
from store.articles.loading import read_bytes, stamp_of
from store.errors import InputError
from store.labels_file import load_labels
from tests.stories import make_fifo
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
ZEROS: Final = Path("/dev/zero")
NOBODY: Final = 65_534


def read_article(path: Path) -> object:
    return load_article(ArticleRef("a", path.parent, path.name))


def read_keymap(path: Path) -> object:
    return keymap_for((), path)


READERS = [read_article, load_labels, read_keymap, read_bytes]
readers = pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)


def refused(read: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@posix
@readers
def test_a_pipe_is_not_waited_for(tmp_path: Path, read: Callable[[Path], object]) -> None:
    make_fifo(tmp_path / "x.txt")
    assert refused(read, tmp_path / "x.txt").endswith("cannot be read: it is not a regular file")


@posix
@readers
def test_a_pipe_put_there_at_the_last_moment_is_not_waited_for(
    tmp_path: Path, read: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.txt"
    make_fifo(path)
    regular = os.stat(__file__)
    stat = os.stat
    monkeypatch.setattr(os, "stat", lambda p, **more: regular if p == path else stat(p, **more))
    assert refused(read, path).endswith("cannot be read: it is not a regular file")


@posix
@readers
def test_a_device_without_end_is_not_read(tmp_path: Path, read: Callable[[Path], object]) -> None:
    (tmp_path / "x.txt").symlink_to(ZEROS)
    assert refused(read, tmp_path / "x.txt").endswith("cannot be read: it is not a regular file")


@readers
def test_a_folder_is_no_file(tmp_path: Path, read: Callable[[Path], object]) -> None:
    (tmp_path / "x.txt").mkdir()
    assert "cannot be read: " in refused(read, tmp_path / "x.txt")


@posix
@readers
@pytest.mark.parametrize("target", ["x.txt", "nowhere"], ids=["loop", "dangling"])
def test_a_link_that_leads_nowhere(
    tmp_path: Path, read: Callable[[Path], object], target: str
) -> None:
    (tmp_path / "x.txt").symlink_to(tmp_path / target)
    assert "cannot be read: " in refused(read, tmp_path / "x.txt")


@readers
@pytest.mark.parametrize("name", ["x" * 300, "a\0b"], ids=["too long", "NUL"])
def test_a_name_that_no_file_can_have(
    tmp_path: Path, read: Callable[[Path], object], name: str
) -> None:
    assert "cannot be read: " in refused(read, tmp_path / name)


@posix
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be nobody"
)
def test_root_as_nobody_is_told_that_a_file_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("secret")
    path.chmod(0o000)
    with pytest.raises(InputError, match="cannot be read: permission denied"):
        as_nobody(lambda: read_bytes(path), path)


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("secret")
    path.chmod(0o000)
    with pytest.raises(InputError, match="cannot be read: permission denied"):
        read_bytes(path)


def as_nobody(read: Callable[[], object], path: Path) -> None:
    """Call a function as a user who owns nothing; every folder above may be entered."""
    above = [folder for folder in path.parents if not folder.stat().st_mode & 0o001]
    modes = [(folder, folder.stat().st_mode) for folder in above]
    try:
        for folder, mode in modes:
            folder.chmod(mode | 0o001)
        os.seteuid(NOBODY)
        read()
    finally:
        os.seteuid(0)
        for folder, mode in modes:
            folder.chmod(mode)


class Growing:
    """Writes to a file each time that it is asked about, as a program beside us would."""

    def __init__(self, path: Path, times: int) -> None:
        self.path, self.times, self._fstat = path, times, os.fstat

    def __call__(self, descriptor: int) -> os.stat_result:
        status = self._fstat(descriptor)
        if self.times > 0:
            self.times -= 1
            with self.path.open("ab") as file:
                file.write(b"more")
        return status


def test_a_file_that_grows_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"Moscow")
    monkeypatch.setattr(os, "fstat", Growing(path, 2))
    data, stamp = read_bytes(path)
    assert data == path.read_bytes()
    assert stamp == stamp_of(path)
    assert stamp.size == len(data)


def test_a_file_that_never_stops_growing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"Moscow")
    monkeypatch.setattr(os, "fstat", Growing(path, 1_000))
    with pytest.raises(InputError, match="cannot be read: it is being written to; try again"):
        read_bytes(path)


def test_an_article_has_the_stamp_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"Moscow")
    before = load_article(ArticleRef("x", path.parent, path.name)).stamp
    assert before == stamp_of(path)
    path.write_bytes(b"Moscow said")
    assert before != stamp_of(path)
    assert stamp_of(tmp_path / "none.txt") is None
    assert stamp_of(tmp_path / "a\0b") is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [("x" * 300, "file name too long"), ("a\0b.txt", "there is no such file or folder")],
    ids=["too long", "NUL"],
)
def test_a_story_of_an_impossible_name_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=f": {reason}$"):
        find_story([tmp_path / name])


@posix
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_the_command_says_what_is_wrong_with_a_story_of_one_odd_file(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "x.txt"
    if kind == "pipe":
        make_fifo(path)
    else:
        path.symlink_to(ZEROS)
    run = subprocess.run(
        [sys.executable, "-m", "tui.cli", "stats", str(path), "--annotator", "t"],
        capture_output=True,
        timeout=60,
        check=False,
        text=True,
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f"sidelight: {path}: it cannot be read: it is not a regular file\n"


# Texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("Moscow said.\n".encode("utf-16"), "Moscow said.\n", id="UTF-16, marked"),
        pytest.param(
            b"\xfe\xff" + "Moscow said.\n".encode("utf-16-be"), "Moscow said.\n", id="UTF-16 BE"
        ),
        pytest.param(
            b"a\r\nb\nc\rd\xc2\x85e\x0bf\x0cg\xe2\x80\xa8h",
            "a\r\nb\nc\rd\x85e\vf\fg\u2028h",
            id="every line end",
        ),
        pytest.param(b"a\0b" + b" said so" * 9, "a\0b" + " said so" * 9, id="NUL"),
        pytest.param(b"a\xef\xbb\xbfb", "a\ufeffb", id="BOM in the middle"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfb", "\ufeffb", id="two BOMs"),
    ],
)  # fmt: skip
def test_every_character_of_a_text_is_kept(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    story = find_story([tmp_path])
    assert load_article(story.articles[0]).text == text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Москва сказала".encode()[:-1], id="UTF-8 cut at the end"),
        pytest.param(b"said \xc0\xaf so", id="overlong"),
        pytest.param(b"said \xed\xa0\x80\xed\xb0\x80 so", id="CESU surrogates"),
        pytest.param(b"caf\xe9 au lait", id="Latin-1"),
        pytest.param("Moscow said.".encode("utf-16-le"), id="UTF-16 LE, unmarked"),
        pytest.param("Moscow said.".encode("utf-16-be"), id="UTF-16 BE, unmarked"),
        pytest.param(b"\xff\xfeM", id="half a character of UTF-16"),
    ],
)
def test_what_is_not_utf8_is_read_in_a_named_encoding_or_refused(
    tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    article = None
    with suppress(InputError):
        article = load_article(find_story([tmp_path]).articles[0])
    if article is None:
        refused(read_article, tmp_path / "x.txt")
        return
    assert article.encoding != "utf-8"
    assert "\ufffd" not in article.text
    assert article.text.encode(article.encoding) in data  # nothing is lost but a signature
