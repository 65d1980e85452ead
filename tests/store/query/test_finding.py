"""What queries find in a small story, and that each is answered or refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import InputError
from store.query.expressions import Expressions, StillLookingError
from store.query.fields import FIELDS
from store.query.finding import QueryError, find_in
from store.search import Query

if TYPE_CHECKING:
    from store.query.queried import QueriedStory

GENERAL, PUTIN, MOSCOW, OFFICIALS, PLOTTED, FAILED, REUTERS = (
    "1 Soleimani", "1 Putin", "1 Moscow", "1 Officials", "1 Iran plotted the raid",
    "1 The raid failed", "1 Reuters",
)  # fmt: skip
PUTIN_2, NEVER, MOSCOW_2 = "2 Putin", "2 The raid never took place", "2 Moscow"
PLOTTED_3, GENERAL_3 = "3 Iran plotted the raid", "3 Soleimani"
CLAIMS = [PLOTTED, FAILED, NEVER, PLOTTED_3]
ALL = [GENERAL, PUTIN, MOSCOW, OFFICIALS, PLOTTED, FAILED, REUTERS, PUTIN_2, NEVER, MOSCOW_2,
       PLOTTED_3, GENERAL_3]  # fmt: skip


def found(story: QueriedStory, expressions: Expressions, typed: str) -> list[str]:
    return [f"{each.number} {each.text}" for each in find_in(story, typed, expressions).annotations]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ALL),
        ("label:", ALL),
        ("claim", CLAIMS),
        ("label:cl", CLAIMS),
        ("label:claim -in:1", [NEVER, PLOTTED_3]),
        ("claim -said-by:*", [FAILED, PLOTTED_3]),
        ("claim said-by:none", [FAILED, PLOTTED_3]),
        ("said-by:kremlin", [NEVER]),
        ("said-by:moscow", [NEVER]),
        ("via:Reuters", [FAILED]),
        ("RAID -label:claim", []),
        ('"the raid"', CLAIMS),
        ('"raid f', [FAILED]),
        ("iran or failed", [PLOTTED, FAILED, PLOTTED_3]),
        ("(iran or failed) in:3", [PLOTTED_3]),
        ("-(claim or actor)", [MOSCOW, OFFICIALS, REUTERS, MOSCOW_2]),
        ("text=moscow", [MOSCOW, MOSCOW_2]),
        ("text=mosc", []),
        ("text:*scow", [MOSCOW, MOSCOW_2]),
        ("Sol*", [GENERAL, GENERAL_3]),
        ("text:/^P/ in:000", [PUTIN]),
        ("/ra[ij]d .*d$/", [FAILED]),
        ("source:Moscow", [MOSCOW_2]),
        ("Source:mos", [MOSCOW_2]),
        ("note:*", [GENERAL]),
        ("note:rank", [GENERAL]),
        ("rank", [GENERAL]),
        ("text:rank", []),
        ("actor note:none", [PUTIN, PUTIN_2, GENERAL_3]),
        ("attr.sex:male", [GENERAL]),
        ("actor -attr.sex:*", [PUTIN, PUTIN_2, GENERAL_3]),
        ("in:003", [PUTIN_2, NEVER, MOSCOW_2]),
        ("in:2", [PUTIN_2, NEVER, MOSCOW_2]),
        ('in:"second look"', [PLOTTED_3, GENERAL_3]),
        ("in:wire actor", [GENERAL, PUTIN]),
        ('actor:"Soleimani" in:000 -in:003', [GENERAL]),
        ("actor in:000 -in:003", [GENERAL]),  # Putin is in both: one cluster
        ("actor in:000 -in:007", [PUTIN]),  # Soleimani is in no cluster, but the words are the same
        ("actor -in:003", [GENERAL, PUTIN, GENERAL_3]),  # by itself it is about the place
        ("cluster:putin", [PUTIN, PUTIN_2]),
        ("actor cluster:none", [GENERAL, GENERAL_3]),
        ("cluster:many", []),
        ("tie:contradicts", [PLOTTED, NEVER]),
        ("tie:same", [PUTIN, PLOTTED, PUTIN_2, PLOTTED_3]),
        ("claim -tie:attribution", [PLOTTED_3]),
        ("tie:many", [PLOTTED, NEVER]),
        ("sure:likely", [PLOTTED]),
        ("claim sure:none", [FAILED, NEVER, PLOTTED_3]),
        ("grade:C2", [PLOTTED]),
        ("grade:<C", [NEVER]),
        ("grade:<=C", [PLOTTED, NEVER]),
        ("grade:2", [PLOTTED]),
        ("grade:none", [FAILED, PLOTTED_3]),
        ("origin:imported", [GENERAL]),
        ("by:ana claim", CLAIMS),
        ("made:2020-02", [GENERAL_3]),
        ("made:<2021", [GENERAL_3]),
        ("made:>2020-02-29 actor", [GENERAL, PUTIN, PUTIN_2]),
        ("made:>=2020-02-29 actor", [GENERAL, PUTIN, PUTIN_2, GENERAL_3]),
        ("made:2d actor", [GENERAL, PUTIN, PUTIN_2]),
        ("is:disputed", [PLOTTED, NEVER]),
        ("is:unsourced", [FAILED, PLOTTED_3]),
        ("is:anonymous", [PLOTTED]),
        ("claim is:quoted", [FAILED]),
        ("is:shared claim", [PLOTTED, PLOTTED_3]),
        ("is:alone claim", [FAILED, NEVER]),
        ("is:unread in:2", [PUTIN_2, NEVER, MOSCOW_2]),
        ("is:note", [GENERAL]),
        ("is:rejected", []),
        ("is:adrift or is:note", [GENERAL]),
        # Rows of the matrix, of which the annotations are given.
        ("articles:>1", [PLOTTED, PLOTTED_3]),
        ("articles:1", [NEVER]),
        ("origins:2 articles:2", [PLOTTED, PLOTTED_3]),
        ("stance:omits in:003", [PLOTTED, PLOTTED_3]),
        ("stance:omits in:000", []),
        ("row:behind", [PLOTTED, PLOTTED_3]),
        ("row:none", [NEVER]),
        ("actor articles:2", [GENERAL, PUTIN, PUTIN_2, GENERAL_3]),
        ("actor articles:2 -cluster:*", [GENERAL, GENERAL_3]),
    ],
)
def test_a_query_finds_what_is_so(
    story: QueriedStory, expressions: Expressions, typed: str, expected: list[str]
) -> None:
    assert found(story, expressions, typed) == expected


def test_a_query_of_rows_finds_rows(story: QueriedStory, expressions: Expressions) -> None:
    rows = find_in(story, "articles:>1 is:disputed", expressions).rows
    assert rows is not None
    assert [row.name for row in rows] == ["Iran was behind it"]
    assert find_in(story, "claim", expressions).rows is None


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("para:", [1, 3, 5, 1, 3, 1, 3]),
        ("para: -label:*", [1, 1]),
        ("para: is:quoted -said-by:*", [5]),
        ("para: in:2", [1, 3]),
        ("para: angry", [3]),
        ("para: /an[g]ry|Sunday/", [5, 3]),
        ("para: claim in:000", [3, 5]),
    ],
)
def test_paragraphs_are_found(
    story: QueriedStory, expressions: Expressions, typed: str, lines: list[int]
) -> None:
    paragraphs = find_in(story, typed, expressions).paragraphs
    assert paragraphs is not None
    assert [each.line for each in paragraphs] == lines


@pytest.mark.parametrize(
    ("typed", "place", "sentence"),
    [
        ("lable:claim", "lable", "There is no field “lable”; did you mean “label”?"),
        ("claim wher:x", "wher", "There is no field “wher”; there are label, text, note, in,"),
        ("label:clam", "clam", "No label is called “clam” here; did you mean “claim”?"),
        ("label:person", "person", "No label is called “person” here; there are actor, location,"),
        ("in:005", "005", "No article is called “005”; there are 000_wire, 003_post, 007_local"),
        ("in:003_pots", "003_pots", "No article is called “003_pots”"),
        ("cluster:Vladimr", "Vladimr", "No cluster is called “Vladimr”; there are Iran was behind"),
        ("said-by:Reutres", "Reutres", "Nothing is tied to a source that is called “Reutres”; did"),
        ("tie:contradict", "", ""),
        ("tie:opposes", "opposes", "No ties are of the type “opposes”; there are attribution,"),
        ("by:ben", "ben", "“ben” has annotated nothing here; there are ana"),
        ("sure:maybe", "maybe", "“maybe” is no value of sure:; there are certain, likely, hedged"),
        ("is:disputd", "disputd", "“disputd” is no value of is:; did you mean “disputed”?"),
        (
            "grade:B7",
            "B7",
            "A grade is a letter A-F and a digit 1-6, such as B2",
        ),
        ("made:soon", "soon", "“soon” is no day; made: takes today, yesterday, 2d, 2026-11"),
        ("made:2026-13", "2026-13", "“2026-13” is no day"),
        ("articles:two", "two", "articles: takes a number, such as >2"),
        ("label:>claim", "label", "label has no order; < and > are for grade:, made:, articles:,"),
        ("attr.colour:x", "attr.colour", "No annotation has the attribute “colour”; there are"),
        ("in:/0+/", "/0+/", "in: takes no regular expression; text: and note: do"),
    ],
)
def test_what_names_nothing_is_refused_with_its_place(
    story: QueriedStory, expressions: Expressions, typed: str, place: str, sentence: str
) -> None:
    if not place:  # the beginning of a name does
        assert found(story, expressions, typed)
        return
    with pytest.raises(QueryError) as refused:
        find_in(story, typed, expressions)
    assert str(refused.value).startswith(sentence)
    assert refused.value.fault.span.of(typed) == place


def test_an_expression_that_takes_long_can_be_asked_again_or_stopped() -> None:
    soon = Expressions(0.0)
    slow, texts = Query("(a|aa)+$", is_regex=True), ["a" * 60 + "d"]
    with pytest.raises(StillLookingError):
        soon.find(slow, texts)
    assert soon.is_looking
    soon.stop()
    awaited = Expressions()
    for _ in range(2):  # the second time without being looked for
        with pytest.raises(InputError, match="takes too long"):
            awaited.find(slow, texts)
    awaited.stop()


def test_an_expression_that_is_none_is_said(story: QueriedStory, expressions: Expressions) -> None:
    with pytest.raises(InputError, match="“\\(” is no regular expression"):
        find_in(story, "text:/(/", expressions)


VALUES = st.sampled_from(
    ["*", "none", "many", "claim", "1", "000", "putin", '"Putin"', "disputed", "omits", "B2",
     "likely", "2020", ">1", "<2021-01", "today", "attribution", "ana", "imported", "x", "-"]
)  # fmt: skip
TERMS = st.builds("{}{}".format, st.sampled_from(["", *(f"{name}:" for name in FIELDS)]), VALUES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.recursive(TERMS, lambda part: st.builds("({} {})".format, part, part)
                    | st.builds("({} or {})".format, part, part), max_leaves=4))  # fmt: skip
def test_what_is_not_so_is_the_rest(
    story: QueriedStory, expressions: Expressions, typed: str
) -> None:
    try:
        has = find_in(story, typed, expressions)
        has_not = find_in(story, f"-({typed})", expressions)
    except InputError:
        return
    if has.rows is not None:
        both = [row.members for each in (has, has_not) for row in each.rows or ()]
        matrices = [{row.members for row in story.matrix_rows(name)} for name in story.label_names]
        assert {*both} in matrices
        assert len(both) == len({*both})
        return
    texts = [f"{each.number} {each.text}" for part in (has, has_not) for each in part.annotations]
    assert sorted(texts) == sorted(ALL)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.one_of(TERMS, st.sampled_from(
    [*'()-"/ :=<>*', "or ", "para: "])), max_size=8).map("".join)))  # fmt: skip
def test_whatever_is_asked_is_answered_or_refused(
    story: QueriedStory, expressions: Expressions, typed: str
) -> None:
    try:
        find_in(story, typed, expressions)
    except InputError as error:
        assert str(error)  # noqa: PT017  # most are answered
