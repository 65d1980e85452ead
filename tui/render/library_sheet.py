"""The sheet of the library: stories in rows, as a function of what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from store.corpus.story_choice import STORY_FILTERS
from store.wording import counted, local_time
from tui.render.annotation_table import padded
from tui.render.concordance import MARKER
from tui.render.lines import line_strip
from tui.render.list_sheet import LAST, TYPING_KEYS, ListSheet, key_hints, sheet_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.strip import Strip

    from store.corpus.story_summary import StorySummary
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette

_KEYS: Final = (
    ("list.choose", "open"),
    ("rows.filter", "filter"),
    ("rows.order", "order"),
    ("library", "back to the story"),
    ("rows.first", "first"),
    ("rows.last", "last"),
)
"""Commands, and what the last lines say of them."""
_LEAST_NAME: Final = 22
"""Cells that a story's name has however many columns there are."""
_LABEL: Final = 5
_WIDE_LABEL: Final = 11
_NARROW: Final = 50
"""Columns below which the matrix has none, so that names can be told apart."""
_ROOMY: Final = 110
"""Columns from which on labels are named in full, and it is said who has worked on a story."""
_DAYS: Final = ((1, 14, "d"), (7, 60, "w"), (30, 730, "mo"), (365, 1_000_000, "y"))
"""Units of age: days in one, days up to which it is used, what it is called."""


@dataclass(frozen=True, slots=True)
class ShownLibrary:
    """What is shown of a corpus."""

    corpus: str
    annotator: str
    order: str
    typed: str
    """The filter."""
    total: int
    """How many stories there are."""
    articles: int
    """How many articles they have, as far as they have been looked at."""
    listed: int
    """How many stories are wanted."""
    looked_at: int
    rows: tuple[StorySummary, ...]
    """Those in view."""
    labels: tuple[str, ...]
    """Those of most spans first."""
    chosen: int
    """Which of the rows the keys are for."""
    number: int
    """Of that row among all that are listed, from 1."""
    trouble: str
    """Why what is known cannot be kept."""

    @property
    def story(self) -> StorySummary | None:
        """The story that the keys are for."""
        return self.rows[self.chosen] if self.rows else None


