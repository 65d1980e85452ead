from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.labels import DEFAULT_LABELS
from store.suggest.candidates.candidate import CandidateKind
from store.suggest.candidates.likelihood import likelihood
from store.text import boundaries
from store.text.span import Span
from tests.store.suggest.candidates.support import candidates, found, offered

PIECES = [
    *("Iran", "al-Assad’s", "the", "General", "Moscow", "of", "and", "that", "said", "has", "left"),
    *("U.S.", "CIA-backed", "rebels", "a", "officials", "he", "Meanwhile, ", "according to "),
    *("three", "3,000", "in", "Fox News", "October 6, 2015", "told", "Ali Khamenei"),
    *(".", ",", ";", ":", " — ", "-", "?", " ", "  ", "\n", "\n\n", "\r\n", "\u00a0", "\u2028"),
    *("“", "”", '"', "'", "’", "(", ")", "[", "]", "«", "»", "「", "」"),
    *("北京", "。", "ドイツ", "وقال", "،", "Москва", "e\u0301", "\u0301", "\u200d", "\u200b"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea"),
]


TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


PLACES = st.floats(0, 1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He met Ayatollah Ali Khamenei.", {"Ali Khamenei", "Ayatollah Ali Khamenei"}),
        ("Russian Defence Minister Sergei Shoigu left.",
         {"Sergei Shoigu", "Russian Defence Minister Sergei Shoigu"}),
        ("to back Bashar al-Assad’s regime", {"Bashar al-Assad"}),
        ("the Islamic State (IS, also known as ISIL)", {"Islamic State", "IS", "ISIL"}),
        ("the CIA-backed and non-ISIS rebels", {"CIA", "ISIS"}),
        ("when Kim Jong-un met Moon Jae-in", {"Kim Jong-un", "Moon Jae-in"}),
        ("at the Trump-Abe summit", {"Trump", "Abe"}),
        ("Al Qaeda-linked men of Al-Quds al-Arabi", {"Al Qaeda", "Al-Quds al-Arabi"}),
        ("says Ann Gerson of the Washington Post", {"Ann Gerson", "Washington Post"}),
        ("in the Latakia province", {"Latakia province", "Latakia"}),
        ("the University of Michigan said", {"University of Michigan"}),
        ("in Syria and Iraq", {"Syria", "Iraq"}),
    ],
)  # fmt: skip
def test_names(text: str, names: set[str]) -> None:
    assert names <= {c.span.of(text) for c in found(text) if c.kind is CandidateKind.NAME}


