"""How many suggestions are left, and how that is said.

In an article on the screen those count that are drawn: what has come or gone since is drawn with
the next key, and what is said agrees with what is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from store.suggest.suggester import Suggester


def left_in(
    known: Callable[[str], Iterable[object]], article_id: str, drawn: Mapping[str, int]
) -> int:
    """How many are left in an article.

    Args:
        known: Gives those of an article that has been looked at.
        article_id: Which article.
        drawn: How many are drawn in each article on the screen, by its id.
    """
    return drawn[article_id] if article_id in drawn else sum(1 for _ in known(article_id))


def left_so_far(suggester: Suggester, drawn: Mapping[str, int]) -> int:
    """How many are left in the articles looked at so far."""
    known = {each: suggester.known_proposals(each) for each in drawn}
    others = suggester.count - sum(len(each) for each in known.values() if each is not None)
    return others + sum(drawn[each] for each in known if known[each] is not None)


def left_of_all(suggester: Suggester | None, drawn: Mapping[str, int]) -> int | None:
    """How many are left in all articles; none as long as not all have been looked at."""
    if suggester is None or not is_final(suggester):
        return None
    return left_so_far(suggester, drawn)


def is_final(suggester: Suggester) -> bool:
    """Whether so much has been looked at that the number can be told as one."""
    done, total = suggester.progress
    return suggester.is_on and total - done <= 1


def told(suggester: Suggester, drawn: Mapping[str, int]) -> str:
    """How things stand with what is suggested, in a word or two; empty if there is nothing."""
    if not suggester.is_on:
        return "suggestions off"
    count, (more, is_certain) = left_so_far(suggester, drawn), suggester.held_back
    of = f" of {suggester.count + more:,}{'' if is_certain else '+'}" if more else ""
    said = f"{count:,}{'' if is_final(suggester) else '+'}{of} suggested"
    if suggester.level == "quiet":
        return said if count else ""
    return f"{said} ({'all' if suggester.level == 'all' else 'asked'})"
