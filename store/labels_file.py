"""Reads a label set from `labels.toml`, and says where it cannot."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from store.articles.loading import read_bytes
from store.errors import InputError
from store.labels import COLOURS, DocumentLabel, Drawing, Label, LabelSet, Meaning, RelationType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_Choice = TypeVar("_Choice", bound=StrEnum)


def load_labels(path: Path) -> LabelSet:
    """Read a label set from a TOML file: a `[[label]]` table for each label, a `[[relation]]` table
    for each type of relation that it declares, a `[[document]]` table for each label of articles.

    Raises:
        InputError: The file cannot be read, is not TOML, or a field is missing or wrong.
    """
    data, _ = read_bytes(path, "the label set")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = "the label set cannot be read: it is not UTF-8 text"
        raise InputError(reason, path=path) from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"this is not TOML: {error}", path=path) from error
    except RecursionError as error:
        raise InputError("this is not TOML: it is nested too deeply", path=path) from error
    return _Reader(path, text, "label").label_set(document)


class _Reader:
    """Turns a TOML document into a label set, and says where it cannot."""

    def __init__(self, path: Path, text: str, kind: str) -> None:
        self._path = path
        self._text_of_file = text
        self._kind = kind
        """Which tables it reads."""

    def label_set(self, document: dict[str, Any]) -> LabelSet:
        tables = document.get("label")
        if not isinstance(tables, list) or not tables:
            raise InputError("it has no [[label]] table; each label needs one", path=self._path)
        for name in document:
            if name not in ("label", "relation", "document"):
                kinds = "[[label]], [[relation]] and [[document]] tables"
                reason = f"unknown; a label set holds nothing but {kinds}"
                raise InputError(reason, path=self._path, field=name)
        labels: list[Label] = []
        for number, table in enumerate(tables, start=1):
            label = self._label(number, table)
            for earlier in labels:
                if earlier.name == label.name:
                    reason = f"there are two labels named {label.name!r}; rename one of them"
                    raise self._fault(number, "name", reason)
                if earlier.key == label.key:
                    reason = f"{earlier.name} and {label.name} both have the key {label.key!r}"
                    raise self._fault(number, "key", f"{reason}; give one of them another")
            labels.append(label)
        relations = _Reader(self._path, self._text_of_file, "relation")
        return LabelSet(
            tuple(labels),
            relations.relation_types(document, {e.name for e in labels}),
            _Reader(self._path, self._text_of_file, "document").document_labels(document),
        )

    def _tables(self, document: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The tables of the kind, which may be none, with their numbers."""
        for number, table in enumerate(document.get(self._kind, ()), start=1):
            if not isinstance(table, dict):
                raise InputError(f"each must be a [[{self._kind}]] table", path=self._path)
            yield number, table

    def document_labels(self, document: dict[str, Any]) -> tuple[DocumentLabel, ...]:
        """What the file declares that can be said of an article as a whole."""
        found: dict[str, DocumentLabel] = {}
        for number, table in self._tables(document):
            self._check_fields(number, table, ("name", "key", "values", "guideline"))
            name, key = self._text(number, table, "name"), self._text(number, table, "key")
            if len(key) != 1:
                raise self._fault(number, "key", f"it must be one character, not {key!r}")
            if name in found or key in [each.key for each in found.values()]:
                raise self._fault(number, "name", "another document label has its name or key")
            values = table.get("values")
            if not isinstance(values, list) or not values or not all(_is_word(v) for v in values):
                raise self._fault(number, "values", "it must be a list of one text or more")
            twice = [value for value in values if values.count(value) > 1]
            if twice:
                raise self._fault(number, "values", f"{twice[0]!r} stands there twice")
            guideline = " ".join(self._text(number, table, "guideline", "").split())
            found[name] = DocumentLabel(name, key, tuple(values), guideline)
        return tuple(found.values())

    def relation_types(
        self, document: dict[str, Any], labels: Collection[str]
    ) -> tuple[RelationType, ...]:
        """The types of relations that the file declares, between labels that it has."""
        found: dict[str, RelationType] = {}
        for number, table in self._tables(document):
            declared = self._relation_type(number, table, labels)
            if declared.name in found:
                reason = f"there are two relations named {declared.name!r}; rename one of them"
                raise self._fault(number, "name", reason)
            found[declared.name] = declared
        return tuple(found.values())

    def _relation_type(
        self, number: int, table: dict[str, Any], labels: Collection[str]
    ) -> RelationType:
        known = ("name", "key", "from", "to", "is_symmetric", "guideline")
        self._check_fields(number, table, known)
        key = self._text(number, table, "key", "")
        if len(key) > 1:
            raise self._fault(number, "key", f"it must be one character, not {key!r}")
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

    def _label(self, number: int, table: Any) -> Label:
        if not isinstance(table, dict):
            raise InputError("each label must be a [[label]] table", path=self._path)
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

    def _fault(self, number: int, field: str, reason: str) -> InputError:
        return InputError(reason, path=self._path, line=self._line_of(number, field), field=field)

    def _line_of(self, number: int, field: str) -> int | None:
        """The line of a field in the n-th label's table, or of the table where it has none."""
        seen, header, is_inside = 0, None, False
        for line_number, line in enumerate(self._text_of_file.split("\n"), start=1):
            stripped = line.strip()
            if stripped.startswith("[["):
                is_own = stripped.replace(" ", "").startswith(f"[[{self._kind}]]")
                seen += is_own
                is_inside = is_own and seen == number
                header = line_number if is_inside else header
            elif is_inside and stripped.partition("=")[0].strip().strip("\"'") == field:
                return line_number
        return header


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
