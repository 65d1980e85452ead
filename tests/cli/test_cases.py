"""Files that public bug reports of other tools were about, in `tests/cases`: each imported or
exported as a person does it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import regex

if TYPE_CHECKING:
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
    lines = [line.split() for line in ran.out.decode().splitlines() if " _ " in line]
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
    ours = [f"{line.split()[0]} {line.split()[-1]}" for line in again.splitlines() if " _ " in line]
    assert ours == gold.replace("\n\n", "\n").splitlines()
