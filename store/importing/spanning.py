"""Spans of a dataset checked against their text, with the labels that they have here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.formats.choices import AlignmentMode
from store.formats.counting import is_within_word
from store.formats.fields import other_words
from store.importing.labelling import UnknownLabelsError, can_be_label, new_labels
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.text.span import Span
from store.text.tokens import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.formats.losses import Losses
    from store.formats.rows import Placed, SpanRow
    from store.labels import Label, LabelSet

    Extent = tuple[int, int, str, str]
    """Start, end, label, and, where it is adrift, in which text."""
    Place = tuple[int, int, str, str, str]
    """The same, and of which discontinuous span it is a part."""
    Checked = tuple[SpanRow, Extent]

_SIMPLE: Final = "\u0300"
"""Below it every character is a grapheme, but for a carriage return before a newline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """How rows are taken."""

    names: Mapping[str, str] = field(default_factory=dict)
    """What labels are called here, by what they are called in the dataset; empty: left out."""
    alignment: AlignmentMode = AlignmentMode.REFUSE
    """What becomes of a span that begins or ends within a character that a person sees."""
    adds_labels: bool = False
    """Whether labels that the story lacks are added."""
    kept_keys: str = ""
    """Letters that no label can have as its key."""


@dataclass(slots=True)
class _Unknown:
    """A label that the story lacks."""

    placed: Placed
    """Where it stands first."""
    field: str
    count: int = 0


class SpanChecker:
    """Checks the spans of row after row."""

    def __init__(
        self,
        labels: LabelSet,
        options: PlanOptions,
        losses: Losses,
        take: Callable[[InputError], None],
    ) -> None:
        """Take the labels of the story, and who is told what is left out or at fault."""
        self._label_set = labels
        self._options = options
        self._losses = losses
        self._take = take
        self._labels = {name: name for name in labels.names}
        self._unknown: dict[str, _Unknown] = {}
        self.with_blanks = 0
        """Spans that begin or end with white space, as they stand in the file."""
        self.within_words = 0
        """Spans that begin or end within a word."""

    def check(self, placed: Placed, text: str) -> tuple[list[Checked], set[str]]:
        """The spans of a row and where they are, and the ids of those that are left out."""
        found: list[Checked] = []
        gone: set[str] = set()
        seen: set[str] = set()
        is_simple = "\r" not in text and is_plain(text)
        for number, span in enumerate(placed.row.spans):
            extent = None
            try:
                if span.id and span.id in seen:
                    reason = f"there are two spans with the id {span.id!r}"
                    raise placed.error(f"spans[{number}].id", reason)
                extent = self._extent(placed, number, span, text, is_simple=is_simple)
            except InputError as error:
                self._take(error)
            if extent is not None:
                found.append((span, extent))
                seen.add(span.id)
            elif span.id and span.id not in seen:
                gone.add(span.id)
        return found, gone

    def _extent(
        self, placed: Placed, number: int, span: SpanRow, text: str, *, is_simple: bool
    ) -> Extent | None:
        """Where a span is and what it is called here; none if it is left out.

        In a simple text every character is what a person sees as one.
        """
        names = self._options.names
        label = names.get(span.label, span.label) if names else span.label
        if not label and span.label in names:
            what = f"spans of {span.label}, as {{option:map}} says"
            self._losses.lose(what, _example(text, span))
            return None
        start, end = span.start, span.end
        if not 0 <= start < end <= len(text):
            reason = f"{start}-{end} is no range of a text of {len(text)} characters"
            raise placed.error(f"spans[{number}].start", reason)
        if span.text and span.text != text[start:end]:
            raise placed.error(f"spans[{number}].text", other_words(span.text, text[start:end]))
        if not is_simple and not (is_edge(text, start) and is_edge(text, end)):
            aligned = self._aligned(placed, f"spans[{number}]", span, text)
            if aligned is None:
                return None
            start, end = aligned.start, aligned.end
        if text[start].isspace() or text[end - 1].isspace():
            self.with_blanks += 1
        if _parts_word(text, start) or _parts_word(text, end):
            self.within_words += 1
        known = self._labels.get(label)
        if known is None:
            known = self._unknown_label(placed, f"spans[{number}].label", label)
        return None if known is None else (start, end, known, "")

    def _aligned(self, placed: Placed, where: str, span: SpanRow, text: str) -> Span | None:
        """A span that begins or ends within a character, as the options want it."""
        alignment = self._options.alignment
        edge = span.end if is_edge(text, span.start) else span.start
        if alignment is AlignmentMode.REFUSE:
            name = "end" if edge == span.end else "start"
            reason = f"offset {edge} lies inside a character"
            reason += "; {option:alignment} expand takes it whole"
            raise placed.error(f"{where}.{name}", reason)
        if alignment is AlignmentMode.EXPAND:
            whole = Span(floor_grapheme(text, span.start), ceil_grapheme(text, span.end))
        else:
            start = ceil_grapheme(text, span.start)
            whole = Span(start, max(start, floor_grapheme(text, span.end)))
        what = "spans that begin or end within a character"
        example = _example(text, span)
        if not len(whole):
            self._losses.lose(what, example)
            return None
        self._losses.change(what, example)
        return whole

    def _unknown_label(self, placed: Placed, where: str, label: str) -> str | None:
        """A label that the story lacks: its name where it is added, else none."""
        if not label:
            reason = "the span has no label; say with {option:map} '=LABEL' which it is to have"
            raise placed.error(where, reason)
        if self._options.adds_labels:
            if not can_be_label(label):
                reason = f"{label[:60]!r} cannot be a label; say what it means with {{option:map}}"
                raise placed.error(where, reason)
            self._labels[label] = label
        elif label not in self._unknown:
            self._unknown[label] = _Unknown(placed.bare, where)
        if label in self._unknown:
            self._unknown[label].count += 1
        return self._labels.get(label)

    def added_labels(self) -> tuple[Label, ...]:
        """The labels that are added.

        Raises:
            InputError: There are labels that the story lacks, and none is to be added.
        """
        if self._unknown:
            self._tell_unknown()
        present = set(self._label_set.names)
        added = [name for name in self._labels if name not in present]
        return new_labels(self._label_set, added, self._options.kept_keys)

    def _tell_unknown(self) -> None:
        first = next(iter(self._unknown.values()))
        self._take(
            UnknownLabelsError(
                {name: each.count for name, each in self._unknown.items()},
                self._label_set,
                self._options.kept_keys,
                path=first.placed.path,
                line=first.placed.line,
                field=first.field,
            )
        )


def _parts_word(text: str, at: int) -> bool:
    """Whether an offset parts a word; most are told by one character."""
    return text[at - 1 : at].isalnum() and is_within_word(text, at)


def is_edge(text: str, offset: int) -> bool:
    """Whether no character that a person sees lies on both sides of an offset within a text."""
    if not 0 < offset < len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before < _SIMPLE and after < _SIMPLE:
        return (before, after) != ("\r", "\n")
    return floor_grapheme(text, offset) == offset


def _example(text: str, span: SpanRow) -> str:
    said = " ".join(text[span.start : span.end][:40].split())
    return f"“{said}” at {span.start}-{span.end}"
