"""spaCy's DocBin, to train with: `spacy train` takes the file as it is.

All spans are in `doc.spans["sc"]`, those of each layer of labels that stands apart (`layers`) also
under its name, such as `doc.spans["claim"]`, and of the others those that do not overlap in
`doc.ents`. The tokens are those of spaCy's own tokenizer for the script of the article; Chinese and
Japanese, for which it needs more packages, have ours. The text is that of the article to the last
character. What a Doc has no place for is in `doc.user_data["sidelight"]`, as a line of our own
format without the text: exact offsets, notes, relations, clusters, and where the article comes
from.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.formats.choices import AlignmentMode
from store.formats.extras import extra_module
from store.formats.features import EVERYTHING, Feature
from store.formats.format import Format
from store.formats.layers import split_into_layers, tag_layers
from store.formats.losses import Losses
from store.formats.native import fields_of
from store.formats.rows import example_of
from store.formats.tokens import Fitted, tokens_of, without_overlaps
from store.text.boundaries import language_of
from store.text.elision import eliding_language
from store.text.tokens import is_spaceless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.layers import TagLayer
    from store.formats.rows import ArticleRow
    from store.formats.writing import Output

_LOOKED_AT: Final = 256
"""Bytes of what is in a file that are looked at."""
SPANS_KEY: Final = "sc"
"""Where spaCy's span categorizer looks for spans."""
USER_DATA: Final = "sidelight"
"""Where in `user_data` the rest is."""
_BY_CHARACTER: Final = ("ja", "zh")
"""Languages whose tokenizers need packages, or take every letter for a token."""
_MODES: Final = {
    AlignmentMode.CUT: "expand",  # its tokens are its own
    AlignmentMode.EXPAND: "expand",
    AlignmentMode.CONTRACT: "contract",
    AlignmentMode.REFUSE: "strict",
}


class _Tokenizers:
    """spaCy's blank pipelines, made when they are needed."""

    def __init__(self, spacy: Any, language: str) -> None:
        self._spacy = spacy
        self._language = language
        self._blank: dict[str, Any] = {}

    def doc(self, text: str) -> Any:
        """A text as a Doc, whose text is the same."""
        language = self._language or eliding_language(text) or language_of(text)
        is_ours = language in _BY_CHARACTER or is_spaceless(text)
        pipeline = self._pipeline("xx" if is_ours else language)
        if not is_ours:
            pipeline.max_length = max(pipeline.max_length, len(text) + 1)
            return pipeline.make_doc(text)
        words = [token.of(text) for token in tokens_of(text)]
        words, spaces = self._spacy.util.get_words_and_spaces(words, text)
        return self._spacy.tokens.Doc(pipeline.vocab, words=words, spaces=spaces)

    def _pipeline(self, language: str) -> Any:
        if language not in self._blank:
            try:
                self._blank[language] = self._spacy.blank(language)
            except ImportError:  # it has no tokenizer for it
                self._blank[language] = self._spacy.blank("xx")
        return self._blank[language]


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles; spaCy keeps the tokens of all of them until the end."""
    spacy = extra_module("spacy", FORMAT.extra)
    docs = extra_module("spacy.tokens", FORMAT.extra).DocBin(
        attrs=["ENT_IOB", "ENT_TYPE", "ENT_ID"], store_user_data=True
    )
    tokenizers = _Tokenizers(spacy, target.options.language)
    layers = tag_layers(target.labels, target.options.layers)
    for row in rows:
        docs.add(_doc(row, tokenizers, layers, target))
    with target.stream() as stream:
        stream.write(docs.to_bytes())


def _doc(
    row: ArticleRow, tokenizers: _Tokenizers, layers: Sequence[TagLayer], target: Output
) -> Any:
    doc = tokenizers.doc(row.said)
    alignment = target.options.alignment
    mode = _MODES[alignment]
    fitted: list[Fitted] = []
    spans: dict[int, Any] = {}
    is_space = doc.to_array("IS_SPACE").tolist()
    for span in row.spans:
        found = doc.char_span(
            span.start,
            span.end,
            label=span.label,
            span_id=span.id,
            alignment_mode=mode,
        )
        found = _without_white_space(doc, found, is_space) if found else None
        if not found:  # none, or without a token that is a word or a mark
            target.losses.lose(Feature.SUBTOKEN, example_of(row, span))
            continue
        if (found.start_char, found.end_char) != (span.start, span.end):
            target.losses.change(Feature.SUBTOKEN, example_of(row, span))
        fitted.append(Fitted(span, found.start, found.end))
        spans[id(span)] = found
    doc.spans[SPANS_KEY] = list(spans.values())
    *apart, others = split_into_layers(fitted, layers)
    for layer, ones in zip(layers, apart, strict=False):
        doc.spans[layer.name] = [spans[id(one.span)] for one in ones]
    # Nothing is lost where spans overlap, as all are in `doc.spans`.
    unfit = Losses()
    alone = without_overlaps(row, others, target.options.overlaps, unfit)
    target.losses.are_untagged(unfit)
    doc.set_ents([spans[id(one.span)] for one in alone])
    doc.user_data["id"] = row.id
    known = fields_of(row)
    known.pop("text", None)  # it is that of the Doc
    doc.user_data[USER_DATA] = msgspec.to_builtins(known)
    return doc


def _without_white_space(doc: Any, span: Any, is_space: Sequence[int]) -> Any:
    """A span without the tokens of white space at its ends, which spaCy refuses in an entity."""
    start, end = span.start, span.end
    while start < end and is_space[start]:
        start += 1
    while start < end and is_space[end - 1]:
        end -= 1
    if start == end or (start, end) == (span.start, span.end):
        return span if start < end else None
    last = doc[end - 1]
    return doc.char_span(doc[start].idx, last.idx + len(last), label=span.label_, span_id=span.id_)


def _looks_like(head: bytes, _name: str) -> float:
    """By the first fields of what is in it, which is compressed with zlib."""
    try:
        unpacked = zlib.decompressobj().decompress(head, _LOOKED_AT) if head[:1] == b"x" else b""
    except zlib.error:
        return 0.0
    return 0.9 if b"\xa7version" in unpacked and b"\xa5attrs" in unpacked else 0.0


FORMAT: Final = Format(
    name="spacy",
    title="spaCy DocBin, with doc.ents and doc.spans",
    # The parts of a discontinuous span are spans of their own here, linked by relations.
    holds=EVERYTHING - {Feature.SUBTOKEN, Feature.DISCONTINUOUS},
    writes=write,
    endings=(".spacy",),
    is_text=False,
    extra="spacy",
    has_layers=True,
    looks_like=_looks_like,
)
