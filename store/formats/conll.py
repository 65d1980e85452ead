"""CoNLL columns: a token a line with its tag in the last column, a blank line after a sentence.

Read is any number of columns, parted by tabs or else by spaces; the first is the token, the last
the tag in any scheme of `tagging`. Read is also spaCy's IOB with a sentence a line, its words
`word|tag` or `word|pos|tag`. Lines that begin with `-DOCSTART-` stand between articles, whether a
file has them before or after each; without them a file is one article.

Most files say nothing of white space. Where the article is known, the tokens are found in its text.
Else the text is made: white space as `store.text.spacing` has it, a newline between two sentences.

Written are four columns, `token -X- _ tag`, as Label Studio does, in IOB2; where labels stand in
layers of their own (`layers`), their tags are columns before the last. Such columns are read
too, where `-X-` says that they are ours. The third column says what is after a word, if that is not
one space (`white_space`), always after the last one; so the text comes back exactly.
Every article begins with `-DOCSTART- -X- O O`, which spaCy looks for; so there is no place for its
id. It is found again by its words.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import regex

from store.formats.features import Feature
from store.formats.format import Format
from store.formats.layers import tag_layers
from store.formats.tagging import (
    OUTSIDE,
    is_tag,
    tag_tokens,
    without_white,
)
from store.formats.token_columns import DOCSTART, SPACES, TokenColumns, cells_of
from store.formats.token_files import TokenDocument, Word, read_tagged
from store.formats.white_space import escape_every_space, space_after, spaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.layers import TagLayer
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow, Placed
    from store.formats.writing import Output

_NO_COLUMN: Final = "-X-"
_ONE_SPACE: Final = "_"
"""What stands between the token and the tags in a file of ours."""
_IS_SPACE: Final = regex.compile(r"_|Spaces?(?:After|Before)=\S*")
_EMPTY: Final = frozenset({"_", "-X-", "-", OUTSIDE, "*"})
"""What stands in columns that say nothing."""
_FIRST_LINES: Final = 1_000
"""Lines that show what is in the columns of a file."""
MOST_WORDS: Final = 2_000_000
"""Words of the longest article, which are some 200 bytes each while they are read."""
_LEAST_PLACES: Final = 16
"""Tokens from which on numbers at their ends may be places in words."""


# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The articles of a file, as they come."""
    found = (_without_places(document, source) for document in documents(source))
    return read_tagged(source, FORMAT.endings, found)


def _without_places(document: TokenDocument, source: Input) -> TokenDocument:
    """A document whose words are those of the text.

    The corpus of Weibo has a character in each line, and after it its place in its word: `口0`.
    """
    place = -1
    bare: list[str] = []
    for word in (word.form for word in document.words):
        following = str(place + 1)
        place = place + 1 if word.endswith(following) and len(word) > len(following) else 0
        if not word.endswith(str(place)) or len(word) == len(str(place)):
            return document
        bare.append(word.removesuffix(str(place)))
    if len(bare) < _LEAST_PLACES or all(word.isdecimal() for word in bare):
        return document
    source.losses.lose("places of characters in their words", document.words[0].form, len(bare))
    words = [replace(word, form=form) for word, form in zip(document.words, bare, strict=True)]
    return replace(document, words=words, is_spaced=False)


# The lines -------------------------------------------------------------------------------


def documents(source: Input) -> Iterator[TokenDocument]:
    """The articles of a file, as they come."""
    document: TokenDocument | None = None
    found = source.text_lines()
    first = list(itertools.islice(found, _FIRST_LINES))
    lines = _Lines(source, TokenColumns.of([cells_of(line.strip(" \t\r")) for _, line in first]))
    for number, line in itertools.chain(first, found):
        stripped = line.strip(" \t\r")
        if stripped.startswith(DOCSTART):
            if document is not None:
                document.end_sentence()
                yield document
            document = None
            continue
        if not stripped:
            if document is not None:
                document.end_sentence()
            continue
        is_first = document is None or document.ends[-1:] == [len(document.words)]
        for word, *word_tags in lines.words(number, stripped, is_first=is_first):
            if document is None:
                document = TokenDocument(number, before=spaces(lines.said.get("SpacesBefore", "")))
            after = space_after(lines.said)
            document.words.append(Word(word, number, tuple(word_tags), after=after))
        if document is not None and len(document.words) > MOST_WORDS:
            reason = f"an article has more than {MOST_WORDS:,} words here"
            raise source.error(f"{reason}; put {DOCSTART} between articles", number)
        if lines.is_sentence and document is not None:
            document.end_sentence()
    if document is not None:
        document.end_sentence()
        yield document


