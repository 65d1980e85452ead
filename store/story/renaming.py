"""Articles whose files have other names now keep their annotations and the links of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.edits import Batch
from store.articles.renames import find_renames
from store.errors import InputError, SaveError
from store.story.following import moved_over

if TYPE_CHECKING:
    from store.articles import Story
    from store.ledger.contents import Contents
    from store.ledger.ledger import Ledger


def follow_renames(story: Story, ledger: Ledger) -> None:
    """Give articles whose file has another name their annotations, and say so."""
    contents = ledger.contents
    renames = find_renames(
        story,
        contents.annotated_ids(),
        lambda article_id: _sha256_of_missing(contents, article_id),
        contents.texts,
    )
    for old_id, new_id in renames:
        try:
            edits = moved_over(old_id, new_id, contents.collection(old_id), contents.links())
            sha256 = contents.annotated_sha256(old_id)
            texts = {old_id: sha256, new_id: sha256}
            ledger.follow(Batch(edits, "rename"), texts, {old_id: new_id})
            said = f"{old_id} is called {new_id} now; its annotations have gone with it"
        except (InputError, SaveError) as error:
            said = (
                f"{old_id} is called {new_id} now, but its annotations stay where they are "
                f"until that can be written: {error}"
            )
        ledger.status.notices.add_once(said)


def _sha256_of_missing(contents: Contents, article_id: str) -> str:
    """Of an article that is not in the story: its file as it was annotated."""
    try:
        has_annotations = len(contents.collection(article_id)) > 0
    except InputError:
        return ""
    return contents.annotated_sha256(article_id) if has_annotations else ""
