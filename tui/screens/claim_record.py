"""The record of a claim: a sheet at the foot of the screen on which each key sets one thing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.containers import Vertical
from textual.widgets import Static

from store.across.mention_groups import TaggedMention
from store.across.record_proposals import proposed_record, recorded_cue
from store.across.recording import (
    all_claims,
    clear_record,
    cluster_of_source,
    grade_source,
    has_record,
    set_field,
)
from store.across.ties import attributed, is_claim_label
from store.annotations.claim_record import FIELDS, FieldName, recorded
from store.annotations.model import Mention
from store.labels import CARRIER
from store.text.inert import inert
from store.text.span import Span
from tui.actions.making import OwnEdits
from tui.keys.commands import LEAVE, Mode
from tui.render.lines import shorten_middle
from tui.screens.dialog import Dialog
from tui.widgets.hint_lines import HintLines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace
    from tui.editor import Editor

_FACTS: Final = (FieldName.DIRECTNESS, FieldName.NAMING, FieldName.CERTAINTY)
"""The fields that have a line each."""
_GRADES: Final = {FieldName.SOURCE: "source", FieldName.INFORMATION: "information"}
"""Those that share one, with what the commands of their values begin with."""
_TITLE: Final = 8
"""Columns for the names of the lines."""
_QUOTED: Final = 64


def claim_meant(editor: Editor) -> Mention | None:
    """The claim that is meant, or the innermost around what is."""
    opened, target = editor.pane.opened, editor.target
    if opened is None:
        return None
    here = (*filter(None, (target.annotation,)), *target.around)
    labels = editor.workspace.labels
    found = (each for each in here if is_claim_label(labels, each.label))
    claim = next(found, None)
    return Mention(opened.id, claim.id) if claim is not None else None


class ClaimRecordScreen(Dialog[str]):
    """Shows what is said of a claim, and changes it key by key.

    Its result is the command of a tie that is to be made next.
    """

    MODE = Mode.RECORD

    def __init__(
        self, workspace: Workspace, claim: Mention, go: Callable[[str, Annotation], None]
    ) -> None:
        """Show the record of a claim.

        Args:
            workspace: The story.
            claim: Of which.
            go: Brings another claim on screen, by the id of its article.
        """
        super().__init__()
        self._workspace, self._mention, self._go = workspace, claim, go
        self._edits = OwnEdits(workspace, self.say, self.say)

    def compose(self) -> ComposeResult:
        """The fields with their values, and the keys."""
        box = Vertical(id="record", classes="dialog")
        box.border_title = "The record of a claim"
        with box:
            yield Static(id="record-lines", markup=False)
            yield HintLines()

    def on_mount(self) -> None:
        """Show how it stands."""
        self._show()

    # What there is -------------------------------------------------------------------------

    @property
    def _claim(self) -> Annotation | None:
        return self._workspace.now.annotation(self._mention)

    def _source(self, *, is_carrier: bool = False) -> TaggedMention | None:
        """Who said the claim, or carried it, as far as it is tied."""
        links, now = self._workspace.now.links(), self._workspace.now
        for relation in attributed(links, self._mention):
            if (relation.role == CARRIER) is is_carrier:
                source = now.annotation(relation.tail)
                return TaggedMention(relation.tail.article, source) if source is not None else None
        return None

    def _source_grade(self) -> str:
        source = self._source()
        if source is None:
            return ""
        cluster = cluster_of_source(self._workspace.now.links(), source.mention)
        return recorded(cluster, FieldName.SOURCE) if cluster is not None else ""

    def _likely(self, claim: Annotation) -> dict[FieldName, str]:
        """What the words make likely, and which word says that it is said."""
        source, article_id = self._source(), self._mention.article
        text = self._workspace.article(article_id).article.text
        said_by = source.annotation if source is not None else None
        is_beside = source is not None and source.article == article_id
        return proposed_record(text, claim, said_by, is_beside=is_beside)

    # Showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        claim = self._claim
        if claim is None:
            self.dismiss(None)
            return
        text, likely = (
            self._workspace.article(self._mention.article).article.text,
            self._likely(claim),
        )
        told = [each for _, each in all_claims(self._workspace.now, self._workspace.labels)]
        done = sum(has_record(each) for each in told)
        lines = [
            Text(f"claim “{inert(shorten_middle(claim.text, _QUOTED))}”"),
            self._sources_line(text, claim, likely),
            *(self._line(claim, name, likely.get(name, "")) for name in _FACTS),
            self._grades_line(claim),
        ]
        self.query_one("#record-lines", Static).update(Text("\n").join(lines))
        ways = f"{self.hint('record.next', 'record.clear', 'undo')} · {self.key(LEAVE)} leaves"
        self.query_one(HintLines).show(f"{ways} · {done} of {len(told)}")

    def _sources_line(self, text: str, claim: Annotation, likely: Mapping[FieldName, str]) -> Text:
        said, via = self._source(), self._source(is_carrier=True)
        parts = [
            self._keyed("record.speaker", f" said by {_quoted(said)}"),
            self._keyed("record.carrier", f" via {_quoted(via)}"),
        ]
        kept = recorded_cue(text, claim)
        if cue := kept or likely.get(FieldName.CUE):
            start, end = map(int, cue.split("-"))
            word = f" cue “{inert(Span(start, end).of(text))}”"
            parts.append(
                self._keyed("record.cue", word if kept else f"{word}?", is_said=bool(kept))
            )
        return Text("   ").join(parts)

    def _keyed(self, command_id: str, does: str, *, is_said: bool = False) -> Text:
        """A key, in bold, and what it says of the claim: in brackets if that is said."""
        if is_said:
            return Text(f"[{self.key(command_id)}{does}]", style="bold")
        return Text.assemble((self.key(command_id), "bold"), does)

    def _line(self, claim: Annotation, name: FieldName, likely: str) -> Text:
        """The values of a field with their keys: the likely one first, in brackets what is said."""
        said = recorded(claim, name)
        values = sorted((value for value, _ in FIELDS[name].values), key=lambda v: v != likely)
        shown = []
        for value in values:
            mark = "?" if value == likely and not said else ""
            word = self._keyed(_command_of(name, value), f" {value}{mark}", is_said=value == said)
            shown.append(word if value == said else Text.assemble(" ", word, " "))
        return Text.assemble(f"{FIELDS[name].title:<{_TITLE}}", Text(" ").join(shown))

    def _grades_line(self, claim: Annotation) -> Text:
        parts = []
        for name in _GRADES:
            said = self._source_grade() if name is FieldName.SOURCE else recorded(claim, name)
            shown = [
                self._keyed(command, "", is_said=True)
                if value == said
                else Text.assemble(" ", self._keyed(command, ""), " ")
                for value, command in ((v, _command_of(name, v)) for v, _ in FIELDS[name].values)
            ]
            parts.append(Text.assemble(f"{FIELDS[name].title} ", *shown))
        return Text.assemble(f"{'grade':<{_TITLE}} ", Text("  ").join(parts))

    # Keys ----------------------------------------------------------------------------------

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "record.speaker": lambda: self._tie("tie.speaker"),
            "record.carrier": lambda: self._tie("tie.carrier"),
            "record.cue": self._set_cue,
            "record.next": self._go_on,
            "record.clear": lambda: self._make(clear_record),
            "undo": lambda: self._take_back(is_undo=True),
            "redo": lambda: self._take_back(is_undo=False),
            **{
                _command_of(name, value): partial(self._set, name, value)
                for name in (*_FACTS, *_GRADES)
                for value, _ in FIELDS[name].values
            },
        }

    def _tie(self, command_id: str) -> None:
        """Leave, to tie the claim of the record, whatever is meant on the screen below."""
        if self._claim is not None:
            self._go(self._mention.article, self._claim)
        self.dismiss(command_id)

    def _set(self, name: FieldName, value: str) -> None:
        if name is FieldName.SOURCE:
            self._grade(value)
        else:
            self._make(lambda article_id, claim: set_field(article_id, claim, name, value))
        if name in _GRADES:
            self._explain(name, value)

    def _explain(self, name: FieldName, value: str) -> None:
        """Say what a grade means, once it is set."""
        claim = self._claim
        of_claim = recorded(claim, name) if claim is not None else ""
        said = self._source_grade() if name is FieldName.SOURCE else of_claim
        if said == value:
            self.say(f"{_GRADES[name].capitalize()} {value}: {dict(FIELDS[name].values)[value]}")

    def _set_cue(self) -> None:
        """Keep the word that says that the claim is said, or take it off."""
        claim = self._claim
        if claim is None:
            return
        text = self._workspace.article(self._mention.article).article.text
        cue = recorded_cue(text, claim) or self._likely(claim).get(FieldName.CUE)
        if cue:
            self._set(FieldName.CUE, cue)
        else:
            self.say("No word beside its source says that it is said")

    def _grade(self, value: str) -> None:
        source = self._source()
        if source is None:
            self.say("It has no source yet that could be graded: {key:record.speaker} ties one")
            return
        links = self._workspace.now.links()
        self._edits.make(lambda: grade_source(links, source, value))
        self._show()

    def _make(self, build: Callable[[str, Annotation], Edit | Refusal]) -> None:
        claim, article = self._claim, self._mention.article
        if claim is not None:
            self._edits.make(lambda: build(article, claim))
            self._show()

    def _take_back(self, *, is_undo: bool) -> None:
        self._edits.take_back(is_undo=is_undo)
        self._show()

    def _go_on(self) -> None:
        """Go on to the next claim that has no record, round the story."""
        claims = list(all_claims(self._workspace.now, self._workspace.labels))
        here = next((n for n, (_, claim) in enumerate(claims) if claim.id == self._mention.id), -1)
        order = (*claims[here + 1 :], *claims[: here + 1])
        found = next(((a, c) for a, c in order if not has_record(c)), None)
        if found is None:
            self.say("Every claim has a record")
            return
        article_id, claim = found
        self._mention = Mention(article_id, claim.id)
        self._go(article_id, claim)
        self._show()


def _command_of(name: FieldName, value: str) -> str:
    """The command that sets a field to a value."""
    said = f"{_GRADES[name]}-{value}" if name in _GRADES else value.replace(" ", "-")
    return f"record.{said}"


def _quoted(source: TaggedMention | None) -> str:
    return f"“{inert(shorten_middle(source.annotation.text, 30))}”" if source is not None else "–"
