"""Markdown: articles are read as they are; spans are shown, and nothing else is markup."""

from __future__ import annotations

import html as html_library
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store.errors import InputError
from store.formats.markdown import FORMAT
from store.formats.marking import DEEPEST, marks_of, pieces, readable
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow
from tests.corpora import corpus
from tests.formats.generated import article_rows, read_back, texts, written

if TYPE_CHECKING:
    from store.formats.marking import Mark

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "markdown.md"
_OPENING: Final = regex.compile(r"(?:<sub>\d+</sub>)?<b>\[</b>")
_CLOSING: Final = regex.compile(r"<b>\]</b><sub>.*?</sub>")
_TAG: Final = regex.compile(r"</?(?:p|br ?/?)>")
_SPACE: Final = regex.compile(r"[\s\u2003]+")
_HOSTILE: Final = (
    "<script>alert(1)</script>", "<!--", "-->", "<b>", "&lt;", "&amp;", "# ", "## x", "> ", "- ",
    "+ ", "* ", "1. ", "12) ", "    ", "\t", "```", "~~~", "---", "===", "| a | b |", "[a](b)",
    "![a](b)", "[^1]", "**", "__", "~~", "$x$", "`", "\\", "http://a.example/", "www.a.example",
    "a@b.example", "@who", "#12", ":+1:", "\n", "\n\n", "\r\n", "\n    ", "\n1. ", "\n- ",
    "\n===\n", "\x1b[31m", "\x00", "\u202e", "word", "Word.", " ", "e.g", "non-x", "$", "<", "&",
    "{{", "%",
)  # fmt: skip
hostile_texts = st.lists(st.sampled_from(_HOSTILE), min_size=1, max_size=12).map("".join)


