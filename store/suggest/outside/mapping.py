"""Labels of other tools, and which of a story's labels each of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.suggest.candidates.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.labels import LabelSet

_ROLE_WORDS: Final = {
    "person": "per pers person people individual human politician",
    "organisation": "org organization organisation company institution agency corporation",
    "group": "norp actor agent group party nationality",
    "location": "loc location gpe fac facility place city country state region geo",
    "claim": "claim statement quote quotation assertion",
    "source": "source speaker attribution",
}
"""Names of labels that other tools use, in small letters, by what they stand for; NORP, GPE, FAC
and the like are those of OntoNotes 5 (catalog.ldc.upenn.edu/LDC2013T19), which spaCy's use."""
_ROLES: Final = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}


class LabelMap:
    """Says what each label of another tool is called in a story."""

    def __init__(self, labels: LabelSet, explicit: Mapping[str, str] | None = None) -> None:
        """Take a story's labels and what was said of single labels.

        Args:
            labels: The labels of the story.
            explicit: By labels of other tools those of the story; empty for what is to be left out.
        """
        self.labels = labels
        self.explicit = dict(explicit or {})
        self._folded = {name.casefold(): label for name, label in self.explicit.items()}
        self._own = {name.casefold(): name for name in labels.names}
        self._roles = roles_of(labels)

    def __call__(self, label: str) -> str | None:
        """The story's label; empty for what is to be left out, none where nobody has said.

        What was said goes before the same name, that before what the name usually stands for.
        """
        if label in self.explicit:
            return self.explicit[label]
        name = " ".join(label.split()).casefold()
        if name in self._folded:
            return self._folded[name]
        if name in self._own:
            return self._own[name]
        role = _ROLES.get(name)
        return getattr(self._roles, role) or None if role else None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The labels to ask for: the story's, but where others were said to mean them, those."""
        said = [name for name, label in self.explicit.items() if label]
        meant = set(self.explicit.values())
        return (*said, *(name for name in self.labels.names if name not in meant))


def read_label_options(options: Iterable[str], labels: LabelSet) -> LabelMap:
    """Take `PERSON=actor` for each label that is to be called otherwise; `DATE=` leaves it out.

    Raises:
        InputError: An option has another form, or names a label that the story lacks.
    """
    explicit: dict[str, str] = {}
    for option in options:
        theirs, equals, ours = (part.strip() for part in option.rpartition("="))
        if not equals or not theirs:
            raise InputError(
                f"{option!r} is no pair of labels; say it as in "
                "{option:suggest-label} PERSON=actor"
            )
        if ours and labels.named(ours) is None:
            known = ", ".join(labels.names)
            raise InputError(
                f"{{option:suggest-label}} {option}: the label set has no {ours!r}, only {known}"
            )
        explicit[theirs] = ours
    return LabelMap(labels, explicit)
