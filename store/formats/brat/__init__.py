"""brat's standoff format: an article is a .txt file, and an .ann file of the same name beside it.

brat cuts what spans line ends into parts, and so do we; parts with nothing but line ends between
them are one span again when they are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.formats.beginning import beginning_of
from store.formats.brat.reading import AnnReader
from store.formats.brat.writing import AnnWriter
from store.formats.features import EVERYTHING, Feature
from store.formats.folders import files_below
from store.formats.format import Format
from store.formats.rows import Placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow
    from store.formats.writing import Output

_ANN: Final = ".ann"
_TXT: Final = ".txt"
_CONFIGURATION: Final = "annotation.conf"
_PARTS: Final = (".a1", ".a2")
"""The endings of files that are an .ann file together."""
_FIRST_LINE: Final = regex.compile(
    rb"(?:T\d+\t\S+ \d+ \d+(?:;\d+ \d+)*(?:\t|$)|[ERAMN#]\d+\t\S+[ :][TER]\d+|\*\t\S+(?: [TE]\d+)+)"
)


def read(source: Input) -> Iterator[Placed]:
    """The articles of a folder and of the folders in it, or the one of an .ann or .txt file."""
    for article_id, txt, ann in _pairs(source):
        file = source.at(ann)
        if not ann.exists() and (parts := _parts(ann)):
            joined = f"put its files into one: cat {parts} > {ann.name}"
            file.fault(f"this is of BioNLP’s shared tasks; {joined}")
            continue
        if not txt.exists():
            file.fault(f"the text is missing: there is no {txt.name} beside it")
            continue
        with source.passing_over():
            named = source.at(txt)
            text = named.text()
            # The text alone is an article that nobody has annotated.
            lines = file.text_of_lines() if ann.exists() else ""
            row = AnnReader(file, text, named.has_mark).row(article_id, lines, txt.name)
            yield Placed(row, ann if ann.exists() else txt)


def _pairs(source: Input) -> Iterator[tuple[str, Path, Path]]:
    """An article's id, its .txt file and its .ann file; one of them may not be there."""
    path = source.path
    if not path.is_dir():
        ann = _beside(path.with_suffix(""), _ANN)
        if path.suffix.lower() not in (_ANN, _TXT):
            source.fault("brat’s files are named .ann and .txt")
        elif not ann.exists() and _FIRST_LINE.match(beginning_of(path)):
            source.fault(f"this is an .ann file; call it {ann.name}, with its text beside it")
        else:
            yield path.stem, _beside(path.with_suffix(""), _TXT), ann
        return
    found = {file.with_suffix("") for file in files_below(source, _ANN, _TXT)}
    if not found:
        source.fault("there are no .ann or .txt files in this folder")
    for stem in sorted(found):
        yield stem.relative_to(path).as_posix(), _beside(stem, _TXT), _beside(stem, _ANN)


def _parts(ann: Path) -> str:
    """The names of the files that are an .ann file together; empty if there are none."""
    files = (ann.with_suffix(ending) for ending in _PARTS)
    return " ".join(file.name for file in files if file.is_file())


def _beside(stem: Path, ending: str) -> Path:
    """The file of a pair, whether it is there or not; its ending may be in capitals."""
    usual, loud = (stem.with_name(stem.name + e) for e in (ending, ending.upper()))
    return loud if loud.exists() and not usual.exists() else usual


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write an .ann file for each article, its text beside it, and the types that there are."""
    writer = AnnWriter(target.losses, target.labels.names)
    for row in rows:
        name = target.file_name(row.id, _ANN).removesuffix(_ANN)
        with target.stream(name + _TXT) as stream:
            stream.write(row.said.encode("utf-8"))
        with target.stream(name + _ANN) as stream:
            stream.writelines(f"{line}\n".encode() for line in writer.lines(row))
    with target.stream(_CONFIGURATION) as stream:
        stream.write(writer.types.configuration().encode())


def _looks_like(head: bytes, name: str) -> float:
    """By the first line; a folder by its pairs of files."""
    if name.endswith("/"):
        names = set(head.decode("utf-8", "replace").lower().split("\n"))
        endings = (_ANN, *_PARTS)
        stems = {each.rpartition(".")[0] for each in names if each.endswith(endings)}
        if any(stem + _TXT in names for stem in stems):
            return 0.95
        return 0.6 if stems else 0.0
    first = head.lstrip().split(b"\n", 1)[0].rstrip(b"\r")
    fits = _FIRST_LINE.match(first) is not None
    if name.lower().endswith(_ANN):
        return 0.99 if fits else 0.6 if not first else 0.0
    return 0.6 if fits else 0.0


FORMAT: Final = Format(
    name="brat",
    title="brat standoff, a folder of .txt and .ann files",
    holds=EVERYTHING - {Feature.IDS, Feature.ORIGINS},
    has_local_ids=True,
    reads=read,
    writes=write,
    is_folder=True,
    looks_like=_looks_like,
)
