"""One annotation made two, and two made one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.annotations import splitting
from store.annotations.actions import Refusal
from store.annotations.collection import Annotations
from store.annotations.describing import describe
from store.annotations.edits import Batch, EditOfAnnotation
from store.annotations.links import Links
from store.annotations.model import Annotation, Cluster, Mention, Relation
from store.articles import Article

if TYPE_CHECKING:
    from store.annotations.edits import Edit

TEXT = "Ali Khamenei met  Putin there"
ARTICLE = Article("a", Path("a.txt"), TEXT, "0")


def annotation(text: str, label: str = "actor", note: str = "") -> Annotation:
    start = TEXT.index(text)
    return Annotation(f"{label} {text}", start, start + len(text), label, text, note=note)


def after(existing: Annotations, edit: Edit | Refusal) -> list[str]:
    """The texts that are tagged after an edit."""
    assert isinstance(edit, Batch)
    for single in edit.edits:
        if isinstance(single, EditOfAnnotation):
            existing = existing.changed([(single.before, single.after)])
    return [each.text for each in existing]


@pytest.mark.parametrize(
    ("before", "marked", "texts"),
    [
        ("Ali Khamenei", "Ali |Khamenei met", ["Ali", "Khamenei"]),
        ("Ali Khamenei", "Ali| Khamenei met", ["Ali", "Khamenei"]),
        ("Ali Khamenei", "Ali Kha|menei met", ["Ali Kha", "menei"]),
        ("Ali Khamenei", "|Ali Khamenei met", None),
        ("Ali Khamenei", "Ali Khamenei| met", None),
        ("Putin", "Ali |Khamenei met", None),
    ],
)
def test_an_annotation_is_split(before: str, marked: str, texts: list[str] | None) -> None:
    one = annotation(before, note="who?")
    existing = Annotations.of([one])
    edit = splitting.split(ARTICLE, existing, one, marked.index("|"))
    if texts is None:
        assert isinstance(edit, Refusal)
        return
    assert after(existing, edit) == texts
    assert isinstance(edit, Batch)
    first, second = (each.after for each in edit.edits if isinstance(each, EditOfAnnotation))
    assert first is not None
    assert second is not None
    assert (first.id, first.note, second.note) == (one.id, "who?", "")
    assert describe(edit) == f"split actor “{before}”"


@pytest.mark.parametrize(
    ("tagged", "meant", "texts"),
    [
        (["Ali", "Khamenei"], "Ali", ["Ali Khamenei"]),
        (["Ali", "Khamenei"], "Khamenei", ["Ali Khamenei"]),
        (["Ali Khamenei", "Khamenei met"], "Ali Khamenei", ["Ali Khamenei met"]),
        (["Ali Khamenei", "Khamenei"], "Khamenei", ["Ali Khamenei"]),
        (["Ali", "Khamenei", "met"], "Khamenei", ["Ali", "Khamenei met"]),
        (["met", "Putin"], "Putin", ["met  Putin"]),
        (["Ali", "Putin"], "Putin", None),
        (["Ali"], "Ali", None),
    ],
)
def test_two_annotations_are_merged(tagged: list[str], meant: str, texts: list[str] | None) -> None:
    existing = Annotations.of([annotation(each) for each in tagged])
    edit = splitting.merge(ARTICLE, existing, annotation(meant), Links())
    if texts is None:
        assert isinstance(edit, Refusal)
    else:
        assert after(existing, edit) == texts


def test_what_has_another_label_is_not_merged() -> None:
    existing = Annotations.of([annotation("Ali"), annotation("Khamenei", "source")])
    assert isinstance(splitting.merge(ARTICLE, existing, annotation("Ali"), Links()), Refusal)


def test_notes_and_ties_of_both_stay() -> None:
    one, other = annotation("Ali", note="a"), annotation("Khamenei", note="b")
    there = annotation("Putin", "claim")
    kept, gone, far = (Mention("a", each.id) for each in (one, other, there))
    links = Links.of(
        [Relation("r1", "attribution", far, gone), Relation("r2", "same", gone, kept)],
        [Cluster("c1", "actor", "Khamenei", (gone, far))],
    )
    existing = Annotations.of([one, other, there])
    edit = splitting.merge(ARTICLE, existing, one, links)
    assert after(existing, edit) == ["Ali Khamenei", "Putin"]
    assert isinstance(edit, Batch)
    (merged,) = (
        e.after for e in edit.edits if isinstance(e, EditOfAnnotation) and e.after is not None
    )
    assert (merged.id, merged.note) == (one.id, "a\nb")
    links = links.changed([e for e in edit.edits if not isinstance(e, EditOfAnnotation)])
    assert links.relations_of(kept) == [Relation("r1", "attribution", far, kept)]
    assert links.relations_of(gone) == []
    assert [each.members for each in links.clusters_of(kept)] == [(kept, far)]
