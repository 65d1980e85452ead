"""What is proposed in a story, kept up to date as it is edited: the one object here that changes.

An edit costs nothing but a note of the pieces of the article that it touches: they are put
together anew when somebody asks for proposals there, or by `work`. That is called in small slices
when nobody presses a key, and does all else: reading articles, looking for what became known,
counting, learning.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from store.annotations.edits import of_annotations
from store.suggest import answers
from store.suggest.counting import Counting
from store.suggest.pieces import KnownArticle
from store.suggest.propagation import find_in_text
from store.suggest.proposals import NOTHING, Proposals
from store.suggest.reading import Teaching
from store.suggest.remembered import Memory
from store.suggest.shelf import Shelf, count_like

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.steps import Steps
    from store.story.open_article import OpenArticle
    from store.story.workspace import Change, Workspace
    from store.suggest.learning import Learner
    from store.suggest.model import Suggestion
    from store.suggest.outside.background import Background
    from store.suggest.outside.choosing import OutsideSuggester as ExtraSuggester
    from store.suggest.pieces import Piece
    from store.text.span import Span

THRESHOLD: Final = 0.35
"""How sure a suggestion is at least that is shown, where nobody has said otherwise."""
_AT_ONCE: Final = 0.02
"""Seconds for reading more articles when somebody wants something proposed everywhere."""
MOST: Final = 1_000_000
"""Code points of the articles of which everything is known. In a story of more than that the others
are known once somebody looks at them, or where what a person asked for stands in them."""


class Suggester:
    """The proposals of one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        learner: Learner | None = None,
        extra: Sequence[ExtraSuggester] = (),
        for_reading: bool = False,
        most: int = MOST,
    ) -> None:
        """Nothing is read or started before `proposals` or `work` is called.

        Args:
            workspace: The story. One that can only be read gets no proposals, as they could not be
                accepted.
            learner: Learns from what is tagged.
            extra: Suggesters outside the program.
            for_reading: Propose in a story that can only be read too.
            most: Code points of the articles of which everything is known; see `MOST`.
        """
        self._workspace = workspace
        self._learner = learner
        self._extra = tuple(extra)
        self._background: Background | None = None
        self._for_reading = for_reading
        self._most = most
        self._memory = Memory()
        self._teaching = Teaching()
        self._shelf = Shelf(workspace.article, self._memory, self._teaching, THRESHOLD)
        self._counting = Counting(workspace.article, self._memory, self._shelf.articles)
        self._searched: dict[str, int] = {}
        """Articles of which not everything is known: up to which entry they have been searched."""
        self._queue: deque[str] = deque()
        """Articles that have to be looked at."""
        self._looked_at: set[str] = set()
        """Articles that have been looked at from beginning to end."""
        self._is_begun = False
        self._let_go = [workspace.subscribe(self._on_change), workspace.watch(self._on_new_text)]

    def close(self) -> None:
        """End what was started."""
        for let_go in self._let_go:
            let_go()
        self._let_go = []
        self._shelf.tell_nobody()
        if self._learner is not None:
            self._learner.close()
        if self._background is not None:
            self._background.close()

    # How things stand ----------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether anything is suggested. What a person asked for by a key is proposed anyway."""
        return self._shelf.is_on

    @is_on.setter
    def is_on(self, value: bool) -> None:
        if value != self._shelf.is_on:
            self._shelf.is_on = value
            self._put_all_together()

    @property
    def threshold(self) -> float:
        """How sure a suggestion is at least that is shown, from 0 to 1."""
        return self._shelf.threshold

    @threshold.setter
    def threshold(self, value: float) -> None:
        value = min(1.0, max(0.0, value))
        if value != self._shelf.threshold:
            self._shelf.threshold = value
            self._put_all_together()

    @property
    def is_learning(self) -> bool:
        """Whether something is being learned just now."""
        return self._shelf.is_on and self._learner is not None and self._learner.is_busy

    @property
    def progress(self) -> tuple[int, int]:
        """How many articles have been looked at, and how many there are."""
        total = len(self._workspace.story.articles)
        if self._workspace.read_only and not self._for_reading:
            return total, total
        return len(self._looked_at), total

    @property
    def count(self) -> int:
        """Proposals in the articles looked at so far."""
        return sum(len(known.proposals()) for known in self._shelf.articles.values())

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        sentences = self._background.take_notices() if self._background is not None else []
        problem = self._learner.take_problem() if self._learner is not None else ""
        return [*sentences, *([problem] if problem else [])]

    def watch(self, watcher: Callable[[str], None]) -> Callable[[], None]:
        """Be told the id of each article whose proposals changed; call what is returned to stop."""
        return self._shelf.watch(watcher)

    def _may_propose(self, opened: OpenArticle) -> bool:
        if self._for_reading:
            return bool(opened.article.text)
        return not self._workspace.read_only and not opened.problem

    # Proposals -----------------------------------------------------------------------------

    def proposals(self, article_id: str) -> Proposals:
        """What is to be shown in an article now. More may come with `work`; see `watch`."""
        opened = self._workspace.article(article_id)
        if not self._may_propose(opened):
            return NOTHING
        known = self._known(article_id)
        if not known.is_shown:
            known.is_shown = True
            self._queue_first(article_id)
        self._shelf.freshen(known)
        return known.proposals()

    def found(self, article_id: str, span: Span, label: str) -> Suggestion | None:
        """The suggestion of just that span and label that is shown in an article."""
        return self._shelf.found(article_id, span, label)

    def known_proposals(self, article_id: str) -> Proposals | None:
        """What is to be shown in an article that has been looked at; none of any other."""
        return self._shelf.proposals(article_id)

    def _known(self, article_id: str) -> KnownArticle:
        """What is known of an article; it is begun with if it was not known."""
        opened = self._workspace.article(article_id)
        known = self._shelf.articles.get(article_id)
        if known is None or known.text is not opened.article.text:
            known = KnownArticle.of(article_id, opened.article.text)
            self._shelf.add(known)
            self._searched.pop(article_id, None)
            self._counting.set_read(known, opened)
            self._counting.count_tags(opened)
        return known

    def _queue_first(self, article_id: str) -> None:
        self._begin()
        if article_id in self._queue:
            self._queue.remove(article_id)
        self._queue.appendleft(article_id)

    def _put_all_together(self) -> None:
        """Bring what is shown up to date where somebody looks, and leave the rest to `work`."""
        changed = []
        for known in self._shelf.articles.values():
            for piece in known.pieces:
                piece.is_stale = True
            if known.is_shown:
                anew = [self._shelf.put_together(known, piece) for piece in known.pieces]
                changed += [known.id] if any(anew) else []
            self._queue_later(known.id)
        self._shelf.tell(changed)

    def _queue_later(self, article_id: str) -> None:
        if self._is_begun and article_id not in self._queue:
            self._queue.append(article_id)

    # Propagation ---------------------------------------------------------------------------

    def propose_like(self, article_id: str, annotation: Annotation) -> int:
        """Propose the text of an annotation, in all its forms, wherever else it stands.

        Returns:
            How many proposals that makes in the articles looked at so far.
        """
        self._begin()
        self._known(article_id)
        self._know_more(_AT_ONCE)
        key = self._memory.add(annotation.text, annotation.label)
        self._memory.asked.add(key)
        numbers = {n for n, entry in enumerate(self._memory.entries) if entry.key == key}
        count, changed = 0, []
        for known in self._shelf.articles.values():
            has_changed = False
            for piece in known.pieces:
                if piece.words is None:
                    piece.look(known.text, self._memory)
                piece.search(self._memory)
                if numbers & piece.found.keys():
                    has_changed |= self._shelf.put_together(known, piece)
                    count += count_like(piece, key)
            changed += [known.id] if has_changed else []
        self._queue.extend(i for i in self._searched if i not in self._queue)
        self._shelf.tell(changed)
        return count

    def _know_more(self, seconds: float) -> None:
        """Read articles that are not known yet: in a small story, all that somebody asks about."""
        end = time.perf_counter() + seconds
        for article_id in self._ids:
            if time.perf_counter() >= end or self._shelf.size >= self._most:
                return
            self._known(article_id)

    @property
    def reached(self) -> int:
        """How many articles what is asked for has been looked for in."""
        return len(self._shelf.articles)

    @property
    def _ids(self) -> Iterator[str]:
        """The articles of the story, in order."""
        return (ref.id for ref in self._workspace.story.articles)

    def asked_for(self, annotation: Annotation) -> tuple[str, Suggestion] | None:
        """The first proposal, and its article, of those that were asked for with an annotation."""
        return self._shelf.asked_for(self._ids, annotation)

    # Answers -------------------------------------------------------------------------------

    def of_kind(self, article_id: str, suggestion: Suggestion) -> list[tuple[str, Suggestion]]:
        """The proposals in the whole story that are of one kind, by article in its order.

        Those that were proposed by one key; else those of the same label and words.
        """
        return self._shelf.of_kind(self._ids, suggestion) or [(article_id, suggestion)]

    def count_of_kind(self, suggestion: Suggestion) -> int:
        """How many there are of one kind; costs nothing, however many there are."""
        return self._shelf.count_of_kind(suggestion)

    def accept(
        self,
        article_id: str,
        suggestion: Suggestion,
        *,
        label: str | None = None,
        span: Span | None = None,
    ) -> Edit | Refusal:
        """The edit that makes an annotation of a suggestion; see `answers.accepted`."""
        opened = self._workspace.article(article_id)
        others = self._around(article_id, suggestion, {})
        return answers.accepted(
            opened, suggestion, self._workspace.labels, others, label=label, span=span
        )

    def reject(self, article_id: str, suggestion: Suggestion) -> Edit | Refusal:
        """The edit that rejects a suggestion for good."""
        return answers.rejected(self._workspace.article(article_id), suggestion)

    def accepting_kind(self, article_id: str, suggestion: Suggestion) -> Steps[Edit | Refusal]:
        """The one edit that accepts all of a kind, a step for each, as they may be thousands."""
        kept: dict[int, list[Suggestion]] = {}
        return answers.accepting(
            self._kind(article_id, suggestion),
            self._workspace.labels,
            lambda i, each: self._around(i, each, kept),
        )

    def rejecting_kind(self, article_id: str, suggestion: Suggestion) -> Steps[Edit | Refusal]:
        """The one edit that rejects all of a kind, a step for each."""
        return answers.rejecting(self._kind(article_id, suggestion))

    def _kind(
        self, article_id: str, suggestion: Suggestion
    ) -> list[tuple[OpenArticle, Suggestion]]:
        article = self._workspace.article
        return [(article(i), each) for i, each in self.of_kind(article_id, suggestion)]

    def _around(
        self, article_id: str, suggestion: Suggestion, kept: dict[int, list[Suggestion]]
    ) -> list[Suggestion]:
        """All suggestions near one that have a source, shown or not.

        Args:
            article_id: Where it stands.
            suggestion: Near which.
            kept: By piece, what was found before; of each it is worked out once.
        """
        known = self._known(article_id)
        found: list[Suggestion] = []
        for piece in known.touching(suggestion.span):
            if id(piece) not in kept:
                here = self._shelf.suggestions(known, piece)
                kept[id(piece)] = [each for each in here if each.source is not None]
            found += kept[id(piece)]
        return found

    # What has changed ----------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        touched: dict[str, list[Span]] = {}
        edits = list(of_annotations(change.edit))
        self._counting.take(edits, is_new=change.did in ("edit", "redo"))
        for edit in edits:
            for value in (edit.before, edit.after):
                if value is not None and not value.adrift:
                    touched.setdefault(edit.article, []).append(value.span)
        for article_id, spans in touched.items():
            known = self._shelf.articles.get(article_id)
            if known is None or known.text is not self._workspace.article(article_id).article.text:
                continue
            known.edited_at = self._teaching.note_edit()
            pieces = {id(p): p for span in spans for p in known.touching(span)}
            for piece in pieces.values():
                piece.is_stale = piece.is_miscounted = True
            known.edited |= pieces
            self._queue_first(article_id)

    def _on_new_text(self, article_id: str) -> None:
        """An article was read again: begin anew with it."""
        known = self._shelf.articles.get(article_id)
        if known is not None:
            is_shown = known.is_shown
            self._counting.recount()
            self._known(article_id).is_shown = is_shown
            self._queue_first(article_id)

    # Idle work -----------------------------------------------------------------------------

    def work(self, seconds: float) -> bool:
        """Do some of what can wait; call it when no key is pressed.

        Args:
            seconds: How long it may take; a step that is begun is finished, which takes some
                milliseconds.

        Returns:
            Whether there is more to do, or something else is at work of which results will come.
        """
        if self._workspace.read_only and not self._for_reading:
            return False
        end = time.perf_counter() + seconds
        self._begin()
        changed = self._take_answers()
        while self._step(changed):
            if time.perf_counter() >= end:
                break
        else:
            self._teach()
            self._shelf.tell(changed)
            return self._is_waiting()
        self._shelf.tell(changed)
        return True

    def _begin(self) -> None:
        """Put all articles in the queue, the annotated ones first."""
        if self._is_begun:
            return
        self._is_begun = True
        annotated = self._workspace.annotated_ids()
        ids = [ref.id for ref in self._workspace.story.articles]
        self._queue.extend(
            [i for i in ids if i in annotated] + [i for i in ids if i not in annotated]
        )

    def _is_waiting(self) -> bool:
        is_heard = self._background is not None and self._background.is_busy
        return self._shelf.is_on and (is_heard or self.is_learning)

    def _step(self, changed: list[str]) -> bool:
        """Do the next thing that takes some milliseconds at most; whether there was one."""
        if not self._queue:
            return self._settle_keys()
        article_id = self._queue[0]
        if article_id not in self._shelf.articles and self._shelf.size >= self._most:
            self._peek(article_id)
            self._done_with(article_id)
            return True
        known = self._known(article_id)
        if not self._may_propose(self._workspace.article(article_id)):
            self._done_with(article_id)
            return True
        for piece in known.pieces:
            if self._bring_up_to_date(known, piece, changed):
                return True
        self._ask_outside(known)
        self._done_with(article_id)
        return True

    def _done_with(self, article_id: str) -> None:
        self._queue.popleft()
        self._looked_at.add(article_id)

    def _bring_up_to_date(self, known: KnownArticle, piece: Piece, changed: list[str]) -> bool:
        """Do what a piece needs next; whether it needed anything."""
        memory = self._memory
        if piece.words is None:
            piece.look(known.text, memory)
            return True
        if piece.ruled is None and self._shelf.is_on:
            piece.ruled = tuple(self._by_rules(known, piece))
            piece.is_stale = True
            return True
        if piece.searched < len(memory.entries):
            piece.search(memory)
        if piece.is_miscounted:
            annotations = self._workspace.article(known.id).annotations
            self._counting.changed |= piece.count(memory, known.read_up_to, annotations)
        if piece.is_stale:
            if self._shelf.put_together(known, piece):
                changed.append(known.id)
            return True
        return False

    def _by_rules(self, known: KnownArticle, piece: Piece) -> Iterator[Suggestion]:
        from store.suggest.rules import suggest_by_rules

        begin = piece.within.start
        for each in suggest_by_rules(piece.within.of(known.text), self._workspace.labels):
            source = each.source
            moved = (
                None if source is None else type(source)(source.start + begin, source.end + begin)
            )
            yield replace(each, start=each.start + begin, end=each.end + begin, source=moved)

    def _settle_keys(self) -> bool:
        """Propose anew what is tagged more or less often than before; whether there was any."""
        if not self._counting.changed:
            return False
        keys, self._counting.changed = self._counting.changed, set()
        entries = self._memory.entries
        numbers = {n for n, entry in enumerate(entries) if entry.key in keys}
        for known in self._shelf.articles.values():
            is_stale = False
            for piece in known.pieces:
                piece.is_stale |= bool(numbers & piece.found.keys())
                is_stale |= piece.is_stale or piece.searched < len(entries)
            if is_stale:
                self._queue_later(known.id)
        return bool(self._queue)

    def _peek(self, article_id: str) -> None:
        """Look at an article, and keep it only if something that was asked for stands in it."""
        memory = self._memory
        first = self._searched.get(article_id, 0)
        self._searched[article_id] = len(memory.entries)
        opened = self._workspace.peek(article_id)
        self._counting.count_tags(opened)
        asked = [entry for entry in memory.entries[first:] if entry.key in memory.asked]
        for entry in asked:
            if find_in_text(opened.article.text, entry.forms, memory.is_common):
                self._known(article_id)
                self._queue.append(article_id)
                return

    # What others suggest -------------------------------------------------------------------

    def _ask_outside(self, known: KnownArticle) -> None:
        if not self._extra or known.is_asked or not self._shelf.is_on:
            return
        if self._background is None:
            from store.suggest.outside.background import Background

            self._background = Background(self._extra)
        known.is_asked = True
        self._background.ask(known.id, known.text, soon=known.is_shown)

    def _take_answers(self) -> list[str]:
        """Take what has come back from the learner and from outside; the articles that changed."""
        changed: list[str] = []
        if self._background is not None:
            for heard in self._background.poll():
                known = self._shelf.articles.get(heard.article_id)
                if known is not None and known.text == heard.text:
                    by_piece = known.by_piece(heard.suggestions)
                    for number, piece in enumerate(known.pieces):
                        piece.outside[heard.suggester] = tuple(by_piece.get(number, ()))
                    self._renew(known, changed)
        if self._learner is not None and self._shelf.is_on:
            for article_id, suggestions in self._learner.poll().items():
                known = self._shelf.articles.get(article_id)
                if known is not None:
                    self._teaching.take(self._learner.learned)
                    by_piece = known.by_piece(suggestions)
                    for number, piece in enumerate(known.pieces):
                        piece.learned = tuple(by_piece.get(number, ()))
                    self._renew(known, changed)
        return changed

    def _renew(self, known: KnownArticle, changed: list[str]) -> None:
        """Have all of an article put together anew."""
        for piece in known.pieces:
            piece.is_stale = True
        self._queue_first(known.id) if known.is_shown else self._queue_later(known.id)

    def _teach(self) -> None:
        """Have the learner learn, if enough has changed since it last did."""
        learner = self._learner
        if learner is None or not self._shelf.is_on or learner.is_busy or not self._teaching.is_due:
            return
        known = [k for k in self._shelf.articles.values() if k.id in self._counting.counted]
        examples = self._teaching.examples(known, self._workspace.article)
        self._teaching.begin(len(self._memory.entries))
        shown = sorted(known, key=lambda k: (not k.is_shown, -k.edited_at))
        learner.learn(examples, [(k.id, k.text) for k in shown])
