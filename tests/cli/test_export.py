"""`sidelight export` with its options, `sidelight rehydrate`, and `sidelight formats`."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from store.annotations.actions import Refusal
from store.annotations.assessing import mark
from store.annotations.model import ArticleState, Mention
from store.articles import find_story
from store.formats.registry import NAMES, format_named
from store.story.workspace import Workspace
from tests.cli.support import lay_out, sidelight, tree
from tests.stories import ANA, PAPER, WIRE, gather, open_story, relate, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

WRITTEN: Final = [name for name in NAMES if format_named(name).writes is not None]


@pytest.fixture
def tagged(story: Path) -> Path:
    """A story with spans that overlap, a relation and a cluster."""
    with open_story(story) as workspace:
        said = tag(workspace, "Moscow sent troops", "claim")
        by = tag(workspace, "an official", "source")
        here = tag(workspace, "Moscow", "actor")
        there = tag(workspace, "Moscow", "actor", PAPER)
        relate(workspace, Mention(WIRE, said.id), Mention(WIRE, by.id))
        gather(workspace, "Moscow", Mention(WIRE, here.id), Mention(PAPER, there.id))
    return story


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three stories, each with a span."""
    for name in ("one", "two", "three"):
        with open_story(write_story(tmp_path / "corpus" / name)) as workspace:
            tag(workspace, "Moscow", "actor")
    return tmp_path / "corpus"


def rows(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "left out, until their files come back: 3 annotations of articles that are gone"),
        ("", "left out, until it is placed with R: 3 annotations without a settled place"),
    ],
    ids=["gone", "empty"],
)
def test_an_article_that_is_gone_or_empty_stops_no_other_and_is_counted(
    run: Run, tagged: Path, text: str | None, said: str
) -> None:
    wire = tagged / f"{WIRE}.txt"
    wire.unlink() if text is None else wire.write_text(text)
    ran = run("export", "story")
    assert (ran.code, said in ran.err) == (0, True)
    assert "still fits" not in ran.err
    spans = {row["id"]: [span["text"] for span in row["spans"]] for row in rows(ran.out)}
    assert spans == {PAPER: ["Moscow"]} | ({} if text is None else {WIRE: []})
    assert not any(row.get("relations") for row in rows(ran.out))
    strict = run("export", "story", "--strict")
    assert (strict.code, "nothing was exported" in strict.err) == (1, True)
    one = run("export", f"story/{PAPER}.txt", "--strict")
    assert one.code == (1 if text is None else 0)


# Formats -----------------------------------------------------------------------------------


def test_ties_are_a_table_of_their_own(run: Run, tagged: Path) -> None:
    ran = run("export", "story", "--format", "csv", "--rows", "ties")
    assert ran.code == 0
    assert [line.split(b",")[0] for line in ran.out.splitlines()[1:]] == [
        b"relation", b"member", b"member",
    ]  # fmt: skip
    refused = run("export", "story", "--rows", "ties")
    assert (refused.code, "csv and tsv" in refused.err) == (2, True)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_is_written(run: Run, tagged: Path, tmp_path: Path, name: str) -> None:
    ran = run("export", "story", "--format", name, "-o", "out")
    if ran.code and "is not installed" in ran.err:
        pytest.skip(ran.sentences[0])
    assert ran.code == 0, ran.err
    assert ran.sentences[-1].startswith("2 articles, ")
    assert ran.sentences[-1].endswith(f" by {ANA} in out")
    assert (tmp_path / "out").is_dir() is format_named(name).is_folder


def test_a_format_that_is_only_read(run: Run, tagged: Path) -> None:
    ran = run("export", "story", "--format", "text")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == [f"text can only be read; {', '.join(WRITTEN)} can be written"]


def test_a_folder_needs_a_place(run: Run, tagged: Path) -> None:
    ran = run("export", "story", "--format", "brat")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == ["brat is more than one file; name a place with --output"]


def test_a_terminal_gets_no_binary_data(run: Run, tagged: Path) -> None:
    ran = run("export", "story", "--format", "parquet", terminal=True)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == [
        "parquet is no text that a terminal could show; name a file with --output"
    ]


