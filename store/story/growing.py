"""The articles and labels that a story has by now, where another process has added some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import by_article, of_annotations
from store.articles.story import story_of
from store.labels import LABELS_FILE

if TYPE_CHECKING:
    from store.annotations.edits import Edit
    from store.articles import Story
    from store.labels import LabelSet


def grown(story: Story, labels: LabelSet, edit: Edit) -> tuple[Story, LabelSet]:
    """The story and its labels with what an edit names and is there by now.

    Raises:
        InputError: The folder or the label set cannot be read.
    """
    return _story_now(story, edit), _labels_now(story, labels, edit)


def _story_now(story: Story, edit: Edit) -> Story:
    """The story with the articles that an edit is of and that lie in its folder by now.

    Raises:
        InputError: The folder cannot be read.
    """
    unknown = {each for each in by_article(edit) if story.ref(each) is None}
    if not unknown:
        return story
    known = {ref.id for ref in story.articles}
    there = story_of(story.root)
    refs = tuple(ref for ref in there.articles if ref.id in known | unknown)
    if len(refs) <= len(known) or not known <= {ref.id for ref in refs}:
        return story
    return msgspec.structs.replace(there, articles=refs)


def _labels_now(story: Story, labels: LabelSet, edit: Edit) -> LabelSet:
    """The labels with those of an edit that stand in the story's own label set by now.

    Raises:
        InputError: The label set cannot be read.
    """
    named = {each.after.label for each in of_annotations(edit) if each.after is not None}
    known = {label.name for label in labels}
    path = story.root / LABELS_FILE
    if named <= known or not path.is_file():
        return labels
    from store.labels_file import load_labels  # many stories have none of their own

    there = load_labels(path)
    names = {label.name for label in there}
    return there if known < names else labels
