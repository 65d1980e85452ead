"""Whose annotations are read, where a file has those of several people for one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from store.formats.format import Format
    from store.formats.reading import Input


class People:
    """Those of a file: of each text what one of them said is read, as two people's are not one's.

    That is whom the options name, else who comes first.
    """

    def __init__(self, source: Input) -> None:
        """Take the file, where the others are noted."""
        self.source = source
        self._first: dict[Hashable, str] = {}

    def is_read(self, who: str, of: Hashable) -> bool:
        """Whether what somebody said of a text is read.

        Args:
            who: Their name; empty for nobody in particular.
            of: What tells the text from others.
        """
        self.source.people.setdefault(who)
        wanted = self.source.options.annotator
        return who == (self._first.setdefault(of, who) if wanted is None else wanted)

    def leave_out(self, kind: str, who: str, example: str, count: int = 1) -> None:
        """Take note of annotations of somebody else.

        Args:
            kind: What the tool calls people: user, session.
            who: Their name.
            example: Where, as a person can find it.
            count: How many.
        """
        if self.source.options.is_one_of_all:
            return
        what = f"annotations by {kind} {who or 'nobody named'}"
        self.source.losses.lose(what, example, count)


def check_is_there(source: Input) -> None:
    """Make sure that a file which was read has something by the one whose work was asked for.

    Raises:
        InputError: It has not.
    """
    wanted, people = source.options.annotator, source.people
    if wanted is None or wanted in people or source.options.is_one_of_all:
        return
    named = ", ".join(name or "nobody named" for name in people)
    those = f"it has annotations by {named}" if people else "it does not tell several people apart"
    raise source.error(f"nothing in it is by {wanted!r}; {those}")


def people_of(format_: Format, source: Input) -> tuple[str, ...]:
    """Those whose annotations a file has, by their names, in its order; an empty one for nobody.

    Args:
        format_: Of the file, which can be read.
        source: The file, which is read once for this.
    """
    assert format_.reads is not None
    for _ in format_.reads(source):
        pass
    return tuple(source.people)
