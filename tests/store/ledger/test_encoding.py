from __future__ import annotations

from typing import Final

import msgspec
import pytest
from msgspec.structs import fields, replace

from store.annotations.edits import Batch, EditOfAnnotation, EditOfRelation
from store.annotations.model import Annotation, Mention, Relation
from store.ledger.checkpoints import documents
from store.ledger.encoding import AT_ONCE
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
        said = msgspec.json.decode(encode(record))["edit"]
        single = said["edits"][0] if isinstance(each, Batch) else said
        document = msgspec.json.decode(msgspec.json.encode(documents([value])[0]))
        assert (single["after"] or single["before"]) == document


@pytest.mark.parametrize("more", [-1, 0, 1, AT_ONCE + 3])
def test_a_line_of_many_edits_is_the_same_as_that_of_few(more: int) -> None:
    edits = tuple(
        EditOfAnnotation("a", None, replace(TOLD, id=f"{number:026}"))
        for number in range(AT_ONCE + more)
    )
    record = Record(7, "2026-01-01T00:00:00.000Z", "edit", Batch(edits, 'im"port'), below=9, ms=5)
    line = encode(record)
    assert decode(line.removesuffix(b"\n")) == record
    said = msgspec.json.decode(line)
    few = msgspec.json.decode(encode(replace(record, edit=Batch(edits[:1], 'im"port'))))
    assert said["edit"]["edits"][0] == few["edit"]["edits"][0]
    assert [*said, *said["edit"]] == [*few, *few["edit"]]


def test_a_record_without_an_edit_is_a_document() -> None:
    record = Record(2, "2026-01-01T00:00:00.000Z", "lost", NOTHING, lost=3)
    assert decode(encode(record).removesuffix(b"\n")) == record
