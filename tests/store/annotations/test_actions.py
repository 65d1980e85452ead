from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.collection import Annotations
from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster, EditPlace
from store.annotations.links import Links
from store.annotations.model import Annotation, Cluster, Mention, Origin, is_id, new_id
from store.articles import Article
from store.text.span import Span
from tests.notation import parse, show
from tests.stories import PAPER, WIRE, edit_of, gather, made, relate, said, tag

if TYPE_CHECKING:
    from store.story.workspace import Workspace

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def article(text: str) -> Article:
    return Article("a", Path("a.txt"), text, "0")


def selected(marked: str) -> tuple[Article, Span]:
    text, anchor, head = parse(marked)
    return article(text), Span(min(anchor, head), max(anchor, head))


NOTHING = Annotations()


@pytest.mark.parametrize(
    ("selection", "tagged"),
    [
        pytest.param("[[Iran|]] said", "[[Iran|]] said", id="as selected"),
        pytest.param("[[|Iran]] said", "[[Iran|]] said", id="backwards"),
        pytest.param("In[[ Iran |]]now", "In [[Iran|]] now", id="white space trimmed"),
        pytest.param("a[[\u00a0b\r\n|]]c", "a\u00a0[[b|]]\r\nc", id="no-break space, CRLF trimmed"),
        pytest.param("[[e|]]\u0301te", "[[e\u0301|]]te", id="a half letter is made whole"),
        pytest.param(
            f"x {FAMILY[:2]}[[{FAMILY[2]}|]]{FAMILY[3:]}", f"x [[{FAMILY}|]]", id="family"
        ),
    ],
)
def test_a_selection_is_tagged(selection: str, tagged: str) -> None:
    here, span = selected(selection)
    annotation = made(actions.tag(here, NOTHING, span, "actor"))
    assert show(here.text, annotation.start, annotation.end) == tagged
    assert annotation.text == here.text[annotation.start : annotation.end]
    assert (annotation.label, annotation.origin, annotation.note) == ("actor", Origin.MANUAL, "")
    assert is_id(annotation.id)
    assert annotation.created == annotation.updated
    assert annotation.created.endswith("Z")


@pytest.mark.parametrize("selection", ["Iran | said", "a[[ \n|]]b", "|"])
def test_nothing_is_tagged_where_there_is_no_text(selection: str) -> None:
    here, span = selected(selection)
    refusal = actions.tag(here, NOTHING, span, "actor")
    assert refusal == Refusal("There is nothing to tag here: select some text, or go to a word")


def test_the_same_text_is_not_tagged_twice_with_a_label_but_with_two() -> None:
    here, span = selected("[[Moscow|]] said")
    once = Annotations.of([made(actions.tag(here, NOTHING, span, "actor"))])
    assert actions.tag(here, once, Span(0, 7), "actor") == Refusal(
        "“Moscow” is tagged as actor already"
    )
    assert made(actions.tag(here, once, span, "source")).label == "source"
    assert made(actions.tag(here, once, Span(0, 3), "actor")).text == "Mos"


def test_the_origin_is_kept() -> None:
    here, span = selected("[[Moscow|]] said")
    propagated = made(actions.tag(here, NOTHING, span, "actor", origin=Origin.PROPAGATED))
    assert propagated.origin is Origin.PROPAGATED


MOSCOW = Annotation(
    "01J00000000000000000000001", 0, 6, "actor", "Moscow",
    created="2026-01-01T00:00:00.000Z", updated="2026-01-01T00:00:00.000Z", note="capital",
)  # fmt: skip
SAID = article("Moscow said so")


def test_a_new_label_keeps_all_else() -> None:
    edit = edit_of(actions.relabel(SAID, Annotations.of([MOSCOW]), MOSCOW, "source"))
    assert edit.before == MOSCOW
    after = made(edit)
    assert after.label == "source"
    assert (after.id, after.span, after.note, after.created) == (
        MOSCOW.id, MOSCOW.span, MOSCOW.note, MOSCOW.created,
    )  # fmt: skip
    assert after.updated > MOSCOW.updated


