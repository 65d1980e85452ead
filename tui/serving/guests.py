"""Who may come in: a link each, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Final

from store.articles.loading import read_bytes
from store.errors import InputError
from store.files import Files
from store.library.places import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KIND: Final = "sha256:"
_BYTES: Final = 32
"""Of a token, which nobody can guess."""
_ONLY_OURS: Final = 0o600


def hash_of(token: str) -> str:
    """What is kept of a token. It has no salt: a token is as long as the hash, and no word."""
    return _KIND + hashlib.sha256(token.encode()).hexdigest()


class Guests:
    """Names of annotators, and the hashes of their tokens.

    In a file each stands in a line with its hash; a name without one gets a token at the next
    start, and who is taken out is out at once.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Know nobody yet.

        Args:
            path: The file; without one the people are known as long as this lasts.
        """
        self._path = path
        self._names: dict[str, str] = {}
        """Names by hash."""
        self._read: tuple[int, int] | None = None
        """Size and time of the file as it was read."""

    def invite(self, *names: str) -> list[tuple[str, str]]:
        """Give a token to each that has none: those of the file, or these.

        Returns:
            Names, each with the token that is known now and never again.

        Raises:
            InputError: The file cannot be read or written, or names nobody.
        """
        if self._path is None:
            made = [(name, secrets.token_urlsafe(_BYTES)) for name in names]
            self._names = {hash_of(token): name for name, token in made}
            return made
        made, lines = [], []
        for line, name, known in self._lines():
            if name and not known:
                token = secrets.token_urlsafe(_BYTES)
                made.append((name, token))
                line = f"{name} {hash_of(token)}"
            lines.append(line)
        if made:
            try:
                Files().replace(self._path, "".join(f"{line}\n" for line in lines).encode())
                os.chmod(self._path, _ONLY_OURS)
            except OSError as error:
                raise InputError("the tokens cannot be kept", path=self._path) from error
        self._look()
        if not self._names:
            raise InputError("it names nobody; write a name into each line", path=self._path)
        return made

    def who(self, token: str) -> str | None:
        """Whose token this is; none if it is nobody's, or nobody's any more."""
        self._look()
        return self._names.get(hash_of(token))

    def has(self, name: str) -> bool:
        """Whether somebody is still one of the people."""
        self._look()
        return name in self._names.values()

    def _look(self) -> None:
        """Read the file again where it has changed; one that has gone lets nobody in."""
        if self._path is None:
            return
        try:
            status = self._path.stat()
            stamp = status.st_size, status.st_mtime_ns
            if stamp != self._read:
                known = [(name, kept) for _, name, kept in self._lines() if kept]
                self._names = {kept: name for name, kept in known}
                self._read = stamp
        except (OSError, InputError):
            self._names, self._read = {}, None

    def _lines(self) -> Iterator[tuple[str, str, str]]:
        """Each line with the name and the hash in it.

        Raises:
            InputError: One is neither empty, nor a comment, nor a name with or without a hash.
            OSError: It cannot be read.
        """
        assert self._path is not None
        seen = set()
        text = read_bytes(self._path)[0].decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            said = line.partition("#")[0].strip()
            name, _, kept = said.rpartition(" ")
            if not kept.startswith(_KIND):
                name, kept = said, ""
            if name and not is_name(name):
                reason = f"no annotator can be called {name!r}"
                raise InputError(reason, path=self._path, line=number)
            if name in seen:
                raise InputError(f"{name} is there twice", path=self._path, line=number)
            seen |= {name} if name else set()
            yield line, name, kept
