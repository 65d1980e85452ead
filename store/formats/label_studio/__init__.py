"""Label Studio's JSON: a list of tasks with their annotations; and, to read, its JSON_MIN.

Of a task that several annotated the first annotation is read that was not cancelled. Regions are
written for a labeling configuration with `<Labels name="label" toName="text">` and
`<Text name="text" value="$text"/>`. The names of the clusters that a region is in are a choice
beside it, `cluster`; all else that has no place in a region stands in the `meta` of the task.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec
import regex

from store.annotations.model import Origin
from store.errors import InputError
from store.formats.counting import Spanned, text_as_counted
from store.formats.features import EVERYTHING, Feature
from store.formats.fields import Fields
from store.formats.format import Format
from store.formats.json_files import (
    NAMES,
    article_id_of,
    meta_of,
    moment,
    records,
    said_of,
)
from store.formats.label_studio.regions import (
    SPANS,
    is_span,
    places_of,
    results_of,
    same_words,
    with_results,
    without_cluster_names,
)
from store.formats.native import encode_fields
from store.formats.offsets import Text, Unit
from store.formats.own_metadata import OWN, own_metadata, with_own_metadata
from store.formats.people import People
from store.formats.reading import Input
from store.formats.rows import ArticleRow, Placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.counting import Quoted
    from store.formats.losses import Losses
    from store.formats.writing import Output

_ANNOTATIONS: Final = ("annotations", "completions")
"""Where they stand; the latter before version 1.0."""
_MINIMAL: Final = frozenset(
    {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"}
)
"""What JSON_MIN says of an annotation among the fields of the task's data."""
_TASK: Final = frozenset({"id", "data", "meta", "predictions", "drafts", *_ANNOTATIONS})
_ADDRESS: Final = regex.compile(r"(?:[a-z][a-z0-9+.-]*://|/data/|data:)\S*$")
"""Of a file, in place of a text."""
NO_TEXT: Final = "tasks without a text"

# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The tasks that have a text, each with one annotation.

    Raises:
        InputError: No task has a text, or another fault.
    """
    people = People(source)
    # Predictions stand for annotations only where nobody has annotated anything yet.
    glance = Input(source.path, keeps_going=True)
    has_annotations = any(task.has(name) for task in records(glance) for name in _ANNOTATIONS)
    number = count = 0
    for number, task in enumerate(records(source), start=1):
        try:
            row = _article(people, source, task, number, has_annotations=has_annotations)
        except InputError as error:
            source.take(error)
            count += 1
            continue
        if row is not None:
            count += 1
            yield Placed(row, source.path, task.line)
    if number and not count:
        lost = "; ".join(str(loss) for loss in source.losses.content)
        source.fault(f"no task in it has a text to annotate: {lost}")


def _article(
    people: People, source: Input, task: Fields, number: int, *, has_annotations: bool
) -> ArticleRow | None:
    is_minimal = "data" not in task.values
    flat = _flat_results(task) if is_minimal else {}
    chosen, annotation = _annotation_to_read(people, task, number, has_annotations=has_annotations)
    results = annotation.each("result") if annotation else []
    data = task if is_minimal else task.inner("data")
    without = ["id", "article_id"]
    if is_minimal:  # what is said of the annotation stands beside the data
        chosen, results = dict(task.values), [*itertools.chain(*flat.values())] or results
        without += (*_MINIMAL, *flat, *_ANNOTATIONS)
    key = _text_key(data, [*flat, *_MINIMAL], results)
    ids = (data, "article_id"), (data, "id"), (task, "id")
    article, is_numbered = article_id_of(*ids, number=number)
    if not key:
        source.losses.lose(NO_TEXT, _kinds(data, results) or f"task {article}")
        return None
    who = _annotator(chosen.get("annotator" if is_minimal else "completed_by"))
    if is_minimal and "annotation_id" in task.values and not people.is_read(who, article):
        people.leave_out("annotator", who, f"task {article}", sum(map(len, flat.values())))
        return None
    spanned = Spanned(f"task {article}", data.text(key), places_of(results), same_words)
    text = text_as_counted(source, spanned, Unit.CODEPOINT, lambda: _others(source, key))
    row = ArticleRow(
        id=article,
        spans=[],
        text=text.said,
        meta=meta_of(
            data.values,
            source.losses,
            without=(key, *without),
            called="“{}” of tasks",
            example=f"task {article}",
            annotator=who,
        ),
        is_numbered=is_numbered,
    )
    row = with_results(
        source, row, results, text,
        created=moment(chosen.get("created_at"), source.losses),
        updated=moment(chosen.get("updated_at"), source.losses),
    )  # fmt: skip
    row = without_cluster_names(with_own_metadata(row, task.inner("meta"), source.losses))
    _count_rest(source, task, chosen, f"task {article}", is_minimal=is_minimal)
    if annotation is not None and annotation.place.startswith(task.where("predictions")):
        source.losses.change("predictions read as annotations", f"task {article}", len(row.spans))
        spans = [msgspec.structs.replace(s, origin=Origin.SUGGESTED) for s in row.spans]
        row = msgspec.structs.replace(row, spans=spans)
    return row


def _others(source: Input, key: str) -> Iterator[tuple[str, list[Quoted]]]:
    """The texts of all tasks of a file in a field, with the places of all their regions."""
    for task in records(Input(source.path, keeps_going=True)):
        data = task.values.get("data", task.values)
        said = data.get(key) if isinstance(data, dict) else None
        told = (each for name in _ANNOTATIONS for each in task.each(name))
        if isinstance(said, str):
            results = [*itertools.chain(*_flat_results(task).values())]
            results += (result for each in told for result in each.each("result"))
            yield said, list(places_of(results))


def _count_rest(
    source: Input, task: Fields, chosen: dict[str, object], which: str, *, is_minimal: bool
) -> None:
    """What Label Studio keeps of tasks and annotations beside what they say."""
    if chosen.get("lead_time"):
        source.losses.lose(Feature.ORIGINS, f"how long {which} took")
    if is_minimal:
        return
    if chosen.get("ground_truth"):
        source.losses.lose("“ground_truth” of annotations", which)
    if task.inner("meta").values.keys() - {OWN}:
        source.losses.lose("“meta” of tasks", which)
    if task.values.keys() - _TASK:
        source.losses.lose(Feature.IDS, f"Label Studio’s own record of {which}")


def _annotation_to_read(
    people: People, task: Fields, number: int, *, has_annotations: bool
) -> tuple[dict[str, object], Fields | None]:
    """The annotation that is read, and its fields; the others and predictions are counted."""
    losses = people.source.losses
    which = f"task {task.name('id', '') or number}"
    found: Fields | None = None
    for annotation in (each for name in _ANNOTATIONS for each in _told(losses, task, name, which)):
        values = annotation.values
        count = len(annotation.items("result"))
        if values.get("was_cancelled") or values.get("skipped"):
            losses.lose("cancelled annotations", which)
            continue
        who = _annotator(values.get("completed_by"))
        if people.is_read(who, number) and found is None:
            found = annotation
        else:
            people.leave_out("annotator", who, which, count)
    predictions = _told(losses, task, "predictions", which)
    if predictions and not has_annotations and found is None:
        found, *predictions = predictions
    if predictions:
        count = sum(len(each.items("result")) for each in predictions)
        losses.lose(
            "predictions, which `{option:suggest} file:` shows as suggestions",
            which,
            count,
        )
    if task.has("drafts"):
        losses.lose("drafts of annotations", which, len(task.items("drafts")))
    return (dict(found.values), found) if found is not None else ({}, None)


def _told(losses: Losses, task: Fields, name: str, which: str) -> list[Fields]:
    """The annotations or predictions of a task; some exports only name their numbers."""
    told = [each for each in task.items(name) if not isinstance(each, int)]
    count = len(task.items(name)) - len(told)
    losses.lose(f"{name} of which the file has only the numbers", which, count)
    return replace(task, values={name: told}).each(name)


def _annotator(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("email") or value.get("id")
    return "" if value is None else str(value)


def _flat_results(task: Fields) -> dict[str, list[Fields]]:
    """The regions in JSON_MIN: fields that are lists of them, by their names, as results."""
    found: dict[str, list[Fields]] = {}
    for name, value in task.values.items():
        if not isinstance(value, list) or not value or name in (*_ANNOTATIONS, "predictions"):
            continue
        if all(isinstance(each, dict) and SPANS in each and "start" in each for each in value):
            found[name] = [
                Fields({"value": each.values}, each.path, each.line, each.place)
                for each in task.each(name)
            ]
    return found


def _text_key(data: Fields, without: Sequence[str], results: Sequence[Fields]) -> str:
    """The field of a task's data that is the text; empty where there is none.

    Raises:
        InputError: It is not clear which.
    """
    names = [
        name
        for name, value in data.values.items()
        if name not in without and isinstance(value, str) and not _ADDRESS.match(value)
    ]
    if "text" in names:
        return "text"
    bound = {str(result.values.get("to_name")) for result in results if is_span(result)}
    named = [name for name in names if name in bound]
    if len(named) == 1:
        return named[0]
    if not bound and results:
        return ""  # images, audio, choices: what is labelled is no text
    names = [name for name in names if name not in (*NAMES, "id", "article_id")]
    if len(names) > 1:
        some = ", ".join(names[:4])
        raise data.fault("", f"it is not clear which of its fields is the text: {some}")
    return names[0] if names else ""


def _kinds(data: Fields, results: Sequence[Fields]) -> str:
    kinds = {str(result.values.get("type")) for result in results}
    return ", ".join(sorted(kinds)) or ", ".join(map(str, data.values))


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a task with one annotation for each article, a line each."""
    with target.stream() as stream:
        stream.write(b"[")
        for number, row in enumerate(rows, start=1):
            stream.write(b"\n" if number == 1 else b",\n")
            stream.write(encode_fields(_task(row, number, target)).rstrip(b"\n"))
        stream.write(b"\n]\n")


