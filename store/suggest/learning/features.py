"""The features from which it is learned what to tag: what a span is, holds and stands beside.

They are words, such as `before=said`, so that a person can be told why something was suggested
from those that weighed most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.gazetteer import is_given_name
from store.suggest.learning.text_view import STOPS
from store.text.lexicon import DETERMINERS, SAYING, TITLES
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.learning.text_view import TextView
    from store.text.tokens import Token

_LEXICAL: Final = ("first=", "last=", "text=", "before=", "after=", "two ", "last ends=")
_LEXICAL_VALUE: Final = 0.5
"""What a word counts beside what kind of thing it is."""


def features_of_span(view: TextView, span: Span) -> dict[str, float]:
    """What is known of a span whatever its label: features with their values."""
    known = view.features.get(span)
    if known is None:
        found = view.range_of(span)
        names = () if found is None else _names(view, span, *found)
        known = {name: _LEXICAL_VALUE if name.startswith(_LEXICAL) else 1.0 for name in names}
        view.features[span] = known
    return known


def _names(view: TextView, span: Span, i: int, j: int) -> Iterator[str]:
    tokens = view.tokens
    first, last = tokens[i], tokens[j - 1]
    count = j - i
    kind = view.spans.get(span, "remembered")
    yield "any"
    yield f"kind={kind}"
    yield f"likely={view.likely.get(span, 0):.1f}"
    yield f"words={min(count, 8) if count < 8 else 8 + min(count, 40) // 8}"
    yield f"kind={kind} words={min(count, 5)}"
    determined = "the" if first.lower == "the" else "other" if first.lower in DETERMINERS else "no"
    yield f"determiner={determined}"
    yield f"kind={kind} determiner={determined}"
    yield f"shape={_shape(first.text)} {_shape(last.text)}"
    yield f"first={first.key}"
    yield f"last={last.key}"
    yield f"last ends={last.lower[-3:]}"
    if count <= 4:
        yield "text=" + " ".join(token.key for token in tokens[i:j])
    before = tokens[i - 1] if span.start not in view.line_starts and i else None
    after = tokens[j] if span.end not in view.line_ends and j < len(tokens) else None
    yield f"before={before.key if before else '^'}"
    yield f"after={after.key if after else '$'}"
    yield f"before shape={_shape(before.text) if before else '^'}"
    yield f"after shape={_shape(after.text) if after else '$'}"
    yield f"beside={_class(before)} {_class(after)}"
    yield f"kind={kind} beside={_class(before)} {_class(after)}"
    if before and i > 1:
        yield f"two before={tokens[i - 2].key} {before.key}"
    if after and j + 1 < len(tokens):
        yield f"two after={after.key} {tokens[j + 1].key}"
        yield f"second after={_class(tokens[j + 1])}"
    if span.start in view.sentence_starts:
        yield "starts a sentence"
    if span.start < 200 and "\n" not in view.text[: span.start].lstrip():
        yield f"in the title kind={kind}"
    if first.in_quotes:
        yield f"quoted kind={kind}"
    yield from _kinds_of_words(view, span, i, j)
    yield from _cues(view, span, before, after)
    yield from _company(view, span, i, j, kind)


def _kinds_of_words(view: TextView, span: Span, i: int, j: int) -> Iterator[str]:
    tokens = view.tokens
    whole = view.places.get(span)
    if whole is not None:
        yield f"place={whole.kind.name}"
        if whole.is_people:
            yield "place=PEOPLE"
        if whole.is_ambiguous:
            yield "place=AMBIGUOUS"
    else:
        yield "place=no"
        kinds = set()
        for number in range(i, min(j, i + 12)):
            for end in range(number + 1, min(j, number + 3) + 1):
                inner = view.places.get(Span(tokens[number].start, tokens[end - 1].end))
                if inner is not None:
                    where = "first" if number == i else "last" if end == j else "within"
                    kinds.add(f"{where} {inner.kind.name}")
        for kind in sorted(kinds):
            yield f"holds place={kind}"
    first = tokens[i]
    if is_given_name(first.text):
        yield "starts with a given name" if j - i > 1 else "is a given name"
    if first.lower.rstrip(".") in TITLES:
        yield "starts with a title"
    capitals = sum(token.text[0].isupper() for token in tokens[i:j])
    yield f"capitals={'none' if not capitals else 'all' if capitals == j - i else 'some'}"
    if i and tokens[i - 1].lower.rstrip(".") in TITLES:
        yield "after a title"


def _cues(view: TextView, span: Span, before: Token | None, after: Token | None) -> Iterator[str]:
    for name, table in (
        ("source", view.sources),
        ("claim", view.claims),
        ("carrier", view.carriers),
    ):
        if span in table:
            yield f"cue={name}"
            yield f"cue={name} {table[span]}"
    if after is not None and after.text in SAYING:
        yield "before a reporting verb"
    if before is not None and before.text in SAYING:
        yield "after a reporting verb"


def _company(view: TextView, span: Span, i: int, j: int, kind: str) -> Iterator[str]:
    """What the other spans of the text tell: how often it stands there, what it is part of."""
    tokens = view.tokens
    keys = view.keys(span)
    if kind == CandidateKind.NAME.value or keys in view.names:
        times = view.names[keys]
        yield f"times={times if times < 3 else 3 if times < 6 else 6}"
        for habit in view.habits.get(keys, ()):
            yield f"elsewhere={habit}"
        part = view.longer.get(keys)
        if part is not None:
            yield f"also {part}"
    left = i and (tokens[i - 1].text[0].isupper() and span.start not in view.sentence_starts)
    right = j < len(tokens) and tokens[j].text[0].isupper()
    joined_left = left and view.text[tokens[i - 1].end : span.start] in (" ", "\u00a0")
    joined_right = right and view.text[span.end : tokens[j].start] in (" ", "\u00a0")
    if joined_left or joined_right:
        yield f"kind={kind} inside capitals={bool(joined_left)} {bool(joined_right)}"


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "9"
    if not word[0].isalpha():
        return word[0]
    if word.isupper() and len(word) > 1:
        return "XX"
    if word[0].isupper():
        return "Xx" if word[1:].islower() or len(word) == 1 else "XxX"
    return "x"


def _class(token: Token | None) -> str:
    """A coarse kind of word, for what stands beside a span."""
    if token is None:
        return "edge"
    word = token.lower
    if not word[0].isalnum():
        return "mark" if word != "'s" else "'s"
    if word in DETERMINERS:
        return "determiner"
    if word in STOPS:
        return word
    if token.text in SAYING:
        return "says"
    if word.rstrip(".") in TITLES:
        return "title"
    if token.text[0].isupper():
        return "Capital"
    if word[0].isdigit():
        return "9"
    for ending in ("ed", "ing", "ly", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return ending
    return "word"
