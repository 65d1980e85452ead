"""No text from outside reaches the terminal as an order, is hidden, or is read as markup.

The real command runs in a pseudo-terminal twice: with harmless words in every place that a text can
come from, and with hostile ones. What the second writes may hold no other sequences than the first.

Nothing is suggested in it: what is on the screen when two outputs are compared, and what j goes to,
would hang on how far suggesting has come by then. `tests/smoke` is a session with all defaults.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from store.text.inert import inert
from tests.payloads import CONTROLS, ESCAPES, EVERYTHING, HIDDEN, HOSTILE, MARKUP
from tests.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.terminal import Terminal

ROWS: Final = 70
COLUMNS: Final = 200
_AT_ONCE: Final = 5
PASTE: Final = b"\x1b[200~"
PASTED: Final = b"\x1b[201~"

# What the program writes --------------------------------------------------------------------

_TOKEN: Final = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<string>[\]PX^_])(?P<content>[^\x07\x1b]{0,20}\x07)?"
    r"|\x1b(?P<escape>[ -/]*[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
)
_COLOUR: Final = re.compile(r"[34]8;(2;\d+;\d+;\d+|5;\d+)")
_PLACE: Final = re.compile(r"\d*(;\d*)?")
_SCROLLS: Final = {"CSI margins r", "ESC D", "ESC M"}
"""What moves the lines of a list; not where keys come so fast that it is painted whole."""


def shapes(output: bytes) -> set[str]:
    """What in an output is not plain text: each kind of sequence, control and hidden character."""
    found: set[str] = set()
    text = output.decode("utf-8", "surrogateescape")
    position = 0
    while (match := _TOKEN.search(text, position)) is not None:
        found |= _hidden(text[position : match.start()])
        found |= _shapes_of(match)
        position = match.end()
    return found | _hidden(text[position:])


def _shapes_of(match: re.Match[str]) -> set[str]:
    parameters, final = match["parameters"], match["final"]
    if final == "m" and not match["between"]:
        codes = _COLOUR.sub("colour", parameters).split(";")
        return {f"CSI {code or '0'} m" for code in codes}
    if final in ("H", "G", "A", "B", "C", "D") and _PLACE.fullmatch(parameters):
        return {f"CSI place {final}"}
    if final == "r" and _PLACE.fullmatch(parameters):
        return {"CSI margins r"}
    if final:
        return {f"CSI {parameters}{match['between']}{final}"}
    if match["string"]:
        return {f"string {match['string']}{match['content']}"}
    return {f"ESC {match['escape']}" if match["escape"] else f"control {ord(match['control']):02x}"}


def _hidden(text: str) -> set[str]:
    shown = inert(text)
    return {
        f"U+{ord(was):04X} in {ascii(text)[-60:]}"
        for was, now in zip(text, shown, strict=True)
        if was != now
    }


def modes(output: bytes) -> set[str]:
    """The modes that are set, and how often; but for those that each repaint sets."""
    found = Counter(re.findall(rb"\x1b\[\?(?!2026|25)\d+[hl]", output))
    return {f"{count} times {mode!r}" for mode, count in found.items()}


@pytest.mark.parametrize("payload", [*ESCAPES, *CONTROLS, *HIDDEN], ids=ascii)
def test_a_payload_that_came_through_would_be_noticed(payload: str, clean: set[str]) -> None:
    output = f"before{payload}after".encode() * 9
    assert not shapes(output) | modes(output) <= clean


# A story with texts in every place ----------------------------------------------------------


def toml(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'


def label(words: Sequence[str], number: int) -> str:
    """The name of a label: each has other words in it."""
    return (f"L{number}" + " ".join(words[number::4])[:100]).strip()


def file_name(text: str) -> str:
    """As much of a text as a file can be named by."""
    plain = text.replace("/", "").replace("\0", "")
    return plain.encode()[:180].decode(errors="ignore")


def write(folder: Path, words: Sequence[str]) -> Path:
    """A story with the words in articles, titles, file names and labels."""
    story = folder / "story"
    story.mkdir()
    for number in range(4):
        some = words[number::4]
        title = " ".join(some)[:150]
        body = "\n".join(f"{n} said {word} end" for n, word in enumerate(some))
        name = f"{number} {file_name(' '.join(some))}.txt"
        filler = "It goes on.\n" * 60  # a text of which much is controls is taken for binary data
        text = f"{title}\n\nMoscow said\n{body}\n{filler}"
        (story / name).write_bytes(text.encode())
    tables = [
        f"[[label]]\nname = {toml(label(words, number))}\n"
        f"key = {toml(key)}\nguideline = {toml(' '.join(words))}\n"
        f"examples = [{', '.join(toml(word) for word in words)}]\n"
        for number, key in enumerate("acls")
    ]
    (story / "labels.toml").write_text("\n".join(tables))
    return story


def rows(story: Path, words: Sequence[str], home: Path) -> Path:
    """A dataset with the words in notes and in names of clusters and relations."""
    lines = []
    for path in sorted(story.glob("*.txt")):
        text = path.read_bytes().decode()
        start = text.index("Moscow said")
        spans = [
            {"id": f"s{n}", "start": start, "end": start + end, "text": text[start : start + end],
             "label": label(words, n), "note": " ".join(words)}
            for n, end in enumerate((6, 11))
        ]  # fmt: skip
        lines.append(
            {
                "id": path.name.removesuffix(".txt"),
                "text": text,
                "spans": spans,
                "relations": [{"type": words[0], "head": "s0", "tail": "s1", "role": words[1]}],
                "clusters": [
                    {
                        "id": "c",
                        "label": spans[0]["label"],
                        "name": " ".join(words),
                        "members": ["s0"],
                    },
                ],
            }
        )
    file = home / "notes.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    return file


# Using it ------------------------------------------------------------------------------------


def paste(screen: Terminal, words: Sequence[str]) -> None:
    screen.type_bytes(PASTE + " ".join(words).encode() + PASTED)


def clear_line(screen: Terminal, there: str) -> None:
    screen.type("\x15")
    screen.until(lambda: there not in screen.text(), "the line is empty")


def paste_into_line(screen: Terminal, words: Sequence[str], there: str = "") -> None:
    """Paste the words into a line, a few at a time so that they fit in it, and clear it."""
    if there:
        screen.until_shown(there)
        clear_line(screen, there)
    for number in range(0, len(words), _AT_ONCE):
        mark = f"77{number}77"
        paste(screen, [mark, *words[number : number + _AT_ONCE]])
        screen.until_shown(mark)
        clear_line(screen, mark)


def shown_after(screen: Terminal, keys: str, text: str) -> None:
    screen.press(keys)
    screen.until_shown(text)


def whole(output: bytes) -> bytes:
    """An output without its end, which may have been read up to within a sequence."""
    return output[: output.rfind(b"\x1b")]


def drive(screen: Terminal, words: Sequence[str]) -> Iterator[str]:
    """Visit every place where a text is shown; gives a name to each, once it is shown."""
    words = [word for word in words if inert(word) == word and len(word) < 99]
    screen.until_shown("spans")
    screen.until_shown("1/4")
    screen.until_shown("line 1/")  # the last line of a pane, when those above are there
    yield "the panes"
    shown_after(screen, "j", "note:")
    shown_after(screen, "j", "note:")
    yield "the inspector"
    shown_after(screen, "?", "Keys and labels")
    for _ in range(12):
        screen.press("\x1b[6~")
    screen.press("\x1b[1;5F")
    screen.until_shown("For example")
    yield "the help"
    screen.press("escape")
    screen.until(lambda: "Keys and labels" not in screen.text(), "the help is closed")
    shown_after(screen, "p", "Articles (")
    yield "the picker"
    paste_into_line(screen, words)
    yield "pasted into the picker"
    screen.press("escape")
    screen.until(lambda: "Articles (" not in screen.text(), "the picker is closed")
    shown_after(screen, "/", "Find:")
    paste_into_line(screen, words)
    yield "pasted into the search"
    screen.press("escape")
    screen.until(lambda: "Find:" not in screen.text(), "the search is closed")
    shown_after(screen, "i", "Note on")
    yield "the note"
    # In a row of its own: pyte drops what follows a joiner in its row.
    paste(screen, [*words, "\npasted-to-the-end"])
    screen.until_shown("pasted-to-the-end")
    assert "nothing can be written here" not in screen.text()
    yield "pasted into the note"
    screen.press("enter")
    screen.until(lambda: "Note on" not in screen.text(), "the note is kept")
    screen.until_shown("saved")
    yield "the inspector with the note"
    shown_after(screen, "E", "type to find a format")
    yield "the export"
    paste_into_line(screen, words)
    screen.press("tab")
    paste_into_line(screen, words, "file story.jsonl")
    paste(screen, ["/none/none/", *words[:3]])
    screen.until_shown("/none/none/")
    screen.press("enter")
    screen.until(lambda: screen.text().count("/none/none/") >= 2, "the fault is shown")
    yield "pasted into the export"
    screen.press("escape")
    screen.until(lambda: "type to find a format" not in screen.text(), "the export is closed")
    shown_after(screen, "]", "2/4")
    shown_after(screen, "]", "3/4")
    shown_after(screen, "]", "4/4")
    yield "the other articles"
    screen.press("q")
    screen.until_left()
    yield "the end"


def run(folder: Path, words: Sequence[str]) -> tuple[dict[str, set[str]], dict[str, str]]:
    """What is written at each place, and what stands on the screen there."""
    story = write(folder, words)
    written: dict[str, set[str]] = {}
    seen: dict[str, str] = {}
    with terminal(
        "import", story, rows(story, words, folder), "--annotator", "t", home=folder
    ) as screen:
        assert screen.until_left() == 0, screen.text()
        written["import"] = shapes(screen.output)
    with terminal(
        "open",
        story,
        "--no-suggestions",
        "--annotator",
        "t",
        home=folder,
        columns=COLUMNS,
        rows=ROWS,
    ) as screen:
        begun = 0
        for place in drive(screen, words):
            end = len(whole(screen.output))
            written[place] = shapes(screen.output[begun:end])
            seen[place] = screen.text()
            begun = end
        written["the last"] = shapes(screen.output[begun:])
        written["the whole"] = modes(screen.output)
    for command in ("stats", "labels", "export"):
        with terminal(command, story, "--annotator", "t", home=folder, columns=COLUMNS) as screen:
            assert screen.until_left() == 0, screen.text()
            output = screen.output
            if command == "export":
                # Data, in which every character that acts is an escape of JSON.
                output = _without_json(output)
            written[command] = shapes(output)
            seen[command] = screen.text()
    return written, seen


def _without_json(output: bytes) -> bytes:
    for line in output.split(b"\r\n"):
        if line.startswith(b"{"):
            json.loads(line)
            assert not re.search("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]",
                                 line.decode())  # fmt: skip
            output = output.replace(line, b"")
    return output


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The shapes of all that is written where every text is harmless."""
    words = [f"word{number}" for number in range(len(EVERYTHING))]
    written, _ = run(tmp_path_factory.mktemp("clean"), words)
    return _SCROLLS.union(*written.values())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, set[str]], dict[str, str]]:
    return run(tmp_path_factory.mktemp("hostile"), EVERYTHING)


