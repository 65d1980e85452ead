"""A person who searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.tui.support import Reader


async def type_search(ana: Reader, pattern: str) -> None:
    await ana.press("/")
    await ana.until(lambda: ana.main.focused, "the search can be typed")
    await ana.write(pattern)


async def find(ana: Reader, pattern: str) -> None:
    """Search for something and go to the first match."""
    await type_search(ana, pattern)
    await found(ana, pattern)
    await ana.press("enter")
    await ana.until_main()


async def found(ana: Reader, pattern: str) -> int:
    """Wait until a search is done, and count its matches."""
    await ana.until(
        lambda: (s := ana.main.session.search) and s.query.pattern == pattern and s.is_done,
        "it is found",
    )
    assert ana.main.session.search is not None
    return ana.main.session.search.count
