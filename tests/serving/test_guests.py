"""Who may come in: links are made once, hashes kept, and who is taken out is out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from tui.serving.guests import Guests, hash_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people"
    path.write_text("# the first group\nana\n\nBen Okri  # on Tuesdays\n", encoding="utf-8")
    return path


def test_each_gets_a_link_and_the_file_a_hash(file: Path) -> None:
    people = Guests(file)
    invited = dict(people.invite())
    assert set(invited) == {"ana", "Ben Okri"}
    assert all(len(token) >= 40 for token in invited.values())
    assert file.read_text().splitlines() == [
        "# the first group",
        f"ana {hash_of(invited['ana'])}",
        "",
        f"Ben Okri {hash_of(invited['Ben Okri'])}",
    ]
    assert file.stat().st_mode & 0o777 == 0o600
    assert {name: people.who(token) for name, token in invited.items()} == {
        "ana": "ana",
        "Ben Okri": "Ben Okri",
    }
    assert people.who("") is people.who("ana") is people.who(hash_of(invited["ana"])) is None


def test_links_stay_valid_at_the_next_start(file: Path) -> None:
    token = dict(Guests(file).invite())["ana"]
    again = Guests(file)
    assert again.invite() == []
    assert again.who(token) == "ana"


def test_who_is_taken_out_is_out_at_once(file: Path) -> None:
    people = Guests(file)
    token = dict(people.invite())["ana"]
    lines = file.read_text().splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith("ana")))
    assert people.who(token) is None
    assert (people.has("ana"), people.has("Ben Okri")) == (False, True)
    file.unlink()
    assert not people.has("Ben Okri")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ana\nana\n", "line 2: ana is there twice"),
        ("../ana\n", "line 1: no annotator can be called '../ana'"),
        ("# nobody\n", "it names nobody; write a name into each line"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "people"
    path.write_text(text)
    with pytest.raises(InputError, match=fault.replace("(", r"\(")):
        Guests(path).invite()
    assert path.read_text() == text


def test_without_a_file_a_link_lasts_as_long_as_the_server() -> None:
    people = Guests()
    ((name, token),) = people.invite("ana")
    assert (name, people.who(token), Guests().who(token)) == ("ana", "ana", None)
