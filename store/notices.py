"""What the person should know, as sentences that come one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Notices:
    """Sentences in the order in which they came; who subscribes is told of each that comes."""

    def __init__(self) -> None:
        self._sentences: list[str] = []
        self._subscribers: list[Callable[[str], None]] = []

    def add(self, sentence: str) -> None:
        """Say something."""
        self._sentences.append(sentence)
        for subscriber in tuple(self._subscribers):
            subscriber(sentence)

    def add_once(self, sentence: str) -> None:
        """Say something, unless it has been said."""
        if sentence not in self._sentences:
            self.add(sentence)

    def subscribe(self, subscriber: Callable[[str], None]) -> Callable[[], None]:
        """Be told of every sentence from now on; call what is returned to stop that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._sentences))

    def __len__(self) -> int:
        return len(self._sentences)