def test_labels_get_other_names(run: Run, tagged: Path) -> None:
    ran = run("export", "story", "--map", "actor=PER", "--map", "source=")
    first, second = rows(ran.out)
    assert [s["label"] for s in first["spans"]] == ["claim", "PER"]
    assert [s["label"] for s in second["spans"]] == ["PER"]
    assert "relations" not in first
    assert first["meta"]["labels"] == ["PER", "location", "claim"]


@pytest.mark.parametrize(("unit", "start"), [("codepoint", 2), ("utf16", 3), ("utf8", 5)])
def test_offsets_count_what_is_asked_for(run: Run, tmp_path: Path, unit: str, start: int) -> None:
    lay_out(tmp_path, {"x/a.txt": "😀 Moscow"})
    with open_story(tmp_path / "x") as workspace:
        tag(workspace, "Moscow", "actor", "a")
    (row,) = rows(run("export", "x", "--offsets", unit).out)
    assert (row["offset_unit"], row["spans"][0]["start"]) == (unit, start)
    table = run("export", "x", "--offsets", unit, "--format", "csv").out.decode().splitlines()
    assert table[0].endswith(",offset_unit") is (unit != "codepoint")
    assert f",{start},{start + 6},actor" in table[1]


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (("--offsets", "utf16", "--format", "brat", "-o", "out"), 1,
         "brat has no room to say what offsets count; --offsets is for jsonl, w3c, csv"),
        (("--no-text", "--format", "conll"), 1,
         "conll makes no sense without the texts; --no-text is for jsonl, w3c, csv"),
        (("--split", "80/10/10", "-o", "out"), 1,
         "there is one story only, and a split would divide it: name a corpus"),
        (("--split", "8/1/1"), 1, "a split is more than one file; name a place with --output"),
        (("--split", "all", "-o", "out"), 1,
         "'all' is no split; say the shares of train, dev and test as in 80/10/10, or those of "
         "train and test as in 80/20"),
        (("--card",), 1, "with a card it is more than one file; name a place with --output"),
        (("--map", "actor"), 1, "'actor' is no pair of labels; say it as in --map PER=actor"),
        (("--license", "mit"), 2,
         "--license is said on the card; ask for one with --card; see sidelight export --help"),
        (("--report", "-"), 2,
         "the dataset and the report cannot both go to standard output; "
         "see sidelight export --help"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for(
    run: Run, tagged: Path, tmp_path: Path, args: tuple[str, ...], code: int, sentence: str
) -> None:
    before = tree(tmp_path)
    ran = run("export", "story", *args)
    assert (ran.code, ran.out, ran.sentences) == (code, b"", [sentence])
    assert tree(tmp_path) == before


# What is lost ------------------------------------------------------------------------------


def test_what_is_lost_is_said_and_reported(run: Run, tagged: Path, tmp_path: Path) -> None:
    ran = run("export", "story", "--format", "csv", "--report", "report.json")
    assert ran.sentences == [
        "left out, as csv has no place for it: 1 relation, such as attribution",
        f"2 articles, 4 spans, 0 relations, 1 cluster by {ANA}",
    ]
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert report == {
        "format": "csv", "exported": True,
        "articles": 2, "spans": 4, "relations": 0, "clusters": 1,
        "lost": [
            {"what": "relations", "count": 1, "example": "attribution"},
        ],
        "changed": [],
    }  # fmt: skip
    printed = run("export", "story", "--format", "csv", "-o", "out.csv", "--report", "-")
    assert json.loads(printed.out) == report


def test_strict_writes_nothing(run: Run, tagged: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    args = ("--strict", "--format", "csv", "-o", "out.csv", "--report", "report.json")
    ran = run("export", "story", *args)
    sentence = "nothing was exported, as csv would lose or change: 1 relation, such as attribution"
    assert (ran.code, ran.out, ran.sentences) == (1, b"", [sentence])
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert report == {"format": "csv", "exported": False, "refused": {"reason": sentence}}
    (tmp_path / "report.json").unlink()
    assert tree(tmp_path) == before
    assert run("export", "story", "--strict").code == 0


@pytest.mark.parametrize(("choice", "kept"), [("longest", "claim"), ("shortest", "actor")])
def test_which_of_two_spans_stays(run: Run, tagged: Path, choice: str, kept: str) -> None:
    ran = run("export", "story", "--format", "conll", "--overlaps", choice, "--layers", "")
    lines = ran.out.decode().splitlines()
    assert next(line for line in lines if line.startswith("Moscow")).endswith(f"B-{kept}")
    assert "1 overlapping span" in ran.err


@pytest.mark.parametrize(
    ("layers", "line", "sentence"),
    [
        ("claim", "Moscow -X- _ B-claim B-actor", ""),
        ("claim+actor", "Moscow -X- _ B-claim O", "1 overlapping span, such as actor"),
        ("claim,,actor", "", "a label is missing in 'claim,,actor'; write for example "
                               "claim,source"),
        ("claim,claim", "", "claim is named twice in 'claim,claim'; it can have one layer"),
        ("who", "", "no label is called 'who' in the dataset; there are actor, location, claim, "
                    "source"),
    ],
)  # fmt: skip
def test_layers_of_tags(run: Run, tagged: Path, layers: str, line: str, sentence: str) -> None:
    ran = run("export", "story", "--format", "conll", "--layers", layers)
    assert ran.code == (0 if line else 1)
    assert [each for each in ran.out.decode().splitlines() if each.startswith("Moscow")][:1] == (
        [line] if line else []
    )
    assert sentence in ran.err


def test_spans_off_tokens(run: Run, tmp_path: Path) -> None:
    lay_out(tmp_path, {"x/a.txt": "The Muscovites left."})
    with open_story(tmp_path / "x") as workspace:
        tag(workspace, "Muscov", "actor", "a")
    exact = run("export", "x", "--format", "conll")
    assert b"Muscov -X- SpaceAfter=No O B-actor\nites -X- _ O O" in exact.out
    whole = run("export", "x", "--format", "conll", "--alignment", "expand")
    assert whole.code == 0
    assert "changed to fit conll: 1 " in whole.err
    assert b"B-actor" in whole.out
    assert b"B-actor" not in run("export", "x", "--format", "conll", "--alignment", "contract").out
    refused = run("export", "x", "--format", "conll", "--alignment", "refuse")
    assert (refused.code, refused.out) == (1, b"")
    assert refused.sentences == [
        "nothing was exported, as conll has tokens, and there are 1 span off token boundaries, "
        "such as actor “Muscov” at 4-10 of a; see --alignment"
    ]


# A corpus ----------------------------------------------------------------------------------


def test_a_corpus_is_one_dataset(run: Run, corpus: Path) -> None:
    ran = run("export", "corpus")
    assert [row["id"] for row in rows(ran.out)] == [
        f"{story}/{article}" for story in ("one", "three", "two") for article in (WIRE, PAPER)
    ]
    assert ran.sentences == [f"3 stories, 6 articles, 3 spans, 0 relations, 0 clusters by {ANA}"]


def test_a_split_of_a_corpus(run: Run, corpus: Path, tmp_path: Path) -> None:
    args = ("export", "corpus", "--split", "80/10/10", "--seed", "7", "--card")
    ran = run(*args, "-o", "out")
    assert ran.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "README.md", "dev.jsonl", "test.jsonl", "train.jsonl"
    ]  # fmt: skip
    counts = "2 articles, 1 span, 0 relations, 0 clusters"
    assert ran.sentences == [
        *(f"{name}: {counts}" for name in ("train", "dev", "test")),
        f"3 stories, 6 articles, 3 spans, 0 relations, 0 clusters by {ANA} in out",
    ]
    assert run(*args, "-o", "again").code == 0
    for name in ("train.jsonl", "dev.jsonl", "test.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    card = (tmp_path / "out" / "README.md").read_text()
    assert "    sidelight export corpus --split 80/10/10 --seed 7 --card -o out\n" in card
    assert '  - split: validation\n    path: "dev.jsonl"\n' in card


def test_a_story_of_a_corpus_that_nobody_annotated(run: Run, corpus: Path) -> None:
    with_bob = run("export", "corpus", "--annotator", "bob")
    assert with_bob.code == 0
    assert with_bob.sentences[0] == (
        "bob has annotated nothing here; with --annotator NAME there is the work of ana"
    )


# Without text ------------------------------------------------------------------------------


def test_texts_are_left_out_and_put_back(run: Run, tagged: Path, tmp_path: Path) -> None:
    whole = run("export", "story").out
    assert run("export", "story", "--no-text", "-o", "bare.jsonl").code == 0
    assert b"official" not in (tmp_path / "bare.jsonl").read_bytes()
    ran = run("rehydrate", "bare.jsonl", "story")
    assert (ran.code, ran.out, ran.sentences) == (0, whole, ["2 articles, 4 spans"])
    filed = run("rehydrate", "bare.jsonl", f"story/{WIRE}.txt", "story", "-o", "bare.jsonl")
    assert (filed.code, filed.sentences) == (0, ["2 articles, 4 spans in bare.jsonl"])
    assert (tmp_path / "bare.jsonl").read_bytes() == whole


def test_a_text_that_is_missing(run: Run, tagged: Path, tmp_path: Path) -> None:
    run("export", "story", "--no-text", "-o", "bare.jsonl")
    (tagged / f"{PAPER}.txt").write_text("It was changed.")
    ran = run("rehydrate", "bare.jsonl", "story", "-o", "out.jsonl")
    assert ran.code == 1
    assert ran.sentences == [
        f"1 article is still without text, as no file has it: {PAPER}",
        "1 article, 3 spans in out.jsonl",
    ]
    assert ["text" in row for row in rows((tmp_path / "out.jsonl").read_bytes())] == [True, False]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("bare.jsonl", "none"), "none: it cannot be read: no such file or directory"),
        (("none.jsonl", "story"), "none.jsonl: it cannot be read: no such file or directory"),
        (("bare.jsonl", "story", "-o", f"story/{WIRE}.txt"),
         f"story/{WIRE}.txt: this is an article of the story; export to another file"),
    ],
)  # fmt: skip
def test_what_cannot_be_put_back(
    run: Run, tagged: Path, tmp_path: Path, args: tuple[str, ...], sentence: str
) -> None:
    run("export", "story", "--no-text", "-o", "bare.jsonl")
    before = tree(tmp_path)
    ran = run("rehydrate", *args)
    assert (ran.code, ran.out, ran.sentences) == (1, b"", [sentence])
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["pipe", "pipe.csv", "pipe.tsv"])
def test_a_pipe_is_refused_and_not_waited_for(
    run: Run, tagged: Path, tmp_path: Path, name: str
) -> None:
    os.mkfifo(tmp_path / name)
    ran = run("rehydrate", name, "story")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == [f"{name}: this is not a regular file"]


