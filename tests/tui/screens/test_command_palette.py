"""The palette has the commands that the keys have, and finds them by what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.labels import DEFAULT_LABELS
from tests.tui.keys.support import ALL
from tests.tui.support import reading
from tui.keys.commands import Mode
from tui.keys.finding import rows_that_fit
from tui.keys.keymap_file import keymap_for
from tui.screens.command_palette import palette_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader

KEYMAP = keymap_for(ALL)


def found(typed: str, used: tuple[str, ...] = ()) -> list[str]:
    """The ids of what fits, the best first."""
    rows = palette_rows(KEYMAP, (Mode.READING,), used)
    return [row.command_id for row in rows_that_fit(typed, rows) if row.command_id]


def answered(typed: str) -> str:
    """What is said first to who looks for what is no command."""
    return rows_that_fit(typed, palette_rows(KEYMAP, (Mode.READING,), ()))[0].text


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        *((each, "quit") for each in ("quit", "exit", ":q", "q", "QUIT", "Z Z")),
        ("delete", "annotation.remove"),
        ("erase", "annotation.remove"),
        ("columns", "panes.more"),
        ("columns fit", "panes.auto"),
        ("columns red", ""),
        ("show as many", "panes.auto"),
        ("many as show", "panes.auto"),
        ("figures", "annotations"),
        ("save", "export"),
        ("comment", "annotation.note"),
        ("light", "theme.toggle"),
        ("rename loc", "tag.location"),
        ("go.page-d", "go.page-down"),
        ("ctrl+pgdn", "article.next"),
        ("Y", "suggestion.accept-kind"),
        ("qt", ""),
        ("split", "annotation.split"),
        ("exp", "export"),
        ("split the annotation", "annotation.split"),
        ("palette", ""),
    ],
)
def test_what_is_found_first(typed: str, first: str) -> None:
    assert (found(typed) or [""])[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("find", "search"),
        ("color", "theme.toggle"),
        ("csv", "export"),
        ("merge", "annotation.merge"),
        ("progress", "figures"),
        ("todo", "article.next-to-do"),
        ("mark done", "article.done"),
        ("select all", "select.grow"),
        ("top", "go.article-start"),
        ("bottom", "go.article-end"),
        ("filter", "annotations"),
        ("manual", "help"),
        ("ai", "suggestions.toggle"),
        ("repeat", "again"),
        ("tab", "pane.next"),
        ("ctrl+s", "saved"),
        ("esc", "cancel"),
    ],
)
def test_words_and_keys_from_elsewhere(typed: str, first: str) -> None:
    assert (found(typed) or [""])[0] == first


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("settings", "Your own keys: "),
        ("zoom", "The terminal sets the size of letters; - and + "),
        ("replace", "The text of an article never changes. O lists "),
        ("history", "What was done, when: "),
        ("print", "To print or send: "),
        ("user", "Work with others: "),
        ("new label", "Your own labels: "),
        ("tutorial", "The dozen keys can be learned "),
    ],
)
def test_what_is_no_command_is_answered(typed: str, said: str) -> None:
    assert answered(typed).startswith(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("origin", "How an annotation came to be"),
        ("refresh", "There is nothing to reload"),
        ("reload", "There is nothing to reload"),
        ("cursor", "The terminal's own cursor"),
        ("margin", "A letter in the margin"),
        ("language", "What is suggested by rules is for English"),
        ("line numbers", "The line of the caret stands below each article"),
        ("password", "Nothing has a password"),
        ("escape", "End the selection"),
        ("label studio", "What Label Studio, doccano, brat"),
        ("delete article", "An article is a file in the story's folder"),
        ("delete label", "Your own labels"),
        ("normal mode", "There is no mode to be in"),
        ("ctrl+x", "d removes an annotation"),
        ("ctrl+v", "Nothing can be pasted"),
    ],
)
def test_what_newcomers_look_for_is_answered(typed: str, said: str) -> None:
    assert answered(typed).startswith(said)


WORDS: Final = """
accept, accessibility, active learning, add label, ai, all, annotation, api, arabic, arc, arrow,
article, assign, attributes, author, auto, autosave, azerty, back, backup, batch, blame, bookmark,
boundaries, brackets, brat, browser, buffer, bug, bulk, cancel, case sensitive, chat, cheatsheet,
clipboard, close, cloud, codebook, color, columns, command palette, comments, compare, confidence,
configuration, conll, coreference, crash, csv, curation, dark, dashboard, deselect, discussion,
doccano, documentation, documents, dot, edit text, emacs, encoding, entities, entity linking,
export, files, filter, find in files, font, gold, grow, guidelines, help,
hide, history, hotkeys, id, ids, ignore, image, import, inception, isearch, jump, kappa,
keybindings, keyboard layout, keyboard shortcuts, layers, learn, level, license, link, lint, list,
login, macro, matrix, merge, metadata, metrics, minimap, modality, mouse, multi cursor, multi label,
negation, nested, new article, next task, normalization, notes, offline, open, overlap, page down,
paste, people, prediction, preferences, prodigy, progress, propagate, python, query, quit, random,
recommender, redo, regex, rename, repeat, replace all, report, reset, review, save, screen reader,
score, shell, shortcuts, skip, slow, sort, source, spacy, spans, split, ssh, statistics, submit,
suggestion, sync, tabs, tagset, theme, threshold, timer, tmux, todo, track changes, translate, trim,
undo all, unicode, upload, users, validate, version, vim, visual, webanno, wikidata, window, write,
wrap, zoom
"""


def test_a_word_that_people_bring_along_finds_something() -> None:
    words = [word.strip() for word in WORDS.replace("\n", " ").split(",")]
    rows = palette_rows(KEYMAP, (Mode.READING,), ())
    assert [word for word in words if not rows_that_fit(word, rows)] == []


def test_nothing_typed_lists_every_command() -> None:
    expected = {c.id for c in ALL if Mode.READING in c.modes}
    assert {*found("")} == expected - {"palette"}
    assert f"tag.{next(iter(DEFAULT_LABELS)).name}" in found("")[-40:]


def test_what_was_used_last_stands_first() -> None:
    assert found("", ("review", "export"))[:2] == ["review", "export"]
    assert found("panes", ("panes.fewer",))[0] == "panes.fewer"


async def open_palette(ana: Reader) -> None:
    await ana.press("ctrl+p")
    await ana.until_screen(" 1 of ")
    await ana.until(lambda: ana.app.screen.focused, "a command can be typed")


async def test_the_palette_runs_a_command(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await open_palette(ana)
        await ana.write("relabel as location")
        await ana.until_screen(" 1 of 1 ")
        await ana.press("enter")
        await ana.until_main()
        assert ana.tags() == ["location[0:4]Iran"]
        await open_palette(ana)
        assert ana.picker().splitlines()[2].startswith("│  Tag or relabel what is meant as loc")


async def test_keys_go_through_it_and_tab_shows_names(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await open_palette(ana)
        total = len(found(""))
        for keys, at in (("down", 2), ("ctrl+end", total), ("up", total - 1), ("ctrl+home", 1)):
            await ana.press(keys)
            await ana.until_screen(f" {at} of {total}")
        await ana.press("tab")
        await ana.until_screen("│  jump ")
        await ana.write("undo")
        await ana.press("escape")
        await ana.until_screen(f" 1 of {total} ")
        await ana.press("escape")
        await ana.until_main()


async def test_it_opens_over_a_search_that_is_typed(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("/")
        await ana.until(lambda: ana.main.focused, "the search can be typed")
        await open_palette(ana)


@pytest.mark.parametrize("size", [(80, 24), (50, 12)])
async def test_no_sentence_is_cut(seeds: Path, size: tuple[int, int]) -> None:
    command = max((c for c in ALL if Mode.READING in c.modes), key=lambda each: len(each.help))
    async with reading(seeds, size=size) as ana:
        await open_palette(ana)
        await ana.write(command.id)
        await ana.until_screen(" 1 of 1 ")
        shown = " ".join(row.strip("│ ") for row in ana.picker().splitlines()[2:-1])
        keys = KEYMAP.names_of(command.id)
        assert command.help in " ".join(shown.replace(f" {keys} ", " ").split())
