"""What a query asks of an annotation.

Conditions on rows of the matrix are for `of_rows`. Beside `in:` in one group,
`-in:` is asked of all that is taken for the same thing: "in this article, and in that one nowhere".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from store.across.matrix import is_quotation
from store.across.origins import is_anonymous
from store.annotations.claim_record import FIELDS as RECORD
from store.annotations.claim_record import FieldName, recorded
from store.annotations.links import CONTRADICTS
from store.annotations.model import Mention, Origin
from store.query.conditions import Condition, Conditions, any_of
from store.query.fields import ANY, ATTRIBUTE, FIELDS, KINDS, MANY, NONE, RECORDED
from store.query.tree import Negation, Term, terms_in
from store.query.values import (
    COMPARISONS,
    articles_meant,
    date_test,
    days_of,
    fitting,
    grade_of,
    label_named,
    words_test,
)
from store.search import Query
from store.story.annotation_list import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from store.across.story_ties import StoryTies
    from store.query.queried import QueriedStory, Speakers
    from store.query.tree import Node
    from store.story.annotation_list import ListedAnnotation

    Asked = Condition[ListedAnnotation]
    FindsExpressions = Callable[[Query, Sequence[str]], set[str]]

Found = TypeVar("Found")
_DEAR: Final = frozenset({"cluster", "tie", "said-by", "via", "grade", "is"})
"""Fields that are looked up in what ties annotations: asked last of what stands side by side."""


class OfAnnotations(Conditions["ListedAnnotation"]):
    """Makes functions of queries that are asked of annotations."""

    def __init__(self, story: QueriedStory, finds: FindsExpressions) -> None:
        """Ask of the annotations of a story.

        Args:
            story: The story.
            finds: Gives those of some texts in which a regular expression stands.
        """
        self._story = story
        self._finds = finds
        self._asked: dict[str, Callable[[Term], Asked]] = {
            "": self._of_words,
            "label": self._label,
            "text": self._text,
            "note": self._note,
            "in": self._in,
            "cluster": self._cluster,
            "tie": self._tie,
            "said-by": lambda term: self._source(term, story.speakers),
            "via": lambda term: self._source(term, story.carriers),
            "grade": self._grade,
            "origin": self._origin,
            "by": self._by,
            "made": self._made,
            "is": self._is,
        }
        self._states: dict[str, Callable[[], Asked]] = {
            "disputed": self._disputed,
            "unsourced": self._unsourced,
            "anonymous": lambda: self._of_claims(is_anonymous),
            "quoted": lambda: self._of_claims(is_quotation),
            "shared": lambda: lambda row: len(story.reach_of(row)) > 1,
            "alone": lambda: lambda row: len(story.reach_of(row)) == 1,
            "unread": self._unread,
            "note": lambda: lambda row: bool(row.note),
            "suggested": lambda: lambda row: row.origin == Origin.SUGGESTED,
        }

    def of_conjunction(self, parts: Sequence[Node]) -> list[Asked]:
        """What several ask that stand side by side."""
        is_placed = any(_is_place(part) for part in parts)
        return [
            self._nowhere_in(part.part)
            if is_placed and isinstance(part, Negation) and _is_place(part.part)
            else self.of(part)
            for part in sorted(parts, key=lambda part: _is_dear(part, is_placed=is_placed))
        ]

    def _nowhere_in(self, place: Node) -> Asked:
        """That nothing that is taken for the same thing stands in some articles."""
        articles = {a for term in terms_in(place) for a in articles_meant(term, self._story)}
        reach_of = self._story.reach_of
        return lambda row: row.article not in articles and articles.isdisjoint(reach_of(row))

    def of_term(self, term: Term) -> Asked:
        """What one condition asks."""
        if term.field.startswith(ATTRIBUTE):
            return self._attribute(term, term.field.removeprefix(ATTRIBUTE))
        if term.field in RECORDED:
            return self._recorded(term, RECORDED[term.field])
        asked = self._asked.get(term.field, self._labelled)
        return asked(term)

    # Words -------------------------------------------------------------------------------------

    def _of_words(self, term: Term) -> Asked:
        """Of a label where the words are its name, else of words of the text or the note."""
        if term.is_word and term.value in self._story.label_names:
            return lambda row: row.label == term.value
        says = self._says(term)
        return lambda row: says(row.text) or (row.note != "" and says(row.note))

    def _says(self, term: Term) -> Callable[[str], bool]:
        """Whether a text has words, or something that an expression describes."""
        if not term.is_regex:
            return _Answers(words_test(term)).__getitem__
        rows = self._story.rows
        texts = dict.fromkeys(text for row in rows for text in (row.text, row.note) if text)
        found = self._finds(Query(term.value, is_regex=True), list(texts))
        return lambda text: text in found

    def _labelled(self, term: Term) -> Asked:
        """Of a label and of words, where the name of the label is the field's."""
        label = label_named(term.field, self._story.label_names)
        says = self._says(term)
        return lambda row: row.label == label and says(row.text)

    def _text(self, term: Term) -> Asked:
        says = self._says(term)
        return lambda row: says(row.text)

    def _note(self, term: Term) -> Asked:
        if term.is_plain(NONE):
            return lambda row: not row.note
        says = self._says(term)
        return lambda row: bool(row.note) and says(row.note)

    def _attribute(self, term: Term, name: str) -> Asked:
        says = self._says(term) if not term.is_regex else words_test(term)

        def is_so(row: ListedAnnotation) -> bool:
            attributes = row.annotation.attributes if row.annotation is not None else ()
            if term.is_plain(NONE):
                return name not in dict(attributes)
            return any(key == name and says(value) for key, value in attributes)

        return is_so

    def _recorded(self, term: Term, name: FieldName) -> Asked:
        known = [*(value for value, _ in RECORD[name].values)]
        wanted = {""} if term.is_plain(NONE) else fitting(term, known)
        return lambda row: row.annotation is not None and recorded(row.annotation, name) in wanted

    # Where and whose ---------------------------------------------------------------------------

    def _label(self, term: Term) -> Asked:
        labels = fitting(term, self._story.label_names)
        return lambda row: row.label in labels

    def _in(self, term: Term) -> Asked:
        articles = articles_meant(term, self._story)
        return lambda row: row.article in articles

    def _origin(self, term: Term) -> Asked:
        wanted = fitting(term, Origin)
        return lambda row: row.origin in wanted

    def _by(self, term: Term) -> Asked:
        is_theirs = self._story.annotator in fitting(term, self._story.annotators)
        return lambda row: is_theirs

    def _made(self, term: Term) -> Asked:
        if term.is_plain(ANY):
            return lambda row: bool(row.created)
        days = days_of(term.value.lower(), self._story.today)
        if days is None:
            return lambda row: False
        is_so = date_test(term.op, days)
        return lambda row: bool(row.created) and is_so(row.created)

    # What ties it ------------------------------------------------------------------------------

    def _cluster(self, term: Term) -> Asked:
        clusters, fits = self._story.clusters, words_test(term)
        return self._counted(
            term,
            lambda mention: clusters.get(mention, ()),
            lambda each: fits(words_of(each.name)) or each.id == term.value,
        )

    def _tie(self, term: Term) -> Asked:
        types = self._story.tie_types
        wanted = fitting(term, self._story.relation_types)
        return self._counted(term, lambda mention: types.get(mention, ()), wanted.__contains__)

    def _source(self, term: Term, sources: Speakers) -> Asked:
        fits, story = words_test(term), self._story
        known: dict[Mention, bool] = {}

        def is_called(source: Mention) -> bool:
            if source not in known:
                known[source] = any(fits(words_of(name)) for name in story.names_of(source))
            return known[source]

        return self._counted(term, lambda mention: sources.get(mention, ()), is_called)

    def _counted(
        self,
        term: Term,
        found_of: Callable[[Mention], Collection[Found]],
        fits: Callable[[Found], bool],
    ) -> Asked:
        """Whether one of what a mention has fits, or how many it has."""
        if term.is_plain(NONE):
            return lambda row: not found_of(row.mention)
        if term.is_plain(MANY):
            return lambda row: len(found_of(row.mention)) > 1
        if term.is_plain(ANY):
            return lambda row: bool(found_of(row.mention))
        return lambda row: any(map(fits, found_of(row.mention)))

    def _grade(self, term: Term) -> Asked:
        story = self._story

        def grade(row: ListedAnnotation) -> tuple[str, str]:
            sources = story.speakers.get(row.mention, ())
            clusters = (cluster for source in sources for cluster in story.clusters.get(source, ()))
            letters = (recorded(each, FieldName.SOURCE) for each in clusters)
            said = recorded(row.annotation, FieldName.INFORMATION) if row.annotation else ""
            return next(filter(None, letters), ""), said

        if term.is_plain(NONE):
            return lambda row: row.label == story.claim_label and not any(grade(row))
        if term.is_plain(ANY):
            return lambda row: any(grade(row))
        asked = grade_of(term.value) or ("", "")
        compare = COMPARISONS[term.op]

        def is_so(row: ListedAnnotation) -> bool:
            pairs = [(said, want) for said, want in zip(grade(row), asked, strict=True) if want]
            return all(said and compare(ord(said), ord(want)) for said, want in pairs)

        return is_so

    # What it is --------------------------------------------------------------------------------

    def _is(self, term: Term) -> Asked:
        asked = []
        for value in fitting(term, (name for name, _ in FIELDS["is"].values)):
            if value in KINDS:
                asked.append(_of_kind(KINDS[value]))
            elif value in self._states:
                asked.append(self._states[value]())
        return any_of(asked)

    def _of_claims(self, is_so: Callable[[StoryTies, Mention], bool]) -> Asked:
        """Of annotations whose place is certain, as the matrix sees it."""
        ties, known = self._story.ties, self._story.annotations
        return lambda row: row.mention in known and is_so(ties, row.mention)

    def _disputed(self) -> Asked:
        ties, types = self._story.ties, self._story.tie_types
        return lambda row: (
            CONTRADICTS in types.get(row.mention, ())
            and any(True for _ in ties.opposed_to(row.mention))
        )

    def _unsourced(self) -> Asked:
        claim, speakers = self._story.claim_label, self._story.speakers
        return lambda row: row.label == claim and row.mention not in speakers

    def _unread(self) -> Asked:
        ties = self._story.ties
        unread = {each for each in ties.articles if not ties.is_read(each)}
        return lambda row: row.article in unread


def _of_kind(kind: str) -> Asked:
    return lambda row: row.kind == kind


def _is_place(node: Node) -> bool:
    return isinstance(node, Term) and node.field == "in"


def _is_dear(node: Node, *, is_placed: bool) -> bool:
    """Whether it takes longer to ask than most."""
    if is_placed and isinstance(node, Negation) and _is_place(node.part):
        return True
    return any(term.field in _DEAR for term in terms_in(node))


class _Answers(dict[str, bool]):
    """Whether texts fit, each asked once: of ten thousand annotations many say the same."""

    def __init__(self, fits: Callable[[str], bool]) -> None:
        super().__init__()
        self._fits = fits

    def __missing__(self, text: str) -> bool:
        self[text] = found = self._fits(words_of(text))
        return found
