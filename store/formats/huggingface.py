"""A Hugging Face dataset, as `datasets.load_from_disk` reads it: a row for each article.

`tokens` and `ner_tags` are for token classification: IOB2, with the names of the tags in the
features. They have no place for spans that overlap or that end within a token; `spans` has all of
them, in code points of `text`, and says of each whether the tags stand for it (`in_ner_tags`).
Relations, clusters and the rest are as in Parquet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from store.formats.extras import extra_module
from store.formats.features import EVERYTHING, Feature
from store.formats.format import Format
from store.formats.losses import Losses
from store.formats.offsets import Offsets, Unit
from store.formats.parquet import fields, groups, record
from store.formats.staging import staging_folder
from store.formats.tagging import OUTSIDE, tag_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.rows import ArticleRow
    from store.formats.writing import Output

_DESCRIPTION: Final = (
    "Articles with spans, made with Sidelight. ner_tags are IOB2 on tokens; spans that overlap "
    "or end within tokens are in spans only (in_ner_tags is false, or the tags are on whole "
    "tokens). Offsets are half-open; offset_unit says what they count."
)


class _Names:
    """The names of the tags, those of the label set first; others follow as they come."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self.names = [OUTSIDE]
        self._numbers = {OUTSIDE: 0}
        for label in labels:
            self.number(f"B-{label}")

    def number(self, tag: str) -> int:
        if tag not in self._numbers:
            for each in (f"B-{tag[2:]}", f"I-{tag[2:]}"):
                self._numbers[each] = len(self.names)
                self.names.append(each)
        return self._numbers[tag]


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles as they come into a file beside the dataset, which is made of that."""
    datasets = extra_module("datasets", FORMAT.extra)
    pa = extra_module("pyarrow", FORMAT.extra)
    names = _Names(target.labels.names)
    schema = pa.schema(_fields(pa))
    with staging_folder(target.folder) as folder:
        made = folder / "rows.arrow"
        with pa.OSFile(str(made), "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
            for group in groups(rows):
                records = [_record(row, names, target) for row in group]
                writer.write_table(pa.Table.from_pylist(records, schema=schema))
        _save(datasets, made, schema, names, target)


def _fields(pa: Any) -> list[Any]:
    found = {field.name: field for field in fields(pa)}
    span = pa.struct([*found["spans"].type.value_type, pa.field("in_ner_tags", pa.bool_())])
    own = {
        "id": found["id"],
        "tokens": pa.field("tokens", pa.list_(pa.string())),
        "ner_tags": pa.field("ner_tags", pa.list_(pa.int64())),
        "token_starts": pa.field("token_starts", pa.list_(pa.int64())),
        "text": found["text"],
        "spans": pa.field("spans", pa.list_(span)),
    }
    return list({**own, **found, "spans": own["spans"]}.values())


def _record(row: ArticleRow, names: _Names, target: Output) -> dict[str, Any]:
    unit = target.options.unit or Unit.CODEPOINT
    # Nothing is lost where the tags have no place for a span, as it is in `spans` as well.
    whole = tag_tokens(row, target.options, Losses())
    tagged_spans = {id(one.span) for one in whole.kept}
    offsets = Offsets(row.said, unit)
    made = record(row, unit)
    for span, said in zip(row.spans, made["spans"], strict=True):
        said["in_ner_tags"] = id(span) in tagged_spans
    return {
        **made,
        "tokens": [token.of(row.said) for token in whole.tokens],
        "ner_tags": [names.number(tag) for tag in whole.tags],
        "token_starts": [offsets.units(token.start) for token in whole.tokens],
    }


def _save(datasets: Any, made: Path, schema: Any, names: _Names, target: Output) -> None:
    features = datasets.Features.from_arrow_schema(schema)
    features["ner_tags"] = datasets.Sequence(datasets.ClassLabel(names=names.names))
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


FORMAT: Final = Format(
    name="hf",
    title="Hugging Face dataset on disk, with tokens, tags and spans",
    # The parts of a discontinuous span are spans of their own here, linked by relations.
    holds=EVERYTHING - {Feature.DISCONTINUOUS},
    writes=write,
    is_folder=True,
    is_text=False,
    extra="datasets",
)
