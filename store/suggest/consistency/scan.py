"""Looks for what is not tagged alike through a whole story, in steps, and keeps that up to date."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from store.annotations.edits import EditOfAnnotation, of_annotations, touched
from store.suggest.consistency.inconsistency import TaggedArticle, examine
from store.suggest.tagged.forms import How, forms_of
from store.suggest.tagged.lookup import Lookup
from store.suggest.tagged.word_index import WordIndex, blocks_of
from store.text.span import Span
from store.text.spelling import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.annotations.edits import Edit
    from store.story.open_article import OpenArticle
    from store.suggest.consistency.inconsistency import Inconsistency

_KEPT: Final = 20_000_000
"""Code points of the texts that are kept between the two times that each is looked at."""
_AT_ONCE: Final = 50
"""Texts that are prepared between two looks at the clock."""
_PLACES_AT_ONCE: Final = 50
"""Places of texts that are judged between two looks at the clock, unless one text has more."""


class ConsistencyScan:
    """What there is to settle in a story."""

    def __init__(self, ids: Sequence[str], read: Callable[[str], OpenArticle]) -> None:
        """Nothing is read before `work` is called.

        Args:
            ids: Of the articles, in the order of the story.
            read: Gives an article as it is now.
        """
        self.findings: dict[str, Inconsistency] = {}
        """By key, the likeliest slips first; complete when all is done."""
        self._ids = tuple(ids)
        self._read = read
        self._known: dict[str, TaggedArticle] = {}
        self._articles_of: dict[str, set[str]] = {}
        """By key: the articles in which it is tagged or stands."""
        self._texts: dict[str, dict[str, None]] = {}
        """By key: the texts that are tagged, as they are written."""
        self._kept = 0
        self._steps = self._run()
        self._done = 0.0
        """How many articles have been met, and how many searched, the last one in part."""
        self.is_done = False

    @property
    def progress(self) -> float:
        """The share of the work that is done."""
        return 1.0 if self.is_done else self._done / max(1, 2 * len(self._ids))

    def work(self, seconds: float | None = None) -> bool:
        """Go on for a while, or to the end; whether there is more to do."""
        end = None if seconds is None else time.monotonic() + seconds
        for _ in self._steps:
            if end is not None and time.monotonic() > end:
                return True
        self.is_done = True
        return False

    # The first time through -----------------------------------------------------------------

    def _run(self) -> Iterator[None]:
        for number, article_id in enumerate(self._ids):
            self._meet(number, self._read(article_id))
            self._done += 1
            yield
        sought: Lookup[str] = Lookup()
        for number, (key, texts) in enumerate(self._texts.items()):
            forms = {f.text: f for text in texts for f in forms_of(text)[:1]}
            for form in forms.values():
                sought.add(form, key)
            if number % _AT_ONCE == 0:
                yield
        for article_id, known in self._known.items():
            yield from self._search(article_id, known, sought)
        found, places = [], 0
        for key in self._texts:
            finding = self._examined(key)
            if finding is not None:
                found.append(finding)
            places += 1 + (len(finding.occurrences) if finding is not None else 0)
            if places >= _PLACES_AT_ONCE:
                places = 0
                yield
        found.sort(key=lambda finding: finding.order)
        self.findings = {finding.key: finding for finding in found}

    def _meet(self, number: int, opened: OpenArticle) -> None:
        """Take an article's annotations; not of one that cannot be annotated."""
        text = opened.article.text
        if opened.problem or not text:
            return
        self._kept += len(text)
        known = TaggedArticle(
            opened.id,
            number,
            opened.article.sha256,
            text if self._kept <= _KEPT else "",
            opened.annotations,
            opened.rejected,
            _read_up_to(opened),
        )
        self._known[opened.id] = known
        for annotation in opened.annotations:
            key = canonical(annotation.text)
            known.tags.setdefault(key, []).append(annotation)
            self._texts.setdefault(key, {})[annotation.text] = None
            self._articles_of.setdefault(key, set()).add(opened.id)

    def _search(self, article_id: str, known: TaggedArticle, sought: Lookup[str]) -> Iterator[None]:
        """Find where tagged texts stand in an article."""
        text = known.text or self._read(article_id).article.text
        found: set[tuple[int, int, str]] = set()
        blocks = list(blocks_of(text))
        for within in blocks:
            for key, one in sought.find(WordIndex.of(text, within)):
                if one.how is How.SAME:
                    found.add((one.start, one.end, key))
            self._done += 1 / len(blocks)
            yield
        known.found = sorted(found)
        for start, end, key in known.found:
            known.spans.setdefault(key, []).append(Span(start, end))
            self._articles_of[key].add(article_id)

    def _examined(self, key: str) -> Inconsistency | None:
        articles = self._articles_of.get(key, ())
        if len(articles) == 1:
            known = self._known[next(iter(articles))]
            if len(known.tags.get(key, ())) + len(known.spans.get(key, ())) < 2:
                return None  # most long texts: they stand once
        return examine(key, sorted(map(self._known.__getitem__, articles), key=lambda a: a.number))

    def is_current(self, opened: OpenArticle) -> bool:
        """Whether an article has still the text that was looked through."""
        known = self._known.get(opened.id)
        return known is not None and known.sha256 == opened.article.sha256

    # What has changed -----------------------------------------------------------------------

    def update(self, edit: Edit) -> bool:
        """Take what an edit has changed, which has been made.

        Returns:
            Whether that was possible. It is not where the edit tags a text that was tagged nowhere:
            then a new survey has to look for it.
        """
        changed: set[str] = set()
        for single in of_annotations(edit):
            known = self._known.get(single.article)
            if known is not None:
                changed |= self._exchange(single, known)
        for article_id in touched(edit) & self._known.keys():
            changed |= self._bring_up_to_date(article_id)
        if not changed <= self._texts.keys():
            return False
        for key in changed:
            finding = self._examined(key)
            if finding is None:
                self.findings.pop(key, None)
            else:
                self.findings[key] = finding
        return True

    def _exchange(self, single: EditOfAnnotation, known: TaggedArticle) -> set[str]:
        """Take one annotation for another; gives the keys of the texts that are concerned."""
        changed = set()
        for annotation in (single.before, single.after):
            if annotation is None or annotation.adrift:
                continue
            key, span = canonical(annotation.text), annotation.span
            changed |= {k for start, end, k in known.found if start < span.end and span.start < end}
            if annotation.rejected:
                changed |= {key} & self._texts.keys()
                continue
            changed.add(key)
            tags = known.tags.setdefault(key, [])
            if annotation is single.after:
                tags.append(annotation)
                self._articles_of.setdefault(key, set()).add(single.article)
            elif annotation in tags:
                tags.remove(annotation)
        return changed

    def _bring_up_to_date(self, article_id: str) -> set[str]:
        """Look at an article again; gives the keys of the texts that count as read only now."""
        known, opened = self._known[article_id], self._read(article_id)
        known.annotations, known.rejected = opened.annotations, opened.rejected
        before, known.read_up_to = known.read_up_to, _read_up_to(opened)
        low, high = sorted((before, known.read_up_to))
        return {key for start, _, key in known.found if low <= start < high}


def _read_up_to(opened: OpenArticle) -> int:
    ends = (a.end for each in (opened.annotations, opened.rejected) for a in each)
    return max(ends, default=0)
