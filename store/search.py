"""Search the text of articles: plain text or a regular expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from store.errors import InputError
from store.text.span import Span

TIMEOUT: Final = 2.0
"""Seconds that a regular expression may take over one article."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for. It ignores case unless it holds a capital letter."""

    pattern: str
    is_regex: bool = False

    def matches(self, text: str) -> list[Span]:
        """Where the query occurs in a text, in order; empty matches are left out.

        Raises:
            InputError: It is not a regular expression, or takes too long.
        """
        compiled = self._compiled()
        try:
            found = compiled.finditer(text, timeout=TIMEOUT, concurrent=True)
            return [Span(*match.span()) for match in found if match.end() > match.start()]
        except TimeoutError as error:
            raise InputError(
                f"the search for {self.pattern!r} takes too long; make the expression simpler"
            ) from error

    def check(self) -> None:
        """Make sure that the query can be used.

        Raises:
            InputError: It is not a regular expression.
        """
        self._compiled()

    def _compiled(self) -> regex.Pattern[str]:
        flags = regex.MULTILINE
        if self.pattern == self.pattern.lower():
            flags |= regex.IGNORECASE
        source = self.pattern if self.is_regex else regex.escape(self.pattern, literal_spaces=True)
        try:
            return regex.compile(source, flags)
        except regex.error as error:
            raise InputError(f"{self.pattern!r} is no regular expression: {error}") from error
