"""Label sets: what a span can be tagged as, by which key, and how it is drawn."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec.structs import replace

from store.colours import SHADES
from store.errors import InputError
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_Choice = TypeVar("_Choice", bound=StrEnum)

LABELS_FILE: Final = "labels.toml"
COLOURS: Final = tuple(SHADES)
"""What a label's colour can be called."""


class Drawing(StrEnum):
    """How the spans of a label are drawn."""

    FILL = "fill"
    """A tinted background: for short spans."""
    UNDERLINE = "underline"
    """An underline and a bar in the margin: for spans that hold other spans."""
    BAR = "bar"
    """A bar in the margin only: for whole passages."""


class Meaning(StrEnum):
    """What a label can be for, as far as suggestions go; independent of how it is drawn."""

    ACTOR = "actor"
    """A person, body or state that acts."""
    PERSON = "person"
    ORGANISATION = "organisation"
    LOCATION = "location"
    CLAIM = "claim"
    """What is said, or stated by the article."""
    SOURCE = "source"
    """Who says it."""
    QUOTATION = "quotation"
    AMOUNT = "amount"
    """A number or a date."""
    SHORT = "short"
    """Any name, role description, number or date."""
    LONG = "long"
    """Any clause, sentence or quotation."""


class Label(Frozen):
    """One thing a span can be tagged as."""

    name: str
    """As it is exported."""
    key: str
    """The one character that tags with it."""
    colour: str
    """One of `COLOURS`."""
    drawing: Drawing = Drawing.FILL
    guideline: str = ""
    """When to use it: one paragraph, shown in the help."""
    examples: tuple[str, ...] = ()
    layer: str = ""
    """Labels of one layer take each other's place on a span; those of two stand beside each
    other."""
    suggests: Meaning | None = None
    """What is suggested for it; none where its name says that, or else its style."""


class LabelSet(Frozen):
    """The labels of a story, in the order they are shown."""

    labels: tuple[Label, ...]

    def __iter__(self) -> Iterator[Label]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def named(self, name: str) -> Label | None:
        """The label of that name."""
        return next((label for label in self.labels if label.name == name), None)

    @property
    def barred(self) -> frozenset[str]:
        """The labels that are drawn with a bar beside the text: those of long spans."""
        return frozenset(each.name for each in self.labels if each.drawing is not Drawing.FILL)

    def layer_of(self, name: str) -> str:
        """The layer of the label of that name; a label that is not in the set has the first."""
        label = self.named(name)
        return label.layer if label is not None else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' names, in order."""
        return tuple(label.name for label in self.labels)

    def renamed(self, names: Mapping[str, str]) -> LabelSet:
        """The labels with other names; those that get an empty one, or one twice, left out."""
        new = [replace(label, name=names.get(label.name, label.name)) for label in self.labels]
        first = {each.name: each for each in reversed(new) if each.name}
        return LabelSet(tuple(reversed(first.values())))


DEFAULT_LABELS: Final = LabelSet(
    (
        Label(
            name="actor",
            key="a",
            colour="blue",
            guideline=(
                "A person, armed force, government, organisation or state that is a party to the "
                "event: every mention of a name, and role descriptions that fill a place in the "
                "clause. Not pronouns. Leave out titles before a name and a possessive 's."
            ),
            examples=("[Ali Khamenei]", "[Assad]'s regime", "[hundreds of Iranian troops]"),
        ),
        Label(
            name="location",
            key="l",
            colour="green",
            guideline=(
                'A named place. "province" stays with its name; "western" or "coastal" and places '
                'without a name ("the region") are left out. A country that neither acts nor is '
                "named as a state is a location."
            ),
            examples=("in [Moscow]", "the [Latakia province]"),
        ),
        Label(
            name="claim",
            key="c",
            colour="purple",
            drawing=Drawing.UNDERLINE,
            guideline=(
                "A checkable assertion, attributed to someone or stated by the article: the "
                "shortest clause or sentence that carries it, without its attribution cue, a "
                "leading connective or its full stop. Hedges and times inside the clause stay."
            ),
            examples=("[Soleimani travelled to Syria], according to Now Lebanon",),
        ),
        Label(
            name="source",
            key="s",
            colour="orange",
            guideline=(
                "The person, outlet or official a claim is attributed to, with determiner or "
                "number when it is a role description. It is an actor as well only when it is "
                "also a party."
            ),
            examples=("[a senior regional official] said", "[Reuters] reported"),
        ),
    )
)
"""The four labels that a story without a `labels.toml` has."""


def load_labels(path: Path) -> LabelSet:
    """Read a label set from a TOML file with a `[[label]]` table for each label.

    Raises:
        InputError: The file cannot be read, is not TOML, or a field is missing or wrong.
    """
    import tomllib  # many stories have no label set of their own

    from store.articles.loading import read_bytes

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
    return _Reader(path, text).label_set(document)


class _Reader:
    """Turns a TOML document into a label set, and says where it cannot."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.split("\n")

    def label_set(self, document: dict[str, Any]) -> LabelSet:
        tables = document.get("label")
        if not isinstance(tables, list) or not tables:
            raise InputError("it has no [[label]] table; each label needs one", path=self._path)
        for name in document:
            if name != "label":
                reason = "unknown; a label set holds nothing but [[label]] tables"
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
        return LabelSet(tuple(labels))

    def _label(self, number: int, table: Any) -> Label:
        if not isinstance(table, dict):
            raise InputError("each label must be a [[label]] table", path=self._path)
        known = ("name", "key", "color", "style", "suggests", "layer", "guideline", "examples")
        for field in table:
            if field not in known:
                raise self._fault(number, field, f"unknown; a label has {', '.join(known)}")
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
            reason = f'label {number} lacks it; add a line such as {field} = "{field[0]}"'
            raise self._fault(number, field, reason)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self._fault(number, field, f"it must be a text, not {value!r}")
        return value.strip()

    def _fault(self, number: int, field: str, reason: str) -> InputError:
        return InputError(reason, path=self._path, line=self._line_of(number, field), field=field)

    def _line_of(self, number: int, field: str) -> int | None:
        """The line of a field in the n-th label's table, or of the table where it has none."""
        seen, header = 0, None
        for line_number, line in enumerate(self._lines, start=1):
            stripped = line.strip()
            if stripped.replace(" ", "").startswith("[[label]]"):
                seen += 1
                if seen == number:
                    header = line_number
            elif seen == number and stripped.partition("=")[0].strip().strip("\"'") == field:
                return line_number
        return header
