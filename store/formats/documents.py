"""The texts of Word documents and PDF, made once when they are read."""

from __future__ import annotations

import io
import logging
import lzma
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

import regex

from store.errors import InputError
from store.formats.extras import extra_module
from store.formats.rows import Meta, text_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow

_AROUND: Final = regex.compile(r"word/(?:footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
"""Parts of a Word document that are not its text."""
_TEXT: Final = regex.compile(rb"<w:t[ >]")
_PARAGRAPH: Final = regex.compile(rb"<w:p[ />]")
_MOST_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes of all that is in a document, its pictures too."""
_MOST_MARKUP: Final = 16 * 1024 * 1024
"""Bytes of one part that is not a picture: its tree takes ten times that in memory."""
_MOST_TAGS: Final = 1_200_000
"""Of one such part."""
_MOST_PARAGRAPHS: Final = 50_000
"""Each takes 50 µs to read."""
_MOST_RUNS: Final = 150_000
"""Stretches of text and links; each takes 16 µs."""
_MOST_COLUMNS: Final = 100_000
"""Columns that the cells of tables say they stand for; each takes a cell in memory."""


def docx_row(source: Input) -> ArticleRow:
    """A Word document as an article: its paragraphs, a line each, and the rows of its tables.

    Raises:
        InputError: It is none, or python-docx is not installed.
    """
    docx = extra_module("docx", "docx")
    data = source.data()
    _check_archive(source, data)
    stream = io.BytesIO(data)
    try:
        document = docx.Document(stream)
        _check_size(source, document)
        lines = list(_lines(source, document))
        about = document.core_properties
        meta = Meta(about.title or "", "", _day(about.created), about.author or "")
        pictures = len(document.inline_shapes)
        letters = sum(len("".join((t.text or "").split())) for t in _texts(document))
    except InputError:
        raise
    except Exception as error:  # the library lets through whatever a broken file makes of it
        why = str(error).replace(repr(stream), source.path.name)
        reason = f"this is not a Word document (.docx) that can be read: {why}"
        raise InputError(reason, path=source.path) from error
    letters -= len("".join("".join(lines).split()))
    if letters > 0:
        what = "characters in text boxes, content controls or tracked changes"
        source.losses.lose(what, source.path.name, letters)
    if pictures:
        source.losses.lose("pictures", source.path.name, pictures)
    return text_row(source.path, "\n".join(lines), meta)


def _check_archive(source: Input, data: bytes) -> None:
    """Refuse what is no archive, or would fill the memory; count what is read around the text."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            markup = [each for each in parts if each.filename.endswith((".xml", ".rels"))]
            most = max((each.file_size for each in markup), default=0)
            size = sum(each.file_size for each in parts)
            if size > _MOST_UNPACKED or most > _MOST_MARKUP:
                reason = f"unpacked it has {size // 2**20:,} MB, more than an article can have"
                raise InputError(reason, path=source.path)
            texts = {each.filename: archive.read(each) for each in markup}
    except (
        zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, NotImplementedError,
        RuntimeError, OSError, EOFError, struct.error,
    ) as error:  # fmt: skip
        reason = f"this is not a Word document (.docx): {str(error)[:1].lower()}{str(error)[1:]}"
        raise InputError(reason, path=source.path) from error
    tags = max((text.count(b"<") for text in texts.values()), default=0)
    if tags > _MOST_TAGS:
        reason = f"it has {tags:,} tags, more than the {_MOST_TAGS:,} that are read"
        raise InputError(reason, path=source.path)
    number = sum(1 for text in texts.values() for _ in _PARAGRAPH.finditer(text))
    if number > _MOST_PARAGRAPHS:
        reason = f"it has {number:,} paragraphs, more than the {_MOST_PARAGRAPHS:,} that are read"
        raise InputError(reason, path=source.path)
    for name, text in texts.items():
        if _AROUND.fullmatch(name) and _TEXT.search(text):
            source.losses.lose("headers, footnotes and comments", name)


def _check_size(source: Input, document: Document) -> None:
    """Refuse what would take long to read, though it is short as a file."""
    from docx.oxml.ns import qn

    body = document.element.body
    runs = sum(1 for _ in body.iter(qn("w:r"), qn("w:hyperlink")))
    if runs > _MOST_RUNS:
        reason = f"it has {runs:,} stretches of text, more than the {_MOST_RUNS:,} that are read"
        raise InputError(reason, path=source.path)
    spanning = body.iter(qn("w:gridSpan"), qn("w:gridBefore"), qn("w:gridAfter"))
    columns = sum(int(each.get(qn("w:val")) or 0) for each in spanning)
    if columns > _MOST_COLUMNS:
        most = f"{_MOST_COLUMNS:,}"
        reason = f"its tables have {columns:,} columns, more than the {most} that are read"
        raise InputError(reason, path=source.path)


def _texts(document: Document) -> Iterator[BaseOxmlElement]:
    """All texts that are in a document, wherever they are in it."""
    from docx.oxml.ns import qn

    yield from document.element.body.iter(qn("w:t"))


def _lines(source: Input, document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            source.losses.lose("tables, which are now lines", source.path.name)
            yield from _cells(block)
        else:
            yield block.text


def _cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        # A cell that is merged with others is given once for each.
        cells = {id(c._tc): c.text.replace("\n", " ") for c in row.cells}  # noqa: SLF001
        yield "\t".join(cells.values())


def pdf_row(source: Input) -> ArticleRow:
    """A PDF as an article: the text of its pages, with a blank line between them.

    Raises:
        InputError: It is none, has no text, is locked, or pypdf is not installed.
    """
    pypdf = extra_module("pypdf", "pdf")
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else it writes on the screen
    try:
        reader = pypdf.PdfReader(io.BytesIO(source.data()))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("it is locked with a password", path=source.path)
        pages = [page.extract_text().strip("\n") for page in reader.pages]
        about = reader.metadata
        created = about.creation_date if about else None
        meta = Meta(
            (about and about.title) or "", "", _day(created), (about and about.author) or ""
        )
    except InputError:
        raise
    except RecursionError as error:
        raise InputError("this PDF is nested too deeply", path=source.path) from error
    except Exception as error:  # as for Word
        reason = f"this is not a PDF that can be read: {error}"
        raise InputError(reason, path=source.path) from error
    if not any(page.strip() for page in pages):
        reason = "there is no text in its pages; scanned pages need text recognition first"
        raise InputError(reason, path=source.path)
    source.losses.lose("document's layout: columns, tables, headings", source.path.name)
    text = "\n\n".join(page for page in pages if page.strip())
    # Half of a surrogate pair, which fonts without a proper table give, is no character.
    said = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text_row(source.path, said, meta)


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
