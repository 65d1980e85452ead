"""The article that a row belongs to: one of the story, or one that is added to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from store.articles.loading import LOADERS
from store.articles.model import Article
from store.errors import InputError
from store.formats.rows import text_sha256
from store.importing.arriving import other_name, safe_name
from store.story.open_article import OpenArticle, partition, read_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.articles import Story
    from store.formats.losses import Losses
    from store.formats.rows import Placed
    from store.importing.arriving import Arrivals
    from store.story.workspace import Workspace

OF_ANOTHER_TEXT: Final = "articles called by a number that another text has here"
_MOST_OPEN: Final = 50_000
"""Annotations in articles that are kept open because a row speaks of them."""


class Matcher:
    """The articles of a story by what datasets call them, and by their texts."""

    def __init__(self, story: Story, endings: tuple[str, ...] = ()) -> None:
        """Take a story, and the endings of the dataset's files, which ids may carry."""
        self._story = story
        self._endings = (*LOADERS, *endings)
        self._by_file = {ref.name: ref.id for ref in story.articles}
        self._by_text: dict[str, list[str]] | None = None

    def by_id(self, row_id: str) -> str | None:
        """The article of that id; the id may carry an ending or the story's name."""
        for name in self._readings(row_id):
            if self._story.ref(name) is not None:
                return name
            if name in self._by_file:
                return self._by_file[name]
        return None

    def _readings(self, row_id: str) -> Iterator[str]:
        """What an id may mean, as it stands first."""
        within = row_id.removeprefix(f"{self._story.name}/")
        for name in dict.fromkeys((row_id, within)):
            yield name
            for ending in self._endings:
                if name.lower().endswith(ending):
                    yield name[: -len(ending)]
        yield other_name(row_id)  # as it was called when it was added
        yield safe_name(row_id)

    def by_text(self, sha256: str) -> str | None:
        """The article whose text has that SHA-256.

        Raises:
            InputError: Two have it.
        """
        found = self._texts.get(sha256, [])
        if len(found) > 1:
            names = ", ".join(found[:3])
            raise InputError(f"several articles have this text ({names}); give it the id of one")
        return found[0] if found else None

    @property
    def _texts(self) -> dict[str, list[str]]:
        """The articles by their texts; read once, and only where an id is not known."""
        if self._by_text is None:
            self._by_text = {}
            for ref in self._story.articles:
                article = read_article(ref).article
                if article.text:
                    # Some datasets tell the checksum of the file, some that of what is in it.
                    for sha256 in {article.sha256, *_checksums(article.text)}:
                        self._by_text.setdefault(sha256, []).append(ref.id)
        return self._by_text


