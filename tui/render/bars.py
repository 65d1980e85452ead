"""What the lines above and below the panes say."""

from __future__ import annotations

from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from store.wording import counted
from tui.render.lines import line_strip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.strip import Strip

    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.suggest.model import Suggestion
    from store.workspace import OpenArticle, Workspace
    from tui.keymap import Keymap, Pressed
    from tui.render.lines import Part
    from tui.render.palette import Palette

_KEY_NAMES: Final = {
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
}


_MOST_ATTRIBUTES: Final = 3
"""Attributes of an annotation that are shown."""
_LONGEST_REASON: Final = 56
"""Cells for why something is suggested that only lies under the caret."""
_MOST_COUNTED: Final = 5_000
"""Characters of a selection up to which its words are counted at every key."""


def key_name(chord: str) -> str:
    """A key as a person reads it: `shift+left` is `Shift+←`."""
    return " ".join(
        key if len(key) == 1 else "+".join(map(_part_name, key.split("+")))
        for key in chord.split(" ")
    )


def _part_name(part: str) -> str:
    return _KEY_NAMES.get(part) or (part.upper() if part[1:].isdigit() else part.title())


def ago(seconds: float) -> str:
    """How long something has been, as short as it can be said."""
    if seconds < 1:
        return f"{seconds:.1f} s ago"
    if seconds < 60:
        return f"{seconds:.0f} s ago"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    return f"{seconds // 3600:.0f} h ago"


def local_time(timestamp: str) -> str:
    """A timestamp in the reader's own time zone, to the minute; as it is if it is none."""
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return timestamp
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def status_line(
    workspace: Workspace, palette: Palette, saved: float | None, width: int, suggested: str = ""
) -> Strip:
    """The top line: whose work on which story, and when it was last saved.

    Args:
        workspace: The story.
        palette: The styles.
        saved: Seconds since the last edit was on the disk; none if there was none.
        width: In cells.
        suggested: How it stands with suggestions.
    """
    count = len(workspace.story.articles)
    articles = counted(count, "article")
    spans = sum(workspace.counts.values())
    left: list[Part] = [
        (" Sidelight ", palette.bar_strong),
        (f" {workspace.story.name} ", palette.bar),
        (f" {articles} · {workspace.annotator}", palette.bar_faint),
    ]
    total = f"{counted(spans, 'span')} "
    right: list[Part]
    if workspace.trouble:
        left, right = [(f" {workspace.trouble}", palette.error)], [(" ", palette.error)]
        return line_strip(left, right, width, palette.error)
    if workspace.read_only:
        text = " READ ONLY " if width < 100 else f" READ ONLY: {workspace.read_only} "
        right = [(text, palette.warning), (f" {total}", palette.bar_faint)]
    elif saved is None:
        right = [("nothing to save · ", palette.bar_faint), (total, palette.bar_faint)]
    else:
        right = [
            ("● ", palette.good),
            (f"saved {ago(saved)} · ", palette.bar),
            (total, palette.bar_faint),
        ]
    if suggested:
        right = [(f"{suggested} · ", palette.bar_faint), *right]
    return line_strip(left, right, width, palette.bar)


def inspector_lines(
    opened: OpenArticle | None,
    here: Sequence[Annotation],
    current: Annotation | None,
    selected: str,
    annotator: str,
    palette: Palette,
    width: int,
) -> list[Strip]:
    """Two lines on the annotations under the caret, or else on the article.

    Args:
        opened: The article in the active pane.
        here: The annotations under the caret, the innermost first.
        current: The current annotation.
        selected: The selected text; empty if there is none.
        annotator: Whose work it is.
        palette: The styles.
        width: In cells.
    """
    if selected:
        facts = "  selected · "
        if len(selected) <= _MOST_COUNTED:
            facts += f"{counted(len(selected.split()), 'word')} · "
        facts += counted(len(selected), "character")
        first: list[Part] = [
            (f" “{_short(selected, width - len(facts) - 4)}”", palette.bright),
            (facts, palette.faint),
        ]
        second = _around(None, here, palette, width, selected.strip())
    elif here or current:
        main = current or here[0]
        first = _about(main, main == current, annotator, palette, width)
        others = [a for a in here if a != main]
        second = _around(main, others, palette, width)
        second = [*_said_of(main, palette), *second]
    else:
        first, second = _article(opened, palette)
    # The blank has the style of what stands before it, so that one code serves both.
    return [line_strip(parts, [], width, palette.faint) for parts in (first, second)]


