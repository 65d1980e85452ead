"""CoNLL-U: brackets that nest and cross, and a text that comes back to the last character."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import InputError
from store.formats.conllu import FORMAT
from store.formats.entities import Brackets
from store.formats.reading import Input, ReadOptions
from store.formats.rows import ArticleRow, SpanRow, text_sha256
from store.formats.white_space import escape_spaces, spaces
from tests.corpora import corpus
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, read_back, written
from tests.formats.samples import ROW, fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parents[1] / "golden" / "conllu.conllu"
HOLDS = FORMAT.holds


def line(number: str, form: str, misc: str = "_") -> str:
    return "\t".join((number, form, *["_"] * 7, misc)) + "\n"


def sentence(*words: str) -> str:
    """A sentence in which each word is its form and, after a space, its MISC."""
    lines = (line(str(n), *word.split(" ")) for n, word in enumerate(words, start=1))
    return "".join(lines) + "\n"


def spans_of(row: ArticleRow) -> str:
    return " ".join(f"{s.start}-{s.end}{s.label}" for s in row.spans)


def read(path: Path, content: str, options: ReadOptions | None = None) -> ArticleRow:
    path.write_text(content, encoding="utf-8", newline="")
    (row,), _ = read_back("conllu", path, options)
    return row


# There and back ----------------------------------------------------------------------------


@settings(max_examples=scaled(100))
@given(row=article_rows(holds=HOLDS))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("conllu", [row], tmp_path_factory.mktemp("conllu"))
    assert not report.losses.content
    (again,), losses = read_back("conllu", path)
    assert (again.id, meaning(again)) == (row.id, meaning(row))
    assert [s.id for s in sorted(again.spans, key=lambda s: s.id)] == sorted(
        s.id for s in row.spans
    )
    assert not losses.content


def test_parts_and_signs_come_back(tmp_path: Path) -> None:
    text = "\n Ana 's \\ | dog\t"
    spans = [
        SpanRow(2, 15, "my-claim (x)", "a|b=c", "Ana do", parts=[(2, 5), (13, 15)]),
        SpanRow(6, 15, "actor", "d,e:f%", note="a=b|c, 50 %", attributes={"id": "7", "a-b": "("}),
        SpanRow(2, 10, "actor", "g", attributes={"attribute.x": "\n"}),
        SpanRow(2, 10, "source", "h"),
    ]
    row = ArticleRow("two", spans, text, text_sha256(text))
    path, report = written("conllu", [row, row], tmp_path)
    assert not report.losses.content
    again, _ = read_back("conllu", path)
    assert [meaning(each) for each in again] == [meaning(row)] * 2
    assert [{s.id: s.parts for s in each.spans}["a|b=c"] for each in again] == [
        [(2, 5), (13, 15)]
    ] * 2


@given(space=st.text(alphabet=" \t\r\n\\|s\u00a0\u2028tp"))
def test_white_space_is_written_as_it_is_read(space: str) -> None:
    assert spaces(escape_spaces(space)) == space
    assert not set("\t\n\r |") & set(escape_spaces(space))


def test_the_bytes_of_an_export(tmp_path: Path) -> None:
    path, _ = written("conllu", [ROW, ArticleRow("two", [], "Nothing.\n")], tmp_path)
    assert path.read_bytes() == GOLDEN.read_bytes()


def test_what_has_no_word_is_said(tmp_path: Path) -> None:
    rows = [ArticleRow("a", [], " \n"), ArticleRow("b", [SpanRow(0, 2, "x", "1")], "a b")]
    path, report = written("conllu", rows, tmp_path)
    assert [str(loss) for loss in report.losses.content] == [
        "1 article without a word, such as a",
        "1 span off token boundaries, such as x “a” at 0-2 of b",
    ]
    (row,), _ = read_back("conllu", path)
    assert (row.id, spans_of(row)) == ("b", "0-1x")


# By the library ----------------------------------------------------------------------------


@settings(max_examples=scaled(60))
@given(row=article_rows(holds=HOLDS))
def test_the_library_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, row: ArticleRow
) -> None:
    conllu = pytest.importorskip("conllu")
    path, _ = written("conllu", [row], tmp_path_factory.mktemp("conllu"))
    text = ""
    found: list[tuple[int, int, str]] = []
    opened: dict[str, tuple[int, str]] = {}
    for tokens in conllu.parse(path.read_text(encoding="utf-8")):
        plain = ""
        for token in tokens:
            misc = token["misc"]
            text += _meant(misc.get("SpacesBefore", ""))
            assert (len(text), len(text) + len(token["form"])) == (
                int(misc["start_char"]),
                int(misc["end_char"]),
            )
            text += token["form"]
            after = "" if misc.get("SpaceAfter") == "No" else _meant(misc.get("SpacesAfter", "\\s"))
            text += after
            plain += token["form"] + (" " if after else "")
            for opens, label, closes in re.findall(
                r"\((e\d+)-(\w+)[^()]*(?=([)]?))\)?|(?:e\d+)\)", misc.get("Entity") or ""
            ):
                if opens:
                    opened[opens] = (int(misc["start_char"]), label)
                if closes:
                    found.append((*_range(opened.pop(opens), misc),))
            for entity in re.findall(r"(?:^|\))(e\d+)(?=\))", misc.get("Entity") or ""):
                found.append((*_range(opened.pop(entity), misc),))
        assert tokens.metadata["text"] == plain.rstrip(" ")
    assert text == row.text
    assert sorted(found) == sorted((s.start, s.end, s.label) for s in row.spans)


def _meant(escaped: str) -> str:
    meant = {"s": " ", "t": "\t", "r": "\r", "n": "\n", "p": "|", "\\": "\\"}
    return re.sub(r"\\(.)", lambda m: meant[m[1]], escaped)


def _range(opened: tuple[int, str], misc: dict[str, str]) -> tuple[int, int, str]:
    return opened[0], int(misc["end_char"]), opened[1]


# Reading -----------------------------------------------------------------------------------

READ = [
    # words with MISC, text, spans
    (sentence("Ana Entity=(e1-person)", "left SpaceAfter=No", "."), "Ana left.", "0-3person"),
    (
        sentence("Ana Entity=(e1-a", "Lee Entity=e1)(e2-b)", "x Entity=(e3-c(e4-d", "y Entity=e3)",
                 "z Entity=e4)"),
        "Ana Lee x y z", "0-7a 4-7b 8-11c 8-13d",
    ),
    (sentence("Ana Entity=(e1-a", "x Entity=(e2-b", "y Entity=e1)", "z Entity=e2)"),
     "Ana x y z", "0-7a 4-9b"),
    (sentence("Ana ner=B-PER", "Lee ner=E-PER", "x ner=O", "Bo ner=S-PER"),
     "Ana Lee x Bo", "0-7PER 10-12PER"),
    (sentence("Ana Entity=B-PER", "Lee Entity=I-PER"), "Ana Lee", "0-7PER"),
    (sentence("a SpacesAfter=\\s\\n", "b SpacesAfter=\\t") + sentence("c SpacesAfter=\\n"),
     "a \nb\tc\n", ""),
    (sentence("a") + "# newpar\n" + sentence("b"), "a\n\nb", ""),
    (sentence("a start_char=5|end_char=6", "b start_char=9|end_char=10"), "a   b", ""),
    (line("1-2", "del", "SpaceAfter=No") + line("1", "de", "Entity=(e1-a") +
     line("2", "el", "Entity=e1)") + line("3", "x"), "delx", "0-3a"),
    (line("1", "a") + line("1.1", "b") + line("2", "c"), "a c", ""),
    ("# newdoc\n# x\n#\n" + sentence("a"), "a", ""),
    ("\ufeff" + sentence("a").replace("\n", "\r\n"), "a", ""),
    ("# global.Entity = entity-GRP-other\n" + sentence("a Entity=(a%2Db-1-x:y)"), "a", "0-1a-b"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text", "spans"), READ)
def test_reading(tmp_path: Path, content: str, text: str, spans: str) -> None:
    row = read(tmp_path / "story.conllu", content)
    assert (row.id, row.text, spans_of(row)) == ("story", text, spans)


def test_spans_of_one_entity_are_a_cluster(tmp_path: Path) -> None:
    content = "# newdoc id = n\n# global.Entity = eid-etype-head-minspan-other\n" + sentence(
        "Ana Entity=(e1-person-1-1-id:x", "Lee Entity=e1)", "said", "she Entity=(e1-person-1-)",
        "x Entity=(e2-thing)",
    )  # fmt: skip
    row = read(tmp_path / "a.conllu", content)
    assert row.id == "n"
    assert [(c.id, c.label, c.name, c.members) for c in row.clusters] == [
        ("e1", "person", "Ana Lee", ["x", "m2"])
    ]
    assert [s.attributes for s in row.spans] == [{"head": "1", "minspan": "1"}, {"head": "1"}, {}]


def test_the_parts_of_a_span(tmp_path: Path) -> None:
    content = sentence("a Entity=(e1[1/2]-x", "b Entity=e1[1/2])", "c", "d Entity=(e1[2/2]-x)")
    row = read(tmp_path / "a.conllu", content)
    assert [(s.text, s.parts) for s in row.spans] == [("a b d", [(0, 3), (6, 7)])]


def test_words_are_found_in_the_text_of_the_article(tmp_path: Path) -> None:
    content = "# newdoc id = x\n" + sentence("Ana Entity=(e1-a)", "left", ".")
    options = ReadOptions(texts={"x": "\nAna  left."}.get)
    row = read(tmp_path / "a.conllu", content, options)
    assert (row.text, spans_of(row)) == ("\nAna  left.", "1-4a")
    with pytest.raises(InputError, match=r"line 3: the token “left” is not .* says “went.” there"):
        read(tmp_path / "a.conllu", content, ReadOptions(texts={"x": "Ana went."}.get))


def test_what_a_story_has_no_place_for_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(
        line("1-2", "del") + line("1", "de") + line("2", "el", "Entity=(e1-a)")
        + line("2.1", "_", "Entity=(e2-b)")
        + "3\tx\tx\tNOUN\t_\t_\t0\troot\t_\t_\n",
        encoding="utf-8",
    )  # fmt: skip
    _, losses = read_back("conllu", path)
    assert [str(loss) for loss in losses.content] == [
        "1 span without width, such as that on an empty word in line 4",
        "4 columns of grammar, such as x",
        "1 span on words that are written as one, such as el",
    ]


FAULTS = [
    ("1\ta\n", "line 1: this line has 2 columns parted by tabs; it must have 10"),
    (line("x", "a"), "line 1: 'x' is no number of a word"),
    (line("1", ""), "line 1: the word is empty"),
    (
        line("1", "a", "Entity=(e1-x"),
        "line 1, field Entity: the entity 'e1' is opened, but not closed",
    ),
    (
        line("1", "a", "Entity=e1)"),
        "line 1, field Entity: the entity 'e1' is closed, but was not opened",
    ),
    (line("1", "a", "Entity=(e1)"), "line 1, field Entity: the entity 'e1' has no label"),
    (line("1", "a", "Entity=()"), "line 1, field Entity: '(' neither opens nor closes an entity"),
    (
        line("1", "a", "Entity=(e1[2/2]-x)"),
        "line 1, field Entity: the part 'e1[2/2]' has no first part before it",
    ),
    (
        line("1", "a", "ner=PER"),
        "line 1, field MISC: the tag 'PER' is neither O nor one such as B-actor or I-actor",
    ),
]


@pytest.mark.parametrize(("content", "sentence"), FAULTS)
def test_bad_input(tmp_path: Path, content: str, sentence: str) -> None:
    assert fault_of("conllu", tmp_path / "bad.conllu", content) == sentence


def test_bad_input_can_be_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "bad.conllu"
    path.write_bytes(
        (line("1", "a", "Entity=e1)(e2-x(e3-y)") + "x\n" + line("2", "b")).encode()
        + line("3", "é").encode("latin-1")
    )
    source = Input(path, keeps_going=True)
    assert FORMAT.reads is not None
    (placed,) = FORMAT.reads(source)
    assert (placed.row.text, spans_of(placed.row)) == ("a b", "0-1y")
    assert [fault.line for fault in source.faults] == [2, 4, 1, 1]


def test_brackets_of_one_entity_close_the_last() -> None:
    brackets = Brackets()
    for word, said in enumerate(("(e1-a", "(e1-a", "e1)", "e1)")):
        assert not list(brackets.take(word, 1, said))
    assert [mention.parts for mention in brackets.mentions] == [[(0, 4)], [(1, 3)]]


# What is one -------------------------------------------------------------------------------


def test_it_is_known_by_its_columns(tmp_path: Path) -> None:
    path, _ = written("conllu", [ROW], tmp_path)
    assert looks_like(path) > 0.9
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(sentence("a").encode(), "a.txt") > 0.9
    assert FORMAT.looks_like(b"# only\n# comments\n", "a.conllu") == 0


def looks_like(path: Path) -> float:
    assert FORMAT.looks_like is not None
    return FORMAT.looks_like(path.read_bytes()[: 64 * 1024], path.name)


def test_no_other_file_is_taken_for_it() -> None:
    paths = [path for path in corpus("formats").rglob("*") if path.is_file()]
    assert not [path for path in paths if looks_like(path) > 0]


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files with their format: there are none of this one."""
    return iter(())
