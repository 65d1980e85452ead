"""The matrix as a file, in the format that its name or a person says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError
from store.formats.matrix.page import to_html
from store.formats.matrix.tables import corpus_to_csv, to_csv, to_markdown
from store.formats.staging import staging_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.destination import Destination
    from store.formats.matrix.told import ToldMatrix

MATRIX_FORMATS: Final = ("csv", "json", "md", "html")
"""What it can be written as, which are also how the names of such files end."""


def matrix_format_of(path: Path) -> str:
    """The format that the name of a file says.

    Raises:
        InputError: It says none.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in MATRIX_FORMATS:
        endings = ", ".join(f".{each}" for each in MATRIX_FORMATS)
        raise InputError(f"the name of the file has to end in one of {endings}")
    return ending


def matrix_as_text(told: ToldMatrix, format_: str, *, is_wide: bool = False) -> str:
    """The matrix in a format; `is_wide` has a column for each article in CSV."""
    if format_ == "csv":
        return to_csv(told, is_wide=is_wide)
    if format_ == "json":
        return json.dumps(msgspec.to_builtins(told), ensure_ascii=False, indent=1) + "\n"
    return to_html(told) if format_ == "html" else to_markdown(told)


def corpus_as_text(told: Sequence[ToldMatrix], format_: str) -> str:
    """The matrices of several stories in a format that has a place for them."""
    if format_ == "csv":
        return corpus_to_csv(told)
    if format_ == "json":
        return json.dumps(msgspec.to_builtins(told), ensure_ascii=False, indent=1) + "\n"
    return "\n".join(to_markdown(each) for each in told if each.rows or each.pairs)


def write_matrix(text: str, place: Destination) -> None:
    """Put it in its place, in one step.

    Raises:
        InputError: It cannot be written there.
    """
    with staging_folder(place.target, place.path) as folder:
        made = folder / "matrix"
        made.write_bytes(text.encode("utf-8", "replace"))
        place.put(made)
