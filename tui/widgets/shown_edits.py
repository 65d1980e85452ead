"""What an edit changes on the panes: where readers are, the rows, what stands over articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.edits import EditOfArticle, of_annotations, of_links

if TYPE_CHECKING:
    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from tui.widgets.pane_row import PaneRow


def show_edit(panes: PaneRow, edit: Edit) -> None:
    """Repaint what an edit has changed."""
    for single in of_annotations(edit):
        for pane in panes.panes_with(single.article):
            pane.show_view(pane.view.followed(single.before, single.after))
    for article_id, changed in _changed(edit).items():
        for pane in panes.panes_with(article_id):
            if len(changed) > pane.viewport.text_height:
                pane.repaint()
            else:
                pane.repaint_annotations(changed)
    if any(isinstance(single, EditOfArticle) for single in of_links(edit)):
        panes.renew_headings()


def _changed(edit: Edit) -> dict[str, list[Annotation]]:
    """The annotations that an edit has changed, as they were and as they are, by article."""
    found: dict[str, list[Annotation]] = {}
    for single in of_annotations(edit):
        for annotation in (single.before, single.after):
            if annotation is not None and not annotation.adrift:
                found.setdefault(single.article, []).append(annotation)
    return found
