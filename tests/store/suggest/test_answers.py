from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfAnnotation, EditOfRelation, singles
from store.annotations.model import Origin
from store.labels import DEFAULT_LABELS
from store.suggest.answers import accepted, accepting, rejected, rejecting
from store.suggest.candidates.rules import suggest_by_rules
from store.text.span import Span
from tests.store.suggest.marked import opened

if TYPE_CHECKING:
    from store.annotations.edits import Edit
    from store.suggest.model import Suggestion

TEXT = "The bridge is closed, Ana Boe said."


def suggested(label: str) -> Suggestion:
    (one,) = [
        s for s in suggest_by_rules(TEXT, DEFAULT_LABELS) if s.label == label and s.score > 0.5
    ]
    return one


def made(edit: Edit | Refusal) -> list[tuple[str, str, bool]]:
    assert not isinstance(edit, Refusal)
    after = [e.after for e in singles(edit) if isinstance(e, EditOfAnnotation)]
    return [(one.text, one.label, one.rejected) for one in after if one is not None]


def test_accepting_makes_an_annotation_that_says_it_was_suggested() -> None:
    edit = accepted(opened(TEXT), suggested("claim"), DEFAULT_LABELS)
    assert isinstance(edit, EditOfAnnotation)
    assert edit.after is not None
    assert (edit.after.text, edit.after.origin) == ("The bridge is closed", Origin.SUGGESTED)


def test_a_correction_rejects_what_was_suggested() -> None:
    edit = accepted(opened(TEXT), suggested("source"), DEFAULT_LABELS, label="actor")
    assert made(edit) == [("Ana Boe", "actor", False), ("Ana Boe", "source", True)]
    edit = accepted(opened(TEXT), suggested("source"), DEFAULT_LABELS, span=Span(22, 25))
    assert made(edit) == [("Ana", "source", False), ("Ana Boe", "source", True)]


def test_a_claim_and_its_source_are_tied_whichever_is_accepted_last() -> None:
    claim, source = suggested("claim"), suggested("source")
    last = accepted(opened("The bridge is closed, [Ana Boe]s said."), claim, DEFAULT_LABELS)
    assert isinstance(last, Batch)
    assert [type(each) for each in last.edits] == [EditOfAnnotation, EditOfRelation]
    article = opened("[The bridge is closed]c, Ana Boe said.")
    last = accepted(article, source, DEFAULT_LABELS, [claim])
    assert isinstance(last, Batch)
    (tie,) = [each.after for each in last.edits if isinstance(each, EditOfRelation)]
    assert tie is not None
    assert tie.head.id == next(iter(article.annotations)).id


def test_what_was_rejected_is_not_rejected_again() -> None:
    source = suggested("source")
    assert made(rejected(opened(TEXT), source)) == [("Ana Boe", "source", True)]
    again = rejected(opened("The bridge is closed, [Ana Boe]-s said."), source)
    assert again == Refusal("This was rejected already")


def test_several_are_answered_by_one_edit_and_refusals_are_passed_over() -> None:
    source = suggested("source")
    done = opened("The bridge is closed, [Ana Boe]s said.")
    article = opened(TEXT)
    kind = [(article, source), (done, source)]
    edit = accepting(kind, DEFAULT_LABELS, lambda *_: ()).all()
    assert made(edit) == [("Ana Boe", "source", False)]
    assert isinstance(accepting(kind[1:], DEFAULT_LABELS, lambda *_: ()).all(), Refusal)
    assert rejecting([]).all() == Refusal("Nothing of this kind is proposed any more")
