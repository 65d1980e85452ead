from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.labels import Label, LabelSet
from store.suggest.learning.read_text import read
from store.suggest.learning.training import Known, likely_for, train
from tests.store.suggest.learning.support import FIRST, SECOND, SHIPS, THIRD, finished

if TYPE_CHECKING:
    from store.suggest.learning.examples import TaggedText
    from store.suggest.learning.label_model import LearnedModel


def known(example: TaggedText, *, is_here: bool = True) -> Known:
    return Known(example, finished(read(example.text)), is_here=is_here)


def trained(*examples: TaggedText, labels: LabelSet = SHIPS) -> LearnedModel:
    return finished(train(labels, [known(each) for each in examples]))


def scores(model: LearnedModel, text: str, label: str = "ship") -> dict[str, float]:
    """How likely each text is to get a label, where it is likeliest."""
    view, found = finished(read(text)), dict[str, float]()
    places = finished(view.places(model.memory.sought()))
    for one in likely_for(label, view, places, model.memory):
        quote = one.span.of(text)
        found[quote] = max(found.get(quote, 0.0), model.by_label[label].score(one, model.memory))
    return found


def likely(model: LearnedModel, text: str) -> set[tuple[str, str]]:
    return {
        (quote, label)
        for label in model.by_label
        for quote, score in scores(model, text, label).items()
        if score > 0.5
    }


def tagged(example: TaggedText) -> set[tuple[str, str]]:
    return {(example.text[start:end], label) for start, end, label in example.spans}


def test_what_kind_of_thing_is_tagged_is_learned_for_labels_of_any_name() -> None:
    model = trained(FIRST, SECOND)
    assert likely(model, THIRD.text) == tagged(THIRD)
    assert all(learned.is_proved for learned in model.by_label.values())


def test_what_was_tagged_is_found_again_whatever_stands_beside_it() -> None:
    assert ("Belisar", "ship") in likely(trained(FIRST, SECOND), "Aboard Belisar men slept.")


def test_the_order_of_the_steps_is_all_that_training_knows_of_time() -> None:
    once, again = trained(FIRST, SECOND), trained(FIRST, SECOND)
    assert once.by_label["ship"].learned == again.by_label["ship"].learned
    assert once.memory == again.memory


def test_what_was_left_is_less_likely_and_what_was_rejected_less_still() -> None:
    def score(example: TaggedText) -> float:
        return scores(trained(example, SECOND), "Then Corvina left.").get("Corvina", 0.0)

    of_corvina = [one for one in FIRST.spans if FIRST.text[one[0] : one[1]] == "Corvina"]
    second = of_corvina[1]
    once = replace(FIRST, spans=tuple(one for one in FIRST.spans if one != second))
    refused = replace(once, rejected=(second,))
    assert score(FIRST) > score(once) > score(refused)


def test_a_label_with_too_few_spans_is_not_learned() -> None:
    ships = tuple(one for one in FIRST.spans if one[2] == "ship")
    assert trained(replace(FIRST, spans=ships[:3])).by_label == {}
    assert set(trained(replace(FIRST, spans=ships)).by_label) == {"ship"}
    only = LabelSet((Label("port", "p", "green"),))
    assert set(trained(FIRST, labels=only).by_label) == {"port"}


def test_nothing_is_learned_from_nothing() -> None:
    assert trained().by_label == {}
    assert trained(replace(FIRST, text="", spans=())).by_label == {}


def test_other_stories_teach_as_well_but_their_words_count_little() -> None:
    model = finished(train(SHIPS, [known(FIRST, is_here=False), known(SECOND, is_here=False)]))
    assert tagged(THIRD) <= likely(model, THIRD.text)
    words = ("Aurora",)
    assert model.memory.elsewhere.tagged["ship", words] == 2
    many = finished(train(SHIPS, [known(FIRST, is_here=False)] * 5))
    assert many.memory.remembered("ship", words).tagged == 2


def test_what_is_new_has_to_prove_right_and_a_refusal_ends_that_at_once() -> None:
    ships = tuple(one for one in SECOND.spans if one[2] == "ship")
    refused = replace(SECOND, spans=ships[4:], rejected=ships[:4])
    assert trained(FIRST, SECOND).by_label["ship"].is_proved
    assert not trained(FIRST, refused).by_label["ship"].is_proved


def test_an_only_article_is_proved_by_its_halves() -> None:
    assert trained(FIRST).by_label["ship"].is_proved
    assert not trained(replace(FIRST, spans=FIRST.spans[:6])).by_label["ship"].is_proved
