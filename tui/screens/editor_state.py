"""How things stand in an editor: the values from which the lines around the panes are made."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from store.articles.model import Byline
from store.frozen import Frozen
from store.story.last_view import LeftList
from store.wording import counted
from tui.actions import editing, searching
from tui.filling import fill
from tui.keys.commands import Mode
from tui.render.bars import Status
from tui.render.inspector import Inspected, LitSearch
from tui.status_bars import EditorState

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.labels import Label
    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion
    from store.suggest.outside.choosing import OutsideSuggester
    from tui.editor import Editor
    from tui.keeping_up import Shower
    from tui.keys.keymap import Keymap
    from tui.render.palette import Palette
    from tui.screens.cluster_choice import ClusterChoice
    from tui.screens.discrepancy_choice import DiscrepancyChoice
    from tui.screens.export_choice import ExportChoice
    from tui.screens.list_choice import ListChoice
    from tui.screens.matrix_choice import MatrixChoice
    from tui.speaking import Speech
    from tui.status_bars import StatusBars


class EditorSetup(Frozen):
    """What an editor begins with."""

    workspace: Workspace
    keymap: Keymap
    columns: int | None = None
    """How many articles stand side by side; none for as many as there is room for."""
    extra: tuple[OutsideSuggester, ...] = ()
    """What suggests from outside the program, as the command line asked for."""
    suggests: str | None = None
    """How much is suggested before somebody asks for it: empty for nothing, none for as much as
    the last time."""
    resumes: bool = True
    """Whether one goes on where one was."""
    said: str = ""
    """What is said to begin with."""
    speech: Speech | None = None
    """Where what a key means is written as well."""


class LeftDialogs:
    """What was chosen in dialogs when they were last left; nothing in those never opened."""

    listed: ListChoice | None = None
    """What the list of annotations listed."""
    clustered: ClusterChoice | None = None
    """Which clusters were listed."""
    exported: ExportChoice | None = None
    """What was to be exported, and how."""
    matrix: MatrixChoice | None = None
    """Which rows of the matrix were shown, and which cell was chosen."""
    differing: DiscrepancyChoice | None = None
    """Which values that differ were listed."""

    @property
    def how_listed(self) -> LeftList | None:
        """How the annotations were listed, to list them so the next time; none if they were not."""
        listed = self.listed
        if listed is None:
            return None
        order, scope = listed.order.value, listed.scope.value
        return LeftList(listed.typed, order, scope, listed.article, listed.is_grouped)


def status_of(editor: Editor) -> Status:
    """What the line at the top says."""
    workspace, at = editor.workspace, editor.workspace.status.saved_at
    return Status(
        story=workspace.story.name,
        articles=len(workspace.story.articles),
        annotator=workspace.annotator,
        spans=workspace.now.counts.total(),
        trouble=fill(workspace.status.trouble, editor.key),
        read_only=fill(workspace.status.read_only, editor.key),
        saved=None if at is None else time.monotonic() - at,
        waiting=_waiting(editor),
        suggested=editor.suggesting.state,
    )


def _waiting(editor: Editor) -> str:
    """What two machines say differently, as short as it can be said."""
    number = editor.workspace.status.conflicts
    return f"{counted(number, 'conflict')}: {editor.key('review')}" if number else ""


def _alike(editor: Editor, suggestion: Suggestion) -> int:
    """How many of its kind the key takes that takes all; none while that is for others, as the
    second line says."""
    session = editor.session
    if session.left_elsewhere and session.accepts_elsewhere:
        return 0
    return editor.suggesting.suggester.count_of_kind(suggestion)


def editor_state_of(editor: Editor, palette: Palette) -> EditorState:
    """What the lines below the panes are made from."""
    workspace, pane, target = editor.workspace, editor.pane, editor.target
    suggestion, counts, opened = target.suggestion, workspace.now.counts, pane.opened
    return EditorState(
        palette=palette,
        width=editor.size.width,
        inspected=Inspected(
            target,
            pane.page.text,
            selected=pane.selection.span.of(pane.page.text),
            opened=opened,
            byline=workspace.now.readable_links().byline_of(opened.article) if opened else Byline(),
            annotator=workspace.annotator,
            alike=_alike(editor, suggestion) if suggestion else 0,
            search=_lit_search(editor),
            lit=editor.session.lit,
        ),
        mode=Mode.SEARCH if editor.session.is_search_typed else editor.session.mode(pane.view),
        jump=editor.session.jump,
        tying=editor.session.tying,
        counts=counts,
        teaches=not editor.places.knows_keys and pane.selection.is_empty,
        guideline=_guideline(editor),
        guideline_rows=min(6, editor.size.height // 4),
    )


def _guideline(editor: Editor) -> Label | None:
    """The label whose guideline is shown, if any is."""
    guideline, labels = editor.session.guideline, editor.workspace.labels
    if guideline is None:
        return None
    shown = guideline.label_for(editing.label_meant(editor))
    return next((label for label in labels if label.name == shown), None)


def _lit_search(editor: Editor) -> LitSearch | None:
    """The search that is lit; none if none is, or while it is typed."""
    search, opened = editor.session.search, editor.pane.opened
    if search is None or opened is None or editor.session.is_search_typed:
        return None
    ids = [ref.id for ref in editor.workspace.story.articles]
    meant = searching.span_meant(editor)
    return LitSearch(
        search.description(ids, opened.id, meant),
        is_match=search.number_of(opened.id, meant) is not None,
        count=search.count,
    )


def speak(speech: Speech | None, bars: StatusBars, state: EditorState) -> None:
    """Say what is meant to whoever listens, if anybody does."""
    if speech is not None:
        opened = state.inspected.opened
        meant = (opened and opened.id, state.inspected.target.span)
        speech.tell(meant, *bars.spoken(state))


def keep_up(workspace: Workspace, screen: Screen[None], shower: Shower) -> None:
    """Show what another process writes, if this one only reads."""
    keeping_up = workspace.ledger.keeping_up
    if keeping_up is not None:
        from tui import keeping_up as work  # few stories are open twice

        screen.run_worker(work.keep_up(workspace, keeping_up, shower), group="keeping up")
