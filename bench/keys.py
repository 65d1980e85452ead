"""From a key to its last painted byte, beside the same in a bare app."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bench.budgets import (
    CARET_BYTES,
    CARET_MEDIAN,
    CARET_P95,
    PAGE_BYTES,
    PAGE_MEDIAN,
    TAG_MEDIAN,
)
from bench.figures import Budget, Table, spread, verdict
from bench.first_keys import measure_first
from bench.presses import Case, measure, measure_screens
from bench.programs import FOUR_PANES, TWO_PANES
from bench.stories import KB, MB, make_story, make_tied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.figures import Spread
    from bench.first_keys import FirstKeys
    from bench.presses import Answers, Section
    from bench.programs import Scratch
    from bench.terminal import Sample, Size

_RIGHT: Final = b"\x1b[C"
_DOWN: Final = b"\x1b[B"
_PAGE_DOWN: Final = b"\x1b[6~"
_PAGE_UP: Final = b"\x1b[5~"
_TAB: Final = b"\t"
_ESCAPE: Final = b"\x1b[27u"
"""As a terminal with Kitty's protocol sends it: else it is waited for 0.1 s to be a key alone."""
_TOP: Final = (b"g", b"g", _DOWN, _DOWN, _DOWN, _DOWN)
"""To the first line of the running text, where annotations stand close together."""
_TOP_WITHOUT: Final = (_TAB, *_TOP)
"""The same in the next pane, whose article has no annotations."""
_ROWS: Final = 20
"""Rows that the caret goes down before it starts anew, so that the pane need not scroll."""

CASES: Final = (
    Case("→ in annotated text", (_RIGHT,), _TOP, kind="caret"),
    Case("↓ in annotated text", (_DOWN,), _TOP, restart=_ROWS, kind="caret"),
    Case("w in annotated text", (b"w",), _TOP, kind="caret"),
    Case("a in annotated text", (b"a",), _TOP, before=(b"w",), kind="tag"),
    Case("PgDn, PgUp", (_PAGE_DOWN, _PAGE_UP), _TOP, kind="page"),
    Case("Tab", (_TAB,), (b"g", b"g")),
    Case("→ in plain text", (_RIGHT,), _TOP_WITHOUT, kind="caret"),
    Case("↓ in plain text", (_DOWN,), _TOP, restart=_ROWS, kind="caret"),
    Case("w in plain text", (b"w",), _TOP, kind="caret"),
    Case("a in plain text", (b"a",), _TOP, before=(b"w",), kind="tag"),
)
"""In this order: Tab is pressed an even number of times, so that the caret is back in the first
pane; the plain text is one further Tab away."""

_JUMP: Final = (_ESCAPE, _ESCAPE, _ESCAPE, *_TOP, b"F", b"a")
"""To letters for the actors of the first screen."""
JUMP_CASES: Final = (
    Case("a letter that tags", (b"d",), _JUMP, restart=_ROWS, kind="tag"),
    Case("Space, Esc", (b" ", _ESCAPE), _JUMP),
    Case("a letter after Space, Backspace", (b"t", b"\x7f"), (*_JUMP, b" ")),
    Case("Shift and a letter, Esc", (b"D", _ESCAPE), _JUMP),
    Case("PgDn, PgUp", (_PAGE_DOWN, _PAGE_UP), _JUMP, kind="page"),
    Case("another label", (b"c", b"a"), _JUMP),
)
"""While letters are shown; the letter that is freed is given anew, so that it is always there."""

