"""Texts without annotations: files, JSON lines, Word documents and PDF are read as articles."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given

from store.errors import InputError
from store.formats.rows import Meta, text_sha256
from store.formats.text import FORMAT
from tests.corpora import corpus
from tests.formats.generated import read_back, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.formats.rows import ArticleRow

# Plain text --------------------------------------------------------------------------------


@given(text=texts())
def test_a_text_is_read_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("text") / "003_story.txt"
    path.write_bytes(text.encode())
    (row,), losses = read_back("text", path)
    assert (row.id, row.text, row.text_sha256) == ("003_story", text, text_sha256(text))
    assert (row.spans, row.meta) == ([], Meta(file="003_story.txt"))
    assert not losses.content


def test_another_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    said = "Die Straße führt über die Brücke, und die Häuser dahinter gehören schönen Größen. " * 5
    path.write_bytes(said.encode("cp1252"))
    (row,), losses = read_back("text", path)
    assert row.text == said
    assert str(losses).startswith("1 text that is not UTF-8, such as a.txt, read as ")


# JSON lines --------------------------------------------------------------------------------

LINES: Final = [
    ('{"id": "x", "text": "a\\r\\nb 😀"}', ("x", "a\r\nb 😀")),
    ('{"text": "a", "id": 7}', ("7", "a")),
    ('{"text": "a", "meta": {"id": "m"}}', ("m", "a")),
    ('{"text": "a", "meta": {"id": 5}, "id": "x"}', ("x", "a")),
    ('\n\n{"text": "a"}', ("data-1", "a")),
    ('{"text": ""}', ("data-1", "")),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_ids_of_lines(tmp_path: Path, line: str, expected: tuple[str, str]) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(line, "utf-8")
    (row,), losses = read_back("text", path)
    assert (row.id, row.text) == expected
    assert row.spans == []
    assert not losses.content


def test_what_else_a_line_says(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    first = {"text": "a", "title": "T", "meta": {"outlet": "O", "date": "2020", "n": 1}, "x": 2}
    second = {"text": "b", "label": [[0, 1, "A"]], "spans": [], "author": "Bo"}
    path.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", "utf-8")
    rows, losses = read_back("text", path)
    assert [row.meta for row in rows] == [
        Meta("T", "O", "2020", file="data.jsonl"),
        Meta(author="Bo", file="data.jsonl"),
    ]
    assert [row.id for row in rows] == ["data-1", "data-2"]
    assert str(losses) == (
        "2 fields beside a text, such as x of data-1; "
        "2 annotations beside a text, such as label of data-2"
    )


BAD: Final = [
    ("data.jsonl", b'{"text": "a"}\n{"txt": "b"}',
     ", line 2, field text: it is missing; it must be a text"),
    ("data.jsonl", b'{"text": 3}', ", line 1, field text: it must be a text, not the number 3"),
    ("data.jsonl", b'\n["a"]', ", line 2: it must be an object with a text, not a list"),
    ("data.jsonl", b'{"text": "a", "id": true}',
     ", line 1, field id: it must be a text or a whole number, not true"),
    ("data.jsonl", b'{"id": "x", "text": "a"}\n\n{"id": "x", "text": "b"}',
     ", line 3, field id: line 1 has the id 'x' too"),
    ("data.jsonl", b'{"text": "a"', ", line 1: this line is not JSON: input data was truncated"),
    ("a.txt", b"\x00\x01\x02" * 5, ": this is binary data, not text; an article is a text file"),
    ("a.docx", b"PK nothing", ": this is not a Word document (.docx): file is not a zip file"),
    ("a.pdf", b"%PDF-1.4 nothing", ": this is not a PDF that can be read: "),
    ("a.pdf", b"", ": this is not a PDF that can be read: "),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "sentence"), BAD)
def test_bad_files(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    if name.endswith((".docx", ".pdf")):
        package = "docx" if name.endswith("x") else "pypdf"
        pytest.importorskip(package, reason=f"{package} is not installed")
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_back("text", path)
    assert str(caught.value).removeprefix(str(path)).startswith(sentence)


# Word --------------------------------------------------------------------------------------


def test_word(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    document = docx.Document()
    document.core_properties.title = "Ana left"
    document.core_properties.author = "Bo Li"
    document.add_heading("Ana left", 1)
    document.add_paragraph("She said “no” \u00a0& 😀 left.")
    document.add_paragraph("")
    table = document.add_table(2, 2)
    for cell, said in zip(table._cells, ("a", "b\nc", "d", "e"), strict=True):  # noqa: SLF001
        cell.text = said
    document.add_paragraph("北京 שלום\nafter a break")
    path = tmp_path / "story.docx"
    document.save(path)
    (row,), losses = read_back("text", path)
    assert row.text == (
        "Ana left\nShe said “no” \u00a0& 😀 left.\n\na\tb c\nd\te\n北京 שלום\nafter a break"
    )
    assert (row.id, row.meta.title, row.meta.author) == ("story", "Ana left", "Bo Li")
    assert str(losses) == "1 tables, which are now lines, such as story.docx"
    assert recognised(path) > 0.5


def test_what_is_left_out_of_a_word_document(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    from docx.oxml import parse_xml

    document = docx.Document()
    paragraph = document.add_paragraph("She left.")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = "<w:r><w:t>no, stayed</w:t></w:r>"
    inserted = f'<w:ins xmlns:w="{space}" w:id="1" w:author="a">{run}</w:ins>'
    paragraph._p.append(parse_xml(inserted))  # noqa: SLF001  # python-docx cannot write it
    document.sections[0].header.paragraphs[0].text = "The Post"
    path = tmp_path / "story.docx"
    document.save(path)
    (row,), losses = read_back("text", path)
    assert row.text == "She left."
    assert str(losses) == (
        "1 headers, footnotes and comments, such as word/header1.xml; "
        "9 characters in text boxes, content controls or tracked changes, such as story.docx"
    )


def test_an_archive_that_is_no_document(tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="the extra docx is not installed")
    path = tmp_path / "a.docx"
    for name, content in (
        ("x.txt", b"x"),
        ("[Content_Types].xml", b"<x"),
        ("word/document.xml", b""),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        with pytest.raises(InputError, match="this is not a Word document"):
            read_back("text", path)


_DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "{}</w:body></w:document>"
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<w:p>" + "<w:r/>" * 150_001 + "</w:p>", "it has 150,001 stretches of text"),
        ("<w:t/>" * 1_200_001, "it has 1,200,005 tags"),
        (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="50000000"/></w:tcPr><w:p/></w:tc>'
            "</w:tr></w:tbl>",
            "its tables have 50,000,000 columns",
        ),
    ],
)
def test_a_word_document_that_would_take_long_is_refused(
    tmp_path: Path, body: str, reason: str
) -> None:
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    docx.Document().save(tmp_path / "plain.docx")
    path = tmp_path / "a.docx"
    with (
        zipfile.ZipFile(tmp_path / "plain.docx") as plain,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in plain.namelist():
            said = (
                _DOCUMENT.format(body).encode() if name == "word/document.xml" else plain.read(name)
            )
            archive.writestr(name, said)
    with pytest.raises(InputError, match=reason):
        read_back("text", path)


# PDF ---------------------------------------------------------------------------------------


def pdf_of(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF with some lines of Latin text on each page."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) /Author (Bo Li) /CreationDate (D:20200304050607Z) >>",
    ]
    for number, lines in enumerate(pages):
        said = " T* ".join(f"({line}) Tj" for line in lines)
        content = f"BT /F1 12 Tf 14 TL 72 720 Td {said} ET" if lines else ""
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            f"{6 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, value in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{value}\nendobj\n".encode("cp1252")
    table = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += "".join(f"{at:010} 00000 n \n" for at in places).encode()
    data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\n".encode()
    return bytes(data + f"startxref\n{table}\n%%EOF\n".encode())


def test_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="the extra pdf is not installed")
    path = tmp_path / "story.pdf"
    path.write_bytes(pdf_of([["Ana left.", "She said no."], [], ["Second page."]], title="Ana"))
    (row,), losses = read_back("text", path)
    assert row.text == "Ana left.\nShe said no.\n\nSecond page."
    assert row.meta == Meta("Ana", "", "2020-03-04", "Bo Li", file="story.pdf")
    assert str(losses) == "1 document's layout: columns, tables, headings, such as story.pdf"
    assert recognised(path) > 0.9


def test_pdf_without_text(tmp_path: Path) -> None:
    assert refused_pdf(tmp_path, pdf_of([[], []])) == (
        "there is no text in its pages; scanned pages need text recognition first"
    )


def test_pdf_with_a_password(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="the extra pdf is not installed")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([["secret"]])))
    writer.encrypt("password", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    assert refused_pdf(tmp_path, locked.getvalue()) == "it is locked with a password"


def refused_pdf(folder: Path, data: bytes) -> str:
    pytest.importorskip("pypdf", reason="the extra pdf is not installed")
    path = folder / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_back("text", path)
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(("package", "extra"), [("docx", "docx"), ("pypdf", "pdf")])
def test_without_the_package_one_sentence_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    path = tmp_path / f"a.{extra}"
    path.write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        read_back("text", path)
    assert str(caught.value).removeprefix(f"{path}: ") == (
        f"{package} is not installed; install it with pip install 'sidelight[{extra}]'"
    )


# Real files --------------------------------------------------------------------------------


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format; they hold no annotations."""
    folder = corpus("formats/prodigy/example-datasets")
    for name in ("raw_github-issue-titles", "raw_news-headlines-nyt", "raw_shares-newsapi"):
        yield folder / f"{name}.jsonl", "text"
    for path in sorted(corpus("formats/brat").rglob("*.txt")):
        yield path, "text"


