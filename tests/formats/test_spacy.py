"""spaCy's DocBin: read with spaCy, it has the same text, spans and labels."""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings

from store.errors import InputError
from store.formats.choices import AlignmentMode, Overlaps
from store.formats.rows import ArticleRow, SpanRow, text_sha256
from store.formats.spacy import FORMAT
from store.formats.writing import ExportOptions
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, written
from tests.formats.samples import ROW

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "Ana Lee left. Bo’s dog stayed at U.S. bases."


def docs_of(path: Path) -> list[Any]:
    """The Docs in a file, with a vocabulary that has seen nothing yet."""
    spacy = pytest.importorskip("spacy")
    docs = spacy.tokens.DocBin().from_disk(path)
    return list(docs.get_docs(spacy.blank("xx").vocab))


def row_of(doc: Any) -> ArticleRow:
    """The article that the user data say."""
    return msgspec.convert({**doc.user_data["sidelight"], "text": doc.text}, ArticleRow)


def places(spans: Any) -> list[tuple[int, int, str]]:
    return sorted((span.start_char, span.end_char, span.label_) for span in spans)


def article(*spans: tuple[str, str]) -> ArticleRow:
    found = [SpanRow(NEWS.index(said), NEWS.index(said) + len(said), label, said, said)
             for said, label in spans]  # fmt: skip
    return ArticleRow("one", found, NEWS, text_sha256(NEWS))


@settings(max_examples=scaled(40))
@given(row=article_rows())
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    pytest.importorskip("spacy")
    path, report = written("spacy", [row], tmp_path_factory.mktemp("spacy"))
    (doc,) = docs_of(path)
    assert doc.text == row.text
    assert meaning(row_of(doc)) == meaning(row)
    changed = report.losses.changed.get("spans off token boundaries")
    exact = {(span.id_, *place) for span in doc.spans["sc"] for place in places([span])}
    mine = {(span.id, span.start, span.end, span.label) for span in row.spans}
    assert len(exact) == len(mine)
    assert len(mine - exact) == (changed.count if changed else 0)
    assert not report.losses.found
    ends = [(span.start, span.end) for span in doc.ents]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))
    assert set(places(doc.ents)) <= set(places(doc.spans["sc"]))
    claims = {place for place in places(doc.spans["sc"]) if place[2] == "claim"}
    assert set(places(doc.spans["claim"])) == claims  # a layer of its own
    assert bool(doc.ents) == (len(claims) < len(doc.spans["sc"]))
    untagged = report.losses.untagged.get("overlapping spans")
    assert len(doc.ents) + len(doc.spans["claim"]) + (untagged.count if untagged else 0) == len(
        mine
    )


@pytest.mark.parametrize(
    ("spans", "options", "all_spans", "ents"),
    [
        ([("Ana Lee", "actor"), ("Lee", "location")], {}, "Ana Lee|Lee", "Ana Lee"),
        (
            [("Ana Lee", "actor"), ("Lee", "location")],
            {"overlaps": Overlaps.SHORTEST},
            "Ana Lee|Lee",
            "Lee",
        ),
        ([("na Lee", "actor")], {}, "Ana Lee", "Ana Lee"),
        ([("na Lee", "actor")], {"alignment": AlignmentMode.CONTRACT}, "Lee", "Lee"),
        ([("na Lee", "actor")], {"alignment": AlignmentMode.REFUSE}, "", ""),
        ([("U.S.", "location"), ("Bo", "actor")], {}, "Bo|U.S.", "Bo|U.S."),
    ],
)
def test_spans_and_entities(
    tmp_path: Path,
    spans: list[tuple[str, str]],
    options: dict[str, Any],
    all_spans: str,
    ents: str,
) -> None:
    pytest.importorskip("spacy")
    path, report = written("spacy", [article(*spans)], tmp_path, ExportOptions(**options))
    (doc,) = docs_of(path)
    assert "|".join(sorted(span.text for span in doc.spans["sc"])) == all_spans
    assert "|".join(sorted(span.text for span in doc.ents)) == ents
    is_moved = spans[0][0] == "na Lee"
    assert [loss.feature for loss in report.losses.content] == [
        "spans off token boundaries"
    ] * is_moved


