from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from store.annotations.model import Origin
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.learner import LEAST_SPANS, Learner
from store.suggest.learning.messages import ProposedSpan, TrainingAnswer
from tests.store.suggest.learning.support import (
    FIRST,
    NAMES,
    PORTS,
    SECOND,
    SECONDS,
    SHIPS,
    eventually,
    learner,
    polled,
)
from tests.stories import ANA


def test_a_real_process_learns_and_suggests() -> None:
    with learner() as one:
        one.learn([FIRST], [("2", SECOND.text)])
        suggestions = polled(one)["2"]
        assert one.take_problem() == ""
    sure = {(s.text, s.label) for s in suggestions if s.score >= 0.5}
    assert sure == {(name, "ship") for name in NAMES[5:]} | {(p, "port") for p in PORTS[5:]}
    for suggestion in suggestions:
        assert SECOND.text[suggestion.start : suggestion.end] == suggestion.text
        assert suggestion.origin is Origin.SUGGESTED
        assert suggestion.suggester == "learned"
        assert suggestion.reason


def test_a_reason_is_in_words() -> None:
    with learner() as one:
        one.learn([FIRST], [("3", "The freighter Belisar left on day 9.")])
        best = max(polled(one)["3"], key=lambda suggestion: suggestion.score)
    assert best.reason.startswith("you tagged “Belisar” as ship twice")


def test_it_does_not_begin_before_there_is_enough() -> None:
    few = TaggedText("1", FIRST.text, FIRST.spans[: LEAST_SPANS - 1])
    with learner() as one:
        one.learn([few], [("2", SECOND.text)])
        assert not one.is_busy
        assert one.poll() == {}


def test_closing_ends_the_process_and_nothing_comes_back() -> None:
    with learner() as one:
        one.learn([FIRST], [("2", SECOND.text)])
        polled(one)
        process = one.process
        assert process is not None
        assert process.poll() is None
        one.close()
        eventually(lambda: process.poll() is not None, "the process has ended")
        one.learn([FIRST], [("2", SECOND.text)])
        assert one.poll() == {}
        assert not one.is_busy
        assert one.take_problem() == ""


def test_a_process_that_is_killed_is_told_of_once() -> None:
    with learner() as one:
        one.learn([FIRST], [("2", SECOND.text)])
        polled(one)
        process = one.process
        assert process is not None
        process.kill()
        process.wait(SECONDS)
        one.learn([FIRST], [("2", SECOND.text)])
        assert polled(one) == {}
        assert one.take_problem().startswith("Learning from your tags has stopped: ")
        one.learn([FIRST], [("2", SECOND.text)])
        assert not one.is_busy
        assert one.take_problem() == ""


def test_nothing_is_left_of_a_program_that_is_killed(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    program = (
        "import sys, time, pathlib\n"
        "from tests.store.suggest.learning.support import FIRST, SECOND, SHIPS\n"
        "from store.suggest.learning.learner import Learner\n"
        "one = Learner(SHIPS, None, 'ana')\n"
        "one.learn([FIRST], [('2', SECOND.text)])\n"
        "while one.is_busy and not one.poll(): time.sleep(0.01)\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.with_suffix('.new').write_text(str(one.process.pid))\n"
        "path.with_suffix('.new').rename(path)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(noted)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as parent:
        eventually(noted.exists, "the worker's number has been noted")
        parent.kill()
        parent.wait(SECONDS)
    worker = int(noted.read_text())
    eventually(lambda: not is_alive(worker), "the worker has ended")


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    status = Path("/proc", str(pid), "stat")
    if Path("/proc/self/stat").exists():
        try:
            return status.read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def test_the_process_ends_when_its_input_does() -> None:
    with learner() as one:
        one.learn([FIRST], [("2", SECOND.text)])
        polled(one)
        process = one.process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()  # as when the program is killed
        eventually(lambda: process.poll() is not None, "the process has ended")
        assert process.returncode == 0


@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.stdin.readline(); sys.exit(3)",
        "import sys; sys.exit(3)",
        "import sys; sys.stdin.readline(); print('\\x00 not JSON', flush=True); sys.stdin.read()",
        'import sys; sys.stdin.readline(); print(\'{"number": "one"}\', flush=True)',
    ],
    ids=["dies", "dies at once", "garbage", "wrong types"],
)
def test_a_process_that_fails_is_told_of_once_and_no_other_is_started(program: str) -> None:
    with learner(program) as one:
        one.learn([FIRST], [("2", SECOND.text)])
        assert polled(one) == {}
        problem = one.take_problem()
        assert problem.startswith("Learning from your tags has stopped: ")
        assert problem.endswith("Suggestions go on without it")
        assert one.take_problem() == ""
        one.learn([FIRST], [("2", SECOND.text)])
        assert polled(one) == {}
        assert one.take_problem() == ""


