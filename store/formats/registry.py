"""The formats there are, and which of them a file is of."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from store.errors import InputError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.features import Format

_MODULES: Final = {
    "jsonl": "native",
    "prodigy": "prodigy",
    "doccano": "doccano",
    "label-studio": "label_studio",
    "brat": "brat",
    "webanno-tsv": "webanno",
    "cas-xmi": "cas",
    "cas-json": "cas",
    "conll": "conll",
    "conllu": "conllu",
    "w3c": "w3c",
    "gate": "gate",
    "tei": "tei",
    "spacy": "spacy",
    "hf": "huggingface",
    "parquet": "parquet",
    "csv": "spreadsheet",
    "tsv": "spreadsheet",
    "markdown": "markdown",
    "html": "html",
    "text": "text",
}
"""The module or package of each format, by the format's name; imported when it is needed."""
NAMES: Final = tuple(name for name in _MODULES if name != "tsv")
"""Those that are listed; TSV is CSV with other signs."""
_HEAD: Final = 64 * 1024
SURE: Final = 0.5
"""How sure it must be of which format a file is."""


def format_named(name: str) -> Format:
    """A format.

    Raises:
        InputError: There is none of that name.
    """
    if name not in _MODULES:
        raise InputError(f"there is no format {name!r}; there are {', '.join(NAMES)}")
    module = import_module(f"store.formats.{_MODULES[name]}")
    formats: tuple[Format, ...] = getattr(module, "FORMATS", ()) or (module.FORMAT,)
    return next(each for each in formats if each.name == name)


def every_format() -> Iterator[Format]:
    """All formats, in the order in which they are listed."""
    return map(format_named, NAMES)


@dataclass(frozen=True, slots=True)
class Guess:
    """Of which format a file probably is."""

    format: Format
    sure: float
    """From 0 to 1."""


def guesses(path: Path) -> list[Guess]:
    """The formats that a file or folder may be of, the likeliest first.

    Raises:
        InputError: It cannot be read.
    """
    head = b""
    if path.is_file():
        try:
            with path.open("rb") as stream:
                head = stream.read(_HEAD)
        except OSError as error:
            raise InputError(f"it cannot be read: {system_reason(error)}", path=path) from error
    elif not path.is_dir():
        what = "this is not a regular file" if path.exists() else "there is no such file or folder"
        raise InputError(what, path=path)
    name = f"{path.name}/" if path.is_dir() else path.name
    if path.is_dir():
        # A folder is known by what is in it: the names stand for its bytes.
        head = "\n".join(sorted(p.name for p in path.iterdir())).encode()[:_HEAD]
    found = [
        Guess(each, each.looks_like(head, name))
        for each in every_format()
        if each.reads is not None and each.looks_like is not None
    ]
    return sorted((g for g in found if g.sure > 0), key=lambda g: -g.sure)


def recognised(path: Path) -> Guess:
    """The format of a file or folder.

    Raises:
        InputError: It is of none that is known, or it is not clear of which.
    """
    found = guesses(path)
    if not found or found[0].sure < SURE:
        some = ", ".join(f"{g.format.name} ({g.sure:.0%})" for g in found[:3])
        hint = f"; it may be {some}" if some else ""
        reason = f"it is not clear of which format this is{hint}; say with --format NAME"
        raise InputError(reason, path=path)
    return found[0]
