"""No output is put over what a story is made of, however the path to it is spelled."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from store.destination import Destination, Protected
from store.errors import InputError
from store.formats.exporting import export_to_file
from tests.cli.support import tree
from tests.stories import ANA, WIRE, open_story, tag, write_story

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

LABELS: Final = '[[label]]\nname = "actor"\nkey = "a"\ncolor = "blue"\n'
KEYS: Final = '[keys]\ngo.next-word = "w"\n'
HOME: Final = f"story/annotations/{ANA}"
TARGETS: Final = (
    "story/1_wire.txt",
    "story/2_paper.txt",
    "story/labels.toml",
    "config/sidelight/keymap.toml",
    "my keys",
    "my labels.toml",
    f"{HOME}/journal.jsonl",
    f"{HOME}/state.json",
    f"{HOME}/story.json",
    f"{HOME}/lock.info",
    f"{HOME}/articles/{WIRE}.json",
    f"{HOME}/texts/x.txt",
    f"{HOME}/backups/x.zip",
    f"{HOME}/new.jsonl",
    "story/annotations/new.jsonl",
    "other/1_wire.txt",
    f"other/annotations/{ANA}/journal.jsonl",
)
NOT_THERE_YET: Final = (f"{HOME}/new.jsonl", "story/annotations/new.jsonl")
REASONS: Final = (
    "this is an article of the story",
    "this is where annotations are kept",
    "this is a label set or a keymap",
)
WRITERS: Final = {
    "export": ("export", "story", "-o"),
    "export of a corpus": ("export", ".", "-o"),
    "export of one article": ("export", "story/1_wire.txt", "-o"),
    "export as a folder": ("export", "story", "--format", "csv", "--split", "1/1/1", "-o"),
    "report of an export": ("export", "story", "-o", "fine.jsonl", "--report"),
    "report of an import": ("import", "story", "new.jsonl", "--report"),
    "rehydrate": ("rehydrate", "bare.jsonl", "story", "other", "-o"),
}


def _plain(path: Path) -> str:
    return str(path)


def _dotted(path: Path) -> str:
    return f"story/../{path.relative_to(Path.cwd())}"


def _below_proc(path: Path) -> str:
    return f"/proc/self/cwd/{path.relative_to(Path.cwd())}"


def _symlink(path: Path) -> str:
    Path("a link").symlink_to(path)
    return "a link"


def _linked_folder(path: Path) -> str:
    Path("a linked folder").symlink_to(path.parent)
    return f"a linked folder/{path.name}"


def _hard_link(path: Path) -> str:
    os.link(path, "another name")
    return "another name"


SPELLINGS: Final = (_plain, _dotted, _below_proc, _symlink, _linked_folder, _hard_link)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two stories, a keymap, a label set, and a dataset without its texts."""
    for name in ("story", "other"):
        write_story(tmp_path / name)
        (tmp_path / name / "labels.toml").write_text(LABELS)
        for phrase in ("troops", "Moscow"):
            with open_story(tmp_path / name) as workspace:
                tag(workspace, phrase)
    home = tmp_path / HOME
    (home / "texts" / "x.txt").write_text("x")
    (home / "backups" / "x.zip").write_text("x")
    (home / "lock.info").write_text("x")
    (tmp_path / "config" / "sidelight").mkdir(parents=True)
    (tmp_path / "config" / "sidelight" / "keymap.toml").write_text(KEYS)
    (tmp_path / "my keys").write_text(KEYS)
    (tmp_path / "my labels.toml").write_text(LABELS)
    span = {"start": 0, "end": 6, "label": "actor", "text": "Moscow"}
    (tmp_path / "new.jsonl").write_text(json.dumps({"id": WIRE, "spans": [span]}) + "\n")
    return tmp_path


def everything(folder: Path) -> dict[str, bytes]:
    locks = {str(p): p.read_bytes() for p in folder.rglob("lock.info")}
    return tree(folder) | locks


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda each: each.__name__[1:])
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_written_over_it(
    run: Run, place: Path, target: str, spell: Callable[[Path], str]
) -> None:
    if spell is _below_proc and not Path("/proc/self/cwd").exists():
        pytest.skip("there is no /proc here")
    if spell is _hard_link and (target in NOT_THERE_YET or _is_known_by_its_place(target)):
        pytest.skip("of a link to it nobody can tell what it is")
    run("export", "story", "--no-text", "-o", "bare.jsonl")
    said = spell(place / target)
    before = everything(place)
    for name, args in WRITERS.items():
        ran = run(*args, said)
        folder = "there is something there already; name a new folder, or an empty one"
        reasons = (*REASONS, folder) if name == "export as a folder" else REASONS
        assert ran.code == 1, name
        assert ran.sentences[-1].startswith(tuple(f"{said}: {r}" for r in reasons)), (name, ran.err)
        assert everything(place) == before, name