def test_a_token_that_is_in_no_entity_is_outside_and_not_unknown(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    path, _ = written("spacy", [article(("Ana Lee", "actor"))], tmp_path)
    (doc,) = docs_of(path)
    assert [token.ent_iob_ for token in doc][:4] == ["B", "I", "O", "O"]


def test_it_can_be_trained_with(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.training import Corpus

    rows = [article(("Ana Lee", "actor"), ("dog", "actor"), ("U.S. bases", "location"))]
    path, _ = written("spacy", rows, tmp_path)
    (example,) = Corpus(path)(spacy.blank("en"))
    found, _ = example.get_aligned_ents_and_ner()
    assert [(ent.text, ent.label_) for ent in found] == [
        ("Ana Lee", "actor"), ("dog", "actor"), ("U.S. bases", "location"),
    ]  # fmt: skip
    assert [t.text for t in example.predicted] == [t.text for t in example.reference]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("安倍晋三首相 visited 東京、です。", "東京"),
        ("北京记者说的\n\n话", "记者"),
        ("Президент Путин сказал.", "Путин"),
        ("قال الرئيس الأسد", "الأسد"),
        ("אמר נתניהו בירושלים", "נתניהו"),
        ("대통령이 말했다 서울에서", "말했다"),
        ("", ""),
    ],
)
def test_scripts(tmp_path: Path, text: str, said: str) -> None:
    pytest.importorskip("spacy")
    start = text.index(said)
    spans = [SpanRow(start, start + len(said), "a", "s", said)] if said else []
    path, report = written("spacy", [ArticleRow("one", spans, text)], tmp_path)
    (doc,) = docs_of(path)
    assert doc.text == text
    assert [span.text for span in doc.ents] == [said] * bool(said)
    assert not report.losses.content


def test_a_text_of_more_than_a_million_characters(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    text = "word " * 200_001
    path, _ = written("spacy", [ArticleRow("one", [SpanRow(0, 4, "a")], text)], tmp_path)
    (doc,) = docs_of(path)
    assert len(doc.text) == len(text)
    assert [ent.text for ent in doc.ents] == ["word"]


def test_what_else_is_known(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    path, _ = written("spacy", [ROW], tmp_path)
    (doc,) = docs_of(path)
    again = row_of(doc)
    assert doc.user_data["id"] == "one"
    assert again.relations == ROW.relations
    assert again.meta == ROW.meta
    assert [span.note for span in again.spans] == [span.note for span in ROW.spans]
    assert [span.id_ for span in doc.spans["sc"]] == [span.id for span in ROW.spans]


def test_what_is_said_where_the_package_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(InputError, match=r"pip install 'sidelight\[spacy\]'"):
        written("spacy", [ROW], tmp_path)


def test_it_is_written_only() -> None:
    assert FORMAT.reads is None


def test_no_entity_begins_or_ends_with_white_space(tmp_path: Path) -> None:
    text = "One two\u00a0three  four\n\nfive six\u202f seven\t\teight.\n"
    spans = [(4, 8), (13, 19), (19, 25), (26, 30), (31, 37), (37, 39)]
    row = ArticleRow("a", [SpanRow(*s, "actor", str(n)) for n, s in enumerate(spans)], text)
    path, report = written("spacy", [row], tmp_path)
    (doc,) = docs_of(path)
    found = [*doc.ents, *doc.spans["sc"]]
    assert found
    assert not any(span[0].is_space or span[-1].is_space for span in found)
    assert str(report.losses).startswith("6 spans off token boundaries")
    assert len(doc.spans["sc"]) == len(spans)
