"""What each part of suggesting is worth: the program without it, in this process only."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from store.suggest import other_stories
from store.suggest.other_stories import OtherStories
from store.suggest.rule_record import RuleRecord
from store.suggest.tagged import tag_counts, tagged_phrases, word_index
from store.suggest.tagged.forms import How, forms_of
from store.suggest.tagged.tagged_phrases import TaggedPhrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.tagged.tag_counts import PhraseKey


def _same_form(text: str) -> Any:
    return tuple(form for form in forms_of(text) if form.how is How.SAME)


def _no_possessive(text: str) -> Any:
    forms = forms_of(text)
    return forms[:1] + tuple(form for form in forms[1:] if form.how is How.SURNAME)


def _all_read(phrases: TaggedPhrases, key: PhraseKey, *, is_doubted: bool = False) -> float:
    return _LEFT(phrases, key, is_doubted=True)


def _nothing_likely(phrases: TaggedPhrases) -> bool:
    changed = _WEIGH(phrases)
    phrases.likely = {}
    return changed


def _never_said(phrases: TaggedPhrases) -> bool:
    changed = _WEIGH(phrases)
    phrases.saying = frozenset()
    return changed


def _always_held(phrases: TaggedPhrases) -> bool:
    changed = _WEIGH(phrases)
    phrases.held = frozenset(key.label for key in phrases.elsewhere)
    return changed


_LEFT: Final = TaggedPhrases._left  # noqa: SLF001  # what is replaced to measure without it
_WEIGH: Final = TaggedPhrases.weigh
_CHANGES: Final[dict[str, tuple[tuple[Any, str, object], ...]]] = {
    "what was left": ((tag_counts, "LEFT", 0.0), (tag_counts, "LEFT_NAME", 0.0)),
    "names apart": ((tag_counts, "LEFT_NAME", tag_counts.LEFT),),
    "shares of labels": ((TaggedPhrases, "weigh", _nothing_likely),),
    "beside what reports": ((TaggedPhrases, "weigh", _never_said),),
    "articles": ((tagged_phrases, "is_behind_article", lambda *_: False),),
    "what was not read": ((TaggedPhrases, "_left", _all_read),),
    "doubt": ((tagged_phrases, "_MOSTLY", 0.0),),
    "possessives": ((tagged_phrases, "forms_of", _no_possessive),),
    "surnames": ((tagged_phrases, "forms_of", _same_form),),
    "whole names": ((word_index, "is_part_of_name", lambda *_: False),),
    "rules": ((RuleRecord, "is_proved", lambda *_: False),),
    "other stories": ((OtherStories, "steps", lambda _: iter(())),),
    "surer beside": ((tagged_phrases, "_BESIDE", 0.0),),
    "no descriptions": ((other_stories, "is_description", lambda _: False),),
    "what holds of them": ((TaggedPhrases, "weigh", _always_held),),
}
"""By part: what stands for what while it is left out."""
PARTS: Final = tuple(_CHANGES)


@contextmanager
def without(part: str) -> Iterator[None]:
    """Measure without a part, one of `PARTS`."""
    with ExitStack() as patches:
        for owner, name, value in _CHANGES[part]:
            patches.enter_context(patch.object(owner, name, value))
        yield
