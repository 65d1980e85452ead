"""Where somebody was is found again, also in a changed text; and losing it loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.files import Files
from store.story.last_view import (
    VIEW,
    LastView,
    ReadPlace,
    offset_in,
    place_at,
    read_last_view,
    write_last_view,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("Iran and |Russia", "Iran and |Russia"),
        ("|Iran", "|Iran and more"),
        ("Iran and |Russia", "Yesterday Iran and |Russia"),
        ("one two. one |two.", "zero. one two. one |two."),
        ("Iran and |Russia", "All of it| is new"),
        ("Iran and |Russia", "short|"),
        ("Iran and Russia|", "|"),
    ],
)
def test_a_place_is_where_the_same_text_stands_before_it(then: str, now: str) -> None:
    place = place_at("a", then.replace("|", ""), then.index("|"), 0)
    assert offset_in(place, now.replace("|", "")) == now.index("|")


def test_it_is_kept_and_read(tmp_path: Path) -> None:
    view = LastView((ReadPlace("1_wire", 7, "Moscow ", 0),), 0, (ReadPlace("2", 0, "", 0),))
    write_last_view(tmp_path, view, Files())
    assert read_last_view(tmp_path, Files()) == view


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"places": 3}', b"\xff", b"0" * (1 << 21), b'{"places":[],"active":-1}',
        b'{"places":[{"article":"a","offset":-5,"before":"","top":0}],"active":0}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_as_if_nobody_had_been_there(tmp_path: Path, content: bytes) -> None:
    (tmp_path / VIEW).write_bytes(content)
    assert read_last_view(tmp_path, Files()) is None


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / VIEW).mkdir()
    assert read_last_view(tmp_path, Files()) is None
    write_last_view(tmp_path, LastView((), 0), Files())
    assert (tmp_path / VIEW).is_dir()


def test_no_folder_is_made_for_it(tmp_path: Path) -> None:
    write_last_view(tmp_path / "ana", LastView((), 0), Files())
    assert not (tmp_path / "ana").exists()
