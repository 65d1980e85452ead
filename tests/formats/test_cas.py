"""UIMA CAS: what dkpro-cassis finds in what we write, and what we find in what others wrote."""

from __future__ import annotations

import json
import warnings
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import InputError
from store.formats.cas.types import is_layer
from store.formats.features import Feature
from store.formats.registry import format_named
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow
from tests.corpora import corpus
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, read_back, written

cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed (the extra cas)")

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parents[1] / "golden"
NO_TEXT = "there is no text in this CAS: none of its views has a sofaString"
REFUSED = {
    "cas_with_array_features.xmi": NO_TEXT,
    "cas_with_list_features.xmi": NO_TEXT,
    "casWithFloatingPointSpecialValues/data.json": NO_TEXT,
    "casWithSofaDataArray/data.json": NO_TEXT,
    "casWithSofaDataURI/data.json": NO_TEXT,
    "emptyCas/data.json": NO_TEXT,
}
"""The real files that are refused, and why."""


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their formats; those of WebAnno have no type system beside them."""
    folder = corpus("formats/uima-cas")
    others = corpus("formats/webanno-tsv").glob("*/reference.xmi")
    for path in sorted(chain(folder.glob("xmi/*.xmi"), others)):
        yield path, "cas-xmi"
    for path in sorted(folder.glob("json/**/*.json")):
        yield path, "cas-json"


def loaded(path: Path) -> Any:
    """A CAS as the library has it; with the types beside it, or as far as they can be seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if path.suffix == ".json":
            return cassis.load_cas_from_json(path.open("rb"))
        for name in (f"{path.stem}.typesystem.xml", "TypeSystem.xml"):
            if (path.parent / name).exists():
                types = cassis.load_typesystem(path.parent / name)
                return cassis.load_cas_from_xmi(path.open("rb"), typesystem=types)
    return None


