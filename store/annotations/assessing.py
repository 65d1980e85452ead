"""What a person can say of articles: of what they do with a cluster, and of each as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfArticle, EditOfStance, cited, quoted
from store.annotations.model import ArticleRecord, ArticleState, Stance, new_id, timestamp

if TYPE_CHECKING:
    from store.annotations.links import Links
    from store.annotations.model import Cluster, StanceValue
    from store.articles import Article


def set_stance(
    links: Links,
    cluster: Cluster,
    article_id: str,
    value: StanceValue,
    note: str | None = None,
    *,
    is_stale: bool = False,
) -> Batch | Refusal:
    """Say what an article does with a cluster.

    Args:
        links: Those there are.
        cluster: What it is said of.
        article_id: Of which article.
        value: What that does with it.
        note: Why; as it was if not given.
        is_stale: Whether a later tie says otherwise: then the same may be said once more.
    """
    before = links.stance(cluster.id, article_id)
    now = timestamp()
    stance = before or Stance(new_id(), cluster.id, article_id, value, created=now)
    after = replace(stance, value=value, note=stance.note if note is None else note, updated=now)
    is_same = before is not None and (before.value, before.note) == (value, after.note)
    if is_same and not is_stale:
        return Refusal(f"That is set already: {article_id} {value} {cited(cluster.name)}")
    told = f"{quoted(cluster.name)} in {article_id} to {value}"
    return Batch((EditOfStance(before, after),), "set", told)


def clear_stance(links: Links, cluster: Cluster, article_id: str) -> Batch | Refusal:
    """Leave it to the ties what an article does with a cluster."""
    before = links.stance(cluster.id, article_id)
    if before is None:
        return Refusal(f"Nothing is set for {cited(cluster.name)} in {article_id}")
    told = f"{quoted(cluster.name)} in {article_id}"
    return Batch((EditOfStance(before, None),), "clear", told)


def mark(links: Links, article: Article, state: ArticleState) -> EditOfArticle | Refusal:
    """Say how far one is with an article, as it is now."""
    record = links.record_of(article.id)
    if record.state_in(article.sha256) == state:
        return Refusal(f"{article.name} is marked so already")
    said_of = article.sha256 if state else ""
    return _recorded(links, replace(record, state=state, text_sha256=said_of))


def set_article_note(links: Links, article: Article, note: str) -> EditOfArticle | Refusal:
    """Write, change or (with an empty text) remove the note on an article."""
    record = links.record_of(article.id)
    if record.note == note:
        return Refusal("The note stays as it was")
    return _recorded(links, replace(record, note=note))


def set_document_label(
    links: Links, article: Article, name: str, value: str
) -> EditOfArticle | Refusal:
    """Give a label of the whole document a value, or (with an empty one) take it off."""
    record = links.record_of(article.id)
    labels = dict(record.labels)
    if labels.get(name, "") == value:
        return Refusal(f"{name} stays as it was")
    labels[name] = value
    kept = tuple(sorted(each for each in labels.items() if each[1]))
    return _recorded(links, replace(record, labels=kept))


def set_byline_fact(
    links: Links, article: Article, name: str, value: str
) -> EditOfArticle | Refusal:
    """Say where an article is from, or with what its text says leave it to that.

    Args:
        links: Those there are.
        article: Of the story.
        name: One of `BYLINE_FACTS`.
        value: In one line; empty where nobody knows.
    """
    if getattr(links.byline_of(article), name) == value:
        return Refusal(f"The {name} stays as it was")
    record = links.record_of(article.id)
    said = {**dict(record.byline), name: value}
    if getattr(article.byline, name) == value:
        del said[name]
    return _recorded(links, replace(record, byline=tuple(sorted(said.items()))))


def _recorded(links: Links, record: ArticleRecord) -> EditOfArticle:
    """The edit that keeps what is said of an article, if that is anything."""
    says = bool(record.state or record.note or record.labels or record.byline)
    after = replace(record, updated=timestamp()) if says else None
    return EditOfArticle(links.articles.get(record.article), after)
