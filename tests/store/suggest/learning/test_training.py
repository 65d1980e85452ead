from __future__ import annotations

from typing import TYPE_CHECKING

from store.labels import Label, LabelSet
from store.suggest.learning.examples import TaggedText
from store.suggest.learning.learned_model import LikelySpan
from store.suggest.learning.training import train
from store.text.span import Span
from tests.store.suggest.learning.support import FIRST, NAMES, PORTS, SECOND, SHIPS, found

if TYPE_CHECKING:
    from store.suggest.learning.learned_model import LearnedModel


def likely(model: LearnedModel, text: str, score: float = 0.5) -> set[tuple[str, str]]:
    return {
        (found.span.of(text), found.label)
        for found in model.suggest(*model.read(text))
        if found.score >= score
    }


def test_what_kind_of_thing_is_tagged_is_learned_for_labels_of_any_name() -> None:
    model = train(SHIPS, [FIRST])
    expected = {(name, "ship") for name in NAMES[5:]} | {(port, "port") for port in PORTS[5:]}
    assert likely(model, SECOND.text) == expected


def test_what_was_tagged_is_found_again() -> None:
    model = train(SHIPS, [FIRST])
    text = "Two men went aboard; Belisar was on fire."
    assert ("Belisar", "ship") in likely(model, text)


def test_training_twice_gives_the_same() -> None:
    once, again = train(SHIPS, [FIRST]), train(SHIPS, [FIRST])
    assert found(once, SECOND.text) == found(again, SECOND.text)


def test_scores_are_probabilities_and_spans_fit_the_text() -> None:
    for one in found(train(SHIPS, [FIRST]), SECOND.text):
        assert 0.0 < one.score < 1.0
        assert one.span.of(SECOND.text).strip() == one.span.of(SECOND.text) != ""


def test_what_was_rejected_becomes_less_likely() -> None:
    def score(model: LearnedModel) -> float:
        text = "The freighter Corvina left on day 3."
        return max(
            one.score
            for one in (*found(model, text), LikelySpan(Span(4, 11), "ship", 0.0, ()))
            if one.label == "ship"
        )

    without = tuple(s for s in FIRST.spans if FIRST.text[s[0] : s[1]] != "Corvina")
    rejected = tuple(s for s in FIRST.spans if FIRST.text[s[0] : s[1]] == "Corvina")
    left = TaggedText("1", FIRST.text, without)
    refused = TaggedText("1", FIRST.text, without, rejected)
    assert (
        score(train(SHIPS, [FIRST])) > score(train(SHIPS, [left])) > score(train(SHIPS, [refused]))
    )


def test_a_label_with_too_few_spans_is_not_learned() -> None:
    few = TaggedText(FIRST.id, FIRST.text, tuple(s for s in FIRST.spans if s[2] == "ship")[:3])
    assert train(SHIPS, [few]).by_label == {}
    assert found(train(SHIPS, [few]), SECOND.text) == []


def test_nothing_is_learned_from_nothing() -> None:
    assert found(train(SHIPS, []), SECOND.text) == []
    assert found(train(SHIPS, [TaggedText("1", "", ())]), "") == []


def test_other_stories_teach_as_well() -> None:
    model = train(SHIPS, [], [[FIRST]])
    assert {("Fulmar", "ship"), ("Rosvik", "port")} <= likely(model, SECOND.text, 0.3)


def test_spans_of_one_label_that_cross_are_not_both_suggested() -> None:
    spans = [one.span for one in found(train(SHIPS, [FIRST]), SECOND.text) if one.label == "ship"]
    for one in spans:
        for other in spans:
            assert one == other or one.end <= other.start or other.end <= one.start


def test_labels_that_the_set_lacks_are_left_out() -> None:
    only = LabelSet((Label("ship", "h", "blue"),))
    assert set(train(only, [FIRST]).by_label) == {"ship"}
