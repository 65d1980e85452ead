"""What the commands with a screen share: its looks, its keys, and how it is shown and left."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import chdir, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from store.errors import InputError
from tui import signals
from tui.cli.options import PathType, Whose, option
from tui.cli.output import name_keys_by, tell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.story.workspace import Workspace
    from tui.app import SidelightApp
    from tui.keys.keymap import Keymap


class _Theme(click.ParamType[str]):
    """A theme by its name."""

    name = "theme"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take the name of one that there is, without `sidelight-` if it is one of ours."""
        from tui.app import theme_names  # few people name one

        known = theme_names()
        if (ours := f"sidelight-{value}") in known:
            return ours
        if value not in known:
            self.fail(f"there is no theme {value!r}; there are {', '.join(known)}", param, ctx)
        return value


@dataclass(frozen=True, slots=True)
class Looks:
    """How a screen looks, and which keys it has."""

    theme: str | None = option(
        "--theme", metavar="NAME", type=_Theme(),
        help="dark, light, or one of Textual's.")  # fmt: skip
    keymap: Path | None = option(
        "--keymap", metavar="FILE", type=PathType(),
        help="Your own keys; else sidelight/keymap.toml in the configuration folder.")  # fmt: skip

    cursor: str = option(
        "--cursor", type=click.Choice(["show", "hide"]), default="hide",
        help="Whether the terminal's own cursor, on the caret, is seen.")  # fmt: skip
    speak: str | None = option(
        "--speak", metavar="FILE",
        help="Also write what a key means, as lines, to a file or descriptor.")  # fmt: skip

    def keys_in(self, workspace: Workspace, whose: Whose) -> Keymap:
        """The keys in a story; sentences name these from now on.

        Raises:
            SidelightError: The keymap, or the key of a label, cannot be used.
        """
        from store.labels import LABELS_FILE
        from tui.keys.commands import all_commands
        from tui.keys.keymap_file import keymap_for, own_keymap

        labels_file = whose.labels or workspace.story.root / LABELS_FILE
        keys = keymap_for(all_commands(workspace.labels), self.keymap or own_keymap(), labels_file)
        name_keys_by(labels_file, keys)
        return keys

    def show(self, app: SidelightApp) -> list[str]:
        """Show an app until it is left.

        Returns:
            What there is to say of closing its story, once that is closed.

        Raises:
            InputError: What is to be spoken cannot be written.
        """
        if self.theme is not None and not app.is_plain:
            app.theme = self.theme
        app.shows_cursor = self.cursor == "show"
        if self.speak is not None:
            from msgspec.structs import replace  # --help and --version do without

            from tui.speaking import Speech  # few people want it

            app.setup = replace(app.setup, speech=Speech(self.speak))
        from store.files import CONFINED  # --help and --version do without

        own = os.environ.get(CONFINED)  # in a browser, where a path that is typed is meant
        with signals.hand_to(app.end_by), chdir(own) if own else nullcontext():
            app.run()
        from store.files import Files
        from tui.slow_disk import watch_at_the_end  # not before the screen is left

        Files.watch = watch_at_the_end()
        late: list[str] = []
        app.workspace.status.notices.subscribe(late.append)
        return late


@dataclass(frozen=True, slots=True)
class StoryLooks(Looks):
    """How a story is to be shown."""

    read_only: bool = option(
        "--read-only", is_flag=True, help="Look only; write nothing, take no lock."
    )
    columns: int | None = option(
        "--columns", metavar="N", type=click.IntRange(1, 6),
        help="How many articles side by side; else by the width.")  # fmt: skip
    no_suggestions: bool = option(
        "--no-suggestions", is_flag=True,
        help="Suggest nothing until the key for it turns suggestions on.")  # fmt: skip
    suggestions: str | None = option(
        "--suggestions", type=click.Choice(["asked", "quiet", "all"]),
        envvar="SIDELIGHT_SUGGESTIONS",
        help="How much: what you ask for, what saves keys, all; or by "
             "$SIDELIGHT_SUGGESTIONS; else as the last time, at first quiet.")  # fmt: skip
    fresh: bool = option("--fresh", is_flag=True, help="Begin at the top, not where you were.")


def tell_end(late: Iterable[str], workspace: Workspace) -> None:
    """Say what went wrong with the last checkpoint and the backup, which leaving has written."""
    for sentence in (*late, *filter(None, [workspace.status.trouble])):
        tell(sentence)


def leave_as(app: SidelightApp) -> None:
    """End the program as the app was ended: by a signal, or with a code."""
    if app.ended_by is not None:
        raise signals.Ended(app.ended_by)
    if app.return_code:
        sys.exit(app.return_code)


def has_terminal() -> bool:
    """Whether a screen can be shown."""
    try:
        check_terminal()
    except InputError:
        return False
    return True


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
