from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from store.annotations import actions
from store.annotations.model import Origin
from store.articles import find_story
from store.labels import DEFAULT_LABELS, Label, LabelSet
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.learned_model import LikelySpan
from store.suggest.learning.learner import LEAST_SPANS, WORKER, Learner
from store.suggest.learning.messages import ProposedSpan, TrainingAnswer, TrainingRequest
from store.suggest.learning.other_stories import OtherStories
from store.suggest.learning.training import train
from store.suggest.learning.worker import serve
from store.text.span import Span
from store.workspace import Workspace
from tests.stories import ANA, write_story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.suggest.learning.learned_model import LearnedModel
    from store.suggest.model import Suggestion

SECONDS = 60.0
"""Long enough for any machine to start a process; nothing is waited for that long."""
SHIPS = LabelSet((Label("ship", "h", "blue"), Label("port", "p", "green")))
NAMES = ("Aurora", "Belisar", "Corvina", "Dolmar", "Estrela", "Fulmar", "Gannet", "Heron")
PORTS = ("Ladeby", "Marsund", "Nordhavn", "Ostby", "Palmar", "Quist", "Rosvik", "Sandnes")


def voyages(names: tuple[str, ...], ports: tuple[str, ...], *, story: str = "a") -> TaggedText:
    """An article in which every ship and every port is tagged."""
    text, spans = "", []
    for number, (name, port) in enumerate(zip(names, ports, strict=True)):
        for piece, label in (
            ("The freighter ", ""),
            (name, "ship"),
            (f" left on day {number} and sailed to ", ""),
            (port, "port"),
            (". Her captain said that ", ""),
            (name, "ship"),
            (" was sound.\n\n", ""),
        ):
            if label:
                spans.append((len(text), len(text) + len(piece), label))
            text += piece
    return TaggedText(story, text, tuple(spans))


FIRST = voyages(NAMES[:5], PORTS[:5], story="1")
SECOND = voyages(NAMES[5:], PORTS[5:], story="2")


def likely(model: LearnedModel, text: str, score: float = 0.5) -> set[tuple[str, str]]:
    return {
        (found.span.of(text), found.label)
        for found in model.suggest(*model.read(text))
        if found.score >= score
    }


def found(model: LearnedModel, text: str) -> list[LikelySpan]:
    return model.suggest(*model.read(text))


def eventually(predicate: Callable[[], object], description: str) -> None:
    """Wait until something is so; fail with its description if it never is."""
    end = time.monotonic() + SECONDS
    while not predicate():
        if time.monotonic() > end:
            pytest.fail(f"waited in vain until {description}")
        time.sleep(0.01)


# Training ------------------------------------------------------------------------------------


def test_what_kind_of_thing_is_tagged_is_learned_for_labels_of_any_name() -> None:
    model = train(SHIPS, [FIRST])
    expected = {(name, "ship") for name in NAMES[5:]} | {(port, "port") for port in PORTS[5:]}
    assert likely(model, SECOND.text) == expected


def test_what_was_tagged_is_found_again() -> None:
    model = train(SHIPS, [FIRST])
    text = "Two men went aboard; Belisar was on fire."
    assert ("Belisar", "ship") in likely(model, text)


def test_training_twice_gives_the_same() -> None:
    once, again = train(SHIPS, [FIRST]), train(SHIPS, [FIRST])
    assert found(once, SECOND.text) == found(again, SECOND.text)


def test_scores_are_probabilities_and_spans_fit_the_text() -> None:
    for one in found(train(SHIPS, [FIRST]), SECOND.text):
        assert 0.0 < one.score < 1.0
        assert one.span.of(SECOND.text).strip() == one.span.of(SECOND.text) != ""


def test_what_was_rejected_becomes_less_likely() -> None:
    def score(model: LearnedModel) -> float:
        text = "The freighter Corvina left on day 3."
        return max(
            one.score
            for one in (*found(model, text), LikelySpan(Span(4, 11), "ship", 0.0, ()))
            if one.label == "ship"
        )

    without = tuple(s for s in FIRST.spans if FIRST.text[s[0] : s[1]] != "Corvina")
    rejected = tuple(s for s in FIRST.spans if FIRST.text[s[0] : s[1]] == "Corvina")
    left = TaggedText("1", FIRST.text, without)
    refused = TaggedText("1", FIRST.text, without, rejected)
    assert (
        score(train(SHIPS, [FIRST])) > score(train(SHIPS, [left])) > score(train(SHIPS, [refused]))
    )


def test_a_label_with_too_few_spans_is_not_learned() -> None:
    few = TaggedText(FIRST.id, FIRST.text, tuple(s for s in FIRST.spans if s[2] == "ship")[:3])
    assert train(SHIPS, [few]).by_label == {}
    assert found(train(SHIPS, [few]), SECOND.text) == []


def test_nothing_is_learned_from_nothing() -> None:
    assert found(train(SHIPS, []), SECOND.text) == []
    assert found(train(SHIPS, [TaggedText("1", "", ())]), "") == []


def test_other_stories_teach_as_well() -> None:
    model = train(SHIPS, [], [[FIRST]])
    assert {("Fulmar", "ship"), ("Rosvik", "port")} <= likely(model, SECOND.text, 0.3)


def test_spans_of_one_label_that_cross_are_not_both_suggested() -> None:
    spans = [one.span for one in found(train(SHIPS, [FIRST]), SECOND.text) if one.label == "ship"]
    for one in spans:
        for other in spans:
            assert one == other or one.end <= other.start or other.end <= one.start


