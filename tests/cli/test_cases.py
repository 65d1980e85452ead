"""Files that public bug reports of other tools were about, in `tests/cases`: each imported or
exported as a person does it."""

from __future__ import annotations

import io
import json
import random
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run
    from tests.cli.support import Ran

CASES: Final = Path(__file__).parents[1] / "cases"


def bring_in(run: Run, name: str, story: str = "new") -> list[str]:
    ran = run("import", story, str(CASES / name), "--add-labels")
    assert ran.code == 0, ran.err
    return ran.sentences


def articles(run: Run, story: str = "new") -> dict[str, list[str]]:
    """The annotations of each article, as `actor:EU`."""
    return {
        row["id"]: [f"{span['label']}:{span['text']}" for span in row["spans"]]
        for row in lines_of(run("export", story))
    }


def lines_of(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def story_of_case(number: str) -> Path:
    shutil.copytree(CASES / number / "STORY", "story")
    return Path("story")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (
            ("first.jsonl", "second.jsonl", "other.jsonl"),
            {
                "first-1": ["actor:EU"],
                "other-1": ["location:Kyiv"],
                "second-1": ["actor:French"],
            },
        ),
        (
            ("doccano-1.jsonl", "doccano-2.jsonl"),
            {"doccano-1-1": ["actor:EU"], "doccano-2-1": ["actor:French"]},
        ),
    ],
)
def test_a_number_is_no_identity(
    run: Run, files: tuple[str, ...], found: dict[str, list[str]]
) -> None:
    for name in files:
        bring_in(run, f"01/{name}")
    assert articles(run) == found
    for name in files:  # the same text is the same article
        assert "had been there" in " ".join(bring_in(run, f"01/{name}"))
    assert articles(run) == found


@pytest.mark.parametrize(
    ("name", "found", "said"),
    [
        ("teach", ["actor:EU", "actor:German", "claim:call"], "1 article, which is new"),
        ("doccano-same", ["actor:EU"], "1 annotation stood there twice"),
        ("two", ["actor:EU"], "2 annotations by session set-bob"),
    ],
)
def test_the_same_text_is_one_article(run: Run, name: str, found: list[str], said: str) -> None:
    assert said in " ".join(bring_in(run, f"02/{name}.jsonl"))
    assert articles(run) == {f"{name}-1": found}


def test_whose_annotations_are_read_can_be_said(run: Run) -> None:
    ran = run("import", "new", str(CASES / "02/two.jsonl"), "--user", "set-bob")
    assert ran.code == 0
    assert "1 annotation by session set-ana" in ran.err
    assert articles(run) == {"two-2": ["actor:EU", "actor:German"]}


@pytest.mark.parametrize(
    ("name", "found", "said"),
    [
        ("03/codepoint.jsonl", ["actor:EU", "location:Kyiv"], "places count characters"),
        ("03/utf16.jsonl", ["actor:EU", "location:Kyiv"], ""),
        ("03/ls-utf16.json", ["actor:EU", "actor:Kyiv"], "places count UTF-16 units"),
        ("12/folder", ["PERS:Birkin", "LOC:Rome", "EV:They left"], "CR LF as one"),
        ("12/ls.json", ["LOC:Berlin", "LOC:Paris"], "CR LF as one"),
    ],
)
def test_what_offsets_count_shows_in_the_spans(
    run: Run, name: str, found: list[str], said: str
) -> None:
    sentences = " ".join(bring_in(run, name))
    assert said in sentences
    assert ("changed" in sentences) == bool(said)
    assert list(articles(run).values()) == [found]


def tagged(run: Run, number: str) -> list[str]:
    """The lines of tokens and tags that CoNLL has of a case."""
    story_of_case(number)
    bring_in(run, f"{number}/spans.jsonl", "story")
    ran = run("export", "story", "--format", "conll")
    assert "overlapping" not in ran.err
    assert "boundaries" not in ran.err
    lines = [
        line.split()
        for line in ran.out.decode().splitlines()
        if " -X- " in line and not line.startswith("-DOC")
    ]
    return [
        f"{word}:{next((tag for tag in tags if tag != 'O'), 'O')}" for word, _, _, *tags in lines
    ]


def test_writing_without_spaces_is_cut_into_characters(run: Run) -> None:
    words = "".join(tagged(run, "08"))
    for name, label in (("ไทย", "actor"), ("กรุงเทพมหานคร", "location"), ("ວຽງຈັນ", "location")):
        first, *rest = regex.findall(r"\X", name)
        assert "".join([f"{first}:B-{label}", *(f"{c}:I-{label}" for c in rest)]) in words
    assert words.count(":B-") == 3


