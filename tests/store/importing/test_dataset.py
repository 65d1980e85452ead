from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from bench.golds import CORPORA
from store.annotations.edits import Batch
from store.annotations.model import Origin, is_id
from store.errors import InputError
from store.formats.native import read
from store.formats.reading import Input
from tests.imported import bring_in
from tests.seeds import GOLD, copied_seeds
from tests.store.importing.support import row, span, written
from tests.stories import (
    ARTICLES,
    PAPER,
    WIRE,
    exported,
    home,
    open_story,
    said,
    tag,
    write_story,
)

if TYPE_CHECKING:
    from pathlib import Path

    from store.story.workspace import Workspace


# Our own gold ------------------------------------------------------------------------------

Place = tuple[str, int, int, str]
Content = tuple[
    set[tuple[str, int, int, str, str]],
    set[tuple[str, str, Place, Place]],
    Counter[tuple[str, str, str, frozenset[Place]]],
]
"""Spans, relations and clusters, by what they say and not by their ids."""


def content(rows: list[dict[str, Any]]) -> Content:
    place: dict[str, Place] = {}
    clusters: dict[str, tuple[tuple[str, str, str], set[Place]]] = {}
    spans = set()
    for line in rows:
        for each in line["spans"]:
            place[each["id"]] = (line["id"], each["start"], each["end"], each["label"])
            spans.add((*place[each["id"]], line["text"][each["start"] : each["end"]]))
    relations = {
        (r["type"], r.get("role", ""), place[r["head"]], place[r["tail"]])
        for line in rows
        for r in line.get("relations", ())
    }
    for line in rows:
        for c in line.get("clusters", ()):
            key = (c["label"], c["name"], c.get("relation", ""))
            clusters.setdefault(c["id"], (key, set()))[1].update(place[m] for m in c["members"])
    return (
        spans,
        relations,
        Counter((*key, frozenset(members)) for key, members in clusters.values()),
    )


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a dataset; span ids are made unique in the story, as ours are not."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in rows:
        own = {each["id"]: f"{line['id']}/{each['id']}" for each in line["spans"]}
        for each in line["spans"]:
            each["id"] = own[each["id"]]
        for relation in line.get("relations", ()):
            relation["head"] = own.get(relation["head"], relation["head"])
            relation["tail"] = own.get(relation["tail"], relation["tail"])
        for cluster in line.get("clusters", ()):
            cluster["members"] = [own[member] for member in cluster["members"]]
    return rows


def test_the_gold_is_imported_whole(seeds: Path) -> None:
    with open_story(seeds) as workspace:
        planned = bring_in(workspace, GOLD)
        assert planned.articles == 2
        assert (planned.added, planned.present) == (225, 0)
        assert (planned.relations, planned.clusters) == (36, 74)
        assert workspace.now.counts == {"actor": 116, "location": 35, "claim": 47, "source": 27}
        assert (len(workspace.now.relations), len(workspace.now.clusters)) == (36, 74)
        everything = said(workspace)
    for tagged in everything.annotations.values():
        for annotation in tagged:
            assert is_id(annotation.id)
            assert annotation.origin is Origin.IMPORTED
            assert annotation.created.endswith("Z")


