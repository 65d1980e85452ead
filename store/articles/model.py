"""The values a story is made of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from pathlib import Path

BYLINE_FACTS: Final = ("outlet", "date", "author", "link")
"""What a person may say of where an article is from, as fields of its byline."""
_BEFORE_HEADLINE: Final = 100
"""Code points of blank lines and the like before a headline, at most."""


class Byline(Frozen):
    """What an article says of itself, found in its text and never cut from it."""

    title: str = ""
    """The first line that holds a word, if it is short, else the file's name."""
    outlet: str = ""
    """Who published it or filed it: "Reuters", "AP"."""
    date: str = ""
    """The date as the text writes it."""
    author: str = ""
    """The names after "By"."""
    link: str = ""
    """Its address in the web."""


class ArticleRef(Frozen):
    """An article that may not have been read yet."""

    id: str
    """Its path within the story without the extension."""
    folder: Path
    """The story's, as it was named."""
    file: str
    """The path of its file within that."""

    @property
    def path(self) -> Path:
        """Where its file lies; made when it is asked for, as a folder may have ten thousand."""
        return self.folder / self.file

    @property
    def name(self) -> str:
        """Its file's name, by which a person knows it."""
        return self.file.rpartition("/")[2]


class FileStamp(Frozen):
    """What the system said of a file when it was read: a later stamp that differs is a change."""

    size: int
    """In bytes."""
    modified_ns: int
    """When it was last written to, in nanoseconds since 1970."""
    inode: int
    """Which file it is: an editor that saves by renaming makes another."""


class Article(Frozen):
    """One report. Its text never changes."""

    id: str
    path: Path
    text: str
    """The file, decoded; newlines and every other character as they are."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    encoding: str = "utf-8"
    byline: Byline = Byline()
    stamp: FileStamp | None = None
    """Of the file as it was read; none for an article that is no file's."""

    @property
    def name(self) -> str:
        """Its file's name, by which a person knows it."""
        return self.path.name

    @property
    def title(self) -> str:
        """The title to show: never empty."""
        return self.byline.title or self.id

    @property
    def headline(self) -> Span | None:
        """Where the title stands at the top of the text; none if it is not from there."""
        start = self.text.find(self.title, 0, len(self.title) + _BEFORE_HEADLINE)
        is_first = start >= 0 and not self.text[:start].strip("# \t\r\n\ufeff")
        return Span(start, start + len(self.title)) if is_first else None


class Story(Frozen, dict=True):
    """A folder of articles about one event: the unit of work, of locking, of agreement."""

    root: Path
    """The folder the article ids are relative to."""
    name: str
    articles: tuple[ArticleRef, ...]
    """In the order they are shown."""
    left_out: tuple[str, ...] = ()
    """The names of pages and papers in its folder of which no article has been made."""
    remarks: tuple[str, ...] = ()
    """What a person should know of its folder, as clauses: of what is called like an article and
    cannot be one, and of articles that are links to files elsewhere."""

    def ref(self, article_id: str) -> ArticleRef | None:
        """The article of that id, if the story has one."""
        return self._by_id.get(article_id)

    def name_of(self, article_id: str, title: str) -> str:
        """What a person calls an article: its number among all, and its title."""
        return f"{self._numbers[article_id]}/{len(self.articles)} {title}"

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {ref.id: number for number, ref in enumerate(self.articles, 1)}

    @cached_property
    def _by_id(self) -> dict[str, ArticleRef]:
        return {ref.id: ref for ref in self.articles}
