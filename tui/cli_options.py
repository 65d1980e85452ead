"""What the commands of the command line share: paths, options, and opening the story they name."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.workspace import Workspace
    from tui.commands import Command


class PathType(click.Path):
    """A path, but not the empty one, which would mean the current folder."""

    def __init__(self, path_type: type = Path) -> None:
        super().__init__(path_type=path_type)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Take a path that was given; refuse an empty one."""
        if not os.fspath(value):
            self.fail("it is empty", param, ctx)
        return super().convert(value, param, ctx)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command on a story takes."""
    options = (
        click.option("--annotator", metavar="NAME", envvar="SIDELIGHT_ANNOTATOR",
                     help="Whose work; else $SIDELIGHT_ANNOTATOR, else the login name."),
        click.option("--labels", metavar="FILE", type=PathType(),
                     help="A label set other than the story's labels.toml."),
        click.option("--data", metavar="DIR", type=PathType(),
                     help="Where annotations lie, if not in annotations/ beside the articles."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


STORIES = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=PathType())
STORY = click.argument("path", type=PathType())


def annotator_name(name: str | None) -> str:
    """Whose work it is about: who was named, else who is logged in.

    Raises:
        InputError: Nobody knows.
    """
    import getpass

    if name is not None:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise InputError("who you are is unknown; say it with --annotator NAME") from error


def open_workspace(
    paths: Sequence[Path],
    annotator: str | None,
    labels: Path | None,
    data: Path | None,
    *,
    read_only: bool,
    on_screen: bool = False,
) -> Workspace:
    """Find the story and open it.

    Raises:
        SidelightError: One of them cannot be done, or there is no terminal for a screen; nothing
            was written.
    """
    from store.articles import find_story
    from store.workspace import Workspace

    story = find_story(paths)
    if on_screen and not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise InputError("the screen needs a terminal; export and stats work without one")
    if read_only and data is not None and not data.is_dir():
        raise InputError("there is no such folder of annotations", path=data)
    return Workspace.open(
        story, annotator_name(annotator), labels=labels, data=data, read_only=read_only
    )


def check_readable(workspace: Workspace) -> None:
    """Refuse a story of which no article can be shown, and say what is wrong with the first."""
    problem = ""
    for ref in workspace.story.articles:
        opened = workspace.article(ref.id)
        if opened.article.text:
            return
        problem = problem or opened.problem
    raise InputError(problem)


def commands_of(workspace: Workspace, labels: Path | None) -> tuple[Sequence[Command], Path]:
    """Every command with the story's labels, and the file that these would come from."""
    from store.labels import LABELS_FILE
    from tui.commands import all_commands

    return all_commands(workspace.labels), labels or workspace.story.root / LABELS_FILE