@dataclass(frozen=True, slots=True)
class LibraryColumns:
    """How wide each part of a line is, in cells."""

    name: int
    labels: tuple[str, ...]
    """Those that there is room for."""
    label: int
    who: int
    """0 where there is no room for it."""
    numbers: Mapping[str, int]
    """What stands in columns besides these, and their cells."""

    @classmethod
    def of(cls, shown: ShownLibrary, width: int) -> LibraryColumns:
        """As many labels as fit beside the names."""
        is_roomy = width >= _ROOMY
        label, who = (_WIDE_LABEL, 20) if is_roomy else (_LABEL, 0)
        more = sum(size for _, size in _MORE) if who else 0
        numbers = dict(_NUMBERS)
        if width < _NARROW:
            del numbers["matrix"]
        others = len(MARKER) + sum(numbers.values()) + more + who + 1  # a blank at the edge
        count = max(0, (width - others - _LEAST_NAME) // label)
        labels = shown.labels[:count]
        return cls(width - others - label * len(labels), labels, label, who, numbers)


_NUMBERS: Final = (("arts", 5), ("read", 6), ("done", 6), ("matrix", 9), ("last", 7))
"""What stands in columns besides the labels, and their cells."""
_MORE: Final = (("suggested", 11), ("F1", 6))
"""The same where there is room."""
_ALL_DONE: Final = "●"
_BEGUN: Final = "◐"


@dataclass(frozen=True, slots=True)
class LibrarySheet(ListSheet):
    """A sheet of stories."""

    FOOT: ClassVar[int] = 3
    """A rule, the story in full, and what is to be said of it."""

    def top(self, shown: ShownLibrary) -> Strip:
        """The line at the top: where this is, and how much there is."""
        is_counted = shown.looked_at == shown.total
        so_far = "" if is_counted else " so far"
        articles = f" · {counted(shown.articles, 'article')}{so_far}" if shown.articles else ""
        stories = "1 story" if shown.total == 1 else f"{shown.total:,} stories"
        said = f"{stories}{articles} · {shown.corpus}"
        return self.title(
            "Library", said, f"{shown.annotator} · {shown.order}", "", is_read_only=False
        )

    def stories(self, shown: ShownLibrary, instead: str) -> list[Strip]:
        """The line of the filter, that of the columns, and the rows.

        Args:
            shown: What there is.
            instead: What is said where there is no row.
        """
        columns = LibraryColumns.of(shown, self.width)
        strips = [self._filter(shown), self._heading(columns)]
        for number, story in enumerate(shown.rows):
            strips.append(self._row(story, columns, is_chosen=number == shown.chosen))
        return self.body(strips, instead)

    def _filter(self, shown: ShownLibrary) -> Strip:
        counts = []
        if shown.looked_at < shown.total:
            counts.append(f"looked at {shown.looked_at:,} of {shown.total:,}")
        if shown.listed != shown.total:
            counts.append(f"{shown.listed:,} listed")
        if shown.rows:
            counts.append(f"row {shown.number:,}/{shown.listed:,}")
        return self.filter_line(shown.typed, "", counts)

    def _heading(self, columns: LibraryColumns) -> Strip:
        first, last = _NUMBERS[:3], [each for each in _NUMBERS[3:] if each[0] in columns.numbers]
        said = "  " + padded("story", columns.name)
        said += "".join(f"{name:>{size}}" for name, size in first)
        said += "".join(f"{_cut(name, columns.label):>{columns.label}}" for name in columns.labels)
        said += "".join(f"{name:>{size}}" for name, size in last)
        if columns.who:
            said += "".join(f"{name:>{size}}" for name, size in _MORE)
            said += f"  {padded('who', columns.who - 2)}"
        return self.line([(said, self.palette.faint)])

    def _row(self, story: StorySummary, columns: LibraryColumns, *, is_chosen: bool) -> Strip:
        palette = self.palette
        base, faint = palette.text, palette.faint
        plain = base if story.articles else faint
        marker = MARKER if is_chosen else "  "
        head = marker + padded(story.name, columns.name)
        left: list[Part] = [(head, palette.selection if is_chosen else plain)]
        if story.problem:
            left.append((f"  {story.problem}", palette.warning))
        elif not story.is_known:
            left.append(("  not looked at yet", faint))
        elif story.is_empty:
            left.append(("  no article", faint))
        else:
            left += self._numbers(story, columns)
        return line_strip(left, [], self.width, base)

    def _numbers(self, story: StorySummary, columns: LibraryColumns) -> list[Part]:
        base, faint = self.palette.text, self.palette.faint
        total = story.articles
        sizes = columns.numbers
        parts: list[Part] = [(f"{total:>{sizes['arts']},}", base)]
        for name, count in (("read", story.read), ("done", story.done)):
            style = base if count else faint
            parts.append((f"{f'{count}/{total}' if count else '-':>{sizes[name]}}", style))
        for label in columns.labels:
            count = story.labels.get(label, 0)
            parts.append(
                (f"{f'{count:,}' if count else '-':>{columns.label}}", base if count else faint)
            )
        cells = f"{story.settled}/{story.cells}" if story.cells else "-"
        if "matrix" in sizes:
            parts.append((f"{cells:>{sizes['matrix']}}", base if story.cells else faint))
        parts.append((f"{age(story.edited):>{sizes['last']}}", base if story.edited else faint))
        if columns.who:
            left = "-" if story.suggestions is None else f"{story.suggestions:,}"
            (_, suggested), (_, agreed) = _MORE
            parts.append((f"{left:>{suggested}}", base if story.suggestions else faint))
            figure = story.team.exact_f1
            said = "-" if figure is None else f"{figure:.2f}"
            parts.append((f"{said:>{agreed}}", faint if figure is None else base))
            parts.append((f"  {padded(_people(story), columns.who - 2)}", faint))
        return parts

    def about(self, shown: ShownLibrary, said: Sequence[Strip]) -> list[Strip]:
        """The chosen story in full, and over its end what is said."""
        story, palette = shown.story, self.palette
        if story is None:
            return self.foot([], said)
        facts = [f"by {_people(story)}"] if story.people else []
        facts += [f"last edit {local_time(story.edited)}"] if story.edited else []
        name = self.line(
            [(f" {story.name}", palette.text)], [(f"  {' · '.join(facts)} ", palette.faint)]
        )
        style = palette.warning if story.problem or shown.trouble else palette.text
        return self.foot([name, self.line([(f" {_told(story, shown)}", style)])], said)


def _told(story: StorySummary, shown: ShownLibrary) -> str:
    """What is to be said of a story: what is wrong with it, else what there is left to do."""
    if story.problem or shown.trouble:
        return story.problem or shown.trouble
    if not story.is_known:
        return "It has not been looked at yet."
    if story.is_empty:
        return "There is no .txt or .md file in this folder; opened, it waits for one."
    left = [f"{counted(story.articles - story.done, 'article')} not done"]
    team = story.team
    left += [f"{who} {done}/{story.articles} done" for who, done in team.done.items() if done]
    if team.exact_f1 is not None:
        two = "two or more" if len(team.done) > 2 else "both"
        where = f"{counted(team.compared, 'article')} that {two} have done"
        left.append(f"F1 {team.exact_f1:.2f} in {where}")
    if story.cells > story.settled:
        left.append(f"{counted(story.cells - story.settled, 'cell')} of the matrix open")
    if story.suggestions:
        left.append(f"{story.suggestions:,} suggested when last left")
    more = f", and {len(story.remarks) - 1} more" if len(story.remarks) > 1 else ""
    left += [f"{story.remarks[0]}{more}"] if story.remarks else []
    return " · ".join(left)


def _people(story: StorySummary) -> str:
    """Who has worked on a story; of several, who is done with all of it, or has begun."""
    done = story.team.done
    return ", ".join(
        f"{who} {_ALL_DONE if done[who] == story.articles else _BEGUN}" if who in done else who
        for who in story.people
    )


def age(timestamp: str, now: datetime | None = None) -> str:
    """How long ago a moment was, as short as it can be said: "today", "3 d", "5 mo"."""
    try:
        moment = datetime.fromisoformat(timestamp).astimezone()
    except ValueError:
        return "-"
    days = ((now or datetime.now(UTC)).astimezone().date() - moment.date()).days
    if days < 1:
        return "today"
    unit, name = next((unit, name) for unit, most, name in _DAYS if days < most)
    return f"{days // unit} {name}"


def _cut(name: str, cells: int) -> str:
    """A label as its column is headed."""
    return name if len(name) < cells else name[: cells - 2]


def library_keys(
    keymap: Keymap, palette: Palette, size: tuple[int, int], *, is_filtering: bool, has_story: bool
) -> list[Strip]:
    """The keys that matter, in the lines at the bottom.

    Args:
        keymap: The keys of the commands.
        palette: The styles.
        size: Of the screen, in columns and rows.
        is_filtering: Whether the keys are for the line of the filter.
        has_story: Whether there is a story to go back to.
    """
    named = TYPING_KEYS if is_filtering else _KEYS
    named_here = [each for each in named if has_story or each[0] != "library"]
    hints = key_hints(named_here, keymap, palette)
    last = (LAST[0], ("quit", "leaves")) if not is_filtering else ()
    if is_filtering:
        hints.append([(" words of the name, or", palette.bar)])
        hints += [[(f" {field}", palette.bar_strong)] for field in STORY_FILTERS]
        hints.append([("  -", palette.bar_strong), (" before one leaves it out", palette.bar)])
    return sheet_keys(hints, palette, size, 2, key_hints(last, keymap, palette))
