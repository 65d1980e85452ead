"""GATE's JSON: that of its exporter for Twitter, and that of `gatenlp` and the Bdoc plugin.

    {"text": "Ana left", "entities": {"Person": [{"indices": [0, 3], "kind": "name"}]}}
    {"text": "Ana left", "annotation_sets": {"": {"annotations": [
      {"type": "Person", "start": 0, "end": 3, "id": 0, "features": {}}]}}, "offset_type": "p"}

The type is the label; other fields and features are attributes, the set is `gate.set`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.formats.counting import Spanned, text_as_counted
from store.formats.fields import WITHOUT_WIDTH, Fields, as_attribute
from store.formats.json_files import listed
from store.formats.offsets import NoRangeError, Unit
from store.formats.rows import ArticleRow, SpanRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.formats.reading import Input

FIELDS: Final = frozenset({"text", "entities", "annotation_sets", "offset_type", "name"})
"""Those of a document that are read."""
_Found = tuple[Fields, str, object, object, dict[str, str]]
"""Where a span stands, its label, where it starts and ends, its attributes."""


def is_gate(values: Mapping[str, object]) -> bool:
    """Whether a document is GATE's."""
    is_bdoc = isinstance(values.get("annotation_sets"), dict) and "text" in values
    return is_bdoc or isinstance(values.get("entities"), dict)


def article(source: Input, record: Fields, number: int) -> ArticleRow:
    """A document.

    Raises:
        InputError: Something in it is at fault.
    """
    which = f"row {number}"
    found = [*_by_type(record), *_by_set(record)]
    unit = Unit.UTF16 if record.values.get("offset_type") == "j" else Unit.CODEPOINT
    places = ((a, b, None) for _, _, a, b, _ in found if isinstance(a, int) and isinstance(b, int))
    text = text_as_counted(source, Spanned(which, record.text("text"), places), unit)
    spans: list[SpanRow] = []
    for at, label, start, end, attributes in found:
        if not isinstance(start, int) or not isinstance(end, int):
            raise at.fault("", "it must have a start and an end")
        try:
            first, after = text.range(start, end)
        except NoRangeError as error:
            raise at.fault("", str(error)) from error
        if first < after:
            said = text.said[first:after]
            spans.append(SpanRow(first, after, label, text=said, attributes=attributes))
        else:
            source.losses.lose(WITHOUT_WIDTH, f"{label} at {first} of {which}")
    name = record.text("name", "") or record.text("id", "")
    return ArticleRow(name or str(number), spans, text.said, is_numbered=not name)


def _by_type(record: Fields) -> Iterator[_Found]:
    entities = record.inner("entities")
    for label in entities.values:
        for each in entities.each(label):
            start, end, *_ = *listed(each.values.get("indices")), None, None
            others = {n: as_attribute(v) for n, v in each.values.items() if n != "indices"}
            yield each, label, start, end, others


def _by_set(record: Fields) -> Iterator[_Found]:
    sets = record.inner("annotation_sets")
    for name in sets.values:
        for each in sets.inner(name).each("annotations"):
            features = {n: as_attribute(v) for n, v in each.inner("features").values.items()}
            own = {"gate.set": name} if name else {}
            start, end = each.values.get("start"), each.values.get("end")
            yield each, each.text("type"), start, end, own | features
