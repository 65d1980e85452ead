"""Dialogs that stay when they are left, and those that are made before anybody opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from tui.screens.dialog import read_styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App
    from textual.screen import Screen

    from tui.render.palette import Palette
    from tui.screens.dialog import AppWithDialogs, Dialog

_LAYOUTS: Final = 2
"""How often a dialog is laid out before it is opened: what hears of its size may ask for it."""

Kind = TypeVar("Kind", bound="Dialog[Any]")


def kept_dialog(app: App[Any], kind: type[Kind], make: Callable[[Palette], Kind]) -> Kind:
    """The dialog of a kind that was opened before, or else a new one, which stays from now on.

    To make the widgets of a screen, to style them and to lay them out takes Textual some ten times
    what a key takes; to show them again takes a paint.

    Args:
        app: In which it is shown.
        kind: Its class.
        make: Makes it with the styles; all else that it is given must hold until `let_go`.
    """
    kept, palette = cast("AppWithDialogs", app).kept_dialogs, cast("AppWithDialogs", app).palette
    there = kept.get(kind)
    if isinstance(there, kind) and there.made_for is palette:
        return there
    if there is not None:
        let_go(app, kind)
    kept[kind] = made = make(palette)
    made.made_for = palette
    app.install_screen(made, f"{kind.__name__} {id(made)}")
    return made


def has_been_opened(app: App[Any], kind: type[Screen[Any]]) -> bool:
    """Whether a dialog of a kind is kept already."""
    return kind in cast("AppWithDialogs", app).kept_dialogs


def prepare_dialog(app: App[Any], dialog: Dialog[Any]) -> Iterator[bool]:
    """Make the widgets of a dialog that is kept, a little at a time, before anybody opens it.

    So whoever opens it waits for a paint, and not for what Textual does once for each screen.

    Yields:
        After each step whether Textual has to do something before the next.
    """
    yield False
    read_styles(app, dialog)
    yield False
    if not _is_made(dialog):  # else somebody was faster
        app._register(app, dialog)  # noqa: SLF001  # what `push_screen` does first
        while not dialog.is_mounted:
            yield True
        for _ in range(_LAYOUTS):
            if _is_made(dialog) and not dialog.is_opened:
                dialog.lay_out()
                yield True


def _is_made(dialog: Dialog[Any]) -> bool:
    """Whether it is there, open or not; asked anew each time, as others go on in between."""
    return dialog.is_running


def let_go(app: App[Any], *kinds: type[Screen[Any]]) -> None:
    """Keep dialogs of some kinds no longer; all if none are named."""
    kept = cast("AppWithDialogs", app).kept_dialogs
    for kind in kinds or (*kept,):
        dialog = cast("Dialog[Any]", kept.pop(kind))
        app.uninstall_screen(dialog)
        if not dialog.is_opened:  # else it goes with what it is over
            dialog.remove()