# The bar, and the list ---------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_bar_is_shown_on_a_terminal_and_leaves_no_trace(tmp_path: Path) -> None:
    from tests.terminal import terminal

    lay_out(tmp_path, {f"x/{number}.txt": "Moscow" for number in range(120)})
    args = ("export", "x", "--annotator", ANA, "-o", str(tmp_path / "out.jsonl"))
    with terminal(*args, home=tmp_path) as screen:
        assert screen.until_left() == 0
        output = screen.output.decode()
    assert "120/120" in output or "/120" in output
    assert len(rows((tmp_path / "out.jsonl").read_bytes())) == 120
    assert "/120" not in sidelight("export", "x", "--annotator", ANA).err


def test_only_what_is_done_is_exported(run: Run, tagged: Path) -> None:
    with open_story(tagged) as workspace:
        links, article = workspace.now.links(), workspace.article(PAPER).article
        done = mark(links, article, ArticleState.DONE)
        assert not isinstance(done, Refusal)
        workspace.apply(done)
    rows = [json.loads(line) for line in run("export", "story", "--done").out.splitlines()]
    assert [(row["id"], row["state"], len(row["spans"])) for row in rows] == [(PAPER, "done", 1)]


# Several annotators ------------------------------------------------------------------------


def tag_as(who: str, story: Path, phrase: str, article: str = WIRE) -> None:
    with Workspace.open(find_story([story]), who) as workspace:
        tag(workspace, phrase, "actor", article)


