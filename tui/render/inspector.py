"""The two lines below the panes: what a key means, and what stands around that.

The first line is the target, always, so that a key does what it says. The second has its
surroundings: the note, the reason, what it lies in, where the article comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.annotations.model import Annotation, Origin
from store.articles.model import Byline
from store.frozen import Frozen
from store.wording import counted, cut_short, local_time
from tui.keys.key_names import key_name
from tui.render.lines import line_strip, shorten_middle
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.strip import Strip

    from store.labels import Label
    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette
    from tui.target import Target
    from tui.tied import LitEnds

_MOST_ATTRIBUTES: Final = 3
"""Attributes of an annotation that are shown."""
_MOST_COUNTED: Final = 5_000
"""Characters of a selection up to which its words are counted at every key."""
_LONGEST_QUOTE: Final = 90
"""Cells of a text that is quoted."""
_LONGEST_OFFER: Final = 40
"""Cells of a text that is suggested under the caret: one that moves on must not write much."""
_LONGEST_REASON: Final = 48
"""Cells for why that is suggested."""


class LitSearch(Frozen):
    """A search that is lit, as it is said."""

    words: str
    """What is searched for and found, and which match is meant."""
    is_match: bool
    """Whether a key means a match."""
    count: int
    """Matches found so far."""


class Inspected(Frozen):
    """What is said below the panes."""

    target: Target
    text: str
    """The article's."""
    selected: str = ""
    """The selected text as it is, with blanks at its ends."""
    opened: OpenArticle | None = None
    byline: Byline = Byline()
    annotator: str = ""
    alike: int = 0
    """How many suggestions there are of the kind of the one that is meant."""
    search: LitSearch | None = None
    """The search that is lit, if one is."""
    lit: LitEnds | None = None
    """What an annotation here is tied to."""

    @property
    def says_nothing_around(self) -> bool:
        """Whether there is nothing to say of what is around the target."""
        return not (self.search or self.target.suggestion or self.target.nearest)

    @property
    def says_only_what_it_is(self) -> bool:
        """Whether an annotation is meant of which the first line says all."""
        meant = self.target.annotation
        if meant is None or self.search or self.lit or self.target.suggestion:
            return False
        return not (self.target.around or meant.note or meant.attributes)


def target_line(
    inspected: Inspected,
    keymap: Keymap,
    palette: Palette,
    width: int,
    taught: Iterable[Label] = (),
) -> Strip:
    """The line that says what a key means.

    Args:
        inspected: What is said.
        keymap: Which keys do what.
        palette: The styles.
        width: In cells.
        taught: The labels whose keys are shown beside a word, to somebody who is new.
    """
    target, suggestion = inspected.target, inspected.target.suggestion
    is_word = target.kind in (TargetKind.WORD, TargetKind.WITHIN, TargetKind.NOTHING)
    meant = target.annotation or (None if is_word else suggestion)
    match target.kind:
        case TargetKind.SELECTED:
            parts = _selection_parts(inspected, palette, width)
        case TargetKind.WORD if target.span is not None:
            word = shorten_middle(target.span.of(inspected.text), 40)
            parts = [(" word ", palette.faint), (f"“{word}”", palette.text)]
        case _ if meant is not None:
            badge, text, most, facts = _labelled_parts(inspected, meant, keymap, palette)
            lead = " → “" if target.kind is TargetKind.RESIZING else " “"
            room = width - sum(map(cell_len, (badge[0], lead, facts))) - 2
            quote = f"{lead}{shorten_middle(text, min(most, room))}”"
            parts = [badge, (quote, palette.text), (facts, palette.faint)]
        case TargetKind.WITHIN:
            parts = [(" no word here", palette.faint)]
        case _:
            parts = [(" nothing here to tag", palette.faint)]
    if suggestion is not None and is_word:
        parts = [*parts, (" · ", palette.faint), *_offer_parts(suggestion, keymap, palette)]
    right: list[Part] = []
    if target.kind is TargetKind.WORD and suggestion is None and taught:
        right = [(f"{_keys(keymap, ('select.grow', 'more'))} ", palette.faint)]
        room = width - sum(cell_len(text) for text, _ in (*parts, *right)) - 1
        parts = [*parts, (" ", palette.faint), *_label_keys(taught, keymap, palette, room)]
    # The blank has the style of what stands before it, so that one code serves both.
    return line_strip(parts, right, width, palette.faint)


