"""WebAnno TSV 3, which WebAnno and INCEpTION write: a line for each token, columns for layers.

What another tool says in layers of its own comes back in them; what is ours is in the layers
`webanno.custom.Span`, `Relation` and `ClusterLink`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError
from store.formats.features import Feature
from store.formats.folders import file_name, files_of
from store.formats.format import Format
from store.formats.rows import Meta, Placed, text_sha256
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
    for path, article_id in files_of(source, _TSV):
        try:
            body = BodyReader(source, path).body()
        except InputError as error:
            source.take(error)
            continue
        if body is None:
            continue
        row = TsvReader(source, path, body).row(article_id)
        sha256, meta = text_sha256(body.text), Meta(file=path.name)
        yield Placed(msgspec.structs.replace(row, text_sha256=sha256, meta=meta), path)


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a file for each article."""
    if not target.options.has_text:
        raise InputError("webanno-tsv cannot be written without the text of the articles")
    taken: set[str] = set()
    for row in rows:
        with target.stream(file_name(row.id, _TSV, taken)) as stream:
            stream.writelines(f"{line}\n".encode() for line in lines_of(row, target.losses))


def _looks_like(head: bytes, name: str) -> float:
    """By the first line; of a folder only the names are known."""
    if name.endswith("/"):
        names = head.decode("utf-8", "replace").split("\n")
        return 0.5 if any(each.endswith(_TSV) for each in names) else 0.0
    return 1.0 if head.removeprefix(b"\xef\xbb\xbf").startswith(HEAD.encode()) else 0.0


_HOLDS: Final = frozenset(
    {Feature.OVERLAPS, Feature.SUBTOKEN, Feature.DISCONTINUOUS, Feature.RELATIONS, Feature.CLUSTERS,
     Feature.NOTES, Feature.ATTRIBUTES, Feature.OFFSETS, Feature.TEXT}
)  # fmt: skip
FORMAT: Final = Format(
    name="webanno-tsv",
    title="WebAnno TSV 3, of WebAnno and INCEpTION, a folder of .tsv files",
    holds=_HOLDS,
    reads=read,
    writes=write,
    is_folder=True,
    looks_like=_looks_like,
)
