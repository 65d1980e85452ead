"""The record of a claim: what its fields hold, and what is proposed for them."""

from __future__ import annotations

import pytest

from store.across.record_proposals import proposed_record, recorded_cue
from store.annotations.claim_record import FieldName, recorded, unknown_values, with_record
from store.annotations.model import Annotation
from tests.store.across.support import sources_of

CLAIM = Annotation("1", 0, 7, "claim", "It fell", attributes=(("tense", "past"),))


def test_a_field_is_set_and_taken_away_and_other_attributes_stay() -> None:
    hedged = with_record(CLAIM, FieldName.CERTAINTY, "hedged")
    assert recorded(hedged, FieldName.CERTAINTY) == "hedged"
    assert hedged.attributes == (("claim.certainty", "hedged"), ("tense", "past"))
    assert with_record(hedged, FieldName.CERTAINTY, "") == CLAIM


def test_what_is_not_in_the_table_is_kept_and_told() -> None:
    odd = with_record(CLAIM, FieldName.INFORMATION, "7")
    assert recorded(odd, FieldName.INFORMATION) == ""
    assert dict(odd.attributes)["grade.information"] == "7"
    (sentence,) = unknown_values(dict(odd.attributes))
    assert sentence.startswith("“grade.information” is “7”, which is none of its values: 1, 2")


@pytest.mark.parametrize(("said", "is_known"), [("12-18", True), ("12", False), ("a-b", False)])
def test_a_cue_is_two_offsets(said: str, is_known: bool) -> None:
    assert bool(recorded(with_record(CLAIM, FieldName.CUE, said), FieldName.CUE)) is is_known


@pytest.mark.parametrize(
    ("marked", "directness", "naming", "certainty", "cue"),
    [
        ("[Ana Boe]s said [it fell]c.", "paraphrase", "named", None, "said"),
        ("“[It fell]c,” [two officials]s said.", "quotation", "anonymous", None, "said"),
        ("[It fell]c.", "own voice", "nobody", None, None),
        ("[The report]s says [it may have fallen]c.", "paraphrase", "document", "hedged", "says"),
        ("[It allegedly fell]c, reportedly.", "own voice", "nobody", "hedged", None),
        ("[Ana Boe]s denied [it fell in May]c.", "paraphrase", "named", "denied", "denied"),
        ("[Officials]s believe [it fell]c.", "paraphrase", "anonymous", "likely", "believe"),
    ],
)
def test_what_is_proposed(
    marked: str, directness: str, naming: str, certainty: str | None, cue: str | None
) -> None:
    article, (claim,) = sources_of(marked)
    source = article.sources[0] if article.sources else None
    found = proposed_record(article.text, claim, source)
    assert found[FieldName.DIRECTNESS] == directness
    assert found[FieldName.NAMING] == naming
    assert found.get(FieldName.CERTAINTY) == certainty
    start, _, end = found.get(FieldName.CUE, "").partition("-")
    assert (article.text[int(start) : int(end)] if start else None) == cue


def test_a_cue_counts_where_its_word_stands() -> None:
    article, (claim,) = sources_of("[It fell]c, [Ana Boe]s said.")
    found = proposed_record(article.text, claim, article.sources[0])
    kept = with_record(claim, FieldName.CUE, found[FieldName.CUE])
    assert recorded_cue(article.text, kept) == found[FieldName.CUE]
    assert recorded_cue(f"Now {article.text}", kept) == ""
    assert recorded_cue("", kept) == ""
    assert recorded_cue(article.text, claim) == ""


def test_a_source_of_another_article_is_named_and_has_no_cue() -> None:
    article, (claim,) = sources_of("[It fell]c, [Ana Boe]s said.")
    found = proposed_record(article.text, claim, article.sources[0], is_beside=False)
    assert found[FieldName.NAMING] == "named"
    assert FieldName.CUE not in found
