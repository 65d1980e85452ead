"""The texts of articles as they were annotated, to compare with those that have changed."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from store.articles.loading import load_text, original_bytes, read_bytes
from store.errors import InputError, SaveError, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.articles import Article, ArticleRef
    from store.ledger.texts import Texts
    from store.notices import Notices


class OldTexts:
    """Copies of articles, in the annotator's folder and in memory."""

    def __init__(self, texts: Texts, notices: Notices) -> None:
        self._texts = texts
        self._notices = notices
        self._replaced: dict[str, str] = {}
        """Texts that have changed while they were open, by the SHA-256 of their files."""

    def read(self, sha256: str) -> str | None:
        """The text of an article's file as it was annotated; none if it was not kept."""
        if sha256 in self._replaced:
            return self._replaced[sha256]
        try:
            data = self._texts.read(sha256)
            return None if data is None else load_text(self._texts.path(sha256), data)[0]
        except (InputError, OSError) as error:
            self._notices.add_once(
                f"A copy of an article as it was annotated cannot be read: {error}"
            )
            return None

    def cut(self, sha256: str) -> bytes | None:
        """How a text was cut in the file of tokens that it was read from, as JSON; none if it was
        in none, or that cannot be read."""
        try:
            return self._texts.cut(sha256)
        except OSError:
            return None

    def keep_cut(self, sha256: str, document: bytes) -> None:
        """Keep how a text is cut, by its SHA-256; raises as `keep`."""
        self._keep(partial(self._texts.keep_cut, sha256, document), "how a text is cut")

    def replace(self, article: Article, *, may_write: bool) -> None:
        """Keep an article as it was read, as its file has changed since."""
        if self._texts.has(article.sha256):
            return
        self._replaced[article.sha256] = article.text
        data = original_bytes(article)
        if data is None or not may_write:
            return
        try:
            self._texts.keep(data)
        except OSError as error:
            reason = system_reason(error)
            self._notices.add_once(f"{article.name} could not be kept as it was: {reason}")

    def keep(self, data: bytes) -> None:
        """Keep the bytes of a file in which annotations stood that come in as orphans.

        Raises:
            SaveError: They could not be written.
        """
        self._keep(partial(self._texts.keep, data), "the text in which annotations were made")

    def _keep(self, keep: Callable[[], None], what: str) -> None:
        try:
            keep()
        except OSError as error:
            reason = f"NOT SAVED: {system_reason(error)}; {what} could not be kept"
            raise SaveError(reason) from error


def bytes_of(sha256: str, article: Article | None, ref: ArticleRef | None) -> bytes | None:
    """The bytes of an article's file that have a SHA-256, from memory or from the disk.

    Args:
        sha256: Of the bytes.
        article: The article, if it is open.
        ref: Where its file lies, if it is in the story.
    """
    if article is not None and article.sha256 == sha256:
        data = original_bytes(article)
        if data is not None:
            return data
    if ref is None:
        return None
    try:
        data = read_bytes(ref.path)[0]
    except InputError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
