"""What is found out beside the panes about all articles together: an index of their passages, and
what they share.

Each is made in slices while no key is pressed, so that it costs no key anything; who asks before it
is there is told once it is.
"""

from __future__ import annotations

import time
from operator import is_not
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from store.across.alignment import TiedTexts, aligned_passages, index_clusters, reason_for
from store.across.passage_index import index_steps
from store.across.story_groups import StoryGroups
from store.across.story_passages import DatedText, story_passages_in_steps
from store.annotations.edits import changes_byline
from store.steps import Steps
from tui import gc_policy
from tui.sliced_work import BESIDE_TEXT, Asker, SlicedWork, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

    from store.across.alignment import AlignedPassage, AlignmentReason, AskedPassage
    from store.across.passage_index import PassageIndex
    from store.across.story_passages import StoryPassage
    from store.annotations.collection import Annotations
    from store.annotations.links import Links
    from store.annotations.model import Annotation, Mention
    from store.story.workspace import Change, Workspace
    from store.text.span import Span

T = TypeVar("T")
_MOST: Final = 5_000_000
"""Code points of a story that are looked at: the articles behind them are left out."""


class Comparer(Asker, Protocol):
    """Whoever has articles compared."""

    def progress_changed(self, *, has_notices: bool) -> None:
        """There are notices to be read."""


class MadeOfAll(Generic[T]):
    """Something made of the texts of all articles, which is right until one of them changes."""

    def __init__(
        self,
        make: Callable[[], Generator[None, None, T]],
        asker: Asker,
        failed: Callable[[Exception], None],
    ) -> None:
        self._make = make
        self._failed = failed
        self._steps: Steps[T] | None = None
        self._then: Callable[[], None] = lambda: None
        self._work = SlicedWork(
            asker,
            self._work_a_slice,
            pace=lambda: BESIDE_TEXT,
            shows=self._end,
            failed=self._fail,
        )

    @property
    def made(self) -> T | None:
        """What was made; nothing before it is whole."""
        steps = self._steps
        return steps.result if steps is not None and steps.is_finished else None

    def begin(self, then: Callable[[], None] | None = None) -> None:
        """Make it, unless that is done or has begun; do something once it is there.

        Args:
            then: Takes the place of what was to be done before, if there is anything.
        """
        if self.made is not None and then is not None:
            then()
            return
        self._then = then or self._then
        if self._steps is None:
            self._steps = Steps(self._make(), 0)
            self._work.wake()

    def forget(self) -> None:
        """It is not right any more: make it anew, if it was made."""
        if self._steps is not None:
            self._steps = None
            self.begin()

    def _work_a_slice(self, seconds: float) -> bool:
        """Do some of it, until a key comes; whether it is whole."""
        end = time.perf_counter() + seconds
        while self._steps is not None and not self._steps.work(0):
            if self._work.is_resting or time.perf_counter() >= end:
                break
        return self.made is not None

    def _end(self) -> None:
        gc_policy.set_aside()
        then, self._then = self._then, lambda: None
        then()

    def _fail(self, error: Exception) -> None:
        """It is made when it is asked for again."""
        self._steps, self._then = None, lambda: None
        self._failed(error)


class ReadingAcross:
    """What is known of all articles together."""

    def __init__(
        self, workspace: Workspace, comparer: Comparer, changed: Callable[[], None]
    ) -> None:
        """Nothing is done yet.

        Args:
            workspace: The story.
            comparer: For whom it is done.
            changed: What is done when an article has another text, so that nothing said of the old
                one is shown any more.
        """
        self._workspace = workspace
        self._comparer = comparer
        self._changed = changed
        self.index = MadeOfAll(self._index_in_steps, comparer, self._say_why_not)
        """The passages of all articles."""
        self.shared = MadeOfAll(self._shared_in_steps, comparer, self._say_why_not)
        """What the articles share."""
        self.groups = StoryGroups(workspace)
        """What is tagged, in groups."""
        self._clustered: tuple[PassageIndex, Links] | None = None
        """The index, and the links by which it knows the clusters."""
        self._by_id: dict[str, tuple[Annotations, dict[str, Annotation]]] = {}
        """By article its annotations, and the same by their ids."""
        workspace.now.subscribe(lambda _: self._forget())
        workspace.subscribe(self._look_at_dates)

    def _forget(self) -> None:
        """An article has another text."""
        self.index.forget()
        self.shared.forget()
        self._changed()

    def _look_at_dates(self, change: Change) -> None:
        """Where an article is said to be of another day, another may have had a passage first."""
        if changes_byline(change.edit):
            self.shared.forget()

    def _say_why_not(self, error: Exception) -> None:
        notices = self._workspace.status.notices
        notices.add(f"The articles are not compared ({reason(error)})")
        self._comparer.progress_changed(has_notices=True)

    def _texts_in_steps(self) -> Generator[None, None, dict[str, DatedText]]:
        texts: dict[str, DatedText] = {}
        left = _MOST
        links = self._workspace.now.readable_links()
        for opened in self._workspace.now.every_article():
            article = opened.article
            left -= len(article.text)
            if left < 0:
                break
            texts[opened.id] = DatedText(article.text, links.byline_of(article).date)
            yield
        return texts

    def _index_in_steps(self) -> Generator[None, None, PassageIndex]:
        texts = yield from self._texts_in_steps()
        steps = index_steps({name: each.text for name, each in texts.items()})
        while not steps.work(0):
            yield
        return steps.result

    def _shared_in_steps(self) -> Generator[None, None, tuple[StoryPassage, ...]]:
        steps = story_passages_in_steps((yield from self._texts_in_steps()))
        while not steps.work(0):
            yield
        return steps.result

    # Asking the index ----------------------------------------------------------------------

    def knows(self, article_id: str) -> bool:
        """Whether the passages of an article are indexed."""
        index = self.index.made
        return index is not None and article_id in index.articles

    def sentence_at(self, article_id: str, offset: int) -> Span | None:
        """The sentence that an offset of an article is in; none before that is indexed."""
        index = self.index.made
        indexed = index.articles.get(article_id) if index is not None else None
        number = indexed.number_at(offset) if indexed is not None else -1
        if indexed is None or number < 0:
            return None
        span = indexed.sentences[number].span
        return span if offset <= span.end else None

    def aligned(
        self, asked: AskedPassage, among: Iterable[str] | None
    ) -> Mapping[str, Sequence[AlignedPassage]]:
        """What is most like a passage in some other articles, or in all, the surest first."""
        index = self.index.made
        if index is None or asked.article not in index.articles:
            return {}
        links = self._workspace.now.readable_links()
        tied = TiedTexts(links, self._annotation)
        if self._clustered is None or any(map(is_not, self._clustered, (index, links))):
            index_clusters(index, tied)
            self._clustered = (index, links)
        return aligned_passages(index, tied, asked, among)

    def reason(self, asked: AskedPassage, passage: AlignedPassage) -> AlignmentReason:
        """What a passage that was found shares with the one that was asked for."""
        assert self.index.made is not None
        return reason_for(self.index.made, asked, passage)

    def _annotation(self, mention: Mention) -> Annotation | None:
        if self._workspace.story.ref(mention.article) is None:
            return None
        annotations = self._workspace.article(mention.article).annotations
        known = self._by_id.get(mention.article)
        if known is None or known[0] is not annotations:
            known = self._by_id[mention.article] = (annotations, {a.id: a for a in annotations})
        return known[1].get(mention.id)