def test_nothing_but_what_the_program_means_to_write_is_written(
    clean: set[str], hostile: tuple[dict[str, set[str]], dict[str, str]]
) -> None:
    written, _ = hostile  # the name of the place tells where to look
    unmeant = {place: found - clean for place, found in written.items() if found - clean}
    assert unmeant == {}


def test_markup_is_shown_as_it_is_written(
    hostile: tuple[dict[str, set[str]], dict[str, str]],
) -> None:
    seen = hostile[1]
    for place in ("the panes", "labels"):
        one_line = "".join(line.rstrip() for line in seen[place].split("\n"))
        for payload in ("[red]r1[/]", "[@click=app.bell()]r2[/]", "[$error]r5"):
            assert payload in one_line, place


# Where a fix is waited for ---------------------------------------------------------------------


def test_a_label_that_looks_like_markup_is_listed_in_the_palette(tmp_path: Path) -> None:
    story = write(tmp_path, MARKUP)
    with terminal(
        "open", story, "--no-suggestions", "--annotator", "t", home=tmp_path, columns=COLUMNS
    ) as screen:
        screen.until_shown("1/4")
        screen.type("\x10tag")
        screen.until(
            lambda: "as L3" in screen.text() or "Traceback" in screen.text(), "the labels are found"
        )
        assert "as L0[red]r1[/]" in screen.text()
        screen.press("tab")
        screen.until(lambda: "tag.L3" in screen.text(), "their names are shown")
        assert "tag.L0[red]r1[/]" in screen.text()


