from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.suggest.outside.background import Background
from store.suggest.outside.command import CommandSuggester
from tests.store.suggest.outside.support import DEFAULT, FINDS_ANA, TEXT, command, said, until

if TYPE_CHECKING:
    from pathlib import Path


def test_a_command_is_asked_about_one_article_after_another(tmp_path: Path) -> None:
    tool = command(tmp_path, FINDS_ANA)
    try:
        assert said(tool.suggest("a", "Then Ana came.")) == ["actor:Ana"]
        assert tool.suggest("b", "Nobody\u2028came.") == []
        (last,) = tool.suggest("c", "𝒩: Ana")
    finally:
        tool.close()
    assert (last.start, last.score, last.reason) == (3, 0.9, "tool says PERSON")
    assert (last.suggester, last.origin) == ("command:tool", "suggested")
    assert tool.take_notices() == []


def test_a_command_is_told_the_labels(tmp_path: Path) -> None:
    code = """
    for asked in questions():
        label = asked["labels"][1]
        answer(id=asked["id"], spans=[{"start": 0, "end": 3, "label": label, "reason": "so"}])
    """
    tool = command(tmp_path, code)
    try:
        (found,) = tool.suggest("a", TEXT)
    finally:
        tool.close()
    assert (found.label, found.reason, found.score) == ("location", "so", 0.7)


GIVEN_UP = "; it is asked no more"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("print('Loading…', flush=True)\nquestions()\ntime.sleep(60)",
         "answer 1: it is not JSON but “Loading…”"),
        ("sys.stdout.buffer.write(b'\\xff\\xfe\\n')\ntime.sleep(60)",
         "answer 1: it is not JSON but “\ufffd\ufffd”"),
        ("print('{\"x\":' + '[' * 100_000)\ntime.sleep(60)",
         "answer 1: it is not JSON but “{\"x\":" + "[" * 55 + "”"),
        ("print('{\"id\": 1', flush=True)\nquestions()\ntime.sleep(60)",
         "answer 1: it is not JSON but “{\"id\": 1”"),
        ("answer(spans=[])", "answer 1: object missing required field `id`"),
        ("answer(id='b')", "answer 1, field id: it is 'b'; 'a' was asked"),
        ("answer(id='a', spans=[{'start': 0, 'end': '3', 'label': 'x'}])",
         "answer 1, field spans[0].end: expected `int`, got `str`"),
        ("answer(id='a', offset_unit='bytes')",
         "answer 1, field offset_unit: invalid enum value 'bytes'"),
        ("sys.exit(3)", "it ended with exit code 3, asked about a"),
        ("print('one\\nno such model\\n', file=sys.stderr)\nsys.exit(1)",
         "it ended with exit code 1 and said “no such model”, asked about a"),
        ("raise ValueError('bad')",
         "it ended with exit code 1 and said “ValueError: bad”, asked about a"),
        ("os.close(1)\ntime.sleep(60)", "it closed its output, asked about a"),
        ("os.kill(os.getpid(), signal.SIGKILL)",
         "it was ended by signal 9, asked about a"),
    ],
)  # fmt: skip
def test_a_command_that_is_of_no_use(tmp_path: Path, code: str, sentence: str) -> None:
    tool = command(tmp_path, code)
    assert tool.suggest("a", TEXT) == []
    assert tool.take_notices() == [f"command:tool: {sentence}{GIVEN_UP}"]
    assert tool.suggest("b", TEXT) == []
    tool.close()
    assert tool.take_notices() == []


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(60)",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)",
        "sys.stdout.write('{' * 1000)\nsys.stdout.flush()\ntime.sleep(60)",
        "while True: sys.stderr.write('noise ' * 1000)",
    ],
    ids=["sleeps", "does not want to end", "half a line", "only noise"],
)
def test_a_command_that_never_answers_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr("store.suggest.outside.command.PER_CHARACTER", 0.0)
    tool = command(tmp_path, code, answering=1.0)
    # More than a pipe holds: it is not even read.
    assert tool.suggest("a", TEXT * 10_000) == []
    assert tool.take_notices() == [
        f"command:tool: it did not answer within 1 second, asked about a{GIVEN_UP}"
    ]


def test_noise_on_standard_error_is_no_answer_and_delays_nothing(tmp_path: Path) -> None:
    tool = command(tmp_path, "sys.stderr.write('noise\\n' * 200_000)\n" + FINDS_ANA)
    try:
        assert said(tool.suggest("a", TEXT)) == ["actor:Ana"]
    finally:
        tool.close()
    assert tool.take_notices() == []


def test_an_answer_that_does_not_fit_costs_only_itself(tmp_path: Path) -> None:
    code = """
    for number, asked in enumerate(questions()):
        end = 3 if number % 2 else 300
        answer(id=asked["id"], spans=[{"start": 0, "end": end, "label": "PER"}])
    """
    tool = command(tmp_path, code)
    try:
        found = [said(tool.suggest(name, TEXT)) for name in "abcdefgh"]
    finally:
        tool.close()
    assert found == [[], ["actor:Ana"]] * 4
    assert tool.take_notices() == [
        f"command:tool: answer {n} ({name}), field spans[0].end: 300 is no offset in this article; "
        "nothing of that answer is suggested"
        for n, name in ((1, "a"), (3, "c"), (5, "e"))
    ]


def test_a_command_that_only_errs_is_asked_no_more(tmp_path: Path) -> None:
    code = "for asked in questions(): answer(id=asked['id'], error='too\\nlong')"
    tool = command(tmp_path, code)
    for name in "abcde":
        assert tool.suggest(name, TEXT) == []
    assert tool.take_notices() == [
        *(f"command:tool: {name}: too long" for name in "abc"),
        f"command:tool: 3 answers in a row could not be used{GIVEN_UP}",
    ]


def test_a_command_ends_with_the_processes_it_has_started(tmp_path: Path) -> None:
    code = """
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    for asked in questions():
        answer(id=asked["id"], error=f"{os.getpid()} {child.pid}")
    """
    tool = command(tmp_path, code)
    tool.suggest("a", TEXT)
    (sentence,) = tool.take_notices()
    processes = [int(word) for word in sentence.rpartition(": ")[2].split()]
    assert all(map(is_running, processes))
    tool.close()
    until(lambda: not any(map(is_running, processes)))


def test_closing_ends_a_command_that_is_at_work_and_says_nothing_of_it(tmp_path: Path) -> None:
    tool = command(tmp_path, f"open({str(tmp_path / 'up')!r}, 'w')\ntime.sleep(600)")
    background = Background([tool])
    background.ask("a", TEXT)
    until((tmp_path / "up").exists)
    background.close()
    until(lambda: background.poll() or not background.is_busy)
    assert background.take_notices() == []
    background.ask("b", TEXT)
    assert not background.is_busy


def test_what_cannot_be_started(tmp_path: Path) -> None:
    tool = CommandSuggester("command:none", [str(tmp_path / "none")], DEFAULT)
    assert tool.suggest("a", TEXT) == []
    assert tool.take_notices() == ["command:none: it cannot be started: no such file or directory"]


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
