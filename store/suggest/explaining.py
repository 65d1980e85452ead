"""What suggests in a story, and what has held there, as sentences."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store.suggest.level import BREAK_EVEN, LEVELS, Level
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.board import SuggestionBoard
    from store.suggest.tagged.tag_counts import PhraseKey
    from store.suggest.tagged.tagged_phrases import TaggedPhrases


def explained(board: SuggestionBoard) -> Iterator[str]:
    """What is suggested of what was tagged here and elsewhere, and of what the rules find."""
    yield LEVELS[board.level]
    yield from _of_tagged(board.phrases)
    for label in sorted(board.phrases.held):
        yield f"What was tagged in other stories is suggested as {label}"
    for (suggester, label), (right, of) in sorted(board.rules.proved.items()):
        yield f"The rules for {suggester} suggest {label}: {right} of {of} texts were right here"
    more, is_certain = board.held_back
    if board.level is not Level.ALL and (more or not is_certain):
        yield (
            f"{counted(more, 'suggestion') if is_certain else 'What rules find'} more would show "
            "at the level all: not sure enough, or of rules that were not right here yet"
        )


def _of_tagged(phrases: TaggedPhrases) -> Iterator[str]:
    by_label: defaultdict[str, list[PhraseKey]] = defaultdict(list)
    for key, times in phrases.counts.tagged.items():
        if times > 0:
            by_label[key.label].append(key)
    if not by_label:
        yield "Nothing is tagged here yet"
    for label, keys in sorted(by_label.items()):
        shown = sum(phrases.score(key) >= BREAK_EVEN for key in keys)
        rest = "; the rest mostly stands untagged" if shown < len(keys) else ""
        yield f"{label}: {shown} of {len(keys)} tagged texts are suggested where they stand{rest}"
    doubted = [kind for kind in sorted(phrases.likely) if phrases.is_doubted(kind)]
    for label, is_name in doubted:
        which = "names" if is_name else "words that are no names"
        yield f"{label}: {which} mostly stand untagged, so few of them are suggested"
    if phrases.takes_articles:
        labels = ", ".join(sorted(phrases.takes_articles))
        yield f"{labels}: nothing is suggested behind “the” or “a”, as what is tagged has it too"
    if phrases.saying:
        labels = ", ".join(sorted(phrases.saying))
        yield f"{labels}: only beside what reports, such as “said”, as what is tagged stands there"
