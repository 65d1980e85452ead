"""The process that learns: `python -m store.suggest.worker`.

It reads a request a line from its standard input and writes an answer a line to its standard
output, as JSON (`store.suggest.messages`). It ends when its input does, so that it never outlives
the program that started it, however that ends.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import msgspec

from store.suggest.messages import Answer, Proposed, Request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from store.suggest.examples import Example
    from store.suggest.stories import OtherStories

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
            request = msgspec.json.decode(line, type=Request)
            number = request.number
            for answer in _answers(request, others):
                _write(answers, answer)
        except Exception as error:  # whatever a text does to a library, the next may be fine
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            _write(answers, Answer(number, problem=what[:300]))
        _write(answers, Answer(number, is_done=True))


def _write(answers: BinaryIO, answer: Answer) -> None:
    answers.write(msgspec.json.encode(answer) + b"\n")
    answers.flush()


def _answers(request: Request, others: dict[tuple[str, str], OtherStories]) -> Iterator[Answer]:
    from store.labels import Drawing, Label, LabelSet
    from store.suggest.reasons import reason
    from store.suggest.roles import roles_of
    from store.suggest.rules import kind_of
    from store.suggest.stories import OtherStories
    from store.suggest.training import train

    labels = LabelSet(
        tuple(
            Label(name, chr(ord("a") + number % 26), "blue", Drawing(drawing))
            for number, (name, drawing) in enumerate(request.labels)
        )
    )
    elsewhere: list[list[Example]] = []
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
            reading, rules = model.read(text)
            for found in model.suggest(reading, rules):
                source = reading.source_of(found.span) if found.label == claim else None
                proposed.append(
                    Proposed(
                        found.span.start,
                        found.span.end,
                        found.label,
                        round(found.score, 4),
                        reason(model, reading, found),
                        kind_of(found.span.of(text), found.label),
                        None if source is None else (source.start, source.end),
                    )
                )
        yield Answer(request.number, article, tuple(proposed), learned=tuple(model.by_label))


if __name__ == "__main__":
    sys.exit(main())