def suggestion_lines(
    opened: OpenArticle | None,
    suggestion: Suggestion,
    alike: int,
    is_reached: bool,
    keymap: Keymap,
    palette: Palette,
    width: int,
) -> list[Strip]:
    """Two lines on the suggestion that keys mean: what, how sure, why, and the keys that answer.

    One that only lies under the caret has one line, and is not quoted, as the caret shows it: a
    caret that moves on must not write much.

    Args:
        opened: The article.
        suggestion: What is suggested.
        alike: How many there are of its kind in the story.
        is_reached: Whether it was reached by key, and not only lies under the caret.
        keymap: Which keys do what.
        palette: The styles.
        width: In cells.
    """
    style = palette.label(suggestion.label)
    badge = f" {suggestion.label}? "
    sure = "  you asked" if suggestion.origin == "propagated" else f"  {suggestion.score:.0%} sure"
    answers = [("suggestion.accept", "accepts"), ("suggestion.reject", "rejects")]
    if alike > 1:
        answers.append(("suggestion.accept-kind", f"all {alike:,}"))
    keys = "".join(
        f"  {key_name(chords[0])} {what}"
        for command_id, what in answers
        if (chords := keymap.keys_of(command_id))
    )
    why = f" because {suggestion.reason}"
    room = width - len(badge) - len(sure) - len(keys) - 3
    if is_reached:
        said = _short(suggestion.text, min(90, room))
        first: list[Part] = [
            (badge, style.proposed_current),
            (f" {said}", palette.text),
            (f"{sure} {keys}", palette.faint),
        ]
        second: list[Part] = [(why, palette.faint)]
    else:
        room = min(room, _LONGEST_REASON)
        reason = why if len(why) <= room else f"{why[: max(0, room - 1)].rstrip()}…"
        first = [(badge, style.proposed), (f"{sure}{reason} {keys}", palette.faint)]
        second = _article(opened, palette)[1]
    return [line_strip(parts, [], width, palette.faint) for parts in (first, second)]


def _short(text: str, most: int) -> str:
    """A text in one line of at most `most` characters: its start and its end."""
    if len(text) > _MOST_COUNTED:  # only its ends are shown; the rest need not be looked at
        text = f"{text[:_MOST_COUNTED]} {text[-_MOST_COUNTED:]}"
    one_line = " ".join(text.split())
    most = max(12, most)
    if len(one_line) <= most:
        return one_line
    tail = most // 3
    return f"{one_line[: most - tail - 3].rstrip()} … {one_line[-tail:].lstrip()}"


def _about(
    annotation: Annotation, is_current: bool, annotator: str, palette: Palette, width: int
) -> list[Part]:
    changed = "" if annotation.updated == annotation.created else "changed "
    origin = "" if annotation.origin == "manual" else f" · {annotation.origin}"
    style = palette.label(annotation.label)
    badge = f" {annotation.label} "
    facts = f"  {annotator} · {changed}{local_time(annotation.updated)}{origin}"
    return [
        (badge, style.current if is_current else style.fills[1]),
        (f" {_short(annotation.text, min(90, width - len(badge) - len(facts) - 2))}", palette.text),
        (facts, palette.faint),
    ]


def _said_of(annotation: Annotation, palette: Palette) -> list[Part]:
    """The note, and what other tools say of an annotation besides its label."""
    parts: list[Part] = []
    if annotation.note:
        parts += [(" note: ", palette.faint), (annotation.note, palette.text)]
    for name, value in annotation.attributes[:_MOST_ATTRIBUTES]:
        said = f" {_short(name, 20)}: " if value else f" {_short(name, 20)}"
        parts += [(said, palette.faint), (_short(value, 30), palette.text)]
    more = len(annotation.attributes) - _MOST_ATTRIBUTES
    if more > 0:
        parts.append((f" and {more} more", palette.faint))
    return [part for part in parts if part[0]]


