"""The table of formats and programs in the documents is what the programs say."""

from __future__ import annotations

from pathlib import Path

from tests.formats.programs import HEAD, lines

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_table_in_the_documents_is_what_the_programs_that_are_here_say() -> None:
    said = DOCS.read_text("utf-8").splitlines()
    start = said.index(HEAD[1], said.index(HEAD[0]))
    table = said[start + 1 :]
    found = list(lines())
    assert not table[len(found)].startswith("|")
    for written, (line, is_here) in zip(table, found, strict=False):
        if is_here:
            assert written == line
        else:  # of a program that is not installed only the name is known
            assert written.startswith(line)
