"""What files of other tools say of an article beside its text and annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import timestamp
from store.formats.features import Feature
from store.formats.rows import Meta

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from store.formats.losses import Losses

NAMES: Final = ("title", "outlet", "date", "author", "story", "file", "annotator")
"""The fields of `Meta` that are texts: what they are called in such files as well."""


def meta_of(
    values: Mapping[str, object],
    losses: Losses,
    *,
    without: Collection[str] = (),
    called: str = "“{}” of articles",
    example: str = "",
    annotator: str = "",
) -> Meta:
    """What there is a place for; the rest is counted, field by field.

    Args:
        values: The fields.
        losses: Where the rest is counted.
        without: Fields that mean something else.
        called: How a field that is left out is called.
        example: Which article it is.
        annotator: Who did it, where the fields do not say.
    """
    found = {}
    for name, value in values.items():
        if name in without or value in (None, "", [], {}):
            continue
        if name in NAMES and isinstance(value, str):
            found[name] = value
        else:
            losses.lose(called.format(name), 1, example)
    return msgspec.convert({"annotator": annotator} | found, Meta)


def said_of(meta: Meta) -> dict[str, str]:
    """The fields of `Meta` that say something, as they are written."""
    return {name: value for name in NAMES if (value := getattr(meta, name))}


def moment(value: object, losses: Losses) -> str:
    """A time as annotations carry it; empty, and counted, where it is none.

    Args:
        value: Seconds since 1970, or ISO 8601; where it has no zone it is UTC.
        losses: Where a time that cannot be read is counted.
    """
    from datetime import UTC, datetime

    if value in (None, ""):
        return ""
    try:
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            return timestamp(read if read.tzinfo else read.replace(tzinfo=UTC))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return timestamp(datetime.fromtimestamp(value, UTC))
    except (ValueError, OverflowError, OSError):
        pass  # counted below, as is every other value that is no time
    losses.lose(Feature.ORIGINS, 1, f"the time {value!r}")
    return ""
