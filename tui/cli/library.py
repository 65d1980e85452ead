"""A folder of stories on a terminal: the list, the story that is opened from it, the list again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.errors import NoArticlesError, SidelightError
from tui.cli.screen import leave_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.cli.options import Whose
    from tui.cli.screen import Looks
    from tui.screens.library_choice import LibraryChoice


def show_library(
    corpus: Path,
    whose: Whose,
    looks: Looks,
    opens: Callable[[Path, Whose], bool],
    *,
    opened: str = "",
    keeps: bool = True,
) -> None:
    """Show the stories of a folder, and each that is chosen, until somebody leaves.

    Args:
        corpus: The folder.
        whose: Whose work.
        looks: How the screen looks.
        opens: Shows a story until it is left; whether the list is wanted again.
        opened: The name of the story that one comes from.
        keeps: Whether what is known of the stories is kept for the next time.

    Raises:
        SidelightError: The folder cannot be read.
    """
    from store.corpus.summary_index import index_path
    from store.corpus.survey import Survey
    from store.corpus.work_place import WorkPlace
    from tui.screens.library_choice import LibraryChoice

    place = WorkPlace(corpus.resolve(), whose.name, whose.data)
    survey = Survey(place, index_path(place, os.environ) if keeps else None)
    choice = LibraryChoice(survey, opened)
    while name := _chosen(choice, whose, looks):
        of_story = replace(whose, data=place.data_of(name))
        try:
            if not opens(place.corpus / name, of_story):
                return
        except NoArticlesError as error:  # a folder of stories itself
            show_library(Path(str(error.path)), of_story, looks, opens, keeps=keeps)
        except SidelightError as error:
            choice.said = str(error)
        except click.exceptions.Exit as left:  # an empty story was left
            if left.exit_code:
                raise


def _chosen(choice: LibraryChoice, whose: Whose, looks: Looks) -> str:
    """Show the list until a story is chosen, or until it is left."""
    from store.articles.model import Story
    from store.articles.story import told_name
    from store.story.workspace import Workspace
    from tui.library_app import LibraryApp

    root = choice.survey.place.corpus
    folder = Story(root, told_name(root.name or str(root)), ())  # only its labels and keys count
    with Workspace.open(folder, whose.name, labels=whose.labels, read_only=True) as workspace:
        app = LibraryApp(workspace, looks.keys_in(workspace, whose), choice)
        looks.show(app)
    choice.survey.keep()
    leave_as(app)
    return app.chosen
