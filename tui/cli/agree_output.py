"""The figures of agreement as tables, CSV and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from store.wording import cut_short
from tui.cli.output import data_output, print_columns, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.agreement.confusions import ConfusedCell
    from store.agreement.row import AgreementRow

_LONGEST: Final = 60
_ROW: Final = ("among", "people", "subject", "label", "part", "places", "count")


def show_rows(rows: Sequence[AgreementRow], format_: str) -> None:
    """Print all figures in a format."""
    if format_ == "json":
        print_json(rows)
    elif format_ == "csv":
        _write_rows(rows)
    else:
        _print_tables(rows)


def _print_tables(rows: Sequence[AgreementRow]) -> None:
    """Print a table for each group of those who are compared, and of what."""
    from store.agreement.wording import COUNTED, ENDS, HEADS, brief_ends, told_people, where
    from store.text.inert import inert

    of_groups: dict[tuple[str, str], list[AgreementRow]] = {}
    for row in rows:
        if row.places:
            of_groups.setdefault((told_people(row), row.subject), []).append(row)
    for (who, _), those in of_groups.items():
        click.echo(inert(who))
        names = list(those[0].figures)
        subject = those[0].subject
        heads = ["", where(subject), COUNTED[subject], *(HEADS[name] for name in names)]
        table = [heads]
        for row in those:
            name = " · ".join(filter(None, (row.part, row.label))) or "all labels"
            table.append([name, str(row.places), f"{row.count}", *_values(row)])
            if any(ends := [brief_ends(f.low, f.high) for f in row.figures.values()]):
                table.append([f"  {ENDS[row.interval]}", "", "", *ends])
        print_columns(table, are_numbers=True)
        for sentence in _reasons(those):
            click.echo(sentence)
        click.echo("")


def _values(row: AgreementRow) -> list[str]:
    """Each figure; a dash where there is none."""
    from store.agreement.wording import exact

    return ["-" if f.value is None else exact(f.value) for f in row.figures.values()]


def _reasons(rows: Sequence[AgreementRow]) -> list[str]:
    """Why figures are missing, each reason once with the figures that it is of."""
    from store.agreement.wording import HEADS

    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for name, figure in row.figures.items():
            if figure.value is None:
                found.setdefault(figure.why, {})[HEADS[name]] = None
    return [f"- {why}: {', '.join(heads)}" for why, heads in found.items()]


def _write_rows(rows: Sequence[AgreementRow]) -> None:
    """Write a line for each figure; one that has no value says why at its end."""
    lines = (
        (
            row.among,
            " | ".join(row.people),
            *(row.subject, row.label, row.part, row.places, row.count),
            name,
            *("" if each is None else repr(each) for each in (f.value, f.low, f.high)),
            row.interval if f.low is not None else "",
            f.why,
        )
        for row in rows
        for name, f in row.figures.items()
    )
    write_csv((*_ROW, "figure", "value", "low", "high", "interval", "why"), lines)


def show_confusions(cells: Sequence[ConfusedCell], format_: str) -> None:
    """Print in a format which labels are taken for which."""
    if format_ == "json":
        print_json(cells)
    elif format_ == "csv":
        lines = (
            (
                " | ".join(cell.people),
                *(cell.first, cell.second, cell.count),
                " ".join(example.place for example in cell.examples),
            )
            for cell in cells
        )
        write_csv(("people", "first", "second", "count", "places"), lines)
    else:
        _print_confusions(cells)


def _print_confusions(cells: Sequence[ConfusedCell]) -> None:
    """Print for each pair what is taken for what, each with its examples below it."""
    from store.text.inert import inert

    for people in dict.fromkeys(cell.people for cell in cells):
        those = [cell for cell in cells if cell.people == people]
        same = sum(cell.count for cell in those if cell.is_agreed)
        all_ = sum(cell.count for cell in those)
        one, other = map(inert, people)
        click.echo(f"{one} and {other}: {same:,} of {all_:,} have the same label")
        names = [(_named(cell.first), _named(cell.second)) for cell in those]
        widths = [max(map(len, (who, *column))) for who, column in
                  zip((one, other), zip(*names, strict=True), strict=True)]  # fmt: skip
        click.echo(f"  {one:<{widths[0]}}  {other:<{widths[1]}}  times")
        for cell, (first, second) in zip(those, names, strict=True):
            if not cell.is_agreed:
                click.echo(f"  {first:<{widths[0]}}  {second:<{widths[1]}}  {cell.count:5,}")
                for example in cell.examples:
                    said = (_quoted(example.first), _quoted(example.second))
                    words = " / ".join(dict.fromkeys(each for each in said if each))
                    click.echo(inert(f"      {example.place}  {words}"))
        click.echo("")


def _named(label: str) -> str:
    from store.text.inert import inert

    return inert(label) or "nothing"


def _quoted(words: str) -> str:
    """What an annotation says, in one line, shortened."""
    said = " ".join(words.split())
    return f"“{cut_short(said, _LONGEST)}”" if said else ""


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write CSV on the standard output."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    data_output(is_inert=False).write(text.getvalue().encode("utf-8", "replace"))
