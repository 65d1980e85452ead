"""Datasets of many stories: ids, cards, and texts put back."""

from __future__ import annotations

import io
import itertools
import json
import shutil
from pathlib import Path
from typing import Final

import pytest

from store.annotations.model import Mention
from store.datasets.cards import MARK, CardOptions, as_markdown, quote
from store.datasets.publishing import Order, publish, publish_to_stream
from store.datasets.rehydrating import find_texts, rehydrate
from store.datasets.splitting import Split
from store.datasets.stories import Collection, find_collection
from store.errors import InputError
from store.formats.offsets import Unit
from store.formats.registry import format_named
from store.formats.writing import ExportOptions
from tests.formats.test_native import annotate, golden_story
from tests.stories import ANA, PAPER, WIRE, gather, open_story, relate, tag, write_story

GOLDEN: Final = Path(__file__).parents[2] / "golden"


def annotated_story(folder: Path) -> Path:
    """The story of the golden exports."""
    story = golden_story(folder)
    with open_story(story) as workspace:
        annotate(workspace)
    return story


# A corpus ----------------------------------------------------------------------------------


def make_corpus(folder: Path, stories: int = 4) -> Path:
    """Stories of two articles, in each of which something is tagged and tied."""
    for number in range(stories):
        story = write_story(folder / f"event {number}")
        with open_story(story) as workspace:
            said = tag(workspace, "Moscow sent troops", "claim")
            by = tag(workspace, "an official", "source")
            relate(workspace, Mention(WIRE, said.id), Mention(WIRE, by.id), number)
            here = tag(workspace, "Moscow", "actor", PAPER)
            gather(workspace, "Moscow", Mention(PAPER, here.id))
    write_story(folder / "annotations")
    write_story(folder / ".hidden")
    (folder / "notes").mkdir()
    return folder


