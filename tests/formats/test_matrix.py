"""The matrix as files, where what was annotated, or is called, is hostile."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import regex
from msgspec.structs import replace

from store.across.matrix import claim_matrix, mention_matrix
from store.annotations.links import Links
from store.annotations.model import Cluster, Relation, Stance, StanceValue
from store.formats.matrix.claims import claims_document
from store.formats.matrix.page import to_html
from store.formats.matrix.tables import legend, table, to_csv, to_markdown
from store.formats.matrix.telling import told_matrix
from store.formats.matrix.told import ToldMatrix
from tests.store.across.support import ties_of

if TYPE_CHECKING:
    from store.formats.matrix.told import ToldMatrix

HOSTILE = "=cmd|'/c calc'!A1 <script>alert(1)</script> \x1b[31m a|b \u202etxt"


def told() -> ToldMatrix:
    """Two claims of one row, whose name would do harm anywhere."""
    ties = ties_of(f"[{HOSTILE}]c", "[It fell]c")
    first, second = ties.annotations
    row = Cluster("c", "claim", HOSTILE, (first,), "supports")
    pair = Cluster("p", "claim", HOSTILE, (first, second), "contradicts")
    stance = Stance("s", "c", "2", StanceValue.OMITS)
    known = type(ties)(ties.articles, ties.annotations, Links.of((row, pair, stance)))
    return told_matrix(HOSTILE, known, claim_matrix(known, "claim"))


class Tags(HTMLParser):
    """The elements of a page, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_runs_nothing_and_fetches_nothing() -> None:
    page = to_html(told())
    tags = Tags(page)
    assert not tags.tags & {"script", "img", "link", "iframe", "a", "form", "object"}
    assert not any(name.startswith("on") or name in ("src", "href") for name in tags.attributes)
    (policy,) = regex.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert any("<script>alert(1)</script>" in text for text in tags.texts)
    assert not set(page) & {"\x1b", "\u202e"}


def test_the_page_keeps_the_head_on_each_sheet_and_marks_what_a_person_set() -> None:
    page = to_html(told())
    assert "thead{display:table-header-group}" in page
    assert '<td class="sign person" title="omits, set by a person">- 1*</td>' in page


def test_on_paper_the_quotations_of_all_rows_stand_behind_the_table() -> None:
    page = to_html(told())
    table, behind = page.split('<section class="paper">')
    assert table.count("<details>") == behind.count("<h3>") == len(told().rows) == 1
    assert (
        behind.count("It fell")
        == table.partition("<tbody>")[2].partition("</table>")[0].count("It fell")
        > 0
    )
    screen, _, paper = page.partition("@media print{")
    assert ".paper{display:none}" in screen
    assert "details .quotes{display:none}\n.paper{display:block}" in paper


def test_what_is_named_is_counted_and_not_said() -> None:
    ties = ties_of("[Rome]l fell. [Rome]l burnt.", "[Roma]l")
    city = Cluster("c", "location", "Rome", tuple(ties.annotations))
    known = type(ties)(ties.articles, ties.annotations, Links.of((city,)))
    named = told_matrix("story", known, mention_matrix(known, "location"))
    page, head = to_html(named), table(named)[0]
    assert "<p><bdi>Rome</bdi> 2</p>" in page
    assert "<p><bdi>Roma</bdi></p>" in page
    assert "in its own voice" not in page
    assert "origins" not in page.partition("</table>")[0] + to_markdown(named) + " ".join(head)
    assert legend(named, "; ") == (
        "- omits; . unread; ? a later tie says otherwise; * set by a person"
    )


def test_what_a_person_set_has_a_star_where_nothing_can_be_bold() -> None:
    assert [row[1:3] for row in table(told())[1:]] == [["+ 1", "- 1*"]]
    assert r"\- 1\*" in to_markdown(told())
    assert "* set by a person" in legend(told())


def test_each_line_of_csv_names_its_cluster_as_the_dataset_does() -> None:
    rows = list(csv.DictReader(to_csv(told(), is_wide=False).splitlines()))
    assert {row["cluster"] for row in rows} == {"c"}


