"""Tags of tokens, as in `B-actor I-actor O`: made of spans, and made into spans.

Written is IOB2. Read is all that is in use: IOB1, IOB2, IOE, BIOES, BILOU, BMES. In all of them an
entity is read as conlleval reads it, so that one rule does for all: it begins at B, S, U and W, and
at any other tag that does not go on with the label before it; it ends after E, L, S, U and W.
Which scheme it was only decides which of these beginnings are faults of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.formats.choices import AlignmentMode
from store.formats.layers import split_into_layers
from store.formats.tokens import fit_to_tokens, row_tokens, without_overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.formats.layers import TagLayer
    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow
    from store.formats.tokens import Fitted, Tokens
    from store.formats.writing import ExportOptions

OUTSIDE: Final = "O"
"""The tag of a token that is in no span."""
_TAG: Final = regex.compile(r"([BIESMLUW])-(.+)", regex.DOTALL)
_BEGINS: Final = frozenset("BSUW")
_ENDS: Final = frozenset("ELSUW")
_WHITE: Final = regex.compile(r"\s+")


# Spans to tags -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text as tokens with a tag each in every layer."""

    tokens: Tokens
    layers: tuple[list[str], ...]
    """The tags of each layer, as many as there are tokens."""
    sentences: tuple[range, ...]
    """The numbers of the tokens of each sentence. No span goes over the end of one: sentences
    that share a span are one here, as otherwise it would be read as two spans."""
    kept: tuple[Fitted, ...]
    """The spans that the tags stand for."""


def tag_tokens(
    row: ArticleRow, layers: Sequence[TagLayer], options: ExportOptions, losses: Losses
) -> Tagged:
    """The tokens of an article and their tags in IOB2; what they cannot say is noted."""
    is_cut = options.alignment is AlignmentMode.CUT
    ends = (end for span in row.spans for end in (span.start, span.end)) if is_cut else ()
    tokens = row_tokens(row, ends, options.tokens)
    on_tokens = fit_to_tokens(row, tokens, options.alignment, losses)
    kept: list[Fitted] = []
    columns: list[list[str]] = []
    for spans in split_into_layers(on_tokens, layers):
        alone = without_overlaps(row, spans, options.overlaps, losses)
        tags = [OUTSIDE] * len(tokens)
        for one in alone:
            tags[one.first : one.last] = [f"I-{one.span.label}"] * len(one.tokens)
            tags[one.first] = f"B-{one.span.label}"
        columns.append(tags)
        kept += alone
    whole = whole_sentences(tokens.sentences, [one.tokens for one in kept])
    return Tagged(tokens, tuple(columns), whole, tuple(kept))


def whole_sentences(sentences: Sequence[range], spans: Iterable[range]) -> tuple[range, ...]:
    """The sentences, those that share a span joined; all are ranges of numbers of tokens."""
    waiting = sorted(((span.start, span.stop) for span in spans), reverse=True)
    reach = 0  # of the spans that begin before a sentence
    found: list[range] = []
    for sentence in sentences:
        while waiting and waiting[-1][0] < sentence.start:
            reach = max(reach, waiting.pop()[1])
        if found and reach > sentence.start:
            found[-1] = range(found[-1].start, sentence.stop)
        else:
            found.append(sentence)
    return tuple(found)


class TagColumn:
    """The names of the tags of a layer, those of its labels first; others follow as they come."""

    def __init__(self, column: str, labels: Iterable[str]) -> None:
        self.column = column
        """What the column of tags is called."""
        self.names = [OUTSIDE]
        """The tags by their numbers."""
        self._numbers = {OUTSIDE: 0}
        for label in labels:
            self.number(f"B-{label}")

    def number(self, tag: str) -> int:
        """The number of a tag, which gets the next where it is new."""
        if tag not in self._numbers:
            for each in (f"B-{tag[2:]}", f"I-{tag[2:]}"):
                self._numbers[each] = len(self.names)
                self.names.append(each)
        return self._numbers[tag]


def tag_columns(layers: Sequence[TagLayer]) -> list[TagColumn]:
    """A column for each layer: `ner_tags` for the last, one with its name for each other."""
    *apart, others = layers
    named = [TagColumn(f"{layer.name}_tags", layer.labels) for layer in apart]
    return [*named, TagColumn("ner_tags", others.labels)]


def without_white(label: str) -> str:
    """A label that is one word, with low lines for its white space."""
    return _WHITE.sub("_", label.strip()) or "_"


# Tags to spans -----------------------------------------------------------------------------


def is_tag(tag: str) -> bool:
    """Whether it is a tag of one of the schemes."""
    return tag == OUTSIDE or _TAG.fullmatch(tag) is not None


@dataclass(slots=True)
class TagReader:
    """Makes spans of tags, and counts what no scheme allows."""

    prefixes: set[str] = field(default_factory=set)
    """Those that were seen."""
    late_starts: int = 0
    """Spans that begin with a tag that should go on with one."""
    open_ends: int = 0
    """Spans that do not end with one of the tags that end one."""
    needless_starts: int = 0
    """Spans that begin with B though none of their label is before them."""
    example: str = ""
    """The first of the late starts."""

    def spans(self, tags: Sequence[str]) -> list[tuple[int, int, str]]:
        """The spans of a sentence: the first token's number, that after the last, the label."""
        found: list[tuple[int, int, str]] = []
        start, label = -1, ""  # of the span that goes on; none if the label is empty
        before = ""  # the label of the last token
        for number, tag in enumerate(tags):
            match = _TAG.fullmatch(tag)
            prefix, new = (match[1], match[2]) if match else (OUTSIDE, "")
            goes_on = bool(label) and label == new and prefix not in _BEGINS
            if label and not goes_on:
                found.append((start, number, label))
                self.open_ends += 1
                label = ""
            if new:
                self.prefixes.add(prefix)
                if not goes_on:
                    self._began(prefix, new, before, tag)
                    start, label = number, new
                if prefix in _ENDS:
                    found.append((start, number + 1, label))
                    label = ""
            before = new
        if label:
            found.append((start, len(tags), label))
            self.open_ends += 1
        return found

    def _began(self, prefix: str, label: str, before: str, tag: str) -> None:
        if prefix not in _BEGINS:
            self.late_starts += 1
            self.example = self.example or tag
        elif prefix == "B" and label != before:
            self.needless_starts += 1

    @property
    def scheme(self) -> str:
        """Which scheme it seems to be."""
        if self.prefixes & set("SMELUW"):
            if not self.prefixes & set("BSUW"):
                return "IOE"
            return "BMES" if "M" in self.prefixes else "BILOU" if self._has_unit else "BIOES"
        return "IOB1" if self.late_starts and not self.needless_starts else "IOB2"

    @property
    def _has_unit(self) -> bool:
        return bool(self.prefixes & set("LU"))

    def note(self, losses: Losses) -> None:
        """Say at the end what was not as the scheme has it."""
        scheme = self.scheme
        if scheme in ("IOB1", "IOE"):
            return
        if self.late_starts:
            what = f"spans that begin with a tag which {scheme} has only inside of them"
            losses.change(what, self.example, self.late_starts)
        if scheme != "IOB2" and self.open_ends:
            losses.change(f"spans without the tag that ends them in {scheme}", count=self.open_ends)
