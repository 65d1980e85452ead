"""What an import would do, or did, and what it left out: for a person, and for a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.wording import counted

if TYPE_CHECKING:
    from store.annotations.edits import Batch
    from store.errors import SidelightError
    from store.formats.reading import Input
    from store.labels import Label

_REPORTED: Final = (
    "present",
    "repeated",
    "placed",
    "waiting",
    "with_blanks",
    "within_words",
    "relations",
    "clusters",
    "said_of_articles",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import would do."""

    edit: Batch
    articles: int = 0
    """Articles that the file speaks of."""
    added: int = 0
    """Annotations that are new."""
    present: int = 0
    """Annotations that the story has already."""
    repeated: int = 0
    """Annotations that stand in the file a second time, and are one."""
    relations: int = 0
    clusters: int = 0
    said_of_articles: int = 0
    """Stances, and articles with a mark, a note or labels of their own."""
    placed: int = 0
    """Of the new ones: those that were made in a slightly different text, and are at their words
    in the article now."""
    waiting: int = 0
    """Of the new ones: those of them whose place a person has to settle."""
    with_blanks: int = 0
    """Spans of the file that begin or end with white space."""
    within_words: int = 0
    """Spans of the file that begin or end within a word."""
    new_articles: tuple[str, ...] = ()
    """The ids of the articles that are added."""
    new_labels: tuple[Label, ...] = ()
    """The labels that are added."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """The texts in which those that wait were made, by the SHA-256 of such a file."""
    cuts: dict[str, bytes] = field(default_factory=dict)
    """How texts are cut in the file, where that is not as we cut them, by their SHA-256."""

    def __str__(self) -> str:
        ties = ((self.relations, "relation"), (self.clusters, "cluster"))
        *others, last = [
            counted(self.added, "annotation"),
            *(counted(number, noun) for number, noun in ties if number),
        ]
        added = f"{', '.join(others)} and {last}" if others else last
        what = [f"{added} imported into {counted(self.articles, 'article')}"]
        if self.new_articles:
            number = len(self.new_articles)
            are = "is" if number == 1 else "are"
            some = "which" if number == self.articles else f"{number:,} of which"
            what.append(f"{some} {are} new")
        if self.present:
            what[-1] += f"; {counted(self.present, 'annotation')} had been there"
        if self.repeated:
            what[-1] += f"; {counted(self.repeated, 'annotation')} stood there twice"
        return ", ".join(what)

    @property
    def remarks(self) -> list[str]:
        """What the person should know besides, as sentences."""
        sentences = []
        if self.placed or self.waiting:
            wait = "waits" if self.waiting == 1 else "wait"
            sentence = (
                f"where the text of an article differs from that in the file, "
                f"{counted(self.placed, 'annotation')} went to the same words, and "
                f"{self.waiting:,} {wait} for you to settle the place"
            )
            sentences.append(
                sentence + ("; {key:review} in the app lists them" if self.waiting else "")
            )
        for number, where in (
            (self.with_blanks, "with white space"), (self.within_words, "within a word"),
        ):  # fmt: skip
            if number:
                begin = "begins or ends" if number == 1 else "begin or end"
                sentences.append(f"{counted(number, 'span')} {begin} {where}")
        if self.new_labels:
            names = ", ".join(f"{label.name} (key {label.key})" for label in self.new_labels)
            sentences.append(f"added to the label set: {names}")
        stay = [
            what
            for what, number in (("files", len(self.new_articles)), ("labels", self.new_labels))
            if number
        ]
        if stay and self.edit.edits:
            what = " and ".join(stay)
            sentences.append(
                f"{{key:undo}} takes that back as one edit; {what} that were added stay"
            )
        return sentences


def import_report(
    source: Input,
    format_: str,
    sure: float,
    done: ImportPlan | None,
    refused: SidelightError | None,
) -> dict[str, object]:
    """All of it, as JSON has it.

    Args:
        source: What was read.
        format_: The name of its format.
        sure: How sure that is, from 0 to 1.
        done: What was imported, if it was.
        refused: Why nothing was.
    """
    report: dict[str, object] = {
        "file": str(source.path),
        "format": format_,
        "sure": round(sure, 2),
        "imported": done is not None,
    }
    if refused is not None:
        report["refused"] = fault_fields(refused)
    if done is not None:
        report |= {
            "articles": done.articles,
            "new_articles": list(done.new_articles),
            "new_labels": [label.name for label in done.new_labels],
            "annotations": done.added,
            **{name: getattr(done, name) for name in _REPORTED},
        }
    faults = [fault_fields(fault) for fault in source.faults]
    return report | source.losses.as_json() | {"faults": faults}


def fault_fields(error: SidelightError) -> dict[str, object]:
    """Where something is at fault, and why; what is not known is left out."""
    path = getattr(error, "path", None)
    fields = {
        "file": None if path is None else str(path),
        "line": getattr(error, "line", None),
        "field": getattr(error, "field", None),
        "reason": getattr(error, "reason", str(error)),
    }
    return {name: value for name, value in fields.items() if value is not None}
