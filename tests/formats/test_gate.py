"""GATE documents: read as GATE reads them, and written so that both read the same."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings

from store.errors import InputError
from store.formats.gate import FORMAT
from store.formats.reading import ReadOptions
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow
from tests.corpora import corpus
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, read_back, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = (
    "annic-ft-airlines-27-jul-2001.xml",
    "annic-ft-bmi-09-may-2001.xml",
    "iaa-beijing-opera.xml",
    "keys-BT-chair-ind-11-May-2001M.xml",
    "keys-BT-ind-16-May-2001M.xml",
)
LAYERS = {"Token", "SpaceToken", "Sentence", "Split", "POS"}


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format."""
    for name in FILES:
        yield corpus("formats/gate") / name, "gate"


def annotations_in(path: Path) -> Set[object]:
    """The annotations of a GateDocument, read with another parser than ours.

    Layers of tokens and the original markup are not among them.
    """
    root = ET.parse(path).getroot()
    nodes: dict[str, int] = {}
    place = root.find("TextWithNodes")
    assert place is not None
    text = place.text or ""
    for node in place:
        nodes[node.attrib["id"]] = len(text)
        text += node.tail or ""
    found: set[object] = {text}
    for each in root.findall("AnnotationSet"):
        if each.get("Name") == "Original markups":
            continue
        for a in each:
            if a.attrib["Type"] in LAYERS:
                continue
            features = tuple(
                sorted(
                    (f.findtext("Name") or "", f.findtext("Value") or "", _class(f))
                    for f in a
                    if f.findtext("Name") != "sidelight.id"
                )
            )
            start, end = nodes[a.attrib["StartNode"]], nodes[a.attrib["EndNode"]]
            found.add((each.get("Name"), a.attrib["Type"], start, end, features))
    return found


def _class(feature: ET.Element) -> str:
    held = feature.find("Value")
    assert held is not None
    return held.get("className", "java.lang.String")


def read(data: str | bytes, folder: Path) -> ArticleRow:
    """The one article of a file with these contents."""
    path = folder / "a.xml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (row,), _ = read_back("gate", path)
    return row


def document(text: str, sets: str = "") -> str:
    """A GateDocument."""
    return f"<GateDocument><TextWithNodes>{text}</TextWithNodes>{sets}</GateDocument>"


def annotation(start: int, end: int, features: str = "") -> str:
    """The default set with an annotation in it."""
    return (
        '<AnnotationSet><Annotation Id="7" Type="Person" '
        f'StartNode="{start}" EndNode="{end}">{features}</Annotation></AnnotationSet>'
    )


@given(row=article_rows(holds=FORMAT.holds))
@settings(max_examples=scaled(60))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("gate", [row], tmp_path_factory.mktemp("gate"))
    (again,), losses = read_back("gate", path)
    assert meaning(again) == meaning(row)
    assert [span.id for span in again.spans] == [span.id for span in row.spans]
    assert (again.id, again.text) == (row.id, row.text)
    assert not report.losses.content
    assert not losses.content


_TWO_SETS: Final = document(
    '<Node id="0"/>Ana<Node id="3"/> met <Node id="8"/>Bo<Node id="10"/>.',
    "".join(
        f'<AnnotationSet Name="{name}"><Annotation Id="{n}" Type="PER" StartNode="0" EndNode="3"/>'
        f'<Annotation Id="{n + 1}" Type="{other}" StartNode="8" EndNode="10"/></AnnotationSet>'
        for n, name, other in ((1, "ann1", "LOC"), (3, "ann2", "ORG"))
    ),
)


