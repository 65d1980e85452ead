"""The process that learns: `python -m store.suggest.learning.worker`.

It reads a request a line from its standard input and writes an answer a line to its standard
output, as JSON (`store.suggest.learning.messages`). It ends when its input does, so that it never
outlives the program that started it, however that ends.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import msgspec

from store.suggest.learning.messages import ProposedSpan, TrainingAnswer, TrainingRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from store.suggest.learning.examples import TaggedText
    from store.suggest.learning.other_stories import OtherStories

NICENESS = 10


def main() -> int:
    """Answer requests until there are no more."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is for the program
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)
    return 0


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request of a stream, in order; `is_done` marks the last answer to one."""
    others: dict[tuple[str, str], OtherStories] = {}
    for line in requests:
        number = 0
        try:
            request = msgspec.json.decode(line, type=TrainingRequest)
            number = request.number
            for answer in _answers(request, others):
                _write(answers, answer)
        except Exception as error:  # whatever a text does to a library, the next may be fine
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            _write(answers, TrainingAnswer(number, problem=what[:300]))
        _write(answers, TrainingAnswer(number, is_done=True))


def _write(answers: BinaryIO, answer: TrainingAnswer) -> None:
    answers.write(msgspec.json.encode(answer) + b"\n")
    answers.flush()


def _answers(
    request: TrainingRequest, others: dict[tuple[str, str], OtherStories]
) -> Iterator[TrainingAnswer]:
    from store.labels import Drawing, Label, LabelSet, Meaning
    from store.suggest.candidates.roles import roles_of
    from store.suggest.learning.other_stories import OtherStories
    from store.suggest.learning.reasons import reason
    from store.suggest.learning.training import train

    labels = LabelSet(
        tuple(
            Label(name, "x", "blue", Drawing(drawing), suggests=Meaning(said) if said else None)
            for name, drawing, said in request.labels
        )
    )
    elsewhere: list[list[TaggedText]] = []
    if request.corpus:
        key = (request.corpus, request.annotator)
        reader = others.setdefault(key, OtherStories(*key))
        own = {example.text for example in request.story} | {text for _, text in request.ask}
        elsewhere = reader.examples(own)
    model = train(labels, request.story, elsewhere)
    claim = roles_of(labels).claim
    for article, text in request.ask:
        proposed = []
        if model.by_label:
            view, rules = model.read(text)
            for found in model.suggest(view, rules):
                source = view.source_of(found.span) if found.label == claim else None
                proposed.append(
                    ProposedSpan(
                        found.span.start,
                        found.span.end,
                        found.label,
                        round(found.score, 4),
                        reason(model, view, found),
                        None if source is None else (source.start, source.end),
                    )
                )
        yield TrainingAnswer(
            request.number, article, tuple(proposed), learned=tuple(model.by_label)
        )


if __name__ == "__main__":
    sys.exit(main())
