"""Tables in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.formats.html.document import escape_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def wide_table(
    caption: str, heads: Sequence[str], rows: Sequence[str], kind: str = ""
) -> Iterator[str]:
    """A table that scrolls by itself where it is too wide.

    Args:
        caption: What it shows.
        heads: Of its columns, as they stand in the page.
        rows: As they stand in the page.
        kind: Its class, for the style sheet.
    """
    begun = f'<table class="{kind}">' if kind else "<table>"
    yield f'<div class="wide" role="group" aria-label="{escape_line(caption)}" tabindex="0">{begun}'
    yield f"<caption>{escape_line(caption)}</caption>"
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    yield from rows
    yield "</tbody></table></div>"
