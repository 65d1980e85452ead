"""The commands that open a dialog over the main screen, and what becomes of its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import annotating
from tui.selection import Selection

if TYPE_CHECKING:
    from store.story.annotation_list import ListedAnnotation
    from store.story.following import Orphan
    from store.suggest.consistency.inconsistency import Occurrence
    from tui.handlers import Handlers
    from tui.screens.editor import EditorScreen
    from tui.screens.list_choice import ListChoice


def handlers(screen: EditorScreen) -> Handlers:
    """The commands that open something. Each dialog is imported when it is first opened."""
    listed: list[ListChoice] = []
    """What the list of annotations listed when it was last left, once it was open."""
    return {
        "annotation.note": lambda _: _write_note(screen),
        "annotations": lambda _: _list_annotations(screen, listed),
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


def _list_annotations(screen: EditorScreen, listed: list[ListChoice]) -> None:
    from tui.screens.annotations import AnnotationsScreen
    from tui.screens.list_choice import ListChoice

    if not listed:
        listed.append(ListChoice(screen.workspace))

    def done(row: ListedAnnotation | None) -> None:
        if row is not None and row.annotation is not None:
            screen.go_to(row.article, row.annotation.span)
            if row.annotation.rejected:
                screen.pane.select(Selection(row.start, row.end))
            else:
                screen.pane.show_view(screen.pane.view.reaching(row.annotation))
        screen.show_state()

    here = screen.pane.opened.id if screen.pane.opened is not None else ""
    screen.app.push_screen(
        AnnotationsScreen(screen.workspace, listed[0], screen.palette, here), done
    )


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