_DIALOG_MS: Final = 150.0
_OUT: Final = (_ESCAPE,) * 4
"""Out of a dialog and whatever was begun in it."""
_LISTED: Final = (*_OUT, *_TOP, b"O", b"g", b"g")
DIALOG_CASES: Final = (
    *(
        Case(
            f"{what} opens", (key,), (*_OUT, *_TOP, key), (_ESCAPE,),
            quiet_ms=_DIALOG_MS, kind="page",
        )
        for what, key in (
            ("O, the list,", b"O"), ("?, the help,", b"?"), ("Ctrl+P, the palette,", b"\x10"),
            ("p, the picker,", b"p"), ("E, the export,", b"E"), ("V, consistency,", b"V"),
            ("W, who is who,", b"W"), ("m, the matrix,", b"m"), ("D, what differs,", b"D"),
            ("/, the search,", b"/"), ("i, a note,", b"i"),
        )
    ),
    Case("↓ in the list", (_DOWN,), _LISTED, restart=_ROWS, kind="caret"),
    Case("PgDn, PgUp in the list", (_PAGE_DOWN, _PAGE_UP), _LISTED, kind="page"),
    Case("Space marks a row", (b" ",), _LISTED, restart=_ROWS, kind="caret"),
    Case("a letter in its filter, Backspace", (b"a", b"\x7f"), (*_LISTED, b"/"), kind="page"),
    Case("/, its filter, opens", (b"/",), (*_LISTED, b"/"), (_ESCAPE,), quiet_ms=_DIALOG_MS),
    Case("# groups by text, and again", (b"#",), _LISTED, kind="page"),
    Case("Esc leaves the list", (_ESCAPE,), _OUT, (b"O",), quiet_ms=_DIALOG_MS, kind="page"),
    Case("↓ in the help", (_DOWN,), (*_OUT, b"?"), restart=_ROWS, kind="caret"),
    Case("a letter in the help, Backspace", (b"t", b"\x7f"), (*_OUT, b"?"), kind="page"),
)  # fmt: skip
"""Dialogs, and the list of annotations; each dialog has been open once before."""

TIED_CASES: Final = (
    Case("→ in tied text", (_RIGHT,), _TOP, kind="caret"),
    Case("↓ in tied text", (_DOWN,), _TOP, restart=_ROWS, kind="caret"),
    Case("w in tied text", (b"w",), _TOP, kind="caret"),
    Case("j, onto the next that is tied", (b"j",), _TOP, restart=_ROWS),
    Case("J, through a cluster", (b"J",), (*_TOP, b"j", b"j", b"j")),
    Case("t, letters to tie to", (b"t",), (*_TOP, b"j"), before=(_ESCAPE,)),
    Case("t d, a tie made", (b"d",), (*_TOP, b"j", b"t", b"d"), before=(b"u", b"t"), kind="tag"),
    Case("a in tied text", (b"a",), (_ESCAPE, *_TOP), before=(b"w",), kind="tag"),
    *(
        Case(
            f"{what} opens", (key,), (*_OUT, *_TOP, key), (_ESCAPE,),
            quiet_ms=_DIALOG_MS, kind="page",
        )
        for what, key in (("W, who is who,", b"W"), ("m, the matrix,", b"m"))
    ),
    Case("↓ in who is who", (_DOWN,), (*_OUT, *_TOP, b"W"), restart=_ROWS),
)  # fmt: skip
"""With ties in sight, and many more out of it; W and m have been open once before."""

_ALL: Final = tuple(
    (size, annotations, terminal)
    for terminal in (TWO_PANES, FOUR_PANES)
    for size, counts in (
        (4 * KB, (0, 10)),
        (100 * KB, (10, 1_000)),
        (MB, (10, 1_000, 10_000)),
        (10 * MB, (10, 1_000, 10_000)),
    )
    for annotations in counts
)
_SOME: Final = (
    (4 * KB, 10, TWO_PANES),
    (MB, 10_000, TWO_PANES),
    (4 * KB, 10, FOUR_PANES),
    (100 * KB, 1_000, FOUR_PANES),
    (MB, 10_000, FOUR_PANES),
    (10 * MB, 10_000, FOUR_PANES),
)
_FEW: Final = ((4 * KB, 10, TWO_PANES), (MB, 10_000, FOUR_PANES))


