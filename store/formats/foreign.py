"""Files of other tools that are not read: told by their own names, with what to do instead."""

from __future__ import annotations

import re
from typing import Final

_ROWS: Final = "write its spans as a table with the columns text, start, end and label"
_ELSEWHERE: Final = f"its texts are in other files; put the two together, and {_ROWS}"
_APART: Final = f"its spans are in another file; put the two together, and {_ROWS}"
_AS_JSON: Final = f"make PubAnnotation’s JSON of it, which is read, or {_ROWS}"
_AS_RASA: Final = "make JSON of it with rasa data convert nlu -f json, which is read"
_TAGS: Final = "write B-person at the first word of each name, I-person at its others"
_AS_LINES: Final = "export JSON of it, which is read"
_AS_COLUMNS: Final = "write them as two columns parted by tabs, a blank line after each sentence"
_LOOKED_AT: Final = 200
"""Lines by which columns are known."""
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
    ("PubTator’s text", _AS_JSON, rb"\A\s*\d+\|[ta]\|.*\n\d+(?:\|a\||\t\d+\t\d+\t)"),
    ("tagtog’s JSON", _ELSEWHERE, rb'"anncomplete"\s*:'),
    ("NIF as Turtle", _AS_JSON, rb"nlp2rdf/ontologies/nif-core#"),
    ("ACE’s XML", _ELSEWHERE, rb"<source_file\b[^>]*>\s*<document\s+DOCID="),
    (
        "MUC’s SGML, with names in the text",
        f"take the tags out of the text, and {_ROWS}",
        rb"<(?:ENAMEX|TIMEX|NUMEX)\b",
    ),
    ("a text in SGML, as ACE’s", _APART, rb"\A\s*<DOC\b[^>]*>\s*<DOC(?:ID|NO)\b"),
    (
        "UIMA’s older CAS JSON",
        "export UIMA CAS JSON 0.4 or XMI, which are read",
        rb'(?s)"_context"\s*:.*"_views"\s*:',
    ),
    ("questions and answers, as SQuAD’s JSON", _ROWS, rb'"qas"\s*:\s*\['),
    ("Dataturks’ JSON", _ROWS, rb'"points"\s*:\s*\[\s*\{[^{}]*"start"'),
    (
        "WebAnno TSV 2, as WebAnno wrote it before 2017",
        "export WebAnno TSV 3 of it, which is read",
        rb"\A#FORMAT=WebAnno TSV [12]\b",
    ),
    (
        "CoNLL-2009’s table of dependencies and roles, without spans",
        "write CoNLL-U of it, which is read",
        rb"\A1\t[^\t\n]+(?:\t[^\t\n]*){10}\t[Y_]\t[^\t\n]+",
    ),
    (
        "a table of Label Studio’s or doccano’s, with all spans of a text in a cell",
        _AS_LINES,
        rb"(?m)\A[^\n]*\blabels?\b[^\n]*\n.*\"\[(?:\{|\[\d+, \d+, ['\"])",
    ),
    (
        "a table with a word in each row",
        _AS_COLUMNS,
        rb"(?i)\A[^\n]*\b(?:word|token)s?\"?[,;\t][^\n]*\b(?:tag|label|ner)s?\"?\r?\n",
    ),
    (
        "a file of patterns, in which there are no texts",
        "import what they were matched with",
        rb'\A\s*\{"(?:label|pattern)"\s*:[^\n]*"(?:pattern|label)"\s*:',
    ),
    (
        "Python source with data for spaCy",
        "write the list with json.dump, which is read",
        rb"(?m)^\w+\s*(?::[^=\n]*)?=\s*\[\s*\(\s*[urf]*[\"'].*\{\s*[\"']entities[\"']",
    ),
    (
        "Stanza’s JSON",
        "write CoNLL-U of it (stanza.utils.conll), which is read",
        rb'\A\s*(?:\[\s*)*\{[^{}]*"id"\s*:[^{}]*"start_char"\s*:',
    ),
)
"""What it is, what to do, and by what it is known."""


def _is_io(head: bytes) -> bool:
    """Whether lines are a word and a label each, and many a word and O, as in Few-NERD."""
    lines = [line.split() for line in head.splitlines()[:_LOOKED_AT] if line.strip()]
    outside = sum(line[1:] == [b"O"] for line in lines)
    return all(len(line) == 2 for line in lines) and 0 < outside >= len(lines) // 4 > 0


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
    if _is_io(head):
        return f"these are columns of words and tags without B- and I-, which are not read: {_TAGS}"
    from store.formats.span_table import lacking_columns, names_in  # commands' helps read nothing

    is_table = name.lower().endswith((".csv", ".tsv")) and bool(names_in(head))
    return lacking_columns(head) if is_table else ""
