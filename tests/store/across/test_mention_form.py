"""What the words of a mention show."""

from __future__ import annotations

import pytest

from store.across.mention_form import mention_form


@pytest.mark.parametrize(
    ("text", "name", "title", "role"),
    [
        ("Donald Trump", "donald trump", "", ""),
        ("Mr. Trump’s", "trump", "mr", ""),
        ("President Donald J. Trump", "donald j trump", "president", ""),
        ("FBI Director James Comey", "james comey", "director", ""),
        ("Japanese Prime Minister Shinzo Abe", "shinzo abe", "prime minister", ""),
        ("President Moon Jae-in of South Korea", "moon jae in", "president", ""),
        ("North Korea’s Kim", "kim", "", ""),
        ("Latakia province", "latakia province", "", ""),
        ("the Russian president", "", "", "president"),
        ("Iran’s Supreme Leader", "", "", "supreme leader"),
        ("North Korean leader", "", "", "leader"),
        ("the president of the United States", "", "", "president"),
        ("hundreds of Iranian troops", "", "", "troops"),
        ("Rebels", "", "", "rebels"),
        ("the CIA-backed Syrian rebels", "", "", "cia backed syrian rebels"),
    ],
)
def test_names_titles_and_roles(text: str, name: str, title: str, role: str) -> None:
    form = mention_form(text)
    assert (" ".join(form.name), form.title, form.role) == (name, title, role)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the president", "The President"),
        ("the “Quds Force”", "Quds force"),
        ("Andrés Rodríguez", "Andres Rodriguez"),
        ("Assad’s", "Assad"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("the C.I.A. director", "CIA director"),
    ],
)
def test_texts_that_count_as_the_same(one: str, other: str) -> None:
    assert mention_form(one).key == mention_form(other).key


def test_us_is_not_us() -> None:
    assert mention_form("US").key != mention_form("us").key


@pytest.mark.parametrize(
    ("text", "says_which"),
    [
        ("the two Koreas", False),
        ("Both countries", False),
        ("North and South Korea", False),
        ("U.S. and South Korean officials", False),
        ("he", False),
        ("their", False),
        ("the leaders", True),
        ("Trump", True),
    ],
)
def test_what_names_several_or_anybody_does_not_say_which(text: str, says_which: bool) -> None:
    assert mention_form(text).says_which is says_which


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ""),
        ("…", "…"),
        ("the", "the"),
        ("\u202e", "\u202e"),
        ("3,000", "3 000"),
        ("ال", "ال"),
        ("习近平", "习近平"),
        ("É. É.", "e e"),
    ],
)
def test_any_text_has_a_form(text: str, key: str) -> None:
    assert mention_form(text).key == key


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Chief Justice John G. Roberts", "John G. Roberts"),
        ("Donald J. Trump’s", "Donald J. Trump"),
        ("George W Bush", "George W Bush"),
    ],
)
def test_a_middle_initial_is_written_as_it_stands(text: str, written: str) -> None:
    assert mention_form(text).written == written