@pytest.mark.parametrize(("key", "dialog"), [("p", "Articles ("), ("/", "Find:"), ("i", "Note on")])
def test_what_is_pasted_is_shown_inert_and_gives_no_commands(
    tmp_path: Path, clean: set[str], key: str, dialog: str
) -> None:
    story = write(tmp_path, ["word"] * 9)
    file = rows(story, ["word"] * 9, tmp_path)
    with terminal("import", story, file, "--annotator", "t", home=tmp_path) as screen:
        assert screen.until_left() == 0, screen.text()
    with terminal(
        "open", story, "--no-suggestions", "--annotator", "t", home=tmp_path, columns=COLUMNS
    ) as screen:
        screen.until_shown("1/4")
        screen.press("j")
        screen.until_shown("note:")
        shown_after(screen, key, dialog)
        paste(screen, ["7777", *HIDDEN[:8], *ESCAPES, "7878"])
        screen.until(lambda: b"7878" in screen.output or b"7777" in screen.output, "it was pasted")
        screen.until(lambda: dialog in screen.text(), "the dialog is still there")
        assert shapes(whole(screen.output)) - clean == set()


# Errors ----------------------------------------------------------------------------------------


def said(folder: Path, *arguments: str | Path) -> tuple[set[str], str]:
    """What is written by a command that is refused, and what stands on the screen."""
    with terminal(*arguments, home=folder, columns=COLUMNS, rows=ROWS) as screen:
        assert screen.until_left() in (1, 2)
        return shapes(screen.output), screen.text()