@pytest.fixture
def shared(corpus: Path) -> Path:
    """The corpus, in two stories of which Ben has tagged something too, and in one Gold."""
    tag_as("ben", corpus / "one", "Latakia")
    tag_as("ben", corpus / "two", "Latakia")
    tag_as("gold", corpus / "one", "an official")
    return corpus


def test_every_line_says_whose_it_is(run: Run, shared: Path) -> None:
    ran = run("export", "corpus", "--annotator", "all")
    assert [
        (row["id"], row["meta"]["annotator"], [span["text"] for span in row["spans"]])
        for row in rows(ran.out)
        if row["spans"]
    ] == [
        ("one/1_wire", "ana", ["Moscow"]),
        ("one/1_wire", "ben", ["Latakia"]),
        ("one/1_wire", "gold", ["an official"]),
        ("three/1_wire", "ana", ["Moscow"]),
        ("two/1_wire", "ana", ["Moscow"]),
        ("two/1_wire", "ben", ["Latakia"]),
    ]
    assert (
        ran.sentences[-1]
        == "3 stories, 12 articles, 6 spans, 0 relations, 0 clusters by ana, ben, gold"
    )


@pytest.mark.parametrize(
    ("args", "whose"),
    [
        ((), ["ana"]),
        (("--annotator", "gold"), ["gold"]),
        (("--annotator", "ben", "--annotator", "gold"), ["ben", "gold"]),
        (("--annotator", "all"), ["ana", "ben", "gold"]),
    ],
)
def test_whose_work_is_exported(
    run: Run, shared: Path, args: tuple[str, ...], whose: list[str]
) -> None:
    found = rows(run("export", "corpus/one", *args).out)
    assert list(dict.fromkeys(row["meta"]["annotator"] for row in found)) == whose
    assert [row["id"] for row in found] == [WIRE, PAPER] * len(whose)


