"""Keep Python's garbage collector from stopping the screen.

A full collection takes 15 ms and longer with the imports of Textual alive, and used to fall into
the first paint and now and then into a key. So it is off until the first screen stands; then what
is alive is collected once and set aside for good, and later collections look only at what is new.
"""

from __future__ import annotations

import gc
from typing import Final

SETTLE_AFTER: Final = 0.2
"""Seconds after the first paint: nobody has read the first line by then."""


def pause() -> None:
    """Turn the collector off while the program starts."""
    gc.disable()


def settle() -> None:
    """Load what the first edit needs; set aside what is alive, and turn a paused collector on."""
    import ulid  # noqa: F401  # 14 ms, which the first tag of a session would wait for

    if not gc.isenabled():
        gc.collect()
        gc.freeze()
        gc.enable()
