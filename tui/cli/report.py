"""The command that writes a story as one page for people without a terminal: report."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli.options import (
    STORY,
    WHOSE,
    PathType,
    Whose,
    check_readable,
    open_workspace,
    protection_of,
)
from tui.cli.output import data_output, tell, tell_left_out, tell_notices


@click.command()
@STORY
@WHOSE
@click.option("--output", "-o", metavar="FILE|-", type=PathType(str), default="-",
              show_default=True, help="Where to; - is standard output.")  # fmt: skip
def report(path: Path, whose: Whose, output: str) -> None:
    """Write a story as one web page: articles, who says what, quotations, what is shared.

    It fetches nothing and needs no script, so that it can be sent, read on a telephone, printed.
    """
    from store.destination import Destination
    from store.formats.matrix.writing import write_matrix
    from store.formats.report.page import report_page
    from store.formats.report.reported import report_of

    protected = protection_of([path], whose)
    with open_workspace([path], whose, read_only=True) as workspace:
        check_readable(workspace)
        text = report_page(report_of(workspace))
        tell_notices(workspace)
        tell_left_out(workspace)
    if output == "-":
        data_output(is_inert=False).write(text.encode("utf-8", "replace"))
    else:
        write_matrix(text, Destination.at(Path(output), protected))
        tell(f"written to {output}")
