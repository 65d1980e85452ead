"""spaCy: what any of its pipelines finds as entities or as spans. Runs in a process of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from store.errors import InputError
from store.suggest.outside.windows import by_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.suggest.outside.serving import Found

LONGEST: Final = 100_000
"""Code points that are given to a pipeline at once; spaCy refuses a million by default."""


def load(model: str) -> Callable[[str, list[str]], Iterator[Found]]:
    """Load a pipeline.

    Args:
        model: The name of an installed pipeline, or the path of one.

    Raises:
        InputError: There is none.
    """
    spacy: Any = import_module("spacy")
    try:
        pipeline = spacy.load(model)
    except OSError as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(
            f"there is no spaCy pipeline {model!r} ({reason}); name one that is installed, or the "
            "folder of one"
        ) from error

    def find(text: str, _labels: list[str]) -> Iterator[Found]:
        for window in by_length(text, LONGEST):
            for found in _found(pipeline(window.of(text))):
                found["start"] += window.start
                found["end"] += window.start
                yield found

    return find


def _found(doc: Any) -> Iterator[Found]:
    """The entities of a `Doc`, and the spans of all its groups with their scores if any."""
    for entity in doc.ents:
        yield {"start": entity.start_char, "end": entity.end_char, "label": entity.label_}
    for group in doc.spans.values():
        scores = group.attrs.get("scores")
        for number, span in enumerate(group):
            row = {"start": span.start_char, "end": span.end_char, "label": span.label_}
            if scores is not None and number < len(scores):
                row["score"] = min(1.0, max(0.0, float(scores[number])))
            yield row