def _is_known_by_its_place(target: str) -> bool:
    """Whether only its folder tells what a file is, and that is not one of the story's."""
    return target.startswith((HOME, "other/"))


@pytest.mark.parametrize("target", ["story/README.md", "out/README.md"])
def test_a_card_is_never_put_over_an_article(run: Run, place: Path, target: str) -> None:
    (place / "out").mkdir()
    (place / "story" / "3_more.md").write_text("<!-- made by sidelight export --card -->\n")
    link = os.link if target.startswith("out") else shutil.copy
    link(place / "story" / "3_more.md", place / target)
    before = everything(place)
    ran = run("export", "story", "--card", "-o", str(Path(target).parent / "set.jsonl"))
    assert ran.code == 1
    assert ran.sentences == [f"{target}: this is an article of the story; export to another folder"]
    assert everything(place) == before


@pytest.mark.parametrize(
    ("options", "target"),
    [
        (("--card", "-o", "story/set.jsonl"), "story/README.md"),
        (("--card", "-o", "other/set.jsonl"), "other/README.md"),
        (("--format", "markdown", "-o", "story/notes.md"), "story/notes.md"),
        (("-o", "set.jsonl", "--report", "story/report.txt"), "story/report.txt"),
    ],
)
def test_nothing_new_becomes_an_article(
    run: Run, place: Path, options: tuple[str, ...], target: str
) -> None:
    before = everything(place)
    ran = run("export", "story", *options)
    assert ran.code == 1
    said = f"{target}: beside the articles it would be one of them; "
    assert ran.sentences[-1].startswith(said)
    assert everything(place) == before
    (place / "elsewhere").mkdir()
    there = tuple(part.replace(target.split("/")[0], "elsewhere") for part in options)
    assert run("export", "story", *there).code == 0


@pytest.mark.parametrize("name", ["labels.toml", "Labels.TOML", "annotations", "Annotations"])
def test_what_is_not_there_yet_is_not_taken_either(run: Run, tmp_path: Path, name: str) -> None:
    write_story(tmp_path / "story")
    before = tree(tmp_path)
    ran = run("export", "story", "-o", f"story/{name}")
    assert (ran.code, len(ran.sentences)) == (1, 1)
    assert ran.sentences[0].partition(": ")[2].startswith(REASONS)
    assert tree(tmp_path) == before


def test_annotations_that_lie_elsewhere_are_kept_too(run: Run, place: Path) -> None:
    shutil.copytree(place / "story" / "annotations", place / "elsewhere")
    (place / "elsewhere" / "notes.txt").write_text("x")
    before = everything(place)
    ran = run("export", "story", "--data", "elsewhere", "-o", "elsewhere/notes.txt")
    assert ran.sentences == [
        "elsewhere/notes.txt: this is where annotations are kept; export to another file"
    ]
    assert everything(place) == before


def test_a_label_set_that_is_in_use_is_known_by_any_name(run: Run, place: Path) -> None:
    (place / "labels in use").write_text("# ours\n" + LABELS)
    ran = run("export", "story", "--labels", "labels in use", "-o", "labels in use")
    assert ran.code == 1
    assert "this is a label set or a keymap" in ran.sentences[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")
def test_other_files_are_still_replaced(run: Run, place: Path) -> None:
    for name in ("out.jsonl", "story/out.jsonl", "annotations", "journal.jsonl"):
        (place / name).write_text("x")
        assert run("export", "story", "-o", name).code == 0, name
        assert (place / name).read_text().startswith("{"), name


@pytest.mark.parametrize("target", TARGETS)
def test_the_dialog_in_the_screen_refuses_it_too(place: Path, target: str) -> None:
    before = everything(place / "other")
    with open_story(place / "story", read_only=True) as workspace:
        with pytest.raises(InputError) as caught:
            export_to_file(workspace, place / target)
        assert caught.value.reason.startswith(REASONS)
    assert everything(place / "other") == before


def test_it_is_looked_at_again_before_it_is_written(place: Path) -> None:
    protected = Protected.of([place / "story"])
    output = Destination.at(place / "out.jsonl", protected)
    (place / "made").write_text("made")
    os.link(place / "story" / "1_wire.txt", place / "out.jsonl")
    with pytest.raises(InputError, match="this is an article of the story"):
        output.put(place / "made")
    with pytest.raises(InputError, match="this is an article of the story"):
        output.write(b"made")
