"""The command that prints what would be suggested."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

import click

from store.wording import counted
from tui.cli.options import (
    OUTSIDE,
    STORY,
    WHOSE,
    NumberRange,
    Outside,
    Whose,
    check_readable,
    open_workspace,
)
from tui.cli.output import tell, tell_notices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.story.workspace import Workspace
    from store.suggest.suggester import Suggester

_SLICE: Final = 0.05
"""Seconds of work at a time, and between two looks at what works elsewhere."""


@click.command()
@STORY
@WHOSE
@OUTSIDE
@click.option("--level", type=click.Choice(["quiet", "all"]), default="quiet", show_default=True,
              help="How much: what is expected to save keys, or all that is likely.")  # fmt: skip
@click.option("--threshold", metavar="SURE", type=NumberRange(0, 1),
              help="All that is that sure, from 0 to 1.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Say instead what suggests, and what has held.")
def suggest(  # an option each
    path: Path,
    whose: Whose,
    outside: Outside,
    level: str,
    threshold: float | None,
    *,
    explain: bool,
) -> None:
    """Print what would be suggested, as JSON lines: an article each, with reasons and scores."""
    with open_workspace([path], whose, read_only=True) as workspace:
        check_readable(workspace)
        extra = outside.suggesters(workspace)
        from store.suggest.level import Level
        from store.suggest.other_stories import others_of
        from store.suggest.suggester import Suggester
        from store.text.inert import inert

        others = others_of(workspace.story, workspace.annotator)
        suggester = Suggester(
            workspace,
            others=others,
            extra=extra,
            for_reading=True,
            most=sys.maxsize,
        )
        try:
            suggester.level = Level(level)
            if threshold is not None:
                suggester.show_from(threshold)
            _finish(suggester)
            for sentence in suggester.explained() if explain else ():
                click.echo(inert(sentence))
            articles = suggestions = 0
            for line, number in _lines(workspace, suggester):
                if not explain:
                    click.echo(line, nl=False)
                articles += 1
                suggestions += number
            for notice in suggester.take_notices():
                tell(notice)
        finally:
            suggester.close()
        tell_notices(workspace)
    tell(f"{counted(articles, 'article')}, {counted(suggestions, 'suggestion')}")


def _finish(suggester: Suggester) -> None:
    """Have all done that can be done; what works elsewhere is waited for without haste."""
    began = time.perf_counter()
    while suggester.work(_SLICE):
        # A slice that was not used up is one in which there was nothing to do but wait.
        time.sleep(max(0.0, began + _SLICE - time.perf_counter()))
        began = time.perf_counter()


def _lines(workspace: Workspace, suggester: Suggester) -> Iterator[tuple[bytes, int]]:
    """A line for each article, and how many suggestions are in it."""
    from store.formats.native import suggestion_line

    for opened in workspace.now.every_article():
        if opened.article.text:
            proposals = tuple(suggester.proposals(opened.id))
            yield suggestion_line(workspace, opened.article, proposals), len(proposals)