def around_line(
    inspected: Inspected, keymap: Keymap, palette: Palette, width: int, *, follows: bool = True
) -> Strip:
    """The line on what is around the target.

    Args:
        inspected: What is said.
        keymap: Which keys do what.
        palette: The styles.
        width: In cells.
        follows: Whether the key that follows a tie does that now.
    """
    target = inspected.target
    parts: list[Part] = []
    if inspected.search:
        lit = inspected.search
        keys = _search_keys(lit, keymap, width - len(lit.words) - 1)
        parts = [(f" {lit.words}", palette.text), (keys, palette.faint)]
        if target.annotation is not None:
            parts += [(" ", palette.faint), *_remark_parts(target.annotation, palette)]
        return line_strip(parts, [], width, palette.faint)
    if target.suggestion is not None:
        why = f" because {target.suggestion.reason}"
        if target.kind is not TargetKind.SUGGESTED:
            why = cut_short(why, _LONGEST_REASON)
        parts.append((why, palette.faint))
    if target.annotation is not None:
        parts += _tie_parts(inspected, target.annotation, palette, keymap if follows else None)
        parts += _remark_parts(target.annotation, palette)
    around = _around_parts(inspected, palette, width)
    if target.suggestion is not None and parts and around:
        parts.append((" ·", palette.faint))  # a reason may end in words that go on in these
    parts += around
    if not parts and target.annotation is None:
        parts = _article_parts(inspected.opened, inspected.byline, keymap, palette)
    return line_strip(parts, [], width, palette.faint)


# What is meant -----------------------------------------------------------------------------


def _selection_parts(inspected: Inspected, palette: Palette, width: int) -> list[Part]:
    text, annotation = inspected.selected, inspected.target.annotation
    facts = "  selected · "
    if len(text) <= _MOST_COUNTED:
        facts += f"{counted(len(text.split()), 'word')} · "
    facts += counted(len(text), "character")
    tagged = f" {annotation.label} " if annotation is not None else ""
    parts: list[Part] = [(tagged, palette.label(annotation.label).fills[1])] if annotation else []
    quote = shorten_middle(text, width - len(facts) - cell_len(tagged) - 4)
    return [*parts, (f" “{quote}”", palette.bright), (facts, palette.faint)]


def _labelled_parts(
    inspected: Inspected, meant: Annotation | Suggestion, keymap: Keymap, palette: Palette
) -> tuple[Part, str, int, str]:
    """What is meant that has a label: that, its text and how much of it, and what to know of it."""
    kind, style, badge = inspected.target.kind, palette.label(meant.label), f" {meant.label} "
    if kind is TargetKind.RESIZING:
        ways = _keys(keymap, ("resize.keep", "keeps"), ("resize.leave", "leaves"))
        return (badge, style.current), inspected.selected, _LONGEST_QUOTE, f" {ways}"
    is_reached = kind in (TargetKind.SUGGESTED, TargetKind.CURRENT)
    if isinstance(meant, Annotation):
        changed = "" if meant.updated == meant.created else "changed "
        origin = "" if meant.origin is Origin.MANUAL else f" · {meant.origin}"
        facts = f"  {inspected.annotator} · {changed}{local_time(meant.updated)}{origin}"
        look = style.current if is_reached else style.fills[1]
        return (badge, look), meant.text, _LONGEST_QUOTE, facts
    look = style.proposed_current if is_reached else style.proposed
    most = _LONGEST_QUOTE if is_reached else _LONGEST_OFFER
    facts = _sureness(meant) + _answers(meant, inspected.alike, keymap)
    return (f" {meant.label}? ", look), meant.text, most, facts


def _offer_parts(suggestion: Suggestion, keymap: Keymap, palette: Palette) -> list[Part]:
    """A long suggestion over a place, beside the word that is meant there."""
    return [
        (f"{suggestion.label}?", palette.label(suggestion.label).mark),
        (_sureness(suggestion) + _answers(suggestion, 1, keymap), palette.faint),
    ]


def _sureness(suggestion: Suggestion) -> str:
    return "  you asked" if suggestion.origin is Origin.PROPAGATED else f"  {suggestion.score:.0%}"


def _answers(suggestion: Suggestion, alike: int, keymap: Keymap) -> str:
    """The keys that answer a suggestion, and all that are like it."""
    from store.suggest.model import MATCHES  # the first paint needs no suggestion

    takes = "takes it and who says it" if suggestion.source is not None else "takes"
    ways = _keys(keymap, ("suggestion.accept", takes), ("suggestion.reject", "rejects"))
    if alike < 2:
        return ways
    which = f"all {alike:,}" if suggestion.suggester == MATCHES else f"all in sight (of {alike:,})"
    return ways + _keys(keymap, ("suggestion.accept-kind", which))


def _label_keys(
    labels: Iterable[Label], keymap: Keymap, palette: Palette, room: int
) -> Iterator[Part]:
    """The keys of labels, as many as fit in some cells: the last line has them all."""
    for label in labels:
        said = _keys(keymap, (f"tag.{label.name}", label.name))
        room -= cell_len(said)
        if room < 0:
            return
        if said:
            yield said, palette.label(label.name).mark


