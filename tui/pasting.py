"""Part what was pasted from what was typed, in the input of a terminal.

A terminal puts what is pasted between two marks. Textual's parser looks for keys in it all the
same: of an escape sequence that it does not know it gives what follows as keys, so that a text from
elsewhere would give commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
MOST: Final = 4 * 1024 * 1024
"""Characters of a paste that are kept; nobody pastes more into a line or a note."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Input that is keys, or what the terminal reports."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A whole paste, every character of it text."""

    text: str


class Pastes:
    """Takes input as it comes, in pieces of any length."""

    def __init__(self) -> None:
        self._pasted: list[str] | None = None
        """What has come of a paste; none outside of one."""
        self._kept = 0
        self._held = ""
        """The last characters, if a mark may begin with them."""

    @property
    def is_waiting(self) -> bool:
        """Whether characters are held back that may begin a mark; feed nothing after a while."""
        return bool(self._held)

    def feed(self, text: str) -> Iterator[Typed | Pasted]:
        """Take more input; gives what is known to be typed, and each paste that is complete.

        Args:
            text: What was read; empty if nothing came for a while, after which the beginning of a
                mark is taken for keys such as Escape.
        """
        waited = not text
        rest, self._held = self._held + text, ""
        while rest:
            mark = _BEGIN if self._pasted is None else _END
            before, found, after = rest.partition(mark)
            if not found:
                held = _beginning_of(mark, before)
                if self._pasted is None and (waited or held == 1):
                    # Escape alone is a key that must not wait; a mark comes with it in one piece.
                    held = 0
                self._held = before[len(before) - held :]
                before = before[: len(before) - held]
            if self._pasted is None:
                if before:
                    yield Typed(before)
                if found:
                    self._pasted, self._kept = [], 0
            else:
                self._keep(before)
                if found:
                    yield Pasted("".join(self._pasted))
                    self._pasted = None
            rest = after

    def _keep(self, text: str) -> None:
        assert self._pasted is not None
        self._pasted.append(text[: MOST - self._kept])
        self._kept = min(MOST, self._kept + len(text))


def _beginning_of(mark: str, text: str) -> int:
    """How many of the last characters of a text may be the beginning of a mark."""
    return next((n for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), 0)
