"""Files of other tools that are not read: told by their own names, with what to do instead."""

from __future__ import annotations

import re
from typing import Final

_ROWS: Final = "write its spans as a table with the columns text, start, end and label"
_ELSEWHERE: Final = f"its texts are in other files; put the two together, and {_ROWS}"
_AS_JSON: Final = f"make PubAnnotation’s JSON of it, which is read, or {_ROWS}"
_AS_RASA: Final = "make JSON of it with rasa data convert nlu -f json, which is read"
_KNOWN: Final = (
    ("Rasa’s training data as YAML", _AS_RASA, rb"(?m)^(?:nlu|stories|rules):\s*(?:#.*)?\n\s*-\s"),
    (
        "a table of Amazon Comprehend’s",
        _ELSEWHERE,
        rb"\A\W*File,Line,Begin Offset,End Offset,Type",
    ),
    ("a project of Azure’s language service", _ELSEWHERE, rb'"projectFileVersion"\s*:'),
    ("Knowtator’s XML", _ELSEWHERE, rb"<annotations\s+textSource=|<knowtator-project\b"),
    ("BioC’s XML", _AS_JSON, rb"\A[^<]*(?:<[?!][^>]*>\s*)*<collection>"),
    ("BioC’s JSON", _AS_JSON, rb'"passages"\s*:\s*\['),
    ("PubTator’s text", _AS_JSON, rb"\A\s*\d+\|t\|.*\n\d+\|a\|"),
    ("tagtog’s JSON", _ELSEWHERE, rb'"anncomplete"\s*:'),
)
"""What it is, what to do, and by what it is known."""


def told_by_name(head: bytes, name: str) -> str:
    """What a file is, though it is not read, and what to do, as a sentence; empty if that is not
    known.

    Args:
        head: Its first records.
        name: Of the file.
    """
    is_yaml = name.lower().endswith((".yml", ".yaml"))
    for what, then, pattern in _KNOWN:
        if (then is not _AS_RASA or is_yaml) and re.search(pattern, head):
            return f"this is {what}, which is not read: {then}"
    from store.formats.span_table import lacking_columns, names_in  # commands' helps read nothing

    is_table = name.lower().endswith((".csv", ".tsv")) and bool(names_in(head))
    return lacking_columns(head) if is_table else ""
