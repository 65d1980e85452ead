"""Label sets: what a span can be tagged as, by which key, and how it is drawn."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.colours import SHADES
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LABELS_FILE: Final = "labels.toml"
COLOURS: Final = tuple(SHADES)
"""What a label's colour can be called."""


def own_labels(root: Path) -> Path | None:
    """The label set in the folder of a story; none if it has none of its own.

    A link that leads to no file is one, so that it is told and not passed over.
    """
    path = root / LABELS_FILE
    return path if path.exists() or path.is_symlink() else None


class Drawing(StrEnum):
    """How the spans of a label are drawn."""

    FILL = "fill"
    """A tinted background: for short spans."""
    UNDERLINE = "underline"
    """An underline and a bar in the margin: for spans that hold other spans."""
    BAR = "bar"
    """A bar in the margin only: for whole passages."""


class Meaning(StrEnum):
    """What a label can be for, as far as suggestions go; independent of how it is drawn."""

    ACTOR = "actor"
    """A person, body or state that acts."""
    PERSON = "person"
    ORGANISATION = "organisation"
    LOCATION = "location"
    CLAIM = "claim"
    """What is said, or stated by the article."""
    SOURCE = "source"
    """Who says it."""
    QUOTATION = "quotation"
    AMOUNT = "amount"
    """A number or a date."""
    SHORT = "short"
    """Any name, role description, number or date."""
    LONG = "long"
    """Any clause, sentence or quotation."""


class Label(Frozen):
    """One thing a span can be tagged as."""

    name: str
    """As it is exported."""
    key: str
    """The one character that tags with it."""
    colour: str
    """One of `COLOURS`."""
    drawing: Drawing = Drawing.FILL
    guideline: str = ""
    """When to use it: one paragraph, shown in the help."""
    examples: tuple[str, ...] = ()
    layer: str = ""
    """Labels of one layer take each other's place on a span; those of two stand beside each
    other."""
    suggests: Meaning | None = None
    """What is suggested for it; none where its name says that, or else its style."""


class RelationType(Frozen):
    """One way in which an annotation can be tied to another."""

    name: str
    """As it is exported."""
    key: str = ""
    """The one character that ties by it; empty where another key says it."""
    heads: tuple[str, ...] = ()
    """The labels that it runs from; any if there are none."""
    tails: tuple[str, ...] = ()
    """The labels that it runs to; any if there are none."""
    is_symmetric: bool = False
    """Whether it says the same in both directions."""
    guideline: str = ""

    @property
    def ends(self) -> str:
        """What it runs from and to: "from claim to source"."""
        heads, tails = (" or ".join(each) or "anything" for each in (self.heads, self.tails))
        return f"from {heads} to {tails}"


ATTRIBUTION: Final = "attribution"
SPEAKER: Final = "speaker"
"""The role of a source that said the claim."""
CARRIER: Final = "carrier"
"""The role of one that it was said to, or that printed it."""
SAME: Final = "same"
"""The type of tie that puts two annotations into one cluster."""
SUPPORTS: Final = "supports"
COPIED_FROM: Final = "copied-from"
CONTINUES: Final = "continues"
"""The type of a relation from one part of a discontinuous span to the next."""
RELATION_TYPES: Final = (
    RelationType(ATTRIBUTION, guideline="Who or what a claim is attributed to."),
    RelationType(SAME, is_symmetric=True, guideline="Both mean the same thing."),
    RelationType("contradicts", is_symmetric=True, guideline="They cannot both be true."),
    RelationType(SUPPORTS, guideline="It backs another that says something else."),
    RelationType(COPIED_FROM, guideline="Its words are taken from there."),
)
"""What every story has. An attribution runs from a claim to a source, where there are labels for
these."""


class DocumentLabel(Frozen):
    """One thing that is said of an article as a whole, such as its genre."""

    name: str
    """As it is exported."""
    key: str
    """The one character that goes through its values on the card of an article."""
    values: tuple[str, ...]
    """What it can be."""
    guideline: str = ""

    def after(self, value: str) -> str:
        """The value that follows one, none (empty) behind the last."""
        ring = ("", *self.values)
        return ring[(ring.index(value) + 1) % len(ring)] if value in ring else self.values[0]