def test_numbers_and_abbreviations_are_one_token(run: Run) -> None:
    assert tagged(run, "18") == [
        "U.S.:B-actor", "forces:O", "paid:O", "O'Brien:B-source", "'s:O", "firm:O", "$:O",
        "1,234.56:B-claim", "in:O", "Nov:O", ".:O",
    ]  # fmt: skip


def test_a_file_of_tokens_is_written_with_its_tokens(run: Run, tmp_path: Path) -> None:
    lines = ["U.N. B-ORG", ", O", "non-EU B-MISC", "can't O", "5:30 O", ". O"]
    gold = "\n".join(f"{line.split()[0]} {line.split()[1]}" for line in lines if line)
    gold += "\n\n" + "\n".join(f"{sign} O" for sign in "中国")
    (tmp_path / "gold.conll").write_text(gold + "\n", "utf-8")
    ran = run("import", "new", "gold.conll", "--add-labels")
    assert ran.code == 0, ran.err
    again = run("export", "new", "--format", "conll").out.decode()
    ours = [
        f"{line.split()[0]} {line.split()[-1]}"
        for line in again.splitlines()
        if " -X- " in line and not line.startswith("-DOC")
    ]
    assert ours == gold.replace("\n\n", "\n").splitlines()


# Documents that are damaged, or are made to be large -----------------------------------------


def docx_of(body: str) -> bytes:
    docx = pytest.importorskip("docx")
    made, found = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Ana left Rome.")
    document.save(made)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    markup = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            is_text = body and name == "word/document.xml"
            new.writestr(name, markup if is_text else old.read(name))
    return found.getvalue()


def test_a_damaged_document_is_a_sentence(run: Run, tmp_path: Path) -> None:
    whole, chance = docx_of(""), random.Random(20)
    for _ in range(40):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        data[at : at + chance.choice((1, 30))] = chance.randbytes(chance.choice((1, 30)))
        (tmp_path / "in.docx").write_bytes(data[: chance.choice((len(data), at + 1))])
        ran = run("import", "new", "in.docx", "--format", "text")
        assert "Traceback" not in ran.err
        assert ran.code == 1 or "imported" in ran.err
        shutil.rmtree("new", ignore_errors=True)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.docx", lambda: docx_of(f"<w:p>{'a' * 20_000_000}</w:p>"), "unpacked it has 19 MB"),
        ("a.docx", lambda: docx_of("<w:p/>" * 60_000), "it has 60,000 paragraphs"),
        ("a.html", lambda: f"<html><p {' a=1' * 9_000}>Ana".encode(), "more than 2,000 attributes"),
        ("a.html", lambda: b"<html>" + b"<p></p>" * 60_000, "it has 120,001 tags"),
        ("a.html", lambda: b"<html>" + b"<div>" * 9_000 + b"Ana", "9,000 deep"),
    ],
)
def test_what_takes_long_is_refused(
    run: Run, tmp_path: Path, name: str, make: Callable[[], bytes], said: str
) -> None:
    (tmp_path / name).write_bytes(make())
    ran = run("import", "new", name)
    assert ran.code == 1
    assert said in ran.err


# Characters that XML cannot hold --------------------------------------------------------------


@pytest.mark.parametrize("format_", ["gate", "tei", "cas-xmi"])
def test_one_character_stops_one_article_only(run: Run, format_: str) -> None:
    if format_ == "cas-xmi":
        pytest.importorskip("cassis")
    story_of_case("14")
    bring_in(run, "14/spans.jsonl", "story")
    export = ("export", "story", "--format", format_)
    ran = run(*export, "-o", "out")
    assert ran.code == 0
    assert "left out" in ran.err
    assert "U+000C in a" in ran.err
    assert sorted(path.stem for path in Path("out").glob("?.*")) == ["b"]
    assert run(*export, "-o", "strict", "--strict").code == 1

    ran = run(*export, "-o", "all", "--replace-characters")
    assert "changed to fit" in ran.err
    brought = run("import", "again", "all", "--add-labels", "--format", format_)
    assert brought.code == 0, brought.err
    text = Path("story/a.txt").read_text("utf-8").replace("\f", "\ufffd")
    assert Path("again/a.txt").read_text("utf-8") == text
    assert articles(run, "again") == articles(run, "story")