def test_the_gold_comes_out_as_it_went_in(seeds: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open_story(seeds) as workspace:
        bring_in(workspace, GOLD)
        out.write_bytes(exported(workspace))
        first = said(workspace)
    spans, relations, clusters = content(rows_of(out))
    assert (len(spans), len(relations), clusters.total()) == (225, 36, 74)
    assert (spans, relations, clusters) == content(rows_of(GOLD))
    with open_story(copied_seeds(tmp_path / "elsewhere")) as workspace:
        planned = bring_in(workspace, out)
        assert (planned.added, planned.relations, planned.clusters) == (225, 36, 74)
        assert said(workspace) == first, "ids, times and origins are kept"
        assert exported(workspace) == out.read_bytes()


def test_the_gold_twice_adds_nothing(seeds: Path) -> None:
    with open_story(seeds) as workspace:
        bring_in(workspace, GOLD)
        before = said(workspace)
        again = bring_in(workspace, GOLD)
        assert (again.added, again.present) == (0, 225)
        assert again.edit == Batch((), "import")
        assert said(workspace) == before


def test_an_import_is_one_undo(seeds: Path) -> None:
    with open_story(seeds) as workspace:
        tag(workspace, "Iran", "location", "000_dbd621557e353835")
        before = said(workspace)
        bring_in(workspace, GOLD)
        after = said(workspace)
        workspace.undo()
        assert said(workspace) == before
        workspace.redo()
        assert said(workspace) == after
    with open_story(seeds) as workspace:
        workspace.undo()
        assert said(workspace) == before


def test_what_is_there_already_is_linked_and_not_repeated(seeds: Path) -> None:
    with open_story(seeds) as workspace:
        mine = tag(workspace, "Iran", "actor", "000_dbd621557e353835")
        planned = bring_in(workspace, GOLD)
        assert (planned.added, planned.present) == (224, 1)
        assert workspace.now.counts["actor"] == 116
        assert any(
            mine.id == member.id for cluster in workspace.now.clusters for member in cluster.members
        )


def test_the_gold_is_the_one_that_was_handed_out() -> None:
    handed_out = CORPORA.parent / "gold" / "seeds.gold.jsonl"
    if not handed_out.is_file():
        pytest.skip(f"there is no {handed_out}")
    assert handed_out.read_bytes() == GOLD.read_bytes()


# What is at fault --------------------------------------------------------------------------

TROOPS = span("troops", 12, id="t")
TIE = {"type": "attribution", "head": "m", "tail": "t"}
CHAIN = {"type": "continues", "head": "m", "tail": "t"}
GROUP = {"id": "c", "label": "actor", "name": "x", "members": ["m"]}
DEEP = '{"id": "1_wire", "spans": [], "x": ' + "[" * 100_000 + "]" * 100_000 + "}"

FAULTS = [
    pytest.param("not JSON", None, "this line is not JSON: ", id="not JSON"),
    pytest.param('{"id": "1_wire", "spans": [', None, "this line is not JSON: ", id="cut off"),
    pytest.param(
        '{"id": 12, "text": "ab',
        None,
        "this line is not JSON: input data was truncated",
        id="cut off behind what cannot be",
    ),
    pytest.param(b'{"id": "\xff\xfe", "spans": []}', None, "this is not UTF-8", id="not UTF-8"),
    pytest.param(
        json.dumps(row(span()), indent=2), None, "this line is not JSON", id="pretty-printed"
    ),
    pytest.param('{"id": "1_wire", "spans": [NaN]}', None, "this line is not JSON", id="NaN"),
    pytest.param(r'{"id": "\ud800", "spans": []}', None, "this line is not JSON", id="half a pair"),
    pytest.param(DEEP, None, "nested too deeply", id="deep"),
    pytest.param("[]", None, "expected `object`, got `array`", id="a list"),
    pytest.param({"id": WIRE}, None, "missing required field `spans`", id="no spans"),
    pytest.param({"spans": []}, None, "missing required field `id`", id="no id"),
    pytest.param({"id": WIRE, "spans": {}}, "spans", "expected `array`, got `object`", id="spans"),
    pytest.param({"id": 7, "spans": []}, "id", "expected `str`, got `int`", id="id"),
    pytest.param(
        row(span() | {"start": "0"}), "spans[0].start", "expected `int`, got `str`", id="text"
    ),
    pytest.param(
        row(span() | {"start": 0.5}),
        "spans[0].start",
        "expected `int`, got `float`",
        id="half",
    ),
    pytest.param(
        row(span() | {"end": True}), "spans[0].end", "expected `int`, got `bool`", id="bool"
    ),
    pytest.param(
        row(span(), {"start": 0, "end": 6}),
        "spans[1]",
        "missing required field `label`",
        id="no label",
    ),
    pytest.param(
        row(span(origin="magic")),
        "spans[0].origin",
        "invalid enum value 'magic'",
        id="origin",
    ),
    pytest.param(row(span(note=None)), "spans[0].note", "expected `str`, got `null`", id="null"),
    pytest.param(
        row(span() | {"end": 999}),
        "spans[0].start",
        "0-999 is no range of a text of 70 char",
        id="past the end",
    ),
    pytest.param(
        row(span() | {"end": 2**70}),
        "spans[0].start",
        "is no range of a text",
        id="far past the end",
    ),
    pytest.param(row(span() | {"start": -6}), "spans[0].start", "-6-6 is no range", id="negative"),
    pytest.param(
        row(span() | {"start": 6, "end": 0}),
        "spans[0].start",
        "6-0 is no range",
        id="reversed",
    ),
    pytest.param(row(span() | {"end": 0}), "spans[0].start", "0-0 is no range", id="zero length"),
    pytest.param(
        row(TROOPS, span() | {"text": "Paris!"}),
        "spans[1].text",
        "it is “Paris!”, but the text says “Moscow” there",
        id="other words",
    ),
    pytest.param(
        row(span(), span(label="mood")),
        "spans[1].label",
        "no 'mood' (1 span), only actor, location, claim, source; "
        "say what it means with {option:map}",
        id="unknown label",
    ),
    pytest.param(
        row(span(), article="9_none"),
        "id",
        "the story has no article '9_none'; it has 1_wire, 2_paper; "
        "without its text it cannot be added",
        id="unknown article",
    ),
    pytest.param(
        row(span(), text="Moscow is the capital of Russia, and has a subway"),
        "text",
        "it is not the text of 1_wire.txt, and hardly anything of it is there: they differ from "
        "character 7 on",
        id="other text",
    ),
    pytest.param(
        row(span(), text=""), "spans[0].start", "is no range of a text of 0", id="no text"
    ),
    pytest.param(
        row(span(), text=ARTICLES["1_wire.txt"], text_sha256="0" * 64),
        "text_sha256",
        "it is not the checksum of the text beside it",
        id="text and another checksum",
    ),
    pytest.param(
        row(span(id="m"), TROOPS, relations=[CHAIN, CHAIN | {"head": "t", "tail": "m"}]),
        "relations[1]",
        "the parts of a span continue one another in a circle",
        id="a circle",
    ),
    pytest.param(
        row(span(id="m"), relations=[CHAIN | {"tail": "m"}]),
        "relations[0]",
        "the parts of a span continue one another in a circle",
        id="a part that continues itself",
    ),
    pytest.param(
        row(span(id="m"), TROOPS, relations=[TIE | {"type": " "}]),
        "relations[0].type",
        "a relation needs a type",
        id="no type",
    ),
    pytest.param(
        row(span(id="m"), TROOPS, relations=[TIE | {"id": "r"}, CHAIN | {"id": "r"}]),
        "relations[1].id",
        "two relations have the id 'r'",
        id="a relation's id twice",
    ),
    pytest.param(
        row(span(label="")),
        "spans[0].label",
        "the span has no label; say with {option:map} '=LABEL' which it is to have",
        id="empty label",
    ),
    pytest.param(
        row(span(), text_sha256="0" * 64),
        "text_sha256",
        "1_wire.txt has another text",
        id="other checksum",
    ),
    pytest.param(
        row(span(id="m"), span("troops", 12, id="m")),
        "spans[1].id",
        "there are two spans with the id 'm'",
        id="an id twice",
    ),
    pytest.param(
        row(TROOPS, relations=[TIE]),
        "relations[0].head",
        "no span has the id 'm'",
        id="unknown head",
    ),
    pytest.param(
        row(span(id="m"), relations=[TIE]),
        "relations[0].tail",
        "no span has the id 't'",
        id="unknown tail",
    ),
    pytest.param(
        row(TROOPS, clusters=[GROUP]),
        "clusters[0].members[0]",
        "no span has the id 'm'",
        id="unknown member",
    ),
    pytest.param(
        row(span(id="m"), clusters=[GROUP, GROUP | {"name": "y"}]),
        "clusters[1].id",
        "two different clusters have the id 'c'",
        id="two clusters",
    ),
    pytest.param(
        row(offset_unit="grapheme"),
        "offset_unit",
        "offsets in 'grapheme' cannot be read; only in codepoint, utf16, utf8",
        id="unit",
    ),
]


@pytest.mark.parametrize(("bad", "field", "reason"), FAULTS)
def test_a_row_at_fault_is_named_and_nothing_is_imported(
    workspace: Workspace, story: Path, tmp_path: Path, bad: dict[str, Any] | str | bytes,
    field: str | None, reason: str,
) -> None:  # fmt: skip
    tag(workspace, "Latakia", "location")
    before, journal = said(workspace), (home(story) / "journal.jsonl").read_bytes()
    good = row(span("An official", 0), article=PAPER)
    path = written(tmp_path, good, bad)
    with pytest.raises(InputError) as caught:
        bring_in(workspace, path)
    where = f"{path}, line 2" + (f", field {field}" if field else "")
    assert str(caught.value).startswith(f"{where}: ")
    assert reason in str(caught.value)
    assert (caught.value.line, caught.value.field) == (2, field)
    assert said(workspace) == before
    assert (home(story) / "journal.jsonl").read_bytes() == journal


@pytest.mark.parametrize(
    ("article", "start", "end"),
    [("e\u0301a", 0, 1), ("\r\na", 1, 3), ("\U0001f1e9\U0001f1ea a", 1, 2)],
    ids=["combining mark", "CRLF", "flag"],
)
def test_half_a_character_is_at_fault(tmp_path: Path, article: str, start: int, end: int) -> None:
    story = write_story(tmp_path / "story", {"a.txt": article})
    path = written(tmp_path, row({"start": start, "end": end, "label": "actor"}, article="a"))
    with (
        open_story(story) as workspace,
        pytest.raises(InputError, match=r"line 1, field spans\[0\].*lies inside a character"),
    ):
        bring_in(workspace, path)


def test_an_id_in_two_articles_cannot_be_linked_from_a_third_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = (
        row(span(id="m")),
        row(span("An official", 0, id="m"), article=PAPER),
        row(relations=[TIE | {"tail": "m"}]),
    )
    with pytest.raises(InputError, match=r"line 3, field relations\[0\]\.head: spans in several"):
        bring_in(workspace, written(tmp_path, *rows))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "it cannot be read: no such file"),
        ("{}".encode("utf-16"), "line 1: this is in UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0", "line 1: this is not UTF-8: byte 1"),
    ],
    ids=["missing", "UTF-16", "image"],
)
def test_a_file_that_is_no_dataset_is_refused(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "in.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read(Input(path)))
    assert str(caught.value).lower().startswith(str(path).lower())
    assert reason in str(caught.value).lower() or reason in str(caught.value)


def test_a_damaged_article_refuses_an_import(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
    (home(story) / "articles" / "1_wire.json").write_text("{}")
    with (
        open_story(story) as workspace,
        pytest.raises(InputError, match=r"line 1, field id: .*left as it is"),
    ):
        bring_in(workspace, written(tmp_path, row(span())))
