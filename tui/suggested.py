"""How many suggestions are left, and how that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.suggest.suggester import Suggester


def left_of_all(suggester: Suggester | None) -> int | None:
    """How many are left in all articles; none as long as not all have been looked at."""
    return suggester.count if suggester is not None and _is_final(suggester) else None


def told(suggester: Suggester) -> str:
    """How things stand with what is suggested, in a word or two; empty if there is nothing."""
    if not suggester.is_on:
        return "suggestions off"
    count, (more, is_certain) = suggester.count, suggester.held_back
    of = f" of {count + more:,}{'' if is_certain else '+'}" if more else ""
    said = f"{count:,}{'' if _is_final(suggester) else '+'}{of} suggested"
    if suggester.level == "quiet":
        return said if count else ""
    return f"{said} ({'all' if suggester.level == 'all' else 'asked'})"


def _is_final(suggester: Suggester) -> bool:
    """Whether so much has been looked at that the number can be told as one."""
    done, total = suggester.progress
    return suggester.is_on and total - done <= 1
