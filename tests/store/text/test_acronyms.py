from __future__ import annotations

import pytest

from store.text.acronyms import definitions_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the World Food Fund (WFF) left", [("WFF", "World Food Fund")]),
        ("the Bank of Norway (BN) left", [("BN", "Bank of Norway")]),
        ("the WFF (World Food Fund) left", [("WFF", "World Food Fund")]),
        ("the fund (WFF) left", []),
    ],
)
def test_what_a_text_explains_in_brackets(text: str, found: list[tuple[str, str]]) -> None:
    assert definitions_in(text) == found