def test_a_resized_annotation_keeps_all_else() -> None:
    edit = edit_of(actions.resize(SAID, Annotations.of([MOSCOW]), MOSCOW, Span(0, 12)))
    after = made(edit)
    assert (after.text, after.span) == ("Moscow said", Span(0, 11))
    assert (after.id, after.label, after.note) == (MOSCOW.id, "actor", "capital")
    assert edit.inverse().after == MOSCOW


def test_another_extent_and_label_are_one_edit() -> None:
    after = made(actions.change(SAID, Annotations.of([MOSCOW]), MOSCOW, Span(0, 12), "claim"))
    assert (after.text, after.label, after.id) == ("Moscow said", "claim", MOSCOW.id)


def test_a_note_is_written_and_removed() -> None:
    after = made(actions.set_note(SAID, MOSCOW, ""))
    assert after.note == ""
    assert made(actions.set_note(SAID, after, "the city")).note == "the city"


ADRIFT = replace(MOSCOW, start=40, end=46, adrift="0" * 64)


def test_an_orphan_that_is_placed_stands_in_the_present_text() -> None:
    edit = edit_of(actions.place(SAID, NOTHING, ADRIFT, Span(0, 7)))
    assert edit.before == ADRIFT
    after = made(edit)
    assert (after.span, after.text, after.adrift) == (Span(0, 6), "Moscow", "")
    assert (after.id, after.label, after.note) == (MOSCOW.id, "actor", "capital")


@pytest.mark.parametrize(
    ("existing", "span", "reason"),
    [
        ([], Span(6, 7), "An annotation needs some text; select where it belongs"),
        (
            [replace(MOSCOW, id=new_id())],
            Span(0, 6),
            "That text is tagged as actor already; choose another place, or drop this",
        ),
    ],
)
def test_an_orphan_is_placed_on_text_that_is_free(
    existing: list[Annotation], span: Span, reason: str
) -> None:
    refused = actions.place(SAID, Annotations.of(existing), ADRIFT, span)
    assert refused == Refusal(reason)


def test_a_note_goes_with_what_an_edit_adds_and_with_nothing_else() -> None:
    added = EditOfAnnotation("a", None, replace(MOSCOW, note=""))
    rejected = EditOfAnnotation("a", None, replace(MOSCOW, id="1", rejected=True, note=""))
    changed = EditOfAnnotation("a", MOSCOW, replace(MOSCOW, label="source"))
    removed = EditOfAnnotation("a", MOSCOW, None)
    noted = actions.with_note(Batch((added, rejected, changed, removed), "accept"), "why")
    assert noted == Batch(
        (EditOfAnnotation("a", None, replace(MOSCOW, note="why")), rejected, changed, removed),
        "accept",
    )
    assert actions.with_note(added, "why") == next(iter(noted.edits))


@pytest.mark.parametrize(
    ("length", "told"), [(40, "x" * 40), (41, "x" * 39 + "…")], ids=["whole", "cut"]
)
def test_what_is_told_of_a_long_text_is_one_short_line(length: int, told: str) -> None:
    long = article("x" * length)
    there = replace(MOSCOW, end=length, text=long.text)
    assert actions.relabel(long, NOTHING, there, "actor") == Refusal(
        f"“{told}” is tagged as actor already"
    )


TWIN = Annotation("01J00000000000000000000002", 0, 6, "source", "Moscow")
LONGER = Annotation("01J00000000000000000000003", 0, 11, "actor", "Moscow said")
BOTH = Annotations.of([MOSCOW, TWIN, LONGER])


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        pytest.param(
            actions.relabel(SAID, BOTH, MOSCOW, "actor"),
            "“Moscow” is tagged as actor already",
            id="same",
        ),
        pytest.param(
            actions.relabel(SAID, BOTH, MOSCOW, "source"),
            "“Moscow” is tagged as source already",
            id="twin",
        ),
        pytest.param(
            actions.resize(SAID, BOTH, MOSCOW, Span(0, 7)),
            "The annotation stays as it was",
            id="stays",
        ),
        pytest.param(
            actions.resize(SAID, BOTH, MOSCOW, Span(0, 11)),
            "“Moscow said” is tagged as actor already",
            id="onto another",
        ),
        pytest.param(
            actions.resize(SAID, BOTH, MOSCOW, Span(6, 7)),
            "An annotation needs some text; {key:annotation.remove} removes it",
            id="to nothing",
        ),
        pytest.param(
            actions.set_note(SAID, MOSCOW, "capital"), "The note stays as it was", id="same note"
        ),
    ],
)
def test_what_would_change_nothing_is_refused_with_a_sentence(
    refused: EditOfAnnotation | Refusal, reason: str
) -> None:
    assert refused == Refusal(reason)


