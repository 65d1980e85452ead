"""What a value is made of: a frozen record that is compared by what it holds.

A dataclass would do as well, but Python takes 0.4 ms to make the class of each, and the first
screen takes some sixty of them; msgspec's take a fortieth of that, and their instances a fourth.
"""

from __future__ import annotations

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Frozen(msgspec.Struct, frozen=True):
    """The base of values; `msgspec.structs.replace` makes another one of one."""
