"""Signals that come while a command works: whole or not at all, one sentence, and a code."""

from __future__ import annotations

import signal
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest

from store.files import Files
from tests.stories import open_story, tag, texts, write_story
from tui import signals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.stories import Kept

ENDINGS: Final = [
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)
]
CALLS: Final = ["open_new", "open_to_append", "write_some", "sync", "rename", "sync_folder"]
OLD: Final = b"what was there\n"


@pytest.fixture
def tagged(story: Path) -> Path:
    with open_story(story) as workspace:
        tag(workspace, "Moscow", "location")
        tag(workspace, "Latakia", "location")
    return story


def interrupt(monkeypatch: pytest.MonkeyPatch, first: int, *, after: bool) -> list[str]:
    """Have SIGTERM come at one of the calls that write, counted from 1; gives those until then."""
    came: list[str] = []

    def interrupted(call: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def calls(*args: Any, **named: Any) -> Any:
            if len(came) == first:
                return plain(*args, **named)
            came.append(call)
            if len(came) == first and not after:
                signal.raise_signal(signal.SIGTERM)
            result = plain(*args, **named)
            if len(came) == first and came[-1] == call and after:
                signal.raise_signal(signal.SIGTERM)
            return result

        return calls

    for call in CALLS:
        monkeypatch.setattr(Files, call, interrupted(call, getattr(Files, call)))
    return came


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_export_leaves_the_old_file_or_the_new_one(
    run: Run, tagged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    new, found = run("export", "story").out, []
    for first in count(1):
        (tmp_path / "out.jsonl").write_bytes(OLD)
        with monkeypatch.context() as patch:
            came = interrupt(patch, first, after=after)
            ran = run("export", "story", "-o", "out.jsonl")
        if len(came) < first:
            break
        assert (ran.code, ran.out, ran.sentences) == (143, b"", ["ended by SIGTERM"])
        assert (tmp_path / "out.jsonl").read_bytes() in (OLD, new)
        found.append(((tmp_path / "out.jsonl").read_bytes() == new, came[-1]))
    assert {is_new for is_new, _ in found} == {False, True}
    assert {call for _, call in found} == {"open_to_append", "sync", "rename", "sync_folder"}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_import_is_made_whole_or_not_at_all(
    run: Run,
    tagged: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kept: Callable[[Path], Kept],
    after: bool,
) -> None:
    assert run("export", "story", "-o", "out.jsonl").code == 0
    found = []
    for first in count(1):
        story = write_story(tmp_path / str(first) / "story")
        with monkeypatch.context() as patch:
            came = interrupt(patch, first, after=after)
            ran = run("import", f"{first}/story", "out.jsonl")
        if len(came) < first:
            break
        assert (ran.code, ran.out, ran.sentences) == (143, b"", ["ended by SIGTERM"])
        folder = kept(story)  # as another process finds it: this one has the lock still
        with folder.open() as workspace:
            assert texts(workspace) in ([], ["location:Moscow", "location:Latakia"])
            assert sum(workspace.now.counts.values()) == len(texts(workspace))
            found.append(len(texts(workspace)))
            tag(workspace, "troops")
        with folder.open() as workspace:
            assert sum(workspace.now.counts.values()) == len(texts(workspace)) == found[-1] + 1
    assert set(found) == {0, 2}
    assert sorted(found) == found


def test_who_listened_before_listens_again(run: Run, tagged: Path) -> None:
    before = [signal.getsignal(number) for number in ENDINGS]
    assert run("stats", "story").code == 0
    assert [signal.getsignal(number) for number in ENDINGS] == before


def test_what_is_held_is_done_before_the_end() -> None:
    done = []

    def work() -> None:
        with signals.listening():
            with signals.held():
                signal.raise_signal(signal.SIGTERM)
                done.append("this")
            done.append("that")

    with pytest.raises(signals.Ended) as ended:
        work()
    assert done == ["this"]
    assert ended.value.code == 128 + signal.SIGTERM
    assert ended.value.sentence == "ended by SIGTERM"


class Named:
    """Says its name when a class gets it, at which a signal comes."""

    def __set_name__(self, owner: type, name: str) -> None:
        signal.raise_signal(signal.SIGTERM)


def test_an_exception_that_python_makes_into_another_is_the_end_too() -> None:
    def make_a_class() -> None:
        with signals.listening():
            type("Made", (), {"named": Named()})

    with pytest.raises(signals.Ended):
        make_a_class()


def test_an_exception_that_is_lost_is_made_up_for() -> None:
    asked: list[int] = []
    with signals.listening():
        with suppress(signals.Ended):
            signal.raise_signal(signal.SIGTERM)
        with signals.given_to(asked.append):
            assert asked == [signal.SIGTERM]


def test_only_the_first_signal_counts() -> None:
    asked: list[int] = []
    with signals.listening(), signals.given_to(asked.append):
        assert not signals.is_ending()
        signals.hang_up()
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        assert signals.is_ending()
    assert asked == [1]


@pytest.mark.parametrize("number", ENDINGS, ids=lambda number: number.name)
def test_what_was_ignored_still_is(number: signal.Signals) -> None:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with signals.listening():
            signal.raise_signal(number)
            assert not signals.is_ending()
    finally:
        signal.signal(number, before)
