"""Web annotations: ours come back whole; those of others are placed by what is certain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.model import Origin
from store.errors import InputError
from store.formats.offsets import Unit
from store.formats.reading import Input, ReadOptions
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    Meta,
    RelationRow,
    SpanRow,
    text_sha256,
)
from store.formats.w3c import FORMAT, read
from store.formats.w3c.names import article_in
from store.formats.writing import ExportOptions
from tests.corpora import corpus
from tests.formats.generated import article_rows, meaning, read_back, texts, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.losses import Losses

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "w3c.json"
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
KEYS: Final = ("kind", "w3c.rights", "w3c.x", "w3c.id", "w3c.sidelight:kind", "w3c.@context", "ü")
VALUES: Final = ("", "a", "1", '"1"', "null", '["a"]', '{"a":{}}', "http://a.example/b c")

_ATTRIBUTES: Final = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=2)

# There and back ----------------------------------------------------------------------------


@st.composite
def stories(draw: st.DrawFn) -> list[ArticleRow]:
    """Two articles with all that a story can have, links between them too."""
    rows: list[ArticleRow] = []
    for article, prefix in (("one", "s"), ("sub folder/zwei#2.b", "http://a.example/x?")):
        row: ArticleRow = draw(article_rows(article_id=article, holds=FORMAT.holds))
        names = {span.id: f"{prefix}{span.id}" for span in row.spans}
        spans = []
        for span in row.spans:
            attributes = draw(_ATTRIBUTES)
            parts: list[tuple[int, int]] = []
            if span.end - span.start > 2 and draw(st.booleans()):
                parts = [(span.start, span.start + 1), (span.end - 1, span.end)]
            spans.append(
                msgspec.structs.replace(span, id=names[span.id], attributes=attributes, parts=parts)
            )
        relations = [
            msgspec.structs.replace(r, head=names[r.head], tail=names[r.tail], role="by")
            for r in row.relations
        ]
        clusters = [
            msgspec.structs.replace(c, members=[names[m] for m in c.members], relation="supports")
            for c in row.clusters
        ]
        rows.append(
            msgspec.structs.replace(row, spans=spans, relations=relations, clusters=clusters)
        )
    is_crossed = draw(st.booleans())
    if is_crossed and rows[0].spans and rows[1].spans:
        crossing = RelationRow("contradiction", rows[0].spans[0].id, rows[1].spans[-1].id, "across")
        rows = [msgspec.structs.replace(r, relations=[*r.relations, crossing]) for r in rows]
    # A cluster is the same in all articles.
    if all(row.clusters for row in rows):
        same = rows[0].clusters[0]
        rows[1] = msgspec.structs.replace(
            rows[1], clusters=[msgspec.structs.replace(same, members=rows[1].clusters[0].members)]
        )
    return rows


@pytest.mark.parametrize("unit", [None, Unit.UTF16, Unit.UTF8])
@given(rows=stories())
def test_round_trip(
    tmp_path_factory: pytest.TempPathFactory, unit: Unit | None, rows: list[ArticleRow]
) -> None:
    path, report = written("w3c", rows, tmp_path_factory.mktemp("w3c"), ExportOptions(unit=unit))
    again, losses = read_back("w3c", path)
    assert [row.id for row in again] == [row.id for row in rows]
    for before, after in zip(rows, again, strict=True):
        assert meaning(after) == meaning(before)
        assert [(s.id, s.origin, s.created) for s in after.spans] == [
            (s.id, s.origin, s.created) for s in before.spans
        ]
        assert [r.id for r in after.relations] == [r.id for r in before.relations]
        assert after.text_sha256 == text_sha256(after.said)
    assert not report.losses.content
    assert not losses.content
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(path.read_bytes(), "x") > 0.9


ROWS: Final = [
    ArticleRow(
        "one",
        [
            SpanRow(0, 4, "claim", "01J00000000000000000000001", "“No”", attributes={"k": "<x>"}),
            SpanRow(11, 14, "actor", "01J00000000000000000000002", "Ana", Origin.MANUAL,
                    "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", "who?\nwhere?"),
            SpanRow(0, 38, "claim", "01J00000000000000000000003", "“No” quiet", Origin.IMPORTED,
                    parts=[(0, 4), (33, 38)]),
        ],
        "“No”, said Ana \U0001f600 & co.\r\nParis is\u2028quiet.",
        text_sha256("“No”, said Ana \U0001f600 & co.\r\nParis is\u2028quiet."),
        meta=Meta(title="Ana & Paris", outlet="The Post", annotator="ana", file="one.txt",
                  story="two reports", labels=["actor", "claim"]),
        relations=[RelationRow("attribution", "01J00000000000000000000001",
                               "01J00000000000000000000002", "r1", "said"),
                   RelationRow("contradiction", "01J00000000000000000000001", "b", "r2")],
        clusters=[ClusterRow("c1", "actor", "Ana A.", ["01J00000000000000000000002"])],
    ),
    ArticleRow(
        "two", [SpanRow(0, 6, "actor", "b", "Ana A.")], "Ana A. says yes",
        text_sha256("Ana A. says yes"),
        relations=[RelationRow("contradiction", "01J00000000000000000000001", "b", "r2")],
        clusters=[ClusterRow("c1", "actor", "Ana A.", ["b"])],
    ),
]  # fmt: skip


def test_golden(tmp_path: Path) -> None:
    path, _ = written("w3c", ROWS, tmp_path)
    assert path.read_bytes() == GOLDEN.read_bytes()
    again, losses = read_back("w3c", GOLDEN)
    assert again == ROWS
    assert not losses.content


def test_without_the_text_only_places_and_hashes_are_written(tmp_path: Path) -> None:
    path, _ = written("w3c", ROWS, tmp_path, ExportOptions(has_text=False))
    data = path.read_text("utf-8")
    for said in ("Ana &", "said Ana", "“No”", "Paris", "says yes", "TextQuoteSelector"):
        assert said not in data
    again, _ = read_back("w3c", path)
    assert [row.text for row in again] == [None, None]
    assert [row.text_sha256 for row in again] == [row.text_sha256 for row in ROWS]
    assert [s.extents for row in again for s in row.spans] == [
        s.extents for row in ROWS for s in row.spans
    ]


def test_ids_that_articles_share_stay_apart(tmp_path: Path) -> None:
    relations = [RelationRow("attribution", "T1", "T2", "R1")]
    rows = [
        ArticleRow(name, [SpanRow(0, 1, "actor", "T1", "a"), SpanRow(1, 2, "claim", "T2", "b")],
                   "ab", relations=relations)
        for name in ("one", "two")
    ]  # fmt: skip
    path, report = written("w3c", rows, tmp_path)
    again, _ = read_back("w3c", path)
    assert [meaning(row) for row in again] == [meaning(row) for row in rows]
    assert not report.losses.content
    names = [item["id"] for item in json.loads(path.read_bytes())["items"]]
    assert len([name for name in names if "article" in name]) == 4
    assert len(set(names[:2] + names[3:5])) == 4


def test_a_relation_to_what_is_not_exported_is_counted(tmp_path: Path) -> None:
    row = msgspec.structs.replace(ROWS[0], clusters=[ClusterRow("c2", "actor", "Else", [])])
    _, report = written("w3c", [row], tmp_path)
    assert str(report.losses) == (
        "1 relation with an end that is not in the dataset, such as contradiction; "
        "1 cluster whose members are not in the dataset, such as “Else”"
    )


# Annotations of others ---------------------------------------------------------------------

TEXT: Final = "Ana 😀 met Bo. Bo met Ana. Then Ana 😀 left."
QUOTE: Final = "TextQuoteSelector"
POSITION: Final = "TextPositionSelector"


def annotation(selector: object, **more: Any) -> dict[str, Any]:
    source = more.pop("source", "https://post.example/news/page.html?a=b#c")
    return {
        "@context": CONTEXT,
        "id": "http://a.example/1",
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "value": "actor"},
        "target": {"source": source, "selector": selector},
    } | more


def quote(exact: str, **around: str) -> dict[str, Any]:
    return {"type": QUOTE, "exact": exact, **around}


def position(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"type": POSITION, "start": start, "end": end, **more}


def read_value(
    value: object, folder: Path, text: str | None = TEXT, *, keeps_going: bool = False
) -> tuple[list[ArticleRow], Losses, list[str]]:
    path = folder / "page.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    source = Input(path, ReadOptions(texts={"page": text}.get), keeps_going=keeps_going)
    rows = [placed.row for placed in read(source)]
    return rows, source.losses, [str(fault) for fault in source.faults]


def marked(rows: list[ArticleRow], text: str = TEXT) -> str:
    """The text with the spans in brackets, as they nest."""
    edges = [(at, sign) for row in rows for s in row.spans for a, b in s.extents
             for at, sign in ((b, "]"), (a, "["))]  # fmt: skip
    for at, sign in sorted(edges, reverse=True, key=lambda e: (e[0], e[1] == "]")):
        text = text[:at] + sign + text[at:]
    return text


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (position(10, 12), "Ana 😀 met [Bo]. Bo met Ana. Then Ana 😀 left."),
        ([position(10, 12), quote("Bo")], "Ana 😀 met [Bo]. Bo met Ana. Then Ana 😀 left."),
        # Counted in UTF-16 units, as browsers do: the quote shows it.
        ([position(11, 13), quote("Bo")], "Ana 😀 met [Bo]. Bo met Ana. Then Ana 😀 left."),
        (quote("Then"), "Ana 😀 met Bo. Bo met Ana. [Then] Ana 😀 left."),
        (quote("Ana", prefix="Then "), "Ana 😀 met Bo. Bo met Ana. Then [Ana] 😀 left."),
        (quote("Ana", suffix=". Then"), "Ana 😀 met Bo. Bo met [Ana]. Then Ana 😀 left."),
        # The page has other white space than the text, and more before it than the text has.
        (quote("Ana", prefix="met\n  ", suffix=".\nThen"),
         "Ana 😀 met Bo. Bo met [Ana]. Then Ana 😀 left."),
        (quote("Ana", prefix="Menu News By ", suffix=" 😀 \nmet"),
         "[Ana] 😀 met Bo. Bo met Ana. Then Ana 😀 left."),
        # Its place is that of an older text, but its words are only here.
        ([position(0, 4), quote("left")], "Ana 😀 met Bo. Bo met Ana. Then Ana 😀 [left]."),
        # Refined: the place counts from the quote.
        (quote("Bo met Ana") | {"refinedBy": position(3, 6)},
         "Ana 😀 met Bo. Bo [met] Ana. Then Ana 😀 left."),
        (position(14, 25, refinedBy=quote("Bo")),
         "Ana 😀 met Bo. [Bo] met Ana. Then Ana 😀 left."),
        ({"type": "FragmentSelector", "value": "p1", "refinedBy": quote("Then")},
         "Ana 😀 met Bo. Bo met Ana. [Then] Ana 😀 left."),
        ({"type": "RangeSelector", "startSelector": quote("Bo met"),
          "endSelector": quote("Then")}, "Ana 😀 met Bo. [Bo met Ana. ]Then Ana 😀 left."),
        ({"type": "RangeSelector", "startSelector": {"type": "XPathSelector", "value": "/p"},
          "endSelector": {"type": "XPathSelector", "value": "/p"}, "refinedBy": quote("Then")},
         "Ana 😀 met Bo. Bo met Ana. [Then] Ana 😀 left."),
        # Ends of no width, and the characters of RFC 5147.
        ({"type": "RangeSelector", "startSelector": position(4, 4), "endSelector": position(9, 9)},
         "Ana [😀 met] Bo. Bo met Ana. Then Ana 😀 left."),
        ({"type": "FragmentSelector", "value": "char=4,9", "refinedBy": position(2, 5)},
         "Ana 😀 [met] Bo. Bo met Ana. Then Ana 😀 left."),
        ({"type": "FragmentSelector", "value": "char=4,9;length=44"},
         "Ana [😀 met] Bo. Bo met Ana. Then Ana 😀 left."),
    ],
)  # fmt: skip
def test_places(tmp_path: Path, selector: object, expected: str) -> None:
    rows, _, _ = read_value(annotation(selector), tmp_path)
    assert [row.id for row in rows] == ["page"]
    assert marked(rows) == expected


def test_an_address_may_name_characters(tmp_path: Path) -> None:
    value = annotation(position(0, 1))
    for target in ("https://a.example/page.txt#char=4,9", {"source": "page.txt#char=4,9"}):
        rows, losses, _ = read_value(value | {"target": target}, tmp_path)
        assert marked(rows) == "Ana [😀 met] Bo. Bo met Ana. Then Ana 😀 left."
        assert not losses.content


_CURLY: Final = (
    "\u201cIt\u2019s\u201d over \u2014 he said.\n\nAna\u00a0Lee said \u2026 no. "
    "Ana  Lee left re-lit."
)


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (quote('"It\'s" over - he'), "[“It’s” over — he]"),
        (quote("over\n   —\the said. "), "[over — he said.]"),
        (quote("he said.Ana Lee"), "[he said.\n\nAna\u00a0Lee]"),
        (quote("said ... no"), "[said … no]"),
        (quote("Ana Lee", suffix=" said ..."), "[Ana\u00a0Lee]"),
        (quote("Ana Lee", prefix="no."), "[Ana  Lee]"),
        ([position(0, 6), quote('"It\'s"')], "[“It’s”]"),
        (quote('"It\'s"') | {"refinedBy": position(1, 5)}, "[It’s]"),
    ],
)
def test_a_quote_is_found_with_white_space_and_shapes_aside(
    tmp_path: Path, selector: object, expected: str
) -> None:
    rows, losses, _ = read_value(annotation(selector), tmp_path, _CURLY)
    assert expected in marked(rows, _CURLY)
    (span,) = rows[0].spans
    if "refinedBy" not in str(selector):
        assert span.text == _CURLY[span.start : span.end]
        assert "1 quote with other white space or shapes of characters" in str(losses)


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        (quote("Ana Lee"), "“Ana Lee” stands 2 times in the text, and it is not certain"),
        (quote("AnaLee"), "“AnaLee” does not stand in the text"),
        (quote("ana lee said"), "“ana lee said” does not stand in the text"),
        (quote("Ana Lee", prefix="Bob and ", suffix=" came"), "with other words before and after"),
    ],
)
def test_words_that_are_merely_similar_are_not_those_of_a_quote(
    tmp_path: Path, selector: object, reason: str
) -> None:
    assert reason in fault(annotation(selector), tmp_path, _CURLY)


REFUSED_PLACES: Final = [
    (quote("Ana"), "“Ana” stands 3 times in the text, and it is not certain which is meant"),
    (quote("Bob"), "“Bob” does not stand in the text"),
    (quote("Then", prefix="xx", suffix="yy"),
     "“Then” stands in the text, but with other words before and after it"),
    ([position(0, 2), quote("Bo")],
     "“Bo” stands 2 times in the text, and it is not certain which is meant"),
    (position(0, 99), "0-99 is no range of a text of 44 characters"),
    (position(5, 4), "5-4 is no range of a text of 44 characters"),
    (quote(""), "a quote without words has no place"),
    ({"type": "FragmentSelector", "value": "p1", "refinedBy": position(0, 2)},
     "this place counts from a part of the page that cannot be found in a text"),
    ({"type": "RangeSelector", "startSelector": quote("Then"), "endSelector": quote("Bo met")},
     "it has no end after its start"),
]  # fmt: skip


@pytest.mark.parametrize(("selector", "reason"), REFUSED_PLACES)
def test_what_is_not_certain_is_never_guessed(
    tmp_path: Path, selector: object, reason: str
) -> None:
    assert reason.replace(" of 44 ", f" of {len(TEXT)} ") in fault(annotation(selector), tmp_path)


def fault(value: object, folder: Path, text: str | None = TEXT) -> str:
    with pytest.raises(InputError) as caught:
        read_value(value, folder, text)
    return str(caught.value).removeprefix(str(folder / "page.json")).lstrip(", :")


@given(text=texts(), data=st.data())
def test_a_quote_is_found_where_it_is_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    ends = st.integers(0, len(text))
    start, end = sorted((data.draw(ends), data.draw(ends)))
    before, after = data.draw(st.integers(0, 32)), data.draw(st.integers(0, 32))
    around = {"prefix": text[max(0, start - before) : start], "suffix": text[end:][:after]}
    if data.draw(st.booleans()):  # the page has another layout
        around = {name: f"\n  {said.replace(' ', '  ')} " for name, said in around.items()}
    folder = tmp_path_factory.mktemp("w3c")
    value = annotation(quote(text[start:end], **around))
    rows, _, faults = read_value(value, folder, text, keeps_going=True)
    found = [(span.start, span.end) for row in rows for span in row.spans]
    assert found == ([] if faults else [(start, end)])
    if start < end and text.count(text[start:end]) == 1 and not before and not after:
        assert not faults


def test_one_that_cannot_be_placed_does_not_stop_the_others(tmp_path: Path) -> None:
    value = [annotation(quote("Bob")), annotation(quote("Then"), id="http://a.example/2")]
    rows, _, faults = read_value(value, tmp_path, keeps_going=True)
    assert marked(rows) == "Ana 😀 met Bo. Bo met Ana. [Then] Ana 😀 left."
    assert [f.removeprefix(str(tmp_path / "page.json")) for f in faults] == [
        ", field [0].target.selector.exact: “Bob” does not stand in the text"
    ]


def test_places_that_count_utf16_units_are_found_out_for_the_whole_article(
    tmp_path: Path,
) -> None:
    value = [
        annotation([position(11, 13), quote("Bo")]),
        annotation(position(32, 35), id="http://a.example/2"),  # no quote to check it by
    ]
    rows, losses, _ = read_value(value, tmp_path)
    assert marked(rows) == "Ana 😀 met [Bo]. Bo met Ana. Then [Ana] 😀 left."
    assert str(losses) == (
        "1 article whose places count UTF-16 units, as their quotes show, such as page"
    )


def test_without_the_text_places_are_taken_as_they_are(tmp_path: Path) -> None:
    rows, _, _ = read_value(annotation([position(4, 7), quote("met")]), tmp_path, None)
    (span,) = rows[0].spans
    assert (span.start, span.end, span.text, rows[0].text) == (4, 7, "met", None)
    assert fault(annotation(quote("met")), tmp_path, None) == (
        "line 1, field target.selector: the text of the article is needed to find this place, "
        "and it is not known"
    )


@pytest.mark.parametrize(
    ("source", "article"),
    [
        ("https://post.example/a/b/iran-plot.html?x=1#p", "iran-plot"),
        ("https://post.example/a/iran/", "iran"),
        ("https://post.example", "post.example"),
        ("https://post.example/Stra%C3%9Fe.v2.txt", "Straße.v2"),
        ("003_74a6.txt", "003_74a6"),
        ("urn:x:y", "urn:x:y".partition(":")[2]),
        ("urn:sidelight:article/a%20b/c.d", "a b/c.d"),
        (".hidden", ".hidden"),
    ],
)
def test_names_of_articles(source: str, article: str) -> None:
    assert article_in(source) == article


def test_two_pages_with_one_name_are_not_taken_for_one_article(tmp_path: Path) -> None:
    value = [
        annotation(position(0, 3), source="http://a.example/page.html"),
        annotation(position(0, 3), source="https://a.example/page.html#x", id="http://a.example/2"),
        annotation(position(0, 3), source="http://b.example/page.html", id="http://a.example/3"),
    ]
    assert fault(value, tmp_path) == (
        "field [2].target.source: this and https://a.example/page.html#x would both be the "
        "article 'page'"
    )


def test_bodies(tmp_path: Path) -> None:
    body = [
        {"type": "TextualBody", "purpose": "tagging", "value": "claim", "language": "en"},
        {"type": "TextualBody", "purpose": "tagging", "value": "urgent"},
        {"type": "TextualBody", "purpose": "commenting", "value": "really?"},
        {"type": "TextualBody", "value": "no purpose", "format": "text/html"},
        {"type": "SpecificResource", "purpose": "identifying", "source": "http://wd.example/Q1"},
        "http://a.example/picture",
    ]
    rows, losses, _ = read_value(
        annotation(quote("Then"), body=body, motivation=["assessing"], rights="http://cc.example/"),
        tmp_path,
    )
    (span,) = rows[0].spans
    assert (span.label, span.note) == ("claim", "really?")
    assert span.attributes["w3c.tag"] == '{"language":"en"}'
    assert json.loads(span.attributes["w3c.bodies"]) == [body[1], *body[3:]]
    assert span.attributes["w3c.rights"] == "http://cc.example/"
    assert not losses.content


def test_containers(tmp_path: Path) -> None:
    one = annotation(quote("Then"))
    bare = {name: value for name, value in one.items() if name != "@context"}
    other = annotation(quote("left"), id="http://a.example/2")
    page = {"@context": CONTEXT, "id": "http://a.example/p", "type": "AnnotationPage",
            "items": [bare, other]}  # fmt: skip
    collection = {"@context": [CONTEXT], "id": "http://a.example/c", "type": "AnnotationCollection",
                  "total": 2, "first": page | {"next": "http://a.example/p2"}}  # fmt: skip
    expected = "Ana 😀 met Bo. Bo met Ana. [Then] Ana 😀 [left]."
    lines = f"{json.dumps(one)}\n\n{json.dumps(other)}\n"
    for value in ([one, other], lines, page, json.dumps(page, indent=2), collection):
        rows, losses, _ = read_value(value, tmp_path)
        assert marked(rows) == expected
        left_out = "pages that are not in the file, such as http://a.example/p2"
        assert str(losses) == (f"1 {left_out}" if value is collection else "0 things left out")


def test_hypothesis(tmp_path: Path) -> None:
    row = {
        "id": "xyz", "created": "2021-02-03T04:05:06.789012+00:00",
        "updated": "2021-02-03T04:05:07.789012+00:00", "user": "acct:ana@hypothes.is",
        "uri": "https://post.example/page.html", "text": "who?", "tags": ["actor", "main"],
        "group": "__world__", "references": [],
        "target": [{"source": "https://post.example/page.html", "selector": [
            {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0,
             "endContainer": "/p[1]", "endOffset": 3},
            position(120, 123), quote("Ana", prefix="Bo met ", suffix=". Then")]}],
    }  # fmt: skip
    highlight = {"id": "h", "uri": row["uri"], "tags": [], "text": "",
                 "target": [{"selector": [quote("left")]}]}  # fmt: skip
    reply = {"id": "r", "uri": row["uri"], "text": "yes", "references": ["xyz"], "target": []}
    page_note = {"id": "n", "uri": row["uri"], "text": "good", "tags": ["a"]}
    value = {"total": 4, "rows": [row, highlight, reply, page_note]}
    for given_ in (value, "\n".join(json.dumps(each) for each in value["rows"]),  # type: ignore[attr-defined]  # plain JSON
                   {"export_date": "2024", "annotations": value["rows"]}):  # fmt: skip
        rows, losses, _ = read_value(given_, tmp_path)
        assert marked(rows) == "Ana 😀 met Bo. Bo met [Ana]. Then Ana 😀 [left]."
        first, second = rows[0].spans
        assert (first.id, first.label, first.note, first.created) == (
            "xyz", "actor", "who?", "2021-02-03T04:05:06.789012+00:00",
        )  # fmt: skip
        assert first.attributes["w3c.creator"] == "acct:ana@hypothes.is"
        assert (second.label, second.attributes["w3c.untagged"]) == ("highlighting", "highlighting")
        assert str(losses) == (
            "1 reply to annotations, such as r; 1 annotation of whole resources, such as n; "
            "1 places that are not those of their quotes, which were followed, such as xyz; "
            "1 annotation without a tag, labelled by what they are for, such as h"
        )


def test_recogito_relations_and_groups(tmp_path: Path) -> None:
    value = [
        annotation([position(0, 3), quote("Ana")], id="#a"),
        annotation([position(14, 16), quote("Bo")], id="#b"),
        {"@context": CONTEXT, "id": "#r", "type": "Annotation", "motivation": "linking",
         "body": [{"type": "TextualBody", "value": "meets", "purpose": "tagging"}],
         "target": [{"id": "#a"}, {"id": "#b"}]},
        {"@context": CONTEXT, "id": "#q", "type": "Annotation", "motivation": "linking",
         "target": ["#a", "http://elsewhere.example/1"]},
        annotation(None, id="#c", target={"type": "Composite", "items": [
            {"source": "page.txt", "selector": quote("left")},
            {"source": "page.txt", "selector": quote("Then")}]}),
        annotation(None, id="#d", target=[
            {"source": "page.txt", "selector": quote("Then")},
            {"source": "page.txt", "selector": quote("left")}]),
    ]  # fmt: skip
    for each in value[:2]:
        each["target"]["source"] = "page.txt"
    rows, losses, _ = read_value(value, tmp_path)
    assert rows[0].relations == [RelationRow("meets", "#a", "#b", "#r")]
    assert [(s.id, s.extents) for s in rows[0].spans][2:] == [
        ("#c", [(26, 30), (37, 41)]),
        ("#d", [(26, 30)]),
        ("#dx", [(37, 41)]),
    ]
    assert str(losses) == (
        "1 link to what is no span of the file, such as #q; "
        "1 annotation of several targets, each of which is a span now, such as #d"
    )


def test_without_width_and_embedded_text(tmp_path: Path) -> None:
    source = {"id": "http://a.example/page.txt", "type": "TextualBody", "value": "short text"}
    value = [
        annotation(position(3, 3), source=source),
        annotation(position(0, 5), source=source, id="http://a.example/2"),
    ]
    rows, losses, _ = read_value(value, tmp_path, None)
    assert rows[0].text == "short text"
    assert [span.text or rows[0].said[span.start : span.end] for span in rows[0].spans] == ["short"]
    assert str(losses) == "1 span without width, such as http://a.example/1"


# Bad input ---------------------------------------------------------------------------------

BASE: Final = {
    "@context": CONTEXT, "id": "http://a.example/1", "type": "Annotation",
    "body": "http://a.example/post", "target": "http://a.example/page",
}  # fmt: skip
BAD: Final = [
    ({"@context": None}, "@context: it is missing; a web annotation has " + CONTEXT),
    ({"@context": "http://a.example/"}, "@context: it is another; a web annotation has " + CONTEXT),
    ({"id": ["http://a.example/1", "http://a.example/2"]}, "id: it must be one IRI, not a list"),
    ({"id": "not an iri"}, "id: it must be an IRI, not the text “not an iri”"),
    ({"type": "Squirrel"}, "type: it must be Annotation"),
    ({"type": 3}, "type: it must be a text or a list of texts, not the number 3"),
    ({"target": None}, "target: it is missing; an annotation must have a target"),
    ({"target": 9}, "target: it must be an IRI or an object, not the number 9"),
    ({"target": {"type": "SpecificResource"}},
     "target.source: it is missing; it must be the IRI of a resource"),
    ({"target": {"items": ["http://a.example/1"]}},
     "target.type: what has items must be one of Composite, List, Independents, Choice"),
    ({"target": {"source": "http://a.example/", "selector":
                 {"type": "FragmentSelector", "value": ["x", "y"]}}},
     "target.selector.value: it must be one text, not a list"),
    ({"target": {"source": "p", "selector": [{"type": POSITION, "start": "0", "end": 3}]}},
     "target.selector[0].start: it must be a whole number, not the text “0”"),
    ({"target": {"source": "p", "selector": {"type": QUOTE}}},
     "target.selector.exact: it is missing; it must be a text"),
    ({"target": {"source": "p", "selector": 3}},
     "target.selector: it must be an IRI or an object, not the number 3"),
    ({"body": {"id": "this is not a uri either", "format": "text/plain"}},
     "body.id: it must be an IRI, not the text “this is not a uri either”"),
    ({"body": ["http://a.example/1", 9]},
     "body[1]: it must be an IRI or an object, not the number 9"),
    ({"body": {"id": "http://a.example/1", "language": 3}},
     "body.language: it must be a text or a list of texts, not the number 3"),
    ({"body": {"type": "TextualBody", "format": "text/plain"}},
     "body.value: it is missing; it must be a text"),
    ({"bodyValue": "doppelganger"},
     "bodyValue: there must not be a body and a bodyValue as well"),
    ({"body": None, "bodyValue": 23}, "bodyValue: it must be a text, not the number 23"),
    ({"body": {"id": "http://a.example/1", "processingLanguage": ["en", "de"]}},
     "body.processingLanguage: it must be one text, not a list"),
    ({"body": {"items": ["http://a.example/1", "http://a.example/2"]}},
     "body.type: what has items must be one of Composite, List, Independents, Choice"),
    ({"generator": 42}, "generator: it must be an IRI or an object, not the number 42"),
    ({"modified": "an hour ago"},
     "modified: it must be a date and time such as 2015-01-28T12:00:00Z, not “an hour ago”"),
    ({"modified": ["2015-01-28T12:00:00Z"]}, "modified: it must be one text, not a list"),
    ({"generated": ["2015-01-28T12:00:00Z"]}, "generated: it must be one text, not a list"),
    ({"via": "not a uri"}, "via: it must be an IRI, not the text “not a uri”"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_bad_annotations(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    value = {name: each for name, each in (BASE | change).items() if each is not None}
    assert fault(value, tmp_path) == f"line 1, field {sentence}"
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": [BASE, value]}
    if "@context" not in change:
        assert fault(page, tmp_path) == f"line 1, field items[1].{sentence}"


def test_what_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    selector: dict[str, object] = quote("Then")
    target: dict[str, object] = {"source": "page", "selector": quote("Then")}
    page: dict[str, object] = {"type": "AnnotationPage", "items": [annotation(quote("Then"))]}
    for _ in range(200):
        selector = {"type": "FragmentSelector", "value": "x", "refinedBy": selector}
        target = {"type": "List", "items": [target]}
        page = {"type": "AnnotationPage", "items": [], "next": page}
    assert fault(annotation(selector), tmp_path).endswith(": it is nested too deeply")
    assert fault(annotation(None, target=target), tmp_path).endswith(": it is nested too deeply")
    rows, _, _ = read_value({"@context": CONTEXT} | page, tmp_path)
    assert marked(rows) == "Ana 😀 met Bo. Bo met Ana. [Then] Ana 😀 left."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("this is not json", "line 1: this line is not JSON: "),
        ('{"@context":\n"x",}', "line 2: this is not JSON: "),
        ("[1]", "field [0]: it must be an object, not the number 1"),
        ({"@context": CONTEXT, "type": "AnnotationPage", "items": {}},
         "line 1, field items: it must be a list, not an object"),
        ({"@context": CONTEXT, "type": "AnnotationPage", "sidelight:offset_unit": "inch"},
         "line 1, field sidelight:offset_unit: offsets in 'inch' cannot be read; only in "
         "codepoint, utf16, utf8"),
        ({"@context": CONTEXT, "type": "AnnotationPage", "sidelight:articles":
          [{"id": "a", "value": "text", "sidelight:text_sha256": "0"}]},
         "line 1, field sidelight:articles[0].sidelight:text_sha256: it is not that of the text"),
        ({"rows": [{"tags": [3]}]}, "line 1, field rows[0].tags.tag: it must be a text, not "
         "the number 3"),
    ],
)  # fmt: skip
def test_bad_files(tmp_path: Path, value: object, sentence: str) -> None:
    assert fault(value, tmp_path).startswith(sentence)


_JSON: Final = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 60),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(("", "x", "Bo", "linking", "tagging", "Annotation", "TextualBody", QUOTE,
                         POSITION, "RangeSelector", "Composite", "http://a.example/1", "page")),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(("id", "type", "value", "source", "selector", "refinedBy", "start",
                             "end", "exact", "prefix", "items", "purpose", "startSelector",
                             "endSelector", "name", "text", "tags", "target", "uri")),
            inner, max_size=5,
        ),
    ),
    max_leaves=12,
)  # fmt: skip
_FIELDS: Final = (
    "@context", "id", "type", "body", "bodyValue", "target", "created", "motivation", "creator",
    "items", "first", "rows", "references", "sidelight:articles", "sidelight:attributes",
    "sidelight:kind", "sidelight:origin",
)  # fmt: skip


@given(changes=st.lists(st.tuples(st.sampled_from(_FIELDS), _JSON), max_size=4))
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("w3c")
    value = annotation([position(10, 12), quote("Bo")]) | dict(changes)
    rows, _, faults = read_value([value, BASE], folder, keeps_going=True)
    for row in rows:
        for span in row.spans:
            if row.id == "page":
                assert 0 <= span.start < span.end <= len(TEXT)
    if faults:
        with pytest.raises(InputError):
            read_value([value, BASE], folder)


# Real files --------------------------------------------------------------------------------

_NO_JSON: Final = "this is not JSON: expecting property name enclosed in double quotes"
_TWO_IDS: Final = "field id: it must be one IRI, not a list"
REFUSED: Final = {
    "anno1": "line 1: this line is not JSON: JSON is malformed: invalid character (byte 4)",
    "anno3": f"line 1, field @context: it is missing; a web annotation has {CONTEXT}",
    "anno5": f"line 1, field @context: it is another; a web annotation has {CONTEXT}",
    "anno7": f"line 1, {_TWO_IDS}",
    "anno9": "line 1, field type: it must be Annotation",
    "anno11": f"line 1, {_TWO_IDS}",
    "anno13": f"line 11: {_NO_JSON}",
    "anno15": f"line 11: {_NO_JSON}",
    "anno17": f"line 11: {_NO_JSON}",
    "anno19": f"line 13: {_NO_JSON}",
    "anno21": f"line 8: {_NO_JSON}",
    "anno23": f"line 12: {_NO_JSON}",
    "anno25": f"line 10: {_NO_JSON}",
    "anno27": f"line 1, {_TWO_IDS}",
    "anno29": f"line 1, {_TWO_IDS}",
    "anno31": f"line 1, {_TWO_IDS}",
    "anno33": f"line 1, {_TWO_IDS}",
    "anno35": f"line 1, {_TWO_IDS}",
    "anno37": f"line 9: {_NO_JSON}",
    "anno39": f"line 1, {_TWO_IDS}",
}
"""Of the incorrect examples of the recommendation."""
SPANS: Final = {
    "anno23": (
        "this is an anotation that has some typos", "this is an [anotation] that has some typos"),
    "anno29": (
        "Here is text before the Selected Text and text after it.",
        "Here is text before the [Selected Text] and text after it."),
}  # fmt: skip
"""Of the correct ones, those that are of a text: what their page says, made up to fit."""
OTHERS: Final = {
    "anno19": "parts that are no text (a selector elsewhere)",
    "anno21": "parts that are no text (CssSelector)",
    "anno25": "parts that are no text (DataPositionSelector)",
    "anno27": "parts that are no text (SvgSelector)",
}
"""Of the correct ones, those that are of parts; the rest is of whole resources."""


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format."""
    for path in sorted(corpus("formats/w3c").rglob("*.json")):
        yield path, "w3c"
    yield corpus("formats/hypothesis") / "minimal.json", "w3c"


