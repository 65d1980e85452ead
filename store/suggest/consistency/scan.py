"""Looks for what is not tagged alike through a whole story, in steps, and keeps that up to date.

The first look and every later one are the same: articles that were never met, or have changed, are
taken as they are now, what is tagged for the first time is looked for in all of them, and the texts
that are concerned are judged anew. So what is known equals what a scan from nothing would find.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from store.suggest.consistency.inconsistency import TextInArticle, examine
from store.suggest.consistency.scanned_article import ScannedArticle
from store.suggest.consistency.tagged_texts import TaggedTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.story.open_article import OpenArticle
    from store.suggest.consistency.inconsistency import Inconsistency

_KEPT: Final = 20_000_000
"""Code points of the texts that are kept between two times that each is looked at."""
_PLACES_AT_ONCE: Final = 50
"""Places of texts that are judged between two looks at the clock, unless one text has more."""


class ConsistencyScan:
    """What there is to settle in a story."""

    def __init__(
        self,
        ids: Sequence[str],
        read: Callable[[str], OpenArticle],
        layer_of: Callable[[str], str] = lambda _: "",
    ) -> None:
        """Nothing is read before `work` is called.

        Args:
            ids: Of the articles, in the order of the story.
            read: Gives an article as it is now.
            layer_of: Gives the layer of a label.
        """
        self.findings: dict[str, Inconsistency] = {}
        """By key; complete when all is done."""
        self.is_through = False
        """Whether all was done once: what is found is right then wherever nothing has changed."""
        self._read = read
        self._layer_of = layer_of
        self._numbers: dict[str, int] = {}
        """Of the articles, by their ids."""
        self._articles: dict[str, ScannedArticle] = {}
        self._kept = 0
        self._texts = TaggedTexts()
        self._articles_of: dict[str, set[str]] = {}
        """By key: the articles in which it was tagged, or stood, at some time; some may be gone."""
        self._stale: dict[str, None] = {}
        """Articles that are to be taken as they are now."""
        self._unsearched: dict[str, None] = {}
        """Articles in which not everything that is tagged has been looked for."""
        self._changed: set[str] = set()
        """Keys of texts that are to be judged."""
        self._search: tuple[ScannedArticle, Iterator[float]] | None = None
        """The article that is being searched."""
        self._share = 0.0
        """Which share of it has been searched."""
        self.arrange(ids)

    # What has changed -----------------------------------------------------------------------

    def arrange(self, ids: Sequence[str]) -> None:
        """Take the articles of the story that there are now, in their order."""
        before, self._numbers = self._numbers, {each: n for n, each in enumerate(ids)}
        self.look_again((before.keys() ^ self._numbers.keys()), in_order=ids)
        if [each for each in ids if each in before] != [e for e in before if e in self._numbers]:
            self._changed |= set(self._texts)

    def look_again(self, articles: Iterable[str], in_order: Sequence[str] = ()) -> None:
        """Take some articles as they are now, as soon as there is time."""
        wanted = set(articles)
        self._stale.update(dict.fromkeys(each for each in in_order if each in wanted))
        self._stale.update(dict.fromkeys(wanted))

    def is_current(self, opened: OpenArticle) -> bool:
        """Whether an article has still the text that was looked through."""
        known = self._articles.get(opened.id)
        return known is not None and known.sha256 == opened.article.sha256

    # The work -------------------------------------------------------------------------------

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not (self._stale or self._unsearched or self._changed)

    @property
    def is_right(self) -> bool:
        """Whether what is found is right, though more may be found in what is not searched yet."""
        return self.is_through and not (self._stale or self._changed)

    @property
    def progress(self) -> float:
        """The share of the work that is done."""
        left = len(self._stale) + len(self._stale.keys() | self._unsearched.keys()) - self._share
        return 1.0 if self.is_done else max(0.0, 1 - left / max(1, 2 * len(self._numbers)))

    def work(self, seconds: float | None = None) -> bool:
        """Go on for a while, or to the end; whether there is more to do.

        What was changed comes first, so that what is found already is right again soon.
        """
        end = None if seconds is None else time.monotonic() + seconds
        while not self.is_done:
            if self._stale:
                self._meet(next(iter(self._stale)))
            elif self._changed and (self.is_through or not self._unsearched):
                self._judge_some()
            else:
                self._search_on()
            if end is not None and time.monotonic() > end:
                break
        self.is_through |= self.is_done
        return not self.is_done

    def _meet(self, article_id: str) -> None:
        """Take an article as it is now, unless it has gone, or cannot be annotated."""
        del self._stale[article_id]
        opened = self._read(article_id) if article_id in self._numbers else None
        article = None if opened is None or opened.problem else opened.article
        known = self._articles.get(article_id)
        if known is not None and (article is None or article.sha256 != known.sha256):
            self._let_go(known)
            known = None
        if opened is None or article is None or not article.text:
            return
        if known is None:
            text = article.text if self._kept + len(article.text) <= _KEPT else ""
            self._kept += len(text)
            known = self._articles[article_id] = ScannedArticle(article_id, article.sha256, text)
            self._unsearched[article_id] = None
        so_many = len(self._texts)
        changed = known.take(opened, self._texts)
        for key in changed:
            self._articles_of.setdefault(key, set()).add(article_id)
        self._changed |= changed
        if len(self._texts) > so_many:
            self._unsearched.update(dict.fromkeys(self._articles))

    def _let_go(self, known: ScannedArticle) -> None:
        del self._articles[known.id]
        self._unsearched.pop(known.id, None)
        if self._search is not None and self._search[0] is known:
            self._search, self._share = None, 0.0
        self._kept -= len(known.text)
        self._changed |= known.let_go(self._texts)

    def _search_on(self) -> None:
        """Look in one more block of an article for what was not looked for there yet."""
        if self._search is None:
            here = self._articles[next(iter(self._unsearched))]
            text = here.text or self._text_of(here)
            if text:
                self._search = here, here.search(text, self._texts)
            return
        here, steps = self._search
        first = here.searched
        share = next(steps, None)
        if share is not None:
            self._share = share
            return
        self._search, self._share = None, 0.0
        for key in here.keys_found(first, self._texts):
            self._articles_of.setdefault(key, set()).add(here.id)
            self._changed.add(key)
        if here.searched == len(self._texts):
            del self._unsearched[here.id]

    def _text_of(self, here: ScannedArticle) -> str:
        """The text of an article that was not kept; nothing where it is another by now."""
        opened = self._read(here.id)
        if self.is_current(opened):
            return opened.article.text
        self._stale[here.id] = None
        return ""

    def _judge_some(self) -> None:
        places = 0
        while self._changed and places < _PLACES_AT_ONCE:
            key = self._changed.pop()
            finding = self._judged(key)
            if finding is None:
                self.findings.pop(key, None)
                places += 1
            else:
                self.findings[key] = finding
                places += len(finding.occurrences)

    def _judged(self, key: str) -> Inconsistency | None:
        forms = self._texts.sought(key)
        articles = self._articles_of.get(key, set()) & self._articles.keys()
        said = (
            TextInArticle(each, each.tags.get(key, ()), each.stands(forms))
            for each in map(
                self._articles.__getitem__, sorted(articles, key=self._numbers.__getitem__)
            )
        )
        return examine(key, said, self._layer_of)

    def ranked(self) -> list[Inconsistency]:
        """What was found, the likeliest slips first."""
        return sorted(self.findings.values(), key=lambda finding: finding.order)
