"""Texts of the pieces that names, clauses and quotations depend on, and spans marked in texts."""

from __future__ import annotations

from hypothesis import strategies as st

from store.text import boundaries
from store.text.span import Span
from tests.notation import parse, show

PIECES = [
    *("Iran", "al-Assad’s", "the", "General", "of", "and", "but", "that", "said", "has", "left"),
    *("U.S.", "non-ISIS", "a", "he", "Meanwhile, ", "according to", "rebels’", "don't", "3,000"),
    *(".", ",", ";", ":", " — ", "-", "?", " ", "  ", "\n", "\n\n", "\r\n", "\u00a0", "\u2028"),
    *("“", "”", '"', "'", "‘", "’", "(", ")", "[", "]", "«", "»", "「", "」"),
    *("北京", "举行", "。", "，", "ドイツ", "وقال", "،", "Москва", 'צה"ל', "e\u0301", "\u0301"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\u200b"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
"""Texts of the pieces that names, clauses and quotations depend on."""
PLACES = st.floats(0, 1)
"""How far into a text an offset is."""


def caret_in(text: str, place: float) -> int:
    return boundaries.floor_grapheme(text, round(place * len(text)))


def span_in(text: str, places: tuple[float, float]) -> Span:
    start, end = sorted(caret_in(text, place) for place in places)
    return Span(start, end)


def marked(text: str, span: Span) -> str:
    return show(text, span.start, span.end)


def span_of(before: str) -> tuple[str, Span]:
    text, anchor, head = parse(before)
    return text, Span(min(anchor, head), max(anchor, head))
