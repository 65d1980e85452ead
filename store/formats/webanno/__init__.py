"""WebAnno TSV 3, which WebAnno and INCEpTION write: a line for each token, columns for layers.

What another tool says in layers of its own comes back in them; what is ours is in the layers
`webanno.custom.Span`, `Relation` and `ClusterLink`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.formats.features import EVERYTHING, Feature
from store.formats.folders import read_files
from store.formats.format import Format
from store.formats.rows import Placed
from store.formats.webanno.layers import HEAD
from store.formats.webanno.reading import TsvReader
from store.formats.webanno.units import BodyReader
from store.formats.webanno.writing import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow
    from store.formats.writing import Output

_TSV: Final = ".tsv"


def read(source: Input) -> Iterator[Placed]:
    """The article of a file, or those of a folder and of the folders in it."""
    return read_files(source, _TSV, _read_file)


def _read_file(file: Input, article_id: str) -> Iterator[Placed]:
    body = BodyReader(file).body()
    if body is not None:
        yield Placed(TsvReader(file, body).row(article_id), file.path)


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a file for each article."""
    for row in rows:
        with target.stream(target.file_name(row.id, _TSV)) as stream:
            lines = lines_of(row, target.losses, target.options.tokens)
            stream.writelines(f"{some}\n".encode() for some in lines)


def _looks_like(head: bytes, name: str) -> float:
    """By the first line; of a folder only the names are known."""
    if name.endswith("/"):
        names = head.decode("utf-8", "replace").split("\n")
        return 0.5 if any(each.endswith(_TSV) for each in names) else 0.0
    return 1.0 if head.startswith(HEAD.encode()) else 0.0


FORMAT: Final = Format(
    name="webanno-tsv",
    title="WebAnno TSV 3, of WebAnno and INCEpTION, a folder of .tsv files",
    holds=EVERYTHING - {Feature.IDS, Feature.ORIGINS},
    has_local_ids=True,
    reads=read,
    writes=write,
    is_folder=True,
    looks_like=_looks_like,
)
