"""CoNLL columns: all schemes of tags, files as they are found, and what comes back of an export."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from store.errors import InputError
from store.files import Files
from store.formats import conll
from store.formats.choices import AlignmentMode, Overlaps
from store.formats.collecting import story_rows
from store.formats.conll import FORMAT
from store.formats.exporting import export_to_file
from store.formats.losses import Losses
from store.formats.reading import Input, ReadOptions
from store.formats.rows import ArticleRow, SpanRow, text_sha256
from store.formats.tagging import TagReader
from store.formats.tokens import tokens_of
from store.formats.writing import ExportOptions
from store.importing.dataset import import_dataset
from store.ledger.inspection import inspect
from store.ledger.texts import Texts
from tests.corpora import corpus
from tests.examples import scaled
from tests.formats.generated import article_rows, meaning, read_back, written
from tests.formats.samples import ROW, fault_of, there_and_back
from tests.stories import PAPER, WIRE, open_story, tag, write_story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GOLDEN = Path(__file__).parents[1] / "golden" / "conll.conll"
CORPUS_FILES = {
    "formats/conll/wikigold.first40.conll.txt": (40, 1250),
    "formats/conll/wnut17.emerging.dev.conll": (1, 836),
    "formats/doccano/doccano-transformer/tests/data/labeling/labeling.conll2003.user1": (1, 5),
    "formats/doccano/doccano/backend/data_import/tests/data/sequence_labeling/example.conll": (
        1,
        2,
    ),
    "formats/doccano/doccano/backend/data_import/tests/data/sequence_labeling/"
    "labeling.trailing.conll": (1, 2),
    "formats/spacy/ner_example_data/ner-sent-per-line.iob": (1, 7),
    "formats/spacy/ner_example_data/ner-token-per-line-conll2003.iob": (1, 7),
    "formats/spacy/ner_example_data/ner-token-per-line-with-pos.iob": (1, 7),
    "formats/spacy/ner_example_data/ner-token-per-line.iob": (1, 7),
    "nonlatin/arabic/ANERCorp.sample": (1, 1321),
    "nonlatin/chinese/weiboNER_2nd_conll.dev": (1, 389),
    "nonlatin/hebrew/nemo_dev_annotator_a.bmes": (1, 479),
    "nonlatin/hebrew/nemo_dev_annotator_b.bmes": (1, 457),
    "nonlatin/hebrew/nemo_dev_gold.bmes": (1, 489),
    "nonlatin/hebrew/nemo_dev_morph_gold.bmes": (1, 489),
}
"""Real files, with the articles and the entities in each."""


def corpus_files() -> Iterator[tuple[Path, str]]:
    """The real files, with their format."""
    for name in CORPUS_FILES:
        yield corpus(str(Path(name).parent)) / Path(name).name, "conll"


def known(rows: Sequence[ArticleRow]) -> ReadOptions:
    """The options of one who knows the articles."""
    texts = {row.id: row.said for row in rows}
    return ReadOptions(texts=texts.get, articles=tuple(texts))


def article(text: str, *spans: tuple[str, str], article_id: str = "one") -> ArticleRow:
    """An article with spans by what they say."""
    found = [SpanRow(text.index(said), text.index(said) + len(said), label, text=said)
             for said, label in spans]  # fmt: skip
    return ArticleRow(article_id, found, text, text_sha256(text))


def without_spaces(text: str) -> str:
    return "".join(text.split())


def looks_like(path: Path) -> float:
    """How sure it is that a file is in columns."""
    assert FORMAT.looks_like is not None
    return FORMAT.looks_like(path.read_bytes()[: 64 * 1024], path.name)


def lines_of(row: ArticleRow, folder: Path, options: ExportOptions | None = None) -> str:
    """An article as it is written: token and tags of each line, sentences parted by `/`."""
    path, _ = written("conll", [row], folder, options)
    lines = path.read_text(encoding="utf-8").split("\n")[2:-2]
    return " ".join(map(_shown, lines))


def _shown(line: str) -> str:
    token, *columns = line.split(" ")
    tags = [tag for tag in columns[2:] if tag != "O"]
    return f"{token}:{'+'.join(tags) or 'O'}" if token else "/"


# Tags --------------------------------------------------------------------------------------

SCHEMES = [
    # tags, spans, scheme, how many are not as the scheme has it
    ("O B-a I-a O B-a B-a I-b", "1-3a 4-5a 5-6a 6-7b", "IOB2", 1),
    ("I-a I-a O I-a I-b", "0-2a 3-4a 4-5b", "IOB1", 0),
    ("I-a B-a I-a O", "0-1a 1-3a", "IOB1", 0),
    ("B-a I-a O I-a", "0-2a 3-4a", "IOB2", 1),
    ("B-a I-b", "0-1a 1-2b", "IOB2", 1),
    ("B-a I-a E-a S-b O", "0-3a 3-4b", "BIOES", 0),
    ("B-a E-a B-a E-a", "0-2a 2-4a", "BIOES", 0),
    ("B-a M-a E-a S-a", "0-3a 3-4a", "BMES", 0),
    ("B-a L-a U-b", "0-2a 2-3b", "BILOU", 0),
    ("B-a O S-a", "0-1a 2-3a", "BIOES", 1),
    ("S-a E-a", "0-1a 1-2a", "BIOES", 1),
    ("I-a E-a E-b", "0-2a 2-3b", "IOE", 0),
    ("O O", "", "IOB2", 0),
    ("B-org-part I-org-part", "0-2org-part", "IOB2", 0),
    ("B-口 I-口", "0-2口", "IOB2", 0),
]


@pytest.mark.parametrize(("tags", "spans", "scheme", "odd"), SCHEMES)
def test_schemes(tags: str, spans: str, scheme: str, odd: int) -> None:
    reader = TagReader()
    found = reader.spans(tags.split())
    assert " ".join(f"{a}-{b}{label}" for a, b, label in found) == spans
    assert reader.scheme == scheme
    losses = Losses()
    reader.note(losses)
    assert sum(loss.count for loss in losses.content) == odd


def test_a_span_ends_with_its_sentence() -> None:
    reader = TagReader()
    assert reader.spans(["B-a"]) == [(0, 1, "a")]
    assert reader.spans(["I-a"]) == [(0, 1, "a")]
    assert reader.late_starts == 1


# Reading -----------------------------------------------------------------------------------

READ = [
    # what is in the file, text, spans
    ("Ana B-a\nsaid O\n. O\n\nNo O\n", "Ana said.\nNo", "Ana/a"),
    ("Aix B-a\n- I-a\nen I-a\n- I-a\nLot I-a\n", "Aix-en-Lot", "Aix-en-Lot/a"),
    ("# O\n#tag B-a\n\n# B-a\n", "# #tag\n#", "#tag/a #/a"),
    ("# id 7 domain=en\nAna _ _ B-a\n", "Ana", "Ana/a"),
    ("New York\tB-a\nis\tO\r\n", "New York is", "New York/a"),
    ("a|X|O Bo|Y|B-a\n\nCy|Z|B-a\n", "a Bo\nCy", "Bo/a Cy/a"),
    ("Ana   X  B-a\n   \nBo X O\n\n\n\n", "Ana\nBo", "Ana/a"),
    ("\ufeffAna B-a\n", "Ana", "Ana/a"),
    ("-DOCSTART- -X- O O\n\nAna X X B-a", "Ana", "Ana/a"),
    ("1\tAna\tB-a\tO\n2\tLee\tI-a\tB-b\n\n1\tBo\tO\tB-c\n", "Ana Lee\nBo", "Ana Lee/a Lee/b Bo/c"),
    ("Ana B-a B-b\nLee I-a O\nleft O O\n", "Ana Lee left", "Ana Lee/a Ana/b"),
    ("Ana B-NP B-b\nLee I-NP O\nleft B-VP O\n", "Ana Lee left", "Ana/b"),
    ("1 _ B-a\n2 _ I-a\nof _ O\n", "1 2 of", "1 2/a"),
    ("x\u00a0y O\nz\u2028 B-a\n", "x\u00a0y z\u2028", "z\u2028/a"),
]


@pytest.mark.parametrize(("content", "text", "spans"), READ)
def test_reading(tmp_path: Path, content: str, text: str, spans: str) -> None:
    path = tmp_path / "story.conll"
    path.write_text(content, encoding="utf-8", newline="")
    (row,), _ = read_back("conll", path)
    assert (row.id, row.text) == ("story", text)
    assert " ".join(f"{s.text}/{s.label}" for s in row.spans) == spans
    assert all(text[s.start : s.end] == s.text for s in row.spans)


@pytest.mark.parametrize(
    "content",
    [
        "-DOCSTART- O\n\na O\n\n-DOCSTART- O\n\nb O\n",
        "a O\n\n-DOCSTART- O\n\nb O\n\n-DOCSTART- O\n",
    ],
)
def test_documents_begin_or_end_with_their_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "two.conll"
    path.write_text(content, encoding="utf-8")
    rows, _ = read_back("conll", path)
    assert [(row.id, row.text) for row in rows] == [("two-1", "a"), ("two-2", "b")]


def test_an_article_of_very_many_words_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conll, "MOST_WORDS", 3)
    path = tmp_path / "a.conll"
    path.write_text("-DOCSTART- O\n\na O\nb O\nc O\n\n" * 2 + "d O\n", encoding="utf-8")
    with pytest.raises(InputError, match="more than 3 words here; put -DOCSTART-") as caught:
        read_back("conll", path)
    assert caught.value.line == 13


def test_places_in_words_are_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "weibo.conll"
    text = "北京 2010 记者 说的话我不知道好"
    words = text.split()
    path.write_text(
        "".join(f"{c}{i}\tO\n" for word in words for i, c in enumerate(word)), encoding="utf-8"
    )
    (row,), losses = read_back("conll", path)
    assert row.text == "".join(words)
    assert [str(each) for each in losses.content] == [
        "16 places of characters in their words, such as 北0"
    ]


TEXT = "“No”, said\u00a0Ana.\r\n\r\nShe\u200b left."
FITTING = [
    # tokens, by `|`, and the span of the token that is tagged
    ("“|No|”|,|said|Ana|B.|She|\u200b|left|.", None),
    ("“|No|”|,|said|Ana*|.|She|\u200b|left|.", (11, 14)),
    ("“No”|,|said|Ana*|.|She|left|.", (11, 14)),
    ("“No”,|said\u00a0Ana*|.|She|left.", (6, 14)),
    ("“|No|”|,|said|Ana|.|She*|left", None),
]


@pytest.mark.parametrize(("tokens", "place"), FITTING)
def test_tokens_are_found_in_the_text(
    tmp_path: Path, tokens: str, place: tuple[int, int] | None
) -> None:
    path = tmp_path / "one.conll"
    lines = [t.replace("*", "") + ("\tB-a" if "*" in t else "\tO") for t in tokens.split("|")]
    path.write_text("\n".join(lines), encoding="utf-8")
    options = ReadOptions(texts={"one": TEXT}.get)
    if place is None:
        with pytest.raises(InputError, match="of one"):
            read_back("conll", path, options)
    else:
        (row,), _ = read_back("conll", path, options)
        assert row.text == TEXT
        assert [(s.start, s.end) for s in row.spans] == [place]


def test_articles_are_known_by_their_words(tmp_path: Path) -> None:
    rows = [
        article(text, (text.split()[0], "actor"), article_id=name)
        for name, text in (("x", "Ana  left."), ("y", "Bo\nstayed."), ("z", "Ana\tleft."))
    ]
    path, _ = written("conll", rows, tmp_path)
    again, _ = read_back("conll", path, known(rows[::-1]))
    assert [row.id for row in again] == ["z", "y", "x"]
    again, _ = read_back("conll", path, known(rows))
    assert [meaning(row) for row in again] == [meaning(row) for row in rows]


FAULTS = [
    ("Ana\n", "line 1: this line has one column; it must have a token and its tag"),
    ("Ana B-a\nx y O\n", "line 2: this line has 3 columns, those before it have 2"),
    (
        "Ana B-a\nx PER\n",
        "line 2: the tag 'PER' is neither O nor one such as B-actor or I-actor",
    ),
    ("Ana B-\n", "line 1: the tag 'B-' is neither O nor one such as B-actor or I-actor"),
    (
        "Ana\tO\n\u3000\tO\n \tO\n",
        "line 3: this line has one column; it must have a token and its tag",
    ),
    ("a\tO\n#\tO\n# x\n", "line 3: the tag 'x' is neither O nor one such as B-actor or I-actor"),
    ("a\t\tO\nb\tO\n", "line 2: this line has 2 columns, those before it have 3"),
    ("a|O |O\n", "line 1: the tag '|O' is neither O nor one such as B-actor or I-actor"),
]


@pytest.mark.parametrize(("content", "sentence"), FAULTS)
def test_bad_input(tmp_path: Path, content: str, sentence: str) -> None:
    assert fault_of("conll", tmp_path / "bad.conll", content) == sentence


def test_bad_input_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "bad.conll"
    path.write_bytes("Ana O\ncafé B-a\n".encode("latin-1"))
    with pytest.raises(InputError) as caught:
        read_back("conll", path)
    assert str(caught.value) == f"{path}, line 2: this is not UTF-8: byte 4 is 0xe9"


def test_bad_lines_can_be_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "bad.conll"
    path.write_text("Ana B-a\nAna\nx PER\nBo B-a\n", encoding="utf-8")
    source = Input(path, keeps_going=True)
    assert FORMAT.reads is not None
    (placed,) = FORMAT.reads(source)
    assert placed.row.text == "Ana Bo"
    assert [fault.line for fault in source.faults] == [2, 3]


def test_what_has_no_place_is_said(tmp_path: Path) -> None:
    path = tmp_path / "one.conll"
    path.write_text("# made by hand\nAna NNP _ B-a\nleft VBD -X- O\n", encoding="utf-8")
    _, losses = read_back("conll", path)
    assert [str(each) for each in losses.content] == [
        "1 line of comment, such as # made by hand",
        "2 values in columns between token and tag, such as NNP",
    ]


# Writing -----------------------------------------------------------------------------------

NEWS = "Ana Lee left. Bo’s dog stayed."


@pytest.mark.parametrize(
    ("spans", "options", "lines"),
    [
        (
            [("Ana Lee", "actor")],
            None,
            "Ana:B-actor Lee:I-actor left:O .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        # A span over two sentences makes them one.
        (
            [("left. Bo", "claim")],
            None,
            "Ana:O Lee:O left:B-claim .:I-claim Bo:I-claim ’s:O dog:O stayed:O .:O",
        ),
        (
            [("Ana Lee", "actor"), ("Lee", "location")],
            ExportOptions(overlaps=Overlaps.SHORTEST),
            "Ana:O Lee:B-location left:O .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        # A claim has tags beside those of the names in it, unless all are asked for in one column.
        (
            [("Ana Lee left", "claim"), ("Lee", "actor")],
            None,
            "Ana:B-claim Lee:I-claim+B-actor left:I-claim .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        (
            [("Ana Lee left", "claim"), ("Lee", "actor")],
            ExportOptions(layers=()),
            "Ana:B-claim Lee:I-claim left:I-claim .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        (
            [("Ana", "source"), ("Ana", "actor"), ("Bo", "location")],
            ExportOptions(layers=(("source", "location"),)),
            "Ana:B-source+B-actor Lee:O left:O .:O / Bo:B-location ’s:O dog:O stayed:O .:O",
        ),
        (
            [("na Lee", "actor")],
            ExportOptions(alignment=AlignmentMode.CONTRACT),
            "Ana:O Lee:B-actor left:O .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        (
            [("na Lee", "actor")],
            None,
            "A:O na:B-actor Lee:I-actor left:O .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        (
            [("na Lee", "actor")],
            ExportOptions(alignment=AlignmentMode.EXPAND),
            "Ana:B-actor Lee:I-actor left:O .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        (
            [("na Lee", "actor")],
            ExportOptions(alignment=AlignmentMode.REFUSE),
            "Ana:O Lee:O left:O .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
        (
            [("Ana", "my actor")],
            None,
            "Ana:B-my_actor Lee:O left:O .:O / Bo:O ’s:O dog:O stayed:O .:O",
        ),
    ],
)
def test_writing(
    tmp_path: Path, spans: list[tuple[str, str]], options: ExportOptions | None, lines: str
) -> None:
    assert lines_of(article(NEWS, *spans), tmp_path, options) == lines


def test_what_a_column_cannot_say_is_counted(tmp_path: Path) -> None:
    row = article(NEWS, ("Ana Lee", "actor"), ("Lee", "location"), ("og", "my claim"))
    options = ExportOptions(alignment=AlignmentMode.EXPAND)
    _, report = written("conll", [row], tmp_path, options)
    assert [str(loss) for loss in report.losses.content] == [
        "1 overlapping span, such as location “Lee” at 4-7 of one",
        "1 span off token boundaries, such as my claim “og” at 20-22 of one",
        "1 label with white space, such as my claim",
    ]


def test_articles_are_written_as_they_come(tmp_path: Path) -> None:
    sizes: list[int] = []

    def rows() -> Iterator[ArticleRow]:
        for number in range(3):
            sizes.append(sum(p.stat().st_size for p in tmp_path.rglob("data.conll")))
            yield article("word " * 20_000, article_id=str(number))

    written("conll", rows(), tmp_path)  # type: ignore[arg-type]  # an iterator is all it needs
    assert 0 == sizes[0] < sizes[1] < sizes[2]


def test_the_bytes_of_an_export(tmp_path: Path) -> None:
    path, _ = written("conll", [ROW, article("Ana left.", ("Ana", "actor"))], tmp_path)
    assert path.read_bytes() == GOLDEN.read_bytes()


# There and back ----------------------------------------------------------------------------


@settings(max_examples=scaled(60))
@given(row=article_rows(holds=FORMAT.holds, on_words=True))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("conll", [row], tmp_path_factory.mktemp("conll"))
    assert not report.losses.content
    (again,), losses = read_back("conll", path, known([row]))
    assert (again.id, meaning(again)) == (row.id, meaning(row))
    assert not losses.content
    (alone,), _ = read_back("conll", path)
    assert meaning(alone) == meaning(row)


@settings(max_examples=scaled(40))
@given(row=article_rows())
def test_tags_are_always_legal(tmp_path_factory: pytest.TempPathFactory, row: ArticleRow) -> None:
    path, report = written("conll", [row], tmp_path_factory.mktemp("conll"))
    (again,), losses = read_back("conll", path, known([row]))
    assert not losses.content
    lost = report.losses.found.get("overlapping spans")
    assert len(again.spans) == len(row.spans) - (lost.count if lost else 0)


@pytest.mark.parametrize(
    "folder", ["newswcl50", "polnear-dev", "formats/brat", "nonlatin/russian", "nonlatin/hebrew"]
)
def test_every_text_comes_back_without_being_known(tmp_path: Path, folder: str) -> None:
    files = sorted(corpus(folder).rglob("*.txt"))
    texts = [each.read_bytes().decode("utf-8") for each in files]
    rows = [ArticleRow(str(number), [], text) for number, text in enumerate(texts) if text.strip()]
    path, _ = written("conll", rows, tmp_path)
    again, losses = read_back("conll", path)
    assert [row.said for row in again] == [row.said for row in rows]
    assert not losses.content


def test_a_story_goes_out_and_comes_into_another(tmp_path: Path) -> None:
    path = tmp_path / "out.conll"
    with open_story(write_story(tmp_path / "one")) as workspace:
        tag(workspace, "Latakia", "location", WIRE)
        tag(workspace, "An official", "source", PAPER)
        export_to_file(workspace, path, format_="conll")
    # The file names no article, but their words are known.
    with open_story(write_story(tmp_path / "two")) as workspace:
        plan = import_dataset(workspace, FORMAT, Input(path))
        assert (plan.articles, plan.added) == (2, 2)
        assert [a.text for a in workspace.article(WIRE).annotations] == ["Latakia"]
        assert [a.text for a in workspace.article(PAPER).annotations] == ["An official"]


def test_spacy_reads_the_last_column(tmp_path: Path) -> None:
    converters = pytest.importorskip("spacy.training.converters")
    rows = [ROW, article(NEWS, ("Ana Lee", "actor"), ("left. Bo", "claim"), article_id="two")]
    path, _ = written("conll", rows, tmp_path)
    docs = converters.conll_ner_to_docs(path.read_text("utf-8"), no_print=True)
    found = [[(ent.text.split(), ent.label_) for ent in doc.ents] for doc in docs]
    assert found == [
        [(["Ana"], "actor"), (["Paris"], "location")],
        [(["Ana", "Lee"], "actor")],
    ]


# Real files --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CORPUS_FILES)
def test_real_files(tmp_path: Path, name: str) -> None:
    path = corpus(str(Path(name).parent)) / Path(name).name
    rows, _ = read_back("conll", path)
    assert (len(rows), sum(len(row.spans) for row in rows)) == CORPUS_FILES[name]
    assert looks_like(path) >= 0.9
    exported, report = written("conll", rows, tmp_path)
    again, losses = read_back("conll", exported, known(rows))
    assert not losses.content
    assert [row.id for row in again] == [row.id for row in rows]
    assert not report.losses.content
    assert [meaning(row) for row in again] == [meaning(row) for row in rows]


@pytest.mark.parametrize(
    ("folder", "file", "gold"),
    [
        ("nonlatin/arabic", "ANERCorp.sample", "anercorp"),
        ("nonlatin/hebrew", "nemo_dev_gold.bmes", "nemo_dev_gold"),
        ("nonlatin/hebrew", "nemo_dev_morph_gold.bmes", "nemo_dev_morph_gold"),
        ("nonlatin/hebrew", "nemo_dev_annotator_a.bmes", "nemo_dev_annotator_a"),
        ("nonlatin/hebrew", "nemo_dev_annotator_b.bmes", "nemo_dev_annotator_b"),
    ],
)
def test_real_files_are_read_as_others_have_read_them(folder: str, file: str, gold: str) -> None:
    (row,), _ = read_back("conll", corpus(folder) / file)
    data = json.loads((corpus(folder) / f"{gold}.gold.jsonl").read_text(encoding="utf-8"))
    # They put a space between any two tokens.
    assert without_spaces(row.said) == without_spaces(data["text"])
    theirs = sorted((without_spaces(s["text"]), s["label"]) for s in data["spans"])
    assert sorted((without_spaces(s.text), s.label) for s in row.spans) == theirs


def test_wikigold_by_another_count() -> None:
    path = corpus("formats/conll") / "wikigold.first40.conll.txt"
    rows, losses = read_back("conll", path)
    # It has no B-, so that each run of one tag is an entity.
    tags = [line.split()[-1] if line else "" for line in path.read_text("utf-8").split("\n")]
    runs = [tag[2:] for tag, _ in itertools.groupby(tags) if tag.startswith("I-")]
    assert [span.label for row in rows for span in row.spans] == runs
    assert not losses.content


def test_weibo_without_its_places() -> None:
    path = corpus("nonlatin/chinese") / "weiboNER_2nd_conll.dev"
    (row,), _ = read_back("conll", path)
    posts = path.read_text("utf-8").rstrip("\n").split("\n\n")
    # A place is what follows one digit, or all that is no digit.
    bare = ["".join(re.findall(r"^(\D+|\d)\d+\t", p, re.MULTILINE)) for p in posts]
    assert row.text == "\n".join(bare)


def test_no_other_file_is_taken_for_it() -> None:
    root = corpus("formats")
    mine = {path for path, _ in corpus_files()}
    taken = {path for path in root.rglob("*") if path.is_file() and looks_like(path) > 0}
    assert taken == {path for path in mine if root in path.parents}


# Tokens ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (
            "Yahoo! , which is non-profit , is new . So am I . Yes . No . Eh , so , no ,",
            "Yahoo!, which is non-profit, is new. So am I. Yes. No. Eh, so, no,",
        ),
        ("O'Brien of the U.N. 's pro-choice wing", "O'Brien of the U.N.'s pro-choice wing"),
        ("We ( the so-called left ) left", "We (the so-called left) left"),
        ("`` non-stop '' it is", "``non-stop'' it is"),
        ("No , no .", "No, no."),
    ],
)
def test_a_file_is_written_with_the_tokens_that_it_had(
    tmp_path: Path, tokens: str, text: str
) -> None:
    path = tmp_path / "a.conll"
    lines = [f"{token} -X- _ O" for token in tokens.split()]
    path.write_text("\n".join(["-DOCSTART- -X- O O", "", *lines, "", ""]), encoding="utf-8")
    rows, again = there_and_back("conll", path, tmp_path)
    assert rows[0].said == text
    written_lines = filter(None, again.read_text("utf-8").splitlines()[1:])
    assert [line.split()[0] for line in written_lines] == tokens.split()


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("中共中央 政治局 常委 / 习近平 说 。", ""),
        ("ประเทศ ไทย ลาว", ""),
        ("non-ISIS rebels don't #win", ""),
        ("non-ISIS rebels , do n't / win", "non-ISIS rebels, don't win"),
        ("中共中央 政治局", "中共中央政治局"),
    ],
)
def test_an_import_is_written_with_the_tokens_of_the_file(
    tmp_path: Path, tokens: str, text: str
) -> None:
    lines = [f"{token} O" if token != "/" else "" for token in tokens.split()]
    path = tmp_path / "a.conll"
    path.write_text("\n".join([lines[0][:-1] + "B-actor", *lines[1:], ""]), encoding="utf-8")
    folder = tmp_path / "story"
    write_story(folder, {"b.txt": text} if text else {"z.txt": "Z"})
    with open_story(folder) as workspace:
        import_dataset(workspace, FORMAT, Input(path))
        backup = workspace.folder
    with open_story(folder) as workspace:
        export_to_file(workspace, tmp_path / "out.conll", format_="conll")
    _, first, *_ = (tmp_path / "out.conll").read_text("utf-8").split("-DOCSTART- -X- O O\n\n")
    shown = [(line.split() or "/")[0] for line in first.splitlines()]
    assert " ".join(shown).removesuffix(" /") == tokens
    (kept,) = (backup / "texts").glob("*.cut")
    kept.write_bytes(kept.read_bytes().replace(b"0", b"1"))
    (fault,) = inspect(backup, Files())
    assert fault.file == f"texts/{kept.name}"


def test_words_of_two_come_back_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("New York\tB-a\nis\tO\n\nIt\tO\nis\tO\n")
    rows, again = there_and_back("conll", path, tmp_path)
    (row,), _ = read_back("conll", again)
    assert (row.said, row.own_cut) == ("New York is\nIt is", rows[0].own_cut)
    assert [span.text for span in row.spans] == ["New York"]


@pytest.mark.parametrize(
    ("starts", "ends", "sentences", "is_so"),
    [
        ([0, 7], [6, 11], [2], True),
        ([0], [11], [1], True),
        ([0, 7], [6, 99], [2], False),
        ([0, 8], [6, 11], [2], False),  # a letter would be in no token
        ([0, 7], [6, 11], [1], False),
        ([0, 7], [6, 11], [0, 2], False),
        ([7, 0], [11, 6], [2], False),
        ([0], [6, 11], [2], False),
        ([], [], [], False),
        (["a"], [6], [1], False),
    ],
)
def test_only_how_a_text_can_be_cut_is_taken(
    tmp_path: Path, starts: list[int], ends: list[int], sentences: list[int], is_so: bool
) -> None:
    folder = write_story(tmp_path / "story", {"a.txt": "Moscow sent"})
    said = {"starts": starts, "ends": ends, "sentences": sentences}
    with open_story(folder) as workspace:
        tag(workspace, "Moscow", "actor", "a")
        texts = Texts(workspace.folder, Files())
        texts.keep_cut(text_sha256("Moscow sent"), json.dumps(said).encode())
        (row,) = story_rows(workspace)
    assert (row.own_cut is not None) == is_so


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("中 共 中 央 （ 北 京 ） 。", "中共中央（北京）。"),
        ("他 说 ： “ 好 ” 。 In 2024 年 ok", "他说：“好”。 In 2024年 ok"),
        ("バ イ ・ タ ワ ー へ", "バイ・タワーへ"),
        ("ไทย ลาว ( ok )", "ไทยลาว (ok)"),
    ],
)
def test_marks_stand_close_in_writing_without_spaces(
    tmp_path: Path, tokens: str, text: str
) -> None:
    path = tmp_path / "a.conll"
    path.write_text("".join(f"{token} O\n" for token in tokens.split()), encoding="utf-8")
    (row,), _ = read_back("conll", path)
    assert row.said == text


def test_a_line_may_be_longer_than_what_is_searched_for_sentences() -> None:
    text = "Ana left the camp at noon. " * 6_000 + "word " * 30_000 + "x" * 60_000
    spans = list(tokens_of(text))
    assert [span.of(text) for span in spans] == text.replace(".", " .").split()


@pytest.mark.parametrize("text", ["a \u0301b", "\u00a0\u0301", " \u200d\u0301 x", "a\u3000\u0308"])
def test_no_token_holds_white_space(text: str) -> None:
    tokens = [span.of(text) for span in list(tokens_of(text))]
    assert "".join(tokens) == "".join(text.split())
    assert all(not any(map(str.isspace, token)) for token in tokens)
