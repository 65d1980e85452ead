from __future__ import annotations

from typing import TYPE_CHECKING

from store.text import lexicon
from store.text.lexicon import parts_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_language_is_a_file_of_parts(tmp_path: Path) -> None:
    path = tmp_path / "language.txt"
    path.write_text(
        "# What is said.\n\n[saying]\nsa sier\n# More.\nsagt\n\n"
        "[connectives]\nfor det, men,\nlikevel\n",
        "utf-8",
    )
    assert parts_of(path) == {
        "saying": {"sa", "sier", "sagt"},
        "connectives": {"for det", "men", "likevel"},
    }


def test_every_part_of_the_language_is_used_and_in_small_letters() -> None:
    parts = parts_of(lexicon.LANGUAGES / f"{lexicon.LANGUAGE}.txt")
    words = frozenset().union(*parts.values())
    assert {word for word in words if word != word.lower()} == set()
    held = [value for name, value in vars(lexicon).items() if name.isupper()]
    known = frozenset().union(*(value for value in held if isinstance(value, (frozenset, tuple))))
    assert words <= known


def test_some_words_hold_others() -> None:
    assert lexicon.TELLING <= lexicon.SAYING
    assert lexicon.BESIDE_QUOTATIONS <= lexicon.SAYING
    assert set(lexicon.BARE_CONNECTIVES) <= set(lexicon.CONNECTIVES)
    assert lexicon.SUBJECT_PRONOUNS.isdisjoint(lexicon.PREPOSITIONS)