class LabelSet(Frozen, dict=True):
    """The labels of a story, in the order they are shown, and how annotations can be tied."""

    labels: tuple[Label, ...]
    declared_relations: tuple[RelationType, ...] = ()
    """Besides `RELATION_TYPES`, or in the place of one by its name."""
    document_labels: tuple[DocumentLabel, ...] = ()
    """What can be said of an article as a whole."""

    def __iter__(self) -> Iterator[Label]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def named(self, name: str) -> Label | None:
        """The label of that name."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, Label]:
        return {label.name: label for label in reversed(self.labels)}

    def lacking(self, counts: Mapping[str, int]) -> Iterator[str]:
        """Sentences on labels that annotations have, and that are not in the set.

        Args:
            counts: How many annotations have each label.
        """
        for name, count in counts.items():
            if count > 0 and self.named(name) is None:
                have = "annotation has" if count == 1 else "annotations have"
                yield (
                    f"{count:,} {have} the label {name}, which is not in the label set; "
                    f"`sidelight labels PATH {{option:rename}} {name}=NEW` gives it another name"
                )

    @cached_property
    def barred(self) -> frozenset[str]:
        """The labels that are drawn with a bar beside the text: those of long spans."""
        return frozenset(each.name for each in self.labels if each.drawing is not Drawing.FILL)

    @cached_property
    def underlined(self) -> frozenset[str]:
        """The labels whose text has a line under it."""
        return frozenset(e.name for e in self.labels if e.drawing is Drawing.UNDERLINE)

    def layer_of(self, name: str) -> str:
        """The layer of the label of that name; a label that is not in the set has the first."""
        label = self.named(name)
        return label.layer if label is not None else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' names, in order."""
        return tuple(label.name for label in self.labels)

    @property
    def relation_types(self) -> tuple[RelationType, ...]:
        """All types of relations, those that every story has first."""
        return tuple(self._types.values())

    @cached_property
    def _types(self) -> Mapping[str, RelationType]:
        declared = {each.name: each for each in self.declared_relations}
        return {each.name: self._fitted(each) for each in RELATION_TYPES} | declared

    def relation_type(self, name: str) -> RelationType:
        """The type of a name; one that nobody has declared may join anything."""
        return self._types.get(name) or RelationType(name)

    def _fitted(self, common: RelationType) -> RelationType:
        """A type that every story has, for these labels."""
        if common.name != ATTRIBUTION:
            return common
        return replace(common, heads=self._for(Meaning.CLAIM), tails=self._for(Meaning.SOURCE))

    def _for(self, meaning: Meaning) -> tuple[str, ...]:
        """The labels that say so, or are called so; else the one whose name stands for it."""
        from store.label_words import named_for  # the first screen does without

        said = (each.name for each in self.labels if (each.suggests or each.name) == meaning)
        named = named_for(meaning, (each.name for each in self.labels if each.suggests is None))
        return tuple(said) or tuple(filter(None, (named,)))

    def misfit(self, kind: str, head: str, tail: str) -> str:
        """Why a relation of a type cannot run from one label to another; empty if it can."""
        found = self.relation_type(kind)
        if _is_of(found.heads, head) and _is_of(found.tails, tail):
            return ""
        if found.is_symmetric and _is_of(found.heads, tail) and _is_of(found.tails, head):
            return ""
        return f"{kind} runs {found.ends}, not from {head} to {tail}"

    def renamed(self, names: Mapping[str, str]) -> LabelSet:
        """The labels with other names; those that get an empty one, or one twice, left out."""
        new = [replace(label, name=names.get(label.name, label.name)) for label in self.labels]
        first = {each.name: each for each in reversed(new) if each.name}
        declared = tuple(
            replace(
                each,
                heads=tuple(names.get(name, name) for name in each.heads),
                tails=tuple(names.get(name, name) for name in each.tails),
            )
            for each in self.declared_relations
        )
        return replace(self, labels=tuple(reversed(first.values())), declared_relations=declared)


def _is_of(labels: tuple[str, ...], label: str) -> bool:
    return not labels or label in labels


DEFAULT_LABELS: Final = LabelSet(
    (
        Label(
            name="actor",
            key="a",
            colour="blue",
            guideline=(
                "A person, armed force, government, organisation or state that is a party to the "
                "event: every mention of a name, and role descriptions that fill a place in the "
                "clause. Not pronouns. Leave out titles before a name and a possessive 's."
            ),
            examples=("[Ali Khamenei]", "[Assad]'s regime", "[hundreds of Iranian troops]"),
        ),
        Label(
            name="location",
            key="l",
            colour="green",
            guideline=(
                'A named place. "province" stays with its name; "western" or "coastal" and places '
                'without a name ("the region") are left out. A country that neither acts nor is '
                "named as a state is a location."
            ),
            examples=("in [Moscow]", "the [Latakia province]"),
        ),
        Label(
            name="claim",
            key="c",
            colour="purple",
            drawing=Drawing.UNDERLINE,
            guideline=(
                "A checkable assertion, attributed to someone or stated by the article: the "
                "shortest clause or sentence that carries it, without its attribution cue, a "
                "leading connective or its full stop. Hedges and times inside the clause stay."
            ),
            examples=("[Soleimani travelled to Syria], according to Now Lebanon",),
        ),
        Label(
            name="source",
            key="s",
            colour="orange",
            guideline=(
                "The person, outlet or official a claim is attributed to, with determiner or "
                "number when it is a role description. It is an actor as well only when it is "
                "also a party."
            ),
            examples=("[a senior regional official] said", "[Reuters] reported"),
        ),
    )
)
"""The four labels that a story without a `labels.toml` has."""