def test_a_program_that_is_not_there_is_told_of() -> None:
    with contextlib.closing(Learner(SHIPS, None, ANA, ["/nonexistent/python"])) as one:
        one.learn([FIRST], [("2", SECOND.text)])
        assert polled(one) == {}
        assert "Learning from your tags has stopped" in one.take_problem()


def test_a_problem_with_one_request_is_told_and_the_next_may_be_fine() -> None:
    answers = (
        TrainingAnswer(1, problem="no memory"),
        TrainingAnswer(1, is_done=True),
        TrainingAnswer(2, "2", (ProposedSpan(0, 3, "ship", 0.9, "a name"),)),
        TrainingAnswer(2, is_done=True),
    )
    lines = [msgspec.json.encode(answer).decode() for answer in answers]
    program = (
        "import sys\n"
        f"lines = {lines!r}\n"
        "for two in (lines[:2], lines[2:]):\n"
        "    sys.stdin.readline()\n"
        "    print('\\n'.join(two), flush=True)\n"
        "sys.stdin.read()"
    )
    with learner(program) as one:
        one.learn([FIRST], [("2", SECOND.text)])
        assert polled(one) == {}
        assert "no memory" in one.take_problem()
        one.learn([FIRST], [("2", SECOND.text)])
        (suggestion,) = polled(one)["2"]
        assert suggestion.text == "The"


def test_of_several_requests_only_the_last_is_kept(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    program = (
        "import json, pathlib, sys, time\n"
        "for line in sys.stdin:\n"
        "    n = json.loads(line)['number']\n"
        f"    while n == 1 and not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.01)\n"
        "    one = [0, n, 'ship', 0.9, 'a name']\n"
        "    print(json.dumps({'number': n, 'article': '2', 'proposed': [one]}), flush=True)\n"
        "    print(json.dumps({'number': n, 'is_done': True}), flush=True)\n"
    )
    with learner(program) as one:
        one.learn([FIRST], [("2", SECOND.text)])
        eventually(lambda: not one.is_waiting, "the first request has been taken")
        for _ in range(3):
            one.learn([FIRST], [("2", SECOND.text)])
        gate.touch()
        lengths: list[int] = []

        def is_over() -> bool:
            lengths.extend(len(s.text) for found in one.poll().values() for s in found)
            return not one.is_busy

        eventually(is_over, "the learner is no longer busy")
        assert lengths[-1] == 4
        assert set(lengths) <= {1, 4}


def test_what_was_found_in_an_older_text_is_dropped(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    program = (
        "import json, pathlib, sys, time\n"
        "for line in sys.stdin:\n"
        "    n = json.loads(line)['number']\n"
        f"    while n == 1 and not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.01)\n"
        "    if n == 1:\n"
        "        one = [0, 3, 'ship', 0.9, 'a name']\n"
        "        print(json.dumps({'number': n, 'article': '2', 'proposed': [one]}))\n"
        "    print(json.dumps({'number': n, 'is_done': True}), flush=True)\n"
    )
    with learner(program) as one:
        one.learn([FIRST], [("2", SECOND.text)])
        eventually(lambda: not one.is_waiting, "the first request has been taken")
        one.learn([FIRST], [("2", f"New: {SECOND.text}")])
        gate.touch()
        assert polled(one) == {}


def test_spans_and_labels_that_do_not_fit_are_dropped() -> None:
    bad = [[5, 5, "ship", 0.9, ""], [0, 9_999, "ship", 0.9, ""], [0, 3, "x", 0.9, ""]]
    program = (
        "import json, sys\n"
        "sys.stdin.readline()\n"
        f"print(json.dumps({{'number': 1, 'article': '2', 'proposed': {bad!r}}}))\n"
        f"print(json.dumps({{'number': 1, 'article': 'other', 'proposed': []}}))\n"
        "print(json.dumps({'number': 1, 'is_done': True}), flush=True)\n"
        "sys.stdin.read()"
    )
    with learner(program) as one:
        one.learn([FIRST], [("2", SECOND.text)])
        assert polled(one) == {"2": []}


def test_a_file_in_the_folder_of_the_story_is_never_taken_for_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "regex.py").write_text("raise SystemExit('run by accident')", "utf-8")
    monkeypatch.chdir(tmp_path)
    with learner() as one:
        one.learn([FIRST], [("2", SECOND.text)])
        assert polled(one)["2"]
        assert one.take_problem() == ""
