"""The command line. It imports Textual only to open the screen, and store parts as needed."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from store.errors import InputError, SidelightError, system_reason
from tui import collector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.workspace import Workspace
    from tui.commands import Command


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


class _PathType(click.Path):
    """A path, but not the empty one, which would mean the current folder."""

    def __init__(self, path_type: type = Path) -> None:
        super().__init__(path_type=path_type)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if not os.fspath(value):
            self.fail("it is empty", param, ctx)
        return super().convert(value, param, ctx)


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command on a story takes."""
    options = (
        click.option("--annotator", metavar="NAME", envvar="SIDELIGHT_ANNOTATOR",
                     help="Whose work; else $SIDELIGHT_ANNOTATOR, else the login name."),
        click.option("--labels", metavar="FILE", type=_PathType(),
                     help="A label set other than the story's labels.toml."),
        click.option("--data", metavar="DIR", type=_PathType(),
                     help="Where annotations lie, if not in annotations/ beside the articles."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


_PATHS = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=_PathType())
_PATH = click.argument("path", type=_PathType())


def _annotator(name: str | None) -> str:
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
        story, _annotator(annotator), labels=labels, data=data, read_only=read_only
    )


@cli.command(name="open")
@_PATHS
@_common
@click.option("--read-only", is_flag=True, help="Look only; write nothing, take no lock.")
@click.option("--theme", metavar="NAME", help="sidelight-dark (or -light), or one of Textual's.")
@click.option("--columns", metavar="N", type=click.IntRange(1, 6),
              help="How many articles side by side; else by the width.")  # fmt: skip
@click.option(
    "--keymap",
    metavar="FILE",
    type=_PathType(),
    help="Your own keys; else sidelight/keymap.toml in the configuration folder.",
)
def open_story(
    paths: tuple[Path, ...],
    annotator: str | None,
    labels: Path | None,
    data: Path | None,
    read_only: bool,
    theme: str | None,
    columns: int | None,
    keymap: Path | None,
) -> None:
    """Open a story on the screen."""
    collector.pause()
    with open_workspace(
        paths, annotator, labels, data, read_only=read_only, on_screen=True
    ) as workspace:
        _check_readable(workspace)
        from tui.keymap import keymap_for

        commands, labels_file = _commands(workspace, labels)
        keys = keymap_for(commands, keymap or _own_keymap(), labels_file)
        from tui.app import DARK, SidelightApp

        app = SidelightApp(workspace, keys, theme=DARK.name, columns=columns)
        if theme is not None:
            if theme not in app.available_themes:
                known = ", ".join(sorted(app.available_themes))
                raise click.BadParameter(
                    f"there is no theme {theme!r}; there are {known}", param_hint="'--theme'"
                )
            app.theme = theme if not app.is_plain else app.theme
        app.run()
        if app.return_code:
            sys.exit(app.return_code)


def _check_readable(workspace: Workspace) -> None:
    """Refuse a story of which no article can be shown, and say what is wrong with the first."""
    problem = ""
    for ref in workspace.story.articles:
        opened = workspace.article(ref.id)
        if opened.article.text:
            return
        problem = problem or opened.problem
    raise InputError(problem)


def _own_keymap() -> Path | None:
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    path = Path(home) / "sidelight" / "keymap.toml"
    return path if path.exists() else None


def _commands(workspace: Workspace, labels: Path | None) -> tuple[Sequence[Command], Path]:
    """Every command with the story's labels, and the file that these would come from."""
    from store.labels import LABELS_FILE
    from tui.commands import all_commands

    return all_commands(workspace.labels), labels or workspace.story.root / LABELS_FILE


@cli.command()
@_PATH
@_common
@click.option("--format", "format_", metavar="NAME", default="jsonl", show_default=True,
              type=click.Choice(["jsonl"]), help="The format to write.")  # fmt: skip
@click.option("--output", "-o", metavar="FILE", type=_PathType(str), default="-", show_default=True,
              help="Where to; - is standard output.")  # fmt: skip
def export(
    path: Path,
    annotator: str | None,
    labels: Path | None,
    data: Path | None,
    format_: str,
    output: str,
) -> None:
    """Write a story's annotations as a dataset."""
    from store.formats.exporting import export_to_file, export_to_stream

    with open_workspace([path], annotator, labels, data, read_only=True) as workspace:
        _check_readable(workspace)
        if output != "-":
            report = export_to_file(workspace, Path(output))
        elif sys.stdout:
            report = export_to_stream(workspace, sys.stdout.buffer)
        else:
            raise InputError("standard output is closed; name a file with --output")
        _tell_notices(workspace)
        _tell_left_out(workspace)
    _tell(f"{report} by {workspace.annotator}" + ("" if output == "-" else f" in {output}"))


@cli.command(name="import")
@_PATH
@click.argument("file", type=_PathType())
@_common
@click.option("--format", "format_", metavar="NAME", default="auto", show_default=True,
              type=click.Choice(["auto", "jsonl"]), help="The format of the file.")  # fmt: skip
