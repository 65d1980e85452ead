from __future__ import annotations

import gc
import os
import shutil
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, settings

from tests.examples import EXAMPLES, IN_CI
from tests.seeds import copied_seeds
from tests.stories import Kept, open_story, write_story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.story.workspace import Workspace

_IN_MEMORY: Final = Path("/dev/shm")
_ENOUGH: Final = 4 << 30
"""Bytes that must be free there: a whole run takes some hundred MB."""


def _has_memory() -> bool:
    """Whether temporary files can lie in memory, and programs among them be run from there."""
    if not _IN_MEMORY.is_dir():
        return False
    noexec = os.statvfs(_IN_MEMORY).f_flag & getattr(os, "ST_NOEXEC", 0)
    return not noexec and shutil.disk_usage(_IN_MEMORY).free > _ENOUGH


if _has_memory():  # as an fsync of a disk takes milliseconds, and each edit has one
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))

# No deadline: a machine that is busy must not fail a test. In CI the examples are always the same,
# so that whether a change lands depends on the change; runs by hand go on looking for new ones.
settings.register_profile(
    "sidelight",
    deadline=None,
    max_examples=EXAMPLES,
    derandomize=IN_CI,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sidelight")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Set aside what is there once the tests are known: millions of objects, none of them garbage.

    Otherwise each full collection of garbage, of which some tests have several, looks at them all.
    An app is a hundred thousand objects in cycles, most of which end with the test: looking at
    young ones after 10,000 rather than 700 finds more of them dead, and seldom looks at all.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000)
        gc.enable()


@pytest.fixture(scope="session")
def tmp_path_factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pytest.TempPathFactory]:
    """Temporary folders are numbered by counting.

    Pytest finds a number by looking at all folders that are there, and all tests have theirs in
    one: with ten thousand tests that was a seventh of the time of all.
    """
    numbers: defaultdict[str, Iterator[int]] = defaultdict(count)

    def mktemp(basename: str, numbered: bool = True) -> Path:
        name = f"{basename}-{next(numbers[basename])}" if numbered else basename
        folder = tmp_path_factory.getbasetemp() / name
        folder.mkdir(mode=0o700)
        return folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tmp_path_factory, "mktemp", mktemp)
        yield tmp_path_factory


@pytest.fixture(autouse=True, scope="session")
def _however_long_it_takes() -> Iterator[None]:
    """What a capital proposes is looked for in all articles of a small story, as nearly always.

    After 20 ms the rest of them waits for a pause, which a busy machine would reach with two.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.suggest.suggester._AT_ONCE", 3_600.0)
        yield


@pytest.fixture(autouse=True)
def _nobody_has_habits(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept of a person, whatever the story, is of this test alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("share")))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with the two short articles of `tests.stories.ARTICLES`."""
    return write_story(tmp_path / "story")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with the two seed articles."""
    return copied_seeds(tmp_path)


@pytest.fixture
def workspace(story: Path) -> Iterator[Workspace]:
    """That story, open for Ana."""
    with open_story(story) as opened:
        yield opened


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[Path], Kept]:
    """What a story's folder holds for whoever opens it next, as after a kill -9 at this moment."""
    count = 0

    def keep(story: Path) -> Kept:
        nonlocal count
        count += 1
        return Kept.of(story, tmp_path / f"kept-{count}")

    return keep
