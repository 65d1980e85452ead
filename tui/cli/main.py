"""The command line. It imports Textual only to open the screen, and store parts as needed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

import click

from store.errors import SidelightError, system_reason
from tui import gc_policy, signals
from tui.cli import datasets, export, formats, history, importing, practice, suggest
from tui.cli.options import (
    STORIES,
    PathType,
    check_readable,
    choose_theme,
    commands_of,
    common,
    open_workspace,
    own_keymap,
    suggesters_of,
    suggesting,
)
from tui.cli.output import tell

if TYPE_CHECKING:
    from pathlib import Path


class _ShortGroup(click.Group):
    """A group in which `sidelight PATH…` is short for `sidelight open PATH…`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        own = {"--help", "-h", "--version"}
        if args[0] not in own and args[0] not in self.commands:
            self._fail_if_misspelt(ctx, args[0])
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def _fail_if_misspelt(self, ctx: click.Context, word: str) -> None:
        from difflib import get_close_matches

        close = get_close_matches(word, self.commands, 1, 0.75)
        if close and not os.path.lexists(word):
            ctx.fail(f"there is no file, folder or command {word!r}; did you mean {close[0]}?")


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"sidelight {version('sidelight')}")
        ctx.exit()


@click.group(
    cls=_ShortGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Show the version and leave.")  # fmt: skip
def cli() -> None:
    """Read reports of one event side by side, tag spans from the keyboard, export a dataset.

    `sidelight PATH…` is short for `sidelight open PATH…`. PATH is a folder of .txt or .md articles,
    or article files.
    """


@cli.command(name="open")
@STORIES
@common
@click.option("--read-only", is_flag=True, help="Look only; write nothing, take no lock.")
@click.option("--theme", metavar="NAME", help="sidelight-dark (or -light), or one of Textual's.")
@click.option("--columns", metavar="N", type=click.IntRange(1, 6),
              help="How many articles side by side; else by the width.")  # fmt: skip
@click.option(
    "--keymap",
    metavar="FILE",
    type=PathType(),
    help="Your own keys; else sidelight/keymap.toml in the configuration folder.",
)
@suggesting
@click.option("--no-suggestions", is_flag=True,
              help="Suggest nothing until z turns suggestions on.")  # fmt: skip
def open_story(
    paths: tuple[Path, ...],
    annotator: str | None,
    labels: Path | None,
    data: Path | None,
    read_only: bool,
    theme: str | None,
    columns: int | None,
    keymap: Path | None,
    suggest: tuple[str, ...],
    suggest_label: tuple[str, ...],
    no_suggestions: bool,
) -> None:
    """Open a story on the screen."""
    gc_policy.pause()
    with open_workspace(
        paths, annotator, labels, data, read_only=read_only, on_screen=True
    ) as workspace:
        check_readable(workspace)
        from tui.keys.keymap import keymap_for

        commands, labels_file = commands_of(workspace, labels)
        keys = keymap_for(commands, keymap or own_keymap(), labels_file)
        extra = suggesters_of(workspace, suggest, suggest_label)
        from tui.app import DARK, SidelightApp

        app = SidelightApp(
            workspace,
            keys,
            theme=DARK.name,
            columns=columns,
            extra=extra,
            suggests=not no_suggestions,
        )
        choose_theme(app, theme)
        with signals.given_to(app.end_by):
            app.run()
        late: list[str] = []
        workspace.notices.subscribe(late.append)
        if app.ended_by is not None:
            raise signals.Ended(app.ended_by)
        if app.return_code:
            sys.exit(app.return_code)
    # Leaving writes the last checkpoint and a backup: what went wrong there is said here.
    for sentence in (*late, *filter(None, [workspace.trouble])):
        tell(sentence)


for command in (
    export.export,
    export.rehydrate,
    formats.formats,
    importing.import_file,
    datasets.stats,
    datasets.show_labels,
    history.check,
    history.log,
    practice.practice,
    suggest.suggest,
):
    cli.add_command(command)


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
        with signals.listening():
            _run()
    except signals.Ended as ended:
        with suppress(OSError):  # the terminal may be what has gone
            tell(ended.sentence)
        _drop_output()
        raise


def _run() -> NoReturn:
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
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
