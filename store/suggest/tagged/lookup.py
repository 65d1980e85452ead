"""Looks for many forms at once in a block of text, by the longest word of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

import regex

from store.text.spelling import is_spaceless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.suggest.tagged.forms import Form
    from store.suggest.tagged.word_index import FoundForm, WordIndex

What = TypeVar("What")
_WORD: Final = regex.compile(r"\w+")


class Lookup(Generic[What]):
    """Forms, each with what it stands for; a thousand cost little more than one."""

    def __init__(self) -> None:
        self._sought: dict[str, list[tuple[Form, frozenset[str], What]]] = {}
        """By its longest word, or the first character in a script without spaces: a form, all words
        that it needs, and what it stands for."""

    def add(self, form: Form, what: What) -> str:
        """Look for a form from now on; gives a word, or a character, without which it stands
        nowhere."""
        needed = [form.folded[0]]
        if form.first:
            words = _WORD.findall(form.folded)
            needed = [word for word in words if not is_spaceless(word[-1])] or [form.first]
        longest = max(needed, key=len)
        self._sought.setdefault(longest, []).append((form, frozenset(needed), what))
        return longest

    def find(
        self,
        words: WordIndex,
        is_wanted: Callable[[What], bool] = lambda _: True,
    ) -> Iterator[tuple[What, FoundForm]]:
        """What stands where in a block of text.

        Args:
            words: Of the block.
            is_wanted: Whether to look for what stands for this.
        """
        for word in words.present & self._sought.keys():
            for form, needed, what in self._sought[word]:
                if is_wanted(what) and needed <= words.present:
                    for one in words.find(form):
                        yield what, one