def lines(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def exported(collection: Collection, options: ExportOptions | None = None) -> bytes:
    stream = io.BytesIO()
    publish_to_stream(collection, stream, Order(format_named("jsonl"), options or ExportOptions()))
    return stream.getvalue()


def ids(rows: list[dict[str, object]], kind: str) -> list[str]:
    found: list[str] = []
    for row in rows:
        links = row.get(kind, [])
        assert isinstance(links, list)
        found += [link["id"] for link in links]
    return found


def test_the_stories_of_a_corpus(tmp_path: Path) -> None:
    found = find_collection(make_corpus(tmp_path / "c"), ANA)
    assert found.is_corpus
    assert [each.name for each in found.stories] == [f"event {n}" for n in range(4)]
    rows = lines(exported(found))
    assert [row["id"] for row in rows] == [
        f"event {n}/{article}" for n in range(4) for article in (WIRE, PAPER)
    ]
    assert {row["meta"]["story"] for row in rows[:2]} == {"event 0"}  # type: ignore[index]  # plain JSON


def test_a_copied_story_gets_ids_of_its_own(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "c", 1)
    shutil.copytree(corpus / "event 0", corpus / "event 1")
    found = find_collection(corpus, ANA)
    rows = lines(exported(found))
    for kind in ("spans", "relations", "clusters"):
        assert len(set(ids(rows, kind))) == len(ids(rows, kind)) > 0
    for row in rows:
        own = ids([row], "spans")
        for relation in row.get("relations", []):  # type: ignore[attr-defined]  # plain JSON
            assert {relation["head"], relation["tail"]} <= set(own)
        for cluster in row.get("clusters", []):  # type: ignore[attr-defined]
            assert set(cluster["members"]) <= set(own)
    assert exported(found) == exported(found)
    with open_story(corpus / "event 0") as first:
        assert ids(rows[:1], "spans") == [a.id for a in first.article(WIRE).annotations]


def test_annotations_of_a_corpus_may_lie_elsewhere(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "c", 2)
    for story in ("event 0", "event 1"):
        shutil.move(corpus / story / "annotations", tmp_path / "data" / story)
    assert ids(lines(exported(find_collection(corpus, ANA))), "spans") == []
    rows = lines(exported(find_collection(corpus, ANA, tmp_path / "data")))
    assert len(ids(rows, "spans")) == 6


def test_a_split_writes_each_story_into_one_file(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    order = Order(format_named("jsonl"), split=Split((2, 1, 1), 5))
    done = publish(collection, tmp_path / "out", order)
    written = {path.name: lines(path.read_bytes()) for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["dev.jsonl", "test.jsonl", "train.jsonl"]
    stories = {
        name: {str(row["id"]).partition("/")[0] for row in rows} for name, rows in written.items()
    }
    assert sorted(itertools.chain(*stories.values())) == [f"event {n}" for n in range(4)]
    assert {name: each.articles for name, each in done.parts.items()} == {
        "train": 4, "dev": 2, "test": 2
    }  # fmt: skip
    again = publish(collection, tmp_path / "again", order)
    assert again.whole.spans == done.whole.spans == 12
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_folders_of_a_split(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    publish(collection, tmp_path / "out", Order(format_named("brat"), split=Split((2, 0, 2))))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["test", "train"]
    assert len(list((tmp_path / "out" / "train").rglob("*.ann"))) == 4


def test_a_place_that_is_taken_stays_as_it_is(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    with pytest.raises(InputError, match="there is something there already; name a new folder"):
        publish(collection, tmp_path / "out", Order(format_named("jsonl"), split=Split((2, 1, 1))))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


# Cards -------------------------------------------------------------------------------------


def order(license_: str = "", **options: object) -> Order:
    said = CardOptions(license_, command="sidelight export x --card", version="1.2.3")
    return Order(format_named("jsonl"), ExportOptions(**options), card=said)  # type: ignore[arg-type]


def test_golden_card(tmp_path: Path) -> None:
    collection = find_collection(annotated_story(tmp_path / "story"), ANA)
    publish(collection, tmp_path / "out.jsonl", order("CC BY 4.0", names={"claim": "statement"}))
    card = (tmp_path / "README.md").read_bytes()
    assert card == (GOLDEN / "card.md").read_bytes()


def test_golden_card_of_a_split(tmp_path: Path) -> None:
    collection = find_collection(make_corpus(tmp_path / "c"), ANA)
    said = CardOptions(command="sidelight export c --split 2/1/1", version="1.2.3")
    split = Split((2, 1, 1), 5)
    publish(collection, tmp_path / "out", Order(format_named("conll"), split=split, card=said))
    card = (tmp_path / "out" / "README.md").read_bytes()
    assert card == (GOLDEN / "card-of-a-split.md").read_bytes()


def test_no_card_over_a_readme_that_is_not_ours(tmp_path: Path) -> None:
    collection = find_collection(annotated_story(tmp_path / "story"), ANA)
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(InputError, match=r"README.md already that is not a card of ours"):
        publish(collection, tmp_path / "out.jsonl", order())
    assert not (tmp_path / "out.jsonl").exists()
    (tmp_path / "README.md").write_text(f"old\n{MARK}\n")
    publish(collection, tmp_path / "out.jsonl", order("mit"))
    assert "\nlicense: mit\n" in (tmp_path / "README.md").read_text()


def test_what_articles_say_is_no_markup(tmp_path: Path) -> None:
    assert as_markdown("a|b <i>\n# *x* [y](z) `c` \x1b[1m") == (
        r"a\|b &lt;i> \# \*x\* \[y\](z) \`c\` ␛\[1m"
    )
    assert json.loads(quote('a "b": \x85\u2028')) == 'a "b": \ufffd␤' or quote("\x85").isprintable()


# Without text, and back --------------------------------------------------------------------


@pytest.mark.parametrize("unit", [None, Unit.UTF16, Unit.UTF8])
@pytest.mark.parametrize("format_", ["jsonl", "csv", "tsv"])
def test_texts_are_put_back_byte_for_byte(tmp_path: Path, format_: str, unit: Unit | None) -> None:
    corpus = make_corpus(tmp_path / "c", 1)
    story = write_story(corpus / "odd", {"a.txt": "😀 Москва said\r\nno.\n", "b.txt": "=1+1\n\nx"})
    with open_story(story) as workspace:
        tag(workspace, "Москва", "location", "a")
        tag(workspace, "=1+1", "claim", "b")
    collection = find_collection(corpus, ANA)
    chosen = format_named(format_)
    bare, whole = tmp_path / f"bare.{format_}", tmp_path / f"whole.{format_}"
    publish(collection, bare, Order(chosen, ExportOptions(unit=unit, has_text=False)))
    publish(collection, whole, Order(chosen, ExportOptions(unit=unit)))
    for words in ("Moscow", "Москва", "1+1"):
        if words == "Moscow" and format_ == "jsonl":
            continue  # the name of the cluster, which is the annotator's
        assert words.encode() not in bare.read_bytes()
    stream = io.BytesIO()
    done = rehydrate(bare, find_texts([corpus]), stream)
    assert stream.getvalue() == whole.read_bytes()
    assert (done.missing, done.articles, done.spans) == ([], 4, 5)


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_what_is_missing_can_be_put_back_later(tmp_path: Path, format_: str) -> None:
    collection = find_collection(annotated_story(tmp_path / "story"), ANA)
    chosen = format_named(format_)
    bare, half, whole = (tmp_path / f"{name}.{format_}" for name in ("bare", "half", "whole"))
    publish(collection, bare, Order(chosen, ExportOptions(has_text=False)))
    publish(collection, whole, Order(chosen))
    first, *others = (ref.path for ref in collection.stories[0].story.articles)
    with half.open("wb") as stream:
        done = rehydrate(bare, find_texts([first]), stream)
    missing = [path.stem for path in others if format_ == "jsonl" or path.stem == PAPER]
    counts = f"{len(missing)} articles are" if len(missing) > 1 else "1 article is"
    assert done.sentence == (
        f"{counts} still without text, as no file has it: {', '.join(missing)}"
    )
    again = io.BytesIO()
    done = rehydrate(half, find_texts([first, *others]), again)
    assert not done.missing
    assert again.getvalue() == whole.read_bytes()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"start": 999}, "line 1, field spans[0].start: 999-"),
        ({"start": -1}, "line 1, field spans[0].start: -1-"),
        ({"end": 0}, "line 1, field spans[0].end: "),
        ({"text": "other"}, "line 1, field spans[0].text: it is “other”, but the text says"),
    ],
)
def test_an_offset_that_does_not_fit(
    tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    story = annotated_story(tmp_path / "story")
    bare = tmp_path / "bare.jsonl"
    options = ExportOptions(has_text=False)
    publish(find_collection(story, ANA), bare, Order(format_named("jsonl"), options))
    row = json.loads(bare.read_bytes().splitlines()[0])
    row["spans"][0] |= change
    bare.write_text(json.dumps(row))
    with pytest.raises(InputError) as fault:
        rehydrate(bare, find_texts([story]), io.BytesIO())
    assert str(fault.value).startswith(f"{bare}, {sentence}")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.jsonl", "{", "line 1: this line is not JSON by itself"),
        ("x.jsonl", '{"id": "a", "spans": [], "offset_unit": "inch"}',
         "line 1, field offset_unit: offsets in 'inch' cannot be read"),
        ("x.csv", "a,b\r\n", "line 1: this is no table that was exported with {option:no-text}"),
        ("x.csv", "", "the file is empty; there is nothing to put texts into"),
        ("x.csv", "article,title,start,end,text,text_sha256\r\na,b\r\n",
         "line 2: this row has 2 cells, and the first one 6"),
        ("none.csv", None, "it cannot be read: no such file or directory"),
    ],
)  # fmt: skip
def test_what_no_text_can_be_put_into(
    tmp_path: Path, name: str, content: str | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, newline="")
    with pytest.raises(InputError) as fault:
        rehydrate(tmp_path / name, find_texts([]), io.BytesIO())
    assert sentence in str(fault.value)
    assert str(fault.value).startswith(str(tmp_path / name))
