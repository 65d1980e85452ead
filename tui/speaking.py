"""What the screen says of a key, as plain lines for a screen reader or a script.

A line is written when something else is meant, or said, than by the line before.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from store.errors import InputError, system_reason
from store.text.inert import inert

if TYPE_CHECKING:
    from pathlib import Path


_DRAWN: Final = re.compile("[\u2500-\u259f\u25b8\u2022\u2800]")
"""Lines, boxes, and what marks a row."""


class Speech:
    """Writes lines to a file or a descriptor until that has gone."""

    def __init__(self, where: str) -> None:
        """Begin.

        Args:
            where: The number of an open descriptor, or the path of a file, which is appended to.

        Raises:
            InputError: It cannot be written to.
        """
        try:
            self._descriptor: int | None = _open(where)
        except OSError as error:
            reason = f"it cannot be spoken to: {system_reason(error)}"
            raise InputError(reason, path=where) from error
        self._last: tuple[object, str, str] = (None, "", "")

    def tell(self, meant: object, *sentences: str, where: str = "") -> None:
        """Write sentences in one line, if something else is meant than the last time, or said.

        Args:
            meant: What a key means, and where.
            sentences: What the screen says of it; empty ones are left out.
            where: What the dialog is called that the keys are for, said where it is another.
        """
        said = ". ".join(filter(None, map(_in_words, sentences)))
        if (meant, said, where) == self._last or self._descriptor is None:
            return
        is_elsewhere = where and where != self._last[2]
        self._last = (meant, said, where)
        line = ". ".join(filter(None, (_in_words(where), said))) if is_elsewhere else said
        try:
            os.write(self._descriptor, f"{line}\n".encode())
        except BlockingIOError:
            return  # nobody reads as fast; the next line is as good
        except OSError:
            self._descriptor = None  # whoever listened has left


def _in_words(text: str) -> str:
    """A text in one line, without what is drawn around words."""
    return " ".join(_DRAWN.sub(" ", inert(text)).split())


def _open(where: str | Path) -> int:
    if str(where).isdecimal():
        number = int(str(where))
        os.fstat(number)
        return number
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK
    return os.open(where, flags, 0o600)
