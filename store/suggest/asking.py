"""What a person asked for: what they tagged wherever else it stands, and matches of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.model import Origin
from store.steps import Steps
from store.suggest.model import MATCHES, Suggestion
from store.suggest.tagged.tag_counts import PhraseKey

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from store.annotations.model import Annotation
    from store.suggest.blocks import KnownArticle
    from store.suggest.board import SuggestionBoard
    from store.text.span import Span


def asked_for(
    board: SuggestionBoard, article_ids: Iterable[str], annotation: Annotation
) -> tuple[str, Suggestion] | None:
    """The first proposal, and its article, of those that were asked for with an annotation."""
    kind = PhraseKey.of(annotation.text, annotation.label).kind
    found = board.of_kind(article_ids, kind)
    return next((one for one in found if one[1].origin is Origin.PROPAGATED), None)


def propose(
    board: SuggestionBoard, article_id: str, annotation: Annotation
) -> tuple[int, list[str]]:
    """Put together where something stands that was asked for with an annotation.

    Returns:
        How many proposals that makes, and the articles whose proposals have changed.
    """
    key = board.phrases.ask(annotation.text, annotation.label)
    numbers = {n for n, entry in enumerate(board.phrases.entries) if entry.key == key}
    count = 0
    changed: list[str] = []
    for known in board.articles.values():
        for block in known.blocks:
            block.search(known.text, board.phrases)
    board.count_near(article_id, annotation)
    for known in board.articles.values():
        for block in known.blocks:
            if numbers & block.found.keys():
                changed += [known.id] if board.put_together(known, block) else []
                items = block.run.items if block.run is not None else ()
                asked = (s.kind for s in items if s.origin is Origin.PROPAGATED)
                count += sum(kind == key.kind for kind in asked)
    return count, changed


def proposing_matches(
    board: SuggestionBoard,
    article_id: str,
    annotation: Annotation,
    found: Mapping[str, Sequence[Span]],
    known_of: Callable[[str], KnownArticle],
) -> Steps[int]:
    """Propose the matches of a search of which one was tagged, a step for each article.

    Args:
        board: Of the story; the proposals stand on it then.
        article_id: The article with the annotation.
        annotation: What was tagged.
        found: The matches, by article.
        known_of: Gives what is known of an article.

    Returns:
        How many proposals that makes.
    """
    key = PhraseKey.of(annotation.text, annotation.label)
    name = f"{MATCHES}: {key.kind}"
    board.matches[name] = key
    board.count_near(article_id, annotation)

    def steps() -> Generator[None, None, int]:
        count = 0
        for article_id, spans in found.items():
            known = known_of(article_id)
            known.take(name, _matches(known.text, spans, key))
            for block in known.blocks:
                if block.outside.get(name):
                    block.search(known.text, board.phrases)
                    board.put_together(known, block)
                    items = block.run.items if block.run is not None else ()
                    count += sum(s.suggester == MATCHES and s.kind == key.kind for s in items)
            board.tell([article_id])
            yield
        return count

    return Steps(steps(), len(found))


def _matches(text: str, spans: Iterable[Span], key: PhraseKey) -> Iterator[Suggestion]:
    for span in (each.trimmed(text) for each in spans if each.end <= len(text)):
        if len(span):
            yield Suggestion(
                span.start,
                span.end,
                key.label,
                span.of(text),
                origin=Origin.PROPAGATED,
                reason=f"you searched for it, and tagged another match as {key.label}",
                score=1.0,
                suggester=MATCHES,
                kind=key.kind,
            )
