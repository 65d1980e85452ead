"""The commands that look after what is kept: log and check."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from store.errors import InputError
from store.wording import counted, cut_short
from tui.cli.options import (
    AS_JSON,
    STORY,
    WHOSE,
    Whose,
    find_named_story,
    gather_options,
    name_given,
    open_workspace,
    option,
)
from tui.cli.output import fill, print_columns, print_json, report_of, tell, tell_notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from store.articles import Story

_NOBODY: Final = "nobody has annotated this"
_LONGEST: Final = 32
"""Characters of an article's name."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which steps are shown."""

    article: str | None = option(
        "--article", metavar="WHICH", help="Only what touches this article: its number, id or file."
    )
    label: str | None = option("--label", metavar="NAME", help="Only what touches this label.")
    since: str | None = option(
        "--since", metavar="WHEN", help="From then on: 2026-11-24, 2026-11-24T09:30, 2h, 3d."
    )
    until: str | None = option("--until", metavar="WHEN", help="Up to then.")
    last: int | None = option(
        "--last", metavar="N", type=click.IntRange(1), help="Only so many, the newest."
    )


@click.command()
@STORY
@WHOSE
@gather_options("wanted", _Wanted)
@AS_JSON
@click.option("--undo-to", metavar="POINT", help="Go back to step #N, or a time, by one new edit.")
def log(path: Path, whose: Whose, wanted: _Wanted, *, as_json: bool, undo_to: str | None) -> None:
    """Show who did what when, the newest last; of everybody, or of one --annotator."""
    from store.library.places import home_of
    from store.library.scanning import annotators
    from store.story.history import in_time, moment, read_log, selected

    if undo_to is not None:
        _undo_to(path, whose, undo_to)
        return
    story = find_named_story([path], whose)
    folder = home_of(story.root, whose.data)
    everybody = annotators(story, whose.data)
    named = name_given(whose)
    whom = [named] if named is not None else everybody
    logs = [read_log(folder / name, name) for name in whom if name in everybody]
    found = list(
        selected(
            in_time(each.steps for each in logs),
            article=_article_id(story, wanted.article),
            label=wanted.label,
            since=moment(wanted.since) if wanted.since else None,
            until=moment(wanted.until) if wanted.until else None,
        )
    )
    found = found[-wanted.last :] if wanted.last else found
    for each in logs:
        if each.trouble:
            tell(each.trouble)
    if as_json:
        print_json(found)
        return
    names = _ArticleNames(story)
    rows = [[f"#{s.seq}", _local(s.at), s.annotator, names.of(s.articles), s.what] for s in found]
    print_columns([["step", "when", "who", "article", "what"], *rows] if rows else [])
    if not rows:
        who = named or "anybody"
        tell(f"nothing was done by {who} that fits" if everybody else _NOBODY)


class _ArticleNames:
    """What a person calls the articles of a story; titles are read as they are asked for."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._known: dict[str, str] = {}

    def of(self, articles: Sequence[str]) -> str:
        """The names of the first two of some articles."""
        return ", ".join(map(self._name, articles[:2])) or "—"

    def _name(self, article_id: str) -> str:
        """Number and title; of an article that is not there any more its id."""
        from store.articles import load_article

        if article_id not in self._known:
            name, ref = article_id, self._story.ref(article_id)
            if ref is not None:
                try:
                    title = load_article(ref).title
                except InputError:
                    title = article_id
                name = self._story.name_of(article_id, title)
            self._known[article_id] = cut_short(name, _LONGEST)
        return self._known[article_id]


def _article_id(story: Story, said: str | None) -> str | None:
    """The id of an article that a person names by its number; anything else as it is."""
    number = int(said) if said is not None and said.isascii() and said.isdigit() else 0
    if story.ref(said or "") is None and 0 < number <= len(story.articles):
        return story.articles[number - 1].id
    return said


def _local(at: str) -> str:
    """A stored time as the reader's clock shows it."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return at


def _undo_to(path: Path, whose: Whose, point: str) -> None:
    from store.story.history import edit_back_to

    with open_workspace([path], whose, read_only=False) as workspace:
        workspace.status.make_sure()
        edit, last = edit_back_to(workspace, point)
        if edit is not None:
            workspace.apply(edit)
        tell_notices(workspace)
    where = f"after step #{last}" if last else "before the first step"
    if edit is None:
        tell(f"everything is as it was {where} already")
    else:
        tell(f"everything is as it was {where}; {{key:undo}} in the story takes that back")


@click.command()
@STORY
@WHOSE
@click.option("--repair", is_flag=True, help="Mend what can be mended; keeps what it replaces.")
@click.option("--accept", is_flag=True, help="With --repair: take over what was edited by hand.")
@AS_JSON
def check(path: Path, whose: Whose, *, repair: bool, accept: bool, as_json: bool) -> None:
    """Find what is damaged, changed by hand or left over; of everybody, or one --annotator."""
    from store.library.places import home_of
    from store.library.scanning import annotators, strangers
    from store.story.checking import check as check_story

    if accept and not repair:
        raise click.UsageError("--accept goes with --repair")
    story = find_named_story([path], whose)
    home = home_of(story.root, whose.data)
    strange = [
        f"{home / name}: it is not a regular file; it is left alone, move it away"
        for name in strangers(home)
    ]
    for remark in (*story.remarks, *strange):
        tell(remark)
    named = name_given(whose)
    names = [named] if named is not None else annotators(story, whose.data)
    failed = repair and not _repair(story, names, whose, accept=accept)
    healths = [check_story(story, name, whose.data) for name in names]
    if as_json:
        print_json(report_of(healths))
    else:
        print_columns([[h.annotator, f.file, fill(f.what)] for h in healths for f in h.findings])
    for health in healths:
        if not health.findings:
            tell(
                f"{health.annotator}: {counted(health.annotations, 'annotation')} in "
                f"{counted(health.articles, 'article')}; everything is as it was written"
            )
    if not names:
        tell(_NOBODY)
    if any(f.is_for_repair for h in healths for f in h.findings) and not repair:
        tell("sidelight check --repair mends what can be mended, and keeps what it replaces")
    if failed or any(f.is_bad for h in healths for f in h.findings):
        sys.exit(1)


def _repair(story: Story, names: Iterable[str], whose: Whose, *, accept: bool) -> bool:
    """Repair what can be repaired, and say what was done; whether nothing stood in the way."""
    from store.errors import SidelightError
    from store.story.repairing import repair_work

    is_fine = True
    for name in names:
        try:
            report = repair_work(story, name, whose.data, accept=accept)
        except SidelightError as error:
            tell(f"{name}: {error}")
            is_fine = False
            continue  # the work of others may be mended all the same
        for sentence in (*report.done, *report.left):
            tell(f"{name}: {sentence}")
        if report.copies is not None:
            tell(f"{name}: what was replaced is kept in {report.copies}")
    return is_fine
