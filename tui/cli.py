"""The command line. It imports Textual only to open the screen, and store parts as needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from store.errors import InputError, SidelightError, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.workspace import Workspace


class _ShortGroup(click.Group):
    """A group in which `sidelight PATH…` is short for `sidelight open PATH…`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if args and args[0] not in own and args[0] not in self.commands:
            args = ["open", *args]
        return super().parse_args(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"sidelight {version('sidelight')}")
        ctx.exit()


@click.group(
    cls=_ShortGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Show the version and leave.")  # fmt: skip
def cli() -> None:
    """Read reports of one event side by side, tag spans from the keyboard, export a dataset.

    `sidelight PATH…` is short for `sidelight open PATH…`. PATH is a folder of .txt or .md articles,
    or article files.
    """


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command on a story takes."""
    options = (
        click.option("--annotator", metavar="NAME", envvar="SIDELIGHT_ANNOTATOR",
                     help="Whose work; else $SIDELIGHT_ANNOTATOR, else the login name."),
        click.option("--labels", metavar="FILE", type=click.Path(path_type=Path),
                     help="A label set other than the story's labels.toml."),
        click.option("--data", metavar="DIR", type=click.Path(path_type=Path),
                     help="Where annotations lie, if not in annotations/ beside the articles."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


_PATHS = click.argument("paths", metavar="PATH…", nargs=-1, required=True,
                        type=click.Path(path_type=Path))  # fmt: skip
_PATH = click.argument("path", type=click.Path(path_type=Path))


def _annotator(name: str | None) -> str:
    import getpass

    if name:
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
) -> Workspace:
    """Find the story and open it.

    Raises:
        SidelightError: One of them cannot be done.
    """
    from store.articles import find_story
    from store.workspace import Workspace

    return Workspace.open(
        find_story(paths), _annotator(annotator), labels=labels, data=data, read_only=read_only
    )


@cli.command(name="open")
@_PATHS
@_common
@click.option("--read-only", is_flag=True, help="Look only; write nothing, take no lock.")
@click.option("--theme", metavar="NAME", help="sidelight-dark (or -light), or one of Textual's.")
@click.option("--columns", metavar="N", type=click.IntRange(1, 6),
              help="How many articles side by side; else by the width.")  # fmt: skip
@click.option("--keymap", metavar="FILE", type=click.Path(path_type=Path),
              help="Your own keys; else sidelight/keymap.toml in the configuration folder.")  # fmt: skip
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
    with open_workspace(paths, annotator, labels, data, read_only=read_only) as workspace:
        _check_readable(workspace)
        from tui.commands import all_commands
        from tui.keymap import keymap_for

        keys = keymap_for(all_commands(workspace.labels), keymap or _own_keymap())
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise InputError("the screen needs a terminal; export and stats work without one")
        from tui.app import DARK, SidelightApp

        app = SidelightApp(workspace, keys, theme=DARK.name, columns=columns)
        if theme is not None:
            if theme not in app.available_themes:
                raise InputError(
                    f"there is no theme {theme!r}; "
                    f"there are {', '.join(sorted(app.available_themes))}"
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
        if not opened.problem:
            return
        problem = problem or opened.problem
    raise InputError(problem)


def _own_keymap() -> Path | None:
    home = os.environ.get("XDG_CONFIG_HOME")
    path = (Path(home) if home else Path.home() / ".config") / "sidelight" / "keymap.toml"
    return path if path.exists() else None


@cli.command()
@_PATH
@_common
@click.option("--format", "format_", metavar="NAME", default="jsonl", show_default=True,
              type=click.Choice(["jsonl"]), help="The format to write.")  # fmt: skip
@click.option("--output", "-o", metavar="FILE", default="-", show_default=True,
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
        if output == "-":
            report = export_to_stream(workspace, sys.stdout.buffer)
        else:
            report = export_to_file(workspace, Path(output))
        for article_id in workspace.missing_articles():
            _tell(f"{article_id} has annotations, but is not in the story any more; it is left out")
        _tell_notices(workspace)
    _tell(f"{report} by {workspace.annotator}" + ("" if output == "-" else f" in {output}"))


@cli.command(name="import")
@_PATH
@click.argument("file", type=click.Path(path_type=Path))
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
    already = f", {plan.present} were there already" if plan.present else ""
    _tell(
        f"{plan.added} annotations, {plan.relations} relations and {plan.clusters} clusters "
        f"imported into {plan.articles} articles{already}"
    )


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
        counts = count_story(workspace)
        _tell_notices(workspace)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(counts).decode())
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

    with open_workspace([path], annotator, labels, data, read_only=True) as workspace:
        label_set = workspace.labels
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(label_set.labels).decode())
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


def _tell(sentence: str) -> None:
    from store.text.inert import inert

    click.echo(f"sidelight: {inert(sentence)}", err=True)


def _tell_notices(workspace: Workspace) -> None:
    for notice in workspace.notices:
        _tell(notice)


def main() -> NoReturn:
    """Run the command line; say what is wrong in one sentence and leave with 1."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except SidelightError as error:
        for sentence in str(error).splitlines():
            _tell(sentence)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody to tell.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        sys.exit(1)
    except OSError as error:
        _tell(f"{error.filename or 'output'}: {system_reason(error)}")
        sys.exit(1)
    sys.exit(0)


if __name__ == "__main__":
    main()
