from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Mention
from store.articles import find_story
from store.errors import InputError
from store.files import Files
from store.ledger.checkpoints import Checkpoints, State
from store.ledger.faults import Fault, FaultKind
from store.ledger.inspection import inspect
from store.ledger.records import FORMAT, Record, encode, sealed
from store.ledger.repair import repair
from store.ledger.tinydb_storage import AtomicStorage
from store.story.repairing import repair_work
from tests.examples import thinned
from tests.store.ledger.damage import QUICK, everything_in, opened, repaired
from tests.stories import (
    ARTICLES,
    PAPER,
    WIRE,
    gather,
    home,
    open_story,
    relate,
    said,
    tag,
    texts,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.stories import Said


DAMAGED = FaultKind.DAMAGED
EDITED = FaultKind.EDITED
LEFT_OVER = FaultKind.LEFT_OVER
MERGED = FaultKind.MERGED


def small_story(folder: Path) -> Path:
    """A story with something of every kind, closed."""
    write_story(folder)
    with open_story(folder) as workspace:
        moscow = tag(workspace, "Moscow")
        other = tag(workspace, "Moscow", "location", PAPER)
        relate(workspace, Mention(WIRE, moscow.id), Mention(PAPER, other.id))
        gather(workspace, "Moscow", Mention(WIRE, moscow.id), Mention(PAPER, other.id))
        workspace.undo()
        workspace.redo()
    return home(folder)


def sentences(at: Path) -> list[str]:
    return [str(finding) for finding in inspect(at, Files())]


def test_nothing_is_found_in_a_sound_story(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    before = everything_in(tmp_path)
    assert inspect(at, Files()) == []
    assert everything_in(tmp_path) == before


def test_nothing_is_found_in_a_story_whose_process_was_killed(tmp_path: Path) -> None:
    write_story(tmp_path / "story")
    with open_story(tmp_path / "story") as workspace:
        moscow = tag(workspace, "Moscow")
        workspace.checkpoint()
        tag(workspace, "troops")
        workspace.undo()
        relate(workspace, Mention(WIRE, moscow.id), Mention(WIRE, moscow.id))
        shutil.copytree(tmp_path / "story", tmp_path / "killed")
    assert inspect(home(tmp_path / "killed"), Files()) == []


def test_nothing_is_found_in_the_midst_of_a_renaming(tmp_path: Path) -> None:
    write_story(tmp_path)
    with open_story(tmp_path) as workspace:
        tag(workspace, "Moscow")
    (tmp_path / "1_wire.txt").rename(tmp_path / "9_wire.txt")
    with open_story(tmp_path) as workspace:
        assert texts(workspace, "9_wire") == ["actor:Moscow"]
        before = everything_in(home(tmp_path))
        workspace.checkpoint()
        after = everything_in(home(tmp_path))
    # Killed between the files: the new one is written, the old one and the state are not.
    at = home(tmp_path)
    for name, data in after.items():
        is_new = name in ("articles/9_wire.json", "journal.jsonl")
        (at / name).write_bytes(data if is_new else before.get(name, data))
    assert inspect(at, Files()) == []


# Every byte ---------------------------------------------------------------------------------


def read_all(folder: Path) -> Said | None:
    """All that is shown of a story; nothing if it is said that something is wrong."""
    with open_story(folder, read_only=True) as workspace:
        problem = any(workspace.article(each).problem for each in (WIRE, PAPER))
        return None if problem or len(workspace.status.notices) else said(workspace)


@pytest.mark.parametrize(
    "name", ["journal.jsonl", "articles/1_wire.json", "story.json", "state.json"]
)
def test_any_byte_changed_is_found_or_is_read_the_same(name: str, tmp_path: Path) -> None:
    at = small_story(tmp_path)
    shutil.rmtree(at / "backups")
    with open_story(tmp_path, read_only=True) as workspace:
        truth = said(workspace)
    whole = (at / name).read_bytes()
    found = 0
    changes = thinned([(at, by) for at in range(len(whole)) for by in (0x01, 0x20, 0x80)], 7)
    for number, (offset, change) in enumerate(changes):
        flipped = bytes([whole[offset] ^ change])
        (at / name).write_bytes(whole[:offset] + flipped + whole[offset + 1 :])
        if findings := inspect(at, QUICK):
            found += 1
            assert {finding.file for finding in findings} == {name}
        elif number % 16 == 0:
            with open_story(tmp_path, read_only=True) as workspace:
                assert said(workspace) == truth, (offset, change)
    assert found > 0.8 * len(changes)


@pytest.mark.parametrize("name", ["journal.jsonl", "articles/1_wire.json", "story.json"])
def test_a_file_cut_off_anywhere_is_found(name: str, tmp_path: Path) -> None:
    at = small_story(tmp_path)
    whole = (at / name).read_bytes()
    for length in (*thinned(range(len(whole) - 1), 7), len(whole) - 2):
        (at / name).write_bytes(whole[:length])
        findings = inspect(at, QUICK)
        assert [finding.file for finding in findings if finding.is_bad] == [name], length


@pytest.mark.parametrize(
    "name", ["journal.jsonl", "articles/1_wire.json", "story.json", "state.json"]
)
@pytest.mark.parametrize("start", [0, 100])
def test_a_zeroed_sector_is_found(name: str, start: int, tmp_path: Path) -> None:
    at = small_story(tmp_path)
    data = bytearray((at / name).read_bytes())
    data[start : start + 512] = bytes(len(data[start : start + 512]))
    (at / name).write_bytes(data)
    assert {finding.file for finding in inspect(at, Files())} == {name}


def test_damage_beside_the_annotations_is_found(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    text = sorted((at / "texts").iterdir())[0]
    backup = sorted((at / "backups").iterdir())[0]
    text.write_bytes(text.read_bytes().replace(b"Moscow", b"Moskau"))
    backup.write_bytes(backup.read_bytes()[:-1])
    (at / "lock.info").write_bytes(b"\0\0")
    (at / "articles" / ".1_wire.json.tmp").write_bytes(b"{")
    with (at / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":99,"at":')
    kinds = {finding.file: finding.kind for finding in inspect(at, Files())}
    assert kinds == {
        f"texts/{text.name}": DAMAGED,
        f"backups/{backup.name}": DAMAGED,
        "articles/.1_wire.json.tmp": LEFT_OVER,
        "journal.jsonl": LEFT_OVER,
    }
    repaired(at)


# By hand ------------------------------------------------------------------------------------


def swap(was: str, now: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert was in text
        return text.replace(was, now, 1)

    return change


def twice(mark: str) -> Callable[[str], str]:
    """Puts each line with a mark there twice."""
    return lambda text: "".join(
        line.rstrip("\n,") + ",\n" + line if mark in line else line
        for line in text.splitlines(keepends=True)
    )


def resealed(change: Callable[[dict[str, object]], None]) -> Callable[[str], str]:
    """A change of the state file's fields by somebody who also mends its checksum."""

    def do(text: str) -> str:
        fields = json.loads(text)
        del fields["crc"]
        change(fields)
        return sealed(json.dumps(fields, separators=(",", ":")).encode()).decode()

    return do


@pytest.mark.parametrize(
    ("name", "change", "kind", "what"),
    [
        pytest.param("articles/1_wire.json", swap('"actor"', '"source"'), EDITED,
                     "damaged, or changed by hand", id="a label"),
        pytest.param("articles/1_wire.json", swap(': {"id"', ':\n  {"id"'), None, "",
                     id="only white space"),
        pytest.param("articles/1_wire.json", lambda text: text + "\n\n", None, "",
                     id="empty lines at the end"),
        pytest.param("articles/1_wire.json", twice('"start"'), None, "",
                     id="the same line twice, read as once"),
        pytest.param("articles/1_wire.json",
                     lambda text: twice('"start"')(text).replace('"actor"', '"claim"', 1) + " ",
                     None, "", id="the key twice, the last is what was written"),
        pytest.param("articles/1_wire.json",
                     lambda text: twice('"start"')(text)[::-1].replace('rotca', "mialc", 1)[::-1],
                     EDITED, "“1” stands in it more than once", id="two with one key"),
        pytest.param("articles/1_wire.json",
                     lambda text: twice('"start"')(text).replace('"1": {"id"', '"2": {"id"', 1),
                     EDITED, "the id 01", id="two with one id"),
        pytest.param("articles/1_wire.json", swap('"start":0', '"start":"0"'), EDITED,
                     "changed by hand", id="no number"),
        pytest.param("articles/1_wire.json", swap('"end":6,', '"end":6'), DAMAGED,
                     "it cannot be read", id="no JSON any more"),
        pytest.param("articles/1_wire.json", lambda _: "{" * 100_000, DAMAGED,
                     "it cannot be read", id="endlessly deep"),
        pytest.param("story.json", swap('"attribution"', '"denial"'), EDITED,
                     "changed by hand", id="a relation"),
        pytest.param("state.json", swap('"seq":', '"seq": '), DAMAGED, "checksum", id="state"),
        pytest.param("state.json", resealed(lambda f: f.update(counts={"actor": 7})), DAMAGED,
                     "it counts what is not there", id="counts"),
        pytest.param("state.json", resealed(lambda f: f.update(offset=1_000)), MERGED,
                     "another journal", id="another journal's state"),
        pytest.param("journal.jsonl", swap("Moscow", "Moskau"), DAMAGED, "at byte 0",
                     id="a line of the journal"),
        pytest.param("journal.jsonl", lambda text: text + text.splitlines(keepends=True)[-1],
                     MERGED, "stands there twice", id="a line twice"),
        pytest.param("journal.jsonl", lambda text: "".join(text.splitlines(keepends=True)[1:]),
                     None, "", id="the first line gone: as one that begins late"),
        pytest.param("journal.jsonl", lambda text: "".join(
                         line for n, line in enumerate(text.splitlines(keepends=True)) if n != 2),
                     DAMAGED, "1 line is missing after number 2", id="a line gone"),
        pytest.param("journal.jsonl", lambda text: "".join(text.splitlines(keepends=True)[:-2]),
                     DAMAGED, "it is shorter than it was: 2 lines cut off", id="cut off"),
        pytest.param("journal.jsonl", lambda text: "", DAMAGED, "it is gone, with 6 lines",
                     id="emptied"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_found(
    name: str, change: Callable[[str], str], kind: FaultKind | None, what: str, tmp_path: Path
) -> None:
    at = small_story(tmp_path)
    truth = opened(tmp_path, read_only=True).state
    path = at / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    found = [f for f in inspect(at, Files()) if f.is_bad]
    if kind is None:
        assert [f for f in found if f.file == name] == []
        return
    assert {(f.file, f.kind) for f in found} == {(name, kind)}
    assert what in found[0].what
    repaired(at)
    assert opened(tmp_path).state == truth


def test_an_id_in_two_articles_is_found(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    checkpoints = Checkpoints(at, Files())
    wire, paper = checkpoints.read(WIRE), checkpoints.read(PAPER)
    (at / "journal.jsonl").unlink()
    (at / "state.json").unlink()
    shutil.rmtree(at / "backups")
    wire.annotations += paper.annotations
    checkpoints.write(WIRE, wire)
    (found,) = [f for f in inspect(at, Files()) if f.file != "journal.jsonl"]
    assert found == Fault(
        "articles/2_paper.json",
        EDITED,
        f"the id {paper.annotations[0].id} stands in articles/1_wire.json too",
    )


def test_a_sound_file_that_is_not_what_the_journal_says_is_found_and_restored(
    tmp_path: Path,
) -> None:
    at = small_story(tmp_path)
    truth = opened(tmp_path, read_only=True).state
    checkpoints = Checkpoints(at, Files())
    file = checkpoints.read(WIRE)
    file.annotations = ()
    checkpoints.write(WIRE, file)
    assert sentences(at) == ["articles/1_wire.json: it holds something else than the journal says"]
    report = repaired(at)
    assert len(report.by_hand) == 1
    assert opened(tmp_path).state == truth


@pytest.mark.parametrize("name", ["articles/2_paper.json", "story.json"])
def test_a_file_that_is_gone_is_found_and_made_again(name: str, tmp_path: Path) -> None:
    at = small_story(tmp_path)
    whole = (at / name).read_bytes()
    (at / name).unlink()
    assert sentences(at) == [f"{name}: it is gone"]
    repaired(at)
    assert (at / name).exists()
    assert len((at / name).read_bytes()) == len(whole)


def test_what_is_newer_is_found_and_left_alone(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    meta = {"format": FORMAT + 1, "seq": 9, "article": WIRE}
    AtomicStorage(at / "articles/1_wire.json", QUICK).write({"_meta": {"1": meta}})
    assert sentences(at) == ["articles/1_wire.json: it was written by a newer Sidelight"]
    (at / "story.json").write_bytes(b"damaged as well")
    before = everything_in(at)
    with pytest.raises(InputError, match="newer Sidelight; mend it with that one"):
        repair(at, Files())
    assert everything_in(at) == before


def test_a_record_that_is_of_no_use_any_more_does_not_count_as_a_state(tmp_path: Path) -> None:
    at = tmp_path / "annotations" / "ana"
    at.mkdir(parents=True)
    (at / "journal.jsonl").write_bytes(
        encode(Record(1, "2026-01-01T00:00:00.000Z", "edit", EditOfAnnotation("a", None, None)))
    )
    assert inspect(at, Files()) == []
    Checkpoints(at, QUICK).write_state(State(seq=0))
    assert [f.kind for f in inspect(at, Files())] == [DAMAGED]


# Merged by git ------------------------------------------------------------------------------


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., int]:
    """Runs git in a new repository that is the story's folder."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def run(*words: str) -> int:
        settings = ("user.name=x", "user.email=x@example.org", "commit.gpgsign=false",
                    "core.autocrlf=false", "init.defaultBranch=main")  # fmt: skip
        options = [word for setting in settings for word in ("-c", setting)]
        command = ["git", *options, *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    write_story(tmp_path)
    assert run("init", "-q") == 0
    return run


def commit(git: Callable[..., int]) -> None:
    assert git("add", "-A") == 0
    assert git("commit", "-q", "-m", "x") == 0


@pytest.fixture(params=["conflict", "diff3", "union", "ours", "theirs"])
def merged(request: pytest.FixtureRequest, git: Callable[..., int], tmp_path: Path) -> str:
    """Two people have annotated on two branches, and git has merged them in some way."""
    how = str(request.param)
    (tmp_path / ".gitignore").write_text("lock*\nbackups/\n")
    if how == "union":
        (tmp_path / ".gitattributes").write_text("*.json* merge=union\n")
    with open_story(tmp_path) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "Latakia", "location")
    commit(git)
    git("checkout", "-q", "-b", "other")
    with open_story(tmp_path) as workspace:
        tag(workspace, "denies it", "claim", PAPER)
        tag(workspace, "an official", "source")
        workspace.undo()
        tag(workspace, "official", "source")
        tag(workspace, "An official", "source", PAPER)
    commit(git)
    git("checkout", "-q", "main")
    with open_story(tmp_path) as workspace:
        tag(workspace, "troops")
        tag(workspace, "The troops")
    commit(git)
    strategy = {"ours": ("-X", "ours"), "theirs": ("-X", "theirs")}.get(how, ())
    style = "diff3" if how == "diff3" else "merge"
    git("-c", f"merge.conflictStyle={style}", "merge", "-q", "other", *strategy)
    return how


BASE = {"actor:Moscow", "location:Latakia"}
OURS = {"actor:troops", "actor:The troops"}
THEIRS = {"source:official"}
THEIRS_ON_PAPER = {"claim:denies it", "source:An official"}


def test_a_merge_by_git_is_found_and_mended_with_what_both_have_said(
    merged: str, tmp_path: Path
) -> None:
    at = home(tmp_path)
    found = inspect(at, Files())
    assert any(f.kind is MERGED for f in found) or merged in ("ours", "theirs")
    with open_story(tmp_path) as workspace:
        assert workspace.status.read_only or merged in ("ours", "theirs")
    repaired(at)
    with open_story(tmp_path) as workspace:
        assert not workspace.status.read_only
        on_wire, on_paper = set(texts(workspace)), set(texts(workspace, PAPER))
        if merged == "ours":
            # Git was told to throw the other side's lines away where both had written; what only
            # the other side had written is there, but not in the journal: nothing to undo.
            assert (on_wire, on_paper) == (BASE | OURS, THEIRS_ON_PAPER)
            assert workspace.undo() is None
            return
        if merged == "theirs":
            assert (on_wire, on_paper) == (BASE | THEIRS, THEIRS_ON_PAPER)
        else:
            assert (on_wire, on_paper) == (BASE | OURS | THEIRS, THEIRS_ON_PAPER)
        before = said(workspace)
        steps = 0
        while workspace.undo() is not None:
            steps += 1
        assert (texts(workspace), texts(workspace, PAPER)) == ([], [])
        for _ in range(steps):
            workspace.redo()
        assert said(workspace) == before


@pytest.mark.parametrize("merged", ["conflict", "diff3"], indirect=True)
@pytest.mark.usefixtures("merged")
def test_what_only_a_conflict_in_an_article_file_holds_can_be_taken_over(
    git: Callable[..., int], tmp_path: Path
) -> None:
    for name in ("journal.jsonl", "state.json"):
        assert git("checkout", "--ours", f"annotations/ana/{name}") == 0
    kept = (home(tmp_path) / "articles" / "1_wire.json").read_bytes()
    assert b"<<<<<<< " in kept
    report = repair_work(find_story([tmp_path]), "ana")
    assert "1 change made by hand in 1_wire taken out" in report.left[-1]
    (home(tmp_path) / "articles" / "1_wire.json").write_bytes(kept)
    repair_work(find_story([tmp_path]), "ana", accept=True)
    with open_story(tmp_path) as workspace:
        assert set(texts(workspace)) == BASE | OURS | THEIRS
        workspace.undo()
        assert set(texts(workspace)) == BASE | OURS


def test_the_articles_are_as_they_were(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    (at / "story.json").write_bytes(b"")
    repaired(at)
    assert {p.name: p.read_text() for p in tmp_path.glob("*.txt")} == ARTICLES


# Opened before anybody has checked ------------------------------------------------------------


def test_a_state_file_of_another_journal_takes_nothing_from_the_journal(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    truth = opened(tmp_path, read_only=True).state
    data = (at / "journal.jsonl").read_bytes()
    fields = json.loads((at / "state.json").read_bytes())
    del fields["crc"]
    fields["offset"] = len(data) - 50  # in the midst of the last line
    document = json.dumps(fields, separators=(",", ":")).encode()
    (at / "state.json").write_bytes(sealed(document))
    assert opened(tmp_path).state == truth
    assert (at / "journal.jsonl").read_bytes() == data


def test_a_damaged_journal_is_not_cut_at_a_torn_end(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    (at / "state.json").unlink()
    data = (at / "journal.jsonl").read_bytes().replace(b"Moscow", b"Moskau", 1) + b'{"seq":7,'
    (at / "journal.jsonl").write_bytes(data)
    assert "is damaged at byte 0" in opened(tmp_path).read_only
    assert (at / "journal.jsonl").read_bytes() == data


def test_where_the_journal_is_gone_it_is_said_and_the_story_goes_on(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    truth = opened(tmp_path, read_only=True).state
    (at / "journal.jsonl").unlink()
    with open_story(tmp_path) as workspace:
        assert "is gone: what the TinyDB files hold is shown" in next(
            iter(workspace.status.notices)
        )
        assert not workspace.status.read_only
    assert opened(tmp_path).state == truth


def test_an_old_file_is_not_brought_up_with_a_journal_that_lacks_lines(tmp_path: Path) -> None:
    at = small_story(tmp_path)
    old = (at / "articles" / "1_wire.json").read_bytes()
    with open_story(tmp_path) as workspace:
        tag(workspace, "troops")
        tag(workspace, "Latakia", "location")
    shutil.rmtree(at / "backups")
    lines = (at / "journal.jsonl").read_bytes().splitlines(keepends=True)
    lines[-2] = b"?" * len(lines[-2])
    (at / "journal.jsonl").write_bytes(b"".join(lines))
    repaired(at)
    (at / "articles" / "1_wire.json").write_bytes(old)
    with open_story(tmp_path) as workspace:
        problem = workspace.article(WIRE).problem
    assert "the journal does not reach back to it" in problem
