from __future__ import annotations

import io

import msgspec

from store.labels import DEFAULT_LABELS
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.messages import TrainingAnswer, TrainingRequest
from store.suggest.learning.worker import serve
from tests.store.suggest.learning.support import FIRST, NAMES, PORTS, SECOND, SHIPS


def request(number: int = 1, **changes: object) -> TrainingRequest:
    made = TrainingRequest(
        number,
        tuple((label.name, label.drawing.value, "") for label in SHIPS),
        (FIRST,),
        (("2", SECOND.text),),
    )
    return msgspec.structs.replace(made, **changes)


def served(*lines: bytes) -> list[TrainingAnswer]:
    answers = io.BytesIO()
    serve(io.BytesIO(b"".join(line + b"\n" for line in lines)), answers)
    return [
        msgspec.json.decode(line, type=TrainingAnswer) for line in answers.getvalue().splitlines()
    ]


def test_the_worker_answers_for_each_article_and_says_when_it_is_done() -> None:
    answer, done = served(msgspec.json.encode(request()))
    assert (answer.article, answer.is_done, answer.problem) == ("2", False, "")
    assert set(answer.learned) == {"ship", "port"}
    best = max(answer.proposed, key=lambda one: one.score)
    assert SECOND.text[best.start : best.end] in (*NAMES, *PORTS)
    assert best.reason
    assert done == TrainingAnswer(1, is_done=True)


def test_the_worker_says_what_is_wrong_and_goes_on() -> None:
    wrong, done, right, *_ = served(b"not JSON", msgspec.json.encode(request(7)))
    assert wrong.problem
    assert done.is_done
    assert (right.number, right.article) == (7, "2")


def test_a_source_is_told_for_a_claim() -> None:
    claims = (
        "The bridge is closed, Ana Boe said.\n\n"
        "The mill has burnt down, Bo Quist said.\n\n"
        "The road is cut since May, Cara Lind said.\n\n"
        "The train will not run, Dan Moe said.\n\n"
        "The school stays open, Eva Ruud said.\n\n"
    )
    spans = []
    for line in claims.splitlines():
        claim = line.partition(",")[0]
        if claim:
            start = claims.index(claim)
            spans.append((start, start + len(claim), "claim"))
    told = request(
        labels=tuple((label.name, label.drawing.value, "") for label in DEFAULT_LABELS),
        story=(TaggedText("1", claims, tuple(spans)),),
        ask=(("2", "The dam is safe again, Finn Aas said."),),
    )
    answer, _ = served(msgspec.json.encode(told))
    (best,) = [one for one in answer.proposed if one.label == "claim" and one.score > 0.3]
    assert best.source is not None
    assert told.ask[0][1][slice(*best.source)] == "Finn Aas"
