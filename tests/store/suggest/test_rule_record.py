from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from store.suggest.model import Suggestion
from store.suggest.rule_record import RuleRecord, judged
from tests.store.suggest.marked import opened

if TYPE_CHECKING:
    from store.suggest.rule_record import Judged


def outcomes(*marked: str, rest: str = "") -> Counter[Judged]:
    """What became of a rule that suggests every word with a capital as an actor."""
    article = opened(" ".join(marked) + rest)
    words = [word for word in article.article.text.split() if word[0].isupper()]
    text, ruled = article.article.text, []
    for word in words:
        start = text.index(word)
        ruled.append(
            Suggestion(start, start + len(word), "actor", word, reason="", score=1, suggester="x")
        )
    ends = [each.end for each in (*article.annotations, *article.rejected)]
    return judged(ruled, article, {"actor": max(ends, default=0)})


RIGHT = [f"[A{letter}]a" for letter in "abcdefgh"]
WRONG = [f"B{letter}" for letter in "abcdefgh"]


@pytest.mark.parametrize(
    ("marked", "proved"),
    [
        (RIGHT, (8, 8)),
        (RIGHT[1:], None),  # too few to tell
        (WRONG[:5] + RIGHT, (8, 13)),
        (WRONG[:6] + RIGHT, None),
        (RIGHT + WRONG, (8, 8)),  # what stands behind the last tag has not been read
        ([*WRONG[:5], *RIGHT, "[Cc]-a"], None),  # a refusal counts like three that were wrong
        ([*RIGHT, "[Cc]-a"], (8, 12)),
    ],
)
def test_a_rule_is_proved_by_eight_texts_and_three_in_five(
    marked: list[str], proved: tuple[int, int] | None
) -> None:
    record = RuleRecord()
    found = outcomes(*marked)
    record.exchange(Counter(), found)
    assert record.weigh() is (proved is not None)
    assert record.proved == ({("x", "actor"): proved} if proved else {})
    assert not record.weigh()
    record.exchange(found, Counter())
    record.weigh()
    assert record.proved == {}


def test_the_same_text_counts_once_however_often_it_stands() -> None:
    record = RuleRecord()
    for _ in range(3):
        record.exchange(Counter(), outcomes(*RIGHT[:4]))
    record.weigh()
    assert record.proved == {}
