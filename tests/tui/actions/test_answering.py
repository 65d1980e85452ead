"""Accepting, rejecting and correcting a suggestion, by the functions that the keys call."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from store.text.span import Span
from tests.tui.support import reading_text
from tui.actions import answering, editing, suggesting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from store.suggest.model import Suggestion
    from tests.tui.support import Reader

TEXT: Final = "|Zed met Zed, and then Zed left"


@asynccontextmanager
async def asked(folder: Path) -> AsyncIterator[tuple[Reader, list[Suggestion]]]:
    """Somebody who has tagged the first Zed and asked for the others."""
    async with reading_text(folder, TEXT) as ana:
        made = editing.tag_span(ana.main, Span(0, 3), "actor")
        assert made is not None
        suggesting.propose(ana.main, ana.article_id, made)
        found = list(ana.main.suggesting.proposals(ana.article_id))
        assert [s.start for s in found] == [8, 22]
        yield ana, found


def meant(ana: Reader) -> Span | None:
    """Where the suggestion stands that was reached; how sure it is changes with each answer."""
    reached = ana.pane.view.suggested
    return reached.span if reached is not None else None


async def test_what_is_accepted_is_an_annotation_and_the_next_one_is_meant(tmp_path: Path) -> None:
    async with asked(tmp_path) as (ana, found):
        made = answering.accept(ana.main, found[0])
        assert made is not None
        assert answering.go_on(ana.main, found[0].order) == ""
        assert meant(ana) == found[1].span
        assert ana.tags() == ["actor[0:3]Zed", "actor[8:11]Zed"]


async def test_with_another_label_or_other_ends(tmp_path: Path) -> None:
    async with asked(tmp_path) as (ana, found):
        answering.take(ana.main, found[0], label="source")
        answering.correct(ana.main, found[1], Span(22, 30))
        assert ana.tags()[1:] == ["source[8:11]Zed", "actor[22:30]Zed left"]
        assert ana.main.session.last_label == "actor"


async def test_what_is_rejected_is_not_suggested_again(tmp_path: Path) -> None:
    async with asked(tmp_path) as (ana, found):
        assert answering.reject_and_go_on(ana.main, found[0])
        ana.main.show_state()
        assert "Rejected actor “Zed”" in ana.says()
        assert [s.start for s in ana.main.suggesting.proposals(ana.article_id)] == [22]
        assert meant(ana) == found[1].span


async def test_behind_the_last_one_the_first_above_is_the_next(tmp_path: Path) -> None:
    async with asked(tmp_path) as (ana, found):
        assert "further down" in answering.go_on(ana.main, found[1].order)
        assert meant(ana) == found[0].span


async def test_where_none_is_left_that_is_said(tmp_path: Path) -> None:
    async with asked(tmp_path) as (ana, found):
        for suggestion in found:
            answering.take(ana.main, suggestion)
        assert answering.go_on(ana.main, found[1].order).startswith("All suggested is answered")
        assert ana.pane.view.suggested is None


async def test_while_more_may_come_that_is_said_and_then_what_has(tmp_path: Path) -> None:
    async with asked(tmp_path) as (ana, found):
        main = ana.main
        for suggestion in found:
            answering.take(main, suggestion)
        await ana.until(lambda: not main.suggesting.is_busy, "all is worked out")
        main.suggesting.is_looking = True  # as while a long article is looked through
        main.say(answering.go_on_saying(main))
        main.show_state()
        assert ana.says().startswith(f"{answering.SO_FAR}; still looking")
        main.suggesting.is_looking = False
        main.progress_changed(has_notices=False)
        assert ana.says().startswith("All suggested is answered")
        main.workspace.undo()
        await ana.until(lambda: main.suggesting.suggester.count == 1, "it is suggested again")
        main.say(answering.SO_FAR)
        main.progress_changed(has_notices=False)
        assert ana.says() == "Now there is one suggestion; y goes to the next"
