"""The record of a claim: what a person may say of it, kept as attributes under reserved names.

Every field is optional. Values that are not in the table, as another tool may have written them,
are kept and told, and never changed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import regex
from msgspec.structs import replace

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeVar

    from store.annotations.model import Annotation, Cluster

    Recorded = TypeVar("Recorded", Annotation, Cluster)


class FieldName(StrEnum):
    """The reserved names of attributes."""

    DIRECTNESS = "claim.directness"
    NAMING = "claim.naming"
    CERTAINTY = "claim.certainty"
    CUE = "claim.cue"
    INFORMATION = "grade.information"
    SOURCE = "grade.source"
    """Of a cluster of sources, not of a claim."""


class RecordField(Frozen):
    """A field: what it is called, what it may hold, and what that means."""

    name: FieldName
    title: str
    values: tuple[tuple[str, str], ...]
    """Each with what it means, in the order in which they are offered; none for offsets."""
    help: str

    def holds(self, value: str) -> bool:
        """Whether a value is one of the field's."""
        if not self.values:
            return _OFFSETS.fullmatch(value) is not None
        return any(value == known for known, _ in self.values)


_OFFSETS: Final = regex.compile(r"\d{1,9}-\d{1,9}")

FIELDS: Final = {
    each.name: each
    for each in (
        RecordField(
            FieldName.DIRECTNESS,
            "direct",
            (
                ("quotation", "in the speaker's words"),
                ("paraphrase", "in the article's words, as somebody else's"),
                ("own voice", "by the article itself"),
            ),
            "Whose words the claim is in.",
        ),
        RecordField(
            FieldName.NAMING,
            "named",
            (
                ("named", "a person or body with a name"),
                ("anonymous", "somebody without a name, such as two officials"),
                ("document", "a report, a letter or a record"),
                ("nobody", "it says of nobody that they said it"),
            ),
            "Who is said to have said it.",
        ),
        RecordField(
            FieldName.CERTAINTY,
            "sure",
            (
                ("certain", "it is said to be so"),
                ("likely", "it is said to be likely, or believed"),
                ("hedged", "it may be so: reportedly, allegedly"),
                ("denied", "it is said not to be so"),
            ),
            "How sure the article is of it, whoever says it.",
        ),
        RecordField(
            FieldName.CUE,
            "cue",
            (),
            "Which word says that it is said: its place in the article, as 120-126.",
        ),
        RecordField(
            FieldName.INFORMATION,
            "information",
            (
                ("1", "confirmed by others that do not depend on each other"),
                ("2", "probably true"),
                ("3", "possibly true"),
                ("4", "doubtful"),
                ("5", "improbable"),
                ("6", "cannot be judged"),
            ),
            "How credible the claim is, whoever says it.",
        ),
        RecordField(
            FieldName.SOURCE,
            "source",
            (
                ("A", "completely reliable"),
                ("B", "usually reliable"),
                ("C", "fairly reliable"),
                ("D", "not usually reliable"),
                ("E", "unreliable"),
                ("F", "cannot be judged"),
            ),
            "How reliable the source is, whatever it says.",
        ),
    )
}


def recorded(value: Annotation | Cluster, name: FieldName) -> str:
    """What a field holds; empty where nothing is said, or something that is not in the table."""
    said = dict(value.attributes).get(name, "")
    return said if said and FIELDS[name].holds(said) else ""


def with_record(value: Recorded, name: FieldName, said: str) -> Recorded:
    """A claim, or a cluster of sources, with a field set; an empty value takes it away."""
    attributes = dict(value.attributes)
    attributes.pop(name, None)
    if said:
        attributes[name] = said
    return replace(value, attributes=tuple(sorted(attributes.items())))


def unknown_values(attributes: Mapping[str, str]) -> Iterator[str]:
    """Sentences on what stands under reserved names and is not in the table."""
    for name, said in attributes.items():
        field = next((each for each in FIELDS.values() if each.name == name), None)
        if field is not None and not field.holds(said):
            known = ", ".join(value for value, _ in field.values) or "two offsets, such as 120-126"
            yield f"“{name}” is “{said}”, which is none of its values: {known}"
