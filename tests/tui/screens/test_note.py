"""A note is written, changed, emptied, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from tests.faults import FaultyFiles
from tests.stories import write_story
from tests.tui.support import reading, reading_text
from tui.screens.note import NoteScreen, Writing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader


@pytest.mark.parametrize(
    ("typed", "note", "sentence"),
    [
        (("who?", "enter"), "who?", "actor  “Iran”"),
        (("one", "ctrl+j", "two", "enter"), "one\ntwo", "actor  “Iran”"),
        (("one", "alt+enter", "two", "enter"), "one\ntwo", "actor  “Iran”"),
        (("who?", "escape", "escape"), "", "actor  “Iran”"),
        (("who?", "escape", "enter"), "who?", "actor  “Iran”"),
        (("who?", "escape", "!", "enter"), "who?!", "actor  “Iran”"),
        (("who?", "backspace", "backspace", "backspace", "backspace", "escape"), "", "actor"),
        (("one two", "ctrl+w", "enter"), "one", "actor  “Iran”"),
        (("one two", "ctrl+u", "x", "enter"), "x", "actor  “Iran”"),
        (("one", "home", "a", "end", "z", "enter"), "aonez", "actor  “Iran”"),
        (("one", "ctrl+w", "ctrl+z", "enter"), "one", "actor  “Iran”"),
        (("enter",), "", "The note stays as it was"),
        (("  ", "enter"), "", "The note stays as it was"),
        (("[bold] &c. 京", "enter"), "[bold] &c. 京", "actor  “Iran”"),
        (("a", "backspace", "b", "left", "c", "enter"), "cb", "actor  “Iran”"),
    ],
)
async def test_a_note(tmp_path: Path, typed: tuple[str, ...], note: str, sentence: str) -> None:
    async with reading_text(tmp_path, "|Iran left us") as ana:
        await ana.press("a i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        assert "“Iran”" in ana.screen()
        for part in typed:
            is_key = "+" in part or part in ("enter", "escape", "backspace", "left", "home", "end")
            await (ana.press if is_key else ana.write)(part)
        await ana.until_main()
        assert [a.note for a in ana.annotations()] == [note]
        assert ana.tags() == ["actor[0:4]Iran"]
        assert sentence in (ana.says(), ana.means()[: len(sentence)])


async def test_a_note_is_changed_emptied_and_brought_back(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left us") as ana:

        async def note(typed: str) -> list[str]:
            await ana.press("i")
            await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
            await ana.press(typed)
            await ana.until_main()
            return [a.note for a in ana.annotations()]

        await ana.press("a")
        assert await note("o n e enter") == ["one"]
        assert ana.line("inspector", 1).startswith("note: one")
        assert await note("! enter") == ["one!"]
        assert await note("backspace backspace backspace backspace enter") == [""]
        await ana.press("u")
        assert [a.note for a in ana.annotations()] == ["one!"]
        await ana.press("u")
        assert [a.note for a in ana.annotations()] == ["one"]


async def test_keys_typed_right_after_i_are_of_the_note(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left us") as ana:
        await ana.press("a")
        ana.burst("i", *"calls us d", "enter")
        await ana.until(lambda: ana.annotations()[0].note, "the note is kept")
        await ana.until_main()
        assert ana.tags() == ["actor[0:4]Iran"]
        assert ana.annotations()[0].note == "calls us d"


async def test_esc_waits_for_nothing_but_what_was_typed_before(tmp_path: Path) -> None:
    """In one packet over a slow line: what comes after Esc is for what is there then."""
    async with reading_text(tmp_path, "|Iran left us") as ana:
        await ana.press("a")
        ana.burst("i", "escape", "d")
        await ana.until(lambda: not ana.tags(), "the key after it is one of the main screen")
        await ana.press("u i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        ana.burst("w", "escape", "h", "o", "enter")
        await ana.until(lambda: ana.annotations()[0].note, "the note is kept")
        assert ana.annotations()[0].note == "who"


async def test_what_is_pasted_is_written(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left us") as ana:
        await ana.press("a i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        await ana.send(Paste("one\ntwo"))
        await ana.until_screen("two")
        assert "nothing can be written" not in ana.screen()
        await ana.press("enter")
        await ana.until_main()
        assert ana.annotations()[0].note == "one\ntwo"


async def test_esc_asks_before_what_was_written_is_lost(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left us") as ana:
        await ana.press("a i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        ana.burst(*"who", "escape")  # over a slow line all in one
        await ana.until_screen("Keep what you wrote? Enter yes · Esc no")
        ana.burst("?")
        await ana.until(lambda: "Keep what you wrote" not in ana.screen(), "writing goes on")
        await ana.press("escape enter")
        await ana.until_main()
        assert [a.note for a in ana.annotations()] == ["who?"]


async def test_the_note_grows_to_half_the_screen(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left us", size=(80, 40)) as ana:
        await ana.press("a i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")

        def rows() -> int:
            return ana.app.screen.query_one("#note-text").size.height

        assert rows() == 6
        for _ in range(30):
            await ana.press("ctrl+j")
        await ana.until(lambda: rows() == 20, "it has half the screen")


async def test_a_note_has_a_sign_beside_the_text_until_it_is_taken_back(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left\n") as ana:
        await ana.press("a i")
        await ana.until(lambda: ana.app.focused, "it can be written")
        await ana.write("why?")
        await ana.press("enter")
        await ana.until_main()
        await ana.until(lambda: " a° " in ana.rows()[2], "the sign is there")
        await ana.press("u")
        await ana.until(lambda: "°" not in ana.rows()[2], "it is gone")


@pytest.mark.parametrize(
    ("before", "typed", "note"),
    [
        ("|Iran left us", "who?", "who?"),
        ("Iran. | ", "who?", "who?"),
        ("[[Iran left|]] us", "who?", "“Iran left” who?"),
        ("[[Iran left|]] us", "", ""),
    ],
)
async def test_where_nothing_is_tagged_the_note_is_on_the_article(
    tmp_path: Path, before: str, typed: str, note: str
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press("i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        assert "Note on the article" in ana.screen()
        await ana.write(typed)
        await ana.press("enter")
        await ana.until_main()
        assert ana.workspace.now.links().record_of(ana.article_id).note == note
        assert ana.tags() == []


async def writing(ana: Reader) -> None:
    await ana.until(
        lambda: isinstance(ana.app.screen, NoteScreen) and ana.app.screen.focused,
        "a note can be typed",
    )


@pytest.fixture
def drafts(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What the dialog begins with, each time that it is opened, if that was written before."""
    found: list[str | None] = []
    begin = NoteScreen.begin

    def recorded(dialog: NoteScreen, writing: Writing) -> None:
        found.append(writing.draft)
        begin(dialog, writing)

    monkeypatch.setattr(NoteScreen, "begin", recorded)
    return found


