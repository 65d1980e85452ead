"""A file is recognised by what is in it, however long its first line, record or comment."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations.model import Origin
from store.errors import InputError
from store.formats.beginning import beginning_of, shorten
from store.formats.registry import every_format, recognise
from store.formats.rows import ArticleRow, RelationRow, SpanRow
from store.formats.writing import ExportOptions
from store.importing.looking import guess_format
from tests.formats.generated import read_back, written

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE: Final = "Moscow sent “troops” to the port; an official said so. " * 19_000
MANY: Final = [[n, n + 6, "actor"] for n in range(0, 600_000, 6)]


def article(text: str) -> ArticleRow:
    return ArticleRow(
        "one",
        [
            SpanRow(0, 6, "actor", "01J00000000000000000000001", "Moscow", Origin.MANUAL),
            SpanRow(12, 18, "actor", "01J00000000000000000000002", "troops", Origin.MANUAL),
        ],
        text,
        relations=[
            RelationRow("r", "01J00000000000000000000001", "01J00000000000000000000002", "r1")
        ],
    )


@pytest.mark.parametrize(
    "name",
    [e.name for e in every_format() if e.reads and e.writes and e.name not in ("markdown", "html")],
)
def test_what_is_written_of_a_long_article_is_recognised_and_read(
    name: str, tmp_path: Path
) -> None:
    row = article("Moscow sent troops " + "a" * 1_000_000)
    path, report = written(name, [row], tmp_path)
    guess = recognise(path)
    assert (guess.format.name, guess.sure >= 0.9) == (name, True)
    assert report.spans == 2
    again, _ = read_back(name, path)
    assert [(s.text, s.label) for s in again[0].spans] == [(s.text, s.label) for s in row.spans]


FOREIGN: Final = {
    "spans before the text.jsonl": (
        "doccano",
        json.dumps({"label": MANY, "text": MEGABYTE}),
    ),
    "text before the spans.jsonl": (
        "doccano",
        json.dumps({"text": MEGABYTE, "label": MANY[:2]}),
    ),
    "only the second line is long.jsonl": (
        "doccano",
        json.dumps({"text": "a", "label": []})
        + "\n"
        + json.dumps({"text": MEGABYTE, "label": MANY}),
    ),
    "prodigy.jsonl": (
        "prodigy",
        json.dumps(
            {
                "text": MEGABYTE,
                "tokens": [{"text": "a", "start": n, "end": n + 1, "id": n} for n in range(50_000)],
                "spans": [],
                "_task_hash": 1,
                "answer": "accept",
            }
        ),
    ),
    "no text.jsonl": ("jsonl", json.dumps({"meta": {"title": MEGABYTE}, "id": "a", "spans": []})),
    "bare.jsonl": ("text", json.dumps({"text": MEGABYTE, "id": "a"}, ensure_ascii=False)),
    "tasks.json": (
        "label-studio",
        json.dumps(
            [{"id": 1, "data": {"text": MEGABYTE}, "annotations": [{"result": []}]}], indent=1
        ),
    ),
    "page.json": (
        "w3c",
        json.dumps(
            [{"body": MEGABYTE, "target": {"selector": [{"type": "TextQuoteSelector"}]}}], indent=1
        ),
    ),
    "cas.json": ("cas-json", json.dumps({"%TYPES": {"x": MEGABYTE}, "%FEATURE_STRUCTURES": []})),
    "a.conllu": (
        "conllu",
        f"# text = {MEGABYTE}\n" + "\t".join(("1", "Moscow", *["_"] * 8)) + "\n\n",
    ),
    "word.conll": ("conll", "a" * 1_000_000 + " B-actor\nsent O\n\n"),
    "sentence.conll": ("conll", "Moscow|B-actor sent|O " * 50_000 + "\n"),
    "one.tsv": (
        "webanno-tsv",
        f"#FORMAT=WebAnno TSV 3.3\n\n\n#Text={MEGABYTE}\n1-1\t0-6\tMoscow\n",
    ),
    "one.ann": ("brat", f"T1\tactor 0 {len(MEGABYTE)}\t{MEGABYTE}\n"),
    "two.ann": ("brat", "T1\tactor " + ";".join(f"{a} {b}" for a, b, _ in MANY) + "\tMoscow\n"),
    "gate.xml": ("gate", f'<?xml version="1.0"?>\n<!--{MEGABYTE}-->\n<GateDocument version="3">'),
    "tei.xml": (
        "tei",
        f'<?xml version="1.0"?><!--{MEGABYTE}--><TEI n="{MEGABYTE}" '
        'xmlns="http://www.tei-c.org/ns/1.0">',
    ),
    "cas.xmi": (
        "cas-xmi",
        f'<?xml version="1.0"?><!-- {MEGABYTE} --><xmi:XMI a="{MEGABYTE}" '
        'xmlns:xmi="http://www.omg.org/XMI">',
    ),
    "page.html": ("html", f"<!-- {MEGABYTE} -->\n<html><body><p>{MEGABYTE}</p></body></html>"),
    "text.html": ("html", f"<p title='{MEGABYTE}'>{MEGABYTE}</p>"),
    "a.txt": ("text", MEGABYTE),
    "a.md": ("markdown", MEGABYTE),
}
"""By the name of a file: its format, and what is in it."""


@pytest.mark.parametrize("name", FOREIGN)
def test_files_of_others(name: str, tmp_path: Path) -> None:
    format_, content = FOREIGN[name]
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert recognise(path).format.name == format_
    path.write_bytes(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode())
    assert recognise(path).format.name == format_


def test_what_is_left_is_json_still(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    record = {"text": '\\"}]{[' * 100_000, "spans": MANY, "nested": [[[1, "]"]] * 30], "id": "a"}
    path.write_text(json.dumps([record, record]), encoding="utf-8")
    found = json.loads(beginning_of(path))
    assert [list(each) for each in found] == [list(record)] * 2
    assert found[0]["spans"] == MANY[:8]
    assert found[0]["nested"] == [[[1, "]"]] * 8]
    assert len(beginning_of(path)) < 2_000


def test_only_whole_records_are_looked_at() -> None:
    assert shorten(b'{"a": 1}\n{"b": [2, 3', is_whole=False) == (b'{"a": 1}', 1)
    assert shorten(b'[{"a": 1}, {"b": ', is_whole=False) == (b'[{"a": 1}', 1)
    assert shorten(b"T1\tx\nT2", is_whole=False) == (b"T1\tx\n", 1)
    assert shorten(b'{"a": 1}\n{"b": [2, 3', is_whole=True) == (b'{"a": 1}\n{"b": [2, 3', 1)


def test_text_that_begins_like_json_or_markup_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for start in ("[AP] ", "{sic} ", "< ", '["', "[1] ", '{"'):
        path.write_text(start + MEGABYTE, encoding="utf-8")
        assert recognise(path).format.name == "text", start


def test_no_text_of_our_own_lines(tmp_path: Path) -> None:
    path, _ = written("jsonl", [article(MEGABYTE)], tmp_path, ExportOptions(has_text=False))
    assert recognise(path).format.name == "jsonl"


def laid_out(name: str, content: str, folder: Path) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"text": "Ana left", "label": [[0, 3, "actor"]]}\n'),
        ("a.json", '{"text":"Ana", "denotations": [{"obj": "x", "span": {"begin": 0, "end": 3}}]}'),
        ("a.csv", "text,start,end,label\nAna left,0,3,actor\n"),
        ("a.conll", "Ana B-actor\nleft O\n\n"),
        ("a.conllu", "# newdoc id = a\n1\tAna\t" + "_\t" * 7 + "Entity=(e1-actor)\n\n"),
        ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n#T_SP=x|label\n\n#Text=Ana\n1-1\t0-3\tAna\tactor\n"),
    ],
)  # fmt: skip
def test_blank_lines_before_and_line_ends_of_old_macs_hide_nothing(
    name: str, content: str, tmp_path: Path
) -> None:
    format_ = recognise(laid_out(name, content, tmp_path)).format.name
    for changed in (
        "\n" * 100_000 + content,
        "\r\n" * 100_000 + content,
        " " * 1_000_000 + "\n" + content,
        content.replace("\n", "\r"),
    ):
        path = laid_out(name, changed, tmp_path)
        assert recognise(path).format.name == format_
        rows, _ = read_back(format_, path)
        assert [(s.start, s.end) for s in rows[0].spans] == [(0, 3)]


def test_many_comments_before_hide_nothing(tmp_path: Path) -> None:
    path = laid_out("a", "# words of comment\n" * 60_000 + "Ana B-actor\nleft O\n", tmp_path)
    assert recognise(path).format.name == "conll"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"a": 1}'.encode("utf-16"), "this is in UTF-16; save it as UTF-8"),
        ('\n{"a": 1}'.encode("utf-16-le"), "this is in UTF-16; save it as UTF-8"),
        ("Ana B-actor\n".encode("utf-16-be"), "this is in UTF-16; save it as UTF-8"),
        ("Ana B-actor\n".encode("utf-32"), "this is in UTF-32; save it as UTF-8"),
        (gzip.compress(b"Ana", mtime=0), "this is packed by gzip; unpack it first"),
        (bz2.compress(b"Ana"), "this is packed by bzip2; unpack it first"),
        (lzma.compress(b"Ana"), "this is packed by xz; unpack it first"),
    ],
)
def test_what_is_no_text_is_told_alone_and_in_a_folder(
    content: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / "data.jsonl").write_bytes(content)
    for path in (tmp_path / "data.jsonl", tmp_path):
        with pytest.raises(InputError, match=why):
            guess_format(path)
    (tmp_path / "data.ann").write_bytes(content)
    (tmp_path / "data.txt").write_text("Ana")
    with pytest.raises(InputError, match=why):
        read_back("brat", tmp_path)
    with pytest.raises(InputError, match=why):
        read_back("doccano", tmp_path / "data.jsonl")


def test_markup_in_utf16_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>\n<GateDocument><TextWithNodes>Zoë</TextWithNodes>'
    )
    path.write_bytes(f"{text}</GateDocument>".encode("utf-16"))
    assert recognise(path).format.name == "gate"
    assert read_back("gate", path)[0][0].text == "Zoë"
