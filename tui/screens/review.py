"""Settle annotations whose article has changed so that their place is not certain."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from store.annotations import actions
from store.text.inert import inert
from store.wording import counted
from tui.actions.making import OwnEdits
from tui.keys.commands import LEAVE, Mode
from tui.render.annotation_table import padded
from tui.render.concordance import one_line
from tui.render.lines import cut, shorten_middle
from tui.screens.settling_list import SettlingList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.story.following import Orphan
    from store.story.workspace import Workspace

_AROUND: Final = 40
"""Code points of the article shown on either side of a place."""
_QUOTED: Final = 100
"""Characters of a text that are shown between these."""
_ROOMY: Final = 60
"""Cells of a line from which on the article is named in it."""
_ALL_READ: Final = 500
"""Articles up to which every one of a story is looked into; else those that were shown."""


class ReviewScreen(SettlingList["Orphan"]):
    """Its result is an annotation whose place the person wants to choose in the article."""

    MODE = Mode.REVIEW

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._edits = OwnEdits(workspace, self.say, self.say)
        self.orphans: list[Orphan] = []
        """What there is to settle."""
        self._read()

    def _read(self) -> None:
        workspace = self._workspace
        if len(workspace.story.articles) <= _ALL_READ:
            waiting = [o.id for o in workspace.now.every_article() if o.orphaned]
        else:
            waiting = workspace.now.orphaned_articles()
        self.orphans = [
            orphan
            for article_id in waiting
            if not workspace.article(article_id).problem
            for orphan in workspace.now.orphans(article_id)
        ]

    # Showing -------------------------------------------------------------------------------

    def show_list(self, highlighted: int) -> None:
        """List what waits, with one of it highlighted."""
        title = f"Review: {counted(len(self.orphans), 'annotation')} to settle"
        names = {each: self._name_of(each) for each in {o.article for o in self.orphans}}
        widest = max(map(cell_len, names.values()), default=0)
        beside = min(widest, self.room // 3) if self.room >= _ROOMY else 0
        lines = (self._line(each, names[each.article], beside) for each in self.orphans)
        self.list_lines(title, lines, highlighted)

    def _name_of(self, article_id: str) -> str:
        article = self._workspace.article(article_id).article
        return self._workspace.story.name_of(article_id, article.title)

    def _line(self, orphan: Orphan, name: str, beside: int) -> Text:
        """The label, the text, and in the cells beside them the article."""
        annotation = orphan.annotation
        line = Text(f"{cut(annotation.label, 10):10} ")
        quote = f"“{cut(annotation.text, max(12, self.room - beside - 16))}”"
        line.append(padded(quote, self.room - beside - 13) if beside else quote)
        line.append(cut(name, beside), style="dim")
        return line

    def details(self) -> Text:
        """What there is to know of the highlighted one, or that nothing waits."""
        orphan = self._orphan
        if orphan is None:
            return Text(
                f"Every annotation has its place. {self.key(LEAVE)} goes back to the articles."
            )
        text = self._workspace.article(orphan.article).article.text
        shown = Text()
        shown.append("It stood here   ", style="dim")
        before, after = orphan.before[-_AROUND:], orphan.after[:_AROUND]
        shown.append(_around(before, orphan.annotation.text, after))
        shown.append("\nProposed        ", style="dim")
        if orphan.proposal is None:
            shown.append("no place", style="italic")
        else:
            start, end = orphan.proposal.start, orphan.proposal.end
            before, after = text[max(0, start - _AROUND) : start], text[end:][:_AROUND]
            shown.append(_around(before, text[start:end], after))
        shown.append("\nWhy you decide  ", style="dim")
        shown.append(inert(orphan.reason))
        return shown

    @property
    def _orphan(self) -> Orphan | None:
        at = self.options.highlighted
        return self.orphans[at] if at is not None and at < len(self.orphans) else None

    # What one does -------------------------------------------------------------------------

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "annotation.next": partial(self.go, 1),
            "annotation.previous": partial(self.go, -1),
            "review.accept": self._accept,
            "review.move": self._move,
            "review.drop": self._drop,
            "undo": self._undo,
        }

    def hints(self) -> str:
        """What keys do here besides going up and down and leaving."""
        return self.hint("review.accept", "review.move", "review.drop", "undo")

    def _accept(self) -> None:
        """Put the annotation where it is proposed."""
        orphan = self._orphan
        if orphan is None:
            return
        if orphan.proposal is None:
            self.say(
                "There is no place proposed for this one: "
                "{key:review.move} chooses one, {key:review.drop} drops it"
            )
            return
        opened, place = self._workspace.article(orphan.article), orphan.proposal
        self._make(
            lambda: actions.place(opened.article, opened.annotations, orphan.annotation, place)
        )

    def _drop(self) -> None:
        """Remove the annotation; undo brings it back."""
        orphan, workspace = self._orphan, self._workspace
        if orphan is not None:
            edit = partial(actions.remove, orphan.article, orphan.annotation)
            self._make(lambda: edit(workspace.now.links()))

    def _move(self) -> None:
        """Close, to choose the place in the article."""
        if self._orphan is not None:
            self.dismiss(self._orphan)

    def _undo(self) -> None:
        """Take back the last decision that was made here."""
        if not self._edits.made:
            self.say("Nothing was decided here yet")
        elif self._edits.undo() is not None:
            self._after_change()

    def _make(self, build: Callable[[], Edit | Refusal]) -> None:
        if self._edits.make(build) is not None:
            self._after_change()

    def _after_change(self) -> None:
        at = self.options.highlighted or 0
        self.say("")
        self._read()
        self.show_list(at)


def _around(before: str, quote: str, after: str) -> Text:
    """A passage in one line, with the words that matter in bold."""
    shown = Text(f"…{_inert_line(before)}", style="dim")
    shown.append(inert(shorten_middle(one_line(quote), _QUOTED)), style="not dim bold")
    shown.append(f"{_inert_line(after)}…", style="dim")
    return shown


def _inert_line(text: str) -> str:
    return inert(one_line(text))
