from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from store.annotations.actions import Refusal
from store.annotations.describing import describe
from store.annotations.edits import Batch, EditOfAnnotation, EditOfRelation, singles
from store.annotations.links import Links
from store.annotations.model import Mention, Origin, Relation
from store.labels import ATTRIBUTION, DEFAULT_LABELS, SPEAKER, Label, LabelSet
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


CUED: Final = LabelSet((*DEFAULT_LABELS, Label("cue", "e", "blue")))


def test_accepting_makes_an_annotation_that_says_it_was_suggested() -> None:
    edit = accepted(opened(TEXT), suggested("source"), DEFAULT_LABELS)
    assert isinstance(edit, EditOfAnnotation)
    assert edit.after is not None
    assert (edit.after.text, edit.after.origin) == ("Ana Boe", Origin.SUGGESTED)


def test_a_claim_its_source_and_its_cue_are_one_edit() -> None:
    claim = suggested("claim")
    edit = accepted(opened(TEXT), claim, CUED)
    assert made(edit) == [
        ("The bridge is closed", "claim", False),
        ("Ana Boe", "source", False),
        ("said", "cue", False),
    ]
    assert not isinstance(edit, Refusal)
    (tie,) = [each.after for each in singles(edit) if isinstance(each, EditOfRelation)]
    ids = [
        each.after.id for each in singles(edit) if isinstance(each, EditOfAnnotation) and each.after
    ]
    assert tie is not None
    assert [tie.head.id, tie.tail.id] == ids[:2]


def test_of_what_is_said_nothing_is_tagged_twice_nor_what_was_rejected() -> None:
    claim = suggested("claim")
    claims = [("The bridge is closed", "claim", False)]
    known = opened("The bridge is closed, [Ana Boe]s [said]-s.")
    assert made(accepted(known, claim, DEFAULT_LABELS)) == claims
    rejected_source = opened("The bridge is closed, [Ana Boe]-s said.")
    assert made(accepted(rejected_source, claim, DEFAULT_LABELS)) == claims
    other = accepted(opened(TEXT), claim, DEFAULT_LABELS, label="actor")
    assert [text for text, *_ in made(other)] == ["The bridge is closed"] * 2


def test_two_claims_of_one_source_tag_it_once() -> None:
    claim = suggested("claim")
    part = replace(claim, start=4)
    article = opened(TEXT)
    both = accepting([(article, claim), (article, part)], DEFAULT_LABELS).all()
    assert [label for _, label, _ in made(both)] == ["claim", "source", "claim"]


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
    last = accepted(article, source, DEFAULT_LABELS)
    assert isinstance(last, Batch)
    (tie,) = [each.after for each in last.edits if isinstance(each, EditOfRelation)]
    assert tie is not None
    assert tie.head.id == next(iter(article.annotations)).id
    (tagged,) = [e.after for e in last.edits if isinstance(e, EditOfAnnotation)]
    assert tagged is not None
    assert (tie.role, tie.origin) == (SPEAKER, Origin.SUGGESTED)
    assert tie.created == tie.updated == tagged.created != ""
    assert describe(last) == "add source “Ana Boe”, and tie 1 relation"


def test_a_claim_that_somebody_said_already_gets_no_second_source() -> None:
    article = opened("[The bridge is closed]c, Ana Boe said.")
    (claim,) = article.annotations
    said = Mention(article.id, claim.id)
    relation = Relation("1", ATTRIBUTION, said, Mention(article.id, "another"), SPEAKER)
    source = suggested("source")
    last = accepted(article, source, DEFAULT_LABELS, links=Links.of([relation]))
    assert isinstance(last, EditOfAnnotation)
    many = accepting([(article, source)], DEFAULT_LABELS, Links.of([relation])).all()
    assert isinstance(many, EditOfAnnotation)


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
    edit = accepting(kind, DEFAULT_LABELS).all()
    assert made(edit) == [("Ana Boe", "source", False)]
    assert isinstance(accepting(kind[1:], DEFAULT_LABELS).all(), Refusal)
    assert rejecting([]).all() == Refusal("Nothing of this kind is proposed any more")