def test_incorrect_examples_are_refused() -> None:
    folder = corpus("formats/w3c") / "incorrect"
    assert {path.stem for path in folder.iterdir()} == set(REFUSED)
    for path in folder.iterdir():
        with pytest.raises(InputError) as caught:
            read_back("w3c", path)
        said = str(caught.value).removeprefix(str(path)).lstrip(", :")
        assert said == REFUSED[path.stem]


def test_correct_examples(tmp_path: Path) -> None:
    folder = corpus("formats/w3c") / "correct"
    assert len(list(folder.iterdir())) == 22
    for path in folder.iterdir():
        text, expected = SPANS.get(path.stem, ("", ""))
        options = ReadOptions(texts={"page1": text}.get if text else None)
        rows, losses = read_back("w3c", path, options)
        if text:
            assert marked(rows, text) == expected
            same_annotations(path, rows, tmp_path, options)
        else:
            assert rows == []
            what = OTHERS.get(path.stem, "whole resources")
            uri = f"http://example.org/{path.stem}"
            assert str(losses) == f"1 annotation of {what}, such as {uri}"


def test_hypothesis_minimal(tmp_path: Path) -> None:
    folder = corpus("formats/hypothesis")
    page = (folder / "minimal.html").read_text("utf-8")
    assert "One Two Three" in page
    for known in (None, {"minimal": "One Two Three"}.get):
        options = ReadOptions(texts=known)
        rows, losses = read_back("w3c", folder / "minimal.json", options)
        assert marked(rows, "One Two Three") == "One [Two] Three"
        assert str(losses) == (
            "1 annotation without a tag, labelled by what they are for, such as test"
        )
        same_annotations(folder / "minimal.json", rows, tmp_path, options)