def import_file(
    path: Path,
    file: Path,
    annotator: str | None,
    labels: Path | None,
    data: Path | None,
    format_: str,
) -> None:
    """Bring the annotations of a dataset onto a story's articles, as one edit that u undoes."""
    from store.formats.importing import plan_import
    from store.formats.native import read_jsonl

    rows = read_jsonl(file)
    with open_workspace([path], annotator, labels, data, read_only=False) as workspace:
        if workspace.read_only:
            raise InputError(f"{workspace.read_only}; nothing was imported")
        plan = plan_import(workspace, file, rows)
        if plan.edit.edits:
            workspace.apply(plan.edit)
        _tell_notices(workspace)
    already = f"; {_count(plan.present, 'annotation')} had been there" if plan.present else ""
    _tell(
        f"{_count(plan.added, 'annotation')}, {_count(plan.relations, 'relation')} and "
        f"{_count(plan.clusters, 'cluster')} imported into {_count(plan.articles, 'article')}"
        f"{already}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


@cli.command()
@_PATH
@_common
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a script.")
def stats(
    path: Path, annotator: str | None, labels: Path | None, data: Path | None, as_json: bool
) -> None:
    """Count the annotations by article and label."""
    from store.statistics import count_story

    with open_workspace([path], annotator, labels, data, read_only=True) as workspace:
        _check_readable(workspace)
        counts = count_story(workspace)
        _tell_notices(workspace)
        for count in counts:
            if count.problem:
                _tell(count.problem)
        _tell_left_out(workspace)
    if as_json:
        _print_json(counts)
        return
    names = list(dict.fromkeys(name for count in counts for name in count.labels))
    rows = [
        [count.id, *(str(count.labels.get(name, 0)) for name in names),
         str(sum(count.labels.values()))]
        for count in counts
    ]  # fmt: skip
    totals = [sum(count.labels.get(name, 0) for count in counts) for name in names]
    rows.append(["all", *map(str, totals), str(sum(totals))])
    _print_table(["article", *names, "all"], rows)


@cli.command(name="labels")
@_PATH
@_common
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a script.")
def show_labels(
    path: Path, annotator: str | None, labels: Path | None, data: Path | None, as_json: bool
) -> None:
    """Show the label set of a story, with keys and guidelines."""
    from textwrap import fill

    from store.text.inert import inert
    from tui.keymap import check_label_keys

    with open_workspace([path], annotator, labels, data, read_only=True) as workspace:
        label_set = workspace.labels
        check_label_keys(*_commands(workspace, labels))
    if as_json:
        _print_json(label_set.labels)
        return
    for label in label_set:
        click.echo(inert(f"{label.key}  {label.name}  ({label.colour}, {label.drawing})"))
        if label.guideline:
            click.echo(
                fill(inert(label.guideline), 88, initial_indent="   ", subsequent_indent="   ")
            )
        for example in label.examples:
            click.echo(inert(f"     {example}"))


def _print_table(head: list[str], rows: list[list[str]]) -> None:
    from store.text.inert import inert

    table = [[inert(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in table) for i in range(len(head))]
    for row in table:
        cells = (c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))
        click.echo("  ".join((row[0].ljust(widths[0]), *cells)))


def _print_json(value: object) -> None:
    """Print a value as JSON in ASCII, so that no title or file name acts on a terminal."""
    import json

    import msgspec

    click.echo(json.dumps(msgspec.to_builtins(value)).replace("\x7f", "\\u007f"))


def _tell(sentence: str) -> None:
    from store.text.inert import inert

    click.echo(f"sidelight: {inert(sentence)}", err=True)


def _tell_notices(workspace: Workspace) -> None:
    for notice in workspace.notices:
        _tell(notice)


def _tell_left_out(workspace: Workspace) -> None:
    """Say what was annotated but is not counted: articles that are gone, others' work."""
    missing = workspace.missing_articles()
    if missing:
        names = ", ".join(missing[:3])
        if len(missing) == 1:
            what = f"{names} has annotations, but is"
        else:
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            what = f"{names}{more} have annotations, but are"
        _tell(f"{what} not among the articles opened; left out")
    home = workspace.folder.parent
    if not workspace.folder.is_dir() and home.is_dir():
        others = sorted(folder.name for folder in home.iterdir() if folder.is_dir())
        if others:
            _tell(
                f"{workspace.annotator} has annotated nothing here; "
                f"with --annotator NAME there is the work of {', '.join(others)}"
            )


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
    if sys.stdout:
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> NoReturn:
    """Run the command line; say what is wrong in one sentence and leave with 1, or 2 for usage."""
    if isinstance(sys.stdout, TextIOWrapper):
        # Where the terminal's encoding lacks a character of a file's name, show its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _tell(_usage_sentence(error))
        sys.exit(error.exit_code)
    except SidelightError as error:
        for sentence in error.sentences:
            _tell(sentence)
        sys.exit(1)
    except OSError as error:
        _tell(f"{error.filename or 'output'}: {system_reason(error)}")
        _drop_output()
        sys.exit(1)


if __name__ == "__main__":
    main()
