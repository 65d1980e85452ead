"""Texts that would do something to a terminal, hide, or be taken for markup."""

from __future__ import annotations

from typing import Final

ESCAPES: Final = (
    "\x1b[31m", "\x1bc", "\x1b]52;c;aGk=\x1b\\", "\x1b]52;c;aGk=\x07", "\x1b]0;title\x07",
    "\x1b]8;;http://e.example\x1b\\", "\x1bP$qm\x1b\\", "\x1b[6n", "\x1b[c", "\x1b[21t",
    "\x1b[?1049l", "\x1b[?1003h", "\x1b[2J", "\x1b[8m", "\x1b_G\x1b\\", "\x1b]2;unended",
    "\x1bPunended", "\x9b31m", "\x9d0;t\x9c", "\x90q\x9c", "\x98\x9e\x9f\x85\x84", "\x1b",
)  # fmt: skip
"""What a terminal obeys: colours, resets, reports, the clipboard, titles, links, and C1."""
CONTROLS: Final = ("\x00", "\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x0f", "\x1a", "\x1f", "\x7f")
HIDDEN: Final = (
    "\u202a", "\u202b", "\u202d", "\u202ecod.txt\u202c", "\u2066", "\u2067a\u2068b\u2069",
    "\u061c", "\u200e", "\u200f", "a\u200bb", "c\u200cd", "e\u200df", "\u2060", "\ufeff",
    "\u00ad", "\u180e", "\U000e0041\U000e0042", "g\ufe0f", "\U000e0100", "\u3164", "\u2028",
    "\u2029", "\ufff9", "\U0001d173", "\U0001bca0", "\U00013430", "\uffff",
)  # fmt: skip
"""What reorders a line or is not seen."""
MARKUP: Final = (
    "[red]r1[/]", "[/]", "[@click=app.bell()]r2[/]", "[link=http://e.example]r3[/link]", "\\[b]r4",
    "[$error]r5", "[bold", "]", "[[x]]",
)  # fmt: skip
"""What Textual or Rich would read as markup."""
SCRIPTS: Final = (
    "עברית", "العربية", "مى\u200cخواهم", "ไทย", "हिन्दी", "한글", "\u1112\u1161\u11ab", "北京。",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9", "\U0001f44d\U0001f3fd",
    "\u2764\ufe0f", "\ufdfa", "x" + "\u0301" * 500,
)  # fmt: skip
"""What is to be shown, but is hard to fit into cells."""
HOSTILE: Final = (*ESCAPES, *CONTROLS, *HIDDEN, *MARKUP)
EVERYTHING: Final = (*HOSTILE, *SCRIPTS)
