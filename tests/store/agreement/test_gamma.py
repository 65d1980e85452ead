"""Gamma by another's library in a process of its own: late, noisy, broken, or not there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from store.agreement import gamma
from store.agreement.coefficients import NOTHING_SHARED, Figure
from store.agreement.gamma import GammaArticles, check_installed
from store.agreement.units import ComparedUnit
from store.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = """
import time
class Found:
    gamma = 0.5
class Continuum:
    def __init__(self): self.units = []
    def add(self, who, segment, label): self.units.append((who, segment, label))
    def compute_gamma(self, dissimilarity, n_samples):
        print("solver says hello")
        {act}
        return Found
class CombinedCategoricalDissimilarity: pass
"""
PAIR = ("ana", "ben")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that stands in for pygamma-agreement, with the same calls."""
    (tmp_path / "pyannote").mkdir()
    (tmp_path / "pyannote" / "core.py").write_text("def Segment(a, b): return (a, b)")
    (tmp_path / "numpy.py").write_text("class random:\n    seed = staticmethod(lambda n: None)")
    (tmp_path / "pygamma_agreement.py").write_text(LIBRARY.format(act="pass"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def articles(number: int) -> GammaArticles:
    found = GammaArticles()
    for each in range(number):
        units = [ComparedUnit(each, each + 5, "a")]
        found.add(("s", f"{each}"), {"ana": units, "ben": units, "cleo": []})
    return found


def test_the_mean_over_articles_whatever_the_library_prints(library: Path) -> None:
    found = articles(3).gammas([PAIR, ("ana", "cleo")], 30)
    assert found == {
        PAIR: Figure(0.5, "", 0.5, 0.5),
        ("ana", "cleo"): Figure(None, NOTHING_SHARED),
    }
    assert library.is_dir()


def test_what_is_not_done_in_time_has_no_value(library: Path) -> None:
    act = "time.sleep(60 if len(self.units) > 2 or self.units[0][1][0] else 0)"
    (library / "pygamma_agreement.py").write_text(LIBRARY.format(act=act))
    assert articles(2).gammas([PAIR], 2) == {PAIR: Figure(None, "not done in 2 s")}


def test_a_library_that_breaks_is_told_in_a_sentence(library: Path) -> None:
    (library / "pygamma_agreement.py").write_text(LIBRARY.format(act="raise ValueError('no')"))
    with pytest.raises(InputError, match="gamma could not be computed: ValueError: no"):
        articles(1).gammas([PAIR], 30)


def test_one_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma, "PACKAGE", "pygamma_agreement_that_is_not_there")
    with pytest.raises(InputError, match=r"pip install 'sidelight\[gamma\]'"):
        check_installed()


@pytest.mark.skipif(
    find_spec("pygamma_agreement") is None, reason="pygamma-agreement is not installed"
)
def test_the_real_library_gives_one_where_both_are_the_same() -> None:
    units = [ComparedUnit(3, 9, "a"), ComparedUnit(20, 31, "b")]
    found = GammaArticles()
    found.add(("s", "1"), {"ana": units, "ben": units})
    assert found.gammas([PAIR], 120)[PAIR].value == pytest.approx(1.0)
