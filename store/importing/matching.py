"""Which article of a story a row of a dataset speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.articles.loading import LOADERS
from store.errors import InputError
from store.formats.rows import text_sha256
from store.importing.arriving import other_name, safe_name
from store.story.open_article import read_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.articles import Story


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
                    for sha256 in {article.sha256, text_sha256(article.text)}:
                        self._by_text.setdefault(sha256, []).append(ref.id)
        return self._by_text
