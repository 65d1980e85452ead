"""Whatever is wrong: one sentence on standard error, nothing else said and nothing written."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from store.formats.registry import NAMES
from tests.cli.support import Fault, lay_out, sidelight, tree
from tests.stories import ANA, WIRE, make_fifo, open_story, tag

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

STORY_COMMANDS: Final = ("export", "stats", "labels")
NO_ARTICLE: Final = "put the reports of one event into it, one file each"
NOISE: Final = random.Random(1).randbytes(4_000)
PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
BINARY: Final = "x/a.txt: this is binary data, not text; an article is a text file"
IN_NO_ENCODING: Final = bytes(range(0x80, 0x100)) * 20


def row(**fields: Any) -> str:
    """A line to import, with one span unless told otherwise."""
    span = {"start": 0, "end": 6, "label": "location", "text": "Moscow"}
    return json.dumps({"id": WIRE, "spans": [span]} | fields) + "\n"


def labels(*tables: str) -> dict[str, str]:
    return {"labels.toml": "".join(f"[[label]]\n{table}\n" for table in tables)}


def keys(text: str) -> dict[str, str]:
    return {"keymap.toml": f"[keys]\n{text}\n"}


# The story -----------------------------------------------------------------------------------

NO_STORY = [
    pytest.param("none", {}, "none: there is no such file or folder", id="missing"),
    pytest.param(
        "story/none.txt", {}, "story/none.txt: there is no such file or folder", id="missing file"
    ),
    pytest.param("x", {"x": None}, f"x: this folder is empty; {NO_ARTICLE}", id="empty folder"),
    pytest.param(
        "x",
        {"x/a.docx": "", "x/b.txt": None},
        f"x: this folder holds no article, that is, no .txt or .md file; {NO_ARTICLE}",
        id="no article, but a folder called like one",
    ),
    pytest.param(
        "x",
        {"x/two/a.txt": "a", "x/one/a.md": "a", "x/annotations/a.txt": "a"},
        "x: this folder has no article of its own, but folders in it have: open one of them, "
        "such as x/one",
        id="articles one folder down",
    ),
    pytest.param(
        "x/a.pdf",
        {"x/a.pdf": "%PDF"},
        "x/a.pdf: an article is a .txt or .md file; this is neither",
        id="another type of file",
    ),
    pytest.param(
        "x" * 300, {}, f"{'x' * 300}: file name too long", id="a name longer than any file's"
    ),
    pytest.param(
        "a\x1b[31m\nb\u202e", {}, "a␛[31m␊b◇: there is no such file or folder", id="hostile name"
    ),
]


@pytest.mark.parametrize("command", STORY_COMMANDS)
@pytest.mark.parametrize(("path", "files", "sentence"), NO_STORY)
def test_what_is_no_story(
    run: Run, tmp_path: Path, command: str, path: str, files: dict[str, str], sentence: str
) -> None:
    lay_out(tmp_path, files)
    before = tree(tmp_path)
    if command in ("export", "stats") and "x/one/a.md" in files:
        assert b"two/a" in run(command, path).out
        return
    ran = run(command, path)
    assert (ran.code, ran.out, ran.sentences) == (1, b"", [sentence])
    assert tree(tmp_path) == before


@pytest.mark.parametrize(("path", "files", "sentence"), NO_STORY)
def test_open_says_it_before_it_asks_for_a_terminal(
    run: Run, tmp_path: Path, path: str, files: dict[str, str], sentence: str
) -> None:
    lay_out(tmp_path, files)
    ran = run("open", path)
    assert (ran.code, ran.out, ran.sentences) == (1, b"", [sentence])


UNREADABLE = [
    pytest.param(b"", "a.txt is empty; there is nothing to read", id="empty"),
    pytest.param(PNG, BINARY, id="png"),
    pytest.param(gzip.compress(b"Moscow " * 99, mtime=0), BINARY, id="gzip"),
    pytest.param(NOISE, BINARY, id="noise"),
    pytest.param(
        IN_NO_ENCODING,
        "x/a.txt: this is not text in any encoding that could be recognised; "
        "save it as UTF-8 and open it again",
        id="no encoding",
    ),
]


@pytest.mark.parametrize("command", ["open", "export", "stats"])
@pytest.mark.parametrize(("content", "sentence"), UNREADABLE)
def test_a_story_of_which_nothing_can_be_read(
    run: Run, tmp_path: Path, command: str, content: bytes, sentence: str
) -> None:
    lay_out(tmp_path, {"x/a.txt": content})
    ran = run(command, "x", terminal=True)
    assert (ran.code, ran.out, ran.sentences) == (1, b"", [sentence])


@pytest.mark.parametrize("kind", ["pipe", "dangling link", "ring of links"])
@pytest.mark.parametrize("command", ["open", "export", "stats"])
def test_what_is_no_file_among_the_articles_is_named_and_the_rest_is_read(
    run: Run, tmp_path: Path, command: str, kind: str
) -> None:
    path = tmp_path / "x" / "a.txt"
    path.parent.mkdir()
    if kind == "pipe":
        make_fifo(path)
    else:
        path.symlink_to("a.txt" if kind == "ring of links" else "none.txt")
    ran = run(command, "x", terminal=True)
    said = "a.txt: no regular file, so no article"
    nothing = "x: this folder holds nothing that can be read as an article"
    assert (ran.code, ran.out, ran.sentences) == (1, b"", [f"{nothing}; {said}"])
    if command == "open":
        return  # waits for keys
    (tmp_path / "x" / "b.txt").write_text("Moscow")
    ran = run(command, "x", terminal=True)
    assert (ran.code, ran.sentences[0]) == (0, said)
    assert b"Moscow" in ran.out if command == "export" else b"b" in ran.out


def test_one_bad_article_among_good_ones(run: Run, story: Path) -> None:
    (story / "3_logo.txt").write_bytes(PNG)
    (story / "4_later.txt").touch()
    bad = "story/3_logo.txt: this is binary data, not text; an article is a text file"
    stats = run("stats", "story")
    assert (stats.code, stats.sentences) == (
        0,
        [bad, "4_later.txt is empty; there is nothing to read"],
    )
    assert stats.out.startswith(b"article")
    export = run("export", "story")
    assert (export.code, export.out, export.sentences) == (
        1,
        b"",
        [f"the export was stopped: {bad}"],
    )


def test_a_folder_called_like_an_article_is_none(run: Run, story: Path) -> None:
    (story / "3_folder.txt").mkdir()
    ran = run("export", "story")
    assert (ran.code, len(ran.out.splitlines())) == (0, 2)


def test_the_current_folder_is_gone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = run("stats", ".")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == [".: the folder cannot be read: no such file or directory"]


# Options -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "../b", "a\\b", " a", "a.", "a\nb", "a\x1b[31m", "é" * 60],
    ids=["empty", "dot", "dots", "slash", "climbing", "backslash", "space", "last dot", "newline",
         "escape", "long"],
)  # fmt: skip
@pytest.mark.parametrize("command", ["open", *STORY_COMMANDS])
def test_an_annotator_that_cannot_name_a_folder(
    run: Run, story: Path, command: str, name: str
) -> None:
    before = tree(story.parent)
    ran = run(command, "story", "--annotator", name, terminal=True)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == [
        f"the annotator's name {name!r} cannot name a folder; choose another with --annotator"
    ]
    assert tree(story.parent) == before


UNWRITABLE: Final = (
    "{}/ana: annotations cannot be kept here: {}; "
    "name another folder with --data DIR, or open the story with --read-only"
)
OPTIONS = [
    pytest.param(
        ("open", "--data", "story/1_wire.txt/x"),
        UNWRITABLE.format("story/1_wire.txt/x", "not a directory"),
        id="open, data below a file",
    ),
    pytest.param(
        ("import", "good.jsonl", "--data", "story/1_wire.txt"),
        UNWRITABLE.format("story/1_wire.txt", "not a directory"),
        id="import, data is a file",
    ),
    *(
        pytest.param(
            (command, "--data", "none"),
            "none: there is no such folder of annotations",
            id=f"{command}, data missing",
        )
        for command in STORY_COMMANDS
    ),
    pytest.param(
        ("open", "--read-only", "--data", "none"),
        "none: there is no such folder of annotations",
        id="open to read, data missing",
    ),
    *(
        pytest.param(
            (command, "--labels", "none.toml"),
            "none.toml: the label set cannot be read: no such file or directory",
            id=f"{command}, labels missing",
        )
        for command in ("open", *STORY_COMMANDS)
    ),
    pytest.param(
        ("open", "--keymap", "none.toml"),
        "none.toml: the keymap cannot be read: no such file or directory",
        id="keymap missing",
    ),
    pytest.param(
        ("open", "--keymap", "story"),
        "story: the keymap cannot be read: is a directory",
        id="keymap is a folder",
    ),
    pytest.param(
        ("export", "-o", "story"),
        "story: this is a folder; name a file to export to",
        id="export to a folder",
    ),
    pytest.param(
        ("export", "-o", "none/out.jsonl"),
        "none/out.jsonl: it cannot be written: no such file or directory; "
        "make the folder none first",
        id="export into a missing folder",
    ),
    pytest.param(
        ("export", "-o", "good.jsonl/out"),
        "good.jsonl/out: it cannot be written: not a directory",
        id="export below a file",
    ),
    pytest.param(
        ("export", "-o", "story/../story/1_wire.txt"),
        "story/../story/1_wire.txt: this is an article of the story; export to another file",
        id="export onto an article",
    ),
    pytest.param(
        ("export", "-o", "story/annotations/ana/journal.jsonl"),
        "story/annotations/ana/journal.jsonl: this is where annotations are kept; "
        "export to another file",
        id="export onto the journal",
    ),
    pytest.param(
        ("import", "none.jsonl"),
        "none.jsonl: there is no such file or folder",
        id="import of nothing",
    ),
    pytest.param(
        ("import", "story"),
        "story: it is not clear of which format this is; sidelight import takes --format NAME",
        id="import of a folder",
    ),
    pytest.param(
        ("import", "story", "--format", "jsonl"),
        "story: it cannot be read: is a directory",
        id="import of a folder as a file",
    ),
]


@pytest.mark.parametrize(("args", "sentence"), OPTIONS)
def test_an_option_that_names_what_is_not_there(
    run: Run, story: Path, args: tuple[str, ...], sentence: str
) -> None:
    with open_story(story) as workspace:
        tag(workspace, "troops")
    lay_out(story.parent, {"good.jsonl": row()})
    before = tree(story.parent)
    command, *rest = args
    ran = run(command, "story", *rest, terminal=True)
    assert (ran.code, ran.out, ran.sentences) == (1, b"", [sentence])
    assert tree(story.parent) == before


def test_export_never_replaces_what_is_no_file(run: Run, story: Path, tmp_path: Path) -> None:
    make_fifo(tmp_path / "pipe")
    ran = run("export", "story", "-o", "pipe")
    assert (ran.code, ran.out, ran.sentences) == (
        1,
        b"",
        ["pipe: this is not a regular file; export to another, or to standard output"],
    )
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("args", [(), ("--read-only",), ("--theme", "sidelight-light")])
def test_without_a_terminal_nothing_is_opened(run: Run, story: Path, args: tuple[str, ...]) -> None:
    ran = run("open", "story", *args)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == ["the screen needs a terminal; export and stats work without one"]
    assert not (story / "annotations").exists()


def test_a_theme_that_is_unknown(run: Run, story: Path) -> None:
    ran = run("open", "story", "--theme", "none", terminal=True)
    (sentence,) = ran.sentences
    assert (ran.code, ran.out) == (2, b"")
    assert sentence.startswith("invalid value for '--theme': there is no theme 'none'; there are ")
    assert "sidelight-dark, sidelight-light" in sentence


USAGE = [
    pytest.param(
        ("open", "story", "--columns", number),
        f"invalid value for '--columns': {number} is not in the range 1<=x<=6; "
        "see sidelight open --help",
        id=f"columns {number}",
    )
    for number in ("0", "99")
] + [
    pytest.param(
        ("open", "story", "--columns", "two"),
        "invalid value for '--columns': 'two' is not a valid integer range; "
        "see sidelight open --help",
        id="columns two",
    ),
    *(
        pytest.param(
            (command, "story", "--nothing"),
            f"no such option '--nothing'; see sidelight {command} --help",
            id=f"{command}, unknown option",
        )
        for command in ("open", "import", *STORY_COMMANDS)
    ),
    *(
        pytest.param(
            (command,),
            f"missing argument '{path}'; see sidelight {command} --help",
            id=f"{command} alone",
        )
        for command, path in (
            ("open", "PATH…"), ("import", "PATH"), *((name, "PATH") for name in STORY_COMMANDS)
        )
    ),
    pytest.param(
        ("import", "story"),
        "missing argument 'FILE'; see sidelight import --help",
        id="import without a file",
    ),
    pytest.param(
        ("stats", "story", "other"),
        "got unexpected extra argument (other); see sidelight stats --help",
        id="two stories",
    ),
    pytest.param(
        ("export", "story", "--format", "xls"),
        "invalid value for '--format': 'xls' is not one of "
        + ", ".join(map(repr, (*NAMES, "tsv")))
        + "; see sidelight export --help",
        id="export format",
    ),
    pytest.param(
        ("stats", ""),
        "invalid value for 'PATH': it is empty; see sidelight stats --help",
        id="an empty path",
    ),
    pytest.param(
        ("",), "invalid value for 'PATH…': it is empty; see sidelight open --help", id="only that"
    ),
    pytest.param(
        ("export", "story", "--data", ""),
        "invalid value for '--data': it is empty; see sidelight export --help",
        id="empty data",
    ),
    pytest.param(
        ("exprot", "story"),
        "there is no file, folder or command 'exprot'; did you mean export?",
        id="a misspelt command",
    ),
    pytest.param(
        ("--nothing",), "no such option '--nothing'; see sidelight open --help", id="only an option"
    ),
    pytest.param(
        ("stats", "story", "--n\x1b[31m\u202e"),
        r"no such option '--n\x1b[31m\u202e'; see sidelight stats --help",
        id="a hostile option",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("args", "sentence"), USAGE)
def test_wrong_usage(run: Run, story: Path, args: tuple[str, ...], sentence: str) -> None:
    before = tree(story.parent)
    ran = run(*args, terminal=True)
    assert (ran.code, ran.out, ran.sentences) == (2, b"", [sentence])
    assert tree(story.parent) == before


def test_no_word_at_all_shows_the_help(run: Run) -> None:
    ran = run()
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("Usage: sidelight ")


# Label sets ----------------------------------------------------------------------------------

X: Final = 'name = "x"\nkey = "z"'
COLOURS: Final = "blue, green, purple, orange, red, teal, pink, yellow"
LABEL_FAULTS = [
    pytest.param({"labels.toml": "[[label]\n"}, ", line 1: this is not TOML: ", id="syntax"),
    pytest.param({"labels.toml": b"\xff\xfe"}, ": the label set cannot be read: it is not UTF-8",
                 id="encoding"),
    pytest.param({"labels.toml": None}, ": the label set cannot be read: is a directory",
                 id="a folder"),
    pytest.param({"labels.toml": ""}, ": it has no [[label]] table; each label needs one",
                 id="empty"),
    pytest.param(
        labels('key = "z"'),
        ', line 1, field name: label 1 lacks it; add a line such as name = "n"',
        id="no name",
    ),
    pytest.param(
        labels(X, 'name = "y"'),
        ', line 4, field key: label 2 lacks it; add a line such as key = "k"',
        id="no key",
    ),
    pytest.param(
        labels(X, 'name = "y"\nkey = "z"'),
        ", line 6, field key: x and y both have the key 'z'; give one of them another",
        id="one key twice",
    ),
    pytest.param(
        labels(X, 'name = "x"\nkey = "h"'),
        ", line 5, field name: there are two labels named 'x'; rename one of them",
        id="one name twice",
    ),
    pytest.param(
        labels(X + '\ncolor = "mauve"'),
        f", line 4, field color: 'mauve' is unknown; choose one of {COLOURS}",
        id="colour",
    ),
    pytest.param(
        labels(X + '\ncolour = "red"'),
        ", line 4, field colour: unknown; a label has name, key, color, style, suggests, "
        "layer, guideline, examples",
        id="field",
    ),
    pytest.param(
        {"labels.toml": f"[[label]]\n{X}\n[[lable]]\n{X}\n"},
        ", line 4, field lable: unknown; a label set holds nothing but [[label]], [[relation]] "
        "and [[document]] tables",
        id="table",
    ),
    pytest.param(
        labels('name = "x"\nkey = "u"'),
        ", line 3, field key: the label x has the key 'u', which always belongs to undo; choose",
        id="the key of a command that keeps it",
    ),
]  # fmt: skip


@pytest.mark.parametrize("command", ["open", "labels"])
@pytest.mark.parametrize("own", [True, False], ids=["of the story", "named"])
@pytest.mark.parametrize(("files", "sentence"), LABEL_FAULTS)
def test_a_broken_label_set(
    run: Run, story: Path, command: str, own: bool, files: dict[str, str], sentence: str
) -> None:
    lay_out(story if own else story.parent, files)
    before = tree(story.parent)
    ran = run(command, "story", *(() if own else ("--labels", "labels.toml")), terminal=True)
    (said,) = ran.sentences
    assert (ran.code, ran.out) == (1, b"")
    assert said.startswith(f"{story / 'labels.toml' if own else 'labels.toml'}{sentence}")
    assert tree(story.parent) == before


def test_a_pipe_in_the_place_of_a_label_set_is_not_waited_for(run: Run, story: Path) -> None:
    make_fifo(story / "labels.toml")
    ran = run("stats", "story")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == [
        f"{story / 'labels.toml'}: the label set cannot be read: it is not a regular file"
    ]


# Keymaps -------------------------------------------------------------------------------------

NO_TABLE: Final = (
    'it must hold a table [keys], with a line such as go.next-word = "w", or [keyboard], or both'
)
KEYMAP_FAULTS = [
    pytest.param({"keymap.toml": "[keys\n"}, ", line 1: this is not TOML: ", id="syntax"),
    pytest.param({"keymap.toml": b"\xff"}, "the keymap cannot be read: it is not UTF-8 text",
                 id="encoding"),
    pytest.param({"keymap.toml": ""}, NO_TABLE, id="empty"),
    pytest.param({"keymap.toml": "[kees]\n"}, NO_TABLE, id="another table"),
    pytest.param(
        keys('go.next-wrod = "h"'),
        "there is no command 'go.next-wrod'; did you mean 'go.next-word'?",
        id="unknown command",
    ),
    pytest.param(keys('zzz = "h"'), "there is no command 'zzz'", id="nothing like it"),
    pytest.param(
        keys('go.next-word = "b"'),
        "the key 'b' is given both to go.next-word and to go.previous-word; "
        "give one of them another",
        id="clash of two commands",
    ),
    pytest.param(
        keys('go.next-word = "a"'),
        "the key 'a' is given both to tag.actor and to go.next-word; give one of them another",
        id="clash with a label",
    ),
    pytest.param(
        keys('go.next-word = "strg+x"'),
        "go.next-word: 'strg+x' is not a key; write a character, or a name such as shift+left",
        id="no key",
    ),
    pytest.param(
        keys('go.next-word = "shift+a"'),
        "go.next-word: 'shift+a' is not a key; write the character itself, such as 'A'",
        id="a shifted letter",
    ),
    pytest.param(
        keys('go.next-word = "1"'),
        "go.next-word: '1' cannot be bound: digits count",
        id="digit",
    ),
    pytest.param(
        keys('go.next-word = "ctrl+q"'),
        "go.next-word: 'ctrl+q' cannot be bound: it always leaves",
        id="a key that never arrives",
    ),
    pytest.param(keys('go.next-word = ""'), "go.next-word: a key is missing", id="nothing"),
    pytest.param(
        keys("go.next-word = 3"), "go.next-word must be a key or a list of keys", id="number"
    ),
]  # fmt: skip


@pytest.mark.parametrize("own", [True, False], ids=["of the person", "named"])
@pytest.mark.parametrize(("files", "sentence"), KEYMAP_FAULTS)
def test_a_broken_keymap(
    run: Run, story: Path, own: bool, files: dict[str, str], sentence: str
) -> None:
    home = story.parent / "config" / "sidelight"
    lay_out(home if own else story.parent, files)
    ran = run("open", "story", *(() if own else ("--keymap", "keymap.toml")), terminal=True)
    (said,) = ran.sentences
    assert (ran.code, ran.out) == (1, b"")
    where = str(home / "keymap.toml") if own else "keymap.toml"
    expected = f"{where}{sentence}" if sentence.startswith(",") else f"{where}: {sentence}"
    if ": " in sentence:
        assert said.startswith(expected)
    else:
        assert said == expected


def test_everything_that_is_wrong_with_a_keymap_is_said_at_once(run: Run, story: Path) -> None:
    lay_out(story.parent, keys('go.next-word = "b"\nhelp = "7"\nhepl = "h"'))
    ran = run("open", "story", "--keymap", "keymap.toml", terminal=True)
    assert (ran.code, ran.sentences) == (
        1,
        [
            "keymap.toml: help: '7' cannot be bound: digits count",
            "keymap.toml: there is no command 'hepl'; did you mean 'help'?",
            "keymap.toml: the key 'b' is given both to go.next-word and to go.previous-word; "
            "give one of them another",
        ],
    )


# Imports -------------------------------------------------------------------------------------

PLACE_LABEL: Final = ["[[label]]", 'name = "place"', 'key = "p"']
DATASETS = [
    pytest.param("", ": the file is empty; there is nothing to import", id="empty"),
    pytest.param(
        row() + "{no JSON}\n",
        ", line 2: this line is not JSON: JSON is malformed: object keys must be strings (byte 1)",
        id="no JSON",
    ),
    pytest.param(
        json.dumps(json.loads(row()), indent=2),
        ", line 1: this line is not JSON by itself; put each article on one line, as jq -c . does",
        id="pretty-printed",
    ),
    pytest.param(
        f"[{row().strip()}]", ", line 1: expected `object`, got `array`", id="one JSON list"
    ),
    pytest.param(
        row(spans=[{"start": 0, "end": 6, "label": "actor", "text": "Berlin"}]),
        ", line 1, field spans[0].text: it is “Berlin”, but the text says “Moscow” there",
        id="another text",
    ),
    pytest.param(
        row(spans=[{"start": 0, "end": 6, "label": "place"}]),
        ", line 1, field spans[0].label: the label set has no 'place' (1 span), only actor, "
        "location, claim, source; say what it means with --map place=LABEL, or leave it out with "
        "--map place=; or add it with --add-labels, or with these lines in labels.toml:",
        id="unknown label",
    ),
    pytest.param(
        row() + row(id="zzz"),
        ", line 2, field id: the story has no article 'zzz'; it has 1_wire, 2_paper; without its "
        "text it cannot be added",
        id="unknown article",
    ),
    pytest.param(
        row(spans=[{"start": 0, "end": 6_000, "label": "actor"}]),
        ", line 1, field spans[0].start: 0-6000 is no range of a text of 70 characters",
        id="no range",
    ),
    pytest.param(
        row(spans=[{"start": "0", "end": 6, "label": "actor"}]),
        ", line 1, field spans[0].start: expected `int`, got `str`",
        id="an offset in quotes",
    ),
]


@pytest.mark.parametrize(("dataset", "sentence"), DATASETS)
def test_a_dataset_that_does_not_fit_leaves_nothing_behind(
    run: Run, story: Path, dataset: str, sentence: str
) -> None:
    lay_out(story.parent, {"in.jsonl": dataset})
    before = tree(story.parent)
    ran = run("import", "story", "in.jsonl")
    said = [each for each in ran.sentences if not each.endswith("% sure)")]
    assert (ran.code, ran.out, said[0]) == (1, b"", f"in.jsonl{sentence}")
    assert said[1:] == (PLACE_LABEL if "these lines" in sentence else [])
    assert tree(story.parent) == before


def test_an_import_into_a_story_that_another_process_has_open(story: Path) -> None:
    lay_out(story.parent, {"in.jsonl": row()})
    with open_story(story) as workspace:
        tag(workspace, "troops")
        before = tree(story)
        ran = sidelight("import", "story", "in.jsonl")
        assert tree(story) == before
    (sentence,) = ran.sentences
    assert (ran.code, ran.out) == (1, b"")
    assert re.fullmatch(
        rf"The story is open in process {os.getpid()} on .+; nothing was imported", sentence
    )


def test_others_may_read_a_story_that_is_open(story: Path) -> None:
    with open_story(story) as workspace:
        tag(workspace, "troops")
        ran = sidelight("export", "story")
    assert (ran.code, ran.sentences) == (
        0,
        [f"2 articles, 1 span, 0 relations, 0 clusters by {ANA}"],
    )


# Once more in a process of its own -----------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        Fault(("none",), "none: there is no such file or folder"),
        Fault(("stats", "x"), f"x: this folder is empty; {NO_ARTICLE}", {"x": None}),
        Fault(("export", "x"), f"the export was stopped: {BINARY}",
              {"x/a.txt": PNG, "x/b.txt": "b"}),
        Fault(("x",), "the screen needs a terminal; export and stats work without one",
              {"x/a.txt": "a"}),
        Fault(("labels", "x"), "invalid value for 'PATH': it is empty", code=2),
    ],
    ids=["missing", "empty", "binary", "no terminal", "usage"],
)  # fmt: skip
def test_a_process_ends_with_the_same_sentence_and_code(tmp_path: Path, fault: Fault) -> None:
    lay_out(tmp_path, fault.files)
    args = fault.args if fault.code == 1 else ("labels", "")
    ran = sidelight(*args)
    assert (ran.code, ran.out, len(ran.sentences)) == (fault.code, b"", 1)
    assert ran.sentences[0].startswith(fault.sentence)
