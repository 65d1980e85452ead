"""What was last done: each change gives another session, and with a view it says the mode."""

from __future__ import annotations

from typing import Final

import pytest

from store.annotations.model import Annotation
from store.search import Query
from tui.jumping import Jump
from tui.keys.commands import Mode
from tui.search import Search
from tui.session import Session
from tui.view import View

IRAN: Final = Annotation("x", 0, 4, "actor", "Iran")
READING: Final = View()
RESIZING: Final = READING.moving_ends(IRAN, IRAN.span)


@pytest.mark.parametrize(
    ("session", "view", "mode"),
    [
        (Session(), READING, Mode.READING),
        (Session(jump=Jump(stays=True)), READING, Mode.JUMPING),
        (Session(jump=Jump(stays=True, is_waiting=True)), READING, Mode.READING),
        (Session(jump=Jump(stays=True)), RESIZING, Mode.RESIZING),
        (Session(leaving_after="Iran left"), RESIZING, Mode.LEAVING),
    ],
)
def test_the_mode(session: Session, view: View, mode: Mode) -> None:
    assert session.mode(view) is mode


@pytest.mark.parametrize(
    ("now", "expected"), [(10.0, "Iran left"), (11.4, "Iran left"), (11.6, "")]
)
def test_what_was_shortened_counts_for_a_moment(now: float, expected: str) -> None:
    assert Session().shortened("Iran left", 10.0).just_shortened(now) == expected


def test_each_change_is_of_one_thing() -> None:
    search = Search(Query("Iran"), 1)
    changes = {
        "last_label": Session().labelled("actor"),
        "last_proposed": Session().proposing(IRAN),
        "jump": Session().jumping(Jump(stays=False)),
        "search": Session().searching(search),
        "is_search_typed": Session().typing_search(is_open=True),
        "leaving_after": Session().leaving("Iran left"),
    }
    for changed, session in changes.items():
        differing = [
            name
            for name in Session.__struct_fields__
            if getattr(session, name) != getattr(Session(), name)
        ]
        assert differing == [changed]
