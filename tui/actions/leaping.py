"""Leaps: what leads elsewhere in the story, so that one can go back to where one was."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.session import LeapPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.editor import Editor


@contextmanager
def leaping(editor: Editor, *, is_new: bool = False) -> Iterator[None]:
    """Whatever goes elsewhere in here is a leap.

    Args:
        editor: Where.
        is_new: Whether one goes back from it to just here, also where the last leap has led here.
    """
    if is_new:
        editor.set_session(replace(editor.session, landed=None))
    start = _place(editor)
    yield
    end = _place(editor)
    if start is not None and end is not None:
        editor.set_session(editor.session.leapt(start, end))


def _place(editor: Editor) -> LeapPlace | None:
    opened = editor.pane.opened
    return None if opened is None else LeapPlace(opened.id, editor.pane.selection.head)
