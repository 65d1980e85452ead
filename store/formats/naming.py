"""Which article a document is, where a file of tokens does not name it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, TypeVar

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.reading import ReadOptions

T = TypeVar("T")
_UNSEEN: Final = regex.compile(r"[\s\p{Cf}]+")


def number_documents(documents: Iterable[T]) -> Iterator[tuple[T, int]]:
    """Documents with their numbers in a file, from 1; the only one of a file has 0."""
    found = iter(documents)
    document = next(found, None)
    number = 0
    while document is not None:
        following = next(found, None)
        number += 1
        yield document, 0 if number == 1 and following is None else number
        document = following


class Naming:
    """Finds articles by their words: those with the same characters, white space apart."""

    def __init__(self, stem: str, options: ReadOptions) -> None:
        self._stem = stem
        self._options = options
        self._by_print: dict[bytes, list[str]] | None = None
        """The articles that no document has been found to be, by their fingerprints."""

    def article(self, words: Sequence[str], number: int) -> tuple[str, str | None]:
        """The id of the article that a document is, and its text if that is known.

        Args:
            words: Its tokens.
            number: Of the document in its file, from 1; 0 if it is the only one, which then has
                the name of the file.
        """
        texts = self._options.texts
        named = f"{self._stem}-{number}" if number else self._stem
        if texts is None:
            return named, None
        found = self._prints().get(_print("".join(words)))
        chosen = found.pop(0) if found else named
        return chosen, texts(chosen)

    def _prints(self) -> dict[bytes, list[str]]:
        if self._by_print is None:
            self._by_print = {}
            texts = self._options.texts
            assert texts is not None
            for article_id in self._options.articles:
                text = texts(article_id)
                if text is not None:
                    self._by_print.setdefault(_print(text), []).append(article_id)
        return self._by_print


def _print(text: str) -> bytes:
    return hashlib.sha256(_UNSEEN.sub("", text).encode("utf-8", "surrogatepass")).digest()
