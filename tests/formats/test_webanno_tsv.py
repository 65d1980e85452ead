"""WebAnno TSV: what is written is what is read, in layers of ours and in those of other tools."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.errors import InputError
from store.formats.beginning import beginning_of
from store.formats.features import Feature
from store.formats.fields import WITHOUT_WIDTH
from store.formats.losses import Losses
from store.formats.offsets import Offsets, Unit
from store.formats.reading import Input
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    RelationRow,
    SpanRow,
    join_parts,
    split_parts,
)
from store.formats.stripping import lose_of_article
from store.formats.webanno import FORMAT, read
from store.formats.webanno.layers import (
    escape_text,
    escape_value,
    split,
    unescape_text,
    unescape_value,
)
from tests.corpora import corpus
from tests.formats.generated import article_rows, meaning, read_back, written

GOLDEN: Final = Path(__file__).parents[1] / "golden"
TEXT: Final = "Ed said 😀 no.\r\n\r\nBo didn't."
HOLDS: Final = FORMAT.holds

# Round trips of what we have --------------------------------------------------------------

ATTRIBUTES: Final[tuple[dict[str, str], ...]] = (
    {},
    {"Negation": ""},
    {"webanno:layer": "webanno.custom.Event|kind|value", "kind": "x|y;[1]_*->\\", "value": "Event"},
    {"webanno:layer": "a.NamedEntity|identifier|value", "odd name": "two\nlines\r"},
    {"webanno:layer": "webanno.custom.SimpleSpan|"},
    {"webanno:layer": "webanno.custom.Token"},
)


@st.composite
def tsv_rows(draw: st.DrawFn) -> ArticleRow:
    """Articles with all that the format has a place for."""
    row = draw(article_rows(holds=HOLDS))
    row = row if row.spans else lose_of_article(row, Losses())
    lead = draw(st.sampled_from(("", "", " ", "\n", "\u2028 ")))
    spans = []
    for span in row.spans:
        attributes = dict(draw(st.sampled_from(ATTRIBUTES)))
        if attributes.get("value") and span.label != "Event":
            del attributes["value"]
        moved = {"start": span.start + len(lead), "end": span.end + len(lead)}
        spans.append(msgspec.structs.replace(span, attributes=attributes, **moved))
    relations = [
        msgspec.structs.replace(r, role=draw(st.sampled_from(("", "speaker", "a|b_*"))))
        for r in row.relations
    ]
    text = lead + row.said
    return msgspec.structs.replace(row, spans=spans, relations=relations, text=text)


@given(row=tsv_rows())
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("webanno-tsv", [row], tmp_path_factory.mktemp("tsv"))
    (again,), losses = read_back("webanno-tsv", path)
    assert again.id == row.id
    assert meaning(again) == meaning(row)
    assert set(report.losses.found) <= {Feature.IDS, Feature.ORIGINS}
    assert not report.losses.changed
    assert not losses.content


@given(text=st.text(), version=st.sampled_from((2, 3)))
@example(text="\\n\n\\\t\x0b\x1f\r", version=3)
def test_text_comes_back(text: str, version: int) -> None:
    there = escape_text(text)
    assert not {"\n", "\r", "\t"} & set(there)
    assert unescape_text(there, version) == text


@given(values=st.lists(st.text(st.sampled_from("ab\\[]|_->;*\t\n\r😀")), min_size=1))
def test_values_come_back(values: list[str]) -> None:
    for separator in "|;":
        cell = separator.join(map(escape_value, values))
        assert [unescape_value(part) for part in split(cell, separator)] == values


def row_of(*spans: SpanRow, text: str = TEXT, **more: object) -> ArticleRow:
    """An article; what the spans say is filled in."""
    filled = [
        msgspec.structs.replace(s, text=" ".join(text[a:b] for a, b in s.extents)) for s in spans
    ]
    row = ArticleRow("one", filled, text)
    return msgspec.structs.replace(row, **more)


def lines_written(row: ArticleRow, folder: Path) -> list[str]:
    path, _ = written("webanno-tsv", [row], folder)
    return (path / "one.tsv").read_bytes().decode().split("\n")


def test_golden(tmp_path: Path) -> None:
    row = row_of(
        SpanRow(0, 2, "source", "a"),
        SpanRow(0, 13, "claim", "b", note="why?"),
        SpanRow(17, 19, "actor", "c", attributes={"kind": "x"}),
        SpanRow(20, 26, "cue", "d", parts=[(20, 22), (24, 26)]),
        relations=[RelationRow("attribution", "b", "a", "r", "speaker")],
        clusters=[ClusterRow("01J", "actor", "Ed", ["a", "c"], "supports")],
    )
    path, _ = written("webanno-tsv", [row], tmp_path)
    assert (path / "one.tsv").read_bytes() == (GOLDEN / "webanno.tsv").read_bytes()
    (again,), _ = read_back("webanno-tsv", path)
    assert meaning(again) == meaning(row)
    assert again.clusters[0].id == "01J"
    assert again.clusters[0].relation == "supports"


def test_parts_of_spans_are_linked(tmp_path: Path) -> None:
    row = row_of(SpanRow(0, 7, "claim", "x", parts=[(0, 2), (3, 7)]))
    path, _ = written("webanno-tsv", [row], tmp_path)
    (again,), _ = read_back("webanno-tsv", path)
    assert [(r.type, r.head, r.tail) for r in again.relations] == [("continues", "s1", "s2")]
    assert meaning(again) == meaning(row) == meaning(split_parts(row))
    assert join_parts(again).spans[0].parts == [(0, 2), (3, 7)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (row_of(SpanRow(2, 7, "claim")), "1 span with white space at their ends"),
        (row_of(SpanRow(2, 3, "claim")), "1 span of white space alone"),
        (
            row_of(
                SpanRow(2, 3, "claim", "a"),
                SpanRow(0, 2, "claim", "b"),
                relations=[RelationRow("x", "a", "b")],
            ),
            "1 span of white space alone, such as claim “” at 2-3 of one; "
            "1 relation of spans of white space alone, such as x",
        ),
    ],
)
def test_what_is_told(tmp_path: Path, row: ArticleRow, told: str) -> None:
    _, report = written("webanno-tsv", [row], tmp_path)
    assert str(report.losses).startswith(told)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\r\n\n", "  a", "\na", "a\n", "a\n\n", "a.\r\nb\n"]
)
def test_texts_come_back(tmp_path: Path, text: str) -> None:
    path, _ = written("webanno-tsv", [row_of(text=text)], tmp_path)
    (again,), _ = read_back("webanno-tsv", path)
    assert again.text == text


# Reading files ----------------------------------------------------------------------------


def tsv(folder: Path, *lines: str, layers: str = "#T_SP=webanno.custom.Span|value\n") -> Path:
    """A file with a header."""
    path = folder / "one.tsv"
    head = f"#FORMAT=WebAnno TSV 3.3\n{layers}\n\n"
    path.write_bytes((head + "\n".join(lines) + "\n").encode())
    return path


def read_tsv(path: Path) -> tuple[ArticleRow, Losses]:
    (row,), losses = read_back("webanno-tsv", path)
    return row, losses


SPAN: Final = "webanno.custom.Span|value"


@pytest.mark.parametrize(
    ("layers", "lines", "row"),
    [
        (
            "",
            ["#Text=Ed", "1-1\t0-2\tEd\t", "", "#Text=no", "2-1\t4-6\tno\t"],
            row_of(text="Ed\n no"),
        ),
        (
            "",
            ["#Text=Ed.", "1-1\t1-3\tEd", "1-2\t3-4\t.", "", "#Text=\\tno\\\\", "2-1\t4-5\t\\t"],
            row_of(text=" Ed.\tno\\"),
        ),
        (
            f"#T_SP={SPAN}\n",
            ["#Text=😀 Ed\r", "1-1\t0-2\t😀\t_\t\r", "1-2\t3-5\tEd\tA\\|[1]|*[2]\t"],
            row_of(
                SpanRow(2, 4, "A|", "s1", attributes={"webanno:layer": SPAN}),
                SpanRow(2, 4, "Span", "s2", attributes={"webanno:layer": SPAN}),
                text="😀 Ed",
            ),
        ),
        (
            "#T_SP=webanno.custom.Span|label|note|attributes\n"
            "#T_RL=webanno.custom.Relation|label|BT_webanno.custom.Span\n",
            [
                "#Text=Ed 😀x",
                "1-1\t0-2\tEd\tactor[1]\thm[1]\tx[1]\t_\t_\t",
                "1-2\t3-6\t😀x\t_\t_\t_\t_\t_\t",
                '1-2.1\t3-5\t😀\tactor[1]|cue[2]\thm[1]|*[2]\tx[1]|{"a":"b"}[2]\tby\t1-1[1_2]\t',
            ],
            row_of(
                SpanRow(0, 4, "actor", "s1", note="hm", attributes={"attributes": "x"}),
                SpanRow(3, 4, "cue", "s2", attributes={"a": "b"}),
                text="Ed 😀x",
                relations=[RelationRow("by", "s1", "s2", "r1")],
            ),
        ),
        (
            "#T_CH=webanno.custom.ClusterLink|referenceType|referenceRelation\n",
            ["#Text=Ed no", "1-1\t0-2\tEd\tactor[1]\tmy man->1-1\t", "1-2\t3-5\tno\t_\t_\t"],
            row_of(
                SpanRow(0, 2, "actor", "s1"),
                text="Ed no",
                clusters=[ClusterRow("one#1", "actor", "my man", ["s1"])],
            ),
        ),
        (
            "#T_RL=d.Dep|DependencyType|flag|BT_d.Token\n",
            ["#Text=Ed no", "1-1\t0-2\tEd\tsubj|obj\tx|y\t1-2|1-2\t", "1-2\t3-5\tno\t_\t_\t_\t"],
            row_of(
                SpanRow(3, 5, "Token", "s1", attributes={"webanno:layer": "d.Token"}),
                SpanRow(
                    0,
                    2,
                    "Token",
                    "s2",
                    attributes={
                        "webanno:layer": "d.Token",
                        "webanno:Dep": "d.Dep|DependencyType|flag|BT_d.Token",
                        "webanno:Dep.flag": "x",
                        "webanno:Dep#2": "d.Dep|DependencyType|flag|BT_d.Token",
                        "webanno:Dep#2.flag": "y",
                    },
                ),
                text="Ed no",
                relations=[
                    RelationRow("subj", "s1", "s2", "r1", "Dep"),
                    RelationRow("obj", "s1", "s2", "r2", "Dep#2"),
                ],
            ),
        ),
    ],
)
def test_reading(tmp_path: Path, layers: str, lines: list[str], row: ArticleRow) -> None:
    again, _ = read_tsv(tsv(tmp_path, *lines, layers=layers))
    assert msgspec.structs.replace(again, meta=row.meta) == row
    path, report = written("webanno-tsv", [again], tmp_path)
    assert not report.losses.content
    assert meaning(read_tsv(path)[0]) == meaning(again)


def test_escapes_of_old_versions(tmp_path: Path) -> None:
    path = tmp_path / "one.tsv"
    said = "#Text=\\u00e9\n1-1\t0-1\té\n"
    path.write_text(f"#FORMAT=WebAnno TSV 3.1\n\n\n{said}", "utf-8")
    assert read_tsv(path)[0].text == "é"


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        (["#Text=Ed", "1-1\t0-2\tEd\t_\t", "1-1.1\t1-1\t\tA\t"], {WITHOUT_WIDTH: 1}),
        (
            ["#Sentence.id=1", "#Text=Ed", "1-1\t0-2\tEd\t_\t"],
            {"what is said of sentences": 1},
        ),
    ],
)
def test_what_is_lost(tmp_path: Path, lines: list[str], lost: dict[str, int]) -> None:
    _, losses = read_tsv(tsv(tmp_path, *lines))
    assert {str(name): loss.count for name, loss in losses.found.items()} == lost


@pytest.mark.parametrize(
    ("lines", "layers", "reason"),
    [
        (["1-1\t0-2\tEd\t_"], "", "line 4: there is no line #Text= before this token"),
        (["#Text=Ed"], "", "line 5: the last sentence has no tokens, so its place is not known"),
        (["#Text=Ed", "Ed"], "", "line 5: a line begins with a token’s number and offsets"),
        (["#Text=Ed", "1-1\t0-x\tEd"], "", "line 5: a line begins with a token’s number and"),
        (["#Text=Ed", "1-1\t0-9\tEd"], "", "line 5: 0-9 is no range of a text of 2 UTF-16 units"),
        (["#Text=😀", "1-1\t0-1\t😀"], "", "line 5: offset 1 lies inside a character, counted in"),
        (["#Text=Ed", "1-1\t0-2\tBo"], "", "line 5: it is “Bo”, but the text says “Ed” there"),
        (
            ["#Text=Ed", "1-1\t0-2\tEd", "", "#Text=no", "2-1\t1-3\tno"],
            "",
            "line 8: the sentence begins before the end of the one before it, which is 2",
        ),
        (
            ["#Text=Ed", "1-1\t0-2\tEd"],
            f"#T_SP={SPAN}\n",
            "line 6: this line has 3 columns, but the header declares 4",
        ),
        (
            ["#Text=Ed", "1-1\t0-2\tEd\t*[1]\t*"],
            "#T_CH=x.XLink|referenceType|referenceRelation\n",
            "line 6: a link of a chain has the numbers of chain and link, such as *->1-2",
        ),
        (
            ["#Text=Ed", "1-1\t0-2\tEd\t*\t1-2"],
            "#T_RL=x.R|value|BT_x.Y\n",
            "line 6: it is about 1-2, which is no annotation of this file",
        ),
        (
            ["#Text=Ed", "1-1\t0-2\tEd\t*\t1-1[3_0]"],
            "#T_RL=x.R|value|BT_x.Y\n",
            "line 6: it is about 1-1[3], which is no annotation of this file",
        ),
        (["#Text=Ed"], "#T_RL=x.R|value\n", "line 2: this declares no layer, such as webanno."),
        (["#Text=Ed"], "#T_CH=x.R|value\n", "line 2: this declares no layer, such as webanno."),
        (["#Text=Ed"], "#T_SP=\n", "line 2: this declares no layer, such as webanno.custom.Span"),
    ],
)
def test_bad_files(tmp_path: Path, lines: list[str], layers: str, reason: str) -> None:
    path = tsv(tmp_path, *lines, layers=layers)
    with pytest.raises(InputError) as caught:
        read_tsv(path)
    assert str(caught.value).startswith(f"{path}, {reason}")
    source = Input(path, keeps_going=True)
    assert len(list(read(source))) <= 1
    assert source.faults


@pytest.mark.parametrize("first", ["", "#FORMAT=WebAnno TSV 2.0", "#FORMAT=WebAnno TSV 3.x", "x"])
def test_other_files_are_refused(tmp_path: Path, first: str) -> None:
    path = tmp_path / "one.tsv"
    path.write_text(f"{first}\n", "utf-8")
    with pytest.raises(InputError, match="line 1: this is no WebAnno TSV 3: its first line does"):
        read_tsv(path)


# Real files --------------------------------------------------------------------------------

SAME_BYTES: Final = 27
"""Of 38 files. The others have annotations without width, which we have no place for; ids of
sentences; a line end within a sentence, at which we end it; other numbers, or another order of
parts of tokens."""
BLANK: Final = {"testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken"}
"""Text after the last token is in no file of this format."""


def corpus_files() -> list[Path]:
    """Every file of the corpora."""
    return sorted(corpus("formats/webanno-tsv").rglob("*.tsv"))


_NO_SPANS: Final = {"Token", "Sentence", "DocumentMetaData"}


class Reference:
    """What the file beside says, which is of the tool that wrote both."""

    def __init__(self, path: Path) -> None:
        self.elements = list(ElementTree.parse(path).getroot())
        self.text = next(e.get("sofaString", "") for e in self.elements if _name(e) == "Sofa")
        self._offsets = Offsets(self.text, Unit.UTF16)
        self._by_id = {e.get("{http://www.omg.org/XMI}id", ""): e for e in self.elements}

    def place(self, element: ElementTree.Element) -> tuple[int, int]:
        """Where it is in code points, without white space at its ends."""
        start, end = (self._offsets.codepoint(int(element.get(n, ""))) for n in ("begin", "end"))
        assert start is not None
        assert end is not None
        said = self.text[start:end]
        return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())

    @property
    def spans(self) -> Counter[tuple[int, int, str]]:
        """Where they are, and their values, which may be empty; without those without width."""
        found = Counter(
            (*self.place(e), e.get("value") or e.get("PosValue") or "")
            for e in self.elements
            if e.get("begin") and _name(e) not in _NO_SPANS and not e.get("Governor")
        )
        return Counter({key: count for key, count in found.items() if key[0] < key[1]})

    @property
    def relations(self) -> Counter[tuple[tuple[int, int], tuple[int, int], str]]:
        """Where they come from and where they go, and their values."""
        by_id = self._by_id
        return Counter(
            (self.place(by_id[e.get("Governor", "")]), self.place(by_id[e.get("Dependent", "")]),
             e.get("value") or "")
            for e in self.elements if e.get("Governor")
        ) + Counter(
            (self.place(e), self.place(target), by_id[link].get("role") or "")
            for e in self.elements for link in e.get("links", "").split()
            for target in [by_id[by_id[link].get("target", "")]]
            if target.get("begin") != target.get("end")
        )  # fmt: skip


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def test_files_say_what_their_references_say() -> None:
    checked = 0
    for path in corpus_files():
        beside = path.with_name("reference.xmi")
        if not beside.exists():
            continue
        reference = Reference(beside)
        row, losses = read_tsv(path)
        text = reference.text.rstrip() if path.parent.name in BLANK else reference.text
        assert row.text == text, path
        spans = Counter(
            (s.start, s.end, "" if s.label in _short(s) else s.label)
            for s in row.spans
            if s.label != "Token"
        )
        assert spans == reference.spans, path
        places = {span.id: (span.start, span.end) for span in row.spans}
        relations = Counter(
            (places[r.head], places[r.tail], "" if r.type in (r.role, "Relation") else r.type)
            for r in row.relations
        )
        assert relations == reference.relations, path
        assert set(losses.found) <= {
            WITHOUT_WIDTH, "links to spans without width", "what is said of sentences"
        }  # fmt: skip
        checked += 1
    assert checked == 37


def _short(span: SpanRow) -> str:
    return span.attributes["webanno:layer"].partition("|")[0].rpartition(".")[2]


def test_files_come_back(tmp_path: Path) -> None:
    same_bytes = 0
    for path in corpus_files():
        row, _ = read_tsv(path)
        made, report = written("webanno-tsv", [row], tmp_path)
        again, losses = read_tsv(made)
        assert meaning(again) == meaning(row), path
        assert not report.losses.content
        assert not losses.content
        same_bytes += (made / path.name).read_bytes() == path.read_bytes()
    assert same_bytes == SAME_BYTES


def test_nothing_else_is_taken_for_it() -> None:
    folder = corpus("formats")
    looks_like = FORMAT.looks_like
    assert looks_like is not None
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sure = looks_like(beginning_of(path), path.name)
            assert sure == (1.0 if path.match("webanno-tsv/*/*.tsv") else 0.0), path


def test_folders(tmp_path: Path) -> None:
    rows = [msgspec.structs.replace(row_of(), id=id_) for id_ in ("a", "b/c")]
    path, _ = written("webanno-tsv", rows, tmp_path)
    again, _ = read_back("webanno-tsv", path)
    assert [row.id for row in again] == ["a", "b/c"]
    looks_like = FORMAT.looks_like
    assert looks_like is not None
    assert looks_like(b"a.tsv\nb", "data/") == 0.5
    assert looks_like(b"a.txt\nb", "data/") == 0.0
