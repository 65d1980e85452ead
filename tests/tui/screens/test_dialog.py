"""Every key of every dialog can be changed, and what a dialog says of its keys follows."""

from __future__ import annotations

from functools import partial
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from msgspec.structs import replace
from textual import events

from store.annotations.edits import EditOfAnnotation
from store.files import Files
from store.labels import DEFAULT_LABELS
from store.ledger.conflicts import KeptConflict, write_conflicts
from tests.stories import home, open_story, tag, write_story
from tests.tui.support import reading
from tui.keys.commands import LEAVE, WRITING_MODES, Mode, all_commands
from tui.keys.key_names import key_name
from tui.keys.keymap import KeymapError
from tui.keys.keymap_file import keymap_for
from tui.screens.typed_line import TypedLine
from tui.widgets.command_keys import CommandKeys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.support import Reader

ALL: Final = all_commands(DEFAULT_LABELS)
TEXT: Final = "Moscow sent troops. Moscow said so.\n"


class Opened(NamedTuple):
    """A dialog: the command that opens it, those of which it says the keys, and those that lead
    from another dialog to it."""

    command: str
    hints: tuple[str, ...]
    then: tuple[str, ...] = ()


DIALOGS: Final = {
    Mode.HELP: Opened("help", ("list.choose", "list.ids", LEAVE)),
    Mode.PICK: Opened(
        "article.pick", ("list.up", "list.down", "list.choose", "pick.other-pane", LEAVE)
    ),
    Mode.NOTE: Opened("annotation.note", ("note.keep", "note.new-line", LEAVE)),
    Mode.CARD: Opened("article.card", ("card.note", "undo", LEAVE)),
    Mode.FIGURES: Opened("figures", (LEAVE,)),
    Mode.EXPORT: Opened(
        "export",
        ("list.up", "list.down", "export.next-scope", "export.previous-scope", "export.field",
         "export.text", "export.write", LEAVE),
    ),
    Mode.IMPORT: Opened("import", ("import.go", "import.complete", "import.labels", LEAVE)),
    Mode.REVIEW: Opened(
        "review",
        ("review.accept", "review.move", "review.drop", "undo", "list.up", "list.down", LEAVE),
    ),
    Mode.CONFLICTS: Opened(
        "conflicts",
        ("conflicts.keep", "conflicts.take", "undo", "list.choose", "list.up", "list.down", LEAVE),
    ),
    Mode.CHECK: Opened(
        "consistency",
        ("tag.actor", "suggestion.reject", "annotation.remove", "undo", "pane.next",
         "list.choose", LEAVE),
    ),
    Mode.LIST: Opened(
        "annotations",
        ("tag.actor", "annotation.remove", "annotation.note", "list.choose", "rows.mark",
         "rows.mark-all", "rows.filter", "rows.group", "rows.order", "rows.article", "rows.kinds",
         "undo", LEAVE),
    ),
    Mode.CLUSTERS: Opened(
        "clusters",
        ("suggestion.accept", "suggestion.reject", "suggestion.accept-kind", "rows.mark",
         "clusters.join", "clusters.split", "annotation.remove", "clusters.rename",
         "clusters.ids", "list.choose", "clusters.next-label", "rows.filter", "undo", LEAVE),
    ),
    Mode.DIFFERING: Opened(
        "discrepancies",
        ("list.choose", "discrepancies.contradicts", "discrepancies.not-same",
         "discrepancies.all", "rows.filter", "undo", LEAVE),
    ),
    Mode.FILTER: Opened("annotations", ("rows.keep-filter", LEAVE), ("rows.filter",)),
    Mode.MATRIX: Opened(
        "matrix",
        ("matrix.asserts", "matrix.hedges", "matrix.contradicts", "matrix.both", "matrix.omits",
         "matrix.clear", "matrix.read", "list.choose", "matrix.quotes", "matrix.rename",
         "matrix.mark", "matrix.dispute", "matrix.rows", "matrix.order", "rows.filter",
         "matrix.one-origin", "matrix.disputed", "matrix.anonymous", "matrix.unread",
         "matrix.stale", "export", "undo", LEAVE),
    ),
    Mode.QUOTES: Opened(
        "matrix",
        ("list.down", "list.up", "list.choose", "matrix.quotes", LEAVE),
        ("matrix.rows", "matrix.quotes"),
    ),
    Mode.SEARCH: Opened("search", ("search.kind",)),
    Mode.PALETTE: Opened("palette", ("list.choose", "list.ids", LEAVE)),
}  # fmt: skip


def of_mode(mode: Mode) -> list[str]:
    return [command.id for command in ALL if mode in command.modes]


def rebound(mode: Mode) -> dict[str, str]:
    """A key of its own for each command of a mode."""
    return dict(
        zip(of_mode(mode), (f"alt+{each}" for each in f"{ascii_lowercase}{digits}=-"), strict=False)
    )


