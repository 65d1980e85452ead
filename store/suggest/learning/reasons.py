"""Why something was suggested, in words: from the features that weighed most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.learning.learned_model import LearnedModel, LikelySpan
    from store.suggest.learning.text_view import TextView

MOST: Final = 2
"""Phrases in a reason."""
_PLACES: Final = {
    "COUNTRY": "a country",
    "CAPITAL": "a capital",
    "DEMONYM": "a people",
    "REGION": "a region",
    "CITY": "a city",
    "WATER": "a sea, river or mountain",
    "PEOPLE": "a people",
}
_PLAIN: Final = {
    "before a reporting verb": "before a verb of saying",
    "after a reporting verb": "after a verb of saying",
    "starts with a given name": "it begins with a given name",
    "is a given name": "a given name",
    "starts with a title": "it begins with a title",
    "after a title": "after a title",
    "also surname": "the surname of a longer name",
    "also end of a name": "the end of a longer name",
    "elsewhere=says": "elsewhere it stands before a verb of saying",
    "elsewhere=title": "elsewhere it stands after a title",
    "cue=source": "who says it, by the words beside it",
    "cue=claim": "what somebody is said to have said",
    "cue=carrier": "to whom something was said",
    "kind=name": "a name",
    "kind=role description": "people by their role",
    "kind=quotation": "a quotation",
    "kind=clause": "a clause",
    "kind=sentence": "a sentence",
}


def reason(model: LearnedModel, view: TextView, found: LikelySpan) -> str:
    """One or two phrases that a person reads after "because"."""
    phrases = list(dict.fromkeys(_phrases(model, view, found)))
    return "; ".join(phrases[:MOST]) or f"what stands there is like other spans of {found.label}"


def _phrases(model: LearnedModel, view: TextView, found: LikelySpan) -> Iterator[str]:
    keys = view.keys(found.span)
    times = model.story.tagged[found.label, keys] if keys else 0
    if times > 0:
        stands = max(times, model.story.stands[keys])
        share = f"{times} of {stands} times" if times < stands else _times(times)
        yield f"you tagged “{_short(found.span.of(view.text))}” as {found.label} {share}"
    elsewhere = model.corpus.tagged[found.label, keys] if keys else 0
    if elsewhere > 0:
        yield f"in other stories you tagged it as {found.label} {_times(elsewhere)}"
    for name in found.told:
        if name.endswith((": head tagged", ": part of a tagged name")) and keys:
            like = [
                example
                for example in model.alike.get((found.label, keys[-1]), ())
                if example != found.span.of(view.text)
            ]
            if like:
                quoted = ", ".join(f"“{_short(example)}”" for example in like[:2])
                yield f"like {quoted}, which you tagged as {found.label}"
        elif name in _PLAIN:
            yield _PLAIN[name]
        elif name.startswith("place=") and name[6:] in _PLACES:
            yield _PLACES[name[6:]]
        elif name.startswith("before=") and name[7:].isalpha():
            yield f"after “{name[7:]}”, as others that you tagged as {found.label}"
        elif name.startswith("after=") and name[6:].isalpha():
            yield f"before “{name[6:]}”, as others that you tagged as {found.label}"
        elif name.startswith("last=") and name[5:].isalpha():
            yield f"it ends in “{name[5:]}”, as others that you tagged as {found.label}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"
