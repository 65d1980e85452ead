"""A story that is open to read has, a look later, what another process has saved."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.formats.reading import Input
from store.formats.registry import format_named
from store.importing.dataset import ImportOptions, import_dataset
from tests.examples import scaled
from tests.stories import WIRE, home, open_story, said, tag, tag_edit, texts
from tests.torture.person import Person
from tests.torture.subjects import Sidelight, StorySession

if TYPE_CHECKING:
    from store.story.workspace import Change, Workspace


def looked(reader: Workspace) -> list[bool]:
    """Take in what has been written by now; whether the story has grown, by edit."""
    keeping_up = reader.ledger.keeping_up
    assert keeping_up is not None
    return [reader.take_in(entry) for entry in keeping_up.look()]


def test_an_edit_is_there_and_told(story: Path) -> None:
    with open_story(story) as writer, open_story(story) as reader:
        assert reader.status.read_only
        assert texts(reader, WIRE) == []
        changes: list[Change] = []
        reader.subscribe(changes.append)
        assert looked(reader) == []
        edit = tag_edit(writer, "Moscow")
        writer.apply(edit)
        assert looked(reader) == [False]
        assert texts(reader, WIRE) == ["actor:Moscow"]
        assert [change.edit for change in changes] == [edit]
        writer.undo()
        assert looked(reader) == [False]
        assert texts(reader, WIRE) == []
        assert not reader.now.counts["actor"]


@settings(max_examples=scaled(60))
@given(st.integers(0, 100_000))
def test_whatever_is_done_there_is_the_same_here(seed: int) -> None:
    chance = random.Random(seed)
    person = Person(seed, housekeeping=0.2)
    subject, scratch = Sidelight(), TemporaryDirectory()
    with scratch:
        folder = Path(scratch.name) / "story"
        subject.prepare(folder)
        writer = StorySession(open_story(folder))
        with closing(StorySession(open_story(folder, read_only=True))) as reader:
            for _ in range(25):
                step = person.next()
                if step.did == "reopen":
                    writer.close()
                    writer = StorySession(open_story(folder))
                    continue
                writer.do(step)
                person.did(step)
                if chance.random() < 0.3:  # an article may be read before or after it is known
                    reader.workspace.article(chance.choice(reader.workspace.story.articles).id)
                if chance.random() < 0.3:
                    looked(reader.workspace)
                    assert reader.seen().state == person.state
                    assert reader.seen().counts_fit
            looked(reader.workspace)
            assert reader.seen().state == person.state
        writer.close()


def test_half_a_line_is_waited_for(story: Path) -> None:
    with open_story(story) as writer:
        tag(writer, "Moscow")
    journal = home(story) / "journal.jsonl"
    whole = journal.read_bytes()
    with open_story(story) as writer:
        tag(writer, "troops")
    line = journal.read_bytes()[len(whole) :]
    shutil.rmtree(home(story) / "articles")
    (home(story) / "state.json").unlink()
    for there in (whole, whole + line[:20]):
        journal.write_bytes(there)
        with open_story(story, read_only=True) as reader:
            assert texts(reader, WIRE) == ["actor:Moscow"]
            with journal.open("ab") as file:
                file.write((whole + line[:50])[len(there) :])
            assert looked(reader) == []
            with journal.open("ab") as file:
                file.write(line[50:])
            assert looked(reader) == [False]
            assert texts(reader, WIRE) == ["actor:Moscow", "actor:troops"]


def test_a_text_that_changes_there_changes_here(story: Path) -> None:
    with open_story(story) as writer:
        tag(writer, "Moscow")
        with open_story(story) as reader:
            assert texts(reader, WIRE) == ["actor:Moscow"]
            path = story / "1_wire.txt"
            path.write_text("Today " + path.read_text("utf-8"), "utf-8")
            writer.now.refresh()
            tag(writer, "troops")
            looked(reader)
            assert said(reader) == said(writer)
            assert "actor:troops" in texts(reader, WIRE)
            assert reader.article(WIRE).article.text.startswith("Today")


def test_articles_and_labels_that_an_import_adds_are_there(story: Path, tmp_path: Path) -> None:
    (story / "labels.toml").write_text('[[label]]\nname = "actor"\nkey = "a"\n', "utf-8")
    data = tmp_path / "rows.jsonl"
    data.write_text(
        '{"id": "9_new", "text": "Iran left.", '
        '"spans": [{"start": 0, "end": 4, "label": "land"}]}\n',
        "utf-8",
    )
    with open_story(story) as writer, open_story(story) as reader:
        grown: list[bool] = []
        reader.subscribe_to_growth(lambda: grown.append(True))
        import_dataset(writer, format_named("jsonl"), Input(data), ImportOptions(adds_labels=True))
        assert looked(reader) == [True]
        assert grown
        assert [ref.id for ref in reader.story.articles] == ["1_wire", "2_paper", "9_new"]
        assert [label.name for label in reader.labels] == [label.name for label in writer.labels]
        assert texts(reader, "9_new") == ["land:Iran"]


@pytest.mark.parametrize("how", ["replaced", "cut", "gone"])
def test_another_journal_is_told_and_not_followed(story: Path, tmp_path: Path, how: str) -> None:
    with open_story(story) as writer:
        tag(writer, "Moscow")
    journal = home(story) / "journal.jsonl"
    with open_story(story, read_only=True) as reader:
        before = said(reader)
        if how == "gone":
            journal.unlink()
        elif how == "cut":
            journal.write_bytes(journal.read_bytes()[:-30])
        else:
            shutil.copy(journal, tmp_path / "other")
            (tmp_path / "other").rename(journal)
        assert looked(reader) == []
        keeping_up = reader.ledger.keeping_up
        assert keeping_up is not None
        assert "not the one that was opened" in keeping_up.problem
        assert said(reader) == before


def test_who_writes_reads_nothing(workspace: Workspace) -> None:
    assert workspace.ledger.keeping_up is None
    one = tag(workspace, "Moscow")
    assert one.id
