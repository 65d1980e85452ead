"""The labels of a dataset as those of a story: other names, and labels that the story lacks."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Final

import regex

from store.errors import InputError, system_reason
from store.labels import COLOURS, DEFAULT_LABELS, LABELS_FILE, Label
from store.labels_file import load_labels
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from store.files import Files
    from store.labels import LabelSet

_LETTERS: Final = (
    "hzopgvxbweridltmsac"
    "äöüéèàçñåøæßáíóúâêîôûëïìòùýõãðþ"
    "αβγδεζηθικλμνξοπρστυφχψω"
    "абвгдежзиклмнопрстуфхцчшщэюя"
)
"""Keys for labels, those that are missed least first; then those of other keyboards."""
_NO_NAME: Final = regex.compile(r"[\p{C}\p{Zl}\p{Zp}]")
_LONGEST: Final = 100
"""Characters of a label's name; a longer one is a text."""


def read_map(options: Iterable[str]) -> dict[str, str]:
    """Take `PER=actor` for each label that is to be called otherwise; `DATE=` leaves it out.

    Raises:
        InputError: An option has another form, or says two things of one label.
    """
    names: dict[str, str] = {}
    for option in options:
        theirs, equals, ours = (part.strip() for part in option.rpartition("="))
        if not equals:
            raise InputError(
                f"{option!r} is no pair of labels; say it as in {{option:map}} PER=actor"
            )
        if names.get(theirs, ours) != ours:
            reason = (
                f"{{option:map}} says that {theirs!r} is {names[theirs]!r} and that it is {ours!r}"
            )
            raise InputError(f"{reason}; leave one of them out")
        names[theirs] = ours
    return names


def can_be_label(name: str) -> bool:
    """Whether a name can be that of a label."""
    is_short = 0 < len(name) <= _LONGEST
    return is_short and name.strip() == name and not _NO_NAME.search(name)


def new_labels(labels: LabelSet, names: Iterable[str], kept: str = "") -> tuple[Label, ...]:
    """Labels of those names, each with a key and a colour that is not used yet, if there is one.

    Args:
        labels: Those that there are.
        names: Of those that are missing.
        kept: Letters that no label can have as its key.

    Raises:
        InputError: There are more labels than keys.
    """
    made: list[Label] = []
    keyed = (*labels, *labels.declared_relations)
    used = {*kept, *(each.key for each in keyed)}
    for number, name in enumerate(names, len(labels)):
        own = [c for c in name.casefold() if c.isascii() and c.isalpha()]
        key = next((c for c in (*own, *_LETTERS) if c not in used), None)
        if key is None:
            reason = f"there is no key left for the label {name!r}"
            raise InputError(
                f"{reason}; say with {{option:map}} what labels mean, or leave some out"
            )
        used.add(key)
        made.append(Label(name, key, COLOURS[number % len(COLOURS)]))
    return tuple(made)


def toml_lines(label: Label) -> list[str]:
    """A label as the lines of a `labels.toml`."""
    lines = ["[[label]]", f"name = {_quoted(label.name)}", f"key = {_quoted(label.key)}"]
    lines.append(f"color = {_quoted(label.colour)}")
    if label.drawing != "fill":
        lines.append(f"style = {_quoted(label.drawing)}")
    if label.suggests is not None:
        lines.append(f"suggests = {_quoted(label.suggests)}")
    if label.guideline:
        lines.append(f"guideline = {_quoted(label.guideline)}")
    if label.examples:
        lines.append(f"examples = [{', '.join(map(_quoted, label.examples))}]")
    return lines


def _quoted(text: str) -> str:
    """A text as TOML writes it: as JSON does, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class UnknownLabelsError(InputError):
    """A dataset has labels that the story lacks: what they are, and what could be done."""

    def __init__(
        self,
        counts: Mapping[str, int],
        labels: LabelSet,
        kept: str,
        *,
        path: Path,
        line: int | None,
        field: str,
    ) -> None:
        """Take how often each of the labels stands there, and where the first of them stands."""
        self.counts = dict(counts)
        some = [f"{name!r} ({counted(number, 'span')})" for name, number in counts.items()]
        first = next(iter(counts))
        addable = [name for name in counts if can_be_label(name)]
        hint = (
            f"say what it means with {{option:map}} {first}=LABEL, "
            f"or leave it out with {{option:map}} {first}="
        )
        if addable:
            hint += f"; or add it with {{option:add-labels}}, or with these lines in {LABELS_FILE}:"
        reason = f"the label set has no {', '.join(some)}, only {', '.join(labels.names)}"
        super().__init__(f"{reason}; {hint}", path=path, line=line, field=field)
        try:
            added = new_labels(labels, addable, kept)
        except InputError:  # more than there are keys: then there are no lines to propose
            added = ()
        self._lines = tuple(text for label in added for text in toml_lines(label)[:3])

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong, and the lines that would add the labels."""
        return (str(self), *self._lines)


class LabelsFile:
    """The file of a story's label set, with labels added to it."""

    def __init__(self, path: Path, files: Files) -> None:
        self.path = path
        self._files = files
        self._before: bytes | None = None
        self._is_changed = False

    def add(self, labels: Sequence[Label]) -> LabelSet:
        """Add labels in one step; a new file gets those that every story has as well.

        Returns:
            The label set as it is then.

        Raises:
            InputError: The file cannot be written, or cannot be added to.
        """
        try:
            self._before = self._files.read(self.path) if self._files.exists(self.path) else None
            known = () if self._before is not None else DEFAULT_LABELS.labels
            tables = ["\n".join(toml_lines(label)) + "\n" for label in (*known, *labels)]
            before = self._before or b""
            if before and not before.endswith(b"\n"):
                before += b"\n"
            after = before + b"\n" * bool(before) + "\n".join(tables).encode()
            self._check(after, len(tables))
            self._is_changed = True
            self._files.replace(self.path, after)
        except OSError as error:
            reason = f"the labels cannot be added: {system_reason(error)}"
            raise InputError(reason, path=self.path) from error
        return load_labels(self.path)

    def _check(self, after: bytes, added: int) -> None:
        try:
            document = tomllib.loads(after.decode("utf-8-sig"))
        except ValueError as error:  # such as where the labels are one list, not tables
            reason = f"no label can be added to it ({error}); add the labels by hand"
            raise InputError(reason, path=self.path) from error
        assert len(document["label"]) >= added

    def take_back(self) -> None:
        """Make the file again what it was.

        Raises:
            OSError: It cannot be.
        """
        if not self._is_changed:
            return
        if self._before is None:
            self._files.remove(self.path)
        else:
            self._files.replace(self.path, self._before)
        self._is_changed = False
