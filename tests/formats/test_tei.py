"""TEI P5: what is text in it, what is an annotation, and that both come back."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from store.errors import InputError
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow
from store.formats.tei import FORMAT
from tests.corpora import corpus
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, read_back, written

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = {
    "marx_manifestws_1848.TEI-P5.xml": 0,
    "tei_UKR19121_KotsiubynskyiTiniZabutykhPredkiv.xml": 12,
    "tei_apd60t.xml": 0,
    "tei_stevenson_treasure_island.xml": 1,
}
"""The real files, and how many annotations are in each."""
TEI = "{http://www.tei-c.org/ns/1.0}"


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format."""
    for name in FILES:
        yield corpus("formats/tei") / name, "tei"


def document(text: str, stand_off: str = "") -> str:
    """A TEI document with this in its body."""
    head = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'
    return f"{head}<text><body>{text}</body></text>{stand_off}</TEI>"


def read(data: str, folder: Path) -> ArticleRow:
    """The one article of a file with these contents."""
    path = folder / "a.xml"
    path.write_text(data)
    (row,), _ = read_back("tei", path)
    return row


def marked(row: ArticleRow) -> list[tuple[str, str, str]]:
    """What is annotated, with the label and what else is said of it."""
    said = [" … ".join(row.said[a:b] for a, b in s.extents) for s in row.spans]
    more = [", ".join(f"{k}={v}" for k, v in s.attributes.items()) for s in row.spans]
    return list(zip(said, [s.label for s in row.spans], more, strict=True))


@given(row=article_rows(holds=FORMAT.holds))
@settings(max_examples=scaled(60))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("tei", [row], tmp_path_factory.mktemp("tei"))
    (again,), losses = read_back("tei", path)
    assert meaning(again) == meaning(row)
    assert [span.id for span in again.spans] == [span.id for span in row.spans]
    assert (again.id, again.text) == (row.id, row.text)
    assert not report.losses.content
    assert not losses.content