def run(scratch: Scratch, *, quick: bool, everything: bool = False) -> Table:
    """Measure every key in every story."""
    plan = _FEW if quick else _ALL if everything else _SOME
    return _run(scratch, "Keys", plan, CASES, 12 if quick else 40)


def run_jumping(scratch: Scratch, *, quick: bool) -> Table:
    """Measure the keys of jump mode."""
    plan = ((4 * KB, 10, TWO_PANES), (MB, 10_000, TWO_PANES))
    return _run(scratch, "Keys while jumping", plan, JUMP_CASES, 12 if quick else 40)


def run_dialogs(scratch: Scratch, *, quick: bool) -> Table:
    """Measure the keys of dialogs and of the list of annotations."""
    samples = 6 if quick else 20
    table = _table("Keys of dialogs and the list", samples)
    for size, count in ((4 * KB, 10), (MB, 10_000)):
        made = make_story(scratch.folder / f"keys-{TWO_PANES}", size, count, articles=2)
        section = measure(scratch, made, TWO_PANES, DIALOG_CASES, samples)
        section.screens = measure_screens(scratch, TWO_PANES, samples, _DIALOG_MS)
        _add(table, section, f"{made}, 2 panes {TWO_PANES}")
    _add_first(table, measure_first(scratch, TWO_PANES, 2 if quick else 5, _DIALOG_MS))
    return table


def _add_first(table: Table, found: FirstKeys) -> None:
    """The first of its kind in a session, beside the first screen of a bare app. No budget."""
    floor, bare = _times(found.floor), _cpu(found.floor)
    where = f"the first key of a session, seeds/ with their gold {TWO_PANES}; floor: a first screen"
    table.rows.append((where,))
    for (what, when), samples in found.ours.items():
        said = f"{what}, {when}"
        table.rows.append(_cells(said, floor, samples, bare, ""))
        table.data.append(
            {
                "where": where,
                "what": said,
                "floor_ms": floor,
                "ours_ms": _times(samples),
                "cpu_ms": _cpu(samples),
                "floor_cpu_ms": bare,
            }
        )


def run_tied(scratch: Scratch, *, quick: bool) -> Table:
    """Measure keys in four panes with ties, and with as many as an import may bring."""
    samples = 12 if quick else 40
    table = _table("Keys among ties", samples)
    for ties in (500,) if quick else (500, 100_000):
        made = make_tied(scratch.folder, ties, 200, articles=4)
        section = measure(scratch, made, FOUR_PANES, TIED_CASES, samples)
        _add(table, section, f"{made}, {ties:,} ties, 200 clusters, 4 panes {FOUR_PANES}")
    return table


def _run(
    scratch: Scratch,
    title: str,
    plan: Sequence[tuple[int, int, Size]],
    cases: tuple[Case, ...],
    samples: int,
) -> Table:
    table = _table(title, samples)
    for size, count, terminal in plan:
        panes = 2 if terminal == TWO_PANES else 4
        folder = scratch.folder / f"keys-{terminal}"
        made = make_story(folder, size, count, articles=panes)
        section = measure(scratch, made, terminal, cases, samples)
        _add(table, section, f"{made}, {panes} panes {section.size}")
    return table


def _table(title: str, samples: int) -> Table:
    return Table(
        title,
        (
            *("key", "floor p50", "ours p50", "ratio", "floor p95", "ours p95", "ratio"),
            *("cpu p50", "ratio", "bytes p50", "p95", ""),
        ),
        notes=[
            f"Milliseconds from writing the key to the last byte of the repaint; {samples} samples",
            "of each, each after one key in the floor: a bare Textual app at the same size of",
            "terminal that repaints one Static (its p95 is over all cases of a story).",
            f"Budgets: a caret move {CARET_MEDIAN} times the floor's median, {CARET_P95:g} times",
            f"its p95, and {CARET_BYTES} bytes (p95); a tag, painted and on the disk,",
            f"{TAG_MEDIAN:g} times the median; a page or a dialog {PAGE_MEDIAN:g} times, and",
            f"{PAGE_BYTES:,} bytes (p95). ↓ stays within the page.",
            "cpu: milliseconds of processor time, and times those of the bare app: what else the",
            "machine does changes them less.",
        ],
    )


