"""Writes lines in pieces, and says what is to be known of them: their chain, length and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.ledger.records import TAIL, chain_of_digest, chain_started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_AT_ONCE: Final = 1 << 20
"""Bytes of one call that writes: all but the line of an import are shorter."""


class LineWriter(msgspec.Struct):
    """What was written, as far as that is told."""

    chain: str
    """Of the last line."""
    length: int = 0
    """Bytes that were written, or tried to be."""
    tail: bytes = b""
    """The last of them."""

    def write(self, lines: Iterable[Iterable[bytes]], put: Callable[[bytes], None]) -> None:
        """Write lines.

        Args:
            lines: In pieces, each with its newline, that go on from the line of the chain.
            put: Writes bytes behind those before.

        Raises:
            OSError: As `put` does.
        """
        held: list[bytes] = []
        size = 0
        for line in lines:
            digest = chain_started(self.chain)
            for piece in line:
                digest.update(piece)
                held.append(piece)
                size += len(piece)
                if size >= _AT_ONCE:
                    self._put(held, put)
                    size = 0
            self.chain = chain_of_digest(digest)
        self._put(held, put)

    def _put(self, held: list[bytes], put: Callable[[bytes], None]) -> None:
        data = b"".join(held)
        held.clear()
        self.length += len(data)
        self.tail = (self.tail + data[-TAIL:])[-TAIL:]
        if data:
            put(data)
