"""What is suggested, as JSON lines: those of the export, with `suggestions` in place of `spans`.

So nobody takes them for annotations. `--suggest file:` reads them back as suggestions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.formats.collecting import bare_row
from store.formats.native import encode_fields, head_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.articles import Article
    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion

_DIGITS = 4
"""Of a score, after the point."""


def suggestion_line(
    workspace: Workspace, article: Article, suggestions: Iterable[Suggestion]
) -> bytes:
    """The line of an article, with its newline; offsets are code points."""
    row = head_fields(bare_row(workspace, article))
    row["suggestions"] = [
        {
            "start": suggestion.start,
            "end": suggestion.end,
            "label": suggestion.label,
            "text": suggestion.text,
            "score": round(suggestion.score, _DIGITS),
            "reason": suggestion.reason,
            "suggester": suggestion.suggester,
            "origin": suggestion.origin,
        }
        for suggestion in suggestions
    ]
    return encode_fields(row)
