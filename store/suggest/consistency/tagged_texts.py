"""Which texts are tagged somewhere in a story, and the forms in which they are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from store.suggest.tagged.forms import own_form_of
from store.suggest.tagged.lookup import Lookup
from store.text.spelling import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.tagged.forms import Form

_FORMLESS: Final = -1


class _TaggedText(NamedTuple):
    """What is known of a text as it is written."""

    key: str
    number: int
    """Of its form; `_FORMLESS` where it is looked for nowhere, as it is but a mark."""


class TaggedTexts:
    """The texts that are tagged; a form that was looked for once has its number for good."""

    def __init__(self) -> None:
        self.lookup: Lookup[int] = Lookup()
        """The numbers of the forms."""
        self.keys: list[str] = []
        """By the number of a form: its text, as `spelling.canonical` makes it."""
        self.words: list[str] = []
        """By the number of a form: a word in lower case without which it stands nowhere."""
        self._known: dict[str, _TaggedText] = {}
        """By the text as it is written."""
        self._numbers: dict[str, int] = {}
        """By the form's text."""
        self._times: list[int] = []
        """How many annotations have a text of each form now."""
        self._of_key: dict[str, list[int]] = {}

    def key_of(self, text: str) -> str:
        """What a tagged text has in common with what means the same."""
        return self._text(text).key

    def count(self, text: str, by: int) -> None:
        """So many annotations more, or less, have a text."""
        number = self._text(text).number
        if number != _FORMLESS:
            self._times[number] += by

    def sought(self, key: str) -> list[int]:
        """The numbers of the forms that are tagged of a text."""
        return [number for number in self._of_key.get(key, ()) if self._times[number]]

    def _text(self, text: str) -> _TaggedText:
        known = self._known.get(text)
        if known is None:
            key = canonical(text)
            known = self._known[text] = _TaggedText(key, self._number(key, own_form_of(text)))
        return known

    def _number(self, key: str, own: Form | None) -> int:
        if own is None:
            return _FORMLESS
        number = self._numbers.setdefault(own.text, len(self.keys))
        if number == len(self.keys):
            self.keys.append(key)
            self.words.append(self.lookup.add(own, number))
            self._times.append(0)
            self._of_key.setdefault(key, []).append(number)
        return number

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._of_key)
