"""What the dialogs share: a framed box over the screen that Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A dialog; its result is nothing if it was left."""

    DEFAULT_CLASSES = "dialog-screen"
    # At once, not after what has the focus: the key after Esc is for what is below the dialog.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, priority=True)
    ]

    def action_leave(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