def test_discontinuous_spans_and_attributes_come_back(tmp_path: Path) -> None:
    text = "Ana and Bo Berg\U0001f600 left"
    spans = [
        SpanRow(0, 15, "actor", "a", "Ana Berg", parts=[(0, 3), (11, 15)]),
        SpanRow(8, 15, "actor", "b", "Bo Berg", attributes={"gate.set": "Key", "n:x.Y": " <a>\n"}),
    ]
    row = ArticleRow("p/q", spans, text)
    path, _ = written("tei", [row], tmp_path)
    (again,), _ = read_back("tei", path)
    assert (again.id, again.spans) == ("p/q", spans)


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_real_files_come_back_the_same(tmp_path: Path, name: str, count: int) -> None:
    path = corpus("formats/tei") / name
    rows, losses = read_back("tei", path)
    exported, report = written("tei", rows, tmp_path)
    again, left = read_back("tei", exported)
    assert list(map(meaning, again)) == list(map(meaning, rows))
    assert len(rows[0].spans) == count
    assert not report.losses.content
    assert not left.content
    assert "spans without width" not in losses.found
    # Another parser than ours finds the same words in the elements that we took.
    found = ET.parse(path).getroot().iter(f"{TEI}quote")
    quotes = ["".join(each.itertext()).split() for each in found]
    assert [span.text.split() for span in rows[0].spans] == quotes


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>one\n  two</p>\n<p> three </p>", "one two\n\nthree"),
        ("<head>A</head><div><p>b</p></div>", "A\n\nb"),
        ("<lg><l>roses</l>\n<l>violets</l></lg><p>p</p>", "roses\nviolets\n\np"),
        ("<p>one<lb/>two</p>", "one\ntwo"),
        ('<p>won\n<lb break="no"/>der</p>', "wonder"),
        ('<p>one <pb n="2"/>two</p>', "one two"),
        ('<p>won<pb break="no"/>der</p>', "wonder"),
        ('<ab xml:space="preserve"> a\n\n  b </ab>', " a\n\n  b "),
        ("<p>He <choice><sic>sed</sic><corr>said</corr></choice> so</p>", "He said so"),
        ("<p><app><rdg>x</rdg><lem>y</lem></app></p>", "y"),
        ("<p>a<note>b</note>c</p><div><note>d</note></div>", "ac\n\nd"),
        ("<p>a <del>b </del><hi>c</hi></p>", "a c"),
        ("<list><item>a</item><item>b</item></list>", "a\nb"),
        ("<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell></row></table>",
         "a b\nc"),
        ("<p>Москва\u00a0— \U0001f600 &amp; &#x5d0;</p>", "Москва\u00a0— \U0001f600 & א"),
        ("<p>a</p><spanGrp><span>not text</span></spanGrp>", "a"),
    ],
)  # fmt: skip
def test_what_is_text(tmp_path: Path, body: str, text: str) -> None:
    assert read(document(body), tmp_path).text == text


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            '<p>\U0001f600 <persName ref="#m"> Karl <surname>Marx</surname> </persName> in '
            '<placeName key="B">Berlin</placeName></p>',
            [("Karl Marx", "persName", "ref=#m"), ("Berlin", "placeName", "key=B")],
        ),
        (
            '<p>“<said who="#a">No, <orgName>UN</orgName></said>”</p>',
            [("No, UN", "said", "who=#a"), ("UN", "orgName", "")],
        ),
        (
            '<p><seg type="claim">It rained</seg> <seg ana="#x">so</seg> <seg>much</seg></p>',
            [
                ("It rained", "claim", "type=claim, tei.element=seg"),
                ("so", "x", "ana=#x, tei.element=seg"),
            ],
        ),
        ("<p>a</p><quote><p>b</p><p>c</p></quote>", [("b\n\nc", "quote", "")]),
        ('<p>on <date when="2020-01-03">Friday</date></p>',
         [("Friday", "date", "when=2020-01-03")]),
    ],
)  # fmt: skip
def test_what_is_an_annotation(
    tmp_path: Path, body: str, found: list[tuple[str, str, str]]
) -> None:
    row = read(document(body), tmp_path)
    assert marked(row) == found
    path, _ = written("tei", [row], tmp_path)
    (again,), _ = read_back("tei", path)
    assert marked(again) == found


WORDS = (
    '<p xml:id="p"><w xml:id="a">Ana</w> <w xml:id="b">Berg</w> <w xml:id="c">left</w></p>'
    '<ab xml:id="t" xml:space="preserve">Bo  \U0001f600 ran</ab>'
)


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ('<span type="actor" target="#a #b"/>', [("Ana Berg", "actor")]),
        ('<span type="actor" target="#a #c"/>', [("Ana … left", "actor")]),
        ('<span type="actor" from="#b" to="#c"/>', [("Berg left", "actor")]),
        ('<span ana="#act" from="#b"/>', [("Berg", "act")]),
        ('<span type="x" target="#string-range(t,4,1)"/>', [("\U0001f600", "x")]),
        ('<span type="x" target="#string-range(#t, 0, 2, 6, 3)"/>', [("Bo … ran", "x")]),
        ('<span type="x" from="#string-index(t,6)" to="#string-index(t,9)"/>', [("ran", "x")]),
        ('<span type="x" target="#nowhere"/>', []),
    ],
)
def test_spans_that_stand_off(tmp_path: Path, span: str, found: list[tuple[str, str]]) -> None:
    stand_off = f"<standOff><spanGrp>{span}</spanGrp></standOff>"
    row = read(document(WORDS, stand_off), tmp_path)
    assert [(said, label) for said, label, _ in marked(row)] == found


def test_relations_between_elements_with_ids(tmp_path: Path) -> None:
    body = '<p><said xml:id="c">No</said>, said <persName xml:id="a">Ana</persName></p>'
    links = (
        "<standOff><listRelation>"
        '<relation name="attribution" active="#c" passive="#a"/>'
        '<relation name="friends" mutual="#a #nobody"/>'
        "</listRelation></standOff>"
    )
    path = tmp_path / "a.xml"
    path.write_text(document(body, links))
    (row,), losses = read_back("tei", path)
    assert row.relations == [RelationRow("attribution", "c", "a")]
    assert str(losses) == "1 relation of what is no span, such as friends in line 1 of a.xml"


