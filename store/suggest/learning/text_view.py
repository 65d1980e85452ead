"""A text as it is read to learn from: its words, its likely spans, and what stands beside them.

All that needs no label set is done here, once for all labels.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.finding import analyses
from store.suggest.candidates.gazetteer import is_given_name
from store.suggest.learning.examples import LONGEST_TEXT
from store.text import lexicon
from store.text.lexicon import DETERMINERS, SAYING, TITLES
from store.text.span import Span
from store.text.tokens import tokens_in, with_quotes

if TYPE_CHECKING:
    from collections.abc import Set

    from store.suggest.candidates.gazetteer import GazetteerEntry
    from store.suggest.candidates.passage_analysis import PassageAnalysis
    from store.text.tokens import Token

STOPS: Final = (
    lexicon.AUXILIARIES
    | lexicon.CONJUNCTIONS
    | lexicon.PRONOUNS
    | lexicon.SUBORDINATORS
    | lexicon.PREPOSITIONS
) - {"of", "from"}
"""Words over which a phrase that ends in a known head does not reach back."""
MOST_WORDS: Final = 8
"""Words in the longest span that is remembered by its words."""
_MOST_BACK: Final = 5
"""Words that a phrase reaches back from its head."""


@dataclass(slots=True)
class TextView:
    """A text, as far as it can be read without a label set."""

    text: str
    tokens: list[Token]
    starts: dict[int, int] = field(default_factory=dict)
    """The token that begins at an offset."""
    ends: dict[int, int] = field(default_factory=dict)
    """The token that ends at an offset."""
    spans: dict[Span, str] = field(default_factory=dict)
    """Likely spans, and what each is."""
    likely: dict[Span, float] = field(default_factory=dict)
    """How likely each is to be tagged at all, where that is known."""
    places: dict[Span, GazetteerEntry] = field(default_factory=dict)
    sources: dict[Span, str] = field(default_factory=dict)
    """Sources beside a reporting cue, with the cue."""
    claims: dict[Span, str] = field(default_factory=dict)
    claim_sources: dict[Span, Span] = field(default_factory=dict)
    carriers: dict[Span, str] = field(default_factory=dict)
    sentence_starts: set[int] = field(default_factory=set)
    line_starts: set[int] = field(default_factory=set)
    line_ends: set[int] = field(default_factory=set)
    names: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """How often each name stands in the text."""
    habits: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    """What stands beside a name in one place or another: a title, a reporting verb."""
    longer: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Names that are part of a longer name somewhere in the text, and which part."""
    features: dict[Span, dict[str, float]] = field(default_factory=dict)
    """What `features_of_span` has made of spans."""

    def range_of(self, span: Span) -> tuple[int, int] | None:
        """The tokens of a span, half open; nothing where it begins or ends within one."""
        first, last = self.starts.get(span.start), self.ends.get(span.end)
        if first is None or last is None or last < first:
            return None
        return first, last + 1

    def keys(self, span: Span) -> tuple[str, ...]:
        """What a span is remembered by; empty where it cannot be."""
        found = self.range_of(span)
        if found is None or found[1] - found[0] > MOST_WORDS:
            return ()
        return tuple(token.key for token in self.tokens[found[0] : found[1]])

    def add(self, span: Span, kind: str) -> None:
        """Take in a likely span, unless it is in already or begins or ends within a token."""
        if self.range_of(span) is not None:
            self.spans.setdefault(span, kind)

    def source_of(self, span: Span) -> Span | None:
        """The source of a claim, where a cue beside it names one."""
        holding = (source for claim, source in self.claim_sources.items() if claim.covers(span))
        return self.claim_sources.get(span) or next(holding, None)


def read(text: str) -> TextView:
    """Read a text; of more than `LONGEST_TEXT` code points only the first."""
    text = text[:LONGEST_TEXT]
    view = TextView(text, tokens_in(text, Span(0, len(text))))
    view.starts = {token.start: number for number, token in enumerate(view.tokens)}
    view.ends = {token.end: number for number, token in enumerate(view.tokens)}
    for at, passage in analyses(text, Span(0, len(text))):
        _read_passage(view, at, passage)
    view.tokens = with_quotes(view.tokens, view.line_starts)
    _read_names(view)
    return view


def add_by_heads(view: TextView, heads: Set[str]) -> None:
    """Take in the phrases that end in a word in which tagged spans have ended."""
    tokens = view.tokens
    for number, token in enumerate(tokens):
        if token.key not in heads:
            continue
        for first in range(number, max(-1, number - _MOST_BACK - 1), -1):
            here = tokens[first]
            if first < number and (here.lower in STOPS or not here.text[0].isalnum()):
                if here.lower not in ("-", "'s"):
                    break
                continue
            view.spans.setdefault(Span(here.start, token.end), "phrase")
            if here.lower in DETERMINERS:
                break


def _read_passage(view: TextView, at: int, passage: PassageAnalysis) -> None:
    """Take in what is in a passage that begins somewhere."""
    view.line_starts.add(at)
    view.line_ends.add(at + len(passage.text))
    view.sentence_starts.update(at + start for start in passage.sentence_starts)
    for candidate in passage.candidates:
        if candidate.kind is not CandidateKind.WORD:
            view.likely[candidate.span.moved(at)] = candidate.score
            view.add(candidate.span.moved(at), candidate.kind.value)
    for span, place in passage.places.items():
        view.places[span.moved(at)] = place
        view.add(span.moved(at), CandidateKind.NAME.value)
    for said in passage.attributions:
        cue = said.cue.of(passage.text).lower()
        for found, table in (
            (said.claim, view.claims),
            (said.source, view.sources),
            (said.carrier, view.carriers),
        ):
            if found is not None:
                table.setdefault(found.moved(at), cue)
                view.add(found.moved(at), "cue")
        if said.claim is not None and said.source is not None:
            view.claim_sources.setdefault(said.claim.moved(at), said.source.moved(at))


def _read_names(view: TextView) -> None:
    """Gather what stands beside each name anywhere, and which are part of a longer one."""
    tokens = view.tokens
    for span, kind in view.spans.items():
        if kind != CandidateKind.NAME.value:
            continue
        keys = view.keys(span)
        first, last = view.starts[span.start], view.ends[span.end]
        view.names[keys] += 1
        habits = view.habits.setdefault(keys, set())
        if first and tokens[first - 1].lower.rstrip(".") in TITLES:
            habits.add("title")
        if last + 1 < len(tokens):
            after = tokens[last + 1].lower
            if after in SAYING:
                habits.add("says")
            if after == "'s":
                habits.add("owns")
        if first and tokens[first - 1].lower in SAYING:
            habits.add("told")
        if len(keys) > 1:
            given = is_given_name(tokens[first].text)
            view.longer.setdefault(keys[-1:], "surname" if given else "end of a name")
            view.longer.setdefault(keys[:1], "given name" if given else "start of a name")
