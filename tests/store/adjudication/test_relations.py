"""Which relations of several people are one decision, and which wait for their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.adjudication.items import disputed_spans
from store.adjudication.relations import DisputedRelation, disputed_relations
from store.annotations.model import Annotation, Mention, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

ARTICLE: Final = "1_wire"
TEXT: Final = "Moscow sent troops, an official said."
SPANS: Final = ("claim Moscow sent troops", "source an official")


def relations_of(
    people: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
) -> list[DisputedRelation]:
    """What is tied, from each person's spans and the roles of relations from the first to the
    second."""
    spans = {who: [annotation(each) for each in quotes] for who, (quotes, _) in people.items()}
    relations = {
        who: [
            Relation(
                f"{who}{role}",
                "attribution",
                Mention(ARTICLE, spans[who][0].id),
                Mention(ARTICLE, spans[who][1].id),
                role,
            )
            for role in roles
        ]
        for who, (_, roles) in people.items()
    }
    return disputed_relations({ARTICLE: disputed_spans(spans)}, relations)


def annotation(quote: str) -> Annotation:
    label, _, text = quote.partition(" ")
    start = TEXT.index(text)
    return Annotation(f"{start}", start, start + len(text), label, text)


def test_all_tie_the_same() -> None:
    (tied,) = relations_of({"ana": (SPANS, ("speaker",)), "ben": (SPANS, ("speaker",))})
    assert tied.is_agreed
    assert (tied.head.label, tied.tail.label) == ("claim", "source")


def test_numbers_of_brat_events_are_no_roles() -> None:
    (tied,) = relations_of({"ana": (SPANS, ("E4",)), "ben": (SPANS, ("E8",))})
    assert tied.is_agreed


def test_somebody_leaves_out_a_relation() -> None:
    (tied,) = relations_of({"ana": (SPANS, ("speaker",)), "ben": (SPANS, ())})
    assert not tied.is_agreed
    assert not tied.waits
    assert tied.left_out_by == ("ben",)


def test_the_role_of_most_people_is_first() -> None:
    (tied,) = relations_of(
        {
            "ana": (SPANS, ("carrier",)),
            "ben": (SPANS, ("speaker",)),
            "cleo": (SPANS, ("speaker",)),
        }
    )
    assert [(each.types, each.people) for each in tied.readings] == [
        ((("attribution", "speaker"),), ("ben", "cleo")),
        ((("attribution", "carrier"),), ("ana",)),
    ]
    assert not tied.is_agreed


def test_a_relation_waits_for_an_end_in_dispute() -> None:
    shorter = ("claim Moscow sent", "source an official")
    (tied,) = relations_of({"ana": (SPANS, ("speaker",)), "ben": (shorter, ("speaker",))})
    assert tied.waits
    assert not tied.is_agreed
    assert (tied.head.is_agreed, tied.tail.is_agreed) == (False, True)


def test_a_relation_with_a_span_that_does_not_count_is_left_out() -> None:
    known = {ARTICLE: disputed_spans({"ana": [annotation(SPANS[0])], "ben": []})}
    lost = Relation("1", "attribution", Mention(ARTICLE, "0"), Mention(ARTICLE, "gone"))
    assert disputed_relations(known, {"ana": [lost], "ben": []}) == []
