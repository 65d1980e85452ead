"""The command that decides on what several people annotated: adjudicate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from store.errors import InputError
from tui import gc_policy
from tui.cli.options import DATA, LABELS, STORY, Whose, check_readable, gather_options, option
from tui.cli.output import tell
from tui.cli.screen import Looks, check_terminal, leave_as, tell_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from store.adjudication.gathering import StoryItems
    from store.articles import Story
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
    labels: Path | None = LABELS
    data: Path | None = DATA


@click.command()
@STORY
@gather_options("asked", _AdjudicationRequest)
def adjudicate(path: Path, asked: _AdjudicationRequest) -> None:
    """Decide on what several annotators have: what all agree on in one key, each disagreement in
    one. Of a folder of stories one after the other."""
    from store.articles import find_story
    from store.library.scanning import stories_in

    gc_policy.pause()
    check_terminal()
    names = stories_in(path)
    if not names:
        _decide_story(find_story([path]), asked)
        return
    begin = _number_in(names, asked.at)
    for number, name in enumerate(names[begin:], start=begin + 1):
        at = asked.at if number == begin + 1 else ""
        data = asked.data / name if asked.data is not None else None
        try:
            is_decided = _decide_story(
                find_story([path / name]),
                replace(asked, at=at, data=data),
                is_one_of_many=True,
                has_next=number < len(names),
            )
        except InputError as error:
            if at:
                raise
            tell(str(error))
        else:
            if not is_decided:
                return
    tell(f"nothing is left to decide in the stories of {path}")


def _number_in(stories: Sequence[str], place: str) -> int:
    """Which of the stories a place such as `story:article:40-71` is in, from 0; of no place 0.

    Raises:
        InputError: It is in none of them.
    """
    for number, name in enumerate(stories):
        if not place or place.startswith(f"{name}:"):
            return number
    raise InputError(f"there is no story of the place {place}")


def _decide_story(
    story: Story,
    asked: _AdjudicationRequest,
    *,
    is_one_of_many: bool = False,
    has_next: bool = False,
) -> bool:
    """Show a story until it is left; whether nothing in it is left to decide then.

    Args:
        story: The story.
        asked: Whose work is decided on, and how that is shown.
        is_one_of_many: Whether it is passed over if all is decided.
        has_next: Whether another story comes after it.

    Raises:
        InputError: It cannot be decided on.
    """
    from store.adjudication.adjudication import Adjudication
    from store.adjudication.docket import Docket
    from store.story.workspace import Workspace

    whose = Whose(asked.as_, asked.labels, asked.data)
    items = _items_of(story, asked)  # before anything is written
    with Workspace.open(story, whose.name, labels=asked.labels, data=asked.data) as workspace:
        keys = asked.keys_in(workspace, whose)
        if workspace.status.read_only:
            reason = f"{workspace.status.read_only}; nothing can be decided"
            raise InputError(reason, path=story.root)
        check_readable(workspace)
        docket = Docket(items, checked_share=asked.check)
        if is_one_of_many and docket.is_decided(workspace.now):
            return True
        _notice(workspace, items)
        by = Whose(None, None, None).name
        adjudication = Adjudication(docket, workspace.now, by, is_blind=asked.blind)
        if asked.at and not adjudication.go_to_place(asked.at):
            raise InputError(f"there is nothing to decide at {asked.at}", path=story.root)
        from tui.adjudication_app import AdjudicationApp

        app = AdjudicationApp(adjudication, workspace, keys, has_next=has_next)
        late = asked.show(app)
        is_decided = docket.is_decided(workspace.now)
        leave_as(app)
    tell_end(late, workspace)
    return is_decided


def _items_of(story: Story, asked: _AdjudicationRequest) -> StoryItems:
    """What there is to decide.

    Raises:
        InputError: There are no two people whose work can be compared.
    """
    from store.adjudication.compared import is_gold, opened_by_all
    from store.adjudication.gathering import items_of_all
    from store.library.scanning import annotators

    there = annotators(story, asked.data)
    names = {each for some in asked.of for each in some.split(",") if each}
    people = names or set(there) - {asked.as_}
    if asked.as_ in people:
        raise InputError(f"{asked.as_} decides, and is none of those who are decided on")
    if len(people) < 2:
        raise _too_few(story, people)
    with opened_by_all(story, people, asked.data) as by_person:
        if len(people) > 2 and not names:
            by_person = {who: work for who, work in by_person.items() if not is_gold(work)}
            if len(by_person) < 2:
                raise _too_few(story, by_person)
        return items_of_all(story, by_person, is_done_only=not asked.everything)


def _too_few(story: Story, people: Iterable[str]) -> InputError:
    return InputError(
        "adjudication needs the work of two annotators besides that of who decides; "
        f"there is that of {next(iter(people), 'nobody')}",
        path=story.root,
    )


def _notice(workspace: Workspace, items: StoryItems) -> None:
    """Have what was noticed said on the screen."""
    for notice in items.notices:
        workspace.status.notices.add(notice)
    from store.wording import counted

    for who, count in Counter(who for who, _ in items.unfinished).items():
        workspace.status.notices.add(f"{who} is not done with {counted(count, 'article')}")
