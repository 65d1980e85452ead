"""What reaches the two streams of a real process, and what must not."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.support import MODULE, environment, lay_out, sidelight

if TYPE_CHECKING:
    from pathlib import Path

BIG: Final = "Moscow sent troops. " * 100_000
HOSTILE_NAME: Final = "a\x1b[31m\u202eb\nc\u200b.txt"
HOSTILE_TITLE: Final = "Troops\x1b]0;owned\x07 \u202eleave\x9b2J\x7f Latakia"
RAW: Final = ("\x1b", "\x07", "\x7f", "\x9b", "\u202e", "\u200b")


@pytest.mark.parametrize(
    "args",
    [("export", "x"), ("stats", "x"), ("stats", "x", "--json"), ("labels", "x"), ("--help",)],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, args: tuple[str, ...]) -> None:
    lay_out(tmp_path, {"x/a.txt": BIG})
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run = subprocess.run(
            [*MODULE, *args], stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60,
            env=environment(),
        )  # fmt: skip
    finally:
        os.close(writing)
    assert (run.returncode, run.stderr) == (1, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_reader_that_wants_ten_bytes(tmp_path: Path, unbuffered: str) -> None:
    lay_out(tmp_path, {"x/a.txt": BIG})
    with subprocess.Popen(
        [*MODULE, "export", "x"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED=unbuffered),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10) == b'{"id":"a",'
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (
            ("export", "x"),
            1,
            b"sidelight: standard output is closed; name a file with --output\n",
        ),
        (("stats", "x"), 0, b""),
        (("labels", "x", "--json"), 0, b""),
        (("x",), 1, b"sidelight: the screen needs a terminal; export and stats work without one\n"),
    ],
    ids=["export", "stats", "labels", "open"],
)
def test_standard_output_closed_from_the_start(
    tmp_path: Path, args: tuple[str, ...], code: int, said: bytes
) -> None:
    lay_out(tmp_path, {"x/a.txt": "Moscow"})
    closed = 'exec "$@" >&- <&-'
    run = subprocess.run(
        ["sh", "-c", closed, "sh", *MODULE, *args],
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
        env=environment(),
    )
    assert (run.returncode, run.stderr) == (code, said)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "args", [("export", "x"), ("stats", "x"), ("stats", "x", "--json"), ("--help",)], ids=" ".join
)
def test_standard_output_on_a_full_disk(
    tmp_path: Path, args: tuple[str, ...], unbuffered: str
) -> None:
    lay_out(tmp_path, {"x/a.txt": "Moscow"})
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        run = subprocess.run(
            [*MODULE, *args],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
            env=environment(PYTHONUNBUFFERED=unbuffered),
        )
    finally:
        os.close(full)
    assert (run.returncode, run.stderr) == (1, b"sidelight: output: no space left on device\n")


@pytest.mark.parametrize(
    "args",
    [("stats", "x"), ("stats", "x", "--json"), ("labels", "x"), ("labels", "x", "--json"),
     ("export", "x", "-o", "x/annotations\x1b[2J"), ("export", "x", "-o", "none\x1b[2J/\u202e"),
     ("import", "x", "in.jsonl"), ("stats", f"x/{HOSTILE_NAME}"), ("open", "x"),
     ("stats", "x\x1b[31m"), ("stats", "x", "--annotator", "\x1b[31m\u202e"),
     ("stats", "x", "--labels", "\x1b[31m\u202e"), ("stats", "x", "--\x1b[31m\u202e"),
     ("export", "x", "--format", "\x1b[31m\u202e")],
    ids=["stats", "stats json", "labels", "labels json", "export", "export error", "import", "file",
         "open", "path", "annotator", "label file", "option", "value"],
)  # fmt: skip
def test_nothing_hostile_reaches_a_stream_raw(tmp_path: Path, args: tuple[str, ...]) -> None:
    lay_out(
        tmp_path,
        {
            f"x/{HOSTILE_NAME}": f"{HOSTILE_TITLE}\n\nThey left.\n",
            "x/b\x1b[31m\u202e.txt": b"",
            "x/labels.toml": '[[label]]\nname = "a\\u001b[31m\\u202e\\u009b"\nkey = "z"\n'
            'guideline = "\\u001b[31m\\u202e"\nexamples = ["\\u001b[31m\\u202e"]\n',
            "in.jsonl": json.dumps({"id": "\x1b[31m\u202e", "spans": []}),
        },
    )
    ran = sidelight(*args)
    for text in (ran.out.decode(), ran.err):
        assert [character for character in RAW if character in text] == []
    assert ran.code in (0, 1, 2)
    assert ran.out or ran.err
    assert len(ran.sentences) <= 1 or ran.code == 0


def test_the_newline_of_a_file_name_makes_no_line(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"x/{HOSTILE_NAME}": "They left.\n"})
    assert len(sidelight("stats", "x").out.decode().splitlines()) == 3


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("command", ["export", "stats", "labels", "none"])
def test_the_terminals_encoding_may_lack_a_character(
    tmp_path: Path, command: str, encoding: str
) -> None:
    lay_out(tmp_path, {"x/中é.txt": "中文 é\n"})
    args = (command, "x") if command != "none" else ("中é",)
    ran = sidelight(*args, PYTHONIOENCODING=encoding)
    assert ran.code == (1 if command == "none" else 0)
    assert "Traceback" not in ran.err
    assert len(ran.sentences) == (command in ("export", "none"))
    if command == "export":
        assert json.loads(ran.out)["text"] == "中文 é\n"


def test_a_name_that_is_no_text_is_named(tmp_path: Path) -> None:
    try:
        lay_out(tmp_path, {"x/b.txt": "b"})
        (tmp_path / "x" / os.fsdecode(b"a\xff.txt")).write_text("a")
    except OSError:
        pytest.skip("this file system has no file names that are not Unicode")
    ran = sidelight("stats", b"x/a\xff.txt")
    (sentence,) = ran.sentences
    assert (ran.code, ran.out) == (1, b"")
    assert "a◇.txt: the name of this file is not Unicode text; rename it" in sentence
    for command in (("stats", "x"), ("export", "x", "-o", "out.jsonl"), ("check", "x")):
        ran = sidelight(*command)
        assert ran.code == 0
        said = "a◇.txt: no article until it is renamed, as its name is not Unicode text"
        assert any(said in sentence for sentence in ran.sentences), command


def test_without_a_home_folder(tmp_path: Path) -> None:
    lay_out(tmp_path, {"x/a.txt": "Moscow"})
    ran = sidelight("stats", "x", HOME="", XDG_CONFIG_HOME="")
    assert (ran.code, ran.err) == (0, "")
