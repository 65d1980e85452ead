"""The commands that open a dialog over the main screen, and what becomes of its result."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from store.annotations.model import Annotation
from store.text.span import Span
from tui.actions import annotating, editing
from tui.actions.leaping import leaping
from tui.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from store.across.discrepancies.model import PlacedValue
    from store.annotations.model import Mention
    from store.story.annotation_list import ListedAnnotation
    from store.story.settling import Waiting
    from store.suggest.consistency.inconsistency import Occurrence
    from tui.actions.noting import NoteToWrite
    from tui.handlers import Handlers
    from tui.render.palette import Palette
    from tui.screens.annotations import AnnotationsScreen
    from tui.screens.command_palette import PaletteScreen
    from tui.screens.dialog import Dialog, Result
    from tui.screens.editor import EditorScreen
    from tui.screens.export import ExportScreen
    from tui.screens.help import HelpScreen
    from tui.screens.picker import PickedArticle, PickerScreen


def handlers(screen: EditorScreen) -> Handlers:
    """The commands that open something. Each dialog is imported when it is first opened."""
    used: list[str] = []
    """The commands that were taken from the palette, the last one first."""
    return {
        "annotation.note": lambda _: _write_note(screen),
        "annotations": lambda _: list_annotations(screen),
        "claim.record": lambda _: _show_record(screen),
        "article.card": lambda _: _show_card(screen),
        "article.pick": lambda _: _pick_article(screen),
        "clusters": lambda _: _show_clusters(screen),
        "discrepancies": lambda _: _show_discrepancies(screen),
        "consistency": lambda _: _look_for_inconsistency(screen),
        "figures": lambda _: _show_figures(screen),
        "export": lambda _: _open(screen, _export_dialog(screen), screen.say),
        "help": lambda _: _open(screen, help_dialog(screen), screen.run_command),
        "library": lambda _: _leave_for_library(screen),
        "matrix": lambda _: _show_matrix(screen),
        "import": lambda _: import_from(screen),
        "palette": lambda _: _find_command(screen, used),
        "review": lambda _: _review(screen),
        "conflicts": lambda _: _settle_conflicts(screen),
    }


def _open(
    screen: EditorScreen, dialog: Dialog[Result], done: Callable[[Result], object] | None = None
) -> None:
    """Show a dialog; what comes of it is given to a function."""

    def closed(result: Result | None) -> None:
        if result is not None and done is not None:
            done(result)
        screen.show_state()

    dialog.push(screen.app, closed)


def _write_note(screen: EditorScreen) -> None:
    from tui.actions.noting import note_to_write

    writing = note_to_write(screen)
    if writing is not None:
        _open_note(screen, writing)


def _open_note(screen: EditorScreen, to_write: NoteToWrite, draft: str | None = None) -> None:
    """Have a note written; where it cannot be kept, what was written of it stands there again."""
    from tui.screens.note import Writing, note_dialog

    def keep(written: str) -> None:
        if not to_write.keep(written) and written != to_write.note:
            _open_note(screen, to_write, written)

    title = f"Note on {to_write.on}"
    writing = Writing(title, to_write.quote, to_write.note, to_write.begun, draft)
    _open(screen, note_dialog(screen.app, writing), keep)


def _show_card(screen: EditorScreen) -> None:
    opened = editing.editable(screen)
    if opened is not None:
        from tui.screens.card import CardScreen

        screen.workspace.now.links()  # where they cannot be read there is nothing to show
        _open(screen, CardScreen(screen.workspace, opened, screen.places.ended))


def _show_record(screen: EditorScreen) -> None:
    from tui.screens.claim_record import ClaimRecordScreen, claim_meant

    claim = claim_meant(screen)
    if claim is None:
        screen.say("There is no claim here whose record could be shown")
        return

    def go(article_id: str, annotation: Annotation) -> None:
        with leaping(screen):
            screen.go_to(article_id, annotation.span)
            screen.pane.show_view(screen.pane.view.reaching(annotation))
            screen.show_state()

    def tie(command_id: str) -> None:
        screen.run_command("tie")
        screen.run_command(command_id)

    _open(screen, ClaimRecordScreen(screen.workspace, claim, go), tie)


def _show_figures(screen: EditorScreen) -> None:
    from tui.screens.figures import FiguresScreen

    _open(screen, FiguresScreen(screen.workspace, screen.places.ended))


def _pick_article(screen: EditorScreen) -> None:
    def show(picked: PickedArticle) -> None:
        if picked.is_for_other_pane:
            screen.panes.activate_next(1)
        screen.panes.show(picked.id)

    _open(screen, picker_dialog(screen), show)


def picker_dialog(screen: EditorScreen) -> PickerScreen:
    """The articles, to pick one."""
    from tui.screens.kept_dialogs import kept_dialog
    from tui.screens.picker import PickerScreen

    def make(palette: Palette) -> PickerScreen:
        def shown() -> Collection[str]:
            return screen.panes.shown_ids

        def left(article_id: str) -> int:
            return sum(1 for _ in screen.suggesting.known(article_id))

        return PickerScreen(screen.workspace, shown, left, screen.places.ended, palette)

    return kept_dialog(screen.app, PickerScreen, make)


def _look_for_inconsistency(screen: EditorScreen) -> None:
    from tui.screens.consistency import ConsistencyScreen
    from tui.screens.kept_dialogs import kept_dialog

    def go(place: Occurrence) -> None:
        with leaping(screen):
            screen.go_to(place.article, place.span)
            if place.tags:
                screen.pane.show_view(screen.pane.view.reaching(place.tags[0]))
            else:
                screen.pane.select(Selection(place.start, place.end))

    make = partial(ConsistencyScreen, screen.workspace)
    _open(screen, kept_dialog(screen.app, ConsistencyScreen, make), go)


def _article_here(screen: EditorScreen) -> str:
    """The id of the article that is read."""
    return screen.pane.opened.id if screen.pane.opened is not None else ""


def _mentions_here(screen: EditorScreen) -> list[Mention]:
    """The annotation that a key means, and those around it, the innermost first."""
    from store.annotations.model import Mention

    return [Mention(_article_here(screen), each.id) for each in screen.target.here]


def list_annotations(screen: EditorScreen, typed: str = "") -> None:
    """List all annotations as they were last listed, or those that a filter keeps."""
    _open(screen, list_dialog(screen, typed), partial(_go_to_row, screen))


def list_dialog(screen: EditorScreen, typed: str = "") -> AnnotationsScreen:
    """All annotations, as they were last listed or those that a filter keeps."""
    from tui.screens.annotations import AnnotationsScreen
    from tui.screens.kept_dialogs import kept_dialog
    from tui.screens.list_choice import ListChoice

    left = screen.left_dialogs
    if left.listed is None:
        left.listed = ListChoice(screen.workspace, screen.suggesting.known)
        if screen.places.listed is not None:
            left.listed.resume(screen.places.listed)
    listed = left.listed
    if typed:
        listed.want(typed)

    def make(palette: Palette) -> AnnotationsScreen:
        return AnnotationsScreen(
            screen.workspace,
            listed,
            palette,
            lambda: _article_here(screen),
            screen.suggesting,
            lambda: _export_dialog(screen, is_in_list=True),
        )

    return kept_dialog(screen.app, AnnotationsScreen, make)


def _go_to_row(screen: EditorScreen, row: ListedAnnotation) -> None:
    """Bring what a row is of on screen, and make it what keys are for."""
    with leaping(screen):
        screen.go_to(row.article, Span(row.start, row.end))
        if row.annotation is None or row.annotation.rejected:
            screen.pane.select(Selection(row.start, row.end))
        else:
            screen.pane.show_view(screen.pane.view.reaching(row.annotation))


def _show_clusters(screen: EditorScreen) -> None:
    from tui.screens.cluster_choice import ClusterChoice
    from tui.screens.clusters import ClustersScreen
    from tui.screens.kept_dialogs import kept_dialog

    screen.workspace.now.links()  # where they cannot be read there is nothing to show
    left = screen.left_dialogs
    left.clustered = choice = left.clustered or ClusterChoice(screen.workspace)
    choice.open_at(_mentions_here(screen))
    make = partial(ClustersScreen, screen.workspace, choice)
    _open(screen, kept_dialog(screen.app, ClustersScreen, make), partial(_go_to_row, screen))


def _show_discrepancies(screen: EditorScreen) -> None:
    """Show which figures, dates and places differ, as they were last shown."""
    from tui.screens.discrepancies import DiscrepanciesScreen
    from tui.screens.discrepancy_choice import DiscrepancyChoice
    from tui.screens.kept_dialogs import kept_dialog

    screen.workspace.now.links()  # where they cannot be read there is nothing to show
    left = screen.left_dialogs
    left.differing = choice = left.differing or DiscrepancyChoice(screen.workspace)

    def go(placed: PlacedValue) -> None:
        with leaping(screen):
            screen.go_to(placed.article, placed.words)
            screen.pane.select(Selection(placed.value.start, placed.value.end))

    make = partial(DiscrepanciesScreen, screen.workspace, choice)
    _open(screen, kept_dialog(screen.app, DiscrepanciesScreen, make), go)


def _show_matrix(screen: EditorScreen) -> None:
    """Show which article says what, as it was last shown."""
    from tui.screens.kept_dialogs import kept_dialog
    from tui.screens.matrix import MatrixScreen
    from tui.screens.matrix_choice import MatrixChoice

    left = screen.left_dialogs
    left.matrix = choice = left.matrix or MatrixChoice(screen.workspace)

    def go(place: Mention) -> None:
        annotation = screen.workspace.now.annotation(place) if place.id else None
        with leaping(screen):
            screen.go_to(place.article, None if annotation is None else annotation.span)
            if annotation is not None:
                screen.pane.show_view(screen.pane.view.reaching(annotation))

    dialog = kept_dialog(screen.app, MatrixScreen, partial(MatrixScreen, screen.workspace, choice))
    dialog.come_from(_mentions_here(screen))
    _open(screen, dialog, go)


def _export_dialog(screen: EditorScreen, *, is_in_list: bool = False) -> ExportScreen:
    from tui.screens.export import ExportScreen
    from tui.screens.export_choice import ExportChoice
    from tui.screens.kept_dialogs import kept_dialog

    left = screen.left_dialogs
    left.exported = choice = left.exported or ExportChoice(screen.workspace)
    choice.open(_article_here(screen), left.listed, is_in_list=is_in_list)
    return kept_dialog(screen.app, ExportScreen, partial(ExportScreen, choice))


def import_from(screen: EditorScreen, path: Path | None = None) -> None:
    """Bring a dataset into the story, or make articles of pages and papers.

    Args:
        screen: The editor.
        path: What is looked at to begin with; by default what was left out of the story's folder.
    """
    workspace = screen.workspace
    if workspace.status.read_only:
        screen.say(f"{workspace.status.read_only}; nothing can be imported")
        screen.swallow_typing()
        return
    from tui.screens.importing import ImportScreen

    grown: list[bool] = []
    unsubscribe = workspace.subscribe_to_growth(lambda: grown.append(True))

    def closed(sentence: str | None) -> None:
        unsubscribe()
        screen.say(sentence or "")
        screen.show_state()
        if sentence and grown:
            screen.begin_again(sentence)

    if path is None and workspace.story.left_out:
        path = workspace.story.root
    screen.app.push_screen(ImportScreen(workspace, path), closed)


class _WithLibrary(Protocol):
    """What an app has from which the stories beside this one are listed."""

    has_library: bool
    wants_library: bool

    def exit(self) -> None: ...


def _leave_for_library(screen: EditorScreen) -> None:
    """Leave the story for the list of those beside it."""
    app = cast("_WithLibrary", screen.app)
    if app.has_library:
        app.wants_library = True
        app.exit()
    else:
        screen.say("There are no other stories here that could be listed")


def help_dialog(screen: EditorScreen) -> HelpScreen:
    """All that is said of keys and labels, for what is under the caret."""
    from tui.screens.help import HelpScreen
    from tui.screens.kept_dialogs import kept_dialog

    make = partial(HelpScreen, screen.keymap, screen.workspace.labels)
    shown = kept_dialog(screen.app, HelpScreen, make)
    shown.offer_where(screen.target.kind, screen.modes)
    return shown


def _find_command(screen: EditorScreen, used: list[str]) -> None:
    def run(command_id: str) -> None:
        used[:] = [command_id, *(each for each in used if each != command_id)]
        screen.run_command(command_id)

    _open(screen, palette_dialog(screen, used), run)


def palette_dialog(screen: EditorScreen, used: Sequence[str]) -> PaletteScreen:
    """All commands, those of which the ids are given first."""
    from tui.screens.command_palette import PaletteScreen, palette_rows
    from tui.screens.kept_dialogs import kept_dialog

    dialog = kept_dialog(screen.app, PaletteScreen, PaletteScreen)
    dialog.offer(palette_rows(screen.keymap, screen.base_modes, used))
    return dialog


def _settle_conflicts(screen: EditorScreen) -> None:
    if screen.workspace.settling is None:
        screen.say("Two machines say nothing differently here: there is nothing to settle")
        return
    from tui.screens.conflicts import ConflictScreen

    def go(waiting: Waiting) -> None:
        value = waiting.stands or waiting.other
        if isinstance(value, Annotation) and screen.workspace.story.ref(waiting.article):
            with leaping(screen):
                screen.go_to(waiting.article, value.span)

    _open(screen, ConflictScreen(screen.workspace, screen.workspace.settling), go)


def _review(screen: EditorScreen) -> None:
    if screen.workspace.status.conflicts:
        _settle_conflicts(screen)
        return
    from tui.screens.review import ReviewScreen

    review = ReviewScreen(screen.workspace)
    if review.orphans:
        _open(screen, review, partial(annotating.choose_place, screen))
    else:
        screen.say("Every annotation has its place: there is nothing to review")
