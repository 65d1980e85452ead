"""brat's standoff format: what is written is what is read, and a file's lines stay as they are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import msgspec
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import InputError
from store.formats.beginning import beginning_of
from store.formats.brat import FORMAT, read
from store.formats.features import Feature
from store.formats.fields import WITHOUT_WIDTH
from store.formats.losses import Losses
from store.formats.reading import Input
from store.formats.registry import format_named
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    RelationRow,
    SpanRow,
    split_parts,
)
from store.formats.stripping import lose_of_article
from tests.corpora import corpus
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, read_back, written

GOLDEN: Final = Path(__file__).parents[1] / "golden"
TEXT: Final = "Ed said\nBo did not say it.\r\n"
HOLDS: Final = FORMAT.holds

# Round trips of what we have --------------------------------------------------------------

ATTRIBUTES: Final[tuple[dict[str, str], ...]] = (
    {},
    {"Negation": ""},
    {"Category": "Modifier", "Negation": "", "Negation#2": "twice"},
    {"modification:Speculation": ""},
    {"normalization:Wikipedia": "64488\tCarlos Salinas", "normalization:GND/Link": "1"},
    {"note:Lemma": " two words", "note:odd\tname": "x"},
    {"webanno:layer": "two words\nand a line", "E9.x": "\u2028", "": "no name"},
)


@st.composite
def brat_rows(draw: st.DrawFn) -> ArticleRow:
    """Articles with all that brat has a place for."""
    row = draw(article_rows(holds=HOLDS))
    row = row if row.spans else lose_of_article(row, Losses())
    spans = []
    for span in row.spans:
        cut, again = sorted(draw(st.tuples(*[st.integers(span.start, span.end)] * 2)))
        # Parts that begin or end with line ends are not told from cuts at line ends.
        edges = row.said[cut - 1 : cut] + row.said[again : again + 1]
        is_gap = span.start < cut < again < span.end and not row.said[cut:again].isspace()
        if is_gap and not any(edge.isspace() for edge in edges):
            parts = [(span.start, cut), (again, span.end)]
            said = " ".join(row.said[a:b] for a, b in parts)
            span = msgspec.structs.replace(span, parts=parts, text=said)
        attributes = draw(st.sampled_from(ATTRIBUTES))
        spans.append(msgspec.structs.replace(span, attributes=attributes))
    relations = [
        msgspec.structs.replace(
            r, role=draw(st.sampled_from(("", "speaker", "By/Of", f"E{r.head[1:]}")))
        )
        for r in row.relations
    ]
    return msgspec.structs.replace(row, spans=spans, relations=relations)


@given(row=brat_rows())
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("brat", [row], tmp_path_factory.mktemp("brat"))
    (again,), losses = read_back("brat", path)
    assert again.id == row.id
    assert meaning(again) == meaning(row)
    assert set(report.losses.found) <= {Feature.IDS, Feature.ORIGINS}
    assert not losses.content


@given(row=brat_rows())
@settings(max_examples=scaled(30))
def test_a_second_round_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, row: ArticleRow
) -> None:
    folder = tmp_path_factory.mktemp("brat")
    first, _ = written("brat", [row], folder)
    rows, _ = read_back("brat", first)
    second, _ = written("brat", rows, folder)
    assert (second / "one.ann").read_bytes() == (first / "one.ann").read_bytes()
    assert (second / "one.txt").read_bytes() == (first / "one.txt").read_bytes()


def row_of(*spans: SpanRow, text: str = TEXT, **more: object) -> ArticleRow:
    """An article; what the spans say is filled in."""
    filled = [
        msgspec.structs.replace(s, text=" ".join(text[a:b] for a, b in s.extents)) for s in spans
    ]
    row = ArticleRow("one", filled, text)
    return msgspec.structs.replace(row, **more)


def lines_written(row: ArticleRow, folder: Path) -> list[str]:
    path, _ = written("brat", [row], folder)
    return (path / "one.ann").read_bytes().decode().splitlines()


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        (row_of(SpanRow(0, 2, "actor", "T7")), ["T7\tactor 0 2\tEd"]),
        (row_of(SpanRow(0, 2, "actor", "01J")), ["T1\tactor 0 2\tEd"]),
        (row_of(SpanRow(3, 10, "claim")), ["T1\tclaim 3 7;8 10\tsaid Bo"]),
        (
            row_of(SpanRow(0, 10, "claim", parts=[(0, 2), (8, 10)])),
            ["T1\tclaim 0 2;8 10\tEd Bo"],
        ),
        (row_of(SpanRow(0, 2, "the actor")), ["T1\tthe_actor 0 2\tEd"]),
        (
            row_of(SpanRow(0, 2, "actor", note="who?\nhim")),
            ["T1\tactor 0 2\tEd", "#1\tAnnotatorNotes T1\twho?", "#2\tAnnotatorNotes T1\thim"],
        ),
        (
            row_of(
                SpanRow(0, 2, "actor", "a"),
                SpanRow(8, 10, "actor", "b"),
                relations=[RelationRow("said", "a", "b", role="the speaker")],
                clusters=[
                    ClusterRow("1", "actor", "", ["a", "b"]),
                    ClusterRow("2", "actor", "Ed", ["a"]),
                ],
            ),
            [
                "T1\tactor 0 2\tEd",
                "T2\tactor 8 10\tBo",
                "R1\tsaid Arg1:T1 the_speaker:T2",
                "*\tEquiv T1 T2",
                '#1\tCluster T1\t{"id":"2","label":"actor","name":"Ed","members":["T1"]}',
            ],
        ),
    ],
)
def test_lines(tmp_path: Path, row: ArticleRow, lines: list[str]) -> None:
    assert lines_written(row, tmp_path) == lines


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (row_of(SpanRow(3, 10, "claim")), "1 span over line ends, in parts"),
        (row_of(SpanRow(7, 8, "claim")), "1 span of line ends alone"),
        (row_of(SpanRow(0, 2, "the actor")), "1 name with white space"),
        (row_of(SpanRow(0, 2, "actor", note="a\rb")), "1 line end within notes"),
    ],
)
def test_what_is_told(tmp_path: Path, row: ArticleRow, told: str) -> None:
    _, report = written("brat", [row], tmp_path)
    assert str(report.losses).startswith(told)


def test_golden(tmp_path: Path) -> None:
    row = row_of(
        SpanRow(0, 2, "source", "T1", attributes={"Category": "person"}),
        SpanRow(3, 7, "cue", "T2", attributes={"E1.Negation": ""}),
        SpanRow(8, 25, "claim", "T3", parts=[(8, 10), (15, 25)], note="hm"),
        relations=[
            RelationRow("Source", "T2", "T1", role="E1"),
            RelationRow("Content", "T2", "T3", role="E1"),
            RelationRow("attribution", "T3", "T1", "R1"),
        ],
    )
    path, _ = written("brat", [row], tmp_path)
    assert sorted(p.name for p in path.iterdir()) == ["annotation.conf", "one.ann", "one.txt"]
    assert (path / "one.txt").read_bytes() == TEXT.encode()
    assert (path / "one.ann").read_bytes() == (GOLDEN / "brat.ann").read_bytes()
    assert (path / "annotation.conf").read_bytes() == (GOLDEN / "brat.conf").read_bytes()


# Round trips of files ----------------------------------------------------------------------


def story(folder: Path, ann: str, text: str = TEXT) -> Path:
    """A pair of files."""
    folder.mkdir(exist_ok=True)
    (folder / "one.txt").write_bytes(text.encode())
    (folder / "one.ann").write_bytes(ann.encode())
    return folder / "one.ann"


def test_files_of_shared_tasks_are_told(tmp_path: Path) -> None:
    for name, content in (("x.txt", "Ana"), ("x.a1", "T1\ta 0 3\tAna\n"), ("x.a2", "")):
        (tmp_path / name).write_text(content, "utf-8")
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(b"x.a1\nx.a2\nx.txt", "folder/") > 0.9
    with pytest.raises(InputError, match=r"cat x\.a1 x\.a2 > x\.ann"):
        list(read(Input(tmp_path)))


def read_ann(path: Path) -> tuple[ArticleRow, Losses]:
    (row,), losses = read_back("brat", path)
    return row, losses


@pytest.mark.parametrize(
    "lines",
    [
        "T1\tX 0 2\tEd\nT2\tX 8 10\tBo\nR1\tSays Arg1:T1 Arg2:T2\nA1\tSure R1 High\n",
        "T1\tX 0 2\tEd\nT2\tX 8 10\tBo\nR3\tSays Agent:T2 Theme:T1\n",
        "T1\tX 0 2\tEd\nT2\tSay 3 7\tsaid\nE1\tSay:T2 Of:T1\nE2\tSay:T2 In:E1\n",
        "T1\tX 0 2\tEd\nT2\tSay 3 7\tsaid\nE1\tSay:T2 Of:T1 Of2:T1\nE2\tSay:T2\nA1\tNegation E2\n",
        "T1\tX 0 2\tEd\nT2\tSay 3 7\tsaid\nR1\tSays Arg1:T1 Arg2:E1\nE1\tSay:T2\n",
        "T1\tX 0 2\tEd\nT2\tX 3 7\tsaid\nE1\tSay:T2 Of:T1\n",
        "T1\tX 0 2\tEd\nT2\tX 8 10\tBo\n*\tEquiv T1 T2\n*\tAlias T2 T1\n",
        "T1\tX 0 2\tEd\nM1\tNegation T1\nN1\tReference T1 Wikipedia:534\tEd, “the\tman”\n",
        "T1\tX 0 2\tEd\nA1\tSure T1 1\nA2\tSure T1 2\n#1\tLemma T1\t Ed\n"
        "#2\tAnnotatorNotes T1\tA\t1\n",
        "T1\tX 0 2;8 10\tEd Bo\nT2\tX 3 7;8 10\tsaid Bo\n",
    ],
)
def test_lines_come_back(tmp_path: Path, lines: str) -> None:
    row, losses = read_ann(story(tmp_path / "in", lines))
    assert lines_written(row, tmp_path) == lines.splitlines()
    assert not losses.content


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        ("", row_of()),
        ("\n\r\n", row_of()),
        ("T1\tX 3 10\tsaid Bo\r\n", row_of(SpanRow(3, 10, "X", "T1"))),
        ("T1\tX 3 10\tsaid\nBo\n", row_of(SpanRow(3, 10, "X", "T1"))),
        ("T1\tX 3 10", row_of(SpanRow(3, 10, "X", "T1"))),
        ("T1\tX 3 7;8 10\tsaid Bo", row_of(SpanRow(3, 10, "X", "T1"))),
        ("T1\tX 0 2;8 10\tEd Bo", row_of(SpanRow(0, 10, "X", "T1", parts=[(0, 2), (8, 10)]))),
        ("T1\tX 8 10;0 2\tBo Ed", row_of(SpanRow(0, 10, "X", "T1", parts=[(0, 2), (8, 10)]))),
        (
            "#1\tAnnotatorNotes T1\ta\n#2\tAnnotatorNotes T1\tb\nT1\tX 0 2\tEd\nA1\tNot T1\n"
            "N1\tReference T1 W:1\tEd\n#3\tLemma T1\ted",
            row_of(
                SpanRow(
                    0, 2, "X", "T1", note="a\nb",
                    attributes={"Not": "", "normalization:W": "1\tEd", "note:Lemma": "ed"},
                )
            ),
        ),
        (
            "T1\tX 0 2\tEd\nT2\tY 8 10\tBo\nR1\tBy Arg2:T2 Arg1:T1\nR2\tBy Arg1:T1 who:T2\n"
            "*\tAlias T1 T2\nE1\tX:T1 A:T2 B:E2\nE2\tY:T2 A:T1",
            row_of(
                SpanRow(0, 2, "X", "T1"),
                SpanRow(8, 10, "Y", "T2"),
                relations=[
                    RelationRow("By", "T1", "T2", "R1"),
                    RelationRow("By", "T1", "T2", "R2", "who"),
                    RelationRow("A", "T1", "T2", "", "E1"),
                    RelationRow("B", "T1", "T2", "", "E1>E2"),
                    RelationRow("A", "T2", "T1", "", "E2"),
                ],
                clusters=[ClusterRow("one*1", "X", "", ["T1", "T2"], "Alias")],
            ),
        ),
    ],
)  # fmt: skip
def test_reading(tmp_path: Path, lines: str, row: ArticleRow) -> None:
    again, _ = read_ann(story(tmp_path / "in", lines))
    assert msgspec.structs.replace(again, meta=row.meta) == row


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        ("T1\tX 2 2\t\n", {WITHOUT_WIDTH: 1}),
        (
            "T1\tX 2 2\t\nT2\tX 0 2\tEd\nE1\tX:T1 A:T2\nE2\tX:T2 A:E1\nR1\tY Arg1:T1 Arg2:T2\n"
            "*\tEquiv T1 T2\n*\tEquiv T2\nA1\tNot R1\n",
            {WITHOUT_WIDTH: 1, "what is said of spans without width": 5},
        ),
        ("T1\tX 0 2\tEd\nA1\tNot T1\n#1\tAnnotatorNotes A1\tx\n",
         {"notes on attributes and notes": 1}),
    ],
)  # fmt: skip
def test_what_is_lost(tmp_path: Path, lines: str, lost: dict[str, int]) -> None:
    _, losses = read_ann(story(tmp_path / "in", lines))
    assert {str(name): loss.count for name, loss in losses.found.items()} == lost


def test_clusters_with_the_same_members(tmp_path: Path) -> None:
    row = row_of(
        SpanRow(0, 2, "actor", "a"),
        SpanRow(8, 10, "actor", "b"),
        clusters=[
            ClusterRow("1", "actor", "Ed", ["a", "b"]),
            ClusterRow("2", "actor", "Bo", ["a", "b"]),
            ClusterRow("3", "source", "Ed", ["a"]),
        ],
    )
    path, _ = written("brat", [row], tmp_path)
    assert meaning(read_ann(path / "one.ann")[0]) == meaning(row)


def test_clusters_across_articles(tmp_path: Path) -> None:
    rows = [
        msgspec.structs.replace(row, id=id_)
        for id_, name in (("a", "Ed"), ("b/c", "Ed"))
        for row in [
            row_of(SpanRow(0, 2, "actor", "x"), clusters=[ClusterRow("01J", "actor", name, ["x"])])
        ]
    ]
    path, _ = written("brat", rows, tmp_path)
    again, _ = read_back("brat", path)
    assert [row.id for row in again] == ["a", "b/c"]
    assert [row.clusters[0].id for row in again] == ["01J", "01J"]


# Bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("hello", "line 2: this line is none of brat: it should be T, E, R, A, M, N, # or *,"),
        ("T1\tX 0 2\tEd", "line 2: there are two lines with the id 'T1'"),
        ("T2\tX", "line 2: a T line is an id, a tab, a type and offsets such as “0 5;12 17”"),
        ("T2\tX 0 2000\tEd", "line 2: 0-2000 is no range of a text of 28 characters"),
        ("T2\tX 5 3\tEd", "line 2: 5-3 is no range of a text of 28 characters"),
        ("T2\tX 0 2\tBo", "line 2: it is “Bo”, but the text says “Ed” there"),
        ("T2\tX 0 5;4 7\tEd sa aid", "line 2: the parts of this span overlap"),
        ("E1\tX", "line 2: an E line begins with the type and the trigger, such as “Die:T1”"),
        ("E1\tX:T9", "line 2: it is about 'T9', which is no span or event of this file"),
        ("E1\tX:T1 T1", "line 2: 'T1' is no argument, such as “Victim:T2”"),
        ("R1\tX Arg1:T1", "line 2: an R line has a type and two arguments, such as “Arg1:T1"),
        ("R1\tX Arg1:T1 Arg2:T9", "line 2: it is about 'T9', which is no span or event"),
        ("*\tEquiv", "line 2: an equivalence has members, such as “Equiv T1 T2”"),
        ("A1\tNot", "line 2: an attribute has a name and an id, such as “Negation T1”"),
        ("A1\tNot T9", "line 2: it is about 'T9', which is no span or event of this file"),
        ("N1\tReference T1 W", "line 2: a normalization names an entry, such as “Wikipedia:"),
        ("#1\tAnnotatorNotes", "line 2: a note has a type and an id, such as “Negation T1”"),
    ],
)
def test_bad_lines(tmp_path: Path, line: str, reason: str) -> None:
    path = story(tmp_path / "in", f"T1\tX 0 2\tEd\n{line}\n")
    with pytest.raises(InputError) as caught:
        read_ann(path)
    assert str(caught.value).startswith(f"{path}, {reason}")
    source = Input(path, keeps_going=True)
    (placed,) = read(source)
    assert [span.id for span in placed.row.spans] == ["T1"]
    assert len(source.faults) == 1


def test_pairs(tmp_path: Path) -> None:
    folder = story(tmp_path / "in", "T1\tX 0 2\tEd\n").parent
    (folder / "deep").mkdir()
    (folder / "deep" / "two.v1.txt").write_text("bare", "utf-8")
    (folder / "three.ann").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"the text is missing: there is no three.txt beside it"):
        read_back("brat", folder)
    (folder / "three.ann").unlink()
    rows, _ = read_back("brat", folder)
    assert [(row.id, len(row.spans), row.text) for row in rows] == [
        ("deep/two.v1", 0, "bare"),
        ("one", 1, TEXT),
    ]
    for name in ("one.ann", "one.txt"):
        assert read_back("brat", folder / name)[0] == [rows[1]]
    with pytest.raises(InputError, match=r"brat’s files are named \.ann and \.txt"):
        read_back("brat", folder / "one.json")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match=r"there are no \.ann or \.txt files in this folder"):
        read_back("brat", empty)


# Real files --------------------------------------------------------------------------------

FILES: Final = 90
OUT_OF_ORDER: Final = 6
"""Files of PolNeAR with a span whose parts stand in another order than in the text."""


def corpus_files() -> list[Path]:
    """Every .ann file of the corpora with its text."""
    folders = corpus("formats/brat"), corpus("polnear-dev")
    paths = (path for folder in folders for path in sorted(folder.rglob("*.ann")))
    return [path for path in paths if path.with_suffix(".txt").exists()]


def said(path: Path) -> Counter[str]:
    """The lines of a file, without the numbers of those lines that nothing refers to."""
    lines = path.read_bytes().decode().split("\n")
    return Counter(
        regex.sub(r"^([AMN#])\d+", r"\1", line).rstrip("\t ") for line in lines if line.strip()
    )


def test_every_line_of_the_corpora_comes_back(tmp_path: Path) -> None:
    files = corpus_files()
    out_of_order = 0
    parts = 0
    for path in files:
        row, losses = read_ann(path)
        parts += sum(bool(span.parts) for span in row.spans)
        again, _ = written("brat", [row], tmp_path)
        made = again / path.name
        assert made.with_suffix(".txt").read_bytes() == path.with_suffix(".txt").read_bytes()
        assert not losses.found
        if losses.changed:
            out_of_order += 1
            missing = said(path) - said(made)
            assert all(line.startswith("T") and ";" in line for line in missing)
            assert read_ann(made)[0] == row
        else:
            assert said(made) == said(path)
    assert len(files) == FILES
    assert out_of_order == OUT_OF_ORDER
    assert parts > 200


def in_a_story(row: ArticleRow) -> ArticleRow:
    """The row as it comes back from a story: spans in parts, and ids that are no file's."""
    whole = split_parts(row)
    ids = {span.id: f"01J{number}" for number, span in enumerate(whole.spans)}
    return msgspec.structs.replace(
        whole,
        spans=[msgspec.structs.replace(s, id=ids[s.id]) for s in reversed(whole.spans)],
        relations=[
            msgspec.structs.replace(r, id=f"01R{number}", head=ids[r.head], tail=ids[r.tail])
            for number, r in enumerate(whole.relations)
        ],
        clusters=[
            msgspec.structs.replace(c, members=[ids[m] for m in c.members]) for c in whole.clusters
        ],
    )


