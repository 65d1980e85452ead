"""What is tied, on the screen: signs beside the text, the other ends lit while one is meant, and
who said what was just tagged, offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.tie_ends import TieSigns, ends_of, ids_by_article, others_of
from store.annotations.edits import (
    EditOfCluster,
    EditOfRelation,
    mentions_of,
    of_annotations,
    of_links,
)
from store.annotations.model import Mention
from tui.actions import following
from tui.render.rows import LIT, LIT_BAR
from tui.render.signs import JumpExtent, JumpSign, Side, overlay_of, spot_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.workspace import Change
    from store.text.span import Span
    from tui.screens.editor import EditorScreen
    from tui.widgets.article_pane import ArticlePane


class TieWatch:
    """Looks on what is tied, and has it drawn."""

    def __init__(self, editor: EditorScreen) -> None:
        self._editor = editor
        self._links = self._editor.workspace.now.readable_links()
        self._tagged: tuple[str, Annotation] | None = None
        """What was tagged since the last key, with its article."""
        self._drawn: Sequence[object] = ()
        """What the lit ends were last drawn for."""
        editor.workspace.subscribe(self._take_change)
        self._draw_signs()
        if self._has_ties:
            for pane in editor.panes.panes:
                pane.repaint()

    @property
    def _has_ties(self) -> bool:
        return bool(len(self._links.relations) or len(self._links.clusters))

    def _draw_signs(self) -> None:
        links = self._links
        self._editor.panes.tie_by(lambda article_id: TieSigns(article_id, links))

    # What has changed ----------------------------------------------------------------------

    def _take_change(self, change: Change) -> None:
        """Take note of an edit: repaint what was tied, remember what was tagged."""
        # Neither in a dialog, nor by another process.
        is_by_key = self._editor.app.screen is self._editor and not (
            self._editor.workspace.status.read_only
        )
        if change.did == "edit" and is_by_key:
            self._tagged = _tagged_by(change.edit)
        edits = of_links(change.edit)
        if any(isinstance(each, EditOfRelation | EditOfCluster) for each in edits):
            self._links = self._editor.workspace.now.readable_links()
            self._draw_signs()
            tied = set(mentions_of(change.edit))
            for pane in self._editor.panes.panes:
                if ids := {each.id for each in tied if each.article == _article_of(pane)}:
                    pane.repaint_signs(each for each in _in_sight(pane) if each.id in ids)

    def offer(self) -> None:
        """A key has been taken: offer who has said what it has tagged."""
        tagged, self._tagged = self._tagged, None
        if tagged is not None:
            from tui.actions import attributing  # read when somebody tags

            attributing.offer(self._editor, *tagged)

    # What is lit ---------------------------------------------------------------------------

    def light(self) -> None:
        """Light the other ends of what is meant, in every pane, and name them.

        Where that is not tied they are those of what is around it: who tags in a claim, or reads
        from word to word in it, is in it all the time.
        """
        session, editor = self._editor.session, self._editor
        if session.jump is not None or session.tying is not None:
            self._drawn = ()
            return
        if session.lit is None and not self._has_ties:
            return
        focus = following.tied_here(editor, self._links)
        ends = ends_of(self._links, focus) if focus is not None else []
        if focus is None and session.lit is None:
            return
        panes = editor.panes.panes
        drawn: list[object] = []
        for pane in panes:
            drawn += (pane.wrapped, pane.annotations, pane.viewport.visible_rows)
        now = (self._links, focus, *drawn)
        if _is_same(now, self._drawn):
            return
        self._drawn = now
        others = ids_by_article(others_of(ends, focus)) if focus is not None else {}
        barred = editor.workspace.labels.barred
        for pane in panes:
            _light(pane, others, barred, has_brackets=editor.palette.has_brackets)
        lit = following.named(editor, focus, ends) if focus is not None else None
        editor.set_session(session.lighting(lit))


def _tagged_by(edit: Edit) -> tuple[str, Annotation] | None:
    """What alone an edit has tagged or given another label, with its article."""
    edits = [each for each in of_annotations(edit) if not (each.before and each.before.rejected)]
    if len(edits) != 1:
        return None
    before, after = edits[0].before, edits[0].after
    if after is None or after.rejected or (before is not None and before.label == after.label):
        return None
    return edits[0].article, after


def _is_same(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether two lists are of the same things; only what is small is compared."""
    small = (Mention, range)
    return len(one) == len(other) and all(
        a is b or (isinstance(a, small) and a == b) for a, b in zip(one, other, strict=True)
    )


def _article_of(pane: ArticlePane) -> str:
    return pane.opened.id if pane.opened is not None else ""


def _in_sight(pane: ArticlePane) -> list[Annotation]:
    return pane.annotations.overlapping(pane.viewport.visible_text)


def _light(
    pane: ArticlePane,
    others: Mapping[str, AbstractSet[str]],
    barred: AbstractSet[str],
    *,
    has_brackets: bool,
) -> None:
    """Light in a pane what is tied to what is meant, in place of what was lit."""
    ids = others.get(_article_of(pane), frozenset())
    ends = [each for each in _in_sight(pane) if each.id in ids] if ids else []
    if not ends and not pane.overlay:
        return
    layout, rows = pane.wrapped, pane.viewport.visible_rows
    signs = list(_brackets(pane, [each.span for each in ends])) if has_brackets else []
    extents = [
        JumpExtent(each.span, LIT_BAR, is_begun=True)
        if each.label in barred
        else JumpExtent(each.span, LIT)
        for each in ends
    ]
    pane.set_overlay(overlay_of(layout, rows, signs, extents, "", is_dimmed=False))


def _brackets(pane: ArticlePane, spans: Iterable[Span]) -> Iterator[JumpSign]:
    """The brackets around what is lit, where a blank has room for them."""
    text, rows = pane.wrapped.text, pane.viewport.visible_rows
    for span in spans:
        for side, bracket in ((Side.START, "["), (Side.END, "]")):
            spot = spot_of(pane.wrapped, rows, span, side)
            if spot is not None and not (spot.covered and spot.covered.of(text).strip()):
                yield JumpSign(spot, bracket)
