"""Fields of JSON that other tools wrote: taken one by one, and what is amiss said in a sentence.

What has no place of its own becomes an attribute, which is a text, and a value of JSON again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError
from store.formats.offsets import NoRangeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.formats.offsets import Text

WITHOUT_WIDTH: Final = "spans without width"
"""A loss: an annotation here is on one character at least."""
_FIRST: Final = frozenset('-0123456789tfn[{"')
"""What JSON begins with; most attributes are no JSON, and this says so quickly."""


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
        if isinstance(value, float) and value.is_integer():
            return str(int(value))  # pandas makes floats of ids where one is missing
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

    def range_of(self, text: Text) -> tuple[int, int] | None:
        """What `start` and `end` say, as a range of code points; none where it has no width.

        Raises:
            InputError: They are no range of the text.
        """
        return self.range_between(text, "start", "end")

    def range_between(self, text: Text, *names: str) -> tuple[int, int] | None:
        """What two fields say, as a range of code points; none where it has no width.

        Raises:
            InputError: They are no range of the text.
        """
        try:
            start, end = text.range(self.number(names[0]), self.number(names[1]))
        except NoRangeError as error:
            raise self.fault(names[error.which], str(error)) from error
        return (start, end) if start < end else None

    def check_quote(self, said: str) -> None:
        """Make sure that `text`, if it is there, is what stands in the article.

        Raises:
            InputError: It is something else.
        """
        if self.has("text") and self.text("text") != said:
            raise self.fault("text", other_words(self.text("text"), said))


def other_words(quoted: str, said: str) -> str:
    """What is said of a quote that is not what stands in the text, in one line."""
    quoted, said = (" ".join(each[:60].splitlines()) for each in (quoted, said))
    return f"it is “{quoted}”, but the text says “{said}” there"


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


def as_attribute(value: object) -> str:
    """A value of JSON as the text that an attribute is; `as_value` gives the value back.

    A text stays as it is, unless it would be taken for something else.
    """
    if isinstance(value, str) and as_value(value) == value:
        return value
    return msgspec.json.encode(value).decode()


def as_value(attribute: str) -> object:
    """The value that an attribute stands for: only what `as_attribute` writes is no text."""
    if attribute[:1] not in _FIRST:
        return attribute
    try:
        value: object = msgspec.json.decode(attribute)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return attribute
    if msgspec.json.encode(value).decode() != attribute:
        return attribute
    return attribute if isinstance(value, str) and as_value(value) == value else value


def unpacked(said: str) -> dict[str, str]:
    """Attributes that stand as one JSON object; what is none is kept as it stands."""
    try:
        return msgspec.json.decode(said, type=dict[str, str]) if said else {}
    except (msgspec.MsgspecError, ValueError):
        return {"attributes": said}
