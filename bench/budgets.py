"""What the program may take, mostly as so many times a bare Textual app in the same run."""

from __future__ import annotations

from typing import Final

CARET_MEDIAN: Final = 1.25
"""A caret move to its last painted byte, also in the list and the help."""
CARET_P95: Final = 2.0
CARET_BYTES: Final = 500
"""What it writes, at the 95th percentile."""
TAG_MEDIAN: Final = 2.5
"""A tag, painted and on the disk."""
PAGE_MEDIAN: Final = 3.0
"""A page of text, or a dialog that opens."""
PAGE_BYTES: Final = 16_000
START: Final = 1.35
"""From the command to a screen that can be used, on `seeds/`."""
COMMAND_MS: Final = 200
"""A command without a screen, from its start to its end."""
MEMORY: Final = 1.5
"""At rest on `seeds/`."""
MORE_TO_OPEN_MS: Final = {
    "1 MB article": 50.0,
    "10,000 articles": 150.0,
    "10,000 stories, index": 300.0,
    "10,000 stories, no index": 300.0,
}
"""How much longer than `seeds/` it may take until it can be used."""
EXPORT: Final = 3.0, 100.0
"""A million annotations: times plain JSON in processor time, and megabytes."""
IMPORT: Final = 5.0, 300.0
"""The same."""
