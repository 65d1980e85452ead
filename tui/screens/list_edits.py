"""What the keys of the list of annotations change: each makes one edit of all that is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from store.annotations import bulk
from store.annotations.assessing import set_article_note
from store.annotations.claim_record import unknown_values
from store.annotations.edits import of_annotations
from store.annotations.model import Origin
from store.story.annotation_list import ListedKind
from store.text.span import Span
from tui.actions.making import OwnEdits
from tui.screens.list_choice import ListScope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.story.workspace import Workspace
    from tui.screens.list_choice import ListChoice
    from tui.suggesting import Suggesting


class ListSay(Protocol):
    """Says something until the next key."""

    def __call__(self, sentence: str, *, is_bad: bool = False) -> None:
        """Say a sentence."""


class _WriteNote(Protocol):
    """Has a note written on what a label and a quote name, and gives it to `done`, which says
    whether it is kept then."""

    def __call__(self, label: str, quote: str, note: str, done: Callable[[str], bool]) -> None: ...


class ListEdits:
    """The edits that are made in the list; those and no others are taken back there."""

    def __init__(
        self,
        workspace: Workspace,
        choice: ListChoice,
        suggesting: Suggesting,
        say: ListSay,
        write_note: _WriteNote,
    ) -> None:
        self._workspace = workspace
        self._choice = choice
        self._suggesting = suggesting
        self._say = say
        self._write_note = write_note
        self._made = OwnEdits(workspace, say, partial(say, is_bad=True))

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands that change something do, by their ids."""
        return {
            "annotation.note": self._note,
            "annotation.remove": self._remove,
            "suggestion.accept": self._accept,
            "suggestion.reject": partial(self._answer, accepts=False),
            "rows.origin": self._change_origin,
            "undo": partial(self._made.take_back, is_undo=True),
            "redo": partial(self._made.take_back, is_undo=False),
            **{
                f"tag.{name}": partial(self._relabel, name) for name in self._workspace.labels.names
            },
        }

    def _relabel(self, label: str) -> None:
        workspace, chosen = self._workspace, self._choice.chosen

        def build() -> Edit | Refusal:
            return bulk.relabel_all(
                lambda article: workspace.article(article).annotations,
                chosen,
                label,
                workspace.labels.layer_of,
            )

        def told(edit: Edit) -> str:
            labelled = (e.after for e in of_annotations(edit) if e.after and not e.after.rejected)
            left = len(chosen) - sum(each.label == label for each in labelled)
            return f"{left:,} stayed, as {label} is there already" if left else ""

        self._make(build, ListScope.ANNOTATIONS, "relabelled", told)

    def _remove(self) -> None:
        def build() -> Edit | Refusal:
            links = self._workspace.now.links()
            return bulk.remove_all(links, self._choice.chosen, self._article_notes(""))

        if self._choice.scope is ListScope.REJECTED:
            self._say("These are rejected already; {key:suggestion.accept} takes that back")
        else:
            self._make(build, self._choice.scope, "removed")

    def _accept(self) -> None:
        """Accept what is suggested, or take rejections back."""
        if self._choice.scope is not ListScope.REJECTED:
            self._answer(accepts=True)
            return
        self._make(lambda: bulk.restore_all(self._choice.chosen), ListScope.REJECTED, "taken back")

    def _answer(self, *, accepts: bool) -> None:
        """Accept or reject what is suggested of what is chosen."""
        rows = [r for r in self._choice.chosen_rows() if r.kind is ListedKind.SUGGESTION]
        found = ((r.article, self._suggesting.find(r.article, Span(r.start, r.end), r.label))
                 for r in rows)  # fmt: skip
        chosen = [(article, each) for article, each in found if each is not None]

        def build() -> Edit | Refusal:
            suggester = self._suggesting.suggester
            return (suggester.accepting if accepts else suggester.rejecting)(chosen).all()

        if self._choice.scope is ListScope.SUGGESTED and not chosen:
            self._say("Nothing is suggested here; {key:rows.kinds} goes on to what was rejected")
        else:
            self._make(build, ListScope.SUGGESTED, "answered")

    def _change_origin(self) -> None:
        """Say of all that is chosen that it was made as the first of it was, or in the next way."""
        chosen = self._choice.chosen
        origins, first = list(Origin), chosen[0][1].origin if chosen else Origin.MANUAL
        if all(each.origin is first for _, each in chosen):
            first = origins[(origins.index(first) + 1) % len(origins)]
        self._make(
            lambda: bulk.set_origin_all(chosen, first),
            ListScope.ANNOTATIONS,
            f"made {first.in_words}",
        )

    def set_attribute(self, typed: str | None) -> None:
        """Set the attribute that was typed as `name=value` of all that is chosen."""
        if typed is None:
            return
        name, equals, value = (part.strip() for part in typed.partition("="))
        wrong = next(unknown_values({name: value}), "") if value else ""
        if not name or not equals:
            self._say("An attribute is written as name=value; without a value it is taken away")
        elif wrong:
            self._say(wrong, is_bad=True)
        else:
            chosen = self._choice.chosen
            self._make(
                lambda: bulk.set_attribute_all(chosen, name, value),
                ListScope.ANNOTATIONS,
                "given attributes",
            )

    def _note(self) -> None:
        """Write one note on all that is chosen."""
        chosen, rows = self._choice.chosen, list(self._choice.chosen_rows())
        if not rows or not self._may_edit(ListScope.ANNOTATIONS, "noted"):
            return
        first = rows[0]

        def done(written: str) -> bool:
            others = self._article_notes(written)
            return self._make(
                lambda: bulk.note_all(chosen, written, others), ListScope.ANNOTATIONS, "noted"
            )

        quote = first.text if len(rows) == 1 else f"{first.text}” and {len(rows) - 1:,} more"
        self._write_note(first.label or "the article", quote, first.note, done)

    def _article_notes(self, note: str) -> list[Edit | Refusal]:
        """The edits that write a note on the articles that are chosen."""
        links, article = self._workspace.now.links(), self._workspace.article
        rows = (row for row in self._choice.chosen_rows() if row.kind is ListedKind.ARTICLE)
        return [set_article_note(links, article(row.article).article, note) for row in rows]

    def _may_edit(self, scope: ListScope, done: str) -> bool:
        """Whether what is listed can be changed so; says why not."""
        scopes = {scope}
        if scope is ListScope.ANNOTATIONS:
            scopes.add(ListScope.SUGGESTED)
        if self._choice.scope not in scopes:
            kinds = f"{{key:rows.kinds}} lists {scope.value}"
            self._say(f"What is listed here is not {done}; {kinds}")
        elif refusal := self._workspace.status.refusal:
            self._say(refusal, is_bad=True)
        else:
            return True
        return False

    def _make(
        self,
        build: Callable[[], Edit | Refusal],
        scope: ListScope,
        done: str,
        more: Callable[[Edit], str] = lambda _: "",
    ) -> bool:
        """Make an edit, and say so or why not; whether it is made."""
        return self._may_edit(scope, done) and self._made.make_and_tell(build, more) is not None
