from __future__ import annotations

import pytest

from store.articles import find_story, load_article
from store.articles.byline import find_byline
from store.articles.model import Byline
from tests.seeds import SEEDS


def test_the_bylines_of_the_seeds() -> None:
    found = {ref.id: load_article(ref).byline for ref in find_story([SEEDS]).articles}
    assert found == {
        "000_dbd621557e353835": Byline(
            title="Iran Plotted With Russia for Months on Military Intervention in Syria",
            outlet="AP",
            date="October 6, 2015",
        ),
        "003_74a61ec87d41618b": Byline(
            title="Israeli official: Iran's military mastermind went to Russia to talk to Putin "
            "about saving Assad",
        ),
    }


@pytest.mark.parametrize(
    ("head", "found"),
    [
        pytest.param("", Byline("stem"), id="nothing"),
        pytest.param(" \n\n\t", Byline("stem"), id="white space"),
        pytest.param("\n\n  Title  \nText", Byline("Title"), id="title"),
        pytest.param("# Title\n\nText", Byline("Title"), id="Markdown title"),
        pytest.param(
            "T\nBy Jane O’Neil and Bob St. John\n",
            Byline("T", author="Jane O’Neil and Bob St. John"),
            id="authors",
        ),
        pytest.param(
            "T\nBy JANE DOE | March 3, 2015",
            Byline("T", date="March 3, 2015", author="JANE DOE"),
            id="author and date",
        ),
        pytest.param("T\nby: Jane Doe, Reuters", Byline("T", author="Jane Doe, Reuters"), id="by:"),
        pytest.param("T\nBy the time they came, it was over.", Byline("T"), id="no author"),
        pytest.param("T\n3 Sept. 2015", Byline("T", date="3 Sept. 2015"), id="day first"),
        pytest.param(
            "T\nPublished 2015-09-03 10:00", Byline("T", date="2015-09-03"), id="ISO date"
        ),
        pytest.param("T\n" + "x " * 60 + "May 3, 2015", Byline("T"), id="a date in the story"),
        pytest.param("T\nMOSCOW (Reuters) - Troops", Byline("T", outlet="Reuters"), id="agency"),
        pytest.param("T\nPutin / AP", Byline("T", outlet="AP"), id="picture"),
        pytest.param(
            "Troops arrive in Syria | The Daily",
            Byline("Troops arrive in Syria | The Daily", "The Daily"),
            id="outlet in the title",
        ),
        pytest.param("T\nhttps://t.org/a b", Byline("T"), id="an address and more"),
        pytest.param(
            "T\nSource: https://t.org/(AP)\nMOSCOW (AP) -",
            Byline("T", "AP", link="https://t.org/(AP)"),
            id="link",
        ),
        pytest.param("T\n" + "\n".join("x" * 20) + "\nBy Jane Doe", Byline("T"), id="too far down"),
    ],
)
def test_what_an_article_says_of_itself(head: str, found: Byline) -> None:
    assert find_byline(head, "stem") == found


@pytest.mark.parametrize(
    "line", ["By " + "A" * 5_000, "By " + "Aa " * 3_000, "(" * 5_000, "1" * 5_000]
)
def test_an_odd_line_is_no_byline(line: str) -> None:
    byline = find_byline(f"T\n{line}", "stem")
    assert (byline.title, byline.outlet, byline.date) == ("T", "", "")