def _around(
    annotation: Annotation | None,
    others: Sequence[Annotation],
    palette: Palette,
    width: int,
    selected: str = "",
) -> list[Part]:
    """The other annotations at a place: those it lies in, and those it holds."""
    parts: list[Part] = []
    shown = others[:2] if width < 120 else others[:3]
    for other in shown:
        holds = annotation is not None and annotation.span.covers(other.span)
        same = other.text == selected if annotation is None else annotation.span == other.span
        how = "is tagged" if same and selected else "also" if same else "holds" if holds else "in"
        parts += [
            (f" {how} ", palette.faint),
            (other.label, palette.label(other.label).mark),
            (f" “{_short(other.text, 40)}” ", palette.faint),
        ]
    if len(others) > len(shown):
        parts.append((f" and {len(others) - len(shown)} more", palette.faint))
    return parts


def _article(opened: OpenArticle | None, palette: Palette) -> tuple[list[Part], list[Part]]:
    if opened is None:
        return [], []
    byline = opened.article.byline
    facts = [
        opened.article.path.name,
        counted(len(opened.article.text), "character"),
        counted(len(opened.annotations), "annotation"),
    ]
    about = [
        text
        for text in (byline.outlet, byline.date, f"by {byline.author}" if byline.author else "")
        if text
    ]
    if opened.displaced:
        facts.append(f"{len(opened.displaced)} to review (R)")
    return [(" " + " · ".join(facts), palette.faint)], [(" " + " · ".join(about), palette.faint)]


def key_line(
    labels: LabelSet,
    counts: Mapping[str, int],
    keymap: Keymap,
    hints: Sequence[str],
    palette: Palette,
    width: int,
) -> Strip:
    """The bottom line: the label keys with their counts, then the keys that matter now."""
    left: list[Part] = []
    tight = width < 100
    for label in labels:
        keys = keymap.keys_of(f"tag.{label.name}")
        left += [
            (f" {key_name(keys[0]) if keys else ' '} ", palette.label(label.name).current),
            (f" {label.name} ", palette.bar),
            (f"{counts.get(label.name, 0)}{' ' if tight else '  '}", palette.bar_faint),
        ]
    used = sum(len(text) for text, _ in left)
    right: list[Part] = []
    for command_id in hints:
        command, keys = keymap.command(command_id), keymap.keys_of(command_id)
        if not keys:
            continue
        parts = [(f" {key_name(keys[0])}", palette.key), (f" {command.hint} ", palette.bar)]
        if used + sum(len(text) for text, _ in (*right, *parts)) > width:
            break
        right += parts
    return line_strip(left, right, width, palette.bar)


def notice_lines(notices: Sequence[str], palette: Palette, width: int) -> list[Strip]:
    """The first of the notices that wait to be read, whole, in as many lines as it takes."""
    more = f"{len(notices) - 1} more · " if len(notices) > 1 else ""
    seen = f"  {more}Esc: seen "
    style = palette.warning
    lines = wrap(notices[0], max(20, width - len(seen) - 1), break_on_hyphens=False) or [""]
    return [
        line_strip(
            [(f" {line}", style)], [(seen if line is lines[-1] else " ", style)], width, style
        )
        for line in lines
    ]


def message_lines(sentence: str, *, is_bad: bool, palette: Palette, width: int) -> list[Strip]:
    """What has just happened, in one line or two."""
    style = palette.warning if is_bad else palette.bright
    first, *rest = wrap(sentence, max(20, width - 2), break_on_hyphens=False) or [""]
    lines = [first, " ".join(rest)] if rest else [first]
    return [line_strip([(f" {line}", style)], [], width, palette.faint) for line in lines]


def pending_line(typed: str, pressed: Pressed, palette: Palette, width: int) -> Strip:
    """What can follow the first keys of a chord or a number."""
    left: list[Part] = [(f" {typed} ", palette.key), (" then", palette.bar_faint)]
    for key, command in pressed.pending:
        left += [(f"  {key_name(key)} ", palette.key), (command.help, palette.bar)]
    return line_strip(left, [("Esc ends ", palette.bar_faint)], width, palette.bar)
