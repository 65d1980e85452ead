"""What a reading of a question says, in as many cells as there are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeVar

from rich.cells import cell_len

from store.annotations.model import Annotation, Cluster, Relation, Stance
from store.frozen import Frozen
from tui.render.lines import cut, shorten_middle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from store.adjudication.questions import Question, Reading
    from store.annotations.model import Mention

_LEAST: Final = 12
"""Cells that a text has, whatever else stands beside it."""
_Value = TypeVar("_Value", Annotation, Cluster, Relation, Stance)


class StoryWords(Frozen):
    """What is looked up of a story, to say what is tied in it."""

    text_of: Callable[[Mention], str]
    """What stands at an annotation of the adjudicator's."""
    number_of: Callable[[str], int]
    """Which article of the story one is, by its id; 0 where it has but one."""
    cluster: Callable[[str], Cluster | None]
    """A cluster of the adjudicator's, by its id."""


def what(question: Question) -> str:
    """In a word or two what a question is about."""
    return ", ".join(question.differences) or "agreed"


def label_of(reading: Reading) -> str:
    """What a reading has, in a word: a label, what ties two, how many mentions, a value."""
    match reading.values[0]:
        case Annotation(label=label):
            return label
        case Relation():
            ties = _each(reading, Relation)
            return " + ".join(f"{each.type} {each.role}".strip() for each in ties)
        case Cluster():
            sizes = " + ".join(str(len(each.members)) for each in _each(reading, Cluster))
            return f"{sizes} mentions"
        case Stance(value=value):
            return value


def said_in(reading: Reading, question: Question, words: StoryWords, room: int) -> str:
    """What a reading has, besides its label.

    Args:
        reading: The reading.
        question: That it is one of; of clusters what is not in all its readings is said first.
        words: What is looked up.
        room: The cells that there are.
    """
    room = max(_LEAST, room)
    match reading.values[0]:
        case Relation() as tie:
            return _tie(tie, words, room)
        case Cluster():
            return _clusters(_each(reading, Cluster), _in_all(question), words, room)
        case Stance():
            return ""
        case _:
            return _spans(_each(reading, Annotation), room)


def subject_of(question: Question, words: StoryWords, room: int) -> str:
    """What a cell is about: its cluster; empty for all else."""
    first = question.readings[0].values[0]
    cluster = words.cluster(first.cluster) if isinstance(first, Stance) else None
    if cluster is None:
        return ""
    lead = f"{cut(cluster.name, room // 2)}: " if cluster.name else ""
    usual = frozenset(cluster.members)
    return lead + _clusters((cluster,), usual, words, room - cell_len(lead))


def told_short(question: Question, words: StoryWords, cells: int) -> str:
    """What a question is about, in so many cells."""
    first = question.readings[0].values[0]
    if isinstance(first, Stance):
        cluster = words.cluster(first.cluster)
        return cut(cluster.name if cluster is not None else "", cells)
    return cut(said_in(question.readings[0], question, words, cells), cells)


def mentions_of(question: Question, clusters: Mapping[str, Cluster]) -> list[Mention]:
    """What is tied by what a question is about, in the order of the articles; nothing of spans.

    Args:
        question: The question.
        clusters: Those of the adjudicator, by id.
    """
    found: set[Mention] = set()
    for reading in question.readings:
        for value in reading.values:
            match value:
                case Relation(head=head, tail=tail):
                    found |= {head, tail}
                case Cluster(members=members):
                    found.update(members)
                case Stance(cluster=about) if about in clusters:
                    found.update(clusters[about].members)
    return sorted(found)


def _each(reading: Reading, kind: type[_Value]) -> list[_Value]:
    return [each for each in reading.values if isinstance(each, kind)]


def _spans(spans: Sequence[Annotation], room: int) -> str:
    first, *others = spans
    if not others:
        return shorten_middle(first.text, room)
    labels = sum(len(each.label) + 4 for each in others)
    share = max(_LEAST, (room - labels) // len(spans))
    told = [f"{each.label} {shorten_middle(each.text, share)}" for each in others]
    return cut(" + ".join([shorten_middle(first.text, share), *told]), room)


def _tie(tie: Relation, words: StoryWords, room: int) -> str:
    head, tail = (" ".join(words.text_of(each).split()) for each in (tie.head, tie.tail))
    half = (room - 3) // 2
    for_tail = max(half, room - 3 - cell_len(head))
    tail = shorten_middle(tail, max(_LEAST, for_tail))
    return f"{shorten_middle(head, max(_LEAST, room - 3 - cell_len(tail)))} → {tail}"


def _in_all(question: Question) -> frozenset[Mention]:
    """The mentions that all readings of a question have in a cluster."""
    having = [
        {mention for each in _each(reading, Cluster) for mention in each.members}
        for reading in question.readings
    ]
    return frozenset.intersection(*map(frozenset, having))


def _clusters(
    clusters: Sequence[Cluster], usual: frozenset[Mention], words: StoryWords, room: int
) -> str:
    """`Putin (1, 2), He (1) | Soleimani (2)`, with what is not usual first."""
    told = [_texts(each.members, usual, words) for each in clusters]
    count = sum(len(each) for each in told)
    most = room
    while True:
        said = " | ".join(
            ", ".join(f"{shorten_middle(text, most)}{where}" for text, where in each)
            for each in told
        )
        if cell_len(said) <= room or most <= _LEAST:
            return cut(said, room)
        most = max(_LEAST, most - max(1, (cell_len(said) - room) // count))


def _texts(
    members: Iterable[Mention], usual: frozenset[Mention], words: StoryWords
) -> list[tuple[str, str]]:
    """The words of mentions, and in which articles each of them stands."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for each in sorted(members, key=lambda each: (each in usual, each)):
        numbers[" ".join(words.text_of(each).split())].add(words.number_of(each.article))
    return [
        (text, "" if found == {0} else f" ({', '.join(map(str, sorted(found)))})")
        for text, found in numbers.items()
    ]
