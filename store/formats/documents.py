"""The texts of Word documents and PDF, made once when they are read."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

import regex

from store.errors import InputError
from store.formats.extras import extra_module
from store.formats.reading import LARGEST_FILE
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


def docx_row(source: Input) -> ArticleRow:
    """A Word document as an article: its paragraphs, a line each, and the rows of its tables.

    Raises:
        InputError: It is none, or python-docx is not installed.
    """
    docx = extra_module("docx", "docx")
    broken: type[Exception] = extra_module("docx.opc.exceptions", "docx").OpcError
    data = source.data()
    _check_archive(source, data)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(source, document))
        about = document.core_properties
        meta = Meta(about.title or "", "", _day(about.created), about.author or "")
        pictures = len(document.inline_shapes)
        letters = sum(len("".join((t.text or "").split())) for t in _texts(document))
    # The library lets through whatever a broken file makes of it.
    except (
        broken,
        ValueError,
        LookupError,
        OSError,
        AttributeError,
        TypeError,
        SyntaxError,
    ) as error:
        reason = f"this is not a Word document (.docx) that can be read: {error}"
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
            size = sum(each.file_size for each in archive.infolist())
            if size <= LARGEST_FILE:
                around = [name for name in archive.namelist() if _AROUND.fullmatch(name)]
                around = [name for name in around if _TEXT.search(archive.read(name))]
                for name in around:
                    source.losses.lose("headers, footnotes and comments", name)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError) as error:
        reason = f"this is not a Word document (.docx): {str(error)[:1].lower()}{str(error)[1:]}"
        raise InputError(reason, path=source.path) from error
    if size > LARGEST_FILE:
        reason = f"unpacked it is larger than {LARGEST_FILE // 2**20:,} MB"
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
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OSError,
    ) as error:
        reason = f"this is not a PDF that can be read: {error}"
        raise InputError(reason, path=source.path) from error
    except RecursionError as error:
        raise InputError("this PDF is nested too deeply", path=source.path) from error
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
