"""PubAnnotation's and TextAE's JSON: denotations, and what is said of them by their ids.

    {"text": "Ana left", "denotations": [{"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "a"}]}

A span may be a list of ranges. Blocks are spans as well. An attribute or a modification becomes an
attribute of what it is about, under the name of its predicate. Each track is what one project says.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from store.formats.counting import Spanned, text_as_counted
from store.formats.fields import WITHOUT_WIDTH, as_attribute
from store.formats.offsets import Unit
from store.formats.rows import ArticleRow, RelationRow, span_row_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.counting import Quoted
    from store.formats.fields import Fields
    from store.formats.offsets import Text
    from store.formats.people import People
    from store.formats.reading import Input
    from store.formats.rows import SpanRow

_SPANS: Final = ("denotations", "blocks")
_SAID: Final = (("attributes", "subj", ""), ("modifications", "obj", "modification:"))
"""What is said of spans and relations, by which field of it names them, and how it is called."""
FIELDS: Final = frozenset(
    {"text", "sourceid", "relations", "tracks", *_SPANS, *(name for name, _, _ in _SAID)}
)
"""Those of a document that are read."""


@dataclass(slots=True)
class _Track:
    """What one project says."""

    source: Input
    text: Text
    which: str
    spans: list[SpanRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)

    def take(self, record: Fields) -> None:
        """Take what it says.

        Raises:
            InputError: Something in it is at fault.
        """
        said = self._said(record)
        for name in _SPANS:
            for each in record.each(name):
                self._span(each, said)
        for each in record.each("relations"):
            ends = each.text("subj"), each.text("obj")
            id_ = each.name("id", "")
            attributes = said.pop(id_, {}) if id_ else {}
            tie = RelationRow(each.text("pred"), *ends, id_, attributes=attributes)
            self.relations.append(tie)
        for id_ in said:
            self.source.losses.lose("what is said of something else", f"{id_} of {self.which}")

    def _span(self, each: Fields, said: dict[str, dict[str, str]]) -> None:
        extents = [range_ for part in _parts(each) if (range_ := part.range_between(
            self.text, "begin", "end"))]  # fmt: skip
        label, id_ = each.name("obj"), each.name("id", "")
        attributes = said.pop(id_, {}) if id_ else {}
        if not label:
            raise each.fault("obj", "it is empty")
        if not extents:
            self.source.losses.lose(WITHOUT_WIDTH, f"{label} of {self.which}")
            return
        span = span_row_at(self.text.said, sorted(extents), label, id_)
        self.spans.append(msgspec.structs.replace(span, attributes=attributes))

    @staticmethod
    def _said(record: Fields) -> dict[str, dict[str, str]]:
        """What is said of spans and relations, by their ids."""
        found: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        for name, about, prefix in _SAID:
            for each in record.each(name):
                value = True if prefix else each.values.get("obj")
                found[each.name(about)][prefix + each.name("pred")].append(value)
        return {
            id_: {name: as_attribute(v[0] if len(v) == 1 else v) for name, v in values.items()}
            for id_, values in found.items()
        }


def _parts(each: Fields) -> list[Fields]:
    """The ranges of a denotation."""
    if isinstance(each.values.get("span"), list):
        return each.each("span")
    return [each.inner("span")]


def article(source: Input, people: People, record: Fields, number: int) -> ArticleRow:
    """A document.

    Raises:
        InputError: Something in it is at fault.
    """
    which = f"row {number}"
    tracks = [("", record), *((each.text("project", ""), each) for each in record.each("tracks"))]
    quoted = (place for _, each in tracks for place in _quoted(each))
    text = text_as_counted(source, Spanned(which, record.text("text"), quoted), Unit.CODEPOINT)
    track = _Track(source, text, which)
    for project, each in tracks:
        if any(each.has(name) for name in _SPANS):
            if people.is_read(project, text.said):
                track.take(each)
            else:
                count = sum(len(each.items(name)) for name in _SPANS)
                people.leave_out("project", project, which, count)
    id_ = record.name("sourceid", "")
    return ArticleRow(
        id_ or str(number), track.spans, text.said,
        relations=track.relations, is_numbered=not id_ or id_.isdecimal(),
    )  # fmt: skip


def _quoted(record: Fields) -> Iterator[Quoted]:
    for each in (each for name in _SPANS for each in record.each(name)):
        for part in _parts(each):
            match part.values:
                case {"begin": int(begin), "end": int(end)}:
                    yield begin, end, None
