"""The command that says how far annotators agree: agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from tui.cli.options import STORY, PathType, check_data, gather_options, option
from tui.cli.output import data_output, print_columns, print_json, tell, tell_notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from store.adjudication.listing import Disagreement
    from store.agreement.coefficients import Figure
    from store.agreement.tallying import AgreementRow
    from store.datasets.stories import Named

_FIGURES: Final = ("exact_f1", "overlap_f1", "kappa", "alpha", "unitizing_alpha")
_HEADS: Final = ("arts", "spans", "exact", "overlap", "kappa", "alpha", "u-alpha")


@dataclass(frozen=True, slots=True)
class _AgreementRequest:
    """Whose work is compared, and how it is shown."""

    of: tuple[str, ...] = option(
        "--of", metavar="NAME", multiple=True,
        help="Only these annotators; may be given several times.")  # fmt: skip
    everything: bool = option(
        "--everything", is_flag=True,
        help="Count every article, not only those that its annotators marked as done.")  # fmt: skip
    is_list: bool = option(
        "--list", "is_list", is_flag=True,
        help="In place of figures, list each disagreement as story:article:start-end.")  # fmt: skip
    data: Path | None = option(
        "--data", metavar="DIR", type=PathType(),
        help="Where annotations lie, if not in annotations/ beside the articles.")  # fmt: skip
    format_: str = option(
        "--format", "format_", type=click.Choice(["table", "csv", "json"]),
        default="table", show_default=True, help="As what it is written.")  # fmt: skip


@click.command()
@STORY
@gather_options("asked", _AgreementRequest)
def agree(path: Path, asked: _AgreementRequest) -> None:
    """Say how far annotators agree on a story, or on the stories of a corpus: every pair, and all
    together; all labels, and each."""
    from store.adjudication.compared import compared_articles, opened_by_all
    from store.agreement.tallying import Agreement
    from store.datasets.stories import find_collection
    from store.errors import InputError
    from store.library.scanning import annotators

    check_data(asked.data)
    stories = find_collection(path, "", asked.data).stories
    there = sorted({name for each in stories for name in annotators(each.story, each.data)})
    if strange := sorted(set(asked.of) - set(there)):
        raise InputError(f"{', '.join(strange)} has annotated nothing here", path=path)
    people = sorted(set(asked.of)) or there
    if len(people) < 2:
        raise InputError(
            "agreement needs the work of two annotators; "
            f"there is that of {people[0] if people else 'nobody'}",
            path=path,
        )
    if asked.is_list:
        _list_disagreements(stories, people, asked)
        return
    found = Agreement(people)
    for each in stories:
        with opened_by_all(each.story, _those_in(each, people), each.data) as by_person:
            for article in compared_articles(
                each.story, by_person, is_done_only=not asked.everything
            ):
                found.add(
                    article.text,
                    {
                        who: [(a.start, a.end, a.label) for a in those]
                        for who, those in article.annotations.items()
                    },
                )
            for now in by_person.values():
                tell_notices(now)
    rows = list(found.rows())
    _tell_left_out(rows, is_done_only=not asked.everything)
    _show(rows, asked.format_)


def _list_disagreements(
    stories: Sequence[Named], people: Sequence[str], asked: _AgreementRequest
) -> None:
    """Print where people differ, story by story; a story that two cannot be compared in is told."""
    from store.adjudication.gathering import items_of_story
    from store.adjudication.listing import disagreements
    from store.errors import InputError
    from store.wording import counted

    found: list[Disagreement] = []
    for each in stories:
        try:
            items = items_of_story(
                each.story,
                _those_in(each, people),
                data=each.data,
                is_done_only=not asked.everything,
            )
        except InputError as error:
            tell(str(error))
        else:
            found += disagreements(each.story.name, items)
            for notice in items.notices:
                tell(notice)
            for who, count in Counter(who for who, _ in items.unfinished).items():
                tell(f"{who} is not done with {counted(count, 'article')} of {each.story.name}")
    if asked.format_ == "json":
        print_json(found)
        return
    rows = [
        (
            each.place,
            " ".join(each.differences),
            "; ".join(each.readings),
            ", ".join(each.left_out_by),
        )
        for each in found
    ]
    if asked.format_ == "csv":
        _write_rows(("place", "differences", "readings", "left_out_by"), rows)
    elif rows:
        print_columns([["place", "differ in", "readings", "left out by"], *map(list, rows)])


def _those_in(named: Named, people: Sequence[str]) -> list[str]:
    """Who of some people has annotated a story."""
    from store.library.scanning import annotators

    return [name for name in annotators(named.story, named.data) if name in people]


def _tell_left_out(rows: Sequence[AgreementRow], *, is_done_only: bool) -> None:
    """Say who is not compared, and why."""
    without = list(dict.fromkeys(row.people for row in rows if not row.articles))
    which = "marked as done" if is_done_only else "annotated"
    hint = "; --everything counts what is not done too" if is_done_only else ""
    if not any(row.articles for row in rows):
        tell(f"no article is {which} by two of these people, so nothing is compared{hint}")
    elif without:
        pairs = ", ".join(" and ".join(people) for people in without)
        tell(f"no article is {which} by both of {pairs}; left out{hint}")


def _show(rows: Sequence[AgreementRow], format_: str) -> None:
    """Print all figures in a format."""
    if format_ == "json":
        print_json(rows)
    elif format_ == "csv":
        _write_csv(rows)
    else:
        _print_tables(rows)


def _print_tables(rows: Sequence[AgreementRow]) -> None:
    """Print a table of those who are compared, for each of their groups."""
    from store.text.inert import inert

    for people in dict.fromkeys(row.people for row in rows):
        of_people = [row for row in rows if row.people == people]
        if not of_people[0].articles:
            continue
        click.echo(inert(" and ".join(people) if len(people) == 2 else ", ".join(people)))
        table = [["", *_HEADS]]
        table += [
            [row.label or "all labels", str(row.articles), str(row.spans), *_told(row)]
            for row in of_people
        ]
        print_columns(table, are_numbers=True)
        for sentence in _reasons(of_people):
            click.echo(sentence)
        click.echo("")


def _figures(row: AgreementRow) -> list[Figure]:
    return [getattr(row, name) for name in _FIGURES]


def _told(row: AgreementRow) -> list[str]:
    """Each figure with three places; a dash where there is none."""
    return ["-" if f.value is None else f"{f.value:.3f}" for f in _figures(row)]


def _reasons(rows: Sequence[AgreementRow]) -> list[str]:
    """Why figures are missing, each reason once with the figures that it is of."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for head, figure in zip(_HEADS[2:], _figures(row), strict=True):
            if figure.value is None:
                found.setdefault(figure.why, {})[head] = None
    return [f"- {why}: {', '.join(heads)}" for why, heads in found.items()]


def _write_csv(rows: Sequence[AgreementRow]) -> None:
    """Write a line for each group and label; where there is no figure its cell says why."""
    lines = []
    for row in rows:
        cells = [f.why if f.value is None else repr(f.value) for f in _figures(row)]
        lines.append((" | ".join(row.people), row.label, row.articles, row.spans, *cells))
    _write_rows(("people", "label", "articles", "spans", *_FIGURES), lines)


def _write_rows(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write CSV on the standard output."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    data_output(is_inert=False).write(text.getvalue().encode("utf-8", "replace"))
