"""What is shown on a terminal where there is no article yet, and where one goes on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.screen import leave_as

if TYPE_CHECKING:
    from pathlib import Path

    from store.story.workspace import Workspace
    from tui.cli.options import Whose
    from tui.cli.screen import Looks


def welcome(folder: Path, whose: Whose, looks: Looks) -> Path:
    """Show a folder without articles until there is one.

    Returns:
        The folder that is to be opened.

    Raises:
        click.exceptions.Exit: It was left, or one has practised.
    """
    from store.articles.story import story_of
    from store.story.workspace import Workspace
    from tui.welcome_app import WelcomeApp

    def to_edit() -> Workspace:
        return Workspace.open(story_of(folder), whose.name, labels=whose.labels, data=whose.data)

    story = story_of(folder)
    with Workspace.open(story, whose.name, labels=whose.labels, read_only=True) as workspace:
        app = WelcomeApp(workspace, looks.keys_in(workspace, whose), folder, to_edit)
        looks.show(app)
    leave_as(app)
    if app.practises:
        from tui.cli.practice import practice

        click.get_current_context().invoke(practice)
    if app.chosen is None:
        raise click.exceptions.Exit(0)
    return app.chosen
