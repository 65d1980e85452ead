"""The formats there are, and which of them a file is of."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from store.errors import InputError, unreadable
from store.formats.beginning import beginning_of, fields_of_first, root_of, why_no_text
from store.formats.extras import is_installed
from store.formats.features import Feature
from store.formats.foreign import told_by_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.formats.format import Format

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
    "conll-2012": "conll2012",
    "tagged-json": "tagged_json",
    "word-json": "word_json",
    "span-json": "span_json",
    "span-table": "span_table",
    "bio": "bio",
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
_LOOKED_AT: Final = 5
"""Files of a folder by which it is known."""
_MOST_FOLDERS: Final = 50
"""Folders in a folder by which it is known."""
_ARTICLES: Final = ("text", "html", "markdown")
"""What is read as an article; a folder of such files is a story."""
_FEW_NAMES: Final = 8
_LONG_NAME: Final = 40
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
class FormatFacts:
    """What is said of a format in a list of them."""

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


@dataclass(frozen=True, slots=True)
class Guess:
    """Of which format a file probably is."""

    format: Format
    sure: float
    """From 0 to 1."""


def guess_formats(path: Path) -> list[Guess]:
    """The formats that a file or folder may be of, the likeliest first.

    Raises:
        InputError: It cannot be read.
    """
    if path.is_dir():
        found = _of_folder(path)
    elif path.is_file():
        found = _of_head(beginning_of(path), path.name)
    else:
        what = "this is not a regular file" if path.exists() else "there is no such file or folder"
        raise InputError(what, path=path)
    return sorted((g for g in found if g.sure > 0), key=lambda g: -g.sure)


def _of_head(head: bytes, name: str) -> list[Guess]:
    return [
        Guess(each, each.looks_like(head, name))
        for each in map(format_named, _MODULES)
        if each.looks_like is not None
    ]


def _of_folder(folder: Path) -> list[Guess]:
    """By the names in a folder, and by some of its files, which must all be of one format.

    Where these say nothing, the folders in it are asked, one after the other.
    """
    found: list[Guess] = []
    for where, names in itertools.islice(_folders(folder), _MOST_FOLDERS):
        within = _of_names(where, names)
        if any(guess.sure >= SURE and guess.format.is_folder for guess in within):
            return within
        found = found or within
    return found


def _folders(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """A folder and those in it, with the names that are there, but for hidden ones."""
    try:
        paths = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    except OSError as error:
        raise InputError(unreadable(error), path=folder) from error
    yield folder, [path.name for path in paths]
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from _folders(path)


def _files(folder: Path, names: Sequence[str]) -> list[Path]:
    """The regular files of these names, but for those that set a program up."""
    paths = [folder / name for name in names]
    return [path for path in paths if path.is_file() and path.suffix not in (".conf", ".xsd")]


def _of_names(folder: Path, names: Sequence[str]) -> list[Guess]:
    sure = {g.format.name: g for g in _of_head(os.fsencode("\n".join(names)), f"{folder.name}/")}
    files = _files(folder, names)[:_LOOKED_AT]
    looked_at = [_of_head(beginning_of(path), path.name) for path in files]
    for name, guess in sure.items():
        if guess.format.is_folder and looked_at:
            least = min(g.sure for found in looked_at for g in found if g.format.name == name)
            sure[name] = Guess(guess.format, max(guess.sure, least))
    return list(sure.values())


def _tell_files(folder: Path) -> None:
    """Say what a folder of no format has in it, as far as one of its first files says so.

    Raises:
        InputError: One does.
    """
    inner = (path for where, names in _folders(folder) for path in _files(where, names))
    for path in itertools.islice(inner, _LOOKED_AT):
        head = beginning_of(path)
        if why := why_no_text(head) or told_by_name(head, path.name):
            raise InputError(why, path=path)
        best = max(_of_head(head, path.name), key=lambda guess: guess.sure)
        if best.sure >= SURE and best.format.reads and best.format.name not in _ARTICLES:
            reason = f"this is a folder of no format, but {path.name} in it is {best.format.name}"
            raise InputError(f"{reason}; import its files one after the other", path=folder)


def recognise(path: Path) -> Guess:
    """The format of a file or folder.

    Raises:
        InputError: It is of none that is known, or of one that is not read, or that is not clear.
    """
    found = guess_formats(path)
    if path.is_file() and (not found or found[0].sure <= SURE):
        head = beginning_of(path)
        told = ("" if found else why_no_text(head)) or told_by_name(head, path.name)
        if told:
            raise InputError(told, path=path)
    if not found or found[0].sure < SURE:
        head = b""
        if path.is_dir():
            _tell_files(path)
        else:
            head = beginning_of(path)
            if not head:
                raise InputError("the file is empty", path=path)
            if why := why_no_text(head):
                raise InputError(why, path=path)
        some = ", ".join(f"{g.format.name} ({g.sure:.0%})" for g in found[:3])
        hint = f"; it may be {some}" if some else ""
        root = root_of(head)
        fields = (f"<{root}>",) if root else fields_of_first(head)
        names = [f"“{name[:_LONG_NAME]}”" for name in fields[:_FEW_NAMES]]
        has = f", with {', '.join(names)}" if names else ""
        reason = (
            f"it is not clear of which format this is{has}{hint}; "
            "sidelight import takes {option:format} NAME"
        )
        raise InputError(reason, path=path)
    if found[0].format.reads is None:
        reason = (
            f"this is {found[0].format.name}, which can only be written, not read; export jsonl, "
            "which holds everything, and import that"
        )
        raise InputError(reason, path=path)
    return found[0]
