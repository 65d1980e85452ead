"""The page on agreement: what it says, that it stands alone, and what checkers find in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from store.agreement.confusions import LabelConfusions
from store.agreement.row import By
from store.agreement.rows import rows_in_steps
from store.agreement.tallying import AgreementTally
from store.agreement.units import ComparedUnit
from store.formats.agreement.page import AgreementPage, agreement_page
from store.steps import Steps
from tests.browser import in_the_dark, on_paper, without_policy
from tests.formats.test_report_checked import axe, invalid, needs_axe, needs_vnu

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT: Final = "An official said that Moscow denies it, and that no troops were sent."
HOSTILE: Final = "<b>&\"'\x1b[31m\u202e"


def page(people: tuple[str, ...], articles: int, name: str = "charlotte") -> str:
    """A page on the work of people who agree but for one label, in every second article."""
    tally = AgreementTally(people)
    confusions = LabelConfusions(tally.pairs)
    for number in range(articles):
        units = {
            who: [
                ComparedUnit(3, 11, "source"),
                ComparedUnit(22, 28, "actor" if n and number % 2 else name),
            ]
            for n, who in enumerate(people)
        }
        place = (name, f"{number:02}")
        tally.add_article(place, TEXT, units)
        for pair in tally.pairs:
            confusions.add(pair, place, TEXT, *(units[who] for who in pair))
    rows = {by: Steps(rows_in_steps(tally, by), 0).all() for by in By}
    return agreement_page(
        AgreementPage(
            name,
            tally.people,
            rows[By.LABEL],
            rows[By.ARTICLE],
            rows[By.ANNOTATOR],
            confusions.cells(),
            is_done_only=True,
        )
    )


PAGES: Final[dict[str, Callable[[], str]]] = {
    "two, few articles": lambda: page(("ana", "ben"), 3),
    "two, many articles": lambda: page(("ana", "ben"), 24),
    "three": lambda: page(("ana", "ben", "cleo"), 4),
    "one article": lambda: page(("ana", "ben"), 1),
    "nothing": lambda: page(("ana", "ben"), 0),
    "hostile": lambda: page((f"ana{HOSTILE}", f"ben{HOSTILE}", "cleo"), 3, HOSTILE),
}


def test_it_says_figures_places_and_words() -> None:
    said = page(("ana", "ben", "cleo"), 4)
    assert "mean over the pairs of ana, ben, cleo" in said
    assert "charlotte:01:22-28" in said
    assert "<q>Moscow</q>" in said
    assert "Cohen’s kappa" in said
    assert "Every two people" in said
    assert "Every two people" not in page(("ana", "ben"), 4)
    assert "nothing to compare" in page(("ana", "ben"), 0)


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_is_fetched_and_nothing_runs(kind: str) -> None:
    said = PAGES[kind]()
    assert not re.search(r"<script|<link|<img|@import|url\(|https?://|\bstyle=", said)
    assert HOSTILE not in said
    assert "<b>" not in said
    assert not re.search("[\x00-\x08\x1b\u202e]", said)


@needs_axe
@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(
    ("shown", "width"),
    [(without_policy, 1280), (without_policy, 360), (in_the_dark, 1280), (on_paper, 720)],
    ids=["desktop", "telephone", "dark", "paper"],
)
def test_axe_finds_nothing(
    tmp_path: Path, kind: str, shown: Callable[[str], str], width: int
) -> None:
    assert axe(shown(PAGES[kind]()), tmp_path, width) == []


@needs_vnu
@pytest.mark.parametrize("kind", PAGES)
def test_it_is_valid(tmp_path: Path, kind: str) -> None:
    assert invalid(PAGES[kind](), tmp_path) == []
