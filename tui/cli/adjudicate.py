"""The command that decides on what several people annotated: adjudicate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from store.errors import InputError
from tui import gc_policy
from tui.cli.options import (
    STORY,
    PathType,
    Whose,
    check_readable,
    gather_options,
    open_workspace,
    option,
)
from tui.cli.screen import Looks, check_terminal, leave_as, tell_end

if TYPE_CHECKING:
    from pathlib import Path

    from store.adjudication.adjudication import Adjudication
    from store.adjudication.gathering import StoryItems
    from store.story.workspace import Workspace


class _Share(click.ParamType[float]):
    """A share, as a percentage or as a number from 0 to 1."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f"{text!r} is no share from 0% to 100%", param, ctx)
        return share


@dataclass(frozen=True, slots=True)
class _AdjudicationRequest(Looks):
    """Whose work is decided on, and how that is shown."""

    as_: str = option(
        "--as", "as_", metavar="NAME", required=True,
        help="Under which annotator what is decided is kept, such as gold.")  # fmt: skip
    of: tuple[str, ...] = option(
        "--of", metavar="NAME", multiple=True,
        help="Only the work of these; may be given several times, or with commas.")  # fmt: skip
    everything: bool = option(
        "--everything", is_flag=True,
        help="Count every article, not only those that its annotators marked as done.")  # fmt: skip
    blind: bool = option(
        "--blind", is_flag=True, help="Show letters in the place of names, others each time."
    )
    check: float = option(
        "--check", metavar="SHARE", type=_Share(), default="0%", show_default=True,
        help="Look one by one at this share of what all agree on.")  # fmt: skip
    at: str = option(
        "--at", metavar="PLACE", default="",
        help="Begin at a place that agree --list names, such as story:article:40-71.")  # fmt: skip
    labels: Path | None = option(
        "--labels", metavar="FILE", type=PathType(),
        help="A label set other than the story's labels.toml.")  # fmt: skip
    data: Path | None = option(
        "--data", metavar="DIR", type=PathType(),
        help="Where annotations lie, if not in annotations/ beside the articles.")  # fmt: skip


@click.command()
@STORY
@gather_options("asked", _AdjudicationRequest)
def adjudicate(path: Path, asked: _AdjudicationRequest) -> None:
    """Decide on what several annotators have: what all agree on in one key, each disagreement in
    one."""
    gc_policy.pause()
    check_terminal()
    whose = Whose(asked.as_, asked.labels, asked.data)
    with open_workspace([path], whose, read_only=False) as workspace:
        if workspace.status.read_only:
            raise InputError(f"{workspace.status.read_only}; nothing can be decided", path=path)
        check_readable(workspace)
        adjudication = _adjudication_of(workspace, asked)
        keys = asked.keys_in(workspace, whose)
        from tui.adjudication_app import AdjudicationApp

        app = AdjudicationApp(adjudication, workspace, keys)
        late = asked.show(app)
        leave_as(app)
    tell_end(late, workspace)


def _adjudication_of(workspace: Workspace, asked: _AdjudicationRequest) -> Adjudication:
    """What there is to decide.

    Raises:
        InputError: There are no two people whose work can be compared, or the place is none.
    """
    from store.adjudication.adjudication import Adjudication
    from store.adjudication.compared import adjudicators
    from store.adjudication.docket import Docket
    from store.adjudication.gathering import items_of_story
    from store.library.scanning import annotators

    there = annotators(workspace.story, asked.data)
    named = {each for some in asked.of for each in some.split(",") if each}
    people = sorted(named or set(there) - {asked.as_})
    if len(people) > 2 and not named:
        people = sorted(set(people) - adjudicators(workspace.story, people, asked.data))
    if asked.as_ in people:
        raise InputError(f"{asked.as_} decides, and is none of those who are decided on")
    if len(people) < 2:
        raise InputError(
            "adjudication needs the work of two annotators besides that of who decides; "
            f"there is that of {people[0] if people else 'nobody'}",
            path=workspace.story.root,
        )
    items = items_of_story(
        workspace.story, people, data=asked.data, is_done_only=not asked.everything
    )
    _notice(workspace, items)
    docket = Docket(items, checked_share=asked.check)
    adjudication = Adjudication(
        docket, workspace.now, Whose(None, None, None).name, is_blind=asked.blind
    )
    if asked.at and not adjudication.go_to_place(asked.at):
        raise InputError(f"there is nothing to decide at {asked.at}", path=workspace.story.root)
    return adjudication


def _notice(workspace: Workspace, items: StoryItems) -> None:
    """Have what was noticed said on the screen."""
    for notice in items.notices:
        workspace.status.notices.add(notice)
    from store.wording import counted

    for who, count in Counter(who for who, _ in items.unfinished).items():
        workspace.status.notices.add(f"{who} is not done with {counted(count, 'article')}")