def test_a_page_of_many_articles_is_as_large_as_they_are() -> None:
    def page(count: int) -> str:
        ties = ties_of(*["[It fell]c"] * count)
        return to_html(told_matrix("story", ties, claim_matrix(ties, "claim")))

    assert "vertical-rl" not in page(12)
    assert "vertical-rl" in page(13)
    assert "@page{size:335mm 237mm}" in page(25)
    assert "<dt>25</dt><dd><bdi>25</bdi></dd>" in page(25)


def test_a_quotation_is_written_in_its_own_direction() -> None:
    ties = ties_of("[\u0633\u0642\u0637 \u0627\u0644\u062c\u0633\u0631]c", "[It stands]c")
    pair = Cluster("p", "claim", "", tuple(ties.annotations), "contradicts")
    known = type(ties)(ties.articles, ties.annotations, Links.of((pair,)))
    page = to_html(told_matrix("story", known, claim_matrix(known, "claim")))
    assert page.count('<blockquote dir="auto"') == page.count("<blockquote") > 0
    assert page.count('<h4 dir="auto">') == page.count("<h4") > 0
    assert page.count("<small><bdi>") == page.count("<small>") > 0


def test_no_cell_of_a_csv_file_is_a_formula() -> None:
    rows = list(csv.reader(to_csv(told(), is_wide=False).splitlines()))
    assert {row[0][:2] for row in rows[1:]} == {"'="}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_no_cell_of_markdown_ends_before_its_time() -> None:
    rows = [line for line in to_markdown(told()).splitlines() if line.startswith("| ")]
    assert {len(regex.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert not any("<script>" in row for row in rows)


def test_a_table_has_as_many_cells_in_each_row() -> None:
    rows = table(told())
    assert len({len(row) for row in rows}) == 1
    assert not any("\x1b" in cell for row in rows for cell in row)


def test_mentions_of_a_story_without_articles_make_an_empty_page() -> None:
    known = ties_of()
    assert "0 rows" in to_html(told_matrix("story", known, claim_matrix(known, "claim")))


def test_claims_are_told_in_the_words_of_schema_org() -> None:
    ties = ties_of("[Ana]s said [it fell]c", "[It fell]c, and [it stands]c", "Nothing")
    ana, first, second, other = ties.annotations
    found = Cluster("c", "claim", "It fell", (first, second), "supports", ("wikidata:Q1",))
    pair = Cluster("p", "claim", "", (second, other), "contradicts")
    graded = Cluster("s", "source", "Ana", (ana,), attributes=(("grade.source", "B"),))
    said = Relation("r", "attribution", first, ana, "speaker")
    omits = Stance("o", "c", "3", StanceValue.OMITS)
    texts = {
        **ties.annotations,
        first: replace(ties.annotations[first], attributes=(("grade.information", "2"),)),
    }
    dated = {each: replace(ties.articles[each], date=f"May {each}, 2020") for each in ties.articles}
    known = type(ties)(dated, texts, Links.of((found, pair, graded, said, omits)))
    graph = claims_document(known, claim_matrix(known, "claim"), "bo")["@graph"]
    assert isinstance(graph, list)
    fell = next(each for each in graph if each["@type"] == "Claim" and each["name"] == "It fell")
    stands = next(each for each in graph if each.get("name") == "it stands")
    assert fell["author"] == [{"name": "Ana"}, {"@id": "urn:sidelight:article/2"}]
    assert [each["datePublished"] for each in fell["appearance"]] == ["2020-05-01", "2020-05-02"]
    assert fell["firstAppearance"] == {"@id": "urn:sidelight:article/1"}
    assert fell["sidelight:contradicts"] == [{"@id": stands["@id"]}]
    assert [each["@id"] for each in fell["sidelight:omittedBy"]] == ["urn:sidelight:article/3"]
    assert fell["sidelight:grades"] == [
        {
            "admiralty-scale:source-reliability": "b",
            "admiralty-scale:information-credibility": "2",
        }
    ]
    assert fell["sameAs"] == ["wikidata:Q1"]
    (review,) = (each for each in graph if each["@type"] == "ClaimReview")
    assert review["itemReviewed"] == {"@id": fell["@id"]}
    assert review["author"] == {"@type": "Person", "name": "bo"}
    assert review["reviewRating"]["ratingValue"] == 4
