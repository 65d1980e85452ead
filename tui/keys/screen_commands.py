"""The commands of screens of their own: the matrix and its quotations, values that differ,
adjudication, practice."""

from __future__ import annotations

from typing import Final

from store.annotations.model import DecisionReason
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
    ("anonymous", "The same with rows that somebody without a name said", ("n",), "anonymous"),
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

_ADJUDICATING: Final = frozenset({Mode.ADJUDICATING})
REASONS: Final = {
    "adjudicate.reason-text": DecisionReason.AMBIGUOUS,
    "adjudicate.reason-guideline": DecisionReason.GUIDELINE,
    "adjudicate.reason-slip": DecisionReason.SLIP,
    "adjudicate.reason-other": DecisionReason.OTHER,
}
"""The reason that each of these commands says."""
_ADJUDICATION_KEYS: Final = (
    ("majority", "Take what more than half have, or leave it out where they do; go on",
     ("y",), "what most have"),
    *(
        (f"take-{digit}", f"Take reading {digit}, and go on", (str(digit),), "")
        for digit in range(1, 10)
    ),
    ("none", "Leave it out, and go on", ("d",), "leave out"),
    ("next", "Go to the next question that is open", ("j",), "next"),
    ("previous", "Go to the one before that is open", ("k",), "previous"),
    ("next-any", "Go to the next question, also one that is decided or agreed on", ("J",),
     "agreed too"),
    ("previous-any", "Go to the one before, whatever it is", ("K",), ""),
    ("agreed", "Take all on which everybody agrees in this article", ("Y",), "agreed"),
    ("why", "Write why it was decided so", ("i",), "why"),
    *(
        (command_id.partition(".")[2], f"Say the reason: {reason}", (f"e {reason[0]}",), reason)
        for command_id, reason in REASONS.items()
    ),
    ("open", "Open it again: take back what was decided of it", ("o",), "open again"),
    ("article", "Go to the next article with something to decide", ("tab",), "article"),
    ("who", "Hide who has which reading, or show it", ("=",), "who"),
)  # fmt: skip

ADJUDICATION_COMMANDS: Final = tuple(
    Command(f"adjudicate.{name}", text, keys, "In adjudication", _ADJUDICATING, hint)
    for name, text, keys, hint in _ADJUDICATION_KEYS
)

_PRACTICE: Final = frozenset({Mode.PRACTICE})

PRACTICE_COMMANDS: Final = (
    Command("practice.example", "Show what the lesson can be tried on; later, what is missing next",
            ("f2",), "In practice", _PRACTICE),
    Command("practice.skip", "Go on to the next lesson", ("!",), "In practice", _PRACTICE),
)  # fmt: skip
