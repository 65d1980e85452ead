"""How many examples a test looks at: in CI few, the same each time; by hand more, or as many as
`SIDELIGHT_EXAMPLES` says (100 is what a test was written for)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

IN_CI: Final = bool(os.environ.get("CI"))
USUAL: Final = 100
EXAMPLES: Final = int(os.environ.get("SIDELIGHT_EXAMPLES") or (30 if IN_CI else USUAL))
"""Of a test that Hypothesis makes examples for."""


def scaled(count: int) -> int:
    """The examples of a test for which there are usually so many, as each of them is dear."""
    return max(3, count * EXAMPLES // USUAL)


def thinned(things: Sequence[T], keep_one_of: int) -> Sequence[T]:
    """Of very many things that are all alike one of so many, and with more examples all."""
    return things if EXAMPLES > USUAL else things[::keep_one_of]
