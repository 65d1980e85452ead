"""The lines of adjudication: the question at hand with its readings, and the list of questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.adjudication.questions import LEFT_OUT, changed_since, number_taken
from store.annotations.model import Annotation, Cluster, DecisionKind
from store.wording import local_time
from tui.keys.screen_commands import REASONS
from tui.render.guideline import MOST, guideline_rows
from tui.render.lines import cut, key_parts, line_strip
from tui.render.told_readings import label_of, said_in, subject_of, told_short, what

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.strip import Strip

    from store.adjudication.questions import DecidedCounts, DocketEntry, Question, Why
    from store.labels import Label
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette
    from tui.render.told_readings import StoryWords

LEAST_ROWS: Final = 6
"""Rows that the question takes, also where it needs fewer: so the text stays where it is."""
_TAKEN: Final = "✓"
_LABEL: Final = 9
"""Cells of what a reading has in a word; more where a word is longer."""
_MOST_LABEL: Final = 28
_VOTES: Final = 6
_LEAST_TEXT: Final = 12


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """What is shown of the question at hand."""

    entry: DocketEntry
    number: int
    """Which of those that are decided one by one it is; 0 if it is none of them."""
    tally: DecidedCounts
    why: Why
    notes: Sequence[tuple[str, str]]
    """Who has written what on a reading."""
    name: Callable[[str], str]
    """What somebody is called."""
    shows_people: bool
    words: StoryWords
    following: str
    """What comes after this; empty if nothing does."""


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """How it is shown."""

    keymap: Keymap
    palette: Palette
    width: int
    """In cells."""

    def line(self, left: Sequence[Part], right: Sequence[Part] = ()) -> Strip:
        """A line as wide as the screen."""
        return line_strip(left, right, self.width, self.palette.text)


def sheet_lines(shown: ShownQuestion, style: SheetStyle, most: int) -> list[Strip]:
    """The question at hand: a heading, a line for each reading, who left it out, what is next.

    Args:
        shown: What is shown.
        style: How.
        most: How many lines there may be.
    """
    palette, question = style.palette, shown.entry.question
    longest = max(cell_len(label_of(each)) for each in question.readings)
    column = max(_LABEL, min(longest, _MOST_LABEL, style.width // 3))
    readings = [
        _reading_line(shown, style, number, column)
        for number in range(1, len(question.readings) + 1)
    ]
    lines = [_heading(shown, style), *readings, _left_out_line(shown, style)]
    more = [_line_of(text, style) for text in _remarks(shown, style.width - 2)]
    if shown.following:
        more.append(style.line([(f"  after this: {shown.following}", palette.faint)]))
    lines += more[: max(0, most - len(lines))]
    lines += [style.line([])] * (LEAST_ROWS - len(lines))
    return lines[:most]


def _heading(shown: ShownQuestion, style: SheetStyle) -> Strip:
    palette, entry = style.palette, shown.entry
    place = f"{shown.number} of {shown.tally.single} · " if shown.number else ""
    said = f" {place}{what(entry.question)}"
    relations = {each.relation for each in _clusters_of(entry.question) if each.relation}
    said += "".join(f" · {relation}" for relation in sorted(relations))
    if entry.earlier is not None and entry.is_open:
        said += " · open again"
    elif entry.decision is not None:
        said += " · decided"
        said += f" by {entry.decision.by}" if entry.decision.by else ""
        said += f" {local_time(entry.decision.created)}"
    said = f"── {said.strip()} "
    rule = "─" * max(0, style.width - cell_len(said))
    return style.line([(said, palette.bright), (rule, palette.faint)])


def _clusters_of(question: Question) -> Iterator[Cluster]:
    for reading in question.readings:
        yield from (each for each in reading.values if isinstance(each, Cluster))


def _reading_line(shown: ShownQuestion, style: SheetStyle, number: int, column: int) -> Strip:
    palette, question = style.palette, shown.entry.question
    reading = question.readings[number - 1]
    people = " ".join(sorted(shown.name(who) for who in reading.people))
    votes = f"{len(reading.people)}/{sum(question.votes)}"
    right: list[Part] = []
    if shown.shows_people and people:
        right.append((f" {people}", palette.faint))
    right.append((f"{votes:>{_VOTES}} ", palette.text))
    used = sum(cell_len(text) for text, _ in right)
    if used > style.width // 2:
        right, used = right[-1:], _VOTES + 1
    sign, key = _signs(shown, number), _key_of(style, number)
    said = said_in(reading, question, shown.words, style.width - used - 4 - column - 1)
    first = reading.values[0]
    chip = palette.label(first.label).mark if isinstance(first, Annotation) else palette.bright
    left: list[Part] = [
        (f"{sign}{key:>2} ", palette.key),
        (f"{cut(label_of(reading), column):<{column}} ", chip),
        (said, palette.text),
    ]
    return style.line(left, right)


def _signs(shown: ShownQuestion, number: int) -> str:
    decision = shown.entry.decision or shown.entry.earlier
    if decision is None or number_taken(decision, shown.entry.question) != number:
        return " "
    if number == LEFT_OUT and decision.made:
        return " "  # what stands there nobody has, and it was kept
    return _TAKEN if shown.entry.decision is not None else "·"


def _key_of(style: SheetStyle, number: int) -> str:
    command_id = f"adjudicate.take-{number}" if number else "adjudicate.none"
    return style.keymap.name_of(command_id) if style.keymap.keys_of(command_id) else ""


def _left_out_line(shown: ShownQuestion, style: SheetStyle) -> Strip:
    palette, question = style.palette, shown.entry.question
    sign, key = _signs(shown, LEFT_OUT), _key_of(style, LEFT_OUT)
    left: list[Part] = [(f"{sign}{key:>2} ", palette.key)]
    right: list[Part] = []
    if not question.left_out_by:
        votes = f"0/{sum(question.votes)}"
        right = [(" nobody", palette.faint), (f"{votes:>{_VOTES}} ", palette.faint)]
        return style.line([*left, ("left out", palette.faint)], right)
    people = " ".join(sorted(shown.name(who) for who in question.left_out_by))
    if shown.shows_people:
        right.append((f" {people}", palette.faint))
    votes = f"{len(question.left_out_by)}/{sum(question.votes)}"
    right.append((f"{votes:>{_VOTES}} ", palette.text))
    if sum(cell_len(text) for text, _ in right) > style.width * 2 // 3:
        right = right[-1:]
    return style.line([*left, ("left out", palette.text)], right)


def _remarks(shown: ShownQuestion, width: int) -> list[str]:
    """What else there is to say of the question, the most pressing first."""
    entry, said = shown.entry, []
    if subject := subject_of(entry.question, shown.words, width - len("of ")):
        said.append(f"of {subject}")
    if entry.earlier is not None and entry.is_open:
        changed = changed_since(entry.earlier, entry.question)
        names = ", ".join(sorted(shown.name(who) for who in changed)) or "somebody"
        said.append(f"changed since it was decided: {names}")
    if shown.why.reason or shown.why.note:
        said.append("why: " + " · ".join(filter(None, (shown.why.reason, shown.why.note))))
    said += [f"note of {who}: {note}" for who, note in shown.notes]
    return said


def _line_of(text: str, style: SheetStyle) -> Strip:
    return style.line([(f"  {text}", style.palette.text)])


def list_lines(
    entries: Sequence[DocketEntry],
    at: DocketEntry | None,
    words: StoryWords,
    style: SheetStyle,
    height: int,
) -> list[Strip]:
    """The questions that are decided one by one, with what was decided; about the one at hand.

    Args:
        entries: All of them.
        at: The one at hand.
        words: What is looked up of the story.
        style: How.
        height: How many lines there are.
    """
    palette = style.palette
    numbers = {each.question.key: number for number, each in enumerate(entries)}
    here = numbers.get(at.question.key, -1) if at is not None else -1
    room = max(1, height - 1)
    first = max(0, min(here - room // 2, len(entries) - room))
    lines = [style.line([(f"│ {len(entries)} to decide one by one", palette.faint)])]
    for number, entry in list(enumerate(entries))[first : first + room]:
        lines.append(_list_line(entry, number, words, style, is_here=number == here))
    return [*lines, *[style.line([("│", palette.faint)])] * (height - len(lines))]


def _list_line(
    entry: DocketEntry, number: int, words: StoryWords, style: SheetStyle, *, is_here: bool
) -> Strip:
    palette, question = style.palette, entry.question
    sign = "▶" if is_here else _TAKEN if not entry.is_open else " "
    styled = palette.bright if is_here else palette.faint if not entry.is_open else palette.text
    is_of_spans = question.kind is DecisionKind.SPANS
    label = f"{cut(label_of(question.readings[0]), 8):<8} " if is_of_spans else ""
    outcome = ""
    if entry.decision is not None:
        taken = number_taken(entry.decision, question)
        outcome = "left out" if taken == LEFT_OUT and not entry.decision.made else "kept"
        outcome = str(taken) if taken else outcome
    elif entry.earlier is not None:
        outcome = "again"
    kind = cut(what(question), 9)
    head = f" {sign}{number + 1:>3} {kind:<9} {label}"
    right = f" {outcome:>8} "
    room = style.width - 1 - cell_len(head) - cell_len(right)
    said = told_short(question, words, room) if room >= _LEAST_TEXT else ""
    return style.line([("│", palette.faint), (head + said, styled)], [(right, styled)])


def guidelines(labels: Sequence[Label], style: SheetStyle, height: int) -> list[Strip]:
    """The guidelines of labels, below the list of questions, as far as there is room for them.

    Args:
        labels: Those of the question at hand.
        style: How.
        height: How many lines there are.
    """
    palette = style.palette
    said: list[list[Part]] = []
    for label in labels:
        room = height - len(said) - 2
        if not label.guideline or room < 1:
            continue
        name = f" {label.name} "
        rows = guideline_rows(label, style.keymap, style.width - 4, min(2 * MOST, room))
        said += [[], [(" ", palette.text), (name, palette.label(label.name).current)]]
        said += [[(f"  {row}", palette.text)] for row in rows]
    return [style.line([("│", palette.faint), *parts]) for parts in said]


def status_words(tally: DecidedCounts, key_of_agreed: str) -> str:
    """How far an article is decided, for the top line."""
    said = f"{tally.decided} of {tally.single} decided"
    if not tally.agreed:
        return said
    them = "it" if tally.agreed == 1 else "them"
    taken = "taken" if tally.taken == tally.agreed else f"{key_of_agreed} takes {them}"
    return f"{said} · {tally.agreed} agreed, {taken}"


def meaning_line(shown: ShownQuestion, style: SheetStyle) -> Strip:
    """What keys mean for the question at hand."""
    keymap, palette, question = style.keymap, style.palette, shown.entry.question
    left: list[Part] = []
    if question.majority is not None:
        takes = f"takes {question.majority}" if question.majority else "leaves it out"
        left += key_parts(keymap, "adjudicate.majority", f"{takes}, as most do", palette)
    count = min(len(question.readings), 9)
    keys = [_key_of(style, number) for number in range(1, count + 1)]
    left += [(f" {' '.join(filter(None, keys))}", palette.key), (" take ", palette.bar)]
    left += key_parts(keymap, "adjudicate.none", "leave out", palette)
    if shown.entry.decision is not None:
        left += key_parts(keymap, "adjudicate.open", "open again", palette)
    left += key_parts(keymap, "adjudicate.why", "why", palette)
    begins = {keymap.name_of(each).partition(" ")[0] for each in REASONS if keymap.keys_of(each)}
    if len(begins) == 1:
        left += [(f" {begins.pop()}", palette.key), (" reason ", palette.bar)]
    if question.kind is DecisionKind.SPANS:
        left += key_parts(keymap, "nudge.end-right", "move the ends", palette)
    return line_strip(left, [], style.width, palette.bar)
