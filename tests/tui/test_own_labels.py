"""A label set of one's own, in the app from end to end: ten labels in two layers, and labels of
whole documents; exported, brought back elsewhere, and counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tests.cli.support import sidelight
from tests.stories import ANA, write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ENTITIES: Final = {"person": "p", "organisation": "o", "place": "l", "date": "t", "sum": "m"}
ROLES: Final = {"victim": "v", "suspect": "s", "witness": "w", "official": "c", "owner": "b"}
LABELS: Final = "".join(
    f'[[label]]\nname = "{name}"\nkey = "{key}"\nlayer = "{layer}"\n\n'
    for layer, labels in (("entities", ENTITIES), ("roles", ROLES))
    for name, key in labels.items()
)
DOCUMENTS: Final = """\
[[document]]
name = "genre"
key = "r"
values = ["news", "opinion"]

[[document]]
name = "first-hand"
key = "h"
values = ["yes", "no"]
"""
TEXT: Final = "Boe left Lamu on Sunday, and Pwani sank. Issa blamed Boe.\n"
TAGGED: Final = [
    ("person", "Boe"), ("suspect", "Boe"), ("organisation", "Lamu"), ("place", "Lamu"),
    ("date", "Sunday"), ("official", "Issa"),
]  # fmt: skip


def story(folder: Path) -> Path:
    return write_story(
        folder, {"1_wire.txt": TEXT, "2_paper.txt": "No more.\n", "labels.toml": LABELS + DOCUMENTS}
    )


async def test_a_label_set_of_ones_own_is_used_from_end_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(story(tmp_path / "one"), size=(160, 50)) as ana:
        await ana.press("p s")  # a label of another layer stands beside the first
        ana.go("Lamu")
        await ana.press("o & l")  # within a layer `&` adds
        ana.go("Sunday")
        await ana.press("o t")  # and a key alone relabels
        ana.go("Issa")
        await ana.press("c")
        assert [tag.partition("[")[0] for tag in ana.tags()] == [label for label, _ in TAGGED]

        await ana.press("ctrl+p t a b l e enter")  # organisation has the capital of its letter
        await ana.until_screen("Annotations  6")
        await ana.press("/ l a b e l : p l enter")
        await ana.until_screen("1 of 6")
        await ana.press("escape escape")

        await ana.press("g i r r h escape")
        record = ana.workspace.now.links().record_of("1_wire")
        assert record.labels == (("first-hand", "yes"), ("genre", "opinion"))

        await ana.press("E")
        await ana.until(lambda: ana.app.screen.focused, "the file can be named")
        await ana.press("enter")
        await ana.until_main()
        assert "Exported 2 articles, 6 spans" in ana.says()

    file = tmp_path / "one.jsonl"
    first = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    assert [(span["label"], span["text"]) for span in first["spans"]] == TAGGED
    other = story(tmp_path / "two")
    imported = sidelight("import", str(other), "--annotator", ANA, str(file))
    assert imported.code == 0, imported.err
    async with reading(other) as ana:
        assert [tag.partition("[")[0] for tag in ana.tags()] == [label for label, _ in TAGGED]
        assert ana.workspace.now.links().record_of("1_wire").labels == record.labels
        assert ana.workspace.labels.layer_of("witness") == "roles"
    counts = sidelight("stats", str(other), "--annotator", ANA).out.decode()
    assert all(label in counts for label, _ in TAGGED)


async def test_at_80_columns_the_keys_of_ten_labels_and_of_the_help_are_there(
    tmp_path: Path,
) -> None:
    async with reading(story(tmp_path / "one")) as ana:
        line = " ".join(ana.line("keys").split())
        assert line.startswith("p per o org l pla t dat m sum v vic s sus w wit c off b own")
        assert line.endswith("? help")


async def test_at_80_columns_what_ten_labels_can_be_told_with_fits(tmp_path: Path) -> None:
    async with reading(story(tmp_path / "one"), size=(80, 24)) as ana:
        assert ana.means().endswith("t date  m sum           x more")  # those that fit
        await ana.press("&")  # what can follow is told whole, its first word once
        told = " ".join(f"{ana.says()} {ana.line('keys')}".split())
        assert told.count("also") == 1
        assert "p person o organisation l place t date m sum v victim s suspect w witness" in told
        assert told.endswith("b owner Esc ends")
        await ana.press("escape / b o e enter")
        await ana.until_screen("“boe” 1 of 2 ·")
        assert ana.says() == (
            "“boe” 1 of 2 · n N · a label’s key tags it, its capital all 2 · Esc ends"
        )
        await ana.press("p alt+shift+o")
        await ana.until_screen("Annotations  1")
        keys = [" ".join(line.split()) for line in ana.screen().splitlines()[-3:]]
        assert keys[0].startswith("p per o org l pla t dat m sum v vic s sus w wit c off b own")
        assert keys[2].endswith("? keys Esc leaves")
        await ana.press("?")
        await ana.until_screen("Here: this list")
        for line in ana.screen().splitlines():
            assert not line.startswith("  p o l t m v s w c b") or line.split()[-1] == "b", line


async def test_labels_of_whole_articles_are_commands_like_any_other(tmp_path: Path) -> None:
    async with reading(story(tmp_path / "one"), size=(80, 24)) as ana:
        await ana.press("g i r")
        await ana.until_screen("[news]")
        assert "g top" not in ana.screen()  # what could follow `g` is no longer told
        await ana.press("escape ?")
        await ana.until(lambda: ana.app.screen.focused, "it can be typed into")
        await ana.write("genre")
        await ana.until_screen("One of: news, opinion")
        assert "genre: news, opinion, or none again" in ana.screen()
        await ana.press("escape escape u")
        assert "Undone: set genre of 1_wire to news" in ana.says()
