"""How things stand in an editor: the values from which the lines around the panes are made."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.filling import fill
from tui.render.bars import Status
from tui.render.inspector import Inspected
from tui.status_bars import EditorState

if TYPE_CHECKING:
    from tui.editor import Editor
    from tui.render.palette import Palette


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
        suggested=editor.suggesting.state,
    )


def editor_state_of(editor: Editor, palette: Palette) -> EditorState:
    """What the lines below the panes are made from."""
    workspace, pane, target = editor.workspace, editor.pane, editor.target
    suggestion, counts = target.suggestion, workspace.now.counts
    return EditorState(
        palette=palette,
        width=editor.size.width,
        inspected=Inspected(
            target,
            pane.page.text,
            selected=pane.selection.span.of(pane.page.text),
            opened=pane.opened,
            annotator=workspace.annotator,
            alike=editor.suggesting.suggester.count_of_kind(suggestion) if suggestion else 0,
            search=_search_in_words(editor),
        ),
        mode=editor.session.mode(pane.view),
        jump=editor.session.jump,
        counts=counts,
        is_new=not counts.total() and pane.selection.is_empty,
    )


def _search_in_words(editor: Editor) -> str:
    """The search that is lit; empty if none is, or while it is typed."""
    search, opened = editor.session.search, editor.pane.opened
    if search is None or opened is None or editor.session.is_search_typed:
        return ""
    ids = [ref.id for ref in editor.workspace.story.articles]
    return search.described(ids, opened.id, editor.pane.selection.span)
