"""CoNLL-2012, as OntoNotes is given out: columns with brackets for names and coreference.

    #begin document (nw/wsj_0001); part 000
    nw/wsj_0001 0 0 Ana  NNP (TOP(S(NP* - - - - (PERSON* * (0
    nw/wsj_0001 0 1 Lee  NNP          *) - - - -        *) *  0)
    #end document

It is read only. The fourth column is the word, the eleventh has the names, the last one the
coreference; other columns are grammar. Each part of a document is an article. What only means the
same as something else is labelled `mention`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.formats.features import Feature
from store.formats.fields import Fields
from store.formats.format import Format
from store.formats.tagging import TagReader
from store.formats.token_files import Word, read_documents
from store.formats.word_json import row_of_words
from store.formats.word_kinds import WordedDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input
    from store.formats.rows import Placed

_BEGIN: Final = regex.compile(r"#begin document \(?(.*?)\)?(?:; part 0*(\d+))?\s*")
_WORD, _NAMES, _LEAST = 3, 10, 12
"""The numbers of the columns with the word and with the names; how many there are at least."""
_NAME: Final = regex.compile(r"\(([^()*]+)|(\))")
_COREFERENCE: Final = regex.compile(r"(\()?(\d+)(\))?")


class _OntoNotesReader:
    """Takes the lines of a document."""

    def __init__(self, source: Input, line: int, id_: str) -> None:
        self._source = source
        self.document = WordedDocument(line, id_)
        self._names: list[tuple[int, str]] = []
        """Those that are open: first word and label."""
        self._found: list[tuple[int, int, str]] = []
        self._chains: dict[str, list[tuple[int, int]]] = {}
        self._open: dict[str, list[int]] = {}
        """By the number of a chain: the first words of its mentions that are open."""

    def take(self, number: int, line: str) -> None:
        """Take a word."""
        cells = line.split()
        if len(cells) < _LEAST:
            reason = f"this line has {len(cells)} columns; it must have {_LEAST} at least"
            self._source.fault(reason, line=number)
            return
        at = len(self.document.words)
        self.document.words.append(Word(cells[_WORD], number))
        for match in _NAME.finditer(cells[_NAMES]):
            if match[1]:
                self._names.append((at, match[1]))
            elif not self._names:
                self._source.fault("a name is closed that was not opened", line=number)
            else:
                first, label = self._names.pop()
                self._found.append((first, at + 1, label))
        for opens, chain, closes in _COREFERENCE.findall(cells[-1]):
            if opens:
                self._open.setdefault(chain, []).append(at)
            if closes and not self._open.get(chain):
                self._source.fault(f"{chain} is closed, but was not opened", line=number)
            elif closes:
                self._chains.setdefault(chain, []).append((self._open[chain].pop(), at + 1))
        for cell in cells[_WORD + 1 : _NAMES]:
            self._source.losses.lose("columns of grammar", cells[_WORD], cell not in ("-", "*"))

    def end(self) -> WordedDocument:
        """The document, with all that was closed."""
        document, source = self.document, self._source
        document.end_sentence()
        left = len(self._names) + sum(map(len, self._open.values()))
        if left:
            source.fault(f"{left} spans are opened, but not closed", line=document.line)
        record = Fields({}, source.path, document.line)
        for span in sorted(self._found):
            document.add(record, "", *span)
        for places in self._chains.values():
            document.join([document.mention(record, "", *place) for place in sorted(places)])
        return document


def _documents(source: Input) -> Iterator[WordedDocument]:
    reader: _OntoNotesReader | None = None
    for number, line in source.text_lines():
        begin = _BEGIN.fullmatch(line.rstrip())
        if begin or line.startswith("#end"):
            if reader is not None and reader.document.words:
                yield reader.end()
            name = (
                begin[1] + (f"-{begin[2]}" if begin[2] not in (None, "0") else "") if begin else ""
            )
            reader = _OntoNotesReader(source, number, name) if begin else None
        elif not line.strip():
            if reader is not None:
                reader.document.end_sentence()
        elif not line.startswith("#"):
            reader = reader or _OntoNotesReader(source, number, "")
            reader.take(number, line)
    if reader is not None and reader.document.words:
        yield reader.end()


def read(source: Input) -> Iterator[Placed]:
    """The articles of a file, as they come."""
    return read_documents(source, FORMAT.endings, _documents(source), TagReader(), row_of_words)


def _looks_like(head: bytes, _name: str) -> float:
    """By the line with which a document begins."""
    return 0.98 if head.lstrip().startswith(b"#begin document ") else 0.0


FORMAT: Final = Format(
    name="conll-2012",
    title="CoNLL-2012, OntoNotes’ columns with names and coreference",
    holds=frozenset({Feature.OVERLAPS, Feature.CLUSTERS}),
    has_local_ids=True,
    reads=read,
    endings=(".v4_gold_conll", ".v4_auto_conll", ".gold_conll", ".conll"),
    looks_like=_looks_like,
)
