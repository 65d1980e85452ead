"""Put the texts back into a dataset that was exported without them.

A text is found by its SHA-256, whatever its file is called, and every offset is checked in it. What
has its text already stays as it is, so that what is missing can be put back later.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from store.articles import load_article
from store.articles.byline import find_byline
from store.articles.loading import is_article_name
from store.articles.model import ArticleRef
from store.articles.story import ANNOTATIONS_FOLDER
from store.errors import InputError, unreadable
from store.formats.fields import other_words
from store.formats.native import encode_row, in_codepoints, unit_named
from store.formats.offsets import NoRangeError, Text
from store.formats.reading import Input, check_is_file
from store.formats.rows import OFFSET_UNIT, ArticleRow, text_sha256
from store.formats.spreadsheet import (
    HASH_COLUMN,
    UNIT_COLUMN,
    columns,
    encode_rows,
    neutral,
    original,
    table_rows,
)
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

_NAMED: Final = 3


@dataclass(slots=True)
class TextsByHash:
    """The texts that there are, by their SHA-256; only that of the last one asked for is kept."""

    paths: dict[str, Path] = field(default_factory=dict)
    _last: tuple[str, str] = ("", "")

    def has(self, sha256: str) -> bool:
        """Whether there is a file with a text."""
        return sha256 in self.paths

    def of(self, sha256: str) -> str | None:
        """A text; none if there is no file with it."""
        if self._last[0] != sha256:
            path = self.paths.get(sha256)
            if path is None:
                return None
            self._last = (sha256, _text(path))
        return self._last[1]


@dataclass(slots=True)
class Rehydrated:
    """What was put back."""

    articles: int = 0
    spans: int = 0
    missing: list[str] = field(default_factory=list)
    """The ids of articles of whose text there is no file."""

    @property
    def sentence(self) -> str:
        """Which articles are missing; empty if none is."""
        if not self.missing:
            return ""
        some = ", ".join(self.missing[:_NAMED])
        more = len(self.missing) - _NAMED
        and_more = f" and {more:,} more" if more > 0 else ""
        are = "is" if len(self.missing) == 1 else "are"
        what = counted(len(self.missing), "article")
        return f"{what} {are} still without text, as no file has it: {some}{and_more}"

    def __str__(self) -> str:
        return f"{counted(self.articles, 'article')}, {counted(self.spans, 'span')}"


def find_texts(paths: Iterable[Path]) -> TextsByHash:
    """The texts of article files, and of those in folders at any depth.

    Raises:
        InputError: A path is missing, or a file that was named cannot be read.
    """
    texts = TextsByHash()
    for path in paths:
        if not path.is_dir():
            texts.paths.setdefault(text_sha256(_text(path)), path)
            continue
        for file in _article_files(path):
            try:
                text = _text(file)
            except InputError:
                continue  # it is no article of this dataset
            texts.paths.setdefault(text_sha256(text), file)
    return texts


def _text(path: Path) -> str:
    return load_article(ArticleRef(path.stem, path.parent, path.name)).text


def _article_files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != ANNOTATIONS_FOLDER and f[:1] != ".")
        yield from (Path(where) / n for n in sorted(names) if is_article_name(n))


def rehydrate(path: Path, texts: TextsByHash, stream: BinaryIO) -> Rehydrated:
    """Write a dataset with its texts.

    Args:
        path: A file that was exported without the texts: JSON lines, or a table whose name ends
            in .csv or .tsv.
        texts: Those that there are.
        stream: Where to.

    Raises:
        InputError: It is no such file, or an offset in it does not fit its text.
    """
    done = Rehydrated()
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        _table(path, texts, stream, done, is_csv=ending == ".csv")
    else:
        _lines(path, texts, stream, done)
    return done


# JSON lines --------------------------------------------------------------------------------


def _lines(path: Path, texts: TextsByHash, stream: BinaryIO, done: Rehydrated) -> None:
    source = Input(path)
    for number, line in source.lines():
        if not line.strip():
            continue
        row: ArticleRow = source.json_line(number, line, ArticleRow)
        unit = unit_named(row.offset_unit, source, number)
        text = row.text if row.text is not None else texts.of(row.text_sha256)
        if text is None:
            done.missing.append(row.id)
            stream.write(line + b"\n")
            continue
        if text_sha256(text) != row.text_sha256:
            raise source.error("it does not fit the text on this line", number, "text_sha256")
        done.articles += 1
        done.spans += len(row.spans)
        row = in_codepoints(row, Text.of(text, unit), source, number)
        stream.write(encode_row(_with_text(row, text, source, number), unit))


def _with_text(row: ArticleRow, text: str, source: Input, line: int) -> ArticleRow:
    spans = []
    for index, span in enumerate(row.spans):
        said = text[span.start : span.end]
        if not said:
            raise source.error("it is not behind the start", line, f"spans[{index}].end")
        if span.text not in ("", said):
            raise source.error(other_words(span.text, said), line, f"spans[{index}].text")
        spans.append(msgspec.structs.replace(span, text=said))
    meta = row.meta
    if not meta.title:
        name = Path(meta.file).stem if meta.file else row.id.rpartition("/")[2]
        meta = msgspec.structs.replace(meta, title=_title(text, name))
    return msgspec.structs.replace(row, text=text, spans=spans, meta=meta)


def _title(text: str, name: str) -> str:
    """What an article is called, as it was when it was exported.

    Args:
        text: Of the article.
        name: Of its file without the ending, which it is called by if there is no title in it.
    """
    return find_byline(text, name).title


# Tables ------------------------------------------------------------------------------------


def _table(
    path: Path, texts: TextsByHash, stream: BinaryIO, done: Rehydrated, *, is_csv: bool
) -> None:
    known: dict[str, bool] = {}
    for _, row in _rows(path, is_csv=is_csv):
        known.setdefault(row["article"], texts.has(row[HASH_COLUMN]))
    done.missing = [original(article) for article, has_text in known.items() if not has_text]
    done.articles = len(known) - len(done.missing)
    is_first = True
    for line, row in _rows(path, is_csv=is_csv):
        text = texts.of(row[HASH_COLUMN])
        if text is not None:
            done.spans += 1
            _fill(row, text, Input(path), line)
        if not done.missing:
            del row[HASH_COLUMN]  # nothing is left to be found by it
        head = [tuple(row)] if is_first else []
        stream.write(encode_rows([*head, tuple(row.values())], is_csv=is_csv))
        is_first = False
    if is_first:
        stream.write(encode_rows([columns()], is_csv=is_csv))


def _rows(path: Path, *, is_csv: bool) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table without texts as they are in the file, each with its line."""
    needed = ("article", "title", "start", "end", "text", HASH_COLUMN)
    head: list[str] = []
    check_is_file(path)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for line, cells in table_rows(file, is_csv=is_csv):
                if not head:
                    head = cells
                    if any(name not in head for name in needed):
                        reason = "this is no table that was exported with {option:no-text}: "
                        reason += f"it needs the columns {', '.join(needed)}"
                        raise InputError(reason, path=path, line=line)
                    continue
                if len(cells) != len(head):
                    reason = f"this row has {len(cells)} cells, and the first one {len(head)}"
                    raise InputError(reason, path=path, line=line)
                yield line, dict(zip(head, cells, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"this is not a table in UTF-8: {error}", path=path) from error
    except OSError as error:
        raise InputError(unreadable(error), path=path) from error
    if not head:
        raise InputError("the file is empty; there is nothing to put texts into", path=path)


def _fill(row: dict[str, str], text: str, source: Input, line: int) -> None:
    unit = unit_named(row.get(UNIT_COLUMN, OFFSET_UNIT), source, line, UNIT_COLUMN)
    for column in ("start", "end"):
        if not (row[column].isascii() and row[column].isdigit()):
            raise source.error(f"{row[column]!r} is no number", line, column)
    try:
        start, end = Text.of(text, unit).range(int(row["start"]), int(row["end"]))
    except NoRangeError as error:
        raise source.error(str(error), line, ("start", "end")[error.which]) from error
    if start == end:
        raise source.error("it is not behind the start", line, "end")
    row["text"] = neutral(text[start:end])
    row["title"] = neutral(_title(text, original(row["article"]).rpartition("/")[2]))
