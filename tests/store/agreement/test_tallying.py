"""The figures of people over articles, whatever the order of people, spans and articles."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from store.agreement.tallying import ALL, Agreement
from tests.formats.corpora import corpus

if TYPE_CHECKING:
    from pathlib import Path

    from store.agreement.matching import LabelledPlace

TEXT = "An official said that Moscow denies it, and that no troops were sent."
PLACES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(31, len(TEXT)), st.sampled_from("ab")), max_size=4
)
ARTICLES = st.lists(st.dictionaries(st.sampled_from(["ana", "ben", "cleo"]), PLACES), max_size=4)


@given(articles=ARTICLES)
def test_no_order_matters(articles: list[dict[str, list[LabelledPlace]]]) -> None:
    there, back = Agreement(["ana", "ben", "cleo"]), Agreement(["cleo", "ben", "ana"])
    for article in articles:
        there.add(TEXT, article)
    for article in reversed(articles):
        back.add(TEXT, {name: article[name][::-1] for name in sorted(article, reverse=True)})
    assert list(there.rows()) == list(back.rows())


def _cues(folder: Path) -> dict[str, list[LabelledPlace]]:
    """What six people have marked as cues in an article: whole spans of the standoff files."""
    name = "politico_2016-09-08_flynn-says-trump-absolutely-righ.ann"
    people: dict[str, list[LabelledPlace]] = {}
    for path in (folder / name, *(folder / "annotators").glob(f"*/{name}")):
        people[path.parent.name] = places = []
        for line in path.read_text("utf-8").splitlines():
            fields = line.split("\t")
            if fields[0].startswith("T") and fields[1].startswith("Cue "):
                ends = fields[1].replace(";", " ").split()[1:]
                places.append((int(ends[0]), int(ends[-1]), "Cue"))
    return people


def test_six_people_on_the_cues_of_an_article_of_polnear() -> None:
    folder = corpus("polnear-dev")
    people = _cues(folder)
    text = next(folder.glob("politico_2016-09-08_flynn*.txt")).read_text("utf-8")
    found = Agreement(people)
    found.add(text, people)
    rows = [row for row in found.rows() if row.label != ALL]
    pairs = [row for row in rows if len(row.people) == 2]
    assert len(pairs) == len(list(combinations(people, 2))) == 15
    means = []
    for figures in ([p.exact_f1 for p in pairs], [p.overlap_f1 for p in pairs]):
        values = [figure.value for figure in figures if figure.value is not None]
        means.append(round(sum(values) / len(values), 3))
    assert means == [0.793, 0.823]
    assert [round(row.alpha.value or 0, 3) for row in rows if len(row.people) == 6] == [0.765]
