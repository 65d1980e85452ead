"""The command that opens practice, and says at the end what a span cost."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from store.errors import InputError
from tui import gc_policy, signals
from tui.cli.options import (
    PathType,
    Whose,
    check_readable,
    check_terminal,
    choose_theme,
    commands_of,
    gathered,
    open_workspace,
    own_keymap,
)
from tui.cli.output import print_columns, print_json, print_table, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.practice.report import Figures, PracticeReport
    from store.practice.teacher import Teacher
    from tui.keys.keymap import Keymap


@dataclass(frozen=True, slots=True)
class _Practice:
    """How somebody wants to practise."""

    again: bool
    data: Path | None
    keymap: Path | None
    theme: str | None
    as_json: bool


@click.command()
@gathered("asked", _Practice, (
    click.option("--again", is_flag=True, help="Begin anew; what was done before is put away."),
    click.option("--data", metavar="DIR", type=PathType(),
                 help="Where to practise; else sidelight/practice in your data folder."),
    click.option("--keymap", metavar="FILE", type=PathType(),
                 help="Your own keys; else sidelight/keymap.toml in the configuration folder."),
    click.option("--theme", metavar="NAME",
                 help="sidelight-dark (or -light), or one of Textual's."),
    click.option("--json", "as_json", is_flag=True, help="Print what a span cost as JSON."),
))  # fmt: skip
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
    record = load_record(folder)
    with open_workspace([folder], Whose(ANNOTATOR, None, None), read_only=False) as workspace:
        if workspace.status.read_only:
            said = (
                f"{workspace.status.read_only}; name another folder to practise in with --data DIR"
            )
            raise InputError(said, path=folder)
        check_readable(workspace)
        from store.practice.teacher import Teacher
        from tui.keys.keymap_file import keymap_for

        commands, labels_file = commands_of(workspace, None)
        keys = keymap_for(commands, asked.keymap or own_keymap(), labels_file)
        known = [command.id for command in keys.commands if keys.keys_of(command.id)]
        teacher = Teacher(workspace, gold, record, known)
        from tui.app import DARK
        from tui.practice_app import PracticeApp

        app = PracticeApp(teacher, workspace, keys, DARK.name)
        choose_theme(app, asked.theme)
        with signals.given_to(app.end_by):
            app.run()
        late: list[str] = []
        workspace.status.notices.subscribe(late.append)
        report = _report(teacher, keys)
        new_record = teacher.record
    for sentence in (*late, *filter(None, [workspace.status.trouble])):
        tell(sentence)
    if app.ended_by is None and not app.return_code:
        if asked.as_json:
            print_json(report)
        else:
            _print(report)
    save_record(folder, new_record)
    if app.ended_by is not None:
        raise signals.Ended(app.ended_by)
    if app.return_code:
        sys.exit(app.return_code)


# Saying what it cost -----------------------------------------------------------------------


def _report(teacher: Teacher, keys: Keymap) -> PracticeReport:
    from store.practice.report import Unused, report_on
    from tui.keys.essential_keys import unused

    never = [Unused(taught.keys(keys), taught.buys) for taught in unused(keys, teacher.used)]
    return report_on(teacher, never)


def _print(report: PracticeReport) -> None:
    done = f"{report.step} of {report.steps} steps of the lessons are done"
    click.echo(f"In the lessons ({done}):" if report.in_lessons else "Free practice:")
    head = ["", "right", "other", "new", "keys/span", "s/span", "keys/span before", "s/span before"]
    columns = len(head) if report.all.last_keys_per_span is not None else len(head) - 2
    rows = [[*_cells(figures)][:columns] for figures in (*report.labels, report.all)]
    print_table(head[:columns], rows)
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
    for value, digits in (
        (figures.keys_per_span, 2),
        (figures.seconds_per_span, 1),
        (figures.last_keys_per_span, 2),
        (figures.last_seconds_per_span, 1),
    ):
        yield "–" if value is None else f"{value:.{digits}f}"
