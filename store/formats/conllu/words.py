r"""The words of a CoNLL-U file: what of its lines is read, and how a text is made of them.

A word that stands for several (`1-2`, as Spanish `del` for `de el`) is one word of the text; what
the file says of those in it is said of it. Empty words (`8.1`) are not in the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.formats.entities import USUAL_FIELDS
from store.formats.fields import WITHOUT_WIDTH
from store.formats.token_files import TokenDocument, Word
from store.formats.white_space import space_after, spaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input

COLUMNS: Final = 10
ID: Final = regex.compile(r"([0-9]{1,9})(?:([-.])([0-9]{1,9}))?")
"""The first column: a word, a range of words, or an empty word."""
_COMMENT: Final = regex.compile(r"#\s*([^=\s][^=]*?)\s*(?:=\s*(.*))?")
_SPACING: Final = frozenset({"SpaceAfter", "SpacesAfter", "SpacesBefore", "start_char"})
"""What says where words stand."""
PARAGRAPH: Final = "\n\n"
"""What stands before a paragraph, where the file does not say."""


@dataclass(slots=True)
class ConlluDocument(TokenDocument):
    """An article as the file has it."""

    fields: str = USUAL_FIELDS
    """Of its brackets."""
    paragraphs: set[int] = field(default_factory=set)
    """The numbers of the words with which paragraphs begin."""
    has_texts: bool = False
    """Whether the file has the texts of sentences as well, which say what is not said of words."""

    def spaces(self) -> Iterator[str]:
        """What stands before each word and, at last, before the end of the text."""
        if self.has_texts or any(_SPACING & (word.misc or {}).keys() for word in self.words):
            return map(self._space, range(len(self.words) + 1))
        made = enumerate(super(ConlluDocument, self).spaces())
        return (PARAGRAPH if n and n in self.paragraphs else space for n, space in made)

    def _space(self, number: int) -> str:
        own = (self.words[number].misc if number < len(self.words) else None) or {}
        space = spaces(own.get("SpacesBefore", ""))
        if number == 0:
            return space
        before = self.words[number - 1].misc or {}
        after = space_after(before)
        if after is not None or number == len(self.words):
            return (after or "") + space
        if number in self.paragraphs:
            return PARAGRAPH
        gap = _offset(own, "start_char") - _offset(before, "end_char")
        return " " * gap if "start_char" in own and 1 < gap < 1000 else space or " "


def _offset(misc: dict[str, str], name: str) -> int:
    value = misc.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 12 else 0


def documents(source: Input) -> Iterator[ConlluDocument]:
    """The articles of a file, as they come."""
    reader = _WordReader(source)
    for number, line in source.text_lines():
        if not line.strip():
            reader.document.end_sentence()
        elif line.startswith("#"):
            done = reader.comment(number, line)
            if done is not None:
                yield done
        else:
            reader.word(number, line)
    reader.document.end_sentence()
    if reader.document.words:
        yield reader.document


class _WordReader:
    def __init__(self, source: Input) -> None:
        self._source = source
        self.document = ConlluDocument(1)
        self._inside: Word | None = None
        """A word that stands for several, while they are read."""
        self._last = 0
        """The number in its sentence of the last word that it stands for."""

    def comment(self, number: int, line: str) -> ConlluDocument | None:
        """Take a comment; gives the article that ends before it."""
        match = _COMMENT.fullmatch(line.rstrip())
        if match is None:
            return None
        name, value = match[1], match[2] or ""
        done = None
        if name in ("newdoc", "newdoc id"):
            self.document.end_sentence()
            done = self.document if self.document.words else None
            self.document = ConlluDocument(number, value, fields=self.document.fields)
        elif name in ("newpar", "newpar id"):
            self.document.paragraphs.add(len(self.document.words))
        elif name == "global.Entity":
            self.document.fields = value
        elif name == "text":
            self.document.has_texts = True
        return done

    def word(self, number: int, line: str) -> None:
        """Take a word."""
        source, document = self._source, self.document
        cells = line.split("\t")
        match = ID.fullmatch(cells[0])
        if len(cells) != COLUMNS or match is None:
            reason = f"this line has {len(cells)} columns parted by tabs; it must have {COLUMNS}"
            if len(cells) == COLUMNS:
                reason = f"{cells[0]!r} is no number of a word"
            source.fault(reason, line=number)
            return
        misc = dict(_pair(each) for each in cells[9].split("|")) if cells[9] != "_" else {}
        first, kind, last = int(match[1]), match[2], int(match[3] or 0)
        if kind == ".":
            if "Entity" in misc:
                source.losses.lose(WITHOUT_WIDTH, f"that on an empty word in line {number}")
            return
        said = sum(cell != "_" for cell in cells[2:9])
        source.losses.lose("columns of grammar", cells[1], said)
        if (
            self._inside is not None
            and first <= self._last
            and document.ends[-1:] != [len(document.words)]
        ):
            if "Entity" in misc:
                source.losses.change("spans on words that are written as one", cells[1])
            self._add(self._inside, number, misc)
            return
        self._inside = None
        if not cells[1]:
            source.fault("the word is empty", line=number)
            return
        word = Word(cells[1], number, misc=misc)
        self._add(word, number, misc)
        document.words.append(word)
        if kind == "-":
            self._inside, self._last = word, last

    @staticmethod
    def _add(word: Word, number: int, misc: dict[str, str]) -> None:
        entity = misc.get("Entity", "")
        if "(" in entity or ")" in entity:
            word.brackets += ((number, entity),)
            entity = ""
        tags = (entity, *(misc.get(name, "") for name in ("ner", "NER", "NE")))
        word.tags = word.tags or tuple(filter(None, tags))[:1]


def _pair(item: str) -> tuple[str, str]:
    name, _, value = item.partition("=")
    return name, value
