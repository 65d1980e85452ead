"""Where the text differs, annotations follow their words or wait."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.annotations import actions
from store.annotations.model import Annotation
from store.articles.model import Article
from store.errors import InputError
from store.importing.drifting import find_drift
from store.text.span import Span
from tests.examples import scaled
from tests.imported import bring_in, dataset, row, source_of
from tests.store.importing.support import NOW, THEN, waiting
from tests.stories import (
    ARTICLES,
    PAPER,
    WIRE,
    edit_of,
    exported,
    home,
    open_story,
    said,
    tag,
    texts,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.stories import Kept


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write_story(tmp_path / "story", {**ARTICLES, "1_wire.txt": NOW})


CASES = [
    pytest.param(NOW, ["actor:official", "location:Latakia"], [], id="the same"),
    pytest.param(THEN, ["actor:official"], ["location:Tartus"], id="another version"),
    pytest.param(
        NOW.replace("\n", "\r\n"), ["actor:official", "location:Latakia"], [], id="line ends"
    ),
    pytest.param("\ufeff" + NOW, ["actor:official", "location:Latakia"], [], id="a mark before it"),
    pytest.param(
        NOW.replace("official", "expert"),
        ["location:Latakia"],
        ["actor:expert"],
        id="another word",
    ),
    pytest.param(
        NOW + "He spoke of Palmyra.\n",
        ["actor:official", "location:Latakia"],
        ["location:Palmyra"],
        id="a sentence more",
    ),
]


@pytest.mark.parametrize(("text", "placed", "waits"), CASES)
def test_annotations_follow_their_words_or_wait(
    story: Path, tmp_path: Path, kept: Callable[[Path], Kept],
    text: str, placed: list[str], waits: list[str],
) -> None:  # fmt: skip
    spans = [*placed, *waits]
    path = dataset(tmp_path, row(text, *spans, article=WIRE))
    with open_story(story) as workspace:
        plan = bring_in(workspace, path)
        assert (texts(workspace), waiting(workspace)) == (sorted_by(text, placed), waits)
        assert (plan.added, plan.waiting) == (len(spans), len(waits))
        assert plan.placed == (len(placed) if text != NOW else 0)
        killed = kept(story)
    for each in (killed.folder, story):  # before and after the checkpoint
        with open_story(each) as workspace:
            assert (texts(workspace), waiting(workspace)) == (sorted_by(text, placed), waits)
            for orphan in workspace.now.orphans(WIRE):
                assert workspace.now.old_texts.read(orphan.annotation.adrift) == text.removeprefix(
                    "\ufeff\ufeff"
                )
                assert orphan.annotation.span.of(text) == orphan.annotation.text
                assert "not kept" not in orphan.reason


def sorted_by(text: str, found: list[str]) -> list[str]:
    return sorted(found, key=lambda each: text.index(each.partition(":")[2]))


def test_an_import_of_another_version_is_one_undo_and_nothing_the_second_time(
    story: Path, tmp_path: Path
) -> None:
    path = dataset(tmp_path, row(THEN, "actor:official:x", "location:Tartus:y", article=WIRE))
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        before = said(workspace)
        bring_in(workspace, path)
        after = said(workspace)
        workspace.undo()
        assert said(workspace) == before
        workspace.redo()
        assert said(workspace) == after
        again = bring_in(workspace, path)
        assert (again.added, again.present, again.edit.edits) == (0, 2, ())
    with open_story(story) as workspace:
        assert said(workspace) == after


@pytest.mark.parametrize("own_id", ["", "01J00000000000000000000001"])
def test_one_that_has_been_settled_does_not_come_again(
    story: Path, tmp_path: Path, own_id: str
) -> None:
    said_of_it = f"location:Tartus:{own_id}" if own_id else "location:Tartus"
    path = dataset(tmp_path, row(THEN, said_of_it, article=WIRE))
    with open_story(story) as workspace:
        bring_in(workspace, path)
        (orphan,) = workspace.now.orphans(WIRE)
        opened = workspace.article(WIRE)
        place = Span(NOW.index("Latakia"), NOW.index("Latakia") + 7)
        assert orphan.proposal == place
        edit = actions.place(opened.article, opened.annotations, orphan.annotation, place)
        workspace.apply(edit_of(edit))
    with open_story(story) as workspace:
        again = bring_in(workspace, path)
        assert (again.added, again.present) == (0, 1)
        assert (texts(workspace), waiting(workspace)) == (["location:Latakia"], [])


def test_links_of_what_waits_are_kept(story: Path, tmp_path: Path) -> None:
    relation = {"type": "attribution", "head": "y", "tail": "x"}
    cluster = {"id": "c", "label": "location", "name": "Tartus", "members": ["y"]}
    line = row(
        THEN, "actor:official:x", "location:Tartus:y", article=WIRE,
        relations=[relation], clusters=[cluster],
    )  # fmt: skip
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, line))
        (orphan,) = workspace.now.orphans(WIRE)
        assert [r.head.id for r in workspace.now.relations] == [orphan.annotation.id]
        assert [c.members[0].id for c in workspace.now.clusters] == [orphan.annotation.id]


def test_offsets_alone_go_with_a_text_that_was_kept(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "an official", "source")
        tag(workspace, "Latakia", "location")
        rows = [json.loads(line) for line in exported(workspace).splitlines()]
    for each in rows:
        del each["text"]
        for span in each["spans"]:
            del span["text"]
            span["id"] = ""
    elsewhere = write_story(tmp_path / "elsewhere", {"1_wire.txt": NOW, "2_paper.txt": "x"})
    (story / "1_wire.txt").write_text(THEN)
    with open_story(story) as workspace:
        plan = bring_in(workspace, dataset(tmp_path, rows[0]))
        assert (plan.added, plan.present) == (0, 2)
    (elsewhere / "1_wire.txt").write_text(THEN)
    with (
        open_story(elsewhere) as workspace,
        pytest.raises(InputError, match=r"field text_sha256: 1_wire\.txt has another text"),
    ):
        bring_in(workspace, dataset(tmp_path, rows[0]))


def test_a_wholly_other_text_is_refused_and_nothing_kept(story: Path, tmp_path: Path) -> None:
    text = "Parliament passed the budget on Friday after a night of debate. " * 5
    path = dataset(tmp_path, row(text, "actor:Parliament", article=WIRE))
    with (
        open_story(story) as workspace,
        pytest.raises(InputError, match="hardly anything of it is there: they differ from char"),
    ):
        bring_in(workspace, path)
    assert not (home(story) / "texts").exists()


def test_a_wholly_other_text_is_left_out_where_the_rest_goes_on(
    story: Path, tmp_path: Path
) -> None:
    other = row("Parliament passed the budget. " * 5, "actor:Parliament", article=WIRE)
    good = row(ARTICLES["2_paper.txt"], "actor:Moscow", article=PAPER)
    source = source_of(dataset(tmp_path, other, good), keeps_going=True)
    with open_story(story) as workspace:
        bring_in(workspace, source)
        assert (texts(workspace), texts(workspace, PAPER)) == ([], ["actor:Moscow"])
    assert [fault.line for fault in source.faults] == [1]


@given(st.lists(st.sampled_from(["a", "\r\n", "\n", " b"]), max_size=20).map("".join), st.data())
@settings(max_examples=scaled(200))
def test_other_line_ends_are_no_other_text(text: str, data: st.DataObject) -> None:
    plain = text.replace("\r\n", "\n")
    edges = data.draw(st.tuples(*[st.integers(0, len(plain))] * 2).map(sorted))
    if edges[0] == edges[1]:
        return
    start, end = edges
    annotation = Annotation("x", start, end, "actor", plain[start:end])
    article = Article("a", find_story_path(), text, "")
    found = find_drift(article, [annotation], plain, lambda _: None)
    assert found is not None
    (moved,) = found.annotations
    assert not moved.adrift
    assert moved.text == text[moved.start : moved.end]
    assert moved.text.replace("\r\n", "\n") == annotation.text
    back = find_drift(Article("a", find_story_path(), plain, ""), [moved], text, lambda _: None)
    assert back is not None
    assert back.annotations == [annotation]


def find_story_path() -> Path:
    from pathlib import Path

    return Path("a.txt")