def test_somebody_who_has_annotated_nothing(run: Run, shared: Path) -> None:
    ran = run("export", "corpus", "--annotator", "ben", "--annotator", "cleo")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == ["cleo has annotated nothing here"]


def test_nobody_has_annotated_anything(run: Run, story: Path) -> None:
    ran = run("export", "story", "--annotator", "all")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == ["nobody has annotated anything here"]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_says_whose(run: Run, shared: Path, tmp_path: Path, name: str) -> None:
    ran = run("export", "corpus/one", "--annotator", "all", "--format", name, "-o", "out")
    if ran.code and "is not installed" in ran.err:
        pytest.skip(ran.sentences[0])
    if name == "conll":
        assert ran.sentences == [
            "conll has no place for whose annotations they are; name one annotator"
        ]
        return
    assert ran.code == 0, ran.err
    out = tmp_path / "out"
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    names = b"\n".join(os.fsencode(path.relative_to(tmp_path)) for path in files)
    held = names + b"".join(path.read_bytes() for path in files)
    if name not in ("spacy", "parquet"):  # which pack what they hold
        assert all(who in held for who in (b"ana", b"ben", b"gold"))
    else:
        assert len(held) > len(names)


def test_a_split_is_by_story_never_by_annotator(run: Run, shared: Path, tmp_path: Path) -> None:
    ran = run("export", "corpus", "--annotator", "all", "--split", "50/50", "-o", "out")
    assert ran.code == 0, ran.err
    stories = [
        {row["meta"]["story"] for row in rows((tmp_path / "out" / f"{part}.jsonl").read_bytes())}
        for part in ("train", "test")
    ]
    assert stories[0].isdisjoint(stories[1])
    assert stories[0] | stories[1] == {"one", "two", "three"}


def test_what_two_have_imported_has_ids_of_its_own(run: Run, story: Path, tmp_path: Path) -> None:
    line = {"id": WIRE, "spans": [{"id": "s1", "start": 0, "end": 6, "label": "actor"}]}
    (tmp_path / "in.jsonl").write_text(json.dumps(line) + "\n")
    for who in ("ana", "ben"):
        assert run("import", "story", "in.jsonl", "--annotator", who).code == 0
    ids = [
        s["id"]
        for row in rows(run("export", "story", "--annotator", "all").out)
        for s in row["spans"]
    ]
    assert len(ids) == len(set(ids)) == 2


def test_one_of_several_is_read_back(run: Run, shared: Path, tmp_path: Path) -> None:
    assert run("export", "corpus/one", "--annotator", "all", "-o", "all.jsonl").code == 0
    write_story(tmp_path / "again")
    ran = run("import", "again", "all.jsonl", "--user", "ben", "--annotator", "dan")
    assert ran.code == 0, ran.err
    found = rows(run("export", "again", "--annotator", "dan").out)
    assert [span["text"] for row in found for span in row["spans"]] == ["Latakia"]