def _task(row: ArticleRow, number: int, target: Output) -> dict[str, object]:
    text = Text.of(row.said, target.options.unit or Unit.CODEPOINT)
    moments = [m for span in row.spans for m in (span.created, span.updated) if m]
    times = {"created_at": min(moments), "updated_at": max(moments)} if moments else {}
    own = own_metadata(row)
    return {
        "id": number,
        "data": {"text": row.said, "article_id": row.id, **said_of(row.meta)},
        "annotations": [
            {
                "id": number,
                "was_cancelled": False,
                **times,
                "result": results_of(row, text, target.losses),
            }
        ],
        "predictions": [],
        **({"meta": {OWN: own}} if own else {}),
    }


# Recognition -------------------------------------------------------------------------------

_HAS_DATA: Final = regex.compile(rb'"data"\s*:\s*\{')
_HAS_WORK: Final = regex.compile(rb'"(annotations|completions|predictions)"\s*:\s*\[')


def _looks_like(head: bytes, _name: str) -> float:
    """By tasks with data and annotations, or by regions of JSON_MIN."""
    if not head.lstrip().startswith((b"[", b"{")) or b'"@context"' in head:
        return 0.0
    if _HAS_DATA.search(head) and _HAS_WORK.search(head):
        return 0.95 if b'"result"' in head else 0.7
    if b'"annotation_id"' in head and b'"annotator"' in head and b'"content"' not in head:
        return 0.9
    return 0.0


FORMAT: Final = Format(
    name="label-studio",
    title="Label Studio’s JSON",
    holds=EVERYTHING - {Feature.DISCONTINUOUS, Feature.ORIGINS},
    reads=read,
    writes=write,
    endings=(".json",),
    looks_like=_looks_like,
)