def annotations_in(*cases: Any) -> list[object]:
    """The annotations in all views of CASes that have a width and are of no linguistic layer."""
    found: list[object] = []
    for cas in cases:
        for view in cas.views:
            text = view.sofa.sofaString
            for fs in view.get_all_fs() if text is not None else ():
                names = [fs.type.name]
                while (above := cas.typesystem.get_type(names[-1]).supertype) is not None:
                    names.append(above.name)
                if "uima.tcas.Annotation" not in names or "uima.tcas.DocumentAnnotation" in names:
                    continue
                if any(map(is_layer, names)) or fs.begin == fs.end or "AnyRelation" in names[0]:
                    continue
                values = {
                    f.name: fs[f.name]
                    for f in fs.type.all_features
                    if cas.typesystem.is_primitive(f.rangeType) and fs[f.name] is not None
                }
                found.append((text, names[0], text[fs.begin : fs.end], sorted(values.items())))
    return sorted(found, key=repr)


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
@given(data=st.data())
@settings(max_examples=scaled(40))
def test_round_trip(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    row = data.draw(article_rows(holds=format_named(name).holds))
    path, report = written(name, [row], tmp_path_factory.mktemp("cas"))
    (again,), losses = read_back(name, path)
    assert meaning(again) == meaning(row)
    assert {span.id for span in again.spans} == {span.id for span in row.spans}
    assert (again.id, again.text) == (row.id, row.text)
    assert not report.losses.content
    assert losses.found.keys() == {"tokens, sentences and other linguistic layers"}


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
def test_attributes_come_back_whatever_they_are_called(tmp_path: Path, name: str) -> None:
    attributes = {
        "plain": "a", "gate.set": "Key", "class": "b", "label": "c", "_x": "", "begin": "9",
        "score:uima.cas.Double": "0.5", "sure:uima.cas.Boolean": "true",
        "n:uima.cas.Integer": "no number", "x:java.util.ArrayList<java.lang.Integer>": "3;7",
        "cas.type": "not a type!", "attributes": "d",
    }  # fmt: skip
    spans = [
        SpanRow(0, 1, "actor", "a", "\U0001f600", attributes=attributes),
        SpanRow(2, 5, "actor", "b", "Ana", attributes={"score": "high"}),
    ]
    row = ArticleRow("p/q", spans, "\U0001f600 Ana")
    path, _ = written(name, [row], tmp_path)
    (again,), _ = read_back(name, path)
    assert [span.attributes for span in again.spans] == [attributes, {"score": "high"}]
    assert again.id == "p/q"


def test_real_files_come_back_the_same(tmp_path: Path) -> None:
    read = 0
    for path, name in corpus_files():
        refusal = next((r for end, r in REFUSED.items() if path.as_posix().endswith(end)), None)
        if refusal is not None:
            with pytest.raises(InputError) as caught:
                read_back(name, path)
            assert caught.value.reason == refusal
            continue
        rows, _ = read_back(name, path)
        exported, report = written(name, rows, tmp_path)
        assert not report.losses.content
        again, _ = read_back(name, exported)
        assert sorted(map(repr, map(meaning, again))) == sorted(map(repr, map(meaning, rows)))
        before = loaded(path)
        if before is not None:
            made = [p for p in sorted(exported.rglob("*")) if p.suffix in {".xmi", ".json"}]
            after = annotations_in(*(_with_types(p, exported) for p in made))
            assert after == annotations_in(before), path
        read += len(rows)
    assert read > 40


def _with_types(path: Path, folder: Path) -> Any:
    if path.suffix == ".json":
        return loaded(path)
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    return cassis.load_cas_from_xmi(path.open("rb"), typesystem=types)


XMI = (
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    'xmlns:custom="http:///webanno/custom.ecore" '
    'xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
    'xmlns:coref="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore">\n'
)


def xmi(members: str, text: str = "\U0001f600 Ana said no") -> str:
    """An XMI file with these annotations, a line each."""
    ids = " ".join(part.split('"')[0] for part in members.split('xmi:id="')[1:])
    return (
        f'{XMI}{members}\n<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" '
        f'sofaString="{text}"/>\n<cas:View sofa="1" members="{ids}"/></xmi:XMI>'
    )


def read(data: str, folder: Path, name: str = "a.xmi") -> ArticleRow:
    """The one article of a file with these contents."""
    path = folder / name
    path.write_text(data)
    (row,), _ = read_back("cas-json" if name.endswith(".json") else "cas-xmi", path)
    return row


def test_offsets_are_utf_16_and_the_label_is_the_value(tmp_path: Path) -> None:
    row = read(
        xmi('<ner:NamedEntity xmi:id="7" sofa="1" begin="3" end="6" value="PER"/>'), tmp_path
    )
    (span,) = row.spans
    assert (span.start, span.end, span.text, span.label, span.id) == (2, 5, "Ana", "PER", "7")


LINKED = (
    '<custom:Claim xmi:id="7" sofa="1" begin="12" end="14" kind="x" />\n'
    '<custom:Who xmi:id="8" sofa="1" begin="3" end="6" label="person"/>\n'
    '<custom:Says xmi:id="9" sofa="1" begin="3" end="6" Governor="7" Dependent="8" label="by"/>\n'
    '<coref:CoreferenceLink xmi:id="10" sofa="1" begin="3" end="6" next="11" referenceType="n"/>\n'
    '<coref:CoreferenceLink xmi:id="11" sofa="1" begin="12" end="14"/>\n'
    '<coref:CoreferenceChain xmi:id="12" first="10"/>'
)


def test_relations_and_chains(tmp_path: Path) -> None:
    row = read(xmi(LINKED), tmp_path)
    assert [(span.text, span.label) for span in row.spans] == [
        ("Ana", "person"), ("Ana", "n"), ("no", "Claim"), ("no", "CoreferenceLink"),
    ]  # fmt: skip
    assert row.relations == [RelationRow("by", "7", "8", "9")]
    assert row.clusters == [ClusterRow("12", "n", "Ana", ["10", "11"])]
    path, _ = written("cas-xmi", [row], tmp_path)
    cas = _with_types(path / "a.xmi", path)
    (coreference,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceChain")
    assert coreference.first.get_covered_text() == "Ana"
    assert coreference.first.next.get_covered_text() == "no"
    assert list(map(meaning, read_back("cas-xmi", path)[0])) == [meaning(row)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<a/>", "{}, line 1: this is no XMI, but <a>"),
        (XMI, "{}, line 2: this is not XML: no element found"),
        (
            '<!DOCTYPE a [<!ENTITY b "c">]>' + xmi(""),
            "{}, line 1: it has a document type declaration, which could make a reader fetch or "
            "expand things; take the <!DOCTYPE …> out of it",
        ),
        (
            xmi('<custom:Span xmi:id="7" sofa="1" begin="1" end="6"/>'),
            "{}, line 2, field begin: offset 1 lies inside a character, counted in UTF-16 units",
        ),
        (
            xmi('<custom:Span xmi:id="7" sofa="1" begin="3" end="99"/>'),
            "{}, line 2, field end: 3-99 is no range of a text of 14 UTF-16 units",
        ),
        (
            xmi('<custom:Span xmi:id="7" sofa="1" begin="6" end="3"/>'),
            "{}, line 2, field end: 6-3 is no range of a text of 14 UTF-16 units",
        ),
        (
            XMI + '<cas:View sofa="1" members="7"/></xmi:XMI>',
            "{}: " + NO_TEXT,
        ),
        (
            xmi('<custom:Span xmi:id="7" sofa="5" begin="3" end="6"/>'),
            "{}: this CAS cannot be read: KeyError, 5",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, data: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, tmp_path)
    assert str(caught.value) == reason.format(tmp_path / "a.xmi")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("[]", "{}, field %VIEWS: this is no CAS: there are no views"),
        ('{"%VIEWS": {}, "%FEATURE_STRUCTURES": [3]}',
         "{}, field %FEATURE_STRUCTURES[0]: this is no feature structure"),
        ('{"%VIEWS": {}}', "{}: " + NO_TEXT),
        ('{"%VIEWS": {', "{}: this is not JSON: input data was truncated"),
    ],
)  # fmt: skip
def test_what_is_refused_of_json(tmp_path: Path, data: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, tmp_path, "a.json")
    assert str(caught.value) == reason.format(tmp_path / "a.json")


def test_a_type_system_with_a_document_type_is_refused(tmp_path: Path) -> None:
    (tmp_path / "TypeSystem.xml").write_text('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')
    with pytest.raises(InputError, match=r"TypeSystem\.xml, line 1: it has a document type"):
        read(xmi(""), tmp_path)


def test_lists_of_texts_and_features_of_relations_are_kept(tmp_path: Path) -> None:
    name = "uima.cas.String"
    types = {
        "x.Span": {
            "%NAME": "x.Span",
            "%SUPER_TYPE": "uima.tcas.Annotation",
            "tags": {"%NAME": "tags", "%RANGE": f"{name}[]"},
        },
        "x.Rel": {
            "%NAME": "x.Rel",
            "%SUPER_TYPE": "uima.tcas.Annotation",
            **{n: {"%NAME": n, "%RANGE": "x.Span"} for n in ("Governor", "Dependent")},
            "sure": {"%NAME": "sure", "%RANGE": name},
        },
    }
    structures: list[dict[str, object]] = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
         "mimeType": "text", "sofaString": "Ana left"},
        {"%ID": 2, "%TYPE": "x.Span", "@sofa": 1, "begin": 0, "end": 3, "@tags": 4},
        {"%ID": 3, "%TYPE": "x.Span", "@sofa": 1, "begin": 4, "end": 8},
        {"%ID": 4, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["a", "b"]},
        {"%ID": 5, "%TYPE": "x.Rel", "@sofa": 1, "begin": 4, "end": 8, "@Governor": 2,
         "@Dependent": 3, "sure": "no"},
    ]  # fmt: skip
    view = {"%SOFA": 1, "%MEMBERS": [2, 3, 5]}
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps(
            {"%TYPES": types, "%FEATURE_STRUCTURES": structures, "%VIEWS": {"_InitialView": view}}
        )
    )
    (row,), losses = read_back("cas-json", path)
    assert [span.attributes.get("tags") for span in row.spans] == ['["a","b"]', None]
    assert [relation.attributes for relation in row.relations] == [{"sure": "no"}]
    assert not losses.content


