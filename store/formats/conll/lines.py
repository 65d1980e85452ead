"""The lines of CoNLL columns, taken apart into articles, sentences, tokens and tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.formats.tagging import OUTSIDE, is_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.reading import Input

DOCSTART: Final = "-DOCSTART-"
"""What a line between two articles begins with."""
SPACES: Final = regex.compile(" +")
"""What parts columns where there are no tabs."""
_EMPTY: Final = frozenset({"_", "-X-", "-", OUTSIDE, "*"})
"""What stands in columns that say nothing."""


@dataclass(slots=True)
class ConllDocument:
    """An article as the file has it."""

    line: int
    """Of its first token, from 1."""
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """Of each token."""
    ends: list[int] = field(default_factory=list)
    """The number of the token after each sentence."""

    def end_sentence(self) -> None:
        """Take note that the next token begins a sentence."""
        if self.words and (not self.ends or self.ends[-1] < len(self.words)):
            self.ends.append(len(self.words))

    @property
    def sentences(self) -> list[range]:
        """The numbers of the tokens of each sentence."""
        return [range(a, b) for a, b in zip([0, *self.ends], self.ends, strict=False)]


def documents(source: Input) -> Iterator[ConllDocument]:
    """The articles of a file, as they come."""
    document: ConllDocument | None = None
    lines = _Lines(source)
    for number, data in source.lines():
        stripped = data.strip(b" \t\r")
        if stripped.startswith(DOCSTART.encode()):
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
        for word, tag in lines.words(number, stripped, is_first=is_first):
            document = document or ConllDocument(number)
            document.words.append(word)
            document.tags.append(tag)
            document.lines.append(number)
        if lines.is_sentence and document is not None:
            document.end_sentence()
    if document is not None:
        document.end_sentence()
        yield document


class _Lines:
    """Takes lines apart."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self._columns = 0
        self.is_sentence = False
        """Whether the last line was a whole sentence."""

    def words(self, number: int, line: bytes, *, is_first: bool) -> list[tuple[str, str]]:
        """The tokens of a line with their tags: one, or all of a sentence."""
        self.is_sentence = False
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            reason = f"this is not UTF-8: byte {error.start + 1} is {line[error.start]:#x}"
            self._source.fault(reason, line=number)
            return []
        sentence = sentence_of(text)
        if sentence:
            self.is_sentence = True
            return sentence
        cells = text.split("\t") if "\t" in text else SPACES.split(text)
        cells = [cell.strip(" ") for cell in cells]
        is_like_others = len(cells) > 1 and (not self._columns or len(cells) == self._columns)
        if text.startswith("#") and is_first and not (is_like_others and is_tag(cells[-1])):
            # Elsewhere, and with a tag, it is a token that begins with this sign.
            self._source.losses.lose("lines of comment", 1, text[:40])
            return []
        reason = self._fault(cells)
        if reason:
            self._source.fault(reason, line=number)
            return []
        self._columns = len(cells)
        for cell in cells[1:-1]:
            if cell not in _EMPTY:
                self._source.losses.lose("values in columns between token and tag", 1, cell)
        return [(cells[0], cells[-1])]

    def _fault(self, cells: Sequence[str]) -> str:
        if len(cells) < 2:
            return "this line has one column; it must have a token and its tag"
        if self._columns and len(cells) != self._columns:
            return f"this line has {len(cells)} columns, those before it have {self._columns}"
        if not cells[0]:
            return "the token is empty"
        if not is_tag(cells[-1]):
            return f"the tag {cells[-1]!r} is neither O nor one such as B-actor or I-actor"
        return ""


def sentence_of(line: str) -> list[tuple[str, str]]:
    """The tokens of a line of `word|tag`, with their tags; none if it is another one."""
    if "|" not in line or "\t" in line:
        return []
    items = [item.split("|") for item in SPACES.split(line)]
    if all(len(item) > 1 and is_tag(item[-1]) and item[0] for item in items):
        return [(item[0], item[-1]) for item in items]
    return []
