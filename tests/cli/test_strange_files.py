"""Something else than a file in the place of one: it is named and left alone, nobody waits."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.labels import LABELS_FILE
from tests.cli.support import tree
from tests.stories import PAPER, WIRE, home, make_fifo, open_story, tag, texts, write_story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

ZEROS: Final = Path("/dev/zero")
FILES: Final = (
    "journal.jsonl", "state.json", "story.json", "repair.json", "lock", "lock.info",
    f"articles/{WIRE}.json", "texts/", "backups/",
)  # fmt: skip
"""Within the annotator's folder; for a folder the first file in it."""
COMMANDS: Final = {
    "stats": ("stats", "story"),
    "export": ("export", "story", "-o", "out.jsonl"),
    "check": ("check", "story"),
    "repair": ("check", "story", "--repair"),
    "log": ("log", "story"),
    "import": ("import", "story", "new.jsonl"),
    "suggest": ("suggest", "story"),
    "screen": ("open", "story"),
    "reading screen": ("open", "story", "--read-only"),
}
SPAN: Final = {"start": 0, "end": 6, "label": "location", "text": "Moscow"}
_LONGEST: Final = 60


def listen(path: Path) -> None:
    # A path of a socket may have no more than some hundred characters: it is named from beside it.
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


def link_to_zeros(path: Path) -> None:
    path.symlink_to(ZEROS)


def link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


KINDS: Final[dict[str, Callable[[Path], None]]] = {
    "pipe": make_fifo,
    "socket": listen,
    "device": link_to_zeros,
    "folder": Path.mkdir,
}


