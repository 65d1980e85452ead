"""BIO as JSON lines, for token classification: a row with `tokens` and a tag for each.

A folder of two files: `data.jsonl`, and `label2id.json` with the numbers of the tags that a model
counts by. The tags are texts, so that each row can be read alone; labels that stand in a layer of
their own have a column beside `ner_tags` (`layers`):

    {"article":"one","row":1,"tokens":["Ana","left"],"ner_tags":["B-actor","O"],
     "claim_tags":["B-claim","I-claim"],"token_starts":[0,4]}

A row is a sentence, a window of several or an article. No span goes over the end of one. What the
tags have no place for is left out, and counted; `hf` keeps it beside them. Rows of others, which
name no article, are read as `tagged_json`.
"""

from __future__ import annotations

from operator import sub
from typing import TYPE_CHECKING, Final

import msgspec

from store.formats.choices import RowSize
from store.formats.features import Feature
from store.formats.fields import Fields
from store.formats.folders import read_files
from store.formats.format import Format
from store.formats.json_files import listed
from store.formats.layers import tag_layers
from store.formats.tagging import is_tag, tag_columns, tag_tokens
from store.formats.token_files import TokenDocument, Word, read_tagged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow, Placed
    from store.formats.writing import Output

_ROWS: Final = "data.jsonl"
_NUMBERS: Final = "label2id.json"
_MAIN: Final = "ner_tags"
_COLUMN: Final = "_tags"
"""How the names of columns of tags end."""
_KNOWN: Final = frozenset({"article", "row", "id", "tokens", "token_starts"})
"""The names of other columns that say nothing more."""
_LONG_GAP: Final = 10_000
"""Code points that are too many between two words."""
WINDOW_TOKENS: Final = 128
"""Tokens in a window, at most, but for a sentence that is longer."""


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles as they come, then the numbers of the tags."""
    layers = tag_layers(target.labels, target.options.layers)
    columns = tag_columns(layers)
    encode = msgspec.json.Encoder().encode
    with target.stream(_ROWS) as stream:
        for row in rows:
            whole = tag_tokens(row, layers, target.options, target.losses)
            if not whole.tokens:
                target.losses.lose("articles without a word", row.id)
            named = list(zip(columns, whole.layers, strict=True))
            for column, tags in named:
                for tag in dict.fromkeys(tags):
                    column.number(tag)
            for number, part in enumerate(_parts(whole.sentences, target.options.rows), start=1):
                record = {
                    "article": row.id,
                    "row": number,
                    "tokens": whole.tokens.texts(row.said, part),
                    **{c.column: tags[part.start : part.stop] for c, tags in reversed(named)},
                    "token_starts": list(whole.tokens.starts[part.start : part.stop]),
                }
                stream.write(encode(record) + b"\n")
    numbers = {c.column: {tag: n for n, tag in enumerate(c.names)} for c in reversed(columns)}
    with target.stream(_NUMBERS) as stream:
        stream.write(msgspec.json.format(encode(numbers), indent=1) + b"\n")


def _parts(sentences: Iterable[range], size: RowSize) -> list[range]:
    """The numbers of the tokens of each row."""
    most = {RowSize.SENTENCE: 0, RowSize.WINDOW: WINDOW_TOKENS}.get(size)
    found: list[range] = []
    for sentence in sentences:
        if found and (most is None or sentence.stop - found[-1].start <= most):
            found[-1] = range(found[-1].start, sentence.stop)
        else:
            found.append(sentence)
    return found


# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The articles of a file, or of the files of a folder, as they come."""
    return read_files(source, FORMAT.endings[0], _read_file)


def _read_file(source: Input, _name: str) -> Iterator[Placed]:
    return read_tagged(source, FORMAT.endings, _documents(source))


def _documents(source: Input) -> Iterator[TokenDocument]:
    """The rows that follow each other and are of one article."""
    document: TokenDocument | None = None
    starts: list[int] = []
    for number, values in source.json_lines(dict[str, object]):
        with source.passing_over():
            row = Fields(values, source.path, number)
            words = _words(row)
            for name in row.values.keys() - _KNOWN:
                if not name.endswith(_COLUMN):
                    source.losses.lose(f"“{name}” of rows", source.path.stem)
            id_ = row.name("article")
            if document is None or document.id != id_:
                if document is not None:
                    _spread(document, starts)
                    yield document
                document, starts = TokenDocument(number, id_), []
            document.words += words
            document.end_sentence()
            starts += _starts(row, len(words))
    if document is not None:
        _spread(document, starts)
        yield document


def _starts(row: Fields, count: int) -> list[int]:
    """Where the tokens of a row start; none if it does not say so of each."""
    found = [at for at in listed(row.values.get("token_starts")) if isinstance(at, int)]
    return found if len(found) == count else []


def _spread(document: TokenDocument, starts: Sequence[int]) -> None:
    """Put white space between words, so that they start where they do.

    Which it was is not said: between sentences it is new lines.
    """
    words = document.words
    ends = [start + len(word.form) for start, word in zip(starts, words, strict=False)]
    gaps = list(map(sub, starts, [0, *ends]))
    if len(starts) != len(words) or any(not 0 <= gap < _LONG_GAP for gap in gaps):
        return
    document.before = "\n" * gaps[0]
    for number, (word, gap) in enumerate(zip(words, [*gaps[1:], 0], strict=True), start=1):
        word.after = ("\n" if number in document.ends else " ") * gap


def _words(row: Fields) -> list[Word]:
    """The tokens of a row with their tags.

    Raises:
        InputError: They are none, or not as many.
    """
    names = [name for name in row.values if name.endswith(_COLUMN)]
    tokens = row.items("tokens")
    columns = [row.items(name) for name in names]
    for name, column in zip(names, columns, strict=True):
        if len(column) != len(tokens):
            raise row.fault(name, f"there are {len(column)} tags for {len(tokens)} tokens")
        for tag in column:
            if not isinstance(tag, str) or not is_tag(tag):
                reason = f"the tag {tag!r} is neither O nor one such as B-actor or I-actor"
                raise row.fault(name, reason)
    words = []
    for number, token in enumerate(tokens):
        if not isinstance(token, str) or not token.strip():
            raise row.fault("tokens", f"the token {token!r} is no word")
        tags = tuple(str(column[number]) for column in columns)
        words.append(Word(token, row.line or 0, tags))
    return words


def _looks_like(head: bytes, name: str) -> float:
    """By the fields of the first line, or the names in a folder."""
    if name.endswith("/"):
        return 0.95 if _NUMBERS.encode() in head.splitlines() else 0.0
    first = head.lstrip().split(b"\n", 1)[0]
    names = (b'"tokens"', b'"token_starts"', f'"{_MAIN}"'.encode())  # the second is ours alone
    is_row = first.startswith(b"{") and all(name in first for name in names)
    return 0.95 if is_row and b'"spans"' not in first else 0.0


FORMAT: Final = Format(
    name="bio",
    title="BIO JSON lines, tokens with tags by name, and label2id",
    holds=frozenset({Feature.OFFSETS}),
    reads=read,
    writes=write,
    endings=(".jsonl",),
    is_folder=True,
    has_layers=True,
    has_row_sizes=True,
    looks_like=_looks_like,
)
