"""What the dialogs share: a framed box over the screen that Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A dialog; its result is nothing if it was left."""

    DEFAULT_CLASSES = "dialog-screen"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave")]

    def action_leave(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