def test_labels_that_the_set_lacks_are_left_out() -> None:
    only = LabelSet((Label("ship", "h", "blue"),))
    assert set(train(only, [FIRST]).by_label) == {"ship"}


# The worker ------------------------------------------------------------------------------------


def request(number: int = 1, **changes: object) -> TrainingRequest:
    made = TrainingRequest(
        number,
        tuple((label.name, label.drawing.value, "") for label in SHIPS),
        (FIRST,),
        (("2", SECOND.text),),
    )
    return msgspec.structs.replace(made, **changes)


def served(*lines: bytes) -> list[TrainingAnswer]:
    answers = io.BytesIO()
    serve(io.BytesIO(b"".join(line + b"\n" for line in lines)), answers)
    return [
        msgspec.json.decode(line, type=TrainingAnswer) for line in answers.getvalue().splitlines()
    ]


def test_the_worker_answers_for_each_article_and_says_when_it_is_done() -> None:
    answer, done = served(msgspec.json.encode(request()))
    assert (answer.article, answer.is_done, answer.problem) == ("2", False, "")
    assert set(answer.learned) == {"ship", "port"}
    best = max(answer.proposed, key=lambda one: one.score)
    assert SECOND.text[best.start : best.end] in (*NAMES, *PORTS)
    assert best.reason
    assert done == TrainingAnswer(1, is_done=True)


def test_the_worker_says_what_is_wrong_and_goes_on() -> None:
    wrong, done, right, *_ = served(b"not JSON", msgspec.json.encode(request(7)))
    assert wrong.problem
    assert done.is_done
    assert (right.number, right.article) == (7, "2")


def test_a_source_is_told_for_a_claim() -> None:
    claims = (
        "The bridge is closed, Ana Boe said.\n\n"
        "The mill has burnt down, Bo Quist said.\n\n"
        "The road is cut since May, Cara Lind said.\n\n"
        "The train will not run, Dan Moe said.\n\n"
        "The school stays open, Eva Ruud said.\n\n"
    )
    spans = []
    for line in claims.splitlines():
        claim = line.partition(",")[0]
        if claim:
            start = claims.index(claim)
            spans.append((start, start + len(claim), "claim"))
    told = request(
        labels=tuple((label.name, label.drawing.value, "") for label in DEFAULT_LABELS),
        story=(TaggedText("1", claims, tuple(spans)),),
        ask=(("2", "The dam is safe again, Finn Aas said."),),
    )
    answer, _ = served(msgspec.json.encode(told))
    (best,) = [one for one in answer.proposed if one.label == "claim" and one.score > 0.3]
    assert best.source is not None
    assert told.ask[0][1][slice(*best.source)] == "Finn Aas"


# The learner -----------------------------------------------------------------------------------


@contextlib.contextmanager
def learner(command: str = "", corpus: Path | None = None) -> Iterator[Learner]:
    """A learner, with a program of another text instead of the worker if one is given."""
    made = Learner(SHIPS, corpus, ANA, [sys.executable, "-c", command] if command else WORKER)
    try:
        yield made
    finally:
        made.close()


def polled(one: Learner) -> dict[str, list[Suggestion]]:
    """All that comes back until nothing more is to come."""
    results: dict[str, list[Suggestion]] = {}

    def is_over() -> bool:
        results.update(one.poll())
        return not one.is_busy

    eventually(is_over, "the learner is no longer busy")
    return results


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
        "from tests.store.suggest.test_learning import FIRST, SECOND, SHIPS\n"
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


# Other stories ---------------------------------------------------------------------------------


def annotated(folder: Path, example: TaggedText) -> Path:
    """A story of one article, in which Ana has tagged what the example says."""
    write_story(folder, {"1.txt": example.text})
    with Workspace.open(find_story([folder]), ANA) as workspace:
        opened = workspace.article("1")
        for start, end, label in example.spans:
            edit = actions.tag(opened.article, opened.annotations, Span(start, end), label)
            assert not isinstance(edit, actions.Refusal)
            workspace.apply(edit)
    return folder


def test_the_other_stories_of_a_corpus_are_read(tmp_path: Path) -> None:
    annotated(tmp_path / "one", FIRST)
    annotated(tmp_path / "two", SECOND)
    write_story(tmp_path / "untouched")
    (tmp_path / "notes.txt").write_text("no story", "utf-8")
    stories = OtherStories(str(tmp_path), ANA)
    (only,) = stories.examples({FIRST.text})
    assert [example.spans for example in only] == [SECOND.spans]
    assert len(stories.examples(set())) == 2
    assert OtherStories(str(tmp_path), "ben").examples(set()) == []
    assert OtherStories(str(tmp_path / "none"), ANA).examples(set()) == []


def test_reading_another_story_leaves_it_as_it_is(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one", FIRST)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    OtherStories(str(tmp_path), ANA).examples(set())
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_damaged_story_teaches_nothing(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "one", FIRST)
    (folder / "1.txt").unlink()
    assert OtherStories(str(tmp_path), ANA).examples(set()) == []


def test_a_real_process_learns_from_the_other_stories(tmp_path: Path) -> None:
    annotated(tmp_path / "one", FIRST)
    with learner(corpus=tmp_path) as one:
        one.learn([], [("2", SECOND.text)])
        suggestions = polled(one)["2"]
    assert ("Fulmar", "ship") in {(s.text, s.label) for s in suggestions if s.score > 0.3}