def test_each_view_with_a_text_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_text(
        f'{XMI}<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="one"/>\n'
        '<cas:Sofa xmi:id="2" sofaNum="2" sofaID="other" sofaString="two"/>\n'
        '<cas:Sofa xmi:id="3" sofaNum="3" sofaID="image"/></xmi:XMI>'
    )
    rows, losses = read_back("cas-xmi", path)
    assert [(row.id, row.text) for row in rows] == [("a", "one"), ("a/other", "two")]
    assert str(losses) == "1 view without a text, such as image of a.xmi"


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cassis", None)
    with pytest.raises(InputError, match=r"install it with pip install 'sidelight\[cas\]'"):
        read_back("cas-json", Path("a.json"))


def _golden_row() -> ArticleRow:
    text = "“No”, said Ana \U0001f600 & co.\r\nParis is quiet."
    return ArticleRow(
        "one",
        [
            SpanRow(0, 4, "claim", "01J1", "“No”", attributes={"kind": "<x>", "gate.set": "Key"}),
            SpanRow(11, 14, "actor", "01J2", "Ana", note="who?\nwhere?"),
            SpanRow(24, 29, "location", "01J3", "Paris"),
        ],
        text,
        meta=Meta(title="Ana & Paris"),
        relations=[RelationRow("attribution", "01J1", "01J2", "01J4", "said")],
        clusters=[ClusterRow("01J5", "actor", "Ana", ["01J2"])],
    )


