"""Keep Python's garbage collector from stopping the screen.

A full collection takes 15 ms and longer with the imports of Textual alive, and used to fall into
the first paint and now and then into a key. So it is off until the first screen stands; then what
is alive is set aside for good, and later collections look only at what is new. Nothing is collected
before, which took 37 ms and found 500 objects of 77,000, none the times after. What suggestions are
made from is a lot, and lives long: it is set aside too, once it is all there. Until then a full
collection would take 40 to 160 ms (measured on a story of 400 KB), so that they come seldom.

A command without a screen makes many values that live until they are written, and hardly a cycle:
looking at them again and again was up to a third of the time of an export.
"""

from __future__ import annotations

import gc
from typing import Final

_YOUNG: Final = gc.get_threshold()[0]
_MANY: Final = 10_000
"""After how many new objects young ones are looked at, where nobody waits for a key."""
_MIDDLE: Final = 10
_SELDOM: Final = 1_000
"""After how many collections of young objects all are looked at; Python's own number is 10."""
SETTLE_AFTER: Final = 0.2
"""Seconds after the first paint: nobody has read the first line by then."""


def pause() -> None:
    """Turn the collector off while the program starts."""
    gc.disable()


def go_on() -> None:
    """Turn the collector on again, where no screen comes that does so: it has little to do."""
    gc.freeze()  # the modules, which stay
    gc.set_threshold(_MANY, _MIDDLE, _SELDOM)
    gc.enable()


def settle() -> None:
    """Set aside what is alive, and turn a paused collector on."""
    if not gc.isenabled():
        set_aside()
        gc.set_threshold(_YOUNG, _MIDDLE, _SELDOM)
        gc.enable()


def set_aside() -> None:
    """Look no more at what is alive now."""
    gc.freeze()
