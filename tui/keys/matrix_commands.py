"""The commands of the matrix, of its quotations, and of values that differ."""

from __future__ import annotations

from typing import Final

from tui.keys.modes import Command, Mode

_MATRIX: Final = frozenset({Mode.MATRIX})
_KEYS: Final = (
    ("left", "Go to the article on the left", ("left",), ""),
    ("right", "Go to the article on the right", ("right",), ""),
    ("asserts", "The article asserts it; go on to the next open cell", ("+", "a"), "asserts"),
    ("hedges", "The article hedges it; go on to the next open cell", ("~", "h"), "hedges"),
    ("contradicts", "The article contradicts it; go on to the next open cell", ("!", "c"),
     "contradicts"),
    ("both", "The article carries both sides; go on to the next open cell", ("b",), "both"),
    ("omits", "The article omits it; go on to the next open cell", ("-", "o"), "omits"),
    ("clear", "Leave the cell to the ties", ("backspace",), "as tied"),
    ("read", "The article was read; again: it was not", ("space",), "read"),
    ("rename", "Give the row a name", ("i",), "name"),
    ("mark", "Mark the row, to say which other contradicts it", ("v",), "mark"),
    ("dispute", "The row contradicts the marked one: their claims in this article, or their first",
     ("x",), "disputes it"),
    ("rows", "Have claims, actors, locations, sources or another label as rows", ("R",), "rows"),
    ("order", "Order by disputes, name, articles, origins, or as it is told", ("O",), "order"),
    ("one-origin", "Show only rows of one origin, or what else is asked for; again: all", ("1",),
     "one origin"),
    ("disputed", "The same with rows that are disputed", ("d",), "disputed"),
    ("anonymous", "The same with rows that somebody without a name said", ("?",), "anonymous"),
    ("unread", "The same with rows that have an unread article", (".",), "unread"),
    ("stale", "The same with rows of which a later tie says otherwise than what is set", ("s",),
     "stale"),
)  # fmt: skip

MATRIX_COMMANDS: Final = (
    Command("matrix", "Show which article says what: claims, or whatever is tagged, by article",
            ("m",), "Story", frozenset({Mode.READING, Mode.MATRIX}), "matrix",
            "stance compare table"),
    *(
        Command(f"matrix.{name}", text, keys, "In the matrix", _MATRIX, hint)
        for name, text, keys, hint in _KEYS
    ),
    Command("matrix.quotes", "Show what the articles say of the row; again: back to the matrix",
            ("J",), "In the matrix", _MATRIX | {Mode.QUOTES}, "quotations"),
)  # fmt: skip

_DIFFERING: Final = frozenset({Mode.DIFFERING})
_DIFFERING_KEYS: Final = (
    ("contradicts", "Its claim contradicts that of the value named below", ("!", "c"),
     "contradicts"),
    ("not-same", "It is not of the same thing as the others, for good", ("n",), "not the same"),
    ("all", "Show also what agrees, and nouns that are counted differently; again: what differs",
     ("a",), "all"),
)  # fmt: skip

DISCREPANCY_COMMANDS: Final = (
    Command("discrepancies", "Show figures, dates and places that differ between the articles",
            ("D",), "Story", hint="differ", synonyms="discrepancies numbers values contradictions"),
    *(
        Command(f"discrepancies.{name}", text, keys, "Where values differ", _DIFFERING, hint)
        for name, text, keys, hint in _DIFFERING_KEYS
    ),
)  # fmt: skip