def test_golden(tmp_path: Path) -> None:
    path, _ = written("cas-xmi", [_golden_row()], tmp_path)
    assert (path / "one.xmi").read_bytes() == (GOLDEN / "cas.xmi").read_bytes()
    assert (path / "TypeSystem.xml").read_bytes() == (GOLDEN / "cas.TypeSystem.xml").read_bytes()
    path, _ = written("cas-json", [_golden_row()], tmp_path)
    assert (path / "one.json").read_bytes() == (GOLDEN / "cas.json").read_bytes()
    assert json.loads((path / "one.json").read_text())["%VIEWS"].keys() == {"_InitialView"}


def test_what_inception_needs_is_there(tmp_path: Path) -> None:
    path, _ = written("cas-xmi", [_golden_row()], tmp_path)
    cas = _with_types(path / "one.xmi", path)
    package = "de.tudarmstadt.ukp.dkpro.core.api"
    tokens = cas.select(f"{package}.segmentation.type.Token")
    sentences = cas.select(f"{package}.segmentation.type.Sentence")
    (about,) = cas.select(f"{package}.metadata.type.DocumentMetaData")
    assert (about.documentId, about.documentTitle) == ("one", "Ana & Paris")
    edges = {edge for token in tokens for edge in (token.begin, token.end)}
    assert {0, 4, 11, 14, 24, 29} <= edges
    assert sum(s.end - s.begin for s in sentences) >= sum(t.end - t.begin for t in tokens)
    (relation,) = cas.select("webanno.custom.Relation")
    assert (relation.Governor.label, relation.Dependent.label) == ("claim", "actor")
    assert Feature.CLUSTERS in format_named("cas-xmi").holds
    assert not cas.typecheck()
