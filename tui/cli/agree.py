"""The command that says how far annotators agree: agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from tui.cli.options import DATA, STORY, NumberRange, check_data, gather_options, option
from tui.cli.output import data_output, print_columns, print_json, tell, tell_notices
from tui.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.adjudication.listing import Disagreement
    from store.agreement.comparing import Also
    from store.agreement.row import AgreementRow
    from store.agreement.tallying import AgreementTally
    from store.datasets.stories import Named


@dataclass(frozen=True, slots=True)
class _AgreementRequest:
    """Whose work is compared, and how it is shown."""

    of: tuple[str, ...] = option(
        "--of", metavar="NAME", multiple=True,
        help="Only these annotators; may be given several times.")  # fmt: skip
    pair: tuple[tuple[str, str], ...] = option(
        "--pair", metavar="NAME NAME", nargs=2, multiple=True,
        help="Only these two with each other; may be given several times.")  # fmt: skip
    everything: bool = option(
        "--everything", is_flag=True,
        help="Count every article, not only those that its annotators marked as done.")  # fmt: skip
    by: str = option(
        "--by", type=click.Choice(["label", "article", "story", "annotator"]), default="label",
        show_default=True, help="Apart for what the figures are told.")  # fmt: skip
    is_list: bool = option(
        "--list", "is_list", is_flag=True,
        help="In place of figures, list each disagreement as story:article:start-end.")  # fmt: skip
    is_confusion: bool = option(
        "--confusion", "is_confusion", is_flag=True,
        help="In place of figures, which label one gives where the other gives another one, "
             "with examples.")  # fmt: skip
    gamma: float | None = option(
        "--gamma", metavar="SECONDS", type=NumberRange(1, 86_400),
        help="Also gamma, by pygamma-agreement if that is there; for at most so long.")  # fmt: skip
    data: Path | None = DATA
    format_: str = option(
        "--format", "format_", type=click.Choice(["table", "csv", "json", "html"]),
        default="table", show_default=True, help="As what it is written.")  # fmt: skip

    def people(self, there: Sequence[str], path: Path) -> list[str]:
        """Who is compared, of those whose work is there.

        Raises:
            InputError: Somebody has annotated nothing, or there are not two.
        """
        from store.errors import InputError

        named = {*self.of, *(name for pair in self.pair for name in pair)}
        if strange := sorted(named - set(there)):
            raise InputError(f"{', '.join(strange)} has annotated nothing here", path=path)
        for one, other in self.pair:
            if one == other:
                raise InputError(f"a pair is two annotators, not {one} twice", path=path)
        people = sorted(named) or list(there)
        if len(people) < 2:
            raise InputError(
                "agreement needs the work of two annotators; "
                f"there is that of {people[0] if people else 'nobody'}",
                path=path,
            )
        return people


@click.command()
@STORY
@gather_options("asked", _AgreementRequest)
def agree(path: Path, asked: _AgreementRequest) -> None:
    """Say how far annotators agree on a story, or on the stories of a corpus: every pair, their
    mean, and all together; all labels, and each."""
    from store.datasets.stories import find_collection
    from store.library.scanning import annotators

    check_data(asked.data)
    stories = find_collection(path, "", asked.data).stories
    there = sorted({name for each in stories for name in annotators(each.story, each.data)})
    if len(there) > 2 and not (asked.of or asked.pair):
        there = _without_adjudicators(stories, there)
    people = asked.people(there, path)
    is_page = asked.format_ == "html"
    if is_page and (asked.is_list or asked.is_confusion or asked.by != "label"):
        raise click.UsageError("a page has all parts; --by, --list and --confusion are for others")
    if asked.gamma is not None and (asked.is_list or asked.is_confusion or asked.by != "label"):
        raise click.UsageError("gamma is told by label, not with --by, --list or --confusion")
    if asked.is_list:
        _list_disagreements(stories, people, asked)
        return
    from store.agreement.comparing import Also
    from store.agreement.confusions import LabelConfusions
    from store.agreement.gamma import GammaArticles, check_installed
    from store.agreement.tallying import AgreementTally
    from tui.cli.agree_output import show_confusions, show_rows

    tally = AgreementTally(people, asked.pair or None)
    confusions = LabelConfusions(tally.pairs) if asked.is_confusion or is_page else None
    if asked.gamma is not None:
        check_installed()
    also = Also(confusions, None if asked.gamma is None else GammaArticles())
    _count(stories, tally, also, asked)
    _tell_left_out(tally, is_done_only=not asked.everything)
    if confusions is not None and is_page:
        _write_page(path, tally, also, asked)
    elif confusions is not None:
        show_confusions(confusions.cells(), asked.format_)
    else:
        show_rows(_told(tally, also, asked), asked.format_)


def _without_adjudicators(stories: Sequence[Named], there: Sequence[str]) -> list[str]:
    """Some people but those who have decided on the work of others; who that is is told."""
    from store.adjudication.compared import adjudicators

    gold: set[str] = set()
    for each in stories:
        gold |= adjudicators(each.story, set(_those_in(each, there)) - gold, each.data)
    if gold and len(there) - len(gold) > 1:
        those = ", ".join(sorted(gold))
        tell(
            f"the work of {those} is left out: it was decided on; {{option:of}} names whose counts"
        )
        return [each for each in there if each not in gold]
    return list(there)


def _count(
    stories: Sequence[Named],
    tally: AgreementTally,
    also: Also,
    asked: _AgreementRequest,
) -> None:
    """Count what people have annotated, story by story."""
    from store.adjudication.compared import opened_by_all
    from store.agreement.comparing import count_story

    articles = sum(len(each.story.articles) for each in stories)
    with progress_bar("reading articles", articles, least=50) as advance:
        for each in stories:
            those = _those_in(each, tally.people)
            with opened_by_all(each.story, those, each.data) as by_person:
                for _ in count_story(
                    tally,
                    each.name,
                    each.story,
                    by_person,
                    is_done_only=not asked.everything,
                    also=also,
                ):
                    advance(1)
                for now in by_person.values():
                    tell_notices(now)


def _rows(tally: AgreementTally, by: str) -> list[AgreementRow]:
    """The figures of what was counted."""
    from store.agreement.row import By
    from store.agreement.rows import draws_of, rows_in_steps
    from store.steps import Steps

    work = Steps(rows_in_steps(tally, By(by)), draws_of(tally, By(by)))
    with progress_bar("drawing articles again", work.total) as advance:
        done = 0
        while not work.work(0.1):
            advance(work.done - done)
            done = work.done
    return work.result


def _told(tally: AgreementTally, also: Also, asked: _AgreementRequest) -> list[AgreementRow]:
    """The figures, with gamma if that was asked for."""
    rows = _rows(tally, asked.by)
    if also.gamma is None or asked.gamma is None:
        return rows
    from store.agreement.rows import with_gamma

    groups = [*tally.pairs, *([tally.all] if tally.all is not None else [])]
    return with_gamma(rows, also.gamma.gammas(groups, asked.gamma))


def _write_page(path: Path, tally: AgreementTally, also: Also, asked: _AgreementRequest) -> None:
    """Write all figures as one web page on the standard output."""
    from store.formats.agreement.page import AgreementPage, agreement_page

    page = AgreementPage(
        path.resolve().name,
        tally.people,
        _told(tally, also, asked),
        _rows(tally, "article"),
        _rows(tally, "annotator"),
        also.confusions.cells() if also.confusions is not None else (),
        is_done_only=not asked.everything,
    )
    data_output(is_inert=False).write(agreement_page(page).encode("utf-8", "replace"))


def _list_disagreements(
    stories: Sequence[Named], people: Sequence[str], asked: _AgreementRequest
) -> None:
    """Print where people differ, story by story; a story that two cannot be compared in is told."""
    from store.adjudication.gathering import items_of_story
    from store.adjudication.listing import disagreements
    from store.errors import InputError
    from store.wording import counted
    from tui.cli.agree_output import write_csv

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
        write_csv(("place", "differences", "readings", "left_out_by"), rows)
    elif rows:
        print_columns([["place", "differ in", "readings", "left out by"], *map(list, rows)])


def _those_in(named: Named, people: Sequence[str]) -> list[str]:
    """Who of some people has annotated a story."""
    from store.library.scanning import annotators

    return [name for name in annotators(named.story, named.data) if name in people]


def _tell_left_out(tally: AgreementTally, *, is_done_only: bool) -> None:
    """Say who is not compared, with what, and why."""
    from store.agreement.tallying import Subject
    from store.wording import counted

    without = [pair for pair in tally.pairs if not len(tally.counts(Subject.SPANS, pair))]
    which = "marked as done" if is_done_only else "annotated"
    hint = "; --everything counts what is not done too" if is_done_only else ""
    if len(without) == len(tally.pairs):
        tell(f"no article is {which} by two of these people, so nothing is compared{hint}")
    elif without:
        pairs = ", ".join(" and ".join(people) for people in without)
        tell(f"no article is {which} by both of {pairs}; left out{hint}")
    for who in tally.people:
        done, there = tally.done[who], tally.articles[who]
        if is_done_only and 0 < done < there:
            tell(f"{who} is done with {done:,} of {counted(there, 'article')}; only these count")