def test_a_lone_annotation_is_removed_alone() -> None:
    assert actions.remove("a", MOSCOW, Links()) == EditOfAnnotation("a", MOSCOW, None)


def test_links_follow_a_removal_and_come_back(workspace: Workspace) -> None:
    head, tail = (
        tag(workspace, "Moscow sent troops", "claim"),
        tag(workspace, "an official", "source"),
    )
    other = tag(workspace, "An official", "source", PAPER)
    here, there = Mention(WIRE, tail.id), Mention(PAPER, other.id)
    relation = relate(workspace, Mention(WIRE, head.id), here)
    untouched = relate(workspace, Mention(WIRE, head.id), there, number=2)
    cluster = gather(workspace, "official", here, there)
    before = said(workspace)

    edit = actions.remove(WIRE, tail, workspace.now.links())
    workspace.apply(edit)

    assert isinstance(edit, Batch)
    assert workspace.now.relations == (untouched,)
    assert [each.members for each in workspace.now.clusters] == [(there,)]
    workspace.undo()
    assert said(workspace) == before
    assert {relation, untouched} == set(before.relations)
    assert before.clusters == (cluster,)
    workspace.redo()
    assert list(workspace.now.relations) == [untouched]


def test_a_cluster_goes_with_its_last_member(workspace: Workspace) -> None:
    moscow = tag(workspace, "Moscow")
    cluster = gather(workspace, "Moscow", Mention(WIRE, moscow.id))
    edit = actions.remove(WIRE, moscow, workspace.now.links())
    assert isinstance(edit, Batch)
    assert EditOfCluster(cluster, None) in edit.edits
    workspace.apply(edit)
    assert list(workspace.now.clusters) == []
    workspace.undo()
    assert list(workspace.now.clusters) == [cluster]


@pytest.mark.parametrize(
    ("relation", "count", "left"),
    [("contradicts", 2, 0), ("contradicts", 3, 2), ("supports", 2, 1), ("", 2, 1), ("", 1, 0)],
)
def test_a_pair_that_loses_one_is_gone(
    workspace: Workspace, relation: str, count: int, left: int
) -> None:
    phrases = ("Moscow sent troops", "an official", "Moscow")[:count]
    claims = [tag(workspace, phrase, "claim") for phrase in phrases]
    members = tuple(Mention(WIRE, claim.id) for claim in claims)
    cluster = Cluster(new_id(), "claim", "who sent them", members, relation)
    workspace.apply(EditOfCluster(None, cluster))
    workspace.apply(actions.remove(WIRE, claims[0], workspace.now.links()))
    assert [len(each.members) for each in workspace.now.clusters] == ([left] if left else [])
    workspace.undo()
    assert workspace.now.clusters == (cluster,)


def test_undoing_a_link_says_where_it_was(workspace: Workspace) -> None:
    moscow, official = tag(workspace, "Moscow"), tag(workspace, "An official", "source", PAPER)
    relate(workspace, Mention(WIRE, moscow.id), Mention(PAPER, official.id))
    undone = workspace.undo()
    assert undone is not None
    assert undone.place == EditPlace(WIRE, moscow.start, moscow.end)
    gather(workspace, "both", Mention(PAPER, official.id), Mention(WIRE, moscow.id))
    undone = workspace.undo()
    assert undone is not None
    assert undone.place == EditPlace(WIRE, moscow.start, moscow.end)


def test_a_namesake_in_another_article_keeps_its_links(workspace: Workspace) -> None:
    moscow = tag(workspace, "Moscow")
    cluster = gather(workspace, "Moscow", Mention(PAPER, moscow.id))
    edit = actions.remove(WIRE, moscow, workspace.now.links())
    workspace.apply(edit)
    assert workspace.now.clusters == (cluster,)
