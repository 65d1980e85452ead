from __future__ import annotations

import json

import pytest

from store.labels import Drawing
from store.suggest.candidates.likelihood import likelihood
from tests.seeds import GOLD
from tests.store.suggest.candidates.support import OFFERED, found, label, offered


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
