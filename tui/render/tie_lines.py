"""The lines below the panes while a tie is made: what it is, what is likeliest, what keys do."""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.across.likely_clusters import MOST
from store.across.ties import fits, is_claim_label, runs_back
from store.labels import ATTRIBUTION, CARRIER
from tui.render.lines import cut, key_parts, line_strip, shorten_middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.strip import Strip

    from store.across.mention_groups import MentionGroup, TaggedMention
    from store.across.ties import TieTarget, TieWish
    from store.labels import LabelSet
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette
    from tui.tying import Tying

_SIGNS: Final = {
    "tie.same": "same",
    "tie.contradicts": "contradicts",
    "tie.supports": "supports",
    "tie.copied-from": "copied-from",
    "tie.carrier": ATTRIBUTION,
    "tie.untie": "",
}
"""The signs that change how something is tied, with the type of tie that they ask for."""
_SAID: Final = {
    "same": ("the same as", "the same as"),
    "contradicts": ("against", "against"),
    "supports": ("in support of", "backed by"),
    "copied-from": ("copied from", "copied in"),
}
"""How the types of ties are said: of the end that they run from, and of that which they run to."""
_MOST_NAMED: Final = 6
"""Targets that are named."""
_NAME: Final = 40
_SHORT_NAME: Final = 9
"""Cells of the name of a cluster, and where there is little room, so that several are named."""
_SHORT_SENTENCE: Final = 20
"""The same of what is longer: the first word of a claim does not tell it from others."""
_TIE: Final = 60
_SHORT_TIE: Final = 30
"""Cells of what is said of a tie, and where there is little room."""
_TIGHT: Final = 120
"""Cells below which little is quoted."""


def kind_words(kind: str, role: str, *, is_tail: bool = False) -> str:
    """What one end of a tie is to the other: "said by", or "the source of" from the other end.

    A type that is declared has a name and nothing else, so that an arrow says that it runs hither.
    """
    if kind == ATTRIBUTION:
        if is_tail:
            return "the carrier of" if role == CARRIER else "the source of"
        return "carried by" if role == CARRIER else "said by"
    return _SAID.get(kind, (kind, f"← {kind}"))[is_tail]


def tie_words(target: TieTarget, one: TaggedMention, labels: LabelSet) -> str:
    """What an annotation is once it is tied to a target: "is said by “Reuters”"."""
    quote = shorten_middle(target.other.annotation.text, 40)
    return f"{verb_before(target.kind)}{_target_words(target, one, labels)} “{quote}”"


def verb_before(kind: str) -> str:
    """What stands before a type of tie; the name of one that is declared is its own verb."""
    return "is " if kind == ATTRIBUTION or kind in _SAID else ""


def _target_words(target: TieTarget, one: TaggedMention, labels: LabelSet) -> str:
    label, its = one.annotation.label, target.other.annotation.label
    is_tail = runs_back(labels, target.kind, label, its)
    return kind_words(target.kind, target.role, is_tail=is_tail)


def tie_lines(
    tying: Tying, labels: LabelSet, keymap: Keymap, palette: Palette, width: int
) -> list[Strip]:
    """What is tied, with the signs that change how; and what is likeliest."""
    likeliest = _likeliest_line(tying, labels, palette, width)
    return [_asked_line(tying, labels, keymap, palette, width), likeliest]


def _asked_line(
    tying: Tying, labels: LabelSet, keymap: Keymap, palette: Palette, width: int
) -> Strip:
    wish, one = tying.wish, tying.wish.one.annotation
    asks = "untie" if tying.ends is not None else wish.kind and (wish.role or wish.kind)
    may = [name for name, kind in _SIGNS.items() if not kind or _may_be(labels, kind, one.label)]
    signs = [part for name in may for part in _sign(name, asks, keymap, palette, width)]
    signs = [*_declared(labels, wish, palette, width), *signs]
    kind = kind_words(wish.kind, wish.role, is_tail=_is_tail(labels, wish.kind, one.label))
    asked = f" {verb_before(wish.kind)}{kind.upper()}" if wish.kind else " to"
    asked = " is THE SAME, IN A NEW CLUSTER, AS" if wish.is_apart else asked
    asked = " is NO LONGER" if tying.ends is not None else asked
    which = f" a {wish.label} …" if wish.label else " …"
    badge = f" tie {one.label} "
    room = width - len(badge) - len(asked) - len(which) - 4 - sum(len(text) for text, _ in signs)
    quote = f" “{shorten_middle(one.text, min(room, 70))}”"
    parts = [
        (badge, palette.label(one.label).current),
        (quote, palette.text),
        (asked + which, palette.bright),
    ]
    return line_strip(parts, signs, width, palette.faint)


def _is_tail(labels: LabelSet, kind: str, label: str) -> bool:
    """Whether a tie of a type runs to a label, whatever it runs from."""
    if kind == ATTRIBUTION:
        return not is_claim_label(labels, label)
    return all(labels.misfit(kind, label, other) for other in labels.names)


