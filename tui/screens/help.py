"""Every key and the label guidelines, made from the commands and the label set."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from store.text.inert import inert
from tui.render.bars import key_name
from tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from store.labels import LabelSet
    from tui.keymap import Keymap

_KEY_WIDTH: Final = 18
_INTRODUCTION: Final = (
    "Select, then press a label's key. Without a selection the word under the caret is tagged. "
    "Every edit is on the disk before you see it."
)
_FOOTNOTES: Final = (
    "A number before a motion repeats it: 5 w goes five words on.",
    "The mouse works too: click, drag, double click a word, wheel.",
    "Your own keys: sidelight/keymap.toml in your configuration folder, or --keymap FILE.",
    "Your own labels: labels.toml beside the articles.",
)


def help_text(keymap: Keymap, labels: LabelSet) -> Text:
    """The help as text: the keys by group, then the guidelines."""
    text = Text(_INTRODUCTION + "\n")
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in keymap.commands:
        keys = " or ".join(key_name(chord) for chord in keymap.keys_of(command.id))
        groups.setdefault(command.group, []).append((keys or "no key", command.help))
    for group, rows in groups.items():
        text.append(f"\n{group}\n", style="bold underline")
        for keys, sentence in rows:
            text.append(f"  {inert(keys):<{_KEY_WIDTH}} ", style="bold")
            text.append(f"{inert(sentence)}\n")
    text.append("\nGood to know\n", style="bold underline")
    for note in _FOOTNOTES:
        text.append(f"  {note}\n")
    text.append("\nWhen to use which label\n", style="bold underline")
    for label in labels:
        text.append(f"\n  {label.key}  {inert(label.name)}\n", style="bold")
        if label.guideline:
            text.append(f"  {inert(label.guideline)}\n")
        if label.examples:
            text.append("  For example: " + "; ".join(map(inert, label.examples)) + "\n", "italic")
    return text


class HelpScreen(Dialog[None]):
    """Scrolls with the arrows; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("q", "leave", "Leave"),
        ("question_mark", "leave", "Leave"),
        ("f1", "leave", "Leave"),
        ("enter", "leave", "Leave"),
    ]

    def __init__(self, keymap: Keymap, labels: LabelSet) -> None:
        super().__init__()
        self._text = help_text(keymap, labels)

    def compose(self) -> ComposeResult:
        """The text, which scrolls, and how to close it."""
        box = Vertical(classes="dialog", id="help-dialog")
        box.border_title = "Keys and labels"
        box.border_subtitle = "↑ ↓ PgUp PgDn scroll · Esc closes"
        with box, VerticalScroll():
            yield Static(self._text, id="help-text")

    def on_mount(self) -> None:
        """Take the keys that scroll."""
        self.query_one(VerticalScroll).focus()