def test_a_corpus_is_several_articles(tmp_path: Path) -> None:
    path = tmp_path / "all.xml"
    path.write_text(f"<teiCorpus>{document('<p>a</p>')}{document('<p>b</p>')}</teiCorpus>")
    rows, _ = read_back("tei", path)
    assert [(row.id, row.text) for row in rows] == [("all/1", "a"), ("all/2", "b")]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(document("<p>a<pb/> <date when='2020'/><hi>b</hi><note>c</note></p>"))
    _, losses = read_back("tei", path)
    assert str(losses) == (
        "1 page break and other milestones, such as <pb> in line 1; "
        "1 other element within paragraphs, such as <hi> in line 1; "
        "1 note within paragraphs, such as <note> in line 1; "
        "1 span without width, such as <date> in line 1 of a.xml"
    )


REFUSED = (
    "it has a document type declaration, which could make a reader fetch or expand things; "
    "take the <!DOCTYPE …> out of it"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<TEI.2/>", "{}, line 1: this is no TEI P5, but <TEI.2>"),
        ("<TEI/>", "{}, line 1: it has no <text>"),
        ("<TEI>\n<text></TEI>", "{}, line 2: this is not XML: mismatched tag"),
        ('<!DOCTYPE TEI SYSTEM "http://a.test/tei.dtd"><TEI/>', "{}, line 1: " + REFUSED),
        ('<!DOCTYPE TEI [<!ENTITY a SYSTEM "file:///etc/passwd">]><TEI>&a;</TEI>',
         "{}, line 1: " + REFUSED),
        (
            document(WORDS, '<standOff>\n<span target="#string-range(t,8,9)"/></standOff>'),
            "{}, line 2, field target: 8-17 is no range of a text of 9 characters",
        ),
        (
            document(WORDS, '<standOff><span target="#string-range(p,0,3)"/></standOff>'),
            "{}, line 1, field target: 'p' is not the xml:id of an element whose white space "
            "is kept",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, data: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, tmp_path)
    assert str(caught.value) == reason.format(tmp_path / "a.xml")


def test_a_deep_document_is_refused_and_a_less_deep_one_is_read(tmp_path: Path) -> None:
    deep = 190
    assert read(document("<div>" * deep + "a" + "</div>" * deep), tmp_path).text == "a"
    with pytest.raises(InputError, match="nested too deeply"):
        read(document("<div>" * 999 + "a" + "</div>" * 999), tmp_path)


def test_golden(tmp_path: Path) -> None:
    text = "“No”, said Ana \U0001f600 & co.\r\n\r\nParis is quiet."
    row = ArticleRow(
        "one",
        [
            SpanRow(0, 14, "claim", "01J1", attributes={"kind": "<x>"}),
            SpanRow(11, 14, "actor", "01J2", "Ana", note="who?\nwhere?"),
            SpanRow(5, 31, "source", "01J3", parts=[(11, 14), (26, 31)]),
        ],
        text,
        meta=Meta(title="Ana & Paris", outlet="The Post", date="2020-01-03"),
        relations=[RelationRow("attribution", "01J1", "01J2", "01J4", "said")],
        clusters=[ClusterRow("01J5", "actor", "Ana", ["01J2", "01J3"])],
    )
    path, _ = written("tei", [row], tmp_path)
    assert (path / "one.xml").read_bytes() == (GOLDEN / "tei.xml").read_bytes()


def test_where_an_article_is_from_is_read_back(tmp_path: Path) -> None:
    about = Meta("T", "The Post", "2020-01-03", "Bo Li", "https://t.org/a?b=1&c=2", file="one.xml")
    path, _ = written("tei", [ArticleRow("one", [], "Ana left.", meta=about)], tmp_path)
    (row,), _ = read_back("tei", path / "one.xml")
    assert row.meta == about