def _may_be(labels: LabelSet, kind: str, label: str) -> bool:
    """Whether a label can be tied by a type to any other."""
    return any(fits(labels, kind, label, other) for other in (label, *labels.names))


def _declared(labels: LabelSet, wish: TieWish, palette: Palette, width: int) -> list[Part]:
    """The keys of the types of relations that `labels.toml` declares, as far as they may be."""
    own = wish.one.annotation.label
    may = (e for e in labels.declared_relations if e.key and _may_be(labels, e.name, own))
    return [
        (
            f"{each.key} {each.name} " if width >= _TIGHT else f"{each.key} ",
            palette.bright if wish.kind == each.name else palette.faint,
        )
        for each in may
    ]


def _sign(name: str, asks: str, keymap: Keymap, palette: Palette, width: int) -> list[Part]:
    """A sign that changes the tie, with what it says where there is room; bright if it is asked."""
    if not keymap.keys_of(name):
        return []
    is_asked = bool(asks) and name == f"tie.{asks}"
    says = f" {keymap.command(name).hint}" if width >= _TIGHT else ""
    style = palette.bright if is_asked else palette.faint
    return [(f"{keymap.name_of(name)}{says} ", style)]


def _likeliest_line(tying: Tying, labels: LabelSet, palette: Palette, width: int) -> Strip:
    """The likeliest targets with their letters; what they would be is said once for several."""
    parts: list[Part] = []
    if tying.ends is not None:
        parts = [(" a digit says what", palette.faint)]
    quoted = 30 if width < _TIGHT else 48
    before = ""
    for letter, target in tying.likeliest[:_MOST_NAMED]:
        words = _target_words(target, tying.wish.one, labels)
        text = shorten_middle(target.other.annotation.text, quoted)
        if words != before:
            parts.append((f" {words}", palette.faint))
        before = words
        parts += [
            (" ", palette.faint),
            (f" {letter} ", palette.signs.start),
            (f" “{text}”", palette.text),
        ]
    return line_strip(
        parts or [(" nothing in sight fits", palette.faint)], [], width, palette.faint
    )


def tie_key_line(tying: Tying, keymap: Keymap, palette: Palette, width: int) -> Strip:
    """The bottom line: the clusters, or ties, that digits take, and the way out."""
    named, right = _digits(tying, keymap, palette, width)
    return line_strip(chain.from_iterable(named), right, width, palette.bar)


def digits_named(tying: Tying, keymap: Keymap, palette: Palette, width: int) -> int:
    """How many of those the bottom line has room to name: so many have digits."""
    return len(_digits(tying, keymap, palette, width)[0])


def _digits(
    tying: Tying, keymap: Keymap, palette: Palette, width: int
) -> tuple[list[list[Part]], list[Part]]:
    """Those that there is room for, in short where they are many; and what stands behind."""
    last = key_parts(keymap, "tie.leave", "leaves", palette)
    is_tight = width < _TIGHT  # each word less here is a cluster more that is named
    if len(tying.targets) > len(tying.jump.codes):
        says = "more" if is_tight else "more letters"
        last = [*key_parts(keymap, "tie.more", says, palette), *last]
    says = "next" if is_tight else "next digits"
    more = [*key_parts(keymap, "tie.more-clusters", says, palette), *last]
    for is_short in (False, True):
        offered = _told(tying, palette, is_short=is_short)
        named = [[(f" {n}", palette.key), *parts] for n, parts in enumerate(offered, 1)]
        fitting = _that_fit(named, width - _cells(last))
        if len(fitting) == tying.choices:
            return fitting, last
        fitting = _that_fit(named, width - _cells(more))
        if len(fitting) == len(offered):
            break
    return fitting, more


def _told(tying: Tying, palette: Palette, *, is_short: bool) -> list[list[Part]]:
    """What digits may take now, as far as there are digits."""
    now = slice(tying.passed, min(tying.choices, tying.passed + MOST))
    if tying.ends is not None:
        longest = _SHORT_TIE if is_short else _TIE
        return [[(f" {shorten_middle(each, longest)} ", palette.bar)] for each in tying.told[now]]
    return [_named(group, palette, is_short=is_short) for group in tying.clusters[now]]


def _named(group: MentionGroup, palette: Palette, *, is_short: bool) -> list[Part]:
    name = group.cluster.name if group.cluster is not None else group.likely_name
    if is_short and len(name) <= _SHORT_SENTENCE:
        shown = cut(name, _SHORT_NAME)
    else:
        shown = shorten_middle(name, _SHORT_SENTENCE if is_short else _NAME)
    size = " " if is_short else f" {group.size} "
    return [(f" {shown}", palette.bar), (size, palette.bar_faint)]


def _that_fit(named: Sequence[list[Part]], room: int) -> list[list[Part]]:
    """The first of some parts of a line for which there is room; one in any case."""
    ends = accumulate(map(_cells, named))
    return [parts for parts, end in zip(named, ends, strict=True) if end <= room] or [*named[:1]]


def _cells(parts: Iterable[Part]) -> int:
    return sum(cell_len(text) for text, _ in parts)
