"""Files of tokens: articles as their words and sentences, and the texts that these stand in.

What such a file does not name, an article or white space, is found by its words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

import msgspec

from store.formats.rows import ArticleRow, Cut, Placed, SpanRow
from store.formats.tagging import OUTSIDE, TagReader
from store.formats.tokens import UNSEEN
from store.text.spacing import spaces_between
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.formats.reading import Input, ReadOptions


@dataclass(slots=True)
class Word:
    """A word of an article."""

    form: str
    line: int
    """Where it stands, from 1."""
    tags: tuple[str, ...] = ()
    """Of the spans that it is in: one of each layer of tags that the file has."""
    misc: dict[str, str] | None = None
    """What else the file says of it."""
    brackets: tuple[tuple[int, str], ...] = ()
    """Those that open and close spans at it, with their lines."""
    after: str | None = None
    """What stands between it and the next word, or the end, where the file says it."""


@dataclass(slots=True)
class TokenDocument:
    """An article as a file has it."""

    line: int
    """Where it begins, from 1."""
    id: str = ""
    words: list[Word] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """The number of the word after each sentence."""
    before: str = ""
    """What stands before the first word."""
    is_spaced: bool = True
    """Whether there is white space between words of which the file says nothing."""
    said: str = ""
    """The text, where the file has it beside the words."""

    @property
    def sentences(self) -> list[range]:
        """The numbers of the words of each sentence."""
        return [range(a, b) for a, b in zip([0, *self.ends], self.ends, strict=False)]

    def end_sentence(self) -> None:
        """Take note that the next word begins a sentence."""
        if self.words and (not self.ends or self.ends[-1] < len(self.words)):
            self.ends.append(len(self.words))

    def spaces(self) -> Iterator[str]:
        """What stands before each word and, at last, before the end of the text."""
        if self.words and self.words[-1].after is not None:
            yield self.before
            yield from (" " if word.after is None else word.after for word in self.words)
            return
        sentences = [self.words[s.start : s.stop] for s in self.sentences]
        before = spaces_between([[word.form for word in words] for words in sentences])
        for sentence, (_, *spaced) in zip(self.sentences, before, strict=True):
            yield "\n" if sentence.start else ""
            yield from (" " if space and self.is_spaced else "" for space in spaced)
        yield ""

    def lay_out(self) -> tuple[str, list[Span]]:
        """The text, and where its words are in it."""
        said: list[str] = []
        places: list[Span] = []
        at = 0
        *spaces, last = self.spaces()
        for space, word in zip(spaces, self.words, strict=True):
            start = at + len(space)
            at = start + len(word.form)
            places.append(Span(start, at))
            said += (space, word.form)
        return "".join([*said, last]), places


_Document = TypeVar("_Document", bound=TokenDocument)


def read_documents(
    source: Input,
    endings: tuple[str, ...],
    documents: Iterable[_Document],
    tags: TagReader,
    row_of: Callable[[_Document, str, str, list[Span]], ArticleRow],
) -> Iterator[Placed]:
    """The articles of a file, as they come.

    Args:
        source: The file.
        endings: Of its format; an article without a name has that of the file without its ending.
        documents: What is in it.
        tags: Reads the tags of all.
        row_of: Makes an article of a document, its id, its text, and where its words are in that.
    """
    name = source.path.name
    stem = next((name.removesuffix(e) for e in endings if name.endswith(e)), PurePath(name).stem)
    naming = _Naming(stem, source.options)
    for document, number in _numbered(documents):
        said, places = document.lay_out()
        id_, known = naming.article(document, number)
        text = known if known is not None else document.said or None
        if text is not None and text != said:
            found = _placed_in([word.form for word in document.words], text)
            if isinstance(found, _Misfit):
                source.fault(found.sentence(document, id_), line=found.line(document))
                continue
            said, places = text, found
        row = msgspec.structs.replace(
            row_of(document, id_, said, places),
            own_cut=Cut([p.start for p in places], [p.end for p in places], document.ends),
        )
        if number and not document.id and known is None:
            row = msgspec.structs.replace(row, is_numbered=True)
        yield Placed(row, source.path, document.line)
    tags.note(source.losses)


def read_tagged(
    source: Input, endings: tuple[str, ...], documents: Iterable[TokenDocument]
) -> Iterator[Placed]:
    """The articles of a file of which nothing is known but words and the tags of their layers."""
    tags = TagReader()

    def row_of(document: TokenDocument, id_: str, text: str, places: list[Span]) -> ArticleRow:
        layers = max((len(word.tags) for word in document.words), default=0)
        spans = (tagged_spans(document, text, places, tags, n) for n in range(layers))
        in_order = sorted(chain.from_iterable(spans), key=lambda span: span.start)
        return ArticleRow(id_, in_order, text)

    return read_documents(source, endings, documents, tags, row_of)


def tagged_spans(
    document: TokenDocument, text: str, places: Sequence[Span], tags: TagReader, layer: int = 0
) -> Iterator[SpanRow]:
    """The spans that the tags of an article stand for, in one of its layers."""
    for sentence in document.sentences:
        words = (document.words[number] for number in sentence)
        said = [word.tags[layer] if layer < len(word.tags) else OUTSIDE for word in words]
        for first, last, label in tags.spans(said):
            start = places[sentence.start + first].start
            end = places[sentence.start + last - 1].end
            yield SpanRow(start, end, label, text=text[start:end])


# Which article it is -----------------------------------------------------------------------


def _numbered(documents: Iterable[_Document]) -> Iterator[tuple[_Document, int]]:
    """Documents with their numbers in a file, from 1; the only one of a file has 0."""
    found = iter(documents)
    document = next(found, None)
    number = 0
    while document is not None:
        following = next(found, None)
        number += 1
        yield document, 0 if number == 1 and following is None else number
        document = following


class _Naming:
    """Finds articles by their words: those with the same characters, white space apart."""

    def __init__(self, stem: str, options: ReadOptions) -> None:
        self._stem = stem
        self._options = options
        self._by_print: dict[bytes, list[str]] | None = None
        """The articles that no document has been found to be, by their fingerprints."""

    def article(self, document: TokenDocument, number: int) -> tuple[str, str | None]:
        """The id of the article that a document is, and its text if that is known.

        Args:
            document: As it was read.
            number: Its number in the file, from 1; 0 if it is the only one, which then has the
                name of the file.
        """
        texts = self._options.texts
        chosen = document.id or (f"{self._stem}-{number}" if number else self._stem)
        if texts is None:
            return chosen, None
        if not document.id or (number and document.id.isdecimal()):
            words = "".join(word.form for word in document.words)
            found = self._prints().get(_print(words))
            if not found and number:
                return chosen, None  # what has that name or number is of another file
            chosen = found.pop(0) if found else chosen
        return chosen, texts(chosen)

    def _prints(self) -> dict[bytes, list[str]]:
        if self._by_print is None:
            self._by_print = {}
            texts = self._options.texts
            assert texts is not None
            for article_id in self._options.articles:
                text = texts(article_id)
                if text is not None:
                    self._by_print.setdefault(_print(text), []).append(article_id)
        return self._by_print


def _print(text: str) -> bytes:
    seen = UNSEEN.sub("", text)
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).digest()


# Where its words are -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Misfit:
    """Why tokens are not those of a text."""

    token: int
    """The number of the one that is not next; that after the last where the text goes on."""
    says: str
    """What the text says there."""

    def line(self, document: TokenDocument) -> int:
        """Where the document is at fault."""
        return document.words[min(self.token, len(document.words) - 1)].line

    def sentence(self, document: TokenDocument, article_id: str) -> str:
        """What is at fault."""
        if self.token == len(document.words):
            return f"the text of {article_id} goes on after the last token: “{self.says}”"
        return (
            f"the token “{document.words[self.token].form}” is not next in the text of "
            f"{article_id}, which says “{self.says}” there"
        )


def _placed_in(tokens: Sequence[str], text: str) -> list[Span] | _Misfit:
    """Where tokens stand in a text; between them there may be only what cannot be seen."""
    found: list[Span] = []
    at = 0
    for number, token in enumerate(tokens):
        start = at if text.startswith(token, at) else _after_unseen(text, at, token)
        if not text.startswith(token, start):
            return _Misfit(number, text[start : start + 20])
        at = start + len(token)
        found.append(Span(start, at))
    rest = _after_unseen(text, at, "")
    return _Misfit(len(tokens), text[rest : rest + 20]) if rest < len(text) else found


def _after_unseen(text: str, at: int, token: str) -> int:
    """Where what can be seen begins, or the token, if it begins with what cannot be seen."""
    match = UNSEEN.match(text, at)
    end = match.end() if match else at
    early = text.find(token, at, end + len(token)) if token else -1
    return early if 0 <= early <= end else end
