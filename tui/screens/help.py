"""Every key and the label guidelines, made from the commands and the label set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from store.text.inert import inert
from tui.keys.commands import LEAVE, Mode
from tui.keys.essential_keys import DOZEN
from tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult

    from store.labels import LabelSet
    from tui.keys.keymap import Keymap

_KEY_WIDTH: Final = 21
_DOZEN_WIDTH: Final = 9
_INTRODUCTION: Final = (
    "Select, then press a label's key. Without a selection the word under the caret is tagged. "
    "Every edit is on the disk before you see it."
)
_DOZEN: Final = "The dozen keys, those first that save most"
_PRACTICE: Final = "  They can be learned with a teacher: sidelight practice"
_FOOTNOTES: Final = (
    "The mouse works too: click, drag, double click a word, wheel.",
    "Your own keys: sidelight/keymap.toml in your configuration folder, or --keymap FILE.",
    "Your own labels: labels.toml beside the articles.",
)


def help_text(keymap: Keymap, labels: LabelSet) -> Group:
    """The help: the dozen keys, every key by group, then the guidelines.

    Each command has a line of its own below the dozen.
    """
    dozen = [(keys, Text(taught.buys)) for taught in DOZEN if (keys := taught.keys(keymap))]
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in keymap.commands:
        keys = keymap.names_of(command.id) or "no key"
        groups.setdefault(command.group, []).append((keys, command.help))
    parts: list[RenderableType] = [Text(_INTRODUCTION)]
    parts += [_heading(_DOZEN), _table(dozen, width=_DOZEN_WIDTH), Text(_PRACTICE, "italic")]
    for group, rows in groups.items():
        parts += [_heading(group), _table([(keys, Text(inert(text))) for keys, text in rows])]
    word = keymap.name_of("go.next-word")
    notes = (f"A number before a motion repeats it: 5 {word} goes five words on.", *_FOOTNOTES)
    parts += [_heading("Good to know"), *(Text(f"  {note}") for note in notes)]
    parts.append(_heading("When to use which label"))
    for label in labels:
        text = Text(inert(label.guideline))
        if label.examples:
            text.append("\nFor example: " + "; ".join(map(inert, label.examples)), "italic")
        parts.append(_table([(f"{label.key}  {label.name}", text)], space_below=1))
    return Group(*parts)


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold underline")


def _table(rows: list[tuple[str, Text]], space_below: int = 0, width: int = _KEY_WIDTH) -> Padding:
    table = Table.grid(padding=(0, 2, space_below, 0))
    table.add_column(style="bold", width=width)
    table.add_column()
    for keys, text in rows:
        table.add_row(Text(inert(keys)), text)
    return Padding(table, (0, 0, 0, 2))


class HelpScreen(Dialog[None]):
    """Scrolls; any of the usual keys closes it."""

    MODE = Mode.HELP

    def __init__(self, keymap: Keymap, labels: LabelSet) -> None:
        super().__init__()
        self._text = help_text(keymap, labels)
        self._scroll = VerticalScroll(can_focus=False)

    def compose(self) -> ComposeResult:
        """The text, which scrolls, and how to close it."""
        box = Vertical(classes="dialog", id="help-dialog")
        box.border_title = "Keys and labels"
        box.border_subtitle = self._hint()
        with box, self._scroll:
            yield Static(self._text, id="help-text")

    def _hint(self) -> str:
        scrolling = ("list.up", "list.down", "list.page-up", "list.page-down")
        keys = " ".join(self.key(name) for name in scrolling if self.keymap.keys_of(name))
        return f"{keys} scroll · {self.key(LEAVE)} closes"

    def take_key(self, event: events.Key) -> bool:
        """Take a key; what was said before it has been read."""
        self.say(self._hint())
        return super().take_key(event)

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        scroll = self._scroll
        return {
            "list.down": scroll.action_scroll_down,
            "list.up": scroll.action_scroll_up,
            "list.page-down": scroll.action_page_down,
            "list.page-up": scroll.action_page_up,
            "help.start": scroll.action_scroll_home,
            "help.end": scroll.action_scroll_end,
            "help.close": self.leave,
        }