def test_the_corpora_come_back_from_a_story(tmp_path: Path) -> None:
    files = corpus_files()
    for path in files[:: len(files) // 30]:
        row, _ = read_ann(path)
        again, _ = read_ann(written("brat", [in_a_story(row)], tmp_path)[0] / path.name)
        assert meaning(again) == meaning(row), path


def test_nothing_else_is_taken_for_brat() -> None:
    folder = corpus("formats")
    looks_like = FORMAT.looks_like
    assert looks_like is not None
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sure = looks_like(beginning_of(path), path.name)
            assert (sure >= 0.5) == (path.suffix == ".ann"), path


@pytest.mark.parametrize(
    ("head", "name", "sure"),
    [
        ("T1\tX 0 2\tEd\n", "one.ann", True),
        ("*\tEquiv T1 T2\n", "one.ann", True),
        ("", "one.ann", True),
        ("hello", "one.ann", False),
        ("T1\tX 0 2;3 4\tEd", "one.txt", True),
        ("The 1 2 3", "one.txt", False),
        ("annotation.conf\none.ann\none.txt", "folder/", True),
        ("one.json\none.txt", "folder/", False),
    ],
)
def test_recognition(head: str, name: str, sure: bool) -> None:
    looks_like = format_named("brat").looks_like
    assert looks_like is not None
    assert (looks_like(head.encode(), name) >= 0.5) is sure


def test_it_holds_no_more_than_it_says() -> None:
    assert not HOLDS & {Feature.IDS, Feature.ORIGINS}


def test_a_span_over_a_line_end_behind_an_emoji_is_where_it_says(tmp_path: Path) -> None:
    # It ends within a word in characters, and at the end of one in UTF-16 units.
    text = "the\n🇩🇪 Assad "
    path, _ = written("brat", [row_of(SpanRow(0, 8, "actor"), text=text)], tmp_path)
    (again,), _ = read_back("brat", path)
    assert [(s.start, s.end, s.text) for s in again.spans] == [(0, 8, text[:8])]
