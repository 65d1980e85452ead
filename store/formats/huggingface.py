"""A Hugging Face dataset, as `datasets.load_from_disk` reads it: a row for each article.

`tokens` and `ner_tags` are for token classification: IOB2, with the names of the tags in the
features. Labels in a layer of their own (`layers`) have a column of tags too: `claim_tags`. They
have no place for spans that overlap in one layer or that end within a token; `spans` has all of
them, in code points of `text`, and says of each whether tags stand for it (`in_tags`).
Relations, clusters and the rest are as in Parquet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from store.formats.extras import extra_module
from store.formats.features import EVERYTHING, Feature
from store.formats.format import Format
from store.formats.layers import tag_layers
from store.formats.losses import Losses
from store.formats.offsets import Offsets, Unit
from store.formats.parquet import fields, groups, record
from store.formats.staging import staging_folder
from store.formats.tagging import tag_columns, tag_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.formats.layers import TagLayer
    from store.formats.rows import ArticleRow
    from store.formats.tagging import TagColumn
    from store.formats.writing import Output

_DESCRIPTION: Final = (
    "Articles with spans, made with Sidelight. ner_tags and the other columns of tags are IOB2 on "
    "tokens; spans that overlap in one column or end within tokens are in spans only (in_tags is "
    "false, or the tags are on whole tokens). Offsets are half-open; offset_unit says what they "
    "count."
)


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles as they come into a file beside the dataset, which is made of that."""
    datasets = extra_module("datasets", FORMAT.extra)
    pa = extra_module("pyarrow", FORMAT.extra)
    layers = tag_layers(target.labels, target.options.layers)
    names = tag_columns(layers)
    schema = pa.schema(_fields(pa, names))
    with staging_folder(target.folder) as folder:
        made = folder / "rows.arrow"
        with pa.OSFile(str(made), "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
            for group in groups(rows):
                records = [_record(row, layers, names, target) for row in group]
                writer.write_table(pa.Table.from_pylist(records, schema=schema))
        _save(datasets, made, schema, names, target)


def _fields(pa: Any, names: Sequence[TagColumn]) -> list[Any]:
    found = {field.name: field for field in fields(pa)}
    span = pa.struct([*found["spans"].type.value_type, pa.field("in_tags", pa.bool_())])
    tags = [layer.column for layer in reversed(names)]
    own = {
        "id": found["id"],
        "tokens": pa.field("tokens", pa.list_(pa.string())),
        **{name: pa.field(name, pa.list_(pa.int64())) for name in tags},
        "token_starts": pa.field("token_starts", pa.list_(pa.int64())),
        "text": found["text"],
        "spans": pa.field("spans", pa.list_(span)),
    }
    return list({**own, **found, "spans": own["spans"]}.values())


def _record(
    row: ArticleRow, layers: Sequence[TagLayer], names: Sequence[TagColumn], target: Output
) -> dict[str, Any]:
    unit = target.options.unit or Unit.CODEPOINT
    # Nothing is lost where the tags have no place for a span, as it is in `spans` as well.
    unfit = Losses()
    whole = tag_tokens(row, layers, target.options, unfit)
    target.losses.are_untagged(unfit)
    tagged_spans = {id(one.span) for one in whole.kept}
    offsets = Offsets(row.said, unit)
    made = record(row, unit)
    for span, said in zip(row.spans, made["spans"], strict=True):
        said["in_tags"] = id(span) in tagged_spans
    return {
        **made,
        "tokens": whole.tokens.texts(row.said, range(len(whole.tokens))),
        **{
            layer.column: _numbers(layer, tags)
            for layer, tags in zip(names, whole.layers, strict=True)
        },
        "token_starts": list(offsets.all_units(whole.tokens.starts)),
    }


def _numbers(layer: TagColumn, tags: Sequence[str]) -> list[int]:
    known = {tag: layer.number(tag) for tag in dict.fromkeys(tags)}
    return [known[tag] for tag in tags]


def _save(
    datasets: Any, made: Path, schema: Any, names: Sequence[TagColumn], target: Output
) -> None:
    features = datasets.Features.from_arrow_schema(schema)
    for layer in names:
        features[layer.column] = datasets.Sequence(datasets.ClassLabel(names=layer.names))
    info = datasets.DatasetInfo(description=_DESCRIPTION, features=features)
    shows_progress = not datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        dataset = datasets.Dataset.from_file(str(made), info=info)
        # Of itself it writes no file for no rows, and cannot read that back.
        dataset.save_to_disk(str(target.folder), num_shards=None if len(dataset) else 1)
    finally:
        if shows_progress:
            datasets.enable_progress_bars()
    target.written += sorted(path for path in target.folder.rglob("*") if path.is_file())


def _looks_like(head: bytes, name: str) -> float:
    """By the files that describe a dataset, or its splits."""
    names = head.split(b"\n") if name.endswith("/") else []
    is_one = b"dataset_info.json" in names and b"state.json" in names
    return 0.95 if is_one or b"dataset_dict.json" in names else 0.0


FORMAT: Final = Format(
    name="hf",
    title="Hugging Face dataset on disk, with tokens, tags and spans",
    # The parts of a discontinuous span are spans of their own here, linked by relations.
    holds=EVERYTHING - {Feature.DISCONTINUOUS},
    writes=write,
    is_folder=True,
    is_text=False,
    extra="datasets",
    has_layers=True,
    looks_like=_looks_like,
)