def _keys(keymap: Keymap, *meanings: tuple[str, str]) -> str:
    return "".join(
        f"  {key_name(chords[0])} {what}"
        for command_id, what in meanings
        if (chords := keymap.keys_of(command_id))
    )


# What stands around it ---------------------------------------------------------------------


def _remark_parts(annotation: Annotation, palette: Palette) -> list[Part]:
    """The note, and what other tools say of an annotation besides its label."""
    parts: list[Part] = []
    if annotation.note:
        parts += [(" note: ", palette.faint), (annotation.note, palette.text)]
    for name, value in annotation.attributes[:_MOST_ATTRIBUTES]:
        said = f" {shorten_middle(name, 20)}: " if value else f" {shorten_middle(name, 20)}"
        parts += [(said, palette.faint), (shorten_middle(value, 30), palette.text)]
    more = len(annotation.attributes) - _MOST_ATTRIBUTES
    if more > 0:
        parts.append((f" and {more} more", palette.faint))
    return [part for part in parts if part[0]]


def _tie_parts(
    inspected: Inspected, annotation: Annotation, palette: Palette, keymap: Keymap | None = None
) -> list[Part]:
    """What an annotation is tied to if that is lit, with the key that goes there where it does."""
    parts: list[Part] = []
    lit = inspected.lit
    if lit is None or lit.focus.id != annotation.id:
        return parts
    for number, end in enumerate(lit.named):
        key = keymap.name_of("annotation.enter") if keymap is not None and not number else ""
        where = f" {end.where}" if end.where else ""
        parts += [
            (f" {key}: {end.words} " if key else f" {end.what} ", palette.faint),
            (f"“{end.quote}”", palette.text),
            (f"{where} ", palette.faint),
        ]
    return parts


def _around_parts(inspected: Inspected, palette: Palette, width: int) -> list[Part]:
    """The other annotations at a place: those it lies in, and those it holds; of that which is
    lit what it is tied to. What is named as tied to what is meant is named once."""
    parts: list[Part] = []
    most = 2 if width < 120 else 3
    target, lit = inspected.target, inspected.lit
    span = target.span
    named: set[str] = set()
    if lit is not None and target.annotation is not None and lit.focus.id == target.annotation.id:
        named = {each.other.id for each in lit.named if each.other is not None}
    around = [each for each in target.around if each.id not in named]
    for other in around[:most]:
        same = span is not None and other.span == span
        holds = span is not None and not same and span.covers(other.span)
        how = "also" if same else "holds" if holds else "in"
        parts += [
            (f" {how} ", palette.faint),
            (other.label, palette.label(other.label).mark),
            (f" “{shorten_middle(other.text, 40)}” ", palette.faint),
            *_tie_parts(inspected, other, palette),
        ]
    if len(around) > most:
        parts.append((f" and {len(around) - most} more", palette.faint))
    return parts


def _article_parts(
    opened: OpenArticle | None, byline: Byline, keymap: Keymap, palette: Palette
) -> list[Part]:
    if opened is None:
        return []
    author = f"by {byline.author}" if byline.author else ""
    facts: Sequence[str] = [
        *(text for text in (byline.outlet, byline.date, author) if text),
        counted(len(opened.annotations), "annotation"),
        counted(len(opened.article.text), "character"),
        opened.article.path.name,
    ]
    if opened.orphaned:
        key = "".join(map(key_name, keymap.keys_of("review")[:1]))
        facts = [*facts, f"{len(opened.orphaned)} to review ({key})"]
    return [(" " + " · ".join(facts), palette.faint)]


def _search_keys(search: LitSearch, keymap: Keymap, room: int) -> str:
    """The keys that walk a search, tag its matches, and end it.

    Args:
        search: The search.
        keymap: Which keys do what.
        room: In cells: where many labels have none for their keys, these are told in words.
    """
    walking = f"{keymap.name_of('suggestion.reject')} {keymap.name_of('suggestion.reject-kind')}"
    ends = f" · {keymap.name_of('cancel')} ends"
    if not search.is_match:
        return (f" · {walking} next, back" if search.count else "") + ends
    every = f"all {search.count:,}"
    capitals = _first_keys(keymap, "propose.") if search.count > 1 else ""
    ways = f" · {walking}  {_first_keys(keymap, 'tag.')} tag it"
    ways += f" · {capitals} {every}" if capitals else ""
    if len(ways) + len(ends) > room:
        ways = f" · {walking} · a label’s key tags it"
        ways += f", its capital {every}" if capitals else ""
    return ways + ends


def _first_keys(keymap: Keymap, begins: str) -> str:
    """The first keys of all commands whose ids begin so."""
    commands = (each.id for each in keymap.commands if each.id.startswith(begins))
    return " ".join(keymap.name_of(each) for each in commands if keymap.keys_of(each))