@pytest.mark.parametrize(
    "keys", ["i", "O i", "g i i"], ids=["in the text", "in the list", "on the card"]
)
async def test_what_was_written_stands_there_again_if_the_disk_is_full(
    tmp_path: Path, drafts: list[str | None], keys: str
) -> None:
    files = FaultyFiles()
    story = write_story(tmp_path, {"one.txt": "Iran left us"})
    async with reading(story, files=files) as ana:
        await ana.press(f"a {keys}")
        await writing(ana)
        files.arm("write_some")
        await ana.write("long thought")
        await ana.press("enter")
        await ana.until(lambda: drafts[-1] == "long thought", "it is opened anew")
        await writing(ana)
        assert "long thought" in ana.screen()
        await ana.press("escape")
        await ana.until_screen("Keep what you wrote?")
        files.disarm()
        await ana.press("enter")
        await ana.until(lambda: not isinstance(ana.app.screen, NoteScreen), "it is kept")
        notes = [each.note for each in ana.annotations()]
        assert "long thought" in (*notes, ana.workspace.now.links().record_of("one").note)


@pytest.mark.parametrize("rest", ["", ". " + "It was a long and winding story to tell. " * 9])
async def test_a_note_written_while_its_article_changes_is_not_lost(
    tmp_path: Path, drafts: list[str | None], rest: str
) -> None:
    text = f"Iran left us{rest}"
    story = write_story(tmp_path, {"one.txt": text})
    async with reading(story) as ana:
        await ana.press("a i")
        await writing(ana)
        (story / "one.txt").write_text(f"So {text}", encoding="utf-8")
        await ana.write("why?")
        await ana.press("enter")
        await ana.until(lambda: drafts[-1] == "why?", "it is opened anew")
        await writing(ana)
        await ana.press("enter")
        await ana.until_main()
        opened = ana.workspace.article("one")
        (noted,) = (*opened.annotations, *opened.orphaned)  # by how sure its place is
        assert noted.note == "why?"
