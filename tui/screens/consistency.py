"""Settle by key what is tagged in one place and not, or otherwise, in another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations.actions import Refusal
from store.annotations.edits import describe, of_annotations
from store.errors import SidelightError
from store.suggest import settling
from store.suggest.spelling import canonical
from store.suggest.survey import Survey
from tui.filling import fill
from tui.render.bars import message_lines
from tui.render.settling_sheet import Sheet, key_lines
from tui.screens.dialog import Dialog
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult

    from store.annotations.edits import Edit
    from store.story.open_article import OpenArticle
    from store.story.workspace import Change, Workspace
    from store.suggest.consistency import Finding, Place
    from tui.keys.keymap import Keymap
    from tui.render.palette import Palette

_SLICE: Final = 0.02
"""Seconds for which the story is looked through between two keys."""
_ALIKE: Final = "Every text that is tagged is tagged alike wherever it stands. Esc goes back."
_NOTHING: Final = "Nothing is tagged yet, so nothing can be tagged otherwise. Esc goes back."


class ConsistencyScreen(Dialog["Place"]):
    """Its result is a place to go to."""

    AUTO_FOCUS = ""

    def __init__(self, workspace: Workspace, keymap: Keymap, palette: Palette) -> None:
        super().__init__()
        self._workspace = workspace
        self._keymap = keymap
        self._palette = palette
        self._actions = self._by_key()
        self._lines = LineWidget("consistency")
        self._survey = self._new_survey()
        self._order: list[str] = []
        """The keys of the texts in the order in which they are listed, also of settled ones."""
        self._chosen = ""
        """The key of the text that is looked at."""
        self._at = 0
        """The number of its place that the keys are for."""
        self._tops = (0, 0)
        """The first lines in view, of the texts and of the places."""
        self._message = ("", False)
        """What is said until the next key, and whether it is bad."""
        self._made = 0
        """How many edits were made here, which `u` takes back one by one."""
        self._unmade = 0
        """How many of them were taken back last, which `U` makes again."""
        self._let_go: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        """One sheet, which is drawn line by line."""
        yield self._lines

    def on_mount(self) -> None:
        """Begin to look through the story."""
        self._let_go = [
            self._workspace.subscribe(self._on_change),
            self._workspace.watch(lambda _: self._begin_again()),
        ]
        self._go_on()

    def on_unmount(self) -> None:
        """Stop listening."""
        for let_go in self._let_go:
            let_go()
        self._let_go = []

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._draw()

    # What there is to settle ---------------------------------------------------------------

    def _new_survey(self) -> Survey:
        workspace = self._workspace
        return Survey([ref.id for ref in workspace.story.articles], workspace.peek)

    def _begin_again(self) -> None:
        """Look through the story anew: an article has changed, or something else is tagged."""
        was_at_work = not self._survey.is_done
        self._survey = self._new_survey()
        if not was_at_work:
            self._go_on()

    def _go_on(self) -> None:
        """Look through the story for a moment; keys and painting come in between."""
        if not self.is_attached:
            return
        if self._survey.work(_SLICE):
            self.set_timer(0.001, self._go_on)
        else:
            self._list()
        self._draw()

    def _list(self) -> None:
        """List the texts, in the order of the survey but for those that were listed before."""
        listed = set(self._order)
        self._order += [key for key in self._survey.findings if key not in listed]
        self._stay()

    @property
    def _findings(self) -> list[Finding]:
        found = self._survey.findings
        return [found[key] for key in self._order if key in found]

    @property
    def _finding(self) -> Finding | None:
        return self._survey.findings.get(self._chosen)

    @property
    def _place(self) -> Place | None:
        finding = self._finding
        return finding.places[self._at] if finding is not None else None

    def _stay(self) -> None:
        """Choose what stands where something was settled: the next place, or the next text."""
        finding, found = self._finding, self._survey.findings
        if finding is None:
            number = self._order.index(self._chosen) if self._chosen in self._order else 0
            following = (*self._order[number:], *reversed(self._order[:number]))
            self._chosen = next((key for key in following if key in found), "")
            self._at = 0
        elif finding.open and self._at >= len(finding.open):
            self._at = len(finding.open) - 1

    def _on_change(self, change: Change) -> None:
        """Take what an edit has changed."""
        if not self._survey.is_done or not self._survey.update(change.edit):
            self._begin_again()
        else:
            self._list()
        if change.did != "edit":
            self._show_again(change.edit)

    def _show_again(self, edit: Edit) -> None:
        """Choose the place of an edit that was undone or made again, if it is to be settled now."""
        for single in of_annotations(edit):
            annotation = single.after or single.before
            if annotation is None:
                continue
            finding = self._survey.findings.get(canonical(annotation.text))
            for number, place in enumerate(finding.places if finding is not None else ()):
                if (place.article, place.start) == (single.article, annotation.start):
                    self._chosen, self._at = finding.key if finding is not None else "", number
                    return

    # Keys ----------------------------------------------------------------------------------

    def _by_key(self) -> dict[str, Callable[[], object]]:
        """What each key does; a label's key tags, whatever else it may mean."""
        named: dict[str, Callable[[], object]] = {
            "annotation.next": partial(self._go, 1),
            "annotation.previous": partial(self._go, -1),
            "pane.next": partial(self._go_to_text, 1),
            "pane.previous": partial(self._go_to_text, -1),
            "annotation.remove": self._remove,
            "suggestion.reject": self._keep,
            "suggestion.accept-kind": self._fill,
            "undo": partial(self._take_back, is_undo=True),
            "redo": partial(self._take_back, is_undo=False),
            **{f"tag.{name}": partial(self._tag, name) for name in self._workspace.labels.names},
        }
        return {
            "down": partial(self._go, 1),
            "up": partial(self._go, -1),
            "pagedown": partial(self._go_page, 1),
            "pageup": partial(self._go_page, -1),
            "right": partial(self._go_to_text, 1),
            "left": partial(self._go_to_text, -1),
            "enter": self._leave_for_place,
            **{key: does for name, does in named.items() for key in self._keymap.keys_of(name)},
        }

    def on_key(self, event: events.Key) -> None:
        """Do what a key says; those that mean nothing here go on."""
        character = event.character or ""
        is_named = event.key.startswith(("alt+", "ctrl+")) or not character.isprintable()
        does = self._actions.get(event.key if is_named or character in ("", " ") else character)
        if does is None:
            return
        event.stop()
        event.prevent_default()
        self._message = ("", False)
        if self._survey.is_done:
            does()
        self._draw()

    def _go(self, by: int) -> None:
        """Go to another place of the text; behind its last one, to the next text."""
        finding = self._finding
        if finding is None:
            return
        if 0 <= self._at + by < len(finding.places):
            self._at += by
        elif self._go_to_text(1 if by > 0 else -1) and by < 0 and self._finding is not None:
            self._at = max(0, len(self._finding.open) - 1)

    def _go_page(self, by: int) -> None:
        finding = self._finding
        if finding is not None:
            height = max(1, self._sheet().areas[1].height)
            self._at = max(0, min(len(finding.places) - 1, self._at + by * height))

    def _go_to_text(self, by: int) -> bool:
        """Go to the next or previous text; whether there is one."""
        keys = [finding.key for finding in self._findings]
        number = keys.index(self._chosen) + by if self._chosen in keys else -1
        if not 0 <= number < len(keys):
            if keys:
                self._say(f"This is the {'last' if by > 0 else 'first'} text")
            return False
        self._chosen, self._at = keys[number], 0
        return True

    def _leave_for_place(self) -> None:
        self.dismiss(self._place)

    # Edits ---------------------------------------------------------------------------------

    def _tag(self, label: str) -> None:
        self._answer(lambda opened, finding, place: settling.tagged(opened, finding, place, label))

    def _remove(self) -> None:
        workspace = self._workspace

        def removed(opened: OpenArticle, finding: Finding, place: Place) -> Edit | Refusal:
            return settling.removed(opened, finding, place, workspace.links_now())

        self._answer(removed)

    def _keep(self) -> None:
        self._answer(settling.kept)

    def _answer(self, answer: Callable[[OpenArticle, Finding, Place], Edit | Refusal]) -> None:
        """Make what is said of the chosen place."""
        finding, place = self._finding, self._place
        if finding is not None and place is not None and self._may_edit([place]):
            self._make(lambda: answer(self._workspace.article(place.article), finding, place))

    def _fill(self) -> None:
        finding = self._finding
        if finding is not None and self._may_edit(finding.open):
            self._make(lambda: settling.filled(self._workspace.article, finding))

    def _may_edit(self, places: Iterable[Place]) -> bool:
        """Whether places can be changed; says why not."""
        workspace = self._workspace
        if workspace.read_only:
            self._say(f"{workspace.read_only}; nothing was changed", is_bad=True)
            return False
        if all(self._survey.is_current(workspace.article(p.article)) for p in places):
            return True
        self._begin_again()
        self._say("An article has changed on the disk; nothing was changed, look and repeat")
        return False

    def _make(self, build: Callable[[], Edit | Refusal]) -> None:
        try:
            edit = build()
            if isinstance(edit, Refusal):
                self._say(edit.reason)
                return
            change = self._workspace.apply(edit)
        except SidelightError as error:
            self._say(str(error), is_bad=True)
            return
        self._made, self._unmade = self._made + 1, 0
        self._say(f"Done: {describe(change.edit)}")

    def _take_back(self, *, is_undo: bool) -> None:
        """Undo the last edit that was made here, or make the last one again that was undone."""
        if not (self._made if is_undo else self._unmade):
            self._say("Nothing was changed here yet" if is_undo else "Nothing was undone here")
            return
        try:
            change = self._workspace.undo() if is_undo else self._workspace.redo()
        except SidelightError as error:
            self._say(str(error), is_bad=True)
            return
        if change is None:
            return
        by = -1 if is_undo else 1
        self._made, self._unmade = self._made + by, self._unmade - by
        what = change.edit.inverse() if is_undo else change.edit
        self._say(f"{'Undone' if is_undo else 'Done again'}: {describe(what)}")

    def _say(self, sentence: str, *, is_bad: bool = False) -> None:
        self._message = (fill(sentence, self._keymap), is_bad)

    # Drawing -------------------------------------------------------------------------------

    def _sheet(self) -> Sheet:
        """All that is shown now."""
        found, finding, palette = self._findings, self._finding, self._palette
        width, height = self.size
        majority = finding.majority if finding is not None else ""
        return Sheet(
            width,
            height,
            palette,
            found,
            found.index(finding) if finding is not None else 0,
            self._at,
            self._tops,
            key_lines(self._workspace.labels, self._keymap, majority, palette, self.size),
        ).scrolled()

    def _draw(self) -> None:
        if not self.size.width:
            return
        sheet, workspace = self._sheet(), self._workspace
        self._tops = sheet.tops
        if not self._survey.is_done:
            instead = f"Looking through the story: {self._survey.progress:.0%}. Esc goes back."
        else:
            instead = _ALIKE if workspace.counts.total() else _NOTHING
        text, is_bad = self._message
        palette, width = self._palette, self.size.width
        said = message_lines(text, is_bad=is_bad, palette=palette, width=width)
        body = sheet.body(lambda article_id: workspace.peek(article_id).article.text, instead)
        body = body[: len(body) + 1 - len(said)]
        head = sheet.head(workspace.trouble, is_read_only=bool(workspace.read_only))
        self._lines.set_strips([head, *body, *said, *sheet.keys])

    # The mouse -----------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose the text or the place that was clicked; a double click goes there."""
        texts, places = self._sheet().areas
        found, finding = self._findings, self._finding
        x, y = event.screen_x, event.screen_y - 1
        row = texts.row_at(x, y)
        if row is not None and self._tops[0] + row < len(found):
            self._chosen, self._at = found[self._tops[0] + row].key, 0
        row = places.row_at(x, y)
        if row is not None and finding and self._tops[1] + row < len(finding.places):
            self._at = self._tops[1] + row
            if event.chain == 2:
                self._leave_for_place()
                return
        self._draw()

    def on_mouse_scroll_down(self) -> None:
        """Go on to the next place."""
        self._go(1)
        self._draw()

    def on_mouse_scroll_up(self) -> None:
        """Go back to the place before."""
        self._go(-1)
        self._draw()
