"""Which relations of several people are one decision, and which wait for their ends."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pytest

from bench.golds import CORPORA
from store.adjudication.items import disputed_spans
from store.adjudication.relations import DisputedRelation, disputed_relations
from store.annotations.model import Annotation, Mention, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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


def attributions(path: Path) -> tuple[list[Annotation], list[Relation]]:
    """The spans of a file of PolNeAR and its relations from content to source and to cue; of a
    span in pieces, all from the first to the last."""
    spans, relations = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if match := re.match(r"(Content|Cue|Source) ([\d ;]+)\t(.*)", rest):
            offsets = [int(number) for number in re.findall(r"\d+", match[2])]
            spans.append(Annotation(name, offsets[0], offsets[-1], match[1], match[3]))
        elif name.startswith("E"):
            ends = dict(re.findall(r"(Content|Cue|Source)\d*:(T\d+)", rest))
            relations += [
                Relation(
                    f"{name}{end}", end, Mention(path.stem, ends["Content"]), Mention(path.stem, to)
                )
                for end, to in ends.items()
                if end != "Content" and "Content" in ends
            ]
    return spans, relations


def test_no_attribution_of_polnear_differs_but_by_its_ends() -> None:
    folder = CORPORA / "polnear-dev" / "annotators"
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    waiting = agreed = 0
    by_itself = []
    for stem in sorted({path.stem for path in folder.glob("*/*.ann")}):
        read = {path.parent.name: attributions(path) for path in folder.glob(f"*/{stem}.ann")}
        for pair in combinations(sorted(read), 2):
            items = disputed_spans({who: read[who][0] for who in pair})
            for tied in disputed_relations({stem: items}, {who: read[who][1] for who in pair}):
                waiting += tied.waits
                agreed += tied.is_agreed
                if not tied.waits and not tied.is_agreed:
                    by_itself.append((stem, pair, tied))
    assert (waiting, agreed) == (116, 407)
    assert by_itself == []
