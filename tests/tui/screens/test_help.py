"""The help shows every key and every guideline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.helps import help_lines
from tests.tui.support import reading
from tui.keys.key_names import key_name

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_help_shows_every_command_and_guideline(seeds: Path) -> None:
    async with reading(seeds) as ana:
        keymap = ana.main.keymap
        text = "\n".join(help_lines(keymap, ana.workspace.labels))
        for command in keymap.commands:
            keys = " or ".join(key_name(chord) for chord in keymap.keys_of(command.id))
            (line,) = [
                line for line in text.splitlines()
                if line.endswith(f"  {command.help}")
                and line.strip().startswith(keys)
            ]  # fmt: skip
            assert line
        for label in ana.workspace.labels:
            assert label.guideline in text
            assert all(example in text for example in label.examples)
        for opening in ("?", "f1"):
            await ana.press(opening)
            await ana.until_screen("Keys and labels")
            assert "Every edit is on the disk before you" in ana.screen()
            await ana.press("end")
            await ana.until_screen("[Reuters] reported")
            await ana.press(opening)
            await ana.until_main()
        assert "Keys and labels" not in ana.screen()
