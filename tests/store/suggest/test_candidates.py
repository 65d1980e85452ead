"""Which spans are offered to be tagged, and for which labels each is likely."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.labels import DEFAULT_LABELS, Drawing, Label
from store.suggest.candidates import Candidate, Kind, candidates, likelihood
from store.text import boundaries
from store.text.span import Span

GOLD = Path(__file__).parents[2] / "gold" / "seeds.gold.jsonl"
LABELS = {label.name: label for label in DEFAULT_LABELS}
OFFERED = 0.02
"""What is less likely is not offered (`tui.offering`)."""
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


def label(name: str, drawing: Drawing = Drawing.FILL) -> Label:
    return LABELS.get(name) or Label(name, "x", "blue", drawing)


def found(text: str) -> tuple[Candidate, ...]:
    return candidates(text, Span(0, len(text)))


def offered(text: str, name: str, drawing: Drawing = Drawing.FILL) -> list[str]:
    """What is offered for a label, the likeliest first."""
    likely = [(likelihood(c, label(name, drawing)), c.span.of(text)) for c in found(text)]
    ordered = sorted(likely, key=lambda pair: -pair[0])
    return [piece for chance, piece in ordered if chance >= OFFERED]


# What is found -----------------------------------------------------------------------------


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
    assert names <= {c.span.of(text) for c in found(text) if c.kind is Kind.NAME}


@pytest.mark.parametrize("text", ["The plan. One day. It is.", "In fact, several came on Monday."])
def test_no_names(text: str) -> None:
    assert not [c.span.of(text) for c in found(text) if c.kind is Kind.NAME]


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
    pieces = {c.span.of(text) for c in found(text) if c.kind in (Kind.ROLE, Kind.NAME)}
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
    assert [c.span.of(text) for c in found(text) if c.kind is Kind.NUMBER] == numbers


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


# How likely ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "first"),
    [
        ("He met Ayatollah Ali Khamenei there.", "actor", "Ali Khamenei"),
        ("Then Russia sent its men to it.", "actor", "Russia"),
        ("He went to Syria with it.", "location", "Syria"),
        ("It fell in the Latakia province.", "location", "Latakia province"),
        ("“It fell,” a senior official said.", "source", "a senior official"),
        ("It fell in Syria, Reuters reported.", "source", "Reuters"),
        ("The army has left, the minister said.", "claim", "The army has left"),
    ],
)
def test_the_likeliest(text: str, name: str, first: str) -> None:
    assert offered(text, name)[0] == first


@pytest.mark.parametrize(
    ("name", "drawing", "wanted", "other"),
    [
        ("PER", Drawing.FILL, "Ali Khamenei", "October 6, 2015"),
        ("Places", Drawing.FILL, "Syria", "Ali Khamenei"),
        ("GPE", Drawing.FILL, "Syria", "Ali Khamenei"),
        ("DATE", Drawing.FILL, "October 6, 2015", "Ali Khamenei"),
        ("Quotation", Drawing.UNDERLINE, "it was late", "Syria"),
        ("frame", Drawing.UNDERLINE, "it was late", "Syria"),
        ("frame", Drawing.BAR, "it was late", "Syria"),
        ("frame", Drawing.FILL, "Ali Khamenei", "it was late"),
        ("frame", Drawing.FILL, "October 6, 2015", "it was late"),
    ],
)
def test_a_label_is_known_by_its_name_or_else_its_drawing(
    name: str, drawing: Drawing, wanted: str, other: str
) -> None:
    text = "On October 6, 2015 Ali Khamenei said in Syria: “it was late.”"
    pieces = offered(text, name, drawing)
    assert wanted in pieces
    assert other not in pieces or pieces.index(wanted) < pieces.index(other)


def test_a_candidate_of_which_nothing_is_known_is_as_likely_as_it_says() -> None:
    assert likelihood(Candidate(0, 4, Kind.NAME, 0.4), label("actor")) == 0.4


@pytest.mark.parametrize(
    ("name", "recall", "most"),
    [("actor", 0.93, 4), ("location", 0.93, 4), ("source", 0.9, 4), ("claim", 0.7, 3)],
)
def test_the_gold_is_offered(name: str, recall: float, most: float) -> None:
    wanted, hit, count = 0, 0, 0
    for line in GOLD.read_text("utf-8").splitlines():
        article = json.loads(line)
        spans = {(s["start"], s["end"]) for s in article["spans"] if s["label"] == name}
        likely = {
            (c.start, c.end)
            for c in found(article["text"])
            if likelihood(c, label(name)) >= OFFERED
        }
        wanted, hit, count = wanted + len(spans), hit + len(spans & likely), count + len(likely)
    assert wanted > 20
    assert hit / wanted >= recall
    assert count / wanted <= most


# Whatever the text -------------------------------------------------------------------------


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
        assert 0 <= candidate.score <= 1
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
    assert [(c.start - len(before), c.end - len(before), c.signs) for c in shifted] == [
        (c.start, c.end, c.signs) for c in found("It" + text)
    ]


def test_a_window_in_a_text_without_line_ends() -> None:
    text = "Iran has left Syria, and three officials said “it is late.” Then he went. " * 2_000
    start = len(text) // 2 + 7
    window = candidates(text, Span(start, start + 500))
    assert {text[c.start : c.end] for c in window} >= {"Iran", "Syria", "three officials"}
    assert all(c.start < start + 500 and c.end > start for c in window)
    assert max(c.end - c.start for c in window) < 200
