"""What the formats are, as a table of facts."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from store.formats.features import Feature
from store.formats.registry import every_format

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODULES: Final = {
    "cas": ("cassis",),
    "datasets": ("datasets", "pyarrow"),
    "html": ("trafilatura",),
    "parquet": ("pyarrow",),
    "spacy": ("spacy",),
}
"""The modules that an optional extra brings."""


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """What is said of a format."""

    name: str
    title: str
    reads: bool
    writes: bool
    holds: list[str]
    lacks: list[str]
    units: list[str]
    """What its offsets can be written in, if there is a choice."""
    endings: list[str]
    is_folder: bool
    extra: str
    """The optional extra of the package that it needs; empty for none."""
    installed: bool
    """Whether what it needs is there."""


def every_fact() -> Iterator[FormatFacts]:
    """The formats in the order in which they are listed."""
    for each in every_format():
        yield FormatFacts(
            each.name,
            each.title,
            each.reads is not None,
            each.writes is not None,
            [str(feature) for feature in Feature if feature in each.holds],
            [str(feature) for feature in Feature if feature not in each.holds],
            sorted(each.units),
            list(each.endings),
            each.is_folder,
            each.extra,
            is_installed(each.extra),
        )


def is_installed(extra: str) -> bool:
    """Whether the modules of an extra are there; they are not imported."""
    modules = _MODULES.get(extra, (extra,)) if extra else ()
    return all(find_spec(module) is not None for module in modules)