def same_annotations(
    path: Path, rows: list[ArticleRow], folder: Path, options: ReadOptions
) -> None:
    """What is written of the rows holds what the file holds, and is read as the same rows."""
    again_at, report = written("w3c", rows, folder)
    assert not report.losses.content
    again, _ = read_back("w3c", again_at, options)
    assert [meaning(row) for row in again] == [meaning(row) for row in rows]
    before = json.loads(path.read_bytes())
    before = before.get("rows", [before])
    after = json.loads(again_at.read_bytes())["items"]
    for old, new in zip(before, after, strict=True):
        for name, value in old.items():
            if name in ("@context", "target"):
                continue
            if name == "id":
                assert new[name].endswith(value)
            else:
                assert new[name] == ([value] if name == "body" else value)
        target = old["target"][0] if isinstance(old["target"], list) else old["target"]
        selectors = target["selector"]
        for selector in selectors if isinstance(selectors, list) else [selectors]:
            assert any(_says(each, selector) for each in new["target"]["selector"])
        assert new["target"]["source"] == target.get("source", "urn:sidelight:article/minimal")


def _says(new: dict[str, object], old: dict[str, object]) -> bool:
    """Whether a selector says what an older one said; what surrounds a quote is taken anew."""
    around = ("prefix", "suffix")
    return all(new.get(name) == value for name, value in old.items() if name not in around)


def test_other_formats_are_not_claimed() -> None:
    assert FORMAT.looks_like is not None
    claimed = set()
    for path in corpus("formats").rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                head = stream.read(64 * 1024)
            if FORMAT.looks_like(head, path.name):
                claimed.add(path.parent.name)
    assert claimed == {"correct", "incorrect", "hypothesis"}
