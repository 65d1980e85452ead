"""What the same annotator has tagged in the other stories of a corpus, and how sure that is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.articles import find_story
from store.errors import SidelightError
from store.library.scanning import annotated_stories
from store.story.reading import open_to_read
from store.suggest.blocks import KnownArticle
from store.suggest.level import BREAK_EVEN
from store.suggest.tagged.forms import is_description, is_name
from store.suggest.tagged.tag_counts import PhraseKey
from store.suggest.tagged.tagged_phrases import TaggedPhrases
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.articles import Story
    from store.story.open_article import OpenArticle

MOST_STORIES: Final = 5
"""Other stories that are read at most: those that were worked on last."""
MOST_ARTICLES: Final = 8
"""Annotated articles that are read of each."""
_LONGEST: Final = 60_000
"""Code points of the longest article that is read."""
_LEAST_TAGGED: Final = 2
"""How often something was tagged at least that is suggested in another story; and in how many
articles at least, if it is no name: common words of one article mean something there."""


def others_of(story: Story, annotator: str) -> OtherStories:
    """The other stories in the folder that a story lies in."""
    return OtherStories(story.root.parent, annotator, story.root)


class OtherStories:
    """Reads what an annotator has tagged in the other stories of a corpus."""

    def __init__(self, corpus: Path, annotator: str, own: Path) -> None:
        """Nothing is read yet.

        Args:
            corpus: The folder of the stories.
            annotator: Whose annotations.
            own: The folder of the story that is open, which is left out.
        """
        self._corpus = corpus
        self._annotator = annotator
        self._own = own
        self.sure: dict[PhraseKey, float] = {}
        """How likely each is to be tagged in another story, as far as that is worth a thought."""
        self.texts: list[tuple[str, str]] = []
        """These as they were tagged, each with its label."""
        self.articles: Counter[tuple[str, bool]] = Counter()
        """By label, how often what was tagged there begins with an article or stands behind one."""
        self.explained: list[str] = []
        """What was read, as sentences."""

    def steps(self) -> Iterator[None]:
        """Read the annotated articles of the stories that were worked on last, in steps."""
        found = annotated_stories(self._corpus, self._annotator)
        others = [each for each in found if each.root != self._own]
        latest = sorted(others, key=lambda story: (-story.stamp[0], story.root))[:MOST_STORIES]
        phrases = TaggedPhrases()
        articles: list[tuple[KnownArticle, OpenArticle]] = []
        tagged_in: Counter[PhraseKey] = Counter()
        for folder in sorted(each.root for each in latest):
            yield
            for opened in self._read(folder):
                articles.append((KnownArticle.of(opened), opened))
                tagged_in.update({PhraseKey.of(a.text, a.label) for a in opened.annotations})
                yield
        for is_all_known in (False, True):  # what is tagged has to be known before it is found left
            for known, opened in articles:
                for block in known.blocks:
                    if is_all_known:
                        block.search(known.text, phrases)
                    block.count(known, opened, phrases)
                    yield
        phrases.weigh()
        for entry in phrases.entries:
            sure = phrases.sure_elsewhere(entry.key)
            times = phrases.counts.tagged if is_name(entry.text) else tagged_in
            is_often = times[entry.key] >= _LEAST_TAGGED
            if is_often and sure >= BREAK_EVEN and not is_description(entry.text):
                self.sure[entry.key] = sure
                self.texts.append((entry.text, entry.key.label))
        self.articles = phrases.counts.articles
        if articles:
            counts = "counts" if len(articles) == 1 else "count"
            self.explained = [f"{counted(len(articles), 'article')} of other stories {counts} too"]

    def _read(self, folder: Path) -> Iterator[OpenArticle]:
        try:
            with open_to_read(find_story([folder]), self._annotator) as annotated:
                found = 0
                for opened in annotated.every_article():
                    if (
                        len(opened.annotations)
                        and not opened.problem
                        and len(opened.article.text) <= _LONGEST
                    ):
                        yield opened
                        found += 1
                    if found >= MOST_ARTICLES:
                        return
        except (SidelightError, OSError):
            return  # a story that is damaged or gone teaches nothing; its owner is told elsewhere
