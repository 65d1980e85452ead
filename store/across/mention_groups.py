"""Tagged mentions, and groups of them that are taken for one thing: what is merged and split."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from store.across.mention_form import mention_form
from store.annotations.model import Annotation, Cluster, Mention
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.across.mention_form import MentionForm

_CLAUSE: Final = 9
"""Words from which on a text is taken for a clause."""


class TaggedMention(Frozen):
    """An annotation with the article it stands in."""

    article: str
    annotation: Annotation

    @property
    def mention(self) -> Mention:
        """By which clusters and ties name it."""
        return Mention(self.article, self.annotation.id)

    @property
    def form(self) -> MentionForm:
        """How it is worded."""
        return mention_form(self.annotation.text)


class MentionGroup(Frozen, dict=True):
    """Mentions that are taken for one thing: a cluster, or those of one text that are in none."""

    label: str
    members: tuple[TaggedMention, ...]
    """In the order of the story."""
    cluster: Cluster | None = None

    @property
    def size(self) -> int:
        """How many mentions it has."""
        return len(self.members)

    @cached_property
    def articles(self) -> frozenset[str]:
        """Those it stands in, by id."""
        return frozenset(each.article for each in self.members)

    @cached_property
    def texts(self) -> Mapping[str, int]:
        """What its mentions say, in the order of the story, and how often."""
        return Counter(each.annotation.text for each in self.members)

    @cached_property
    def forms(self) -> Mapping[str, MentionForm]:
        """How these texts are worded."""
        return {text: mention_form(text) for text in self.texts}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its texts, as refusals name them."""
        return frozenset(form.key for form in self.forms.values())

    @cached_property
    def words(self) -> frozenset[str]:
        """All words in its texts."""
        return frozenset(word for form in self.forms.values() for word in form.words)

    @cached_property
    def likely_name(self) -> str:
        """What it may be called: its longest name without titles, the most frequent of these.

        A clause is called what it says, not after a name in it.
        """
        names: Counter[str] = Counter()
        for text, form in self.forms.items():
            if form.name and len(text.split()) < _CLAUSE:
                names[form.written] += self.texts[text]
        said = names or self.texts
        return max(said, key=lambda name: (len(name.split()), said[name], len(name)))


def groups_of(
    mentions: Iterable[TaggedMention], clusters: Iterable[Cluster]
) -> tuple[MentionGroup, ...]:
    """The groups of a story, in its order; a mention of several clusters is in each.

    Args:
        mentions: Those that may be clustered, in the order of the story.
        clusters: Those of entities; members that are not among the mentions are passed over.
    """
    known = {each.mention: each for each in mentions}
    order = {mention: number for number, mention in enumerate(known)}
    found: list[MentionGroup] = []
    clustered: set[Mention] = set()
    for cluster in clusters:
        members = sorted((m for m in cluster.members if m in known), key=order.__getitem__)
        clustered.update(members)
        if members:
            found.append(MentionGroup(cluster.label, tuple(known[m] for m in members), cluster))
    loose: dict[tuple[str, str], list[TaggedMention]] = defaultdict(list)
    for mention, each in known.items():
        if mention not in clustered:
            loose[each.annotation.label, each.form.key].append(each)
    found += [MentionGroup(label, tuple(each)) for (label, _), each in loose.items()]
    return tuple(sorted(found, key=lambda group: order[group.members[0].mention]))
