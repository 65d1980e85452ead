"""The folder that is practised in: made once, never filled with anything else, begun afresh."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.errors import InputError
from store.practice.folder import ANNOTATOR, EARLIER, prepare, usual_folder
from store.practice.record import RECORD_FILE, PracticeRecord, save_record
from tests.cli.support import tree
from tests.store.practice.support import GENERAL, GOLD, ONE, TEXTS, TWO, Pupil, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES: Final = {f"{name}.txt": text.encode() for name, text in TEXTS.items()}


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"HOME": "/home/ana"}, "/home/ana/.local/share/sidelight/practice"),
        ({"HOME": "/home/ana", "XDG_DATA_HOME": "/data"}, "/data/sidelight/practice"),
        ({"HOME": "/home/ana", "XDG_DATA_HOME": ""}, "/home/ana/.local/share/sidelight/practice"),
        ({"HOME": "/home/ana", "XDG_DATA_HOME": "data"},
         "/home/ana/.local/share/sidelight/practice"),
    ],
)  # fmt: skip
def test_where_it_usually_is(
    environment: Mapping[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", environment["HOME"])
    assert usual_folder(environment) == Path(folder)


def test_no_home_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with pytest.raises(InputError, match=r"say where to practise with \{option:data\} DIR"):
        usual_folder({})


def test_it_is_made_with_all_above_it_and_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "share" / "practice"
    for afresh in (False, False, True):
        assert prepare(folder, GOLD, afresh=afresh) is None
        assert tree(folder) == FILES


def test_articles_that_were_changed_or_removed_are_put_right(tmp_path: Path) -> None:
    prepare(tmp_path, GOLD, afresh=False)
    (tmp_path / f"{ONE}.txt").write_text("something else")
    (tmp_path / f"{TWO}.txt").unlink()
    prepare(tmp_path, GOLD, afresh=False)
    assert tree(tmp_path) == FILES


def test_what_was_done_stays_unless_it_is_begun_afresh(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        Pupil(workspace).tag(GENERAL)
    save_record(tmp_path, PracticeRecord(3))
    before = tree(tmp_path)
    assert prepare(tmp_path, GOLD, afresh=False) is None
    assert tree(tmp_path) == before

    target = prepare(tmp_path, GOLD, afresh=True)
    assert target is not None
    assert target.parent == tmp_path / EARLIER
    assert {name: before[name] for name in before if name not in FILES} == tree(target)
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, EARLIER}
    with opened(tmp_path) as workspace:
        assert Pupil(workspace).teacher.score.of.total() == len(GOLD.spans)
        assert not sum(workspace.now.counts.values())
    # What was put away is not part of the story, and a second time does not touch the first.
    save_record(tmp_path, PracticeRecord(1))
    second = prepare(tmp_path, GOLD, afresh=True)
    assert second not in (None, target)
    assert (target / RECORD_FILE).is_file()


@pytest.mark.parametrize("name", ["notes.txt", "labels.toml", "other/file"])
@pytest.mark.parametrize("afresh", [False, True])
def test_a_folder_with_anything_else_is_left_as_it_is(
    tmp_path: Path, name: str, *, afresh: bool
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(InputError, match=f"holds something else, such as {name.split('/')[0]};"):
        prepare(tmp_path, GOLD, afresh=afresh)
    assert tree(tmp_path) == {name: b"mine"}


def test_hidden_files_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".directory").write_text("")
    prepare(tmp_path, GOLD, afresh=False)
    assert tree(tmp_path) == {**FILES, ".directory": b""}


def test_what_cannot_be_a_folder_is_said(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(InputError, match="cannot be used: not a directory; name another with"):
        prepare(path / "practice", GOLD, afresh=False)
    with pytest.raises(InputError, match=r"file: .* cannot be used: "):
        prepare(path, GOLD, afresh=False)


def test_what_somebody_is_at_work_on_is_not_put_away(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        pupil = Pupil(workspace)
        pupil.tag(GENERAL)
        with pytest.raises(InputError, match=f"practises here now, in process {os.getpid()} "):
            prepare(tmp_path, GOLD, afresh=True)
        assert not (tmp_path / EARLIER).exists()
        assert prepare(tmp_path, GOLD, afresh=False) is None
        pupil.undo()
    assert prepare(tmp_path, GOLD, afresh=True) is not None
    assert not (tmp_path / "annotations" / ANNOTATOR).exists()
