"""The values of a JSON list, a few at a time, for files that are too large to be held.

The standard library finds where a value ends; msgspec, which is stricter, says what it is.
"""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import unreadable
from store.formats.beginning import LONGEST_OF_OTHERS
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input

_PIECE: Final = 4 * 1024 * 1024
"""Bytes that are read at a time, where no more are needed."""
_NEAR: Final = 64
"""Characters before the end of a piece where what is wrong may be that it ends."""
_BLANK: Final = " \t\r\n"


def elements(source: Input) -> Iterator[object]:
    """The values of a file that is one list, in order.

    Raises:
        InputError: It is not JSON, or a value is too long; only when it is reached.
    """
    reader = _ListReader(source)
    reader.take("[")
    number = 0
    while not reader.begins_with("]"):
        if number:
            reader.take(",")
        yield reader.value(number)
        number += 1
    reader.take("]")
    if reader.begins_with(""):
        raise source.error("this is not JSON: it goes on after the list")


class _ListReader:
    """Holds a stretch of the text of a file."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self._stream = source.path.open("rb")
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._decoder = json.JSONDecoder()
        self._text, self._at = "", 0
        self._read = 0
        self._is_over = False
        if self._stream.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            self._stream.seek(0)
        self._more()

    def _more(self) -> bool:
        """Read on, as much as there is already; whether there was more."""
        self._text, self._at = self._text[self._at :], 0
        if self._is_over:
            return False
        try:
            data = self._stream.read(max(_PIECE, len(self._text)))
            self._is_over = not data
            self._text += self._decode.decode(data, final=not data)
        except OSError as error:
            raise self._source.error(unreadable(error)) from error
        except UnicodeDecodeError as error:
            at = self._read + error.start + 1
            raise self._source.error(f"this is not UTF-8, at byte {at} of the file") from error
        finally:
            if self._is_over:
                self._stream.close()
        self._read += len(data)
        self._source.progress(len(data))
        return not self._is_over

    def begins_with(self, sign: str) -> bool:
        """Whether a sign comes next, white space aside; nothing but the end is no sign."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text):
                return self._text.startswith(sign, self._at)
            if not self._more():
                return False

    def take(self, sign: str) -> None:
        """Go past a sign, which must be there."""
        if not self.begins_with(sign):
            said = self._text[self._at : self._at + 20]
            what = f"“{said}” stands where" if said else "it ends where"
            raise self._source.error(f"this is not JSON: {what} “{sign}” should be")
        self._at += 1

    def value(self, number: int) -> object:
        """The value that comes next."""
        field = f"[{number}]"
        self.begins_with("")
        while True:
            try:
                _, end = self._decoder.raw_decode(self._text, self._at)
                if end < len(self._text) or self._is_over:
                    break
                wrong = ""
            except json.JSONDecodeError as error:
                is_cut = error.pos >= len(self._text) - _NEAR or error.msg.startswith("Unterm")
                wrong = uncapitalised(error.msg)
                if not is_cut:
                    raise self._fault(wrong, field) from error
            except RecursionError as error:
                raise self._source.error("this is nested too deeply", field=field) from error
            if len(self._text) - self._at > LONGEST_OF_OTHERS:
                reason = f"it is longer than {LONGEST_OF_OTHERS // 2**20} MB"
                raise self._source.error(reason, field=field)
            if not self._more() and wrong:
                raise self._fault("input data was truncated", field)
        try:
            found: object = msgspec.json.decode(self._text[self._at : end])
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise self._fault(uncapitalised(error), field) from error
        self._at = end
        return found

    def _fault(self, reason: str, field: str) -> Exception:
        return self._source.error(f"this is not JSON: {reason}", field=field)
