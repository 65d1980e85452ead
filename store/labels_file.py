"""Reads a label set from `labels.toml`, and says where it cannot."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from store.errors import InputError
from store.labels import COLOURS, DocumentLabel, Drawing, Label, LabelSet, Meaning, RelationType
from store.toml_file import TomlFile
from store.wording import unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_Choice = TypeVar("_Choice", bound=StrEnum)
_KINDS: Final = ("label", "relation", "document")
"""What tables are called."""


def load_labels(path: Path) -> LabelSet:
    """Read a label set from a TOML file: a `[[label]]` table for each label, a `[[relation]]` table
    for each type of relation that it declares, a `[[document]]` table for each label of articles.

    Raises:
        InputError: The file cannot be read, is not TOML, or a field is missing or wrong.
    """
    file = TomlFile(path, "the label set")
    _check_tables(file)
    labels = _Reader(file, "label").labels()
    relations = _Reader(file, "relation").relation_types(labels)
    return LabelSet(labels, relations, _Reader(file, "document").document_labels())


def place_in(path: Path, kind: str, name: str, field: str) -> str:
    """The file, and as far as it can be found the line, of a field of what has a name there.

    Args:
        path: A file that holds a label set.
        kind: What the table is called, such as "label".
        name: Of the label.
        field: Of its table.
    """
    line = None
    with suppress(InputError, ValueError, AttributeError):  # it has been written to since
        file = TomlFile(path, "the label set")
        names = [table.get("name") for table in file.document.get(kind, ())]
        line = file.line_of(field, kind, names.index(name) + 1)
    at = f", line {line}" if line is not None else ""
    return f"{unmarked(path)}{at}, field {field}"


def _check_tables(file: TomlFile) -> None:
    """Make sure that there is nothing in the file but lists of tables, each of a kind we know."""
    for name, tables in file.document.items():
        line = file.line_of(name)
        if name not in _KINDS:
            kinds = "[[label]], [[relation]] and [[document]] tables"
            reason = f"unknown; a label set holds nothing but {kinds}"
            raise InputError(reason, path=file.path, line=line, field=name)
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            reason = f"each {name} must be a [[{name}]] table, in two brackets"
            raise InputError(reason, path=file.path, line=line)
    if not file.document.get("label"):
        raise InputError("it has no [[label]] table; each label needs one", path=file.path)


class _Reader:
    """Turns the tables of one kind into what they declare, and says where it cannot."""

    def __init__(self, file: TomlFile, kind: str) -> None:
        self._file = file
        self._kind = kind
        self._tables = list(enumerate(file.document.get(kind, ()), start=1))
        """The tables of the kind, which may be none, with their numbers."""

    def labels(self) -> tuple[Label, ...]:
        """The labels that the file declares."""
        labels: list[Label] = []
        for number, table in self._tables:
            label = self._label(number, table)
            for earlier in labels:
                if earlier.name == label.name:
                    reason = f"there are two labels named {label.name!r}; rename one of them"
                    raise self._fault(number, "name", reason)
                if earlier.key == label.key:
                    raise self._one_key(number, earlier.name, label.name, label.key)
            labels.append(label)
        return tuple(labels)

    def document_labels(self) -> tuple[DocumentLabel, ...]:
        """What the file declares that can be said of an article as a whole."""
        found: dict[str, DocumentLabel] = {}
        for number, table in self._tables:
            self._check_fields(number, table, ("name", "key", "values", "guideline"))
            name, key = self._text(number, table, "name"), self._text(number, table, "key")
            if len(key) != 1:
                raise self._fault(number, "key", f"it must be one character, not {key!r}")
            if name in found:
                reason = f"there are two document labels named {name!r}; rename one of them"
                raise self._fault(number, "name", reason)
            for earlier in found.values():
                if earlier.key == key:
                    raise self._one_key(number, earlier.name, name, key)
            values = table.get("values")
            if not isinstance(values, list) or not values or not all(_is_word(v) for v in values):
                raise self._fault(number, "values", "it must be a list of one text or more")
            twice = [value for value in values if values.count(value) > 1]
            if twice:
                raise self._fault(number, "values", f"{twice[0]!r} stands there twice")
            guideline = " ".join(self._text(number, table, "guideline", "").split())
            found[name] = DocumentLabel(name, key, tuple(values), guideline)
        return tuple(found.values())

    def relation_types(self, labels: Sequence[Label]) -> tuple[RelationType, ...]:
        """The types of relations that the file declares, between labels that it has."""
        found: dict[str, RelationType] = {}
        names_by_key = {label.key: label.name for label in labels}
        for number, table in self._tables:
            declared = self._relation_type(number, table, [label.name for label in labels])
            if declared.name in found:
                reason = f"there are two relations named {declared.name!r}; rename one of them"
                raise self._fault(number, "name", reason)
            earlier = names_by_key.get(declared.key)
            if declared.key and earlier is not None:
                raise self._one_key(number, earlier, declared.name, declared.key)
            names_by_key[declared.key] = declared.name
            found[declared.name] = declared
        return tuple(found.values())

    def _relation_type(
        self, number: int, table: dict[str, Any], labels: Sequence[str]
    ) -> RelationType:
        known = ("name", "key", "from", "to", "is_symmetric", "guideline")
        self._check_fields(number, table, known)
        key = self._text(number, table, "key", "")
        if len(key) > 1 or key.isdecimal():
            raise self._fault(number, "key", f"it must be one character, no digit, not {key!r}")
        is_symmetric = table.get("is_symmetric", False)
        if not isinstance(is_symmetric, bool):
            raise self._fault(number, "is_symmetric", "it must be true or false")
        ends = []
        for field in ("from", "to"):
            names = table.get(field, [])
            if not isinstance(names, list) or not all(name in labels for name in names):
                reason = f"it must be a list of labels of this file: {', '.join(sorted(labels))}"
                raise self._fault(number, field, reason)
            ends.append(tuple(names))
        guideline = " ".join(self._text(number, table, "guideline", "").split())
        name = self._text(number, table, "name")
        return RelationType(name, key, ends[0], ends[1], is_symmetric, guideline)

    def _check_fields(self, number: int, table: dict[str, Any], known: tuple[str, ...]) -> None:
        for field in table:
            if field not in known:
                what = f"unknown; a {self._kind} has {', '.join(known)}"
                raise self._fault(number, field, what)

    def _label(self, number: int, table: dict[str, Any]) -> Label:
        known = ("name", "key", "color", "style", "suggests", "layer", "guideline", "examples")
        self._check_fields(number, table, known)
        name = self._text(number, table, "name")
        key = self._text(number, table, "key")
        if len(key) != 1 or not key.isalpha() or key != key.lower():
            raise self._fault(number, "key", f"it must be one small letter, not {key!r}")
        colour = self._text(number, table, "color", COLOURS[(number - 1) % len(COLOURS)])
        if colour not in COLOURS:
            reason = f"{colour!r} is unknown; choose one of {', '.join(COLOURS)}"
            raise self._fault(number, "color", reason)
        style = self._one_of(Drawing, number, table, "style") or Drawing.FILL
        suggests = self._one_of(Meaning, number, table, "suggests")
        examples = table.get("examples", [])
        if not isinstance(examples, list) or not all(isinstance(e, str) for e in examples):
            raise self._fault(number, "examples", "it must be a list of texts")
        guideline = " ".join(self._text(number, table, "guideline", "").split())
        return Label(
            name=name,
            key=key,
            colour=colour,
            drawing=style,
            guideline=guideline,
            examples=tuple(examples),
            layer=self._text(number, table, "layer", ""),
            suggests=suggests,
        )

    def _one_of(
        self, kinds: type[_Choice], number: int, table: dict[str, Any], field: str
    ) -> _Choice | None:
        """What a field chooses; none where it is left out."""
        value = self._text(number, table, field, "")
        if value in tuple(kinds):
            return kinds(value)
        if field not in table:
            return None
        reason = f"{value!r} is unknown; choose one of {', '.join(kinds)}"
        raise self._fault(number, field, reason)

    def _text(
        self, number: int, table: dict[str, Any], field: str, default: str | None = None
    ) -> str:
        value = table.get(field, default)
        if value is None:
            reason = f'{self._kind} {number} lacks it; add a line such as {field} = "{field[0]}"'
            raise self._fault(number, field, reason)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self._fault(number, field, f"it must be a text, not {value!r}")
        return value.strip()

    def _one_key(self, number: int, earlier: str, later: str, key: str) -> InputError:
        reason = f"{earlier} and {later} both have the key {key!r}; give one of them another"
        return self._fault(number, "key", reason)

    def _fault(self, number: int, field: str, reason: str) -> InputError:
        line = self._file.line_of(field, self._kind, number)
        return InputError(reason, path=self._file.path, line=line, field=field)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
