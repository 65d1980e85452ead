from __future__ import annotations

import pytest

from store.text.language import is_known

ENGLISH = (
    "The bridge was closed by the army on Monday, and the people who lived on the other side of "
    "the river had to take a boat to the town, an official said. It was not known how long that "
    "would last, as the army had not said so.\n"
)
GERMAN = (
    "Die Brücke wurde am Montag von der Armee gesperrt, und wer auf der anderen Seite des Flusses "
    "wohnte, musste ein Boot in die Stadt nehmen, sagte ein Beamter. Wie lange das dauern würde, "
    "war nicht bekannt, da die Armee es nicht gesagt hatte, und niemand danach fragte.\n"
)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (ENGLISH, True),
        (GERMAN, False),
        ("军队星期一关闭了桥，河对岸的居民只好乘船进城。" * 5, False),
        ("أغلق الجيش الجسر يوم الاثنين، واضطر السكان إلى ركوب قارب. " * 5, False),
        ("", True),
        ("Ana Boe left.", True),  # too short to tell, but its letters may be
        ("Анна ушла.", False),
        ("桥。", False),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, *, known: bool) -> None:
    assert is_known(text) is known
