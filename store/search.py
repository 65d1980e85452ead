"""What is searched for in the text of articles: plain text or a regular expression.

Plain text is found as a keyboard types it (`store.text.folding`): straight quotation marks find
curly ones, a blank finds a line end, a letter finds itself with an accent. A capital that is typed
is meant, and so is an accent.

A regular expression can take any time and memory, already to be compiled. So it is neither compiled
nor searched for here, but in a process of its own (`search_process`), which can be ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.errors import InputError
from store.frozen import Frozen
from store.text.folding import exactness_of, fold
from store.wording import cut_short

if TYPE_CHECKING:
    from store.text.span import Span

LONGEST: Final = 1_000
"""Characters that can be searched for."""
MOST_REPEATS: Final = 1_000
"""The greatest number in braces: compiling takes time and memory for each repetition."""
_LONGEST_SHOWN: Final = 40
_ESCAPED: Final = r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]"
"""What in a regular expression is no sign of it: escapes, and classes of characters."""
_REPEATS: Final = r"\{[^{}]*\}"
_NUMBER: Final = r"[0-9]+"


class StoppedError(Exception):
    """A search was stopped: nobody wants to know any more."""


class Query(Frozen):
    """What is searched for. It ignores case unless it holds a capital, and so with accents."""

    pattern: str
    is_regex: bool = False

    @property
    def shown(self) -> str:
        """What is searched for, in quotation marks, cut if it is long."""
        return f"“{cut_short(self.pattern, _LONGEST_SHOWN)}”"

    @property
    def flags(self) -> int:
        """How it is compiled."""
        exactness = exactness_of(self.pattern)
        return int(regex.MULTILINE | (0 if exactness.case else regex.IGNORECASE))

    def matches(self, text: str) -> list[Span]:
        """Where a plain text occurs in another, in order, as whole graphemes."""
        assert not self.is_regex
        exactness = exactness_of(self.pattern)
        return list(fold(text, exactness).find(fold(self.pattern, exactness).text))

    def check(self) -> None:
        """Refuse what would take too long, as far as one can tell without compiling it.

        Raises:
            InputError: It is too long, or repeats something too often.
        """
        if len(self.pattern) > LONGEST:
            raise InputError(f"what is searched for can have at most {LONGEST:,} characters")
        if self.is_regex and _most_repeats(self.pattern) > MOST_REPEATS:
            raise InputError(
                f"{self.shown} repeats more than {MOST_REPEATS:,} times; "
                "write * or +, or a smaller number"
            )


def _most_repeats(pattern: str) -> int:
    """The greatest number in braces of a regular expression; 0 if it has none."""
    signs = regex.sub(_ESCAPED, "", pattern)
    repeats = regex.findall(_REPEATS, signs)
    numbers = (number for each in repeats for number in regex.findall(_NUMBER, each))
    return max((int(number[:9]) for number in numbers), default=0)
