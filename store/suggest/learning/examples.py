"""An article as it was annotated: what is learned from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from store.text.boundaries import sentence_at

if TYPE_CHECKING:
    from store.story.open_article import OpenArticle

LONGEST_TEXT: Final = 60_000
"""Code points of an article beyond which nothing is learned and nothing learned is suggested."""


@dataclass(frozen=True, slots=True)
class TaggedText:
    """An article with what an annotator has tagged and rejected in it."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    """Start, end and label of what was tagged."""
    rejected: tuple[tuple[int, int, str], ...] = ()
    """Start, end and label of what was suggested and rejected."""
    begin: int = 0
    """Code points before what is learned from."""

    def halves(self) -> tuple[TaggedText, TaggedText]:
        """The article cut between two spans, so that as many begin in either half."""
        starts = sorted(start for start, *_ in self.spans)
        middle = starts[len(starts) // 2] if starts else len(self.text)
        first = tuple(one for one in self.spans if one[1] <= middle)
        refused = tuple(one for one in self.rejected if one[1] <= middle)
        rest = tuple(one for one in self.spans if one[0] >= middle)
        more = tuple(one for one in self.rejected if one[0] >= middle)
        return (
            replace(self, spans=first, rejected=refused),
            replace(self, spans=rest, rejected=more, begin=middle),
        )

    def read_up_to(self) -> dict[str, int]:
        """By label, the end of the sentence with its last span: what stands before that without it
        was left untagged, what comes behind may not have been read yet."""
        ends: dict[str, int] = {}
        for _, end, label in (*self.spans, *self.rejected):
            ends[label] = max(end, ends.get(label, 0))
        for label, end in ends.items():
            sentence = sentence_at(self.text, end - 1)
            ends[label] = end if sentence is None else max(end, sentence.end)
        return ends


def example_of(opened: OpenArticle) -> TaggedText:
    """An article as it is annotated now."""
    text = opened.article.text[:LONGEST_TEXT]
    tagged, rejected = (
        tuple((a.start, a.end, a.label) for a in every if a.end <= len(text))
        for every in (opened.annotations, opened.rejected)
    )
    return TaggedText(opened.id, text, tagged, rejected)
