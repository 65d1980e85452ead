"""Fields of JSON that other tools wrote: taken one by one, and what is amiss said in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.formats.offsets import Offsets, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WITHOUT_WIDTH: Final = "spans without width"
"""A loss: an annotation here is on one character at least."""
_WORDS: Final = {Unit.CODEPOINT: "characters", Unit.UTF16: "UTF-16 units", Unit.UTF8: "bytes"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text with offsets into it that a file counts in a unit of its own."""

    said: str
    unit: Unit
    offsets: Offsets

    @classmethod
    def counted_in(cls, said: str, unit: Unit) -> Text:
        """A text whose offsets count a unit."""
        return cls(said, unit, Offsets(said, unit))


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of a JSON file, and where it stands."""

    values: Mapping[str, object]
    path: Path
    line: int | None = None
    """Counted from 1; none where the file is one JSON value."""
    place: str = ""
    """Within the line or the file, such as `spans[3]`; empty for the line itself."""

    def where(self, name: str) -> str:
        """The path of a field within the line or file."""
        return f"{self.place}.{name}" if self.place else name

    def fault(self, name: str, reason: str) -> InputError:
        """An error at a field; an empty name is the object itself."""
        field = self.where(name) if name else self.place or None
        return InputError(reason, path=self.path, line=self.line, field=field)

    def has(self, name: str) -> bool:
        """Whether a field is there and says something."""
        return self.values.get(name) not in (None, "", [], {})

    def text(self, name: str, default: str | None = None) -> str:
        """A field that must be a text.

        Raises:
            InputError: It is not, or it is missing and there is no default.
        """
        value = self.values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise self.fault(name, self._not("a text", name))
        return value

    def number(self, name: str) -> int:
        """A field that must be a whole number.

        Raises:
            InputError: It is not.
        """
        value = self.values.get(name)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(name, self._not("a whole number", name))
        return value

    def name(self, name: str, default: str | None = None) -> str:
        """A field that must be a text or a whole number, as a text: an id or a label.

        Raises:
            InputError: It is neither.
        """
        value = self.values.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise self.fault(name, self._not("a text or a whole number", name))
        return value

    def items(self, name: str) -> list[object]:
        """A field that must be a list; one that is missing or null is an empty list.

        Raises:
            InputError: It is no list.
        """
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(name, self._not("a list", name))
        return value

    def each(self, name: str) -> list[Fields]:
        """A list of objects.

        Raises:
            InputError: It is no list, or something in it is no object.
        """
        return [self._inner(f"{name}[{n}]", value) for n, value in enumerate(self.items(name))]

    def inner(self, name: str) -> Fields:
        """A field that must be an object; one that is missing or null is an empty object.

        Raises:
            InputError: It is no object.
        """
        value = self.values.get(name)
        return self._inner(name, {} if value is None else value)

    def _inner(self, name: str, value: object) -> Fields:
        if not isinstance(value, dict):
            raise self.fault(name, f"it must be an object, not {kind_of(value)}")
        return Fields(value, self.path, self.line, self.where(name))

    def _not(self, wanted: str, name: str) -> str:
        if name not in self.values:
            return f"it is missing; it must be {wanted}"
        return f"it must be {wanted}, not {kind_of(self.values[name])}"

    def range_of(
        self, names: tuple[str, str], start: int, end: int, text: Text
    ) -> tuple[int, int] | None:
        """Offsets of the file as a range of code points.

        Args:
            names: Of the two fields.
            start: In the unit of the file.
            end: Likewise.
            text: What they are offsets into.

        Returns:
            The range; none where it has no width.

        Raises:
            InputError: It is no range of the text.
        """
        length, words = text.offsets.length, _WORDS[text.unit]
        if not 0 <= start <= end <= length:
            name = names[1] if 0 <= start <= length else names[0]
            reason = f"{start}-{end} is no range of a text of {length} {words}"
            raise self.fault(name, reason)
        found = []
        for name, at in zip(names, (start, end), strict=True):
            codepoint = text.offsets.codepoint(at)
            if codepoint is None:
                reason = f"offset {at} lies inside a character, counted in {words}"
                raise self.fault(name, reason)
            found.append(codepoint)
        return (found[0], found[1]) if start < end else None


def kind_of(value: object) -> str:
    """What a value of JSON is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text “{value[:40]}”"
    return "a list" if isinstance(value, list) else "an object"
