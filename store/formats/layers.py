"""Layers of tags: labels of which a word can have one, in a column of tags of their own.

A claim holds the actors and places that it speaks of. With one tag for each word only the claim
would stay, or only the names in it. So labels of long spans have a layer beside that of the others:

    Ana    B-claim  B-actor
    left   I-claim  O
    Rome   I-claim  B-location
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.formats.tokens import Fitted
    from store.labels import LabelSet


@dataclass(frozen=True, slots=True)
class TagLayer:
    """A column of tags."""

    labels: tuple[str, ...]
    """Whose spans it has."""

    @property
    def name(self) -> str:
        """What the column is called."""
        return "+".join(self.labels)


def read_layers(said: str) -> tuple[tuple[str, ...], ...]:
    """The layers that somebody asks for, such as `claim,source` or `claim+quote,source`.

    Args:
        said: The labels that stand apart from the others: layers parted by commas, the labels of
            one layer by plus signs. Nothing, for one layer of all labels.

    Raises:
        InputError: A label is missing between two signs, or is named twice.
    """
    layers = tuple(
        tuple(label.strip() for label in layer.split("+"))
        for layer in said.split(",")
        if said.strip()
    )
    named = [label for layer in layers for label in layer]
    if "" in named:
        raise InputError(f"a label is missing in {said!r}; write for example claim,source")
    for label in named:
        if named.count(label) > 1:
            raise InputError(f"{label} is named twice in {said!r}; it can have one layer")
    return layers


def tag_layers(labels: LabelSet, asked: Sequence[Sequence[str]] | None) -> tuple[TagLayer, ...]:
    """The layers of a dataset; the last one is that of all labels that have no other.

    Args:
        labels: Of the story, with the names that they have in the dataset.
        asked: The layers beside the last; none where they follow from how labels are drawn and
            from the layers that the label set declares.

    Raises:
        InputError: A label that is asked for is not in the label set.
    """
    if asked is None:
        groups: dict[tuple[str, bool], list[str]] = {}
        for label in labels:
            groups.setdefault((label.layer, label.name in labels.barred), []).append(label.name)
        apart = [names for key, names in groups.items() if key != ("", False)]
    else:
        apart = [list(names) for names in asked]
        for name in (name for names in apart for name in names):
            if labels.named(name) is None:
                known = ", ".join(labels.names)
                raise InputError(f"no label is called {name!r} in the dataset; there are {known}")
    named = {name for names in apart for name in names}
    rest = [name for name in labels.names if name not in named]
    return tuple(TagLayer(tuple(names)) for names in [*apart, rest])


def split_into_layers(spans: Sequence[Fitted], layers: Sequence[TagLayer]) -> list[list[Fitted]]:
    """The spans of each layer; a label that no layer names belongs to the last."""
    numbers = {label: number for number, layer in enumerate(layers) for label in layer.labels}
    found: list[list[Fitted]] = [[] for _ in layers]
    for one in spans:
        found[numbers.get(one.span.label, -1)].append(one)
    return found