def shown(markdown: str) -> str:
    """The words of Markdown as a reader sees them, without the marks of spans."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    page = _CLOSING.sub("", _OPENING.sub("", page))
    without = _TAG.sub(" ", page)
    assert not regex.search(r"<(?!/?(?:sub|b)>)", without), page
    return _SPACE.sub("", html_library.unescape(without))


def body_of(markdown: str) -> str:
    """The text of the one article, without what stands before and after it."""
    head, _, rest = markdown.partition("\n\n")
    assert head.startswith("## 1. ")
    return rest.partition("\n\n")[2].rpartition("\n\n|  | label |")[0] or rest.partition("\n\n")[2]


@given(text=st.one_of(texts(), hostile_texts), data=st.data())
def test_every_word_is_shown_and_nothing_is_markup(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    ends = st.integers(0, len(text))
    spans = []
    for _ in range(data.draw(st.integers(0, 4))):
        start, end = sorted((data.draw(ends), data.draw(ends)))
        if start < end and "\r" not in (text[start - 1 : start], text[end - 1 : end]):
            spans.append(SpanRow(start, end, "actor", text=text[start:end]))
    row = ArticleRow("one", spans, text)
    path, report = written("markdown", [row], tmp_path_factory.mktemp("md"))
    assert shown(body_of(path.read_text("utf-8"))) == _SPACE.sub("", readable(text))
    assert not report.losses.content


@given(name=hostile_texts)
@example(name="| a\n## b")
def test_titles_labels_and_notes_are_no_markup(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    row = ArticleRow(
        name,
        [SpanRow(0, 3, name, "a", "abc", note=name), SpanRow(0, 2, "b", "b", "ab")],
        "abc",
        meta=Meta(title=name, outlet=name),
        relations=[RelationRow(name, "a", "b", role=name), RelationRow(name, "a", "gone")],
        clusters=[ClusterRow("c", name, name, ["a"], name)],
    )
    path, _ = written("markdown", [row], tmp_path_factory.mktemp("md"))
    page = MarkdownIt("commonmark").enable("table").render(path.read_text("utf-8"))
    known = (
        'p|br ?/?|b|sub|h2|table|thead|tbody|tr|t[hd](?: style="text-align:right")?|ul|li|strong'
    )
    assert not regex.search(rf"<(?!/?(?:{known})>)", page), page
    assert page.count("<table>") == 1
    assert page.count("<tr>") == 3
    assert page.count("<h2>") == 2


ROWS: Final = [
    ArticleRow(
        "000_one",
        [SpanRow(0, 20, "claim", "a", "Ana *met* Bo & left.", note="why?\n| so |"),
         SpanRow(0, 3, "actor", "b", "Ana"), SpanRow(4, 14, "claim", "c", "*met* Bo &"),
         SpanRow(15, 25, "actor", "d", "left.\n\n1. ", parts=[(15, 19), (22, 24)])],
        "Ana *met* Bo & left.\n\n1. She\n   said_so\r\n<b>北京</b> $5",
        meta=Meta(title="Ana # left", outlet="The Post", date="2026-01-01"),
        relations=[RelationRow("attribution", "a", "b", "r1"),
                   RelationRow("contradiction", "a", "z", "r2", "partly")],
        clusters=[ClusterRow("k", "actor", "Ana *A.*", ["b"])],
    ),
    ArticleRow(
        "001_two", [SpanRow(0, 3, "source", "z", "Ana")], "Ana said so.",
        relations=[RelationRow("contradiction", "a", "z", "r2", "partly")],
        clusters=[ClusterRow("k", "actor", "Ana *A.*", ["z"])],
    ),
    ArticleRow("002_three", [SpanRow(2, 5, "actor", "y", "her")]),
]  # fmt: skip


def test_golden(tmp_path: Path) -> None:
    path, report = written("markdown", ROWS, tmp_path)
    assert path.read_bytes() == GOLDEN.read_bytes()
    assert not report.losses.content


@given(text=st.one_of(texts(), hostile_texts))
def test_a_file_is_read_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("md") / "003_story.md"
    path.write_bytes(text.encode())
    (row,), losses = read_back("markdown", path)
    assert (row.id, row.text, row.spans, row.meta.file) == ("003_story", text, [], "003_story.md")
    assert not losses.content


def test_only_names_tell() -> None:
    assert FORMAT.looks_like is not None
    assert FORMAT.looks_like(b"# Title\n", "a.md") > 0.5
    assert FORMAT.looks_like(b"# Title\n", "a.txt") == 0
    for path in corpus("formats").rglob("*"):
        assert not FORMAT.looks_like(b"", path.name) or path.suffix == ".md"


# Marks -------------------------------------------------------------------------------------


@given(row=article_rows())
def test_pieces_are_the_text_and_marks_are_open_where_their_spans_are(row: ArticleRow) -> None:
    marks = marks_of(row)
    open_: list[Mark] = []
    at = 0
    for piece in pieces(len(row.said), marks):
        assert piece.start == at
        at = piece.end
        open_ = [mark for mark in open_ if mark not in piece.closed] + list(piece.opened)
        covering = {m.number for m in marks if m.start <= piece.start < m.end}
        if piece.start < piece.end:
            assert {mark.number for mark in open_} == covering
    assert at == len(row.said)
    assert not open_ or at == 0


@given(row=article_rows())
def test_no_two_marks_at_one_place_are_in_one_lane(row: ArticleRow) -> None:
    marks = marks_of(row)
    for number, one in enumerate(marks):
        for other in marks[number + 1 :]:
            if one.start < other.end and other.start < one.end and one.lane == other.lane:
                assert one.lane == DEEPEST


def test_the_shortest_is_nearest_to_the_text() -> None:
    spans = [SpanRow(0, 9, "a"), SpanRow(2, 4, "a"), SpanRow(0, 5, "a"), SpanRow(8, 12, "a")]
    lanes = {(m.start, m.end): m.lane for m in marks_of(ArticleRow("x", spans, "x" * 12))}
    assert lanes == {(2, 4): 0, (0, 5): 1, (8, 12): 0, (0, 9): 2}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=30))
def test_no_line_is_drawn_over_another_in_long_articles_too(places: list[tuple[int, int]]) -> None:
    spans = [SpanRow(start, start + length, "claim") for start, length in places]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.formats.marking._BLOCK", 3)
        marks = marks_of(ArticleRow("x", spans, "x" * 80))
    lanes: list[int] = [0] * 80  # of the highest line above each place, from 1
    for mark in sorted(marks, key=lambda m: (m.end - m.start, m.start, m.number)):
        assert mark.lane == min(max(lanes[mark.start : mark.end]), DEEPEST)
        lanes[mark.start : mark.end] = [mark.lane + 1] * (mark.end - mark.start)


def test_readable_keeps_every_place() -> None:
    text = "a\u202eb\x00\n\tc\u00ad\u200bd"
    assert readable(text) == "a◇b␀\n\tc\u00ad◇d"
    assert len(readable(text)) == len(text)


def test_what_is_written_is_no_article_again(tmp_path: Path) -> None:
    row = ArticleRow("one", [SpanRow(0, 3, "actor", text="Ana")], "Ana left")
    path, _ = written("markdown", [row], tmp_path)
    with pytest.raises(InputError, match="this is what Sidelight wrote to be read"):
        read_back("markdown", path)
