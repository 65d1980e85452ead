"""Words for the person, on standard error; tables and JSON, on standard output."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import click

from store.errors import InputError, SidelightError
from tui import filling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from store.story.open_story import OpenStory
    from store.story.workspace import Workspace
    from tui.keys.keymap import Keymap

_SENTENCES: Final = frozenset(("what", "reason"))
"""The fields of a report that hold sentences."""


@dataclass(slots=True)
class _Keys:
    """The keys that sentences name: a person's own, which are read when one first names a key."""

    labels: Path | None = None
    """The label set of the story that a command is about: its letters move commands elsewhere."""
    keymap: Keymap | None = None

    def name_of(self, command_id: str) -> str:
        if self.keymap is None:
            self.keymap = self._read()
        return self.keymap.name_of(command_id)

    def _read(self) -> Keymap:
        from store.labels import DEFAULT_LABELS
        from store.labels_file import load_labels
        from tui.keys.commands import all_commands
        from tui.keys.keymap_file import keymap_for, own_keymap

        own = self.labels if self.labels is not None and self.labels.exists() else None
        try:
            labels = load_labels(own) if own is not None else DEFAULT_LABELS
            return keymap_for(all_commands(labels), own_keymap())
        except SidelightError:  # said where it matters: when the screen is opened
            return keymap_for(all_commands(DEFAULT_LABELS))


_keys = _Keys()


def name_keys_by(labels: Path | None, keymap: Keymap | None = None) -> None:
    """From now on name the keys that a person has with a label set, or those of a keymap."""
    _keys.labels, _keys.keymap = labels, keymap


def fill(sentence: str) -> str:
    """A sentence with the person's own keys."""
    return filling.fill(sentence, _keys.name_of)


def tell(sentence: str) -> None:
    """Say a sentence on standard error."""
    from store.text.inert import inert

    click.echo(f"sidelight: {inert(fill(sentence))}", err=True)


class InertOutput:
    """A stream for data that nobody has made safe, where standard output is a terminal."""

    def __init__(self, output: TextIO) -> None:
        self._output = output

    def write(self, data: bytes | memoryview) -> int:
        """Show a piece of UTF-8 text that does not end within a character; tabs and lines stay."""
        from store.text.inert import inert

        lines = bytes(data).decode().replace("\r\n", "\n").split("\n")
        shown = ("\t".join(inert(cell) for cell in line.split("\t")) for line in lines)
        self._output.write("\n".join(shown))
        return len(data)

    def flush(self) -> None:
        """Show all of it."""
        self._output.flush()


def data_output(*, is_inert: bool) -> BinaryIO:
    """Standard output, for data; on a terminal nothing in that acts on it.

    Args:
        is_inert: Whether whoever makes the data sees to that.

    Raises:
        InputError: It is closed.
    """
    if not sys.stdout:
        raise InputError("standard output is closed; name a file with {option:output}")
    if is_inert or not sys.stdout.isatty():
        return sys.stdout.buffer
    return cast("BinaryIO", InertOutput(sys.stdout))


def tell_notices(workspace: Workspace | OpenStory) -> None:
    """Say what was noticed as somebody's work was opened."""
    for notice in workspace.status.notices:
        tell(notice)


def tell_left_out(workspace: Workspace) -> None:
    """Say what is not counted: articles that are gone, others' work, files that are no articles;
    and which labels are not in the label set."""
    from store.articles.story import left_out_sentence
    from store.library.scanning import annotators

    for sentence in workspace.labels.lacking(workspace.now.counts):
        tell(sentence)
    missing = workspace.now.missing_articles()
    if missing:
        names = ", ".join(missing[:3])
        if len(missing) == 1:
            what = f"{names} has annotations, but is"
        else:
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            what = f"{names}{more} have annotations, but are"
        tell(f"{what} not among the articles opened; left out")
    if workspace.story.left_out:
        tell(left_out_sentence(workspace.story.left_out, "sidelight import"))
    for remark in workspace.story.remarks:
        tell(remark)
    if not workspace.folder.is_dir():
        others = annotators(workspace.story, workspace.folder.parent)
        if others:
            tell(
                f"{workspace.annotator} has annotated nothing here; "
                f"with --annotator NAME there is the work of {', '.join(others)}"
            )


def print_columns(
    rows: list[list[str]], *, are_numbers: bool = False, most: int | None = None
) -> None:
    """Print rows in columns, each as wide as what is in it.

    Args:
        rows: Of text.
        are_numbers: Whether what follows the first column are numbers, under their heads.
        most: Cells in a line. Columns for which there is no room stand in further tables below,
            each with the first column.
    """
    from store.text.inert import inert

    table = [[inert(cell) for cell in row] for row in rows]
    widths = [max(map(_cells, column)) for column in zip(*table, strict=True)]
    for number, shown in enumerate(_that_fit(widths, most)):
        if number:
            click.echo()
        for row in table:
            first, *others = ((row[at], " " * (widths[at] - _cells(row[at]))) for at in shown)
            placed = (gap + cell if are_numbers else cell + gap for cell, gap in others)
            click.echo("  ".join(("".join(first), *placed)).rstrip(" "))


def _that_fit(widths: Sequence[int], most: int | None) -> Iterator[list[int]]:
    """The numbers of the columns of each table, in which the first column comes again."""
    shown = [0]
    for at in range(1, len(widths)):
        needed = sum(widths[each] + 2 for each in shown) + widths[at]
        if most is not None and needed > most and len(shown) > 1:
            yield shown
            shown = [0]
        shown.append(at)
    yield shown


def _cells(text: str) -> int:
    """How wide a text is on a terminal, near enough for a table; Rich knows, but loads slowly."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def print_json(value: object) -> None:
    """Print a value as JSON in ASCII, so that no title or file name acts on a terminal."""
    import json

    import msgspec

    click.echo(json.dumps(msgspec.to_builtins(value)).replace("\x7f", "\\u007f"))


def report_of(value: object) -> object:
    """What is reported of a file or of somebody's work, with the person's own keys in what is a
    sentence; a name and a text stay as they are, whatever they look like."""
    import msgspec

    return _filled(msgspec.to_builtins(value))


def _filled(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: fill(each) if name in _SENTENCES and isinstance(each, str) else _filled(each)
            for name, each in value.items()
        }
    return [_filled(each) for each in value] if isinstance(value, list | tuple) else value
