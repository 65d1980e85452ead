"""The app of adjudication: Sidelight with several people's work to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.app import SidelightApp
from tui.screens.adjudication import AdjudicationScreen

if TYPE_CHECKING:
    from store.adjudication.adjudication import Adjudication
    from store.story.workspace import Workspace
    from tui.keys.keymap import Keymap


class AdjudicationApp(SidelightApp):
    """Sidelight, in which readings are taken."""

    def __init__(
        self,
        adjudication: Adjudication,
        workspace: Workspace,
        keymap: Keymap,
        *,
        has_next: bool = False,
    ) -> None:
        """Show a story.

        Args:
            adjudication: Where one is.
            workspace: The adjudicator's work.
            keymap: The keys.
            has_next: Whether another story is shown once this one is decided and left.
        """
        super().__init__(workspace, keymap, columns=1, suggests="")
        self.adjudication = adjudication
        self.has_next = has_next

    def get_default_screen(self) -> AdjudicationScreen:
        """Start in the screen of adjudication."""
        setup = replace(self.setup, resumes=False)
        return AdjudicationScreen(setup, self.adjudication, has_next=self.has_next)