@pytest.mark.parametrize(
    ("user", "found", "said"),
    [
        (
            None,
            ["PER", "LOC"],
            "2 annotations by annotation set ann2, such as PER in line 1 of a.xml",
        ),
        (
            "ann2",
            ["PER", "ORG"],
            "2 annotations by annotation set ann1, such as PER in line 1 of a.xml",
        ),
    ],
)
def test_sets_that_say_the_same_are_two_peoples(
    tmp_path: Path, user: str | None, found: list[str], said: str
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(_TWO_SETS)
    (row,), losses = read_back("gate", path, ReadOptions(annotator=user))
    assert [span.label for span in row.spans] == found
    assert str(losses) == said


def test_a_set_with_a_type_that_two_people_have_is_a_third_persons(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    third = '<AnnotationSet Name="ann3"><Annotation Id="9" Type="PER" StartNode="8" EndNode="10"/>'
    path.write_text(_TWO_SETS.replace("</GateDocument>", f"{third}</AnnotationSet></GateDocument>"))
    (row,), losses = read_back("gate", path)
    assert [span.label for span in row.spans] == ["PER", "LOC"]
    assert "1 annotation by annotation set ann3" in str(losses)
    (row,), _ = read_back("gate", path, ReadOptions(annotator="ann3"))
    assert [(span.label, span.text) for span in row.spans] == [("PER", "Bo")]


def test_sets_that_say_nothing_twice_are_layers_of_which_one_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(_TWO_SETS.replace('Id="3" Type="PER"', 'Id="3" Type="NAME"'))
    (row,), losses = read_back("gate", path)
    assert len(row.spans) == 4
    assert not losses.content
    (row,), losses = read_back("gate", path, ReadOptions(annotator="ann2"))
    assert [span.label for span in row.spans] == ["NAME", "ORG"]
    assert str(losses).startswith("2 annotations by annotation set ann1")


@pytest.mark.parametrize(("user", "count"), [("ann1", 38), ("ann2", 22), ("ann3", 23)])
def test_the_work_of_each_of_three_annotators_is_read_whole(user: str, count: int) -> None:
    path = corpus("formats/gate") / "iaa-beijing-opera.xml"
    (row,), losses = read_back("gate", path, ReadOptions(annotator=user))
    assert len(row.spans) == count
    assert sum(1 for loss in losses.content if "annotation set" in str(loss)) == 2


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("iaa")])
def test_real_files_come_back_the_same(tmp_path: Path, name: str) -> None:
    path = corpus("formats/gate") / name
    rows, losses = read_back("gate", path)
    exported, report = written("gate", rows, tmp_path)
    assert not report.losses.content
    (again,) = exported.glob("*.xml")
    assert annotations_in(again) == annotations_in(path)
    assert len(rows[0].spans) > 40
    assert not losses.found.get("spans without width")
    assert list(map(meaning, read_back("gate", exported)[0])) == list(map(meaning, rows))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<![CDATA[a < b]]><Node id='5'/> &amp; c", "a < b & c"),
        ("&#160;<Node id='1'/>&lt;x&gt;&#13;\n", "\xa0<x>\r\n"),
        ("one\r\ntwo<!-- not this -->", "one\ntwo"),  # as every reader of XML has it
        ("\U0001f600 <Node id='3'/>so", "\U0001f600 so"),
    ],
)
def test_the_text_is_what_the_nodes_stand_in(tmp_path: Path, text: str, said: str) -> None:
    assert read(document(text), tmp_path).text == said


def test_places_are_where_the_nodes_stand_whatever_they_are_called(tmp_path: Path) -> None:
    text = "\U0001f600 <Node id='3'/>Ana<Node id='6'/> said"
    (span,) = read(document(text, annotation(3, 6)), tmp_path).spans
    assert (span.start, span.end, span.text, span.label, span.id) == (2, 5, "Ana", "Person", "7")


