"""Files as other programs write them, each read as what it is or refused by one sentence."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.support import sidelight
from tests.cli.test_cases import articles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

GATE = (
    '<GateDocument version="3"><TextWithNodes><Node id="0"/>Ana<Node id="3"/></TextWithNodes>'
    '<AnnotationSet Name="Key"><Annotation Id="1" Type="actor" StartNode="0" EndNode="3"/>'
    "</AnnotationSet></GateDocument>"
)


def lines(*rows: object) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def test_a_number_that_is_written_as_a_text_is_no_identity_either(run: Run, tmp_path: Path) -> None:
    for name, word in (("train", "Kyiv"), ("dev", "Oslo")):
        rows = [
            {"id": "0", "tokens": [word, "burns"], "ner_tags": ["B-location", "O"]},
            {"id": "1", "tokens": ["In", word], "ner_tags": ["O", "B-location"]},
        ]
        (tmp_path / f"{name}.jsonl").write_text(lines(*rows), "utf-8")
    for name, said in (("a", "Ana left Kyiv."), ("b", "Ana left Oslo.")):
        row = {"id": "7", "text": said, "label": [[0, 3, "actor"]]}
        (tmp_path / f"{name}.jsonl").write_text(lines(row), "utf-8")
    for name in ("train", "dev", "a", "b", "dev", "b"):
        ran = run("import", "new", f"{name}.jsonl")
        assert ran.code == 0, ran.err
    assert articles(run) == {
        "0": ["location:Kyiv"], "1": ["location:Kyiv"], "7": ["actor:Ana"], "b-7": ["actor:Ana"],
        "dev-0": ["location:Oslo"], "dev-1": ["location:Oslo"],
    }  # fmt: skip


def test_a_number_that_names_an_article_of_ours_goes_with_its_text(
    run: Run, tmp_path: Path
) -> None:
    """Our own rows, and a file for each article, mean what they say."""
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "12.txt").write_text("Ana left Kyiv today.", "utf-8")
    row = {"id": "12", "text": "Ana left Kyiv.", "meta": {"story": "new"}}
    span = {"start": 9, "end": 13, "label": "location"}
    (tmp_path / "in.jsonl").write_text(lines(row | {"spans": [span]}), "utf-8")
    assert run("import", "new", "in.jsonl").code == 0
    assert list(articles(run)) == ["12"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("g.xml", GATE, "nothing in it is by 'zoe'; it does not tell several people apart"),
        (
            "in.jsonl",
            lines(
                {
                    "text": "Ana",
                    "spans": [{"start": 0, "end": 3, "label": "actor"}],
                    "_session_id": "bo",
                }
            ),
            "nothing in it is by 'zoe'; it has annotations by bo",
        ),
    ],
)
def test_somebody_who_has_said_nothing_in_a_file(
    run: Run, tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    ran = run("import", "new", name, "--user", "zoe")
    assert ran.code == 1
    assert said in ran.err
    assert not (tmp_path / "new").exists()


SAID = "Müller trifft Jäger in Köln – heute"


def with_fields(spans: list[tuple[int, int, str]]) -> list[dict[str, Any]]:
    return [{"start": start, "end": end, "label": label} for start, end, label in spans]


@pytest.mark.parametrize(
    "made",
    [
        lambda spans: lines({"text": SAID, "spans": with_fields(spans)}),
        lambda spans: lines([SAID, {"entities": spans}]),
        lambda spans: lines({"id": 5, "text": SAID, "label": spans}),
    ],
    ids=["prodigy", "tuples", "doccano"],
)
def test_offsets_that_count_bytes_are_found_out(run: Run, tmp_path: Path, made: Any) -> None:
    spans = []
    for word in ("Müller", "Jäger", "Köln"):
        start = len(SAID[: SAID.index(word)].encode())
        spans.append((start, start + len(word.encode()), "actor"))
    (tmp_path / "in.jsonl").write_text(made(spans), "utf-8")
    ran = run("import", "new", "in.jsonl")
    assert "places count bytes, as their spans show" in ran.err
    assert list(articles(run).values()) == [["actor:Müller", "actor:Jäger", "actor:Köln"]]


@pytest.mark.parametrize("spans", [[(2, 6)], [(0, 6), (14, 16)]])
def test_a_span_within_a_word_is_no_sign_of_bytes(
    run: Run, tmp_path: Path, spans: list[tuple[int, int]]
) -> None:
    row = {"id": 5, "text": SAID, "label": [(*each, "actor") for each in spans]}
    (tmp_path / "in.jsonl").write_text(lines(row), "utf-8")
    assert "changed" not in run("import", "new", "in.jsonl").err
    said = [f"actor:{SAID[start:end]}" for start, end in spans]
    assert list(articles(run).values()) == [said]


@pytest.mark.parametrize("format_", ["doccano", "prodigy", "label-studio"])
@pytest.mark.parametrize("note", ["", "who?"])
def test_our_own_files_of_other_formats_are_known_whatever_is_in_them(
    run: Run, tmp_path: Path, format_: str, note: str
) -> None:
    span = {"start": 2, "end": 6, "label": "location", "note": note}
    (tmp_path / "in.jsonl").write_text(
        lines({"id": "a", "text": "🔥 Kyiv burns", "spans": [span]}), "utf-8"
    )
    assert run("import", "new", "in.jsonl").code == 0
    assert run("export", "new", "--format", format_, "-o", "out.jsonl").code == 0
    ran = run("import", "back", "out.jsonl")
    assert f"is {format_} (" in ran.err
    assert articles(run, "back") == {"a": ["location:Kyiv"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lines({"File": "a", "Entities": []}), "not clear of which format this is, with “File”, "),
        (lines({"text": "Ana", "entity": [{"start": 0, "end": 3}]}), "with “text”, “entity”"),
        (lines({"text": "Ana", "mentions": [[0, 3, "x"]]}), "with “text”, “mentions”"),
        (lines({"id": 1, "text": "Ana", "label": [[-3, 2, "A"]]}), "label[0].start_offset: -3-2"),
        (lines({"id": "a", "spans": []}).encode("utf-16"), "this is in UTF-16"),
        (gzip.compress(b"{}", mtime=0), "this is packed by gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a locked file of Office"),
        ("{", "line 1: this line is not JSON"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told_by_what_it_is(
    run: Run, tmp_path: Path, content: str | bytes, said: str
) -> None:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / "in.jsonl").write_bytes(data)
    ran = run("import", "new", "in.jsonl")
    assert ran.code == 1
    assert said in ran.err


def test_a_table_that_is_called_a_document_is_named_by_its_file(run: Run, tmp_path: Path) -> None:
    made = io.BytesIO()
    pytest.importorskip("docx").Document().save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(tmp_path / "in.docx", "w") as new:
        for name in old.namelist():
            table = old.read(name).replace(b"wordprocessingml.document.main", b"spreadsheetml.main")
            new.writestr(name, table if name == "[Content_Types].xml" else old.read(name))
    ran = run("import", "new", "in.docx")
    assert ran.code == 1
    assert "'in.docx' is not a Word file" in ran.err
    assert "0x" not in ran.err


def test_the_library_for_pdf_says_nothing_by_itself(tmp_path: Path) -> None:
    """Read in a process of its own: here pytest takes what is logged."""
    pytest.importorskip("pypdf")
    path = tmp_path / "in.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>")
    ran = sidelight("import", str(tmp_path / "new"), str(path))
    assert ran.code == 1
    assert "not a PDF that can be read" in ran.err
    assert all(line.startswith("sidelight: ") for line in ran.err.splitlines())


@pytest.mark.parametrize("format_", ["jsonl", "cas-json", "cas-xmi", "gate", "prodigy", "w3c"])
def test_what_only_later_articles_say_and_clusters_without_a_name_come_back(
    run: Run, tmp_path: Path, format_: str
) -> None:
    if format_.startswith("cas"):
        pytest.importorskip("cassis")
    folder = tmp_path / "brat"
    folder.mkdir()
    for name, more in (("a", ""), ("b", "A1\tCategory T1 Modifier\n*\tEquiv T1 T2\n")):
        (folder / f"{name}.txt").write_text("Ana met her.", "utf-8")
        said = f"T1\tactor 0 3\tAna\nT2\tactor 8 11\ther\n{more}"
        (folder / f"{name}.ann").write_text(said, "utf-8")
    assert run("import", "new", "brat").code == 0
    ran = run("export", "new", "--format", format_, "-o", "out")
    assert ran.code == 0, ran.err
    ran = run("import", "back", "out", "--format", format_)
    assert ran.code == 0, ran.err
    assert "1 cluster" in ran.err
    [_, row] = [json.loads(line) for line in run("export", "back").out.splitlines()]
    assert row["spans"][0]["attributes"] == {"Category": "Modifier"}
    assert len(row["clusters"][0]["members"]) == 2


def test_an_import_says_which_spans_begin_or_end_with_white_space(run: Run, tmp_path: Path) -> None:
    places = ((0, 4), (3, 7), (4, 7), (7, 10))
    spans = [{"start": start, "end": end, "label": "actor"} for start, end in places]
    row = {"id": "a", "text": "Ana met\u00a0Bo", "spans": spans}
    (tmp_path / "in.jsonl").write_text(lines(row), "utf-8")
    assert "3 spans begin or end with white space" in run("import", "new", "in.jsonl").err


@pytest.mark.parametrize(
    ("name", "content", "found", "said"),
    [
        (
            "a.jsonl",
            {"text": "Zoe\u0308 met Rene\u0301 in Paris.", "label": [[8, 12, "a"], [16, 21, "a"]]},
            ["a:Paris", "a:Rene\u0301"],
            "places count characters in NFC",
        ),
        (
            "a.jsonl",
            {"text": "Zo\u01d8 met Ren\u00e9 in Paris.", "label": [[10, 15, "a"], [19, 24, "a"]]},
            ["a:Paris", "a:Ren\u00e9"],
            "places count characters in NFD",
        ),
        (
            "a.jsonl",
            {"text": "\uac00 \ub098\ub2e4 met Park.", "label": [[3, 7, "a"], [12, 16, "a"]]},
            ["a:Park", "a:\ub098\ub2e4"],
            "places count characters in NFD",
        ),
        (
            "a.jsonl",
            {"text": "\u00e9 x.\r\n\r\nAna met Bob.", "label": [[7, 10, "a"], [15, 18, "a"]]},
            ["a:Ana", "a:Bob"],
            "places count bytes, CR LF as one",
        ),
        (
            "a.jsonl",
            {"text": "Ana met Bob.", "label": [[1, 4, "a"], [9, 12, "a"]]},
            ["a:na ", "a:ob."],
            "2 spans begin or end within a word",
        ),
    ],
)
def test_what_offsets_count_is_found_out_or_that_they_part_words_is_said(
    run: Run, tmp_path: Path, name: str, content: Any, found: list[str], said: str
) -> None:
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    ran = run("import", "new", name, "--add-labels")
    assert said in ran.err
    (line,) = run("export", "new").out.splitlines()
    assert sorted(f"a:{span['text']}" for span in json.loads(line)["spans"]) == found


def test_a_byte_order_mark_may_count_for_its_bytes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeffAna left")
    (tmp_path / "a.ann").write_text("T1\tactor 3 6\tAna\n")
    ran = run("import", "new", "a.ann")
    assert "places count bytes, and a byte order mark" in ran.err
    assert json.loads(run("export", "new").out)["spans"][0]["text"] == "Ana"


def test_true_is_no_offset(run: Run, tmp_path: Path) -> None:
    for line in (
        ["Ana left", {"entities": [[True, 3, "a"]]}],
        {"tokens": ["x"], "ner": [[0, True, "a"]]},
    ):
        (tmp_path / "a.jsonl").write_text(json.dumps(line))
        assert run("import", "new", "a.jsonl", "--add-labels").code == 1


def test_a_user_may_stand_beside_a_text(run: Run, tmp_path: Path) -> None:
    rows = [
        {"id": 1.0, "text": "Ana left", "label": [[0, 3, "actor"]], "user": name} for name in "xy"
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert "left out: 1 annotation by user y" in run("import", "new", "a.jsonl").err
    assert json.loads(run("export", "new").out)["id"] == "a-1"


SHARING = {
    "a chain of shared parts": ["0 3;12 15", "8 11;12 15", "12 15;21 25"],
    "a part that is a span besides": ["0 3;12 15", "12 15"],
    "a part in the middle of two": ["0 3;8 11;16 20", "4 7;8 11;21 25"],
    "a circle": ["0 3;8 11", "8 11;12 15", "0 3;12 15"],
}


@pytest.mark.parametrize("name", SHARING)
@pytest.mark.parametrize("format_", ["brat", "jsonl", "w3c", "tei", "webanno-tsv"])
def test_spans_that_share_parts_keep_theirs(
    run: Run, tmp_path: Path, name: str, format_: str
) -> None:
    text, wanted = "Ana and Bob Lee left Rome and Oslo.", sorted(SHARING[name])
    lines = []
    for number, places in enumerate(wanted, start=1):
        said = " ".join(text[slice(*map(int, place.split()))] for place in places.split(";"))
        lines.append(f"T{number}\tactor {places}\t{said}\n")
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "a.ann").write_text("".join(lines))
    assert "twice" not in run("import", "new", "a.ann").err
    assert "0 annotations" in run("import", "new", "a.ann").err  # all of it had been there
    assert run("export", "new", "--format", format_, "-o", "out.jsonl").code == 0
    assert run("import", "again", "out.jsonl").code == 0
    for story in ("new", "again"):
        assert run("export", story, "--format", "brat", "-o", f"{story}-brat").code == 0
        (ann,) = (tmp_path / f"{story}-brat").glob("*.ann")
        lines = ann.read_text().splitlines()
        found = [line.split("\t")[1].removeprefix("actor ") for line in lines if line[0] == "T"]
        assert sorted(found) == wanted
