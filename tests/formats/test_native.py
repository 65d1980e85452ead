"""The bytes of an export are a contract: they are compared with a file, and read back."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from store.annotations import actions
from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    EditOfArticle,
    EditOfCluster,
    EditOfRelation,
    EditOfStance,
    link_edit,
)
from store.annotations.links import Links
from store.annotations.model import (
    Annotation,
    ArticleRecord,
    ArticleState,
    Cluster,
    Mention,
    Origin,
    Relation,
    Stance,
    StanceValue,
)
from store.articles.model import BYLINE_FACTS
from store.errors import InputError
from store.formats.exporting import ExportReport, export_to_file
from store.formats.features import Feature
from store.formats.native import encode_row
from store.formats.rows import ArticleRow, ClusterRow, text_sha256
from store.formats.writing import ExportOptions
from tests.examples import scaled
from tests.formats.generated import NOTES
from tests.imported import bring_in
from tests.stories import exported, open_story, said, tag, texts, write_story

if TYPE_CHECKING:
    from store.annotations.edits import SingleEdit
    from store.annotations.model import Linked
    from store.story.workspace import Workspace

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "export.jsonl"
FAMILY: Final = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WIRE_TEXT: Final = (
    f"Troops leave {FAMILY} camp | The Wire\r\nBy Jane Doe\r\nMay 3, 2015\r\n\r\n"
    "“Moscow’s troops\u2028left the U.S.\u00a0base,” an official said.\r\n"
)
PAPER_TEXT: Final = '# Москва \\ "denies"\n\nMoscow\u2029denies\x85 it. \x1b[31m\u202e\n'
FILES: Final[dict[str, str | bytes]] = {
    "10_last.txt": "Nothing is tagged here.",
    "1_wire.txt": WIRE_TEXT,
    "2_paper.md": b"\xef\xbb\xbf" + PAPER_TEXT.encode(),
    "3_empty.txt": "",
}
EARLY, LATE = "2026-01-01T00:00:00.000Z", "2026-01-02T03:04:05.678Z"


def annotation(
    number: int,
    text: str,
    phrase: str,
    label: str,
    *,
    note: str = "",
    origin: Origin = Origin.MANUAL,
) -> Annotation:
    start = text.index(phrase)
    updated = LATE if note else EARLY
    return Annotation(
        f"01J0000000000000000000000{number}", start, start + len(phrase), label, phrase,
        origin, EARLY, updated, note,
    )  # fmt: skip


CLAIM = annotation(1, WIRE_TEXT, "Moscow’s troops\u2028left the U.S.\u00a0base", "claim")
MOSCOW = annotation(2, WIRE_TEXT, "Moscow", "actor", note="the “capital”,\nnot the\u2028city")
TROOPS = annotation(3, WIRE_TEXT, "Moscow’s troops", "actor", origin=Origin.PROPAGATED)
BASE = annotation(4, WIRE_TEXT, "U.S.\u00a0base", "location", origin=Origin.SUGGESTED)
OFFICIAL = annotation(5, WIRE_TEXT, "an official", "source")
CAMP = annotation(6, WIRE_TEXT, f"{FAMILY} camp", "location")
DENIAL = annotation(7, PAPER_TEXT, "Moscow\u2029denies\x85 it", "claim", origin=Origin.IMPORTED)
PAPER_MOSCOW = annotation(8, PAPER_TEXT, "Moscow", "actor")
WIRE_SPANS = (CLAIM, MOSCOW, TROOPS, BASE, OFFICIAL, CAMP)
PAPER_SPANS = (DENIAL, PAPER_MOSCOW)


def wire(of: Annotation) -> Mention:
    return Mention("1_wire", of.id)


def paper(of: Annotation) -> Mention:
    return Mention("2_paper", of.id)


MADE: Final[dict[str, Any]] = {"created": EARLY, "updated": EARLY}
ATTRIBUTED = Relation(
    "01J000000000000000000000R1", "attribution", wire(CLAIM), wire(OFFICIAL), "speaker", **MADE
)
DENIED = Relation("01J000000000000000000000R2", "contradicts", paper(DENIAL), wire(CLAIM), **MADE)
BOTH = Cluster(
    "01J000000000000000000000C1",
    "actor",
    "Moscow",
    (wire(MOSCOW), paper(PAPER_MOSCOW)),
    **MADE,
)
PAIR = Cluster(
    "01J000000000000000000000C2",
    "claim",
    "left",
    (wire(CLAIM), paper(DENIAL)),
    "contradicts",
    **MADE,
)
LINKS = (
    EditOfRelation(None, ATTRIBUTED),
    EditOfRelation(None, DENIED),
    EditOfCluster(None, BOTH),
    EditOfCluster(None, PAIR),
)


def golden_story(folder: Path) -> Path:
    return write_story(folder / "golden", FILES)


def annotate(workspace: Workspace, *links: SingleEdit) -> None:
    spans = [("1_wire", each) for each in WIRE_SPANS] + [("2_paper", each) for each in PAPER_SPANS]
    for article_id, each in spans:
        workspace.apply(EditOfAnnotation(article_id, None, each))
    workspace.apply(Batch(links or LINKS, "tie"))


def test_the_bytes_of_an_export(tmp_path: Path) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace)
        assert exported(workspace) == GOLDEN.read_bytes()
    with open_story(tmp_path / "golden", read_only=True) as workspace:
        assert exported(workspace) == GOLDEN.read_bytes()


def test_the_same_annotations_give_the_same_bytes_in_whatever_order_they_were_made(
    tmp_path: Path,
) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        for each in reversed(WIRE_SPANS):
            workspace.apply(EditOfAnnotation("1_wire", None, each))
        extra = tag(workspace, "Nothing", article_id="10_last")
        for each in PAPER_SPANS:
            workspace.apply(EditOfAnnotation("2_paper", None, each))
        workspace.apply(actions.remove("10_last", extra, Links()))
        workspace.apply(Batch(LINKS[::-1], "tie"))
        assert exported(workspace) == GOLDEN.read_bytes()


def test_any_reader_of_lines_takes_a_line_for_an_article() -> None:
    data = GOLDEN.read_text(encoding="utf-8")
    assert len(data.splitlines()) == data.count("\n") == 4
    rows = [json.loads(line) for line in data.splitlines()]
    assert [row["id"] for row in rows] == ["1_wire", "2_paper", "3_empty", "10_last"]
    for row in rows:
        assert row["text_sha256"] == text_sha256(row["text"])
        assert row["offset_unit"] == "codepoint"
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]
    assert rows[0]["text"] == WIRE_TEXT
    assert rows[1]["text"] == PAPER_TEXT


def test_a_link_across_articles_stands_on_both_lines() -> None:
    first, second, *_ = (json.loads(line) for line in GOLDEN.read_bytes().splitlines())
    assert [r["id"][-2:] for r in first["relations"]] == ["R1", "R2"]
    assert second["relations"] == first["relations"][1:]
    assert [(c["id"][-2:], c["members"]) for c in first["clusters"]] == [
        ("C1", [MOSCOW.id]), ("C2", [CLAIM.id]),
    ]  # fmt: skip
    assert [(c["id"][-2:], c["members"]) for c in second["clusters"]] == [
        ("C1", [PAPER_MOSCOW.id]), ("C2", [DENIAL.id]),
    ]  # fmt: skip


def test_an_export_is_read_back_without_loss(tmp_path: Path) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        bring_in(workspace, GOLDEN)
        assert exported(workspace) == GOLDEN.read_bytes()
        back = said(workspace)
    with open_story(golden_story(tmp_path / "elsewhere")) as workspace:
        annotate(workspace)
        assert said(workspace) == back


def test_an_export_into_its_own_story_adds_nothing(tmp_path: Path) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace)
        plan = bring_in(workspace, GOLDEN)
    assert plan.edit.edits == ()
    assert (plan.articles, plan.added, plan.present, plan.relations, plan.clusters) == (
        4,
        0,
        8,
        0,
        0,
    )


def test_the_order_of_the_lines_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "reversed.jsonl"
    path.write_bytes(b"".join(reversed(GOLDEN.read_bytes().splitlines(keepends=True))))
    with open_story(golden_story(tmp_path)) as workspace:
        bring_in(workspace, path)
        assert exported(workspace) == GOLDEN.read_bytes()


# To a file or a stream ---------------------------------------------------------------------


def test_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace)
        report = export_to_file(workspace, target)
    assert target.read_bytes() == GOLDEN.read_bytes()
    assert report == ExportReport(articles=4, spans=8, relations=2, clusters=2)
    assert str(report) == "4 articles, 8 spans, 2 relations, 2 clusters"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (".", "this is a folder; name a file to export to"),
        ("golden/1_wire.txt", "this is an article of the story; export to another file"),
        ("golden/../golden/1_wire.txt", "this is an article of the story"),
        ("none/out.jsonl", "it cannot be written: no such file or directory"),
    ],
)
def test_where_nothing_can_be_written(tmp_path: Path, target: str, reason: str) -> None:
    with open_story(golden_story(tmp_path)) as workspace:
        with pytest.raises(InputError, match=reason):
            export_to_file(workspace, tmp_path / target)
        assert (tmp_path / "golden" / "1_wire.txt").read_bytes() == WIRE_TEXT.encode()


def test_what_cannot_be_an_article_does_not_stop_the_export(tmp_path: Path) -> None:
    story, target = golden_story(tmp_path), tmp_path / "out.jsonl"
    (story / "4_ring.txt").symlink_to("4_ring.txt")
    with open_story(story) as workspace:
        export_to_file(workspace, target)
        assert any("4_ring.txt" in remark for remark in workspace.story.remarks)
    assert len(target.read_bytes().splitlines()) == 4


def test_an_article_that_cannot_be_read_stops_the_export(tmp_path: Path) -> None:
    story, target = golden_story(tmp_path), tmp_path / "out.jsonl"
    (story / "4_binary.txt").write_bytes(b"\0" * 99)
    reason = r"the export was stopped: .*4_\w+\.txt"
    with open_story(story) as workspace, pytest.raises(InputError, match=reason):
        export_to_file(workspace, target)
    assert not target.exists()


def test_what_waits_for_its_place_is_left_out_and_counted(tmp_path: Path) -> None:
    story, target = golden_story(tmp_path), tmp_path / "out.jsonl"
    with open_story(story) as workspace:
        annotate(workspace)
    (story / "2_paper.md").write_text("It says that Moscow denies nothing.\n", encoding="utf-8")
    with open_story(story) as workspace:
        assert texts(workspace, "2_paper") == []
        report = export_to_file(workspace, target)
        strict = ExportOptions(is_strict=True)
        with pytest.raises(InputError, match=r"nothing was exported, .* without a settled place"):
            export_to_file(workspace, tmp_path / "none.jsonl", options=strict)
    rows = {row["id"]: row for row in map(json.loads, target.read_text("utf-8").splitlines())}
    assert len(rows["1_wire"]["spans"]) == len(WIRE_SPANS)
    assert rows["2_paper"]["spans"] == []
    assert [r["id"] for row in rows.values() for r in row.get("relations", [])] == [ATTRIBUTED.id]
    assert [c["members"] for row in rows.values() for c in row.get("clusters", [])] == [
        [MOSCOW.id],
        [CLAIM.id],
    ]
    assert report.losses.sentences("jsonl") == [
        "left out, until it is placed with {key:review}: 2 annotations without a settled place, "
        f"such as claim “{DENIAL.text}” of 2_paper"
    ]
    assert not (tmp_path / "none.jsonl").exists()


def test_a_field_that_says_nothing_is_left_out(tmp_path: Path) -> None:
    with open_story(write_story(tmp_path, {"a.txt": "Moscow said"})) as workspace:
        tag(workspace, "Moscow", article_id="a")
        row = json.loads(exported(workspace))
    assert set(row) == {"id", "text", "text_sha256", "offset_unit", "meta", "spans"}
    assert set(row["meta"]) == {"title", "story", "file", "annotator", "labels"}
    (span,) = row["spans"]
    assert list(span) == ["id", "start", "end", "label", "text", "origin", "created", "updated"]
    assert span["start"] == 0


# What is said besides -------------------------------------------------------------------------

MENTIONS = (*map(wire, WIRE_SPANS), *map(paper, PAPER_SPANS))
ATTRIBUTES = st.dictionaries(st.sampled_from("xyz"), st.sampled_from("uvw")).map(
    lambda each: tuple(sorted(each.items()))
)
BYLINES = st.dictionaries(st.sampled_from(BYLINE_FACTS), st.sampled_from(("", "AP"))).map(
    lambda each: tuple(sorted(each.items()))
)
SAID_BESIDES = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(Origin),
        "created": st.just(EARLY),
        "updated": st.sampled_from((EARLY, LATE)),
        "note": st.sampled_from(NOTES),
    }
)
SHA256 = {
    article_id: hashlib.sha256(
        content if isinstance(content, bytes) else content.encode()
    ).hexdigest()
    for article_id, content in (("1_wire", FILES["1_wire.txt"]), ("2_paper", FILES["2_paper.md"]))
}


@st.composite
def everything_said(draw: st.DrawFn) -> list[Linked]:
    """Relations, clusters, stances and records that can stand in one story."""
    said_of: dict[object, Linked] = {}
    for number in range(draw(st.integers(0, 4))):
        head, tail = draw(st.lists(st.sampled_from(MENTIONS), min_size=2, max_size=2, unique=True))
        relation = Relation(
            f"01J00000000000000000000R{number:02}",
            draw(st.sampled_from(("attribution", "copied-from"))),
            head,
            tail,
            draw(st.sampled_from(("", "speaker"))),
            attributes=draw(ATTRIBUTES),
            **draw(SAID_BESIDES),
        )
        said_of[head, tail, relation.type, relation.role] = relation
    for number in range(draw(st.integers(0, 3))):
        cluster = Cluster(
            f"01J00000000000000000000C{number:02}",
            draw(st.sampled_from(("claim", "actor"))),
            draw(st.sampled_from(("Moscow", "left"))),
            tuple(sorted(draw(st.sets(st.sampled_from(MENTIONS), min_size=1)))),
            draw(st.sampled_from(("", "supports"))),
            tuple(draw(st.lists(st.sampled_from(("wikidata:Q649", "x:y")), unique=True))),
            attributes=draw(ATTRIBUTES),
            **draw(SAID_BESIDES),
        )
        said_of[cluster.label, cluster.name, cluster.relation, cluster.members] = cluster
    clusters = [each for each in said_of.values() if isinstance(each, Cluster)]
    for article_id, sha256 in SHA256.items():
        for cluster in clusters:
            if draw(st.booleans()):
                value = draw(st.sampled_from(StanceValue))
                id_ = f"01J0000000000000000000{article_id[0]}{cluster.id[-3:]}"
                stance = Stance(id_, cluster.id, article_id, value, **draw(SAID_BESIDES))
                said_of[stance.cluster, article_id] = stance
        state, note, labels, byline = draw(
            st.tuples(st.sampled_from(ArticleState), st.sampled_from(NOTES), ATTRIBUTES, BYLINES)
        )
        if state or note or labels or byline:
            of = sha256 if state else ""
            record = ArticleRecord(article_id, state, of, note, labels, byline, LATE)
            said_of[article_id] = record
    return list(said_of.values())


@settings(max_examples=scaled(40))
@given(links=everything_said())
def test_all_that_is_said_of_links_and_articles_is_read_back(links: list[Linked]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with open_story(golden_story(here / "a")) as workspace:
            annotate(workspace, *(link_edit(None, each) for each in links))
            (here / "out.jsonl").write_bytes(exported(workspace))
            before = workspace.now.links()
            again = bring_in(workspace, here / "out.jsonl")
            assert again.edit.edits == ()
        with open_story(golden_story(here / "b")) as workspace:
            bring_in(workspace, here / "out.jsonl")
            assert workspace.now.links() == before
            assert exported(workspace) == (here / "out.jsonl").read_bytes()


def test_what_only_the_native_format_holds_is_counted_elsewhere(tmp_path: Path) -> None:
    stance = Stance("01J000000000000000000000S1", PAIR.id, "2_paper", StanceValue.OMITS)
    record = ArticleRecord("1_wire", ArticleState.DONE, SHA256["1_wire"], "early", (("a", "b"),))
    more = (
        EditOfCluster(None, replace(BOTH, refs=("wikidata:Q649",), note="the town")),
        EditOfCluster(None, PAIR),
        EditOfStance(None, stance),
        EditOfArticle(None, record),
    )
    with open_story(golden_story(tmp_path)) as workspace:
        annotate(workspace, *more)
        report = export_to_file(workspace, tmp_path / "out.md", format_="markdown")
        lost = {str(each.feature): each.count for each in report.losses.found.values()}
        besides = {Feature.LINK_ATTRIBUTES, Feature.REFS, Feature.STANCES, Feature.DOCUMENTS}
        assert {name: count for name, count in lost.items() if name in besides} == {
            "notes and attributes of relations and clusters": 1,
            "ids that clusters have elsewhere": 1,
            "stances of articles": 1,
            "marks, notes, labels and bylines of whole articles": 3,
        }
        line = json.loads(exported(workspace).splitlines()[1])
    assert line["stances"] == [
        {"cluster": PAIR.id, "value": "omits", "id": stance.id, "origin": "manual"}
    ]


def test_a_mark_of_another_text_is_not_taken_over(tmp_path: Path) -> None:
    record = ArticleRecord("1_wire", ArticleState.DONE, SHA256["1_wire"], "early", updated=LATE)
    with open_story(golden_story(tmp_path / "a")) as workspace:
        annotate(workspace, EditOfArticle(None, record))
        (tmp_path / "out.jsonl").write_bytes(exported(workspace))
    story = golden_story(tmp_path / "b")
    (story / "1_wire.txt").write_bytes(WIRE_TEXT.encode() + b"One more line.\n")
    with open_story(story) as workspace:
        bring_in(workspace, tmp_path / "out.jsonl")
        taken = workspace.now.links().record_of("1_wire")
        assert (taken.state, taken.note) == ("", "early")


def test_the_examples_of_the_docs_are_what_is_written() -> None:
    page = (Path(__file__).parents[2] / "docs/dataset.md").read_text("utf-8")
    line, cluster = (
        json.loads(re.sub(r", …(?=[]}])", "", found[1]))
        for found in re.finditer(r"^```\n(\{.*?)^```", page, re.M | re.S)
    )
    row = convert(line, ArticleRow)
    length = max(span.end for span in row.spans)
    text = "".join(span.text for span in row.spans).ljust(length)
    written = json.loads(
        encode_row(replace(row, text=text, clusters=[*row.clusters, convert(cluster, ClusterRow)]))
    )
    assert list(written) == list(line)
    assert list(written["meta"]) == list(line["meta"])
    for kind in ("spans", "relations", "clusters"):
        assert list(map(list, written[kind]))[: len(line[kind])] == list(map(list, line[kind]))
    assert list(written["clusters"][-1]) == list(cluster)
