from __future__ import annotations

from store.annotations.model import Origin
from store.suggest.merging import to_show
from store.suggest.model import Suggestion
from tests.store.suggest.marked import opened

TEXT = "Minister Ana Boe of Oslo"


def suggestion(words: str, score: float, label: str = "actor", **more: object) -> Suggestion:
    start = TEXT.index(words)
    made = {"reason": f"{score}", "suggester": "x", "score": score, **more}
    return Suggestion(start, start + len(words), label, words, **made)  # type: ignore[arg-type]


def shown(*suggestions: Suggestion, marked: str = TEXT) -> list[str]:
    article = opened(marked)
    found = to_show(suggestions, article.annotations, article.rejected, ())
    return [f"{one.text} {one.label}" for one in found]


def test_what_was_asked_for_goes_before_what_is_surer() -> None:
    asked = suggestion("Ana Boe", 0.1, origin=Origin.PROPAGATED)
    assert shown(suggestion("Minister Ana Boe", 0.9), asked) == ["Ana Boe actor"]
    assert shown(suggestion("Ana Boe", 0.9), asked) == ["Ana Boe actor"]


def test_of_those_that_overlap_the_surest_shows_unless_the_labels_differ() -> None:
    both = suggestion("Ana Boe", 0.6), suggestion("Minister Ana Boe", 0.5)
    assert shown(*both) == ["Ana Boe actor"]
    claim = suggestion("Ana Boe of Oslo", 0.4, "claim")
    assert shown(*both, claim) == ["Ana Boe of Oslo claim", "Ana Boe actor"]
    assert shown(suggestion("Oslo", 0.5), suggestion("Oslo", 0.6, "location")) == ["Oslo location"]


def test_what_was_tagged_goes_before_guesses_and_the_longer_of_it_before_the_shorter() -> None:
    boe, ana = (
        suggestion("Boe", 0.9, suggester="like"),
        suggestion("Ana Boe", 0.5, suggester="like"),
    )
    assert shown(boe, ana, suggestion("Minister Ana Boe", 0.95)) == ["Ana Boe actor"]


def test_what_is_settled_does_not_show() -> None:
    ana = suggestion("Ana Boe", 0.6)
    assert shown(ana, marked="Minister [Ana Boe]a of Oslo") == []
    assert shown(ana, marked="Minister [Ana Boe]s of Oslo") == []
    assert shown(ana, marked="Minister [Ana Boe]-a of Oslo") == []
    assert shown(ana, marked="[Minister Ana Boe of Oslo]c") == ["Ana Boe actor"]


def test_a_suggestion_is_answered_with_those_of_the_same_words_and_label() -> None:
    kinds = {suggestion("Ana Boe", 0.6).kind, suggestion("Ana Boe", 0.1, suggester="y").kind}
    assert kinds == {"actor: ana boe"}
    assert suggestion("Ana Boe", 0.6, kind="actor: boe").kind == "actor: boe"