def test_a_document_in_another_encoding(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="windows-1252"?>'
    data = (head + document("“£1.5m”")).encode("windows-1252")
    assert read(data, tmp_path).text == "“£1.5m”"


@pytest.mark.parametrize(
    ("feature", "attributes"),
    [
        ("<Name>kind</Name><Value>a</Value>", {"kind": "a"}),
        ('<Name>n</Name><Value className="java.lang.Long">3</Value>', {"n:java.lang.Long": "3"}),
        (
            '<Name>matches</Name><Value className="java.util.ArrayList" '
            'itemClassName="java.lang.Integer">3;7</Value>',
            {"matches:java.util.ArrayList<java.lang.Integer>": "3;7"},
        ),
    ],
)
def test_classes_of_features_are_kept(
    tmp_path: Path, feature: str, attributes: dict[str, str]
) -> None:
    sets = annotation(0, 3, f"<Feature>{feature}</Feature>")
    row = read(document("<Node id='0'/>Ana<Node id='3'/>", sets), tmp_path)
    assert row.spans[0].attributes == attributes
    exported, _ = written("gate", [row], tmp_path)
    assert annotations_in(exported / "a.xml") == annotations_in(tmp_path / "a.xml")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("plain", "{}, line 1: this is not XML: syntax error"),
        ("<a>\n<b></a>", "{}, line 2: this is not XML: mismatched tag"),
        ("<TEI/>", "{}, line 1: this is no GateDocument, but <TEI>"),
        ("<GateDocument/>", "{}: it has no text: there is no <TextWithNodes>"),
        (
            document("Ana<Node id='3'/>", "\n" + annotation(0, 3)),
            "{}, line 2, field StartNode: there is no node '0' in the text",
        ),
        (
            document("<Node id='0'/>Ana<Node id='3'/>", annotation(3, 0)),
            "{}, line 1, field Annotation: it ends at 0, before it begins",
        ),
        (
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + document("&b;"),
            "{}, line 1: it has a document type declaration, which could make a reader fetch or "
            "expand things; take the <!DOCTYPE …> out of it",
        ),
        (
            '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + document("a"),
            "{}, line 1: it has a document type declaration, which could make a reader fetch or "
            "expand things; take the <!DOCTYPE …> out of it",
        ),
        ("<a>" * 500, "{}, line 1: this is nested too deeply"),
        (
            '<?xml version="1.0" encoding="gb2312"?><a/>',
            "{}: its encoding cannot be read (multi-byte encodings are not supported); "
            "save it as UTF-8",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, data: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, tmp_path)
    assert str(caught.value) == reason.format(tmp_path / "a.xml")


def test_features_of_relations_are_kept(tmp_path: Path) -> None:
    feature = "<Feature><Name>sure</Name><Value>no</Value></Feature>"
    spans = "".join(
        f'<Annotation Id="{n}" Type="a" StartNode="{n}" EndNode="{n + 1}"/>' for n in range(2)
    )
    for type_ in ("left", "coref"):
        relation = f'<Relation Id="9" Type="{type_}" Members="0;1">{feature}</Relation>'
        sets = f"<AnnotationSet>{spans}</AnnotationSet><RelationSet>{relation}</RelationSet>"
        row = read(document('<Node id="0"/>A<Node id="1"/>B<Node id="2"/>', sets), tmp_path)
        (tie,) = row.relations or row.clusters
        assert tie.attributes == {"sure": "no"}


def test_spans_without_width_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(document("<Node id='0'/>Ana", annotation(0, 0)))
    (row,), losses = read_back("gate", path)
    assert not row.spans
    assert str(losses) == "1 span without width, such as Person in line 1 of a.xml"


def test_what_xml_cannot_hold_is_not_written(tmp_path: Path) -> None:
    _, report = written("gate", [ArticleRow("a", [], "a\x01b")], tmp_path)
    assert "such as U+0001 in a" in str(report.losses)


def test_files_stay_in_the_folder_and_apart(tmp_path: Path) -> None:
    rows = [ArticleRow(id_, [], "a") for id_ in ("../../up", "up", "a/b", "C:\\*", "..")]
    path, _ = written("gate", rows, tmp_path)
    found = {file.relative_to(path).as_posix() for file in path.rglob("*.xml")}
    assert found == {"up.xml", "up-2.xml", "a/b.xml", "C___.xml", "article.xml"}
    assert {row.id for row in read_back("gate", path)[0]} == {row.id for row in rows}


def test_golden(tmp_path: Path) -> None:
    text = "“No”, said Ana \U0001f600 & co.\r\nParis is quiet."
    row = ArticleRow(
        "one",
        [
            SpanRow(11, 14, "actor", "s1", "Ana", note="who?\nwhere?"),
            SpanRow(0, 4, "claim", "s2", "“No”", attributes={"gate.set": "Key", "kind": "<x>"}),
            SpanRow(24, 29, "location", "9", "Paris"),
        ],
        text,
        meta=Meta(title="Ana & Paris", outlet="The Post"),
        relations=[RelationRow("attribution", "s2", "s1", "r1", "said")],
        clusters=[ClusterRow("c1", "actor", "Ana", ["s1"])],
    )
    path, _ = written("gate", [row], tmp_path)
    assert (path / "one.xml").read_bytes() == (GOLDEN / "gate.xml").read_bytes()