@pytest.fixture(autouse=True)
def who_waits_fails() -> Iterator[None]:
    """What waits for a pipe waits without end: it is ended, which is no measure of speed."""

    def end(_: int, __: FrameType | None) -> None:
        raise AssertionError("it waits for what is no file")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(_LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A story that was annotated, left, and annotated again."""
    folder = write_story(tmp_path / "story")
    for phrase, other in (("troops", "official"), ("Moscow", "denies")):
        with open_story(folder) as workspace:
            tag(workspace, phrase)
            tag(workspace, other, article_id=PAPER)
    (tmp_path / "new.jsonl").write_text(json.dumps({"id": WIRE, "spans": [SPAN]}) + "\n")
    return folder


def put(path: Path, kind: str) -> Path:
    """Something else in the place of a file, or of the first one in a folder."""
    if path.is_dir():
        path = sorted(path.iterdir())[0]
    path.unlink(missing_ok=True)
    KINDS[kind](path)
    return path


def kind_of(path: Path) -> int:
    return stat.S_IFMT(os.lstat(path).st_mode)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FILES)
def test_no_command_waits_for_it_or_takes_its_place(
    run: Run, story: Path, shown: list[object], name: str, kind: str
) -> None:
    if kind == "device" and not ZEROS.exists():
        pytest.skip("there is no such device here")
    path = put(home(story) / name.rstrip("/"), kind)
    was = kind_of(path)
    for command, args in COMMANDS.items():
        ran = run(*args, terminal=True)
        assert ran.code in (0, 1), command
        assert len(ran.sentences) == len(ran.err.splitlines()), command
        assert kind_of(path) == was, command
    if not (kind == "folder" and name in ("texts/", "backups/")):
        ran = run("check", "story")
        name_of_file = path.relative_to(home(story)).as_posix()
        told = [line for line in ran.out.decode().splitlines() if name_of_file in line]
        assert len(told) == 1
        assert "it is not a regular file; it is left alone, move it away" in told[0]
        assert ran.code == 1
        assert str(path) in run("check", "story", "--repair").err


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["journal.jsonl", "state.json", "lock", "lock.info"])
def test_a_command_that_writes_says_what_is_in_the_way(
    run: Run, story: Path, name: str, kind: str
) -> None:
    path = put(home(story) / name, kind)
    before = tree(story)
    ran = run("import", "story", "new.jsonl", "--format", "jsonl")
    what = "is a directory" if kind == "folder" else "it is not a regular file"
    assert ran.code == 1
    assert [s for s in ran.sentences if s.startswith(f"{path}: ") and what in s]
    assert tree(story) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_articles_can_still_be_annotated(story: Path, kind: str) -> None:
    path = put(home(story) / "articles" / f"{WIRE}.json", kind)
    with open_story(story) as workspace:
        assert str(path) in workspace.article(WIRE).problem
        assert texts(workspace, WIRE) == ["actor:Moscow", "actor:troops"]  # as the journal has it
        tag(workspace, "said", article_id=PAPER)
        workspace.checkpoint()
        assert not workspace.status.trouble
    with open_story(story) as workspace:
        assert "actor:said" in texts(workspace, PAPER)


@pytest.mark.parametrize("kind", KINDS)
def test_an_article_or_a_label_set_that_is_no_file_leaves_the_others(
    run: Run, story: Path, kind: str
) -> None:
    put(story / "2_paper.txt", kind)
    with open_story(story) as workspace:
        if kind != "folder":  # which is none of its articles
            assert workspace.story.ref(PAPER) is None
            assert any("2_paper.txt" in remark for remark in workspace.story.remarks)
        tag(workspace, "arrived", article_id=WIRE)
    put(story / LABELS_FILE, kind)
    ran = run("labels", "story")
    assert (ran.code, len(ran.sentences)) == (1, 1)
    assert LABELS_FILE in ran.sentences[0]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_annotated_in_an_article_that_is_no_file_now_is_counted(
    run: Run, story: Path, kind: str
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived", article_id=WIRE)
        path = story / workspace.article(WIRE).article.name
    put(path, kind)
    assert "of articles that are gone, such as actor" in run("export", "story").err
    assert run("export", "story", "--strict").code == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_among_those_of_articles_stands_for_none(
    run: Run, story: Path, kind: str
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "arrived", article_id=WIRE)
    put(home(story) / "articles" / "else.json", kind)
    for command in (("export", "story", "-o", "out.jsonl"), ("stats", "story")):
        ran = run(*command)
        assert (ran.code, "else" in ran.err) == (0, False)
    assert "else.json" in run("check", "story").out.decode()


def test_a_label_set_that_is_a_link_to_nothing_is_told(run: Run, story: Path) -> None:
    (story / LABELS_FILE).symlink_to("nowhere")
    ran = run("export", "story")
    assert (ran.code, len(ran.sentences)) == (1, 1)
    assert f"{LABELS_FILE}: the label set cannot be read" in ran.sentences[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [".state.json.tmp", f"articles/.{WIRE}.json.tmp"])
def test_where_a_file_is_to_be_written_it_is_left_alone_and_every_edit_is_kept(
    story: Path, name: str, kind: str
) -> None:
    path = put(home(story) / name, kind)
    was = kind_of(path)
    with open_story(story) as workspace:
        tag(workspace, "arrived")
        workspace.checkpoint()
        assert workspace.status.trouble.endswith("every edit is safe in the journal")
    assert kind_of(path) == was
    with open_story(story) as workspace:
        assert "actor:arrived" in texts(workspace)


def test_what_is_no_file_below_the_annotations_is_named_and_left_alone(
    run: Run, story: Path
) -> None:
    odd: dict[Path, Callable[[Path], None]] = {
        story / "annotations" / "bob": make_fifo,
        story / "annotations" / "zeros": link_to_zeros,
        story / "annotations" / "gone": link_to_nothing,
        home(story) / "a pipe": make_fifo,
        home(story) / "texts" / "a link": link_to_nothing,
    }
    for path, make in odd.items():
        make(path)
    ran = run("check", "story")
    said = [*ran.sentences, *ran.out.decode().splitlines()]
    for path in odd:
        about = [s for s in said if path.name in s]
        assert len(about) == 1, path
        assert "it is not a regular file; it is left alone, move it away" in about[0]
        assert os.path.lexists(path)
    with open_story(story) as workspace:
        tag(workspace, "arrived")
    assert all(map(os.path.lexists, odd))


@pytest.mark.parametrize("command", [("stats",), ("stats", "--json"), ("find", "actor")])
def test_of_a_corpus_the_other_stories_are_read_all_the_same(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for name in ("one", "two", "three"):
        with open_story(write_story(tmp_path / "corpus" / name)) as workspace:
            tag(workspace, "arrived")
    odd = home(tmp_path / "corpus" / "two") / "journal.jsonl"
    odd.unlink()
    make_fifo(odd)
    ran = run(command[0], "corpus", *command[1:])
    assert ran.code == 1
    sentence = f"{odd.name}: the annotations cannot be read: it is not a regular file"
    assert [each.rpartition("/")[2] for each in ran.sentences] == [sentence]
    assert all(name in ran.out.decode() for name in ("one", "three"))
    assert "two" not in ran.out.decode()
