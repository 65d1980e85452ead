"""What the commands of the command line share: paths, options, and opening the story they name."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.destination import Protected
    from store.story.workspace import Workspace
    from store.suggest.outside.choosing import OutsideSuggester
    from tui.app import SidelightApp
    from tui.keys.commands import Command


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


Function = Callable[..., Any]


def gathered(
    name: str, kind: type, options: Iterable[Callable[[Function], Function]]
) -> Callable[[Function], Function]:
    """Give a command options, whose values it gets as one value.

    Args:
        name: The parameter of the command that gets it.
        kind: What is made of them: it has a field of the name of each option.
        options: What click has of them.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def with_value(**given: object) -> object:
            value = kind(**{name: given.pop(name) for name in kind.__annotations__})
            return function(**given, **{name: value})

        decorated: Function = with_value
        for option in reversed(list(options)):
            decorated = option(decorated)
        return decorated

    return decorate


class Whose(NamedTuple):
    """Whose work a command is about, and where what belongs to it lies."""

    annotator: str | None
    """Who was named, if anybody."""
    labels: Path | None
    """A label set other than the story's."""
    data: Path | None
    """Where annotations lie, if not beside the articles."""

    @property
    def name(self) -> str:
        """Who was named, else who is logged in.

        Raises:
            InputError: Nobody knows.
        """
        if self.annotator is not None:
            return self.annotator
        import getpass  # mostly somebody is named where the start matters

        try:
            return getpass.getuser()
        except (OSError, KeyError) as error:
            raise InputError("who you are is unknown; say it with --annotator NAME") from error


class Outside(NamedTuple):
    """The suggesters outside the program that options name."""

    suggest: tuple[str, ...]
    suggest_label: tuple[str, ...]

    def suggesters(self, workspace: Workspace) -> list[OutsideSuggester]:
        """Those that the options name; none of them is at work yet.

        Raises:
            InputError: An option is wrong, or what it names is not there.
        """
        if not self.suggest and not self.suggest_label:
            return []
        from store.suggest.outside.choosing import outside_suggesters
        from store.suggest.outside.mapping import read_label_options

        mapping = read_label_options(self.suggest_label, workspace.labels)
        ids = [ref.id for ref in workspace.story.articles]
        return outside_suggesters(self.suggest, mapping, ids)


WHOSE = gathered("whose", Whose, (
    click.option("--annotator", metavar="NAME", envvar="SIDELIGHT_ANNOTATOR",
                 help="Whose work; else $SIDELIGHT_ANNOTATOR, else the login name."),
    click.option("--labels", metavar="FILE", type=PathType(),
                 help="A label set other than the story's labels.toml."),
    click.option("--data", metavar="DIR", type=PathType(),
                 help="Where annotations lie, if not in annotations/ beside the articles."),
))  # fmt: skip
"""The options that every command on a story takes."""
OUTSIDE = gathered("outside", Outside, (
    click.option("--suggest", metavar="WHAT", multiple=True,
                 help="Suggest also what spacy:NAME, gliner:NAME, command:'PROGRAM …' or "
                      "file:PATH finds; may be given several times."),
    click.option("--suggest-label", metavar="THEIRS=OURS", multiple=True,
                 help="Which label one of theirs means; THEIRS= leaves it out."),
))  # fmt: skip
"""The options that name suggesters outside the program."""
STORIES = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=PathType())
STORY = click.argument("path", type=PathType())


def open_workspace(
    paths: Sequence[Path], whose: Whose, *, read_only: bool, on_screen: bool = False
) -> Workspace:
    """Find the story and open it.

    Raises:
        SidelightError: One of them cannot be done, or there is no terminal for a screen; nothing
            was written.
    """
    from store.articles import find_story
    from store.story.workspace import Workspace

    story = find_story(paths)
    if on_screen:
        check_terminal()
    if read_only:
        check_data(whose.data)
    return Workspace.open(
        story, whose.name, labels=whose.labels, data=whose.data, read_only=read_only
    )


def check_data(data: Path | None) -> None:
    """Refuse to read annotations where there is no folder of them.

    Raises:
        InputError: One was named that is not there.
    """
    if data is not None and not data.is_dir():
        raise InputError("there is no such folder of annotations", path=data)


def check_terminal(*, prints_data: bool = False) -> None:
    """Refuse to open a screen where there is none.

    Args:
        prints_data: Whether standard output may be a file, as there is data for it at the end; the
            screen is then shown where standard error goes.

    Raises:
        InputError: Standard input or output is no terminal, or by the locale it shows no UTF-8.
    """
    outputs = (sys.stdout, sys.stderr) if prints_data else (sys.stdout,)
    is_shown = any(output and output.isatty() for output in outputs)
    if not (sys.stdin and sys.stdin.isatty() and is_shown):
        raise InputError("the screen needs a terminal; export and stats work without one")
    # As the driver chooses.
    shown = sys.stderr if sys.stderr and sys.stderr.isatty() else sys.stdout
    encoding = getattr(shown, "encoding", None) or "utf-8"
    if codecs.lookup(encoding).name != "utf-8":
        raise InputError(
            f"the screen needs UTF-8, but the locale says that this terminal shows {encoding}; "
            "if it does show UTF-8, put LC_ALL=C.UTF-8 before the command"
        )


def own_keymap() -> Path | None:
    """A person's own keymap file, if there is one."""
    path = _keymap_path()
    return path if path.exists() else None


def _keymap_path() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return Path(home) / "sidelight" / "keymap.toml"


def protected(paths: Iterable[Path], whose: Whose | None = None) -> Protected:
    """What nothing that a command is told to write may be written over."""
    from store.destination import Protected

    data, labels = (whose.data, whose.labels) if whose is not None else (None, None)
    return Protected.of(paths, data, (labels, _keymap_path()))


def choose_theme(app: SidelightApp, theme: str | None) -> None:
    """Give an app the theme that was asked for, if any.

    Raises:
        click.BadParameter: There is none of that name.
    """
    if theme is None:
        return
    if theme not in app.available_themes:
        known = ", ".join(sorted(app.available_themes))
        raise click.BadParameter(
            f"there is no theme {theme!r}; there are {known}", param_hint="'--theme'"
        )
    app.theme = theme if not app.is_plain else app.theme


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
    from tui.keys.commands import all_commands

    return all_commands(workspace.labels), labels or workspace.story.root / LABELS_FILE