def _add(table: Table, section: Section, where: str) -> None:
    floor = _times(section.floor)
    lines = _times(section.lines)
    bare = _cpu(section.floor)
    table.rows += ((where,), _cells("(bare Line API pane)", floor, section.lines, bare, ""))
    table.data.append(
        {"where": where, "what": "bare Line API pane", "floor_ms": floor, "ours_ms": lines}
    )
    if section.screens:
        what = "(bare app, a screen with one Static)"
        table.rows.append(_cells(what, floor, section.screens, bare, ""))
        table.data.append(
            {"where": where, "what": what, "floor_ms": floor, "ours_ms": _times(section.screens)}
        )
    for answers in section.cases:
        if not answers.ours:
            table.rows.append((answers.case.what, *[""] * 10, "NOT MEASURED: no answer"))
            continue
        ours = _times(answers.ours)
        # The median beside it is of the same seconds, so that a busy moment touches both; a p95
        # needs more samples than one case has.
        beside = replace(floor, median=_times(answers.floor).median)
        said = _verdict(answers, ours, beside)
        row = _cells(answers.case.what, beside, answers.ours, bare, said)
        table.rows.append(row)
        table.data.append(
            {
                "where": where,
                "what": answers.case.what,
                "floor_ms": beside,
                "ours_ms": ours,
                "bytes": _bytes(answers.ours),
                "cpu_ms": _cpu(answers.ours),
                "floor_cpu_ms": bare,
                "durable": answers.durable,
                "silent": answers.silent,
            }
        )


def _verdict(answers: Answers, ours: Spread, floor: Spread) -> str:
    median = ours.median / floor.median
    high, written = ours.p95 / floor.p95, _bytes(answers.ours).p95
    said = []
    match answers.case.kind:
        case "caret":
            said.append(verdict(
                Budget("p50", median, CARET_MEDIAN, " x"),
                Budget("p95", high, CARET_P95, " x"),
                Budget("bytes", written, CARET_BYTES),
            ))  # fmt: skip
        case "page":
            page = Budget("p50", median, PAGE_MEDIAN, " x"), Budget("bytes", written, PAGE_BYTES)
            said.append(verdict(*page))
        case "tag":
            said.append(verdict(Budget("p50", median, TAG_MEDIAN, " x")))
            if refused := ours.count - answers.durable:
                said.append(f"{refused} not on the disk")
    if answers.silent:
        said.append(f"{answers.silent} silent")
    return ", ".join(said)


def _cells(
    what: str,
    floor: Spread,
    samples: list[Sample],
    bare: Spread,
    said: str,
) -> tuple[str, ...]:
    ours, written, spent = _times(samples), _bytes(samples), _cpu(samples).median
    return (
        what,
        f"{floor.median:.2f}",
        f"{ours.median:.2f}",
        f"{ours.median / floor.median:.2f}",
        f"{floor.p95:.2f}",
        f"{ours.p95:.2f}",
        f"{ours.p95 / floor.p95:.2f}",
        f"{spent:.2f}",
        f"{spent / bare.median:.2f}" if bare.median else "",
        f"{written.median:,.0f}",
        f"{written.p95:,.0f}",
        said,
    )


def _times(samples: list[Sample]) -> Spread:
    return spread(sample.last_byte_ms for sample in samples)


def _cpu(samples: list[Sample]) -> Spread:
    return spread(sample.cpu_ms for sample in samples)


def _bytes(samples: list[Sample]) -> Spread:
    return spread(sample.bytes for sample in samples)