class _Lines:
    """Takes lines apart."""

    def __init__(self, source: Input, columns: TokenColumns) -> None:
        self._source = source
        self._are = columns
        self._columns = 0
        self.is_sentence = False
        """Whether the last line was a whole sentence."""
        self.said: dict[str, str] = {}
        """What the last line says of white space."""

    def words(self, number: int, text: str, *, is_first: bool) -> list[tuple[str, ...]]:
        """The tokens of a line, each before its tags: one, or all of a sentence."""
        self.is_sentence, self.said = False, {}
        sentence = _sentence_of(text)
        if sentence:
            self.is_sentence = True
            return sentence
        cells = cells_of(text)
        is_like_others = len(cells) > 1 and (not self._columns or len(cells) == self._columns)
        if text.startswith("#") and is_first and not (is_like_others and is_tag(cells[-1])):
            # Elsewhere, and with a tag, it is a token that begins with this sign.
            self._source.losses.lose("lines of comment", text[:40])
            return []
        reason = self._fault(cells)
        if reason:
            self._source.fault(reason, line=number)
            return []
        self._columns = len(cells)
        if len(cells) > 3 and cells[1] == _NO_COLUMN and _IS_SPACE.fullmatch(cells[2]):
            pairs = (item.partition("=") for item in cells[2].split("|"))
            self.said = {name: value for name, _, value in pairs}
            if all(map(is_tag, cells[3:])):
                return [(cells[0], *cells[3:])]
        word, tags = self._are.word, [cells[n] for n in self._are.tags]
        for n, cell in enumerate(cells[word + 1 : -1], start=word + 1):
            if n not in self._are.tags and cell not in _EMPTY and not _IS_SPACE.fullmatch(cell):
                self._source.losses.lose("values in columns between token and tag", cell)
        return [(cells[word], *tags)]

    def _fault(self, cells: Sequence[str]) -> str:
        if len(cells) < 2:
            return "this line has one column; it must have a token and its tag"
        if self._columns and len(cells) != self._columns:
            return f"this line has {len(cells)} columns, those before it have {self._columns}"
        if len(cells) <= max(self._are.word + 1, *self._are.tags):
            return f"this line has {len(cells)} columns, the first ones of the file have more"
        if not cells[self._are.word]:
            return "the token is empty"
        wrong = next((cells[n] for n in self._are.tags if not is_tag(cells[n])), "")
        if wrong:
            return f"the tag {wrong!r} is neither O nor one such as B-actor or I-actor"
        return ""


def _sentence_of(line: str) -> list[tuple[str, ...]]:
    """The tokens of a line of `word|tag`, with their tags; none if it is another one."""
    if "|" not in line or "\t" in line:
        return []
    items = [item.split("|") for item in SPACES.split(line)]
    if all(len(item) > 1 and is_tag(item[-1]) and item[0] for item in items):
        return [(item[0], item[-1]) for item in items]
    return []


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles as they come."""
    layers = tag_layers(target.labels, target.options.layers)
    with target.stream() as stream:
        for row in rows:
            stream.write(f"{DOCSTART} -X- O O\n\n".encode())
            stream.writelines(_lines(row, layers, target))


def _lines(row: ArticleRow, layers: Sequence[TagLayer], target: Output) -> Iterator[bytes]:
    whole = tag_tokens(row, layers, target.options, target.losses)
    if not whole.tokens:
        target.losses.lose("articles without a word", row.id)
    for one in whole.kept:
        if without_white(one.span.label) != one.span.label:
            target.losses.change("labels with white space", one.span.label)
    known = {tag: without_white(tag) for layer in whole.layers for tag in set(layer)}
    for sentence in whole.sentences:
        words = whole.tokens.texts(row.said, sentence)
        gaps = whole.tokens.gaps(row.said, sentence)
        after = [_ONE_SPACE if gap == " " else _space_after(gap) for gap in gaps]
        if sentence.stop == len(whole.tokens):
            after[-1] = _space_after(row.said[whole.tokens.ends[-1] :])
        if sentence.start == 0 and whole.tokens.starts[0]:
            before = f"SpacesBefore={escape_every_space(row.said[: whole.tokens.starts[0]])}"
            after[0] = before if after[0] == _ONE_SPACE else f"{before}|{after[0]}"
        parts = (layer[sentence.start : sentence.stop] for layer in whole.layers)
        columns = ([known[tag] for tag in part] for part in parts)
        part = "\t" if any(" " in word for word in words) else " "  # as a file with tabs may have
        tags = map(part.join, zip(*columns, strict=True))
        lines = [
            f"{word}{part}{_NO_COLUMN}{part}{space}{part}{tag}\n"
            for word, space, tag in zip(words, after, tags, strict=True)
        ]
        yield f"{''.join(lines)}\n".encode()


def _space_after(space: str) -> str:
    return f"SpacesAfter={escape_every_space(space)}" if space else "SpaceAfter=No"


# The format --------------------------------------------------------------------------------


def _looks_like(head: bytes, name: str) -> float:
    """By the last columns, which must all be tags."""
    text = head.decode("utf-8", "ignore").replace("\r\n", "\n")
    if text.startswith("#FORMAT="):  # WebAnno's, in which a column may be named O
        return 0.0
    lines = text.split("\n")[:-1] or [text]  # the last one may be cut
    counts: set[int] = set()
    seen = 0
    kinds: set[str] = set()
    for line in map(str.strip, lines):
        if not line or line.startswith(DOCSTART):
            continue
        cells = line.split("\t") if "\t" in line else SPACES.split(line)
        if sentence := _sentence_of(line):
            kinds |= {tags[-1] for tags in sentence}
            seen += 1
        elif len(cells) > 1 and is_tag(cells[-1]):
            counts.add(len(cells))
            kinds.add(cells[-1])
            seen += 1
        elif not line.startswith("#"):
            return 0.0
    if not seen or len(counts) > 1:
        return 0.0
    is_named = name.endswith(FORMAT.endings)
    if kinds == {OUTSIDE}:  # it may be anything with a letter O at the ends of its lines
        return 0.7 if is_named or text.startswith(DOCSTART) else 0.1
    return 0.95 if is_named else 0.9


FORMAT: Final = Format(
    name="conll",
    title="CoNLL columns, a token a line (IOB, BIOES, BMES)",
    holds=frozenset({Feature.TEXT, Feature.OFFSETS}),
    reads=read,
    writes=write,
    endings=(".conll", ".conll2003", ".bio", ".iob", ".iob2", ".bmes", ".bioes"),
    names_articles=False,
    has_layers=True,
    looks_like=_looks_like,
)
