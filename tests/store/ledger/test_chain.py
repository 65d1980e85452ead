"""A journal is known by more than its length: each line says on which line it was written."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from store.annotations import actions
from store.articles import find_story
from store.files import Files
from store.ledger.inspection import inspect
from store.ledger.journal import chain_at, chain_of
from store.ledger.long_line import chain_of_last_line
from store.ledger.records import BEGINNING, chained, decode
from store.ledger.scanning import scan
from store.story.checking import check
from store.story.repairing import repair_work
from tests.stories import ANA, PAPER, WIRE, gather, home, open_story, said, tag, texts, write_story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.story.workspace import Workspace


def made(folder: Path, *phrases: str) -> Path:
    """A story in which some phrases are tagged, one a line of the journal."""
    write_story(folder)
    with open_story(folder) as workspace:
        for phrase in phrases:
            tag(workspace, phrase)
    return folder


def lines_of(folder: Path) -> list[bytes]:
    return (home(folder) / "journal.jsonl").read_bytes().splitlines(keepends=True)


def test_each_line_says_the_chain_of_the_line_before(tmp_path: Path) -> None:
    story = made(tmp_path / "a", "Moscow", "troops")
    with open_story(story) as workspace:  # and across sessions
        tag(workspace, "an official")
    chain = BEGINNING
    for line in lines_of(story):
        record = decode(line[:-1])
        assert record is not None
        assert record.on == chain
        chain = chained(chain, line)
    path = home(story) / "journal.jsonl"
    size = path.stat().st_size
    assert chain_of(path, size, Files()) == chain
    assert chain_at(path, 0, size, Files()) == BEGINNING
    assert chain_at(path, len(lines_of(story)[0]), size, Files()) == chained(
        BEGINNING, lines_of(story)[0]
    )


def test_the_chain_of_a_long_last_line_is_found(tmp_path: Path) -> None:
    story = made(tmp_path / "a", "Moscow")
    with open_story(story) as workspace:
        opened = workspace.article(WIRE)
        note = actions.set_note(opened.article, next(iter(opened.annotations)), "long " * 50_000)
        assert not isinstance(note, actions.Refusal)
        workspace.apply(note)
    with open_story(story) as workspace:
        tag(workspace, "troops")
    reading = scan((home(story) / "journal.jsonl").read_bytes(), 0, None)
    assert (len(reading.entries), reading.damages) == (3, ())


@pytest.mark.parametrize("keeps_state", [True, False], ids=["state kept", "state gone"])
@pytest.mark.parametrize("more", [(), ("Latakia",)], ids=["as long", "longer"])
def test_another_journal_under_the_files_is_noticed_and_shown(
    tmp_path: Path, more: tuple[str, ...], *, keeps_state: bool
) -> None:
    # Of as many lines the other has more bytes, however many digits the milliseconds have.
    first = made(tmp_path / "a", "Mos", "tro")
    other = made(tmp_path / "b", "an official", "Latakia"[:3], *more)
    with open_story(other) as workspace:
        expected = said(workspace)
    shutil.copy(home(other) / "journal.jsonl", home(first) / "journal.jsonl")
    if not keeps_state:
        (home(first) / "state.json").unlink()
    assert [f.file for f in inspect(home(first), Files()) if f.is_bad]
    with open_story(first, read_only=True) as workspace:
        assert said(workspace) == expected
    with open_story(first) as workspace:
        assert said(workspace) == expected
        assert any("journal" in notice for notice in workspace.status.notices)
        tag(workspace, "Moscow", "location")
        expected = said(workspace)
    with open_story(first) as workspace:
        assert said(workspace) == expected
        assert list(workspace.status.notices) == []
    assert [f for f in inspect(home(first), Files()) if f.is_bad] == []


def test_files_that_the_other_journal_says_nothing_of_are_emptied(tmp_path: Path) -> None:
    first, other = tmp_path / "a", made(tmp_path / "b", "an official", "troops", "Moscow")
    write_story(first)
    with open_story(first) as workspace:
        tag(workspace, "An official", "source", PAPER)
        gather(workspace, "Moscow")
    shutil.copy(home(other) / "journal.jsonl", home(first) / "journal.jsonl")
    for _ in range(2):
        with open_story(first) as workspace:
            assert texts(workspace, PAPER) == []
            assert workspace.now.clusters == ()
            assert len(texts(workspace)) == 3


def test_a_file_of_another_journal_is_found_by_check_and_mended(tmp_path: Path) -> None:
    first, other = (made(tmp_path / n, p, "troops") for n, p in (("a", "Moscow"), ("b", "sent")))
    with open_story(first) as workspace:
        before = said(workspace)
    shutil.copy(home(other) / "articles" / "1_wire.json", home(first) / "articles" / "1_wire.json")
    found = [str(f) for f in check(find_story([first]), ANA).findings]
    assert found == ["articles/1_wire.json: it was made from another journal"]
    repair_work(find_story([first]), ANA)
    with open_story(first) as workspace:
        assert said(workspace) == before
    assert check(find_story([first]), ANA).findings == []


def swapped(ours: list[bytes], others: list[bytes]) -> list[bytes]:
    return [ours[0], others[1], ours[2]]


def merged(ours: list[bytes], others: list[bytes]) -> list[bytes]:
    return [*ours[:2], others[2]]


def begun_elsewhere(ours: list[bytes], others: list[bytes]) -> list[bytes]:
    return [others[0], *ours[1:]]


@pytest.mark.parametrize("mix", [swapped, merged, begun_elsewhere])
def test_a_line_of_another_journal_is_damage_though_its_number_is_right(
    tmp_path: Path, mix: Callable[[list[bytes], list[bytes]], list[bytes]]
) -> None:
    ours = made(tmp_path / "a", "Moscow", "troops", "an official")
    others = lines_of(made(tmp_path / "b", "sent", "arrived", "Latakia"))
    (home(ours) / "journal.jsonl").write_bytes(b"".join(mix(lines_of(ours), others)))
    (home(ours) / "state.json").unlink()
    reasons = [f.what for f in inspect(home(ours), Files()) if f.file == "journal.jsonl"]
    assert any("does not go on from the line before it" in reason for reason in reasons)
    with open_story(ours) as workspace:
        assert "damaged" in workspace.status.read_only
    repair_work(find_story([ours]), ANA)

    def can_be_edited(workspace: Workspace) -> bool:
        tag(workspace, "denies", article_id=PAPER)
        return not workspace.status.read_only

    with open_story(ours) as workspace:
        assert can_be_edited(workspace)
    assert [f for f in check(find_story([ours]), ANA).findings if f.is_bad] == []


@pytest.mark.parametrize("piece", [1, 7, 100, 1_000])
def test_the_same_is_found_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("store.files.PIECE", piece)
    monkeypatch.setattr("store.ledger.long_line.PIECE", piece)
    story = write_story(tmp_path / "story")
    with open_story(story) as workspace:
        for phrase in ("Moscow", "troops"):
            tag(workspace, phrase)
            path = home(story) / "journal.jsonl"
            size = path.stat().st_size
            with path.open("ab") as file:
                file.write(b'{"torn')
            assert chain_of_last_line(path, size, Files()) == workspace.ledger.head[1]
            os.truncate(path, size)
    lines = path.read_bytes().replace(b"troops", b"tr00ps", 1)
    path.write_bytes(lines)
    assert chain_of_last_line(path, size, Files()) == ""
