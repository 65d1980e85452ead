from __future__ import annotations

from typing import Final

import msgspec
import pytest
from msgspec.structs import fields, replace

from store.annotations.edits import Batch, EditOfAnnotation, EditOfRelation
from store.annotations.model import Annotation, Mention, Relation
from store.ledger.encoding import documents, record_document
from store.ledger.records import NOTHING, Record, decode, encode

USUAL: Final = Annotation("01J00000000000000000000001", 0, 4, "actor", "Iran")
REJECTED: Final = replace(USUAL, rejected=True)
TOLD: Final = replace(USUAL, attributes=(("Country", "IR"),))
LIKE_A_FIELD: Final = replace(USUAL, text=',"rejected":false}', note=',"attributes":[]}')


@pytest.mark.parametrize("value", [USUAL, REJECTED, TOLD, LIKE_A_FIELD])
def test_a_document_leaves_out_what_says_nothing_and_nothing_else(value: Annotation) -> None:
    [document] = documents([value])
    unsaid = {name for name in ("rejected", "attributes") if not getattr(value, name)}
    assert list(document) == [f.name for f in fields(Annotation) if f.name not in unsaid]
    assert msgspec.convert(document, Annotation) == value


@pytest.mark.parametrize("value", [USUAL, REJECTED, TOLD, LIKE_A_FIELD])
def test_a_line_of_the_journal_says_an_annotation_as_a_document_does(value: Annotation) -> None:
    edit = EditOfAnnotation("a", None, value)
    mention = Mention("a", value.id)
    tie = EditOfRelation(Relation("r", "attribution", mention, mention), None)
    for each in (edit, edit.inverse(), Batch((edit, tie, edit.inverse()))):
        record = Record(1, "2026-01-01T00:00:00.000Z", "edit", each)
        assert decode(encode(record).removesuffix(b"\n")) == record
        said = record_document(record)["edit"]
        single = said["edits"][0] if isinstance(each, Batch) else said
        assert (single["after"] or single["before"]) == documents([value])[0]


def test_a_record_without_an_edit_is_a_document() -> None:
    record = Record(2, "2026-01-01T00:00:00.000Z", "lost", NOTHING, lost=3)
    assert decode(encode(record).removesuffix(b"\n")) == record
