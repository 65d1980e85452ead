from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.stories import Kept, open_story, write_story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.story.workspace import Workspace

# No deadline: a machine that is busy must not fail a test. In CI the examples are always the same,
# so that whether a change lands depends on the change; runs by hand go on looking for new ones.
settings.register_profile(
    "sidelight",
    deadline=None,
    max_examples=int(os.environ.get("SIDELIGHT_EXAMPLES", "100")),
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sidelight")


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