@pytest.mark.parametrize("text", ["The plan. One day. It is.", "In fact, several came on Monday."])
def test_no_names(text: str) -> None:
    assert not [c.span.of(text) for c in found(text) if c.kind is CandidateKind.NAME]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("They sent hundreds of Iranian troops there.", {"hundreds of Iranian troops"}),
        ("Then a senior regional official came.", {"a senior regional official"}),
        ("It met three senior regional officials.", {"three senior regional officials"}),
        ("They want to bolster rebel forces in it.", {"rebel forces"}),
        ("One of the senior officials came.", {"One of the senior officials"}),
        (
            "the rise of Russian and Iranian troops",
            {"Russian and Iranian troops", "Iranian troops"},
        ),
        ("to aid CIA-backed Syrian rebels now", {"CIA-backed Syrian rebels"}),
        ("Iran’s military mastermind left", {"Iran’s military mastermind"}),
        ("to provide Assad’s regime with it", {"Assad’s regime"}),
        ("the embattled regime of Bashar Assad", {"the embattled regime of Bashar Assad"}),
        ("a Free Syrian Army (FSA) commander told it", {"a Free Syrian Army (FSA) commander"}),
        ("The Russians were late.", {"The Russians"}),
        ("to Iranian officers and leadership", {"Iranian officers and leadership"}),
        ("the expert Ian Bremmer", {"the expert", "the expert Ian Bremmer"}),
    ],
)
def test_roles(text: str, roles: set[str]) -> None:
    pieces = {
        c.span.of(text) for c in found(text) if c.kind in (CandidateKind.ROLE, CandidateKind.NAME)
    }
    assert roles <= pieces


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It was on October 6, 2015.", ["October 6, 2015"]),
        ("On 6 October it cost $3,000.", ["6 October", "$3,000"]),
        ("In July, 40 percent left.", ["July", "40 percent"]),
        ("On Tuesday 12 men left.", ["Tuesday", "12"]),
        ("It may be.", []),
    ],
)
def test_numbers_and_dates(text: str, numbers: list[str]) -> None:
    assert [c.span.of(text) for c in found(text) if c.kind is CandidateKind.NUMBER] == numbers


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # Without the cue, a connective, a full stop
        ("Meanwhile, the army has left the town.", "the army has left the town"),
        ("The army has left the town, Reuters reported.", "The army has left the town"),
        ("Two officials said that the army has left.", "the army has left"),
        ("According to sources, the army has left.", "the army has left"),
        ("The army has left, according to three officials.", "The army has left"),
        ("“The army has left the town,” he said.", "The army has left the town"),
        ("Official: Iran has left the town", "Iran has left the town"),
        # Each sentence of a quotation
        ('"The army has left. It was late," he said.', "It was late"),
        # Coordinate clauses apart, coordinate predicates together
        ("The army has left, and the rebels are late.", "the rebels are late"),
        ("The army has left, and the rebels are late.", "The army has left"),
        ("The army has left; Iran has paid for it.", "Iran has paid for it"),
        ("The army has left the town and was late.", "The army has left the town and was late"),
        # What a report is said to be of
        ("It fell despite assurances from him that the army is safe.", "the army is safe"),
        ("Now, it appears that Iran has left.", "Iran has left"),
        # A closing bracket stays with its opening one; a quotation mark at the end goes
        ("The army has left (with its men).", "The army has left (with its men)"),
        ("Iran is making “a play for power,” he said.", "Iran is making “a play for power"),
        # Other writing
        ("他说：“我来了，我看见了。”", "我来了，我看见了"),
        ("Война закончилась вчера вечером. Он там.", "Война закончилась вчера вечером"),
    ],
)
def test_claims(text: str, claim: str) -> None:
    assert claim in offered(text, "claim")


@given(TEXTS)
def test_candidates_are_in_order_and_whole(text: str) -> None:
    all_of_them = found(text)
    spans = [(c.start, -c.end) for c in all_of_them]
    assert spans == sorted(set(spans))
    for candidate in all_of_them:
        span = candidate.span
        assert 0 <= span.start < span.end <= len(text)
        assert span == span.trimmed(text)
        assert boundaries.floor_grapheme(text, span.start) == span.start
        assert boundaries.floor_grapheme(text, span.end) == span.end
        assert all(0 <= likelihood(candidate, each) <= 1 for each in DEFAULT_LABELS)


@given(TEXTS, st.tuples(PLACES, PLACES))
def test_candidates_of_a_window_are_those_of_the_text(
    text: str, places: tuple[float, float]
) -> None:
    start, end = sorted(round(place * len(text)) for place in places)
    window = candidates(text, Span(start, end))
    assert list(window) == [
        c for c in found(text) if start <= c.start < end or start < c.end <= end
    ]


@given(TEXTS, TEXTS)
def test_other_paragraphs_change_nothing(text: str, other: str) -> None:
    before = f"It{other}.\n\n"
    shifted = candidates(before + "It" + text, Span(len(before), len(before) + 2 + len(text)))
    assert [(c.start - len(before), c.end - len(before), c.cues) for c in shifted] == [
        (c.start, c.end, c.cues) for c in found("It" + text)
    ]


def test_a_window_in_a_text_without_line_ends() -> None:
    text = "Iran has left Syria, and three officials said “it is late.” Then he went. " * 2_000
    start = len(text) // 2 + 7
    window = candidates(text, Span(start, start + 500))
    assert {text[c.start : c.end] for c in window} >= {"Iran", "Syria", "three officials"}
    assert all(c.start < start + 500 and c.end > start for c in window)
    assert max(c.end - c.start for c in window) < 200


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mr. Moon said Mr. Kim had moved, saying the North no longer wanted it.",
         "the North no longer wanted it"),
        ("Officials dismissed it, adding the White House had not agreed.",
         "the White House had not agreed"),
    ],
)  # fmt: skip
def test_what_is_told_behind_a_participle_is_a_claim(text: str, told: str) -> None:
    assert told in offered(text, "claim")
