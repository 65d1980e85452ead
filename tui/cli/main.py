"""The command line. It imports Textual only to open the screen, and store parts as needed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from store.errors import NoArticlesError, SidelightError, system_reason
from tui import gc_policy, signals
from tui.cli.options import (
    OUTSIDE,
    STORIES,
    WHOSE,
    Outside,
    Whose,
    check_readable,
    gather_options,
    open_workspace,
)
from tui.cli.output import name_keys_by, tell
from tui.cli.screen import StoryLooks, check_terminal, has_terminal, leave_as, tell_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from store.story.workspace import Workspace


_COMMANDS: Final = {
    "adjudicate": ("adjudicate", "adjudicate"),
    "agree": ("agree", "agree"),
    "bundle": ("bundles", "bundle"),
    "check": ("history", "check"),
    "completion": ("completion", "completion"),
    "export": ("export", "export"),
    "find": ("find", "find"),
    "formats": ("formats", "formats"),
    "import": ("importing", "import_file"),
    "labels": ("datasets", "show_labels"),
    "log": ("history", "log"),
    "matrix": ("matrix", "matrix"),
    "practice": ("practice", "practice"),
    "rehydrate": ("export", "rehydrate"),
    "report": ("report", "report"),
    "serve": ("serve", "serve"),
    "stats": ("datasets", "stats"),
    "suggest": ("suggest", "suggest"),
    "unbundle": ("bundles", "unbundle"),
}
"""The commands beside `open`: their modules and what they are called there. A module is loaded when
its command is asked for, as the screen must not wait for the others."""


class _ShortGroup(click.Group):
    """A group in which `sidelight PATH…` is short for `sidelight open PATH…`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted((*_COMMANDS, *super().list_commands(ctx)))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = _COMMANDS[cmd_name]
        found = getattr(import_module(f"tui.cli.{module}"), name)
        assert isinstance(found, click.Command)
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and paths, as the first word may be one."""
        from click.shell_completion import CompletionItem

        found = super().shell_complete(ctx, incomplete)
        # Before the others, as bash forgets at a path what it was offered before.
        return found if incomplete.startswith("-") else [CompletionItem(incomplete, "file"), *found]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and ctx.resilient_parsing:  # a shell asks what can come first
            return super().parse_args(ctx, args)
        if not args:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        known = self.list_commands(ctx)
        if args[0] not in ("--help", "-h", "--version", *known):
            if not ctx.resilient_parsing:
                self._fail_if_misspelt(ctx, args[0], known)
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def _fail_if_misspelt(self, ctx: click.Context, word: str, known: list[str]) -> None:
        from difflib import get_close_matches

        close = get_close_matches(word, known, 1, 0.75)
        if close and not os.path.lexists(word):
            ctx.fail(f"there is no file, folder or command {word!r}; did you mean {close[0]}?")


def _version(ctx: click.Context, _: click.Parameter, wanted: object) -> None:
    if wanted and not ctx.resilient_parsing:
        from tui.cli.versions import version_lines

        for line in version_lines():
            click.echo(line)
        ctx.exit()


@click.group(
    cls=_ShortGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Show the versions that a report of a bug should name, and leave.")  # fmt: skip
def cli() -> None:
    """Read reports of one event side by side, tag spans from the keyboard, export a dataset.

    `sidelight PATH…` is short for `sidelight open PATH…`. PATH is a folder of .txt or .md articles,
    or article files.
    """
    name_keys_by(None)


@cli.command(name="open")
@STORIES
@WHOSE
@gather_options("screen", StoryLooks)
@OUTSIDE
def open_story(paths: tuple[Path, ...], whose: Whose, screen: StoryLooks, outside: Outside) -> None:
    """Open a story on the screen, or list the stories of a folder."""
    gc_policy.pause()
    opens = partial(_show, screen=screen, outside=outside)
    try:
        story = opens(paths, whose)
    except NoArticlesError as error:
        if not error.has_stories or not has_terminal():
            raise
        corpus, name = Path(str(error.path)), ""
    else:
        if story is None:
            return
        corpus, name = story.parent, story.name
    from tui.cli.library import show_library

    show_library(
        corpus,
        whose,
        screen,
        lambda path, of_story: opens([path], of_story, is_listed=True) is not None,
        opened=name,
        keeps=not screen.read_only,
    )


def _show(
    paths: Sequence[Path],
    whose: Whose,
    *,
    screen: StoryLooks,
    outside: Outside,
    is_listed: bool = False,
) -> Path | None:
    """Show a story until it is left.

    Args:
        paths: What names it.
        whose: Whose work.
        screen: How it is shown.
        outside: What suggests besides.
        is_listed: Whether it was chosen from the list of stories.

    Returns:
        Its folder, if the stories beside it are wanted next.
    """
    with _opened(paths, whose, screen) as workspace:
        check_readable(workspace)
        left_out = workspace.story.left_out
        if left_out:
            from store.articles.story import left_out_sentence

            workspace.status.notices.add(left_out_sentence(left_out, "{key:import}"))
        for remark in (*workspace.story.remarks, *workspace.labels.lacking(workspace.now.counts)):
            workspace.status.notices.add(remark)
        keys = screen.keys_in(workspace, whose)
        extra = outside.suggesters(workspace)
        from store.files import CONFINED  # --help and --version do without
        from tui.app import SidelightApp

        app = SidelightApp(
            workspace,
            keys,
            columns=screen.columns,
            extra=extra,
            suggests="" if screen.no_suggestions else screen.suggestions,
            resumes=not screen.fresh,
        )
        # Where annotations lie elsewhere, those of the stories beside it are not known.
        is_alone = CONFINED in os.environ  # the stories beside it were not offered
        app.has_library = is_listed or (whose.data is None and not is_alone)
        late = screen.show(app)
        leave_as(app)
    tell_end(late, workspace)
    return workspace.story.root if app.wants_library else None


def _opened(paths: Sequence[Path], whose: Whose, screen: StoryLooks) -> Workspace:
    """The story that paths name; where there is no article yet, one waits for it on the screen.

    Raises:
        SidelightError: It cannot be opened.
    """
    while True:
        try:
            return open_workspace(paths, whose, read_only=screen.read_only, first=check_terminal)
        except NoArticlesError as error:
            if error.has_stories or screen.read_only or not has_terminal():
                raise
            from tui.cli.welcome import welcome

            paths = [welcome(Path(str(error.path)), whose, screen)]


def _usage_sentence(error: click.ClickException) -> str:
    """What click says of a wrong option or argument, as one sentence with where to look."""
    said = " ".join(error.format_message().split()).rstrip(".")
    said = said[:1].lower() + said[1:]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None or said.endswith("?"):
        return said
    return f"{said}; see {context.command_path} --help"


def _drop_output() -> None:
    """Keep Python from trying again, when it ends, to write what could not be written."""
    for stream in (sys.stdout, sys.stderr):
        if stream:
            try:
                stream.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def main() -> NoReturn:
    """Run the command line; say what is wrong in one sentence and leave with 1, or 2 for usage.

    A signal that ends it makes that 128 and the signal's number.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        # Where the terminal's encoding lacks a character of a file's name, show its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with signals.listen():
            _run()
    except signals.Ended as ended:
        with suppress(OSError):  # the terminal may be what has gone
            tell(ended.sentence)
        _drop_output()
        raise


def _run() -> NoReturn:
    try:
        sys.exit(cli.main(prog_name="sidelight", standalone_mode=False) or 0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        tell(_usage_sentence(error))
        sys.exit(error.exit_code)
    except SidelightError as error:
        for sentence in error.sentences:
            tell(sentence)
        sys.exit(1)
    except OSError as error:
        tell(f"{error.filename or 'output'}: {system_reason(error)}")
        _drop_output()
        sys.exit(1)


if __name__ == "__main__":
    main()
