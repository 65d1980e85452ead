"""The commands that open a dialog over the main screen, and what becomes of its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import annotating
from tui.selection import Selection

if TYPE_CHECKING:
    from store.story.following import Orphan
    from store.suggest.consistency.inconsistency import Occurrence
    from tui.handlers import Handlers
    from tui.screens.editor import EditorScreen


def handlers(screen: EditorScreen) -> Handlers:
    """The commands that open something. Each dialog is imported when it is first opened."""
    return {
        "annotation.note": lambda _: _write_note(screen),
        "article.pick": lambda _: _pick_article(screen),
        "consistency": lambda _: _look_for_inconsistency(screen),
        "export": lambda _: _export(screen),
        "help": lambda _: _help(screen),
        "review": lambda _: _review(screen),
    }


def _write_note(screen: EditorScreen) -> None:
    writing = annotating.note_to_write(screen)
    if writing is None:
        return

    def done(written: str | None) -> None:
        if written is not None:
            writing.keep(written)
            screen.show_state()

    from tui.screens.note import NoteScreen

    screen.app.push_screen(NoteScreen(writing.on.label, writing.on.text, writing.note), done)


def _pick_article(screen: EditorScreen) -> None:
    from tui.screens.picker import PickerScreen

    def done(article_id: str | None) -> None:
        if article_id is not None:
            screen.panes.show(article_id)
            screen.show_state()

    screen.app.push_screen(PickerScreen(screen.workspace, screen.panes.shown_ids), done)


def _look_for_inconsistency(screen: EditorScreen) -> None:
    from tui.screens.consistency import ConsistencyScreen

    def done(place: Occurrence | None) -> None:
        if place is not None:
            screen.go_to(place.article, place.span)
            if place.tags:
                screen.pane.show_view(screen.pane.view.reaching(place.tags[0]))
            else:
                screen.pane.select(Selection(place.start, place.end))
        screen.show_state()

    screen.app.push_screen(ConsistencyScreen(screen.workspace, screen.palette), done)


def _export(screen: EditorScreen) -> None:
    from tui.screens.export import ExportScreen

    def done(report: str | None) -> None:
        if report is not None:
            screen.say(report)
            screen.show_state()

    screen.app.push_screen(ExportScreen(screen.workspace), done)


def _help(screen: EditorScreen) -> None:
    from tui.screens.help import HelpScreen

    screen.app.push_screen(HelpScreen(screen.keymap, screen.workspace.labels))


def _review(screen: EditorScreen) -> None:
    from tui.screens.review import ReviewScreen

    def done(orphan: Orphan | None) -> None:
        if orphan is not None:
            annotating.choose_place(screen, orphan)
        screen.show_state()

    review = ReviewScreen(screen.workspace)
    if not review.orphans:
        screen.say("Every annotation has its place: there is nothing to review")
        return
    screen.app.push_screen(review, done)
