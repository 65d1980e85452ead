"""The command that opens practice, and says at the end what a span cost."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from store.errors import InputError
from tui import gc_policy
from tui.cli.options import PathType, Whose, check_readable, gather_options, open_workspace, option
from tui.cli.output import print_columns, print_json, tell
from tui.cli.screen import Looks, check_terminal, leave_as, tell_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.practice.report import Figures, PracticeReport
    from store.practice.teacher import Teacher
    from tui.keys.keymap import Keymap


@dataclass(frozen=True, slots=True)
class _Practice(Looks):
    """How somebody wants to practise."""

    again: bool = option(
        "--again", is_flag=True, help="Begin anew; what was done before is put away."
    )
    data: Path | None = option(
        "--data", metavar="DIR", type=PathType(),
        help="Where to practise; else sidelight/practice in your data folder.")  # fmt: skip
    as_json: bool = option(
        "--json", "as_json", is_flag=True, help="Print what a span cost as JSON."
    )


@click.command()
@gather_options("asked", _Practice)
def practice(asked: _Practice) -> None:
    """Learn the keys on two articles, with a teacher who knows what is right in them."""
    gc_policy.pause()
    check_terminal(prints_data=asked.as_json)
    from store.practice.folder import ANNOTATOR, prepare, usual_folder
    from store.practice.gold import load_gold
    from store.practice.record import load_record, save_record

    gold = load_gold()
    folder = asked.data or usual_folder(os.environ)
    put_away = prepare(folder, gold, afresh=asked.again)
    if put_away is not None:
        tell(f"what was done before is now in {put_away}")
    record, whose = load_record(folder), Whose(ANNOTATOR, None, None)
    with open_workspace([folder], whose, read_only=False) as workspace:
        if workspace.status.read_only:
            said = (
                f"{workspace.status.read_only}; name another folder to practise in with --data DIR"
            )
            raise InputError(said, path=folder)
        check_readable(workspace)
        from store.practice.teacher import Teacher

        keys = asked.keys_in(workspace, whose)
        known = [command.id for command in keys.commands if keys.keys_of(command.id)]
        teacher = Teacher(workspace, gold, record, known)
        from tui.practice_app import PracticeApp

        app = PracticeApp(teacher, workspace, keys)
        late = asked.show(app)
        report = _report(teacher, keys)
        new_record = teacher.record
    tell_end(late, workspace)
    if app.ended_by is None and not app.return_code:
        (print_json if asked.as_json else _print)(report)
    save_record(folder, new_record)
    leave_as(app)


# Saying what it cost -----------------------------------------------------------------------


def _report(teacher: Teacher, keys: Keymap) -> PracticeReport:
    from store.practice.report import Unused, report_on
    from tui.filling import fill
    from tui.keys.essential_keys import unused_keys

    never = unused_keys(keys, teacher.used)
    told = [Unused(taught.keys(keys), fill(taught.buys, keys.name_of)) for taught in never]
    return report_on(teacher, told)


def _print(report: PracticeReport) -> None:
    done = f"{report.step} of {report.steps} steps of the lessons are done"
    click.echo(f"In the lessons ({done}):" if report.in_lessons else "Free practice:")
    head = ["", "right", "other", "new", "keys/span", "s/span", "keys/span before", "s/span before"]
    columns = len(head) if report.all.last_keys_per_span is not None else len(head) - 2
    rows = [[*_cells(figures)][:columns] for figures in (*report.labels, report.all)]
    print_columns([head[:columns], *rows], are_numbers=True)
    click.echo(
        f"\n{report.peer}, the best terminal tool before: "
        f"{report.peer_keys_per_span:.2f} keys per span at best"
    )
    if report.never_used:
        click.echo("\nOf the dozen keys that save most, you have not used yet:")
        print_columns([[f"  {unused.keys}", unused.buys] for unused in report.never_used])


def _cells(figures: Figures) -> Iterator[str]:
    """A row: the label, then numbers; a dash where there is no span to divide by."""
    yield from (figures.label, f"{figures.right} of {figures.of}")
    yield from (str(figures.other), str(figures.spans))
    for keys, seconds in (
        (figures.keys_per_span, figures.seconds_per_span),
        (figures.last_keys_per_span, figures.last_seconds_per_span),
    ):
        yield "–" if keys is None else f"{keys:.2f}"
        yield "–" if seconds is None else f"{seconds:.1f}"