class Finder:
    """Finds the articles of rows."""

    def __init__(
        self,
        workspace: Workspace,
        endings: tuple[str, ...],
        arrivals: Arrivals,
        losses: Losses,
        seen: Callable[[OpenArticle], None],
    ) -> None:
        """Take the story.

        Args:
            workspace: The story.
            endings: Of the dataset's files.
            arrivals: Takes articles that the story lacks.
            losses: Where is noted what is left out.
            seen: Told of every article of which annotations may be there already.
        """
        self._workspace = workspace
        self._arrivals = arrivals
        self._losses = losses
        self._seen = seen
        self._matcher = Matcher(workspace.story, endings)
        self._annotated: set[str] | None = None
        self._sha256s: dict[str, str] = {}
        self._last: OpenArticle | None = None
        """Opened for the row before, and not kept open."""
        self._number_open = 0
        """Annotations in the articles that were opened here."""

    def find(self, placed: Placed) -> tuple[OpenArticle, str] | None:
        """The article of a row, and the text in which its spans are placed; none if it is empty.

        Raises:
            InputError: There is none.
        """
        row = placed.row
        if row.text is not None and row.text_sha256 not in ("", text_sha256(row.text)):
            raise placed.error("text_sha256", "it is not the checksum of the text beside it")
        if row.text is not None and (row.is_numbered or self._is_number_of_another(placed)):
            return self._find_by_text(placed, row.text)
        arrival = self._arrivals.of_row(row.id)
        if arrival is not None:
            if row.text is not None and text_sha256(row.text) != arrival.text_sha256:
                reason = f"two articles have the id {row.id!r}, and their texts differ"
                raise placed.error("id", reason)
            text = self._arrivals.text(arrival) if row.text is None else row.text
            return self._open_arrival(arrival.id, text, arrival.sha256), text
        article_id = self._matcher.by_id(row.id) or self.by_text(placed)
        if article_id is None:
            return self._new_article(placed)
        opened = self.open(placed, article_id)
        own = opened.article.text
        if row.text is None:
            wanted = row.text_sha256
            if wanted in ("", opened.article.sha256) or wanted == self._text_sha256(opened):
                return opened, own
            old = self._workspace.now.old_texts.read(wanted)
            if old is None:
                reason = f"{opened.article.name} has another text"
                raise placed.error("text_sha256", reason)
            return opened, old
        if row.text != own and article_id != row.id:
            # An id that fits only nearly may be that of another article with just this text.
            other = self.by_text(placed)
            if other is not None:
                return self.open(placed, other), row.text
        return opened, row.text

    def _is_number_of_another(self, placed: Placed) -> bool:
        """Whether the id is digits alone, and that of an article with another text.

        Data sets number their rows. A file for each article and our own rows mean what they say.
        """
        row = placed.row
        if not row.id.isdecimal() or row.meta.story or row.id == placed.path.stem:
            return False
        if (arrival := self._arrivals.of_row(row.id)) is not None:
            return arrival.text_sha256 != text_sha256(row.said)
        article_id = self._matcher.by_id(row.id)
        if article_id is None:
            return False
        own = self._visit(article_id).article.text
        return not set(_checksums(own)) & set(_checksums(row.said))

    def _find_by_text(self, placed: Placed, text: str) -> tuple[OpenArticle, str] | None:
        """The article of a row whose id says nothing: that with its text, whatever its name.

        Raises:
            InputError: There are two, or it cannot be added.
        """
        arrival = self._arrivals.of_text(text_sha256(text))
        if arrival is not None:
            return self._open_arrival(arrival.id, text, arrival.sha256), text
        article_id = self.by_text(placed)
        if article_id is None:
            row, stem = placed.row, placed.path.stem
            name = f"{stem}-{row.id}" if row.id.isdecimal() else row.id
            row = msgspec.structs.replace(row, id=name)
            return self._new_article(replace(placed, row=row))
        return self.open(placed, article_id), text

    def another(self, placed: Placed) -> OpenArticle | None:
        """A new article for a row whose id is a number, of which the story's has an unlike text;
        none for other ids, which somebody has chosen, or where nothing may be added.

        Raises:
            InputError: It cannot be added.
        """
        row = placed.row
        if not row.id.isdecimal() or row.meta.story or self._arrivals.refusal:
            return None
        named = msgspec.structs.replace(row, id=f"{placed.path.parent.name}-{row.id}")
        found = self._new_article(replace(placed, row=named))
        if found is None:
            return None
        self._losses.change(OF_ANOTHER_TEXT, f"{row.id}, which is {found[0].id} here")
        return found[0]

    def _text_sha256(self, opened: OpenArticle) -> str:
        known = self._sha256s.get(opened.id)
        if known is None:
            known = self._sha256s[opened.id] = text_sha256(opened.article.text)
        return known

    def by_text(self, placed: Placed) -> str | None:
        """The id of the article with just the text of a row.

        Raises:
            InputError: There are two.
        """
        row = placed.row
        # One that differs in its line ends alone is the same text.
        checksums = [row.text_sha256] if row.text_sha256 else _checksums(row.text or "")
        try:
            found = (self._matcher.by_text(sha256) for sha256 in checksums)
            return next((each for each in found if each), None) if row.text != "" else None
        except InputError as error:
            raise placed.error("id", error.reason) from error

    def open(self, placed: Placed, article_id: str) -> OpenArticle:
        """An article of the story.

        Raises:
            InputError: It cannot be annotated.
        """
        opened = self._visit(article_id)
        if opened.problem and (placed.row.spans or placed.row.text):
            raise placed.error("id", opened.problem)
        self._seen(opened)
        return opened

    def _visit(self, article_id: str) -> OpenArticle:
        """An article of the story; where much is open already, it is not kept open."""
        now = self._workspace.now
        if now.is_open(article_id):
            return now.article(article_id)
        if self._last is None or self._last.id != article_id:
            look = now.peek if self._number_open > _MOST_OPEN else now.article
            self._last = look(article_id)
            self._number_open += sum(1 for _ in self._last.everything)
        return self._last

    def _new_article(self, placed: Placed) -> tuple[OpenArticle, str] | None:
        row, arrivals = placed.row, self._arrivals
        if arrivals.refusal or row.text is None:
            story = self._workspace.story
            some = ", ".join(ref.id for ref in story.articles[:3]) or "none"
            more = ", …" if len(story.articles) > 3 else ""
            why = arrivals.refusal or "without its text it cannot be added"
            reason = f"the story has no article {row.id!r}; it has {some}{more}; {why}"
            raise placed.error("id", reason)
        if not row.text and not row.spans:
            self._losses.lose("articles without text", row.id)
            return None
        try:
            arrival = arrivals.add(row.id, row.text, text_sha256(row.text))
        except InputError as error:
            if error.path is not None:
                raise
            raise placed.error("text", error.reason) from error
        opened = self._open_arrival(arrival.id, row.text, arrival.sha256)
        self._seen(opened)
        return opened, row.text

    def _open_arrival(self, article_id: str, text: str, sha256: str) -> OpenArticle:
        """An article that is added, with the annotations of one that was there before."""
        path = self._workspace.story.root / f"{article_id}.txt"
        opened = OpenArticle(article_id, Article(article_id, path, text, sha256))
        if self._annotated is None:
            self._annotated = self._workspace.now.annotated_ids()
        if article_id in self._annotated:
            partition(opened, self._workspace.now.kept(article_id))
        return opened


def _checksums(text: str) -> list[str]:
    """Those by which a text is known: as it is, and as it is with the line ends of Unix."""
    return list(dict.fromkeys(map(text_sha256, (text, text.replace("\r\n", "\n")))))


def texts_of(workspace: Workspace, endings: tuple[str, ...] = ()) -> Callable[[str], str | None]:
    """Gives the text of an article by the id that a dataset has for it, for `ReadOptions`."""
    matcher = Matcher(workspace.story, endings)

    def text(row_id: str) -> str | None:
        ref = workspace.story.ref(matcher.by_id(row_id) or "")
        if ref is None:
            return None
        is_open = workspace.now.is_open(ref.id)
        return (workspace.article(ref.id) if is_open else read_article(ref)).article.text

    return text