def test_real_files_are_read_whole() -> None:
    rows: list[ArticleRow] = []
    for path, name in corpus_files():
        found, losses = read_back(name, path)
        if path.suffix == ".txt":
            assert [row.said.encode() for row in found] == [path.read_bytes()]
            assert not losses.content
        else:
            lines = [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
            assert [row.text for row in found] == [line["text"] for line in lines]
            assert len({row.id for row in found}) == len(lines)
        assert recognised(path) >= 0.5
        rows += found
    assert len(rows) > 100


def recognised(path: Path) -> float:
    assert FORMAT.looks_like is not None
    with path.open("rb") as stream:
        return FORMAT.looks_like(stream.read(64 * 1024), path.name)


def test_annotated_files_are_not_claimed() -> None:
    annotated = ("prodigy/tutorials/span", "prodigy/tutorials/llm", "prodigy/example-datasets")
    for path in corpus("formats").rglob("*"):
        if not path.is_file() or (path.suffix == ".txt" and "conll" not in path.parts):
            continue
        if any(name in path.as_posix() for name in annotated):
            continue  # some hold texts only, and are told by their fields
        assert recognised(path) == 0, path


@pytest.mark.parametrize(
    ("head", "name", "sure"),
    [
        (b"Ana left.\n\nShe said no.\n", "a.txt", 0.5),
        (b"EU B-ORG\nrejects O\nGerman B-MISC\n. O\n", "a.txt", 0.0),
        (b"", "a.txt", 0.5),
        (b"\x00\x01", "a.txt", 0.0),
        (b"#FORMAT=WebAnno TSV 3.3\n", "a.txt", 0.0),
        (b'{"text": "a", "meta": {}}\n{"text"', "a.jsonl", 0.6),
        (b'{"text": "a", "spans": []}\n', "a.jsonl", 0.0),
        (b'{"text": "a', "a.jsonl", 0.0),
        (b'{"txt": "a"}\n', "a.jsonl", 0.0),
        (b"%PDF-1.7", "whatever", 0.99),
        (b"PK\x03\x04", "a.zip", 0.0),
    ],
)
def test_what_is_recognised(head: bytes, name: str, sure: float) -> None:
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(head, name) == sure