def test_errors_repeat_what_is_wrong_without_obeying_it(tmp_path: Path, clean: set[str]) -> None:
    story = write(tmp_path, ["word"] * 9)
    everything = " ".join(HOSTILE).replace("\0", "")
    keymap = tmp_path / "keymap.toml"
    keymap.write_text(
        f"[keys]\n{toml(everything)} = {toml(everything)}\nundo = {toml(everything)}\n"
    )
    labels = tmp_path / "labels.toml"
    labels.write_text(f"[[label]]\nname = 'a'\nkey = {toml(everything)}\n")
    unfit = tmp_path / "unfit.jsonl"
    unfit.write_text(json.dumps({"id": everything, "text": everything, "spans": []}))
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(json.dumps({"id": "a", "spans": [], "offset_unit": everything}))
    raw = tmp_path / "raw.jsonl"
    raw.write_bytes(b'{"id": ' + everything.encode())
    for arguments in (
        ("open", story, "--keymap", keymap),
        ("open", story, "--labels", labels),
        ("labels", story, "--labels", labels),
        ("import", story, unfit, "--no-new-articles"),
        ("import", story, wrong),
        ("import", story, raw),
        ("stats", story, "--annotator", everything),
        ("open", tmp_path / everything.replace("/", "")),
        ("open", story, "--theme", everything),
        ("open", story, "--columns", everything),
        ("export", story, "--format", everything),
        (everything,),
    ):
        found, text = said(tmp_path, *arguments)
        assert found - clean == set(), arguments[:1]
        assert "Traceback" not in text, text
