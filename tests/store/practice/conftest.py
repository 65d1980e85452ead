from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.practice.support import Pupil, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def pupil(tmp_path: Path) -> Iterator[Pupil]:
    """Somebody who begins to practise on two short articles."""
    with opened(tmp_path / "practice") as workspace:
        yield Pupil(workspace)
