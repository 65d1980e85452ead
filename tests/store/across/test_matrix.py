"""Which article says what: the rows, their order, and what each cell says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.across.matrix import claim_matrix, mention_matrix
from store.across.matrix_values import BLANK
from store.across.origins import origins_of
from store.across.story_ties import StoryTies
from store.annotations.actions import Refusal
from store.annotations.edits import singles
from store.annotations.linking import rename, set_refs
from store.annotations.links import Links
from store.annotations.model import (
    ArticleRecord,
    ArticleState,
    Cluster,
    Mention,
    Relation,
    Stance,
    StanceValue,
)
from tests.store.across.support import ties_of

if TYPE_CHECKING:
    from store.across.matrix_values import MatrixCell, MatrixRow
    from store.annotations.model import Linked

FIRST, SECOND = "[It fell]c, [two officials]s said.", "“[It held]c,” [Ana]s said. [It fell]c."


def mention(ties: StoryTies, article: int, text: str) -> Mention:
    """The annotation of an article with a text."""
    found = (m for m, a in ties.annotations.items() if a.text == text)
    return next(m for m in found if m.article == str(article))


def linked(*marked: str, values: tuple[Linked, ...] = ()) -> StoryTies:
    return replace(ties_of(*marked), links=Links.of(values))


def disputed() -> tuple[Cluster, Cluster]:
    """That it fell, in both articles, and that the second contradicts the first."""
    ties = ties_of(FIRST, SECOND)
    fell = Cluster(
        "c",
        "claim",
        "It fell",
        (mention(ties, 1, "It fell"), mention(ties, 2, "It fell")),
        "supports",
    )
    pair = (mention(ties, 1, "It fell"), mention(ties, 2, "It held"))
    return fell, Cluster("p", "claim", "", pair, "contradicts")


def read(article: int) -> ArticleRecord:
    return ArticleRecord(str(article), ArticleState.READ, f"sha-{article}")


def rows(*values: Linked) -> tuple[MatrixRow, ...]:
    return claim_matrix(linked(FIRST, SECOND, values=values), "claim").rows


def signs(row: MatrixRow) -> list[str]:
    return [cell.sign for cell in row.cells]


def test_a_cluster_of_claims_is_a_row_and_so_is_what_contradicts_one() -> None:
    fell, pair = disputed()
    row, alone = rows(fell, pair)
    assert (row.name, signs(row)) == ("It fell", ["+", "+!"])
    assert (alone.name, signs(alone), alone.cluster) == ("It held", ["!", "+"], None)


def test_what_nobody_has_read_is_unread_until_it_says_something() -> None:
    fell, _ = disputed()
    one = replace(fell, members=fell.members[:1])
    assert signs(rows(one)[0]) == ["+", "."]
    assert signs(rows(one, read(2))[0]) == ["+", ""]


def test_of_another_text_nothing_is_read() -> None:
    fell, _ = disputed()
    one = replace(fell, members=fell.members[:1])
    assert signs(rows(one, replace(read(2), text_sha256="another"))[0]) == ["+", "."]


def cell_with(value: StanceValue, *, set_at: str, tied_at: str) -> MatrixCell:
    fell, pair = disputed()
    stance = Stance("s", "c", "2", value, created=set_at, updated=set_at)
    row = rows(fell, replace(pair, created=tied_at), stance)[0]
    return row.cell("2")


@pytest.mark.parametrize(
    ("value", "tied_at", "sign"),
    [
        (StanceValue.OMITS, "1", "-"),
        (StanceValue.HEDGES, "1", "~"),
        (StanceValue.ASSERTS, "1", "+"),
        (StanceValue.ASSERTS, "3", "+?"),
        (StanceValue.OMITS, "3", "-?"),
        (StanceValue.BOTH, "3", "+!"),
    ],
)
def test_what_a_person_sets_counts_and_is_stale_where_a_later_tie_says_otherwise(
    value: StanceValue, tied_at: str, sign: str
) -> None:
    assert cell_with(value, set_at="2", tied_at=tied_at).sign == sign


def test_only_a_tie_makes_it_stale_and_not_what_is_said_of_a_claim_or_a_pair() -> None:
    fell, pair = disputed()
    stance = Stance("s", "c", "2", StanceValue.ASSERTS, created="2", updated="2")

    def sign(*values: Linked, changed: str = "") -> str:
        ties = linked(FIRST, SECOND, values=(*values, stance))
        later = {m: replace(a, updated=changed) for m, a in ties.annotations.items()}
        return signs(claim_matrix(replace(ties, annotations=later), "claim").rows[0])[1]

    assert sign(fell, replace(pair, created="1", updated="3"), changed="3") == "+"
    assert sign(fell, replace(pair, created="3")) == "+?"
    said = Relation("r", "contradicts", pair.members[0], pair.members[1], created="3")
    assert sign(fell, said) == "+?"
    assert sign(fell, replace(said, created="1")) == "+"


@pytest.mark.parametrize(("tied_at", "sign"), [("1", "+"), ("3", "+?")])
def test_a_name_or_an_id_of_a_row_makes_no_cell_stale(tied_at: str, sign: str) -> None:
    fell, pair = disputed()
    stance = Stance("s", "c", "2", StanceValue.ASSERTS, created="2", updated="2")
    said = (replace(fell, updated="1"), replace(pair, created=tied_at), stance)
    ties = linked(FIRST, SECOND, values=said)
    for change in (partial(rename, name="It fell down"), partial(set_refs, refs=["Q1"])):
        edit = change(ties.links, ties.links.clusters["c"])
        assert not isinstance(edit, Refusal)
        ties = replace(ties, links=ties.links.changed(singles(edit)))
        assert signs(claim_matrix(ties, "claim").rows[0])[1] == sign


def test_claims_that_are_all_hedged_hedge() -> None:
    fell, _ = disputed()
    ties = linked(FIRST, SECOND, values=(fell,))
    hedged = {
        m: replace(a, attributes=(("claim.certainty", "hedged"),)) if m.article == "1" else a
        for m, a in ties.annotations.items()
    }
    row = claim_matrix(replace(ties, annotations=hedged), "claim").rows[0]
    assert signs(row) == ["~", "+"]


def test_a_cell_counts_its_claims_and_says_whether_one_is_a_quotation() -> None:
    fell, pair = disputed()
    row, alone = rows(fell, pair)
    assert [(len(c.claims), len(c.contrary), c.is_quotation) for c in row.cells] == [
        (1, 0, False),
        (1, 1, False),
    ]
    assert [(len(c.claims), c.is_quotation) for c in alone.cells] == [(1, False), (1, True)]


def test_disputed_rows_come_first_and_together_then_those_of_most_articles() -> None:
    texts = ("[A]c [B]c [C]c", "[D]c [E]c [F]c")
    ties = ties_of(*texts)

    def row(name: str, *members: tuple[int, str]) -> Cluster:
        at = tuple(mention(ties, *each) for each in members)
        return Cluster(name, "claim", name, at, "supports")

    clusters = (
        row("single", (1, "A")),
        row("both", (1, "B"), (2, "D")),
        row("yes", (1, "C")),
        row("no", (2, "F")),
        Cluster("p", "claim", "", (mention(ties, 1, "C"), mention(ties, 2, "F")), "contradicts"),
    )
    found = claim_matrix(linked(*texts, values=clusters), "claim")
    assert [each.name for each in found.rows] == ["yes", "no", "both", "single"]
    assert [pair.second.text for pair in found.pairs] == ["F"]


def test_two_claims_of_no_cluster_that_contradict_each_other_are_one_row() -> None:
    ties = ties_of("[It fell]c", "[It held]c")
    pair = (mention(ties, 1, "It fell"), mention(ties, 2, "It held"))
    cluster = Cluster("p", "claim", "", pair, "contradicts")
    (row,) = claim_matrix(linked("[It fell]c", "[It held]c", values=(cluster,)), "claim").rows
    assert (row.name, signs(row)) == ("It fell", ["+", "!"])


def test_a_relation_that_says_so_contradicts_as_a_pair_does() -> None:
    ties = ties_of("[It fell]c", "[It held]c")
    one, other = ties.annotations
    relation = Relation("r", "contradicts", other, one)
    pair = Cluster("p", "claim", "Did it fall?", (one, other), "contradicts")
    for values in ((relation,), (relation, pair)):
        found = claim_matrix(linked("[It fell]c", "[It held]c", values=values), "claim")
        assert [signs(row) for row in found.rows] == [["+", "!"]]
        assert [each.first.text for each in found.pairs] == ["It fell"]


# Origins -----------------------------------------------------------------------------------------


def origins(*marked: str, said_by: dict[str, str], values: tuple[Linked, ...] = ()) -> list[str]:
    """Where all claims of some articles come from, anonymous ones with a question mark."""
    ties = ties_of(*marked)
    claims = tuple(m for m, a in ties.annotations.items() if a.label == "claim")
    by_text = {a.text: m for m, a in ties.annotations.items()}
    said = tuple(
        Relation(claim, "attribution", by_text[claim], by_text[source], "speaker")
        for claim, source in said_by.items()
    )
    row = Cluster("row", "claim", "", claims, "supports")
    (found,) = claim_matrix(linked(*marked, values=(row, *said, *values)), "claim").rows
    return [f"{each.name}{'?' if each.is_anonymous else ''}" for each in found.origins]


def test_two_who_have_no_name_are_two_origins() -> None:
    marked = ("[A]c, [officials]s said", "[B]c, [the officials]s said")
    assert origins(*marked, said_by={"A": "officials", "B": "the officials"}) == [
        "officials?",
        "the officials?",
    ]


def test_what_an_outlet_carried_has_the_origin_that_it_has_there() -> None:
    ties = ties_of("[A]c, [the mayor]s told [Reuters]s", "[B]c, [Ana Boe]s said")
    claim, mayor, reuters, there, ana = ties.annotations
    values = (
        Cluster("row", "claim", "", (claim, there), "supports"),
        Relation("r", "attribution", claim, mayor, "speaker"),
        Relation("s", "attribution", claim, reuters, "carrier"),
        Relation("t", "attribution", there, ana, "speaker"),
    )
    for outlet, found in (("", ["the mayor", "Ana Boe"]), ("Reuters", ["Ana Boe"])):
        articles = {**ties.articles, "2": replace(ties.articles["2"], outlet=outlet)}
        (row,) = claim_matrix(
            type(ties)(articles, ties.annotations, Links.of(values)), "claim"
        ).rows
        assert [each.name for each in row.origins] == found


def test_one_name_is_one_origin_and_an_article_speaks_for_itself() -> None:
    marked = ("[A]c, [Ana Boe]s said. [B]c.", "[C]c, said [Ana Boe]s")
    said = {"A": "Ana Boe", "C": "Ana Boe"}
    assert origins(*marked, said_by=said) == ["Ana Boe", "1"]


def test_a_title_whose_claim_has_a_source_below_is_no_origin() -> None:
    marked = "[It fell]c\n\n[It fell at noon]c, [Ana]s said."
    assert origins(marked, said_by={"It fell at noon": "Ana"}) == ["Ana"]


def test_what_is_copied_has_the_origin_of_what_it_is_copied_from() -> None:
    ties = ties_of("[A]c", "[B]c")
    copied = Relation("r", "copied-from", mention(ties, 2, "B"), mention(ties, 1, "A"))
    assert origins("[A]c", "[B]c", said_by={}) == ["1", "2"]
    assert origins("[A]c", "[B]c", said_by={}, values=(copied,)) == ["1"]


def test_of_a_circle_of_copies_one_origin_is_left() -> None:
    ties = ties_of("[A]c", "[B]c")
    one, other = ties.annotations
    circle = (Relation("r", "copied-from", one, other), Relation("s", "copied-from", other, one))
    assert len(origins("[A]c", "[B]c", said_by={}, values=circle)) == 1


@pytest.mark.parametrize(
    ("outlet", "names"), [("Reuters", ["Ana Boe"]), ("AP", ["Ana Boe", "Bo Ek"])]
)
def test_what_an_outlet_carried_has_the_origin_of_its_own_article(
    outlet: str, names: list[str]
) -> None:
    marked = ("[Ana Boe]s said [A]c.", "[Bo Ek]s said [B]c, [Reuters]s wrote.")
    ties = ties_of(*marked)
    claims = (mention(ties, 1, "A"), mention(ties, 2, "B"))
    said = (
        Relation("a", "attribution", claims[0], mention(ties, 1, "Ana Boe"), "speaker"),
        Relation("b", "attribution", claims[1], mention(ties, 2, "Bo Ek"), "speaker"),
        Relation("c", "attribution", claims[1], mention(ties, 2, "Reuters"), "carrier"),
    )
    tied = linked(*marked, values=said)
    articles = dict(tied.articles)
    articles["1"] = replace(articles["1"], outlet=outlet)
    found = origins_of(StoryTies(articles, tied.annotations, tied.links), claims)
    assert [each.name for each in found] == names


def test_a_quotation_in_two_articles_is_one_origin() -> None:
    told = "the old tower fell before dawn"
    marked = (f"“[{told}]c”, said [officials]s", f"“[{told}]c”, said [witnesses]s")
    ties = ties_of(*marked)
    claims = tuple(m for m, a in ties.annotations.items() if a.label == "claim")
    speakers = (mention(ties, 1, "officials"), mention(ties, 2, "witnesses"))
    said = tuple(
        Relation(f"r{n}", "attribution", claim, speaker, "speaker")
        for n, (claim, speaker) in enumerate(zip(claims, speakers, strict=True))
    )
    row = Cluster("row", "claim", "", claims, "supports")
    (found,) = claim_matrix(linked(*marked, values=(row, *said)), "claim").rows
    assert [each.name for each in found.origins] == ["officials"]


# Other labels ------------------------------------------------------------------------------------


def test_rows_of_another_label_count_mentions_and_group_what_is_not_clustered() -> None:
    marked = ("[Assad]a, [Bashar al-Assad]a and [Iran]a", "[Iran]a and [Assad]a; [Iran]a")
    ties = ties_of(*marked)
    both = (
        mention(ties, 1, "Assad"),
        mention(ties, 1, "Bashar al-Assad"),
        mention(ties, 2, "Assad"),
    )
    cluster = Cluster("c", "actor", "Bashar al-Assad", both)
    found = mention_matrix(linked(*marked, values=(cluster, read(1), read(2))), "actor")
    assert [(row.name, [len(cell.claims) for cell in row.cells]) for row in found.rows] == [
        ("Bashar al-Assad", [2, 1]),
        ("Iran", [1, 2]),
    ]
    assert {cell.value for row in found.rows for cell in row.cells} == {BLANK}


def test_an_empty_story_has_an_empty_matrix() -> None:
    assert claim_matrix(ties_of(), "claim").rows == ()