def keymap_file(folder: Path, keys: dict[str, str]) -> Path:
    path = folder / "keymap.toml"
    path.write_text("[keys]\n" + "\n".join(f'"{k}" = "{v}"' for k, v in keys.items()))
    return path


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A story with something to check, and an annotation whose place is to be settled."""
    story = write_story(tmp_path / "story", {"1_wire.txt": f"The troops left.\n\n{TEXT}"})
    with open_story(story) as workspace:
        tag(workspace, "troops left")
    (story / "1_wire.txt").write_text(TEXT)
    with open_story(story) as workspace:
        moscow = tag(workspace, "Moscow")
    noted = EditOfAnnotation("1_wire", moscow, replace(moscow, note="why?"))
    kept = KeptConflict("both have changed its note", noted, stays=True)  # it is settled
    write_conflicts(home(story), [kept], Files())
    return story


async def opened(ana: Reader, mode: Mode) -> CommandKeys:
    """Open a dialog by its command, over the annotation of an article."""
    ana.go("Moscow")
    ana.main.run_command(DIALOGS[mode].command)
    await ana.settle()
    await ana.until(lambda: taker(ana) is not None, "the dialog is open")
    found = taker(ana)
    assert found is not None
    if mode in WRITING_MODES and mode is not Mode.FILTER:
        await ana.until(lambda: ana.app.focused, "the field has the keys")
    await until_looked_at(ana)
    for command_id in DIALOGS[mode].then:
        found.command(command_id)
        await until_looked_at(ana)
    if mode is Mode.FILTER:
        await ana.until(lambda: ana.app.focused, "the field has the keys")
    await ana.until(lambda: getattr(taker(ana), "MODE", None) is mode, "it has the keys")
    found = taker(ana)
    assert found is not None
    return found


async def until_looked_at(ana: Reader) -> None:
    await ana.settle()
    await ana.until(lambda: "Looking through" not in ana.screen(), "the story was looked at")
    await ana.settle()


def taker(ana: Reader) -> CommandKeys | None:
    lines = ana.app.screen.query(TypedLine)
    found = ana.main.search_bar or next(iter(lines), ana.app.screen)
    return found if isinstance(found, CommandKeys) else None


def test_every_mode_of_a_dialog_is_here() -> None:
    beside = {Mode.READING, Mode.RESIZING, Mode.JUMPING, Mode.LEAVING, Mode.PRACTICE}
    beside |= {Mode.ADJUDICATING}
    beside |= {Mode.WELCOME, Mode.LIBRARY}  # there is no story to open them from
    beside |= {Mode.TYING, Mode.RECORD}  # no dialog; and one that takes a claim to open
    assert set(DIALOGS) == set(Mode) - beside


@pytest.mark.parametrize("mode", DIALOGS)
async def test_a_dialog_does_the_commands_of_its_mode(changed: Path, mode: Mode) -> None:
    async with reading(changed, size=(120, 40)) as ana:
        dialog = await opened(ana, mode)
        assert dialog.MODE is mode
        assert set(of_mode(mode)) <= set(dialog.handlers())


@pytest.mark.parametrize("mode", DIALOGS)
async def test_every_key_of_a_dialog_can_be_changed(
    changed: Path, tmp_path: Path, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = rebound(mode)
    done: list[str] = []

    def recorded(_: CommandKeys) -> dict[str, Callable[[], object]]:
        return {command_id: partial(done.append, command_id) for command_id in keys}

    own_keys = keymap_file(tmp_path, keys)
    async with reading(changed, size=(120, 40), own_keys=own_keys) as ana:
        dialog = await opened(ana, mode)
        monkeypatch.setattr(type(dialog), "handlers", recorded)
        for key in keys.values():
            await ana.press(key)
        await ana.until(lambda: len(done) == len(keys), "each command was given")
        assert done == list(keys)
        usual = {chord for c in ALL if mode in c.modes for chord in c.keys if len(chord) > 1}
        for chord in sorted(usual - {"ctrl+z"}):
            await ana.press(chord)
        assert done == list(keys)
        assert taker(ana) is dialog


@pytest.mark.parametrize("mode", [mode for mode in DIALOGS if DIALOGS[mode].hints])
async def test_a_dialog_says_the_keys_that_it_has(
    changed: Path, tmp_path: Path, mode: Mode
) -> None:
    keys = rebound(mode)
    own_keys = keymap_file(tmp_path, keys)
    async with reading(changed, size=(160, 90), own_keys=own_keys) as ana:
        await opened(ana, mode)
        for command_id in DIALOGS[mode].hints:
            await ana.until_screen(key_name(keys[command_id]))


async def test_a_sentence_of_the_store_names_the_key_that_the_person_has(
    changed: Path, tmp_path: Path
) -> None:
    own_keys = keymap_file(tmp_path, {"review": "f8"})
    async with reading(changed, size=(120, 40), own_keys=own_keys) as ana:
        await ana.until_screen("F8 lists")


@pytest.mark.parametrize("mode", [Mode.REVIEW, Mode.CHECK, Mode.LIST, Mode.MATRIX, Mode.CLUSTERS])
async def test_where_nothing_is_written_a_paste_is_refused_in_a_line(
    changed: Path, mode: Mode
) -> None:
    said = "A paste is not taken as keys"
    async with reading(changed, size=(120, 40)) as ana:
        dialog = await opened(ana, mode)
        before = ana.tags()
        await ana.send(events.Paste("dq\n"))
        await ana.until_screen(said)
        assert taker(ana) is dialog
        assert ana.tags() == before
        await ana.press("down")
        await ana.until(lambda: said not in ana.screen(), "the next key takes it away")


async def test_a_paste_goes_into_the_field_of_a_dialog(changed: Path) -> None:
    async with reading(changed, size=(120, 40)) as ana:
        await opened(ana, Mode.PICK)
        await ana.send(events.Paste("zzz"))
        await ana.until_screen("No article fits that")


async def test_esc_leaves_what_was_begun_before_it_leaves_the_dialog(
    changed: Path, tmp_path: Path
) -> None:
    own_keys = keymap_file(tmp_path, {"export.write": "ctrl+x w"})
    async with reading(changed, own_keys=own_keys) as ana:
        dialog = await opened(ana, Mode.EXPORT)
        await ana.press("ctrl+x escape")
        assert taker(ana) is dialog
        await ana.press("escape")
        assert taker(ana) is None


async def test_the_key_after_esc_is_for_what_is_below(changed: Path, tmp_path: Path) -> None:
    own_keys = keymap_file(tmp_path, {LEAVE: "ctrl+t"})
    async with reading(changed, own_keys=own_keys) as ana:
        for mode in DIALOGS:
            if DIALOGS[mode].then:  # below that is another dialog, not the text
                continue
            await opened(ana, mode)
            before = ana.pane.selection.head
            ana.burst("ctrl+t", "w")
            await ana.until(lambda: taker(ana) is None, "the dialog was left")
            await ana.settle()
            assert ana.pane.selection.head > before, mode


async def test_what_is_typed_while_a_dialog_opens_is_written_into_it(changed: Path) -> None:
    async with reading(changed) as ana:
        ana.go("Moscow")
        ana.burst("i", *"why?", "enter")
        await ana.until(lambda: any(a.note for a in ana.annotations()), "the note is kept")
        assert [a.note for a in ana.annotations()] == ["why?"]


@pytest.mark.parametrize("key", ["x", "space", "backspace", "x y"])
def test_what_is_written_is_no_key_where_one_writes(tmp_path: Path, key: str) -> None:
    own_keys = keymap_file(tmp_path, {"note.keep": key})
    first = key.split(" ")[0]
    with pytest.raises(KeymapError) as caught:
        keymap_for(ALL, own_keys)
    sentence = f"note.keep: {first!r} cannot be bound: where note.keep works, it is written"
    assert str(caught.value) == f"{own_keys}: {sentence}"


def test_a_key_of_ones_own_goes_before_a_default_in_a_dialog(tmp_path: Path) -> None:
    own = {"go.right": "ctrl+t", "annotation.next": "right"}
    keymap = keymap_for(ALL, keymap_file(tmp_path, own))
    command = keymap.press("right", Mode.CHECK).command
    assert command is not None
    assert command.id == "annotation.next"


def test_but_not_before_the_one_that_leaves(tmp_path: Path) -> None:
    own = keymap_file(tmp_path, {"note.keep": "escape"})
    with pytest.raises(KeymapError, match=r"'escape' is given both to note\.keep and to dialog"):
        keymap_for(ALL, own)


def test_a_command_of_a_dialog_that_there_is_not(tmp_path: Path) -> None:
    own = keymap_file(tmp_path, {"note.kept": "f5"})
    with pytest.raises(KeymapError, match=r"no command 'note\.kept'; did you mean 'note\.keep'"):
        keymap_for(ALL, own)


@pytest.mark.parametrize(
    ("opens", "key"), [("g s", "q"), ("g i", "x"), ("c I", "y"), ("O", "q"), ("m", "q"), ("D", "x")]
)
async def test_a_key_that_means_nothing_is_refused_until_the_next(
    tmp_path: Path, opens: str, key: str
) -> None:
    said = f"'{key}' does nothing here; Esc leaves"
    async with reading(write_story(tmp_path)) as ana:
        await ana.press(opens)
        await ana.press(key)
        await ana.until_screen(said)
        await ana.press("down")
        await ana.until(lambda: said not in ana.screen(), "it is read")
        await ana.press("escape")
        assert ana.app.screen is ana.main


@pytest.mark.parametrize("opens", ["O", "W", "m", "D"])
async def test_every_list_that_fills_the_screen_has_a_help(tmp_path: Path, opens: str) -> None:
    async with reading(write_story(tmp_path), size=(160, 50)) as ana:
        await ana.press(opens)
        await ana.until(lambda: ana.app.screen is not ana.main, "it is open")
        await ana.until_screen("? ")
        await ana.press("?")
        await ana.until_screen("this list")
