"""What is wrong with JSON of which a value could not be made."""

from __future__ import annotations

import msgspec

from store.wording import uncapitalised


def field_at_fault(data: bytes | str, error: msgspec.ValidationError) -> tuple[str, str | None]:
    """What a field has that it cannot have, and which field; none for the value as a whole.

    Args:
        data: What the value was to be made of.
        error: As it was said while that was tried. It is said as soon as the field is come to,
            whatever follows; so the rest is looked at here, where a sentence is wanted.

    Raises:
        msgspec.DecodeError: It is not JSON, or is cut off.
        RecursionError: It is nested too deeply.
        UnicodeDecodeError: It is not UTF-8.
    """
    if isinstance(data, bytes):
        data.decode("utf-8")  # msgspec looks only at what it makes texts of
    msgspec.json.decode(data, type=msgspec.Raw)  # read to its end, and nothing is made of it
    reason, _, place = str(error).partition(" - at ")
    return uncapitalised(reason), place.strip("`").removeprefix("$").removeprefix(".") or None
